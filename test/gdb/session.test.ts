/** A debugger that drives a session: what the command's --gdb is made of. */
import { expect, test } from 'vitest';
import { assemble } from '../../src/aarch64/assembler/index.js';
import { Session } from '../../src/host/session.js';
import { packet, PacketReader } from '../../src/machine/gdb/packet.js';
import { createGdbStub } from '../../src/machine/gdb/stub.js';
import { board } from '../support/run.js';

/** Asks for a reset, then prints a letter and switches off. What it counts by is not in the image: a reset leaves it. */
const SOURCE = `
        .equ    UART, 0xfe201000
_start: ldr     x9, =0x1000000
        ldr     w1, [x9]
        add     w1, w1, #1
        str     w1, [x9]
        cmp     w1, #1
        b.ne    second
        ldr     w0, =0x84000009
again:  smc     #0
second: ldr     x2, =UART
        mov     w1, #'k'
        str     w1, [x2]
        ldr     w0, =0x84000008
off:    smc     #0
        b       .
`;

test('goes through a reset of the guest, stops behind it, and ends with it', async () => {
  const b = board('rpi4b-2g');
  const assembly = assemble(SOURCE, { base: b.load, file: 'test.s' });
  const at = (label: string): string => assembly.symbols.get(label)!.toString(16);
  const console: number[] = [];
  let resets = 0;
  const session = new Session({
    machine: { board: b, cores: 1 },
    handoff: {
      segments: assembly.sections
        .filter((s) => s.size > 0)
        .map((s) => ({ address: Number(s.address), bytes: s.data, size: s.size })),
      pins: [],
      start: { cores: 'first', entry: Number(assembly.entry), el: 2, x0: 0 },
    },
    onOutput: (_, bytes) => void console.push(...bytes),
    reboot: true,
    onReset: () => resets++,
  });
  const stub = createGdbStub(session.machine, {
    onResume: () => session.nudge(),
    onKill: () => session.quit(),
    reset: () => session.machine.reset(),
  });
  session.driver = stub;
  const reader = new PacketReader();
  const replies: string[] = [];
  let heard = (): void => undefined;
  stub.connect((bytes) => {
    for (const item of reader.feed(bytes)) if (item.kind === 'packet') replies.push(item.payload);
    heard();
  });
  const ask = async (payload: string): Promise<string> => {
    replies.length = 0;
    stub.receive(packet(payload));
    while (replies.length === 0) await new Promise<void>((resolve) => (heard = resolve));
    return replies[0];
  };
  const ending = session.run();
  const pc = async (): Promise<string> => {
    const hex = await ask('p20');
    return BigInt(`0x${hex.match(/../g)!.reverse().join('')}`).toString(16);
  };

  expect(await pc()).toBe(at('_start'));
  expect(resets).toBe(0);
  await ask(`Z0,${at('again')},4`);
  expect(await ask('vCont;c')).toMatch(/^T05swbreak:;/);
  await ask(`Z0,${at('off')},4`);
  expect(await ask('vCont;c')).toMatch(/^T05swbreak:;/);
  expect(await pc()).toBe(at('off'));
  expect(resets).toBe(1);
  expect(String.fromCharCode(...console)).toBe('k');

  // From GDB: the board starts anew, halted.
  await ask(`qRcmd,${Buffer.from('reset').toString('hex')}`);
  expect(await pc()).toBe(at('_start'));
  expect(await ask('vCont;c')).toMatch(/^T05swbreak:;/);
  expect(await pc()).toBe(at('off'));

  await ask(`z0,${at('off')},4`);
  stub.receive(packet('vCont;c'));
  replies.length = 0;
  expect(await ending).toEqual({ kind: 'power-off' });
  stub.exited(0);
  expect(replies).toEqual(['W00']);
});
