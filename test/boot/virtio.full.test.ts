/** Virtio devices under Debian's own kernel, on a Pi and on virt: what the guest reads and writes is what the host has. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { NetBackend, NetPort } from '../../src/devices/virtio/net-backend.js';
import { plainFrames } from '../../src/devices/virtio/offload.js';
import { guests } from '../support/guests.js';
import { boot, commandLine, LINUX, shell } from './boot.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-virtio-'));
afterAll(() => rmSync(folder, { recursive: true }));
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const MIB = 1 << 20;
/** A disk whose bytes depend on where they are. */
function disk(name: string, mib: number): { file: string; bytes: Buffer } {
  const bytes = Buffer.alloc(mib * MIB);
  for (let i = 0; i < bytes.length; i += 4) bytes.writeUInt32LE(Math.imul(i + 1, 0x9e3779b1) >>> 0, i);
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return { file, bytes };
}

/** The two boards: the Pi with Linux's own tree for it, and virt with a generated one. */
const BOARDS = [
  ['rpi4b-2g', LINUX, 'fc000000'],
  ['virt', { kernel: LINUX.kernel, initrd: LINUX.initrd }, 'a000000'],
] as const;
/** What Linux says when something is wrong with its devices. */
const TROUBLE = /Oops|WARNING|BUG:|Call trace|I\/O error|virtio.*(fail|error|wrong)|timed out/i;
/** Levels 0 to 4 are what a kernel warns of. */
const warnings = shell('dmesg -r | grep -E "^<[0-4]>"; echo that was all', /^that was all$/m);
const noWarnings = (console: string): void =>
  expect(/echo that was all\n([^]*?)^that was all$/m.exec(console)?.[1]).toBe('');

describe.skipIf(!guests('Image', 'initrd.cpio.gz', 'bcm2711-rpi-4-b.dtb'))('virtio under Linux', () => {
  test.each(BOARDS)('disks on %s: read, written, formatted, and read-only', async (board, files, first) => {
    const data = disk(`${board}.img`, 24);
    const fixed = disk(`${board}-fixed.img`, 2);
    const hash = 'dd if=/dev/vda bs=64k skip=256 count=64 2>/dev/null | sha256sum';
    const { console, machine } = await boot({
      ...files,
      board,
      disk: [
        { file: data.file, readOnly: false },
        { file: fixed.file, readOnly: true },
      ],
      append: commandLine('console=ttyAMA0'),
      steps: [
        ...shell('sha256sum /dev/vda /dev/vdb', new RegExp(`^${sha256(data.bytes)}  /dev/vda$`, 'm')),
        { expect: new RegExp(`^${sha256(fixed.bytes)}  /dev/vdb$`, 'm') },
        ...shell('readlink /sys/block/vda; cat /sys/block/vda/serial; echo', new RegExp(`^${board}\\.img$`, 'm')),
        ...shell('echo ro=$(cat /sys/block/vdb/ro); echo 1 >/dev/vdb', /^ro=1\s+.*(not permitted|Read-only)/m),
        ...shell(
          `dd if=/dev/urandom of=/dev/vda bs=64k seek=256 count=64 conv=fsync 2>/dev/null; ${hash}`,
          /^[0-9a-f]{64} {2}-$/m,
        ),
        ...shell(
          'modprobe ext4; mke2fs -F /dev/vda 12288 >/dev/null && mount /dev/vda /mnt && ' +
            'dd if=/dev/urandom of=/mnt/file bs=64k count=32 2>/dev/null && sha256sum /mnt/file && umount /mnt && ' +
            'echo 3 >/proc/sys/vm/drop_caches && mount /dev/vda /mnt && sha256sum /mnt/file && umount /mnt && echo formatted',
          /^([0-9a-f]{64}) {2}\/mnt\/file$[^]*?^\1 {2}\/mnt\/file$[^]*?^formatted$/m,
        ),
        // 1 MiB that reads as zero afterwards.
        ...shell('blkdiscard -o 20971520 -l 1048576 /dev/vda; echo discard $?', /^discard \d+$/m),
        ...warnings,
        ...shell('sync; poweroff -f', /Power down/),
      ],
      reject: [TROUBLE],
      ends: 'power-off',
      timeout: 60,
    });
    expect(console).toContain(`${first}.virtio_mmio`);
    noWarnings(console);
    expect(machine.virtio.map(({ state }) => state.trouble)).toEqual(['', '']);
    // What the guest has read of what it wrote is what the host has.
    const after = readFileSync(data.file);
    const [, written] = /sha256sum\n([0-9a-f]{64}) {2}-$/m.exec(console) ?? [];
    expect(sha256(after.subarray(16 * MIB, 20 * MIB))).toBe(written);
    expect(sha256(after.subarray(21 * MIB, 24 * MIB))).toBe(sha256(data.bytes.subarray(21 * MIB)));
    expect(sha256(readFileSync(fixed.file))).toBe(sha256(fixed.bytes));
  });

  test('random numbers, a console, a balloon: by each driver', async () => {
    const PAGES = 16_384;
    let given = 0;
    const reported: number[] = [];
    const steps = [
      ...shell('cat /sys/class/misc/hw_random/rng_available', /^virtio_rng\.\d/m),
      ...shell(
        'dd if=/dev/hwrng bs=16 count=4 2>/dev/null | hexdump -ve \'4/4 "%08x" "\\n"\'',
        /(^[0-9a-f]{32}\s+){4}/m,
      ),
      // What is typed goes to the port that has spoken last: the new one.
      ...shell(
        'stty -echo </dev/hvc0; echo who is there >/dev/hvc0; read x </dev/hvc0; echo it was $x',
        /^who is there$/m,
      ),
      { sendLine: 'a visitor' },
      { expect: /^it was a visitor$/m },
      ...shell('sleep 3; grep MemTotal /proc/meminfo', /^MemTotal:/m),
      ...warnings,
      ...shell('poweroff -f', /Power down/),
    ];
    const { console, machine } = await boot({
      kernel: LINUX.kernel,
      initrd: LINUX.initrd,
      board: 'virt',
      virtio: [
        { kind: 'entropy' },
        { kind: 'console' },
        {
          kind: 'balloon',
          target: PAGES,
          inflated: (_, bytes) => (given += bytes),
          deflated: (_, bytes) => (given -= bytes),
          reported: (_, bytes) => reported.push(bytes),
        },
      ],
      append: commandLine('console=ttyAMA0'),
      steps,
      reject: [TROUBLE],
      ends: 'power-off',
    });
    noWarnings(console);
    expect(machine.virtio.map(({ state }) => state.trouble)).toEqual(['', '', '']);
    expect(given).toBe(PAGES * 4096);
    // Linux begins after two seconds, with blocks of 2 MiB and more.
    expect(reported.length).toBeGreaterThan(0);
    expect(reported.every((bytes) => bytes >= 2 * MIB)).toBe(true);
  });

  test('a network: ARP and pings, answered by the test, with offloads', async () => {
    const backend = peer();
    const { console, machine } = await boot({
      kernel: LINUX.kernel,
      initrd: LINUX.initrd,
      board: 'virt',
      virtio: [{ kind: 'net', backend, pairs: 1 }],
      append: commandLine('console=ttyAMA0'),
      steps: [
        ...shell('ip addr add 10.0.0.2/24 dev eth0 && ip link set eth0 up; cat /sys/class/net/eth0/carrier', /^1$/m),
        ...shell('ping -c 3 -s 1400 10.0.0.1', /3 packets transmitted, 3 packets received, 0% packet loss/),
        ...warnings,
        ...shell('poweroff -f', /Power down/),
      ],
      reject: [TROUBLE],
      ends: 'power-off',
    });
    noWarnings(console);
    expect(machine.virtio[0].state.trouble).toBe('');
  });
});

/** A host at 10.0.0.1 that answers ARP and echo requests by turning frames round. */
function peer(): NetBackend {
  let port: NetPort | undefined;
  const OWN = [2, 0, 0, 0, 0, 1];
  const ADDRESS = [10, 0, 0, 1];
  return {
    connect: (p) => void (port = p),
    send(frame, offload) {
      plainFrames(frame, offload, (plain) => {
        const answer = plain.slice();
        answer.set(plain.subarray(6, 12), 0);
        answer.set(OWN, 6);
        const type = (plain[12] << 8) | plain[13];
        if (type === 0x0806 && plain[21] === 1) {
          answer[21] = 2;
          answer.set(OWN, 22);
          answer.set(ADDRESS, 28);
          answer.set(plain.subarray(22, 32), 32);
        } else if (type === 0x0800 && plain[23] === 1 && plain[34] === 8) {
          answer.set(plain.subarray(30, 34), 26);
          answer.set(plain.subarray(26, 30), 30);
          answer[34] = 0;
          // Type 8 to 0: the ones' complement sum falls by 0x0800, the checksum rises.
          const sum = ((plain[36] << 8) | plain[37]) + 0x0800;
          const folded = (sum & 0xffff) + (sum >> 16);
          answer.set([folded >> 8, folded & 0xff], 36);
        } else return;
        port?.receive(answer, { flags: 0, gsoType: 0, hdrLen: 0, gsoSize: 0, csumStart: 0, csumOffset: 0 });
      });
      return true;
    },
  };
}
