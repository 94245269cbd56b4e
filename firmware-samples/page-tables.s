// page-tables: 4 KB pages, three levels of tables, and a handler that repairs faults, as an operating system does
// when it gives out memory on first touch.
//
//   pivisor run --kernel page-tables.elf --firmware psci      (starts at EL2, goes down to EL1, and lives there)
//
// It prints, for each fault, its exception class and fault status code from ESR_EL1, what FAR_EL1 holds, and what
// the handler did:
//   The MMU is on
//   store to a page that is not there
//     fault: class 25 status 07 write, at 0000001000000000: translation fault, level 3 -> page mapped
//     the word reads 1111
//   store to a page that is read-only
//     fault: class 25 status 0f write, at 0000001000001008: permission fault, level 3 -> made writable
//     the word reads 2222
//   load from a page that was never accessed
//     fault: class 25 status 0b read, at 0000001000002010: access flag fault, level 3 -> flag set
//     the word reads 3333
//   call of a function in a page that is not executable
//     fault: class 21 status 0f fetch, at 0000001000003000: permission fault, level 3 -> made executable
//     the function returns 4444
//   load where there is no table of level 3
//     fault: class 25 status 06 read, at 0000001000200000: translation fault, level 2 -> skipped
//   load where there is no table of level 2
//     fault: class 25 status 05 read, at 0000001040000000: translation fault, level 1 -> skipped
//   load from beyond the top of the address space
//     fault: class 25 status 04 read, at 0000008000000000: translation fault, level 0 -> skipped
//   faults handled: 7
//
// What to look at:
//   - TCR_EL1.T0SZ = 25 gives 39-bit addresses. Bits 38:30 index the level 1 table, 29:21 level 2, 20:12 level 3.
//   - A descriptor of level 1 or 2 is a table (bits 1:0 = 3) or a block (1); at level 3, 3 means a page.
//   - The access flag, bit 10, must be set, else the first access faults. AP[2], bit 7, is read-only. PXN, bit 53,
//     forbids execution at EL1.
//   - ELR_EL1 points at the instruction that faulted. The handler repairs the table and returns to it: it is
//     executed again, and the program does not notice.
//   - An entry that was invalid may be made valid with a DSB alone. An entry that was valid may be in the TLB: after
//     a change, TLBI VAE1, then DSB and ISB.
// Link base 0x80000.

        .equ    UART_BASE, 0xfe201000   // PL011 UART0 of the BCM2711
        .equ    UART_DR, 0x00
        .equ    UART_FR, 0x18
        .equ    UART_FR_TXFF, 5
        .equ    RAM_BASE, 0x0

        .equ    WINDOW, 0x1000000000    // the virtual addresses that the experiments use: 64 GB
        .equ    GB_SHIFT, 30            // a level 1 entry covers 1 GB
        .equ    MB2_SHIFT, 21           // a level 2 entry covers 2 MB

// Descriptor bits
        .equ    BLOCK, 1
        .equ    TABLE, 3
        .equ    PAGE, 3
        .equ    ATTR_NORMAL, 0 << 2     // AttrIndx: an index into MAIR_EL1
        .equ    ATTR_DEVICE, 1 << 2
        .equ    AP_RO_BIT, 7
        .equ    SH_INNER, 3 << 8
        .equ    AF_BIT, 10
        .equ    PXN_BIT, 53

        .equ    RAM_BLOCK, BLOCK | ATTR_NORMAL | SH_INNER | 1 << AF_BIT
        .equ    DEVICE_BLOCK, BLOCK | ATTR_DEVICE | 1 << AF_BIT
        .equ    NORMAL_PAGE, PAGE | ATTR_NORMAL | SH_INNER | 1 << AF_BIT

        .equ    PSCI_SYSTEM_OFF, 0x84000008

        .text
        .global _start
// ---------------------------------------------------------------- EL2: only to leave it
_start:
        mov     x0, #1
        lsl     x0, x0, #31             // HCR_EL2.RW: EL1 is AArch64; no traps, no stage 2
        msr     hcr_el2, x0
        ldr     x0, =0x30d00800         // the RES1 bits of SCTLR_EL1; MMU off
        msr     sctlr_el1, x0
        mov     x0, #0x3c5              // EL1 with its own stack pointer, interrupts masked
        msr     spsr_el2, x0
        adr     x0, start_el1
        msr     elr_el2, x0
        eret

// ---------------------------------------------------------------- EL1
start_el1:
        ldr     x0, =stack_top
        mov     sp, x0
        ldr     x0, =vectors
        msr     vbar_el1, x0
        bl      make_tables
        bl      mmu_on
        adr     x0, text_on
        bl      print

        adr     x0, text_missing        // 1: translation fault, level 3
        bl      print
        ldr     x19, =WINDOW
        mov     w1, #0x1111
        str     w1, [x19]
        ldr     w20, [x19]
        bl      print_word

        adr     x0, text_read_only      // 2: permission fault on a write
        bl      print
        add     x19, x19, #0x1000
        mov     w1, #0x2222
        str     w1, [x19, #8]
        ldr     w20, [x19, #8]
        bl      print_word

        adr     x0, text_access         // 3: access flag fault; the page's frame holds 0x3333
        bl      print
        add     x19, x19, #0x1000
        ldr     w20, [x19, #16]
        bl      print_word

        adr     x0, text_execute        // 4: permission fault on an instruction fetch
        bl      print
        add     x19, x19, #0x1000
        blr     x19
        mov     w20, w0
        adr     x0, text_returns
        bl      print
        mov     w0, w20
        mov     w1, #4
        bl      print_hex
        bl      print_newline

        adr     x0, text_no_level3      // 5: translation fault, level 2
        bl      print
        ldr     x19, =WINDOW + 0x200000
        ldr     w20, [x19]

        adr     x0, text_no_level2      // 6: translation fault, level 1
        bl      print
        ldr     x19, =WINDOW + 0x40000000
        ldr     w20, [x19]

        adr     x0, text_beyond         // 7: translation fault, level 0: above 2 to the 39
        bl      print
        mov     x19, #1
        lsl     x19, x19, #39
        ldr     w20, [x19]

        adr     x0, text_count
        bl      print
        ldr     x0, =fault_count
        ldr     w0, [x0]
        mov     w1, #1
        bl      print_hex
        bl      print_newline
        ldr     w0, =PSCI_SYSTEM_OFF
        smc     #0
1:      b       1b

// ---------------------------------------------------------------- the tables
// level1[RAM_BASE >> 30]  -> level2_ram     -> 512 blocks of 2 MB: the first GB of RAM, at its own address
// level1[UART_BASE >> 30] -> level2_device  -> the one block that holds the UART
// level1[WINDOW >> 30]    -> level2_window  -> [0] level3 -> pages 0 to 3
// All other entries are zero: .bss is zero when we start.
make_tables:
        ldr     x0, =level1
        ldr     x1, =level2_ram + TABLE
        str     x1, [x0, #(RAM_BASE >> GB_SHIFT) * 8]
        ldr     x1, =level2_device + TABLE
        str     x1, [x0, #(UART_BASE >> GB_SHIFT) * 8]
        ldr     x1, =level2_window + TABLE
        str     x1, [x0, #(WINDOW >> GB_SHIFT) * 8]

        ldr     x0, =level2_ram
        ldr     x1, =RAM_BASE | RAM_BLOCK
        mov     w2, #512
1:      str     x1, [x0], #8
        add     x1, x1, #1 << MB2_SHIFT
        subs    w2, w2, #1
        b.ne    1b

        ldr     x0, =level2_device
        ldr     x1, =(UART_BASE & ~0x1fffff) | DEVICE_BLOCK
        str     x1, [x0, #((UART_BASE >> MB2_SHIFT) & 511) * 8]

        ldr     x0, =level2_window
        ldr     x1, =level3 + TABLE
        str     x1, [x0]

        ldr     x0, =level3             // page 0 stays invalid
        ldr     x1, =frames + NORMAL_PAGE
        add     x2, x1, #0x1000         // page 1: read-only
        orr     x2, x2, #1 << AP_RO_BIT
        str     x2, [x0, #8]
        add     x2, x1, #0x2000         // page 2: without access flag
        bic     x2, x2, #1 << AF_BIT
        str     x2, [x0, #16]
        add     x2, x1, #0x3000         // page 3: not executable at EL1
        orr     x2, x2, #1 << PXN_BIT
        str     x2, [x0, #24]

        ldr     x0, =frames             // what the frames hold
        mov     w1, #0x3333
        ldr     x2, =0x2010
        str     w1, [x0, x2]
        adr     x1, sample_function
        ldr     x1, [x1]
        ldr     x2, =0x3000
        str     x1, [x0, x2]
        ret

        .balign 8                       // with the MMU off, data accesses must be aligned: it is read as one doubleword
sample_function:                        // copied to page 3
        mov     w0, #0x4444
        ret

mmu_on:
        mov     x0, #0x04ff             // MAIR_EL1: 0 = Normal write-back, 1 = Device-nGnRE
        msr     mair_el1, x0
        ldr     x0, =0x200803519        // IPS 40 bits; EPD1; 4 KB; inner shareable, write-back; T0SZ = 25
        msr     tcr_el1, x0
        ldr     x0, =level1
        msr     ttbr0_el1, x0
        dsb     sy                      // the tables are written before the walker reads them
        tlbi    vmalle1
        ic      iallu
        dsb     sy
        isb
        mrs     x0, sctlr_el1
        mov     x1, #0x1005             // I, C and M
        orr     x0, x0, x1
        msr     sctlr_el1, x0
        isb                             // from here on all addresses are virtual
        ret

// ---------------------------------------------------------------- the fault handler
handler:
        stp     x0, x1, [sp, #-80]!
        stp     x2, x3, [sp, #16]
        stp     x4, x5, [sp, #32]
        stp     x19, x20, [sp, #48]
        stp     x21, x30, [sp, #64]
        mrs     x19, esr_el1
        mrs     x20, far_el1
        ldr     x0, =fault_count
        ldr     w1, [x0]
        add     w1, w1, #1
        str     w1, [x0]

        adr     x0, text_fault
        bl      print
        lsr     w0, w19, #26            // EC: 0x25 data abort, 0x21 instruction abort, both from this level
        mov     w1, #2
        bl      print_hex
        adr     x0, text_status
        bl      print
        and     w0, w19, #0x3f          // DFSC or IFSC: the kind in bits 5:2, the level in bits 1:0
        mov     w1, #2
        bl      print_hex
        adr     x0, text_fetch
        lsr     w1, w19, #26
        cmp     w1, #0x21
        b.eq    1f
        adr     x0, text_read
        tbz     w19, #6, 1f             // WnR
        adr     x0, text_write
1:      bl      print
        mov     x0, x20
        mov     w1, #16
        bl      print_hex

        ldr     x21, =level3            // the level 3 entry of the address
        ubfx    x0, x20, #12, #9
        add     x21, x21, x0, lsl #3
        ubfx    w0, w19, #2, #4
        cmp     w0, #1
        b.eq    translation
        cmp     w0, #2
        b.eq    access_flag
        cmp     w0, #3
        b.eq    permission
1:      b       1b                      // nothing that we know

translation:
        adr     x0, text_translation
        bl      print
        and     w0, w19, #3
        mov     w1, #1
        bl      print_hex
        and     w0, w19, #3
        cmp     w0, #3
        b.ne    1f
        ldr     x0, =frames + NORMAL_PAGE       // level 3: map the page, and try again
        str     x0, [x21]
        dsb     ishst
        adr     x0, text_mapped
        b       repaired
1:      mrs     x0, elr_el1             // a missing table: step over the instruction
        add     x0, x0, #4
        msr     elr_el1, x0
        adr     x0, text_skipped
        b       repaired

access_flag:
        ldr     x0, [x21]
        orr     x0, x0, #1 << AF_BIT
        str     x0, [x21]
        dsb     ishst                   // entries without access flag are never in the TLB
        adr     x0, text_flag_set
        b       repaired

permission:
        ldr     x0, [x21]
        lsr     w1, w19, #26
        cmp     w1, #0x21
        b.eq    1f
        bic     x0, x0, #1 << AP_RO_BIT
        adr     x2, text_writable
        b       2f
1:      bic     x0, x0, #1 << PXN_BIT
        adr     x2, text_executable
2:      str     x0, [x21]
        dsb     ishst
        lsr     x1, x20, #12            // the old entry may be in the TLB
        tlbi    vae1, x1
        dsb     ish
        mov     x0, x2

repaired:
        bl      print
        isb
        ldp     x21, x30, [sp, #64]
        ldp     x19, x20, [sp, #48]
        ldp     x4, x5, [sp, #32]
        ldp     x2, x3, [sp, #16]
        ldp     x0, x1, [sp], #80
        eret

        .balign 2048
vectors:
        .space  0x200
        b       handler                 // synchronous, from EL1 with its own stack pointer

// ---------------------------------------------------------------- printing
print_word:                             // the word in w20, four digits
        stp     x29, x30, [sp, #-16]!
        adr     x0, text_reads
        bl      print
        mov     w0, w20
        mov     w1, #4
        bl      print_hex
        bl      print_newline
        ldp     x29, x30, [sp], #16
        ret

print_newline:
        adr     x0, text_newline
        b       print

// Print the last w1 hexadecimal digits of x0. Changes x0 to x4.
print_hex:
        ldr     x2, =UART_BASE
        lsl     w3, w1, #2
        ror     x0, x0, x3              // the wanted digits come to the top
1:      ror     x0, x0, #60             // the next digit comes to the bottom
        and     w3, w0, #15
        add     w4, w3, #'0'
        cmp     w3, #10
        b.lo    2f
        add     w4, w3, #'a' - 10
2:      ldr     w3, [x2, #UART_FR]
        tbnz    w3, #UART_FR_TXFF, 2b
        str     w4, [x2, #UART_DR]
        subs    w1, w1, #1
        b.ne    1b
        ret

// Print the zero-terminated text at x0. Changes x0 to x3.
print:
        ldr     x1, =UART_BASE
1:      ldrb    w2, [x0], #1
        cbz     w2, 3f
2:      ldr     w3, [x1, #UART_FR]
        tbnz    w3, #UART_FR_TXFF, 2b
        str     w2, [x1, #UART_DR]
        b       1b
3:      ret

text_on:          .asciz "The MMU is on\n"
text_missing:     .asciz "store to a page that is not there\n"
text_read_only:   .asciz "store to a page that is read-only\n"
text_access:      .asciz "load from a page that was never accessed\n"
text_execute:     .asciz "call of a function in a page that is not executable\n"
text_no_level3:   .asciz "load where there is no table of level 3\n"
text_no_level2:   .asciz "load where there is no table of level 2\n"
text_beyond:      .asciz "load from beyond the top of the address space\n"
text_reads:       .asciz "  the word reads "
text_returns:     .asciz "  the function returns "
text_fault:       .asciz "  fault: class "
text_status:      .asciz " status "
text_read:        .asciz " read, at "
text_write:       .asciz " write, at "
text_fetch:       .asciz " fetch, at "
text_translation: .asciz ": translation fault, level "
text_mapped:      .asciz " -> page mapped\n"
text_skipped:     .asciz " -> skipped\n"
text_flag_set:    .asciz ": access flag fault, level 3 -> flag set\n"
text_writable:    .asciz ": permission fault, level 3 -> made writable\n"
text_executable:  .asciz ": permission fault, level 3 -> made executable\n"
text_count:       .asciz "faults handled: "
text_newline:     .asciz "\n"

// ---------------------------------------------------------------- memory
        .bss
        .balign 4096
level1:         .space 4096
level2_ram:     .space 4096
level2_device:  .space 4096
level2_window:  .space 4096
level3:         .space 4096
frames:         .space 4 * 4096         // the memory behind pages 0 to 3
fault_count:    .space 4
        .balign 16
                .space 4096
stack_top:
