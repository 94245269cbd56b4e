/** Debian's kernel with the stock device tree: what it says, on each console, with each number of cores, on each board. */
import { describe, expect, test } from 'vitest';
import { guest, guests } from '../support/guests.js';
import { boot, commandLine, LINUX, LIST_DRIVERS, shell, TROUBLE, unbound } from './boot.js';

/** The driver by which the board is switched off and reset where there is no PSCI. */
const WATCHDOG = 'pivisor.modules=bcm2835_wdt';

describe.skipIf(
  !guests('Image', 'initrd.cpio.gz', ...['4-b', '400', 'cm4-io'].map((name) => `bcm2711-rpi-${name}.dtb`)),
)('Linux', () => {
  test('on four cores: all is found, nothing is amiss, and it powers off', async () => {
    const { console, machine, warnings } = await boot({
      ...LINUX,
      append: commandLine('console=ttyAMA0', WATCHDOG, 'pivisor.run="dmesg -r" pivisor.poweroff'),
      steps: [{ expect: /^INIT-REACHED/m }, { expect: /^RUN-END 0/m }, { expect: /reboot: Power down/ }],
      ends: 'power-off',
    });
    expect(warnings).toEqual([]);
    const log = /RUN-START dmesg -r\n([^]*?)RUN-END/.exec(console)?.[1] ?? '';
    for (const line of [
      'Machine model: Raspberry Pi 4 Model B Rev 1.5',
      'CPU features: detected: ARM errata 1165522, 1319367, or 1530923',
      'CPU features: detected: ARM erratum 1742098',
      'GIC: Using split EOI/Deactivate mode',
      'arch_timer: cp15 timer(s) running at 54.00MHz (phys).',
      'smp: Brought up 1 node, 4 CPUs',
      'CPU: All CPU(s) started at EL2',
      'hw perfevents: enabled with armv8_cortex_a72 PMU driver, 7 counters available',
      'kvm [1]: IPA Size Limit: 44 bits',
      'kvm [1]: vgic interrupt IRQ9',
      'kvm [1]: Hyp mode initialized successfully',
      'ttyS1 at MMIO 0xfe215040',
      'ttyAMA0 at MMIO 0xfe201000',
      'bcm2835-power bcm2835-power: Broadcom BCM2835 power domains driver',
      'raspberrypi-firmware soc:firmware: Attached to firmware from',
      'bcm2835-wdt bcm2835-wdt: Broadcom BCM2835 watchdog timer',
    ])
      expect(log).toContain(line);
    expect(log).not.toMatch(TROUBLE);
    // Levels 0 to 4 are what a kernel warns of.
    expect(log.split('\n').filter((line) => /^<[0-4]>/.test(line))).toEqual([]);
    expect(machine.mmio.entries()).toEqual([]);
  });

  test.each([1, 4])('has a shell on the mini UART, with %d cores', async (cpus) => {
    await boot({
      ...LINUX,
      cpus,
      append: commandLine('console=ttyS1,115200 pivisor.modules=none'),
      steps: [
        { expect: /^INIT-REACHED/m },
        ...shell('grep -c ^processor /proc/cpuinfo', new RegExp(`^${cpus}$`, 'm')),
        ...shell('tty; echo "a  b" | tr ab xy', /^\/dev\/ttyS1\s+x {2}y$/m),
      ],
      ends: undefined,
      reject: [TROUBLE],
    });
  });

  test('has a shell on the PL011, which powers off', async () => {
    await boot({
      ...LINUX,
      append: commandLine('console=ttyAMA0', WATCHDOG),
      steps: [...shell('tty', /^\/dev\/ttyAMA0$/m), ...shell('poweroff', /reboot: Power down/)],
      ends: 'power-off',
      reject: [TROUBLE],
    });
  });

  test('has eight cores on the octocore board, by its own spin table', async () => {
    const { console } = await boot({
      ...LINUX,
      board: 'rpi4b-octo',
      append: commandLine(
        'console=ttyAMA0',
        WATCHDOG,
        'pivisor.run="grep -c ^processor /proc/cpuinfo" pivisor.poweroff',
      ),
      steps: [{ expect: /smp: Brought up 1 node, 8 CPUs/ }, { expect: /^RUN-START .*\s+8\s+RUN-END 0/m }],
      ends: 'power-off',
      reject: [TROUBLE],
    });
    for (const mpidr of ['0001', '0002', '0003', '0100', '0101', '0102', '0103'])
      expect(console).toMatch(new RegExp(`CPU\\d: Booted secondary processor 0x000000${mpidr} \\[0x410fd083\\]`));
  });

  /** KiB that the VideoCore keeps, and that peripherals hide below 4 GiB. */
  const VIDEO = 76 * 1024;
  const HIDDEN = 64 * 1024;
  test.each([
    ['rpi4b-1g', '4-b', 'Raspberry Pi 4 Model B', 1, VIDEO],
    ['rpi4b-4g', '4-b', 'Raspberry Pi 4 Model B', 4, VIDEO + HIDDEN],
    ['rpi4b-8g', '4-b', 'Raspberry Pi 4 Model B', 8, VIDEO + HIDDEN],
    ['rpi400', '400', 'Raspberry Pi 400', 4, VIDEO + HIDDEN],
    ['cm4', 'cm4-io', 'Raspberry Pi Compute Module 4', 4, VIDEO + HIDDEN],
  ])('%s has its name and its memory', async (board, tree, model, gib, less) => {
    const { console } = await boot({
      ...LINUX,
      dtb: guest(`bcm2711-rpi-${tree}.dtb`),
      board,
      append: commandLine('console=ttyAMA0 pivisor.modules=none pivisor.run="cat /proc/meminfo"'),
      steps: [{ expect: /^RUN-END 0/m }],
      ends: undefined,
      reject: [TROUBLE],
    });
    expect(console).toContain(`Machine model: ${model} Rev 1.`);
    const ram = gib * 2 ** 20 - less;
    expect(console).toMatch(new RegExp(`Memory: \\d+K/${ram}K available`));
    // Of this the kernel keeps itself, and 64 bytes for each page of 4 KiB.
    const total = Number(/^MemTotal: +(\d+) kB/m.exec(console)?.[1]);
    expect(ram - total).toBeGreaterThan(ram / 64);
    expect(ram - total).toBeLessThan(ram / 64 + 160 * 1024);
  });

  test.each([
    ['poweroff', 'power-off'],
    ['reboot', 'reset'],
  ] as const)('by PSCI: four cores, and pivisor.%s', async (word, ends) => {
    await boot({
      ...LINUX,
      firmware: 'psci',
      append: commandLine(`console=ttyAMA0 pivisor.modules=none pivisor.${word}`),
      steps: [
        { expect: /psci: PSCIv1\.1 detected/ },
        { expect: /Brought up 1 node, 4 CPUs/ },
        { expect: /^INIT-REACHED/m },
      ],
      ends,
      reject: [TROUBLE],
    });
  });

  test('reboots through the watchdog, and boots again in the same run', async () => {
    const { console } = await boot({
      ...LINUX,
      append: commandLine('console=ttyAMA0', WATCHDOG),
      steps: [
        ...shell('reboot -f', /reboot: Restarting system/),
        { expect: /Booting Linux on physical CPU 0x0/ },
        { expect: /Brought up 1 node, 4 CPUs/ },
        { expect: /^INIT-REACHED/m },
        ...shell('poweroff -f', /reboot: Power down/),
      ],
      ends: 'power-off',
      reject: [TROUBLE],
    });
    expect(console.match(/^INIT-REACHED/gm)).toHaveLength(2);
  });

  test('is reset by a watchdog that nobody feeds', async () => {
    await boot({
      ...LINUX,
      append: commandLine('console=ttyAMA0', WATCHDOG),
      // Opened for a moment and left without the magic character that would stop it.
      steps: shell('echo 1 >/dev/watchdog', /watchdog0: watchdog did not stop!/),
      ends: 'reset',
      timeout: 40,
      reject: [TROUBLE],
    });
  });

  test('binds drivers to all that the board has', async () => {
    const { console, machine } = await boot({
      ...LINUX,
      append: commandLine('console=ttyAMA0'),
      steps: [
        ...LIST_DRIVERS,
        ...shell(
          'dd if=/dev/hwrng bs=16 count=4 2>/dev/null | hexdump -ve \'4/4 "%08x" "\\n"\'',
          /(^[0-9a-f]{32}\s+){4}/m,
        ),
        ...shell('poweroff -f', /Power down/),
      ],
      ends: 'power-off',
      reject: [TROUBLE],
    });
    expect(unbound(console)).toEqual([]);
    // What docs/devices.md says that nobody models, though Linux drives it: the I2C controllers.
    for (const { device, offset } of machine.mmio.entries()) {
      expect(device).toBe('peripherals');
      expect([0x205000, 0x804000]).toContain(offset & 0xfff000);
    }
  });
});
