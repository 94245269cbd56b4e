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

        .include "runtime.inc"
