// sha256: the SHA-256 of a message of (iterations * 4096) bytes: a 4 KB buffer is hashed again and again, then
// the padding; the checksum is the digest's first eight bytes. Rotations, REV, and all registers in use.
// 188 000 instructions per iteration.
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
        .equ    BUFFER_SIZE, 4096

kernel:
        stp     x29, x30, [sp, #-64]!
        mov     x29, sp
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        stp     x23, x24, [sp, #48]
        mov     x19, x0
        mov     x22, x0
        ldr     x20, =buffer
        mov     x0, x20
        mov     w1, #99
        ldr     w2, =1103515245
        mov     w3, #12345
        add     x4, x20, #BUFFER_SIZE
1:      madd    w1, w1, w2, w3
        lsr     w5, w1, #16
        strb    w5, [x0], #1
        cmp     x0, x4
        b.ne    1b
        ldr     x21, =state
        ldr     x0, =initial_state
        ldp     x1, x2, [x0]
        ldp     x3, x4, [x0, #16]
        stp     x1, x2, [x21]
        stp     x3, x4, [x21, #16]
        cbz     x19, 4f
2:      mov     x23, x20
        add     x24, x20, #BUFFER_SIZE
3:      mov     x0, x21
        mov     x1, x23
        bl      compress
        add     x23, x23, #64
        cmp     x23, x24
        b.ne    3b
        subs    x19, x19, #1
        b.ne    2b
4:      ldr     x1, =padding            // 0x80, zeros, the number of bits
        lsl     x2, x22, #15            // 4096 bytes are 2 to the 15 bits
        rev     x2, x2
        str     x2, [x1, #56]
        mov     x0, x21
        bl      compress
        ldp     w0, w1, [x21]
        orr     x0, x1, x0, lsl #32
        ldp     x23, x24, [sp, #48]
        ldp     x21, x22, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #64
        ret

// x0 = state (eight words), x1 = a block of 64 bytes.
compress:
        stp     x29, x30, [sp, #-48]!
        mov     x29, sp
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        sub     sp, sp, #256            // the message schedule
        mov     x2, #0
1:      ldr     w3, [x1, x2]
        rev     w3, w3
        str     w3, [sp, x2]
        add     x2, x2, #4
        cmp     x2, #64
        b.ne    1b
        mov     x2, sp
        add     x3, sp, #192
2:      ldr     w4, [x2, #4]
        ldr     w5, [x2, #56]
        ror     w6, w4, #7
        eor     w6, w6, w4, ror #18
        eor     w6, w6, w4, lsr #3
        ror     w7, w5, #17
        eor     w7, w7, w5, ror #19
        eor     w7, w7, w5, lsr #10
        ldr     w4, [x2]
        ldr     w5, [x2, #36]
        add     w6, w6, w7
        add     w4, w4, w5
        add     w4, w4, w6
        str     w4, [x2, #64]
        add     x2, x2, #4
        cmp     x2, x3
        b.ne    2b
        ldp     w8, w9, [x0]            // a b
        ldp     w10, w11, [x0, #8]      // c d
        ldp     w12, w13, [x0, #16]     // e f
        ldp     w14, w15, [x0, #24]     // g h
        ldr     x2, =constants
        mov     x3, #0
3:      ldr     w4, [x2, x3]
        ldr     w5, [sp, x3]
        add     x3, x3, #4
        add     w4, w4, w5
        add     w4, w4, w15             // h + K + W
        ror     w5, w12, #6
        eor     w5, w5, w12, ror #11
        eor     w5, w5, w12, ror #25
        add     w4, w4, w5
        and     w6, w12, w13
        bic     w7, w14, w12
        orr     w6, w6, w7
        add     w4, w4, w6              // temporary 1
        ror     w5, w8, #2
        eor     w5, w5, w8, ror #13
        eor     w5, w5, w8, ror #22
        orr     w16, w8, w9
        and     w17, w8, w9
        and     w16, w16, w10
        orr     w16, w16, w17
        add     w5, w5, w16             // temporary 2
        mov     w15, w14
        mov     w14, w13
        mov     w13, w12
        add     w12, w11, w4
        mov     w11, w10
        mov     w10, w9
        mov     w9, w8
        add     w8, w4, w5
        cmp     x3, #256
        b.ne    3b
        ldp     w4, w5, [x0]
        ldp     w6, w7, [x0, #8]
        ldp     w19, w20, [x0, #16]
        ldp     w21, w22, [x0, #24]
        add     w8, w8, w4
        add     w9, w9, w5
        add     w10, w10, w6
        add     w11, w11, w7
        add     w12, w12, w19
        add     w13, w13, w20
        add     w14, w14, w21
        add     w15, w15, w22
        stp     w8, w9, [x0]
        stp     w10, w11, [x0, #8]
        stp     w12, w13, [x0, #16]
        stp     w14, w15, [x0, #24]
        add     sp, sp, #256
        ldp     x21, x22, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #48
        ret

        .balign 8
initial_state:
        .word   0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a
        .word   0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
constants:
        .word   0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5
        .word   0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5
        .word   0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3
        .word   0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174
        .word   0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc
        .word   0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da
        .word   0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7
        .word   0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967
        .word   0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13
        .word   0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85
        .word   0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3
        .word   0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070
        .word   0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5
        .word   0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3
        .word   0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208
        .word   0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2

        .data
        .balign 8
iterations:
        .quad   1000
padding:
        .byte   0x80
        .space  63
        .bss
        .balign 64
state:  .space  32
buffer: .space  BUFFER_SIZE

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
