/** What is told of a core that does not run. */
import { describe, expect, test } from 'vitest';
import { lockedUp } from '../../src/machine/inspect.js';
import { handoff } from '../../src/machine/firmware/handoff.js';
import { Machine } from '../../src/machine/machine.js';
import { board, program } from '../support/run.js';

describe('a core that takes the same exception over and over', () => {
  const stuck = (source: string): (string | undefined)[] => {
    const { machine } = program(source, { cores: 1 });
    machine.run(1000);
    return machine.processor.cores.map(lockedUp);
  };
  test('is told by its vector', () => {
    expect(stuck('_start: ldr x0, =0x40000000\n msr vbar_el2, x0\n udf #0')).toEqual([
      'core 0 takes the same exception over and over at EL2: its vector 0x40000200 faults, ESR_EL2 is 0x2000000',
    ]);
  });
  test('is not one that loops at another vector', () => {
    expect(
      stuck(
        '_start: adr x0, vectors\n msr vbar_el2, x0\n svc #0\n .balign 2048\nvectors: .space 0x200\n mrs x1, elr_el2\n b .',
      ),
    ).toEqual([undefined]);
  });
  test('is not one that has just come out of reset', () => {
    const rpi4b = board('rpi4b-1g');
    const machine = new Machine({ board: rpi4b });
    const kernel = Uint8Array.of(0, 0, 0, 0x14);
    machine.boot(handoff({ board: rpi4b, cores: 4, firmware: { kind: 'armstub' }, el: 2, kernel }));
    expect(machine.processor.cores.map((c) => [c.mode, lockedUp(c)])).toEqual(Array(4).fill(['run', undefined]));
  });
});
