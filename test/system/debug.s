// debug: breakpoints, watchpoints and software step: which accesses and instructions they match, at which levels and in
// which contexts they are enabled, who takes them, and what comes before them.
//
// A case is as for `try_list`, with code between its name and the code that is tried: it runs at EL3, with x0 = the code
// that is tried and x1 = the buffer, and sets up the debug registers.
//   1:      .word   1f - 1b, MODE, 2f - 1b
//           .asciz  "name"
//           .balign 4
//           setup
//           ret
//   2:      code

        .text
main:
        stp     x29, x30, [sp, #-16]!
        ldr     x0, =text_lock
        bl      puts
        mrs     x0, oslsr_el1
        bl      puthex
        bl      newline
        bl      debug_off

        ldr     x0, =text_0
        bl      print_line
        ldr     x0, =cases_0
        bl      debug_list

        ldr     x0, =text_1
        bl      print_line
        ldr     x0, =cases_1
        bl      debug_list

        ldr     x0, =text_2
        bl      print_line
        ldr     x0, =cases_2
        bl      debug_list

        ldr     x0, =text_3
        bl      print_line
        ldr     x0, =cases_3
        bl      debug_list

        ldr     x0, =text_4
        bl      print_line
        ldr     x0, =cases_4
        bl      debug_list

        ldr     x0, =text_5
        bl      print_line
        ldr     x0, =cases_5
        bl      debug_list

        ldr     x0, =text_6
        bl      print_line
        ldr     x0, =cases_6
        bl      debug_list

        ldr     x0, =text_7
        bl      print_line
        ldr     x0, =cases_7
        bl      debug_list

        bl      baseline
        bl      debug_off
        ldp     x29, x30, [sp], #16
        ret

// All debug registers off, both locks open.
debug_off:
        msr     oslar_el1, xzr
        msr     osdlr_el1, xzr
        msr     mdscr_el1, xzr
        msr     dbgbcr0_el1, xzr
        msr     dbgbcr1_el1, xzr
        msr     dbgbcr2_el1, xzr
        msr     dbgbcr3_el1, xzr
        msr     dbgbcr4_el1, xzr
        msr     dbgbcr5_el1, xzr
        msr     dbgwcr0_el1, xzr
        msr     dbgwcr1_el1, xzr
        msr     dbgwcr2_el1, xzr
        msr     dbgwcr3_el1, xzr
        msr     contextidr_el1, xzr
        isb
        ret

// x0 = a list of cases.
debug_list:
        stp     x29, x30, [sp, #-48]!
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        mov     x19, x0
1:      ldr     w20, [x19]
        cbz     w20, 3f
        bl      baseline
        ldr     x0, =start_registers
        str     xzr, [x0]
        ldr     x1, =buffer
        str     x1, [x0, #8]
        ldr     x1, =0x0123456789abcdef
        str     x1, [x0, #16]
        add     x0, x19, #12
        bl      puts
        adr     x0, text_colon
        bl      puts
        add     x0, x19, #12            // the setup starts after the name
2:      ldrb    w1, [x0], #1
        cbnz    w1, 2b
        add     x0, x0, #3
        and     x3, x0, #~3
        ldr     w21, [x19, #8]
        add     x21, x19, x21
        mov     x0, x21
        ldr     x1, =buffer
        blr     x3
        isb
        mov     x0, x21
        ldr     w1, [x19, #4]
        bl      run
        mov     x22, x0
        bl      debug_off
        mov     x0, x22
        bl      report
        add     x19, x19, x20
        b       1b
3:      ldp     x21, x22, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #48
        ret

        .balign 4
cases_0:
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "at EL0"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e5
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "at EL0, for EL1"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e3
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "at EL0, for EL1 and EL0"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e7
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "at EL0, for all levels"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x21e7
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "at EL0, for EL2"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0xe1e1
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "at EL0, of number 5"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x8
        msr     dbgbvr5_el1, x2
        mov     x2, #0x1e5
        msr     dbgbcr5_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "at EL0, two of them"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x8
        msr     dbgbvr5_el1, x2
        mov     x2, #0x1e5
        msr     dbgbcr5_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr3_el1, x2
        mov     x2, #0x1e5
        msr     dbgbcr3_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "at EL0, MDE = 0"
        .balign 4
        mov     x2, #0x2000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e5
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "at EL0, not enabled"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e4
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "at EL0, elsewhere"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x404
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e5
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "at EL0, BAS = 0"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x5
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "at EL0, BAS = 0b0011"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x65
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "at EL0, BAS = 0b1100"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x185
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL1 - 0x200, 2f - 1b
        .asciz  "at EL1, KDE = 1, D = 0"
        .balign 4
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e3
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL1T - 0x200, 2f - 1b
        .asciz  "at EL1t, KDE = 1, D = 0"
        .balign 4
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e3
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL1 - 0x200, 2f - 1b
        .asciz  "at EL1, KDE = 1, D = 0, for EL0"
        .balign 4
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e5
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL1, 2f - 1b
        .asciz  "at EL1, KDE = 1, D = 1"
        .balign 4
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e3
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL1 - 0x200, 2f - 1b
        .asciz  "at EL1, KDE = 0, D = 0"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e3
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL1, 2f - 1b
        .asciz  "at EL1, D is cleared"
        .balign 4
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e3
        msr     dbgbcr0_el1, x2
        add     x2, x0, #0xc
        msr     dbgbvr1_el1, x2
        mov     x2, #0x1e3
        msr     dbgbcr1_el1, x2
        ret
2:      nop
        nop
        msr     daifclr, #8
        nop
        ret
1:      .word   1f - 1b, EL2 - 0x200, 2f - 1b
        .asciz  "at EL2, KDE = 1, D = 0"
        .balign 4
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x21e7
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL3 - 0x200, 2f - 1b
        .asciz  "at EL3"
        .balign 4
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x21e7
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "at EL0, OS lock"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e5
        msr     dbgbcr0_el1, x2
        mov     x2, #0x1
        msr     oslar_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "at EL0, OS double lock"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e5
        msr     dbgbcr0_el1, x2
        mov     x2, #0x1
        msr     osdlr_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "BRK with a breakpoint"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e5
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        brk     #5
        ret
1:      .word   0

        .balign 4
cases_1:
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "TDE = 1, at EL0"
        .balign 4
        mov     x2, #0x106
        msr     mdcr_el2, x2
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e5
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL1, 2f - 1b
        .asciz  "TDE = 1, at EL1, KDE = 0, D = 1"
        .balign 4
        mov     x2, #0x106
        msr     mdcr_el2, x2
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e3
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL2 - 0x200, 2f - 1b
        .asciz  "TDE = 1, at EL2, KDE = 1, D = 0"
        .balign 4
        mov     x2, #0x106
        msr     mdcr_el2, x2
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0xe1e1
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL2 - 0x200, 2f - 1b
        .asciz  "TDE = 1, at EL2, for all levels"
        .balign 4
        mov     x2, #0x106
        msr     mdcr_el2, x2
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x21e7
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL2 - 0x200, 2f - 1b
        .asciz  "TDE = 1, at EL2, for EL1 and EL0"
        .balign 4
        mov     x2, #0x106
        msr     mdcr_el2, x2
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e7
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL2, 2f - 1b
        .asciz  "TDE = 1, at EL2, KDE = 1, D = 1"
        .balign 4
        mov     x2, #0x106
        msr     mdcr_el2, x2
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0xe1e1
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL2 - 0x200, 2f - 1b
        .asciz  "TDE = 1, at EL2, KDE = 0, D = 0"
        .balign 4
        mov     x2, #0x106
        msr     mdcr_el2, x2
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0xe1e1
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "TGE = 1, at EL0"
        .balign 4
        mrs     x2, hcr_el2
        orr     x2, x2, #1 << 27
        msr     hcr_el2, x2
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e5
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL2 - 0x200, 2f - 1b
        .asciz  "TGE = 1, at EL2"
        .balign 4
        mrs     x2, hcr_el2
        orr     x2, x2, #1 << 27
        msr     hcr_el2, x2
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0xe1e1
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "Secure EL0"
        .balign 4
        mov     x2, #0x530
        msr     scr_el3, x2
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e5
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "Secure EL0, TDE = 1"
        .balign 4
        mov     x2, #0x530
        msr     scr_el3, x2
        mov     x2, #0x106
        msr     mdcr_el2, x2
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e5
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "Secure EL0, SSC = Non-secure"
        .balign 4
        mov     x2, #0x530
        msr     scr_el3, x2
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x41e5
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "Secure EL0, SSC = Secure"
        .balign 4
        mov     x2, #0x530
        msr     scr_el3, x2
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x81e5
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "Secure EL0, SDD = 1"
        .balign 4
        mov     x2, #0x530
        msr     scr_el3, x2
        movz    x2, #0x1, lsl #16
        msr     mdcr_el3, x2
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e5
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "Secure EL0, SDD = 1, BRK"
        .balign 4
        mov     x2, #0x530
        msr     scr_el3, x2
        movz    x2, #0x1, lsl #16
        msr     mdcr_el3, x2
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        ret
2:      brk     #6
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "Non-secure EL0, SDD = 1"
        .balign 4
        movz    x2, #0x1, lsl #16
        msr     mdcr_el3, x2
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e5
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "Non-secure EL0, SSC = Non-secure"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x41e5
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "Non-secure EL0, SSC = Secure"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x81e5
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   0

        .balign 4
cases_2:
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "linked to a context ID"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     contextidr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     dbgbvr4_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x30, lsl #16
        msr     dbgbcr4_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x14, lsl #16
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "linked to a context ID of number 5"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     contextidr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     dbgbvr5_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x30, lsl #16
        msr     dbgbcr5_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x15, lsl #16
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "linked to another context ID"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     contextidr_el1, x2
        mov     x2, #0x2344
        movk    x2, #0x1, lsl #16
        msr     dbgbvr4_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x30, lsl #16
        msr     dbgbcr4_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x14, lsl #16
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL1 - 0x200, 2f - 1b
        .asciz  "linked, at EL1"
        .balign 4
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     contextidr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     dbgbvr4_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x30, lsl #16
        msr     dbgbcr4_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x14, lsl #16
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "linked to an unlinked one"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     contextidr_el1, x2
        add     x2, x0, #0x100
        msr     dbgbvr4_el1, x2
        mov     x2, #0x1e7
        msr     dbgbcr4_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x14, lsl #16
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "linked to one that is off"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     contextidr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     dbgbvr4_el1, x2
        mov     x2, #0x1e6
        movk    x2, #0x30, lsl #16
        msr     dbgbcr4_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x14, lsl #16
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "linked to one without contexts"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     contextidr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     dbgbvr3_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x30, lsl #16
        msr     dbgbcr3_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x13, lsl #16
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "linked to one that is not there"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     contextidr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x17, lsl #16
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "linked to a VMID"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        movz    x2, #0x77, lsl #48
        msr     vttbr_el2, x2
        movz    x2, #0x77, lsl #32
        msr     dbgbvr4_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x90, lsl #16
        msr     dbgbcr4_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x14, lsl #16
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "linked to another VMID"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        movz    x2, #0x77, lsl #48
        msr     vttbr_el2, x2
        movz    x2, #0x76, lsl #32
        msr     dbgbvr4_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x90, lsl #16
        msr     dbgbcr4_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x14, lsl #16
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "linked to a context ID and a VMID"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     contextidr_el1, x2
        movz    x2, #0x77, lsl #48
        msr     vttbr_el2, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        movk    x2, #0x77, lsl #32
        msr     dbgbvr4_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0xb0, lsl #16
        msr     dbgbcr4_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x14, lsl #16
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "linked to a context ID and another VMID"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     contextidr_el1, x2
        movz    x2, #0x77, lsl #48
        msr     vttbr_el2, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        movk    x2, #0x76, lsl #32
        msr     dbgbvr4_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0xb0, lsl #16
        msr     dbgbcr4_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x14, lsl #16
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL2 - 0x200, 2f - 1b
        .asciz  "linked to a VMID at EL2"
        .balign 4
        mov     x2, #0x106
        msr     mdcr_el2, x2
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        movz    x2, #0x77, lsl #48
        msr     vttbr_el2, x2
        movz    x2, #0x77, lsl #32
        msr     dbgbvr4_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x90, lsl #16
        msr     dbgbcr4_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0xe1e1
        movk    x2, #0x14, lsl #16
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "linked to a VMID, Secure"
        .balign 4
        mov     x2, #0x530
        msr     scr_el3, x2
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        movz    x2, #0x77, lsl #48
        msr     vttbr_el2, x2
        movz    x2, #0x77, lsl #32
        msr     dbgbvr4_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x90, lsl #16
        msr     dbgbcr4_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x14, lsl #16
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "context ID"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     contextidr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     dbgbvr4_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x20, lsl #16
        msr     dbgbcr4_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "context ID, not this one"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     contextidr_el1, x2
        mov     x2, #0x2346
        movk    x2, #0x1, lsl #16
        msr     dbgbvr4_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x20, lsl #16
        msr     dbgbcr4_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "context ID, linked, by itself"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     contextidr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     dbgbvr4_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x30, lsl #16
        msr     dbgbcr4_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL1 - 0x200, 2f - 1b
        .asciz  "context ID that is written"
        .balign 4
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     dbgbvr5_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x20, lsl #16
        msr     dbgbcr5_el1, x2
        ret
2:      movz    x0, #0x2345
        movk    x0, #1, lsl #16
        msr     contextidr_el1, x0
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "VMID"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        movz    x2, #0x77, lsl #48
        msr     vttbr_el2, x2
        movz    x2, #0x77, lsl #32
        msr     dbgbvr5_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x80, lsl #16
        msr     dbgbcr5_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "context ID and VMID"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     contextidr_el1, x2
        movz    x2, #0x77, lsl #48
        msr     vttbr_el2, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        movk    x2, #0x77, lsl #32
        msr     dbgbvr5_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0xa0, lsl #16
        msr     dbgbcr5_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "context ID in number 3"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     contextidr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     dbgbvr3_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x20, lsl #16
        msr     dbgbcr3_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "type 4, for AArch32"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e5
        movk    x2, #0x40, lsl #16
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   0

        .balign 4
cases_3:
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "instruction abort"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        movz    x2, #0x2000, lsl #32
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e5
        msr     dbgbcr0_el1, x2
        ret
2:      movz    x3, #0x2000, lsl #32
        br      x3
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "PC alignment"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x8
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e5
        msr     dbgbcr0_el1, x2
        ret
2:      adr     x3, 3f + 2
        br      x3
3:      nop
        ret
1:      .word   1f - 1b, EL1, 2f - 1b
        .asciz  "illegal state"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x14
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e5
        msr     dbgbcr0_el1, x2
        ret
2:      adr     x0, 3f
        msr     elr_el1, x0
        mov     x0, #EL0
        orr     x0, x0, #1 << 20
        msr     spsr_el1, x0
3:      eret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "SVC with a breakpoint"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e5
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        svc     #1
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "undefined with a breakpoint"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e5
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        .word   0
        ret
1:      .word   0

        .balign 4
cases_4:
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "store, watched"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ff5
        msr     dbgwcr0_el1, x2
        ret
2:      str     x2, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "store, loads watched"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1fed
        msr     dbgwcr0_el1, x2
        ret
2:      str     x2, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "load, watched"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1fed
        msr     dbgwcr0_el1, x2
        ret
2:      nop
        ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "load, stores watched"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ff5
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "load, of number 3"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr3_el1, x2
        mov     x2, #0x1ffd
        msr     dbgwcr3_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "load, LSC = 0"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1fe5
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "load, not enabled"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffc
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "load, MDE = 0"
        .balign 4
        mov     x2, #0x2000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "load, BAS = 0"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1d
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "load beside"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x10
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "load beside, below"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        msr     dbgwvr0_el1, x1
        mov     x2, #0x1ffd
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "byte, watched"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x9d
        msr     dbgwcr0_el1, x2
        ret
2:      strb    w0, [x1, #10]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "byte below"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x9d
        msr     dbgwcr0_el1, x2
        ret
2:      strb    w0, [x1, #9]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "byte above"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x9d
        msr     dbgwcr0_el1, x2
        ret
2:      strb    w0, [x1, #11]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "doubleword, its byte 5 watched"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x41d
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "doubleword, its bytes 3 to 5 watched"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x71d
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "word, address of a word"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0xc
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1fd
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     w0, [x1, #12]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "doubleword, address of a word"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0xc
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1fd
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "BAS[7:4], address of a word"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x4
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1e1d
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "pair, its second half watched"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        msr     dbgwcr0_el1, x2
        ret
2:      ldp     x3, x4, [x1]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "store of a pair, its first half watched"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x10
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        msr     dbgwcr0_el1, x2
        ret
2:      stp     x3, x4, [x1, #16]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "vector, its byte 13 watched"
        .balign 4
        mov     x2, #3 << 20
        msr     cpacr_el1, x2
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x41d
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     q0, [x1]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "MASK = 3"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        movk    x2, #0x300, lsl #16
        msr     dbgwcr0_el1, x2
        ret
2:      ldrb    w0, [x1, #15]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "MASK = 3, beside"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        movk    x2, #0x300, lsl #16
        msr     dbgwcr0_el1, x2
        ret
2:      ldrb    w0, [x1, #16]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "MASK = 4"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x10
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        movk    x2, #0x400, lsl #16
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     w0, [x1, #28]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "MASK = 12, last byte"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x1000
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        movk    x2, #0xc00, lsl #16
        msr     dbgwcr0_el1, x2
        ret
2:      add     x3, x1, #2, lsl #12
        ldurb   w0, [x3, #-1]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "MASK = 12, behind it"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x1000
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        movk    x2, #0xc00, lsl #16
        msr     dbgwcr0_el1, x2
        ret
2:      add     x3, x1, #2, lsl #12
        ldrb    w0, [x3]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "MASK = 12, before it"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x1000
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        movk    x2, #0xc00, lsl #16
        msr     dbgwcr0_el1, x2
        ret
2:      add     x3, x1, #1, lsl #12
        ldurb   w0, [x3, #-1]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "MASK = 31"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        msr     dbgwvr0_el1, xzr
        mov     x2, #0x1ff5
        movk    x2, #0x1f00, lsl #16
        msr     dbgwcr0_el1, x2
        ret
2:      str     x2, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "MASK = 1, reserved"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        movk    x2, #0x100, lsl #16
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "post-index"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        msr     dbgwcr0_el1, x2
        ret
2:      str     x2, [x1], #8
        str     x2, [x1], #8
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "LDXR"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1fed
        msr     dbgwcr0_el1, x2
        ret
2:      add     x3, x1, #8
        ldxr    x0, [x3]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "STXR"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ff5
        msr     dbgwcr0_el1, x2
        ret
2:      add     x3, x1, #8
        ldxr    x0, [x3]
        stxr    w0, x2, [x3]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "STXR, no monitor"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ff5
        msr     dbgwcr0_el1, x2
        ret
2:      add     x3, x1, #8
        clrex
        stxr    w0, x2, [x3]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "PRFM"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        msr     dbgwcr0_el1, x2
        ret
2:      prfm    pldl1keep, [x1, #8]
        ret
1:      .word   1f - 1b, EL1 - 0x200, 2f - 1b
        .asciz  "DC CVAC"
        .balign 4
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffb
        msr     dbgwcr0_el1, x2
        ret
2:      dc      cvac, x1
        ret
1:      .word   1f - 1b, EL1 - 0x200, 2f - 1b
        .asciz  "DC IVAC"
        .balign 4
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffb
        msr     dbgwcr0_el1, x2
        ret
2:      add     x1, x1, #20
        dc      ivac, x1
        ret
1:      .word   1f - 1b, EL1 - 0x200, 2f - 1b
        .asciz  "DC IVAC, loads watched"
        .balign 4
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1feb
        msr     dbgwcr0_el1, x2
        ret
2:      dc      ivac, x1
        ret
1:      .word   1f - 1b, EL1 - 0x200, 2f - 1b
        .asciz  "AT"
        .balign 4
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffb
        msr     dbgwcr0_el1, x2
        ret
2:      add     x1, x1, #8
        at      s1e1w, x1
        ret
1:      .word   0

        .balign 4
cases_5:
1:      .word   1f - 1b, EL1 - 0x200, 2f - 1b
        .asciz  "EL1, KDE = 1, D = 0"
        .balign 4
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffb
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL1 - 0x200, 2f - 1b
        .asciz  "EL1, KDE = 1, D = 0, for EL0"
        .balign 4
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL1, 2f - 1b
        .asciz  "EL1, KDE = 1, D = 1"
        .balign 4
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffb
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL1 - 0x200, 2f - 1b
        .asciz  "EL1, LDTR, for EL0"
        .balign 4
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        msr     dbgwcr0_el1, x2
        ret
2:      ldtr    x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL1 - 0x200, 2f - 1b
        .asciz  "EL1, LDTR, for EL1"
        .balign 4
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffb
        msr     dbgwcr0_el1, x2
        ret
2:      ldtr    x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL1 - 0x200, 2f - 1b
        .asciz  "EL1, STTR, for EL0"
        .balign 4
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        msr     dbgwcr0_el1, x2
        ret
2:      sttr    x2, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "EL0, for EL1"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffb
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "EL0, TDE = 1"
        .balign 4
        mov     x2, #0x106
        msr     mdcr_el2, x2
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL1, 2f - 1b
        .asciz  "EL1, TDE = 1, D = 1"
        .balign 4
        mov     x2, #0x106
        msr     mdcr_el2, x2
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffb
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL2 - 0x200, 2f - 1b
        .asciz  "EL2, TDE = 1, KDE = 1, D = 0"
        .balign 4
        mov     x2, #0x106
        msr     mdcr_el2, x2
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0xfff9
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL2 - 0x200, 2f - 1b
        .asciz  "EL2, TDE = 1, LDTR"
        .balign 4
        mov     x2, #0x106
        msr     mdcr_el2, x2
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0xfff9
        msr     dbgwcr0_el1, x2
        ret
2:      ldtr    x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL2 - 0x200, 2f - 1b
        .asciz  "EL2, KDE = 1, D = 0"
        .balign 4
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x3fff
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL3 - 0x200, 2f - 1b
        .asciz  "EL3"
        .balign 4
        mov     x2, #0xa000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x3fff
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "EL0, TGE = 1"
        .balign 4
        mrs     x2, hcr_el2
        orr     x2, x2, #1 << 27
        msr     hcr_el2, x2
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "Secure EL0"
        .balign 4
        mov     x2, #0x530
        msr     scr_el3, x2
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "Secure EL0, SDD = 1"
        .balign 4
        mov     x2, #0x530
        msr     scr_el3, x2
        movz    x2, #0x1, lsl #16
        msr     mdcr_el3, x2
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "Secure EL0, SSC = Non-secure"
        .balign 4
        mov     x2, #0x530
        msr     scr_el3, x2
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x5ffd
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "OS lock"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        msr     dbgwcr0_el1, x2
        mov     x2, #0x1
        msr     oslar_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "linked to a context ID"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     contextidr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     dbgbvr5_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x30, lsl #16
        msr     dbgbcr5_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        movk    x2, #0x15, lsl #16
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "linked to another context ID"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        mov     x2, #0x2345
        movk    x2, #0x1, lsl #16
        msr     contextidr_el1, x2
        mov     x2, #0x2344
        movk    x2, #0x1, lsl #16
        msr     dbgbvr5_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x30, lsl #16
        msr     dbgbcr5_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        movk    x2, #0x15, lsl #16
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "linked to a VMID"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        movz    x2, #0x77, lsl #48
        msr     vttbr_el2, x2
        movz    x2, #0x77, lsl #32
        msr     dbgbvr5_el1, x2
        mov     x2, #0x1e7
        movk    x2, #0x90, lsl #16
        msr     dbgbcr5_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        movk    x2, #0x15, lsl #16
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "data abort comes first"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        movz    x2, #0x2000, lsl #32
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        msr     dbgwcr0_el1, x2
        ret
2:      movz    x3, #0x2000, lsl #32
        ldr     x0, [x3]
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "breakpoint comes first"
        .balign 4
        mov     x2, #0x8000
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        msr     dbgwcr0_el1, x2
        msr     dbgbvr0_el1, x0
        mov     x2, #0x1e5
        msr     dbgbcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   0

        .balign 4
cases_6:
1:      .word   1f - 1b, EL0 | 1 << 21, 2f - 1b
        .asciz  "one instruction"
        .balign 4
        mov     x2, #0x1
        msr     mdscr_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "active-pending"
        .balign 4
        mov     x2, #0x1
        msr     mdscr_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0 | 1 << 21, 2f - 1b
        .asciz  "a branch"
        .balign 4
        mov     x2, #0x1
        msr     mdscr_el1, x2
        ret
2:      b       3f
        nop
3:      ret
1:      .word   1f - 1b, EL0 | 1 << 21, 2f - 1b
        .asciz  "a load"
        .balign 4
        mov     x2, #0x1
        msr     mdscr_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0 | 1 << 21, 2f - 1b
        .asciz  "LDXR"
        .balign 4
        mov     x2, #0x1
        msr     mdscr_el1, x2
        ret
2:      ldxr    x0, [x1]
        ret
1:      .word   1f - 1b, EL0 | 1 << 21, 2f - 1b
        .asciz  "LDAXR of a byte"
        .balign 4
        mov     x2, #0x1
        msr     mdscr_el1, x2
        ret
2:      ldaxrb  w0, [x1]
        ret
1:      .word   1f - 1b, EL0 | 1 << 21, 2f - 1b
        .asciz  "LDXP"
        .balign 4
        mov     x2, #0x1
        msr     mdscr_el1, x2
        ret
2:      ldxp    x3, x4, [x1]
        ret
1:      .word   1f - 1b, EL0 | 1 << 21, 2f - 1b
        .asciz  "LDAR"
        .balign 4
        mov     x2, #0x1
        msr     mdscr_el1, x2
        ret
2:      ldar    x0, [x1]
        ret
1:      .word   1f - 1b, EL0 | 1 << 21, 2f - 1b
        .asciz  "STXR"
        .balign 4
        mov     x2, #0x1
        msr     mdscr_el1, x2
        ret
2:      stxr    w0, x2, [x1]
        ret
1:      .word   1f - 1b, EL0 | 1 << 21, 2f - 1b
        .asciz  "SVC"
        .balign 4
        mov     x2, #0x1
        msr     mdscr_el1, x2
        ret
2:      svc     #1
        ret
1:      .word   1f - 1b, EL0 | 1 << 21, 2f - 1b
        .asciz  "undefined"
        .balign 4
        mov     x2, #0x1
        msr     mdscr_el1, x2
        ret
2:      .word   0
        ret
1:      .word   1f - 1b, EL0 | 1 << 21, 2f - 1b
        .asciz  "BRK"
        .balign 4
        mov     x2, #0x1
        msr     mdscr_el1, x2
        ret
2:      brk     #7
        ret
1:      .word   1f - 1b, EL0 | 1 << 21, 2f - 1b
        .asciz  "MRS that traps"
        .balign 4
        mov     x2, #0x1
        msr     mdscr_el1, x2
        ret
2:      mrs     x0, ctr_el0
        ret
1:      .word   1f - 1b, EL0 | 1 << 21, 2f - 1b
        .asciz  "data abort"
        .balign 4
        mov     x2, #0x1
        msr     mdscr_el1, x2
        ret
2:      ldr     x0, [x2]
        ret
1:      .word   1f - 1b, EL0 | 1 << 21, 2f - 1b
        .asciz  "a branch to nowhere"
        .balign 4
        mov     x2, #0x1
        msr     mdscr_el1, x2
        ret
2:      br      x2
1:      .word   1f - 1b, EL0 | 1 << 21, 2f - 1b
        .asciz  "breakpoint"
        .balign 4
        mov     x2, #0x8001
        msr     mdscr_el1, x2
        msr     dbgbvr0_el1, x0
        mov     x2, #0x1e5
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0, 2f - 1b
        .asciz  "breakpoint, active-pending"
        .balign 4
        mov     x2, #0x8001
        msr     mdscr_el1, x2
        msr     dbgbvr0_el1, x0
        mov     x2, #0x1e5
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0 | 1 << 21, 2f - 1b
        .asciz  "breakpoint at the next instruction"
        .balign 4
        mov     x2, #0x8001
        msr     mdscr_el1, x2
        add     x2, x0, #0x4
        msr     dbgbvr0_el1, x2
        mov     x2, #0x1e5
        msr     dbgbcr0_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0 | 1 << 21, 2f - 1b
        .asciz  "watchpoint"
        .balign 4
        mov     x2, #0x8001
        msr     mdscr_el1, x2
        add     x2, x1, #0x8
        msr     dbgwvr0_el1, x2
        mov     x2, #0x1ffd
        msr     dbgwcr0_el1, x2
        ret
2:      ldr     x0, [x1, #8]
        ret
1:      .word   1f - 1b, EL0 | 1 << 21 | 1 << 20, 2f - 1b
        .asciz  "illegal state"
        .balign 4
        mov     x2, #0x1
        msr     mdscr_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0 | 1 << 20, 2f - 1b
        .asciz  "illegal state, active-pending"
        .balign 4
        mov     x2, #0x1
        msr     mdscr_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0 | 1 << 21, 2f - 1b
        .asciz  "SS = 0"
        .balign 4
        msr     mdscr_el1, xzr
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0 | 1 << 21, 2f - 1b
        .asciz  "OS lock"
        .balign 4
        mov     x2, #0x1
        msr     mdscr_el1, x2
        mov     x2, #0x1
        msr     oslar_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0 | 1 << 21, 2f - 1b
        .asciz  "OS double lock"
        .balign 4
        mov     x2, #0x1
        msr     mdscr_el1, x2
        mov     x2, #0x1
        msr     osdlr_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   0

        .balign 4
cases_7:
1:      .word   1f - 1b, EL1 - 0x200 | 1 << 21, 2f - 1b
        .asciz  "EL1, KDE = 1, D = 0"
        .balign 4
        mov     x2, #0x2001
        msr     mdscr_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL1 - 0x200, 2f - 1b
        .asciz  "EL1, active-pending"
        .balign 4
        mov     x2, #0x2001
        msr     mdscr_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL1 - 0x200 | 1 << 21, 2f - 1b
        .asciz  "EL1, KDE = 0"
        .balign 4
        mov     x2, #0x1
        msr     mdscr_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL1 | 1 << 21, 2f - 1b
        .asciz  "EL1, D = 1"
        .balign 4
        mov     x2, #0x2001
        msr     mdscr_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL1 - 0x200 | 1 << 21, 2f - 1b
        .asciz  "EL1, D is set"
        .balign 4
        mov     x2, #0x2001
        msr     mdscr_el1, x2
        ret
2:      msr     daifset, #8
        nop
        ret
1:      .word   1f - 1b, EL1, 2f - 1b
        .asciz  "EL1, D is cleared"
        .balign 4
        mov     x2, #0x2001
        msr     mdscr_el1, x2
        ret
2:      nop
        msr     daifclr, #8
        nop
        ret
1:      .word   1f - 1b, EL1, 2f - 1b
        .asciz  "EL1, D is cleared by MSR DAIF"
        .balign 4
        mov     x2, #0x2001
        msr     mdscr_el1, x2
        ret
2:      msr     daif, xzr
        nop
        ret
1:      .word   1f - 1b, EL1 - 0x200, 2f - 1b
        .asciz  "EL1, SS is set"
        .balign 4
        mov     x2, #0x2000
        msr     mdscr_el1, x2
        ret
2:      mov     x0, #0x2001
        msr     mdscr_el1, x0
        nop
        ret
1:      .word   1f - 1b, EL1 - 0x200, 2f - 1b
        .asciz  "EL1, KDE is set"
        .balign 4
        mov     x2, #0x1
        msr     mdscr_el1, x2
        ret
2:      mov     x0, #0x2001
        msr     mdscr_el1, x0
        nop
        ret
1:      .word   1f - 1b, EL1 - 0x200, 2f - 1b
        .asciz  "EL1, OS lock is unlocked"
        .balign 4
        mov     x2, #0x2001
        msr     mdscr_el1, x2
        mov     x2, #0x1
        msr     oslar_el1, x2
        ret
2:      msr     oslar_el1, xzr
        nop
        ret
1:      .word   1f - 1b, EL1 - 0x200 | 1 << 21, 2f - 1b
        .asciz  "EL1, HVC"
        .balign 4
        mov     x2, #0x2001
        msr     mdscr_el1, x2
        ret
2:      hvc     #1
        ret
1:      .word   1f - 1b, EL1 - 0x200 | 1 << 21, 2f - 1b
        .asciz  "EL1, SMC"
        .balign 4
        mov     x2, #0x2001
        msr     mdscr_el1, x2
        ret
2:      smc     #1
        ret
1:      .word   1f - 1b, EL1 - 0x200 | 1 << 21, 2f - 1b
        .asciz  "EL1, SMC that traps"
        .balign 4
        mrs     x2, hcr_el2
        orr     x2, x2, #1 << 19
        msr     hcr_el2, x2
        mov     x2, #0x2001
        msr     mdscr_el1, x2
        ret
2:      smc     #1
        ret
1:      .word   1f - 1b, EL1 - 0x200 | 1 << 21, 2f - 1b
        .asciz  "EL1, ERET that is stepped"
        .balign 4
        mov     x2, #0x3c0
        movk    x2, #0x20, lsl #16
        msr     spsr_el1, x2
        add     x2, x0, #4
        msr     elr_el1, x2
        mov     x2, #0x2001
        msr     mdscr_el1, x2
        ret
2:      eret
        nop
        ret
1:      .word   1f - 1b, EL1, 2f - 1b
        .asciz  "EL1, ERET to active-not-pending"
        .balign 4
        mov     x2, #0x1
        msr     mdscr_el1, x2
        ret
2:      adr     x0, 3f
        msr     elr_el1, x0
        mov     x0, #EL0
        orr     x0, x0, #1 << 21
        msr     spsr_el1, x0
        eret
3:      nop
        svc     #2
1:      .word   1f - 1b, EL1, 2f - 1b
        .asciz  "EL1, ERET to active-pending"
        .balign 4
        mov     x2, #0x1
        msr     mdscr_el1, x2
        ret
2:      adr     x0, 3f
        msr     elr_el1, x0
        mov     x0, #EL0
        msr     spsr_el1, x0
        eret
3:      nop
        svc     #2
1:      .word   1f - 1b, EL1, 2f - 1b
        .asciz  "EL1, ERET with SS in SPSR, SS = 0"
        .balign 4
        msr     mdscr_el1, xzr
        ret
2:      adr     x0, 3f
        msr     elr_el1, x0
        mov     x0, #EL0
        orr     x0, x0, #1 << 21
        msr     spsr_el1, x0
        eret
3:      nop
        svc     #2
1:      .word   1f - 1b, EL1, 2f - 1b
        .asciz  "EL1, ERET with SS in SPSR, to where it is masked"
        .balign 4
        mov     x2, #0x2001
        msr     mdscr_el1, x2
        ret
2:      adr     x0, 3f
        msr     elr_el1, x0
        mov     x0, #EL1
        orr     x0, x0, #1 << 21
        msr     spsr_el1, x0
        eret
3:      .word   0
1:      .word   1f - 1b, EL0 | 1 << 21, 2f - 1b
        .asciz  "EL0, TDE = 1"
        .balign 4
        mov     x2, #0x106
        msr     mdcr_el2, x2
        mov     x2, #0x1
        msr     mdscr_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL1 | 1 << 21, 2f - 1b
        .asciz  "EL1, TDE = 1, D = 1"
        .balign 4
        mov     x2, #0x106
        msr     mdcr_el2, x2
        mov     x2, #0x1
        msr     mdscr_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL2 - 0x200 | 1 << 21, 2f - 1b
        .asciz  "EL2, TDE = 1, KDE = 1, D = 0"
        .balign 4
        mov     x2, #0x106
        msr     mdcr_el2, x2
        mov     x2, #0x2001
        msr     mdscr_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL2 - 0x200 | 1 << 21, 2f - 1b
        .asciz  "EL2, KDE = 1, D = 0"
        .balign 4
        mov     x2, #0x2001
        msr     mdscr_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL3 - 0x200 | 1 << 21, 2f - 1b
        .asciz  "EL3"
        .balign 4
        mov     x2, #0x2001
        msr     mdscr_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0 | 1 << 21, 2f - 1b
        .asciz  "EL0, TGE = 1"
        .balign 4
        mrs     x2, hcr_el2
        orr     x2, x2, #1 << 27
        msr     hcr_el2, x2
        mov     x2, #0x1
        msr     mdscr_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0 | 1 << 21, 2f - 1b
        .asciz  "Secure EL0"
        .balign 4
        mov     x2, #0x530
        msr     scr_el3, x2
        mov     x2, #0x1
        msr     mdscr_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   1f - 1b, EL0 | 1 << 21, 2f - 1b
        .asciz  "Secure EL0, SDD = 1"
        .balign 4
        mov     x2, #0x530
        msr     scr_el3, x2
        movz    x2, #0x1, lsl #16
        msr     mdcr_el3, x2
        mov     x2, #0x1
        msr     mdscr_el1, x2
        ret
2:      nop
        nop
        nop
        ret
1:      .word   0

text_lock:      .asciz  "OSLSR_EL1 after reset: "
text_0:         .asciz  "breakpoints: levels, masks and enables"
text_1:         .asciz  "breakpoints: where they go"
text_2:         .asciz  "breakpoints: contexts"
text_3:         .asciz  "breakpoints: what comes first"
text_4:         .asciz  "watchpoints"
text_5:         .asciz  "watchpoints: levels and contexts"
text_6:         .asciz  "software step"
text_7:         .asciz  "software step: levels"

        .include "runtime.inc"
