// Sizes of IPAs, and first tables side by side ("concatenated"): VTCR_EL2.T0SZ, SL0 and TG0.

// Length, first level, granule's shift, level of the block that shows the program; bits of an IPA, bytes of the first tables; VTCR_EL2.
        .macro  size name, vtcr, level, granule, ram_level, bits, bytes
9:      .word   9f - 9b, \level, \granule, \ram_level, \bits, \bytes
        .quad   \vtcr
        .asciz  "\name"
        .balign 8
        .endm
        .equ    PS_40, 0x80020000
        .equ    PS_44, 0x80040000
        .equ    TG_64K, 1 << 14

        .balign 8
sizes:  size    "4 KB, 32 bits, level 1", PS_40 | 1 << 6 | 32, 1, 12, 1, 32, 4096
        size    "4 KB, 39 bits, level 1", PS_40 | 1 << 6 | 25, 1, 12, 1, 39, 4096
        size    "4 KB, 40 bits, level 1, 2 tables", PS_40 | 1 << 6 | 24, 1, 12, 1, 40, 2 * 4096
        size    "4 KB, 43 bits, level 1, 16 tables", PS_44 | 1 << 6 | 21, 1, 12, 1, 43, 16 * 4096
        size    "4 KB, 33 bits, level 2, 8 tables", PS_40 | 31, 2, 12, 2, 33, 8 * 4096
        size    "4 KB, 34 bits, level 2, 16 tables", PS_40 | 30, 2, 12, 2, 34, 16 * 4096
        size    "4 KB, 40 bits, level 0", PS_44 | 2 << 6 | 24, 0, 12, 1, 40, 4096
        size    "4 KB, 44 bits, level 0", PS_44 | 2 << 6 | 20, 0, 12, 1, 44, 4096
        size    "64 KB, 32 bits, level 2", PS_40 | TG_64K | 1 << 6 | 32, 2, 16, 2, 32, 0x10000
        size    "64 KB, 40 bits, level 2", PS_40 | TG_64K | 1 << 6 | 24, 2, 16, 2, 40, 0x10000
        size    "64 KB, 44 bits, level 2, 4 tables", PS_44 | TG_64K | 1 << 6 | 20, 2, 16, 2, 44, 4 * 0x10000
        size    "64 KB, 44 bits, level 1", PS_44 | TG_64K | 2 << 6 | 20, 1, 16, 2, 44, 0x10000
        last

// What is tried: an IPA as an offset from the end (bit 0 set: from the middle), in pages of 64 KB, and whether it is mapped.
group_sizes:
        enter
        adr     x19, sizes
1:      ldr     w20, [x19]
        cbz     w20, 2f
        bl      baseline
        bl      reset_tables
        la      x0, stage2
        ldr     w1, [x19, #4]
        ldr     w2, [x19, #8]
        ldr     w3, [x19, #20]
        bl      new_set
        ldr     w3, [x19, #12]
        bl      map_ram
        ldr     w0, [x19, #16]
        mov     x21, #1
        lsl     x21, x21, x0            // the end
        mov     w22, #0
        sub     x0, x21, #0x10000       // the last page (of 64 KB)
        bl      map_size
        lsr     x0, x21, #1             // the middle
        bl      map_size

        adr     x23, text_last
        sub     x24, x21, #0x10000
        mov     w25, #EL1
        bl      try_size
        adr     x23, text_last
        sub     x24, x21, #0x10000
        mov     w25, #EL0
        bl      try_size
        adr     x23, text_middle
        lsr     x24, x21, #1
        mov     w25, #EL1
        bl      try_size
        adr     x23, text_nothing
        sub     x24, x21, #0x20000
        bl      try_size
        adr     x23, text_nothing_above
        lsr     x24, x21, #2
        add     x24, x24, x21, lsr #1
        bl      try_size
        ldr     w0, [x19, #16]
        cmp     w0, #44                 // beyond 44 bits it is no address any more
        b.eq    3f
        adr     x23, text_beyond
        mov     x24, x21
        bl      try_size
3:      add     x19, x19, x20
        b       1b
2:      bl      baseline
        bl      flush
        leave

map_size:                               // x0 = IPA: a page of the next frame
        mov     x15, x30
        mov     x1, x0
        la      x2, ram
        ldr     x2, [x2]
        ldr     x3, =FRAMES | PAGE | S2_RW | S2_WB | SH_INNER | AF
        orr     x2, x2, x3
        add     x2, x2, x22, lsl #16
        add     w22, w22, #1
        la      x0, stage2
        mov     w3, #3
        bl      map
        ret     x15

// x19 = size, x23 = name, x24 = IPA, w25 = PSTATE. What is read is also told apart by its frame.
try_size:
        enter
        bl      baseline
        la      x0, stage2
        ldr     x0, [x0]
        msr     vttbr_el2, x0
        ldr     x0, [x19, #24]
        msr     vtcr_el2, x0
        change  hcr_el2, HCR_VM
        bl      flush
        bl      begin_case
        add     x0, x19, #32
        bl      put_text
        mov     x0, x23
        bl      put_text
        adr     x0, text_at_el1
        adr     x1, text_at_el0
        cmp     w25, #EL1
        csel    x0, x0, x1, eq
        bl      put_text
        la      x8, arguments
        stp     xzr, x24, [x8]
        adr     x0, 1f
        mov     w1, w25
        bl      run
        mov     w1, #1
        bl      report
        bl      end_case
        leave
        .balign 4
1:      ldr     w0, [x1]
        ret

text_last:      .asciz  ", the last page"
text_middle:    .asciz  ", the middle"
text_nothing:   .asciz  ", nothing in the last table"
text_nothing_above:
                .asciz  ", nothing at three quarters"
text_beyond:    .asciz  ", beyond"
        .balign 4
