/** Virtio slots with no device in them: software that looks into each finds DeviceID 0 (virtio 1.2, 4.2.2). */
import type { MmioDevice } from '../../aarch64/bus.js';
import { IDENTIFICATION, VIRTIO_MMIO_BYTES } from './mmio.js';

/** As many as its window has room for. */
export const emptyVirtioSlots: MmioDevice = {
  name: 'virtio',
  read: (offset) => IDENTIFICATION[offset % VIRTIO_MMIO_BYTES] ?? 0,
  write: () => undefined,
};
