// bytecode: an interpreter for a small register machine, as a C compiler emits a switch in a loop: load the
// opcode, check its range, load an offset from a table, BR. The interpreted program counts the Collatz steps
// of the numbers 1 to 300. About 1.3 million instructions per iteration, 90 000 indirect branches.
//
// Link base 0x40080000, RAM at 0x40000000; starts at EL1, EL2 or EL3 with the MMU off; prints the checksum.

        .text
        .global _start
        .global iterations

// ---------------------------------------------------------------- start-up, the same in every kernel
_start:
        ldr     x0, =stack_top
        mov     sp, x0
        bl      mmu_on
        ldr     x0, =iterations
        ldr     x0, [x0]
        bl      kernel                  // x0 = iterations in, checksum out
        bl      print_hex
        mov     x0, #0
        b       exit

// Identity map of 0x40000000..0x7fffffff as Normal write-back memory in 2 MB blocks, for the exception level
// that we were entered at (EL1, EL2 or EL3). The three regimes differ in TCR_ELx and in AP[1] only.
mmu_on:
        mrs     x9, CurrentEL
        lsr     x9, x9, #2              // 1, 2 or 3
        ldr     x0, =level1
        ldr     x1, =level2 + 3         // a table descriptor
        stp     xzr, x1, [x0]
        stp     xzr, xzr, [x0, #16]
        ldr     x0, =level2
        mov     x1, #0x40000000
        mov     x2, #0x701              // AF, inner shareable, AttrIndx 0, a block
        cmp     x9, #1
        b.eq    1f
        orr     x2, x2, #0x40           // AP[1] is RES1 where the regime has no EL0
1:      add     x3, x0, #4096
2:      orr     x4, x1, x2
        str     x4, [x0], #8
        add     x1, x1, #0x200000
        cmp     x0, x3
        b.ne    2b
        dsb     sy
        ldr     x0, =level1
        mov     x1, #0xff               // attribute 0: Normal, write-back, read and write allocate
        ldr     x2, =0x00803520         // T0SZ 32, inner and outer write-back, inner shareable, EPD1
        ldr     x3, =0x30d0180d         // RES1 bits, I, SA, C, M
        ldr     x4, =vectors
        ldr     x5, =0x80803520         // TCR_EL2 and TCR_EL3: bits 31 and 23 are RES1
        ldr     x6, =0x30c5183d         // SCTLR_EL2 and SCTLR_EL3: other RES1 bits
        cmp     x9, #2
        b.eq    4f
        b.hi    5f
        msr     vbar_el1, x4
        msr     mair_el1, x1
        msr     tcr_el1, x2
        msr     ttbr0_el1, x0
        isb
        tlbi    vmalle1
        dsb     sy
        isb
        msr     sctlr_el1, x3
        isb
        ret
4:      msr     vbar_el2, x4
        msr     mair_el2, x1
        msr     tcr_el2, x5
        msr     ttbr0_el2, x0
        isb
        tlbi    alle2
        dsb     sy
        isb
        msr     sctlr_el2, x6
        isb
        ret
5:      msr     vbar_el3, x4
        msr     mair_el3, x1
        msr     tcr_el3, x5
        msr     ttbr0_el3, x0
        isb
        tlbi    alle3
        dsb     sy
        isb
        msr     sctlr_el3, x6
        isb
        ret

// Print x0 as 16 hexadecimal digits and a line end: semihosting SYS_WRITE0.
print_hex:
        ldr     x1, =hex_text
        mov     x2, #16
1:      ror     x0, x0, #60
        and     w3, w0, #15
        add     w4, w3, #'0'
        cmp     w3, #9
        b.ls    2f
        add     w4, w3, #'a' - 10
2:      strb    w4, [x1], #1
        subs    x2, x2, #1
        b.ne    1b
        mov     w0, #4
        ldr     x1, =hex_text
        hlt     #0xf000
        ret

// Leave by semihosting SYS_EXIT with the code in x0.
exit:
        ldr     x1, =0x20026            // ADP_Stopped_ApplicationExit
        stp     x1, x0, [sp, #-16]!
        mov     x1, sp
        mov     w0, #0x18
        hlt     #0xf000
1:      b       1b

// Any exception is a failure.
unexpected:
        mov     w0, #4
        ldr     x1, =trap_text
        hlt     #0xf000
        mov     x0, #1
        b       exit

        .balign 2048
vectors:
        .space  0x200
        b       unexpected              // synchronous, current EL, SPx

// ---------------------------------------------------------------- the kernel
kernel:
        stp     x29, x30, [sp, #-48]!
        mov     x29, sp
        stp     x19, x20, [sp, #16]
        str     x21, [sp, #32]
        mov     x19, x0
        mov     x20, #0
        cbz     x19, 2f
1:      ldr     x0, =program
        ldr     x1, =registers
        str     w19, [x1, #7 * 4]       // register 7: the iteration, so that no two are the same
        bl      interpret
        ror     x20, x20, #7
        add     x20, x20, w0, uxtw
        subs    x19, x19, #1
        b.ne    1b
2:      mov     x0, x20
        ldr     x21, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #48
        ret

// x0 = program, x1 = registers (eight 32-bit words). An instruction is four bytes: opcode, a, b, c.
// Returns the register that the HALT instruction names.
interpret:
        mov     x2, x0                  // the program counter
        adr     x3, switch_table
        adr     x4, switch_base
next:   ldrb    w5, [x2]
        ldrb    w6, [x2, #1]
        ldrb    w7, [x2, #2]
        ldrb    w8, [x2, #3]
        add     x2, x2, #4
        cmp     w5, #12
        b.hi    op_bad
        ldrsw   x9, [x3, w5, uxtw #2]
        add     x9, x4, x9
        br      x9
switch_base:
op_halt:
        ldr     w0, [x1, w6, uxtw #2]
        ret
op_load:                                // a = b * 256 + c
        orr     w7, w8, w7, lsl #8
        str     w7, [x1, w6, uxtw #2]
        b       next
op_move:                                // a = b
        ldr     w7, [x1, w7, uxtw #2]
        str     w7, [x1, w6, uxtw #2]
        b       next
op_add:                                 // a = b + c
        ldr     w7, [x1, w7, uxtw #2]
        ldr     w8, [x1, w8, uxtw #2]
        add     w7, w7, w8
        str     w7, [x1, w6, uxtw #2]
        b       next
op_addi:                                // a = b + number
        ldr     w7, [x1, w7, uxtw #2]
        add     w7, w7, w8, sxtb
        str     w7, [x1, w6, uxtw #2]
        b       next
op_muli:                                // a = b * number
        ldr     w7, [x1, w7, uxtw #2]
        mul     w7, w7, w8
        str     w7, [x1, w6, uxtw #2]
        b       next
op_andi:                                // a = b and number
        ldr     w7, [x1, w7, uxtw #2]
        and     w7, w7, w8
        str     w7, [x1, w6, uxtw #2]
        b       next
op_shri:                                // a = b >> number
        ldr     w7, [x1, w7, uxtw #2]
        lsr     w7, w7, w8
        str     w7, [x1, w6, uxtw #2]
        b       next
op_eor:                                 // a = b exclusive or c
        ldr     w7, [x1, w7, uxtw #2]
        ldr     w8, [x1, w8, uxtw #2]
        eor     w7, w7, w8
        str     w7, [x1, w6, uxtw #2]
        b       next
op_rori:                                // a = b rotated by number
        ldr     w7, [x1, w7, uxtw #2]
        ror     w7, w7, w8
        str     w7, [x1, w6, uxtw #2]
        b       next
op_jump:                                // to instruction number c
        add     x2, x0, w8, uxtw #2
        b       next
op_jumpz:                               // to instruction number c if a is 0
        ldr     w6, [x1, w6, uxtw #2]
        cbnz    w6, next
        add     x2, x0, w8, uxtw #2
        b       next
op_jumpne:                              // to instruction number c if a is not b
        ldr     w6, [x1, w6, uxtw #2]
        ldr     w7, [x1, w7, uxtw #2]
        cmp     w6, w7
        b.eq    next
        add     x2, x0, w8, uxtw #2
        b       next
op_bad: mov     w0, #-1
        ret

        .balign 4
switch_table:
        .word   op_halt - switch_base   // 0
        .word   op_load - switch_base   // 1
        .word   op_move - switch_base   // 2
        .word   op_add - switch_base    // 3
        .word   op_addi - switch_base   // 4
        .word   op_muli - switch_base   // 5
        .word   op_andi - switch_base   // 6
        .word   op_shri - switch_base   // 7
        .word   op_eor - switch_base    // 8
        .word   op_rori - switch_base   // 9
        .word   op_jump - switch_base   // 10
        .word   op_jumpz - switch_base  // 11
        .word   op_jumpne - switch_base // 12

// r0 = i, r1 = n, r2 = steps, r3 = n and 1, r4 = 1, r5 = hash, r6 = 301, r7 = the iteration
program:
        .byte   1, 0, 0, 1              //  0: i = 1
        .byte   1, 4, 0, 1              //  1: one = 1
        .byte   2, 5, 7, 0              //  2: hash = the iteration
        .byte   1, 6, 1, 45             //  3: limit = 301
        .byte   1, 2, 0, 0              //  4: steps = 0
        .byte   2, 1, 0, 0              //  5: n = i
        .byte   12, 1, 4, 8             //  6: if n != 1 goto 8
        .byte   10, 0, 0, 16            //  7: goto 16
        .byte   6, 3, 1, 1              //  8: odd = n and 1
        .byte   11, 3, 0, 13            //  9: if odd == 0 goto 13
        .byte   5, 1, 1, 3              // 10: n = n * 3
        .byte   4, 1, 1, 1              // 11: n = n + 1
        .byte   10, 0, 0, 14            // 12: goto 14
        .byte   7, 1, 1, 1              // 13: n = n >> 1
        .byte   4, 2, 2, 1              // 14: steps = steps + 1
        .byte   10, 0, 0, 6             // 15: goto 6
        .byte   8, 5, 5, 2              // 16: hash = hash eor steps
        .byte   9, 5, 5, 3              // 17: hash = hash rotated by 3
        .byte   3, 5, 5, 0              // 18: hash = hash + i
        .byte   4, 0, 0, 1              // 19: i = i + 1
        .byte   12, 0, 6, 4             // 20: if i != limit goto 4
        .byte   0, 5, 0, 0              // 21: halt with hash

        .data
        .balign 8
iterations:
        .quad   130
        .bss
        .balign 8
registers:
        .space  8 * 4

// ---------------------------------------------------------------- data of the start-up code
        .data
hex_text:
        .asciz  "0123456789abcdef\n"
trap_text:
        .asciz  "unexpected exception\n"
        .bss
        .balign 4096
level2: .space  4096
level1: .space  4096
        .space  65536
stack_top:
