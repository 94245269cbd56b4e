/** Snapshots: a machine that goes on from one ends as the machine that it was taken of. */
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../src/machine/machine.js';
import {
  SNAPSHOT_VERSION,
  SnapshotError,
  loadState,
  pagesOf,
  restoreSnapshot,
  takeSnapshot,
  type Snapshot,
} from '../../src/machine/snapshot.js';
import { program, sourceOf } from '../support/run.js';

const SAMPLES = ['hello', 'page-tables', 'timer', 'two-cores', 'trap-and-emulate'] as const;
const LIMIT = 2e9;

const machineFor = (sample: string, more: { board?: string; cores?: number } = {}): Machine =>
  program(sourceOf(`firmware-samples/${sample}.s`), { file: `${sample}.s`, ...more }).machine;

/** What a run ends in. */
const ended = (machine: Machine): unknown[] => {
  machine.run(LIMIT);
  return [machine.end, machine.hash(), machine.processor.cores.map((c) => c.icount)];
};

/** As a file would bring it: through plain data only. */
const copied = (snapshot: Snapshot): [Snapshot['state'], [number, Uint8Array][]] => [
  structuredClone(snapshot.state),
  [...pagesOf(snapshot)].map(([pa, bytes]) => [pa, bytes.slice()]),
];

describe.each(SAMPLES)('%s', (sample) => {
  const whole = machineFor(sample);
  const expected = ended(whole);
  const length = whole.scheduler.now();
  // In the middle of rounds, at their ends, and anywhere.
  const moments = [1, 777, 9_999, 10_000, 10_001, Math.floor(length / 3), Math.floor((2 * length) / 3)].filter(
    (t) => t < length,
  );

  test('taking snapshots changes nothing', () => {
    const machine = machineFor(sample);
    for (const t of moments) {
      machine.run(t);
      takeSnapshot(machine);
    }
    expect(ended(machine)).toEqual(expected);
  });

  test('the same machine goes back to any of them, the latest first', () => {
    const machine = machineFor(sample);
    const taken = moments.map((t) => {
      machine.run(t);
      return { t, snapshot: takeSnapshot(machine), hash: machine.hash() };
    });
    expect(ended(machine)).toEqual(expected);
    for (const { t, snapshot, hash } of taken.reverse()) {
      restoreSnapshot(machine, snapshot);
      expect([t, machine.hash()]).toEqual([t, hash]);
      expect([t, ...ended(machine)]).toEqual([t, ...expected]);
    }
  });

  test('another machine goes on from any of them', () => {
    const machine = machineFor(sample);
    for (const t of moments) {
      machine.run(t);
      const snapshot = takeSnapshot(machine);
      const other = machineFor(sample);
      other.run(t / 2);
      loadState(other, ...copied(snapshot));
      expect([t, other.hash()]).toEqual([t, machine.hash()]);
      expect([t, ...ended(other)]).toEqual([t, ...expected]);
      snapshot.memory.release();
    }
  });
});

describe('memory', () => {
  // Writes its counter into page after page, and round again.
  const WRITER = `
_start: ldr     x1, =0x100000
        mov     x2, #0
1:      add     x0, x0, #1
        str     x0, [x1, x2]
        add     x2, x2, #4096
        and     x2, x2, #0x1f000
        b       1b`;

  test('costs copies of the pages that were written to since', () => {
    const { machine } = program(WRITER, { cores: 1 });
    machine.run(1000);
    const snapshot = takeSnapshot(machine);
    expect(snapshot.memory.kept.size).toBe(0);
    machine.run(1000 + 4 * 5);
    expect(snapshot.memory.kept.size).toBeGreaterThan(2);
    expect(snapshot.memory.kept.size).toBeLessThan(6);
    machine.run(100_000);
    expect(snapshot.memory.kept.size).toBe(32);
  });

  test('is told apart at every snapshot, however they are released', () => {
    const { machine } = program(WRITER, { cores: 1 });
    const images = (snapshot: Snapshot): string =>
      [...pagesOf(snapshot)].map(([pa, bytes]) => `${pa}:${bytes.slice(0, 8).join()}`).join(' ');
    const taken = [0, 1, 2, 3, 4, 5].map((i) => {
      machine.run(300 + 37 * i);
      const snapshot = takeSnapshot(machine);
      return { snapshot, image: images(snapshot) };
    });
    machine.run(5000);
    for (const i of [2, 5, 0, 3]) {
      taken[i].snapshot.memory.release();
      for (const other of taken.filter((_, n) => ![2, 5, 0, 3].slice(0, [2, 5, 0, 3].indexOf(i) + 1).includes(n))) {
        expect(images(other.snapshot)).toBe(other.image);
      }
    }
    expect(() => restoreSnapshot(machine, taken[2].snapshot)).toThrow('the snapshot was released');
    restoreSnapshot(machine, taken[4].snapshot);
    restoreSnapshot(machine, taken[1].snapshot);
    expect(images(takeSnapshot(machine))).toBe(taken[1].image);
  });

  test('stays what it was when a later snapshot is released and the page written to once more', () => {
    const { machine } = program(WRITER, { cores: 1 });
    machine.run(1000);
    const [hash, first] = [machine.hash(), takeSnapshot(machine)];
    machine.run(2000);
    takeSnapshot(machine).memory.release();
    machine.run(3000);
    restoreSnapshot(machine, first);
    expect(machine.hash()).toBe(hash);
  });

  test('that was first touched afterwards is untouched again', () => {
    const { machine } = program(WRITER, { cores: 1 });
    machine.run(20);
    const before = machine.processor.memory.touched;
    const snapshot = takeSnapshot(machine);
    machine.run(1000);
    expect(machine.processor.memory.touched).toBeGreaterThan(before);
    restoreSnapshot(machine, snapshot);
    expect(machine.processor.memory.touched).toBe(before);
    expect(machine.processor.memory.read(0x110000, 4)).toBe(0);
  });
});

describe('a snapshot that does not fit', () => {
  const [state, pages] = copied(takeSnapshot(machineFor('hello')));
  test.each<[string, Machine, RegExp]>([
    ['another board', machineFor('hello', { board: 'rpi4b-4g' }), /^board "rpi4b-2g", expected "rpi4b-4g"$/],
    ['fewer cores', machineFor('hello', { cores: 1 }), /^cores 4, expected 1$/],
  ])('is refused: %s', (_, machine, message) => {
    const before = machine.hash();
    expect(() => loadState(machine, state, pages)).toThrow(SnapshotError);
    expect(() => loadState(machine, state, pages)).toThrow(message);
    expect(machine.hash()).toBe(before);
  });
  test('is refused: another version', () => {
    expect(() => loadState(machineFor('hello'), { ...state, version: 99 }, pages)).toThrow(
      `version 99, expected ${SNAPSHOT_VERSION}`,
    );
  });
});

test('what is typed comes through a snapshot', () => {
  // Sends back what it gets.
  const ECHO = `
_start: ldr     x1, =0xfe201000
1:      ldr     w2, [x1, #0x18]
        tbnz    w2, #4, 1b
        ldr     w0, [x1]
        str     w0, [x1]
        b       1b`;
  const run = program(ECHO, { cores: 1 });
  const { machine } = run;
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  machine.run(5000);
  machine.input({ kind: 'serial', port: 0, bytes: bytes('hello') });
  machine.run(200_000);
  machine.input({ kind: 'serial', port: 0, bytes: bytes(' there') });
  const snapshot = takeSnapshot(machine);
  const said = run.output().length;
  expect(said).toBeGreaterThan(0);
  machine.run(2_000_000);
  expect(run.output()).toBe('hello there');
  const hash = machine.hash();
  const other = program(ECHO, { cores: 1 });
  loadState(other.machine, ...copied(snapshot));
  other.machine.run(2_000_000);
  expect(other.output()).toBe('hello there'.slice(said));
  expect(other.machine.hash()).toBe(hash);
});

test('a recording of inputs, replayed, ends in the same state', () => {
  const ECHO = sourceOf('firmware-samples/timer.s');
  const original = program(ECHO).machine;
  const moments = [3, 12_345, 50_000, 123_456, 400_001];
  const inputs = moments.flatMap((t, i) => {
    original.run(t);
    return [
      original.input({ kind: 'serial', port: i % 2, bytes: Uint8Array.of(65 + i, 66, 67) }),
      original.input({ kind: 'gpio', pin: 4, level: i % 2 === 0 }),
    ];
  });
  original.run(LIMIT);
  const again = program(ECHO).machine;
  again.replay(inputs);
  again.run(LIMIT);
  expect(again.hash()).toBe(original.hash());
});
