/** The guests of firmware-samples/guests, each of which checks one thing: how they are run, and what they must print. */
import { readFileSync } from 'node:fs';
import { assemble } from '../../src/aarch64/assembler/index.js';
import type { GuestImage } from '../../src/hypervisor/guest.js';
import { Machine } from '../../src/machine/machine.js';
import { board, sourceOf } from '../support/run.js';
import { image, RAM } from './rig.js';

export const FOLDER = 'firmware-samples/guests';

export interface UnitGuest {
  readonly name: string;
  readonly vcpus: number;
  /** It looks at how late things are, and wants cores of its own. */
  readonly timed?: true;
}

export const GUESTS: readonly UnitGuest[] = [
  { name: 'gic-ipi', vcpus: 4 },
  { name: 'gic-active', vcpus: 2 },
  { name: 'gic-spi', vcpus: 3 },
  { name: 'gic-mmio', vcpus: 2 },
  { name: 'timer', vcpus: 2, timed: true },
  { name: 'timer-smp', vcpus: 8 },
  { name: 'psci', vcpus: 4, timed: true },
  { name: 'abort', vcpus: 1 },
  { name: 'trap', vcpus: 1 },
  { name: 'context', vcpus: 4 },
];

/** What a guest must print, line by line: a check that is no longer made is missed as well. */
export const expectedOf = (name: string): string => sourceOf(`${FOLDER}/${name}.expected`);

/** A guest's program: an ELF executable too, for QEMU. */
export const program = (name: string) =>
  assemble(sourceOf(`${FOLDER}/${name}.s`), {
    base: RAM,
    file: `${name}.s`,
    include: (file) => readFileSync(new URL(`../../${FOLDER}/${file}`, import.meta.url), 'utf8'),
  });

function imageOf(name: string, x0 = 0): GuestImage {
  const { sections, entry } = program(name);
  return {
    segments: sections.filter((s) => s.size > 0).map((s) => ({ address: Number(s.address), bytes: s.data })),
    entry: Number(entry),
    x0,
  };
}

/** Runs on and on beside the one that is tried. */
const BUSY = image('start: add x0, x0, #1\n        b start\n');

export interface UnitRun {
  readonly machine: Machine;
  /** What each guest has printed. */
  readonly said: (guest?: number) => string;
}

/** Where guests run, and with whom. */
export interface Where {
  readonly cores?: number;
  /** How many of the same guest run beside each other, each with its number in X0. */
  readonly copies?: number;
  /** How many others there are, which only take time. */
  readonly busy?: number;
}

/** A guest, ready to run. */
export function unitRun({ name, vcpus }: UnitGuest, { cores = 4, copies = 1, busy = 0 }: Where = {}): UnitRun {
  const same = Array.from({ length: copies }, (_, i) => ({
    name: `${name}${i}`,
    memory: 4 << 20,
    vcpus,
    weight: 1024,
  }));
  const others = Array.from({ length: busy }, (_, i) => ({
    name: `busy${i}`,
    memory: 2 << 20,
    vcpus: 1,
    weight: 1024,
  }));
  const guests = [...same, ...others];
  const text = guests.map(() => '');
  let first = 0;
  const machine = new Machine({
    board: board('rpi4b-1g'),
    cores,
    guests,
    console: (byte, port) => void (text[port - first] += String.fromCharCode(byte)),
  });
  first = machine.ports.length - guests.length;
  machine.boot({
    segments: [],
    pins: [],
    start: { cores: 'hypervisor', images: [...same.map((_, i) => imageOf(name, i)), ...others.map(() => BUSY)] },
  });
  return { machine, said: (guest = 0) => text[guest] };
}

/** Runs until all copies of the guest are off. @throws if they are not within `limit` ns of guest time */
export function runGuest({ machine, said }: UnitRun, limit: number): void {
  const step = 1e6;
  const copies = machine.hypervisor?.guests.filter(({ options }) => !options.name.startsWith('busy')) ?? [];
  const isOff = (): boolean => copies.every(({ vcpus }) => vcpus.every(({ state }) => state.mode === 'off'));
  for (let at = machine.scheduler.stamp + step; !machine.end && !isOff() && at < limit; at += step) machine.run(at);
  if (!machine.end && !isOff()) throw new Error(`not ended; it said:\n${said()}`);
}
