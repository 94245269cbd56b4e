// context: each virtual CPU fills its registers and some memory with a pattern of its own, and looks for it again and again, while
// others run on the same core: what the hypervisor switches must come back. Four virtual CPUs.
//
// X0 at the start goes into the pattern, so that two guests that run beside each other have different ones.
        .include "common.inc"

        .equ    ROUNDS, 16
        .equ    CPU_PATTERN, 136        // of the area
        .equ    CPU_WRONG, 144          // one word for each of the groups below: how often it was wrong
        .equ    BYTES, 4096             // of memory, for each CPU

// CPU_WRONG + 8 * n: x16 and x17 are changed.
        .macro  wrong group:req
        mrs     x16, tpidr_el1
        ldr     x17, [x16, #CPU_WRONG + 8 * \group]
        add     x17, x17, #1
        str     x17, [x16, #CPU_WRONG + 8 * \group]
        .endm
        .equ    GENERAL, 0
        .equ    SIMD, 1
        .equ    FP_CONTROL, 2
        .equ    SYSTEM, 3
        .equ    THREAD, 4
        .equ    FLAGS, 5
        .equ    MEMORY, 6
        .equ    TIMER, 7

        // A system register keeps the pattern in x0, as far as `mask` lets it.
        .macro  set_register register:req, mask=0xffffffffffffffff
        ldr     x1, =\mask
        and     x1, x1, x0
        msr     \register, x1
        .endm
        .macro  look_register group:req, register:req, mask=0xffffffffffffffff
        ldr     x1, =\mask
        and     x2, x1, x0
        mrs     x3, \register
        and     x3, x3, x1
        cmp     x2, x3
        b.eq    1f
        wrong   \group
1:
        .endm
// Fills everything; the pattern is in x0.
fill:
        .irp    r, tpidr_el0, tpidrro_el0, elr_el1, sp_el0, far_el1
        set_register \r
        .endr
        set_register esr_el1, 0xffffffff
        set_register contextidr_el1, 0xffffffff
        set_register spsr_el1, 0xf00003c5
        set_register csselr_el1, 2
        set_register cntv_cval_el0
        set_register cntp_cval_el0
        set_register ttbr1_el1, 0x0000fffffffff000
        set_register par_el1, 0x0000fffffffff000
        set_register fpcr, 0x07c00000
        set_register fpsr, 0x0800009f
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        add     x1, x0, #\n
        mvn     x2, x1
        mov     v\n\().d[0], x1
        mov     v\n\().d[1], x2
        .endr
        area    x1
        ldr     x2, [x1, #CPU_INDEX]
        ldr     x3, =BYTES
        ldr     x4, =memory
        madd    x4, x2, x3, x4
        mov     x2, #0
1:      add     x5, x0, x2
        str     x5, [x4, x2]
        add     x2, x2, #8
        cmp     x2, x3
        b.ne    1b
        ret

// Looks for everything. The general registers have been looked at before.
look:
        .irp    r, tpidr_el0, tpidrro_el0
        look_register THREAD, \r
        .endr
        .irp    r, elr_el1, sp_el0, far_el1
        look_register SYSTEM, \r
        .endr
        look_register SYSTEM, esr_el1, 0xffffffff
        look_register SYSTEM, contextidr_el1, 0xffffffff
        look_register SYSTEM, spsr_el1, 0xf00003c5
        look_register SYSTEM, csselr_el1, 2
        look_register SYSTEM, ttbr1_el1, 0x0000fffffffff000
        look_register SYSTEM, par_el1, 0x0000fffffffff000
        look_register TIMER, cntv_cval_el0
        look_register TIMER, cntp_cval_el0
        look_register FP_CONTROL, fpcr, 0x07c00000
        look_register FP_CONTROL, fpsr, 0x0800009f
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        add     x1, x0, #\n
        mvn     x2, x1
        mov     x3, v\n\().d[0]
        mov     x4, v\n\().d[1]
        cmp     x1, x3
        ccmp    x2, x4, #0, eq
        b.eq    1f
        wrong   SIMD
1:
        .endr
        area    x1
        ldr     x2, [x1, #CPU_INDEX]
        ldr     x3, =BYTES
        ldr     x4, =memory
        madd    x4, x2, x3, x4
        mov     x2, #0
2:      add     x5, x0, x2
        ldr     x6, [x4, x2]
        cmp     x5, x6
        b.eq    3f
        wrong   MEMORY
3:      add     x2, x2, #8
        cmp     x2, x3
        b.ne    2b
        ret

// Each CPU: ROUNDS times it fills, and runs for a while with its general registers and flags full, and looks.
run:    mov     x29, x30
        mov     x28, #0
again:  area    x1
        ldr     x0, [x1, #CPU_INDEX]
        adr     x2, boot_argument
        ldr     x2, [x2]
        eor     x0, x0, x2, lsl #8
        add     x0, x0, x28, lsl #16
        ldr     x2, =0x9e3779b97f4a7c15 // spreads them over all bits
        mul     x0, x0, x2
        str     x0, [x1, #CPU_PATTERN]
        bl      fill
        area_load x0, CPU_PATTERN
        and     x1, x0, #0xf0000000
        msr     nzcv, x1
        .irp    n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 30
        add     x\n, x0, #\n
        .endr
        mov     x17, #400
1:      wfe                             // others run; it changes nothing
        sub     x17, x17, #1
        cbnz    x17, 1b
        ldr     x17, =100000
2:      sub     x17, x17, #1
        cbnz    x17, 2b
        mrs     x17, nzcv
        sub     sp, sp, #16
        str     x17, [sp]
        mov     x17, #0
        .irp    n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 30
        sub     x\n, x\n, x0
        sub     x\n, x\n, #\n
        orr     x17, x17, x\n
        .endr
        cbz     x17, 3f
        wrong   GENERAL
3:      area_load x1, CPU_PATTERN
        cmp     x0, x1
        b.eq    4f
        wrong   GENERAL
4:      mov     x0, x1
        ldr     x2, [sp], #16
        and     x1, x0, #0xf0000000
        cmp     x1, x2
        b.eq    5f
        wrong   FLAGS
5:      bl      look
        add     x28, x28, #1
        cmp     x28, #ROUNDS
        b.ne    again
        msr     cntkctl_el1, xzr
        area    x1
        mov     x0, #1
        add     x1, x1, #CPU_VALUE
        stlr    x0, [x1]
        ret     x29

        .macro  result n:req, group:req, name:req
        mov     x0, #\n
        bl      area_of
        ldr     x5, [x0, #CPU_WRONG + 8 * \group]
        check   "CPU \n: \name", x5, 0
        .endm
        .macro  results n:req
        mov     x0, #\n
        bl      area_of
        add     x0, x0, #CPU_VALUE
        mov     w1, #1
        bl      wait_word
        mov     x0, #\n
        bl      area_of
        ldr     x5, [x0, #CPU_VALUE]
        check   "CPU \n: came to its end", x5, 1
        result  \n, GENERAL, "general registers"
        result  \n, SIMD, "SIMD and floating-point registers"
        result  \n, FP_CONTROL, "FPCR and FPSR"
        result  \n, SYSTEM, "system registers of EL1"
        result  \n, THREAD, "TPIDR_EL0 and TPIDRRO_EL0"
        result  \n, FLAGS, "flags"
        result  \n, MEMORY, "memory"
        result  \n, TIMER, "compare values of the timers"
        .endm

main:   mov     x27, x30
        str     x27, [sp, #-16]!
        mov     x0, #256
        adr     x1, patience
        str     x0, [x1]
        .irp    n, 1, 2, 3
        mov     x0, #\n
        adr     x1, run
        bl      boot_cpu
        .endr
        bl      run
        .irp    n, 0, 1, 2, 3
        results \n
        .endr
        ldr     x30, [sp], #16
        ret
        .ltorg
        .bss
        .balign 4096
memory: .space  MAX_CPUS * BYTES
        .text
