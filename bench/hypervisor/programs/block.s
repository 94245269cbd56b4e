// Reads BATCHES times BATCH requests of REQUEST bytes from its disk, one behind the other, BATCH of them at a time.
        .text
        .include "common.s"
        .include "virtio.s"
        .equ    irq, failed
        .equ    QUEUE, 64
        .equ    BATCH, 16
        .equ    REQUEST, 0x40000
        .equ    SECTORS, REQUEST / 512
        .equ    BUFFERS, 0x40800000

main:   mov     w0, #0
        bl      virtio_open
        mov     w0, #0
        mov     w1, #QUEUE
        ldr     x2, =descriptors
        ldr     x3, =available
        ldr     x4, =used
        bl      virtio_queue
        bl      virtio_ok

        // Each request has a header, its buffer and a status: descriptors 3i to 3i + 2.
        ldr     x0, =descriptors
        ldr     x1, =headers
        ldr     x2, =BUFFERS
        ldr     x3, =statuses
        ldr     x4, =available + 4
        mov     w5, #0
1:      str     x1, [x0]
        mov     w6, #16
        str     w6, [x0, #8]
        mov     w6, #F_NEXT
        add     w7, w5, #1
        orr     w6, w6, w7, lsl #16
        str     w6, [x0, #12]
        str     x2, [x0, #16]
        mov     w6, #REQUEST
        str     w6, [x0, #24]
        mov     w6, #F_NEXT | F_WRITE
        add     w7, w5, #2
        orr     w6, w6, w7, lsl #16
        str     w6, [x0, #28]
        str     x3, [x0, #32]
        mov     w6, #1
        str     w6, [x0, #40]
        mov     w6, #F_WRITE
        str     w6, [x0, #44]
        add     x0, x0, #48
        add     x1, x1, #16
        add     x2, x2, #REQUEST
        add     x3, x3, #1
        add     w5, w5, #3
        cmp     w5, #3 * BATCH
        b.ne    1b
        // The ring holds four times the same.
        mov     w8, #0
        mov     w5, #0
2:      strh    w5, [x4], #2
        add     w5, w5, #3
        cmp     w5, #3 * BATCH
        csel    w5, wzr, w5, eq
        add     w8, w8, #1
        cmp     w8, #QUEUE
        b.ne    2b

        mov     w20, #0                 // requests that were made
        mov     x21, #0                 // the next sector
        ldr     w22, =BATCHES
        ldr     x23, =DISK_SECTORS
        mark    'a'
3:      ldr     x1, =headers
        mov     w5, #BATCH
4:      str     x21, [x1, #8]
        add     x1, x1, #16
        add     x21, x21, #SECTORS
        subs    w5, w5, #1
        b.ne    4b
        cmp     x21, x23
        csel    x21, xzr, x21, hs
        add     w20, w20, #BATCH
        ldr     x1, =available
        strh    w20, [x1, #2]
        dmb     sy
        str     wzr, [x19, #QUEUE_NOTIFY]
        ldr     x24, =used
5:      bl      virtio_wait
        ldrh    w5, [x24, #2]
        and     w6, w20, #0xffff
        cmp     w5, w6
        b.ne    5b
        ldr     x1, =statuses
        ldp     x5, x6, [x1]
        orr     x5, x5, x6
        cbnz    x5, failed
        subs    w22, w22, #1
        b.ne    3b
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
        .balign 16
headers:
        .space  16 * BATCH
statuses:
        .space  BATCH
