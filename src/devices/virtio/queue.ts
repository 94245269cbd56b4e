/**
 * Split virtqueues, the device's side (virtio 1.2, 2.7). Everything in guest memory is the guest's to write, at any time: each word is
 * read once, checked, and then used. What the specification forbids a driver breaks the device, which then needs a reset.
 */
import type { GuestBus } from '../../aarch64/bus.js';

/** virtq_desc (2.7.5): 16 bytes. */
const DESC_BYTES = 16;
const DESC_F = { NEXT: 1, WRITE: 2, INDIRECT: 4 } as const;
/** virtq_avail and virtq_used: flags, idx, then the ring. */
const RING = { FLAGS: 0, IDX: 2, ENTRIES: 4 } as const;
const AVAIL_F_NO_INTERRUPT = 1;
const USED_BYTES = 8;
/** A chain may be so long (2.7.5.1). */
const MAX_CHAIN_BYTES = 2 ** 32;
/** An indirect table's may have more elements than the queue, as Linux's have where it makes a queue smaller than it could be. */
const MAX_INDIRECT = 1024;
/** 64-bit addresses from here on are no exact numbers, and lead nowhere. */
const MAX_HIGH = 0x1fffff;

/** What a queue remembers. Addresses are pairs of words, low first, as the driver writes them. */
export interface QueueState {
  size: number;
  ready: boolean;
  descriptors: number[];
  driver: number[];
  device: number[];
  /** Where in the available ring the device is; both run freely through 16 bits. */
  lastAvail: number;
  usedIdx: number;
  /** The used index when it was last decided whether to interrupt. */
  signalled: number;
}

export const newQueue = (size: number): QueueState => ({
  size,
  ready: false,
  descriptors: [0, 0],
  driver: [0, 0],
  device: [0, 0],
  lastAvail: 0,
  usedIdx: 0,
  signalled: 0,
});

/** A number from a pair of words; -1 for what is no address in this world. */
const address = ([low, high]: readonly number[]): number => (high > MAX_HIGH ? -1 : high * 2 ** 32 + low);

/** What a queue needs of its device. */
export interface QueueOwner {
  readonly memory: GuestBus;
  /** The negotiated features that concern rings. */
  readonly indirect: boolean;
  readonly eventIdx: boolean;
  /** The driver has broken the rules: the device stops, and needs a reset. */
  broken(why: string): void;
  /** A used buffer notification. */
  interrupt(): void;
}

/** The device's view of a buffer: its elements in guest memory, those that it may read before those that it may write. */
export class Chain {
  /** The first descriptor of each buffer that was put into this chain. */
  readonly heads: number[] = [];
  /** How many bytes the device may write to each of them. */
  readonly room: number[] = [];
  readableBytes = 0;
  writableBytes = 0;
  private readonly readable = new Elements();
  private readonly writable = new Elements();

  constructor(private readonly memory: GuestBus) {}

  clear(): void {
    this.heads.length = this.room.length = 0;
    this.readable.clear();
    this.writable.clear();
    this.readableBytes = this.writableBytes = 0;
  }

  /** How many elements it has. */
  get elements(): number {
    return this.readable.count + this.writable.count;
  }

  /** Adds an element. False: it must not come here, or makes the chain too long. */
  add(pa: number, length: number, write: boolean): boolean {
    if (!write && this.writableBytes + this.writable.count > 0) return false;
    if (this.readableBytes + this.writableBytes + length > MAX_CHAIN_BYTES) return false;
    (write ? this.writable : this.readable).add(pa, length);
    if (write) this.writableBytes += length;
    else this.readableBytes += length;
    return true;
  }

  /** Fills `into` from what the device may read, beginning `offset` bytes in. False: there is not so much, or no memory there. */
  read(offset: number, into: Uint8Array): boolean {
    return (
      offset + into.length <= this.readableBytes &&
      this.readable.visit(offset, into.length, (pa, from, to) => this.memory.read(pa, into.subarray(from, to)))
    );
  }

  /** Writes `bytes` to what the device may write, beginning `offset` bytes in. False: as above. */
  write(offset: number, bytes: Uint8Array): boolean {
    return (
      offset + bytes.length <= this.writableBytes &&
      this.writable.visit(offset, bytes.length, (pa, from, to) => this.memory.write(pa, bytes.subarray(from, to)))
    );
  }

  /** Visits the elements that the device may write, by address and length, without touching them. */
  eachWritable(visit: (pa: number, bytes: number) => void): void {
    this.writable.each(visit);
  }
}

/** Runs of guest memory, one behind the other. They are mostly gone through from the first to the last. */
class Elements {
  count = 0;
  private readonly pa: number[] = [];
  private readonly length: number[] = [];
  /** Where the last visit ended: an element, and the offset at which it begins. */
  private at = 0;
  private base = 0;

  clear(): void {
    this.count = this.at = this.base = 0;
  }
  add(pa: number, length: number): void {
    this.pa[this.count] = pa;
    this.length[this.count++] = length;
  }
  each(visit: (pa: number, bytes: number) => void): void {
    for (let i = 0; i < this.count; i++) visit(this.pa[i], this.length[i]);
  }
  /** The parts of `bytes` bytes from `offset` on, which are there; false as soon as `part` is. */
  visit(offset: number, bytes: number, part: (pa: number, from: number, to: number) => boolean): boolean {
    if (offset < this.base) this.at = this.base = 0;
    for (let done = 0; done < bytes;) {
      while (offset + done >= this.base + this.length[this.at]) this.base += this.length[this.at++];
      const inside = offset + done - this.base;
      const step = Math.min(bytes - done, this.length[this.at] - inside);
      if (this.pa[this.at] < 0 || !part(this.pa[this.at] + inside, done, done + step)) return false;
      done += step;
    }
    return true;
  }
}

const scratch = (bytes: number): { readonly bytes: Uint8Array; readonly view: DataView } => {
  const array = new Uint8Array(bytes);
  return { bytes: array, view: new DataView(array.buffer) };
};

export class Virtqueue {
  /** The buffer that was taken last. */
  readonly chain: Chain;
  private readonly half = scratch(2);
  private readonly element = scratch(USED_BYTES);
  private readonly descriptor = scratch(DESC_BYTES);

  /** @param stateOf gives the state, which a snapshot may replace */
  constructor(
    private readonly owner: QueueOwner,
    private readonly stateOf: () => QueueState,
  ) {
    this.chain = new Chain(owner.memory);
  }

  get ready(): boolean {
    return this.stateOf().ready;
  }
  get size(): number {
    return this.stateOf().size;
  }

  /** Why the driver can't have set the queue up like this (2.7), or undefined. */
  get misconfigured(): string | undefined {
    const { size, descriptors, driver, device } = this.stateOf();
    if (size === 0 || (size & (size - 1)) !== 0) return `a queue of ${size} entries`;
    if (descriptors[0] % 16 !== 0 || driver[0] % 2 !== 0 || device[0] % 4 !== 0) return 'a ring that is not aligned';
    return undefined;
  }

  private broken(why: string): false {
    this.owner.broken(why);
    return false;
  }

  /** Reads 16 bits of the driver's area; -1 where nothing is. */
  private driverWord(offset: number): number {
    const base = address(this.stateOf().driver);
    if (base < 0 || !this.owner.memory.read(base + offset, this.half.bytes)) {
      this.broken('its available ring is not in memory');
      return -1;
    }
    return this.half.view.getUint16(0, true);
  }
  /** Writes 16 bits of the device's area. */
  private deviceWord(offset: number, value: number): boolean {
    const base = address(this.stateOf().device);
    this.half.view.setUint16(0, value, true);
    if (base >= 0 && this.owner.memory.write(base + offset, this.half.bytes)) return true;
    return this.broken('its used ring is not in memory');
  }

  /** How many buffers the driver has made available, and the device has not taken. */
  available(): number {
    const state = this.stateOf();
    if (!state.ready) return 0;
    const idx = this.driverWord(RING.IDX);
    if (idx < 0) return 0;
    const count = (idx - state.lastAvail) & 0xffff;
    if (count <= state.size) return count;
    this.broken(`${count} buffers are available in a queue of ${state.size}`);
    return 0;
  }

  /**
   * Takes the next buffer into `chain`. To be called as often as `available` has said.
   * @param more keeps what is in the chain, and adds this buffer's elements
   * @returns false where the buffer is not a sound one: the device is broken then
   */
  take(more = false): boolean {
    const state = this.stateOf();
    const { chain } = this;
    if (!more) chain.clear();
    const head = this.driverWord(RING.ENTRIES + 2 * (state.lastAvail & (state.size - 1)));
    if (head < 0) return false;
    if (head >= state.size) return this.broken(`descriptor ${head} of ${state.size}`);
    const before = chain.writableBytes;
    if (!this.walk(head)) return false;
    chain.heads.push(head);
    chain.room.push(chain.writableBytes - before);
    state.lastAvail = (state.lastAvail + 1) & 0xffff;
    return true;
  }

  /** Gives back the buffers that were taken last and not used: they are available again. */
  giveBack(count: number): void {
    const state = this.stateOf();
    state.lastAvail = (state.lastAvail - count) & 0xffff;
  }

  /** Follows a chain of descriptors. There are at most as many as the queue is long, or MAX_INDIRECT, so that loops end. */
  private walk(head: number): boolean {
    const { size, descriptors } = this.stateOf();
    const { bytes, view } = this.descriptor;
    let table = address(descriptors);
    let entries = size;
    let indirect = false;
    for (let index = head, count = 0; ; count++) {
      if (count >= (indirect ? MAX_INDIRECT + size : size))
        return this.broken('a chain of descriptors that does not end');
      if (table < 0 || !this.owner.memory.read(table + DESC_BYTES * index, bytes))
        return this.broken('a descriptor is not in memory');
      const pa = address([view.getUint32(0, true), view.getUint32(4, true)]);
      const length = view.getUint32(8, true);
      const flags = view.getUint16(12, true);
      const next = view.getUint16(14, true);
      if ((flags & DESC_F.INDIRECT) !== 0) {
        if (indirect || !this.owner.indirect) return this.broken('an indirect descriptor where none may be');
        if ((flags & DESC_F.NEXT) !== 0) return this.broken('an indirect descriptor with a next one');
        if (length === 0 || length % DESC_BYTES !== 0) return this.broken(`an indirect table of ${length} bytes`);
        [indirect, table, entries, index] = [true, pa, length / DESC_BYTES, 0];
        continue;
      }
      if (!this.chain.add(pa, length, (flags & DESC_F.WRITE) !== 0))
        return this.broken('a chain of more than 4 GiB, or with elements in the wrong order');
      if ((flags & DESC_F.NEXT) === 0) return true;
      if (next >= entries) return this.broken(`descriptor ${next} of ${entries}`);
      index = next;
    }
  }

  /**
   * Gives a buffer to the driver as used (2.7.8).
   * @param written bytes that the device has surely written, from the beginning of the part that it may write
   */
  use(head: number, written: number): void {
    const state = this.stateOf();
    const base = address(state.device);
    this.element.view.setUint32(0, head, true);
    this.element.view.setUint32(4, written, true);
    const at = base + RING.ENTRIES + USED_BYTES * (state.usedIdx & (state.size - 1));
    if (base < 0 || !this.owner.memory.write(at, this.element.bytes)) {
      this.broken('its used ring is not in memory');
      return;
    }
    state.usedIdx = (state.usedIdx + 1) & 0xffff;
    this.deviceWord(RING.IDX, state.usedIdx);
  }

  /** Interrupts, if the driver wants to hear of what was used since it was last called (2.7.7). */
  signal(): void {
    const state = this.stateOf();
    if (!state.ready || state.usedIdx === state.signalled) return;
    const before = state.signalled;
    state.signalled = state.usedIdx;
    if (!this.owner.eventIdx) {
      const flags = this.driverWord(RING.FLAGS);
      if (flags >= 0 && (flags & AVAIL_F_NO_INTERRUPT) === 0) this.owner.interrupt();
      return;
    }
    const event = this.driverWord(RING.ENTRIES + 2 * state.size);
    // Whether the used index has passed the event's since then.
    if (event >= 0 && ((state.usedIdx - event - 1) & 0xffff) < ((state.usedIdx - before) & 0xffff))
      this.owner.interrupt();
  }

  /** The device wants to be told of the next buffer (2.7.10); without event index it always is. */
  await(): void {
    const state = this.stateOf();
    if (!state.ready || !this.owner.eventIdx) return;
    this.deviceWord(RING.ENTRIES + USED_BYTES * state.size, state.lastAvail);
  }
}
