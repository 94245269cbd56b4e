// booti: a program that a boot loader starts as if it were Linux. It is entered at EL2, goes down to EL1, and calls EL2 from there.
//
//   pivisor run --kernel firmware-samples/booti.s
//
// This starts it from the board's firmware. To start it from U-Boot, make a flat image, put it on the FAT partition of a card's image
// (mcopy -i card.img@@1M booti.img ::), and
//   pivisor asm firmware-samples/booti.s --raw -o booti.img
//   pivisor run --kernel $(pivisor guests path)/u-boot.bin --sd card.img
// Then press a key while U-Boot counts down, and say
//   load mmc 0:1 ${kernel_addr_r} booti.img
//   booti ${kernel_addr_r} - ${fdt_addr}
// It prints, with another size of the tree at each loader:
//   EL2: entered with a device tree of 0x00007000 bytes at 0x2ee00000
//   EL1: entered by ERET, on core 0
//   EL2: HVC 0x0000002a from EL1
//   EL1: back from EL2, which returned 0x0000002b
//   EL1: switching the board off
//
// What to look at:
//   - The 64 bytes at the start are the header of an arm64 Image, by which booti knows it. Bit 3 of the flags says that any multiple
//     of 2 MB in RAM will do: U-Boot loads it to 0x80000, finds that this is none, and moves it to 0x200000. So code and data
//     find each other relative to the PC.
//   - What an Image may rely on is written in Linux's Documentation/arch/arm64/booting.rst: EL2 if there is one, MMU off,
//     interrupts masked, the device tree's physical address in x0. Nothing else: no stack, no vectors, and the registers that
//     rule EL1 hold what the reset or the loader has left there. Whoever goes down sets them first.
//   - A device tree is big-endian: 0xd00dfeed, then its size.
//   - The console is the mini UART, as U-Boot's and TF-A's is, so that all are seen on one line. It is a 16550 with registers
//     4 bytes apart.
// Link base 0x80000, if it is started as an ELF file.

        .equ    AUX_BASE, 0xfe215000
        .equ    AUX_ENABLES, 0x04       // bit 0: the mini UART
        .equ    AUX_MU_IO, 0x40
        .equ    AUX_MU_LCR, 0x4c
        .equ    AUX_MU_LSR, 0x54
        .equ    AUX_MU_LSR_TX_ROOM, 5
        .equ    AUX_MU_LSR_TX_IDLE, 6
        .equ    AUX_MU_CNTL, 0x60

        .equ    PM_BASE, 0xfe100000     // power management: see hello.s
        .equ    PM_RSTC, 0x1c
        .equ    PM_RSTS, 0x20
        .equ    PM_WDOG, 0x24
        .equ    PM_PASSWORD, 0x5a000000

        .equ    FDT_MAGIC, 0xd00dfeed
        .equ    SPSR_EL1H, 0x3c5        // EL1 with its own stack pointer, DAIF masked
        .equ    SCTLR_EL1_RES1, 0x30d00800      // with the MMU and the caches off
        .equ    ESR_EC_SHIFT, 26
        .equ    EC_HVC64, 0x16

        .text
        .global _start
_start:
        b       start                   // the header: an instruction that jumps over it
        .word   0
        .quad   0                       // where it wants to be, from a multiple of 2 MB
        .quad   end - _start            // what it needs of memory, its stacks included
        .quad   0xa                     // flags: little endian, 4 KB pages, anywhere in RAM
        .quad   0, 0, 0
        .ascii  "ARM\x64"
        .word   0

// ---------------------------------------------------------------- EL2
start:
        mov     x19, x0                 // the device tree
        adr     x0, stack_el2
        mov     sp, x0

        // On a board with enable_uart=1 all this is done: pins and speed by the firmware, the rest by it or by U-Boot.
        ldr     x1, =AUX_BASE
        ldr     w0, [x1, #AUX_ENABLES]
        orr     w0, w0, #1
        str     w0, [x1, #AUX_ENABLES]
        mov     w0, #3
        str     w0, [x1, #AUX_MU_LCR]   // 8 bits
        str     w0, [x1, #AUX_MU_CNTL]  // receiver and transmitter on

        bl      print_level
        mrs     x0, CurrentEL
        cmp     x0, #2 << 2             // bits 3:2
        b.ne    not_at_el2
        adr     x0, text_entered
        bl      print
        bl      print_tree

        adr     x0, vectors
        msr     vbar_el2, x0            // before anything can trap
        mov     x0, #1 << 31
        msr     hcr_el2, x0             // RW: EL1 is AArch64; no stage 2, no traps, interrupts go to EL1
        mov     x0, #0x33ff             // the RES1 bits: no traps of floating point
        msr     cptr_el2, x0
        msr     hstr_el2, xzr
        mov     x0, #3
        msr     cnthctl_el2, x0         // EL1PCTEN, EL1PCEN: EL1 may use the physical counter and timer
        msr     cntvoff_el2, xzr        // and the virtual counter shows the same
        mrs     x0, midr_el1
        msr     vpidr_el2, x0           // what EL1 reads as MIDR_EL1
        mrs     x0, mpidr_el1
        msr     vmpidr_el2, x0          // and as MPIDR_EL1

        ldr     x0, =SCTLR_EL1_RES1
        msr     sctlr_el1, x0
        adr     x0, vectors
        msr     vbar_el1, x0
        adr     x0, stack_el1
        msr     sp_el1, x0
        mov     x0, #SPSR_EL1H
        msr     spsr_el2, x0
        adr     x0, at_el1
        msr     elr_el2, x0
        eret                            // also a synchronization of all the writes above

not_at_el2:
        adr     x0, text_not_at_el2
        bl      print
        b       switch_off

// Print what there is at x19. Changes x0 to x6, x20.
print_tree:
        mov     x20, x30
        cbz     x19, 1f
        ldr     w0, [x19]
        rev     w0, w0
        ldr     w1, =FDT_MAGIC
        cmp     w0, w1
        b.ne    1f
        adr     x0, text_tree
        bl      print
        ldr     w0, [x19, #4]
        rev     w0, w0
        bl      print_hex
        adr     x0, text_at
        bl      print
        mov     x0, x19
        bl      print_hex
        b       2f
1:      adr     x0, text_no_tree
        bl      print
2:      adr     x0, text_newline
        bl      print
        ret     x20

// An HVC from EL1: says so, and returns one more than the number in the instruction. It changes x0 to x5, x21 and x30.
from_el1:
        mrs     x21, esr_el2
        lsr     x0, x21, #ESR_EC_SHIFT
        cmp     x0, #EC_HVC64
        b.ne    unexpected
        bl      print_level
        adr     x0, text_hvc
        bl      print
        and     x0, x21, #0xffff
        bl      print_hex
        adr     x0, text_from_el1
        bl      print
        and     x0, x21, #0xffff
        add     x0, x0, #1
        eret                            // ELR_EL2 is the instruction after the HVC

// ---------------------------------------------------------------- EL1
at_el1:
        bl      print_level
        mrs     x0, mpidr_el1           // what EL2 put into VMPIDR_EL2
        and     w0, w0, #0xff
        add     w0, w0, #'0'
        adr     x1, core_digit
        strb    w0, [x1]
        adr     x0, text_by_eret
        bl      print

        hvc     #42
        mov     x22, x0
        bl      print_level
        adr     x0, text_back
        bl      print
        mov     x0, x22
        bl      print_hex
        adr     x0, text_newline
        bl      print
        bl      print_level
        adr     x0, text_off
        bl      print

// ---------------------------------------------------------------- both
// The watchdog, as in hello.s. The mini UART's queue must be empty by then.
switch_off:
        ldr     x1, =AUX_BASE
1:      ldr     w0, [x1, #AUX_MU_LSR]
        tbz     w0, #AUX_MU_LSR_TX_IDLE, 1b
        ldr     x1, =PM_BASE
        ldr     w0, =PM_PASSWORD | 0x555
        str     w0, [x1, #PM_RSTS]
        ldr     w0, =PM_PASSWORD | 10
        str     w0, [x1, #PM_WDOG]
        ldr     w0, =PM_PASSWORD | 0x20
        str     w0, [x1, #PM_RSTC]
2:      wfi
        b       2b

// Anything but an HVC is a mistake.
unexpected:
        bl      print_level
        adr     x0, text_unexpected
        bl      print
        b       switch_off

// Print "ELn: ". Changes x0 to x4.
print_level:
        mov     x4, x30
        mrs     x0, CurrentEL
        ubfx    x0, x0, #2, #2
        add     w0, w0, #'0'
        adr     x1, level_digit
        strb    w0, [x1]
        adr     x0, text_level
        bl      print
        ret     x4

// Print the low word of x0 as eight digits. Changes x0 to x5.
print_hex:
        mov     w2, #28
        adr     x3, digits
1:      lsr     w4, w0, w2
        and     w4, w4, #15
        add     w5, w4, #'0'
        cmp     w4, #10
        b.lo    2f
        add     w5, w4, #'a' - 10
2:      strb    w5, [x3], #1
        subs    w2, w2, #4
        b.pl    1b
        adr     x0, text_hex
        // falls through

// Print the zero-terminated text at x0. Changes x0 to x3.
print:
        ldr     x1, =AUX_BASE
1:      ldrb    w2, [x0], #1
        cbz     w2, 3f
2:      ldr     w3, [x1, #AUX_MU_LSR]
        tbz     w3, #AUX_MU_LSR_TX_ROOM, 2b
        str     w2, [x1, #AUX_MU_IO]
        b       1b
3:      ret

        .balign 8
        .ltorg

text_level:     .ascii  "EL"
level_digit:    .asciz  "?: "
text_entered:   .asciz  "entered with "
text_tree:      .asciz  "a device tree of "
text_at:        .asciz  " bytes at "
text_no_tree:   .asciz  "no device tree"
text_not_at_el2:
                .asciz  "entered, though EL2 was expected\n"
text_by_eret:   .ascii  "entered by ERET, on core "
core_digit:     .asciz  "?\n"
text_hvc:       .asciz  "HVC "
text_from_el1:  .asciz  " from EL1\n"
text_back:      .asciz  "back from EL2, which returned "
text_off:       .asciz  "switching the board off\n"
text_unexpected:
                .asciz  "an exception that nobody expected\n"
text_hex:       .ascii  "0x"
digits:         .asciz  "????????"
text_newline:   .asciz  "\n"

        .balign 2048
vectors:                                // of both levels
        .rept   8                       // from the same level
        b       unexpected
        .balign 128
        .endr
        b       from_el1                // + 0x400: synchronous, from a lower level
        .balign 128
        .rept   7
        b       unexpected
        .balign 128
        .endr

        .balign 16
        .space  1024
stack_el2:
        .space  1024
stack_el1:
end:
