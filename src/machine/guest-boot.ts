/**
 * What a guest of our hypervisor boots: its device tree, after that of QEMU's `virt` machine, and what goes where in its RAM (Linux
 * Documentation/arch/arm64/booting.rst).
 */
import type { GuestImage, GuestOptions } from '../hypervisor/guest.js';
import { affinityOf, PLATFORM } from '../hypervisor/platform.js';
import { writeFdt, type Fdt } from './fdt.js';
import { cellsOf } from './firmware/cells.js';
import { imageHeader } from './firmware/linux-image.js';
import type { FirmwareBank } from './guest-flash.js';
import { guestFwCfg } from './guest-fw-cfg.js';
import { fixedClock, GIC } from './firmware/nodes.js';
import { buildTree, cells, ref, type NodeSource } from './firmware/tree-source.js';
import { ImageError } from './image.js';
import { guestVirtioSlot } from './virtio.js';
import { isElf, readElf } from '../aarch64/elf.js';

/** What a guest is given to boot. */
export interface GuestSoftware {
  /** Runs first, from flash; the others are its to find, in fw_cfg. */
  readonly firmware?: FirmwareBank | undefined;
  /** An arm64 Image, an ELF executable for its addresses, or a raw image, which goes to the beginning of RAM. */
  readonly kernel?: Uint8Array | undefined;
  readonly initrd?: Uint8Array | undefined;
  readonly append?: string | undefined;
  /** Virtio devices, in the first slots. */
  readonly virtio?: number | undefined;
  /** 64 bytes for the kernel's random numbers. */
  readonly rngSeed: Uint8Array;
}

/** Linux's number of the power key, and a GPIO binding's flag. */
const KEY_POWER = 116;
const GPIO_ACTIVE_HIGH = 0;

const MB2 = 0x200000;
const RTC_CLOCK = 'apb-pclk';
const reg = (base: number, bytes: number): number[] => [...cellsOf(base, 2), ...cellsOf(bytes, 2)];
const at = (name: string, { base }: { readonly base: number }): string => `${name}@${base.toString(16)}`;

/** An Arm PrimeCell with one interrupt. */
const primeCell = (
  name: string,
  compatible: readonly string[],
  place: { readonly base: number; readonly bytes: number; readonly spi: number },
  clocks: number,
  names: readonly string[],
): NodeSource => ({
  name: at(name, place),
  label: name,
  properties: {
    compatible,
    reg: cells(...reg(place.base, place.bytes)),
    interrupts: cells(GIC.SPI, place.spi, GIC.LEVEL_HIGH),
    clocks: cells(...Array.from({ length: clocks }, () => ref(RTC_CLOCK))),
    'clock-names': names,
  },
});

/** Linux's binding virtio/mmio.yaml. */
const virtioNode = (place: { readonly base: number; readonly bytes: number; readonly spi: number }): NodeSource => ({
  name: at('virtio_mmio', place),
  properties: {
    compatible: 'virtio,mmio',
    reg: cells(...reg(place.base, place.bytes)),
    interrupts: cells(GIC.SPI, place.spi, GIC.LEVEL_HIGH),
    'dma-coherent': true,
  },
});

/** Both banks, as Linux's binding mtd/mtd-physmap.yaml has them. */
const flashNode = ({ base, bytes, banks }: typeof PLATFORM.flash): NodeSource => ({
  name: at('flash', { base }),
  properties: {
    compatible: 'cfi-flash',
    reg: cells(...Array.from({ length: banks }, (_, i) => reg(base + i * bytes, bytes)).flat()),
    'bank-width': cells(4),
  },
});

/** The guest's device tree. */
export function guestTree(
  { memory, vcpus, name, flash }: GuestOptions,
  { append, rngSeed, virtio = 0 }: GuestSoftware,
  initrd?: { readonly start: number; readonly end: number },
): Fdt {
  const mask = ((1 << vcpus) - 1) << 8;
  const gpio = primeCell('pl061', ['arm,pl061', 'arm,primecell'], PLATFORM.gpio, 1, ['apb_pclk']);
  const root = buildTree({
    name: '',
    properties: {
      compatible: 'linux,dummy-virt',
      model: `pivisor guest ${name}`,
      '#address-cells': cells(2),
      '#size-cells': cells(2),
      'interrupt-parent': cells(ref('gic')),
    },
    children: [
      {
        name: 'chosen',
        properties: {
          'stdout-path': { pathOf: 'pl011' },
          bootargs: append,
          ...(initrd && {
            'linux,initrd-start': cells(...cellsOf(initrd.start, 2)),
            'linux,initrd-end': cells(...cellsOf(initrd.end, 2)),
          }),
        },
      },
      {
        name: at('memory', { base: PLATFORM.ram }),
        properties: { device_type: 'memory', reg: cells(...reg(PLATFORM.ram, memory)) },
      },
      {
        name: 'cpus',
        properties: { '#address-cells': cells(1), '#size-cells': cells(0) },
        children: Array.from({ length: vcpus }, (_, i) => ({
          name: `cpu@${affinityOf(i).toString(16)}`,
          properties: {
            device_type: 'cpu',
            compatible: 'arm,cortex-a72',
            reg: cells(affinityOf(i)),
            'enable-method': 'psci',
          },
        })),
      },
      {
        name: 'psci',
        properties: { compatible: ['arm,psci-1.0', 'arm,psci-0.2'], method: 'hvc' },
      },
      {
        name: at('intc', PLATFORM.gicd),
        label: 'gic',
        properties: {
          compatible: 'arm,cortex-a15-gic',
          'interrupt-controller': true,
          '#interrupt-cells': cells(3),
          reg: cells(...reg(PLATFORM.gicd.base, PLATFORM.gicd.bytes), ...reg(PLATFORM.gicc.base, PLATFORM.gicc.bytes)),
        },
      },
      {
        name: 'timer',
        properties: {
          compatible: 'arm,armv8-timer',
          'always-on': true,
          interrupts: cells(...[13, 14, 11, 10].flatMap((n) => [GIC.PPI, n, mask | GIC.LEVEL_HIGH])),
        },
      },
      fixedClock(RTC_CLOCK, RTC_CLOCK, 24_000_000, RTC_CLOCK),
      primeCell('pl011', ['arm,pl011', 'arm,primecell'], PLATFORM.uart, 2, ['uartclk', 'apb_pclk']),
      primeCell('pl031', ['arm,pl031', 'arm,primecell'], PLATFORM.rtc, 1, ['apb_pclk']),
      {
        ...gpio,
        properties: { ...gpio.properties, 'gpio-controller': true, '#gpio-cells': cells(2) },
      },
      {
        name: 'gpio-keys',
        properties: { compatible: 'gpio-keys' },
        children: [
          {
            name: 'poweroff',
            properties: {
              label: 'GPIO Key Poweroff',
              'linux,code': cells(KEY_POWER),
              gpios: cells(ref('pl061'), PLATFORM.gpio.powerKey, GPIO_ACTIVE_HIGH),
            },
          },
        ],
      },
      {
        name: at('fw-cfg', PLATFORM.fwCfg),
        properties: {
          compatible: 'qemu,fw-cfg-mmio',
          reg: cells(...reg(PLATFORM.fwCfg.base, PLATFORM.fwCfg.bytes)),
          'dma-coherent': true,
        },
      },
      ...(flash ? [flashNode(PLATFORM.flash)] : []),
      ...Array.from({ length: virtio }, (_, slot) => virtioNode(guestVirtioSlot(slot))),
    ],
  });
  root.child('chosen')?.properties.set('rng-seed', rngSeed);
  return { root, reservations: [], bootCpu: 0 };
}

/**
 * Places a guest's software in its RAM.
 * @throws ImageError where it does not fit
 */
export function guestImage(options: GuestOptions, software: GuestSoftware): GuestImage {
  const { firmware, kernel, initrd } = software;
  if (firmware) {
    // Where QEMU puts it for firmware: at the beginning of RAM.
    const tree = writeFdt(guestTree(options, software));
    return {
      segments: [{ address: PLATFORM.ram, bytes: tree }],
      entry: PLATFORM.flash.base,
      x0: PLATFORM.ram,
      flash: [firmware.image],
      fwCfg: guestFwCfg(options, software),
    };
  }
  if (!kernel) throw new ImageError('nothing to boot, expected a kernel or firmware');
  const fwCfg = guestFwCfg(options, {});
  const end = PLATFORM.ram + options.memory;
  const header = imageHeader(kernel);
  if (!header && isElf(kernel)) {
    const elf = readElf(kernel);
    const segments = elf.segments.map((s) => ({ address: Number(s.physicalAddress), bytes: s.data }));
    for (const { address, bytes } of segments) {
      if (address < PLATFORM.ram || address + bytes.length > end)
        throw new ImageError(
          `a segment at 0x${address.toString(16)}, expected addresses from 0x${PLATFORM.ram.toString(16)} to 0x${(end - 1).toString(16)}`,
        );
    }
    return { segments, entry: Number(elf.entry), x0: 0, fwCfg };
  }
  const entry = PLATFORM.ram + (header?.textOffset ?? 0);
  // The tree is at the top, the RAM disk below it: far from where kernels unpack themselves to.
  const dtb = Math.floor((end - MB2) / MB2) * MB2;
  const start = Math.floor((dtb - (initrd?.length ?? 0)) / 4096) * 4096;
  const bytes = Math.max(header?.imageSize ?? 0, kernel.length);
  if (entry + bytes > start) {
    const mib = Math.ceil((bytes + (initrd?.length ?? 0) + MB2) / 2 ** 20);
    throw new ImageError(`kernel, RAM disk and device tree take ${mib} MiB, expected memory for them`);
  }
  const place = initrd && { start, end: start + initrd.length };
  const tree = writeFdt(guestTree(options, software, place));
  return {
    segments: [
      { address: entry, bytes: kernel },
      ...(initrd ? [{ address: start, bytes: initrd }] : []),
      { address: dtb, bytes: tree },
    ],
    entry,
    x0: dtb,
    fwCfg,
  };
}
