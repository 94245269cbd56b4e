/**
 * The TLBs: a pool of contexts in linear memory, each with a data and an instruction side that generated code reads.
 *
 * A context belongs to everything that a translation depends on: regime, privilege, security, VMID, ASID, and the values
 * of the registers that control the walk. So a switch of any of them is a change of context and flushes nothing, and an
 * entry can never be used under a configuration other than its own. Cores whose configuration is the same share contexts.
 * Least recently used contexts go first. Context 0 stays empty: what a core uses until its context is made, and for data
 * accesses that always take the slow path (big-endian).
 *
 * Beside the entries that generated code sees, each context has complete entries here ("sides"): physical address,
 * rights, attributes, size of the mapping. The slow path works on these; the fast entries follow from them.
 */
import { DEBUGGER, type Core } from './core.js';
import type { Linear } from './linear.js';
import { DTLB, ITLB, MAX_CORES, NO_TAG, PAGE_SIZE, STATE } from './state.js';
import { REG } from './sysregs/storage.js';
import {
  HCR,
  HCR_HIGH,
  REGIME_REGISTERS,
  SCR,
  SCTLR,
  alignmentChecked,
  bigEndian,
  currentAsid,
  currentVmid,
  topByteIgnored,
} from './mmu/regime.js';
import { isSecure, regimeOf, stage1Enabled } from './mmu/regime.js';
import { ACCESS } from './mmu/faults.js';
import { detail, translate } from './mmu/translate.js';

/** Bytes of linear memory that a context takes. */
export const TLB_CONTEXT_BYTES = DTLB.BYTES + ITLB.BYTES;

const ENTRIES = DTLB.ENTRIES;
const INDEX_MASK = ENTRIES - 1;
/** Entries of a context: data side, then instruction side. */
const SIDES = ENTRIES + ITLB.ENTRIES;
const KEY_WORDS = 12;
const BUCKETS = 256;
/** Where an entry has its tags for stores, in 32-bit words. */
const WRITE = DTLB.WRITE_TAG / 4;
const CODE = DTLB.CODE_TAG / 4;

/** Bits of an entry's flags. */
export const ENTRY = {
  READ: 1,
  WRITE: 2,
  EXECUTE: 4,
  DEVICE: 8,
  /** Device memory by stage 2 only. */
  STAGE2_DEVICE: 16,
  GLOBAL: 32,
  NS: 64,
  /** log2 of the size of stage 1's mapping, from this bit on. */
  SHIFT: 8,
} as const;

/** Bytes that somebody watches, by virtual address (without a tag) in any context; they do not cross a multiple of 4 GB. */
export interface Watch {
  readonly lo: number;
  readonly hi: number;
  readonly bytes: number;
  readonly onRead: boolean;
  readonly onWrite: boolean;
}

/** VA[55:12] as a number: the top byte may be a tag. */
const pageNumber = (vaLo: number, vaHi: number): number => (vaHi & 0xffffff) * 0x10_0000 + (vaLo >>> 12);

/** Bytes of each context that mark blocks larger than 4 KB. */
const BLOCK_MARKS = 256;
/** Where the mark of the block of 2^size pages that holds a page is. */
const blockMark = (context: number, page: number, size: number): number =>
  context * BLOCK_MARKS + ((Math.floor(page / 2 ** size) + size) % BLOCK_MARKS);

const NOTHING: readonly Watch[] = [];

/** In `Core.left`: no level's regime is set up. */
const NO_LEVEL = 4;

/** More than one fast entry has let a core write a page. */
const MANY = 0xffffffff;

export class Tlbs {
  private readonly key = new Int32Array(KEY_WORDS);
  private readonly keys: Int32Array;
  private readonly hashes: Int32Array;
  private readonly next: Int16Array;
  private readonly buckets = new Int16Array(BUCKETS);
  private readonly live: Uint8Array;
  private readonly regimes: Uint8Array;
  private readonly secures: Uint8Array;
  private readonly asids: Int32Array;
  private readonly vmids: Int32Array;
  /**
   * The mappings larger than 4 KB that were entered: bit n where there was one of 2^(n+12) bytes, and a mark in one of
   * `BLOCK_MARKS` bytes of the context for each, found by `blockMark`.
   */
  private readonly largeSizes: Int32Array;
  private readonly blockMarks: Uint8Array;
  private readonly stamps: Float64Array;
  private clock = 0;
  /** No context above this one has ever been used. */
  private top = 0;

  private readonly tagLo: Int32Array;
  private readonly tagHi: Int32Array;
  /** Physical address of the entry's page. */
  readonly pas: Float64Array;
  /** Linear address of its frame, 0 where it is not RAM. */
  readonly frames: Uint32Array;
  readonly flags: Uint16Array;

  /**
   * Contexts that each core uses: [core * 2] its own, [core * 2 + 1] the one of LDTR and STTR; 0 while there is none, or
   * while it has not been looked for.
   */
  private readonly now = new Int16Array(MAX_CORES * 2);
  private readonly cores: Core[] = [];
  private readonly known = new Uint8Array(MAX_CORES);
  /**
   * For each 4 KB page of linear memory the fast entry that lets a core write it, plus one: 0 for none, MANY for several.
   * The entry may have been replaced since.
   */
  private readonly writers: Uint32Array;

  /** What is watched by whom. */
  private readonly watches = new Map<number, readonly Watch[]>();
  /**
   * Called when a core is about to touch bytes that the debugger watches. True: the core stops before the instruction, which runs when it
   * goes on (asked again, it must say false then). False: the access is made.
   */
  onWatch: (core: Core, watch: Watch, write: boolean) => boolean = () => false;
  /**
   * True where the inline path of generated code sends every misaligned access to the slow path. Then pages whose
   * accesses must be aligned (Device memory, SCTLR_ELx.A) can have fast entries; otherwise they never do.
   */
  alignedOnly = false;
  /** Walks made, for statistics. */
  walks = 0;

  /**
   * @param base linear address of the first context
   * @param count contexts, at least MAX_CORES * 2 + 2, so that those in use are never taken away
   */
  constructor(
    private readonly linear: Linear,
    private readonly base: number,
    readonly count: number,
  ) {
    if (count < MAX_CORES * 2 + 2) throw new RangeError('too few TLB contexts');
    this.keys = new Int32Array(count * KEY_WORDS);
    this.hashes = new Int32Array(count);
    this.next = new Int16Array(count);
    this.live = new Uint8Array(count);
    this.regimes = new Uint8Array(count);
    this.secures = new Uint8Array(count);
    this.asids = new Int32Array(count);
    this.vmids = new Int32Array(count);
    this.largeSizes = new Int32Array(count);
    this.blockMarks = new Uint8Array(count * BLOCK_MARKS);
    this.stamps = new Float64Array(count);
    this.tagLo = new Int32Array(count * SIDES).fill(NO_TAG);
    this.tagHi = new Int32Array(count * SIDES);
    this.pas = new Float64Array(count * SIDES);
    this.frames = new Uint32Array(count * SIDES);
    this.flags = new Uint16Array(count * SIDES);
    this.writers = new Uint32Array(linear.pages * 16);
    this.clear(0);
  }

  private address(context: number): number {
    return this.base + context * TLB_CONTEXT_BYTES;
  }

  /** Makes all entries of a context invalid. */
  private clear(context: number): void {
    this.tagLo.fill(NO_TAG, context * SIDES, (context + 1) * SIDES);
    const from = this.address(context) >>> 2;
    // NO_TAG everywhere: any tag whose low word is NO_TAG equals no page address.
    this.linear.i32.fill(NO_TAG, from, from + (TLB_CONTEXT_BYTES >>> 2));
    this.largeSizes[context] = 0;
    this.blockMarks.fill(0, context * BLOCK_MARKS, (context + 1) * BLOCK_MARKS);
  }

  /** Fills `key` for a core at level `el` with EL0's or its own rights; returns the hash. */
  private makeKey(core: Core, el: number, user: boolean): number {
    const { key } = this;
    const regime = regimeOf(el);
    const secure = isSecure(core, regime);
    const registers = REGIME_REGISTERS[regime];
    const mmu = stage1Enabled(core, regime, secure);
    const sctlr = core.get(registers.sctlr);
    let flags = regime | (user ? 4 : 0) | (secure ? 8 : 0) | (mmu ? 16 : 0);
    if ((sctlr & SCTLR.A) !== 0) flags |= 32;
    const tcrHi = core.get(registers.tcr + 4);
    const tcrLo = core.get(registers.tcr);
    if (mmu) {
      if ((sctlr & SCTLR.WXN) !== 0) flags |= 64;
      if ((sctlr & SCTLR.EE) !== 0) flags |= 128;
      if (secure && (core.get(REG.SCR_EL3) & SCR.SIF) !== 0) flags |= 256;
      key[1] = core.get(registers.ttbr0);
      key[2] = core.get(registers.ttbr0 + 4);
      key[3] = core.get(registers.ttbr1);
      key[4] = core.get(registers.ttbr1 + 4);
      key[5] = tcrLo;
      key[6] = tcrHi;
      key[7] = core.get(registers.mair);
      key[8] = core.get(registers.mair + 4);
    } else {
      key.fill(0, 1, 9);
      // A flat map depends on TBI only.
      if (regime === 1) key[6] = tcrHi & 0x60;
      else key[5] = tcrLo & (1 << 20);
    }
    key[9] = 0;
    key[10] = 0;
    key[11] = 0;
    if (regime === 1 && !secure) {
      const hcr = core.get(REG.HCR_EL2);
      key[10] = core.get(REG.VTTBR_EL2 + 4) & 0xff0000;
      if ((hcr & (HCR.VM | HCR.DC)) !== 0) {
        flags |= 512;
        if ((hcr & HCR.VM) !== 0) flags |= 1024;
        if ((hcr & HCR.DC) !== 0) flags |= 2048;
        if ((hcr & HCR.PTW) !== 0) flags |= 4096;
        if ((core.get(REG.HCR_EL2 + 4) & (HCR_HIGH.CD | HCR_HIGH.ID)) !== 0) flags |= 8192;
        if ((core.get(REG.SCTLR_EL2) & SCTLR.EE) !== 0) flags |= 16384;
        key[9] = core.get(REG.VTTBR_EL2);
        key[10] = core.get(REG.VTTBR_EL2 + 4);
        key[11] = core.get(REG.VTCR_EL2);
      }
    }
    key[0] = flags;
    let hash = 0;
    for (let i = 0; i < KEY_WORDS; i++) hash = (Math.imul(hash, 0x01000193) ^ key[i]) | 0;
    return hash ^ (hash >>> 15);
  }

  /** The context with the key in `key`, or 0. */
  private find(hash: number): number {
    const { key, keys } = this;
    for (let c = this.buckets[hash & (BUCKETS - 1)]; c !== 0; c = this.next[c]) {
      if (this.hashes[c] !== hash) continue;
      const at = c * KEY_WORDS;
      let i = 0;
      while (i < KEY_WORDS && keys[at + i] === key[i]) i++;
      if (i === KEY_WORDS) return c;
    }
    return 0;
  }

  /** Makes the context for the key in `key`: a free one, or the one not used for longest. */
  private make(core: Core, el: number, hash: number): number {
    let best = 0;
    let oldest = Infinity;
    for (let c = 1; c < this.count; c++) {
      if (this.live[c] === 0) {
        best = c;
        break;
      }
      if (this.stamps[c] < oldest && !this.now.includes(c)) {
        oldest = this.stamps[c];
        best = c;
      }
    }
    if (this.live[best] !== 0) this.drop(best);
    this.clear(best);
    this.keys.set(this.key, best * KEY_WORDS);
    this.hashes[best] = hash;
    const bucket = hash & (BUCKETS - 1);
    this.next[best] = this.buckets[bucket];
    this.buckets[bucket] = best;
    this.live[best] = 1;
    if (best > this.top) this.top = best;
    const regime = regimeOf(el);
    const secure = isSecure(core, regime);
    this.regimes[best] = regime;
    this.secures[best] = secure ? 1 : 0;
    this.asids[best] = regime === 1 ? currentAsid(core) : 0;
    this.vmids[best] = regime === 1 && !secure ? currentVmid(core) : -1;
    return best;
  }

  /** Takes a context out of the pool; cores that use it go on with the empty one. */
  private drop(context: number): void {
    if (this.live[context] === 0) return;
    this.live[context] = 0;
    const bucket = this.hashes[context] & (BUCKETS - 1);
    if (this.buckets[bucket] === context) this.buckets[bucket] = this.next[context];
    else {
      let c = this.buckets[bucket];
      while (this.next[c] !== context) c = this.next[c];
      this.next[c] = this.next[context];
    }
    for (const core of this.cores) {
      const at = core.index * 2;
      if (this.now[at] !== context && this.now[at + 1] !== context) continue;
      if (this.now[at] === context) this.now[at] = 0;
      if (this.now[at + 1] === context) this.now[at + 1] = 0;
      if (core.left >= 0) core.left = NO_LEVEL;
      this.point(core);
    }
  }

  /** Sets the state's TLB addresses from the core's contexts. */
  private point(core: Core): void {
    const at = core.index * 2;
    const empty = this.address(0);
    const slow = bigEndian(core, core.el);
    core.set(STATE.DTLB, slow ? empty : this.address(this.now[at]));
    core.set(STATE.UTLB, slow ? empty : this.address(this.now[at + 1]));
    core.set(STATE.ITLB, this.address(this.now[at]) + DTLB.BYTES);
  }

  /** Remembers a core, so that maintenance reaches its epoch and its contexts. */
  private know(core: Core): void {
    if (this.known[core.index] !== 0) return;
    this.known[core.index] = 1;
    this.cores.push(core);
  }

  /** Chooses the contexts for a core's present state: after every change of level or of a register of the MMU. */
  select(core: Core): void {
    this.know(core);
    const { el } = core;
    const at = core.index * 2;
    const stamp = ++this.clock;
    const own = this.find(this.makeKey(core, el, el === 0));
    this.stamps[own] = stamp;
    this.now[at] = own;
    // At EL1 the first LDTR or STTR finds its own.
    this.now[at + 1] = el === 1 ? 0 : own;
    this.point(core);
    core.set(STATE.EPOCH, core.get(STATE.EPOCH) + 1);
  }

  /** The core's context, made if need be. */
  context(core: Core, unprivileged: boolean): number {
    const { el } = core;
    const separate = unprivileged && el === 1;
    const slot = core.index * 2 + (separate ? 1 : 0);
    const there = this.now[slot];
    if (there !== 0) return there;
    this.know(core);
    const hash = this.makeKey(core, el, el === 0 || separate);
    const c = this.find(hash) || this.make(core, el, hash);
    this.stamps[c] = ++this.clock;
    this.now[slot] = c;
    if (!separate && el !== 1) this.now[slot + 1] = c;
    this.point(core);
    return c;
  }

  /** Index of the entry for an address, or -1. `fetch`: on the instruction side. */
  probe(context: number, fetch: boolean, vaLo: number, vaHi: number): number {
    const e = context * SIDES + (fetch ? ENTRIES : 0) + ((vaLo >>> 12) & INDEX_MASK);
    return this.tagLo[e] === (vaLo & -PAGE_SIZE) && this.tagHi[e] === (vaHi | 0) ? e : -1;
  }

  /**
   * Walks the tables for an address and enters the result. Returns the entry's index, or -1 with the fault in `core.walk`.
   * @param access what is wanted (`ACCESS`)
   */
  fill(
    core: Core,
    context: number,
    unprivileged: boolean,
    fetch: boolean,
    vaLo: number,
    vaHi: number,
    access: number,
  ): number {
    const { el } = core;
    this.walks++;
    if (!translate(core, regimeOf(el), el === 0 || (unprivileged && el === 1), vaLo, vaHi, access)) return -1;
    const w = core.walk;
    const index = (vaLo >>> 12) & INDEX_MASK;
    const e = context * SIDES + (fetch ? ENTRIES : 0) + index;
    const pa = w.pa - (w.pa & (PAGE_SIZE - 1));
    const frame = Math.max(0, core.memory.frame(pa));
    const tagLo = vaLo & -PAGE_SIZE;
    this.tagLo[e] = tagLo;
    this.tagHi[e] = vaHi;
    this.pas[e] = pa;
    this.frames[e] = frame;
    this.flags[e] =
      (w.read ? ENTRY.READ : 0) |
      (w.write ? ENTRY.WRITE : 0) |
      (w.execute ? ENTRY.EXECUTE : 0) |
      (w.device ? ENTRY.DEVICE : 0) |
      (detail.stage2Device ? ENTRY.STAGE2_DEVICE : 0) |
      (w.global ? ENTRY.GLOBAL : 0) |
      (w.ns ? ENTRY.NS : 0) |
      (detail.shift << ENTRY.SHIFT);
    if (detail.shift > 12) {
      const size = detail.shift - 12;
      this.largeSizes[context] |= 1 << size;
      this.blockMarks[blockMark(context, pageNumber(vaLo, vaHi), size)] = 1;
    }

    const { i32 } = this.linear;
    if (fetch) {
      // The tag follows when the micro-ops' address is known: `enterCode`.
      i32[(this.address(context) + DTLB.BYTES + index * 16 + ITLB.TAG) >>> 2] = NO_TAG;
      return e;
    }
    const at = (this.address(context) + index * 32) >>> 2;
    i32[at] = NO_TAG;
    i32[at + 2] = NO_TAG;
    i32[at + 4] = NO_TAG;
    if (frame !== 0 && (access & ACCESS.TYPE) === ACCESS.WRITE) core.memory.unshare(frame);
    if (frame === 0 || this.isWatched(tagLo, vaHi)) return e;
    if (!this.alignedOnly && (w.device || alignmentChecked(core, regimeOf(el)))) return e;
    i32[at + (DTLB.ADDEND >> 2)] = frame - tagLo;
    if (w.read) {
      i32[at] = tagLo;
      i32[at + 1] = vaHi;
    }
    // A store into translated code must be seen at once, and the first one to a page that a snapshot shares: no fast way.
    if (w.write && !core.micro.hasRegions(frame) && !core.memory.isShared(frame)) {
      const tag = at + (core.micro.isCode(frame) ? DTLB.CODE_TAG : DTLB.WRITE_TAG) / 4;
      i32[tag] = tagLo;
      i32[tag + 1] = vaHi;
      const writer = this.writers[frame >>> 12];
      if (writer !== e + 1) this.writers[frame >>> 12] = writer === 0 ? e + 1 : MANY;
    }
    return e;
  }

  /** True where stores to RAM by the data entry `e` have no fast way. */
  storesHidden(e: number): boolean {
    const context = Math.floor(e / SIDES);
    const at = (this.address(context) + (e % SIDES) * 32) >>> 2;
    const { i32 } = this.linear;
    return this.frames[e] !== 0 && i32[at + WRITE] === NO_TAG && i32[at + CODE] === NO_TAG;
  }

  /** Lets generated code find the micro-ops of a page that `fill` or `probe` found on the instruction side. */
  enterCode(context: number, vaLo: number, vaHi: number, uops: number): void {
    const { i32 } = this.linear;
    const at = (this.address(context) + DTLB.BYTES + ((vaLo >>> 12) & INDEX_MASK) * 16) >>> 2;
    i32[at] = vaLo & -PAGE_SIZE;
    i32[at + 1] = vaHi;
    i32[at + 2] = uops;
  }

  /** A frame holds decoded code from now on: stores to it must be seen (`Micro.onCodePage`). */
  codePage(frame: number): void {
    this.eachStoreTo(frame, (i32, at) => {
      if (i32[at + WRITE] === NO_TAG) return;
      i32[at + CODE] = i32[at + WRITE];
      i32[at + CODE + 1] = i32[at + WRITE + 1];
      i32[at + WRITE] = NO_TAG;
    });
  }

  /** Stores to a frame have no fast way any more: it holds translated code (`Micro.hasRegions`). */
  hideStores(frame: number): void {
    this.eachStoreTo(frame, (i32, at) => {
      i32[at + WRITE] = NO_TAG;
      i32[at + CODE] = NO_TAG;
    });
    this.writers[frame >>> 12] = 0;
  }

  /** Visits the fast data entries that lead to a frame: index of each in 32-bit words. */
  private eachStoreTo(frame: number, visit: (i32: Int32Array, at: number) => void): void {
    const writer = this.writers[frame >>> 12];
    if (writer === 0) return;
    if (writer !== MANY) {
      const c = Math.floor((writer - 1) / SIDES);
      const i = (writer - 1) % SIDES;
      if (this.live[c] !== 0 && this.frames[writer - 1] === frame) {
        visit(this.linear.i32, (this.address(c) + i * 32) >>> 2);
      }
      return;
    }
    for (let c = 1; c <= this.top; c++) {
      if (this.live[c] === 0) continue;
      const from = c * SIDES;
      for (let i = 0; i < ENTRIES; i++) {
        if (this.frames[from + i] === frame) visit(this.linear.i32, (this.address(c) + i * 32) >>> 2);
      }
    }
  }

  /** Drops every context: all decoded code is gone (`Micro.onFlush`), or memory was replaced. */
  dropAll(): void {
    for (let c = 1; c <= this.top; c++) this.drop(c);
    this.raiseEpochs();
  }

  /**
   * Replaces the bytes that somebody watches. Pages that hold one have no fast entries.
   * @param who the debugger, who is told by `onWatch`; or a core by its index, for its own watchpoints
   */
  watch(watches: readonly Watch[], who = DEBUGGER): void {
    const before = this.watches.get(who) ?? NOTHING;
    if (before.length === 0 && watches.length === 0) return;
    if (watches.length === 0) this.watches.delete(who);
    else this.watches.set(who, watches);
    for (const w of before) this.forget(w);
    for (const w of watches) this.forget(w);
    this.raiseEpochs();
  }

  get watching(): boolean {
    return this.watches.size > 0;
  }

  /** Drops the entries that lead to watched bytes, whatever the top byte: whether they are fast is decided anew. */
  private forget({ lo, hi, bytes }: Watch): void {
    const first = lo >>> 12;
    const pages = ((lo >>> 0) - first * PAGE_SIZE + bytes + PAGE_SIZE - 1) >>> 12;
    for (let c = 1; c <= this.top; c++) {
      if (this.live[c] === 0) continue;
      if (pages > ENTRIES) this.drop(c);
      else for (let i = 0; i < pages; i++) this.flushEntry(c, (first + i) & INDEX_MASK, (first + i) << 12, hi, true);
    }
  }

  /** True where a watched byte may lie in the 4 KB page at this address: the top byte may be a tag. */
  private isWatched(pageLo: number, vaHi: number): boolean {
    if (this.watches.size === 0) return false;
    const page = pageLo >>> 0;
    for (const watches of this.watches.values()) {
      for (const w of watches) {
        const from = w.lo >>> 0;
        if (((w.hi ^ vaHi) & 0xffffff) === 0 && from < page + PAGE_SIZE && from + w.bytes > page) return true;
      }
    }
    return false;
  }

  /** Of what is watched by `who`, as in `watch`: what an access touches. */
  touched(core: Core, who: number, vaLo: number, vaHi: number, bytes: number, write: boolean): readonly Watch[] {
    const watches = this.watches.get(who);
    if (!watches) return NOTHING;
    const compared = topByteIgnored(core, regimeOf(core.el), vaHi) ? 0xffffff : -1;
    const lo = vaLo >>> 0;
    return watches.filter((w) => {
      if (!(write ? w.onWrite : w.onRead)) return false;
      const from = w.lo >>> 0;
      if (((w.hi ^ vaHi) & compared) === 0) return lo < from + w.bytes && lo + bytes > from;
      // An access across a multiple of 4 GB.
      return lo + bytes > from + 2 ** 32 && ((w.hi ^ (vaHi + 1)) & compared) === 0;
    });
  }

  /** Reports an access to bytes that the debugger watches. @returns true if it stops the core before the access */
  checkWatches(core: Core, vaLo: number, vaHi: number, bytes: number, write: boolean): boolean {
    let stop = false;
    for (const w of this.touched(core, DEBUGGER, vaLo, vaHi, bytes, write)) stop = this.onWatch(core, w, write) || stop;
    return stop;
  }

  // Invalidation (Arm ARM D5.10). What is dropped beyond what an operation names is never visible.

  private raiseEpochs(): void {
    for (const core of this.cores) core.set(STATE.EPOCH, core.get(STATE.EPOCH) + 1);
  }

  /** True where a context belongs to a regime, a security state and a VMID (-1: any). */
  private matches(context: number, regime: number, secure: boolean, vmid: number): boolean {
    return (
      this.live[context] !== 0 &&
      this.regimes[context] === regime &&
      (this.secures[context] !== 0) === secure &&
      (vmid < 0 || this.vmids[context] < 0 || this.vmids[context] === vmid)
    );
  }

  /** Drops all entries of a regime, security state and VMID (-1: any). */
  flush(regime: number, secure: boolean, vmid: number): void {
    for (let c = 1; c <= this.top; c++) if (this.matches(c, regime, secure, vmid)) this.drop(c);
    this.raiseEpochs();
  }

  /** Drops the entries of an ASID; global ones may stay. */
  flushAsid(regime: number, secure: boolean, vmid: number, asid: number): void {
    for (let c = 1; c <= this.top; c++) {
      if (this.matches(c, regime, secure, vmid) && this.asids[c] === asid) this.drop(c);
    }
    this.raiseEpochs();
  }

  /**
   * Drops the entries that map an address: of an ASID and the global ones of all ASIDs.
   * @param vaHi bits 55:32
   * @param asid -1: of every ASID
   */
  flushAddress(regime: number, secure: boolean, vmid: number, vaLo: number, vaHi: number, asid: number): void {
    const page = pageNumber(vaLo, vaHi);
    for (let c = 1; c <= this.top; c++) {
      if (!this.matches(c, regime, secure, vmid)) continue;
      const all = asid < 0 || this.asids[c] === asid || regime !== 1;
      if (!this.mayBeLarge(c, page)) {
        const index = (vaLo >>> 12) & INDEX_MASK;
        this.flushEntry(c, index, vaLo, vaHi, all);
        this.flushEntry(c, ENTRIES + index, vaLo, vaHi, all);
      } else {
        // The address may lie in a larger mapping, whose pages are spread over all entries.
        for (let i = 0; i < SIDES; i++) this.flushEntry(c, i, vaLo, vaHi, all);
      }
    }
    this.raiseEpochs();
  }

  /** True where a mapping larger than 4 KB may hold a page: one with its mark was entered. */
  private mayBeLarge(context: number, page: number): boolean {
    for (let sizes = this.largeSizes[context]; sizes !== 0; sizes &= sizes - 1) {
      const size = 31 - Math.clz32(sizes & -sizes);
      if (this.blockMarks[blockMark(context, page, size)] !== 0) return true;
    }
    return false;
  }

  private flushEntry(context: number, i: number, vaLo: number, vaHi: number, all: boolean): void {
    const e = context * SIDES + i;
    const tag = this.tagLo[e];
    const flags = this.flags[e];
    if ((tag ^ vaLo) >>> (flags >>> ENTRY.SHIFT) !== 0 || tag === NO_TAG) return;
    if (((this.tagHi[e] ^ vaHi) & 0xffffff) !== 0 || !(all || (flags & ENTRY.GLOBAL) !== 0)) return;
    this.tagLo[e] = NO_TAG;
    const { i32 } = this.linear;
    if (i >= ENTRIES) {
      i32[(this.address(context) + DTLB.BYTES + (i - ENTRIES) * 16) >>> 2] = NO_TAG;
      return;
    }
    const at = (this.address(context) + i * 32) >>> 2;
    i32[at] = NO_TAG;
    i32[at + 2] = NO_TAG;
    i32[at + 4] = NO_TAG;
  }

  /** Contexts in use, for statistics and tests. */
  get contexts(): number {
    return this.live.reduce((n, l) => n + l, 0);
  }
}

/**
 * To be called after every change of EL, SCTLR_ELx, TCR_ELx, TTBRn_ELx, MAIR_ELx, HCR_EL2, SCR_EL3, VTTBR_EL2 or VTCR_EL2:
 * chooses the TLB contexts of the core's new regime and raises its epoch.
 */
export const tlbRegimeChanged = (core: Core): void => core.tlbs.select(core);
