// two-cores: start a second core by PSCI, and let both add to one counter under a spin lock.
//
//   pivisor run --kernel two-cores.elf --firmware psci      (starts at EL2)
//
// It prints:
//   core 0: starting core 1
//   core 1: here I am
//   core 0: both are done, the counter is 20000
//   core 0: core 1 is off
//
// What to look at:
//   - PSCI CPU_ON: x0 = function number, x1 = which core (its MPIDR affinity), x2 = where it shall start, x3 = a value
//     for its x0; SMC. The core starts at the level of the caller, with its MMU and caches off.
//   - The lock: LDAXR reads it and asks the monitor to watch it, STXR stores only if nobody else has stored since, and
//     says in a register whether it did. LDAXR is an acquire: nothing after it is done before it. STLR, which frees the
//     lock, is a release: all before it is done first.
//   - While the lock is held by the other core, WFE sleeps. The store that frees the lock clears our monitor, and that is
//     an event, so no SEV is needed. (SEVL makes the first WFE fall through: look before you sleep.)
//   - Exclusives need Normal cacheable memory, so both cores switch the MMU on first.
// Link base 0x80000.

        .equ    UART_BASE, 0xfe201000   // PL011 UART0 of the BCM2711
        .equ    UART_DR, 0x00
        .equ    UART_FR, 0x18
        .equ    UART_FR_TXFF, 5
        .equ    RAM_BASE, 0x0

        .equ    COUNT, 10000            // how often each core increments

        .equ    PSCI_CPU_ON, 0xc4000003         // the 64-bit calling convention
        .equ    PSCI_AFFINITY_INFO, 0xc4000004
        .equ    PSCI_CPU_OFF, 0x84000002
        .equ    PSCI_SYSTEM_OFF, 0x84000008
        .equ    AFFINITY_OFF, 1

        .text
        .global _start
// ---------------------------------------------------------------- core 0
_start:
        ldr     x0, =stack_core0
        mov     sp, x0
        bl      make_tables
        bl      mmu_on
        adr     x0, text_starting
        bl      print

        ldr     w0, =PSCI_CPU_ON
        mov     x1, #1                  // affinity 0.0.1: core 1
        adr     x2, start_core1
        ldr     x3, =stack_core1        // it will find this in x0
        smc     #0
        cbz     w0, 1f
        adr     x0, text_failed
        bl      print
        b       power_off

1:      ldr     x19, =core1_is_here     // wait until it has said so
        sevl
2:      wfe
        ldar    w0, [x19]
        cbz     w0, 2b

        bl      increment
        ldr     x19, =core1_is_done
        sevl
3:      wfe
        ldar    w0, [x19]
        cbz     w0, 3b

        adr     x0, text_done
        bl      print
        ldr     x0, =counter
        ldr     w0, [x0]
        bl      print_decimal
        adr     x0, text_newline
        bl      print

4:      ldr     w0, =PSCI_AFFINITY_INFO
        mov     x1, #1
        mov     x2, #0
        smc     #0
        cmp     w0, #AFFINITY_OFF
        b.ne    4b
        adr     x0, text_off
        bl      print

power_off:
        ldr     w0, =PSCI_SYSTEM_OFF
        smc     #0
1:      b       1b

// ---------------------------------------------------------------- core 1
start_core1:
        mov     sp, x0
        bl      mmu_on
        mrs     x0, mpidr_el1
        and     w0, w0, #0xff           // affinity 0: the number of the core
        add     w0, w0, #'0'
        ldr     x1, =core_digit
        strb    w0, [x1]
        ldr     x0, =text_here
        bl      print
        mov     w0, #1
        ldr     x1, =core1_is_here
        stlr    w0, [x1]
        dsb     ish                     // the store is done before the event is sent
        sev

        bl      increment
        mov     w0, #1
        ldr     x1, =core1_is_done
        stlr    w0, [x1]
        dsb     ish
        sev
        ldr     w0, =PSCI_CPU_OFF
        smc     #0
1:      b       1b

// ---------------------------------------------------------------- both cores
increment:
        stp     x29, x30, [sp, #-32]!
        str     x19, [sp, #16]
        ldr     w19, =COUNT
1:      ldr     x0, =lock
        bl      take_lock
        ldr     x1, =counter            // an ordinary load, add and store: the lock makes it safe
        ldr     w2, [x1]
        add     w2, w2, #1
        str     w2, [x1]
        bl      free_lock
        subs    w19, w19, #1
        b.ne    1b
        ldr     x19, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret

take_lock:                              // x0 = the lock: 0 is free, 1 is taken
        mov     w2, #1
        sevl
1:      wfe
2:      ldaxr   w1, [x0]
        cbnz    w1, 1b                  // taken: sleep until it changes
        stxr    w1, w2, [x0]
        cbnz    w1, 2b                  // somebody was faster: look again
        ret

free_lock:                              // x0 = the lock
        stlr    wzr, [x0]
        ret

// ---------------------------------------------------------------- the MMU of EL2
// Two blocks of 1 GB: RAM, Normal memory; and the devices.
make_tables:
        ldr     x0, =level1
        ldr     x1, =RAM_BASE | 0x741           // AF, inner shareable, AP[1] (RES1 at EL2), attribute 0, block
        str     x1, [x0, #(RAM_BASE >> 30) * 8]
        ldr     x1, =(UART_BASE & ~0x3fffffff) | 0x40000000000445  // XN, AF, AP[1], attribute 1, block
        str     x1, [x0, #(UART_BASE >> 30) * 8]
        dsb     sy
        ret

mmu_on:
        mov     x0, #0x04ff             // MAIR_EL2: 0 = Normal write-back, 1 = Device-nGnRE
        msr     mair_el2, x0
        ldr     x0, =0x80803520         // TCR_EL2: T0SZ = 32, 4 KB, write-back, inner shareable
        msr     tcr_el2, x0
        ldr     x0, =level1
        msr     ttbr0_el2, x0
        isb
        tlbi    alle2
        dsb     sy
        isb
        ldr     x0, =0x30c51835         // SCTLR_EL2: RES1 bits, I, C, M
        msr     sctlr_el2, x0
        isb
        ret

// ---------------------------------------------------------------- printing
print_decimal:                          // w0. Changes x0 to x4.
        ldr     x1, =decimal_end
        mov     w2, #10
1:      udiv    w3, w0, w2
        msub    w4, w3, w2, w0          // the last digit, from the back of the buffer
        add     w4, w4, #'0'
        strb    w4, [x1, #-1]!
        mov     w0, w3
        cbnz    w0, 1b
        mov     x0, x1

// Print the zero-terminated text at x0. Changes x0 to x3.
print:
        ldr     x1, =UART_BASE
1:      ldrb    w2, [x0], #1
        cbz     w2, 3f
2:      ldr     w3, [x1, #UART_FR]
        tbnz    w3, #UART_FR_TXFF, 2b
        str     w2, [x1, #UART_DR]
        b       1b
3:      ret

text_starting:  .asciz  "core 0: starting core 1\n"
text_failed:    .asciz  "core 0: CPU_ON failed\n"
text_done:      .asciz  "core 0: both are done, the counter is "
text_off:       .asciz  "core 0: core 1 is off\n"
text_newline:   .asciz  "\n"

        .data
text_here:      .ascii  "core "
core_digit:     .asciz  "?: here I am\n"

        .bss
        .balign 4096
level1:         .space  4096            // four entries are used
lock:           .space  64              // alone in its cache line
counter:        .space  64
core1_is_here:  .space  64
core1_is_done:  .space  64
decimal:        .space  15
decimal_end:    .space  1
        .balign 16
                .space  4096
stack_core0:
                .space  4096
stack_core1:
