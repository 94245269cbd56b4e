/** A session's dealings with the real clock, and with guests that print without end. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { assemble } from '../../src/aarch64/assembler/index.js';
import { compareEnds, readRecording, Recorder } from '../../src/host/recording.js';
import type { SerialBackend } from '../../src/host/serial/backend.js';
import { Session, type SessionOptions } from '../../src/host/session.js';
import { handoff } from '../../src/machine/firmware/handoff.js';
import { board } from '../support/run.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-session-'));
afterAll(() => rmSync(folder, { recursive: true }));

const rpi4b = board('rpi4b-1g');
const session = (source: string, options: Partial<SessionOptions> = {}): Session =>
  new Session({
    machine: { board: rpi4b, cores: 1 },
    handoff: handoff({
      board: rpi4b,
      cores: 1,
      firmware: { kind: 'psci' },
      el: 2,
      kernel: assemble(source, { base: rpi4b.load }).elf(),
    }),
    ...options,
  });

/** Somebody sits there. */
const keyboard = (): SerialBackend => ({
  send: () => undefined,
  receive: undefined,
  throttle: () => undefined,
  live: true,
  describe: () => 'a keyboard',
  close: () => Promise.resolve(),
});
const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const WAIT = '_start: wfi\n b _start\n';
/** Waits for a timer that is a minute away. */
const MINUTE = `
_start: ldr     x0, =3240000000
        msr     cntp_cval_el0, x0
        mov     x0, #1
        msr     cntp_ctl_el0, x0
1:      wfi
        b       1b
`;
/** Echoes what is typed on the PL011. */
const ECHO = `
_start: ldr     x2, =0xfe201000
next:   ldr     w0, [x2, #0x18]
        tbnz    w0, #4, next
        ldr     w0, [x2]
        str     w0, [x2]
        b       next
`;
/** Prints 60,000 letters at a time by semihosting. */
const FLOOD = `
_start: adr     x1, text
        mov     w0, #4
        hlt     #0xf000
        b       _start
text:   .fill   60000, 1, 'x'
        .byte   0
`;

test('a recording that ends while the guest waits for ever replays to its end', async () => {
  const path = join(folder, 'wait.rec');
  const end = keyboard();
  const original = session(WAIT, {
    serials: [{ port: 0, end }],
    onInput: (input) => recorder.input(input),
  });
  const recorder: Recorder = new Recorder(path, original.machine, () => undefined);
  const run = original.run();
  await pass(60);
  end.receive?.(Uint8Array.of(65));
  await pass(60);
  original.quit();
  await run;
  recorder.close();
  expect(original.machine.scheduler.stamp).toBeGreaterThan(50e6);

  const again = session(WAIT);
  const recording = readRecording(path, again.machine);
  expect(recording.inputs).toHaveLength(1);
  again.replay(recording);
  expect(await again.run()).toEqual({ kind: 'quit' });
  expect(compareEnds(again.machine, recording)).toMatchObject({ same: true });
});

test('a guest that waits is paced by the clock, less the time in which it was paused', async () => {
  const paced = session(MINUTE, { clock: 'host' });
  const run = paced.run();
  await pass(50);
  paced.pause(true);
  await pass(60);
  const before = paced.machine.scheduler.stamp;
  await pass(1000);
  expect(paced.machine.scheduler.stamp).toBe(before);
  paced.pause(false);
  const from = performance.now();
  await pass(400);
  const passed = (paced.machine.scheduler.stamp - before) / 1e6;
  const real = performance.now() - from;
  paced.quit();
  await run;
  // A nap more or less, and less on a busy host.
  expect(passed).toBeGreaterThan(real / 5);
  expect(passed).toBeLessThan(real + 150);
});

test('a guest that prints faster than its time passes is heard piece by piece', async () => {
  let most = 0;
  let piece = 0;
  let all = 0;
  const turn = setInterval(() => (piece = 0));
  const flood = session(FLOOD, {
    onOutput(_, bytes) {
      piece += bytes.length;
      all += bytes.length;
      most = Math.max(most, piece);
      if (all > 5e6) flood.quit();
    },
  });
  expect(await flood.run()).toEqual({ kind: 'quit' });
  clearInterval(turn);
  expect(most).toBeLessThan(2.5e6);
});

test('an end that is connected while the machine runs hears and types, until it is disconnected', async () => {
  const run = session(ECHO, { timeout: 2e7 });
  let heard = '';
  const end: SerialBackend = { ...keyboard(), send: (bytes) => void (heard += new TextDecoder().decode(bytes)) };
  let slices = 0;
  run.watchers.add(() => slices++);
  await run.run(1e6);
  const disconnect = run.connect(0, end);
  expect(run.someoneOutside).toBe(true);
  end.receive?.(new TextEncoder().encode('hi'));
  await run.run(5e6);
  expect(heard).toBe('hi');
  expect([slices > 2, run.ended]).toEqual([true, undefined]);
  disconnect();
  expect([run.someoneOutside, end.receive]).toEqual([false, undefined]);
  run.input({ kind: 'serial', port: 0, bytes: Uint8Array.of(65) });
  expect(await run.run()).toEqual({ kind: 'timeout', limit: 2e7 });
  expect([heard, run.ended]).toEqual(['hi', { kind: 'timeout', limit: 2e7 }]);
});
