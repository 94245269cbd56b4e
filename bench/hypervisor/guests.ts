/** Machines with guests for the benchmark: programs of `programs/`, or Debian's kernel, and when they print what. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { assemble } from '../../src/aarch64/assembler/index.js';
import type { NetworkOptions } from '../../src/devices/net/plan.js';
import { loadBoard } from '../../src/host/boards.js';
import type { GuestImage } from '../../src/hypervisor/guest.js';
import { Machine, type GuestSpec } from '../../src/machine/machine.js';

/** CPU time of the process, ms. */
export function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Where a guest's RAM is, by the guest's addresses. */
export const RAM = 0x40000000;
const MIB = 2 ** 20;
const programs = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`programs/${name}`, import.meta.url)), 'utf8');

/** A guest's software, and where its symbols are. */
export interface Program extends GuestImage {
  readonly symbol: (name: string) => number;
}

/**
 * A program for a guest.
 * @param source its text
 * @param values constants that it is to know
 */
export function assembled(source: string, values: Readonly<Record<string, number>> = {}, base = RAM): Program {
  const constants = Object.entries(values).map(([name, value]) => `        .equ    ${name}, ${value}\n`);
  const assembly = assemble(constants.join('') + source, { base, include: programs });
  return {
    segments: assembly.sections
      .filter((s) => s.data.length > 0)
      .map((s) => ({ address: Number(s.address), bytes: s.data })),
    entry: Number(assembly.entry),
    x0: 0,
    symbol(name) {
      const at = assembly.symbols.get(name);
      if (at === undefined) throw new Error(`no symbol ${name}`);
      return Number(at);
    },
  };
}

/** A program of `programs/`. */
export const program = (name: string, values?: Readonly<Record<string, number>>): Program =>
  assembled(programs(`${name}.s`), values);

export interface BenchGuest extends Partial<GuestSpec> {
  readonly image: GuestImage;
}

export interface BenchMachine {
  readonly machine: Machine;
  /** What each guest has printed. */
  readonly said: readonly string[];
  /** CPU time (ms) at which a guest printed a text for the first time. */
  readonly at: (guest: number, text: string) => number;
  /** Runs until guest time `until`, ns. @throws if a guest says that something went wrong */
  readonly run: (until: number) => void;
  /** Reads a word of a guest's RAM. */
  readonly word: (guest: number, address: number) => number;
}

export interface BenchMachineOptions {
  readonly cores?: number;
  readonly board?: string;
  readonly networks?: readonly NetworkOptions[];
  /** Texts whose times are wanted. */
  readonly marks?: readonly string[];
}

/** What guests have to tell by, if nothing else is said. */
const MARKS = ['a', 'b', 'c'];

/** A board with our hypervisor and guests. */
export function benchMachine(guests: readonly BenchGuest[], options: BenchMachineOptions = {}): BenchMachine {
  const { marks = MARKS } = options;
  const board = loadBoard(options.board ?? 'rpi4b-4g');
  if (!board) throw new Error('no board');
  const said = guests.map(() => '');
  const times = guests.map(() => new Map<string, number>());
  let first = 0;
  const machine = new Machine({
    board,
    ...(options.cores === undefined ? {} : { cores: options.cores }),
    ...(options.networks === undefined ? {} : { networks: options.networks }),
    guests: guests.map(({ image: _, ...guest }, i) => ({
      name: `guest${i}`,
      memory: 32 * MIB,
      vcpus: 1,
      weight: 1024,
      ...guest,
    })),
    console(byte, port) {
      const guest = port - first;
      said[guest] += String.fromCharCode(byte);
      for (const mark of marks)
        if (said[guest].endsWith(mark) && !times[guest].has(mark)) times[guest].set(mark, cpu());
    },
  });
  first = machine.ports.length - guests.length;
  machine.boot({
    segments: [],
    pins: [],
    start: { cores: 'hypervisor', images: guests.map(({ image }) => image) },
  });
  return {
    machine,
    said,
    at(guest, text) {
      const time = times[guest].get(text);
      if (time === undefined)
        throw new Error(`guest ${guest} did not print '${text}' but '${said[guest].slice(-300)}'`);
      return time;
    },
    run(until) {
      machine.run(until);
      const wrong = said.findIndex((text) => text.endsWith('!'));
      if (wrong >= 0) throw new Error(`guest ${wrong} failed: ${said[wrong].slice(-300)}`);
    },
    word(guest, address) {
      const bytes = new Uint8Array(4);
      machine.hypervisor!.guests[guest].ram.bus.read(address, bytes);
      return new DataView(bytes.buffer).getUint32(0, true);
    },
  };
}
