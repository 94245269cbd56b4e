/** What GDB asks and tells while the machine is stopped: threads, registers, memory, break- and watchpoints, queries. */
import type { Core } from '../../aarch64/core.js';
import { debugRead, debugWrite, type Space } from '../../aarch64/mmu/debug.js';
import { regimeOf, isSecure, stage1Enabled } from '../../aarch64/mmu/regime.js';
import { PoolExhausted } from '../../aarch64/memory.js';
import type { Machine } from '../machine.js';
import { describeCore, monitor, type View } from './monitor.js';
import { binary, bytesOf, hexOf, PACKET_BYTES, textOf } from './packet.js';
import { GDB_REGISTERS, valueHex, valueOf } from './registers.js';
import { threadId } from './resume.js';
import type { Stops } from './stops.js';
import { targetXml } from './target-xml.js';

/** What the commands work on. */
export interface Target {
  readonly machine: Machine;
  readonly stops: Stops;
  /** Index of the core that g, m and the like are about, as GDB has chosen; and of the one that stopped. */
  current: number;
  stoppedCore: number;
  view: View;
  readonly reset: (() => void) | undefined;
  /** Shows text in GDB, before the reply. */
  readonly show: (text: string) => void;
}

/** Replies: nothing to say to a packet that is not known, E with a number (as errno has it), OK. */
const UNKNOWN = '';
const OK = 'OK';
const FAULT = 'E0e';
const INVALID = 'E16';
const NO_MEMORY = 'E0c';
const NO_THREAD = 'E03';
/** A register that can't be written so. */
const REFUSED = 'E01';

type Handler = (target: Target, rest: string) => string;

const coreOf = ({ machine, current }: Target): Core => machine.processor.cores[current];

const address = (hex: string): bigint => BigInt(`0x${hex}`);
/** Bytes of a packet: two digits each, with something left for the rest of it. */
const MOST = PACKET_BYTES / 2 - 64;

// Memory.

/**
 * The spaces in which an address is looked for: what the core's level sees, then, for a hypervisor or firmware that looks
 * at its guest, what lower levels see where their MMU is on.
 */
function spaces(core: Core, view: View): Space[] {
  if (view !== 'auto') return [view];
  const own = core.el as 0 | 1 | 2 | 3;
  const lower = ([2, 1] as const).filter(
    (level) => level < own && stage1Enabled(core, regimeOf(level), isSecure(core, level)),
  );
  return [own, ...lower];
}

function readMemory(target: Target, at: bigint, length: number): Uint8Array {
  const core = coreOf(target);
  const into = new Uint8Array(Math.min(length, MOST));
  for (const space of spaces(core, target.view)) {
    const got = debugRead(core, space, at, into);
    if (got > 0) return into.subarray(0, got);
  }
  return into.subarray(0, 0);
}

function writeMemory(target: Target, at: bigint, bytes: Uint8Array): string {
  const core = coreOf(target);
  if (bytes.length === 0) return OK;
  try {
    for (const space of spaces(core, target.view)) {
      const done = debugWrite(core, space, at, bytes);
      if (done > 0) return done === bytes.length ? OK : FAULT;
    }
  } catch (error) {
    if (error instanceof PoolExhausted) return NO_MEMORY;
    throw error;
  }
  return FAULT;
}

const RANGE = /^([0-9a-f]{1,16}),([0-9a-f]{1,8})$/i;

/** m and x differ in the form of their reply only. */
const read =
  (form: (bytes: Uint8Array) => string): Handler =>
  (target, rest) => {
    const range = RANGE.exec(rest);
    if (!range) return INVALID;
    const length = parseInt(range[2], 16);
    if (length === 0) return form(new Uint8Array(0));
    const bytes = readMemory(target, address(range[1]), length);
    return bytes.length === 0 ? FAULT : form(bytes);
  };

/** M and X. */
const write =
  (parse: (data: string) => Uint8Array | undefined): Handler =>
  (target, rest) => {
    const colon = rest.indexOf(':');
    const range = RANGE.exec(rest.slice(0, Math.max(colon, 0)));
    const bytes = parse(rest.slice(colon + 1));
    if (!range || !bytes || bytes.length !== parseInt(range[2], 16)) return INVALID;
    return writeMemory(target, address(range[1]), bytes);
  };

// Registers.

const readRegister = (core: Core, n: number): string => valueHex(GDB_REGISTERS[n].read(core), GDB_REGISTERS[n].bits);

/** The registers that a stop reply tells without being asked: x29, sp, pc. */
export const expedited = (core: Core): string =>
  [29, 31, 32].map((n) => `${n.toString(16)}:${readRegister(core, n)};`).join('');

function writeRegister(target: Target, n: number, hex: string): boolean {
  const bytes = bytesOf(hex);
  const register = GDB_REGISTERS[n];
  if (!bytes || bytes.length * 8 !== register.bits) return false;
  const core = coreOf(target);
  if (!register.write(core, valueOf(bytes))) return false;
  // A mask, a control or a timer may have made an interrupt deliverable, or no longer so.
  target.machine.scheduler.interruptChanged(core);
  return true;
}

function readOne(target: Target, rest: string): string {
  const n = /^[0-9a-f]{1,4}$/i.test(rest) ? parseInt(rest, 16) : -1;
  return n >= 0 && n < GDB_REGISTERS.length ? readRegister(coreOf(target), n) : INVALID;
}

function writeOne(target: Target, rest: string): string {
  const parsed = /^([0-9a-f]{1,4})=(.*)$/is.exec(rest);
  const n = parsed ? parseInt(parsed[1], 16) : -1;
  if (!parsed || n >= GDB_REGISTERS.length) return INVALID;
  return writeRegister(target, n, parsed[2]) ? OK : REFUSED;
}

/** g: all registers at once, so that a display that shows them all costs one packet a step. */
function readAll(target: Target): string {
  const core = coreOf(target);
  return GDB_REGISTERS.map((_, n) => readRegister(core, n)).join('');
}

function writeAll(target: Target, rest: string): string {
  let at = 0;
  for (let n = 0; n < GDB_REGISTERS.length; n++) {
    const digits = GDB_REGISTERS[n].bits / 4;
    const part = rest.slice(at, at + digits);
    at += digits;
    if (part !== readRegister(coreOf(target), n) && !writeRegister(target, n, part)) return REFUSED;
  }
  return at === rest.length ? OK : INVALID;
}

// Threads.

function selectThread(target: Target, rest: string): string {
  const id = threadId(rest.slice(1));
  if (id === undefined || id > target.machine.processor.cores.length) return NO_THREAD;
  // Both g and c: where c is about one core only, vCont says so by itself.
  if (id > 0) target.current = id - 1;
  return OK;
}

function threadAlive({ machine }: Target, rest: string): string {
  const id = threadId(rest);
  return id !== undefined && id > 0 && id <= machine.processor.cores.length ? OK : NO_THREAD;
}

function threadInfo({ machine }: Target, rest: string): string {
  const id = threadId(rest);
  if (id === undefined || id < 1 || id > machine.processor.cores.length) return NO_THREAD;
  return hexOf(binary(describeCore(machine.processor.cores[id - 1])));
}

// Points.

const point =
  (add: boolean): Handler =>
  ({ stops }, rest) => {
    const parsed = /^([0-9]),([0-9a-f]{1,16}),([0-9a-f]{1,8})$/i.exec(rest);
    // Conditions and commands for the target to run were not offered.
    if (!parsed) return INVALID;
    const type = Number(parsed[1]);
    if (type > 4) return UNKNOWN;
    return stops.change(add, type, address(parsed[2]), parseInt(parsed[3], 16)) ? OK : INVALID;
  };

// Queries.

function features(rest: string): string {
  const parsed = /^target\.xml:([0-9a-f]{1,8}),([0-9a-f]{1,8})$/i.exec(rest);
  if (!parsed) return 'E00';
  const xml = targetXml();
  const from = parseInt(parsed[1], 16);
  const to = from + Math.min(parseInt(parsed[2], 16), MOST);
  if (from > xml.length) return INVALID;
  return `${to < xml.length ? 'm' : 'l'}${xml.slice(from, to)}`;
}

function command(target: Target, rest: string): string {
  const bytes = bytesOf(rest);
  if (!bytes) return INVALID;
  const context = {
    machine: target.machine,
    core: target.machine.processor.cores[target.stoppedCore],
    view: target.view,
    reset: target.reset,
  };
  const text = monitor(context, textOf(bytes));
  target.view = context.view;
  target.show(`${text}\n`);
  return OK;
}

const SUPPORTED = [
  `PacketSize=${PACKET_BYTES.toString(16)}`,
  'qXfer:features:read+',
  'vContSupported+',
  'QStartNoAckMode+',
  'swbreak+',
  'hwbreak+',
  'binary-upload+',
].join(';');

/** By how the packet begins; the longest that fits counts. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  g: readAll,
  G: writeAll,
  p: readOne,
  P: writeOne,
  m: read(hexOf),
  x: read((bytes) => `b${textOf(bytes)}`),
  M: write(bytesOf),
  X: write(binary),
  Z: point(true),
  z: point(false),
  H: selectThread,
  T: threadAlive,
  qC: ({ current }) => `QC${(current + 1).toString(16)}`,
  qAttached: () => '1',
  qSupported: () => SUPPORTED,
  'qXfer:features:read:': (_, rest) => features(rest),
  qfThreadInfo: ({ machine }) => `m${machine.processor.cores.map((c) => (c.index + 1).toString(16)).join(',')}`,
  qsThreadInfo: () => 'l',
  'qThreadExtraInfo,': threadInfo,
  'qRcmd,': command,
  'qSymbol:': () => OK,
};
const PREFIXES = Object.keys(HANDLERS).sort((a, b) => b.length - a.length);

/** The reply to a packet; empty to one that is not known. */
export function answer(target: Target, payload: string): string {
  const prefix = PREFIXES.find((p) => payload.startsWith(p));
  // Queries by whole names: qC is not the beginning of another one.
  if (prefix === undefined || (prefix === 'qC' && payload !== 'qC')) return UNKNOWN;
  return HANDLERS[prefix](target, payload.slice(prefix.length));
}
