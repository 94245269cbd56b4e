/** Sessions: who is outside, and what that does to the time of a guest that waits. */
import { expect, test } from 'vitest';
import { assemble } from '../../src/aarch64/assembler/index.js';
import type { SerialBackend } from '../../src/host/serial/backend.js';
import { Session } from '../../src/host/session.js';
import { handoff } from '../../src/machine/firmware/handoff.js';
import type { Input } from '../../src/machine/inputs.js';
import { Machine } from '../../src/machine/machine.js';
import { board } from '../support/run.js';

/** Waits in WFE for the event stream, which comes every 1.2 ms, and sends back what it has received. */
const ECHO = `
_start: ldr     x1, =0xfe201000
        mov     x0, #0xf4
        msr     cntkctl_el1, x0
1:      wfe
        ldr     w2, [x1, #0x18]
        tbnz    w2, #4, 1b
        ldr     w0, [x1]
        str     w0, [x1]
        b       1b`;

const b = board('rpi4b-2g');
const boot = handoff({
  board: b,
  cores: 1,
  firmware: { kind: 'psci' },
  el: 2,
  kernel: assemble(ECHO, { base: b.load }).elf(),
});

/** Somebody at a terminal, who types when told to. */
function person(): SerialBackend & { type(text: string): void; live: boolean } {
  return {
    live: true,
    receive: undefined,
    send: () => undefined,
    throttle: () => undefined,
    describe: () => 'a person',
    close: () => Promise.resolve(),
    type(text) {
      this.receive?.(new TextEncoder().encode(text));
    },
  };
}

test('a guest that waits for somebody has whole nanoseconds and instructions, and its run can be replayed', async () => {
  const end = person();
  const inputs: Input[] = [];
  const session = new Session({
    machine: { board: b, cores: 1 },
    handoff: boot,
    serials: [{ port: 0, end }],
    expect: [/abc/, /xyz/],
    onInput: (input) => inputs.push(input),
  });
  setTimeout(() => end.type('abc'), 20);
  setTimeout(() => end.type('xyz'), 60);
  expect(await session.run()).toEqual({ kind: 'met' });
  const { machine } = session;
  const [core] = machine.processor.cores;
  expect(Number.isInteger(core.icount)).toBe(true);
  expect(Number.isInteger(machine.scheduler.now())).toBe(true);
  expect(inputs.map(({ at }) => Number.isInteger(at))).toEqual([true, true]);

  const again = new Machine({ board: b, cores: 1 });
  again.boot(boot);
  again.replay(inputs);
  again.run(machine.scheduler.stamp);
  expect(again.hash()).toBe(machine.hash());
});

test('its time follows the wall clock while somebody is there, and flies when nobody is', async () => {
  const end = person();
  const options = { machine: { board: b, cores: 1 }, handoff: boot, serials: [{ port: 0, end }] };
  const paced = new Session({ ...options, wallTimeout: 0.2e9 });
  await paced.run();
  // The guest does next to nothing but wait: its time is the wall's, less what looking takes.
  expect(paced.machine.scheduler.stamp).toBeLessThanOrEqual(paced.wall);
  end.live = false;
  const free = new Session({ ...options, timeout: 100e9 });
  await free.run();
  expect(free.machine.scheduler.stamp).toBeGreaterThan(free.wall);
});

const program = (source: string): typeof boot =>
  handoff({
    board: b,
    cores: 1,
    firmware: { kind: 'psci' },
    el: 2,
    kernel: assemble(source, { base: b.load }).elf(),
  });

test('a timer half a second away comes half a second later, on the wall clock too', async () => {
  const sleeper = program(`
_start: ldr     x0, =27000000
        msr     cntp_tval_el0, x0
        mov     x0, #1
        msr     cntp_ctl_el0, x0
        ldr     x1, =0xff841000     // The distributor's ISENABLER0, the CPU interface is open
        mov     w0, #1 << 30
        str     w0, [x1, #0x100]
        wfi
        ldr     w0, =0x84000008
        smc     #0`);
  const session = new Session({
    machine: { board: b, cores: 1 },
    handoff: sleeper,
    serials: [{ port: 0, end: person() }],
  });
  expect(await session.run()).toEqual({ kind: 'power-off' });
  expect(session.machine.scheduler.stamp).toBeGreaterThan(0.5e9);
  expect(session.wall).toBeGreaterThan(0.45e9);
});

test('a busy guest is looked at all the time', async () => {
  const session = new Session({
    machine: { board: b, cores: 1 },
    handoff: program('_start: b .'),
    serials: [{ port: 0, end: person() }],
    wallTimeout: 1e9,
  });
  const looks: number[] = [];
  const timer = setInterval(() => looks.push(session.wall), 1);
  expect(await session.run()).toEqual({ kind: 'wall-timeout', limit: 1e9 });
  clearInterval(timer);
  // One in each slice of 2 ms of guest time, where slices don't grow.
  expect(looks.length).toBeGreaterThan(session.machine.scheduler.stamp / 20e6);
});

test('what is typed before the guest has spoken goes where it then speaks', async () => {
  // A greeting by the mini UART, after a while; then an echo.
  const late = program(`
_start: ldr     x1, =0xfe215000
        mov     w0, #1
        str     w0, [x1, #4]        // AUX_ENABLES
        mov     w0, #3
        str     w0, [x1, #0x60]     // AUX_MU_CNTL: receiver, transmitter
        mov     w0, #3
        str     w0, [x1, #0x4c]     // AUX_MU_LCR: 8 bits
        mov     x2, #0x800000
1:      subs    x2, x2, #1
        b.ne    1b
        mov     w0, #'>'
        str     w0, [x1, #0x40]
2:      ldr     w2, [x1, #0x54]     // AUX_MU_LSR
        tbz     w2, #0, 2b
        ldr     w0, [x1, #0x40]
        str     w0, [x1, #0x40]
        b       2b`);
  const end = person();
  const session = new Session({
    machine: { board: b, cores: 1 },
    handoff: late,
    serials: [0, 1].map((port) => ({ port, end })),
    expect: [/>ab/],
    wallTimeout: 20e9,
  });
  end.type('ab');
  expect(await session.run()).toEqual({ kind: 'met' });
});

test('a paused guest does nothing, and goes on', async () => {
  const end = person();
  const session = new Session({
    machine: { board: b, cores: 1 },
    handoff: boot,
    serials: [{ port: 0, end }],
    expect: [/abc/],
  });
  session.pause(true);
  const run = session.run();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(session.machine.processor.cores[0].icount).toBe(0);
  session.pause(false);
  end.type('abc');
  expect(await run).toEqual({ kind: 'met' });
});
