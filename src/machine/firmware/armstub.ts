/**
 * What runs first on a Raspberry Pi 4 when no other EL3 image is named: the stub that the board's firmware puts at address 0.
 * It sets EL3 up, drops to EL2 and goes to the kernel; the other cores wait in a pen for a spin-table entry. SMC is disabled
 * (SCR_EL3.SMD), so there is no PSCI. Written from that contract, as guest code for our assembler.
 */
import { assemble } from '../../aarch64/assembler/index.js';

/** Where the firmware leaves things for a stub: 32 bits each (`armstubs/armstub8.S` of raspberrypi/tools). */
export const STUB = {
  /** Holds MAGIC where the stub wants the two addresses below; the firmware clears it. */
  MAGIC_AT: 0xf0,
  MAGIC: 0x5afe570b,
  DTB: 0xf8,
  KERNEL: 0xfc,
} as const;

/** The stub has the page to itself: its code, the words above, the spin table. */
export const STUB_BYTES = 4096;

export interface ArmstubOptions {
  /** Base of the ARM-local block (0xff800000 on a BCM2711). */
  readonly local: number;
  readonly gicd: number;
  readonly gicc: number;
  /** The kernel's entry and the device tree, below 4 GB. */
  readonly kernel: number;
  readonly dtb: number;
  /** The spin table's address: 8 bytes for each core, in the order of their affinities. */
  readonly spinTable: number;
}

const SOURCE = `
        .text
_start:
        // The ARM-local block: timers count the crystal undivided.
        ldr     x0, local
        str     wzr, [x0]
        mov     w1, #0x80000000
        str     w1, [x0, #8]
        // L2 data RAM latency; coherency with the other cores.
        mrs     x0, s3_1_c11_c0_2
        mov     x1, #0x22
        orr     x0, x0, x1
        msr     s3_1_c11_c0_2, x0
        mrs     x0, s3_1_c15_c2_1
        orr     x0, x0, #0x40
        msr     s3_1_c15_c2_1, x0
        // Time, and what EL3 leaves to the levels below.
        ldr     w0, frequency
        msr     cntfrq_el0, x0
        msr     cntvoff_el2, xzr
        msr     cptr_el3, xzr
        mov     x0, #0x5b1              // RW, HCE, SMD, RES1, NS
        msr     scr_el3, x0
        mov     x0, #0x73
        msr     actlr_el3, x0
        bl      gic
        ldr     w0, sctlr
        msr     sctlr_el2, x0
        mov     x0, #0x3c9              // EL2h, everything masked
        msr     spsr_el3, x0
        adr     x0, below
        msr     elr_el3, x0
        eret

below:  b       at_el2

        .org    0xd8
        .quad   0, 0, 0                 // spin-table slots of cores 0, 1, 2
        .word   0, 0                    // of core 3; held the stub's magic and version until the firmware cleared them
        .word   DTB                     // 0xf8
        .word   KERNEL                  // 0xfc

        // Everything in Group 1, both groups enabled, no priority masked.
gic:    ldr     x0, gicd
        mov     w1, #3
        mrs     x2, mpidr_el1
        tst     x2, #0xffff
        b.ne    1f
        str     w1, [x0]
1:      ldr     x3, gicc
        mov     w1, #0x1e7
        str     w1, [x3]
        mov     w1, #0xff
        str     w1, [x3, #4]
        add     x0, x0, #0x80
        mov     w1, #-1
        mov     x2, #0x20
2:      sub     x2, x2, #4
        str     w1, [x0, x2]
        cbnz    x2, 2b
        ret

        // The core's number: clusters (Aff1) have four cores (Aff0) each.
at_el2: mrs     x6, mpidr_el1
        ubfx    x5, x6, #8, #8
        and     x6, x6, #3
        add     x6, x6, x5, lsl #2
        cbnz    x6, pen
        adr     x4, _start
        ldr     w0, [x4, #0xf8]
        ldr     w4, [x4, #0xfc]
        b       go

pen:    adr     x5, _start
        ldr     w4, table
        add     x5, x5, x4
1:      wfe
        ldr     x4, [x5, x6, lsl #3]
        cbz     x4, 1b
        mov     x0, #0
go:     mov     x1, #0
        mov     x2, #0
        mov     x3, #0
        br      x4

        .balign 8
local:  .quad   LOCAL
gicd:   .quad   GICD
gicc:   .quad   GICC
frequency:
        .word   54000000
sctlr:  .word   0x30c50830
table:  .word   SPIN_TABLE
`;

/** The stub with its words filled, and an empty spin table: goes to physical address 0, where all cores start at EL3. */
export function armstub({ local, gicd, gicc, kernel, dtb, spinTable }: ArmstubOptions): Uint8Array {
  const symbols = { LOCAL: local, GICD: gicd, GICC: gicc, KERNEL: kernel, DTB: dtb, SPIN_TABLE: spinTable };
  const page = new Uint8Array(STUB_BYTES);
  page.set(assemble(SOURCE, { file: 'armstub.s', base: 0, symbols }).raw());
  return page;
}
