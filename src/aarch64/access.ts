/**
 * The slow path of memory: what generated code calls when its TLB does not say where the bytes are.
 *
 * Fills the TLB, splits accesses that cross a page, checks alignment, reaches devices, swaps bytes for big-endian data,
 * keeps the exclusive monitor, and raises aborts with their syndromes (Arm ARM B2.5, D5.2, D13.2.37).
 *
 * Values pass through STATE.SCRATCH: up to 16 bytes, in the order of a little-endian register; loads fill the rest of the
 * 16 bytes with zeros.
 */
import type { Requester } from './bus.js';
import { CONTINUE, LEAVE, type Core } from './core.js';
import { watchpointHit } from './debug/watchpoints.js';
import type { Linear } from './linear.js';
import { MAX_CORES, PAGE_SIZE, STATE } from './state.js';
import { ENTRY } from './tlb.js';
import { ACCESS, EC, FSC } from './mmu/faults.js';
import { alignmentChecked, bigEndian, regimeOf, topByteIgnored } from './mmu/regime.js';
import { dataAbort, instructionAbort } from './mmu/aborts.js';

/** What an access is, as generated code tells the slow path. */
export const KIND = {
  /** log2 of the size in bytes: 0 to 4. */
  SIZE: 7,
  WRITE: 8,
  /** Must be aligned to its size: acquire, release, exclusive. */
  ALIGNED: 0x10,
  /** LDTR, STTR: at EL1 with the rights of EL0. */
  UNPRIVILEGED: 0x20,
  /** Marks the exclusive monitor, or needs it. A store leaves its status (0: stored) in the first 32 bits of SCRATCH. */
  EXCLUSIVE: 0x40,
  /** Two elements of half the size each: matters to the byte order of big-endian pairs. */
  PAIR: 0x80,
  /**
   * Three bits: log2 of an element's size, plus 1; 0 where the access is one element. Structures (LD1 to LD4, ST1 to ST4)
   * move several at once; byte order and alignment are the elements' (Arm ARM C7.2, LD1 (multiple structures)).
   */
  ELEMENT: 0x700,
} as const;

/** Who a core is on the bus, by core and security: made once, so that an access allocates nothing. */
const REQUESTERS: readonly Requester[] = Array.from({ length: MAX_CORES * 2 }, (_, i) => ({
  cpu: i >> 1,
  secure: (i & 1) !== 0,
}));

/**
 * The TLB entry for an access, after all checks but those of what is behind it. -1 after an abort was raised.
 * @param access READ or WRITE, with ACCESS.UNALIGNED
 */
function entryFor(core: Core, unprivileged: boolean, vaLo: number, vaHi: number, access: number): number {
  const { tlbs } = core;
  const context = tlbs.context(core, unprivileged);
  const write = (access & ACCESS.TYPE) === ACCESS.WRITE;
  const e = tlbs.probe(context, false, vaLo, vaHi);
  if (e >= 0) {
    const flags = tlbs.flags[e];
    const aligned = (flags & ENTRY.DEVICE) === 0 || (access & ACCESS.UNALIGNED) === 0;
    // While there is a snapshot, the walk for a store keeps the page for it, and opens the fast way.
    const keep = write && core.memory.sharing && tlbs.storesHidden(e);
    if (aligned && !keep && (flags & (write ? ENTRY.WRITE : ENTRY.READ)) !== 0) return e;
  }
  // Not there, or it faults: the walk finds out why.
  const filled = tlbs.fill(core, context, unprivileged, false, vaLo, vaHi, access);
  if (filled < 0) dataAbort(core, vaLo, vaHi, write, 0);
  return filled;
}

/** Takes the external abort of an access to nothing. */
function externalAbort(core: Core, pa: number, vaLo: number, vaHi: number, write: boolean): number {
  core.memory.onUnmapped(pa, write, core.index);
  core.walk.fsc = FSC.EXTERNAL;
  core.walk.stage2 = false;
  core.walk.s1ptw = false;
  return dataAbort(core, vaLo, vaHi, write, 0);
}

/** Copies up to 64 bytes between linear addresses. */
function copy(linear: Linear, from: number, to: number, bytes: number): void {
  if (((from | to | bytes) & 3) === 0) {
    const { i32 } = linear;
    for (let i = 0; i < bytes; i += 4) i32[(to + i) >>> 2] = i32[(from + i) >>> 2];
  } else {
    const { u8 } = linear;
    for (let i = 0; i < bytes; i++) u8[to + i] = u8[from + i];
  }
}

/** Reads `bytes` bytes of a page into SCRATCH + `to`; device registers by aligned units of at most 4 bytes. */
function readPart(core: Core, e: number, offset: number, bytes: number, to: number): boolean {
  const { tlbs, linear } = core;
  const scratch = core.base + STATE.SCRATCH + to;
  const frame = tlbs.frames[e];
  if (frame !== 0) {
    copy(linear, frame + offset, scratch, bytes);
    return true;
  }
  const pa = tlbs.pas[e] + offset;
  const by = REQUESTERS[core.index * 2 + ((tlbs.flags[e] & ENTRY.NS) !== 0 ? 0 : 1)];
  const unit = unitOf(offset, bytes);
  for (let i = 0; i < bytes; i += unit) {
    const value = core.memory.readDevice(pa + i, unit, by);
    if (value < 0) return false;
    for (let b = 0; b < unit; b++) linear.u8[scratch + i + b] = value >>> (8 * b);
  }
  return true;
}

/** The unit in which a device is accessed: 64 and 128 bits as 32-bit halves, misaligned accesses byte by byte. */
const unitOf = (offset: number, bytes: number): 1 | 2 | 4 =>
  bytes >= 4 && (bytes & 3) === 0 && (offset & 3) === 0 ? 4 : bytes === 2 && (offset & 1) === 0 ? 2 : 1;

/** Writes `bytes` bytes from SCRATCH + `from` to a page. */
function writePart(core: Core, e: number, offset: number, bytes: number, from: number): boolean {
  const { tlbs, linear } = core;
  const scratch = core.base + STATE.SCRATCH + from;
  const { u8 } = linear;
  const frame = tlbs.frames[e];
  if (frame !== 0) {
    copy(linear, scratch, frame + offset, bytes);
    core.micro.wrote(frame, offset, bytes);
    return true;
  }
  const pa = tlbs.pas[e] + offset;
  const by = REQUESTERS[core.index * 2 + ((tlbs.flags[e] & ENTRY.NS) !== 0 ? 0 : 1)];
  const unit = unitOf(offset, bytes);
  for (let i = 0; i < bytes; i += unit) {
    let value = 0;
    for (let b = 0; b < unit; b++) value |= u8[scratch + i + b] << (8 * b);
    if (!core.memory.writeDevice(pa + i, unit, value >>> 0, by)) return false;
  }
  return true;
}

/** The size of an access's elements in bytes. */
function elementBytes(kind: number, bytes: number): number {
  const log2 = ((kind & KIND.ELEMENT) >> 8) - 1;
  return log2 >= 0 ? 1 << log2 : (kind & KIND.PAIR) !== 0 ? bytes / 2 : bytes;
}

/** Reverses the bytes of SCRATCH, element by element. */
function reverse(core: Core, bytes: number, kind: number): void {
  const { u8 } = core.linear;
  const element = elementBytes(kind, bytes);
  for (let start = 0; start < bytes; start += element) {
    let a = core.base + STATE.SCRATCH + start;
    let b = a + element - 1;
    while (a < b) {
      const t = u8[a];
      u8[a++] = u8[b];
      u8[b--] = t;
    }
  }
}

/** ACCESS.UNALIGNED or 0; -1 after the alignment fault of an access that must be aligned (SCTLR_ELx.A, exclusives). */
function alignment(core: Core, kind: number, bytes: number, vaLo: number, vaHi: number): number {
  const unit = (kind & KIND.ELEMENT) !== 0 ? elementBytes(kind, bytes) : bytes;
  if ((vaLo & (unit - 1)) === 0) return 0;
  if ((kind & KIND.ALIGNED) === 0 && !alignmentChecked(core, regimeOf(core.el))) return ACCESS.UNALIGNED;
  core.walk.fsc = FSC.ALIGNMENT;
  core.walk.stage2 = false;
  core.walk.s1ptw = false;
  dataAbort(core, vaLo, vaHi, (kind & KIND.WRITE) !== 0, 0);
  return -1;
}

/**
 * Asks those who watch the bytes of an access that would be made now. The debugger comes first: it holds the core before
 * the instruction, which runs when it goes on, and may be the guest's watchpoint's then.
 * @returns true where the access is not to be made: a debugger holds the core, or a watchpoint's exception was raised
 */
function watched(
  core: Core,
  unprivileged: boolean,
  vaLo: number,
  vaHi: number,
  bytes: number,
  write: boolean,
): boolean {
  if (core.tlbs.checkWatches(core, vaLo, vaHi, bytes, write)) {
    core.setPair(STATE.PC, core.pcLo, core.pcHi);
    core.stopped = 'watchpoint';
    return true;
  }
  return watchpointHit(core, unprivileged, vaLo, vaHi, bytes, write);
}

/**
 * A load that generated code could not do itself.
 * @param kind bits of `KIND`
 * @returns CONTINUE with the value in SCRATCH, or LEAVE after an exception was raised or a debugger held the core
 */
export function loadSlow(core: Core, kind: number, vaLo: number, vaHi: number): number {
  const bytes = 1 << (kind & KIND.SIZE);
  const unprivileged = (kind & KIND.UNPRIVILEGED) !== 0;
  const unaligned = alignment(core, kind, bytes, vaLo, vaHi);
  if (unaligned < 0) return LEAVE;
  const access = ACCESS.READ | unaligned;
  const offset = vaLo & (PAGE_SIZE - 1);
  const e = entryFor(core, unprivileged, vaLo, vaHi, access);
  if (e < 0) return LEAVE;
  const { tlbs } = core;
  core.setPair(STATE.SCRATCH, 0, 0);
  core.setPair(STATE.SCRATCH + 8, 0, 0);
  if (offset + bytes > PAGE_SIZE) {
    const first = PAGE_SIZE - offset;
    const nextLo = ((vaLo & -PAGE_SIZE) + PAGE_SIZE) | 0;
    const nextHi = nextLo === 0 ? (vaHi + 1) | 0 : vaHi;
    // The second page's entry has another index, so the first one's stays.
    const f = entryFor(core, unprivileged, nextLo, nextHi, access);
    if (f < 0) return LEAVE;
    if (tlbs.watching && watched(core, unprivileged, vaLo, vaHi, bytes, false)) return LEAVE;
    if (!readPart(core, e, offset, first, 0)) return externalAbort(core, tlbs.pas[e] + offset, vaLo, vaHi, false);
    if (!readPart(core, f, 0, bytes - first, first)) return externalAbort(core, tlbs.pas[f], nextLo, nextHi, false);
  } else {
    if ((kind & KIND.EXCLUSIVE) !== 0 && tlbs.frames[e] === 0) return unsupportedExclusive(core, vaLo, vaHi);
    if (tlbs.watching && watched(core, unprivileged, vaLo, vaHi, bytes, false)) return LEAVE;
    if (!readPart(core, e, offset, bytes, 0)) return externalAbort(core, tlbs.pas[e] + offset, vaLo, vaHi, false);
    if ((kind & KIND.EXCLUSIVE) !== 0) {
      core.set(STATE.EX_ADDRESS, tlbs.frames[e] + offset);
      core.set(STATE.EX_SIZE, bytes);
      core.setPair(STATE.EX_LOW, core.get(STATE.SCRATCH), core.get(STATE.SCRATCH + 4));
      core.setPair(STATE.EX_HIGH, core.get(STATE.SCRATCH + 8), core.get(STATE.SCRATCH + 12));
    }
  }
  if (bytes > 1 && bigEndian(core, core.el)) reverse(core, bytes, kind);
  return CONTINUE;
}

/** Devices have no monitor: the IMPLEMENTATION DEFINED fault for unsupported exclusives. */
function unsupportedExclusive(core: Core, vaLo: number, vaHi: number): number {
  core.walk.fsc = FSC.UNSUPPORTED_EXCLUSIVE;
  core.walk.stage2 = false;
  core.walk.s1ptw = false;
  return dataAbort(core, vaLo, vaHi, false, 0);
}

/**
 * A store that generated code could not do itself; the value is in SCRATCH.
 * @returns CONTINUE, or LEAVE after an exception was raised or a debugger held the core; nothing is written then
 */
export function storeSlow(core: Core, kind: number, vaLo: number, vaHi: number): number {
  const bytes = 1 << (kind & KIND.SIZE);
  const unprivileged = (kind & KIND.UNPRIVILEGED) !== 0;
  const unaligned = alignment(core, kind | KIND.WRITE, bytes, vaLo, vaHi);
  if (unaligned < 0) return LEAVE;
  if ((kind & KIND.EXCLUSIVE) !== 0 && !isMarked(core, bytes, vaLo, vaHi)) {
    core.set(STATE.EX_ADDRESS, -1);
    core.setPair(STATE.SCRATCH, 1, 0);
    return CONTINUE;
  }
  const access = ACCESS.WRITE | unaligned;
  const offset = vaLo & (PAGE_SIZE - 1);
  const e = entryFor(core, unprivileged, vaLo, vaHi, access);
  if (e < 0) return LEAVE;
  const { tlbs } = core;
  if ((kind & KIND.EXCLUSIVE) !== 0) return storeExclusive(core, kind, e, offset, bytes, vaLo, vaHi);
  if (offset + bytes > PAGE_SIZE) {
    const first = PAGE_SIZE - offset;
    const nextLo = ((vaLo & -PAGE_SIZE) + PAGE_SIZE) | 0;
    const nextHi = nextLo === 0 ? (vaHi + 1) | 0 : vaHi;
    const f = entryFor(core, unprivileged, nextLo, nextHi, access);
    if (f < 0) return LEAVE;
    if (tlbs.watching && watched(core, unprivileged, vaLo, vaHi, bytes, true)) return LEAVE;
    if (bytes > 1 && bigEndian(core, core.el)) reverse(core, bytes, kind);
    if (!writePart(core, e, offset, first, 0)) return externalAbort(core, tlbs.pas[e] + offset, vaLo, vaHi, true);
    if (!writePart(core, f, 0, bytes - first, first)) return externalAbort(core, tlbs.pas[f], nextLo, nextHi, true);
    return CONTINUE;
  }
  if (tlbs.watching && watched(core, unprivileged, vaLo, vaHi, bytes, true)) return LEAVE;
  if (bytes > 1 && bigEndian(core, core.el)) reverse(core, bytes, kind);
  if (!writePart(core, e, offset, bytes, 0)) return externalAbort(core, tlbs.pas[e] + offset, vaLo, vaHi, true);
  return CONTINUE;
}

/**
 * True where the monitor marks these bytes. It is asked before the store looks for aborts: the order is IMPLEMENTATION
 * DEFINED (AArch64.ExclusiveMonitorsPass), and QEMU has it so.
 */
function isMarked(core: Core, bytes: number, vaLo: number, vaHi: number): boolean {
  const marked = core.get(STATE.EX_ADDRESS);
  if (marked === -1 || core.get(STATE.EX_SIZE) !== bytes) return false;
  const { tlbs } = core;
  const context = tlbs.context(core, false);
  let e = tlbs.probe(context, false, vaLo, vaHi);
  if (e < 0) e = tlbs.fill(core, context, false, false, vaLo, vaHi, ACCESS.READ);
  return e >= 0 && tlbs.frames[e] !== 0 && tlbs.frames[e] + (vaLo & (PAGE_SIZE - 1)) === marked >>> 0;
}

/** Stores to the bytes that the monitor marks if they still have the value that was loaded; opens the monitor. */
function storeExclusive(
  core: Core,
  kind: number,
  e: number,
  offset: number,
  bytes: number,
  vaLo: number,
  vaHi: number,
): number {
  const { tlbs, linear } = core;
  const at = tlbs.frames[e] + offset;
  let same = true;
  // EX_LOW (8 bytes) and EX_HIGH follow each other and hold the bytes as they were in memory.
  const marked = core.base + STATE.EX_LOW;
  for (let i = 0; same && i < bytes; i++) same = linear.u8[at + i] === linear.u8[marked + i];
  if (same && tlbs.watching && watched(core, false, vaLo, vaHi, bytes, true)) return LEAVE;
  core.set(STATE.EX_ADDRESS, -1);
  if (same) {
    if (bytes > 1 && bigEndian(core, core.el)) reverse(core, bytes, kind);
    writePart(core, e, offset, bytes, 0);
  }
  core.setPair(STATE.SCRATCH, same ? 0 : 1, 0);
  return CONTINUE;
}

/** DC ZVA: zeroes the 64 bytes that hold an address (DCZID_EL0.BS = 4). A fault reports the address as it was given. */
export function zeroSlow(core: Core, vaLo: number, vaHi: number): number {
  // To Device memory every DC ZVA is an alignment fault (Arm ARM D4.4.8).
  const e = entryFor(core, false, vaLo, vaHi, ACCESS.WRITE | ACCESS.UNALIGNED);
  if (e < 0) return LEAVE;
  const { tlbs } = core;
  const start = vaLo & -64;
  if (tlbs.watching && watched(core, false, start, vaHi, 64, true)) return LEAVE;
  for (let i = 0; i < 16; i += 8) core.setPair(STATE.SCRATCH + i, 0, 0);
  for (let i = 0; i < 64; i += 16) {
    if (!writePart(core, e, (start & (PAGE_SIZE - 1)) + i, 16, 0)) {
      return externalAbort(core, tlbs.pas[e] + (start & (PAGE_SIZE - 1)), vaLo, vaHi, true);
    }
  }
  return CONTINUE;
}

/** High half of an instruction address without its tag, where the top byte is ignored (AArch64.BranchAddr). */
function untagged(core: Core, pcHi: number): number {
  const { el } = core;
  if (!topByteIgnored(core, regimeOf(el), pcHi)) return pcHi | 0;
  return el < 2 && (pcHi & 0x800000) !== 0 ? pcHi | -0x1000000 : pcHi & 0xffffff;
}

/**
 * Takes the tag off PC, where a branch went to a tagged address as the last instruction of a turn: an interrupt that is
 * taken there returns to the address without it.
 */
export function untagPc(core: Core): void {
  core.setPair(STATE.PC, core.lo(STATE.PC), untagged(core, core.hi(STATE.PC)));
}

/**
 * Finds the micro-ops of the page that holds an instruction address and enters it in the instruction TLB.
 *
 * The PC never holds a tag: a branch to a tagged address ends here, with PC set to the address without it and 0 returned,
 * but no exception pending.
 * @returns linear address of the page's micro-ops, or 0 after an exception was raised (its ELR is this address)
 */
export function fetchMiss(core: Core, pcLo: number, pcHi: number): number {
  const high = untagged(core, pcHi);
  if (high !== (pcHi | 0)) {
    core.setPair(STATE.PC, pcLo, high);
    return 0;
  }
  // The exception's return address is the target of the fetch.
  core.setPair(STATE.PAGE_VA, pcLo & -PAGE_SIZE, pcHi);
  core.set(STATE.PC_OFFSET, pcLo & (PAGE_SIZE - 1));
  if ((pcLo & 3) !== 0) {
    core.raiseAt(EC.PC_ALIGNMENT, 0, pcLo, pcHi);
    return 0;
  }
  const { tlbs } = core;
  const context = tlbs.context(core, false);
  let e = tlbs.probe(context, true, pcLo, pcHi);
  if (e < 0 || (tlbs.flags[e] & ENTRY.EXECUTE) === 0) {
    e = tlbs.fill(core, context, false, true, pcLo, pcHi, ACCESS.EXECUTE);
    if (e < 0) {
      instructionAbort(core, pcLo, pcHi);
      return 0;
    }
  }
  const frame = tlbs.frames[e];
  if (frame === 0) {
    core.memory.onUnmapped(tlbs.pas[e] + (pcLo & (PAGE_SIZE - 1)), false, core.index);
    core.walk.fsc = FSC.EXTERNAL;
    core.walk.stage2 = false;
    core.walk.s1ptw = false;
    instructionAbort(core, pcLo, pcHi);
    return 0;
  }
  // May drop all contexts, this one too, when the pool of micro-ops is full: then the next fetch enters it.
  const uops = core.micro.page(frame);
  if (tlbs.context(core, false) === context && tlbs.probe(context, true, pcLo, pcHi) === e) {
    tlbs.enterCode(context, pcLo, pcHi, uops);
  }
  return uops;
}
