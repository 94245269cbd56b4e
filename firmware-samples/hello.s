// hello: the smallest useful program. It prints a line on the serial port, says at which exception level it
// was started, and switches the machine off.
//
//   pivisor run --kernel hello.elf            (starts at EL2, as on a Raspberry Pi 4)
//
// It prints:
//   Hello from a Raspberry Pi 4
//   I was started at EL2
//
// What to look at:
//   - The serial port is a PL011. To print a character, wait until its transmit queue is not full (bit TXFF of
//     the flag register), then store the character to the data register. No interrupt, no driver.
//   - CurrentEL holds the exception level in bits 3:2.
//   - A Pi switches itself off through its watchdog: partition 63 in PM_RSTS means "do not boot again", and a reset
//     follows. Every write to this block needs the password 0x5a in its top byte.
// Link base 0x80000, where the Pi's firmware puts a 64-bit kernel.

        .equ    UART_BASE, 0xfe201000   // PL011 UART0 of the BCM2711, seen from the Arm cores
        .equ    UART_DR, 0x00           // data register
        .equ    UART_FR, 0x18           // flag register
        .equ    UART_FR_TXFF, 5         // its bit "transmit queue full"

        .equ    PM_BASE, 0xfe100000     // power management
        .equ    PM_RSTC, 0x1c           // what happens when the watchdog has run out
        .equ    PM_RSTS, 0x20           // what the firmware is told after that
        .equ    PM_WDOG, 0x24           // ticks left
        .equ    PM_PASSWORD, 0x5a000000

        .text
        .global _start
_start:
        ldr     x0, =stack_top
        mov     sp, x0

        adr     x0, hello
        bl      print

        mrs     x1, CurrentEL
        ubfx    x1, x1, #2, #2          // bits 3:2
        add     w1, w1, #'0'
        ldr     x0, =level_digit
        strb    w1, [x0]                // into the text, then print the text
        ldr     x0, =level
        bl      print

        ldr     x1, =PM_BASE
        ldr     w0, =PM_PASSWORD | 0x555
        str     w0, [x1, #PM_RSTS]      // partition 63, its bits at 0, 2, 4 ... 10
        ldr     w0, =PM_PASSWORD | 10
        str     w0, [x1, #PM_WDOG]
        ldr     w0, =PM_PASSWORD | 0x20
        str     w0, [x1, #PM_RSTC]      // full reset, 10 ticks from now
1:      wfi
        b       1b

// Print the zero-terminated text at x0. Changes x0 to x3.
print:
        ldr     x1, =UART_BASE
1:      ldrb    w2, [x0], #1
        cbz     w2, 3f
2:      ldr     w3, [x1, #UART_FR]
        tbnz    w3, #UART_FR_TXFF, 2b   // full: wait
        str     w2, [x1, #UART_DR]
        b       1b
3:      ret

hello:  .asciz  "Hello from a Raspberry Pi 4\n"

        .data
level:  .ascii  "I was started at EL"
level_digit:
        .asciz  "?\n"

        .bss
        .balign 16
        .space  4096
stack_top:
