// el-walk: down through the four exception levels and up again.
//
//   pivisor run --el 3 --kernel el-walk.elf      (starts at EL3: the program is the firmware too)
//
// EL3 prepares EL2 and "returns" to it by ERET, EL2 does so with EL1, EL1 with EL0. The way up is by exceptions:
// SVC from EL0 to EL1, HVC from EL1 to EL2, SMC from EL2 to EL3. It prints:
//   EL3: CurrentEL is 3, after reset
//   EL2: CurrentEL is 2, entered by ERET
//   EL1: CurrentEL is 1, entered by ERET
//   EL0: entered by ERET, now trying to read CurrentEL
//   EL1: CurrentEL is 1, exception class 0x00, syndrome 0x0000: that instruction is undefined at EL0
//   EL0: so it is not for me to know
//   EL1: CurrentEL is 1, exception class 0x15, syndrome 0x0042: SVC from EL0
//   EL2: CurrentEL is 2, exception class 0x16, syndrome 0x0043: HVC from EL1
//   EL3: CurrentEL is 3, exception class 0x17, syndrome 0x0044: SMC from EL2
//   EL3: the end of the walk
//
// What to look at:
//   - There is no instruction "go down". One builds in SPSR_ELx and ELR_ELx the state that an exception would
//     have left there, and executes ERET.
//   - An exception goes to VBAR_ELx + an offset that says where it came from: + 0x200 is "synchronous, from this
//     level with its own stack pointer", + 0x400 is "synchronous, from a lower level in AArch64".
//   - ESR_ELx says why: bits 31:26 are the exception class, bits 24:0 the syndrome. For SVC, HVC and SMC the
//     syndrome is the number in the instruction.
//   - For SVC, HVC and SMC, ELR_ELx is the address after the instruction; for the undefined instruction it is the
//     instruction itself, so the handler adds 4 in order not to meet it again.
// Link base 0x80000.

        .equ    UART_BASE, 0xfe201000   // PL011 UART0 of the BCM2711
        .equ    UART_DR, 0x00
        .equ    UART_FR, 0x18
        .equ    UART_FR_TXFF, 5

// SPSR_ELx: the mode in bits 3:0 (level in 3:2, bit 0 = own stack pointer), and DAIF, all masked, in bits 9:6
        .equ    SPSR_EL2H, 0x3c9
        .equ    SPSR_EL1H, 0x3c5
        .equ    SPSR_EL0T, 0x3c0

        .equ    SCR_EL3_NS, 1 << 0      // the levels below are in the Non-secure state
        .equ    SCR_EL3_RES1, 3 << 4
        .equ    SCR_EL3_HCE, 1 << 8     // HVC is enabled
        .equ    SCR_EL3_RW, 1 << 10     // EL2 is AArch64
        .equ    HCR_EL2_RW_BIT, 31      // EL1 is AArch64
        .equ    SCTLR_EL2_RES1, 0x30c50830      // with the MMU and the caches off
        .equ    SCTLR_EL1_RES1, 0x30d00800

        .text
        .global _start

// ---------------------------------------------------------------- down: EL3
_start:
        ldr     x0, =stack_el3
        mov     sp, x0
        ldr     x0, =vectors_el3
        msr     vbar_el3, x0
        msr     cptr_el3, xzr           // no traps of floating point and the like
        adr     x0, text_el3
        bl      print_level
        adr     x0, text_reset
        bl      print

        mov     x0, #SCR_EL3_NS | SCR_EL3_RES1 | SCR_EL3_HCE | SCR_EL3_RW
        msr     scr_el3, x0
        ldr     x0, =SCTLR_EL2_RES1
        msr     sctlr_el2, x0
        mov     x0, #SPSR_EL2H
        msr     spsr_el3, x0
        adr     x0, start_el2
        msr     elr_el3, x0
        eret

// ---------------------------------------------------------------- down: EL2
start_el2:
        ldr     x0, =stack_el2
        mov     sp, x0
        ldr     x0, =vectors_el2
        msr     vbar_el2, x0
        adr     x0, text_el2
        bl      print_level
        adr     x0, text_eret
        bl      print

        mov     x0, #1
        lsl     x0, x0, #HCR_EL2_RW_BIT
        msr     hcr_el2, x0
        ldr     x0, =SCTLR_EL1_RES1
        msr     sctlr_el1, x0
        mov     x0, #SPSR_EL1H
        msr     spsr_el2, x0
        adr     x0, start_el1
        msr     elr_el2, x0
        eret

// ---------------------------------------------------------------- down: EL1
start_el1:
        ldr     x0, =stack_el1
        mov     sp, x0
        ldr     x0, =vectors_el1
        msr     vbar_el1, x0
        adr     x0, text_el1
        bl      print_level
        adr     x0, text_eret
        bl      print

        ldr     x0, =stack_el0
        msr     sp_el0, x0
        mov     x0, #SPSR_EL0T
        msr     spsr_el1, x0
        adr     x0, start_el0
        msr     elr_el1, x0
        eret

// ---------------------------------------------------------------- the bottom: EL0
start_el0:
        adr     x0, text_el0
        bl      print
        mrs     x0, CurrentEL           // undefined at EL0: the handler at EL1 skips it
        adr     x0, text_el0_skipped
        bl      print
        svc     #0x42
1:      b       1b                      // never: the handler of SVC goes on upwards

// ---------------------------------------------------------------- up: EL1
from_el0:
        stp     x0, x1, [sp, #-32]!
        str     x30, [sp, #16]
        adr     x0, text_el1
        bl      print_level
        mrs     x0, esr_el1
        bl      print_syndrome
        mrs     x0, esr_el1
        lsr     x0, x0, #26
        cmp     x0, #0x15               // SVC from AArch64?
        b.eq    1f
        adr     x0, text_undefined
        bl      print
        mrs     x0, elr_el1             // step over the instruction, and back to EL0
        add     x0, x0, #4
        msr     elr_el1, x0
        ldr     x30, [sp, #16]
        ldp     x0, x1, [sp], #32
        eret
1:      adr     x0, text_svc
        bl      print
        hvc     #0x43
2:      b       2b

// ---------------------------------------------------------------- up: EL2
from_el1:
        adr     x0, text_el2
        bl      print_level
        mrs     x0, esr_el2
        bl      print_syndrome
        adr     x0, text_hvc
        bl      print
        smc     #0x44
1:      b       1b

// ---------------------------------------------------------------- up: EL3
from_el2:
        adr     x0, text_el3
        bl      print_level
        mrs     x0, esr_el3
        bl      print_syndrome
        adr     x0, text_smc
        bl      print
        adr     x0, text_end
        bl      print
        mov     x1, #0
// Leave by semihosting, a service of the emulator or debugger: SYS_EXIT, x1 -> the reason and the exit code.
exit:   ldr     x0, =0x20026            // "the application has ended"
        stp     x0, x1, [sp, #-16]!
        mov     x1, sp
        mov     w0, #0x18               // SYS_EXIT
        hlt     #0xf000
1:      b       1b

// Any other exception: end with exit code 1.
unexpected:
        mov     x1, #1
        b       exit

// ---------------------------------------------------------------- the three vector tables
// Sixteen entries of 128 bytes each. Those that are not used are zeros, which is an undefined instruction.
        .balign 2048
vectors_el3:
        .space  0x200
        b       unexpected
        .balign 0x200
        b       from_el2                // + 0x400
        .balign 2048
vectors_el2:
        .space  0x200
        b       unexpected
        .balign 0x200
        b       from_el1
        .balign 2048
vectors_el1:
        .space  0x200
        b       unexpected
        .balign 0x200
        b       from_el0

// ---------------------------------------------------------------- printing
// Print the text at x0, then "CurrentEL is" and the level. Not for EL0.
print_level:
        stp     x29, x30, [sp, #-16]!
        bl      print
        adr     x0, text_current
        bl      print
        mrs     x0, CurrentEL
        lsr     x0, x0, #2
        mov     w1, #1
        bl      print_hex
        ldp     x29, x30, [sp], #16
        ret

// Print the class and the syndrome in an ESR_ELx value, x0.
print_syndrome:
        stp     x29, x30, [sp, #-32]!
        str     x0, [sp, #16]
        adr     x0, text_class
        bl      print
        ldr     x0, [sp, #16]
        ubfx    x0, x0, #26, #6
        mov     w1, #2
        bl      print_hex
        adr     x0, text_syndrome
        bl      print
        ldr     x0, [sp, #16]
        and     x0, x0, #0xffff
        mov     w1, #4
        bl      print_hex
        ldp     x29, x30, [sp], #32
        ret

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

text_el3:       .asciz  "EL3: "
text_el2:       .asciz  "EL2: "
text_el1:       .asciz  "EL1: "
text_current:   .asciz  "CurrentEL is "
text_reset:     .asciz  ", after reset\n"
text_eret:      .asciz  ", entered by ERET\n"
text_class:     .asciz  ", exception class 0x"
text_syndrome:  .asciz  ", syndrome 0x"
text_el0:       .asciz  "EL0: entered by ERET, now trying to read CurrentEL\n"
text_el0_skipped:
                .asciz  "EL0: so it is not for me to know\n"
text_undefined: .asciz  ": that instruction is undefined at EL0\n"
text_svc:       .asciz  ": SVC from EL0\n"
text_hvc:       .asciz  ": HVC from EL1\n"
text_smc:       .asciz  ": SMC from EL2\n"
text_end:       .asciz  "EL3: the end of the walk\n"

        .bss
        .balign 16
        .space  1024
stack_el0:
        .space  1024
stack_el1:
        .space  1024
stack_el2:
        .space  1024
stack_el3:
