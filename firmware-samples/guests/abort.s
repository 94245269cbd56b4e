// abort: accesses to where nothing is, and those of devices that cannot be carried out: each is an abort with the right syndrome and
// addresses, at EL1 and from EL0, and changes nothing.
        .include "common.inc"

        .equ    NOTHING, 0x0e000000     // Device memory
        .equ    NO_RAM, 0x7fff0000      // Normal memory
        .equ    LOAD, 0x96000010        // data abort from the same level: synchronous external abort
        .equ    STORE, 0x96000050
        .equ    USER, 0x40000000        // the second view of RAM, for EL0, lies this much higher

        // An instruction takes an exception: its syndrome, FAR_EL1, and ELR_EL1, which is its own address.
        .macro  faults name:req, syndrome:req, address:req, instruction:req
        expect_fault
        str     xzr, [x16, #CPU_ESR]
fault_\@:
        \instruction
        fault_end
        area_load x5, CPU_ESR
        area_load x6, CPU_FAR
        area_load x7, CPU_ELR
        check   "\name: ESR_EL1", x5, \syndrome
        check   "\name: FAR_EL1", x6, \address
        adr     x8, fault_\@
        check_reg "\name: ELR_EL1", x7, x8
        .endm

main:   mov     x28, x30
        ldr     x10, =NOTHING
        ldr     x11, =NO_RAM
        ldr     x12, =UART
        mov     x0, #0x1234

        faults  "LDR X", LOAD, NOTHING, "ldr x0, [x10]"
        faults  "LDR W", LOAD, NOTHING + 4, "ldr w0, [x10, #4]"
        faults  "LDRH", LOAD, NOTHING + 6, "ldrh w0, [x10, #6]"
        faults  "LDRB", LOAD, NOTHING + 3, "ldrb w0, [x10, #3]"
        faults  "LDRSW", LOAD, NOTHING, "ldrsw x0, [x10]"
        check   "loads that fault leave their register", x0, 0x1234
        faults  "STR X", STORE, NOTHING, "str x0, [x10]"
        faults  "STR W", STORE, NOTHING + 8, "str w0, [x10, #8]"
        faults  "STRH", STORE, NOTHING + 2, "strh w0, [x10, #2]"
        faults  "STRB", STORE, NOTHING + 1, "strb w0, [x10, #1]"
        faults  "STR of XZR", STORE, NOTHING, "str xzr, [x10]"
        faults  "LDP", LOAD, NOTHING, "ldp x0, x1, [x10]"
        faults  "STP", STORE, NOTHING, "stp x0, x1, [x10]"
        faults  "LDR Q", LOAD, NOTHING, "ldr q0, [x10]"
        faults  "LDAR", LOAD, NOTHING, "ldar x0, [x10]"
        faults  "STLR", STORE, NOTHING, "stlr x0, [x10]"
        faults  "LDR, post-indexed", LOAD, NOTHING, "ldr x0, [x10], #8"
        faults  "STR, pre-indexed", STORE, NOTHING + 16, "str x0, [x10, #16]!"
        check   "faults leave the base", x10, NOTHING
        faults  "LDR, no RAM", LOAD, NO_RAM, "ldr x0, [x11]"
        faults  "STR, no RAM", STORE, NO_RAM + 8, "str x0, [x11, #8]"
        faults  "LDXR, no RAM", LOAD, NO_RAM, "ldxr x0, [x11]"
        faults  "DC ZVA, no RAM", STORE, NO_RAM, "dc zva, x11"
        expect_fault
        prfm    pldl1keep, [x11]
        fault_end
        area_load x5, CPU_FAULTS
        check   "PRFM, no RAM: no exception", x5, 0

        // Fetches.
        expect_fault
        adr     x17, 1f
        str     x17, [x16, #CPU_RESUME]
        br      x11
1:      fault_end
        area_load x5, CPU_ESR
        check   "fetch, no RAM: ESR_EL1", x5, 0x86000010
        area_load x5, CPU_FAR
        check   "fetch, no RAM: FAR_EL1", x5, NO_RAM
        area_load x5, CPU_ELR
        check   "fetch, no RAM: ELR_EL1", x5, NO_RAM

        // From EL0, by a second view of RAM: a load, a fetch.
        adr     x0, translation
        ldr     x1, =0x0000000040000f45 // not global, accessed, shareable, EL0 may all, Normal
        str     x1, [x0, #16]
        dsb     sy
        isb
        expect_fault
        adr     x17, 1f
        str     x17, [x16, #CPU_RESUME]
        adr     x0, user_load
        ldr     x1, =USER
        add     x0, x0, x1
        msr     elr_el1, x0
        msr     spsr_el1, xzr
        ldr     x1, =NO_RAM + USER
        eret
1:      fault_end
        area_load x5, CPU_ESR
        check   "load at EL0: ESR_EL1", x5, 0x92000010
        area_load x5, CPU_FAR
        check   "load at EL0: FAR_EL1", x5, NO_RAM + USER + 0x10
        area_load x5, CPU_SPSR
        and     x5, x5, #0x1f
        check   "load at EL0: SPSR_EL1", x5, 0
        expect_fault
        adr     x17, 1f
        str     x17, [x16, #CPU_RESUME]
        ldr     x0, =NO_RAM + USER
        msr     elr_el1, x0
        msr     spsr_el1, xzr
        eret
1:      fault_end
        area_load x5, CPU_ESR
        check   "fetch at EL0: ESR_EL1", x5, 0x82000010
        area_load x5, CPU_FAR
        check   "fetch at EL0: FAR_EL1", x5, NO_RAM + USER

        // Stage 1 comes first.
        ldr     x13, =0x140000000
        faults  "not mapped at stage 1", 0x96000005, 0x140000000, "ldr x0, [x13]"
        // Tables where no RAM is: an external abort on a walk, of the level that was to be read.
        adr     x0, translation
        ldr     x1, =NO_RAM + 3
        str     x1, [x0, #24]
        dsb     sy
        isb
        ldr     x13, =0xc0200000
        faults  "table of level 2 in no RAM", 0x96000016, 0xc0200000, "ldr x0, [x13]"
        faults  "table of level 2 in no RAM, a store", 0x96000056, 0xc0200008, "str x0, [x13, #8]"
        adr     x0, translation
        adr     x1, table2
        add     x2, x1, #3
        str     x2, [x0, #32]
        ldr     x3, =NO_RAM + 0x1000 + 3
        str     x3, [x1, #16]           // the third 2 MB
        dsb     sy
        isb
        ldr     x13, =0x100400000
        faults  "table of level 3 in no RAM", 0x96000017, 0x100400000, "ldr x0, [x13]"

        // Devices. What the syndrome of a trap does not describe is an external abort, too.
        ldr     x13, =GICD
        faults  "LDP from a device", LOAD, GICD, "ldp w0, w1, [x13]"
        faults  "STP to a device", STORE, GICD + 8, "stp wzr, wzr, [x13, #8]"
        faults  "LDR from a device, post-indexed", LOAD, GICD, "ldr w0, [x13], #4"
        faults  "LDR Q from a device", LOAD, GICD, "ldr q0, [x13]"
        faults  "LDXR from a device", LOAD, GICD, "ldxr w0, [x13]"
        check   "faults at a device leave the base", x13, GICD
        faults  "not aligned, to a device", 0x96000021, UART + 0x19, "ldr w0, [x12, #0x19]"
        // What it does describe is carried out.
        ldr     x13, =GICD
        mov     x0, #-1
        ldr     w0, [x13, #4]
        lsr     x1, x0, #32
        check   "LDR W from a device: the upper half is zero", x1, 0
        ldrsw   x1, [x13, #0xf00]
        check   "LDRSW from a device", x1, 0
        mov     w0, #0x80
        strb    w0, [x13, #0x480]
        ldrsb   x1, [x13, #0x480]
        check   "LDRSB from a device: signed", x1, -128
        ldrsb   w1, [x13, #0x480]
        check   "LDRSB W from a device: 32 bits", x1, 0xffffff80
        ldrb    w1, [x13, #0x480]
        check   "LDRB from a device", x1, 0x80
        str     wzr, [x13, #0x480]
        ldar    w1, [x13]
        check   "LDAR from a device", x1, 1
        ret     x28
user_load:
        ldr     x0, [x1, #0x10]
        b       .
        .ltorg

        .balign 4096
table2: .space  4096
