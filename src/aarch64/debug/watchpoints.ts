/**
 * Watchpoint exceptions (Arm ARM D2 "Watchpoint exceptions"): DBGWVR<n>_EL1 and DBGWCR<n>_EL1. The bytes are found as a
 * debugger's are (`Tlbs.watch`); whether the level, the security state and the context are those that a watchpoint is
 * for is asked when one is touched.
 *
 * Of what is CONSTRAINED UNPREDICTABLE: BAS with gaps means its lowest run of ones, MASK of 1 or 2 means disabled, address
 * bits that MASK covers are ignored, and so is BAS with a MASK.
 */
import type { Core } from '../core.js';
import { EC } from '../exceptions.js';
import { STATE } from '../state.js';
import { REG } from '../sysregs/storage.js';
import type { Watch } from '../tlb.js';
import { addressHi, addressLo, linkMatches, stateMatches } from './breakpoints.js';
import { FSC_DEBUG, MDSCR, monitorEnabled } from './enable.js';

/** ID_AA64DFR0_EL1.WRPs: four watchpoints. */
const VALUE = [REG.DBGWVR0_EL1, REG.DBGWVR1_EL1, REG.DBGWVR2_EL1, REG.DBGWVR3_EL1];
const CONTROL = [REG.DBGWCR0_EL1, REG.DBGWCR1_EL1, REG.DBGWCR2_EL1, REG.DBGWCR3_EL1];

const E = 1;
/** WT: linked. */
const WT = 1 << 20;
const WNR = 1 << 6;
const CM = 1 << 8;

/** A watchpoint's bytes, and where its control register is. */
interface OwnWatch extends Watch {
  readonly control: number;
}

/** The bytes that a watchpoint selects, as distance from its address and number; none where it selects nothing. */
function selected(address: number, control: number): readonly [number, number] | undefined {
  const mask = (control >>> 24) & 31;
  if (mask > 2) return [-(address & (2 ** mask - 1)), 2 ** mask];
  // An address of a word has four bits.
  const bas = (control >>> 5) & ((address & 4) !== 0 ? 15 : 255);
  if (mask !== 0 || bas === 0) return undefined;
  const first = 31 - Math.clz32(bas & -bas);
  const run = bas >>> first;
  return [first, 31 - Math.clz32(~run & -~run)];
}

/** What the core's watchpoints watch at some level. */
export function watchpoints(core: Core): Watch[] {
  if ((core.get(REG.MDSCR_EL1) & MDSCR.MDE) === 0) return [];
  return CONTROL.flatMap((at, n): OwnWatch[] => {
    const control = core.get(at);
    const lo = addressLo(core, VALUE[n]);
    const bytes = selected(lo, control);
    if ((control & E) === 0 || !bytes) return [];
    const [onRead, onWrite] = [(control & 8) !== 0, (control & 16) !== 0];
    return [
      { lo: (lo + bytes[0]) >>> 0, hi: addressHi(core, VALUE[n]), bytes: bytes[1], onRead, onWrite, control: at },
    ];
  });
}

/**
 * Raises the exception of the core's own watchpoint that an access touches, if one of them is for its present state.
 * @param unprivileged LDTR and STTR: watched as EL0's
 * @param cm the access is DC IVAC's: a store, of which the syndrome tells, with the address that the instruction had
 * @returns true where the exception was raised
 */
export function watchpointHit(
  core: Core,
  unprivileged: boolean,
  vaLo: number,
  vaHi: number,
  bytes: number,
  write: boolean,
  cm = false,
): boolean {
  const [lo, size] = cm ? [vaLo & -bytes, bytes] : [vaLo, bytes];
  const touched = core.tlbs.touched(core, core.index, lo, vaHi, size, write) as readonly OwnWatch[];
  if (touched.length === 0 || !monitorEnabled(core)) return false;
  const level = core.get(STATE.EL);
  const el = unprivileged && level === 1 ? 0 : level;
  const hit = touched.find(({ control: at }) => {
    const control = core.get(at);
    return stateMatches(core, control, el) && ((control & WT) === 0 || linkMatches(core, control));
  });
  if (!hit) return false;
  // FAR: the first byte of the access that is watched; the watch may begin before it.
  const ahead = (hit.lo - lo) >>> 0;
  const far = cm ? vaLo >>> 0 : (lo >>> 0) + (ahead < size ? ahead : 0);
  core.raiseAt(EC.WATCHPOINT, FSC_DEBUG | (write ? WNR : 0) | (cm ? CM : 0), far, far > 0xffffffff ? vaHi + 1 : vaHi);
  return true;
}
