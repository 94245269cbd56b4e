/** Firmware made for QEMU's virt as a guest of our hypervisor: Debian's U-Boot, from flash. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchMachineFile } from '../../src/host/machine-file/load.js';
import { Session } from '../../src/host/session.js';
import type { Step } from '../../src/testing/schema.js';
import { play, stepText, type Dialogue } from '../../src/testing/steps.js';
import { guest, guests } from '../support/guests.js';
import { bootCard, haveMtools } from './cards.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-guest-firmware-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FILES = ['u-boot-qemu_arm64.bin', 'Image', 'initrd.cpio.gz'] as const;
const FIRMWARE = `firmware: ${guest('u-boot-qemu_arm64.bin')}`;

/** Boots one guest with these fields, and plays the dialogue to its end. @returns what its console has shown */
async function bootGuest(
  fields: readonly string[],
  {
    steps,
    ends,
    reject = [],
    seconds = 30,
  }: Pick<Dialogue, 'steps' | 'ends'> & { reject?: RegExp[]; seconds?: number },
): Promise<string> {
  const file = join(folder, 'machine.yaml');
  writeFileSync(file, ['board: rpi4b-2g', 'guests:', '  g:', ...fields.map((f) => `    ${f}`), ''].join('\n'));
  const { machine, handoff, close } = launchMachineFile(file, {}, { offline: true });
  let console = '';
  try {
    const session = new Session({
      machine,
      handoff,
      reboot: true,
      clock: 'virtual',
      timeout: seconds * 1e9,
      onOutput: (_port, bytes) => (console += Buffer.from(bytes).toString('latin1').replaceAll('\r', '')),
    });
    const { why, step } = await play({ steps, ends, reject, timeout: seconds * 1e9 }, session, () => undefined);
    if (why !== undefined)
      throw new Error(`${step === undefined ? 'after all' : stepText(steps[step])}: ${why}\n${console.slice(-2000)}`);
    return console;
  } finally {
    close();
  }
}

/** What Linux says when something is wrong. */
const TROUBLE = /Oops|WARNING|BUG:|Call trace|Unable to handle|Kernel panic/;

/** At U-Boot's prompt. */
const prompt: Step[] = [{ expect: /Hit any key to stop autoboot/ }, { sendLine: '' }, { expect: /^=> $/m }];
const command = (line: string, answer: RegExp): Step[] => [
  { sendLine: line },
  { expect: answer },
  { expect: /^=> $/m },
];

describe.skipIf(!guests(...FILES))("U-Boot for virt as a guest's firmware", () => {
  test('finds its machine: RAM, flash, fw_cfg', async () => {
    await bootGuest([FIRMWARE, 'memory: 96M', 'vcpus: 2', 'nics: []'], {
      steps: [
        { expect: /^DRAM: {2}96 MiB$/m },
        { expect: /^Flash: 64 MiB$/m },
        ...prompt,
        ...command('bdinfo', /^-> size {5}= 0x0000000006000000$/m),
        ...command('qfw cpus', /^2 cpu\(s\) online$/m),
        ...command('qfw list', /^etc\/boot-fail-wait/m),
        ...command('flinfo', /^Bank # 2: CFI conformant flash \(16 x 16\) {2}Size: 32 MB in 256 Sectors$/m),
        ...command('md.b 0 4', /^00000000: [0-9a-f ]{11} /m),
        { sendLine: 'poweroff' },
      ],
      ends: 'power-off',
    });
  });

  test('keeps its environment in a file, from run to run', async () => {
    const file = join(folder, 'variables');
    writeFileSync(file, '');
    truncateSync(file, 64 << 20);
    const fields = [FIRMWARE, 'memory: 96M', 'nics: []', `flash: ${file}`];
    await bootGuest(fields, {
      steps: [
        { expect: /bad CRC, using default environment/ },
        ...prompt,
        ...command('setenv pivisor was here; saveenv', /^OK$/m),
        { sendLine: 'poweroff' },
      ],
      ends: 'power-off',
    });
    expect(readFileSync(file).includes('pivisor=was here\0')).toBe(true);
    await bootGuest(fields, {
      steps: [
        { expect: /Loading Environment from Flash... OK/ },
        ...prompt,
        ...command('printenv pivisor', /^pivisor=was here$/m),
        // And after a reset of the guest's own.
        { sendLine: 'setenv pivisor again; saveenv; reset' },
        ...prompt,
        ...command('printenv pivisor', /^pivisor=again$/m),
        { sendLine: 'poweroff' },
      ],
      ends: 'power-off',
    });
  });

  test('boots Linux from fw_cfg', async () => {
    const console = await bootGuest(
      [
        FIRMWARE,
        `kernel: ${guest('Image')}`,
        `initrd: ${guest('initrd.cpio.gz')}`,
        'cmdline: console=ttyAMA0 cryptomgr.notests nokaslr pivisor.modules=none pivisor.poweroff',
        'memory: 256M',
      ],
      {
        steps: [
          // What it does by itself, after two seconds.
          ...prompt,
          { sendLine: 'run bootcmd_qfw' },
          { expect: /^loading kernel to address/m },
          { expect: /^INIT-REACHED$/m },
          { expect: /reboot: Power down/ },
        ],
        ends: 'power-off',
        reject: [TROUBLE],
      },
    );
    expect(console).toContain('Kernel command line: console=ttyAMA0 cryptomgr.notests');
  });

  describe.skipIf(!haveMtools())('with a disk', () => {
    const disk = join(folder, 'disk.img');
    beforeAll(() => {
      copyFileSync(guest('initrd.cpio.gz'), join(folder, 'initrd'));
      bootCard(disk, {
        texts: { 'hello.txt': 'HELLO FROM A DISK\n' },
        copies: { Image: guest('Image'), initrd: join(folder, 'initrd') },
      });
    });

    test('reads it, gets an address, and boots Linux from it', async () => {
      await bootGuest([FIRMWARE, 'memory: 256M', 'vcpus: 2', `disks: [${disk}]`], {
        steps: [
          { expect: /^Net: {3}eth0: virtio-net/m },
          ...prompt,
          ...command('virtio info', /^ +Capacity: 96\.0 MB = 0\.0 GB \(196608 x 512\)$/m),
          ...command('load virtio 0:1 $scriptaddr hello.txt; md.b $scriptaddr 11', /HELLO FROM A DI/),
          ...command('setenv autoload no; dhcp', /^DHCP client bound to address 10\.0\.2\.\d+/m),
          ...command(
            'setenv bootargs console=ttyAMA0 nokaslr pivisor.modules=none pivisor.run=nproc pivisor.poweroff',
            /=/,
          ),
          ...command('load virtio 0:1 $kernel_addr_r Image', /^\d+ bytes read/m),
          ...command('load virtio 0:1 $ramdisk_addr_r initrd', /^\d+ bytes read/m),
          { sendLine: 'booti $kernel_addr_r $ramdisk_addr_r:$filesize $fdtcontroladdr' },
          { expect: /^INIT-REACHED$/m },
          { expect: /^2$/m },
          { expect: /reboot: Power down/ },
        ],
        ends: 'power-off',
        reject: [TROUBLE],
      });
    });
  });
});
