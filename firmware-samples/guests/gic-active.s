// gic-active: the states of an interrupt, of SPIs and PPIs that software makes pending and active; priorities, preemption, EOImode 0
// and 1. Two virtual CPUs; no device has the interrupts that are used here.
        .include "common.inc"

        .equ    A, 120                  // SPIs
        .equ    PPI, 31
        .equ    PPIS, 0xfe000000        // those that a GIC-400 has

other_main:
        handler other
        b       take_all
// CPU 1 deactivates what `command` names: for SGI 1 with EOImode 0, for SGI 2 with EOImode 1.
other:  adr     x2, command
        ldr     w2, [x2]
        cmp     w0, #2
        b.ne    1f
        mmio_write GICC_CTLR, EOI_MODE | 1
1:      mmio_store GICC_DIR, w2
        mmio_write GICC_CTLR, 1
        dsb     sy
        ret

        // An interrupt's state as the distributor shows it: 1 pending, 2 active.
        .macro  state_of register:req, intid:req
        bit_read \register, GICD_ISACTIVER, \intid
        bit_read x17, GICD_ISPENDR, \intid
        orr     \register, x17, \register, lsl #1
        .endm
        .macro  priority intid:req, value:req
        mmio_writeb GICD_IPRIORITYR + \intid, \value
        .endm
        .macro  taken register:req
        area_load \register, CPU_IRQS
        .endm
        .macro  take number:req
        mov     x0, #\number
        bl      take_irqs
        .endm
        .macro  take_none
        mov     x0, #30
        bl      take_for
        .endm

// Keeps what is seen while the first interrupt is active.
look:   state_of x2, A
        area_store CPU_VALUE, x2
        mmio_load w2, GICC_RPR
        area_store CPU_VALUE2, x2
        ret
// Makes A pending while it is active, the first time.
pend_again:
        ldr     x2, [x1, #CPU_IRQS]
        cmp     x2, #1
        b.ne    1f
        bit_write GICD_ISPENDR, A
        state_of x2, A
        area_store CPU_VALUE, x2
1:      ret
look_ppi:
        state_of x2, PPI
        area_store CPU_VALUE, x2
        ret

// Makes the next of six SPIs pending, each of higher priority, and lets it preempt; notes how deep it came, and each running priority.
nest:   and     w2, w0, #0x3ff
        cmp     w2, #A + 5
        b.hs    1f
        stp     x0, x30, [sp, #-32]!
        add     w3, w2, #1
        mov     w4, #1
        and     w5, w3, #31
        lsl     w4, w4, w5
        lsr     w5, w3, #5
        ldr     x6, =GICD_ISPENDR
        str     w4, [x6, w5, uxtw #2]
        msr     daifclr, #2
        mov     x0, #5
        bl      delay
        msr     daifset, #2
        ldp     x0, x30, [sp], #32
1:      and     w2, w0, #0x3ff
        sub     w2, w2, #A
        adr     x3, running
        mmio_load w4, GICC_RPR
        strb    w4, [x3, x2]
        adr     x3, order
        ldr     w4, [x3]
        add     w5, w4, #1
        str     w5, [x3]
        add     x3, x3, #8
        strb    w2, [x3, x4]            // which ended as which
        ret

// Makes A + 1 pending, lets it preempt, and notes whether it did.
preempt:
        ldr     x2, [x1, #CPU_IRQS]
        cmp     x2, #1
        b.ne    1f
        stp     x0, x30, [sp, #-16]!
        bit_write GICD_ISPENDR, A + 1
        msr     daifclr, #2
        mov     x0, #5
        bl      delay
        msr     daifset, #2
        area    x1
        ldr     x2, [x1, #CPU_IRQS]
        str     x2, [x1, #CPU_VALUE]
        ldp     x0, x30, [sp], #16
1:      ret

// EOImode 1: drops the priority only.
drop:   mmio_store GICC_EOIR, w0
        ret

// x5: how many interrupts came within A's handler, A of priority 1, A + 1 of priority 2, with a binary point.
        .macro  preemption first:req, second:req, point:req
        mmio_write GICC_BPR, \point
        priority A, \first
        priority A + 1, \second
        bl      forget
        bit_write GICD_ISPENDR, A
        take    2
        area_load x5, CPU_VALUE
        sub     x5, x5, #1
        .endm

main:   mov     x28, x30
        mov     x0, #1
        adr     x1, other_main
        bl      boot_cpu

        // All SPIs from A on: edge, to CPU 0, enabled, of some priority.
        mmio_write GICD_ICFGR + 28, 0xaaaaaaaa
        mmio_write GICD_ICFGR + 32, 0xaaaaaaaa
        .irp    n, 0, 4, 8
        mmio_write GICD_ITARGETSR + A + \n, 0x01010101
        mmio_write GICD_IPRIORITYR + A + \n, 0x80808080
        .endr
        mmio_write GICD_IPRIORITYR + 28, 0x80808080
        mmio_write GICD_ISENABLER + 12, 0xff000000
        mmio_write GICD_ISENABLER + 16, 0x0000000f

        mmio_load w5, GICC_IAR
        check   "nothing pending: GICC_IAR", x5, SPURIOUS
        mmio_load w5, GICC_HPPIR
        check   "nothing pending: GICC_HPPIR", x5, SPURIOUS
        mmio_load w5, GICC_RPR
        check   "nothing active: GICC_RPR", x5, 0xff
        mmio_write GICC_EOIR, SPURIOUS
        mmio_load w5, GICC_RPR
        check   "the end of 1023 does nothing", x5, 0xff

        // An SPI's life.
        bl      forget
        handler look
        state_of x5, A
        check   "SPI: inactive", x5, 0
        bit_write GICD_ISPENDR, A
        state_of x5, A
        check   "SPI: pending", x5, 1
        bit_read x5, GICD_ICPENDR, A
        check   "SPI: pending in GICD_ICPENDR", x5, 1
        mmio_load w5, GICC_HPPIR
        check   "SPI: pending in GICC_HPPIR", x5, A
        take    1
        taken   x5
        check   "SPI: taken once", x5, 1
        area_load x5, CPU_VALUE
        check   "SPI: active", x5, 2
        area_load x5, CPU_VALUE2
        check   "SPI: its priority is the running one", x5, 0x80
        state_of x5, A
        check   "SPI: inactive after its end", x5, 0
        mmio_load w5, GICC_RPR
        check   "SPI: no running priority after its end", x5, 0xff

        bl      forget
        bit_write GICD_ISPENDR, A
        bit_write GICD_ICPENDR, A
        state_of x5, A
        check   "GICD_ICPENDR: inactive", x5, 0
        take_none
        taken   x5
        check   "GICD_ICPENDR: not taken", x5, 0
        bit_write GICD_ISPENDR, A
        bit_write GICD_ICENABLER, A
        mmio_load w5, GICC_IAR
        check   "disabled while pending: GICC_IAR", x5, SPURIOUS
        state_of x5, A
        check   "disabled while pending: still pending", x5, 1
        bit_write GICD_ISENABLER, A
        take    1
        taken   x5
        check   "enabled again: taken", x5, 1

        bl      forget
        handler pend_again
        bit_write GICD_ISPENDR, A
        take    2
        taken   x5
        check   "pending while it is active: once more", x5, 2
        area_load x5, CPU_VALUE
        check   "pending while it is active: both states", x5, 3
        no_handler

        // Active by hand.
        bl      forget
        bit_write GICD_ISACTIVER, A
        bit_write GICD_ISPENDR, A
        state_of x5, A
        check   "GICD_ISACTIVER: both states", x5, 3
        bit_read x5, GICD_ICACTIVER, A
        check   "GICD_ICACTIVER shows it", x5, 1
        take_none
        taken   x5
        check   "GICD_ISACTIVER: not taken", x5, 0
        bit_write GICD_ICACTIVER, A
        take    1
        taken   x5
        check   "GICD_ICACTIVER: taken", x5, 1
        // Acknowledged by hand, and made inactive by the distributor.
        bl      forget
        bit_write GICD_ISPENDR, A
        mmio_load w5, GICC_IAR
        check   "GICC_IAR by hand", x5, A
        mmio_load w5, GICC_RPR
        check   "GICC_IAR by hand: running priority", x5, 0x80
        bit_write GICD_ICACTIVER, A
        state_of x5, A
        check   "GICD_ICACTIVER of what was acknowledged: inactive", x5, 0
        mmio_load w5, GICC_RPR
        check   "GICD_ICACTIVER leaves the running priority", x5, 0x80
        bit_write GICD_ISPENDR, A
        priority A, 0x40
        take    1
        taken   x5
        check   "GICD_ICACTIVER: it may come again, with a higher priority", x5, 1
        priority A, 0x80
        mmio_write GICC_EOIR, A
        mmio_load w5, GICC_RPR
        check   "its end drops the running priority", x5, 0xff

        // A PPI.
        bl      forget
        handler look_ppi
        bit_write GICD_ISENABLER, PPI
        bit_write GICD_ISPENDR, PPI
        state_of x5, PPI
        check   "PPI: pending", x5, 1
        take    1
        taken   x5
        check   "PPI: taken once", x5, 1
        area_load x5, CPU_VALUE
        check   "PPI: active", x5, 2
        state_of x5, PPI
        check   "PPI: inactive after its end", x5, 0
        no_handler
        bl      forget
        bit_write GICD_ISACTIVER, PPI
        bit_write GICD_ISPENDR, PPI
        take_none
        taken   x5
        check   "PPI, active by hand: not taken", x5, 0
        bit_write GICD_ICPENDR, PPI
        bit_write GICD_ICACTIVER, PPI
        take_none
        taken   x5
        check   "PPI, made inactive by hand: not taken", x5, 0
        bit_write GICD_ICENABLER, PPI

        // The priority mask.
        bl      forget
        mmio_write GICC_PMR, 0x80
        bit_write GICD_ISPENDR, A
        mmio_load w5, GICC_IAR
        check   "GICC_PMR as high as it: GICC_IAR", x5, SPURIOUS
        take_none
        taken   x5
        check   "GICC_PMR as high as it: not taken", x5, 0
        mmio_write GICC_PMR, 0x88
        take    1
        taken   x5
        check   "GICC_PMR lower: taken", x5, 1
        mmio_write GICC_PMR, 0xf8

        // Preemption. The binary point says which bits of the priority matter.
        handler preempt
        preemption 0x80, 0x40, 2
        check   "higher priority: preempts", x5, 1
        preemption 0x80, 0x80, 2
        check   "same priority: does not", x5, 0
        preemption 0x80, 0xc0, 2
        check   "lower priority: does not", x5, 0
        preemption 0x80, 0x78, 2
        check   "next higher priority: preempts", x5, 1
        preemption 0x98, 0x90, 4
        check   "same group by the binary point: does not", x5, 0
        preemption 0xa0, 0x98, 4
        check   "other group by the binary point: preempts", x5, 1
        preemption 0x70, 0x10, 6
        check   "binary point 6, both in the upper half: does not", x5, 0
        preemption 0xa0, 0x40, 6
        check   "binary point 6, of the upper half: preempts", x5, 1
        preemption 0xa0, 0x10, 7
        check   "binary point 7: nothing preempts", x5, 0
        taken   x5
        check   "binary point 7: taken afterwards", x5, 2
        mmio_write GICC_BPR, 2

        // Six deep, with four list registers in a GIC-400.
        handler nest
        bl      forget
        adr     x0, order
        str     wzr, [x0]
        .irp    n, 0, 1, 2, 3, 4, 5
        priority A + \n, 0xb0 - 0x10 * \n
        .endr
        bit_write GICD_ISPENDR, A
        take    6
        taken   x5
        check   "six deep: all taken", x5, 6
        adr     x0, running
        ldr     x5, [x0]
        ubfx    x5, x5, #0, #48
        check   "six deep: running priorities", x5, 0x60708090a0b0
        adr     x0, order
        ldr     x5, [x0, #8]
        ubfx    x5, x5, #0, #48
        check   "six deep: the last ends first", x5, 0x000102030405
        mmio_load w5, GICD_ISACTIVER + 12
        mmio_load w6, GICD_ISACTIVER + 16
        orr     x5, x5, x6
        check   "six deep: none stays active", x5, 0
        mmio_load w5, GICC_RPR
        check   "six deep: no running priority is left", x5, 0xff
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7
        priority A + \n, 0x80
        .endr

        // EOImode 1.
        mmio_write GICC_CTLR, EOI_MODE | 1
        handler drop
        mov     x0, #1
        area_store CPU_NO_EOI, x0
        bl      forget
        bit_write GICD_ISPENDR, A
        take    1
        state_of x5, A
        check   "EOImode 1: active after GICC_EOIR", x5, 2
        mmio_load w5, GICC_RPR
        check   "EOImode 1: the priority has dropped", x5, 0xff
        bit_write GICD_ISPENDR, A
        take_none
        taken   x5
        check   "EOImode 1: pending and active is not taken", x5, 1
        bit_write GICD_ISPENDR, A + 1
        take    2
        taken   x5
        check   "EOImode 1: another is", x5, 2
        mmio_write GICC_DIR, A + 1
        state_of x5, A + 1
        check   "GICC_DIR: inactive", x5, 0
        state_of x5, A
        check   "GICC_DIR: not the other one", x5, 3
        mmio_write GICC_DIR, A
        take    3
        taken   x5
        check   "GICC_DIR: what was pending comes", x5, 3
        mmio_write GICC_DIR, A
        state_of x5, A
        check   "GICC_DIR: inactive again", x5, 0
        // Seven are active, and the eighth comes.
        bl      forget
        mmio_write GICD_ISPENDR + 12, 0x7f000000
        take    7
        taken   x5
        check   "seven active: all taken", x5, 7
        mmio_load w5, GICD_ISACTIVER + 12
        check   "seven active: GICD_ISACTIVER", x5, 0x7f000000
        bit_write GICD_ISPENDR, A + 7
        take    8
        taken   x5
        check   "seven active: the eighth comes", x5, 8
        mmio_write GICC_DIR, A + 3
        mmio_load w5, GICD_ISACTIVER + 12
        check   "seven active: GICC_DIR of one in the middle", x5, 0xf7000000
        .irp    n, 7, 0, 1, 2, 4, 5, 6
        mmio_write GICC_DIR, A + \n
        .endr
        mmio_load w5, GICD_ISACTIVER + 12
        check   "seven active: none is left", x5, 0
        // Active here, deactivated by the other CPU.
        bl      forget
        bit_write GICD_ISPENDR, A + 2
        take    1
        adr     x0, command
        mov     w1, #A + 2
        str     w1, [x0]
        dsb     sy
        mov     x0, #1
        bl      forget_of
        mmio_write GICD_SGIR, (1 << 17) | 1
        mov     x0, #1
        mov     x1, #1
        bl      wait_taken
        mov     x0, #50
        bl      delay
        state_of x5, A + 2
        check   "EOImode 0 at CPU 1: its GICC_DIR does nothing", x5, 2
        mov     x0, #1
        bl      forget_of
        mmio_write GICD_SGIR, (1 << 17) | 2
        mov     x0, #1
        mov     x1, #1
        bl      wait_taken
        mov     x0, #50
        bl      delay
        state_of x5, A + 2
        check   "GICC_DIR of CPU 1: what CPU 0 has active is inactive", x5, 0
        bit_write GICD_ISPENDR, A + 2
        take    2
        taken   x5
        check   "GICC_DIR of CPU 1: it comes again", x5, 2
        mmio_write GICC_DIR, A + 2
        ret     x28
        .ltorg

        .balign 8
running:
        .quad   0
order:  .quad   0, 0
command: .word  0, 0
