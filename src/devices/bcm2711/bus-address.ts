/**
 * Bus addresses of the VideoCore's side (BCM2711 ARM Peripherals, 1.2): what DMA control blocks and mailbox messages hold.
 *
 * 0x7c000000 to 0x7f7fffff are the peripherals, 0xfc000000 to 0xff7fffff in the ARM's "low peripheral" view. Everything else is
 * the first gigabyte of RAM, four times over: the two top bits choose how the VideoCore's L2 cache is used and nothing that the ARM
 * could see. So a device on this bus reaches 30 bits of RAM and no more.
 */

/** The physical address that the ARM uses for a 32-bit bus address. */
export const busToPhysical = (bus: number): number => {
  const address = bus >>> 0;
  if (address >= 0x7c000000 && address < 0x7f800000) return address + 0x80000000;
  return address % 0x40000000;
};

/** The bus address (alias 0xc0000000, uncached) of RAM below 1 GiB. */
export const physicalToBus = (pa: number): number => 0xc0000000 + (pa % 0x40000000);
