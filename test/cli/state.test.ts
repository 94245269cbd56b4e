/** States and recordings as files: what comes back, and what is wrong with those that do not. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { UserError } from '../../src/cli/user-error.js';
import { fromJson, toJson } from '../../src/host/plain-json.js';
import { Recorder, compareEnds, readRecording } from '../../src/host/recording.js';
import { readStateFile, saveStateFile } from '../../src/host/state-file.js';
import { handoff } from '../../src/machine/firmware/handoff.js';
import { Machine } from '../../src/machine/machine.js';
import { SNAPSHOT_VERSION } from '../../src/machine/snapshot.js';
import { assemble } from '../../src/aarch64/assembler/index.js';
import { board, sourceOf } from '../support/run.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-state-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

/** A machine with a sample behind the armstub, so that a reset can bring it back. */
function made(sample: string, more: { cores?: number; seed?: number; board?: string } = {}): Machine {
  const b = board(more.board ?? 'rpi4b-2g');
  const machine = new Machine({ board: b, ...(more.cores ? { cores: more.cores } : {}), seed: more.seed ?? 0 });
  machine.boot(
    handoff({
      board: b,
      cores: more.cores ?? b.cores,
      firmware: { kind: 'psci' },
      el: 2,
      kernel: assemble(sourceOf(`firmware-samples/${sample}.s`), { base: b.load }).elf(),
    }),
  );
  return machine;
}

const said = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof UserError) return error.message.replaceAll(`${folder}/`, '');
    throw error;
  }
  return 'nothing';
};

describe('a state file', () => {
  const machine = made('two-cores');
  machine.run(123_457);
  const path = at('two-cores.state');
  saveStateFile(machine, path);
  const hash = machine.hash();
  machine.run(1e9);
  const good = readFileSync(path);

  test('brings a machine of its kind to where it was, and on to the same end', () => {
    const file = readStateFile(path);
    const other = new Machine(file.state.made);
    file.load(other);
    expect(other.hash()).toBe(hash);
    other.run(1e9);
    expect([other.hash(), other.end]).toEqual([machine.hash(), machine.end]);
  });

  test('holds what a reset of the board needs', () => {
    const file = readStateFile(path);
    const other = new Machine(file.state.made);
    file.load(other);
    let resets = 0;
    other.onReset = () => void resets++;
    other.input({ kind: 'reset' });
    other.run(1e9);
    expect([resets, other.end]).toEqual([1, { kind: 'power-off' }]);
  });

  const changed = (change: (bytes: Buffer) => Buffer): Buffer => change(Buffer.from(good));
  test.each<[string, Buffer, string]>([
    ['empty', Buffer.alloc(0), 'bad.state: not a state file, expected one that --save-state has written'],
    [
      'a picture',
      Buffer.from('\x89PNG\r\n\x1a\n and more of it'),
      'bad.state: not a state file, expected one that --save-state has written',
    ],
    [
      'of a later version',
      changed((b) => Buffer.concat([Buffer.from('pivisor state 9\n'), b.subarray(16)])),
      `bad.state: a state of version 9, expected version ${SNAPSHOT_VERSION}`,
    ],
    ['cut off', changed((b) => b.subarray(0, b.length - 40)), 'bad.state: it is cut off, expected a whole state file'],
    [
      'without its end',
      changed((b) => b.subarray(0, b.length - 1)),
      'bad.state: it is cut off, expected a whole state file',
    ],
    [
      'with a byte changed at its end',
      changed((b) => (b.writeUInt8(b[b.length - 1] ^ 1, b.length - 1), b)),
      'bad.state: it is damaged, expected a whole state file',
    ],
  ])('that is %s is refused', (_, bytes, message) => {
    writeFileSync(at('bad.state'), bytes);
    expect(said(() => readStateFile(at('bad.state')))).toBe(message);
  });

  test('with any byte changed, or cut off anywhere, is refused in one line', () => {
    let x = 12345;
    const random = (below: number): number => (x = (Math.imul(x, 1103515245) + 12345) >>> 0) % below;
    for (let i = 0; i < 60; i++) {
      const bytes = Buffer.from(good);
      const where = random(bytes.length);
      bytes[where] ^= 1 << random(8);
      writeFileSync(at('bad.state'), i % 2 === 0 ? bytes : good.subarray(0, where));
      expect(said(() => readStateFile(at('bad.state')))).toMatch(/^bad\.state: [^\n]+, expected [^\n]+$/);
    }
  });

  test('of another machine is refused, and nothing of it taken over', () => {
    const other = made('two-cores', { cores: 2 });
    const before = other.hash();
    expect(said(() => readStateFile(path).load(other))).toBe(
      'two-cores.state: it does not fit this machine: cores 4, expected 2',
    );
    expect(other.hash()).toBe(before);
  });
});

describe('a recording', () => {
  const record = (name: string): Machine => {
    const machine = made('timer');
    const recorder = new Recorder(at(name), machine, () => undefined);
    for (const t of [100, 30_000, 70_007]) {
      machine.run(t);
      recorder.input(machine.input({ kind: 'serial', port: 0, bytes: Uint8Array.of(t & 255, 10) }));
    }
    machine.run(200_000);
    recorder.close();
    return machine;
  };

  test('replayed ends in the recorded state', () => {
    record('a.rec');
    const again = made('timer');
    const recording = readRecording(at('a.rec'), again);
    expect(recording.inputs).toHaveLength(3);
    again.replay(recording.inputs);
    again.run(recording.end?.at ?? 0);
    expect(compareEnds(again, recording)).toMatchObject({ same: true });
  });

  test('with an input that came too late to be seen ends in the recorded state', () => {
    const machine = made('timer');
    const recorder = new Recorder(at('late.rec'), machine, () => undefined);
    machine.run(100_000);
    for (const byte of [1, 2]) recorder.input(machine.input({ kind: 'serial', port: 0, bytes: Uint8Array.of(byte) }));
    recorder.close();
    const again = made('timer');
    const recording = readRecording(at('late.rec'), again);
    expect(recording.inputs).toEqual([]);
    again.replay(recording.inputs);
    again.run(recording.end?.at ?? 0);
    expect(compareEnds(again, recording)).toMatchObject({ same: true });
  });

  test('of a network holds its events, and none that are not whole', () => {
    const machine = made('timer');
    const recorder = new Recorder(at('net.rec'), machine, () => undefined);
    machine.run(100);
    const event = { kind: 'data', flow: 2, bytes: Uint8Array.of(1, 2) } as const;
    recorder.input(machine.input({ kind: 'net', network: 0, event }));
    machine.run(100_000);
    recorder.close();
    expect(readRecording(at('net.rec'), made('timer')).inputs).toMatchObject([{ kind: 'net', network: 0, event }]);
    const text = readFileSync(at('net.rec'), 'utf8');
    writeFileSync(at('net.rec'), text.replace('"flow":2', '"flow":"2"'));
    expect(said(() => readRecording(at('net.rec'), made('timer')))).toBe(
      'net.rec:2: expected an input with at, kind and what it needs',
    );
  });

  test.skipIf(!existsSync('/dev/full'))('on a full disk is given up, which is said once', () => {
    const lines: string[] = [];
    const recorder = new Recorder('/dev/full', made('timer'), (line) => lines.push(line));
    recorder.input({ kind: 'reset', at: 1 });
    recorder.close();
    expect(lines).toEqual(['--record: /dev/full: no space left on device; what comes from here on is not written']);
  });

  test('that is not replayed as it was does not', () => {
    record('b.rec');
    const again = made('timer');
    const recording = readRecording(at('b.rec'), again);
    again.replay(recording.inputs.slice(1));
    again.run(recording.end?.at ?? 0);
    expect(compareEnds(again, recording)).toMatchObject({
      same: false,
      line: expect.stringMatching(/expected the recorded/) as string,
    });
  });

  test.each<[string, (lines: string[]) => string[], string]>([
    ['nothing', () => [], 'c.rec: the file is empty, expected a recording'],
    ['no head', (l) => l.slice(1), 'c.rec:1: expected the head of a recording of version 1'],
    ['no JSON', (l) => [l[0], 'key'], 'c.rec:2: expected JSON'],
    ['a list', (l) => [l[0], '[]'], 'c.rec:2: expected an input with at, kind and what it needs'],
    [
      'an input without a time',
      (l) => [l[0], '{"kind":"reset"}'],
      'c.rec:2: expected an input with at, kind and what it needs',
    ],
    [
      'an input of no kind',
      (l) => [l[0], '{"at":1,"kind":"toString"}'],
      'c.rec:2: expected an input with at, kind and what it needs',
    ],
  ])('with %s is refused', (_, change, message) => {
    record('c.rec');
    const lines = readFileSync(at('c.rec'), 'utf8').trimEnd().split('\n');
    writeFileSync(
      at('c.rec'),
      change(lines)
        .map((l) => `${l}\n`)
        .join(''),
    );
    expect(said(() => readRecording(at('c.rec'), made('timer')))).toBe(message);
  });

  test('of another program, or of another seed, is refused', () => {
    record('d.rec');
    for (const other of [made('two-cores'), made('timer', { seed: 1 }), made('timer', { cores: 1 })]) {
      expect(said(() => readRecording(at('d.rec'), other))).toBe(
        'd.rec: a recording of another machine or program, expected the options that it was made with',
      );
    }
  });
});

test.each([
  [undefined],
  [Infinity],
  [-0.5],
  [12n],
  [
    {
      a: [1, 'x', null, true, { b: Uint8Array.of(1, 2) }],
      c: Int32Array.of(-1),
      d: Float64Array.of(0.1),
      e: undefined,
    },
  ],
])('plain data goes through JSON: case %#', (value) => {
  expect(fromJson(toJson(value))).toEqual(value);
});
test('what is no plain data does not', () => {
  expect(() => toJson(new Map())).toThrow(TypeError);
});
