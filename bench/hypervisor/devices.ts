/** What virtio devices move between guests, and between a guest and its disk, by small drivers without an operating system. */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDiskImage } from '../../src/host/disk-image.js';
import { writeImage } from '../../src/host/disks/copy.js';
import { benchMachine, program } from './guests.js';
import type { Row } from './report.js';

const MIB = 2 ** 20;
const DISK = 64 * MIB;
/** 4 MiB each. */
const BATCHES = 128;
const BATCH = 4 * MIB;

/** MB/s of CPU time at which a guest reads a disk. */
function blockRead(file: string): number {
  const disk = openDiskImage(file, { readOnly: true });
  try {
    const bench = benchMachine([
      {
        image: program('block', { BATCHES, DISK_SECTORS: DISK / 512 }),
        virtio: [{ kind: 'block', backend: disk }],
      },
    ]);
    bench.run(60e9);
    const ms = bench.at(0, 'b') - bench.at(0, 'a');
    // What was read last is in its memory.
    const buffers = 0x40800000;
    const last = ((BATCHES * BATCH) % DISK) - BATCH;
    for (let at = 0; at < BATCH; at += 4093 * 4) {
      const expected = wordAt((last + DISK + at) % DISK);
      if (bench.word(0, buffers + at) !== expected) throw new Error(`wrong data at ${at}`);
    }
    return (BATCHES * BATCH) / 1e6 / (ms / 1000);
  } finally {
    disk.close();
  }
}

/** What stands at an offset of the disk. */
const wordAt = (offset: number): number => Math.imul(offset / 4 + 1, 0x9e3779b1) >>> 0;

function writeDisk(file: string): void {
  const bytes = new Uint32Array(MIB / 4);
  const fd = openSync(file, 'w');
  for (let at = 0; at < DISK; at += MIB) {
    for (let i = 0; i < bytes.length; i++) bytes[i] = wordAt(at + 4 * i);
    writeSync(fd, bytes);
  }
  closeSync(fd);
}

const FRAMES = 4096;
const FRAME_BYTES = 54 + 45 * 1448;

/** Mbit/s of CPU time between two guests, payload only. */
function netBetween(): number {
  const nics = [1, 2].map((n) => ({ name: `guest${n}`, mac: `52:54:00:00:00:0${n}` }));
  const bench = benchMachine(
    [
      { image: program('send', { FRAMES }), virtio: [{ kind: 'nic', network: 0, nic: 0 }] },
      { image: program('receive', { FRAMES }), virtio: [{ kind: 'nic', network: 0, nic: 1 }] },
    ],
    { networks: [{ nics }] },
  );
  bench.run(60e9);
  const ms = bench.at(1, 'b') - bench.at(0, 'a');
  return (FRAMES * FRAME_BYTES * 8) / 1e6 / (ms / 1000);
}

export function deviceRows(rounds: number): Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'pivisor-bench-'));
  try {
    const raw = join(folder, 'raw.img');
    writeDisk(raw);
    const layer = join(folder, 'layer.qcow2');
    writeImage(layer, { format: 'qcow2', backing: { name: 'raw.img', format: 'raw' } }, { size: DISK });
    const repeat = (measure: () => number): number[] => {
      measure(); // warm-up
      return Array.from({ length: rounds }, measure);
    };
    return [
      {
        name: 'virtio-blk sequential read, raw',
        unit: 'MB/s',
        values: repeat(() => blockRead(raw)),
        aim: { least: 300 },
        note: 'driver without an operating system, 256 KiB requests',
      },
      {
        name: 'virtio-blk sequential read, qcow2 over raw',
        unit: 'MB/s',
        values: repeat(() => blockRead(layer)),
        aim: { least: 300 },
        note: 'the same, through an empty layer',
      },
      {
        name: 'virtio-net between two guests',
        unit: 'Mbit/s',
        values: repeat(netBetween),
        aim: { least: 500 },
        note: 'drivers without an operating system, frames of 64 KiB for segmentation',
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
