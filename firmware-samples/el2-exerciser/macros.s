// Constants and macros of the exerciser.

// PSTATE: what SPSR_EL2 has to be to start code at a level, all interrupts masked
        .equ    EL0, 0x3c0
        .equ    EL1, 0x3c5
        .equ    EL2, 0x3c9
        .equ    UNMASKED_EL0, 0x000
        .equ    UNMASKED_EL1, 0x005
        .equ    UNMASKED_EL2, 0x009

// HCR_EL2
        .equ    HCR_VM, 1 << 0
        .equ    HCR_SWIO, 1 << 1
        .equ    HCR_PTW, 1 << 2
        .equ    HCR_FMO, 1 << 3
        .equ    HCR_IMO, 1 << 4
        .equ    HCR_AMO, 1 << 5
        .equ    HCR_VF, 1 << 6
        .equ    HCR_VI, 1 << 7
        .equ    HCR_VSE, 1 << 8
        .equ    HCR_DC, 1 << 12
        .equ    HCR_TWI, 1 << 13
        .equ    HCR_TWE, 1 << 14
        .equ    HCR_TSC, 1 << 19
        .equ    HCR_TGE, 1 << 27
        .equ    HCR_RW, 1 << 31
        .equ    HCR_CD, 1 << 32
        .equ    HCR_ID, 1 << 33

// Registers of the GIC
        .equ    GICD_CTLR, 0x000
        .equ    GICD_ISENABLER, 0x100
        .equ    GICD_ICENABLER, 0x180
        .equ    GICD_ISPENDR, 0x200
        .equ    GICD_ICPENDR, 0x280
        .equ    GICD_ISACTIVER, 0x300
        .equ    GICD_ICACTIVER, 0x380
        .equ    GICD_IPRIORITYR, 0x400
        .equ    GICD_ITARGETSR, 0x800
        .equ    CTLR, 0x000             // of GICC and of GICV
        .equ    PMR, 0x004
        .equ    BPR, 0x008
        .equ    IAR, 0x00c
        .equ    EOIR, 0x010
        .equ    RPR, 0x014
        .equ    HPPIR, 0x018
        .equ    ABPR, 0x01c
        .equ    AIAR, 0x020
        .equ    AEOIR, 0x024
        .equ    AHPPIR, 0x028
        .equ    APR0, 0x0d0
        .equ    DIR, 0x1000
        .equ    GICH_HCR, 0x000
        .equ    GICH_VTR, 0x004
        .equ    GICH_VMCR, 0x008
        .equ    GICH_MISR, 0x010
        .equ    GICH_EISR0, 0x020
        .equ    GICH_ELRSR0, 0x030
        .equ    GICH_APR, 0x0f0
        .equ    GICH_LR0, 0x100

// Descriptors of translation tables
        .equ    BLOCK, 1
        .equ    PAGE, 3
        .equ    TABLE, 3
        .equ    AF, 1 << 10
        .equ    SH_INNER, 3 << 8
        .equ    S2_R, 1 << 6            // stage 2: S2AP
        .equ    S2_W, 2 << 6
        .equ    S2_RW, 3 << 6
        .equ    S2_XN, 1 << 54
        .equ    S2_NC, 5 << 2           // MemAttr: Normal Non-cacheable, Write-Through, Write-Back
        .equ    S2_WT, 10 << 2
        .equ    S2_WB, 15 << 2
        .equ    S2_nGnRnE, 0 << 2       // and the four kinds of Device
        .equ    S2_nGnRE, 1 << 2
        .equ    S2_nGRE, 2 << 2
        .equ    S2_GRE, 3 << 2

// Where a guest sees what the experiments map: 4 GB, beyond the RAM of the boards that it runs on.
        .equ    WINDOW, 0x100000000
        .equ    RET_WORD, 0xd65f03c0    // the instruction RET

// The work area: RAM at fixed offsets from the multiple of 1 GB under the image, so that blocks can map it.
        .equ    WORK, 0x400000
        .equ    POOL, WORK              // translation tables: 2 MB
        .equ    POOL_SIZE, 0x200000
        .equ    FRAMES, WORK + 0x200000 // what the window shows: nearly 2 MB

        .equ    SCRATCH, WORK + 0x3f0000 // what cases may read and write, where nothing is translated

        .macro  la register, symbol     // load address
        adrp    \register, \symbol
        add     \register, \register, :lo12:\symbol
        .endm

        .macro  enter                   // a function that uses x19 to x28
        stp     x29, x30, [sp, #-96]!
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        stp     x23, x24, [sp, #48]
        stp     x25, x26, [sp, #64]
        stp     x27, x28, [sp, #80]
        .endm

        .macro  leave
        ldp     x27, x28, [sp, #80]
        ldp     x25, x26, [sp, #64]
        ldp     x23, x24, [sp, #48]
        ldp     x21, x22, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #96
        ret
        .endm

        .macro  group name, function
        adr     x0, .Ltext\@
        bl      begin_group
        bl      \function
        bl      end_group
        b       .Lon\@
.Ltext\@: .asciz "\name"
        .balign 4
.Lon\@:
        .endm

// A constant text into the line.
        .macro  say text
        adr     x0, .Ltext\@
        bl      put_text
        b       .Lon\@
.Ltext\@: .asciz "\text"
        .balign 4
.Lon\@:
        .endm

// Lists of cases. An entry: its length, the PSTATE to start with, the offset of the code; its name; its set-up, which runs at
// EL2 and leaves by `guest`; the code, which ends in RET. Labels 8 and 9 are the list's.
//
//      case    EL1, "name"
//              what EL2 does; x0 to x7 are handed on to the code
//      guest
//              what EL1 does; x0 is printed if it comes to the end
//      ret
//      last
        .macro  case pstate, name
9:      .word   9f - 9b, \pstate, 8f - 9b
        .asciz  "\name"
        .balign 4
        .endm

        .macro  guest
        br      x29
8:
        .endm

        .macro  last
9:      .word   0
8:
        .endm

// Lists of functions that run at EL2 and write their line themselves.
        .macro  direct name
9:      .word   9f - 9b
        .asciz  "\name"
        .balign 4
        .endm

        .macro  done
        br      x29
        .endm

// Changes a system register: sets bits, clears bits.
        .macro  change register, set, clear=0
        mrs     x16, \register
        .if     \clear
        ldr     x17, =\clear
        bic     x16, x16, x17
        .endif
        .if     \set
        ldr     x17, =\set
        orr     x16, x16, x17
        .endif
        msr     \register, x16
        .endm
