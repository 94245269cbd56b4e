// Receives FRAMES frames in buffers of a page, several for each frame, and looks at their numbers.
        .text
        .include "common.s"
        .include "virtio.s"
        .include "frame.s"
        .equ    irq, failed
        .equ    QUEUE, 256
        .equ    BUFFERS, 0x40800000

main:   ldr     w0, =F_GUEST_CSUM | F_GUEST_TSO4 | F_MRG_RXBUF
        bl      virtio_open
        mov     w0, #0
        mov     w1, #QUEUE
        ldr     x2, =descriptors
        ldr     x3, =available
        ldr     x4, =used
        bl      virtio_queue
        bl      virtio_ok

        ldr     x0, =descriptors
        ldr     x2, =BUFFERS
        ldr     x3, =available
        add     x4, x3, #4
        mov     w5, #0
        mov     w6, #4096
        movk    w6, #0
1:      str     x2, [x0], #8
        mov     x6, #4096
        movk    x6, #F_WRITE, lsl #32
        str     x6, [x0], #8
        strh    w5, [x4], #2
        add     x2, x2, #4096
        add     w5, w5, #1
        cmp     w5, #QUEUE
        b.ne    1b
        strh    w5, [x3, #2]
        str     wzr, [x19, #QUEUE_NOTIFY]

        mov     w20, #0                 // frames that came
        mov     w21, #0                 // used elements that were seen
        ldr     w22, =FRAMES
        ldr     x24, =used
        ldr     x25, =BUFFERS
2:      bl      virtio_wait
3:      ldrh    w23, [x24, #2]
        and     w5, w21, #0xffff
        cmp     w5, w23
        b.eq    5f
        // A frame's first buffer says how many there are, and all of them are there.
        and     w6, w21, #QUEUE - 1
        add     x7, x24, x6, lsl #3
        ldr     w8, [x7, #4]            // its descriptor
        add     x9, x25, x8, lsl #12
        ldrh    w10, [x9, #10]
        ldr     w11, [x9, #NET_HEADER + HEADERS]
        cmp     w11, w20
        b.ne    failed
        add     w20, w20, #1
        // The buffers go back in the order in which they came.
4:      and     w6, w21, #QUEUE - 1
        add     x7, x24, x6, lsl #3
        ldr     w8, [x7, #4]
        add     x9, x3, x6, lsl #1
        strh    w8, [x9, #4]
        add     w21, w21, #1
        subs    w10, w10, #1
        b.ne    4b
        b       3b
5:      add     w5, w21, #QUEUE
        strh    w5, [x3, #2]
        dmb     sy
        str     wzr, [x19, #QUEUE_NOTIFY]
        cmp     w20, w22
        b.lo    2b
        mark    'b'
        b       off
        .ltorg

        .bss
        .balign 16
descriptors:
        .space  16 * QUEUE
available:
        .space  6 + 2 * QUEUE
        .balign 16
used:   .space  6 + 8 * QUEUE
