// What perf does, for Linux: counts a loop of its own by perf_event_open in several ways, then samples it. Each line of output is a
// name and hexadecimal numbers.

        .equ    WRITE, 64
        .equ    READ, 63
        .equ    IOCTL, 29
        .equ    EXIT_GROUP, 94
        .equ    GETPID, 172
        .equ    MMAP, 222
        .equ    PERF_EVENT_OPEN, 241
        .equ    ENABLE, 0x2400          // PERF_EVENT_IOC_ENABLE and _DISABLE
        .equ    DISABLE, 0x2401
        .equ    HARDWARE, 0             // perf_event_attr.type
        .equ    RAW, 4
        .equ    OFF, 1                  // flags: disabled, exclude_user, exclude_kernel, exclude_hv
        .equ    NO_USER, 1 << 4
        .equ    NO_KERNEL, 1 << 5
        .equ    NO_HV, 1 << 6
        .equ    USER, OFF + NO_KERNEL + NO_HV
        .equ    KERNEL, OFF + NO_USER + NO_HV
        .equ    ROUNDS, 100000
        .equ    PERIOD, 12345
        .equ    PAGES, 9                // of the ring buffer, the first is perf_event_mmap_page

        .macro  call number
        mov     x8, #\number
        svc     #0
        .endm
        .macro  switch how
        mov     x0, x19
        ldr     x1, =\how
        mov     x2, #0
        call    IOCTL
        .endm
        // An event's name, and its type, config, flags and config1.
        .macro  event name, type, config, flags, config1=0
        .pushsection .rodata
9:      .asciz  "\name "
        .popsection
        .quad   9b, \type, \config, \flags, \config1
        .endm

        .global _start
_start: adr     x28, events
1:      ldr     x0, [x28]
        cbz     x0, sample
        bl      puts
        ldp     x1, x2, [x28, #8]
        ldp     x3, x4, [x28, #24]
        mov     x5, #0
        bl      open
        tbnz    x19, #63, 2f
        switch  ENABLE
first:  ldr     x20, =ROUNDS            // what is counted, from here...
loop:   subs    x20, x20, #1
        b.ne    loop
        call    GETPID
        call    GETPID
        mov     x0, x19
        ldr     x1, =DISABLE
        mov     x2, #0
        call    IOCTL                   // ...to here
last:   mov     x0, x19
        ldr     x1, =value
        mov     x2, #8
        call    READ
        ldr     x19, =value
        ldr     x19, [x19]
2:      mov     x0, x19
        bl      puthex
        bl      newline
        add     x28, x28, #40
        b       1b

// Every so many instructions a sample with its address.
sample: mov     x1, #HARDWARE
        mov     x2, #1
        mov     x3, #USER
        mov     x4, #0
        ldr     x5, =PERIOD
        bl      open
        mov     x0, #0
        mov     x1, #PAGES * 4096
        mov     x2, #3                  // PROT_READ | PROT_WRITE
        mov     x3, #1                  // MAP_SHARED
        mov     x4, x19
        mov     x5, #0
        call    MMAP
        mov     x27, x0
        switch  ENABLE
sampled: ldr    x20, =ROUNDS
ring:   subs    x20, x20, #1
        b.ne    ring
        switch  DISABLE
        ldr     x21, [x27, #0x400]      // data_head
        mov     x22, #0
        add     x27, x27, #4096
3:      cmp     x22, x21
        b.hs    4f
        add     x23, x27, x22
        ldr     w24, [x23]              // perf_event_header: type, misc, size
        ldrh    w25, [x23, #6]
        add     x22, x22, x25
        cmp     w24, #9                 // PERF_RECORD_SAMPLE
        b.ne    3b
        ldr     x0, =text_sample
        bl      puts
        ldr     x0, [x23, #8]
        bl      puthex
        bl      newline
        b       3b
4:      mov     x0, #0
        call    EXIT_GROUP

// perf_event_open: x1 = type, x2 = config, x3 = flags, x4 = config1, x5 = period. x19 = descriptor
open:   ldr     x0, =attr
        mov     w6, #64
        stp     w1, w6, [x0]
        str     x2, [x0, #8]
        str     x5, [x0, #16]
        mov     x6, #1                  // PERF_SAMPLE_IP
        str     x6, [x0, #24]
        str     x3, [x0, #40]
        str     x4, [x0, #56]
        mov     x1, #0                  // this task, on any core, alone
        mov     x2, #-1
        mov     x3, #-1
        mov     x4, #0
        call    PERF_EVENT_OPEN
        mov     x19, x0
        ret

puts:   mov     x1, x0                  // x0 = text
1:      ldrb    w2, [x1], #1
        cbnz    w2, 1b
        sub     x2, x1, x0
        sub     x2, x2, #1
        mov     x1, x0
        mov     x0, #1
        call    WRITE
        ret
puthex: ldr     x1, =digits             // x0 = number
        mov     x2, #16
1:      ror     x0, x0, #60
        and     x3, x0, #15
        add     x4, x3, #'0'
        add     x5, x3, #'a' - 10
        cmp     x3, #10
        csel    x4, x4, x5, lo
        strb    w4, [x1], #1
        subs    x2, x2, #1
        b.ne    1b
        mov     x0, #1
        ldr     x1, =digits
        mov     x2, #16
        call    WRITE
        ret
newline: mov    x0, #1
        ldr     x1, =text_newline
        mov     x2, #1
        call    WRITE
        ret

        .ltorg
        .balign 8
events: event   instructions, HARDWARE, 1, USER
        event   cycles, HARDWARE, 0, USER
        event   bus-cycles, HARDWARE, 6, USER
        event   instructions-64, RAW, 0x08, USER, 1
        event   inst-spec, RAW, 0x1b, USER
        event   svc, RAW, 0x82, USER
        event   exceptions, RAW, 0x09, USER
        event   returns, RAW, 0x0a, USER
        event   returns-kernel, RAW, 0x0a, KERNEL
        event   instructions-kernel, HARDWARE, 1, KERNEL
        event   instructions-all, HARDWARE, 1, OFF
        event   loads-stores, RAW, 0x13, USER
        event   branches, RAW, 0x78, USER
        event   cache-misses, HARDWARE, 3, USER
        .quad   0

        .section .rodata
text_sample: .asciz "sample "
text_newline: .asciz "\n"
        .bss
        .balign 8
attr:   .space  64
value:  .space  8
digits: .space  16
