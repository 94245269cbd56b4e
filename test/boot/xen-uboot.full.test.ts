/** Xen through U-Boot: by its prompt alone, from files on a card, with the nodes that Xen's docs/misc/arm/device-tree/booting.txt describes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Step } from '../../src/testing/schema.js';
import { guest, guests } from '../support/guests.js';
import { boot, commandLine, LINUX, STOCK_TREE } from './boot.js';
import { bootCard, haveMtools } from './cards.js';
import { command, PROMPT, read } from './u-boot.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-xen-uboot-'));
afterAll(() => rmSync(folder, { recursive: true }));
const card = join(folder, 'card.img');

/** What a kernel or Xen says when something is wrong. */
const TROUBLE = /Oops|WARNING: CPU|BUG:|Call trace|stall|lockup|Unable to handle|Panic on CPU/i;

/** A change of the device tree: nothing is said where it goes well. */
const fdt = (text: string): Step[] => command(`fdt ${text}`, /^fdt .*\s+(?=U-Boot> $)/m);

/** Loads a file to an address, and tells Xen of it. */
const module = (file: string, at: string, kind: 'kernel' | 'ramdisk'): Step[] => [
  ...command(`load mmc 0:1 0x${at} ${file}`, /\d+ bytes read in \d+ ms/),
  ...fdt(`mknode /chosen module@${at}`),
  ...fdt(`set /chosen/module@${at} compatible "multiboot,${kind}" "multiboot,module"`),
  ...fdt(`set /chosen/module@${at} reg <0 0x${at} 0 0x\${filesize}>`),
];

describe.skipIf(!guests('xen', 'Image', 'initrd.cpio.gz', 'bcm2711-rpi-4-b.dtb', 'u-boot.bin') || !haveMtools())(
  'Xen through U-Boot',
  () => {
    beforeAll(() =>
      bootCard(card, {
        copies: {
          xen: guest('xen'),
          Image: LINUX.kernel,
          'initrd.gz': LINUX.initrd,
          'bcm2711-rpi-4-b.dtb': STOCK_TREE,
        },
      }),
    );

    test('starts at EL2 by booti, and dom0 works on four cores and resets the board', async () => {
      const dom0 = commandLine('console=hvc0 quiet pivisor.modules=none pivisor.run=nproc pivisor.reboot');
      const { console } = await boot({
        kernel: guest('u-boot.bin'),
        dtb: STOCK_TREE,
        sd: card,
        sdSnapshot: true,
        steps: [
          ...PROMPT,
          ...read('kernel_addr_r', 'xen'),
          ...read('fdt_addr_r', 'bcm2711-rpi-4-b.dtb'),
          ...command('fdt addr ${fdt_addr_r}', /Working FDT set to/),
          ...fdt('resize 1000'),
          // By its old name Xen finds what it resets the board by.
          ...fdt('set /soc/watchdog@7e100000 compatible "brcm,bcm2711-pm" "brcm,bcm2835-pm"'),
          ...fdt('set /chosen \\#address-cells <2>'),
          ...fdt('set /chosen \\#size-cells <2>'),
          ...fdt('set /chosen xen,xen-bootargs "console=dtuart dtuart=serial1 dom0_mem=512M bootscrub=0"'),
          ...fdt(`set /chosen xen,dom0-bootargs "${dom0}"`),
          ...module('Image', '4000000', 'kernel'),
          ...module('initrd.gz', '8000000', 'ramdisk'),
          ...command('booti ${kernel_addr_r} - ${fdt_addr_r}', /Starting kernel \.\.\./),
          { expect: /^\(XEN\) Xen version 4\.17/m },
          { expect: /^INIT-REACHED/m },
          { expect: /^RUN-START nproc\s+4\s+RUN-END 0/m },
          { expect: /^\(XEN\) Hardware Dom0 shutdown: rebooting machine/m },
        ],
        ends: 'reset',
        reject: [TROUBLE],
      });
      expect(console).toContain('(XEN) Brought up 4 CPUs');
      expect(console).toContain('(XEN) Loading d0 kernel from boot module @ 0000000004000000');
      expect(console).not.toContain('did not work');
    });
  },
);
