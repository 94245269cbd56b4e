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
}

export const GUESTS: readonly UnitGuest[] = [
  { name: 'gic-ipi', vcpus: 4 },
  { name: 'gic-active', vcpus: 2 },
  { name: 'gic-spi', vcpus: 3 },
  { name: 'gic-mmio', vcpus: 2 },
  { name: 'timer', vcpus: 2 },
  { name: 'timer-smp', vcpus: 8 },
  { name: 'psci', vcpus: 4 },
  { name: 'abort', vcpus: 1 },
  { name: 'trap', vcpus: 1 },
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

function imageOf(name: string): GuestImage {
  const { sections, entry } = program(name);
  return {
    segments: sections.filter((s) => s.size > 0).map((s) => ({ address: Number(s.address), bytes: s.data })),
    entry: Number(entry),
    x0: 0,
  };
}

/** Runs on and on beside the one that is tried. */
const BUSY = image('start: add x0, x0, #1\n        b start\n');

export interface UnitRun {
  readonly machine: Machine;
  /** What the guest has printed. */
  readonly said: () => string;
}

/** A guest, ready to run, on so many cores; perhaps with others beside it that only take time. */
export function unitRun(
  { name, vcpus }: UnitGuest,
  { cores = 4, busy = 0 }: { cores?: number; busy?: number } = {},
): UnitRun {
  let text = '';
  let first = 0;
  const others = Array.from({ length: busy }, (_, i) => ({ name: `busy${i}`, memory: 2 << 20, vcpus: 1, weight: 1024 }));
  const machine = new Machine({
    board: board('rpi4b-1g'),
    cores,
    guests: [{ name, memory: 4 << 20, vcpus, weight: 1024 }, ...others],
    console: (byte, port) => {
      if (port === first) text += String.fromCharCode(byte);
    },
  });
  first = machine.ports.length - 1 - busy;
  machine.boot({
    segments: [],
    pins: [],
    start: { cores: 'hypervisor', images: [imageOf(name), ...others.map(() => BUSY)] },
  });
  return { machine, said: () => text };
}

/** Runs until the guest is off. @throws if it is not within `limit` ns of guest time */
export function runGuest({ machine, said }: UnitRun, limit: number): void {
  const step = 1e6;
  const [first] = machine.hypervisor?.guests ?? [];
  for (let at = machine.scheduler.stamp + step; !machine.end && at < limit; at += step) {
    machine.run(at);
    if (first.vcpus.every(({ state }) => state.mode === 'off')) return;
  }
  if (!machine.end) throw new Error(`not ended; it said:\n${said()}`);
}
