/** The SD card under Linux: partitioned, formatted, written, and intact, in the guest's eyes and in the host's; and a board that boots from it. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guests } from '../support/guests.js';
import { boot, commandLine, LINUX, shell, STOCK_TREE } from './boot.js';
import { blankCard, bootCard, fileOnCard, haveMtools } from './cards.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-card-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What Linux says of commands that fail, of cards that hang, of file systems that are damaged. */
const TROUBLE =
  /mmc0: .*(error|timeout|stuck|problem|failed|ADMA Err)|I\/O error|FAT-fs.*error|EXT4-fs.*(error|warning)|Oops|WARNING|stall/i;

const ready = guests('Image', 'initrd.cpio.gz', 'bcm2711-rpi-4-b.dtb') && haveMtools();

describe.skipIf(!ready)('the SD card', () => {
  /**
   * How the driver moves data, and at which speed: left alone it takes ADMA2 and DDR50. Its parameters declare ADMA (0x40) or all DMA
   * (0x60) broken, and 1.8 V absent (4).
   */
  test.each([
    ['ADMA', '', /ADMA/, /sd uhs DDR50/, 50_000_000, 4],
    ['SDMA', 'sdhci.debug_quirks=0x40 sdhci.debug_quirks2=4', /DMA/, /sd high-speed/, 50_000_000, 2],
    ['PIO', 'sdhci.debug_quirks=0x60', /PIO/, /sd uhs DDR50/, 50_000_000, 1],
  ])('is partitioned, written and intact, by %s', async (name, parameters, how, timing, hertz, mib) => {
    const card = join(folder, `${name}.img`);
    blankCard(card, 96);
    /** Writes a file, forgets it, and reads it again. */
    const written = (partition: string): string =>
      `mount /dev/mmcblk0${partition} /mnt && dd if=/dev/urandom of=/mnt/data bs=64k count=${mib * 16} 2>/dev/null && ` +
      'sha256sum /mnt/data && umount /mnt && echo 3 >/proc/sys/vm/drop_caches && ' +
      `mount /dev/mmcblk0${partition} /mnt && sha256sum /mnt/data && umount /mnt && echo ${partition} is done`;
    const same = (partition: string): RegExp =>
      new RegExp(`([0-9a-f]{64})  /mnt/data[^]*?\\1  /mnt/data[^]*?${partition} is done$`, 'm');
    const { console } = await boot({
      ...LINUX,
      sd: card,
      append: commandLine('console=ttyAMA0', parameters),
      steps: [
        { expect: new RegExp(`mmc0: SDHCI controller on fe340000\\.mmc .* using ${how.source}`) },
        { expect: /mmc0: new .*card at address aaaa/ },
        { expect: /mmcblk0: mmc0:aaaa PIVSD 96\.0 MiB/ },
        ...shell(
          'mount -t debugfs d /sys/kernel/debug; cat /sys/kernel/debug/mmc0/ios',
          new RegExp(`actual clock:\\s+${hertz} Hz`),
        ),
        { expect: timing },
        ...shell(
          'printf "n\\np\\n1\\n2048\\n133119\\nt\\nc\\nn\\np\\n2\\n133120\\n\\nw\\n" | fdisk /dev/mmcblk0',
          /mmcblk0: p1 p2/,
        ),
        ...shell(
          'modprobe -a vfat nls_cp437 nls_ascii ext4 && mkdosfs -n DATA /dev/mmcblk0p1 && echo formatted 1',
          /^formatted 1/m,
        ),
        ...shell('mke2fs -F /dev/mmcblk0p2 >/dev/null && echo formatted 2', /^formatted 2/m),
        ...shell(written('p1'), same('p1')),
        ...shell(written('p2'), same('p2')),
        ...shell('poweroff -f', /Power down/),
      ],
      ends: 'power-off',
      reject: [TROUBLE],
    });
    const hash = /([0-9a-f]{64}) {2}\/mnt\/data/.exec(console)?.[1];
    const data = fileOnCard(card, 'data');
    expect(data.length).toBe(mib * 2 ** 20);
    expect(createHash('sha256').update(data).digest('hex')).toBe(hash);
  });

  describe('to boot from', () => {
    const card = join(folder, 'boot.img');
    beforeAll(() => {
      const kernel = join(folder, 'kernel8.img');
      writeFileSync(kernel, gzipSync(readFileSync(LINUX.kernel), { level: 1 }));
      bootCard(card, {
        texts: {
          'config.txt': 'enable_uart=1\n[pi4]\ninitramfs initrd.gz followkernel\n[pi400]\nkernel=none.img\n',
          'cmdline.txt': commandLine('console=ttyS1,115200 pivisor.modules=bcm2835_wdt pivisor.poweroff\n'),
        },
        copies: { 'kernel8.img': kernel, 'initrd.gz': LINUX.initrd, 'bcm2711-rpi-4-b.dtb': STOCK_TREE },
      });
    });

    test('a board without a kernel option boots what config.txt names', async () => {
      const { warnings } = await boot({
        kernel: undefined,
        sd: card,
        steps: [{ expect: /Brought up 1 node, 4 CPUs/ }, { expect: /^INIT-REACHED/m }, { expect: /Power down/ }],
        ends: 'power-off',
        reject: [TROUBLE],
      });
      expect(warnings).toEqual([]);
    });
  });
});
