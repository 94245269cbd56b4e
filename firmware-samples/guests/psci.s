// psci: PSCI 1.1 and SMCCC as a guest calls them, with four virtual CPUs.
        .include "common.inc"

        .equ    FEATURES, 0x8400000a
        .equ    CPU_ON_32, 0x84000003
        .equ    AFFINITY_INFO_32, 0x84000004
        .equ    CPU_SUSPEND_32, 0x84000001
        .equ    MIGRATE_INFO_TYPE, 0x84000006
        .equ    SYSTEM_RESET, 0x84000009
        .equ    SMCCC_VERSION, 0x80000000
        .equ    SMCCC_ARCH_FEATURES, 0x80000001
        .equ    SUCCESS, 0
        .equ    NOT_SUPPORTED, -1
        .equ    INVALID_PARAMETERS, -2
        .equ    ALREADY_ON, -4
        .equ    ON, 0
        .equ    OFF, 1
        .equ    VIRTUAL, 27

        // A call with up to three parameters; x0 is the result.
        .macro  call function:req, a=0, b=0, c=0
        ldr     x1, =\a
        ldr     x2, =\b
        ldr     x3, =\c
        ldr     x0, =\function
        hvc     #0
        .endm
        .macro  feature name:req, function:req, want:req
        call    FEATURES, \function
        check   "PSCI_FEATURES: \name", x0, \want
        .endm

// Starts CPU x0 at x1 with context x2. x0 is the result.
cpu_on: mov     x3, x2
        mov     x2, x1
        mov     x1, x0
        ldr     x0, =PSCI_CPU_ON
        hvc     #0
        ret
// Waits until CPU x0 is off. Changes x0 to x5.
wait_off:
        mov     x5, x0
1:      wfe
        mov     x1, x5
        mov     x2, #0
        ldr     x0, =PSCI_AFFINITY_INFO
        hvc     #0
        cmp     x0, #OFF
        b.ne    1b
        ret

// What a CPU starts with, written to `seen`; then it is off.
look:   adr     x5, seen
        mrs     x1, CurrentEL
        mrs     x2, daif
        stp     x0, x1, [x5]
        mrs     x3, sctlr_el1
        stp     x2, x3, [x5, #16]
        mrs     x1, mpidr_el1
        mrs     x2, cntv_ctl_el0
        stp     x1, x2, [x5, #32]
        mrs     x1, SPSel
        mrs     x2, cntp_ctl_el0
        stp     x1, x2, [x5, #48]
        dsb     sy
        // Something of its own that must not be there the next time.
        mov     x0, #1
        msr     cntv_ctl_el0, x0
        msr     cntp_ctl_el0, x0
        ldr     x0, =PSCI_CPU_OFF
        hvc     #0
        b       .
// Counts in `seen`, by its context, which must be one more each time.
again:  adr     x5, seen
        ldr     x1, [x5]
        add     x1, x1, #1
        cmp     x0, x1
        b.ne    1f
        str     x1, [x5]
        dsb     sy
1:      ldr     x0, =PSCI_CPU_OFF
        hvc     #0
        b       .
// Stays on until `seen` is not zero.
stay:   adr     x5, seen
        mov     x1, #1
        str     x1, [x5, #8]
1:      wfe
        ldr     x1, [x5]
        cbz     x1, 1b
        ldr     x0, =PSCI_CPU_OFF
        hvc     #0
        b       .
// CPU 1 and CPU 2 start CPU 3 at once, 50 times: what they were told is in their areas, and in `seen` how often CPU 3 has started.
racer:  mov     x24, x30
        area    x20
        mov     x21, #0                 // rounds
        adr     x22, turn
        adr     x23, seen
1:      wfe
        ldar    x1, [x22]
        cmp     x1, x21
        b.ls    1b                      // until it begins
        mov     x0, #3
        adr     x1, raced
        mov     x2, #0
        bl      cpu_on
        ldr     x1, [x20, #CPU_VALUE]
        cmp     x0, #SUCCESS
        cinc    x1, x1, eq
        str     x1, [x20, #CPU_VALUE]
        ldr     x1, [x20, #CPU_VALUE2]  // whatever else than ALREADY_ON or ON_PENDING
        cmn     x0, #4
        b.eq    2f
        cmn     x0, #5
        b.eq    2f
        cbz     x0, 2f
        add     x1, x1, #1
        str     x1, [x20, #CPU_VALUE2]
2:      add     x21, x21, #1
        add     x0, x20, #CPU_IRQS      // done with this round
        stlr    x21, [x0]
        cmp     x21, #50
        b.ne    1b
        ret     x24
// CPU 3 goes off when both have seen it, which CPU 0 says.
raced:  adr     x5, seen
        ldr     x0, [x5]
        add     x0, x0, #1
        str     x0, [x5]
1:      wfe
        ldr     x1, [x5, #8]
        cmp     x1, x0
        b.lo    1b
        ldr     x0, =PSCI_CPU_OFF
        hvc     #0
        b       .

main:   mov     x28, x30
        call    PSCI_VERSION
        ubfx    x5, x0, #16, #15
        check   "PSCI_VERSION: major", x5, 1
        call    SMCCC_VERSION
        ldr     x5, =0x10001
        ldr     x6, =0x1ffff
        check_between "SMCCC_VERSION: 1.1 or later", x0, x5, x6
        call    MIGRATE_INFO_TYPE
        check   "MIGRATE_INFO_TYPE: no trusted OS to migrate", x0, 2
        feature "PSCI_VERSION", PSCI_VERSION, 0
        feature "CPU_ON", PSCI_CPU_ON, 0
        feature "CPU_ON, 32 bits", CPU_ON_32, 0
        feature "CPU_OFF", PSCI_CPU_OFF, 0
        feature "CPU_SUSPEND", PSCI_CPU_SUSPEND, 0
        feature "CPU_SUSPEND, 32 bits", CPU_SUSPEND_32, 0
        feature "AFFINITY_INFO", PSCI_AFFINITY_INFO, 0
        feature "MIGRATE_INFO_TYPE", MIGRATE_INFO_TYPE, 0
        feature "SYSTEM_OFF", PSCI_SYSTEM_OFF, 0
        feature "SYSTEM_RESET", SYSTEM_RESET, 0
        feature "PSCI_FEATURES", FEATURES, 0
        feature "SMCCC_VERSION", SMCCC_VERSION, 0
        feature "MIGRATE is not there", 0xc4000005, NOT_SUPPORTED
        feature "a function that there is not", 0x840000ff, NOT_SUPPORTED
        feature "CPU_OFF has no 64-bit form", 0xc4000002, NOT_SUPPORTED
        call    SMCCC_ARCH_FEATURES, SMCCC_VERSION
        check   "SMCCC_ARCH_FEATURES: SMCCC_VERSION", x0, 0
        call    SMCCC_ARCH_FEATURES, 0x80001234
        check   "SMCCC_ARCH_FEATURES: what there is not", x0, NOT_SUPPORTED

        // Identifiers of nothing.
        .irp    id, 0x8400001f, 0xc40000ff, 0x80008000, 0xc3000000, 0x00000000, 0xffffffff
        call    \id
        check   "unknown function \id", x0, NOT_SUPPORTED
        .endr
        call    0x84000005, 1
        check   "MIGRATE", x0, NOT_SUPPORTED
        call    0xc4000002
        check   "CPU_OFF with the 64-bit convention", x0, NOT_SUPPORTED
        // All other registers are as they were.
        mov     x5, #5
        ldr     x4, =0x123456789abcdef0
        call    PSCI_VERSION
        check   "a call keeps X5", x5, 5
        ldr     x6, =0x123456789abcdef0
        check_reg "a call keeps X4", x4, x6
        // By SMC.
        expect_fault
        ldr     x0, =PSCI_VERSION
        smc     #0
        mov     x5, x0
        fault_end
        area_load x6, CPU_FAULTS
        check   "by SMC: no exception", x6, 0
        ubfx    x5, x5, #16, #15
        check   "by SMC: PSCI_VERSION", x5, 1
        expect_fault
        ldr     x0, =0x840000ff
        smc     #0
        mov     x5, x0
        fault_end
        check   "by SMC: unknown function", x5, NOT_SUPPORTED

        // AFFINITY_INFO.
        call    PSCI_AFFINITY_INFO, 0
        check   "AFFINITY_INFO: CPU 0 is on", x0, ON
        call    PSCI_AFFINITY_INFO, 1
        check   "AFFINITY_INFO: CPU 1 is off", x0, OFF
        call    AFFINITY_INFO_32, 3
        check   "AFFINITY_INFO, 32 bits: CPU 3 is off", x0, OFF
        call    PSCI_AFFINITY_INFO, 4
        check   "AFFINITY_INFO: a CPU that there is not", x0, INVALID_PARAMETERS
        call    PSCI_AFFINITY_INFO, 0x100000001
        check   "AFFINITY_INFO: affinity 3", x0, INVALID_PARAMETERS
        call    AFFINITY_INFO_32, 0xf00000000
        check   "AFFINITY_INFO, 32 bits: the upper half does not count", x0, ON

        // CPU_ON: what is wrong.
        ldr     x0, =PSCI_CPU_ON
        mov     x1, #4
        adr     x2, look
        hvc     #0
        check   "CPU_ON: a CPU that there is not", x0, INVALID_PARAMETERS
        ldr     x0, =PSCI_CPU_ON
        mov     x1, #0x100000000
        adr     x2, look
        hvc     #0
        check   "CPU_ON: affinity 3", x0, INVALID_PARAMETERS
        ldr     x0, =PSCI_CPU_ON
        mov     x1, #0
        adr     x2, look
        hvc     #0
        check   "CPU_ON: itself", x0, ALREADY_ON

        // What a CPU starts with.
        ldr     x0, =PSCI_CPU_ON
        mov     x1, #1
        adr     x2, look
        ldr     x3, =0xfedcba9876543210
        hvc     #0
        check   "CPU_ON: success", x0, SUCCESS
        mov     x0, #1
        bl      wait_off
        adr     x19, seen
        ldp     x5, x6, [x19]
        ldr     x7, =0xfedcba9876543210
        check_reg "started: its context", x5, x7
        check   "started: EL1", x6, 4
        ldp     x5, x6, [x19, #16]
        check   "started: all interrupts masked", x5, 0x3c0
        and     x6, x6, #1
        check   "started: the MMU is off", x6, 0
        ldp     x5, x6, [x19, #32]
        and     x5, x5, #0xffffff
        check   "started: its affinity", x5, 1
        check   "started: its virtual timer is off", x6, 0
        ldp     x5, x6, [x19, #48]
        check   "started: its own stack pointer", x5, 1
        check   "started: its physical timer is off", x6, 0
        // Once more, by the other form: 32 bits of context. What it has left behind is not there.
        ldr     x0, =CPU_ON_32
        mov     x1, #1
        adr     x2, look
        ldr     x3, =0xfedcba9876543210
        hvc     #0
        mov     x20, x0
        mov     x0, #1
        bl      wait_off
        check   "CPU_ON, 32 bits: success", x20, SUCCESS
        ldp     x5, x6, [x19]
        check   "CPU_ON, 32 bits: its context", x5, 0x76543210
        ldp     x5, x6, [x19, #32]
        check   "started again: its virtual timer is off", x6, 0
        ldp     x5, x6, [x19, #48]
        check   "started again: its physical timer is off", x6, 0

        stp     xzr, xzr, [x19]
        mov     x0, #2
        adr     x1, stay
        bl      cpu_on
        add     x0, x19, #8
        mov     w1, #1
        bl      wait_word
        call    PSCI_AFFINITY_INFO, 2
        check   "AFFINITY_INFO: CPU 2 is on", x0, ON
        mov     x0, #2
        adr     x1, stay
        bl      cpu_on
        check   "CPU_ON of one that is on", x0, ALREADY_ON
        mov     x1, #1
        str     x1, [x19]
        dsb     sy
        mov     x0, #2
        bl      wait_off
        check   "AFFINITY_INFO: CPU 2 is off again", x0, OFF

        // On and off a hundred times.
        stp     xzr, xzr, [x19]
        mov     x20, #0
1:      add     x20, x20, #1
        mov     x0, #3
        adr     x1, again
        mov     x2, x20
        bl      cpu_on
        cbnz    x0, 2f
        mov     x0, #3
        bl      wait_off
        cmp     x20, #100
        b.ne    1b
2:      ldr     x5, [x19]
        check   "on and off: a hundred times", x5, 100

        // Two start the same.
        stp     xzr, xzr, [x19]
        mov     x0, #1
        adr     x1, racer
        bl      boot_cpu
        mov     x0, #2
        adr     x1, racer
        bl      boot_cpu
        mov     x20, #0
3:      add     x20, x20, #1
        adr     x0, turn
        stlr    x20, [x0]
        dsb     sy
        mov     x21, #1
4:      mov     x0, x21                 // both have been told
        bl      area_of
        add     x0, x0, #CPU_IRQS
5:      wfe
        ldar    x1, [x0]
        cmp     x1, x20
        b.lo    5b
        add     x21, x21, #1
        cmp     x21, #3
        b.ne    4b
        add     x0, x19, #8
        stlr    x20, [x0]               // CPU 3 may go off
        dsb     sy
        mov     x0, #3
        bl      wait_off
        cmp     x20, #50
        b.ne    3b
        mov     x0, #1
        bl      area_of
        mov     x5, x0
        mov     x0, #2
        bl      area_of
        ldr     x6, [x5, #CPU_VALUE]
        ldr     x7, [x0, #CPU_VALUE]
        add     x6, x6, x7
        check   "race of CPU_ON: one success each time", x6, 50
        ldr     x6, [x5, #CPU_VALUE2]
        ldr     x7, [x0, #CPU_VALUE2]
        add     x6, x6, x7
        check   "race of CPU_ON: else ALREADY_ON or ON_PENDING", x6, 0
        ldr     x6, [x19]
        check   "race of CPU_ON: started once each time", x6, 50

        // CPU_SUSPEND: a standby state returns behind the call, with interrupts masked too.
        mmio_write GICD_ISENABLER, 1 << VIRTUAL
        mrs     x0, cntfrq_el0
        lsr     x0, x0, #12             // a quarter of a millisecond
        msr     cntv_tval_el0, x0
        mov     x0, #1
        msr     cntv_ctl_el0, x0
        mrs     x21, cntv_cval_el0
        call    PSCI_CPU_SUSPEND, 0, 0, 0
        mov     x20, x0
        isb
        mrs     x22, cntvct_el0
        bl      forget
        mov     x0, #1
        handler timer_off
        bl      take_irqs
        check   "CPU_SUSPEND, standby: success", x20, SUCCESS
        area_load x5, CPU_IRQS
        check   "CPU_SUSPEND, standby: the interrupt is there", x5, 1
        mrs     x0, cntfrq_el0
        lsr     x0, x0, #11
        add     x0, x0, x21
        check_between "CPU_SUSPEND, standby: woken in time", x22, x21, x0
        ret     x28

timer_off:
        msr     cntv_ctl_el0, xzr
        isb
        ret
        .ltorg

        .balign 8
seen:   .quad   0, 0, 0, 0, 0, 0, 0, 0
turn:   .quad   0
