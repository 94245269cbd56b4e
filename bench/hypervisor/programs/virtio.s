// A virtio driver's first steps, without the event index.
        .equ    VIRTIO, 0x0a000000
        .equ    VIRTIO_INTID, 48
        .equ    DRIVER_FEATURES, 0x20
        .equ    DRIVER_FEATURES_SEL, 0x24
        .equ    QUEUE_SEL, 0x30
        .equ    QUEUE_NUM, 0x38
        .equ    QUEUE_READY, 0x44
        .equ    QUEUE_NOTIFY, 0x50
        .equ    INTERRUPT_STATUS, 0x60
        .equ    INTERRUPT_ACK, 0x64
        .equ    STATUS, 0x70
        .equ    QUEUE_DESC, 0x80
        .equ    QUEUE_DRIVER, 0x90
        .equ    QUEUE_DEVICE, 0xa0
        .equ    F_NEXT, 1
        .equ    F_WRITE, 2

// x19 is the device from here on. w0 = feature bits 0 to 31.
virtio_open:
        mov     x27, x30
        mov     w20, w0
        mov     w0, #VIRTIO_INTID
        bl      open
        // SPIs go to the first virtual CPU: it has one only.
        ldr     x19, =VIRTIO
        str     wzr, [x19, #STATUS]
        mov     w1, #3                  // ACKNOWLEDGE, DRIVER
        str     w1, [x19, #STATUS]
        str     wzr, [x19, #DRIVER_FEATURES_SEL]
        str     w20, [x19, #DRIVER_FEATURES]
        mov     w1, #1
        str     w1, [x19, #DRIVER_FEATURES_SEL]
        str     w1, [x19, #DRIVER_FEATURES]     // VERSION_1
        mov     w1, #11                 // FEATURES_OK
        str     w1, [x19, #STATUS]
        ldr     w1, [x19, #STATUS]
        tbz     w1, #3, failed
        ret     x27

// Queue w0 of w1 entries: descriptors at x2, available ring at x3, used ring at x4, all below 4 GB.
virtio_queue:
        str     w0, [x19, #QUEUE_SEL]
        str     w1, [x19, #QUEUE_NUM]
        str     w2, [x19, #QUEUE_DESC]
        str     w3, [x19, #QUEUE_DRIVER]
        str     w4, [x19, #QUEUE_DEVICE]
        mov     w1, #1
        str     w1, [x19, #QUEUE_READY]
        ret

virtio_ok:
        mov     w1, #15                 // DRIVER_OK
        str     w1, [x19, #STATUS]
        ret

// Waits for the device's interrupt, with PSTATE.I set, and ends it.
virtio_wait:
        wfi
        ldr     w10, [x28, #GICC_IAR]
        cmp     w10, #VIRTIO_INTID
        b.ne    1f
        ldr     w11, [x19, #INTERRUPT_STATUS]
        str     w11, [x19, #INTERRUPT_ACK]
        str     w10, [x28, #GICC_EOIR]
        tbnz    w11, #1, failed         // the device needs a reset
1:      ret
        .ltorg
