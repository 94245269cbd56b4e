// What is where on the board, the serial port, the interrupt controller's distributor, and how to switch the board off.

        .equ    UART_DR, 0x00
        .equ    UART_FR, 0x18
        .equ    UART_IBRD, 0x24
        .equ    UART_FBRD, 0x28
        .equ    UART_LCRH, 0x2c
        .equ    UART_CR, 0x30
        .equ    UART_IMSC, 0x38
        .equ    UART_FR_BUSY, 3
        .equ    UART_FR_TXFF, 5

        .equ    GPFSEL1, 0x04
        .equ    PM_RSTC, 0x1c
        .equ    PM_RSTS, 0x20
        .equ    PM_WDOG, 0x24
        .equ    PM_PASSWORD, 0x5a000000
        .equ    PSCI_SYSTEM_OFF, 0x84000008

// The boards: a board is known by where its RAM is, which is where the program is.
        .equ    BOARD_RAM, 0            // the multiple of 1 GB in which the program runs
        .equ    BOARD_UART, 8
        .equ    BOARD_GICD, 16
        .equ    BOARD_GICC, 24
        .equ    BOARD_GICH, 32
        .equ    BOARD_GICV, 40
        .equ    BOARD_GPIO, 48          // 0: the serial port needs no pins and no set-up
        .equ    BOARD_PM, 56            // 0: PSCI switches off
        .equ    BOARD_SIZE, 64
        .balign 8
boards: .quad   0x0,        0xfe201000, 0xff841000, 0xff842000, 0xff844000, 0xff846000, 0xfe200000, 0xfe100000 // BCM2711
        .quad   0x40000000, 0x09000000, 0x08000000, 0x08010000, 0x08030000, 0x08040000, 0, 0                   // virt

// Zero the variables. What the caches may still have of them, or of the work area, from who ran before must not be written
// over what is stored from now on past the caches.
start_memory:
        mov     x15, x30
        la      x0, variables
        la      x1, variables_end
        bl      forget
        la      x0, variables
1:      str     xzr, [x0], #8
        cmp     x0, x1
        b.lo    1b
        adr     x0, _start
        and     x0, x0, #~0x3fffffff
        la      x2, ram
        str     x0, [x2]
        ldr     x1, =WORK
        add     x0, x0, x1
        add     x1, x0, #0x400000
        bl      forget
        ic      iallu
        dsb     sy
        isb
        ret     x15

// Clean and invalidate the data caches from x0 to x1.
forget: mrs     x2, ctr_el0
        ubfx    x2, x2, #16, #4
        mov     x3, #4
        lsl     x3, x3, x2              // bytes of a line
        sub     x4, x3, #1
        bic     x0, x0, x4
        dsb     sy
1:      dc      civac, x0
        add     x0, x0, x3
        cmp     x0, x1
        b.lo    1b
        dsb     sy
        ret

start_platform:
        enter
        la      x0, ram
        ldr     x0, [x0]
        adr     x19, boards
        cbz     x0, 1f
        add     x19, x19, #BOARD_SIZE
1:      la      x0, board
        str     x19, [x0]
        mrs     x0, pmcr_el0            // MDCR_EL2.HPMN: all event counters
        ubfx    x0, x0, #11, #5
        la      x1, mdcr_baseline
        str     x0, [x1]

        ldr     x20, [x19, #BOARD_GPIO]
        cbz     x20, 9f
        // The PL011 at GPIO14 and 15 (function ALT0), 115200 baud from its clock of 48 MHz, 8 bits, FIFOs.
        ldr     x21, [x19, #BOARD_UART]
1:      ldr     w0, [x21, #UART_FR]
        tbnz    w0, #UART_FR_BUSY, 1b
        str     wzr, [x21, #UART_CR]
        ldr     w0, [x20, #GPFSEL1]
        ldr     w1, =077 << 12
        bic     w0, w0, w1
        ldr     w1, =044 << 12
        orr     w0, w0, w1
        str     w0, [x20, #GPFSEL1]
        str     wzr, [x21, #UART_IMSC]
        mov     w0, #26
        str     w0, [x21, #UART_IBRD]
        mov     w0, #3
        str     w0, [x21, #UART_FBRD]
        mov     w0, #0x70
        str     w0, [x21, #UART_LCRH]
        mov     w0, #0x301
        str     w0, [x21, #UART_CR]
9:      dsb     sy
        leave

put_byte:                               // w0, to the serial port. Changes x1, x2.
        la      x1, board
        ldr     x1, [x1]
        ldr     x1, [x1, #BOARD_UART]
1:      ldr     w2, [x1, #UART_FR]
        tbnz    w2, #UART_FR_TXFF, 1b
        str     w0, [x1, #UART_DR]
        ret

switch_off:
        la      x0, board
        ldr     x19, [x0]
        ldr     x1, [x19, #BOARD_UART]
1:      ldr     w2, [x1, #UART_FR]      // let the last line leave
        tbnz    w2, #UART_FR_BUSY, 1b
        ldr     x1, [x19, #BOARD_PM]
        cbz     x1, 2f
        ldr     w0, =PM_PASSWORD | 0x555        // partition 63: the firmware stays off
        str     w0, [x1, #PM_RSTS]
        ldr     w0, =PM_PASSWORD | 10
        str     w0, [x1, #PM_WDOG]
        ldr     w0, =PM_PASSWORD | 0x20
        str     w0, [x1, #PM_RSTC]
        dsb     sy
        b       3f
2:      ldr     w0, =PSCI_SYSTEM_OFF
        smc     #0
3:      wfe
        b       3b

// ---------------------------------------------------------------- the GIC
// x24 to x27 = GICC, GICV, GICH, GICD. Changes x16.
gic_bases:
        la      x16, board
        ldr     x16, [x16]
        ldr     x24, [x16, #BOARD_GICC]
        ldr     x25, [x16, #BOARD_GICV]
        ldr     x26, [x16, #BOARD_GICH]
        ldr     x27, [x16, #BOARD_GICD]
        ret

// Nothing is enabled, pending or active; both interfaces are on for what comes.
start_gic:
        enter
        bl      gic_bases
        str     wzr, [x27, #GICD_CTLR]
        dsb     sy
        mov     w0, #-1
        mov     x1, #0
1:      add     x2, x27, x1, lsl #2     // 256 interrupts: both boards have these
        str     w0, [x2, #GICD_ICENABLER]
        str     w0, [x2, #GICD_ICPENDR]
        str     w0, [x2, #GICD_ICACTIVER]
        add     x1, x1, #1
        cmp     x1, #8
        b.ne    1b
        mov     w0, #1
        str     w0, [x27, #GICD_CTLR]
        mov     w0, #0xff
        str     w0, [x24, #PMR]
        mov     w0, #1
        str     w0, [x24, #CTLR]
        dsb     sy
        leave

// w0 = an interrupt. Is it pending, is it active? Both functions want gic_bases, and change x1 and x2.
is_pending:
        mov     x1, #GICD_ISPENDR
        b       1f
is_active:
        mov     x1, #GICD_ISACTIVER
1:      lsr     w2, w0, #5
        add     x1, x1, x2, lsl #2
        ldr     w1, [x27, x1]
        and     w2, w0, #31
        lsr     w1, w1, w2
        and     x0, x1, #1
        ret

// w0 = an interrupt: enable it, disable it, make it pending, or end all that. Change x1 to x3.
enable_interrupt:
        mov     x1, #GICD_ISENABLER
        b       1f
disable_interrupt:
        mov     x1, #GICD_ICENABLER
        b       1f
pend_interrupt:
        mov     x1, #GICD_ISPENDR
        b       1f
unpend_interrupt:
        mov     x1, #GICD_ICPENDR
        b       1f
deactivate_interrupt:
        mov     x1, #GICD_ICACTIVER
1:      lsr     w2, w0, #5
        add     x1, x1, x2, lsl #2
        and     w2, w0, #31
        mov     w3, #1
        lsl     w3, w3, w2
        str     w3, [x27, x1]
        dsb     sy
        b       settle

// Gives an interrupt's wire the time that it needs on a real board. Changes x16.
settle: mov     x16, #200
1:      sub     x16, x16, #1
        cbnz    x16, 1b
        isb
        ret

        .bss
        .balign 64
variables:
ram:            .space  8               // the multiple of 1 GB under the image
board:          .space  8
mdcr_baseline:  .space  8
        .text
