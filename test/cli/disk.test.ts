/** `run --disk`: disks as virtio devices, and what is wrong with those that can't be. */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { launch } from '../../src/host/launch.js';
import { parseDisk } from '../../src/host/virtio-disks.js';
import { saveStateFile } from '../../src/host/state-file.js';
import { Machine } from '../../src/machine/machine.js';
import { readFdt } from '../../src/machine/fdt.js';
import { pivisor } from '../support/command.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-disk-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
const [DATA, FIXED, ODD, CARD] = ['data.img', 'fixed.img', 'odd.img', 'card.img'].map(at);
for (const file of [DATA, FIXED, CARD]) writeFileSync(file, new Uint8Array(8192));
writeFileSync(ODD, new Uint8Array(1000));
symlinkSync(DATA, at('link.img'));
const PROGRAM = 'firmware-samples/hello.s';

test.each([
  ['a.img', { file: 'a.img', readOnly: false }],
  ['a.img,ro', { file: 'a.img', readOnly: true }],
  ['a,b.img', { file: 'a,b.img', readOnly: false }],
])('%s', (text, expected) => expect(parseDisk(text)).toEqual(expected));

describe('one line, and exit code 2', () => {
  test.each<[string, readonly string[], string]>([
    ['nothing', ['--disk', ''], "option '--disk <file>' argument '' is invalid. '', expected FILE or FILE,ro."],
    ['no file', ['--disk', at('none.img')], `${at('none.img')}: no such file or directory`],
    ['a folder', ['--disk', `${folder},ro`], `${folder}: not a file, expected a disk image`],
    [
      'half a sector',
      ['--disk', ODD],
      `${ODD}: 1000 bytes, expected a multiple of 512: the image is truncated, or compressed`,
    ],
    [
      'two writers',
      ['--disk', DATA, '--disk', at('link.img')],
      `${at('link.img')}: given twice, expected it once, or every time with ,ro`,
    ],
    [
      'a writer and a reader',
      ['--disk', `${DATA},ro`, '--disk', DATA],
      `${DATA}: given twice, expected it once, or every time with ,ro`,
    ],
    [
      'the card as well',
      ['--sd', CARD, '--disk', CARD],
      `${CARD}: given twice, expected it once, or every time with ,ro`,
    ],
    [
      'too many',
      Array.from({ length: 17 }, () => ['--disk', `${DATA},ro`]).flat(),
      '--disk: board rpi4b-2g has room for 16 virtio devices, expected no more',
    ],
  ])('%s', async (_, options, line) => {
    const { status, stderr } = await pivisor('run', '--kernel', PROGRAM, ...options);
    expect(stderr.replace(/^pivisor: /, '').trim()).toBe(line);
    expect(status).toBe(2);
  });
});

test('the device tree has a node for each, and readers may share an image', () => {
  const { handoff, machine, close } = launch({
    kernel: PROGRAM,
    board: 'virt',
    disk: [
      { file: DATA, readOnly: false },
      { file: FIXED, readOnly: true },
      { file: FIXED, readOnly: true },
    ],
    virtio: [{ kind: 'entropy' }],
  });
  close();
  if (typeof handoff === 'function') throw new Error('no hand-off');
  const { root } = readFdt(handoff.segments.at(-1)!.bytes);
  const nodes = root.children.filter((c) => c.name.startsWith('virtio_mmio'));
  expect(nodes.map((n) => [n.name, n.cells('reg'), n.cells('interrupts')])).toEqual(
    [0, 1, 2, 3].map((n) => [
      `virtio_mmio@${(0xa000000 + 0x200 * n).toString(16)}`,
      [0, 0xa000000 + 0x200 * n, 0x200],
      [0, 16 + n, 4],
    ]),
  );
  expect(nodes.every((n) => n.strings('compatible')?.[0] === 'virtio,mmio')).toBe(true);
  expect(machine.virtio?.map((entry) => entry.kind)).toEqual(['block', 'block', 'block', 'entropy']);
});

test('a state needs as many disks, of the same size', () => {
  const first = launch({ kernel: PROGRAM, disk: [{ file: DATA, readOnly: false }] });
  const machine = new Machine(first.machine);
  if (typeof first.handoff === 'function') throw new Error('no hand-off');
  machine.boot(first.handoff);
  saveStateFile(machine, at('saved.state'));
  first.close();
  const load = (...files: string[]): string => {
    const again = launch({ loadState: at('saved.state'), disk: files.map((file) => ({ file, readOnly: false })) });
    const other = new Machine(again.machine);
    try {
      (again.handoff as (machine: Machine) => void)(other);
      return other.hash() === machine.hash() ? 'the same' : 'another';
    } finally {
      again.close();
    }
  };
  expect(load(DATA)).toBe('the same');
  expect(() => load()).toThrow(`--disk: ${at('saved.state')} was saved with 1 disks, expected their images`);
  writeFileSync(at('large.img'), new Uint8Array(16384));
  expect(() => load(at('large.img'))).toThrow('virtio ["block 16"], expected ["block 32"]');
});
