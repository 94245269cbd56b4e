// chase: follow a ring of 32768 nodes of 16 bytes in random order, once around per iteration, adding up their
// values. Each load's address is the result of the load before; 512 KB, which the caches and a TLB hold.
// 165 000 instructions per iteration.
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
        .equ    NODES, 32768            // each: next (8 bytes), value (8 bytes)
        .equ    NODE_SHIFT, 4

kernel:
        stp     x29, x30, [sp, #-32]!
        mov     x29, sp
        str     x19, [sp, #16]
        mov     x19, x0
        bl      make_ring
        ldr     x0, =nodes
        mov     x1, #0
        cbz     x19, 3f
1:      mov     w2, #NODES
2:      ldr     x3, [x0, #8]
        ldr     x0, [x0]
        add     x1, x3, x1
        subs    w2, w2, #1
        b.ne    2b
        eor     x1, x1, x1, ror #23
        subs    x19, x19, #1
        b.ne    1b
3:      mov     x0, x1
        ldr     x19, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret

// Sattolo's shuffle of the order 0, 1, 2...: the result is one ring through all nodes.
make_ring:
        ldr     x0, =order
        mov     w1, #0
1:      str     w1, [x0, x1, lsl #2]
        add     w1, w1, #1
        cmp     w1, #NODES >> 12, lsl #12
        b.ne    1b
        mov     w1, #NODES - 1
        mov     w2, #7
        ldr     w3, =1664525
        ldr     w4, =1013904223
2:      madd    w2, w2, w3, w4
        lsr     w5, w2, #8
        udiv    w6, w5, w1
        msub    w5, w6, w1, w5          // j = random below i
        ldr     w6, [x0, w1, uxtw #2]
        ldr     w7, [x0, w5, uxtw #2]
        str     w7, [x0, w1, uxtw #2]
        str     w6, [x0, w5, uxtw #2]
        subs    w1, w1, #1
        b.ne    2b
        ldr     x8, =nodes              // node i leads to node order[i]
        mov     x1, #0
3:      ldr     w5, [x0, x1, lsl #2]
        add     x6, x8, x1, lsl #NODE_SHIFT
        add     x7, x8, x5, lsl #NODE_SHIFT
        madd    x9, x1, x1, x5
        stp     x7, x9, [x6]
        add     x1, x1, #1
        cmp     x1, #NODES >> 12, lsl #12
        b.ne    3b
        ret

        .data
        .balign 8
iterations:
        .quad   800
        .bss
        .balign 4096
nodes:  .space  NODES * 16
order:  .space  NODES * 4

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
