// Translation tables in the work area, by EL2 whose MMU is off. A table set is three words: the address of its first table, the
// level of that, and the granule's shift (12 or 16).

// All tables are free again and zero, and forgotten; so is what guests have cached of the frames, which all have RET words again.
reset_tables:
        enter
        la      x0, ram
        ldr     x19, [x0]
        ldr     x1, =POOL
        add     x20, x19, x1
        la      x0, pool_next
        str     x20, [x0]
        str     x20, [x0, #8]           // nothing has been taken yet
        ldr     x1, =FRAMES
        add     x21, x19, x1
        mov     x22, #0x1f0000          // bytes of frames
        mov     x0, x21
        add     x1, x21, x22
        bl      forget
        ldr     w3, =RET_WORD
        mov     x0, x21
        add     x1, x21, x22
1:      str     x3, [x0]                // a RET at the beginning of each KB
        add     x0, x0, #0x400
        cmp     x0, x1
        b.lo    1b
        dsb     sy
        ic      iallu
        bl      flush
        leave

// x0 = set, w1 = level of the first table, w2 = granule's shift, x3 = bytes of the first table (several may be concatenated).
new_set:
        mov     x8, x30
        mov     x7, x0
        stp     x1, x2, [x7, #8]
        bl      new_table
        str     x0, [x7]
        ret     x8

// x3 = bytes: takes them from the pool, zero and aligned to their size. x0 = their address. Changes x4 to x6.
new_table:
        la      x4, pool_next
        ldr     x0, [x4]
        sub     x5, x3, #1
        add     x0, x0, x5
        bic     x0, x0, x5
        add     x5, x0, x3
        str     x5, [x4]
        mov     x6, x0
1:      stp     xzr, xzr, [x6], #16
        cmp     x6, x5
        b.lo    1b
        ret

// x0 = set, x1 = address, x2 = descriptor, w3 = its level: makes the tables that are missing, and stores it. x0 = the entry's address.
map:
        enter
        bl      find
        str     x24, [x0]
        dsb     sy
        leave
find:   mov     x23, x30
        mov     x20, x1
        mov     x24, x2
        mov     w21, w3
        ldr     x19, [x0]
        ldr     w22, [x0, #8]           // level
        ldr     w25, [x0, #16]          // granule's shift
        mov     w26, #1                 // the first table may be wider than the others
1:      sub     w3, w25, #3             // bits of a level
        mov     w4, #3
        sub     w4, w4, w22
        madd    w4, w4, w3, w25         // shift of this level
        lsr     x5, x20, x4
        cbnz    w26, 2f
        mov     x6, #-1
        lsl     x6, x6, x3
        bic     x5, x5, x6              // the index
2:      mov     w26, #0
        add     x19, x19, x5, lsl #3
        cmp     w22, w21
        b.eq    4f
        ldr     x5, [x19]
        cbnz    x5, 3f
        mov     x3, #1
        lsl     x3, x3, x25
        bl      new_table
        orr     x5, x0, #TABLE
        str     x5, [x19]
3:      ubfx    x19, x5, #12, #36
        lsl     x19, x19, #12
        add     w22, w22, #1
        b       1b
4:      mov     x0, x19
        ret     x23

// Stage 2 on, with 39-bit IPAs and PS of 40 bits: the set at stage2 begins at level 1 (4 KB) or 2 (64 KB), which is new, and shows
// the RAM in which the program is, where it is. x0 = VMID.
        .equ    VTCR_4K, 0x80020000 | 1 << 6 | 25       // PS 40 bits, SL0 = level 1, T0SZ = 25, walks Non-cacheable
        .equ    VTCR_64K, 0x80020000 | 1 << 14 | 1 << 6 | 25
stage2_4k:
        enter
        ldr     x20, =VTCR_4K
        mov     w1, #1
        mov     w2, #12
        mov     x3, #4096
        mov     w21, #1
        b       1f
stage2_64k:
        enter
        ldr     x20, =VTCR_64K
        mov     w1, #2
        mov     w2, #16
        mov     x3, #0x10000
        mov     w21, #2
1:      mov     x22, x0
        la      x0, stage2
        bl      new_set
        mov     w3, w21
        bl      map_ram
        la      x0, stage2
        ldr     x0, [x0]
        orr     x0, x0, x22, lsl #48
        msr     vttbr_el2, x0
        msr     vtcr_el2, x20
        bl      flush
        leave

// A block of level w3 with the program in it, where it is, in the set stage2. (1 GB, 512 MB or 2 MB.)
map_ram:
        mov     x9, x30
        mov     w10, w3
        adr     x1, _start
        la      x2, stage2
        ldr     w2, [x2, #16]
        sub     w4, w2, #3
        mov     w5, #3
        sub     w5, w5, w3
        madd    w4, w4, w5, w2          // the block's shift
        lsr     x1, x1, x4
        lsl     x1, x1, x4
        ldr     x2, =BLOCK | S2_RW | S2_WB | SH_INNER | AF
        orr     x2, x1, x2
        la      x0, stage2
        bl      map
        ret     x9

        .bss
        .balign 8
pool_next:      .space  16
stage2:         .space  24
stage1:         .space  24
        .text
