// Frames of the network's benchmark.
        .equ    F_CSUM, 1 << 0
        .equ    F_GUEST_CSUM, 1 << 1
        .equ    F_GUEST_TSO4, 1 << 7
        .equ    F_HOST_TSO4, 1 << 11
        .equ    F_MRG_RXBUF, 1 << 15
        .equ    NET_HEADER, 12
        .equ    HEADERS, 14 + 20 + 20
        .equ    SEGMENT, 1448
        .equ    FRAME, HEADERS + 45 * SEGMENT
