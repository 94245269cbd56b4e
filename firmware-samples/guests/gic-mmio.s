// gic-mmio: the registers of distributor and CPU interface: what they identify, which bits there are, which widths. Two virtual CPUs.
        .include "common.inc"

        .equ    INTERRUPTS, 288         // of QEMU's virt machine
        .equ    SPI, 128

        // A register has a value.
        .macro  reads name:req, address:req, want:req
        mmio_load w5, \address
        check   "\name", x5, \want
        .endm
        // What a register keeps of all ones, and of zeros; then it is zero again.
        .macro  keeps name:req, address:req, ones:req, zeros=0
        mmio_write \address, 0xffffffff
        mmio_load w5, \address
        mmio_write \address, 0
        mmio_load w6, \address
        check   "\name: of ones", x5, \ones
        check   "\name: of zeros", x6, \zeros
        .endm
        // A register takes no notice of ones.
        .macro  ignores name:req, address:req, want:req
        mmio_write \address, 0xffffffff
        mmio_load w5, \address
        check   "\name", x5, \want
        .endm

other_main:
        mmio_loadb w5, GICD_ITARGETSR + 4
        area_store CPU_VALUE, x5
        mmio_write GICD_IPRIORITYR + 8, 0x10203040
        mmio_load w5, GICD_IPRIORITYR + 8
        area_store CPU_VALUE2, x5
        ret

main:   mov     x28, x30
        // What it is.
        mmio_load w5, GICD_TYPER
        ubfx    x6, x5, #0, #5
        check   "GICD_TYPER: interrupts", x6, INTERRUPTS / 32 - 1
        ubfx    x6, x5, #5, #3
        check   "GICD_TYPER: CPUs", x6, 1
        ubfx    x6, x5, #10, #1
        check   "GICD_TYPER: no Security Extensions", x6, 0
        ignores "GICD_TYPER is read-only", GICD_TYPER, 0x28
        mmio_load w5, GICD + 0xfe8
        ubfx    x5, x5, #4, #4
        check   "GICD_PIDR2: GICv2", x5, 2
        reads   "GICD_CIDR0", GICD + 0xff0, 0x0d
        reads   "GICD_CIDR1", GICD + 0xff4, 0xf0
        reads   "GICD_CIDR2", GICD + 0xff8, 0x05
        reads   "GICD_CIDR3", GICD + 0xffc, 0xb1
        mmio_load w5, GICC_IIDR
        and     x6, x5, #0xfff
        check   "GICC_IIDR: Arm", x6, 0x43b
        ubfx    x6, x5, #16, #4
        check   "GICC_IIDR: GICv2", x6, 2
        ignores "GICC_IIDR is read-only", GICC_IIDR, 0x0202143b

        // The distributor's bits.
        keeps   "GICD_CTLR", GICD_CTLR, 3
        mmio_write GICD_CTLR, 1
        reads   "GICD_CTLR: on", GICD_CTLR, 1
        mmio_write GICD_ICENABLER + SPI / 8, 0xffffffff
        reads   "GICD_ISENABLER: none", GICD_ISENABLER + SPI / 8, 0
        mmio_write GICD_ISENABLER + SPI / 8, 0x5a5a1234
        reads   "GICD_ISENABLER: those that were written", GICD_ISENABLER + SPI / 8, 0x5a5a1234
        reads   "GICD_ICENABLER: the same", GICD_ICENABLER + SPI / 8, 0x5a5a1234
        mmio_write GICD_ISENABLER + SPI / 8, 0
        reads   "GICD_ISENABLER: zeros change nothing", GICD_ISENABLER + SPI / 8, 0x5a5a1234
        mmio_write GICD_ICENABLER + SPI / 8, 0x00ff00ff
        reads   "GICD_ICENABLER: those that were written", GICD_ISENABLER + SPI / 8, 0x5a001200
        mmio_write GICD_ICENABLER + SPI / 8, 0xffffffff
        mmio_load w5, GICD_ISENABLER
        and     x5, x5, #0xffff
        check   "GICD_ISENABLER0: SGIs are enabled", x5, 0xffff
        ignores "GICD_ISENABLER behind the last", GICD_ISENABLER + INTERRUPTS / 8, 0
        ignores "GICD_ISPENDR behind the last", GICD_ISPENDR + INTERRUPTS / 8, 0
        ignores "GICD_ISACTIVER behind the last", GICD_ISACTIVER + INTERRUPTS / 8, 0
        ignores "GICD_IGROUPR behind the last", GICD_IGROUPR + INTERRUPTS / 8, 0
        ignores "GICD_IPRIORITYR behind the last", GICD_IPRIORITYR + INTERRUPTS, 0
        ignores "GICD_ITARGETSR behind the last", GICD_ITARGETSR + INTERRUPTS, 0
        ignores "GICD_ICFGR behind the last", GICD_ICFGR + INTERRUPTS / 4, 0
        keeps   "GICD_IGROUPR", GICD_IGROUPR + SPI / 8, 0xffffffff

        // Bytes.
        mmio_write GICD_IPRIORITYR + SPI, 0
        mmio_writeb GICD_IPRIORITYR + SPI + 1, 0xff
        mmio_load w5, GICD_IPRIORITYR + SPI
        ubfx    x6, x5, #12, #4
        check   "GICD_IPRIORITYR by bytes: at least 16 levels", x6, 0xf
        and     x6, x5, #0xffffffffffff00ff
        check   "GICD_IPRIORITYR by bytes: the others stay", x6, 0
        mmio_write GICD_IPRIORITYR + SPI, 0x10305070
        mmio_loadb w5, GICD_IPRIORITYR + SPI
        check   "GICD_IPRIORITYR: byte 0", x5, 0x70
        mmio_loadb w5, GICD_IPRIORITYR + SPI + 3
        check   "GICD_IPRIORITYR: byte 3", x5, 0x10
        mmio_writeb GICD_IPRIORITYR + SPI + 2, 0x20
        reads   "GICD_IPRIORITYR: the word", GICD_IPRIORITYR + SPI, 0x10205070
        keeps   "GICD_IPRIORITYR: five bits", GICD_IPRIORITYR + SPI, 0xf8f8f8f8
        keeps   "GICD_ITARGETSR: those of the CPUs that there are", GICD_ITARGETSR + SPI, 0x03030303
        mmio_writeb GICD_ITARGETSR + SPI + 2, 2
        reads   "GICD_ITARGETSR by bytes", GICD_ITARGETSR + SPI, 0x00020000
        mmio_loadb w5, GICD_ITARGETSR + SPI + 2
        check   "GICD_ITARGETSR: a byte", x5, 2
        mmio_writeb GICD_ITARGETSR + SPI + 2, 0

        // Configuration: SGIs are edges, and a PPI's cannot be changed to anything that is not there.
        reads   "GICD_ICFGR0: SGIs are edge-triggered", GICD_ICFGR, 0xaaaaaaaa
        ignores "GICD_ICFGR0 is read-only", GICD_ICFGR, 0xaaaaaaaa
        mmio_write GICD_ICFGR + SPI / 4, 0
        mmio_load w5, GICD_ICFGR + SPI / 4
        and     x5, x5, #0xaaaaaaaaaaaaaaaa
        check   "GICD_ICFGR: levels", x5, 0
        mmio_write GICD_ICFGR + SPI / 4, 0x00aa0000
        mmio_load w5, GICD_ICFGR + SPI / 4
        and     x5, x5, #0xaaaaaaaaaaaaaaaa
        check   "GICD_ICFGR: four edges", x5, 0x00aa0000

        // What each CPU has its own of.
        reads   "GICD_ITARGETSR of SGIs: CPU 0's own", GICD_ITARGETSR, 0x01010101
        ignores "GICD_ITARGETSR of SGIs is read-only", GICD_ITARGETSR, 0x01010101
        mmio_write GICD_IPRIORITYR + 8, 0x50607080
        mov     x0, #1
        adr     x1, other_main
        bl      boot_cpu
        mov     x0, #2000
        bl      delay
        mov     x0, #1
        bl      area_of
        ldr     x5, [x0, #CPU_VALUE]
        ldr     x6, [x0, #CPU_VALUE2]
        check   "GICD_ITARGETSR of SGIs: CPU 1's own", x5, 2
        check   "GICD_IPRIORITYR of SGIs: CPU 1's own", x6, 0x10203040
        reads   "GICD_IPRIORITYR of SGIs: CPU 0's is another", GICD_IPRIORITYR + 8, 0x50607080

        // Where nothing is.
        ignores "a reserved word of the distributor", GICD + 0x00c, 0
        ignores "another", GICD + 0xe00, 0
        reads   "GICD_SGIR is write-only", GICD_SGIR, 0

        // The CPU interface.
        keeps   "GICC_PMR: five bits", GICC_PMR, 0xf8
        mmio_write GICC_PMR, 0xf0
        mmio_load w5, GICC_PMR
        check   "GICC_PMR", x5, 0xf0
        keeps   "GICC_BPR: 2 is the least", GICC_BPR, 7, 2
        keeps   "GICC_ABPR: 3 is the least", GICC + 0x1c, 7, 3
        mmio_write GICC_CTLR, 0
        reads   "GICC_CTLR: off", GICC_CTLR, 0
        mmio_write GICC_CTLR, EOI_MODE | 0x1f
        reads   "GICC_CTLR", GICC_CTLR, EOI_MODE | 0x1f
        mmio_write GICC_CTLR, 1
        reads   "GICC_CTLR: on", GICC_CTLR, 1
        ignores "GICC_RPR is read-only", GICC_RPR, 0xff
        ignores "GICC_HPPIR is read-only", GICC_HPPIR, SPURIOUS
        keeps   "GICC_APR0", GICC + 0xd0, 0xffffffff
        ret     x28
        .ltorg
