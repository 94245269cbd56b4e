/** What boards run before Linux: U-Boot, TF-A, and the two in a chain. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import type { Step } from '../../src/testing/schema.js';
import { guest, guests } from '../support/guests.js';
import { boot, commandLine, LINUX, STOCK_TREE } from './boot.js';
import { bootCard, haveMtools } from './cards.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-boot-'));
afterAll(() => rmSync(folder, { recursive: true }));
const card = join(folder, 'card.img');

/** A command at U-Boot's prompt, and what it must answer. */
const command = (text: string, answer: RegExp): Step[] => [
  { expect: /U-Boot> $/ },
  { sendLine: text },
  { expect: answer },
];
const PROMPT: Step[] = [{ expect: /^U-Boot 20\d\d/m }, { expect: /Hit any key to stop autoboot/ }, { send: ' ' }];
const read = (to: string, file: string): Step[] =>
  command(`load mmc 0:1 \${${to}} ${file}`, /\d+ bytes read in \d+ ms/);

/** Loads Linux from the card and starts it. */
const booti = (tree: string, append: string): Step[] => [
  ...read('kernel_addr_r', 'Image'),
  ...read('ramdisk_addr_r', 'initrd.gz'),
  ...command(`setenv bootargs "${append}"`, /\n/),
  ...command(`booti \${kernel_addr_r} \${ramdisk_addr_r}:\${filesize} \${${tree}}`, /Starting kernel \.\.\./),
];
const TROUBLE = /Oops|WARNING: CPU|BUG:|Call trace|stall|lockup|Unhandled|Unable to handle/i;

describe.skipIf(!guests('Image', 'initrd.cpio.gz', 'bcm2711-rpi-4-b.dtb', 'u-boot.bin', 'bl31.bin') || !haveMtools())(
  'firmware',
  () => {
    const FILES = { Image: LINUX.kernel, 'initrd.gz': LINUX.initrd, 'bcm2711-rpi-4-b.dtb': STOCK_TREE };
    /** What U-Boot's ls says of a folder with these files. */
    const listing = (...names: readonly (keyof typeof FILES)[]): RegExp =>
      new RegExp(
        names.map((name) => `${statSync(FILES[name]).size} +${name.replaceAll('.', '\\.')}\\s+`).join('') +
          `${names.length} file\\(s\\), 0 dir\\(s\\)`,
      );
    beforeAll(() => bootCard(card, { copies: FILES }));
    const uBoot = { kernel: guest('u-boot.bin'), dtb: STOCK_TREE, sd: card, sdSnapshot: true };

    test('U-Boot sees the card, and boots Linux with the tree on it', async () => {
      await boot({
        ...uBoot,
        steps: [
          ...PROMPT,
          ...command('mmc list', /mmc@7e340000: 0 \(SD\)/),
          ...command('mmc info', /High Capacity: Yes\s+Capacity: 96 MiB/),
          ...command('ls mmc 0:1', listing('Image', 'initrd.gz', 'bcm2711-rpi-4-b.dtb')),
          ...read('fdt_addr_r', 'bcm2711-rpi-4-b.dtb'),
          ...booti('fdt_addr_r', commandLine('console=ttyS1,115200 pivisor.modules=bcm2835_wdt pivisor.poweroff')),
          { expect: /Brought up 1 node, 4 CPUs/ },
          { expect: /^INIT-REACHED/m },
        ],
        ends: 'power-off',
        reject: [TROUBLE],
      });
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
  },
);
