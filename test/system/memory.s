// memory: unaligned accesses to Normal and Device memory, SCTLR_ELx.A, exclusives and the monitor, acquire and release, big
// endian data and big endian tables, DC ZVA, registers after a fault.

        .include "names.inc"

        .text
main:
        stp     x29, x30, [sp, #-16]!
        bl      make_frames
        ldr     x0, =frames
        ldr     x1, =0x7766554433221100
        ldr     x2, =0xffeeddccbbaa9988
        stp     xzr, xzr, [x0, #0xe0]
        stp     xzr, xzr, [x0, #0xf0]
        stp     x1, x2, [x0, #0x100]
        stp     x2, x1, [x0, #0x110]
        stp     x1, x2, [x0, #0x120]
        stp     x2, x1, [x0, #0x130]
        dsb     sy

        ldr     x0, =text_1
        bl      print_line
        bl      baseline
        ldr     x0, =cases_2
        bl      try_list
        ldr     x0, =cases_3
        bl      try_list

        ldr     x0, =text_4
        bl      print_line
        ldr     x0, =cases_5
        bl      try_list

        ldr     x0, =text_6
        bl      print_line
        bl      reset_tables
        ldr     x0, =set2
        mov     w1, #1
        mov     w2, #12
        bl      new_set
        msr     vttbr_el2, x0
        ldr     x0, =0x80023559
        msr     vtcr_el2, x0
        ldr     x0, =frames
        ldr     x1, =0x7766554433221100
        ldr     x2, =0xffeeddccbbaa9988
        stp     xzr, xzr, [x0, #0xe0]
        stp     xzr, xzr, [x0, #0xf0]
        stp     x1, x2, [x0, #0x100]
        stp     x2, x1, [x0, #0x110]
        stp     x1, x2, [x0, #0x120]
        stp     x2, x1, [x0, #0x130]
        dsb     sy
        ldr     x0, =set2
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | SH | AF | (15 << 2) | (3 << 6) | BLOCK
        mov     w3, #1
        bl      map
        bl      flush
        mrs     x1, hcr_el2
        ldr     x0, =1 << 12
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =cases_7
        bl      try_list

        ldr     x0, =text_8
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x200803510
        msr     tcr_el1, x0
        ldr     x0, =frames
        ldr     x1, =0x7766554433221100
        ldr     x2, =0xffeeddccbbaa9988
        stp     xzr, xzr, [x0, #0xe0]
        stp     xzr, xzr, [x0, #0xf0]
        stp     x1, x2, [x0, #0x100]
        stp     x2, x1, [x0, #0x110]
        stp     x1, x2, [x0, #0x120]
        stp     x2, x1, [x0, #0x130]
        dsb     sy
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x1000
        ldr     x2, =frames + 0x1000 + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x2000
        ldr     x2, =frames + 0x2000 + (AP_RO | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =cases_9
        bl      try_list

        ldr     x0, =text_10
        bl      print_line
        ldr     x0, =cases_11
        bl      try_list

        ldr     x0, =text_12
        bl      print_line
        mrs     x1, sctlr_el1
        ldr     x0, =2
        orr     x1, x1, x0
        msr     sctlr_el1, x1
        isb
        ldr     x0, =frames
        ldr     x1, =0x7766554433221100
        ldr     x2, =0xffeeddccbbaa9988
        stp     xzr, xzr, [x0, #0xe0]
        stp     xzr, xzr, [x0, #0xf0]
        stp     x1, x2, [x0, #0x100]
        stp     x2, x1, [x0, #0x110]
        stp     x1, x2, [x0, #0x120]
        stp     x2, x1, [x0, #0x130]
        dsb     sy
        ldr     x0, =cases_13
        bl      try_list
        ldr     x0, =cases_14
        bl      try_list

        ldr     x0, =text_15
        bl      print_line
        bl      baseline
        mrs     x1, sctlr_el2
        ldr     x0, =2
        orr     x1, x1, x0
        msr     sctlr_el2, x1
        isb
        ldr     x0, =sctlr_el3_for_code
        ldr     x1, [x0]
        orr     x1, x1, #2
        str     x1, [x0]
        ldr     x0, =cases_16
        bl      try_list

        ldr     x0, =text_17
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x200803510
        msr     tcr_el1, x0
        ldr     x0, =frames
        ldr     x1, =0x7766554433221100
        ldr     x2, =0xffeeddccbbaa9988
        stp     xzr, xzr, [x0, #0xe0]
        stp     xzr, xzr, [x0, #0xf0]
        stp     x1, x2, [x0, #0x100]
        stp     x2, x1, [x0, #0x110]
        stp     x1, x2, [x0, #0x120]
        stp     x2, x1, [x0, #0x130]
        dsb     sy
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x1000
        ldr     x2, =frames + 0x1000 + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =cases_18
        bl      try_list

        ldr     x0, =text_19
        bl      print_line
        mrs     x1, sctlr_el1
        ldr     x0, =1 << 14
        orr     x1, x1, x0
        msr     sctlr_el1, x1
        isb
        ldr     x0, =cases_20
        bl      try_list

        ldr     x0, =text_21
        bl      print_line
        mrs     x0, sctlr_el1
        bic     x0, x0, #1 << 14
        msr     sctlr_el1, x0
        ldr     x0, =cases_22
        bl      try_list
        mrs     x1, hcr_el2
        ldr     x0, =1 << 28
        orr     x1, x1, x0
        msr     hcr_el2, x1
        isb
        ldr     x0, =cases_23
        bl      try_list

        ldr     x0, =text_24
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x200803510
        msr     tcr_el1, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW + 0x2000
        ldr     x2, =frames + 0x2000 + (AP_RO | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =base_vectors
        msr     vbar_el1, x0
        ldr     x0, =cases_25
        bl      try_list

        ldr     x0, =text_26
        bl      print_line
        bl      baseline
        ldr     x0, =frames
        ldr     x1, =0x7766554433221100
        ldr     x2, =0xffeeddccbbaa9988
        stp     xzr, xzr, [x0, #0xe0]
        stp     xzr, xzr, [x0, #0xf0]
        stp     x1, x2, [x0, #0x100]
        stp     x2, x1, [x0, #0x110]
        stp     x1, x2, [x0, #0x120]
        stp     x2, x1, [x0, #0x130]
        dsb     sy
        mrs     x1, sctlr_el1
        ldr     x0, =1 << 25
        orr     x1, x1, x0
        msr     sctlr_el1, x1
        isb
        ldr     x0, =cases_27
        bl      try_list

        ldr     x0, =text_28
        bl      print_line
        bl      baseline
        ldr     x0, =frames
        ldr     x1, =0x7766554433221100
        ldr     x2, =0xffeeddccbbaa9988
        stp     xzr, xzr, [x0, #0xe0]
        stp     xzr, xzr, [x0, #0xf0]
        stp     x1, x2, [x0, #0x100]
        stp     x2, x1, [x0, #0x110]
        stp     x1, x2, [x0, #0x120]
        stp     x2, x1, [x0, #0x130]
        dsb     sy
        mrs     x1, sctlr_el1
        ldr     x0, =1 << 24
        orr     x1, x1, x0
        msr     sctlr_el1, x1
        isb
        ldr     x0, =cases_29
        bl      try_list

        ldr     x0, =text_30
        bl      print_line
        bl      baseline
        ldr     x0, =frames
        ldr     x1, =0x7766554433221100
        ldr     x2, =0xffeeddccbbaa9988
        stp     xzr, xzr, [x0, #0xe0]
        stp     xzr, xzr, [x0, #0xf0]
        stp     x1, x2, [x0, #0x100]
        stp     x2, x1, [x0, #0x110]
        stp     x1, x2, [x0, #0x120]
        stp     x2, x1, [x0, #0x130]
        dsb     sy
        mrs     x1, sctlr_el2
        ldr     x0, =1 << 25
        orr     x1, x1, x0
        msr     sctlr_el2, x1
        isb
        ldr     x0, =cases_31
        bl      try_list

        ldr     x0, =text_32
        bl      print_line
        bl      baseline
        ldr     x0, =frames
        ldr     x1, =0x7766554433221100
        ldr     x2, =0xffeeddccbbaa9988
        stp     xzr, xzr, [x0, #0xe0]
        stp     xzr, xzr, [x0, #0xf0]
        stp     x1, x2, [x0, #0x100]
        stp     x2, x1, [x0, #0x110]
        stp     x1, x2, [x0, #0x120]
        stp     x2, x1, [x0, #0x130]
        dsb     sy
        ldr     x0, =cases_33
        bl      try_list

        ldr     x0, =text_34
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el1, x0
        ldr     x0, =0x200803510
        msr     tcr_el1, x0
        ldr     x0, =frames
        ldr     x1, =0x7766554433221100
        ldr     x2, =0xffeeddccbbaa9988
        stp     xzr, xzr, [x0, #0xe0]
        stp     xzr, xzr, [x0, #0xf0]
        stp     x1, x2, [x0, #0x100]
        stp     x2, x1, [x0, #0x110]
        stp     x1, x2, [x0, #0x120]
        stp     x2, x1, [x0, #0x130]
        dsb     sy
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        ldr     x0, =set0
        ldr     x1, =WINDOW
        ldr     x2, =frames + (AP_ALL | SH | AF | PAGE)
        mov     w3, #3
        bl      map
        ldr     x0, =pool
        ldr     x1, =pool_next
        ldr     x1, [x1]
2:      ldr     x2, [x0]
        rev     x2, x2
        str     x2, [x0], #8
        cmp     x0, x1
        b.ne    2b
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1 << 25
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        ldr     x0, =cases_35
        bl      try_list
        bl      baseline

        ldp     x29, x30, [sp], #16
        ret

make_frames:
        ldr     x0, =frames
        mov     x1, #64
        ldr     w2, =0xd65f03c0         // RET
1:      str     w2, [x0]
        str     w1, [x0, #4]
        add     x0, x0, #0x1000
        subs    x1, x1, #1
        b.ne    1b
        ret

// At EL1 after a fault: x0 = how far x1 is from x9.
base_moved:
        sub     x0, x1, x9
        smc     #0xd0d0
        .balign 2048
base_vectors:
        .space  0x200
        b       base_moved
        .balign 0x800

        .balign 4
cases_2:
1:      .word   1f - 1b, EL1
        .asciz  "ldrb w0, [x1, #3] at EL1"
        .balign 4
        ldr     x1, =frames + 0x100
        ldrb    w0, [x1, #3]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldurh w0, [x1, #1] at EL1"
        .balign 4
        ldr     x1, =frames + 0x100
        ldurh   w0, [x1, #1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldursh x0, [x1, #9] at EL1"
        .balign 4
        ldr     x1, =frames + 0x100
        ldursh  x0, [x1, #9]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldur w0, [x1, #2] at EL1"
        .balign 4
        ldr     x1, =frames + 0x100
        ldur    w0, [x1, #2]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldursw x0, [x1, #13] at EL1"
        .balign 4
        ldr     x1, =frames + 0x100
        ldursw  x0, [x1, #13]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldur x0, [x1, #4] at EL1"
        .balign 4
        ldr     x1, =frames + 0x100
        ldur    x0, [x1, #4]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldur x0, [x1, #1] at EL1"
        .balign 4
        ldr     x1, =frames + 0x100
        ldur    x0, [x1, #1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "add x1, x1, #4 then ldp x0, x3, [x1] at EL1"
        .balign 4
        ldr     x1, =frames + 0x100
        add     x1, x1, #4
        ldp     x0, x3, [x1]
        eor     x0, x0, x3
        ret
1:      .word   1f - 1b, EL1
        .asciz  "add x1, x1, #2 then ldp w0, w3, [x1] at EL1"
        .balign 4
        ldr     x1, =frames + 0x100
        add     x1, x1, #2
        ldp     w0, w3, [x1]
        orr     x0, x0, x3, lsl #32
        ret
1:      .word   1f - 1b, EL1
        .asciz  "add x1, x1, #1 then ldtr w0, [x1] at EL1"
        .balign 4
        ldr     x1, =frames + 0x100
        add     x1, x1, #1
        ldtr    w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "sturh w2, [x1, #-1] at EL1"
        .balign 4
        ldr     x1, =frames + 0x100
        sturh   w2, [x1, #-1]
        ldr     w0, [x1, #-4]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stur w2, [x1, #-3] at EL1"
        .balign 4
        ldr     x1, =frames + 0x100
        stur    w2, [x1, #-3]
        ldr     w0, [x1, #-4]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stur x2, [x1, #-12] at EL1"
        .balign 4
        ldr     x1, =frames + 0x100
        stur    x2, [x1, #-12]
        ldr     w0, [x1, #-8]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "add x1, x1, #-14 then stp w2, w2, [x1] at EL1"
        .balign 4
        ldr     x1, =frames + 0x100
        add     x1, x1, #-14
        stp     w2, w2, [x1]
        mov     x0, #0
        ret
1:      .word   1f - 1b, EL1
        .asciz  "add x1, x1, #-20 then stp x2, x2, [x1] at EL1"
        .balign 4
        ldr     x1, =frames + 0x100
        add     x1, x1, #-20
        stp     x2, x2, [x1]
        mov     x0, #0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldrb w0, [x1, #3] at EL0"
        .balign 4
        ldr     x1, =frames + 0x100
        ldrb    w0, [x1, #3]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldurh w0, [x1, #1] at EL0"
        .balign 4
        ldr     x1, =frames + 0x100
        ldurh   w0, [x1, #1]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldursh x0, [x1, #9] at EL0"
        .balign 4
        ldr     x1, =frames + 0x100
        ldursh  x0, [x1, #9]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldur w0, [x1, #2] at EL0"
        .balign 4
        ldr     x1, =frames + 0x100
        ldur    w0, [x1, #2]
        ret
1:      .word   0

        .balign 4
cases_3:
1:      .word   1f - 1b, EL1
        .asciz  "DC ZVA with the MMU off"
        .balign 4
        ldr     x1, =frames + 0x800
        dc      zva, x1
        ret
1:      .word   0

        .balign 4
cases_5:
1:      .word   1f - 1b, EL2
        .asciz  "ldrb w0, [x1, #3] at EL2"
        .balign 4
        ldr     x1, =frames + 0x100
        ldrb    w0, [x1, #3]
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ldurh w0, [x1, #1] at EL2"
        .balign 4
        ldr     x1, =frames + 0x100
        ldurh   w0, [x1, #1]
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ldursh x0, [x1, #9] at EL2"
        .balign 4
        ldr     x1, =frames + 0x100
        ldursh  x0, [x1, #9]
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ldur w0, [x1, #2] at EL2"
        .balign 4
        ldr     x1, =frames + 0x100
        ldur    w0, [x1, #2]
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ldrb w0, [x1, #3] at EL3"
        .balign 4
        ldr     x1, =frames + 0x100
        ldrb    w0, [x1, #3]
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ldurh w0, [x1, #1] at EL3"
        .balign 4
        ldr     x1, =frames + 0x100
        ldurh   w0, [x1, #1]
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ldursh x0, [x1, #9] at EL3"
        .balign 4
        ldr     x1, =frames + 0x100
        ldursh  x0, [x1, #9]
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ldur w0, [x1, #2] at EL3"
        .balign 4
        ldr     x1, =frames + 0x100
        ldur    w0, [x1, #2]
        ret
1:      .word   0

        .balign 4
cases_7:
1:      .word   1f - 1b, EL1
        .asciz  "ldrb w0, [x1, #3] at EL1"
        .balign 4
        ldr     x1, =frames + 0x100
        ldrb    w0, [x1, #3]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldurh w0, [x1, #1] at EL1"
        .balign 4
        ldr     x1, =frames + 0x100
        ldurh   w0, [x1, #1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldursh x0, [x1, #9] at EL1"
        .balign 4
        ldr     x1, =frames + 0x100
        ldursh  x0, [x1, #9]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldur w0, [x1, #2] at EL1"
        .balign 4
        ldr     x1, =frames + 0x100
        ldur    w0, [x1, #2]
        ret
1:      .word   0

        .balign 4
cases_9:
1:      .word   1f - 1b, EL1
        .asciz  "ldrb w0, [x1, #3] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldrb    w0, [x1, #3]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldurh w0, [x1, #1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldurh   w0, [x1, #1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldursh x0, [x1, #9] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldursh  x0, [x1, #9]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldur w0, [x1, #2] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldur    w0, [x1, #2]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldursw x0, [x1, #13] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldursw  x0, [x1, #13]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldur x0, [x1, #4] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldur    x0, [x1, #4]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldur x0, [x1, #1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldur    x0, [x1, #1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "add x1, x1, #4 then ldp x0, x3, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        add     x1, x1, #4
        ldp     x0, x3, [x1]
        eor     x0, x0, x3
        ret
1:      .word   1f - 1b, EL1
        .asciz  "add x1, x1, #2 then ldp w0, w3, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        add     x1, x1, #2
        ldp     w0, w3, [x1]
        orr     x0, x0, x3, lsl #32
        ret
1:      .word   1f - 1b, EL1
        .asciz  "add x1, x1, #1 then ldtr w0, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        add     x1, x1, #1
        ldtr    w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "sturh w2, [x1, #-1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        sturh   w2, [x1, #-1]
        ldr     w0, [x1, #-4]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stur w2, [x1, #-3] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        stur    w2, [x1, #-3]
        ldr     w0, [x1, #-4]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stur x2, [x1, #-12] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        stur    x2, [x1, #-12]
        ldr     w0, [x1, #-8]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "add x1, x1, #-14 then stp w2, w2, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        add     x1, x1, #-14
        stp     w2, w2, [x1]
        mov     x0, #0
        ret
1:      .word   1f - 1b, EL1
        .asciz  "add x1, x1, #-20 then stp x2, x2, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        add     x1, x1, #-20
        stp     x2, x2, [x1]
        mov     x0, #0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldrb w0, [x1, #3] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldrb    w0, [x1, #3]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldurh w0, [x1, #1] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldurh   w0, [x1, #1]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldursh x0, [x1, #9] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldursh  x0, [x1, #9]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldur w0, [x1, #2] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldur    w0, [x1, #2]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldursw x0, [x1, #13] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldursw  x0, [x1, #13]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldur x0, [x1, #4] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldur    x0, [x1, #4]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldur x0, [x1, #1] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldur    x0, [x1, #1]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "add x1, x1, #4 then ldp x0, x3, [x1] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        add     x1, x1, #4
        ldp     x0, x3, [x1]
        eor     x0, x0, x3
        ret
1:      .word   1f - 1b, EL0
        .asciz  "add x1, x1, #2 then ldp w0, w3, [x1] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        add     x1, x1, #2
        ldp     w0, w3, [x1]
        orr     x0, x0, x3, lsl #32
        ret
1:      .word   1f - 1b, EL0
        .asciz  "add x1, x1, #1 then ldtr w0, [x1] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        add     x1, x1, #1
        ldtr    w0, [x1]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "sturh w2, [x1, #-1] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        sturh   w2, [x1, #-1]
        ldr     w0, [x1, #-4]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "stur w2, [x1, #-3] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        stur    w2, [x1, #-3]
        ldr     w0, [x1, #-4]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "stur x2, [x1, #-12] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        stur    x2, [x1, #-12]
        ldr     w0, [x1, #-8]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "add x1, x1, #-14 then stp w2, w2, [x1] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        add     x1, x1, #-14
        stp     w2, w2, [x1]
        mov     x0, #0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "add x1, x1, #-20 then stp x2, x2, [x1] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        add     x1, x1, #-20
        stp     x2, x2, [x1]
        mov     x0, #0
        ret
1:      .word   0

        .balign 4
cases_11:
1:      .word   1f - 1b, EL1
        .asciz  "ldxr w0, [x1] + 1 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 1
        ldxr    w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldxr w0, [x1] + 4 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 4
        ldxr    w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldxr w0, [x1] + 8 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 8
        ldxr    w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldxrh w0, [x1] + 1 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 1
        ldxrh   w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldxrh w0, [x1] + 4 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 4
        ldxrh   w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldxrh w0, [x1] + 8 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 8
        ldxrh   w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldxrb w0, [x1] + 1 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 1
        ldxrb   w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldxrb w0, [x1] + 4 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 4
        ldxrb   w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldxrb w0, [x1] + 8 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 8
        ldxrb   w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldaxr x0, [x1] + 1 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 1
        ldaxr   x0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldaxr x0, [x1] + 4 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 4
        ldaxr   x0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldaxr x0, [x1] + 8 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 8
        ldaxr   x0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldxp w0, w3, [x1] + 1 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 1
        ldxp    w0, w3, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldxp w0, w3, [x1] + 4 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 4
        ldxp    w0, w3, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldxp w0, w3, [x1] + 8 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 8
        ldxp    w0, w3, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldxp x0, x3, [x1] + 1 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 1
        ldxp    x0, x3, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldxp x0, x3, [x1] + 4 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 4
        ldxp    x0, x3, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldxp x0, x3, [x1] + 8 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 8
        ldxp    x0, x3, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stxr w0, w2, [x1] + 1 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 1
        stxr    w0, w2, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stxr w0, w2, [x1] + 4 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 4
        stxr    w0, w2, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stxr w0, w2, [x1] + 8 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 8
        stxr    w0, w2, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stlxr w0, x2, [x1] + 1 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 1
        stlxr   w0, x2, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stlxr w0, x2, [x1] + 4 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 4
        stlxr   w0, x2, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stlxr w0, x2, [x1] + 8 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 8
        stlxr   w0, x2, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stxp w0, x2, x3, [x1] + 1 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 1
        stxp    w0, x2, x3, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stxp w0, x2, x3, [x1] + 4 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 4
        stxp    w0, x2, x3, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stxp w0, x2, x3, [x1] + 8 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 8
        stxp    w0, x2, x3, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldar w0, [x1] + 1 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 1
        ldar    w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldar w0, [x1] + 4 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 4
        ldar    w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldar w0, [x1] + 8 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 8
        ldar    w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldarh w0, [x1] + 1 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 1
        ldarh   w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldarh w0, [x1] + 4 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 4
        ldarh   w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldarh w0, [x1] + 8 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 8
        ldarh   w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldarb w0, [x1] + 1 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 1
        ldarb   w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldarb w0, [x1] + 4 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 4
        ldarb   w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldarb w0, [x1] + 8 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 8
        ldarb   w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stlr x2, [x1] + 1 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 1
        stlr    x2, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stlr x2, [x1] + 4 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 4
        stlr    x2, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stlr x2, [x1] + 8 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 8
        stlr    x2, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stlrh w2, [x1] + 1 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 1
        stlrh   w2, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stlrh w2, [x1] + 4 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 4
        stlrh   w2, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stlrh w2, [x1] + 8 at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x900 + 8
        stlrh   w2, [x1]
        ret
1:      .word   0

        .balign 4
cases_13:
1:      .word   1f - 1b, EL1
        .asciz  "ldrb w0, [x1, #3] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldrb    w0, [x1, #3]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldurh w0, [x1, #1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldurh   w0, [x1, #1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldursh x0, [x1, #9] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldursh  x0, [x1, #9]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldur w0, [x1, #2] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldur    w0, [x1, #2]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldursw x0, [x1, #13] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldursw  x0, [x1, #13]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldur x0, [x1, #4] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldur    x0, [x1, #4]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldur x0, [x1, #1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldur    x0, [x1, #1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "add x1, x1, #4 then ldp x0, x3, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        add     x1, x1, #4
        ldp     x0, x3, [x1]
        eor     x0, x0, x3
        ret
1:      .word   1f - 1b, EL1
        .asciz  "add x1, x1, #2 then ldp w0, w3, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        add     x1, x1, #2
        ldp     w0, w3, [x1]
        orr     x0, x0, x3, lsl #32
        ret
1:      .word   1f - 1b, EL1
        .asciz  "add x1, x1, #1 then ldtr w0, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        add     x1, x1, #1
        ldtr    w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "sturh w2, [x1, #-1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        sturh   w2, [x1, #-1]
        ldr     w0, [x1, #-4]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stur w2, [x1, #-3] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        stur    w2, [x1, #-3]
        ldr     w0, [x1, #-4]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stur x2, [x1, #-12] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        stur    x2, [x1, #-12]
        ldr     w0, [x1, #-8]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "add x1, x1, #-14 then stp w2, w2, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        add     x1, x1, #-14
        stp     w2, w2, [x1]
        mov     x0, #0
        ret
1:      .word   1f - 1b, EL1
        .asciz  "add x1, x1, #-20 then stp x2, x2, [x1] at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        add     x1, x1, #-20
        stp     x2, x2, [x1]
        mov     x0, #0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldrb w0, [x1, #3] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldrb    w0, [x1, #3]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldurh w0, [x1, #1] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldurh   w0, [x1, #1]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldursh x0, [x1, #9] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldursh  x0, [x1, #9]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldur w0, [x1, #2] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldur    w0, [x1, #2]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldursw x0, [x1, #13] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldursw  x0, [x1, #13]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldur x0, [x1, #4] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldur    x0, [x1, #4]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldur x0, [x1, #1] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        ldur    x0, [x1, #1]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "add x1, x1, #4 then ldp x0, x3, [x1] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        add     x1, x1, #4
        ldp     x0, x3, [x1]
        eor     x0, x0, x3
        ret
1:      .word   1f - 1b, EL0
        .asciz  "add x1, x1, #2 then ldp w0, w3, [x1] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        add     x1, x1, #2
        ldp     w0, w3, [x1]
        orr     x0, x0, x3, lsl #32
        ret
1:      .word   1f - 1b, EL0
        .asciz  "add x1, x1, #1 then ldtr w0, [x1] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        add     x1, x1, #1
        ldtr    w0, [x1]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "sturh w2, [x1, #-1] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        sturh   w2, [x1, #-1]
        ldr     w0, [x1, #-4]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "stur w2, [x1, #-3] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        stur    w2, [x1, #-3]
        ldr     w0, [x1, #-4]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "stur x2, [x1, #-12] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        stur    x2, [x1, #-12]
        ldr     w0, [x1, #-8]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "add x1, x1, #-14 then stp w2, w2, [x1] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        add     x1, x1, #-14
        stp     w2, w2, [x1]
        mov     x0, #0
        ret
1:      .word   1f - 1b, EL0
        .asciz  "add x1, x1, #-20 then stp x2, x2, [x1] at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x100
        add     x1, x1, #-20
        stp     x2, x2, [x1]
        mov     x0, #0
        ret
1:      .word   0

        .balign 4
cases_14:
1:      .word   1f - 1b, EL1
        .asciz  "unaligned and not mapped: which comes first"
        .balign 4
        ldr     x1, =WINDOW + 0x5001
        ldr     w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "unaligned and read-only"
        .balign 4
        ldr     x1, =WINDOW + 0x2001
        str     w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "unaligned across two pages"
        .balign 4
        ldr     x1, =WINDOW + 0xffe
        ldr     w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "unaligned across the end, second page not mapped"
        .balign 4
        ldr     x1, =WINDOW + 0x2ffe
        ldr     w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "DC CIVAC, PRFM and DC ZVA do not care"
        .balign 4
        ldr     x1, =WINDOW + 0x801
        dc      cvac, x1
        prfm    pldl1keep, [x1]
        dc      zva, x1
        mov     x0, #1
        ret
1:      .word   1f - 1b, EL1
        .asciz  "LDP of words to a multiple of 4"
        .balign 4
        ldr     x1, =WINDOW + 0x104
        ldp     w0, w3, [x1]
        ret
1:      .word   0

        .balign 4
cases_16:
1:      .word   1f - 1b, EL2
        .asciz  "ldur w0, [x1, #2] at EL2"
        .balign 4
        ldur    w0, [x1, #2]
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ldur w0, [x1, #2] at EL3"
        .balign 4
        ldur    w0, [x1, #2]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "aligned at EL1"
        .balign 4
        ldr     w0, [x1, #4]
        mov     x0, #1
        ret
1:      .word   0

        .balign 4
cases_18:
1:      .word   1f - 1b, EL1
        .asciz  "LDXR, STXR at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        ldxr    w3, [x1]
        stxr    w4, w2, [x1]
        ldr     w0, [x1]
        orr     x0, x0, x4, lsl #32
        ret
1:      .word   1f - 1b, EL1
        .asciz  "STXR alone at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        clrex
        stxr    w4, w2, [x1]
        ldr     w0, [x1]
        orr     x0, x0, x4, lsl #32
        ret
1:      .word   1f - 1b, EL1
        .asciz  "STXR a second time at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        ldxr    w3, [x1]
        stxr    w4, w2, [x1]
        stxr    w5, w3, [x1]
        ldr     w0, [x1]
        orr     x0, x0, x5, lsl #32
        ret
1:      .word   1f - 1b, EL1
        .asciz  "CLREX between at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        ldxr    w3, [x1]
        clrex
        stxr    w4, w2, [x1]
        ldr     w0, [x1]
        orr     x0, x0, x4, lsl #32
        ret
1:      .word   1f - 1b, EL1
        .asciz  "LDXRB, STXRB at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        ldxrb   w3, [x1]
        stxrb   w4, w2, [x1]
        ldr     w0, [x1]
        orr     x0, x0, x4, lsl #32
        ret
1:      .word   1f - 1b, EL1
        .asciz  "LDXRH, STXRH at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        ldxrh   w3, [x1]
        stxrh   w4, w2, [x1]
        ldr     w0, [x1]
        orr     x0, x0, x4, lsl #32
        ret
1:      .word   1f - 1b, EL1
        .asciz  "LDXR X, STXR X at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        ldxr    x3, [x1]
        stxr    w4, x2, [x1]
        ldr     x0, [x1]
        add     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "LDAXR, STLXR at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        ldaxr   w3, [x1]
        stlxr   w4, w2, [x1]
        ldr     w0, [x1]
        orr     x0, x0, x4, lsl #32
        ret
1:      .word   1f - 1b, EL1
        .asciz  "LDXP W, STXP W at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        ldxp    w3, w5, [x1]
        stxp    w4, w2, w1, [x1]
        ldr     x0, [x1]
        add     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "LDXP X, STXP X at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        ldxp    x3, x5, [x1]
        stxp    w4, x2, x1, [x1]
        ldp     x0, x3, [x1]
        eor     x0, x0, x3
        add     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "LDAXP, STLXP at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        ldaxp   x3, x5, [x1]
        stlxp   w4, x2, x2, [x1]
        ldp     x0, x3, [x1]
        eor     x0, x0, x3
        add     x0, x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "STXR to another page at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        ldr     x5, =WINDOW + 0x1200
        ldxr    w3, [x1]
        stxr    w0, w2, [x5]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "LDXR of another page in between at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        ldr     x5, =WINDOW + 0x1200
        ldxr    w3, [x1]
        ldxr    w3, [x5]
        stxr    w4, w2, [x1]
        mov     w0, w4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "registers written in between at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        ldxr    w3, [x1]
        mov     x5, #100
2:      subs    x5, x5, #1
        b.ne    2b
        stxr    w0, w2, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "the status register is 32 bits wide at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        mov     x4, #-1
        ldxr    w3, [x1]
        stxr    w4, w2, [x1]
        mov     x0, x4
        ret
1:      .word   1f - 1b, EL0
        .asciz  "LDXR, STXR at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        ldxr    w3, [x1]
        stxr    w4, w2, [x1]
        ldr     w0, [x1]
        orr     x0, x0, x4, lsl #32
        ret
1:      .word   1f - 1b, EL0
        .asciz  "STXR alone at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        clrex
        stxr    w4, w2, [x1]
        ldr     w0, [x1]
        orr     x0, x0, x4, lsl #32
        ret
1:      .word   1f - 1b, EL0
        .asciz  "STXR a second time at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        ldxr    w3, [x1]
        stxr    w4, w2, [x1]
        stxr    w5, w3, [x1]
        ldr     w0, [x1]
        orr     x0, x0, x5, lsl #32
        ret
1:      .word   1f - 1b, EL0
        .asciz  "CLREX between at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        ldxr    w3, [x1]
        clrex
        stxr    w4, w2, [x1]
        ldr     w0, [x1]
        orr     x0, x0, x4, lsl #32
        ret
1:      .word   1f - 1b, EL0
        .asciz  "LDXRB, STXRB at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        ldxrb   w3, [x1]
        stxrb   w4, w2, [x1]
        ldr     w0, [x1]
        orr     x0, x0, x4, lsl #32
        ret
1:      .word   1f - 1b, EL0
        .asciz  "LDXRH, STXRH at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        ldxrh   w3, [x1]
        stxrh   w4, w2, [x1]
        ldr     w0, [x1]
        orr     x0, x0, x4, lsl #32
        ret
1:      .word   1f - 1b, EL0
        .asciz  "LDXR X, STXR X at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        ldxr    x3, [x1]
        stxr    w4, x2, [x1]
        ldr     x0, [x1]
        add     x0, x0, x4
        ret
1:      .word   1f - 1b, EL0
        .asciz  "LDAXR, STLXR at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        ldaxr   w3, [x1]
        stlxr   w4, w2, [x1]
        ldr     w0, [x1]
        orr     x0, x0, x4, lsl #32
        ret
1:      .word   1f - 1b, EL0
        .asciz  "LDXP W, STXP W at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        ldxp    w3, w5, [x1]
        stxp    w4, w2, w1, [x1]
        ldr     x0, [x1]
        add     x0, x0, x4
        ret
1:      .word   1f - 1b, EL0
        .asciz  "LDXP X, STXP X at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        ldxp    x3, x5, [x1]
        stxp    w4, x2, x1, [x1]
        ldp     x0, x3, [x1]
        eor     x0, x0, x3
        add     x0, x0, x4
        ret
1:      .word   1f - 1b, EL0
        .asciz  "LDAXP, STLXP at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        ldaxp   x3, x5, [x1]
        stlxp   w4, x2, x2, [x1]
        ldp     x0, x3, [x1]
        eor     x0, x0, x3
        add     x0, x0, x4
        ret
1:      .word   1f - 1b, EL0
        .asciz  "STXR to another page at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        ldr     x5, =WINDOW + 0x1200
        ldxr    w3, [x1]
        stxr    w0, w2, [x5]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "LDXR of another page in between at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        ldr     x5, =WINDOW + 0x1200
        ldxr    w3, [x1]
        ldxr    w3, [x5]
        stxr    w4, w2, [x1]
        mov     w0, w4
        ret
1:      .word   1f - 1b, EL0
        .asciz  "registers written in between at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        ldxr    w3, [x1]
        mov     x5, #100
2:      subs    x5, x5, #1
        b.ne    2b
        stxr    w0, w2, [x1]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "the status register is 32 bits wide at EL0"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        mov     x4, #-1
        ldxr    w3, [x1]
        stxr    w4, w2, [x1]
        mov     x0, x4
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ERET in between clears the monitor at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        ldxr    w3, [x1]
        adr     x4, 2f
        msr     elr_el1, x4
        mov     x4, #EL1
        msr     spsr_el1, x4
        isb
        eret
2:      stxr    w4, w2, [x1]
        ldr     w0, [x1]
        orr     x0, x0, x4, lsl #32
        ret
1:      .word   1f - 1b, EL1
        .asciz  "a loop that adds at EL1"
        .balign 4
        ldr     x1, =WINDOW + 0x200
        str     xzr, [x1]
        str     xzr, [x1, #8]
        mov     w5, #100
2:      ldxr    w3, [x1]
        add     w3, w3, #1
        stxr    w4, w3, [x1]
        cbnz    w4, 2b
        subs    w5, w5, #1
        b.ne    2b
        ldr     w0, [x1]
        ret
1:      .word   0

        .balign 4
cases_20:
1:      .word   1f - 1b, EL1
        .asciz  "DC ZVA + 0x0 at EL1: which of 24 words stay"
        .balign 4
        ldr     x1, =WINDOW + 0x400
        mov     x3, #-1
        mov     x4, #24
        mov     x5, x1
2:      str     x3, [x5], #8
        subs    x4, x4, #1
        b.ne    2b
        add     x6, x1, #0
        dc      zva, x6
        mov     x0, #0
        mov     x4, #24
        mov     x5, x1
3:      ldr     x3, [x5], #8
        add     x0, x0, x0
        cmp     x3, #0
        cinc    x0, x0, ne
        subs    x4, x4, #1
        b.ne    3b
        ret
1:      .word   1f - 1b, EL1
        .asciz  "DC ZVA + 0x40 at EL1: which of 24 words stay"
        .balign 4
        ldr     x1, =WINDOW + 0x400
        mov     x3, #-1
        mov     x4, #24
        mov     x5, x1
2:      str     x3, [x5], #8
        subs    x4, x4, #1
        b.ne    2b
        add     x6, x1, #64
        dc      zva, x6
        mov     x0, #0
        mov     x4, #24
        mov     x5, x1
3:      ldr     x3, [x5], #8
        add     x0, x0, x0
        cmp     x3, #0
        cinc    x0, x0, ne
        subs    x4, x4, #1
        b.ne    3b
        ret
1:      .word   1f - 1b, EL1
        .asciz  "DC ZVA + 0x44 at EL1: which of 24 words stay"
        .balign 4
        ldr     x1, =WINDOW + 0x400
        mov     x3, #-1
        mov     x4, #24
        mov     x5, x1
2:      str     x3, [x5], #8
        subs    x4, x4, #1
        b.ne    2b
        add     x6, x1, #68
        dc      zva, x6
        mov     x0, #0
        mov     x4, #24
        mov     x5, x1
3:      ldr     x3, [x5], #8
        add     x0, x0, x0
        cmp     x3, #0
        cinc    x0, x0, ne
        subs    x4, x4, #1
        b.ne    3b
        ret
1:      .word   1f - 1b, EL1
        .asciz  "DC ZVA + 0x7f at EL1: which of 24 words stay"
        .balign 4
        ldr     x1, =WINDOW + 0x400
        mov     x3, #-1
        mov     x4, #24
        mov     x5, x1
2:      str     x3, [x5], #8
        subs    x4, x4, #1
        b.ne    2b
        add     x6, x1, #127
        dc      zva, x6
        mov     x0, #0
        mov     x4, #24
        mov     x5, x1
3:      ldr     x3, [x5], #8
        add     x0, x0, x0
        cmp     x3, #0
        cinc    x0, x0, ne
        subs    x4, x4, #1
        b.ne    3b
        ret
1:      .word   1f - 1b, EL0
        .asciz  "DC ZVA + 0x0 at EL0: which of 24 words stay"
        .balign 4
        ldr     x1, =WINDOW + 0x400
        mov     x3, #-1
        mov     x4, #24
        mov     x5, x1
2:      str     x3, [x5], #8
        subs    x4, x4, #1
        b.ne    2b
        add     x6, x1, #0
        dc      zva, x6
        mov     x0, #0
        mov     x4, #24
        mov     x5, x1
3:      ldr     x3, [x5], #8
        add     x0, x0, x0
        cmp     x3, #0
        cinc    x0, x0, ne
        subs    x4, x4, #1
        b.ne    3b
        ret
1:      .word   1f - 1b, EL0
        .asciz  "DC ZVA + 0x40 at EL0: which of 24 words stay"
        .balign 4
        ldr     x1, =WINDOW + 0x400
        mov     x3, #-1
        mov     x4, #24
        mov     x5, x1
2:      str     x3, [x5], #8
        subs    x4, x4, #1
        b.ne    2b
        add     x6, x1, #64
        dc      zva, x6
        mov     x0, #0
        mov     x4, #24
        mov     x5, x1
3:      ldr     x3, [x5], #8
        add     x0, x0, x0
        cmp     x3, #0
        cinc    x0, x0, ne
        subs    x4, x4, #1
        b.ne    3b
        ret
1:      .word   1f - 1b, EL0
        .asciz  "DC ZVA + 0x44 at EL0: which of 24 words stay"
        .balign 4
        ldr     x1, =WINDOW + 0x400
        mov     x3, #-1
        mov     x4, #24
        mov     x5, x1
2:      str     x3, [x5], #8
        subs    x4, x4, #1
        b.ne    2b
        add     x6, x1, #68
        dc      zva, x6
        mov     x0, #0
        mov     x4, #24
        mov     x5, x1
3:      ldr     x3, [x5], #8
        add     x0, x0, x0
        cmp     x3, #0
        cinc    x0, x0, ne
        subs    x4, x4, #1
        b.ne    3b
        ret
1:      .word   1f - 1b, EL0
        .asciz  "DC ZVA + 0x7f at EL0: which of 24 words stay"
        .balign 4
        ldr     x1, =WINDOW + 0x400
        mov     x3, #-1
        mov     x4, #24
        mov     x5, x1
2:      str     x3, [x5], #8
        subs    x4, x4, #1
        b.ne    2b
        add     x6, x1, #127
        dc      zva, x6
        mov     x0, #0
        mov     x4, #24
        mov     x5, x1
3:      ldr     x3, [x5], #8
        add     x0, x0, x0
        cmp     x3, #0
        cinc    x0, x0, ne
        subs    x4, x4, #1
        b.ne    3b
        ret
1:      .word   1f - 1b, EL0
        .asciz  "DCZID_EL0 at EL0"
        .balign 4
        mrs     x0, dczid_el0
        ret
1:      .word   1f - 1b, EL1
        .asciz  "DCZID_EL0 at EL1"
        .balign 4
        mrs     x0, dczid_el0
        ret
1:      .word   0

        .balign 4
cases_22:
1:      .word   1f - 1b, EL0
        .asciz  "DCZID_EL0 at EL0"
        .balign 4
        mrs     x0, dczid_el0
        ret
1:      .word   1f - 1b, EL1
        .asciz  "DCZID_EL0 at EL1"
        .balign 4
        mrs     x0, dczid_el0
        ret
1:      .word   0

        .balign 4
cases_23:
1:      .word   1f - 1b, EL0
        .asciz  "DCZID_EL0 at EL0"
        .balign 4
        mrs     x0, dczid_el0
        ret
1:      .word   1f - 1b, EL1
        .asciz  "DCZID_EL0 at EL1"
        .balign 4
        mrs     x0, dczid_el0
        ret
1:      .word   1f - 1b, EL2
        .asciz  "DCZID_EL0 at EL2"
        .balign 4
        mrs     x0, dczid_el0
        ret
1:      .word   0

        .balign 4
cases_25:
1:      .word   1f - 1b, EL1
        .asciz  "ldr w0, [x1], #4"
        .balign 4
        ldr     x1, =WINDOW + 0x1000
        mov     x9, x1
        mov     x3, #0
        ldr     w0, [x1], #4
        mov     x0, #0x99
        ret
1:      .word   1f - 1b, EL1
        .asciz  "str w2, [x1], #8"
        .balign 4
        ldr     x1, =WINDOW + 0x2000
        mov     x9, x1
        mov     x3, #0
        str     w2, [x1], #8
        mov     x0, #0x99
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldr x0, [x1, #16]!"
        .balign 4
        ldr     x1, =WINDOW + 0xff8
        mov     x9, x1
        mov     x3, #0
        ldr     x0, [x1, #16]!
        mov     x0, #0x99
        ret
1:      .word   1f - 1b, EL1
        .asciz  "str x2, [x1, #-8]!"
        .balign 4
        ldr     x1, =WINDOW + 0x2010
        mov     x9, x1
        mov     x3, #0
        str     x2, [x1, #-8]!
        mov     x0, #0x99
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldp x3, x4, [x1], #16"
        .balign 4
        ldr     x1, =WINDOW + 0x1000
        mov     x9, x1
        mov     x3, #0
        ldp     x3, x4, [x1], #16
        mov     x0, #0x99
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldp x3, x4, [x1], #16"
        .balign 4
        ldr     x1, =WINDOW + 0xff8
        mov     x9, x1
        mov     x3, #0
        ldp     x3, x4, [x1], #16
        mov     x0, #0x99
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stp x3, x4, [x1, #-32]!"
        .balign 4
        ldr     x1, =WINDOW + 0x2020
        mov     x9, x1
        mov     x3, #0
        stp     x3, x4, [x1, #-32]!
        mov     x0, #0x99
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldrb w0, [x1], #-1"
        .balign 4
        ldr     x1, =WINDOW + 0x1000
        mov     x9, x1
        mov     x3, #0
        ldrb    w0, [x1], #-1
        mov     x0, #0x99
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldr x1, [x1]"
        .balign 4
        ldr     x1, =WINDOW + 0x1000
        mov     x9, x1
        mov     x3, #0
        ldr     x1, [x1]
        mov     x0, #0x99
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldp x3, x1, [x1]"
        .balign 4
        ldr     x1, =WINDOW + 0xff8
        mov     x9, x1
        mov     x3, #0
        ldp     x3, x1, [x1]
        mov     x0, #0x99
        ret
1:      .word   0

        .balign 4
cases_27:
1:      .word   1f - 1b, EL1
        .asciz  "ldr w0, [x1] at EL1"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldr     w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldr x0, [x1] at EL1"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldr     x0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldrh w0, [x1] at EL1"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldrh    w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldrb w0, [x1] at EL1"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldrb    w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldrsh x0, [x1, #8] at EL1"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldrsh   x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldrsw x0, [x1, #8] at EL1"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldrsw   x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldp w0, w3, [x1]; orr x0, x0, x3, lsl #32 at EL1"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldp     w0, w3, [x1]
        orr     x0, x0, x3, lsl #32
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldp x0, x3, [x1]; eor x0, x0, x3 at EL1"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldp     x0, x3, [x1]
        eor     x0, x0, x3
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldpsw x0, x3, [x1, #8]; eor x0, x0, x3 at EL1"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldpsw   x0, x3, [x1, #8]
        eor     x0, x0, x3
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldar w0, [x1] at EL1"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldar    w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldtr w0, [x1] at EL1"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldtr    w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "str w2, [x1, #0x20]; ldr x0, [x1, #0x20] at EL1"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        str     w2, [x1, #0x20]
        ldr     x0, [x1, #0x20]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "strh w2, [x1, #0x28]; ldr x0, [x1, #0x28] at EL1"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        strh    w2, [x1, #0x28]
        ldr     x0, [x1, #0x28]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "str x2, [x1, #0x20]; ldrb w0, [x1, #0x27] at EL1"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        str     x2, [x1, #0x20]
        ldrb    w0, [x1, #0x27]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "stp w2, w2, [x1, #0x28]; ldrb w0, [x1, #0x28] at EL1"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        stp     w2, w2, [x1, #0x28]
        ldrb    w0, [x1, #0x28]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldr w0, [x1] at EL0"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldr     w0, [x1]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldr x0, [x1] at EL0"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldr     x0, [x1]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldrh w0, [x1] at EL0"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldrh    w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "literals are data"
        .balign 4
        ldr     w0, 2f
        ret
2:      .word   0x12345678
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ldr x0, [x1] at EL2"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        ldr     x0, [x1]
        ret
1:      .word   0

        .balign 4
cases_29:
1:      .word   1f - 1b, EL0
        .asciz  "ldr w0, [x1] at EL0"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldr     w0, [x1]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldr x0, [x1] at EL0"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldr     x0, [x1]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldrh w0, [x1] at EL0"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldrh    w0, [x1]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldrb w0, [x1] at EL0"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldrb    w0, [x1]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldrsh x0, [x1, #8] at EL0"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldrsh   x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldrsw x0, [x1, #8] at EL0"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldrsw   x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldp w0, w3, [x1]; orr x0, x0, x3, lsl #32 at EL0"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldp     w0, w3, [x1]
        orr     x0, x0, x3, lsl #32
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldp x0, x3, [x1]; eor x0, x0, x3 at EL0"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldp     x0, x3, [x1]
        eor     x0, x0, x3
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldpsw x0, x3, [x1, #8]; eor x0, x0, x3 at EL0"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldpsw   x0, x3, [x1, #8]
        eor     x0, x0, x3
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldar w0, [x1] at EL0"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldar    w0, [x1]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "ldtr w0, [x1] at EL0"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldtr    w0, [x1]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "str w2, [x1, #0x20]; ldr x0, [x1, #0x20] at EL0"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        str     w2, [x1, #0x20]
        ldr     x0, [x1, #0x20]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "strh w2, [x1, #0x28]; ldr x0, [x1, #0x28] at EL0"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        strh    w2, [x1, #0x28]
        ldr     x0, [x1, #0x28]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "str x2, [x1, #0x20]; ldrb w0, [x1, #0x27] at EL0"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        str     x2, [x1, #0x20]
        ldrb    w0, [x1, #0x27]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "stp w2, w2, [x1, #0x28]; ldrb w0, [x1, #0x28] at EL0"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        stp     w2, w2, [x1, #0x28]
        ldrb    w0, [x1, #0x28]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldr w0, [x1] at EL1"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldr     w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldr x0, [x1] at EL1"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldr     x0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldrh w0, [x1] at EL1"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldrh    w0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "ldtr w0, [x1] at EL1"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        ldtr    w0, [x1]
        ret
1:      .word   0

        .balign 4
cases_31:
1:      .word   1f - 1b, EL2
        .asciz  "ldr w0, [x1] at EL2"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldr     w0, [x1]
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ldr x0, [x1] at EL2"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldr     x0, [x1]
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ldrh w0, [x1] at EL2"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldrh    w0, [x1]
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ldrb w0, [x1] at EL2"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldrb    w0, [x1]
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ldrsh x0, [x1, #8] at EL2"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldrsh   x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ldrsw x0, [x1, #8] at EL2"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldrsw   x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ldp w0, w3, [x1]; orr x0, x0, x3, lsl #32 at EL2"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldp     w0, w3, [x1]
        orr     x0, x0, x3, lsl #32
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ldp x0, x3, [x1]; eor x0, x0, x3 at EL2"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldp     x0, x3, [x1]
        eor     x0, x0, x3
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ldpsw x0, x3, [x1, #8]; eor x0, x0, x3 at EL2"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldpsw   x0, x3, [x1, #8]
        eor     x0, x0, x3
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ldar w0, [x1] at EL2"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldar    w0, [x1]
        ret
1:      .word   1f - 1b, EL2
        .asciz  "ldtr w0, [x1] at EL2"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        ldtr    w0, [x1]
        ret
1:      .word   1f - 1b, EL2
        .asciz  "str w2, [x1, #0x20]; ldr x0, [x1, #0x20] at EL2"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        str     w2, [x1, #0x20]
        ldr     x0, [x1, #0x20]
        ret
1:      .word   1f - 1b, EL2
        .asciz  "strh w2, [x1, #0x28]; ldr x0, [x1, #0x28] at EL2"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        strh    w2, [x1, #0x28]
        ldr     x0, [x1, #0x28]
        ret
1:      .word   1f - 1b, EL2
        .asciz  "str x2, [x1, #0x20]; ldrb w0, [x1, #0x27] at EL2"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        str     x2, [x1, #0x20]
        ldrb    w0, [x1, #0x27]
        ret
1:      .word   1f - 1b, EL2
        .asciz  "stp w2, w2, [x1, #0x28]; ldrb w0, [x1, #0x28] at EL2"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        movz    x2, #0x1234
        movk    x2, #0x5678, lsl #16
        stp     w2, w2, [x1, #0x28]
        ldrb    w0, [x1, #0x28]
        ret
1:      .word   0

        .balign 4
cases_33:
1:      .word   1f - 1b, EL3
        .asciz  "ldr w0, [x1] at EL3"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        mrs     x3, sctlr_el3
        orr     x4, x3, #1 << 25
        msr     sctlr_el3, x4
        isb
        ldr     w0, [x1]
        msr     sctlr_el3, x3
        isb
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ldr x0, [x1] at EL3"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        mrs     x3, sctlr_el3
        orr     x4, x3, #1 << 25
        msr     sctlr_el3, x4
        isb
        ldr     x0, [x1]
        msr     sctlr_el3, x3
        isb
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ldrh w0, [x1] at EL3"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        mrs     x3, sctlr_el3
        orr     x4, x3, #1 << 25
        msr     sctlr_el3, x4
        isb
        ldrh    w0, [x1]
        msr     sctlr_el3, x3
        isb
        ret
1:      .word   1f - 1b, EL3
        .asciz  "ldrsw x0, [x1, #8] at EL3"
        .balign 4
        movz    x1, #0x4400, lsl #16
        add     x1, x1, #0x100
        mrs     x3, sctlr_el3
        orr     x4, x3, #1 << 25
        msr     sctlr_el3, x4
        isb
        ldrsw   x0, [x1, #8]
        msr     sctlr_el3, x3
        isb
        ret
1:      .word   0

        .balign 4
cases_35:
1:      .word   1f - 1b, EL1
        .asciz  "read through big endian tables"
        .balign 4
        movz    x1, #0x1, lsl #32
        add     x1, x1, #0x100
        ldr     x0, [x1]
        ret
1:      .word   1f - 1b, EL0
        .asciz  "read at EL0, data little endian"
        .balign 4
        movz    x1, #0x1, lsl #32
        add     x1, x1, #0x100
        ldr     x0, [x1]
        ret
1:      .word   1f - 1b, EL1
        .asciz  "not mapped"
        .balign 4
        movz    x1, #0x1, lsl #32
        movk    x1, #0x1008
        ldr     x0, [x1]
        ret
1:      .word   0

text_1:         .asciz  "SCTLR_EL1.M = 0, A = 0: Device-nGnRnE"
text_4:         .asciz  "EL2 and EL3 with the MMU off"
text_6:         .asciz  "HCR_EL2.DC = 1: Normal memory with the MMU off; stage 2 is on as if VM were 1"
text_8:         .asciz  "Normal memory, A = 0"
text_10:        .asciz  "exclusives and ordered accesses, unaligned: always a fault in Armv8.0"
text_12:        .asciz  "Normal memory, A = 1"
text_15:        .asciz  "SCTLR_EL2.A = 1, SCTLR_EL3.A = 1"
text_17:        .asciz  "the exclusive monitor"
text_19:        .asciz  "DC ZVA: 64 bytes"
text_21:        .asciz  "DCZID_EL0.DZP: SCTLR_EL1.DZE = 0, then HCR_EL2.TDZ = 1"
text_24:        .asciz  "registers after a fault: how far the base has moved"
text_26:        .asciz  "big endian: SCTLR_EL1.EE = 1, E0E = 0"
text_28:        .asciz  "big endian: E0E = 1, EE = 0"
text_30:        .asciz  "big endian: SCTLR_EL2.EE = 1"
text_32:        .asciz  "big endian: SCTLR_EL3.EE = 1, set by the code itself"
text_34:        .asciz  "big endian tables: SCTLR_EL1.EE = 1, M = 1"

        .include "tables.inc"
        .include "runtime.inc"
