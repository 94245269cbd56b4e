// exceptions: taking synchronous exceptions from each level to each: SVC, HVC, SMC, BRK, HLT, undefined words,
// illegal returns, PC and SP alignment. ESR, ELR, SPSR and the vector of each.

        .text
main:
        stp     x29, x30, [sp, #-16]!
        adr     x0, from_el0
        bl      try_list
        adr     x0, from_el1
        bl      try_list
        adr     x0, from_el2
        bl      try_list
        adr     x0, from_el3
        bl      try_list
        adr     x0, alignment
        bl      try_list
        mov     x0, #0x18               // SCTLR_ELx.SA, SA0: SP alignment is checked
        mrs     x1, sctlr_el1
        orr     x1, x1, x0
        msr     sctlr_el1, x1
        mrs     x1, sctlr_el2
        orr     x1, x1, #8
        msr     sctlr_el2, x1
        ldr     x0, =sctlr_el3_for_code
        ldr     x1, [x0]
        orr     x1, x1, #8
        str     x1, [x0]
        adr     x0, text_sa
        bl      print_line
        adr     x0, sp_alignment
        bl      try_list
        bl      baseline
        adr     x0, text_sa_off
        bl      print_line
        adr     x0, sp_alignment
        bl      try_list
        adr     x0, illegal_returns
        bl      try_list
        adr     x0, good_returns
        bl      try_list
        ldp     x29, x30, [sp], #16
        ret

text_sa:        .asciz  "SCTLR_ELx.SA = 1"
text_sa_off:    .asciz  "SCTLR_ELx.SA = 0"

        .balign 4
from_el0:
1:      .word   1f - 1b, EL0
        .asciz  "SVC at EL0"
        .balign 4
        svc     #0x1234
        ret
1:      .word   1f - 1b, EL0
        .asciz  "SVC at EL0, flags"
        .balign 4
        mov     x0, #1
        lsl     x0, x0, #63
        cmp     x0, #1                  // C and V
        svc     #0xffff
        ret
1:      .word   1f - 1b, 0xa00003c0
        .asciz  "SVC at EL0, N and C from the start"
        .balign 4
        nop
        svc     #0
        ret
1:      .word   1f - 1b, 0
        .asciz  "SVC at EL0, DAIF clear"
        .balign 4
        svc     #0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "HVC at EL0"
        .balign 4
        hvc     #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "SMC at EL0"
        .balign 4
        smc     #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "BRK at EL0"
        .balign 4
        nop
        nop
        brk     #0xabcd
        ret
1:      .word   1f - 1b, EL0
        .asciz  "HLT at EL0"
        .balign 4
        hlt     #1
        ret
1:      .word   1f - 1b, EL0
        .asciz  "UDF at EL0"
        .balign 4
        .word   0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "unallocated word at EL0"
        .balign 4
        .word   0xffffffff
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ERET at EL0"
        .balign 4
        eret
        ret
1:      .word   1f - 1b, EL0
        .asciz  "DCPS1 at EL0"
        .balign 4
        .word   0xd4a00001
        ret
1:      .word   1f - 1b, EL0
        .asciz  "DRPS at EL0"
        .balign 4
        .word   0xd6bf03e0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "WFI at EL0"                    // SCTLR_EL1.nTWI = 0: trapped
        .balign 4
        wfi
        ret
1:      .word   1f - 1b, EL0
        .asciz  "LDADD (v8.1) at EL0"
        .balign 4
        .word   0xb8200020
        ret
1:      .word   0

from_el1:
1:      .word   1f - 1b, EL1
        .asciz  "SVC at EL1h"
        .balign 4
        svc     #2
        ret
1:      .word   1f - 1b, EL1T
        .asciz  "SVC at EL1t"
        .balign 4
        svc     #2
        ret
1:      .word   1f - 1b, EL1
        .asciz  "HVC at EL1h"
        .balign 4
        hvc     #3
        ret
1:      .word   1f - 1b, EL1T
        .asciz  "HVC at EL1t"
        .balign 4
        hvc     #3
        ret
1:      .word   1f - 1b, 0x60000005
        .asciz  "HVC at EL1h, Z and C, DAIF clear"
        .balign 4
        hvc     #3
        ret
1:      .word   1f - 1b, EL1
        .asciz  "SMC at EL1h"
        .balign 4
        smc     #4
        ret
1:      .word   1f - 1b, 0x90000004
        .asciz  "SMC at EL1t, N and V"
        .balign 4
        smc     #4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "BRK at EL1h"
        .balign 4
        brk     #5
        ret
1:      .word   1f - 1b, EL1
        .asciz  "HLT at EL1h"
        .balign 4
        hlt     #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "UDF at EL1h"
        .balign 4
        .word   0
        ret
1:      .word   1f - 1b, EL1T
        .asciz  "UDF at EL1t"
        .balign 4
        .word   0
        ret
1:      .word   1f - 1b, EL1
        .asciz  "DRPS at EL1h"
        .balign 4
        .word   0xd6bf03e0
        ret
1:      .word   0

from_el2:
1:      .word   1f - 1b, EL2
        .asciz  "SVC at EL2h"
        .balign 4
        svc     #6
        ret
1:      .word   1f - 1b, EL2T
        .asciz  "SVC at EL2t"
        .balign 4
        svc     #6
        ret
1:      .word   1f - 1b, EL2
        .asciz  "HVC at EL2h"
        .balign 4
        hvc     #7
        ret
1:      .word   1f - 1b, EL2T
        .asciz  "HVC at EL2t"
        .balign 4
        hvc     #7
        ret
1:      .word   1f - 1b, EL2
        .asciz  "SMC at EL2h"
        .balign 4
        smc     #8
        ret
1:      .word   1f - 1b, EL2T
        .asciz  "SMC at EL2t"
        .balign 4
        smc     #8
        ret
1:      .word   1f - 1b, EL2
        .asciz  "BRK at EL2h"
        .balign 4
        brk     #9
        ret
1:      .word   1f - 1b, EL2
        .asciz  "UDF at EL2h"
        .balign 4
        .word   0
        ret
1:      .word   1f - 1b, EL2
        .asciz  "HLT at EL2h"
        .balign 4
        hlt     #1
        ret
1:      .word   0

from_el3:
1:      .word   1f - 1b, EL3
        .asciz  "SVC at EL3h"
        .balign 4
        svc     #10
        ret
1:      .word   1f - 1b, EL3T
        .asciz  "SVC at EL3t"
        .balign 4
        svc     #10
        ret
1:      .word   1f - 1b, EL3
        .asciz  "HVC at EL3h"
        .balign 4
        hvc     #11
        ret
1:      .word   1f - 1b, EL3
        .asciz  "SMC at EL3h"
        .balign 4
        smc     #12
        ret
1:      .word   1f - 1b, EL3T
        .asciz  "SMC at EL3t"
        .balign 4
        smc     #12
        ret
1:      .word   1f - 1b, EL3
        .asciz  "BRK at EL3h"
        .balign 4
        brk     #13
        ret
1:      .word   1f - 1b, EL3
        .asciz  "UDF at EL3h"
        .balign 4
        .word   0
        ret
1:      .word   1f - 1b, EL3
        .asciz  "HLT at EL3h"
        .balign 4
        hlt     #1
        ret
1:      .word   0

// Branches to addresses that are not multiples of 4
alignment:
1:      .word   1f - 1b, EL0
        .asciz  "PC alignment at EL0, +1"
        .balign 4
        add     x0, x1, #1
        br      x0
1:      .word   1f - 1b, EL0
        .asciz  "PC alignment at EL0, +2, by RET"
        .balign 4
        add     x0, x1, #2
        ret     x0
1:      .word   1f - 1b, EL1
        .asciz  "PC alignment at EL1, +3, by BLR"
        .balign 4
        add     x0, x1, #3
        blr     x0
1:      .word   1f - 1b, EL2
        .asciz  "PC alignment at EL2, +2"
        .balign 4
        add     x0, x1, #2
        br      x0
1:      .word   1f - 1b, EL3
        .asciz  "PC alignment at EL3, +1"
        .balign 4
        add     x0, x1, #1
        br      x0
1:      .word   1f - 1b, EL1
        .asciz  "PC alignment after ERET to EL0"
        .balign 4
        add     x0, x1, #2
        msr     elr_el1, x0
        mov     x0, #EL0
        msr     spsr_el1, x0
        eret
1:      .word   1f - 1b, EL2
        .asciz  "PC alignment after ERET to EL1"
        .balign 4
        add     x0, x1, #1
        msr     elr_el2, x0
        mov     x0, #EL1
        msr     spsr_el2, x0
        eret
1:      .word   0

// Each loads or stores with a stack pointer that is not a multiple of 16
sp_alignment:
1:      .word   1f - 1b, EL0
        .asciz  "LDR [SP] at EL0, SP + 8"
        .balign 4
        mov     x9, x30
        add     sp, sp, #-24
        ldr     x0, [sp]
        mov     x0, #0
        ret     x9
1:      .word   1f - 1b, EL0
        .asciz  "STRB [SP, #8] at EL0, SP + 1"
        .balign 4
        add     sp, sp, #-31
        strb    w0, [sp, #8]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "LDP [SP], #16 at EL0, SP + 4"
        .balign 4
        add     sp, sp, #-28
        ldp     w3, w4, [sp], #16
        ret
1:      .word   1f - 1b, EL0
        .asciz  "STP [SP, #-24]! at EL0, SP + 8: the base is checked before"
        .balign 4
        add     sp, sp, #-8
        stp     x3, x4, [sp, #-24]!
        ret
1:      .word   1f - 1b, EL0
        .asciz  "PRFM [SP] at EL0, SP + 8"
        .balign 4
        add     sp, sp, #-24
        prfm    pldl1keep, [sp]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "LDR [X0 = SP] at EL0, SP + 8: another base register"
        .balign 4
        add     sp, sp, #-24
        mov     x0, sp
        ldr     x0, [x0]
        mov     x0, #0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "LDXR [SP] at EL0, SP + 8"
        .balign 4
        add     sp, sp, #-24
        ldxr    x0, [sp]
        mov     x0, #0
        ret
1:      .word   1f - 1b, EL1
        .asciz  "LDR [SP] at EL1h, SP + 8"
        .balign 4
        add     sp, sp, #-24
        ldr     x0, [sp]
        mov     x0, #0
        ret
1:      .word   1f - 1b, EL1T
        .asciz  "LDR [SP] at EL1t, SP_EL0 + 8"
        .balign 4
        add     sp, sp, #-24
        ldr     x0, [sp]
        mov     x0, #0
        ret
1:      .word   1f - 1b, EL2
        .asciz  "LDR [SP] at EL2h, SP + 8"
        .balign 4
        add     sp, sp, #-24
        ldr     x0, [sp]
        mov     x0, #0
        ret
1:      .word   1f - 1b, EL3
        .asciz  "LDR [SP] at EL3h, SP + 8"
        .balign 4
        add     sp, sp, #-24
        ldr     x0, [sp]
        mov     x0, #0
        ret
1:      .word   1f - 1b, EL3T
        .asciz  "LDR [SP] at EL3t, SP_EL0 + 8"
        .balign 4
        add     sp, sp, #-24
        ldr     x0, [sp]
        mov     x0, #0
        ret
1:      .word   0

// ERET with a SPSR that names a level which can't be returned to: PSTATE.IL is set, the level stays, and the next
// instruction fetched is an Illegal Execution state exception.
illegal_returns:
1:      .word   1f - 1b, EL1
        .asciz  "ERET from EL1 to EL2h"
        .balign 4
        adr     x0, 2f
        msr     elr_el1, x0
        mov     x0, #EL2
        msr     spsr_el1, x0
        eret
2:      mov     x0, #0x77
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ERET from EL1 to EL3h, flags"
        .balign 4
        adr     x0, 2f
        msr     elr_el1, x0
        ldr     x0, =0xf000000d
        msr     spsr_el1, x0
        eret
2:      mov     x0, #0x77
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ERET from EL1, M = 1 (EL0h)"
        .balign 4
        adr     x0, 2f
        msr     elr_el1, x0
        mov     x0, #0x3c1
        msr     spsr_el1, x0
        eret
2:      mov     x0, #0x77
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ERET from EL1, M = 2"
        .balign 4
        adr     x0, 2f
        msr     elr_el1, x0
        mov     x0, #0x3c2
        msr     spsr_el1, x0
        eret
2:      mov     x0, #0x77
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ERET from EL2 to EL3h"
        .balign 4
        adr     x0, 2f
        msr     elr_el2, x0
        mov     x0, #EL3
        msr     spsr_el2, x0
        eret
2:      mov     x0, #0x77
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ERET from EL2, M = 6"
        .balign 4
        adr     x0, 2f
        msr     elr_el2, x0
        mov     x0, #0x3c6
        msr     spsr_el2, x0
        eret
2:      mov     x0, #0x77
        ret
1:      .word   1f - 1b, EL2T
        .asciz  "ERET from EL2t, M = 7: the stack pointer stays"
        .balign 4
        adr     x0, 2f
        msr     elr_el2, x0
        mov     x0, #0x3c7
        msr     spsr_el2, x0
        eret
2:      mov     x0, #0x77
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ERET from EL3, M = 1"
        .balign 4
        adr     x0, 2f
        msr     elr_el3, x0
        mov     x0, #1
        msr     spsr_el3, x0
        eret
2:      mov     x0, #0x77
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ERET from EL3 with SPSR.IL = 1 to EL1"
        .balign 4
        adr     x0, 2f
        msr     elr_el3, x0
        ldr     x0, =0x1003c5
        msr     spsr_el3, x0
        eret
2:      mov     x0, #0x77
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ERET from EL3 with SPSR.IL = 1 to EL0"
        .balign 4
        adr     x0, 2f
        msr     elr_el3, x0
        ldr     x0, =0x201003c0
        msr     spsr_el3, x0
        eret
2:      mov     x0, #0x77
        ret
1:      .word   1f - 1b, EL3
        .asciz  "illegal ERET takes the flags and DAIF of SPSR"
        .balign 4
        adr     x0, 2f
        msr     elr_el3, x0
        ldr     x0, =0x50000142
        msr     spsr_el3, x0
        eret
2:      mov     x0, #0x77
        ret
1:      .word   1f - 1b, EL3
        .asciz  "IL comes before PC alignment?"
        .balign 4
        adr     x0, 2f
        add     x0, x0, #2
        msr     elr_el3, x0
        mov     x0, #0x3c2
        msr     spsr_el3, x0
        eret
2:      mov     x0, #0x77
        ret
1:      .word   1f - 1b, EL3
        .asciz  "IL is clear after the exception"
        .balign 4
        mrs     x0, spsr_el3            // of the driver's ERET
        ret
1:      .word   0

good_returns:
1:      .word   1f - 1b, EL3
        .asciz  "ERET from EL3 to EL2t"
        .balign 4
        adr     x0, 2f
        msr     elr_el3, x0
        ldr     x0, =0xf0000008
        msr     spsr_el3, x0
        eret
2:      mrs     x0, CurrentEL
        mrs     x3, spsel
        orr     x0, x0, x3
        smc     #1
1:      .word   1f - 1b, EL3
        .asciz  "ERET from EL3 to EL3t"
        .balign 4
        adr     x0, 2f
        msr     elr_el3, x0
        ldr     x0, =0x8000000c
        msr     spsr_el3, x0
        eret
2:      smc     #1
1:      .word   1f - 1b, EL2
        .asciz  "ERET from EL2 to EL0"
        .balign 4
        adr     x0, 2f
        msr     elr_el2, x0
        ldr     x0, =0x60000000
        msr     spsr_el2, x0
        eret
2:      svc     #1
1:      .word   1f - 1b, EL1
        .asciz  "ERET from EL1h to EL1t"
        .balign 4
        adr     x0, 2f
        msr     elr_el1, x0
        ldr     x0, =0x10000044
        msr     spsr_el1, x0
        eret
2:      hvc     #1
1:      .word   1f - 1b, EL1
        .asciz  "SPSR.SS = 1 without software step"
        .balign 4
        adr     x0, 2f
        msr     elr_el1, x0
        ldr     x0, =0x2003c5
        msr     spsr_el1, x0
        eret
2:      hvc     #1
1:      .word   1f - 1b, EL1
        .asciz  "exception bits that SPSR does not have"
        .balign 4
        adr     x0, 2f
        msr     elr_el1, x0
        ldr     x0, =0x0fcffc05 & 0x0fcffc2f
        msr     spsr_el1, x0
        eret
2:      hvc     #1
1:      .word   0

        .include "runtime.inc"
