/** GENET's TDMA: from the rings of descriptors to frames. */
import type { Clock, GuestBus } from '../../aarch64/bus.js';
import { createDeadline } from '../deadline.js';
import { MAX_FRAME, NET_FLAGS, NO_OFFLOAD, type NetOffload } from '../virtio/net-backend.js';
import { countOversize, countSent } from './genet-mib.js';
import {
  ARBITER_SP,
  BLOCK,
  BUF,
  CMD,
  DESC,
  DESCRIPTOR_BYTES,
  DESCRIPTORS,
  DMA,
  DMA_EN,
  dmaRegister,
  RING,
  ringEnable,
  ringRegister,
  RINGS,
  STATUS,
  TBUF_CTRL,
  TX_CSUM,
  UMAC_CMD,
} from './genet-registers.js';

const { TDMA } = BLOCK;
const DESC_WORDS = DESCRIPTOR_BYTES / 4;
/** A frame on the wire: the least without FCS, to which shorter ones are padded; FCS; preamble and gap. */
const WIRE = { LEAST: 60, FCS: 4, GAP: 20 } as const;
const MIN_FRAME = 14;
/** 1 Gbit/s; from the driver's word to the frame's fetching, ns. U-Boot waits for that, for 100 reads of the index. */
const NS_PER_BYTE = 8;
const FETCH = 200;
/** More than any frame with its status block: what a driver chains beyond is dropped. */
const SCRATCH = 4096;

export interface TxState {
  /** When the frame that was sent last has left (ns). */
  freeAt: number;
  /** Frames of each ring that were sent since it interrupted last. */
  sent: number[];
  /** The ring to look at first, where they take turns. */
  turn: number;
  /** The backend had no room. */
  held: boolean;
  /** When the next frame is sent (ns), -1 if none waits for its time. */
  wakeAt: number;
}

export const newTx = (): TxState => ({
  freeAt: 0,
  sent: new Array<number>(RINGS).fill(0),
  turn: 0,
  held: false,
  wakeAt: -1,
});

export interface TxOptions {
  readonly clock: Clock;
  readonly memory: GuestBus;
  readonly state: { readonly words: Uint32Array; readonly tx: TxState };
  /** Takes a frame; false where it has to wait. */
  readonly send: (frame: Uint8Array, offload: NetOffload) => boolean;
  /** Frames of a ring were sent: `many` where so many that the driver wants to know. */
  readonly done: (ring: number, many: boolean) => void;
}

export interface Tx {
  /** There may be something to send. */
  run(): void;
  /** The backend has room. */
  resume(): void;
  restored(): void;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function createTx({ clock, memory, state, send, done }: TxOptions): Tx {
  const scratch = new Uint8Array(SCRATCH);
  const view = new DataView(scratch.buffer);
  const asked: Mutable<NetOffload> = { ...NO_OFFLOAD, flags: NET_FLAGS.NEEDS_CSUM };
  let sending = false;

  const register = (ring: number, of: number): number => state.words[ringRegister(TDMA, ring, of) >> 2];
  const sizeOf = (ring: number): number => Math.min(DESCRIPTORS, register(ring, RING.BUF_SIZE) >>> 16);
  /** The n-th descriptor from the next one on: the index of its first word. */
  const descriptor = (ring: number, size: number, n: number): number => {
    const first = Math.floor(register(ring, RING.START_ADDR) / DESC_WORDS);
    return (
      (TDMA >> 2) + ((first + (((register(ring, RING.OWN_INDEX) & 0xffff) + n) % size)) % DESCRIPTORS) * DESC_WORDS
    );
  };

  /** Descriptors of the frame that a ring has ready, to its end; 0 where it has none. */
  const ready = (ring: number): number => {
    const size = sizeOf(ring);
    const given = (register(ring, RING.DRIVER_INDEX) - register(ring, RING.OWN_INDEX)) & 0xffff;
    const most = Math.min(given, size);
    for (let n = 0; n < most; n++) {
      if ((state.words[descriptor(ring, size, n)] & DESC.EOP) !== 0) return n + 1;
    }
    return 0;
  };

  const priority = (ring: number): number =>
    (state.words[(dmaRegister(TDMA, DMA.PRIORITY) >> 2) + Math.floor(ring / 6)] >>> (5 * (ring % 6))) & 31;

  /** The ring whose turn it is; -1 if none has a frame. */
  const next = (): number => {
    const control = state.words[dmaRegister(TDMA, DMA.CTRL) >> 2];
    const command = state.words[UMAC_CMD >> 2];
    if ((control & DMA_EN) === 0 || (command & (CMD.TX_EN | CMD.SW_RESET)) !== CMD.TX_EN) return -1;
    const strict = (state.words[dmaRegister(TDMA, DMA.ARB_CTRL) >> 2] & 3) === ARBITER_SP;
    let best = -1;
    for (let i = 0; i < RINGS; i++) {
      const ring = strict ? i : (state.tx.turn + i) % RINGS;
      if ((control & ringEnable(ring)) === 0 || ready(ring) === 0) continue;
      if (!strict) return ring;
      if (best < 0 || priority(ring) < priority(best)) best = ring;
    }
    return best;
  };

  /** Brings a frame's parts together. @returns its bytes with the status block, -1 where they are not to be had */
  const gather = (ring: number, size: number, count: number): number => {
    let fill = 0;
    for (let n = 0; n < count; n++) {
      const at = descriptor(ring, size, n);
      const bytes = (state.words[at] >>> DESC.LENGTH_SHIFT) & DESC.LENGTH_MASK;
      if (fill + bytes > SCRATCH) return -1;
      const address = state.words[at + 1] + (state.words[at + 2] & 0xff) * 2 ** 32;
      if (bytes > 0 && !memory.read(address, scratch.subarray(fill, fill + bytes))) return -1;
      fill += bytes;
    }
    return fill;
  };

  /** Which checksum is left to do: the status block says from where on, and where it goes. */
  const offload = (first: number, block: number, length: number): NetOffload => {
    if (block === 0 || (first & DESC.TX_DO_CSUM) === 0) return NO_OFFLOAD;
    const info = view.getUint32(STATUS.TX_CSUM, true);
    const start = (info >>> TX_CSUM.START_SHIFT) & TX_CSUM.MASK;
    const at = info & TX_CSUM.MASK;
    if ((info & TX_CSUM.VALID) === 0 || at < start || at + 2 > length) return NO_OFFLOAD;
    asked.csumStart = start;
    asked.csumOffset = at - start;
    return asked;
  };

  /** Sends the frame in so many descriptors of a ring; what can't be is dropped. @returns false where it has to wait */
  const sendOne = (ring: number, count: number): boolean => {
    const size = sizeOf(ring);
    const first = state.words[descriptor(ring, size, 0)];
    const block = (state.words[TBUF_CTRL >> 2] & BUF.B64_EN) !== 0 ? BUF.STATUS_BYTES : 0;
    let end = gather(ring, size, count);
    if (end >= 0 && (first & DESC.TX_APPEND_CRC) === 0) end -= WIRE.FCS;
    const length = end - block;
    if (length > MAX_FRAME) countOversize(state.words, true);
    else if (length >= MIN_FRAME) {
      if (length < WIRE.LEAST) scratch.fill(0, end, block + WIRE.LEAST);
      const frame = scratch.subarray(block, block + Math.max(WIRE.LEAST, length));
      if (!send(frame, offload(first, block, length))) {
        state.tx.held = true;
        return false;
      }
      countSent(state.words, frame);
    }
    const index = (register(ring, RING.OWN_INDEX) + count) & 0xffff;
    state.words[ringRegister(TDMA, ring, RING.OWN_INDEX) >> 2] = index;
    state.words[ringRegister(TDMA, ring, RING.OWN_PTR) >> 2] = descriptor(ring, size, 0) - (TDMA >> 2);
    state.tx.turn = (ring + 1) % RINGS;
    state.tx.freeAt = clock.now() + (Math.max(WIRE.LEAST, length) + WIRE.FCS + WIRE.GAP) * NS_PER_BYTE;
    const sent = ++state.tx.sent[ring];
    const many = index === register(ring, RING.DRIVER_INDEX) || sent >= register(ring, RING.MBUF_DONE_THRESH);
    if (many) state.tx.sent[ring] = 0;
    done(ring, many);
    return true;
  };

  const later = (at: number): void => {
    state.tx.wakeAt = at;
    deadline.at(at);
  };
  const run = (): void => {
    // The backend may say that it has room, and a frame may come back, while one is sent.
    if (sending || state.tx.held || state.tx.wakeAt >= 0 || next() < 0) return;
    later(Math.max(clock.now() + FETCH, state.tx.freeAt));
  };
  const deadline = createDeadline(clock, () => {
    state.tx.wakeAt = -1;
    const ring = next();
    if (ring < 0) return;
    sending = true;
    const sent = sendOne(ring, ready(ring));
    sending = false;
    if (sent && next() >= 0) later(state.tx.freeAt);
  });

  return {
    run,
    resume() {
      state.tx.held = false;
      run();
    },
    restored: () => deadline.at(state.tx.wakeAt),
  };
}
