/** Virtio over MMIO, register layout version 2 (virtio 1.2, 4.2), and what is common to all devices on it. */
import type { GuestBus, IrqLine, MmioDevice, Requester } from '../../aarch64/bus.js';
import { registerMap, type Register, type Unmodelled } from '../registers.js';
import type { Resettable } from '../reset.js';
import { FEATURE, type VirtioDevice, type VirtioKind, type VirtioPort } from './device.js';
import { newQueue, Virtqueue, type QueueState } from './queue.js';

/** The window: registers, then the configuration space. */
export const VIRTIO_MMIO_BYTES = 0x200;
const CONFIG = 0x100;
const MAGIC = 0x74726976;
const VERSION = 2;
/** 'pivi'. */
const VENDOR = 0x69766970;
/** What says that there is a transport, by offset. */
export const IDENTIFICATION: Readonly<Partial<Record<number, number>>> = {
  0x000: MAGIC,
  0x004: VERSION,
  0x00c: VENDOR,
};
/** Device status (2.1). */
export const STATUS = {
  ACKNOWLEDGE: 1,
  DRIVER: 2,
  DRIVER_OK: 4,
  FEATURES_OK: 8,
  DEVICE_NEEDS_RESET: 64,
  FAILED: 128,
} as const;
const DRIVERS_STATUS = STATUS.ACKNOWLEDGE | STATUS.DRIVER | STATUS.DRIVER_OK | STATUS.FEATURES_OK | STATUS.FAILED;
/** InterruptStatus. */
const INTERRUPT = { USED_BUFFER: 1, CONFIG_CHANGE: 2 } as const;
/** What every device offers. */
const COMMON = [FEATURE.INDIRECT_DESC, FEATURE.EVENT_IDX, FEATURE.VERSION_1, FEATURE.RING_RESET];

export interface VirtioMmioState {
  deviceFeaturesSel: number;
  driverFeaturesSel: number;
  /** Two words, bits 0 to 31 and 32 to 63. */
  driverFeatures: number[];
  queueSel: number;
  status: number;
  interruptStatus: number;
  configGeneration: number;
  queues: QueueState[];
  /** Why the device needs a reset; empty if it does not. */
  trouble: string;
}

export interface VirtioMmioOptions<D extends VirtioDevice> {
  /** As traces and reports call it, such as `virtio0`. */
  readonly name: string;
  readonly irq: IrqLine;
  /** Guest memory, as the addresses in the guest's rings mean it. */
  readonly memory: GuestBus;
  readonly device: VirtioKind<D>;
  readonly unmodelled?: Unmodelled | undefined;
}

export interface VirtioMmio<D extends VirtioDevice = VirtioDevice> extends MmioDevice, Resettable<VirtioMmioState> {
  readonly device: D;
  registerAt(offset: number): string | undefined;
  /** The transport and the device: what snapshots hold. */
  readonly parts: readonly Resettable[];
}

interface Transport {
  readonly state: VirtioMmioState;
  readonly device: VirtioDevice;
  readonly offered: readonly number[];
  /** The selected queue; undefined where the device has none of that index. */
  readonly queue: QueueState | undefined;
  setStatus(value: number): void;
  setReady(ready: boolean): void;
  resetQueue(index: number): void;
  notify(index: number): void;
  drive(): void;
}

/** Bits as 32-bit words. */
const wordsOf = (bits: readonly number[]): number[] => {
  const words = [0, 0];
  for (const bit of bits) words[bit >> 5] = (words[bit >> 5] | (1 << (bit & 31))) >>> 0;
  return words;
};

/** One word of an address of the selected queue: write-only, and not while the queue is in use. */
const half = (
  name: string,
  offset: number,
  area: 'descriptors' | 'driver' | 'device',
  word: 0 | 1,
): Register<Transport> => ({
  name,
  offset,
  write({ queue }, value) {
    if (queue && !queue.ready) queue[area][word] = value;
  },
});
/** There are no shared memory regions: each has the length and the base -1. */
const noRegion = (name: string, offset: number): Register<Transport> => ({ name, offset, read: () => -1 });

/** Table 4.1. */
export const VIRTIO_MMIO_REGISTERS: readonly Register<Transport>[] = [
  { name: 'MagicValue', offset: 0x000, read: () => MAGIC },
  { name: 'Version', offset: 0x004, read: () => VERSION },
  { name: 'DeviceID', offset: 0x008, read: ({ device }) => device.id },
  { name: 'VendorID', offset: 0x00c, read: () => VENDOR },
  { name: 'DeviceFeatures', offset: 0x010, read: ({ state, offered }) => offered[state.deviceFeaturesSel] ?? 0 },
  {
    name: 'DeviceFeaturesSel',
    offset: 0x014,
    write({ state }, value) {
      state.deviceFeaturesSel = value;
    },
  },
  {
    name: 'DriverFeatures',
    offset: 0x020,
    write({ state }, value) {
      // Features are agreed on once: the only way to negotiate again is to reset the device (2.2).
      if ((state.status & STATUS.FEATURES_OK) !== 0) return;
      if (state.driverFeaturesSel < 2) state.driverFeatures[state.driverFeaturesSel] = value;
    },
  },
  {
    name: 'DriverFeaturesSel',
    offset: 0x024,
    write({ state }, value) {
      state.driverFeaturesSel = value;
    },
  },
  {
    name: 'QueueSel',
    offset: 0x030,
    write({ state }, value) {
      state.queueSel = value;
    },
  },
  { name: 'QueueNumMax', offset: 0x034, read: ({ state, device }) => device.queues[state.queueSel] ?? 0 },
  {
    name: 'QueueNum',
    offset: 0x038,
    write({ queue }, value) {
      if (queue && !queue.ready) queue.size = value;
    },
  },
  {
    name: 'QueueReady',
    offset: 0x044,
    read: ({ queue }) => (queue?.ready === true ? 1 : 0),
    write: (transport, value) => transport.setReady((value & 1) !== 0),
  },
  { name: 'QueueNotify', offset: 0x050, write: (transport, value) => transport.notify(value) },
  { name: 'InterruptStatus', offset: 0x060, read: ({ state }) => state.interruptStatus },
  {
    name: 'InterruptACK',
    offset: 0x064,
    write(transport, value) {
      transport.state.interruptStatus &= ~value;
      transport.drive();
    },
  },
  {
    name: 'Status',
    offset: 0x070,
    read: ({ state }) => state.status,
    write: (transport, value) => transport.setStatus(value),
  },
  half('QueueDescLow', 0x080, 'descriptors', 0),
  half('QueueDescHigh', 0x084, 'descriptors', 1),
  half('QueueDriverLow', 0x090, 'driver', 0),
  half('QueueDriverHigh', 0x094, 'driver', 1),
  half('QueueDeviceLow', 0x0a0, 'device', 0),
  half('QueueDeviceHigh', 0x0a4, 'device', 1),
  { name: 'SHMSel', offset: 0x0ac, write: () => undefined },
  noRegion('SHMLenLow', 0x0b0),
  noRegion('SHMLenHigh', 0x0b4),
  noRegion('SHMBaseLow', 0x0b8),
  noRegion('SHMBaseHigh', 0x0bc),
  {
    name: 'QueueReset',
    offset: 0x0c0,
    // A queue's reset is over before the write is.
    read: () => 0,
    write: (transport, value) => void ((value & 1) !== 0 && transport.resetQueue(transport.state.queueSel)),
  },
  { name: 'ConfigGeneration', offset: 0x0fc, read: ({ state }) => state.configGeneration },
];

/** A device on its transport: window VIRTIO_MMIO_BYTES. */
export function createVirtioMmio<D extends VirtioDevice>(options: VirtioMmioOptions<D>): VirtioMmio<D> {
  const { name, irq, memory, unmodelled } = options;
  const state: VirtioMmioState = {
    deviceFeaturesSel: 0,
    driverFeaturesSel: 0,
    driverFeatures: [0, 0],
    queueSel: 0,
    status: 0,
    interruptStatus: 0,
    configGeneration: 0,
    queues: [],
    trouble: '',
  };
  const has = (bit: number): boolean => ((state.driverFeatures[bit >> 5] >>> (bit & 31)) & 1) !== 0;
  const drive = (): void => irq.set(state.interruptStatus !== 0);
  const interrupt = (event: number): void => {
    state.interruptStatus |= event;
    drive();
  };
  const broken = (why: string): void => {
    if ((state.status & STATUS.DEVICE_NEEDS_RESET) !== 0) return;
    state.status |= STATUS.DEVICE_NEEDS_RESET;
    state.trouble = why;
    if ((state.status & STATUS.DRIVER_OK) !== 0) interrupt(INTERRUPT.CONFIG_CHANGE);
  };
  const owner = {
    memory,
    get indirect() {
      return has(FEATURE.INDIRECT_DESC);
    },
    get eventIdx() {
      return has(FEATURE.EVENT_IDX);
    },
    broken,
    interrupt: () => interrupt(INTERRUPT.USED_BUFFER),
  };

  const queues: Virtqueue[] = [];
  const running = (): boolean =>
    (state.status & (STATUS.DRIVER_OK | STATUS.FEATURES_OK | STATUS.DEVICE_NEEDS_RESET | STATUS.FAILED)) ===
    (STATUS.DRIVER_OK | STATUS.FEATURES_OK);
  const port: VirtioPort = {
    queues,
    memory,
    has,
    get running() {
      return running();
    },
    configChanged() {
      state.configGeneration = (state.configGeneration + 1) >>> 0;
      if ((state.status & STATUS.DRIVER_OK) !== 0) interrupt(INTERRUPT.CONFIG_CHANGE);
    },
    broken,
  };
  const device = options.device(port);
  device.queues.forEach((size, i) => {
    state.queues.push(newQueue(size));
    queues.push(new Virtqueue(owner, () => state.queues[i]));
  });
  const offered = wordsOf([...COMMON, ...device.features]);

  /** Whether the device can work with what the driver has chosen (2.2.1, 3.1.1). */
  const agreed = (): boolean =>
    state.driverFeatures.every((word, i) => (word & ~offered[i]) === 0) &&
    has(FEATURE.VERSION_1) &&
    (device.requires ?? []).every(([feature, anyOf]) => !has(feature) || anyOf.some(has));

  const resetAll = (): void => {
    Object.assign(state, {
      ...{ deviceFeaturesSel: 0, driverFeaturesSel: 0, driverFeatures: [0, 0], queueSel: 0 },
      ...{ status: 0, interruptStatus: 0, trouble: '' },
      queues: device.queues.map(newQueue),
    });
    device.reset();
    drive();
  };
  const transport: Transport = {
    state,
    device,
    offered,
    get queue(): QueueState | undefined {
      return state.queues[state.queueSel];
    },
    setStatus(value) {
      if (value === 0) return resetAll();
      let set = value & DRIVERS_STATUS;
      if ((set & ~state.status & STATUS.FEATURES_OK) !== 0 && !agreed()) set &= ~STATUS.FEATURES_OK;
      // A driver never clears bits.
      state.status |= set;
    },
    setReady(ready) {
      const { queue } = transport;
      if (!queue || queue.ready === ready) return;
      if (!ready) {
        queue.ready = false;
        device.reset(state.queueSel);
        return;
      }
      const why =
        queue.size > device.queues[state.queueSel]
          ? `a queue of ${queue.size} entries`
          : queues[state.queueSel].misconfigured;
      if (why !== undefined) return broken(why);
      Object.assign(queue, { ready: true, lastAvail: 0, usedIdx: 0, signalled: 0 });
    },
    resetQueue(index) {
      if (!has(FEATURE.RING_RESET) || index >= queues.length) return;
      state.queues[index] = newQueue(device.queues[index]);
      device.reset(index);
    },
    notify(index) {
      if (running() && index < queues.length && queues[index].ready) device.notified(index);
    },
    drive,
  };

  const registers = registerMap(name, VIRTIO_MMIO_REGISTERS, CONFIG, transport, unmodelled);
  const space = new DataView(new ArrayBuffer(device.configBytes + 4));
  /**
   * A queue's elements may lie on the registers of its own device, which must not be told what to do while it does something: what
   * comes from a master of the bus is not heard.
   */
  const heard = (by: Requester): boolean => by.cpu >= 0;
  const mmio = {
    name,
    state,
    device,
    registerAt: (offset: number) => (offset < CONFIG ? registers.registerAt(offset) : 'Config'),
    read(offset: number, size: 1 | 2 | 4, by: Requester) {
      if (!heard(by)) return 0;
      if (offset < CONFIG) return registers.read(offset, size, by);
      const at = offset - CONFIG;
      if (at + size > device.configBytes) return 0;
      device.config(space);
      return size === 1 ? space.getUint8(at) : size === 2 ? space.getUint16(at, true) : space.getUint32(at, true);
    },
    write(offset: number, size: 1 | 2 | 4, value: number, by: Requester) {
      if (!heard(by)) return;
      if (offset < CONFIG) registers.write(offset, size, value, by);
      else if (offset - CONFIG + size <= device.configBytes) device.writeConfig?.(offset - CONFIG, size, value);
    },
    restored: drive,
  };
  return { ...mmio, parts: [mmio, device] };
}
