import type { GicState } from '../../src/gic/state.js';
import type { Wire } from './rig.js';

/**
 * The GIC's outputs worked out from its state alone, slowly, interrupt by interrupt, in the order of the manual's own words
 * (IHI 0048B 3.2, 3.3, 5.2). It shares no code with the implementation.
 */
export interface Outputs {
  readonly wires: string;
  readonly maintenance: boolean;
  /** Highest priority pending interrupt, 1023 for none. */
  readonly pending: number;
}

const bit = (word: number, n: number): boolean => Math.floor((word >>> 0) / 2 ** n) % 2 === 1;

interface Candidate {
  readonly intid: number;
  readonly priority: number;
  readonly group1: boolean;
}

function candidates(state: GicState, cpus: number, interrupts: number, cpu: number): Candidate[] {
  const found: Candidate[] = [];
  for (let intid = 0; intid < interrupts; intid++) {
    const bank = intid < 32 ? cpu : cpus + Math.floor(intid / 32) - 1;
    const n = intid % 32;
    const group1 = bit(state.group1[bank], n);
    if (!bit(state.gicdCtlr, group1 ? 1 : 0) || !bit(state.enabled[bank], n)) continue;
    if (intid < 16) {
      let waiting = false;
      for (let from = 0; from < 8; from++) {
        if (bit(state.sgiPending[cpu * 16 + intid], from)) waiting = true;
      }
      if (!waiting || bit(state.active[bank], n)) continue;
    } else {
      const high = state.sources[bank * 32 + n] !== 0;
      if (!bit(state.pending[bank], n) && !(high && !bit(state.edge[bank], n))) continue;
      if (bit(state.active[bank], n)) continue;
      if (intid >= 32 && cpus > 1 && !bit(state.targets[intid - 32], cpu)) continue;
    }
    found.push({ intid, priority: state.priority[bank * 32 + n], group1 });
  }
  return found;
}

const first = (list: readonly Candidate[]): Candidate | undefined =>
  [...list].sort((a, b) => a.priority - b.priority || a.intid - b.intid)[0];

/** The running priority: the lowest level of which the bit is set. */
function running(levels: number): number {
  for (let level = 0; level < 32; level++) if (bit(levels, level)) return level * 8;
  return 256;
}

/** Group priority by table 3-2 (Group 0) and 3-3 (Group 1): bits [7:point+1] and [7:point]. */
const groupPriority = (priority: number, lowest: number): number => priority - (priority % 2 ** lowest);

function physical(state: GicState, cpus: number, interrupts: number, cpu: number): { wires: Wire[]; pending: number } {
  const ctlr = state.ctlr[cpu];
  const [enableGrp0, enableGrp1, fiqEn, cbpr] = [0, 1, 3, 4].map((n) => bit(ctlr, n));
  const asserted = new Set<Wire>();
  const best = first(candidates(state, cpus, interrupts, cpu));
  if (best !== undefined && (best.group1 ? enableGrp1 : enableGrp0) && best.priority < state.pmr[cpu]) {
    const lowest = best.group1 && !cbpr ? state.abpr[cpu] : state.bpr[cpu] + 1;
    if (groupPriority(best.priority, lowest) < running(state.apr[cpu] | state.nsapr[cpu])) {
      asserted.add(!best.group1 && fiqEn ? 'nFIQ' : 'nIRQ');
    }
  }
  const irqOn = enableGrp1 || (enableGrp0 && !fiqEn);
  const fiqOn = enableGrp0 && fiqEn;
  if (!irqOn && !bit(ctlr, 6) && !bit(ctlr, 8) && state.sources[cpu * 32 + 31] !== 0) asserted.add('nIRQ');
  if (!fiqOn && !bit(ctlr, 5) && !bit(ctlr, 7) && state.sources[cpu * 32 + 28] !== 0) asserted.add('nFIQ');
  return { wires: [...asserted], pending: best?.intid ?? 1023 };
}

function virtual(state: GicState, cpu: number): { wires: Wire[]; maintenance: boolean } {
  const vmcr = state.vmcr[cpu] >>> 0;
  const hcr = state.hcr[cpu] >>> 0;
  const lrs = [...state.lr.slice(cpu * 4, cpu * 4 + 4)].map((lr) => lr >>> 0);
  const stateOf = (lr: number): number => Math.floor(lr / 2 ** 28) % 4;
  const pending = lrs
    .map((lr, intid) => ({
      intid,
      priority: (Math.floor(lr / 2 ** 23) % 32) * 8,
      group1: bit(lr, 30),
      state: stateOf(lr),
    }))
    .filter((lr) => lr.state === 1 && bit(vmcr, lr.group1 ? 1 : 0));
  const best = first(pending);
  const wires: Wire[] = [];
  if (best !== undefined && bit(hcr, 0) && best.priority < Math.floor(vmcr / 2 ** 27) * 8) {
    const bpr = Math.floor(vmcr / 2 ** 21) % 8;
    const abpr = Math.floor(vmcr / 2 ** 18) % 8;
    const lowest = best.group1 && !bit(vmcr, 4) ? abpr : bpr + 1;
    if (groupPriority(best.priority, lowest) < running(state.vapr[cpu])) {
      wires.push(!best.group1 && bit(vmcr, 3) ? 'vFIQ' : 'vIRQ');
    }
  }
  const causes = [
    lrs.some((lr) => stateOf(lr) === 0 && !bit(lr, 31) && bit(lr, 19)),
    bit(hcr, 1) && lrs.filter((lr) => stateOf(lr) !== 0).length <= 1,
    bit(hcr, 2) && Math.floor(hcr / 2 ** 27) !== 0,
    bit(hcr, 3) && lrs.every((lr) => stateOf(lr) !== 1),
    bit(hcr, 4) && bit(vmcr, 0),
    bit(hcr, 5) && !bit(vmcr, 0),
    bit(hcr, 6) && bit(vmcr, 1),
    bit(hcr, 7) && !bit(vmcr, 1),
  ];
  return { wires, maintenance: bit(hcr, 0) && causes.includes(true) };
}

/** What a core's wires should carry. */
export function outputs(state: GicState, cpus: number, interrupts: number, cpu: number): Outputs {
  const own = physical(state, cpus, interrupts, cpu);
  const guest = virtual(state, cpu);
  const order: readonly Wire[] = ['nIRQ', 'nFIQ', 'vIRQ', 'vFIQ'];
  const asserted = [...own.wires, ...guest.wires];
  return {
    wires: order.filter((wire) => asserted.includes(wire)).join(' '),
    maintenance: guest.maintenance,
    pending: own.pending,
  };
}
