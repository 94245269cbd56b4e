/** Xen through U-Boot: by its prompt alone, from files on a card, with the nodes that Xen's docs/misc/arm/device-tree/booting.txt describes: as docs/xen.md says. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Step } from '../../src/testing/schema.js';
import { guest, guests } from '../support/guests.js';
import { sourceOf } from '../support/run.js';
import { boot, commandLine, LINUX, STOCK_TREE } from './boot.js';
import { bootCard, haveMtools } from './cards.js';
import { command, PROMPT } from './u-boot.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-xen-uboot-'));
afterAll(() => rmSync(folder, { recursive: true }));
const card = join(folder, 'card.img');

/** What a kernel or Xen says when something is wrong. */
const TROUBLE = /Oops|WARNING: CPU|BUG:|Call trace|stall|lockup|Unable to handle|Panic on CPU|did not work/i;

/** The commands that docs/xen.md gives, without their prompt. */
const commands = /^load mmc 0:1 \S+ xen\n[^]*?(?=```)/m.exec(sourceOf('docs/xen.md'))?.[0].trimEnd().split('\n') ?? [];

/** What U-Boot answers, by how a command begins, where all goes well: nothing to a change of the device tree. */
const ANSWERS: readonly (readonly [string, RegExp])[] = [
  ['load ', /\d+ bytes read in \d+ ms/],
  ['fdt addr ', /Working FDT set to/],
  ['fdt ', /^fdt .*\s+(?=U-Boot> $)/m],
  ['booti ', /Starting kernel \.\.\./],
];
const typed = (text: string): Step[] => {
  const answer = ANSWERS.find(([begin]) => text.startsWith(begin))?.[1];
  if (!answer) throw new Error(`docs/xen.md: an unknown command: ${text}`);
  return command(text, answer);
};

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
          ...commands.map((text) => text.replace('console=hvc0', dom0)).flatMap(typed),
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
    });
  },
);
