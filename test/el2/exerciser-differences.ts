/**
 * Where the EL2 exerciser prints something else on QEMU 7.2 (`-M virt,virtualization=on -cpu cortex-a72`) than here, and why ours is
 * right. Sections of the manuals are named by their titles: DDI 0487 is the Arm ARM, IHI 0048B the GICv2 architecture. What the
 * programs of test/system have shown before is in test/system/QEMU-DIFFERENCES.md as well.
 */

/** A difference: cases that have one cause. */
export interface Difference {
  /** What QEMU does wrong, and the manual's word on it. */
  readonly why: string;
  /** Our lines of these cases, name and value, */
  readonly ours: RegExp;
  /** and what stands in its place in QEMU's: as the second argument of `String.replace`. */
  readonly qemu: string;
  /** How many cases these are: no more can hide behind the expression. */
  readonly cases: number;
}

const EL2_TRAP = 'EL2\\+400 ESR=62[0-9a-f]{6} ELR=c\\+0 SPSR=3c[05]';
/** In a line of the trap matrix, up to the instruction. */
const MATRIX = 'traps-[^:]+: [^:]+: ';
const DEBUG = '(?:osdtrrx|osdtrtx|oseccr|dbgprcr|dbgclaimclr)_el1';

/** Stage 2 stops a walk of stage 1's at a table of `level`: QEMU gives that level, the manual stage 2's own, which is 3. */
const walks = (kind: string, level: 1 | 2, ours: string, theirs: string, cases: number): Difference => ({
  why: `ESR_EL2.IFSC and DFSC of a stage 2 ${kind} on a walk have the level of the stage 1 lookup. DDI 0487, "ISS encoding for an exception from a Data Abort", S1PTW: the fault is the stage 2 translation's, and so is its level.`,
  ours: new RegExp(
    `^(stage2-walks: level ${level}, .*, (?:read|written|fetched|AT S1E1R|the program itself) at EL.: EL2\\+400 ESR=[89]200[0-9a-f]{3})${ours} FAR`,
  ),
  qemu: `$1${theirs} FAR`,
  cases,
});

export const DIFFERENCES: readonly Difference[] = [
  // ------------------------------------------------------------------------------------------------ traps
  {
    why: 'OSDTRRX_EL1, OSDTRTX_EL1, OSECCR_EL1, DBGPRCR_EL1, DBGCLAIMCLR_EL1 and DBGAUTHSTATUS_EL1 are not there. DDI 0487, "Debug registers": v8.0-A has them.',
    ours: new RegExp(
      `^(${MATRIX}(?:mrs x0, (?:${DEBUG}|dbgauthstatus_el1)|msr ${DEBUG}, x1) at EL1: )(?:ok|${EL2_TRAP})$`,
    ),
    qemu: '$1EL1+200 ESR=2000000 ELR=c+0 SPSR=3c5',
    cases: 352,
  },
  {
    why: 'DC ZVA writes to Device memory, which all memory is with the MMU off. DDI 0487, "DC ZVA": an Alignment fault.',
    ours: new RegExp(
      `^(${MATRIX}dc zva, x1 at EL.: )EL[12]\\+.00 ESR=9[26]000061 FAR=w\\+3f0000 ELR=c\\+0 SPSR=3c[05]$`,
    ),
    qemu: '$1ok',
    cases: 60,
  },
  {
    why: 'HCR_EL2.TIDCP does nothing in AArch64. DDI 0487, "HCR_EL2", TIDCP: accesses at EL1 to the implementation defined registers trap.',
    ours: new RegExp(`^(${MATRIX}mrs x0, s3_1_c1[15]_c\\d_\\d at EL1: )${EL2_TRAP}$`),
    qemu: '$1ok',
    cases: 8,
  },
  {
    why: 'MDCR_EL2.TPMCR does nothing. DDI 0487, "MDCR_EL2", TPMCR: accesses to PMCR_EL0 from EL1 and EL0 trap.',
    ours: new RegExp(`^(traps-mdcr: TPMCR: (?:mrs x0, pmcr_el0|msr pmcr_el0, x1) at EL.: )${EL2_TRAP}$`),
    qemu: '$1ok',
    cases: 4,
  },
  {
    why: 'What PMUSERENR_EL0.ER, CR and SW open to EL0 is not looked at for MDCR_EL2.TPM. DDI 0487, "MDCR_EL2", TPM: accesses from EL0 that EL1 allows trap to EL2.',
    ours: new RegExp(
      `^(traps-(?:mdcr: TPM|el1-first: EL2 traps all): (?:mrs x0, (?:pmselr|pmccntr|pmxevcntr|pmevcntr0)_el0|msr (?:pmselr|pmswinc)_el0, x1) at EL0: )${EL2_TRAP}$`,
    ),
    qemu: '$1ok',
    cases: 12,
  },
  {
    why: 'CNTPCT_EL0 at EL0 is trapped by CNTHCTL_EL2.EL1PCEN. DDI 0487, "CNTHCTL_EL2": EL1PCTEN is what traps it; EL1PCEN is for the timer.',
    ours: new RegExp(`^(traps-cnthctl: EL1PCTEN = 0: mrs x0, cntpct_el0 at EL0: )${EL2_TRAP}$`),
    qemu: '$1ok',
    cases: 1,
  },
  {
    why: 'CNTPCT_EL0 at EL0 is trapped by CNTHCTL_EL2.EL1PCEN (the same).',
    ours: /^(traps-cnthctl: EL1PCEN = 0: mrs x0, cntpct_el0 at EL0: )ok$/,
    qemu: '$1EL2+400 ESR=6232f801 ELR=c+0 SPSR=3c0',
    cases: 1,
  },
  {
    why: 'WFE never traps. DDI 0487, "Wait for Event": HCR_EL2.TWE and SCTLR_EL1.nTWE trap it where it would wait.',
    ours: /^(waits: WFE at EL.*: )EL[12]\+400 ESR=7e00001 ELR=c\+8 SPSR=3c[05]$/,
    qemu: '$1ok 0',
    cases: 3,
  },
  // ------------------------------------------------------------------------------------------------ stage 2
  {
    why: 'Cache maintenance by address never faults. DDI 0487, "Permission fault" and "Translation fault" under the cache maintenance instructions: it takes the faults of both stages, with CM = 1 and WnR = 1.',
    ours: /^(stage2-.*: (?:dc [a-z]+|ic ivau), x1 at EL.|stage2-walks: .*, DC CIVAC at EL1): EL[12]\+.00 ESR=9[26]0001[4c][0-9a-f] .*$/,
    qemu: '$1: ok 0',
    cases: 25,
  },
  {
    why: 'An unaligned access to what stage 2 makes Device memory is done. DDI 0487, "Unaligned data access restrictions": an Alignment fault of stage 2.',
    ours: /^(stage2-accesses: DC = 1: (?:ldr|str|ldrh) .*, Device at EL1: )EL2\+400 ESR=93[0-9a-f]{4}[26]1 FAR=1000020[01][134] ELR=c\+0 SPSR=3c5$/,
    qemu: '$1ok 0',
    cases: 3,
  },
  {
    why: 'DC ZVA to what stage 2 makes Device memory is done. DDI 0487, "DC ZVA": an Alignment fault.',
    ours: /^(stage2-accesses: DC = 1: dc zva, x1, Device at EL1: )EL2\+400 ESR=92000061 .*$/,
    qemu: '$1ok 0',
    cases: 1,
  },
  walks('permission fault', 2, 'f', 'e', 18),
  walks('Access flag fault', 2, 'b', 'a', 6),
  walks('translation fault', 2, '7', '6', 6),
  walks('address size fault', 2, '3', '2', 6),
  walks('permission fault', 1, 'f', 'd', 6),
  walks('Access flag fault', 1, 'b', '9', 2),
  walks('translation fault', 1, '7', '5', 2),
  walks('address size fault', 1, '3', '1', 2),
  {
    why: 'Device-nGRE or Device-GRE of one stage with Normal memory of the other, which is Non-cacheable inside, is taken for Device-nGnRE. DDI 0487, "Combining the memory type attribute": it is the Device type.',
    ours: /^(stage2-attributes: MAIR (?:(?:f4|44) SH 3, MemAttr [23]|[8c] SH 3, MemAttr [59d]) SH 3: attributes )[8c]( SH 2 at w\+210000)$/,
    qemu: '$14$2',
    cases: 10,
  },
  // ------------------------------------------------------------------------------------------------ list registers
  {
    why: 'GICV_AIAR, AEOIR and AHPPIR are not there. IHI 0048B, "The virtual CPU interface": a virtual CPU interface has them.',
    ours: /^(lists: nothing, AIAR:) .*$/,
    qemu: '$1 AIAR=0 AHPPIR=0',
    cases: 1,
  },
  {
    why: 'GICV_AIAR, AEOIR and AHPPIR are not there (the same).',
    ours: /^(lists: Group 1, from pending to the end, by AIAR: (\[0 52800029 .*?\])).*$/,
    qemu: '$1 HPPIR=3fe AHPPIR=0 IAR=3fe AIAR=0 RPR=ff $2 AEOIR:=41 RPR=ff $2',
    cases: 1,
  },
  {
    why: 'GICV_AIAR, AEOIR and AHPPIR are not there (the same).',
    ours: /^(lists: Group 0 is not for AIAR: )AHPPIR=3ff AIAR=3ff /,
    qemu: '$1AHPPIR=0 AIAR=0 ',
    cases: 1,
  },
  {
    why: 'GICV_AIAR, AEOIR and AHPPIR are not there (the same); and the DIR that follows is counted.',
    ours: /^(lists: EOImode: Group 1, by AIAR: ).*$/,
    qemu: '$1AIAR=0 AEOIR:=50 [54000032 0 0 0 EISR=0 ELRSR=e MISR=0 HCR=1 APR=0 ISR=80 maintenance=0] DIR:=50 [54000032 0 0 0 EISR=0 ELRSR=e MISR=0 HCR=8000001 APR=0 ISR=80 maintenance=0]',
    cases: 1,
  },
  {
    why: 'GICV_AIAR, AEOIR and AHPPIR are not there (the same); and a pending interrupt of a group that is off hides one of a group that is on. IHI 0048B, "GICV_HPPIR": interrupts of a group that is not enabled are ignored.',
    ours: /^(lists: the best one of an enabled group, by AIAR: ).*$/,
    qemu: '$1[12000032 54000033 0 0 EISR=0 ELRSR=c MISR=0 HCR=1 APR=0 ISR=0 maintenance=0] AHPPIR=0 AIAR=0 [12000032 54000033 0 0 EISR=0 ELRSR=c MISR=0 HCR=1 APR=0 ISR=0 maintenance=0]',
    cases: 1,
  },
  {
    why: 'GICV_AIAR, AEOIR and AHPPIR are not there (the same).',
    ours: /^(guest-interrupts: Group 1, by AIAR: ).*$/,
    qemu: '$1ok 0 [54000064 54800065 0 0 EISR=0 ELRSR=c MISR=0 HCR=1 APR=0 ISR=80 maintenance=0]',
    cases: 1,
  },
  {
    why: 'GICV_HPPIR lacks the source of an SGI. IHI 0048B, "GICV_HPPIR", CPUID.',
    ours: /^(lists: SGI with its source: HPPIR=)c05 /,
    qemu: '$15 ',
    cases: 1,
  },
  {
    why: 'GICV_ABPR can be as low as 1. IHI 0048B, "GICV_ABPR": its least value is one more than that of GICV_BPR, which is 2 with five bits.',
    ours: /^(lists: the least binary points: BPR:=0 BPR=2 ABPR:=0 ABPR=)3 /,
    qemu: '$11 ',
    cases: 1,
  },
  {
    why: 'GICV_HPPIR and GICV_IAR take a Group 0 interrupt though GICV_CTLR.EnableGrp0 is 0. IHI 0048B, "GICV_IAR" and "GICV_HPPIR": interrupts of a group that is not enabled are ignored, and 1023 is read.',
    ours: /^(lists: group 0, state 1, CTLR [26ae]: HPPIR=)3ff (\[14000032.*?\]) IAR=3ff.*$/,
    qemu: '$132 $2 IAR=32 RPR=40 [24000032 0 0 0 EISR=0 ELRSR=e MISR=0 HCR=1 APR=100 ISR=0 maintenance=0]',
    cases: 4,
  },
  {
    why: 'The same of Group 1 and EnableGrp1, with GICV_CTLR.AckCtl.',
    ours: /^(lists: group 1, state 1, CTLR [5d]: HPPIR=)3ff (\[54000032.*?\]) IAR=3ff.*$/,
    qemu: '$132 $2 IAR=32 RPR=40 [64000032 0 0 0 EISR=0 ELRSR=e MISR=0 HCR=1 APR=100 ISR=0 maintenance=0]',
    cases: 2,
  },
  {
    why: 'The same without AckCtl: 1022 in place of 1023.',
    ours: /^(lists: group 1, state 1, CTLR [19]: HPPIR=)3ff (.*) IAR=3ff /,
    qemu: '$13fe $2 IAR=3fe ',
    cases: 2,
  },
  {
    why: 'When the guest\'s EOIR has deactivated a physical interrupt, the physical interface does not look whether it is pending. IHI 0048B, "Interrupt handling state machine": pending and active becomes pending, and is signalled.',
    ours: /^(lists-hw: made pending again while active: it comes after the guest's EOIR: .* \(physical pending=1 active=0\) GICC_IAR=)de \(physical pending=0 active=1\) \(physical pending=0 active=0\)$/,
    qemu: '$13ff (physical pending=1 active=0) (physical pending=1 active=0)',
    cases: 1,
  },
  {
    why: 'The same with the virtual timer: EL2 is not interrupted.',
    ours: /^(lists-hw: the virtual timer, still on at the guest's EOIR: .*) ISR=f{16} maintenance=0\] GICC_IAR=1b /,
    qemu: '$1 ISR=0 maintenance=0] GICC_IAR=3ff ',
    cases: 1,
  },
];
