/** Virtio devices that a machine is given beside what its board has: disks, NICs and the like, in the board's virtio slots. */
import type { Clock, GuestBus, IrqLine } from '../aarch64/bus.js';
import type { BlockBackend } from '../devices/block.js';
import type { Network } from '../devices/net/network.js';
import { nextWord, seeded } from '../devices/random.js';
import type { Unmodelled } from '../devices/registers.js';
import { virtio9p, type Share9pOptions } from '../devices/virtio/9p.js';
import { virtioBalloon, type BalloonOptions } from '../devices/virtio/balloon.js';
import { virtioBlock, type BlockOptions } from '../devices/virtio/block.js';
import { virtioConsole } from '../devices/virtio/console.js';
import type { VirtioDevice, VirtioKind } from '../devices/virtio/device.js';
import { virtioEntropy } from '../devices/virtio/entropy.js';
import { createVirtioMmio, VIRTIO_MMIO_BYTES, type VirtioMmio } from '../devices/virtio/mmio.js';
import { virtioNet, type NetOptions } from '../devices/virtio/net.js';
import { PLATFORM } from '../hypervisor/platform.js';
import { BoardError, type Board } from './board.js';

/** One device, and what it is connected to. */
export type VirtioEntry =
  | ({ readonly kind: 'block' } & Omit<BlockOptions, 'clock'>)
  /** Without `mac` it is drawn from the machine's seed. */
  | ({ readonly kind: 'net'; readonly mac?: Uint8Array } & Omit<NetOptions, 'clock' | 'mac'>)
  /** A NIC of one of the machine's networks: indices in `Machine.networks` and in what that network was told of NICs. */
  | ({ readonly kind: 'nic' } & NicOf & Pick<NetOptions, 'pairs' | 'linkUp'>)
  | { readonly kind: 'entropy' }
  /** A serial port of the machine, behind those of the board. */
  | { readonly kind: 'console'; readonly cols?: number; readonly rows?: number }
  /** A guest's gives its pages back by itself; `inflated` and `deflated` hear of it. */
  | ({ readonly kind: 'balloon' } & Partial<Omit<BalloonOptions, 'clock'>>)
  /** A tree of the host's files. */
  | ({ readonly kind: '9p' } & Omit<Share9pOptions, 'clock'>);

/** A NIC by its indices: in `Machine.networks`, and in what that network was told of NICs. */
export interface NicOf {
  readonly network: number;
  readonly nic: number;
}

/** As all know it who are made: a NIC is plugged into its network. */
export type PluggedEntry = Exclude<VirtioEntry, { kind: 'nic' }>;

/** @throws BoardError where there is no such network, or it was not told of such a NIC */
export function nicOf({ network, nic }: NicOf, networks: readonly Network[]): Network['nics'][number] {
  const found = networks[network]?.nics[nic];
  if (!found) throw new BoardError(`network ${network}, NIC ${nic}: no such NIC, expected one that the network knows`);
  return found;
}

/** @throws BoardError as nicOf */
export function plugged(entry: VirtioEntry, networks: readonly Network[]): PluggedEntry {
  if (entry.kind !== 'nic') return entry;
  const nic = nicOf(entry, networks);
  return { kind: 'net', backend: nic.port, mac: nic.mac, pairs: entry.pairs, linkUp: entry.linkUp };
}

/** Where a device is. */
export interface VirtioPlace {
  /** As traces and reports call it. */
  readonly name: string;
  readonly irq: IrqLine;
  readonly memory: GuestBus;
  /** Another one for each device. */
  readonly seed: number;
}

interface Surroundings extends VirtioPlace {
  readonly clock: Clock;
  readonly transmit: (byte: number) => void;
  readonly onRoom: () => void;
  readonly unmodelled: Unmodelled;
}

/** A locally administered address, another one for each seed. */
function macOf(seed: number): Uint8Array {
  const word = nextWord(seeded(seed));
  return Uint8Array.of(0x52, 0x54, 0, word & 0xff, (word >> 8) & 0xff, (word >> 16) & 0xff);
}

function kindOf(entry: PluggedEntry, s: Surroundings): VirtioKind<VirtioDevice & { push?: Push }> {
  switch (entry.kind) {
    case 'block':
      return virtioBlock({ ...entry, clock: s.clock });
    case 'net':
      return virtioNet({ ...entry, clock: s.clock, mac: entry.mac ?? macOf(s.seed) });
    case 'entropy':
      return virtioEntropy({ seed: s.seed, clock: s.clock });
    case 'console':
      return virtioConsole({
        ...entry,
        clock: s.clock,
        onRoom: s.onRoom,
        transmit: (bytes) => bytes.forEach(s.transmit),
      });
    case 'balloon':
      return virtioBalloon({ inflated: () => undefined, deflated: () => undefined, ...entry, clock: s.clock });
    case '9p':
      return virtio9p({ ...entry, clock: s.clock });
  }
}
type Push = (byte: number) => boolean;

/** Makes a device. */
export const makeVirtio = (entry: PluggedEntry, s: Surroundings): VirtioMmio<VirtioDevice & { push?: Push }> =>
  createVirtioMmio({ ...s, device: kindOf(entry, s) });

/** As traces and reports call a slot's device. */
export const virtioName = (slot: number): string => `virtio${slot}`;

/**
 * Address, size and interrupt of a slot.
 * @throws BoardError where the board has not so many
 */
export function virtioSlot({ name, virtio }: Board, slot: number): { base: number; bytes: number; spi: number } {
  const slots = virtio?.slots ?? 0;
  if (!virtio || slot >= slots)
    throw new BoardError(`board ${name} has ${slots} virtio slots, expected more than ${slot}`);
  return { base: virtio.base + VIRTIO_MMIO_BYTES * slot, bytes: VIRTIO_MMIO_BYTES, spi: virtio.spi + slot };
}

/** The same of a slot of a guest's, which the device tree names, too. */
export function guestVirtioSlot(slot: number): { base: number; bytes: number; spi: number } {
  const { base, stride, count, spi } = PLATFORM.virtio;
  if (slot >= count) throw new BoardError(`a guest has ${count} virtio slots, expected more than ${slot}`);
  return { base: base + stride * slot, bytes: stride, spi: spi + slot };
}

/** What a snapshot needs to find again in a slot. */
export const virtioKind = (entry: PluggedEntry): string =>
  entry.kind === 'block'
    ? `block ${entry.backend.sectors}`
    : entry.kind === '9p'
      ? `9p ${entry.tag}${entry.readOnly === true ? ' read-only' : ''}`
      : entry.kind;

/** The disks among virtio devices, in their order. */
export const virtioDisks = (entries: readonly PluggedEntry[]): BlockBackend[] =>
  entries.flatMap((entry) => (entry.kind === 'block' ? [entry.backend] : []));
