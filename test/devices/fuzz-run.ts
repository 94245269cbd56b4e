/** The fuzzer: what must hold of a board of devices whatever happens to it. */
import { isDeepStrictEqual } from 'node:util';
import { createReset, type Resettable } from '../../src/devices/reset.js';
import { createFuzzBoard, type FuzzBoard } from './fuzz-board.js';
import { createSource, type Op } from './fuzz-ops.js';

/** What devices may do when deadlines of theirs come: bytes and accesses on the bus, all devices of a board together. */
const MOST = { bytes: 1_000_000, accesses: 20_000 };
/** The shortest that all deadlines together may come one after the other, in the long run (ns). */
const LEAST_GAP = 50;
/** How often a board is copied in one session. */
const PARTS = 10;

export class FuzzFailure extends Error {}

const text = (op: Op, board: FuzzBoard): string =>
  op.kind === 'access'
    ? `${board.windows[op.window].name}+0x${op.offset.toString(16)} ${op.value === undefined ? 'read' : `write 0x${op.value.toString(16)}`} size ${op.size} cpu ${op.by.cpu}`
    : JSON.stringify(op);

/** Lets one thing happen. @returns what was read */
function apply(board: FuzzBoard, op: Op): number | undefined {
  const { clock, allowed } = board;
  // Accesses start nothing but deadlines: what devices do by themselves takes time.
  Object.assign(allowed, { bytes: 0, accesses: 0 });
  switch (op.kind) {
    case 'access': {
      const { device } = board.windows[op.window];
      if (op.value !== undefined) {
        device.write(op.offset, op.size, op.value, op.by);
        return undefined;
      }
      const got = device.read(op.offset, op.size, op.by);
      if (!(Number.isInteger(got) && got >= 0 && got < 2 ** (8 * op.size))) throw new FuzzFailure(`read ${got}`);
      return got;
    }
    case 'advance': {
      const { fired } = clock;
      const most = 100 + op.ns / LEAST_GAP;
      clock.advance(op.ns, () => {
        Object.assign(allowed, MOST);
        if (clock.fired - fired > most) throw new FuzzFailure(`${clock.fired - fired} events`);
      });
      return undefined;
    }
    case 'outside':
      Object.assign(allowed, board.outside[op.which].most);
      board.outside[op.which].act(op.choice);
      if (board.outside[op.which].stays) board.stayed.set(op.which, op.choice);
      return undefined;
    case 'ram':
      board.ram.setWords(op.at, op.words);
      return undefined;
  }
}

/** What of a value is no plain data, or a number that JSON and a typed array would not keep; undefined if all is well. */
function notPlain(value: unknown, path: string): string | undefined {
  if (typeof value === 'boolean' || typeof value === 'string' || ArrayBuffer.isView(value)) return undefined;
  if (typeof value === 'number')
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? undefined : `${path} is ${value}`;
  if (value === null || typeof value !== 'object') return `${path} is a ${typeof value}`;
  const proto: unknown = Object.getPrototypeOf(value);
  if (proto !== Object.prototype && proto !== Array.prototype) return `${path} is an object of a class`;
  for (const [key, inner] of Object.entries(value)) {
    const found = notPlain(inner, `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function checkPlain({ devices }: FuzzBoard): void {
  for (const [name, { state }] of devices) {
    const found = notPlain(state, name);
    if (found !== undefined) throw new FuzzFailure(found);
  }
}

interface View {
  readonly lines: string;
  readonly events: string;
  readonly left: string;
}
/** What is seen of a board from outside, times counted from `zero`, output from `from` on. */
const view = ({ clock, lines, log }: FuzzBoard, zero: number, from: number): View => ({
  lines: lines(),
  events: clock
    .events()
    .map((at) => at - zero)
    .join(),
  left: log.slice(from).join(),
});

/** Lets the same happen to two boards, and compares all that can be seen of them. */
function inStep(
  a: FuzzBoard,
  b: FuzzBoard,
  source: { next(): Op },
  steps: number,
  where: (op: string) => string,
): void {
  const [zeroA, zeroB] = [a.clock.now(), b.clock.now()];
  let [fromA, fromB] = [a.log.length, b.log.length];
  for (let i = 0; i <= steps; i++) {
    let op: Op | undefined;
    let read: [unknown, unknown] = [0, 0];
    if (i > 0) {
      op = source.next();
      try {
        read = [apply(a, op), apply(b, op)];
      } catch (error) {
        throw new FuzzFailure(`${where(text(op, a))}: ${String(error)}`, { cause: error });
      }
    }
    const views = [view(a, zeroA, fromA), view(b, zeroB, fromB)];
    if (read[0] !== read[1] || !isDeepStrictEqual(views[0], views[1])) {
      const seen = JSON.stringify([read[0], views[0]]) + '\n' + JSON.stringify([read[1], views[1]]);
      throw new FuzzFailure(`${where(op === undefined ? 'at once' : `step ${i}, ${text(op, a)}`)}:\n${seen}`);
    }
    [fromA, fromB] = [a.log.length, b.log.length];
  }
}

/** Copies a machine's memories and states into another that has lived already. */
function restore(from: FuzzBoard, to: FuzzBoard, forget?: string): void {
  to.ram.bytes.set(from.ram.bytes);
  to.disk.set(from.disk);
  to.clock.set(from.clock.now());
  from.devices.forEach(([name, { state }], i) => {
    if (name !== forget) Object.assign(to.devices[i][1].state, structuredClone(state));
  });
  for (const [, device] of to.devices) device.restored();
}

const deviceOf = (board: FuzzBoard, name: string): Resettable => {
  const found = board.devices.find(([n]) => n === name);
  if (found === undefined) throw new Error(`no device ${name}`);
  return found[1];
};

export interface Session {
  readonly seed: number;
  /** The window that most accesses go to; undefined: all alike. */
  readonly focus?: string | undefined;
  readonly steps: number;
  /** A device whose state is left out of snapshots, to see that this is noticed. */
  readonly forget?: string | undefined;
}

/**
 * Fuzzes one board. On the way it is copied into others, and both must go on alike; at the end it is reset, and must go on as one
 * that was just made.
 * @throws FuzzFailure that names the seed
 */
export function fuzz({ seed, focus, steps, forget }: Session): void {
  const where = (what: string): string => `seed ${seed}, ${focus ?? 'all'}: ${what}`;
  const board = createFuzzBoard();
  const reset = createReset(board.devices.map(([, device]) => device));
  const source = createSource(board, seed, focus);
  const run = (count: number): void => {
    for (let i = 0; i < count; i++) {
      const op = source.next();
      try {
        apply(board, op);
        if (i % 64 === 0) checkPlain(board);
      } catch (error) {
        throw new FuzzFailure(where(`${text(op, board)}: ${String(error)}`), { cause: error });
      }
    }
  };
  for (let part = 0; part < PARTS; part++) {
    run(steps / PARTS);
    const other = createFuzzBoard();
    const leftovers = createSource(other, seed + 1_000_003 * (part + 1), focus);
    for (let i = 0; i < steps / PARTS / 4; i++) apply(other, leftovers.next());
    restore(board, other, forget);
    inStep(board, other, source, steps / PARTS / 2, (op) => where(`restored: ${op}`));
    board.devices.forEach(([name, { state }], i) => {
      if (!isDeepStrictEqual(state, other.devices[i][1].state)) {
        throw new FuzzFailure(where(`restored: the states of ${name} differ`));
      }
    });
    if (!isDeepStrictEqual([board.ram.bytes, board.disk], [other.ram.bytes, other.disk])) {
      throw new FuzzFailure(where('restored: the memories differ'));
    }
  }

  const fresh = createFuzzBoard();
  fresh.ram.bytes.set(board.ram.bytes);
  fresh.disk.set(board.disk);
  const { rsts } = deviceOf(board, 'pm').state as { rsts: number };
  const { firmware } = deviceOf(board, 'mailbox').state as { firmware: { customerOtp: number[] } };
  const { generator } = deviceOf(board, 'rng').state as { generator: number[] };
  reset();
  // What a reset leaves alone: wires from outside, the partition to boot from, fuses, and how far the random numbers have come.
  for (const [which, choice] of board.stayed) fresh.outside[which].act(choice);
  for (const [name, { state }] of fresh.devices) {
    if (name === 'UART0') Object.assign(state, { ris: 0 });
    if (name === 'genet') Object.assign(state, { status: [0, 0] });
    if (name === 'pm') Object.assign(state, { rsts: (rsts & 0x555) | 0x20 });
    if (name === 'mailbox') {
      (state as { firmware: { customerOtp: number[] } }).firmware.customerOtp = structuredClone(firmware.customerOtp);
    }
    if (name === 'rng') Object.assign(state, { generator: structuredClone(generator) });
  }
  inStep(board, fresh, createSource(board, seed + 2_000_003, focus), steps / 4, (op) => where(`reset: ${op}`));
  checkPlain(board);
}
