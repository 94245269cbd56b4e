/** GENET's RDMA: from received frames to the buffers of its rings. */
import type { Clock, GuestBus } from '../../aarch64/bus.js';
import { createDeadline } from '../deadline.js';
import { MAX_GSO_FRAME, NET_FLAGS, type NetOffload } from '../virtio/net-backend.js';
import { add, completeChecksum, networkHeader, segmentCount, segments } from '../virtio/offload.js';
import { castOf, ringFor, takes } from './genet-filter.js';
import { countOversize, countReceived } from './genet-mib.js';
import {
  BLOCK,
  BUF,
  CHK,
  CMD,
  DESC,
  DESCRIPTOR_BYTES,
  DESCRIPTORS,
  DMA,
  DMA_EN,
  dmaRegister,
  RBUF_CHK_CTRL,
  RBUF_CTRL,
  RING,
  ringRegister,
  RINGS,
  STATUS,
  TIMEOUT_TICK,
  UMAC_CMD,
  UMAC_MAX_FRAME_LEN,
} from './genet-registers.js';

const { RDMA } = BLOCK;
const DESC_WORDS = DESCRIPTOR_BYTES / 4;
const LEAST = 60;
const FCS_BYTES = 4;
const ALIGNMENT = 2;
const ETHERNET_BYTES = 14;

export interface RxState {
  /** Frames of each ring that were received since it interrupted last. */
  received: number[];
  /** When a ring interrupts for these, however few they are (ns); -1 if for none. */
  dueAt: number[];
  /** A frame had no room, and whoever sent it waits. */
  turnedAway: boolean;
}

export const newRx = (): RxState => ({
  received: new Array<number>(RINGS).fill(0),
  dueAt: new Array<number>(RINGS).fill(-1),
  turnedAway: false,
});

export interface RxOptions {
  readonly clock: Clock;
  readonly memory: GuestBus;
  readonly state: { readonly words: Uint32Array; readonly rx: RxState };
  /** Frames of a ring were received: `many` where so many, or so long ago, that the driver wants to know. */
  readonly done: (ring: number, many: boolean) => void;
}

export interface Rx {
  /** As NetPort's; the link is for the caller to know. */
  receive(frame: Uint8Array, offload: NetOffload): boolean;
  /** Whether a frame that was turned away could come now: to be asked after a change, and answers once. */
  room(): boolean;
  restored(): void;
}

/** The frame check sequence (IEEE 802.3, 3.2.9), as it is on the wire read as a little-endian word. */
export function fcs(frame: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of frame) {
    crc ^= byte;
    for (let i = 0; i < 8; i++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}

const fold = (sum: number): number => {
  let s = sum;
  while (s > 0xffff) s = (s & 0xffff) + Math.floor(s / 0x10000);
  return s;
};

/** Protocols with a checksum over a pseudo-header; where IP's headers have what that needs. */
const TCP = 6;
const UDP = 17;
const V4 = { TYPE: 0x0800, PROTOCOL: 9, LENGTH: 2, FRAGMENT: 6, SOURCE: 12, BYTES: 20 } as const;
const V6 = { TYPE: 0x86dd, NEXT: 6, LENGTH: 4, SOURCE: 8, BYTES: 40 } as const;
const word = (bytes: Uint8Array, at: number): number => (bytes[at] << 8) | bytes[at + 1];

/** Whether a frame is a TCP or UDP packet, whole, whose checksum is right: what the parser in hardware finds out. */
export function checksumHolds(frame: Uint8Array): boolean {
  const network = networkHeader(frame);
  if (!network) return false;
  const { at: ip, type } = network;
  const isV4 = type === V4.TYPE;
  if ((!isV4 && type !== V6.TYPE) || ip + (isV4 ? V4.BYTES : V6.BYTES) > frame.length) return false;
  if (isV4 && (word(frame, ip + V4.FRAGMENT) & 0x3fff) !== 0) return false;
  const protocol = frame[ip + (isV4 ? V4.PROTOCOL : V6.NEXT)];
  const head = isV4 ? (frame[ip] & 15) * 4 : V6.BYTES;
  const end = isV4 ? ip + word(frame, ip + V4.LENGTH) : ip + V6.BYTES + word(frame, ip + V6.LENGTH);
  const start = ip + head;
  if ((protocol !== TCP && protocol !== UDP) || head < V4.BYTES || end > frame.length || start + 8 > end) return false;
  if (protocol === UDP && word(frame, start + 6) === 0) return true;
  const pseudo = isV4 ? add(frame, ip + V4.SOURCE, ip + V4.BYTES) : add(frame, ip + V6.SOURCE, ip + V6.BYTES);
  return fold(add(frame, start, end, pseudo + protocol + end - start)) === 0xffff;
}

export function createRx({ clock, memory, state, done }: RxOptions): Rx {
  /** What goes to memory: a status block, two bytes, the frame, FCS. */
  const out = new Uint8Array(BUF.STATUS_BYTES + ALIGNMENT + MAX_GSO_FRAME + FCS_BYTES);
  const view = new DataView(out.buffer);
  let receiving = false;

  const register = (ring: number, of: number): number => state.words[ringRegister(RDMA, ring, of) >> 2];
  const sizeOf = (ring: number): number => Math.min(DESCRIPTORS, register(ring, RING.BUF_SIZE) >>> 16);
  const roomOf = (ring: number): number =>
    sizeOf(ring) - ((register(ring, RING.OWN_INDEX) - register(ring, RING.DRIVER_INDEX)) & 0xffff);
  const isOn = (): boolean =>
    (state.words[dmaRegister(RDMA, DMA.CTRL) >> 2] & DMA_EN) !== 0 &&
    (state.words[UMAC_CMD >> 2] & (CMD.RX_EN | CMD.SW_RESET)) === CMD.RX_EN;

  const interrupt = (ring: number, many: boolean): void => {
    if (many) {
      state.rx.received[ring] = 0;
      state.rx.dueAt[ring] = -1;
    }
    done(ring, many);
  };
  const nextDue = (): number => {
    let next = -1;
    for (const at of state.rx.dueAt) if (at >= 0 && (next < 0 || at < next)) next = at;
    return next;
  };
  const deadline = createDeadline(clock, () => {
    for (let ring = 0; ring < RINGS; ring++) {
      const at = state.rx.dueAt[ring];
      if (at >= 0 && at <= clock.now()) interrupt(ring, true);
    }
    deadline.at(nextDue());
  });

  /** A frame is in its ring: the driver hears of it now, or after some more or some time. */
  const received = (ring: number): void => {
    const count = ++state.rx.received[ring];
    const threshold = register(ring, RING.MBUF_DONE_THRESH);
    const timeout = state.words[(dmaRegister(RDMA, DMA.RING_TIMEOUT) >> 2) + ring] & 0xffff;
    const many = threshold === 0 ? timeout === 0 : count >= threshold;
    const due = state.rx.dueAt[ring];
    interrupt(ring, many);
    if (!many && due < 0 && timeout > 0) state.rx.dueAt[ring] = clock.now() + timeout * TIMEOUT_TICK;
    if (state.rx.dueAt[ring] !== due) deadline.at(nextDue());
  };

  /** What the status says of a frame's checksum. */
  const checked = (frame: Uint8Array, withFcs: Uint8Array): { readonly flag: number; readonly sum: number } => {
    const check = state.words[RBUF_CHK_CTRL >> 2];
    if ((check & CHK.RXCHK_EN) === 0) return { flag: 0, sum: 0 };
    const summed = (check & CHK.SKIP_FCS) !== 0 ? frame : withFcs;
    const sum = fold(add(summed, ETHERNET_BYTES, summed.length));
    return { sum, flag: (check & CHK.L3_PARSE_DIS) === 0 && checksumHolds(frame) ? DESC.RX_CHK : 0 };
  };

  /** Puts a frame, whose checksum is still to be done if `offload` is given, into a ring's buffers. False: it has not so many. */
  const deliver = (ring: number, bytes: Uint8Array, offload: NetOffload | undefined): boolean => {
    const control = state.words[RBUF_CTRL >> 2];
    const block = (control & BUF.B64_EN) !== 0 ? BUF.STATUS_BYTES : 0;
    const head = block + ((control & BUF.ALIGN_2B) !== 0 ? ALIGNMENT : 0);
    const length = Math.max(LEAST, bytes.length);
    if (length + FCS_BYTES > (state.words[UMAC_MAX_FRAME_LEN >> 2] & 0x3fff)) {
      countOversize(state.words, false);
      return true;
    }
    const withCrc = (state.words[UMAC_CMD >> 2] & CMD.CRC_FWD) !== 0;
    const total = head + length + (withCrc ? FCS_BYTES : 0);
    const buffer = register(ring, RING.BUF_SIZE) & 0xffff;
    const size = sizeOf(ring);
    const needed = buffer === 0 ? Infinity : Math.ceil(total / buffer);
    // What does not fit into all buffers of a ring never comes through.
    if (needed > size) return true;
    if (needed > roomOf(ring)) return false;

    const frame = out.subarray(head, head + length);
    out.fill(0, 0, head);
    frame.set(bytes);
    frame.fill(0, bytes.length);
    if (offload && (offload.flags & NET_FLAGS.NEEDS_CSUM) !== 0)
      completeChecksum(frame.subarray(0, bytes.length), offload);
    if (withCrc) view.setUint32(head + length, fcs(frame), true);
    const { sum, flag } = checked(frame, out.subarray(head, total));
    const cast = castOf(frame);
    const flags = flag | (cast === 'broadcast' ? DESC.RX_BRDCAST : 0) | (cast === 'multicast' ? DESC.RX_MULT : 0);
    if (block !== 0) {
      view.setUint32(STATUS.LENGTH, ((total << DESC.LENGTH_SHIFT) | DESC.SOP | DESC.EOP | flags) >>> 0, true);
      view.setUint32(STATUS.RX_CSUM, sum, true);
    }
    countReceived(state.words, frame);
    const first = Math.floor(register(ring, RING.START_ADDR) / DESC_WORDS);
    const index = register(ring, RING.OWN_INDEX) & 0xffff;
    const place = (n: number): number => ((first + ((index + n) % size)) % DESCRIPTORS) * DESC_WORDS;
    for (let n = 0; n < needed; n++) {
      const at = (RDMA >> 2) + place(n);
      const part = out.subarray(n * buffer, Math.min(total, (n + 1) * buffer));
      memory.write(state.words[at + 1] + (state.words[at + 2] & 0xff) * 2 ** 32, part);
      const ends = (n === 0 ? DESC.SOP : 0) | (n === needed - 1 ? DESC.EOP : 0);
      const wrap = (index + n) % size === size - 1 ? DESC.WRAP : 0;
      state.words[at] = (part.length << DESC.LENGTH_SHIFT) | ends | wrap | flags;
    }
    const own = ringRegister(RDMA, ring, RING.OWN_INDEX) >> 2;
    // The upper half counts what was discarded: nothing is, since the other end waits.
    state.words[own] = (state.words[own] & 0xffff0000) | ((index + needed) & 0xffff);
    state.words[ringRegister(RDMA, ring, RING.OWN_PTR) >> 2] = place(needed);
    received(ring);
    return true;
  };

  const accept = (frame: Uint8Array, offload: NetOffload): boolean => {
    const ring = ringFor(state.words, frame);
    if (ring < 0) return true;
    let taken;
    if (offload.gsoType === 0) taken = deliver(ring, frame, offload);
    else {
      const count = segmentCount(frame, offload);
      // All segments or none, where all could ever fit.
      taken = roomOf(ring) >= Math.min(count, sizeOf(ring));
      if (taken) segments(frame, offload, (segment) => deliver(ring, segment, undefined));
    }
    if (!taken) state.rx.turnedAway = true;
    return taken;
  };

  return {
    receive(frame, offload) {
      // A buffer may be a register, whose change makes somebody send.
      if (receiving || !isOn() || frame.length < ETHERNET_BYTES || !takes(state.words, frame)) return true;
      receiving = true;
      const taken = accept(frame, offload);
      receiving = false;
      return taken;
    },
    room() {
      const was = state.rx.turnedAway && !receiving;
      if (was) state.rx.turnedAway = false;
      return was;
    },
    restored: () => deadline.at(nextDue()),
  };
}
