// echo: answers each line that is typed with what it was, and an empty line by switching the board off. echo.yaml talks to it.
        .equ    UART_BASE, 0xfe201000   // PL011 UART0 of the BCM2711
        .equ    UART_DR, 0x00           // data register
        .equ    UART_FR, 0x18           // flag register
        .equ    UART_IBRD, 0x24         // divisor of the baud rate
        .equ    UART_FBRD, 0x28         // its fraction, in 64ths
        .equ    UART_LCRH, 0x2c         // line control
        .equ    UART_CR, 0x30           // control
        .equ    UART_FR_RXFE, 4         // "receive queue empty"
        .equ    UART_FR_TXFF, 5         // "transmit queue full"

        .equ    PM_BASE, 0xfe100000     // the watchdog, as in firmware-samples/hello.s
        .equ    PM_RSTC, 0x1c
        .equ    PM_RSTS, 0x20
        .equ    PM_WDOG, 0x24
        .equ    PM_PASSWORD, 0x5a000000

        .text
        .global _start
_start:
        ldr     x19, =UART_BASE
        mov     w0, #26                 // 48 MHz / 16 / 115200 = 26 + 3/64
        str     w0, [x19, #UART_IBRD]
        mov     w0, #3
        str     w0, [x19, #UART_FBRD]
        mov     w0, #0x70               // 8 bits, queues on
        str     w0, [x19, #UART_LCRH]
        mov     w0, #0x301              // on, transmit, receive
        str     w0, [x19, #UART_CR]
        adr     x0, ready
        bl      print

prompt: adr     x0, sign
        bl      print
        ldr     x20, =line              // where the next character goes
1:      ldr     w0, [x19, #UART_FR]
        tbnz    w0, #UART_FR_RXFE, 1b
        ldr     w0, [x19, #UART_DR]
        and     w0, w0, #0xff
        cmp     w0, #'\r'               // Enter
        b.eq    2f
        strb    w0, [x20], #1
        bl      put
        b       1b
2:      strb    wzr, [x20]
        adr     x0, newline
        bl      print
        ldr     x1, =line
        cmp     x1, x20
        b.eq    off
        adr     x0, answer
        bl      print
        ldr     x0, =line
        bl      print
        adr     x0, newline
        bl      print
        b       prompt

off:    adr     x0, goodbye
        bl      print
        ldr     x1, =PM_BASE
        ldr     w0, =PM_PASSWORD | 0x555
        str     w0, [x1, #PM_RSTS]
        ldr     w0, =PM_PASSWORD | 10
        str     w0, [x1, #PM_WDOG]
        ldr     w0, =PM_PASSWORD | 0x20
        str     w0, [x1, #PM_RSTC]
1:      wfi
        b       1b

// Sends the character in w0. Changes w1.
put:    ldr     w1, [x19, #UART_FR]
        tbnz    w1, #UART_FR_TXFF, put
        str     w0, [x19, #UART_DR]
        ret

// Sends the text at x0, which ends with a zero. Changes x0 to x3.
print:  mov     x2, x0
        mov     x3, x30
1:      ldrb    w0, [x2], #1
        cbz     w0, 2f
        bl      put
        b       1b
2:      ret     x3

ready:  .asciz  "echo is ready\r\n"
sign:   .asciz  "> "
answer: .asciz  "you typed "
newline: .asciz "\r\n"
goodbye: .asciz "good bye\r\n"

        .bss
line:   .space  256
