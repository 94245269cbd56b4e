/** `--trace`, `--trace-file` and `--symbols`: from the command line to what is in the file. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { assemble } from '../../src/aarch64/assembler/index.js';
import { main } from '../../src/cli/main.js';
import { openTrace } from '../../src/host/trace-file.js';
import { program, sourceOf } from '../support/run.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-trace-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
function file(name: string, contents: string | Uint8Array): string {
  writeFileSync(at(name), contents);
  return at(name);
}
const read = (name: string): string => readFileSync(at(name), 'utf8');

afterEach(() => {
  process.exitCode = undefined;
  process.stdout.removeAllListeners('error');
});

const timer = assemble(sourceOf('firmware-samples/timer.s'), { base: 0x80000 });
const elf = file('timer.elf', timer.elf());
const raw = file('timer.img', timer.raw());
file('timer.map', '0000000000080000 T map_start\n00000000000800d0 t map_irq\n');

/** Runs a command line in this process; what it says on standard error. */
async function pivisor(...args: string[]): Promise<string> {
  let stderr = '';
  const silenced = (stream: NodeJS.WriteStream, take: (text: string) => void) =>
    vi.spyOn(stream, 'write').mockImplementation((text, ...rest: unknown[]) => {
      take(String(text));
      // Whoever waits until all is written goes on.
      for (const done of rest) if (typeof done === 'function') (done as () => void)();
      return true;
    });
  const spies = [silenced(process.stdout, () => undefined), silenced(process.stderr, (text) => (stderr += text))];
  try {
    await main(args);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return stderr.replaceAll(`${folder}/`, '');
}

const run = (kernel: string, ...args: string[]): Promise<string> =>
  pivisor('run', '--kernel', kernel, '--firmware', 'psci', '--headless', ...args);

describe('the command', () => {
  test.each([elf, file('timer.s', sourceOf('firmware-samples/timer.s'))])('has the symbols of %s', async (kernel) => {
    expect(await run(kernel, '--trace', 'irq', '--trace-file', at('own.txt'))).toBe('');
    const lines = read('own.txt').trimEnd().split('\n');
    expect(lines.length).toBe(25);
    expect(lines[2]).toMatch(/^ {3}0\.001000028 core0 irq {2}acknowledge .* irq\+0x18 +INTID 30 PPI 14 CNTP$/);
  });

  test('writes JSON lines into a file that ends in .jsonl', async () => {
    await run(elf, '--trace', 'exceptions', '--trace-file', at('trace.jsonl'));
    const events = read('trace.jsonl')
      .trimEnd()
      .split('\n')
      .map((l) => JSON.parse(l) as Record<string, unknown>);
    expect(events.map((e) => e.kind)).toEqual([
      'return',
      ...Array(5).fill(['exception', 'return']).flat(),
      'exception',
    ]);
    expect(events[1]).toEqual({
      kind: 'exception',
      time: 1000020,
      core: 0,
      from: 1,
      to: 1,
      vector: 'IRQ',
      virtual: false,
      offset: 0x280,
      pc: '0x800a0',
      host: false,
      symbol: 'start_el1+0x6c',
    });
  });

  test.each([
    [['timer.map'], 'map_irq+0x18'],
    [['timer.map@0x10'], 'map_irq+0x8'],
    [['timer.map@-0x10', 'timer.map@0x18'], 'map_irq'],
    [['timer.elf@-8'], 'irq+0x20'],
  ])('takes symbols from files, moved: %s', async (files, name) => {
    const symbols = files.flatMap((f) => ['--symbols', at(f)]);
    await run(raw, '--trace', 'irq', '--trace-file', at('moved.txt'), ...symbols);
    expect(read('moved.txt').split('\n')[2]).toContain(` ${name} `);
  });

  test.each([
    [['--trace', 'everything'], /^pivisor: --trace: 'everything', expected exceptions, mmio, .*\n$/],
    [['--trace', 'mmio:UART7'], /^pivisor: --trace: mmio: no device 'UART7', expected ARM local, .*\n$/],
    [['--trace-file', 'x'], /^pivisor: --trace-file: x, expected --trace to say what to trace\n$/],
    [['--symbols', 'x'], /^pivisor: --symbols: x, expected --trace, whose lines they are for\n$/],
    [['--trace', 'irq', '--trace-file', '/nonexistent/x'], /^pivisor: \/nonexistent\/x: no such file or directory\n$/],
    [
      ['--trace', 'irq', '--symbols', '/nonexistent/x@0x10'],
      /^pivisor: \/nonexistent\/x: no such file or directory\n$/,
    ],
    [['--trace', 'irq', '--symbols', elf + '@0xz'], /^pivisor: --symbols: '@0xz', expected an offset such as .*\n$/],
    [
      ['--trace', 'irq', '--symbols', raw],
      /^pivisor: timer\.img: line 1: [^\x00-\x1f]*, expected an address, a type and a name\n$/,
    ],
  ])('has one line for a mistake: %s', async (args, message) => {
    expect(await run(elf, ...args)).toMatch(message);
    expect(process.exitCode).toBe(2);
  });
});

describe('a trace file', () => {
  test('is written while the machine runs, in pieces, and completed by close', () => {
    const { machine } = program(sourceOf('firmware-samples/trap-and-emulate.s'));
    const trace = openTrace({ trace: 'exceptions,mmio', traceFile: at('pieces.txt'), kernel: elf });
    trace.attach(machine);
    machine.run(15_000);
    const before = read('pieces.txt').length;
    expect(before).toBeGreaterThan(0);
    trace.close();
    const after = read('pieces.txt');
    expect(after.length).toBeGreaterThan(before);
    expect(after.endsWith('\n')).toBe(true);
    // Whoever closes twice, or goes on with the machine, does no harm.
    trace.close();
    machine.run(1e9);
    expect(read('pieces.txt')).toBe(after);
  });

  test.skipIf(process.platform !== 'linux')(
    'that can not be written to is given up, in one line, and the run goes on',
    () => {
      const { machine } = program(sourceOf('firmware-samples/trap-and-emulate.s'));
      let said = '';
      const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
        said += String(text);
        return true;
      });
      const trace = openTrace({ trace: 'exceptions,mmio', traceFile: '/dev/full', kernel: elf });
      trace.attach(machine);
      machine.run(1e9);
      trace.close();
      spy.mockRestore();
      expect(machine.end).toEqual({ kind: 'power-off' });
      expect(said).toBe('pivisor: /dev/full: ENOSPC, trace ends\n');
    },
  );
});
