// Sends FRAMES frames of TCP for segmentation, 45 segments each, BATCH at a time. Each has its number behind its headers.
        .text
        .include "common.s"
        .include "virtio.s"
        .include "frame.s"
        .equ    irq, failed
        .equ    QUEUE, 16
        .equ    BATCH, 16
        .equ    BUFFERS, 0x40800000
        .equ    STEP, 0x10000
        .equ    TRANSMIT, 1

main:   ldr     w0, =F_CSUM | F_HOST_TSO4
        bl      virtio_open
        mov     w0, #TRANSMIT
        mov     w1, #QUEUE
        ldr     x2, =descriptors
        ldr     x3, =available
        ldr     x4, =used
        bl      virtio_queue
        bl      virtio_ok

        ldr     x0, =descriptors
        ldr     x2, =BUFFERS
        ldr     x4, =available + 4
        mov     w5, #0
1:      str     x2, [x0], #8
        ldr     w6, =NET_HEADER + FRAME
        str     x6, [x0], #8            // no flags
        strh    w5, [x4], #2
        ldr     x7, =header
        mov     x8, x2
        mov     w6, #NET_HEADER + HEADERS
2:      ldrb    w9, [x7], #1
        strb    w9, [x8], #1
        subs    w6, w6, #1
        b.ne    2b
        add     x2, x2, #STEP
        add     w5, w5, #1
        cmp     w5, #BATCH
        b.ne    1b

        // The receiver has to be ready.
        mov     x0, #20000
3:      subs    x0, x0, #1
        b.ne    3b
        mov     w20, #0                 // frames that were sent
        ldr     w22, =FRAMES
        ldr     x24, =used
        mark    'a'
4:      ldr     x2, =BUFFERS
        mov     w5, #BATCH
5:      str     w20, [x2, #NET_HEADER + HEADERS]
        add     w20, w20, #1
        add     x2, x2, #STEP
        subs    w5, w5, #1
        b.ne    5b
        ldr     x1, =available
        strh    w20, [x1, #2]
        dmb     sy
        mov     w1, #TRANSMIT
        str     w1, [x19, #QUEUE_NOTIFY]
6:      bl      virtio_wait
        ldrh    w5, [x24, #2]
        and     w6, w20, #0xffff
        cmp     w5, w6
        b.ne    6b
        cmp     w20, w22
        b.lo    4b
        mark    'b'
        b       off
        .ltorg

        .data
        // virtio_net_hdr: NEEDS_CSUM, TCPV4, length of headers, segment, checksum from where and where to.
header: .byte   1, 1
        .hword  HEADERS, SEGMENT, 34, 16, 0
        // Ethernet: the receiver's address and ours.
        .byte   0x52, 0x54, 0, 0, 0, 2, 0x52, 0x54, 0, 0, 0, 1, 8, 0
        // IPv4, 10.0.0.1 to 10.0.0.2.
        .byte   0x45, 0, (FRAME - 14) >> 8, (FRAME - 14) & 255, 0, 0, 0x40, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2
        // TCP.
        .byte   0x13, 0x88, 0x13, 0x88, 0, 0, 0, 0, 0, 0, 0, 0, 0x50, 0x10, 0xff, 0xff, 0, 0, 0, 0
        .bss
        .balign 16
descriptors:
        .space  16 * QUEUE
available:
        .space  6 + 2 * QUEUE
        .balign 16
used:   .space  6 + 8 * QUEUE
