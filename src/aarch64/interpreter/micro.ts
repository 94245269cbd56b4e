/**
 * Micro-ops: guest words decoded once per physical page. A page's 1024 micro-ops are decoded one by one, when they are
 * first reached; a store into the page takes back those it touched.
 */
import type { Decoder } from '../decoder.js';
import { fieldsOf } from '../isa/table.js';
import type { Layout } from '../layout.js';
import { FRAME_UOPS } from '../layout.js';
import type { Linear } from '../linear.js';
import { PAGE_SIZE, UOP } from '../state.js';
import { FUSED_BYTES } from './fusions.js';
import { SPECIAL, type Handlers } from './handlers.js';
import { fillSlots } from './meaning.js';

/** log2 of the number of words whose decoding is remembered: programs repeat themselves. */
const RECENT_BITS = 13;

export class Micro {
  /** Frame (linear address) that each page of micro-ops was decoded from. */
  private readonly frameOfPage: Uint32Array;
  private used = 0;
  /** Words decoded last, by hash: the word, its handler (0 for none), its micro-op but for the handler. */
  private readonly recentWords = new Int32Array(1 << RECENT_BITS);
  private readonly recentHandlers = new Uint16Array(1 << RECENT_BITS);
  private readonly recent = new Int32Array((1 << RECENT_BITS) * (UOP.BYTES / 4));
  /** Micro-ops in whose place a region stands, by frame. */
  private readonly regions = new Map<number, Set<number>>();
  /** Called when a region was put into a frame: stores there must be seen. */
  onRegion: (frame: number) => void = () => undefined;
  /** Called when regions were dropped: those that run must not go on. */
  onRegionsDropped: () => void = () => undefined;
  /** Called when a frame becomes a code page: its write tags must go. */
  onCodePage: (frame: number) => void = () => undefined;
  /** Called when all micro-ops are dropped: instruction TLBs hold addresses of theirs. */
  onFlush: () => void = () => undefined;
  /** Page offsets of instructions at which somebody wants to be asked: `breakAt`. */
  readonly breakOffsets = new Set<number>();
  private readonly breaks = new Map<number, readonly number[]>();
  /** How often the pool was full. */
  flushes = 0;
  /** Words decoded. */
  decoded = 0;

  constructor(
    private readonly linear: Linear,
    private readonly layout: Layout,
    private readonly decoder: Decoder,
    private readonly handlers: Handlers,
  ) {
    this.frameOfPage = new Uint32Array(layout.uopPages);
  }

  /** Linear address of the micro-ops of the frame at linear address `frame`; made on first use. */
  page(frame: number): number {
    const slot = (FRAME_UOPS >> 2) + (frame >>> 12);
    const there = this.linear.u32[slot];
    if (there !== 0) return there;
    if (this.used === this.layout.uopPages) this.flush();
    const page = this.used++;
    const address = this.layout.uopBase + page * UOP.PAGE_STRIDE;
    this.frameOfPage[page] = frame;
    this.linear.u32[slot] = address;
    // DECODE is 0; a recycled page must be cleared. Behind the last instruction waits the way to the next page.
    this.linear.u8.fill(0, address, address + 1024 * UOP.BYTES);
    this.linear.u16[(address + 1024 * UOP.BYTES) >> 1] = SPECIAL.NEXT_PAGE;
    this.onCodePage(frame);
    return address;
  }

  /** True where the frame holds decoded code. */
  isCode(frame: number): boolean {
    return this.linear.u32[(FRAME_UOPS >> 2) + (frame >>> 12)] !== 0;
  }

  /** Takes back the micro-ops of words that a store of `bytes` bytes at `offset` in the frame touched. */
  wrote(frame: number, offset: number, bytes: number): void {
    const uops = this.linear.u32[(FRAME_UOPS >> 2) + (frame >>> 12)];
    if (uops === 0) return;
    if (this.regions.has(frame)) this.dropRegions(frame);
    // The micro-ops before the first word may be fused with it.
    for (let at = Math.max((offset & ~3) - FUSED_BYTES, 0); at < offset + bytes; at += 4) {
      this.linear.u16[(uops + at * 4 + UOP.HANDLER) >> 1] = SPECIAL.DECODE;
    }
  }

  /**
   * Replaces the page offsets of instructions at which one of those who have breakpoints wants to be asked.
   * @param who DEBUGGER, or a core by its index
   */
  breakAt(offsets: readonly number[], who: number): void {
    if (offsets.length === 0 && !this.breaks.has(who)) return;
    this.breaks.set(who, offsets);
    const wanted = new Set([...this.breaks.values()].flat());
    for (const offset of this.breakOffsets) {
      if (wanted.has(offset)) continue;
      this.breakOffsets.delete(offset);
      this.decodeAgain(offset);
    }
    for (const offset of wanted) {
      if (this.breakOffsets.has(offset)) continue;
      this.breakOffsets.add(offset);
      this.decodeAgain(offset);
    }
  }

  /** Takes back what stands at an offset of every page. */
  private decodeAgain(offset: number): void {
    for (let i = 0; i < this.used; i++) this.wrote(this.frameOfPage[i], offset, 4);
  }

  /** True where a region begins in the frame: generated code must not store there unseen. */
  hasRegions(frame: number): boolean {
    return this.regions.has(frame);
  }

  /** Puts a region, by its table slot, in the place of the handler of the micro-op at `uop`. */
  installRegion(frame: number, uop: number, slot: number): void {
    const there = this.regions.get(frame);
    if (there) there.add(uop);
    else this.regions.set(frame, new Set([uop]));
    this.linear.u16[(uop + UOP.HANDLER) >> 1] = slot;
    this.onRegion(frame);
  }

  /** Takes back the regions of a frame: something was stored there. A page is small, and its code seldom changes. */
  private dropRegions(frame: number): void {
    for (const uop of this.regions.get(frame) ?? []) this.linear.u16[(uop + UOP.HANDLER) >> 1] = SPECIAL.DECODE;
    this.regions.delete(frame);
    this.onRegionsDropped();
  }

  /** Drops all micro-ops. */
  flush(): void {
    if (this.regions.size > 0) {
      this.regions.clear();
      this.onRegionsDropped();
    }
    for (let i = 0; i < this.used; i++) this.linear.u32[(FRAME_UOPS >> 2) + (this.frameOfPage[i] >>> 12)] = 0;
    this.used = 0;
    this.flushes++;
    this.onFlush();
  }

  /** The word that the micro-op at `uop` stands for, signed. */
  wordAt(uop: number): number {
    const page = Math.floor((uop - this.layout.uopBase) / UOP.PAGE_STRIDE);
    return this.linear.i32[(this.frameOfPage[page] + ((uop & UOP.PAGE_MASK) >> 2)) >>> 2];
  }

  /** Fills the operands of the micro-op at `uop`. @returns the number of the handler for its word */
  private operands(uop: number): number {
    const { u16, i32 } = this.linear;
    const word = this.wordAt(uop);
    const slot = (Math.imul(word, 0x9e3779b1) >>> 0) >>> (32 - RECENT_BITS);
    const at = slot * (UOP.BYTES / 4);
    const uop32 = uop >> 2;
    if (this.recentHandlers[slot] !== 0 && this.recentWords[slot] === word) {
      u16[(uop >> 1) + 1] = this.recent[at];
      for (let i = 1; i < UOP.BYTES / 4; i++) i32[uop32 + i] = this.recent[at + i];
      return this.recentHandlers[slot];
    }
    const insn = this.decoder.find(word);
    if (!insn) return SPECIAL.UNDEFINED;
    const fields = fieldsOf(insn, word);
    const handler = this.handlers.find(insn, word, fields, (uop & UOP.PAGE_MASK) >> 2);
    fillSlots(u16, i32, uop, this.handlers.slots(handler), fields);
    // A direct branch's handler and operand depend on where it stands.
    if (!insn.direct) {
      this.recentWords[slot] = word;
      this.recentHandlers[slot] = handler.index;
      this.recent[at] = u16[(uop >> 1) + 1];
      for (let i = 1; i < UOP.BYTES / 4; i++) this.recent[at + i] = i32[uop32 + i];
    }
    return handler.index;
  }

  /**
   * Decodes the word of the micro-op at `uop` into it, together with the next ones where there is a handler for all.
   * @param alone for its word only, and although somebody wants to be asked there
   * @returns the handler's number
   */
  decode(uop: number, alone = false): number {
    const offset = (uop & UOP.PAGE_MASK) >> 2;
    this.decoded++;
    let index = this.operands(uop);
    if (!alone) {
      if (this.breakOffsets.has(offset)) index = SPECIAL.BREAK;
      let sequence = this.handlers.sequencesFrom(index);
      for (let n = 1; sequence !== undefined && sequence.after.size > 0; n++) {
        const next = offset + 4 * n;
        if (next >= PAGE_SIZE || this.breakOffsets.has(next)) break;
        sequence = sequence.after.get(this.operands(uop + UOP.BYTES * n));
        if (sequence !== undefined && sequence.index !== 0) index = sequence.index;
      }
    }
    this.linear.u16[uop >> 1] = index;
    return index;
  }
}
