/** What boards run before Linux: U-Boot, TF-A, and the two in a chain. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assemble } from '../../src/aarch64/assembler/index.js';
import type { Step } from '../../src/testing/schema.js';
import { guest, guests } from '../support/guests.js';
import { sourceOf } from '../support/run.js';
import { boot, commandLine, LINUX, STOCK_TREE } from './boot.js';
import { bootCard, haveMtools } from './cards.js';
import { command, PROMPT, read } from './u-boot.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-boot-'));
afterAll(() => rmSync(folder, { recursive: true }));
const card = join(folder, 'card.img');
const sample = join(folder, 'booti.img');

/** Loads Linux from the card and starts it. */
const booti = (tree: string, append: string): Step[] => [
  ...read('kernel_addr_r', 'Image'),
  ...read('ramdisk_addr_r', 'initrd.gz'),
  ...command(`setenv bootargs "${append}"`, /\n/),
  ...command(`booti \${kernel_addr_r} \${ramdisk_addr_r}:\${filesize} \${${tree}}`, /Starting kernel \.\.\./),
];
const TROUBLE = /Oops|WARNING: CPU|BUG:|Call trace|stall|lockup|Unhandled|Unable to handle/i;

const needed = ['Image', 'initrd.cpio.gz', 'u-boot.bin', 'u-boot-rpi_arm64.bin', 'bl31.bin'];
const trees = ['4-b', '400', 'cm4-io'].map((name) => `bcm2711-rpi-${name}.dtb`);

describe.skipIf(!guests(...needed, ...trees) || !haveMtools())('firmware', () => {
  const FILES = {
    Image: LINUX.kernel,
    'initrd.gz': LINUX.initrd,
    'bcm2711-rpi-4-b.dtb': STOCK_TREE,
    'booti.img': sample,
  };
  /** What U-Boot's ls says of a folder with these files. */
  const listing = (...names: readonly (keyof typeof FILES)[]): RegExp =>
    new RegExp(
      names.map((name) => `${statSync(FILES[name]).size} +${name.replaceAll('.', '\\.')}\\s+`).join('') +
        `${names.length} file\\(s\\), 0 dir\\(s\\)`,
    );
  beforeAll(() => {
    writeFileSync(sample, assemble(sourceOf('firmware-samples/booti.s'), { file: 'booti.s', base: 0x80000 }).raw());
    bootCard(card, { copies: FILES });
  });
  const uBoot = { kernel: guest('u-boot.bin'), dtb: STOCK_TREE, sd: card, sdSnapshot: true };

  test('U-Boot sees the card, and boots Linux with the tree on it', async () => {
    await boot({
      ...uBoot,
      steps: [
        ...PROMPT,
        ...command('mmc list', /mmc@7e340000: 0 \(SD\)/),
        ...command('mmc info', /High Capacity: Yes\s+Capacity: 96 MiB/),
        ...command('ls mmc 0:1', listing('Image', 'initrd.gz', 'bcm2711-rpi-4-b.dtb', 'booti.img')),
        ...read('fdt_addr_r', 'bcm2711-rpi-4-b.dtb'),
        ...booti('fdt_addr_r', commandLine('console=ttyS1,115200 pivisor.modules=bcm2835_wdt pivisor.poweroff')),
        { expect: /Brought up 1 node, 4 CPUs/ },
        { expect: /All CPU\(s\) started at EL2/ },
        { expect: /^INIT-REACHED/m },
      ],
      ends: 'power-off',
      reject: [TROUBLE],
    });
  });

  test.each([
    ["U-Boot, from the board's stub,", 'u-boot.bin', undefined],
    ['U-Boot, from TF-A,', 'u-boot.bin', guest('bl31.bin')],
    ['the U-Boot for all 64-bit Pis', 'u-boot-rpi_arm64.bin', undefined],
  ])('%s starts an Image of our own at EL2, which goes down to EL1', async (_name, kernel, firmware) => {
    const { console } = await boot({
      ...uBoot,
      kernel: guest(kernel),
      firmware,
      steps: [
        ...PROMPT,
        ...read('kernel_addr_r', 'booti.img'),
        ...command('booti ${kernel_addr_r} - ${fdt_addr}', /Starting kernel \.\.\./),
      ],
      ends: 'power-off',
    });
    expect(console.includes('NOTICE:  BL31')).toBe(firmware !== undefined);
    // It may lie anywhere, but for 0x80000, which is no multiple of 2 MB.
    expect(console).toContain('Moving Image from 0x80000 to 0x200000');
    const tree = /Using Device Tree in place at ([0-9a-f]{16}), end ([0-9a-f]{16})\n/.exec(console);
    const [start, end] = (tree ?? []).slice(1).map((text) => parseInt(text, 16));
    const [, said] = console.split('Starting kernel ...\n\n');
    const lines = /^EL2: entered with a device tree of 0x([0-9a-f]{8}) bytes at 0x([0-9a-f]{8})\n([^]*)$/.exec(said);
    const [size, at] = (lines ?? []).slice(1, 3).map((text) => parseInt(text, 16));
    expect(at).toBe(start);
    // Its text is more than half of the stock tree; U-Boot cuts off what it did not need.
    expect(size).toBeGreaterThan(statSync(STOCK_TREE).size / 2);
    expect(size).toBeLessThanOrEqual(end - start + 1);
    // All further lines are as in the file of those that the sample prints without a tree.
    const [, ...rest] = sourceOf('firmware-samples/booti.expected').split('\n');
    expect(lines?.[3]).toBe(rest.join('\n'));
  });

  test.each([
    ['rpi4b-1g', '4-b', 'u-boot.bin', 'RPI 4 Model B (0xa03111)', '948 MiB'],
    ['rpi4b-4g', '4-b', 'u-boot.bin', 'RPI 4 Model B (0xc03115)', '948 MiB (effective 3.9 GiB)'],
    ['rpi4b-8g', '4-b', 'u-boot.bin', 'RPI 4 Model B (0xd03115)', '948 MiB (effective 7.9 GiB)'],
    ['rpi400', '400', 'u-boot-rpi_arm64.bin', 'RPI 400 (0xc03130)', '948 MiB (effective 3.9 GiB)'],
    ['cm4', 'cm4-io', 'u-boot-rpi_arm64.bin', 'RPI Compute Module 4 (0xc03140)', '948 MiB (effective 3.9 GiB)'],
  ])('U-Boot knows %s and its memory', async (name, tree, kernel, model, memory) => {
    const { console } = await boot({
      board: name,
      kernel: guest(kernel),
      dtb: guest(`bcm2711-rpi-${tree}.dtb`),
      steps: [...PROMPT, { expect: /U-Boot> $/ }],
      ends: undefined,
    });
    expect(console).toContain(`DRAM:  ${memory}\n${model}\n`);
  });

  test('TF-A boots Linux: four cores by PSCI, and it powers off', async () => {
    await boot({
      ...LINUX,
      firmware: guest('bl31.bin'),
      append: commandLine('console=ttyAMA0 pivisor.modules=none pivisor.poweroff'),
      steps: [
        { expect: /NOTICE: +BL31: v2/ },
        { expect: /psci: PSCIv1\.\d detected in firmware/ },
        { expect: /Brought up 1 node, 4 CPUs/ },
        { expect: /All CPU\(s\) started at EL2/ },
        { expect: /^INIT-REACHED/m },
        { expect: /PSCI_SYSTEM_OFF/ },
      ],
      ends: 'power-off',
      reject: [TROUBLE],
    });
  });

  test('TF-A, U-Boot, Linux: four cores by PSCI, and it powers off', async () => {
    await boot({
      ...uBoot,
      firmware: guest('bl31.bin'),
      steps: [
        { expect: /NOTICE: +BL31: v2/ },
        ...PROMPT,
        ...booti('fdt_addr', commandLine('console=ttyS1,115200 pivisor.modules=none pivisor.poweroff')),
        { expect: /psci: PSCIv1\.\d detected in firmware/ },
        { expect: /Brought up 1 node, 4 CPUs/ },
        { expect: /All CPU\(s\) started at EL2/ },
        { expect: /^INIT-REACHED/m },
        { expect: /PSCI_SYSTEM_OFF/ },
      ],
      ends: 'power-off',
      reject: [TROUBLE],
    });
  });
});
