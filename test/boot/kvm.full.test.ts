/** KVM in the emulated Debian: QEMU starts a second Debian kernel with two vCPUs, which works, reaches its devices, and switches off. */
import { describe, expect, test } from 'vitest';
import type { Step } from '../../src/testing/schema.js';
import { jobResults } from '../guests/jobs.js';
import { sha256 } from '../guests/packages.js';
import { guest, guests } from '../support/guests.js';
import { boot, commandLine, LINUX, shell, TROUBLE, type Boot, type BootOptions } from './boot.js';

/** What `yes WORD | head -c BYTES` writes. */
const repeated = (word: string, bytes: number): string => `${word}\n`.repeat(bytes).slice(0, bytes);
const DISK = repeated('disk', 1 << 20);
const PAGE = repeated('page', 100_000);
const JOBS = ['sha256', 'gzip', 'awk', 'sort'];

/** The four jobs are 25 billion instructions: some three minutes of one core, and the machine may have others to do. */
const LONG = 1_800_000;

/** In the outer shell: starts the guest, which runs what its kernel's command line says. */
const start = (parameters: string): Step[] => [
  { expect: / # $/ },
  {
    sendLine: `kvm ${parameters} -- -drive file=/tmp/disk,format=raw,if=none,id=d -device virtio-blk-device,drive=d; echo VMM-EXIT $?`,
  },
  { expect: /^INIT-REACHED/m },
];

const makeDisk = shell('yes disk | head -c 1048576 >/tmp/disk; ls -l /dev/kvm', /^crw.* 10, 232 /m);
const WARNINGS = 'dmesg -r | grep "^<[0-4]>"';
/** QEMU's board says on every host that its PCI bus has a window above 4 GB. */
const OF_THE_BOARD = /pci-host-generic 4010000000\.pcie: Memory resource size exceeds max for 32 bits/;

/** Debian with QEMU, to the end of the dialogue, and its power-off. */
const bootKvm = (steps: Step[], more: Partial<BootOptions>): Promise<Boot> =>
  boot({
    ...LINUX,
    initrd: guest('initrd-kvm.cpio'),
    append: commandLine('console=ttyAMA0 pivisor.modules=bcm2835_wdt'),
    steps: [...steps, ...shell('poweroff', /reboot: Power down/)],
    ends: 'power-off',
    timeout: 120,
    ...more,
  });

describe.skipIf(!guests('Image', 'initrd-kvm.cpio', 'bcm2711-rpi-4-b.dtb', 'bl31.bin'))('KVM', () => {
  test('a guest with two vCPUs reaches its devices, works right, and powers off', { timeout: LONG }, async () => {
    const { console, warnings } = await bootKvm(
      [
        ...makeDisk,
        // QEMU's NAT shows the outer machine's own addresses at 10.0.2.2.
        ...shell('yes page | head -c 100000 >/tmp/page; httpd -p 127.0.0.1:80 -h /tmp; echo SERVER $?', /^SERVER 0$/m),
        ...start(`pivisor.script=${JOBS.join(',')}`),
        { expect: /^JOBS-DONE 4 of 4/m },
        ...shell('nproc; grep -c ^processor /proc/cpuinfo', /^2\s+2$/m),
        ...shell('sha256sum /dev/vda', new RegExp(`^${sha256(DISK)} `, 'm')),
        ...shell('echo WRITTEN-INSIDE >/dev/vda; sync; echo SYNC $?', /^SYNC 0$/m),
        ...shell('ip addr add 10.0.2.15/24 dev eth0 && ip link set eth0 up; echo NETWORK $?', /^NETWORK 0$/m),
        ...shell('wget -q -O - http://10.0.2.2/page | sha256sum', new RegExp(`^${sha256(PAGE)} `, 'm')),
        ...shell('cat /sys/class/misc/hw_random/rng_current; head -c 64 /dev/hwrng | wc -c', /^virtio_rng\.0\s+64$/m),
        // All interrupts that two vCPUs and these devices have use of have come, none of them spurious.
        ...shell('cat /proc/interrupts', /arch_timer\s[^]*virtio\d\s[^]*Function call interrupts[^]*^Err: +0$/m),
        ...shell(WARNINGS, OF_THE_BOARD),
        ...shell('poweroff', /reboot: Power down\s[^]*^VMM-EXIT 0$/m),
        ...shell('head -n 1 /tmp/disk', /^WRITTEN-INSIDE$/m),
        ...shell(`${WARNINGS}; echo OUTER-DONE`, /^OUTER-DONE$/m),
      ],
      { reject: [TROUBLE] },
    );
    expect(warnings).toEqual([]);
    const results = jobResults();
    for (const job of JOBS) expect(console).toContain(`SCRIPT-START ${job}\n${results[job]}\nSCRIPT-END ${job} 0\n`);
    const inner = console.slice(console.lastIndexOf('Booting Linux on'), console.indexOf('VMM-EXIT 0'));
    for (const line of [
      'Machine model: linux,dummy-virt',
      'arch_timer: cp15 timer(s) running at 54.00MHz (virt).',
      'smccc: KVM: hypervisor services detected',
      'arm-pv: using stolen time PV',
      'CPU: All CPU(s) started at EL1',
      'smp: Brought up 1 node, 2 CPUs',
      'hw perfevents: enabled with armv8_pmuv3 PMU driver, 7 counters available',
      'kvm [1]: HYP mode not available',
    ])
      expect(inner).toContain(line);
    // A busy kernel has 250 ticks a second, and the jobs take 25; each is a physical interrupt that the guest itself ends, by its list register.
    const [, ...ticks] = /^ *\d+: +(\d+) +(\d+) .*arch_timer/m.exec(inner) ?? [];
    expect(Number(ticks[0]) + Number(ticks[1])).toBeGreaterThan(5000);
    // Levels 0 to 4 are what a kernel warns of.
    const warned = console.match(/^<[0-4]>.*/gm) ?? [];
    expect(warned.filter((line) => !OF_THE_BOARD.test(line))).toEqual([]);
  });

  test('under TF-A: two runs end in the same state', async () => {
    const steps = [...makeDisk, ...start('pivisor.poweroff'), { expect: /^VMM-EXIT 0/m }];
    const run = async (): Promise<string> => (await bootKvm(steps, { firmware: guest('bl31.bin') })).machine.hash();
    expect(await run()).toBe(await run());
  });
});

test.skipIf(!guests('Image', 'initrd.cpio.gz', 'bcm2711-rpi-4-b.dtb'))(
  'protected KVM keeps the kernel itself behind a second stage of translation',
  async () => {
    const { console } = await boot({
      ...LINUX,
      firmware: 'psci',
      append: commandLine('console=ttyAMA0 kvm-arm.mode=protected pivisor.script=sort pivisor.poweroff'),
      steps: [
        { expect: /CPU features: detected: Protected KVM/ },
        { expect: /kvm \[1\]: Protected nVHE mode initialized successfully/ },
        { expect: /^SCRIPT-END sort 0/m },
      ],
      ends: 'power-off',
      reject: [TROUBLE],
    });
    expect(console).toContain(`\n${jobResults()['sort']}\n`);
  },
);
