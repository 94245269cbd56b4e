// el2-exerciser: everything that EL2 can do to EL1 and EL0, tried out one thing at a time: each trap bit, stage 2's
// permissions, attributes and faults, virtual interrupts, list registers, maintenance interrupts, timers.
//
//   pivisor run --kernel el2-exerciser.s                      (a Raspberry Pi 4, started at EL2 by the armstub)
//   pivisor run --board virt --kernel el2-exerciser.s         (QEMU's addresses)
//
// It prints one line for each group of cases, and switches the board off:
//   group traps-hcr: 6748 cases, checksum ea7a90be
//
// The checksum is the CRC-32 of the lines that the group prints when it is verbose, one a case. It is the same on every
// board that does the same, so what two boards do can be compared by their checksums, and where these differ, by those
// lines. docs/exerciser.md says how to run it verbose, on QEMU, and on a board.
//
// How it works:
//   - EL2 runs with its MMU off. A case is set up there, and then code runs at EL1 or EL0. Whatever exception that takes
//     ends at EL2: EL1's vectors are SMC instructions, which HCR_EL2.TSC traps (run.s).
//   - What has been found is written as text into a line, which the checksum is made of (report.s). No address or time
//     is in it that depends on the board: addresses are offsets from the code or from a work area, times only relations.
//   - The code is position-independent; what is where on the board is a table (platform.s).
//   - Nothing in it is UNPREDICTABLE, so that any difference is a fault of somebody's. What a level of the architecture
//     leaves open (reserved fields, identification registers) is not in the lines.
//
// It wants EL2 in Non-secure state, with the MMU and data cache off, one core, 16 MB of RAM, a Cortex-A72 and a GICv2.

        .arch   armv8-a+crc
        .include "el2-exerciser/macros.s"

// ---------------------------------------------------------------- the header of an arm64 Image, and the start
        .text
        .global _start
_start:
        b       start
        .word   0
        .quad   0x80000                 // where it likes to be, from a multiple of 2 MB
        .quad   0x800000                // the memory that it needs: with the work area
        .quad   0xa                     // 4 KB pages, anywhere in memory
        .quad   0, 0, 0
        .word   0x644d5241              // 'ARM\x64'
        .word   0
// The word at byte 64: not zero makes it print every case.
verbose:
        .word   0
        .word   0

start:
        msr     daifset, #15
        la      x0, driver_stack
        mov     sp, x0
        la      x0, vectors_el2
        msr     vbar_el2, x0
        isb
        bl      start_memory
        bl      start_platform
        bl      start_gic

        group   "traps-hcr", group_traps_hcr
        group   "traps-cptr", group_traps_cptr
        group   "traps-mdcr", group_traps_mdcr
        group   "traps-cnthctl", group_traps_cnthctl
        group   "traps-el1-first", group_traps_el1_first
        group   "waits", group_waits
        group   "routing", group_routing
        group   "stage2-4k", group_stage2_4k
        group   "stage2-64k", group_stage2_64k
        group   "stage2-sizes", group_sizes
        group   "stage2-accesses", group_accesses
        group   "stage2-walks", group_walks
        group   "stage2-attributes", group_attributes
        group   "stage2-tlb", group_tlb
        group   "timers", group_timers
        group   "lists", group_lists
        group   "lists-hw", group_lists_hw
        group   "maintenance", group_maintenance
        group   "guest-interrupts", group_guest_interrupts
        bl      report_total
        b       switch_off

        .include "el2-exerciser/platform.s"
        .include "el2-exerciser/report.s"
        .include "el2-exerciser/run.s"
        .include "el2-exerciser/traps.s"
        .include "el2-exerciser/instructions.s"
        .include "el2-exerciser/routing.s"
        .include "el2-exerciser/tables.s"
        .include "el2-exerciser/stage2.s"
        .include "el2-exerciser/sizes.s"
        .include "el2-exerciser/accesses.s"
        .include "el2-exerciser/walks.s"
        .include "el2-exerciser/attributes.s"
        .include "el2-exerciser/tlb.s"
        .include "el2-exerciser/timers.s"
        .include "el2-exerciser/lists.s"
        .include "el2-exerciser/list-stories.s"
        .include "el2-exerciser/lists-hw.s"
        .include "el2-exerciser/maintenance.s"
        .include "el2-exerciser/guest-interrupts.s"
