/** A small virtio driver in the place of a guest: it finds its device, agrees on features, and works on rings in memory. */
import type { VirtioDevice } from '../../../src/devices/virtio/device.js';
import { createVirtioMmio, VIRTIO_MMIO_REGISTERS, type VirtioMmio } from '../../../src/devices/virtio/mmio.js';
import type { VirtioKind } from '../../../src/devices/virtio/device.js';
import { byName, manualClock, probe, ram, type ManualClock, type Probe, type Ram } from '../rig.js';

export const RAM_BASE = 0x40000000;
export const RAM_BYTES = 0x200000;
/** A buffer's element: what the device reads, or room for what it writes. */
export type Element = Uint8Array | number;
const VERSION_1 = 32;
const [NEXT, WRITE, INDIRECT] = [1, 2, 4];
const [ACKNOWLEDGE, DRIVER, DRIVER_OK, FEATURES_OK] = [1, 2, 4, 8];

export interface Setup {
  /** Feature bits beside VERSION_1. */
  readonly features?: readonly number[];
  readonly size?: number;
}

/** One buffer that was given to the device. */
export interface Sent {
  readonly head: number;
  /** Where its elements lie. */
  readonly at: readonly number[];
}

export class Queue {
  readonly desc: number;
  readonly avail: number;
  readonly used: number;
  private free: number[];
  private availIdx = 0;
  private usedSeen = 0;
  private readonly chains = new Map<number, number[]>();

  constructor(
    readonly rig: Rig<VirtioDevice>,
    readonly index: number,
    readonly size: number,
  ) {
    this.desc = rig.allocate(16 * size, 16);
    this.avail = rig.allocate(6 + 2 * size, 2);
    this.used = rig.allocate(6 + 8 * size, 4);
    this.free = Array.from({ length: size }, (_, i) => i);
    const { regs } = rig;
    regs.write('QueueSel', index);
    regs.write('QueueNum', size);
    regs.write('QueueDescLow', this.desc);
    regs.write('QueueDescHigh', 0);
    regs.write('QueueDriverLow', this.avail);
    regs.write('QueueDriverHigh', 0);
    regs.write('QueueDeviceLow', this.used);
    regs.write('QueueDeviceHigh', 0);
    regs.write('QueueReady', 1);
  }

  /** Writes one descriptor. */
  descriptor(table: number, i: number, pa: number, length: number, flags: number, next: number): void {
    const { memory } = this.rig;
    memory.setWords(table + 16 * i, [pa >>> 0, Math.floor(pa / 2 ** 32), length, flags | (next << 16)]);
  }

  /** Makes a buffer available: of elements that are placed in memory, as a chain or by an indirect table. */
  add(elements: readonly Element[], { indirect = false, direct = 0 } = {}): Sent {
    const { rig } = this;
    const at = elements.map((e) => rig.place(e));
    const length = (e: Element): number => (typeof e === 'number' ? e : e.length);
    const flags = (e: Element): number => (typeof e === 'number' ? WRITE : 0);
    // The first `direct` elements in the ring's own table, the others in an indirect one.
    const chained = indirect ? direct : elements.length;
    const slots = this.free.splice(0, chained + (indirect ? 1 : 0));
    elements.slice(0, chained).forEach((e, i) => {
      const last = i === slots.length - 1;
      this.descriptor(this.desc, slots[i], at[i], length(e), flags(e) | (last ? 0 : NEXT), last ? 0 : slots[i + 1]);
    });
    if (indirect) {
      const rest = elements.slice(chained);
      const table = rig.allocate(16 * rest.length, 16);
      rest.forEach((e, i) => {
        const last = i === rest.length - 1;
        this.descriptor(table, i, at[chained + i], length(e), flags(e) | (last ? 0 : NEXT), last ? 0 : i + 1);
      });
      // WRITE means nothing beside INDIRECT.
      this.descriptor(this.desc, slots[chained], table, 16 * rest.length, INDIRECT | WRITE, 0);
    }
    this.chains.set(slots[0], slots);
    this.offer(slots[0]);
    return { head: slots[0], at };
  }
  /** Puts a head into the available ring. */
  offer(head: number): void {
    const { memory } = this.rig;
    setHalf(memory, this.avail + 4 + 2 * (this.availIdx % this.size), head);
    this.availIdx = (this.availIdx + 1) & 0xffff;
    setHalf(memory, this.avail + 2, this.availIdx);
  }
  notify(): void {
    this.rig.regs.write('QueueNotify', this.index);
  }

  /** What the device has used since it was asked last: heads and lengths. */
  done(): { readonly head: number; readonly length: number }[] {
    const { memory } = this.rig;
    const found = [];
    for (const idx = half(memory, this.used + 2); this.usedSeen !== idx; this.usedSeen = (this.usedSeen + 1) & 0xffff) {
      const at = this.used + 4 + 8 * (this.usedSeen % this.size);
      const head = memory.word(at);
      this.free.push(...(this.chains.get(head) ?? []));
      this.chains.delete(head);
      found.push({ head, length: memory.word(at + 4) });
    }
    return found;
  }
  /** EVENT_IDX: at which used index to interrupt, and at which available index the device wants to hear. */
  set usedEvent(idx: number) {
    setHalf(this.rig.memory, this.avail + 4 + 2 * this.size, idx);
  }
  get availEvent(): number {
    return half(this.rig.memory, this.used + 4 + 8 * this.size);
  }
  /** VIRTQ_AVAIL_F_NO_INTERRUPT. */
  set quiet(on: boolean) {
    setHalf(this.rig.memory, this.avail, on ? 1 : 0);
  }
}

export const half = (memory: Ram, pa: number): number => (memory.word(pa & ~3) >>> (8 * (pa & 2))) & 0xffff;
export function setHalf(memory: Ram, pa: number, value: number): void {
  const shift = 8 * (pa & 2);
  memory.setWord(pa & ~3, (memory.word(pa & ~3) & ~(0xffff << shift)) | ((value & 0xffff) << shift));
}

export interface Rig<D extends VirtioDevice> {
  readonly clock: ManualClock;
  readonly irq: Probe;
  readonly memory: Ram;
  readonly mmio: VirtioMmio<D>;
  readonly device: D;
  readonly regs: ReturnType<typeof byName>;
  /** Reads of the configuration space. */
  config(offset: number, size: 1 | 2 | 4): number;
  /** Memory that nobody else has. */
  allocate(bytes: number, alignment?: number): number;
  /** Puts an element into memory: bytes, or room for so many, filled with 0xcc. */
  place(element: Element): number;
  bytes(pa: number, length: number): Uint8Array;
  /** Initializes the device with these features. @returns its queues */
  start(setup?: Setup): Queue[];
  /** InterruptStatus, acknowledged. */
  interrupts(): number;
  status(): number;
}

export const BY_CORE = { cpu: 0, secure: false };

export function rig<D extends VirtioDevice>(
  make: (clock: ManualClock) => VirtioKind<D>,
  memory: Ram = ram(RAM_BYTES, RAM_BASE),
): Rig<D> {
  const clock = manualClock();
  const irq = probe();
  const mmio = createVirtioMmio({ name: 'virtio0', irq, memory, device: make(clock) });
  const regs = byName(mmio, VIRTIO_MMIO_REGISTERS);
  let top = RAM_BASE + 0x1000;
  const own: Rig<D> = {
    clock,
    irq,
    memory,
    mmio,
    device: mmio.device,
    regs,
    config: (offset, size) => mmio.read(0x100 + offset, size, BY_CORE),
    allocate(bytes, alignment = 4) {
      const at = Math.ceil(top / alignment) * alignment;
      top = at + bytes;
      if (top > RAM_BASE + RAM_BYTES) throw new Error('out of memory');
      return at;
    },
    place(element) {
      const bytes = typeof element === 'number' ? new Uint8Array(element).fill(0xcc) : element;
      const at = own.allocate(bytes.length, 1);
      memory.write(at, bytes);
      return at;
    },
    bytes(pa, length) {
      const out = new Uint8Array(length);
      memory.read(pa, out);
      return out;
    },
    start({ features = [], size = 16 } = {}) {
      regs.write('Status', 0);
      regs.write('Status', ACKNOWLEDGE | DRIVER);
      const words = [0, 0];
      for (const bit of [VERSION_1, ...features]) words[bit >> 5] = (words[bit >> 5] | (1 << (bit & 31))) >>> 0;
      words.forEach((word, i) => {
        regs.write('DriverFeaturesSel', i);
        regs.write('DriverFeatures', word);
      });
      regs.write('Status', ACKNOWLEDGE | DRIVER | FEATURES_OK);
      if ((regs.read('Status') & FEATURES_OK) === 0) throw new Error('the device has refused the features');
      const queues = mmio.device.queues.map((_, i) => new Queue(own as unknown as Rig<VirtioDevice>, i, size));
      regs.write('Status', ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK);
      return queues;
    },
    interrupts() {
      const status = regs.read('InterruptStatus');
      regs.write('InterruptACK', status);
      return status;
    },
    status: () => regs.read('Status'),
  };
  return own;
}

/** Little-endian fields, one behind the other: [bytes, value]. */
export function packed(...fields: readonly (readonly [1 | 2 | 4 | 8, number])[]): Uint8Array {
  const out: number[] = [];
  for (const [size, value] of fields) for (let i = 0; i < size; i++) out.push(Math.floor(value / 2 ** (8 * i)) % 256);
  return Uint8Array.from(out);
}

/** Whether two runs of bytes are equal: `toEqual` takes long over megabytes. */
export const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
