/** Debian's kernel with device trees made from the boards' profiles: it finds what it finds with the stock tree. */
import { describe, expect, test } from 'vitest';
import { boot, commandLine, guests, LINUX, shell } from './boot.js';

const { kernel, initrd } = LINUX;
const TROUBLE = /Oops|WARNING|BUG:|Call trace|stall|lockup|Unhandled|Unable to handle|timed? ?out|failed/i;

describe.skipIf(!guests('Image', 'initrd.cpio.gz'))('Linux without a dtb file', () => {
  test('binds drivers to all that a Pi 4 has', async () => {
    const { console, machine } = await boot({
      kernel,
      initrd,
      append: commandLine('console=ttyAMA0'),
      steps: [
        { expect: /^INIT-REACHED/m },
        ...shell('cd /sys/bus/platform/drivers; ls -d */*:* */fe* */bcm2835-*', /\n/),
        ...shell('cat /sys/class/thermal/thermal_zone0/temp', /^35537$/m),
        ...shell('cat /sys/class/watchdog/watchdog0/identity', /^Broadcom BCM2835 Watchdog timer$/m),
        ...shell('poweroff -f', /Power down/),
      ],
      ends: 'power-off',
      reject: [TROUBLE],
    });
    for (const [driver, device] of [
      ['pinctrl-bcm2835', 'fe200000.gpio'],
      ['iproc-rng200', 'fe104000.rng'],
      ['bcm2711_thermal', 'fd5d2000.avs-monitor:thermal'],
      ['bcm2835-pm', 'fe100000.watchdog'],
      ['bcm2835-power', 'bcm2835-power'],
      ['bcm2835-wdt', 'bcm2835-wdt'],
      ['bcm2835-dma', 'fe007000.dma'],
      ['bcm2835-clk', 'fe101000.cprman'],
      ['bcm2835-mbox', 'fe00b880.mailbox'],
      ['bcm2835-aux-uart', 'fe215040.serial'],
      ['raspberrypi-firmware', 'soc:firmware'],
      ['sdhci-iproc', 'fe340000.mmc'],
    ])
      expect(console).toContain(`${driver}/${device}`);
    // The tree tells of nothing that nobody models.
    expect(machine.mmio.entries()).toEqual([]);
  });

  test.each([
    { board: 'rpi4b-octo', cores: 8, model: 'Raspberry Pi 4 Octo Rev 1.5' },
    { board: 'rpi4b-8g', cores: 4, model: 'Raspberry Pi 4 Model B Rev 1.5' },
    { board: 'virt', cores: 1, model: 'virt' },
  ])('reaches its shell on $board', async ({ board, cores, model }) => {
    const { console } = await boot({
      kernel,
      initrd,
      board,
      append: commandLine('console=ttyAMA0 pivisor.modules=none'),
      steps: [
        { expect: /^INIT-REACHED/m },
        ...shell('grep -c ^processor /proc/cpuinfo', new RegExp(`^${cores}$`, 'm')),
      ],
      ends: undefined,
      reject: [TROUBLE],
    });
    expect(console).toContain(`Machine model: ${model}\n`);
    expect(console).toContain(`smp: Brought up 1 node, ${cores} CPU`);
    expect(console).toContain('Hyp mode initialized successfully');
  });
});
