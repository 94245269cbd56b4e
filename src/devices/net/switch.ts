/**
 * A learning switch (IEEE 802.1D, 7): one for each network. Its ports are what NICs are plugged into. A frame goes from port to port
 * within the call that sends it, with what its sender has left to the hardware; where a NIC has no buffers, or its port's limit is
 * reached, frames wait in a queue of the port, and are dropped when that is full, so that nobody who does not listen holds up others.
 */
import type { Clock, Saveable } from '../../aarch64/bus.js';
import { createDeadline, type Deadline } from '../deadline.js';
import type { NetBackend, NetOffload, NetPort } from '../virtio/net-backend.js';
import { nextTurn, spend, type Limits, type Paced } from '../virtio/pace.js';
import { ETHER, get48, isGroup } from './frame.js';

/** An address is forgotten when it was not heard of for so long, ns (802.1D's default: 300 s). */
export const AGEING = 300e9;
/** Addresses that are remembered of one port: whoever makes up more displaces only its own. */
export const ADDRESSES = 32;
/** What may wait for one NIC. */
export const QUEUE = { FRAMES: 1024, BYTES: 1 << 20 } as const;
/** 01-80-C2-00-00-00 to -0F are for the two ends of one cable: bridges do not forward them (802.1D, 7.12.6). */
const LINK_LOCAL = { FIRST: 0x0180_c200_0000, LAST: 0x0180_c200_000f } as const;
/** A frame on the wire has at least this length, with padding and FCS, and 20 bytes of preamble and gap: what limits reckon with. */
const MIN_WIRE = 64;

export interface PortOptions {
  /** As shown: a guest's name, or `gateway`. */
  readonly name: string;
  /** Limits of what the NIC sends, which makes its guest wait, and of what it gets, which waits here. */
  readonly limits?: { readonly send?: Limits; readonly receive?: Limits } | undefined;
  /** Drops frames whose source is not the address that the NIC was built with. */
  readonly lock?: boolean | undefined;
}

export interface PortCounters {
  /** From the NIC. */
  framesIn: number;
  bytesIn: number;
  /** To the NIC. */
  framesOut: number;
  bytesOut: number;
  /** To the NIC, but its queue was full. */
  dropped: number;
  /** From the NIC, with a source that it must not have. */
  refused: number;
}

interface Waiting {
  readonly frame: Uint8Array;
  readonly offload: NetOffload;
}

interface PortState extends PortCounters {
  in: Paced;
  out: Paced;
  queue: Waiting[];
  queuedBytes: number;
  /** The NIC was told to wait. */
  held: boolean;
  /** The NIC had no buffers. */
  blocked: boolean;
  wakeAt: number;
}

export interface SwitchState {
  ports: PortState[];
  /** By address: on which port it was heard last, and when (ns). */
  table: Record<string, { port: number; seenAt: number }>;
}

export interface SwitchPort extends NetBackend {
  readonly name: string;
  readonly counters: Readonly<PortCounters>;
  readonly linkUp: boolean;
  /** Plugs the cable in or pulls it; what waits for the NIC is lost with the link. */
  setLink(up: boolean): void;
}

/** Hears of each frame that comes from a NIC (`in`) or gets to one (`out`), before it moves on. The bytes are good during the call. */
export type Tap = (port: number, direction: 'in' | 'out', frame: Uint8Array, offload: NetOffload) => void;

export interface Switch extends Saveable<SwitchState> {
  readonly ports: readonly SwitchPort[];
  /** A new port, for one NIC. All are to be made while the machine is put together. */
  port(options: PortOptions): SwitchPort;
  /** @returns takes the tap off */
  tap(tap: Tap): () => void;
  /** The port on which an address was heard last, if it is still remembered. */
  portOf(mac: number): number | undefined;
}

const wireBytes = (frame: Uint8Array): number => Math.max(MIN_WIRE, frame.length + 4) + 20;

export function createSwitch(clock: Clock): Switch {
  const state: SwitchState = { ports: [], table: {} };
  const taps = new Set<Tap>();
  const ends: PortEnd[] = [];

  const portOf = (mac: number): number | undefined => {
    const entry = state.table[mac];
    if (!entry) return undefined;
    if (clock.now() - entry.seenAt <= AGEING) return entry.port;
    delete state.table[mac];
    return undefined;
  };

  const learn = (mac: number, port: number): void => {
    const entry = state.table[mac];
    if (entry?.port === port) {
      entry.seenAt = clock.now();
      return;
    }
    const own = Object.entries(state.table).filter(([, e]) => e.port === port);
    if (own.length >= ADDRESSES) delete state.table[own.reduce((a, b) => (b[1].seenAt < a[1].seenAt ? b : a))[0]];
    state.table[mac] = { port, seenAt: clock.now() };
  };

  const seen: Tap = (...args) => {
    for (const tap of taps) tap(...args);
  };

  const forward = (from: number, frame: Uint8Array, offload: NetOffload): void => {
    const source = get48(frame, ETHER.SOURCE);
    const to = get48(frame, ETHER.DESTINATION);
    learn(source, from);
    if (to >= LINK_LOCAL.FIRST && to <= LINK_LOCAL.LAST) return;
    const known = isGroup(to) ? undefined : portOf(to);
    if (known === undefined) {
      for (const [i, end] of ends.entries()) if (i !== from) end.deliver(frame, offload);
    } else if (known !== from) ends[known].deliver(frame, offload);
  };

  return {
    state,
    ports: ends,
    port(options) {
      const index = ends.length;
      const own = newPort();
      state.ports.push(own);
      const end = new PortEnd(
        clock,
        index,
        options,
        () => state.ports[index],
        seen,
        forward,
        () => {
          for (const [mac, { port }] of Object.entries(state.table)) if (port === index) delete state.table[mac];
        },
      );
      ends.push(end);
      return end;
    },
    tap(tap) {
      taps.add(tap);
      return () => void taps.delete(tap);
    },
    portOf,
    restored() {
      for (const end of ends) end.restored();
    },
  };
}

const newPort = (): PortState => ({
  in: { freeAt: 0 },
  out: { freeAt: 0 },
  queue: [],
  queuedBytes: 0,
  held: false,
  blocked: false,
  wakeAt: -1,
  ...{ framesIn: 0, bytesIn: 0, framesOut: 0, bytesOut: 0, dropped: 0, refused: 0 },
});

class PortEnd implements SwitchPort {
  #nic: NetPort | undefined;
  #pumping = false;
  readonly #deadline: Deadline;
  readonly name: string;
  readonly #sendLimits: Limits | undefined;
  readonly #receiveLimits: Limits | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly index: number,
    private readonly options: PortOptions,
    private readonly state: () => PortState,
    private readonly seen: Tap,
    private readonly forward: (from: number, frame: Uint8Array, offload: NetOffload) => void,
    private readonly forget: () => void,
  ) {
    this.name = options.name;
    this.#sendLimits = options.limits?.send;
    this.#receiveLimits = options.limits?.receive;
    this.#deadline = createDeadline(clock, () => this.#turn());
  }

  get counters(): PortCounters {
    return this.state();
  }

  get linkUp(): boolean {
    return this.#nic?.linkUp ?? false;
  }

  connect(nic: NetPort): void {
    this.#nic = nic;
  }

  setLink(up: boolean): void {
    if (!up) {
      const state = this.state();
      state.queue = [];
      state.queuedBytes = 0;
      state.blocked = false;
      this.forget();
    }
    this.#nic?.setLink(up);
  }

  /** From the NIC. */
  send(frame: Uint8Array, offload: NetOffload): boolean {
    const state = this.state();
    if (frame.length < ETHER.BYTES) return true;
    if (this.#sendLimits) {
      if (nextTurn(state.in) > this.clock.now()) {
        state.held = true;
        this.#wake();
        return false;
      }
      spend(state.in, this.clock.now(), 0, wireBytes(frame), this.#sendLimits);
    }
    const source = get48(frame, ETHER.SOURCE);
    if (isGroup(source) || (this.options.lock === true && this.#nic && source !== get48(this.#nic.mac, 0))) {
      state.refused++;
      return true;
    }
    state.framesIn++;
    state.bytesIn += frame.length;
    this.seen(this.index, 'in', frame, offload);
    this.forward(this.index, frame, offload);
    return true;
  }

  /** To the NIC. */
  deliver(frame: Uint8Array, offload: NetOffload): void {
    const state = this.state();
    if (!this.linkUp) return;
    if (state.queue.length === 0 && this.#mayDeliver() && this.#receive(frame, offload)) return;
    if (state.queue.length >= QUEUE.FRAMES || state.queuedBytes + frame.length > QUEUE.BYTES) {
      state.dropped++;
      return;
    }
    state.queue.push({ frame: frame.slice(), offload: { ...offload } });
    state.queuedBytes += frame.length;
    this.#wake();
  }

  /** The NIC has buffers again. */
  onRoom(): void {
    this.state().blocked = false;
    this.#pump();
  }

  restored(): void {
    this.#deadline.at(this.state().wakeAt);
  }

  #mayDeliver(): boolean {
    const state = this.state();
    return !state.blocked && (!this.#receiveLimits || nextTurn(state.out) <= this.clock.now());
  }

  #receive(frame: Uint8Array, offload: NetOffload): boolean {
    const state = this.state();
    if (!this.#nic?.receive(frame, offload)) {
      state.blocked = true;
      return false;
    }
    if (this.#receiveLimits) spend(state.out, this.clock.now(), 0, wireBytes(frame), this.#receiveLimits);
    state.framesOut++;
    state.bytesOut += frame.length;
    this.seen(this.index, 'out', frame, offload);
    return true;
  }

  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    const state = this.state();
    while (state.queue.length > 0 && this.linkUp && this.#mayDeliver()) {
      const { frame, offload } = state.queue[0];
      if (!this.#receive(frame, offload)) break;
      state.queue.shift();
      state.queuedBytes -= frame.length;
    }
    this.#pumping = false;
    this.#wake();
  }

  /** A limit allows more. */
  #turn(): void {
    const state = this.state();
    state.wakeAt = -1;
    this.#pump();
    if (state.held && nextTurn(state.in) <= this.clock.now()) {
      state.held = false;
      this.#nic?.resume();
    }
    this.#wake();
  }

  /** Sets the time at which a limit will allow more of what waits for it. */
  #wake(): void {
    const state = this.state();
    const times: number[] = [];
    if (state.held) times.push(nextTurn(state.in));
    if (this.#receiveLimits && state.queue.length > 0 && !state.blocked) times.push(nextTurn(state.out));
    const at = times.length > 0 ? Math.max(this.clock.now(), Math.ceil(Math.min(...times))) : -1;
    if (at === state.wakeAt) return;
    state.wakeAt = at;
    this.#deadline.at(at);
  }
}
