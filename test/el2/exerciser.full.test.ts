/**
 * The EL2 exerciser (firmware-samples/el2-exerciser.s), one image, on the Pi's boards, on `virt`, and on QEMU: what they print must be the
 * same, case by case, but for the differences that exerciser-differences.ts explains.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { assemble } from '../../src/aarch64/assembler/index.js';
import { handoff, type Firmware } from '../../src/machine/firmware/handoff.js';
import { Machine } from '../../src/machine/machine.js';
import { run, withFolder } from '../conformance/tools.js';
import { board, sourceOf } from '../support/run.js';
import { need } from '../support/tools.js';
import { DIFFERENCES } from './exerciser-differences.js';

const NAME = 'el2-exerciser';
/** The image's word that makes it print every case. */
const VERBOSE = 64;

const imageAt = (base: number): Uint8Array =>
  assemble(sourceOf(`firmware-samples/${NAME}.s`), {
    file: `${NAME}.s`,
    base,
    include: (name) => sourceOf(`firmware-samples/${name}`),
  }).raw();
const image = imageAt(0x80000);
const verbose = Uint8Array.from(image);
verbose[VERBOSE] = 1;

/** Runs an image as a board's firmware would start it. */
function runHere(name: string, kind: 'armstub' | 'psci', kernel: Uint8Array, kernelAddress?: number): string {
  const firmware: Firmware = { kind };
  const b = board(name);
  let text = '';
  const machine = new Machine({ board: b, console: (byte) => void (text += String.fromCharCode(byte)) });
  machine.boot(handoff({ board: b, cores: b.cores, firmware, el: 2, kernel, kernelAddress }));
  const outcome = machine.run(10e9);
  return machine.end?.kind === 'power-off' ? text : `${text}(ended with ${machine.end?.kind ?? outcome})\n`;
}

const BOARDS = [
  ['rpi4b-2g', 'armstub', undefined],
  ['rpi4b-1g', 'psci', 0x200000],
  ['rpi4b-8g', 'armstub', undefined],
  ['virt', 'psci', undefined],
] as const;

/** A group: its name, its lines, and what it said of them. */
interface Group {
  readonly name: string;
  readonly lines: string[];
  readonly count: number;
  readonly checksum: number;
}

function groupsOf(text: string): Group[] {
  const groups: Group[] = [];
  let lines: string[] = [];
  for (const line of text.split('\n')) {
    const end = /^group ([\w-]+): (\d+) cases, checksum ([0-9a-f]{8})$/.exec(line);
    if (!end) {
      lines.push(line);
      continue;
    }
    groups.push({ name: end[1], lines, count: Number(end[2]), checksum: parseInt(end[3], 16) });
    lines = [];
  }
  return groups;
}

const linesOf = (text: string): string[] => groupsOf(text).flatMap(({ lines }) => lines);

/** What QEMU should print where we print `line`, and which difference says so. */
function onQemu(line: string): { readonly text: string; readonly by: number[] } {
  const by = DIFFERENCES.flatMap(({ ours }, i) => (ours.test(line) ? [i] : []));
  return { text: by.length === 1 ? line.replace(DIFFERENCES[by[0]].ours, DIFFERENCES[by[0]].qemu) : line, by };
}

let ours = '';
beforeAll(() => {
  ours = runHere('rpi4b-2g', 'armstub', verbose);
});

describe('the EL2 exerciser here', () => {
  test('is position-independent', () => {
    expect(Buffer.from(imageAt(0x40080000)).equals(image)).toBe(true);
    expect(Buffer.from(imageAt(0x200000)).equals(image)).toBe(true);
  });

  test.each(BOARDS)('prints what it should on %s, started by %s at %s', (name, kind, address) => {
    expect(runHere(name, kind, image, address)).toBe(sourceOf(`firmware-samples/${NAME}.expected`));
  });

  test('prints the same cases on virt', () => {
    expect(linesOf(runHere('virt', 'psci', verbose))).toEqual(linesOf(ours));
  });

  test('prints checksums of the lines that it prints, each with its group and another name', () => {
    const groups = groupsOf(ours);
    expect(groups.length).toBe(19);
    for (const { name, lines, count, checksum } of groups) {
      expect(lines.length, name).toBe(count);
      expect(crc32(lines.map((line) => `${line}\n`).join('')), name).toBe(checksum);
      expect(lines.filter((line) => !line.startsWith(`${name}: `))).toEqual([]);
    }
    const total = Buffer.alloc(4 * groups.length);
    groups.forEach(({ checksum }, i) => total.writeUInt32LE(checksum, 4 * i));
    const count = groups.reduce((n, g) => n + g.count, 0);
    expect(ours.trimEnd().split('\n').at(-1)).toBe(
      `total: ${count} cases, checksum ${crc32(total).toString(16).padStart(8, '0')}`,
    );
    // No case stands there twice.
    expect(new Set(linesOf(ours)).size).toBe(count);
  });

  test('has each difference in as many cases as it says, and none in two', () => {
    const counts = DIFFERENCES.map(() => 0);
    for (const line of linesOf(ours)) {
      const { by } = onQemu(line);
      expect(by.length, `${line}: explained twice`).toBeLessThan(2);
      for (const i of by) counts[i]++;
    }
    expect(DIFFERENCES.map(({ ours }, i) => `${counts[i]} ${ours.source}`)).toEqual(
      DIFFERENCES.map(({ ours, cases }) => `${cases} ${ours.source}`),
    );
  });
});

describe.skipIf(!need('qemu-system-aarch64', 'qemu-system-arm'))('and on QEMU', () => {
  test('the same, but for what is explained', async () => {
    const theirs = await withFolder(async (folder) => {
      const kernel = join(folder, 'exerciser.img');
      const serial = join(folder, 'serial');
      writeFileSync(kernel, verbose);
      const { status, stderr } = await run(
        'qemu-system-aarch64',
        [
          ...['-M', 'virt,virtualization=on,gic-version=2', '-cpu', 'cortex-a72', '-m', '128', '-nic', 'none'],
          ...['-display', 'none', '-monitor', 'none', '-serial', `file:${serial}`, '-kernel', kernel],
        ],
        undefined,
        120,
      );
      const text = existsSync(serial) ? readFileSync(serial, 'latin1') : '';
      return status === 0 ? text : `${text}(ended with ${status}: ${stderr.toString().trim()})\n`;
    });
    expect(groupsOf(theirs).map(({ name, count }) => [name, count])).toEqual(
      groupsOf(ours).map(({ name, count }) => [name, count]),
    );
    expect(linesOf(theirs)).toEqual(linesOf(ours).map((line) => onQemu(line).text));
  });
});
