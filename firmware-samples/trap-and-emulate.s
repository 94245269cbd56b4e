// trap-and-emulate: a hypervisor of some 200 instructions. A guest at EL1 believes that it has a serial port and a small
// counter device. Nothing is there: each access ends in the hypervisor at EL2, which does what a device would have
// done, and lets the guest go on with its next instruction.
//
//   pivisor run --kernel trap-and-emulate.elf --firmware psci      (starts at EL2)
//
// It prints:
//   hypervisor: starting a guest at EL1
//   guest| Hello from EL1
//   guest| the counter reads 0001 0002 0003
//   guest| the counter, set to 7fff, reads as a signed byte ffff
//   guest| nothing at the next address: exception class 25, status 10
//   guest| bye
//   hypervisor: the guest is done: 201 stores and 7 loads emulated, 1 access refused
//
// What to look at:
//   - Stage 2: HCR_EL2.VM = 1 puts a second translation under the guest, from what it calls physical (the
//     intermediate physical address, IPA) to the physical address. The guest's RAM is mapped, its devices are not.
//   - A stage 2 fault is taken to EL2 (class 0x24). HPFAR_EL2 gives the page of the IPA, FAR_EL2 the offset in it.
//   - ESR_EL2.ISV = 1 says that the syndrome describes the access: WnR load or store, SAS its size, SRT the register,
//     SSE sign extension, SF 64-bit register. So the hypervisor need not decode the instruction.
//   - To "execute" the instruction is then to move a value between the guest's saved register and the device,
//     and to add 4 to ELR_EL2.
//   - An access that no device claims becomes an external abort in the guest: the hypervisor does by hand what the
//     processor does when it takes an exception to EL1.
// Link base 0x80000. The guest runs with its own MMU off: its addresses are IPAs.

        .equ    UART_BASE, 0xfe201000   // the real PL011, for the hypervisor only
        .equ    UART_DR, 0x00
        .equ    UART_FR, 0x18
        .equ    UART_FR_TXFF, 5
        .equ    RAM_BASE, 0x0

// What the guest sees
        .equ    GUEST_UART, 0xa0000000          // store a byte: it is printed; load: 0, ready
        .equ    GUEST_COUNTER, 0xa0001000       // load: one more than before; store: set it
        .equ    GUEST_NOTHING, 0xa0002000       // nobody lives here

        .equ    PSCI_SYSTEM_OFF, 0x84000008

        .text
        .global _start
// ---------------------------------------------------------------- the hypervisor: start
_start:
        ldr     x0, =hypervisor_stack
        mov     sp, x0
        ldr     x0, =hypervisor_vectors
        msr     vbar_el2, x0
        adr     x0, text_starting
        bl      print

        // Stage 2 tables: 32-bit IPAs, starting at level 1; one block of 1 GB, the RAM, where it is.
        // S2AP (bits 7:6) = 3 read and write, MemAttr (5:2) = 15 Normal write-back, inner shareable, AF.
        ldr     x0, =stage2_level1
        ldr     x1, =RAM_BASE | 0x7fd
        str     x1, [x0, #(RAM_BASE >> 30) * 8]
        msr     vttbr_el2, x0           // VMID 0
        ldr     x0, =0x80023560         // VTCR_EL2: PS 40 bits, 4 KB, inner shareable, write-back, SL0 = level 1,
        msr     vtcr_el2, x0            // T0SZ = 32; bit 31 is RES1
        dsb     sy
        tlbi    vmalls12e1
        dsb     sy
        mov     x0, #1
        orr     x0, x0, #1 << 31        // HCR_EL2: RW (EL1 is AArch64) and VM (stage 2)
        msr     hcr_el2, x0
        isb

        ldr     x0, =0x30d00800         // SCTLR_EL1: the RES1 bits; the guest's MMU is off
        msr     sctlr_el1, x0
        mov     x0, #0x3c5              // EL1 with its own stack pointer, all masked
        msr     spsr_el2, x0
        adr     x0, guest
        msr     elr_el2, x0
        eret

// ---------------------------------------------------------------- the hypervisor: a trap from the guest
// Save x0 to x30 in a frame on the stack, so that register number n is the word at sp + 8 * n. (x31 in a syndrome
// is XZR: the frame has a word for it, which is zero at each load by the emulation.)
from_guest:
        sub     sp, sp, #256
        stp     x0, x1, [sp]
        stp     x2, x3, [sp, #16]
        stp     x4, x5, [sp, #32]
        stp     x6, x7, [sp, #48]
        stp     x8, x9, [sp, #64]
        stp     x10, x11, [sp, #80]
        stp     x12, x13, [sp, #96]
        stp     x14, x15, [sp, #112]
        stp     x16, x17, [sp, #128]
        stp     x18, x19, [sp, #144]
        stp     x20, x21, [sp, #160]
        stp     x22, x23, [sp, #176]
        stp     x24, x25, [sp, #192]
        stp     x26, x27, [sp, #208]
        stp     x28, x29, [sp, #224]
        stp     x30, xzr, [sp, #240]

        mrs     x19, esr_el2
        ubfx    w0, w19, #26, #6        // EC
        cmp     w0, #0x16
        b.eq    guest_is_done           // HVC
        cmp     w0, #0x24
        b.ne    give_up                 // all else but a data abort from a lower level

        mrs     x20, hpfar_el2          // bits 39:4 are bits 47:12 of the IPA
        lsl     x20, x20, #8
        mrs     x0, far_el2
        and     x0, x0, #0xfff
        orr     x20, x20, x0            // the IPA

        tbz     w19, #24, refuse        // ISV = 0: a pair, a writeback...; ours would have to decode it
        ubfx    w21, w19, #16, #5       // SRT: the register
        ubfx    w22, w19, #22, #2       // SAS: 1, 2, 4 or 8 bytes
        mov     w0, #8
        lsl     w22, w0, w22            // the size in bits
        ldr     x0, =GUEST_UART
        cmp     x20, x0
        b.eq    device_uart
        ldr     x0, =GUEST_COUNTER
        cmp     x20, x0
        b.eq    device_counter
        b       refuse

device_uart:
        tbz     w19, #6, 1f             // WnR
        ldr     x0, [sp, x21, lsl #3]
        and     w0, w0, #0xff
        bl      put_character
        b       stored
1:      mov     x0, #0                  // status: ready
        b       loaded

device_counter:
        ldr     x1, =counter
        tbz     w19, #6, 1f
        ldr     x0, [sp, x21, lsl #3]
        str     x0, [x1]
        b       stored
1:      ldr     x0, [x1]
        add     x0, x0, #1
        str     x0, [x1]
        b       loaded

// A load: x0 is what the device gives. Cut it to size, extend it as the instruction says, put it into the register.
loaded:
        mov     w1, #64
        sub     w1, w1, w22
        lsl     x0, x0, x1
        tbz     w19, #21, 1f            // SSE
        asr     x0, x0, x1
        b       2f
1:      lsr     x0, x0, x1
2:      tbnz    w19, #15, 3f            // SF = 0: a 32-bit register, the upper half becomes zero
        mov     w0, w0
3:      cmp     w21, #31                // XZR swallows it
        b.eq    4f
        str     x0, [sp, x21, lsl #3]
4:      ldr     x1, =loads
        b       count
stored:
        ldr     x1, =stores
count:  ldr     w0, [x1]
        add     w0, w0, #1
        str     w0, [x1]
        mrs     x0, elr_el2             // done: the guest goes on after the instruction
        add     x0, x0, #4
        msr     elr_el2, x0

back_to_guest:
        ldp     x30, xzr, [sp, #240]
        ldp     x28, x29, [sp, #224]
        ldp     x26, x27, [sp, #208]
        ldp     x24, x25, [sp, #192]
        ldp     x22, x23, [sp, #176]
        ldp     x20, x21, [sp, #160]
        ldp     x18, x19, [sp, #144]
        ldp     x16, x17, [sp, #128]
        ldp     x14, x15, [sp, #112]
        ldp     x12, x13, [sp, #96]
        ldp     x10, x11, [sp, #80]
        ldp     x8, x9, [sp, #64]
        ldp     x6, x7, [sp, #48]
        ldp     x4, x5, [sp, #32]
        ldp     x2, x3, [sp, #16]
        ldp     x0, x1, [sp]
        add     sp, sp, #256
        eret

// No such device: take the guest to its own vector with a synchronous external abort, as a real bus would.
refuse:
        ldr     x1, =refused
        ldr     w0, [x1]
        add     w0, w0, #1
        str     w0, [x1]
        mrs     x0, far_el2
        msr     far_el1, x0
        ldr     w0, =0x96000010         // ESR_EL1: class 0x25 (data abort, same level), IL, external abort
        msr     esr_el1, x0
        mrs     x0, elr_el2             // what would have been saved...
        msr     elr_el1, x0
        mrs     x0, spsr_el2
        msr     spsr_el1, x0
        mrs     x0, vbar_el1            // ...and where the processor would have gone
        add     x0, x0, #0x200
        msr     elr_el2, x0
        mov     x0, #0x3c5
        msr     spsr_el2, x0
        b       back_to_guest

guest_is_done:
        adr     x0, text_done
        bl      print
        ldr     x0, =stores
        ldr     w0, [x0]
        bl      print_decimal
        adr     x0, text_stores
        bl      print
        ldr     x0, =loads
        ldr     w0, [x0]
        bl      print_decimal
        adr     x0, text_loads
        bl      print
        ldr     x0, =refused
        ldr     w0, [x0]
        bl      print_decimal
        adr     x0, text_refused
        bl      print
give_up:
        ldr     w0, =PSCI_SYSTEM_OFF
        smc     #0
1:      b       1b

        .balign 2048
hypervisor_vectors:
        .space  0x200
        b       give_up                 // synchronous, from EL2 itself
        .balign 0x200
        b       from_guest              // + 0x400: synchronous, from a lower level

// ---------------------------------------------------------------- the hypervisor: printing
put_character:                          // w0
        ldr     x1, =UART_BASE
1:      ldr     w2, [x1, #UART_FR]
        tbnz    w2, #UART_FR_TXFF, 1b
        str     w0, [x1, #UART_DR]
        ret

print:                                  // the text at x0
        stp     x29, x30, [sp, #-32]!
        str     x19, [sp, #16]
        mov     x19, x0
1:      ldrb    w0, [x19], #1
        cbz     w0, 2f
        bl      put_character
        b       1b
2:      ldr     x19, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret

print_decimal:                          // w0
        stp     x29, x30, [sp, #-32]!
        str     x19, [sp, #16]
        mov     w2, #10
        udiv    w3, w0, w2
        msub    w19, w3, w2, w0         // the last digit
        cbz     w3, 1f
        mov     w0, w3
        bl      print_decimal           // the others come first
1:      add     w0, w19, #'0'
        bl      put_character
        ldr     x19, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret

// ---------------------------------------------------------------- the guest: an ordinary bare-metal program for EL1
guest:
        ldr     x0, =guest_stack
        mov     sp, x0
        ldr     x0, =guest_vectors
        msr     vbar_el1, x0
        ldr     x28, =GUEST_UART
        ldr     x27, =GUEST_COUNTER
        adr     x0, text_hello
        bl      guest_print

        adr     x0, text_counter
        bl      guest_print
        ldr     w0, [x27]
        bl      guest_print_hex
        ldrh    w0, [x27]
        bl      guest_print_hex
        ldr     x0, [x27]
        bl      guest_print_hex

        adr     x0, text_signed
        bl      guest_print
        mov     x0, #0x7ffe             // the load adds one
        str     x0, [x27]
        ldrsb   w0, [x27]               // its low byte, sign-extended to 32 bits
        bl      guest_print_hex
        ldr     wzr, [x27]              // also a load

        adr     x0, text_nothing
        bl      guest_print
        ldr     x0, =GUEST_NOTHING
        ldr     w0, [x0]                // guest_handler goes on at 1:
1:      adr     x0, text_bye
        bl      guest_print
        ldrb    w0, [x28]               // is the port still there?
        ldrsw   x0, [x28]
        hvc     #0
2:      b       2b

guest_handler:
        adr     x0, text_class
        bl      guest_print
        mrs     x19, esr_el1
        lsr     x0, x19, #26
        bl      guest_print_byte
        adr     x0, text_status
        bl      guest_print
        and     w0, w19, #0x3f
        bl      guest_print_byte
        mrs     x0, elr_el1
        add     x0, x0, #4
        msr     elr_el1, x0
        eret

guest_print:                            // the text at x0: every STRB is a trap
        ldrb    w1, [x0], #1
        cbz     w1, 1f
        strb    w1, [x28]
        b       guest_print
1:      ret

guest_print_hex:                        // a blank and four digits of w0
        mov     w1, #' '
        strb    w1, [x28]
        mov     w2, #12
        b       1f
guest_print_byte:                       // a blank and two digits of w0
        mov     w1, #' '
        strb    w1, [x28]
        mov     w2, #4
1:      lsr     w1, w0, w2
        and     w1, w1, #15
        add     w3, w1, #'0'
        cmp     w1, #10
        b.lo    2f
        add     w3, w1, #'a' - 10
2:      strb    w3, [x28]
        subs    w2, w2, #4
        b.pl    1b
        ret

        .balign 2048
guest_vectors:
        .space  0x200
        b       guest_handler

text_starting:  .asciz  "hypervisor: starting a guest at EL1\n"
text_done:      .asciz  "hypervisor: the guest is done: "
text_stores:    .asciz  " stores and "
text_loads:     .asciz  " loads emulated, "
text_refused:   .asciz  " access refused\n"
text_hello:     .asciz  "guest| Hello from EL1\n"
text_counter:   .asciz  "guest| the counter reads"
text_signed:    .asciz  "\nguest| the counter, set to 7fff, reads as a signed byte"
text_nothing:   .asciz  "\nguest| nothing at the next address:"
text_class:     .asciz  " exception class"
text_status:    .asciz  ", status"
text_bye:       .asciz  "\nguest| bye\n"

// ---------------------------------------------------------------- memory
        .bss
        .balign 4096
stage2_level1:  .space 4096             // four entries are used
counter:        .space 8
loads:          .space 4
stores:         .space 4
refused:        .space 4
        .balign 16
                .space 4096
hypervisor_stack:
                .space 4096
guest_stack:
