// mmu-permissions: all combinations of AP, UXN, PXN and SCTLR_EL1.WXN for the EL1&0 regime, AP[2], XN and WXN for the regimes
// of EL2 and EL3: a letter for what is allowed (r read, w write, x execute, u and v: LDTR and STTR), - for a permission fault
// of level 3, ? for anything else.

        .include "names.inc"

        .text
main:
        stp     x29, x30, [sp, #-16]!
        bl      make_frames

        ldr     x0, =text_1
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
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        mov     x22, #0
2:      bl      make_page
        adr     x0, text_el1
        bl      puts
        mov     w0, #EL1
        bl      letters
        adr     x0, text_el0
        bl      puts
        mov     w0, #EL0
        bl      letters
        bl      newline
        add     x22, x22, #1
        cmp     x22, #16
        b.ne    2b

        ldr     x0, =text_2
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
        bl      flush
        mrs     x0, sctlr_el1
        orr     x0, x0, #1
        msr     sctlr_el1, x0
        isb
        mrs     x1, sctlr_el1
        ldr     x0, =1 << 19
        orr     x1, x1, x0
        msr     sctlr_el1, x1
        isb
        mov     x22, #0
2:      bl      make_page
        adr     x0, text_el1
        bl      puts
        mov     w0, #EL1
        bl      letters
        adr     x0, text_el0
        bl      puts
        mov     w0, #EL0
        bl      letters
        bl      newline
        add     x22, x22, #1
        cmp     x22, #16
        b.ne    2b

        ldr     x0, =text_3
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el2, x0
        ldr     x0, =0x80823510
        msr     tcr_el2, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        bl      flush
        ldr     x0, =0x30c50831
        msr     sctlr_el2, x0
        isb
        mov     x22, #0
2:      bl      make_page
        adr     x0, text_el2
        bl      puts
        mov     w0, #EL2
        bl      letters
        bl      newline
        add     x22, x22, #1
        cmp     x22, #16
        b.ne    2b

        ldr     x0, =text_4
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el2, x0
        ldr     x0, =0x80823510
        msr     tcr_el2, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        bl      flush
        ldr     x0, =0x30cd0831
        msr     sctlr_el2, x0
        isb
        mov     x22, #0
2:      bl      make_page
        adr     x0, text_el2
        bl      puts
        mov     w0, #EL2
        bl      letters
        bl      newline
        add     x22, x22, #1
        cmp     x22, #16
        b.ne    2b

        ldr     x0, =text_5
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el3, x0
        ldr     x0, =0x80823510
        msr     tcr_el3, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        bl      flush
        ldr     x0, =sctlr_el3_for_code
        ldr     x1, =0x30c50831
        str     x1, [x0]
        mov     x22, #0
2:      bl      make_page
        adr     x0, text_el3
        bl      puts
        mov     w0, #EL3
        bl      letters
        bl      newline
        add     x22, x22, #1
        cmp     x22, #16
        b.ne    2b

        ldr     x0, =text_6
        bl      print_line
        bl      baseline
        bl      reset_tables
        bl      set_mair
        ldr     x0, =set0
        mov     w1, #0
        mov     w2, #12
        bl      new_set
        msr     ttbr0_el3, x0
        ldr     x0, =0x80823510
        msr     tcr_el3, x0
        ldr     x0, =set0
        ldr     x1, =0x40000000
        ldr     x2, =0x40000000 | AP_RO | SH | AF | BLOCK
        mov     w3, #1
        bl      map
        bl      flush
        ldr     x0, =sctlr_el3_for_code
        ldr     x1, =0x30cd0831
        str     x1, [x0]
        mov     x22, #0
2:      bl      make_page
        adr     x0, text_el3
        bl      puts
        mov     w0, #EL3
        bl      letters
        bl      newline
        add     x22, x22, #1
        cmp     x22, #16
        b.ne    2b
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

// w0 = the mode, w1 = kind, w2 = letter: prints the letter, "-" or "?".
letter:
        stp     x29, x30, [sp, #-32]!
        str     x19, [sp, #16]
        mov     w19, w2
        mov     w3, w0
        ldr     x0, =start_registers
        ldr     x2, =WINDOW
        stp     xzr, x2, [x0]
        ldr     w2, =0xd65f03c0
        str     x2, [x0, #16]
        adr     x0, probe_code
        add     x0, x0, x1, lsl #4
        mov     w1, w3
        bl      run
        cbz     x0, 1f
        mov     w19, #'?'
        ldr     x0, =capture
        ldr     w0, [x0, #16]
        and     w0, w0, #0x3f
        cmp     w0, #0x0f
        b.ne    1f
        mov     w19, #'-'
1:      mov     w0, w19
        bl      putc
        ldr     x19, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret

// x19 = address of a 64-bit word, w20 = a bit to take from it: its value to the line, after the text at x0
put_bit:
        stp     x29, x30, [sp, #-16]!
        bl      puts
        lsr     x0, x19, x20
        and     x0, x0, #1
        bl      puthex
        ldp     x29, x30, [sp], #16
        ret

// w0 = mode: the five letters, after a blank
letters:
        stp     x29, x30, [sp, #-32]!
        str     x21, [sp, #16]
        mov     w21, w0
        mov     w0, #' '
        bl      putc
        mov     w0, w21
        mov     w1, #R
        mov     w2, #'r'
        bl      letter
        mov     w0, w21
        mov     w1, #W
        mov     w2, #'w'
        bl      letter
        mov     w0, w21
        mov     w1, #X
        mov     w2, #'x'
        bl      letter
        mov     w0, w21
        mov     w1, #LDTR
        mov     w2, #'u'
        bl      letter
        mov     w0, w21
        mov     w1, #STTR
        mov     w2, #'v'
        bl      letter
        ldr     x21, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret
text_ap2:       .asciz  "AP2="
text_ap1:       .asciz  " AP1="
text_uxn:       .asciz  " UXN="
text_pxn:       .asciz  " PXN="
text_el1:       .asciz  " EL1"
text_el0:       .asciz  " EL0"
text_el2:       .asciz  " EL2"
text_el3:       .asciz  " EL3"
        .balign 4
// x22 = 0 to 15: bits 3 AP[2], 2 AP[1], 1 UXN or XN, 0 PXN. Make the page so, and begin the line.
make_page:
        stp     x29, x30, [sp, #-32]!
        stp     x19, x20, [sp, #16]
        ldr     x19, =frames + (SH | AF | PAGE)
        ubfx    x1, x22, #2, #2
        orr     x19, x19, x1, lsl #6
        and     x1, x22, #3
        orr     x19, x19, x1, lsl #53
        ldr     x0, =set0
        ldr     x1, =WINDOW
        mov     x2, x19
        mov     w3, #3
        bl      map
        bl      flush
        adr     x0, text_ap2
        mov     w20, #7
        bl      put_bit
        adr     x0, text_ap1
        mov     w20, #6
        bl      put_bit
        adr     x0, text_uxn
        mov     w20, #54
        bl      put_bit
        adr     x0, text_pxn
        mov     w20, #53
        bl      put_bit
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret

text_1:         .asciz  "EL1 and EL0, WXN = 0"
text_2:         .asciz  "EL1 and EL0, WXN = 1"
text_3:         .asciz  "EL2, WXN = 0"
text_4:         .asciz  "EL2, WXN = 1"
text_5:         .asciz  "EL3, WXN = 0"
text_6:         .asciz  "EL3, WXN = 1"

        .include "tables.inc"
        .include "runtime.inc"
