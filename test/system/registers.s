// registers: the main control registers hold what is written. Each is written all ones, then all zeros, at EL3, and the
// bits that Armv8.0 defines as writable are printed. (RES0 and RES1 bits may read as written or as fixed; bits that
// exist for AArch32 only are left out.)

        .text
main:
        stp     x29, x30, [sp, #-16]!
        ldr     x19, =table
1:      ldr     w20, [x19]
        cbz     w20, 2f
        ldr     x21, [x19, #8]          // the bits that count
        ldr     w22, [x19, #4]          // MRS X0, register
        add     x0, x19, #16
        bl      puts
        mov     x0, #0
        mov     w1, w22
        bl      read_only
        mov     x23, x0
        mov     w24, #0
3:      adr     x0, text_ones
        cbz     w24, 4f
        adr     x0, text_zeros
4:      bl      puts
        mov     x0, x21
        cmp     w24, #0
        csel    x0, x0, xzr, eq
        bic     x1, x23, x21            // bits that do not count keep their value
        orr     x0, x0, x1
        mov     w1, w22
        bl      write_and_read
        and     x25, x0, x21
        mov     x0, x23
        mov     w1, w22
        bl      write_and_read
        mov     x0, x25
        bl      puthex
        add     w24, w24, #1
        cmp     w24, #2
        b.ne    3b
        bl      newline
        add     x19, x19, x20
        b       1b
2:

        ldp     x29, x30, [sp], #16
        ret

// x0 = a value, w1 = MRS X0, register: write it, read it back; x0.
write_and_read:
        ldr     x2, =word_code
        bic     w3, w1, #1 << 21        // MSR
        ldr     w4, =0xd5033fdf         // ISB
        stp     w3, w4, [x2]
        ldr     w3, =0xd65f03c0         // RET
        stp     w1, w3, [x2, #8]
        b       1f
read_only:
        ldr     x2, =word_code
        ldr     w3, =0xd65f03c0
        stp     w1, w3, [x2]
1:      dc      cvau, x2
        dsb     sy
        ic      ivau, x2
        dsb     sy
        isb
        br      x2

text_ones:      .asciz  ": ones "
text_zeros:     .asciz  ", zeros "

        .balign 8
table:
1:      .word   1f - 1b
        mrs     x0, sctlr_el1
        .quad   0x70dd21f
        .asciz  "SCTLR_EL1"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, sctlr_el2
        .quad   0x208100f
        .asciz  "SCTLR_EL2"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, sctlr_el3
        .quad   0x8100c
        .asciz  "SCTLR_EL3"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, cpacr_el1
        .quad   0x300000
        .asciz  "CPACR_EL1"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, ttbr0_el1
        .quad   0xfffffffffffff000
        .asciz  "TTBR0_EL1"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, ttbr1_el1
        .quad   0xfffffffffffff000
        .asciz  "TTBR1_EL1"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, tcr_el1
        .quad   0x77ffffffbf
        .asciz  "TCR_EL1"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, mair_el1
        .quad   0xffffffffffffffff
        .asciz  "MAIR_EL1"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, vbar_el1
        .quad   0xfffffffffffff800
        .asciz  "VBAR_EL1"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, contextidr_el1
        .quad   0xffffffff
        .asciz  "CONTEXTIDR_EL1"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, tpidr_el0
        .quad   0xffffffffffffffff
        .asciz  "TPIDR_EL0"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, tpidrro_el0
        .quad   0xffffffffffffffff
        .asciz  "TPIDRRO_EL0"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, tpidr_el1
        .quad   0xffffffffffffffff
        .asciz  "TPIDR_EL1"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, tpidr_el2
        .quad   0xffffffffffffffff
        .asciz  "TPIDR_EL2"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, cntkctl_el1
        .quad   0x3ff
        .asciz  "CNTKCTL_EL1"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, csselr_el1
        .quad   0x3
        .asciz  "CSSELR_EL1"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, esr_el1
        .quad   0xffffffff
        .asciz  "ESR_EL1"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, far_el1
        .quad   0xffffffffffffffff
        .asciz  "FAR_EL1"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, elr_el1
        .quad   0xffffffffffffffff
        .asciz  "ELR_EL1"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, spsr_el1
        .quad   0xf03003ef
        .asciz  "SPSR_EL1"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, hcr_el2
        .quad   0x35fff7ffd
        .asciz  "HCR_EL2"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, mdcr_el2
        .quad   0xfe0
        .asciz  "MDCR_EL2"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, cptr_el2
        .quad   0x80000400
        .asciz  "CPTR_EL2"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, vttbr_el2
        .quad   0xfffffffffff000
        .asciz  "VTTBR_EL2"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, vtcr_el2
        .quad   0x7ffff
        .asciz  "VTCR_EL2"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, ttbr0_el2
        .quad   0xfffffffff000
        .asciz  "TTBR0_EL2"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, tcr_el2
        .quad   0x17ff3f
        .asciz  "TCR_EL2"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, mair_el2
        .quad   0xffffffffffffffff
        .asciz  "MAIR_EL2"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, vbar_el2
        .quad   0xfffffffffffff800
        .asciz  "VBAR_EL2"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, vpidr_el2
        .quad   0xffffffff
        .asciz  "VPIDR_EL2"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, vmpidr_el2
        .quad   0xff41ffffff
        .asciz  "VMPIDR_EL2"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, cntvoff_el2
        .quad   0xffffffffffffffff
        .asciz  "CNTVOFF_EL2"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, cnthctl_el2
        .quad   0xff
        .asciz  "CNTHCTL_EL2"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, esr_el2
        .quad   0xffffffff
        .asciz  "ESR_EL2"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, far_el2
        .quad   0xffffffffffffffff
        .asciz  "FAR_EL2"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, hpfar_el2
        .quad   0xfffffff0
        .asciz  "HPFAR_EL2"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, elr_el2
        .quad   0xffffffffffffffff
        .asciz  "ELR_EL2"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, spsr_el2
        .quad   0xf03003ef
        .asciz  "SPSR_EL2"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, sp_el0
        .quad   0xffffffffffffffff
        .asciz  "SP_EL0"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, sp_el1
        .quad   0xffffffffffffffff
        .asciz  "SP_EL1"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, sp_el2
        .quad   0xffffffffffffffff
        .asciz  "SP_EL2"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, scr_el3
        .quad   0x3b8f
        .asciz  "SCR_EL3"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, mdcr_el3
        .quad   0x30640
        .asciz  "MDCR_EL3"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, cptr_el3
        .quad   0x80000400
        .asciz  "CPTR_EL3"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, ttbr0_el3
        .quad   0xfffffffff000
        .asciz  "TTBR0_EL3"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, tcr_el3
        .quad   0x17ff3f
        .asciz  "TCR_EL3"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, mair_el3
        .quad   0xffffffffffffffff
        .asciz  "MAIR_EL3"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, vbar_el3
        .quad   0xfffffffffffff800
        .asciz  "VBAR_EL3"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, tpidr_el3
        .quad   0xffffffffffffffff
        .asciz  "TPIDR_EL3"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, esr_el3
        .quad   0xffffffff
        .asciz  "ESR_EL3"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, far_el3
        .quad   0xffffffffffffffff
        .asciz  "FAR_EL3"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, elr_el3
        .quad   0xffffffffffffffff
        .asciz  "ELR_EL3"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, spsr_el3
        .quad   0xf03003ef
        .asciz  "SPSR_EL3"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, cntp_ctl_el0
        .quad   0x3
        .asciz  "CNTP_CTL_EL0"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, cntv_ctl_el0
        .quad   0x3
        .asciz  "CNTV_CTL_EL0"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, cnthp_ctl_el2
        .quad   0x3
        .asciz  "CNTHP_CTL_EL2"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, cntps_ctl_el1
        .quad   0x3
        .asciz  "CNTPS_CTL_EL1"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, cntp_cval_el0
        .quad   0xffffffffffffffff
        .asciz  "CNTP_CVAL_EL0"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, cntv_cval_el0
        .quad   0xffffffffffffffff
        .asciz  "CNTV_CVAL_EL0"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, cnthp_cval_el2
        .quad   0xffffffffffffffff
        .asciz  "CNTHP_CVAL_EL2"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, cntps_cval_el1
        .quad   0xffffffffffffffff
        .asciz  "CNTPS_CVAL_EL1"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, cntfrq_el0
        .quad   0xffffffff
        .asciz  "CNTFRQ_EL0"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, pmuserenr_el0
        .quad   0xf
        .asciz  "PMUSERENR_EL0"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, pmselr_el0
        .quad   0x1f
        .asciz  "PMSELR_EL0"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, nzcv
        .quad   0xf0000000
        .asciz  "NZCV"
        .balign 8
1:      .word   1f - 1b
        mrs     x0, daif
        .quad   0x3c0
        .asciz  "DAIF"
        .balign 8
1:      .word   0

// ================================================================ runtime (record.sh copies it from runtime.inc)
// The driver runs at EL3 with its MMU off. `run` enters a piece of code at some exception level; whatever exception
// that code takes, at whatever level, ends at EL3 again, with the registers of the level that took it still in place.
//   - The vectors of EL1 and EL2 are nothing but SMC: they change no register.
//   - Where the exception was taken is known from where that SMC stood; a trapped SMC is followed back in the same way.
//   - Code that ends by RET goes to an SVC or SMC with the number 0xd0d0: no exception, "ok".
// A list of cases, for `try_list`:
//   1:      .word   1f - 1b, MODE           // distance to the next case, the PSTATE to start with
//           .asciz  "name"
//           .balign 4
//           code                            // x0 = 0, x1 = buffer, x2 = 0x0123456789abcdef, others 0
//           ret                             // "ok" prints x0
//   1:      .word   0
// A line of output: name: where, ESR_ELx, FAR_ELx (if the class has one), ELR_ELx from the start of the code, SPSR_ELx,
// HPFAR_EL2 (if the fault has one).

        .equ    EL0, 0x3c0              // PSTATE values: DAIF masked
        .equ    EL1T, 0x3c4
        .equ    EL1, 0x3c5
        .equ    EL2T, 0x3c8
        .equ    EL2, 0x3c9
        .equ    EL3T, 0x3cc
        .equ    EL3, 0x3cd

        .text
        .global _start
        .balign 4
_start:
        ldr     x0, =driver_stack
        mov     sp, x0
        ldr     x0, =vectors_el3
        msr     vbar_el3, x0
        bl      baseline
        bl      main
        mov     x1, #0
exit:   ldr     x0, =0x20026            // SYS_EXIT: ADP_Stopped_ApplicationExit and the code
        ldr     x2, =exit_block
        stp     x0, x1, [x2]
        mov     x1, x2
        mov     w0, #0x18
        hlt     #0xf000
1:      b       1b

// Put all that the cases change back to a known state.
baseline:
        mov     x0, #0x531              // SCR_EL3: NS, RES1, HCE, RW
        msr     scr_el3, x0
        msr     cptr_el3, xzr
        msr     mdcr_el3, xzr
        ldr     x0, =0x30c50830
        msr     sctlr_el3, x0
        msr     sctlr_el2, x0
        ldr     x1, =sctlr_el3_for_code
        str     x0, [x1]
        ldr     x0, =0x30d00800
        msr     sctlr_el1, x0
        mov     x0, #1
        lsl     x0, x0, #31
        msr     hcr_el2, x0
        mov     x0, #0x33ff
        msr     cptr_el2, x0
        mov     x0, #6
        msr     mdcr_el2, x0
        msr     hstr_el2, xzr
        mov     x0, #3
        msr     cnthctl_el2, x0
        msr     cntvoff_el2, xzr
        msr     cntkctl_el1, xzr
        msr     cpacr_el1, xzr
        msr     vttbr_el2, xzr
        mov     x0, #0x80000000
        msr     vtcr_el2, x0
        msr     tcr_el1, xzr
        ldr     x0, =vectors_el1
        msr     vbar_el1, x0
        ldr     x0, =vectors_el2
        msr     vbar_el2, x0
        isb
        tlbi    alle1
        tlbi    alle2
        tlbi    alle3
        dsb     sy
        isb
        ret

// x0 = code, w1 = PSTATE. Runs it with x0 to x29 from `start_registers`. Returns x0 = 0: it ended by RET;
// 1: an exception, described in `capture`. `end_registers` has x0 to x30 at the end.
run:
        stp     x29, x30, [sp, #-96]!
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        stp     x23, x24, [sp, #48]
        stp     x25, x26, [sp, #64]
        stp     x27, x28, [sp, #80]
        ldr     x2, =driver_sp
        mov     x3, sp
        str     x3, [x2]
        ldr     x2, =code_start
        str     x0, [x2]
        msr     elr_el3, x0
        msr     spsr_el3, x1
        ldr     x0, =el0_stack
        msr     sp_el0, x0
        ldr     x0, =el1_stack
        msr     sp_el1, x0
        ldr     x0, =el2_stack
        msr     sp_el2, x0
        ldr     x0, =el3_stack
        mov     sp, x0
        adr     x30, done_stubs
        ubfx    x1, x1, #2, #2
        add     x30, x30, x1, lsl #2
        ldr     x0, =sctlr_el3_for_code
        ldr     x0, [x0]
        msr     sctlr_el3, x0
        ldr     x0, =start_registers
        ldp     x28, x29, [x0, #224]
        ldp     x26, x27, [x0, #208]
        ldp     x24, x25, [x0, #192]
        ldp     x22, x23, [x0, #176]
        ldp     x20, x21, [x0, #160]
        ldp     x18, x19, [x0, #144]
        ldp     x16, x17, [x0, #128]
        ldp     x14, x15, [x0, #112]
        ldp     x12, x13, [x0, #96]
        ldp     x10, x11, [x0, #80]
        ldp     x8, x9, [x0, #64]
        ldp     x6, x7, [x0, #48]
        ldp     x4, x5, [x0, #32]
        ldp     x2, x3, [x0, #16]
        ldp     x0, x1, [x0]
        isb
        eret

done_stubs:
        svc     #0xd0d0                 // from EL0
        smc     #0xd0d0                 // EL1
        smc     #0xd0d0                 // EL2
        smc     #0xd0d0                 // EL3

// Every exception at EL3. The vector has put x0 into TPIDR_EL3 and its own offset into SP.
el3_common:
        mov     x0, #0x0830             // the code may have changed SCTLR_EL3: big endian, MMU...
        movk    x0, #0x30c5, lsl #16
        msr     sctlr_el3, x0
        isb
        ldr     x0, =end_registers
        stp     x2, x3, [x0, #16]
        stp     x4, x5, [x0, #32]
        stp     x6, x7, [x0, #48]
        stp     x8, x9, [x0, #64]
        stp     x10, x11, [x0, #80]
        stp     x12, x13, [x0, #96]
        stp     x14, x15, [x0, #112]
        stp     x16, x17, [x0, #128]
        stp     x18, x19, [x0, #144]
        stp     x20, x21, [x0, #160]
        stp     x22, x23, [x0, #176]
        stp     x24, x25, [x0, #192]
        stp     x26, x27, [x0, #208]
        stp     x28, x29, [x0, #224]
        str     x30, [x0, #240]
        mrs     x2, tpidr_el3
        stp     x2, x1, [x0]
        mov     x20, #3                 // x20 = the level that took it, x21 = its vector's offset
        mov     x21, sp
        mrs     x22, esr_el3
        mrs     x23, far_el3
        mrs     x24, elr_el3
        mrs     x25, spsr_el3
        ldr     x0, =driver_sp
        ldr     x0, [x0]
        mov     sp, x0
        mrs     x26, vbar_el2           // from the vectors of EL2?
        sub     x27, x24, x26
        cmp     x27, #0x800
        b.hs    1f
        mov     x20, #2
        and     x21, x27, #0x780
        mrs     x22, esr_el2
        mrs     x23, far_el2
        mrs     x24, elr_el2
        mrs     x25, spsr_el2
1:      mrs     x26, vbar_el1           // from the vectors of EL1, perhaps by a trap to EL2?
        sub     x27, x24, x26
        cmp     x27, #0x800
        b.hs    2f
        mov     x20, #1
        and     x21, x27, #0x780
        mrs     x22, esr_el1
        mrs     x23, far_el1
        mrs     x24, elr_el1
        mrs     x25, spsr_el1
2:      ldr     x0, =capture
        stp     x20, x21, [x0]
        stp     x22, x23, [x0, #16]
        stp     x24, x25, [x0, #32]
        mrs     x1, hpfar_el2
        str     x1, [x0, #48]
        mov     x0, #1
        tst     x21, #0x180             // synchronous?
        b.ne    3f
        lsr     w1, w22, #26
        cmp     w1, #0x15
        b.eq    4f
        cmp     w1, #0x17
        b.ne    3f
4:      and     w1, w22, #0xffff
        mov     w2, #0xd0d0
        cmp     w1, w2
        cset    x0, ne
3:      ldp     x27, x28, [sp, #80]
        ldp     x25, x26, [sp, #64]
        ldp     x23, x24, [sp, #48]
        ldp     x21, x22, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #96
        ret

// w0 = an instruction, w1 = PSTATE: `run` it, followed by RET, with x0 to x2 as they are in `start_registers`.
run_word:
        ldr     x2, =word_code
        str     w0, [x2]
        ldr     w0, =0xd65f03c0         // RET
        str     w0, [x2, #4]
        dc      cvau, x2
        dsb     sy
        ic      ivau, x2
        dsb     sy
        isb
        mov     x0, x2
        b       run

// x0 = a list of cases.
try_list:
        stp     x29, x30, [sp, #-32]!
        stp     x19, x20, [sp, #16]
        mov     x19, x0
1:      ldr     w20, [x19]
        cbz     w20, 3f
        ldr     x0, =start_registers
        str     xzr, [x0]
        ldr     x1, =buffer
        str     x1, [x0, #8]
        ldr     x1, =0x0123456789abcdef
        str     x1, [x0, #16]
        add     x0, x19, #8
        bl      puts
        adr     x0, text_colon
        bl      puts
        add     x0, x19, #8             // the code starts after the name
2:      ldrb    w1, [x0], #1
        cbnz    w1, 2b
        add     x0, x0, #3
        and     x0, x0, #~3
        ldr     w1, [x19, #4]
        bl      run
        bl      report
        add     x19, x19, x20
        b       1b
3:      ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret

// x0 = what `run` returned: end the line with what happened.
report:
        stp     x29, x30, [sp, #-64]!
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        stp     x23, x24, [sp, #48]
        cbnz    x0, 1f
        adr     x0, text_ok
        bl      puts
        ldr     x0, =end_registers
        ldr     x0, [x0]
        bl      put_address
        b       9f
1:      ldr     x0, =capture
        ldp     x19, x20, [x0]
        ldp     x21, x22, [x0, #16]
        ldr     x23, [x0, #40]
        adr     x0, text_el
        bl      puts
        mov     x0, x19
        bl      puthex
        mov     w0, #'+'
        bl      putc
        mov     x0, x20
        bl      puthex
        ubfx    x0, x20, #7, #2         // IRQ and FIQ write no syndrome
        cmp     x0, #1
        b.eq    5f
        cmp     x0, #2
        b.eq    5f
        adr     x0, text_esr
        bl      puts
        mov     x0, x21
        bl      puthex
        tst     x20, #0x180
        b.ne    5f
        lsr     w24, w21, #26
        cmp     w24, #0x20              // instruction abort, lower
        b.eq    2f
        cmp     w24, #0x21              // same level
        b.eq    2f
        cmp     w24, #0x22              // PC alignment
        b.eq    3f
        cmp     w24, #0x24              // data abort
        b.eq    2f
        cmp     w24, #0x25
        b.ne    5f
2:      tbnz    w21, #10, 4f            // FnV
3:      adr     x0, text_far
        bl      puts
        mov     x0, x22
        bl      put_address
4:      cmp     x19, #2                 // stage 2, and a kind of fault that has HPFAR_EL2
        b.ne    5f
        cmp     w24, #0x20
        b.eq    6f
        cmp     w24, #0x24
        b.ne    5f
6:      tbnz    w21, #7, 7f             // S1PTW
        ubfx    w0, w21, #2, #4
        cmp     w0, #3                  // a permission fault has none
        b.hs    5f
7:      adr     x0, text_hpfar
        bl      puts
        ldr     x0, =capture
        ldr     x0, [x0, #48]
        bl      puthex
5:      adr     x0, text_elr
        bl      puts
        ldr     x0, =capture
        ldr     x0, [x0, #32]
        bl      put_address
        adr     x0, text_spsr
        bl      puts
        mov     x0, x23
        bl      puthex
9:      bl      newline
        ldp     x23, x24, [sp, #48]
        ldp     x21, x22, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #64
        ret

// x0 = an address: from the start of the code or of the buffer if it is near, so that where the linker puts things
// does not show.
put_address:
        stp     x29, x30, [sp, #-32]!
        str     x19, [sp, #16]
        mov     x19, x0
        ldr     x1, =code_start
        ldr     x1, [x1]
        sub     x1, x19, x1
        cmp     x1, #0x400
        b.hs    1f
        mov     w0, #'c'
        b       2f
1:      ldr     x1, =buffer
        sub     x1, x19, x1
        mov     x0, #0x10000
        cmp     x1, x0
        b.hs    3f
        mov     w0, #'b'
2:      mov     x19, x1
        bl      putc
        mov     w0, #'+'
        bl      putc
3:      mov     x0, x19
        bl      puthex
        ldr     x19, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret

// x0 = a value: hexadecimal without leading zeros.
puthex:
        stp     x29, x30, [sp, #-32]!
        stp     x19, x20, [sp, #16]
        mov     x19, x0
        clz     x20, x0
        mov     w1, #60
        sub     w20, w1, w20            // the shift of the first digit that counts, from 60 - clz
        add     w20, w20, #3
        and     w20, w20, #~3
        cbnz    x0, 1f
        mov     w20, #0
1:      lsr     x0, x19, x20
        and     w0, w0, #15
        cmp     w0, #10
        b.lo    2f
        add     w0, w0, #'a' - '0' - 10
2:      add     w0, w0, #'0'
        bl      putc
        subs    w20, w20, #4
        b.pl    1b
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret

puts:                                   // x0 = text. Changes x0 to x4.
        mov     x4, x30
        mov     x3, x0
1:      ldrb    w0, [x3], #1
        cbz     w0, 2f
        bl      putc
        b       1b
2:      ret     x4

putc:                                   // w0 = character, into the line. Changes x1, x2.
        ldr     x1, =line_length
        ldr     x2, [x1]
        add     x2, x2, #1
        str     x2, [x1]
        ldr     x1, =line - 1
        strb    w0, [x1, x2]
        ret

newline:                                // write the line: SYS_WRITE0
        mov     x5, x30
        mov     w0, #10
        bl      putc
        mov     w0, #0
        bl      putc
        ldr     x1, =line_length
        str     xzr, [x1]
        ldr     x1, =line
        mov     w0, #4
        hlt     #0xf000
        ret     x5

print_line:                             // x0 = text: a line of its own
        stp     x29, x30, [sp, #-16]!
        bl      puts
        bl      newline
        ldp     x29, x30, [sp], #16
        ret

text_colon:     .asciz  ": "
text_ok:        .asciz  "ok "
text_el:        .asciz  "EL"
text_esr:       .asciz  " ESR="
text_far:       .asciz  " FAR="
text_hpfar:     .asciz  " HPFAR="
text_elr:       .asciz  " ELR="
text_spsr:      .asciz  " SPSR="

        .balign 2048
vectors_el1:
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 2048
vectors_el2:
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 128
        smc     #0
        .balign 2048
vectors_el3:
        msr     tpidr_el3, x0
        mov     x0, #0x0
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x80
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x100
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x180
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x200
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x280
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x300
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x380
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x400
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x480
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x500
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x580
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x600
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x680
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x700
        mov     sp, x0
        b       el3_common
        .balign 128
        msr     tpidr_el3, x0
        mov     x0, #0x780
        mov     sp, x0
        b       el3_common
        .balign 128
        .data
        .balign 16
exit_block:     .quad   0, 0
line_length:    .quad   0
        .bss
        .balign 16
driver_sp:      .space  8
code_start:     .space  8
sctlr_el3_for_code:
                .space  8
capture:        .space  56              // level, vector, ESR, FAR, ELR, SPSR, HPFAR
start_registers:
                .space  256
end_registers:  .space  256
line:           .space  512
        .balign 64
word_code:      .space  64
        .balign 16
                .space  4096
driver_stack:   .space  4096
el0_stack:      .space  4096
el1_stack:      .space  4096
el2_stack:      .space  4096
el3_stack:
        .balign 0x10000
buffer:         .space  0x10000
// ================================================================ end of the runtime
