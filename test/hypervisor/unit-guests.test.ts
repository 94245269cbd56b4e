/** Bare-metal guests that check interrupts, timers, PSCI and traps from the inside, and what they print (docs/hypervisor.md). */
import { describe, expect, test } from 'vitest';
import { takeSnapshot, restoreSnapshot } from '../../src/machine/snapshot.js';
import { expectedOf, GUESTS, runGuest, unitRun } from './unit-guests.js';

const LIMIT = 20e9;

const guestNamed = (name: string) => {
  const found = GUESTS.find((guest) => guest.name === name);
  if (!found) throw new Error(`no guest ${name}`);
  return found;
};

describe('bare-metal guests find all as it should be', () => {
  test.each(GUESTS)('$name', (guest) => {
    const run = unitRun(guest);
    runGuest(run, LIMIT);
    expect(run.said()).toBe(expectedOf(guest.name));
    expect(run.machine.end).toEqual({ kind: 'power-off' });
  });

  test.each(GUESTS)('$name, saved and loaded in the middle', (guest) => {
    const first = unitRun(guest);
    runGuest(first, LIMIT);
    const end = first.machine.scheduler.stamp;
    const hash = first.machine.hash();

    const second = unitRun(guest);
    second.machine.run(end / 2);
    const saved = takeSnapshot(second.machine);
    const said = second.said().length;
    second.machine.run(end);
    restoreSnapshot(second.machine, saved);
    second.machine.run(end);
    // From the middle on it has printed twice.
    expect(second.said().slice(0, said) + second.said().slice(first.said().length)).toBe(first.said());
    expect(second.machine.hash()).toBe(hash);
  });

  // The same addresses, other tables, another VMID: neither sees anything of the other.
  test('context, twice on one core', () => {
    const run = unitRun(guestNamed('context'), { cores: 1, copies: 2 });
    runGuest(run, LIMIT);
    for (const copy of [0, 1]) expect(run.said(copy)).toBe(expectedOf('context'));
  });
});
