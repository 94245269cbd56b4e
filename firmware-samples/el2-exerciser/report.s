// Lines of text, their checksums, and what is printed of them.

// ---------------------------------------------------------------- groups
begin_group:                            // x0 = name
        la      x1, group_name
        str     x0, [x1]
        mov     w2, #-1
        str     w2, [x1, #8]            // the CRC begins with ones
        str     wzr, [x1, #12]          // cases
        ret

end_group:
        enter
        la      x19, group_name
        ldp     w20, w21, [x19, #8]
        mvn     w20, w20
        la      x1, total_crc           // the total is the CRC of the groups' checksums
        ldp     w2, w3, [x1]
        crc32w  w2, w2, w20
        add     w3, w3, w21
        stp     w2, w3, [x1]
        say     "group "
        ldr     x0, [x19]
        bl      put_text
        bl      put_counts
        bl      print_line
        leave

report_total:
        enter
        la      x0, total_crc
        ldp     w20, w21, [x0]
        mvn     w20, w20
        say     "total"
        bl      put_counts
        bl      print_line
        leave

put_counts:                             // w20 = checksum, w21 = cases
        stp     x29, x30, [sp, #-16]!
        say     ": "
        mov     x0, x21
        bl      put_decimal
        say     " cases, checksum "
        mov     x0, x20
        mov     w1, #8
        bl      put_digits
        ldp     x29, x30, [sp], #16
        ret

// ---------------------------------------------------------------- cases
begin_case:                             // the line begins with the group's name
        stp     x29, x30, [sp, #-16]!
        la      x0, group_name
        ldr     x0, [x0]
        bl      put_text
        say     ": "
        ldp     x29, x30, [sp], #16
        ret

// The line is whole: it goes into the checksum, and to the serial port if asked for.
end_case:
        stp     x29, x30, [sp, #-16]!
        mov     w0, #10
        bl      put_character
        la      x1, group_name
        ldp     w2, w3, [x1, #8]
        la      x4, line
        la      x5, line_length
        ldr     x5, [x5]
1:      ldrb    w6, [x4], #1
        crc32b  w2, w2, w6
        subs    x5, x5, #1
        b.ne    1b
        add     w3, w3, #1
        stp     w2, w3, [x1, #8]
        adr     x0, verbose
        ldr     w0, [x0]
        cbz     w0, 2f
        bl      send_line
2:      la      x1, line_length
        str     xzr, [x1]
        ldp     x29, x30, [sp], #16
        ret

print_line:
        stp     x29, x30, [sp, #-16]!
        mov     w0, #10
        bl      put_character
        bl      send_line
        la      x1, line_length
        str     xzr, [x1]
        ldp     x29, x30, [sp], #16
        ret

send_line:
        stp     x29, x30, [sp, #-32]!
        stp     x19, x20, [sp, #16]
        la      x19, line
        la      x20, line_length
        ldr     x20, [x20]
        add     x20, x20, x19
1:      ldrb    w0, [x19], #1
        bl      put_byte
        cmp     x19, x20
        b.ne    1b
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret

// ---------------------------------------------------------------- text into the line
put_character:                          // w0. Changes x1 to x3.
        la      x1, line_length
        ldr     x2, [x1]
        la      x3, line
        strb    w0, [x3, x2]
        add     x2, x2, #1
        str     x2, [x1]
        ret

put_text:                               // x0. Changes x1 to x5.
        mov     x5, x30
        mov     x4, x0
1:      ldrb    w0, [x4], #1
        cbz     w0, 2f
        bl      put_character
        b       1b
2:      ret     x5

put_hex:                                // x0, without leading zeros. Changes x1 to x7.
        clz     x1, x0
        mov     w2, #67
        sub     w1, w2, w1
        lsr     w1, w1, #2              // digits: (64 - clz + 3) / 4
        cmp     w1, #0
        csinc   w1, w1, wzr, ne         // at least one
put_digits:                             // x0, w1 digits of it
        mov     x5, x30
        mov     x4, x0
        lsl     w6, w1, #2
1:      sub     w6, w6, #4
        lsr     x0, x4, x6
        and     w0, w0, #15
        cmp     w0, #10
        add     w7, w0, #'a' - 10
        add     w0, w0, #'0'
        csel    w0, w0, w7, lo
        bl      put_character
        cbnz    w6, 1b
        ret     x5

put_decimal:                            // w0
        stp     x29, x30, [sp, #-32]!
        str     x19, [sp, #16]
        mov     w2, #10
        udiv    w3, w0, w2
        msub    w19, w3, w2, w0
        cbz     w3, 1f
        mov     w0, w3
        bl      put_decimal
1:      add     w0, w19, #'0'
        bl      put_character
        ldr     x19, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret

// x0 = an address: from the start of the code or of the work area if it is there.
put_address:
        stp     x29, x30, [sp, #-32]!
        str     x19, [sp, #16]
        mov     x19, x0
        la      x1, code_start
        ldr     x1, [x1]
        sub     x1, x19, x1
        cmp     x1, #0x400
        b.hs    1f
        mov     w0, #'c'
        b       2f
1:      la      x1, ram
        ldr     x1, [x1]
        ldr     x0, =WORK
        add     x1, x1, x0
        sub     x1, x19, x1
        lsr     x0, x1, #22
        cbnz    x0, 3f
        mov     w0, #'w'
2:      mov     x19, x1
        bl      put_character
        mov     w0, #'+'
        bl      put_character
3:      mov     x0, x19
        bl      put_hex
        ldr     x19, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret

        .bss
        .balign 8
group_name:     .space  8               // name, CRC, cases
                .space  8
line_length:    .space  8
line:           .space  1024
        .data
        .balign 8
total_crc:      .word   -1, 0           // CRC, cases
        .text
