/** Files of all kinds that are not what they should be, ports that are taken: one clear line, exit code 2, and nothing half-written. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assemble } from '../../src/aarch64/assembler/index.js';
import { fatImage, mbrImage, type Files } from '../firmware/images.js';
import { pivisor, type Result } from '../support/command.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-bad-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
function file(name: string, contents: string | Uint8Array): string {
  writeFileSync(at(name), contents);
  return at(name);
}
/** Names of files in the folder come without it. */
async function command(...args: string[]): Promise<Result> {
  const result = await pivisor(...args);
  return { ...result, stderr: result.stderr.replaceAll(`${folder}/`, '') };
}

const loop = file('loop.elf', assemble('_start: b .', { base: 0x80000 }).elf());
const other = file('other.elf', assemble('_start: nop\n b .', { base: 0x80000 }).elf());
const card = (files: Files): Uint8Array => mbrImage([{ type: 0x0c, bytes: fatImage(files) }]);
const config = (text: string): Uint8Array => card({ 'kernel8.img': 'K', 'config.txt': text });
const sd = file('good.img', config('arm_64bit=1\n'));
const SECTORS = config('').length / 512;

const kernel = ['--kernel', loop, '--headless', '--timeout', '10us'];
const inFolder = join(folder, 'none', 'x');

/** Listens on a port. */
const taken = createServer();
beforeAll(async () => {
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  expect(await command('run', ...kernel, '--save-state', at('loop.state'))).toMatchObject({ status: 1 });
  expect(await command('run', ...kernel, '--sd', sd, '--save-state', at('card.state'))).toMatchObject({ status: 1 });
  expect(await command('run', ...kernel, '--record', at('loop.rec'))).toMatchObject({ status: 1 });
});
afterAll(() => taken.close());

describe('one clear line, exit code 2', () => {
  test.for<[string, () => string[], string | RegExp]>([
    ['a DTB that is none', () => ['--dtb', file('text.dtb', 'no tree at all')], /^text\.dtb: .*device tree/],
    ['a DTB that is cut off', () => ['--dtb', file('cut.dtb', Uint8Array.of(0xd0, 0x0d, 0xfe, 0xed))], /^cut\.dtb: /],
    ['no DTB', () => ['--dtb', at('none.dtb')], 'none.dtb: no such file or directory'],
    ['no initrd', () => ['--initrd', at('none.gz')], 'none.gz: no such file or directory'],
    ['no firmware', () => ['--firmware', at('none.bin')], 'none.bin: no such file or directory'],
    ['no card', () => ['--sd', at('none.img')], 'none.img: no such file or directory'],
    [
      'a card of half sectors',
      () => ['--sd', file('odd.img', new Uint8Array(1000))],
      'odd.img: 1000 bytes, expected a multiple of 512: the image is truncated, or compressed',
    ],
    ['a log in no folder', () => ['--log', inFolder], 'none/x: no such file or directory'],
    ['a log that is a folder', () => ['--log', folder], `${folder}: is a directory`],
    ['a trace in no folder', () => ['--trace', 'irq', '--trace-file', inFolder], 'none/x: no such file or directory'],
    ['a state in no folder', () => ['--save-state', inFolder], 'none/x: no such file or directory'],
    ['a state that is a folder', () => ['--save-state', folder], `${folder}: is a directory`],
    ['a recording in no folder', () => ['--record', inFolder], 'none/x: no such file or directory'],
    ['a console in no folder', () => ['--serial0', `file:${inFolder}`], 'none/x: no such file or directory'],
    [
      'a port that is taken, for GDB',
      () => ['--gdb', String((taken.address() as AddressInfo).port)],
      /^127\.0\.0\.1:\d+: address already in use$/,
    ],
    [
      'a port that is taken, for a console',
      () => ['--serial1', `tcp:${(taken.address() as AddressInfo).port}`],
      /^127\.0\.0\.1:\d+: address already in use$/,
    ],
    ['a recording that is none', () => ['--replay', loop], 'loop.elf:1: expected JSON'],
    ['a recording that is a folder', () => ['--replay', folder], `${folder}: is a directory`],
    [
      'a recording of another program',
      () => ['--kernel', other, '--replay', at('loop.rec')],
      'loop.rec: a recording of another machine or program, expected the options that it was made with',
    ],
    [
      'a recording of other options',
      () => ['--no-reboot', '--replay', at('loop.rec')],
      'loop.rec: a recording of another machine or program, expected the options that it was made with',
    ],
  ])('run with %s', async ([, args, message]) => {
    const before = readdirSync(folder);
    const made = args();
    const { status, stdout, stderr } = await command('run', ...kernel, ...made);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^pivisor: [^\n]*\n$/);
    const line = stderr.slice('pivisor: '.length, -1);
    if (typeof message === 'string') expect(line).toBe(message);
    else expect(line).toMatch(message);
    const given = made.map((arg) => arg.slice(folder.length + 1));
    expect(readdirSync(folder).filter((name) => !before.includes(name) && !given.includes(name))).toEqual([]);
  });

  test.for<[string, Uint8Array, string]>([
    [
      'that is truncated',
      config('').subarray(0, 100 * 512),
      'partition 1 ends at sector 4259 (2 MiB), expected at most 100 (0 MiB): the image is truncated',
    ],
    [
      'whose config.txt names a kernel that is not there',
      config('arm_64bit=1\nkernel=none.img\n'),
      "config.txt:2: kernel: no file 'none.img' on the boot partition",
    ],
    [
      'whose config.txt has a bad line',
      config('arm_64bit=1\n\ngpio=banana\n'),
      "config.txt:3: gpio: expected pins from 0 to 57 and attributes, as in 'gpio=3-4,6=op,dh', found 'banana'",
    ],
  ])('a card %s', async ([, image, message]) => {
    const path = file('bad.img', image);
    expect(await command('run', '--sd', path, '--headless')).toEqual({
      status: 2,
      stdout: '',
      stderr: `pivisor: bad.img: ${message}\n`,
    });
  });

  test.for<[string, string[], string]>([
    ['that is none', ['--load-state', loop], 'loop.elf: not a state file, expected one that --save-state has written'],
    ['that is a folder', ['--load-state', folder], `${folder}: is a directory`],
    ['that is not there', ['--load-state', at('none')], 'none: no such file or directory'],
    [
      'and another board',
      ['--load-state', at('loop.state'), '--board', 'rpi4b-4g'],
      '--board: loop.state says this, expected --load-state without it',
    ],
    [
      'and another seed',
      ['--load-state', at('loop.state'), '--seed', '4'],
      '--seed: loop.state says this, expected --load-state without it',
    ],
    [
      'without a card, and a card',
      ['--load-state', at('loop.state'), '--sd', sd],
      '--sd: loop.state was saved with no card in the slot, expected none',
    ],
    [
      'with a card, and none',
      ['--load-state', at('card.state')],
      '--sd: card.state was saved with a card in the slot, expected its image',
    ],
    [
      'with a card, and another',
      ['--load-state', at('card.state'), '--sd', file('small.img', new Uint8Array(512))],
      `card.state: it does not fit this machine: card ${SECTORS}, expected 1`,
    ],
  ])('a state %s', async ([, args, message]) => {
    expect(await command('run', ...args, '--headless')).toEqual({
      status: 2,
      stdout: '',
      stderr: `pivisor: ${message}\n`,
    });
  });

  test.for<[string, string, RegExp]>([
    ['no YAML', 'machine: [\n', /^bad\.yaml:\d+: \S/],
    [
      'a slip in a name',
      'machine:\n  kernel: loop.elf\nsteps:\n  - expct: x\n',
      /^bad\.yaml:4: steps\[0\]\.expct: unknown field, expected one of expect, /,
    ],
    [
      'cores in words',
      'machine:\n  kernel: loop.elf\n  cpus: many\nsteps: []\n',
      /^bad\.yaml:3: machine\.cpus: expected a whole number from 1 to 8, found 'many'$/,
    ],
    [
      'a missing file',
      'machine:\n  kernel: none.elf\nsteps:\n  - expect: x\n',
      /^bad\.yaml:2: machine\.kernel: none\.elf: no such file$/,
    ],
  ])('a boot test with %s', async ([, text, message]) => {
    const { status, stdout, stderr } = await command('test', file('bad.yaml', text), '--artifacts', at('artifacts'));
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^pivisor: [^\n]*\n$/);
    expect(stderr.slice('pivisor: '.length, -1)).toMatch(message);
    expect(readdirSync(folder)).not.toContain('artifacts');
  });
});

test('a recording is not lost where it is to be replayed and recorded at once', async () => {
  expect(await command('run', ...kernel, '--replay', at('loop.rec'), '--record', at('loop.rec'))).toMatchObject({
    status: 0,
    stderr: expect.stringMatching(/the state hash is the recorded one/) as string,
  });
  expect(await command('run', ...kernel, '--replay', at('loop.rec'))).toMatchObject({ status: 0 });
});
