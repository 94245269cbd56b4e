/** The same with Debian's kernel in the guests: what its own drivers and its own TCP get. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { memoryDisk } from '../../src/devices/block.js';
import { readBytes } from '../../src/host/files.js';
import { guestsFolder } from '../../src/host/guests/folder.js';
import { guestImage } from '../../src/machine/guest-boot.js';
import type { GuestSpec } from '../../src/machine/machine.js';
import { benchMachine, cpu, type BenchMachine, type BenchMachineOptions } from './guests.js';
import type { Row } from './report.js';

const MIB = 2 ** 20;
const MARK = 'INIT-REACHED';
/** What jobs print, and what stands for it in their text, which the first process shows before. */
const START = 'JOB-STARTS-1';
const END = 'JOB-ENDS-1';
const started = 'echo JOB-STARTS-$((1))';
const ended = 'echo JOB-ENDS-$((1))';
const LIMIT = 120e9;

const FILES = ['Image', 'initrd.cpio.gz'] as const;

/** Why Linux can't be measured, or undefined. */
export function missingForLinux(): string | undefined {
  const absent = FILES.filter((file) => !existsSync(join(guestsFolder(), file)));
  return absent.length > 0 ? `${guestsFolder()} has no ${absent.join(', ')}: pivisor guests fetch` : undefined;
}

interface LinuxGuest extends Partial<GuestSpec> {
  /** What its shell is to do, with `started` and `ended`; then it switches itself off. */
  readonly job?: string;
}

/** Linux guests, which say MARK, and START and END where their jobs do. */
function linux(guests: readonly LinuxGuest[], options: BenchMachineOptions = {}): BenchMachine {
  const [kernel, initrd] = FILES.map((file) => readBytes(join(guestsFolder(), file)));
  return benchMachine(
    guests.map(({ job, ...guest }, i) => {
      const made = { name: `guest${i}`, memory: 128 * MIB, vcpus: 1, weight: 1024, ...guest };
      const modules = guest.virtio ? 'auto' : 'none';
      const words = job === undefined ? '' : `pivisor.run="${job}"`;
      const append = `console=ttyAMA0 quiet kpti=off nokaslr cryptomgr.notests pivisor.modules=${modules} ${words} pivisor.poweroff`;
      const virtio = guest.virtio?.length ?? 0;
      return { ...made, image: guestImage(made, { kernel, initrd, append, virtio, rngSeed: new Uint8Array(64) }) };
    }),
    { ...options, marks: [MARK, START, END] },
  );
}

/** CPU time, ms, of so many guests' boots to their end. */
function boots(guests: number, memory: number): number {
  const bench = linux(Array.from({ length: guests }, () => ({ memory })));
  const from = cpu();
  bench.run(LIMIT);
  return Math.max(...bench.said.map((_, guest) => bench.at(guest, MARK))) - from;
}

/** Two guests' boots over one's. */
function consolidation(): number {
  const one = boots(1, 128 * MIB);
  return boots(2, 128 * MIB) / one;
}

/** @throws where a guest's dd has not said that it copied so many blocks */
function copied({ said }: BenchMachine, guest: number, blocks: number): void {
  if (!said[guest].includes(`${blocks}+0 records out`))
    throw new Error(`dd of guest ${guest}: ${said[guest].slice(-300)}`);
}

const READ = 256;

/** MB/s of CPU time at which `dd` reads a disk past the page cache. */
function blockRead(): number {
  const backend = memoryDisk(new Uint8Array(READ * MIB), true);
  const bench = linux([
    {
      virtio: [{ kind: 'block', backend }],
      job: `${started}; dd if=/dev/vda of=/dev/null bs=1M iflag=direct; ${ended}`,
    },
  ]);
  bench.run(LIMIT);
  copied(bench, 0, READ);
  return (READ * MIB) / 1e6 / ((bench.at(0, END) - bench.at(0, START)) / 1000);
}

const SENT = 64;

/** Mbit/s of CPU time of a page of so many MiB that one guest gets from another over TCP. */
function tcp(): number {
  const address = (n: number): string => `ip addr add 10.0.0.${n}/24 dev eth0; ip link set eth0 up`;
  const nics = [1, 2].map((n) => ({ name: `guest${n}`, mac: `52:54:00:00:00:0${n}` }));
  const get = (page: string): string => `wget -q -O /dev/null http://10.0.0.1/${page}`;
  const bench = linux(
    [
      {
        memory: 256 * MIB,
        virtio: [{ kind: 'nic', network: 0, nic: 0 }],
        job: `${address(1)}; mkdir /www; dd if=/dev/zero of=/www/page bs=1M count=${SENT}; : >/www/ready; httpd -h /www; sleep 20`,
      },
      {
        virtio: [{ kind: 'nic', network: 0, nic: 1 }],
        job: `${address(2)}; until ${get('ready')}; do sleep 0.2; done; ${started}; ${get('page')} && ${ended}`,
      },
    ],
    { networks: [{ nics }] },
  );
  bench.run(LIMIT);
  copied(bench, 0, SENT);
  return (SENT * MIB * 8) / 1e6 / ((bench.at(1, END) - bench.at(1, START)) / 1000);
}

/** The rows that take seconds each: at most three rounds. */
export function linuxRows(rounds: number): Row[] {
  boots(1, 128 * MIB); // warm-up
  const repeat = (measure: () => number): number[] => Array.from({ length: Math.min(rounds, 3) }, measure);
  return [
    {
      name: 'consolidation: two guests over one, Linux boot',
      unit: 'x',
      values: repeat(consolidation),
      aim: { most: 2.05 },
      note: `to ${MARK}`,
    },
    {
      name: 'virtio-blk sequential read, Linux',
      unit: 'MB/s',
      values: repeat(blockRead),
      aim: { least: 300 },
      note: 'dd bs=1M iflag=direct',
    },
    {
      name: 'virtio-net between two guests, Linux',
      unit: 'Mbit/s',
      values: repeat(tcp),
      aim: { least: 500 },
      note: "wget from httpd, all of both guests' work included",
    },
  ];
}

/** One guest's boot, and that of many on one board, CPU time. */
export function manyRow(guests: number): Row {
  const memory = 96 * MIB;
  boots(1, memory); // warm-up
  const one = boots(1, memory);
  return {
    name: `${guests} Linux guests of 96 MB to ${MARK}`,
    unit: 'x',
    values: [boots(guests, memory) / one],
    aim: { most: (20 / 16) * guests },
    note: `one guest's time, which was ${(one / 1000).toFixed(1)} s`,
  };
}
