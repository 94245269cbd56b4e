/** The network device (virtio 1.2, 5.1), plugged into a NetBackend. */
import type { Clock } from '../../aarch64/bus.js';
import { createDeadline } from '../deadline.js';
import type { VirtioDevice, VirtioKind, VirtioPort } from './device.js';
import { MAX_FRAME, MAX_GSO_FRAME, NET_FLAGS, NO_OFFLOAD, type NetBackend, type NetOffload } from './net-backend.js';
import { control, newFilter, passes, type NetFilter } from './net-control.js';
import { flowOf, FLOWS } from './net-flow.js';
import { completeChecksum, segmentCount, segments, soundOffload, takesWhole } from './offload.js';
import { ELEMENT, nextTurn, spend, type Limits, type Paced } from './pace.js';
import type { Virtqueue } from './queue.js';

const NET_ID = 1;
/** Feature bits (5.1.3). */
export const NET_F = {
  CSUM: 0,
  GUEST_CSUM: 1,
  MAC: 5,
  GUEST_TSO4: 7,
  GUEST_TSO6: 8,
  GUEST_ECN: 9,
  HOST_TSO4: 11,
  HOST_TSO6: 12,
  HOST_ECN: 13,
  MRG_RXBUF: 15,
  STATUS: 16,
  CTRL_VQ: 17,
  CTRL_RX: 18,
  CTRL_RX_EXTRA: 20,
  MQ: 22,
  CTRL_MAC_ADDR: 23,
} as const;
/** What each needs (5.1.3.1). */
const REQUIRES: readonly (readonly [number, readonly number[]])[] = [
  ...[NET_F.GUEST_TSO4, NET_F.GUEST_TSO6].map((f) => [f, [NET_F.GUEST_CSUM]] as const),
  [NET_F.GUEST_ECN, [NET_F.GUEST_TSO4, NET_F.GUEST_TSO6]],
  ...[NET_F.HOST_TSO4, NET_F.HOST_TSO6].map((f) => [f, [NET_F.CSUM]] as const),
  [NET_F.HOST_ECN, [NET_F.HOST_TSO4, NET_F.HOST_TSO6]],
  ...[NET_F.CTRL_RX, NET_F.CTRL_RX_EXTRA, NET_F.MQ, NET_F.CTRL_MAC_ADDR].map((f) => [f, [NET_F.CTRL_VQ]] as const),
];
const STATUS_LINK_UP = 1;
const QUEUE_SIZE = 256;
/** virtio_net_config: mac, status, max_virtqueue_pairs. */
const CONFIG = { MAC: 0, STATUS: 6, PAIRS: 8, BYTES: 10 } as const;
/** virtio_net_hdr: with num_buffers, which is always there since version 1. */
const HEADER = { FLAGS: 0, GSO: 1, HDR_LEN: 2, GSO_SIZE: 4, CSUM_START: 6, CSUM_OFFSET: 8, BUFFERS: 10, BYTES: 12 };
const MIN_FRAME = 14;
/** ns for a frame, and for each byte: 10 Gbit/s. */
const TIME = { frame: 300, byte: 0.8 } as const;

export interface NetState extends Paced, NetFilter {
  linkUp: boolean;
  /** The backend had no room; what the driver sends waits until it says so. */
  held: boolean;
  /** The pair of queues on which the guest has last sent each flow. */
  steering: Uint8Array;
  /** The pair to look at next for frames to send. */
  turn: number;
  /** When the device goes on to send (ns), -1 if it waits for driver or backend. */
  wakeAt: number;
}

export interface NetOptions {
  readonly backend: NetBackend;
  readonly clock: Clock;
  /** Six bytes. */
  readonly mac: Uint8Array;
  /** Pairs of queues, 1 to 8. */
  readonly pairs?: number | undefined;
  /** Whether the cable is in at first; true without. */
  readonly linkUp?: boolean | undefined;
  /** Of what the guest sends. */
  readonly limits?: Limits | undefined;
}

export interface VirtioNet extends VirtioDevice<NetState> {
  readonly backend: NetBackend;
  /** As NetPort's. */
  setLink(up: boolean): void;
}

export const virtioNet =
  ({ backend, clock, mac, pairs = 1, linkUp = true, limits = {} }: NetOptions): VirtioKind<VirtioNet> =>
  (port) => {
    const state: NetState = {
      ...newFilter(mac),
      ...{ freeAt: 0, linkUp, held: false, turn: 0, wakeAt: -1 },
      steering: new Uint8Array(FLOWS),
    };
    /** The control queue comes behind as many pairs as the driver has agreed on. */
    const controlQueue = (): number => (port.has(NET_F.CTRL_VQ) ? (port.has(NET_F.MQ) ? 2 * pairs : 2) : -1);
    const mayUse = (): number => (port.has(NET_F.MQ) ? state.pairs : 1);
    const receiver = createReceiver(port, state, mayUse);

    const frame = new Uint8Array(MAX_GSO_FRAME);
    const header = new DataView(new ArrayBuffer(HEADER.BYTES));
    const headerBytes = new Uint8Array(header.buffer);
    let sending = false;

    /** What the driver says of its frame, as far as it may. */
    const offload = (): NetOffload => {
      const flags = port.has(NET_F.CSUM) ? header.getUint8(HEADER.FLAGS) & NET_FLAGS.NEEDS_CSUM : 0;
      const gsoType = header.getUint8(HEADER.GSO);
      if (flags === 0 && gsoType === 0) return NO_OFFLOAD;
      return {
        flags,
        gsoType,
        hdrLen: header.getUint16(HEADER.HDR_LEN, true),
        gsoSize: gsoType === 0 ? 0 : header.getUint16(HEADER.GSO_SIZE, true),
        csumStart: header.getUint16(HEADER.CSUM_START, true),
        csumOffset: header.getUint16(HEADER.CSUM_OFFSET, true),
      };
    };

    /** Sends the frame in a queue's chain; what is no frame is dropped. @returns false where it has to wait */
    const sendOne = (queue: Virtqueue, pair: number): boolean => {
      const { chain } = queue;
      const bytes = chain.readableBytes - HEADER.BYTES;
      if (bytes >= MIN_FRAME && bytes <= MAX_GSO_FRAME && state.linkUp) {
        const whole = frame.subarray(0, bytes);
        if (!chain.read(0, headerBytes) || !chain.read(HEADER.BYTES, whole)) {
          port.broken('a frame that is not in memory');
          return false;
        }
        const asked = offload();
        const hostTakes = takesWhole(asked, {
          csum: port.has(NET_F.CSUM),
          tso4: port.has(NET_F.HOST_TSO4),
          tso6: port.has(NET_F.HOST_TSO6),
          ecn: port.has(NET_F.HOST_ECN),
        });
        if (hostTakes && soundOffload(whole, asked) && (asked.gsoType !== 0 || bytes <= MAX_FRAME)) {
          if (!backend.send(whole, asked)) {
            state.held = true;
            return false;
          }
          if (port.has(NET_F.MQ)) state.steering[flowOf(whole)] = pair;
        }
      }
      spend(state, clock.now(), TIME.frame + TIME.byte * bytes + ELEMENT * chain.elements, bytes, limits);
      return true;
    };

    /** Sends what the driver has made available, as far as time and backend allow. */
    const send = (): void => {
      // The backend may say that it has room while it is given a frame.
      if (sending) return;
      sending = true;
      state.wakeAt = -1;
      const used = new Set<Virtqueue>();
      const inUse = mayUse();
      for (let empty = 0; empty < inUse && port.running && !state.held;) {
        const pair = state.turn % inUse;
        const queue = port.queues[2 * pair + 1];
        const some = queue.available() > 0;
        if (some && nextTurn(state) > clock.now()) {
          state.wakeAt = nextTurn(state);
          break;
        }
        state.turn = (pair + 1) % inUse;
        if (!some) {
          queue.await();
          empty++;
          continue;
        }
        empty = 0;
        if (!queue.take()) break;
        if (sendOne(queue, pair)) {
          queue.use(queue.chain.heads[0], 0);
          used.add(queue);
        } else if (port.running) queue.giveBack(1);
      }
      sending = false;
      for (const queue of used) if (port.running) queue.signal();
      deadline.at(state.wakeAt);
    };
    const deadline = createDeadline(clock, send);

    const obey = (queue: Virtqueue): void => {
      for (let left = queue.available(); left > 0 && port.running; left--) {
        if (!queue.take()) return;
        const controls = {
          rx: port.has(NET_F.CTRL_RX),
          rxExtra: port.has(NET_F.CTRL_RX_EXTRA),
          macAddress: port.has(NET_F.CTRL_MAC_ADDR),
          pairs: port.has(NET_F.MQ) ? pairs : 0,
        };
        if (!control(state, controls, queue.chain)) return port.broken('a control command that can not be answered');
        queue.use(queue.chain.heads[0], 1);
      }
      if (!port.running) return;
      queue.await();
      queue.signal();
    };

    const setLink = (up: boolean): void => {
      if (state.linkUp === up) return;
      state.linkUp = up;
      port.configChanged();
    };
    backend.connect({
      mac,
      receive: (bytes, asked) => receiver.receive(bytes, asked),
      resume() {
        if (!state.held) return;
        state.held = false;
        send();
      },
      setLink,
      get linkUp() {
        return state.linkUp;
      },
    });

    return {
      id: NET_ID,
      state,
      backend,
      setLink,
      features: Object.values(NET_F).filter((f) => f !== NET_F.MQ || pairs > 1),
      requires: REQUIRES,
      queues: Array.from({ length: 2 * pairs + 1 }, () => QUEUE_SIZE),
      configBytes: CONFIG.BYTES,
      config(view) {
        state.mac.forEach((byte, i) => view.setUint8(CONFIG.MAC + i, byte));
        view.setUint16(CONFIG.STATUS, state.linkUp ? STATUS_LINK_UP : 0, true);
        view.setUint16(CONFIG.PAIRS, pairs, true);
      },
      notified(index) {
        if (index === controlQueue()) obey(port.queues[index]);
        else if (index % 2 === 1) send();
        else if (receiver.room()) backend.onRoom?.();
      },
      reset(queue) {
        if (queue !== undefined) return;
        Object.assign(state, newFilter(mac), { freeAt: 0, held: false, turn: 0, wakeAt: -1 });
        state.steering.fill(0);
        deadline.at(-1);
      },
      // The cable is outside.
      resetFrom: ({ linkUp }) => void (state.linkUp = linkUp),
      restored() {
        receiver.restored();
        deadline.at(state.wakeAt);
      },
    };
  };

interface Receiver {
  /** As NetPort's. */
  receive(frame: Uint8Array, offload: NetOffload): boolean;
  /** The driver has given buffers. @returns whether a frame was turned away since it did so last */
  room(): boolean;
  restored(): void;
}

/** The way in: what the driver can't take is completed, then spread over its buffers. */
function createReceiver(port: VirtioPort, state: NetState, mayUse: () => number): Receiver {
  const header = new DataView(new ArrayBuffer(HEADER.BYTES));
  const headerBytes = new Uint8Array(header.buffer);
  let copy: Uint8Array | undefined;
  let turnedAway = false;

  const noRoom = (queue: Virtqueue): false => {
    turnedAway = true;
    queue.await();
    return false;
  };

  /** Puts a frame into a queue's buffers. False: there are not enough. */
  const deliver = (queue: Virtqueue, frame: Uint8Array, offload: NetOffload): boolean => {
    const { chain } = queue;
    const bytes = HEADER.BYTES + frame.length;
    const merge = port.has(NET_F.MRG_RXBUF);
    let taken = 0;
    for (let left = queue.available(); ; left--) {
      if (left === 0) {
        queue.giveBack(taken);
        // What is too long for all buffers of a queue together never comes through.
        return taken === queue.size || !port.running || noRoom(queue);
      }
      if (!queue.take(taken > 0)) return true;
      taken++;
      if (chain.writableBytes >= bytes) break;
      if (!merge) {
        queue.giveBack(taken);
        return true;
      }
    }
    const csum = port.has(NET_F.GUEST_CSUM);
    header.setUint8(HEADER.FLAGS, csum ? offload.flags & (NET_FLAGS.NEEDS_CSUM | NET_FLAGS.DATA_VALID) : 0);
    header.setUint8(HEADER.GSO, offload.gsoType);
    header.setUint16(HEADER.HDR_LEN, offload.hdrLen, true);
    header.setUint16(HEADER.GSO_SIZE, offload.gsoSize, true);
    header.setUint16(HEADER.CSUM_START, offload.csumStart, true);
    header.setUint16(HEADER.CSUM_OFFSET, offload.csumOffset, true);
    header.setUint16(HEADER.BUFFERS, taken, true);
    if (!chain.write(0, headerBytes) || !chain.write(HEADER.BYTES, frame)) {
      port.broken('a buffer for a frame that is not in memory');
      return true;
    }
    // All buffers but the last are full.
    for (let i = 0, left = bytes; i < taken; i++) {
      const written = Math.min(left, chain.room[i]);
      queue.use(chain.heads[i], written);
      left -= written;
    }
    return true;
  };

  const accepts = (): Parameters<typeof takesWhole>[1] => ({
    csum: port.has(NET_F.GUEST_CSUM),
    tso4: port.has(NET_F.GUEST_TSO4),
    tso6: port.has(NET_F.GUEST_TSO6),
    ecn: port.has(NET_F.GUEST_ECN),
  });
  const checked: NetOffload = { ...NO_OFFLOAD, flags: NET_FLAGS.DATA_VALID };

  /** Puts a frame into buffers in the form that the driver takes. */
  const suited = (queue: Virtqueue, frame: Uint8Array, offload: NetOffload): boolean => {
    const can = accepts();
    if (!takesWhole(offload, can)) {
      const count = segmentCount(frame, offload);
      const room = queue.available();
      // All segments or none, where all could ever fit.
      if (room < count && room < queue.size) return noRoom(queue);
      segments(frame, offload, (segment) => deliver(queue, segment, checked));
      turnedAway = false;
      return true;
    }
    if (can.csum || (offload.flags & NET_FLAGS.NEEDS_CSUM) === 0) return deliver(queue, frame, offload);
    copy ??= new Uint8Array(MAX_GSO_FRAME);
    const completed = copy.subarray(0, frame.length);
    completed.set(frame);
    completeChecksum(completed, offload);
    return deliver(queue, completed, checked);
  };

  return {
    receive(frame, offload) {
      if (!port.running || !state.linkUp) return true;
      if (frame.length < MIN_FRAME || frame.length > MAX_GSO_FRAME || !soundOffload(frame, offload)) return true;
      if (port.has(NET_F.CTRL_RX) && !passes(state, frame)) return true;
      const inUse = mayUse();
      const pair = inUse > 1 ? Math.min(state.steering[flowOf(frame)], inUse - 1) : 0;
      const queue = port.queues[2 * pair].ready ? port.queues[2 * pair] : port.queues[0];
      if (!queue.ready) return true;
      const taken = suited(queue, frame, offload);
      if (port.running) queue.signal();
      return taken;
    },
    room() {
      const was = turnedAway;
      turnedAway = false;
      return was;
    },
    restored() {
      // Someone may have been turned away before the snapshot or since: asking again does no harm.
      turnedAway = true;
    },
  };
}
