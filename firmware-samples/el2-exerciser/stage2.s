// Stage 2: each kind of descriptor at each level, read, written and fetched from at EL1 and EL0.

// Descriptors: attributes (with their type, a block's), which probes (1 read, 2 write, 4 fetch), what of the address: 0 the frame,
// 1 an address beyond PS, name.
        .macro  descriptor attributes, probes, address, name
9:      .word   9f - 9b, \probes, \address, 0
        .quad   \attributes
        .asciz  "\name"
        .balign 8
        .endm

        .balign 8
descriptors:
        descriptor BLOCK | S2_RW | S2_WB | SH_INNER | AF, 7, 0, "read and write"
        descriptor BLOCK | S2_R | S2_WB | SH_INNER | AF, 7, 0, "read-only"
        descriptor BLOCK | S2_W | S2_WB | SH_INNER | AF, 7, 0, "write-only"
        descriptor BLOCK | S2_WB | SH_INNER | AF, 7, 0, "no access"
        descriptor BLOCK | S2_RW | S2_WB | SH_INNER | AF | S2_XN, 7, 0, "XN"
        descriptor BLOCK | S2_R | S2_WB | SH_INNER | AF | S2_XN, 7, 0, "read-only, XN"
        descriptor BLOCK | S2_RW | S2_WB | SH_INNER, 7, 0, "AF = 0"
        descriptor BLOCK | S2_WB | SH_INNER, 7, 0, "AF = 0, no access"
        descriptor S2_RW | S2_WB | SH_INNER | AF, 7, 0, "invalid"
        descriptor BLOCK | S2_RW | S2_WB | SH_INNER | AF, 7, 1, "address beyond PS"
        descriptor BLOCK | S2_WB | SH_INNER, 7, 1, "address beyond PS, AF = 0, no access"
        descriptor BLOCK | S2_RW | S2_NC | AF, 7, 0, "Non-cacheable"
        descriptor BLOCK | S2_RW | S2_WT | SH_INNER | AF, 7, 0, "Write-Through"
        descriptor BLOCK | S2_RW | S2_nGnRnE | AF, 3, 0, "Device-nGnRnE"        // fetching is left open
        descriptor BLOCK | S2_R | S2_nGnRE | AF, 3, 0, "Device-nGnRE, read-only"
        descriptor BLOCK | S2_W | S2_nGRE | AF, 3, 0, "Device-nGRE, write-only"
        descriptor BLOCK | S2_GRE | AF, 3, 0, "Device-GRE, no access"
        last

group_stage2_4k:
        enter
        bl      reset_tables
        mov     w0, #1
        mov     w1, #12
        bl      try_descriptors
        mov     w0, #2
        mov     w1, #12
        bl      try_descriptors
        mov     w0, #3
        mov     w1, #12
        bl      try_descriptors
        leave
group_stage2_64k:
        enter
        bl      reset_tables
        mov     w0, #2
        mov     w1, #16
        bl      try_descriptors
        mov     w0, #3
        mov     w1, #16
        bl      try_descriptors
        leave

// w0 = level, w1 = granule's shift. Descriptor n goes to the window's n-th entry of that level.
try_descriptors:
        enter
        mov     w26, w0
        mov     w25, w1
        sub     w2, w1, #3
        mov     w3, #3
        sub     w3, w3, w0
        madd    w24, w3, w2, w1         // the entry's shift
        bl      baseline
        bl      reset_tables
        mov     x0, #0
        cmp     w25, #16
        b.eq    1f
        bl      stage2_4k
        b       2f
1:      bl      stage2_64k
2:      adr     x19, descriptors
        ldr     x20, =WINDOW
        mov     x0, #8                  // blocks of more than 4 GB / 8 go where 39 bits have room: from 8 GB
        lsl     x0, x0, #30
        cmp     w24, #29
        csel    x20, x0, x20, hs
        la      x0, ram
        ldr     x21, [x0]
        ldr     x1, =FRAMES
        add     x21, x21, x1            // the frame
3:      ldr     w0, [x19]
        cbz     w0, 4f
        lsr     x2, x21, x24            // the block or page that the frame is in
        lsl     x2, x2, x24
        ldr     w1, [x19, #8]
        lsl     x1, x1, #40
        orr     x2, x2, x1
        ldr     x1, [x19, #16]
        orr     x2, x2, x1
        cmp     w26, #3
        b.ne    5f
        and     x1, x2, #1
        orr     x2, x2, x1, lsl #1      // a page
5:      la      x0, stage2
        mov     x1, x20
        mov     w3, w26
        bl      map
        adr     x22, probes
6:      ldr     w0, [x22]
        cbz     w0, 7f
        bl      try_probe
        add     x22, x22, x0
        b       6b
7:      ldr     w0, [x19]
        add     x19, x19, x0
        mov     x0, #1
        lsl     x0, x0, x24
        add     x20, x20, x0
        mov     x0, #0x1000             // the next frame
        cmp     w25, #16
        b.ne    8f
        mov     x0, #0x10000
8:      add     x21, x21, x0
        b       3b
4:      bl      baseline
        bl      flush
        leave

// The probes: kind, PSTATE.
        .macro  probe kind, pstate, name
9:      .word   9f - 9b, \kind, \pstate, 8f - 9b
        .asciz  "\name"
        .balign 4
8:
        .endm
probes: probe   1, EL1, ", read at EL1"
        ldr     w0, [x1]
        ret
        probe   1, EL0, ", read at EL0"
        ldr     w0, [x1]
        ret
        probe   2, EL1, ", written at EL1"
        str     w2, [x1]
        ret
        probe   2, EL0, ", written at EL0"
        str     w2, [x1]
        ret
        probe   4, EL1, ", fetched at EL1"
        br      x1
        probe   4, EL0, ", fetched at EL0"
        br      x1
        last

// Of try_descriptors: x19 = descriptor, x20 = its address, x21 = frame, x22 = probe, w24 = shift, w25 = granule, w26 = level.
// Returns x0 = the probe's length.
try_probe:
        ldr     w0, [x22, #4]
        ldr     w1, [x19, #4]
        tst     w0, w1
        ldr     w0, [x22]
        b.ne    1f
        ret
1:      enter
        mrs     x27, vttbr_el2          // baseline turns stage 2 off
        mrs     x23, vtcr_el2
        bl      baseline
        msr     vttbr_el2, x27
        msr     vtcr_el2, x23
        change  hcr_el2, HCR_VM
        isb
        bl      begin_case
        say     "level "
        mov     w0, w26
        bl      put_decimal
        say     ", "
        add     x0, x19, #24
        bl      put_text
        add     x0, x22, #16
        bl      put_text
        say     ": "
        mov     x2, #-1                 // the frame's place in the block
        lsl     x2, x2, x24
        bic     x2, x21, x2
        add     x1, x20, x2
        ldr     w2, =RET_WORD           // what is written is what is there
        la      x8, arguments
        stp     xzr, x1, [x8]
        stp     x2, xzr, [x8, #16]
        ldr     w0, [x22, #12]
        add     x0, x22, x0
        ldr     w1, [x22, #8]
        bl      run
        mov     w1, #1
        ldr     w2, [x22, #4]
        cmp     w2, #1
        cset    w1, eq                  // what has been read is printed
        bl      report
        bl      end_case
        ldr     w0, [x22]
        leave
