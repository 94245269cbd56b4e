import { expect, test } from 'vitest';
import { STATE } from '../../src/aarch64/state.js';
import { REG } from '../../src/aarch64/sysregs/storage.js';
import { program } from '../support/run.js';

/** EL1 with TCR_EL1.TBI0 set branches to an address with a tag; the turn ends right behind the branch. */
test('an interrupt right behind a branch to a tagged address returns to the address without the tag', () => {
  const run = program(
    `
_start: ldr     x0, =(1 << 37) | (1 << 23) | 25
        msr     tcr_el1, x0
        msr     daifclr, #2
        adr     x1, there
        movk    x1, #0xab00, lsl #48
        br      x1
        nop
there:  b       .
`,
    { board: 'virt', el: 1, cores: 1 },
  );
  const core = run.machine.processor.cores[0];
  run.machine.run(6);
  const there = Number(run.assembly.symbols.get('there'));
  core.irq = true;
  run.machine.run(7);
  expect(core.lo(REG.ELR_EL1)).toBe(there);
  expect(core.hi(REG.ELR_EL1)).toBe(0);
  expect(core.get(STATE.EL)).toBe(1);
});
