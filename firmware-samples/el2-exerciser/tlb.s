// VMIDs, and the invalidation of what stage 2 has put into TLBs.

        .equ    TLB_PAGE, WINDOW + 0x3000

group_tlb:
        enter
        bl      baseline
        bl      reset_tables
        la      x0, ram
        ldr     x20, [x0]
        ldr     x21, =FRAMES
        add     x21, x20, x21
        // two VMIDs, in which the page is another frame; frames 1 to 4 hold their number
        mov     x0, #1
1:      add     x1, x21, x0, lsl #12
        str     x0, [x1]
        add     x0, x0, #1
        cmp     x0, #5
        b.ne    1b
        mov     x0, #2
        bl      stage2_4k
        mrs     x23, vttbr_el2
        mov     w0, #2
        bl      tlb_map
        mov     x25, x0
        mov     x0, #1
        bl      stage2_4k
        mrs     x22, vttbr_el2
        mov     w0, #1
        bl      tlb_map
        mov     x24, x0
        bl      flush

        // switching needs no invalidation
        mov     x26, x22
        adr     x27, text_vmid_1
        bl      try_vmid
        mov     x26, x23
        adr     x27, text_vmid_2
        bl      try_vmid
        mov     x26, x22
        adr     x27, text_vmid_1_again
        bl      try_vmid

        // the page changes: break, invalidate, make
        .irp    operation, "ipas2e1is", "ipas2le1is", "ipas2e1", "ipas2le1"
        ldr     x19, [x24]
        str     xzr, [x24]
        dsb     sy
        ldr     x0, =TLB_PAGE >> 12
        msr     vttbr_el2, x22
        isb
        tlbi    \operation, x0
        dsb     sy
        tlbi    vmalle1is
        dsb     sy
        isb
        adr     x27, 7f
        mov     x26, x22
        bl      try_vmid
        add     x0, x19, #0x1000        // the next frame
        tbz     x0, #14, 5f
        sub     x0, x0, #0x3000
5:      str     x0, [x24]
        dsb     sy
        adr     x27, 6f
        bl      try_vmid
        b       8f
7:      .asciz  "VMID 1 after the break, TLBI \operation"
6:      .asciz  "VMID 1 after the make, TLBI \operation"
        .balign 4
8:
        .endr

        .irp    operation, "vmalls12e1is", "vmalls12e1", "alle1is", "alle1"
        ldr     x19, [x25]
        str     xzr, [x25]
        dsb     sy
        msr     vttbr_el2, x23
        isb
        tlbi    \operation
        dsb     sy
        isb
        adr     x27, 7f
        mov     x26, x23
        bl      try_vmid
        str     x19, [x25]
        dsb     sy
        adr     x27, 6f
        bl      try_vmid
        b       8f
7:      .asciz  "VMID 2 after the break, TLBI \operation"
6:      .asciz  "VMID 2 after the make, TLBI \operation"
        .balign 4
8:
        .endr
        bl      baseline
        bl      flush
        leave

tlb_map:                                // w0 = frame: returns the entry's address. x21 = frames
        mov     x15, x30
        ldr     x2, =PAGE | S2_RW | S2_WB | SH_INNER | AF
        orr     x2, x2, x21
        add     x2, x2, x0, lsl #12
        ldr     x1, =TLB_PAGE
        bl      map_page
        ret     x15

// x26 = VTTBR_EL2, x27 = name: reads the page at EL1.
try_vmid:
        enter
        bl      baseline
        msr     vttbr_el2, x26
        ldr     x0, =VTCR_4K
        msr     vtcr_el2, x0
        change  hcr_el2, HCR_VM
        isb
        bl      begin_case
        mov     x0, x27
        bl      put_text
        say     ": "
        la      x8, arguments
        ldr     x1, =TLB_PAGE
        stp     xzr, x1, [x8]
        adr     x0, walk_read
        mov     w1, #EL1
        bl      run
        mov     w1, #1
        bl      report
        bl      end_case
        leave

text_vmid_1:    .asciz  "VMID 1"
text_vmid_2:    .asciz  "VMID 2"
text_vmid_1_again:
                .asciz  "VMID 1 again"
        .balign 4
