// strings: 64 KB of words are looked up in a hash table and entered where they are new: strlen, a hash in the
// manner of FNV-1a, strcmp along the chain, once per iteration with an empty table. Byte loads, short loops,
// many calls. About 1.5 million instructions per iteration.
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
        .equ    TEXT_SIZE, 65536
        .equ    BUCKETS, 1024           // each: the address of the first entry, or 0
        .equ    ENTRY, 24               // an entry: next (8 bytes), word (8 bytes), count (8 bytes)

kernel:
        stp     x29, x30, [sp, #-48]!
        mov     x29, sp
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        mov     x19, x0
        mov     x20, #0
        bl      make_text
        cbz     x19, 4f
1:      ldr     x0, =buckets            // empty the table
        add     x1, x0, #BUCKETS * 8
2:      stp     xzr, xzr, [x0], #16
        cmp     x0, x1
        b.ne    2b
        ldr     x0, =entries
        ldr     x1, =free
        str     x0, [x1]
        ldr     x21, =text
        add     x22, x21, #TEXT_SIZE
3:      mov     x0, x21
        bl      look_up
        add     x20, x20, x20, lsl #4   // sum = sum * 17 + how often this word came
        add     x20, x20, x0
        mov     x0, x21
        bl      strlen
        add     x21, x21, x0
        add     x21, x21, #1
        cmp     x21, x22
        b.lo    3b
        subs    x19, x19, #1
        b.ne    1b
4:      mov     x0, x20
        ldp     x21, x22, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #48
        ret

// x0 = a word: enter it or count it; its count in x0.
look_up:
        stp     x29, x30, [sp, #-48]!
        mov     x29, sp
        stp     x19, x20, [sp, #16]
        str     x21, [sp, #32]
        mov     x19, x0
        bl      hash
        ldr     x1, =buckets
        and     w0, w0, #BUCKETS - 1
        add     x21, x1, w0, uxtw #3
        ldr     x20, [x21]
        cbz     x20, 2f
1:      ldr     x0, [x20, #8]
        mov     x1, x19
        bl      strcmp
        cbz     w0, 3f
        ldr     x20, [x20]
        cbnz    x20, 1b
2:      ldr     x1, =free               // a new entry at the head of the chain
        ldr     x20, [x1]
        add     x2, x20, #ENTRY
        str     x2, [x1]
        ldr     x2, [x21]
        stp     x2, x19, [x20]
        str     xzr, [x20, #16]
        str     x20, [x21]
3:      ldr     x0, [x20, #16]
        add     x0, x0, #1
        str     x0, [x20, #16]
        ldr     x21, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #48
        ret

hash:
        ldr     w1, =2166136261
        ldr     w2, =16777619
        ldrb    w3, [x0]
        cbz     w3, 2f
1:      eor     w1, w1, w3
        mul     w1, w1, w2
        ldrb    w3, [x0, #1]!
        cbnz    w3, 1b
2:      eor     w0, w1, w1, lsr #15
        ret

strlen:
        mov     x1, x0
1:      ldrb    w2, [x1], #1
        cbnz    w2, 1b
        sub     x0, x1, x0
        sub     x0, x0, #1
        ret

strcmp:
1:      ldrb    w2, [x0], #1
        ldrb    w3, [x1], #1
        cmp     w2, #1
        ccmp    w2, w3, #0, hs
        b.eq    1b
        sub     w0, w2, w3
        ret

// Words of one to eight letters, of the first six letters mostly, each ended by a zero byte.
make_text:
        ldr     x0, =text
        add     x1, x0, #TEXT_SIZE
        mov     w2, #31
        ldr     w3, =1664525
        ldr     w4, =1013904223
1:      madd    w2, w2, w3, w4
        ubfx    w5, w2, #24, #3         // length - 1
2:      madd    w2, w2, w3, w4
        ubfx    w6, w2, #20, #2
        ubfx    w7, w2, #28, #2
        add     w6, w6, w7
        add     w6, w6, #'a'
        strb    w6, [x0], #1
        cmp     x0, x1
        b.eq    3f
        subs    w5, w5, #1
        b.pl    2b
        strb    wzr, [x0], #1
        cmp     x0, x1
        b.ne    1b
3:      strb    wzr, [x0, #-1]
        ret

        .data
        .balign 8
iterations:
        .quad   130
        .bss
        .balign 64
free:   .space  8
buckets:
        .space  BUCKETS * 8
text:   .space  TEXT_SIZE
entries:
        .space  TEXT_SIZE / 2 * ENTRY

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
