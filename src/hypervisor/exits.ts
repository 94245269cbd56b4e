/** What brings a guest to EL2, by exception class (Arm ARM D13.2.37), and what is done about it. */
import type { GuestBus } from '../aarch64/bus.js';
import type { Core } from '../aarch64/core.js';
import { EC } from '../aarch64/exceptions.js';
import { STATE } from '../aarch64/state.js';
import { CTL } from '../aarch64/timers.js';
import { keyOf } from '../aarch64/sysregs/lookup.js';
import { sysregKey } from '../aarch64/sysregs/table.js';
import { REG } from '../aarch64/sysregs/storage.js';
import type { Vcpu } from './guest.js';
import { injectAbort, injectUndefined, isAtAbortVector } from './inject.js';
import { walkLevel } from './stage1-walk.js';
import { psciCall, type PsciActions } from './psci.js';

/** What exits need of the hypervisor. */
export interface ExitActions extends PsciActions {
  /** An access of `size` bytes at an address of the guest's where no RAM is. False: nothing is there. */
  access(vcpu: Vcpu, ipa: number, size: 1 | 2 | 4, write: boolean): boolean;
  /** Memory where the guest has given some back. False: there is none to have. */
  populate(vcpu: Vcpu, ipa: number): boolean;
  /** A guest's RAM. */
  ram(vcpu: Vcpu): GuestBus;
  /** WFI and WFE: the virtual CPU has nothing to do. */
  wait(vcpu: Vcpu, event: boolean): void;
  /** CNTPCT_EL0 now. */
  count(): number;
  physicalTimerChanged(vcpu: Vcpu): void;
  /** The guest can't go on, for the reason that the line says. */
  crash(vcpu: Vcpu, line: string): void;
}

/** The data of an access: the low word in, the word read out. */
export const data = { value: 0 };

const TWO_32 = 2 ** 32;
const XZR = 31;

/** Goes on behind the instruction that trapped, or before it. */
function advance(core: Core, bytes = 4): void {
  const lo = core.lo(REG.ELR_EL2) + bytes;
  core.setPair(REG.ELR_EL2, lo, core.get(REG.ELR_EL2 + 4) + Math.floor(lo / TWO_32));
}

const lowOf = (core: Core, rt: number): number => (rt === XZR ? 0 : core.lo(STATE.X + 8 * rt));
const highOf = (core: Core, rt: number): number => (rt === XZR ? 0 : core.hi(STATE.X + 8 * rt));

/** Puts what was read where the instruction wants it: extended, and 32 or 64 bits wide. */
function deliverRead(core: Core, rt: number, iss: number, lo: number, hi: number): void {
  if (rt === XZR) return;
  const size = (iss >> 22) & 3;
  let [low, high] = [lo | 0, size === 3 ? hi | 0 : 0];
  if ((iss & (1 << 21)) !== 0 && size < 3) {
    const shift = size === 0 ? 24 : size === 1 ? 16 : 0;
    low = (low << shift) >> shift;
    high = low >> 31;
  }
  const wide = (iss & (1 << 15)) !== 0;
  core.setPair(STATE.X + 8 * rt, low, wide ? high : 0);
}

const SIZES = [1, 2, 4] as const;

/** The intermediate physical address of the page that HPFAR_EL2 names. */
const pageOf = (core: Core): number => (core.hi(REG.HPFAR_EL2) * TWO_32 + (core.lo(REG.HPFAR_EL2) & ~15)) * 256;

/** True where an address had no memory and now has: the instruction is done again. */
const isMissing = (core: Core, vcpu: Vcpu, iss: number, actions: ExitActions): boolean =>
  (iss & 0x3c) === 4 && actions.populate(vcpu, pageOf(core));

/** The syndrome's bit that says: on a walk of stage 1. */
const S1PTW = 1 << 7;

/** The address that has faulted at stage 2, for a walk with the right page only. */
const faultingIpa = (core: Core): number => pageOf(core) + (core.lo(REG.FAR_EL2) % 4096);

/** Nothing is there. */
const abort = (core: Core, vcpu: Vcpu, iss: number, actions: ExitActions): void =>
  injectAbort(core, (iss & S1PTW) === 0 ? undefined : walkLevel(core, faultingIpa(core), actions.ram(vcpu)));

/**
 * Data aborts of stage 2: loads and stores of devices, and stores to flash, which the syndrome describes; nothing else can be carried
 * out. Of cache maintenance (CM) nothing is left to do.
 */
function dataAbort(core: Core, vcpu: Vcpu, iss: number, actions: ExitActions): void {
  if (isMissing(core, vcpu, iss, actions)) return;
  const translationOrPermission = (iss & 0x34) === 4;
  const valid = (iss & (1 << 24)) !== 0;
  const forWalk = (iss & S1PTW) !== 0;
  if (translationOrPermission && !forWalk && (iss & (1 << 8)) !== 0) return advance(core);
  if (!translationOrPermission || !valid || forWalk) return abort(core, vcpu, iss, actions);
  const ipa = faultingIpa(core);
  const write = (iss & (1 << 6)) !== 0;
  const rt = (iss >> 16) & 31;
  const double = ((iss >> 22) & 3) === 3;
  const size = double ? 4 : SIZES[(iss >> 22) & 3];
  data.value = lowOf(core, rt);
  if (!actions.access(vcpu, ipa, size, write)) return injectAbort(core);
  const lo = data.value;
  // 64 bits are two words, the low one first.
  if (double) {
    data.value = highOf(core, rt);
    if (!actions.access(vcpu, ipa + 4, size, write)) return injectAbort(core);
  }
  if (!write) deliverRead(core, rt, iss, lo, data.value);
  advance(core);
}

type Trap = (core: Core, vcpu: Vcpu, rt: number, actions: ExitActions) => void;
const set = (core: Core, rt: number, lo: number, hi = 0): void => {
  if (rt !== XZR) core.setPair(STATE.X + 8 * rt, lo, hi);
};

/** The physical timer, which is the hypervisor's own to give: emulated. */
const READ: Readonly<Record<number, Trap>> = {
  [keyOf('CNTP_CTL_EL0')](core, { state }, rt, actions) {
    const { physicalCtl, physicalLo, physicalHi } = state;
    const met = (physicalCtl & CTL.ENABLE) !== 0 && actions.count() >= physicalHi * TWO_32 + physicalLo;
    set(core, rt, physicalCtl | (met ? CTL.ISTATUS : 0));
  },
  [keyOf('CNTP_CVAL_EL0')]: (core, { state }, rt) => set(core, rt, state.physicalLo, state.physicalHi),
  [keyOf('CNTP_TVAL_EL0')]: (core, { state }, rt, actions) =>
    set(core, rt, state.physicalLo - (actions.count() % TWO_32)),
};
const WRITE: Readonly<Record<number, Trap>> = {
  [keyOf('CNTP_CTL_EL0')](core, vcpu, rt, actions) {
    vcpu.state.physicalCtl = lowOf(core, rt) & (CTL.ENABLE | CTL.IMASK);
    actions.physicalTimerChanged(vcpu);
  },
  [keyOf('CNTP_CVAL_EL0')](core, vcpu, rt, actions) {
    vcpu.state.physicalLo = lowOf(core, rt);
    vcpu.state.physicalHi = highOf(core, rt);
    actions.physicalTimerChanged(vcpu);
  },
  [keyOf('CNTP_TVAL_EL0')](core, vcpu, rt, actions) {
    // The count plus the value, sign-extended, modulo 2^64.
    const count = actions.count();
    const lo = (count % TWO_32) + lowOf(core, rt);
    const hi = Math.floor(count / TWO_32) + ((lowOf(core, rt) | 0) < 0 ? 0xffffffff : 0) + (lo >= TWO_32 ? 1 : 0);
    vcpu.state.physicalLo = lo >>> 0;
    vcpu.state.physicalHi = hi >>> 0;
    actions.physicalTimerChanged(vcpu);
  },
};

/**
 * Registers and instructions that trap and need nothing done: debug and performance registers (op0 2; op0 3 with CRn 9, or 14 from
 * CRm 8 on), ACTLR_EL1, and cache maintenance by set and way, read as zero and ignored. Others are not there.
 */
function isQuiet(key: number): boolean {
  const op0 = key >>> 14;
  const crn = (key >>> 7) & 15;
  const crm = (key >>> 3) & 15;
  if (op0 === 2 || (op0 === 1 && crn === 7)) return true;
  return op0 === 3 && (crn === 9 || (crn === 14 && crm >= 8) || key === keyOf('ACTLR_EL1'));
}

/** MSR, MRS and system instructions that trap. */
function systemTrap(core: Core, vcpu: Vcpu, iss: number, actions: ExitActions): void {
  const key = sysregKey((iss >> 20) & 3, (iss >> 14) & 7, (iss >> 10) & 15, (iss >> 1) & 15, (iss >> 17) & 7);
  const read = (iss & 1) !== 0;
  const rt = (iss >> 5) & 31;
  const trap = (read ? READ : WRITE)[key] as Trap | undefined;
  if (trap) trap(core, vcpu, rt, actions);
  else if (!isQuiet(key)) return injectUndefined(core);
  else if (read) set(core, rt, 0);
  advance(core);
}

const hexAt = (core: Core): string => `0x${(core.hi(REG.ELR_EL2) * TWO_32 + core.lo(REG.ELR_EL2)).toString(16)}`;

type Exit = (core: Core, vcpu: Vcpu, iss: number, actions: ExitActions) => void;

const EXITS: Readonly<Record<number, Exit>> = {
  [EC.WFX](core, vcpu, iss, actions) {
    advance(core);
    actions.wait(vcpu, (iss & 1) !== 0);
  },
  [EC.HVC](core, vcpu, iss, actions) {
    if ((iss & 0xffff) === 0) return psciCall(core, vcpu, actions);
    // UNDEFINED is the instruction's own exception, and HVC's return address is behind it.
    advance(core, -4);
    injectUndefined(core);
  },
  [EC.SMC](core, vcpu, iss, actions) {
    if ((iss & 0xffff) !== 0) return injectUndefined(core);
    advance(core);
    psciCall(core, vcpu, actions);
  },
  [EC.SYSTEM]: systemTrap,
  [EC.DATA_ABORT]: dataAbort,
  [EC.INSTRUCTION_ABORT](core, vcpu, iss, actions) {
    if (isMissing(core, vcpu, iss, actions)) return;
    // What it would be made to do is what it has just failed to do.
    if (isAtAbortVector(core)) actions.crash(vcpu, `crashed: no memory at its exception vector ${hexAt(core)}`);
    else abort(core, vcpu, iss, actions);
  },
};

/** Deals with the synchronous exception that has brought a guest to EL2: ESR_EL2 says which. */
export function exit(core: Core, vcpu: Vcpu, actions: ExitActions): void {
  const esr = core.get(REG.ESR_EL2);
  const handler = EXITS[esr >>> 26] as Exit | undefined;
  if (handler) handler(core, vcpu, esr & 0x1ffffff, actions);
  else injectUndefined(core);
}
