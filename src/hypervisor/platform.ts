/**
 * What a guest sees: the memory map and interrupts of QEMU's `virt` machine with GICv2 (hw/arm/virt.c), so that kernels and firmware
 * made for it run as they are.
 */

export const PLATFORM = {
  /** Each bank, one behind the other. */
  flash: { base: 0x00000000, bytes: 0x04000000, banks: 2 },
  gicd: { base: 0x08000000, bytes: 0x10000 },
  gicc: { base: 0x08010000, bytes: 0x2000 },
  /** The CPU interface's second page. */
  gicDir: { base: 0x08011000, bytes: 0x1000 },
  uart: { base: 0x09000000, bytes: 0x1000, spi: 1 },
  rtc: { base: 0x09010000, bytes: 0x1000, spi: 2 },
  fwCfg: { base: 0x09020000, bytes: 0x18 },
  gpio: { base: 0x09030000, bytes: 0x1000, spi: 7, powerKey: 3 },
  virtio: { base: 0x0a000000, stride: 0x200, count: 32, spi: 16 },
  ram: 0x40000000,
} as const;

/** INTIDs of a guest: SPIs 0 to 255. */
export const INTERRUPTS = 288;

/** A virtual CPU's affinity in MPIDR_EL1: clusters of eight, as QEMU makes them for GICv2. */
export const affinityOf = (vcpu: number): number => ((vcpu >> 3) << 8) | (vcpu & 7);
/** The most virtual CPUs of a guest: what GICv2 can name. */
export const MAX_VCPUS = 8;
/** The most guests: each has a VMID of its own, of 8 bits, and 0 is none's. */
export const MAX_GUESTS = 255;
