// A debugger for Linux, with its prey: a child that stops at a hardware breakpoint, is stepped from there, and is stopped
// by two watchpoints. What stopped it, and where, is printed. No library: system calls alone.
        .equ    WRITE, 64
        .equ    EXIT_GROUP, 94
        .equ    PTRACE, 117
        .equ    KILL, 129
        .equ    GETPID, 172
        .equ    CLONE, 220
        .equ    WAIT4, 260

        .equ    TRACEME, 0
        .equ    CONT, 7
        .equ    SINGLESTEP, 9
        .equ    GETSIGINFO, 0x4202
        .equ    GETREGSET, 0x4204
        .equ    SETREGSET, 0x4205
        .equ    NT_PRSTATUS, 1
        .equ    NT_ARM_HW_BREAK, 0x402
        .equ    NT_ARM_HW_WATCH, 0x403

        .equ    SIGTRAP, 5
        .equ    SIGCHLD, 17
        .equ    SIGSTOP, 19
        .equ    SI_USER, 0
        .equ    TRAP_TRACE, 2
        .equ    TRAP_HWBKPT, 4

        .equ    STEPS, 4                // so many instructions are stepped from the breakpoint

// A DBGBCR or DBGWCR, as ptrace takes it: BAS, LSC, and EL0; enabled.
        .equ    EXECUTE, (0xf << 5) | 4 | 1
        .equ    STORE, (0xff << 5) | (2 << 3) | 4 | 1
        .equ    LOAD, (0x0f << 5) | (1 << 3) | 4 | 1

        .text
_start:
        mov     x0, #SIGCHLD
        mov     x1, #0
        mov     x2, #0
        mov     x3, #0
        mov     x4, #0
        mov     x8, #CLONE
        svc     #0
        cbz     x0, child
        mov     x28, x0                 // x28 = the child, x27 = steps to be done, x26 = watchpoints that were hit
        mov     x26, #0
        bl      wait
        cmp     w0, #SIGSTOP
        b.ne    failed

        adr     x0, text_has            // how many there are: the low byte of what is there
        bl      puts
        mov     x2, #NT_ARM_HW_BREAK
        bl      count
        adr     x0, text_breakpoints
        bl      puts
        mov     x2, #NT_ARM_HW_WATCH
        bl      count
        adr     x0, text_watchpoints
        bl      puts

        mov     x2, #NT_ARM_HW_BREAK
        ldr     x3, =break_iov
        bl      set
        mov     x2, #NT_ARM_HW_WATCH
        ldr     x3, =watch_iov
        bl      set
go_on:  mov     x0, #CONT
resume: mov     x1, x28
        mov     x2, #0
        mov     x3, #0
        mov     x8, #PTRACE
        svc     #0
        cbnz    x0, failed
        bl      wait
        cmp     w0, #SIGTRAP
        b.ne    failed
        mov     x0, #GETSIGINFO
        mov     x1, x28
        mov     x2, #0
        ldr     x3, =siginfo
        mov     x8, #PTRACE
        svc     #0
        cbnz    x0, failed
        mov     x2, #NT_PRSTATUS
        ldr     x3, =registers_iov
        mov     x0, #GETREGSET
        bl      regset
        ldr     x19, =siginfo
        ldr     w20, [x19, #8]          // si_code
        ldr     x21, [x19, #16]         // si_addr
        ldr     x22, =registers
        ldr     x22, [x22, #256]        // pc
        adr     x0, text_step
        cmp     w20, #TRAP_TRACE
        b.eq    stepped
        adr     x0, text_call
        cmp     w20, #SI_USER           // what Linux says of a system call that was stepped
        b.eq    stepped
        cmp     w20, #TRAP_HWBKPT
        b.ne    failed
        cmp     x21, x22
        b.ne    watched

        adr     x0, text_breakpoint
        bl      puts
        bl      put_place
        mov     x27, #STEPS
        mov     w1, #EXECUTE - 1        // off, while it is stepped from there
        bl      set_break
        b       step

stepped:
        bl      puts
        bl      put_place
        subs    x27, x27, #1
        b.ne    step
        mov     w1, #EXECUTE
        bl      set_break
        b       go_on
step:   mov     x0, #SINGLESTEP
        b       resume

watched:
        adr     x0, text_watchpoint
        bl      puts
        ldr     x0, =data
        sub     x0, x21, x0
        bl      puthex
        adr     x0, text_at
        bl      puts
        bl      put_place
        ldr     x0, =watch_state + 16   // off, or it would be hit again
        add     x0, x0, x26, lsl #4
        ldr     w1, [x0]
        bic     w1, w1, #1
        str     w1, [x0]
        add     x26, x26, #1
        mov     x2, #NT_ARM_HW_WATCH
        ldr     x3, =watch_iov
        bl      set
        b       go_on

// The child.
child:  mov     x0, #TRACEME
        mov     x8, #PTRACE
        svc     #0
        mov     x8, #GETPID
        svc     #0
        mov     x1, #SIGSTOP
        mov     x8, #KILL
        svc     #0
        mov     x19, #2
        ldr     x20, =data
here:   mov     x8, #GETPID             // the breakpoint, which is passed twice
        svc     #0
        subs    x19, x19, #1
        b.ne    here
        str     x19, [x20, #-8]         // beside
        stp     x19, x19, [x20, #-8]    // the first watchpoint's bytes are the second half
        str     w19, [x20, #8]          // a store, where loads are watched
        ldr     x0, [x20, #6]           // misaligned
        mov     x0, #42
        mov     x8, #EXIT_GROUP
        svc     #0

// Waits for the child. Returns w0 = the signal that stopped it; ends the program where it has ended.
wait:   mov     x0, x28
        ldr     x1, =status
        mov     x2, #0
        mov     x3, #0
        mov     x8, #WAIT4
        svc     #0
        cmp     x0, x28
        b.ne    failed
        ldr     x1, =status
        ldr     w1, [x1]
        and     w2, w1, #0x7f
        cbz     w2, 1f
        ubfx    w0, w1, #8, #8
        ret
1:      ubfx    w19, w1, #8, #8
        adr     x0, text_exited
        bl      puts
        mov     x0, x19
        bl      puthex
        adr     x0, text_newline
        bl      puts
        mov     x0, #0
        b       exit

set_break:                              // w1 = the control
        ldr     x0, =break_state
        str     w1, [x0, #16]
        mov     x2, #NT_ARM_HW_BREAK
        ldr     x3, =break_iov
set:    mov     x0, #SETREGSET
regset: mov     x1, x28                 // x0 = request, x2 = set, x3 = where
        mov     x8, #PTRACE
        svc     #0
        cbnz    x0, failed
        ret

count:  mov     x29, x30                // x2 = set: print how many registers it has
        ldr     x3, =info_iov
        mov     x0, #GETREGSET
        bl      regset
        ldr     x0, =info
        ldrb    w0, [x0]
        bl      puthex
        ret     x29

failed: adr     x0, text_failed
        bl      puts
        mov     x0, #1
exit:   mov     x8, #EXIT_GROUP
        svc     #0

put_place:                              // x22 = an address of the child's code: as a distance from `here`
        mov     x29, x30
        adr     x0, here
        sub     x0, x22, x0
        bl      puthex
        adr     x0, text_newline
        bl      puts
        ret     x29

puts:   mov     x1, x0                  // x0 = text
        mov     x2, #0
1:      ldrb    w3, [x1, x2]
        cbz     w3, 2f
        add     x2, x2, #1
        b       1b
2:      mov     x0, #1
        mov     x8, #WRITE
        svc     #0
        ret

puthex: ldr     x1, =digits + 1         // x0 = up to two digits
        and     w3, w0, #15
        cmp     w3, #10
        add     w4, w3, #'0'
        add     w5, w3, #'a' - 10
        csel    w3, w4, w5, lo
        strb    w3, [x1]
        mov     x2, #1
        lsr     w0, w0, #4
        cbz     w0, 1f
        add     w3, w0, #'0'
        strb    w3, [x1, #-1]!
        mov     x2, #2
1:      mov     x0, #1
        mov     x8, #WRITE
        svc     #0
        ret

text_has:       .asciz  "ptrace: it has "
text_breakpoints:
                .asciz  " breakpoints and "
text_watchpoints:
                .asciz  " watchpoints\n"
text_breakpoint:
                .asciz  "breakpoint at here+"
text_step:      .asciz  "step to here+"
text_call:      .asciz  "step over a system call to here+"
text_watchpoint:
                .asciz  "watchpoint on data+"
text_at:        .asciz  " at here+"
text_exited:    .asciz  "exited with "
text_failed:    .asciz  "failed\n"
text_newline:   .asciz  "\n"

        .data
        .balign 16
                .space  16
data:           .space  32
// struct user_hwdebug_state: 8 bytes of information, then an address and a control for each.
break_state:    .quad   0
                .quad   here
                .word   EXECUTE, 0
watch_state:    .quad   0
                .quad   data
                .word   STORE, 0
                .quad   data + 8
                .word   LOAD, 0
break_iov:      .quad   break_state, 24
watch_iov:      .quad   watch_state, 40
info_iov:       .quad   info, 8
registers_iov:  .quad   registers, 272
        .bss
        .balign 16
info:           .space  16
status:         .space  16
digits:         .space  16
siginfo:        .space  128
registers:      .space  272
