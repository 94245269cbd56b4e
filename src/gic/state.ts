/**
 * What a GIC-400 remembers. Plain data: a snapshot is a copy of it, and all else is derived.
 *
 * Interrupts live in *banks* of 32, one bit each. Banks 0 to cpus-1 hold every core's own INTIDs 0 to 31 (SGIs and PPIs are
 * banked, IHI 0048B 2.2.1); the banks that follow hold the SPIs, INTIDs 32 to 63 in the first.
 * An interrupt's *slot* is `bank * 32 + INTID % 32`.
 */
export interface GicState {
  /** GICD_CTLR as Secure software sees it: EnableGrp0, EnableGrp1. */
  gicdCtlr: number;
  /** By bank: GICD_IGROUPR, 1 for Group 1. */
  group1: Int32Array;
  /** By bank: GICD_ISENABLER. */
  enabled: Int32Array;
  /** By bank: made pending by an edge or by GICD_ISPENDR; a level-sensitive input that is high is pending besides. Not SGIs. */
  pending: Int32Array;
  /** By bank: active. */
  active: Int32Array;
  /** By bank: edge-triggered, bit 1 of each GICD_ICFGR field. */
  edge: Int32Array;
  /** By slot: priority as Secure software sees it; the low three bits are zero. */
  priority: Uint8Array;
  /** By SPI: GICD_ITARGETSR. */
  targets: Uint8Array;
  /** By `cpu * 16 + SGI`: the cores it is pending from, as in GICD_SPENDSGIR. */
  sgiPending: Uint8Array;
  /** By slot: the sources that drive the input high, one bit each. The input is high while any does. */
  sources: Int32Array;

  /** By core, the physical CPU interface: GICC_CTLR, GICC_PMR, GICC_BPR, GICC_ABPR, GICC_APR0, GICC_NSAPR0 (Secure views). */
  ctlr: Int32Array;
  pmr: Int32Array;
  bpr: Int32Array;
  abpr: Int32Array;
  apr: Int32Array;
  nsapr: Int32Array;

  /** By core, the virtual interface: GICH_HCR, GICH_VMCR, GICH_APR. */
  hcr: Int32Array;
  vmcr: Int32Array;
  vapr: Int32Array;
  /** By `cpu * 4 + n`: GICH_LRn. */
  lr: Int32Array;
}

/** SGIs 0-15 and PPIs 25-31: the GIC-400 has no INTIDs 16 to 24 (TRM 1.1: seven PPIs are wired). */
export const PRIVATE_INTERRUPTS = 0xfe00ffff | 0;
/** INTIDs 0 to 15. */
export const SGIS = 0xffff;
/** GICH_LR0 to GICH_LR3. */
export const LIST_REGISTERS = 4;
/** GICC_BPR's least value with five priority bits: group priority is bits [7:3]. */
export const MINIMUM_BPR = 2;
/** The Non-secure copy's least value: it counts from one bit higher (IHI 0048B 3.3.3). */
export const MINIMUM_ABPR = 3;
/** GICH_VMCR at reset, and what zero written to it reads back as: VMBP 2, VMABP 3. Measured on a BCM2711. */
export const RESET_VMCR = 0x004c0000;

/** The state of a GIC-400 at reset: GIC-400 TRM, tables 3-2, 3-6, 3-9. */
export function resetState(cpus: number, interrupts: number): GicState {
  const spis = interrupts - 32;
  const banks = cpus + spis / 32;
  const perCpu = (value: number): Int32Array => new Int32Array(cpus).fill(value);
  const perBank = (own: number): Int32Array => new Int32Array(banks).fill(own, 0, cpus);
  return {
    gicdCtlr: 0,
    group1: perBank(0),
    // SGIs are always enabled in a GIC-400.
    enabled: perBank(SGIS),
    pending: perBank(0),
    active: perBank(0),
    edge: perBank(SGIS),
    priority: new Uint8Array(banks * 32),
    targets: new Uint8Array(spis),
    sgiPending: new Uint8Array(cpus * 16),
    sources: new Int32Array(banks * 32),
    ctlr: perCpu(0),
    pmr: perCpu(0),
    bpr: perCpu(MINIMUM_BPR),
    abpr: perCpu(MINIMUM_ABPR),
    apr: perCpu(0),
    nsapr: perCpu(0),
    hcr: perCpu(0),
    vmcr: perCpu(RESET_VMCR),
    vapr: perCpu(0),
    lr: new Int32Array(cpus * LIST_REGISTERS),
  };
}
