/** Debian's kernel with device trees made from the boards' profiles: it finds what it finds with the stock tree. */
import { describe, expect, test } from 'vitest';
import { guests } from '../support/guests.js';
import { boot, commandLine, LINUX, LIST_DRIVERS, shell, TROUBLE, unbound } from './boot.js';

const { kernel, initrd } = LINUX;

describe.skipIf(!guests('Image', 'initrd.cpio.gz'))('Linux without a dtb file', () => {
  test('binds drivers to all that a Pi 4 has', async () => {
    const { console, machine } = await boot({
      kernel,
      initrd,
      append: commandLine('console=ttyAMA0'),
      steps: [{ expect: /^INIT-REACHED/m }, ...LIST_DRIVERS, ...shell('poweroff -f', /Power down/)],
      ends: 'power-off',
      reject: [TROUBLE],
    });
    expect(unbound(console)).toEqual([]);
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
