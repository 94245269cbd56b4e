/** Where everything is in linear memory: cores, tables, TLB contexts, micro-ops, frames. */
import { DTLB, ITLB, UOP } from './state.js';

/** Linear pages of 64 KiB that WebAssembly's 32-bit memory can have here: 3.5 GiB. */
export const MAX_LINEAR_PAGES = 57344;

/** Table from 4 KB page number of linear memory to that frame's micro-ops (linear address, 0 for none). */
export const FRAME_UOPS = 0x40000;

export interface Layout {
  /** Size of the linear memory in 64 KiB pages. */
  readonly pages: number;
  readonly tlbBase: number;
  readonly tlbContexts: number;
  readonly uopBase: number;
  readonly uopPages: number;
  readonly frameBase: number;
  readonly frames: number;
}

const align = (value: number, to: number): number => Math.ceil(value / to) * to;

/**
 * Lays out a machine.
 * @param ramBytes guest RAM; frames are made for at most this much, or for what a 32-bit memory holds
 */
export function layoutFor(ramBytes: number, options: { tlbContexts?: number; uopPages?: number } = {}): Layout {
  const tlbContexts = options.tlbContexts ?? 128;
  const uopPages = options.uopPages ?? 2048;
  const limit = MAX_LINEAR_PAGES * 65536;
  const fixed = (tableFor: number): number => {
    const tlbBase = align(FRAME_UOPS + (tableFor / 4096) * 4, 4096);
    return align(tlbBase + tlbContexts * (DTLB.BYTES + ITLB.BYTES), UOP.PAGE_STRIDE) + uopPages * UOP.PAGE_STRIDE;
  };
  const wanted = Math.min(limit, align(fixed(limit) + ramBytes, 65536));
  const frameBase = fixed(wanted);
  const tlbBase = align(FRAME_UOPS + (wanted / 4096) * 4, 4096);
  return {
    pages: wanted / 65536,
    tlbBase,
    tlbContexts,
    uopBase: frameBase - uopPages * UOP.PAGE_STRIDE,
    uopPages,
    frameBase,
    frames: Math.floor((wanted - frameBase) / 4096),
  };
}
