/** `pivisor boards`, and the schema of board files, which says what `parseBoard` says. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, test } from 'vitest';
import { boardNames, loadBoard, readBoard } from '../../src/host/boards.js';
import { BoardError, parseBoard, type Board } from '../../src/machine/board.js';
import { DEVICE_KINDS } from '../../src/machine/devices.js';
import { dtsOf } from '../../src/machine/dts.js';
import { writeFdt } from '../../src/machine/fdt.js';
import { generateTree } from '../../src/machine/firmware/generate-tree.js';
import { pivisor } from '../support/command.js';
import { sourceOf } from '../support/run.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-boards-'));
afterAll(() => rmSync(folder, { recursive: true }));
describe('pivisor boards', () => {
  test('lists them for people', async () => {
    const { status, stdout } = await pivisor('boards');
    expect(status).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((l) => l.split(' ')[0])).toEqual(boardNames());
    expect(lines).toContain('rpi4b-2g    4 cores  2 GiB     Raspberry Pi 4 Model B, 2 GB');
  });
  test('lists them as JSON', async () => {
    const { stdout } = await pivisor('boards', '--json');
    const rows = JSON.parse(stdout) as { name: string; cores: number; ram: number }[];
    expect(rows.find((r) => r.name === 'rpi4b-octo')).toMatchObject({ cores: 8, ram: 0xfc000000 });
    expect(rows.map((r) => r.name)).toEqual(boardNames());
  });
  test.each(boardNames())('show %s prints a file of its own', async (name) => {
    const { stdout } = await pivisor('boards', 'show', name);
    expect(JSON.parse(stdout)).not.toHaveProperty('extends');
    expect(parseBoard(JSON.parse(stdout))).toEqual(loadBoard(name));
  });
  test('show prints and writes the tree', async () => {
    const tree = generateTree(loadBoard('rpi4b-octo') as Board);
    expect((await pivisor('boards', 'show', 'rpi4b-octo', '--dts')).stdout).toBe(dtsOf(tree));
    const out = join(folder, 'octo.dtb');
    expect(await pivisor('boards', 'show', 'rpi4b-octo', '--dtb', out)).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(Uint8Array.from(readFileSync(out))).toEqual(writeFdt(tree));
  });
  test.each([
    { args: ['show', 'none'], says: /^pivisor: no board 'none', expected one of cm4, .*, virt\n$/ },
    { args: ['show', join(folder, 'none.json')], says: /none\.json: no such file or directory\n$/ },
    { args: ['show', 'virt', '--dts', '--dtb', 'x'], says: /^pivisor: --dtb: expected no --dts to go with it\n$/ },
    { args: ['show', 'virt', '--dtb', folder], says: /: is a directory\n$/ },
    { args: ['show'], says: /missing required argument 'name'\n$/ },
  ])('$args is refused', async ({ args, says }) => {
    const { status, stdout, stderr } = await pivisor('boards', ...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(says);
  });
});

const schema = JSON.parse(sourceOf('schemas/board.schema.json')) as Record<string, unknown>;
// Numbers may be strings, so types and limits stand in different places.
const valid = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false }).compile(schema);

type Json = Record<string, unknown>;
const sound = readBoard('rpi4b-octo') as Json;
const [uart] = sound.devices as Json[];
/** The same board with numbers in place of the strings. */
const numbers = (json: unknown): unknown =>
  JSON.parse(JSON.stringify(json), (_, v: unknown) =>
    typeof v === 'string' && /^0x[0-9a-f]+$/.test(v) ? Number(v) : v,
  );
const parses = (json: unknown): boolean => {
  try {
    parseBoard(json);
    return true;
  } catch (error) {
    if (error instanceof BoardError) return false;
    throw error;
  }
};

describe('the schema', () => {
  test.each(boardNames())('accepts %s, as it is written and as a whole', (name) => {
    expect([valid(JSON.parse(sourceOf(`boards/${name}.json`))), valid.errors]).toEqual([true, null]);
    expect([valid(readBoard(name)), valid.errors]).toEqual([true, null]);
    expect([valid(loadBoard(name)), valid.errors]).toEqual([true, null]);
  });
  test("accepts the documentation's board, and so do we", () => {
    const [, example] = /```json\n([^]*?)```/.exec(sourceOf('docs/boards.md')) ?? [];
    expect([valid(JSON.parse(example)), valid.errors]).toEqual([true, null]);
    const path = join(folder, 'small.json');
    writeFileSync(path, example);
    expect(loadBoard(path)).toMatchObject({ name: 'small', cores: 2, devices: loadBoard('rpi4b-2g')?.devices });
  });
  test('has all kinds of devices', () => {
    const { device } = schema.$defs as { device: { properties: { kind: { oneOf: { const: string }[] } } } };
    expect(device.properties.kind.oneOf.map((k) => k.const).sort()).toEqual(Object.keys(DEVICE_KINDS).sort());
  });

  const BAD: readonly [string, Json][] = [
    ['no name', { name: undefined }],
    ['no gic', { gic: undefined }],
    ['nine cores', { cores: 9 }],
    ['half a core', { cores: 1.5 }],
    ['no RAM', { ram: [] }],
    ['RAM of odd size', { ram: [{ base: 0, bytes: 5000 }] }],
    ['RAM without a size', { ram: [{ base: 0 }] }],
    ['an address in words', { load: 'here' }],
    ['an odd address', { load: 0x80001 }],
    ['a slip in a name', { colour: 'green' }],
    ['a GIC elsewhere', { gic: { ...(sound.gic as Json), gicd: 17 } }],
    ['a device that nobody made', { devices: [{ ...uart, kind: 'floppy' }] }],
    ['a device without a window', { devices: [{ ...uart, bytes: undefined }] }],
    ['an interrupt that the GIC has not', { devices: [{ ...uart, spi: [224] }] }],
    ['a window in half pages', { windows: [{ name: 'x', base: 0xfc000800, bytes: 0x1000 }] }],
    ['the same core twice', { affinity: [0, 1, 2, 3, 4, 5, 6, 6] }],
    ['a Pi without clocks', { pi: { ...(sound.pi as Json), clocks: undefined } }],
    ['a Pi with a slow clock', { pi: { ...(sound.pi as Json), clocks: { arm: 1, core: 5e8, uart: 48e6 } } }],
    ['a Pi with an odd spin table', { pi: { ...(sound.pi as Json), spinTable: 0xf04 } }],
    ['virtio slots between slots', { virtio: { base: 0xfc000100, spi: 48, slots: 16 } }],
    ['virtio slots without interrupts', { virtio: { base: 0xfc000000, slots: 16 } }],
    ['more virtio slots than there may be', { virtio: { base: 0xfc000000, spi: 48, slots: 33 } }],
    ['a Pi with a colour', { pi: { ...(sound.pi as Json), colour: 'red' } }],
  ];
  test.each(BAD)('refuses a board with %s, as parseBoard does', (_, change) => {
    const json = JSON.parse(JSON.stringify({ ...sound, ...change })) as Json;
    expect([parses(json), valid(json)]).toEqual([false, false]);
  });

  test('lets pass what only all fields together can tell', () => {
    const twice = { ...sound, ram: [{ base: 0, bytes: 8192 }, { base: 4096, bytes: 8192 }] }; // prettier-ignore
    expect([parses(twice), valid(twice)]).toEqual([false, true]);
  });

  /** What parseBoard finds by looking at several fields. */
  const TOGETHER =
    /expected addresses outside of|address in RAM|different values|leave RAM|pi\.spinTable: expected (0xd8, or )?0x200/;
  test('agrees on boards with any field changed', () => {
    let seed = 7;
    const random = (n: number): number => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return (seed >>> 8) % n;
    };
    const VALUES: unknown[] = [null, true, '', 'x', '0x10', '12', -1, 0, 1, 3, 4, 8, 9, 224, 4096, 5000, 2 ** 44, 1.5, 1e300, [], [0], {}, { base: 0 }]; // prettier-ignore
    const before = JSON.stringify(numbers(sound));
    const verdicts = { both: 0, neither: 0 };
    for (let i = 0; i < 4000; i++) {
      const json = JSON.parse(before) as Json;
      let at: unknown = json;
      for (;;) {
        const here = at as Json;
        const keys = Object.keys(here);
        if (keys.length === 0) break;
        const key = keys[random(keys.length)];
        const below = here[key];
        if (typeof below === 'object' && below !== null && random(4) > 0) {
          at = below;
          continue;
        }
        if (random(8) === 0) {
          if (Array.isArray(here)) here.splice(Number(key), 1);
          else delete here[key];
        } else here[random(8) === 0 && !Array.isArray(here) ? `${key}x` : key] = VALUES[random(VALUES.length)];
        break;
      }
      let message: string | undefined;
      try {
        parseBoard(json);
      } catch (error) {
        expect(error).toBeInstanceOf(BoardError);
        ({ message } = error as BoardError);
      }
      const accepted = valid(json);
      if (message !== undefined && TOGETHER.test(message)) continue;
      // A schema knows no limits of numbers in strings.
      if (accepted && message !== undefined && /found "(0x)?\d+"$/.test(message)) continue;
      verdicts[accepted ? 'both' : 'neither']++;
      if (accepted !== (message === undefined)) {
        expect([message, accepted, valid.errors]).toBe('the same verdict');
      }
    }
    expect(Math.min(verdicts.both, verdicts.neither)).toBeGreaterThan(300);
  });
});
