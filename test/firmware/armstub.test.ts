import { describe, expect, test } from 'vitest';
import { assemble } from '../../src/aarch64/assembler/index.js';
import { armstub } from '../../src/machine/firmware/armstub.js';
import { Machine } from '../../src/machine/machine.js';
import { board } from '../support/run.js';

/** Core 0 releases the others one by one through the spin table, as Linux does; each says who it is. */
const KERNEL = `
_start: mrs     x9, mpidr_el1
        and     x9, x9, #3
        cbnz    x9, second
        mov     x20, x0
        bl      print                   // core 0
        lsr     x10, x20, #12
        and     x9, x10, #0xf           // a digit of the device tree's address
        bl      print
        mrs     x9, currentel
        lsr     x9, x9, #2
        bl      print
        mov     x21, #1
1:      mov     x22, #0xd8
        adr     x1, _start
        str     x1, [x22, x21, lsl #3]
        sev
2:      ldr     w3, done
        cmp     w3, w21
        b.ne    2b
        add     x21, x21, #1
        cmp     x21, #4
        b.ne    1b
        smc     #0                      // UNDEFINED here: SMC is disabled, and there is no vector
        b       .
second: bl      print
        adr     x1, done
        str     w9, [x1]
        b       .
print:  ldr     x1, =0xfe201000
        add     w2, w9, #'0'
        str     w2, [x1]
        ret
        .balign 4
done:   .word   0
`;

describe('the stub', () => {
  test('starts core 0 at EL2 with the device tree, keeps the others in the pen, disables SMC', () => {
    const b = board('rpi4b-2g');
    let text = '';
    const machine = new Machine({ board: b, console: (c) => (text += String.fromCharCode(c)) });
    // The stub writes two registers of the ARM-local block.
    const written: [number, number][] = [];
    machine.processor.memory.addDevice(0xff800000, 0x1000, {
      name: 'ARM local',
      read: () => 0,
      write: (offset, _, value) => void written.push([offset, value]),
    });
    const stub = armstub({
      local: 0xff800000,
      gicd: b.gic.gicd,
      gicc: b.gic.gicc,
      kernel: 0x80000,
      dtb: 0x5000,
      spinTable: 0xd8,
    });
    const kernel = assemble(KERNEL, { base: 0x80000 }).raw();
    machine.load([
      { address: 0, bytes: stub, size: stub.length },
      { address: 0x80000, bytes: kernel, size: kernel.length },
    ]);
    machine.startAll(0);
    machine.run(2_000_000);
    expect(text).toBe('052123');
    expect(written.slice(0, 2)).toEqual([
      [0, 0],
      [8, 0x80000000],
    ]);
    const core = machine.processor.cores[0];
    // The UNDEFINED exception stays at EL2: VBAR_EL2 is 0, so the core is somewhere in the stub's own bytes.
    expect(core.el).toBe(2);
  });
});
