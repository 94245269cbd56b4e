/** Images of SD cards for boots: one FAT32 partition from 1 MiB on, made and read with mtools. */
import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { need } from '../support/tools.js';

const MIB = 2 ** 20;
const SECTOR = 512;

export const haveMtools = (): boolean => need('mcopy', 'mtools');

function mtools(tool: string, image: string, args: readonly string[], input?: string): string {
  const { status, stdout, stderr } = spawnSync(tool, ['-i', `${image}@@1M`, ...args], {
    encoding: 'latin1',
    input,
    env: { ...process.env, MTOOLS_SKIP_CHECK: '1' },
    maxBuffer: 64 * MIB,
  });
  if (status !== 0) throw new Error(`${tool}: ${stderr}`);
  return stdout;
}

/** An image without a partition. */
export function blankCard(image: string, mib: number): void {
  const fd = openSync(image, 'w');
  ftruncateSync(fd, mib * MIB);
  closeSync(fd);
}

/** @param texts files by name @param copies files of the host, by the name that they have on the card */
export function bootCard(
  image: string,
  { mib = 96, texts = {}, copies }: { mib?: number; texts?: Record<string, string>; copies: Record<string, string> },
): void {
  blankCard(image, mib);
  const sectors = ((mib - 1) * MIB) / SECTOR;
  const table = Buffer.alloc(66);
  table[4] = 0x0c;
  table.writeUInt32LE(MIB / SECTOR, 8);
  table.writeUInt32LE(sectors, 12);
  table.writeUInt16LE(0xaa55, 64);
  const fd = openSync(image, 'r+');
  writeSync(fd, table, 0, table.length, 446);
  closeSync(fd);
  mtools('mformat', image, ['-F', '-T', String(sectors), '-h', '64', '-s', '32', '-v', 'BOOT', '::']);
  for (const [name, text] of Object.entries(texts)) mtools('mcopy', image, ['-', `::${name}`], text);
  for (const [name, path] of Object.entries(copies)) mtools('mcopy', image, [path, `::${name}`]);
}

/** The bytes of a file on the card's first partition, which must begin at 1 MiB. */
export const fileOnCard = (image: string, name: string): Buffer =>
  Buffer.from(mtools('mtype', image, [`::${name}`]), 'latin1');
