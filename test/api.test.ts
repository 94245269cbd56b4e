/** The Node API as docs/api.md shows it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';
import ts from 'typescript';
import { describe, expect, test, vi } from 'vitest';
import * as pivisor from '../src/index.js';
import {
  AssemblyError,
  BoardError,
  ElfError,
  ImageError,
  Machine,
  assemble,
  boardNames,
  debugRead,
  disassemble,
  loadBoard,
  parseBoard,
  prebuiltEngine,
  readElf,
  readImage,
  readRegister,
  writeRegister,
  type Board,
} from '../src/index.js';

const board = loadBoard('rpi4b-2g') as Board;
const source = readFileSync(new URL('../firmware-samples/hello.s', import.meta.url), 'utf8');

/** A machine with a program on it, and what it prints. */
function machineFor(program: string): { machine: Machine; printed: () => string } {
  let text = '';
  const machine = new Machine({
    board,
    console: (byte) => (text += String.fromCharCode(byte)),
    engine: prebuiltEngine(),
  });
  const image = readImage(assemble(program, { base: board.load }).elf(), board);
  machine.load(image.segments);
  machine.start(image.entry, 2);
  return { machine, printed: () => text };
}

test('the names that are there', () => {
  expect(Object.keys(pivisor).sort()).toEqual([
    'Assembly',
    'AssemblyError',
    'BoardError',
    'Control',
    'ControlClient',
    'ElfError',
    'FdtError',
    'FdtNode',
    'ImageError',
    'Machine',
    'NetworkError',
    'PoolExhausted',
    'Session',
    'SnapshotError',
    'TraceError',
    'UserError',
    'assemble',
    'boardNames',
    'captureToFile',
    'createGdbStub',
    'debugRead',
    'debugTranslate',
    'debugWrite',
    'defineTest',
    'disassemble',
    'generateTree',
    'guestsFolder',
    'handoff',
    'hostNetworks',
    'launch',
    'launchMachineFile',
    'loadBoard',
    'parseBoard',
    'parseForward',
    'parseKinds',
    'parseNet',
    'prebuiltEngine',
    'readElf',
    'readFdt',
    'readImage',
    'readRegister',
    'readStateFile',
    'restoreSnapshot',
    'runTests',
    'saveStateFile',
    'serveControl',
    'serveGdb',
    'takeSnapshot',
    'traceMachine',
    'writeFdt',
    'writeRegister',
  ]);
  expect(boardNames()).toEqual(['cm4', 'rpi400', 'rpi4b-1g', 'rpi4b-2g', 'rpi4b-4g', 'rpi4b-8g', 'rpi4b-octo', 'virt']);
});

test('a program assembled, loaded and run to its end', () => {
  const { machine, printed } = machineFor(source);
  expect(machine.run(1e9)).toBe('stopped');
  expect(machine.end).toEqual({ kind: 'power-off' });
  expect(printed()).toBe('Hello from a Raspberry Pi 4\nI was started at EL2\n');
  expect(machine.hash()).toMatch(/^[0-9a-f]{16}$/);
});

describe('looking into a machine', () => {
  const LOOP = '_start: ldr x1, =0x123456789abcdef0\nloop: add x0, x0, #1\n b loop\n';

  test('registers, by name', () => {
    const { machine } = machineFor(LOOP);
    const [core] = machine.processor.cores;
    machine.run(201);
    expect(readRegister(core, 'x0')).toBe(100n);
    expect(readRegister(core, 'x1')).toBe(0x123456789abcdef0n);
    expect(readRegister(core, 'pc')).toBe(0x80004n);
    // EL2h, all masked.
    expect(readRegister(core, 'pstate')).toBe(0x3c9n);
    expect(readRegister(core, 'MIDR_EL1')).toBe(0x410fd083n);
    writeRegister(core, 'x0', -1n);
    writeRegister(core, 'sp', 0x1000n);
    expect([readRegister(core, 'x0'), readRegister(core, 'sp')]).toEqual([2n ** 64n - 1n, 0x1000n]);
    // The stack pointer in use is not in its bank; the others are.
    writeRegister(core, 'SP_EL1', 0x2000n);
    expect(['sp', 'SP_EL2', 'SP_EL1'].map((name) => readRegister(core, name))).toEqual([0x1000n, 0x1000n, 0x2000n]);
    machine.run(203);
    expect(readRegister(core, 'x0')).toBe(0n);
    for (const name of ['x31', 'x07', 'toString', 'W0', '']) {
      expect(() => readRegister(core, name)).toThrow(RangeError);
      expect(() => writeRegister(core, name, 0n)).toThrow(RangeError);
    }
    expect(() => writeRegister(core, 'SCTLR_EL1', 0n)).toThrow(RangeError);
  });

  test('a breakpoint, a step, memory', () => {
    const { machine } = machineFor(LOOP);
    const [core] = machine.processor.cores;
    machine.processor.addBreakpoint(0x80008, 0);
    expect(machine.run(1e6)).toBe('breakpoint');
    expect(machine.scheduler.step(core)).toBe('stepped');
    const word = new Uint8Array(4);
    expect(debugRead(core, 2, readRegister(core, 'pc'), word)).toBe(4);
    expect(disassemble(new DataView(word.buffer).getInt32(0, true))).toBe('add x0, x0, #1');
  });
});

test('mistakes have classes of their own', () => {
  expect(() => assemble('foo', {})).toThrow(AssemblyError);
  expect(() => parseBoard({})).toThrow(BoardError);
  expect(() => readImage(new Uint8Array(), board)).toThrow(ImageError);
  expect(() => readElf(new Uint8Array(4))).toThrow(ElfError);
  expect(loadBoard('none')).toBeUndefined();
});

describe('docs/api.md', () => {
  const text = readFileSync(new URL('../docs/api.md', import.meta.url), 'utf8');
  /** Whole programs by the heading that they are under; those marked `guests` boot Linux, and are left to the types. */
  const examples = text.split(/^## /m).flatMap((section) =>
    [...section.matchAll(/^```ts( guests)?\n([^]*?)^```$/gm)].map(([, guests, code]) => ({
      heading: section.split('\n')[0],
      guests: guests !== undefined,
      code,
    })),
  );
  const modules: Record<string, () => Promise<unknown>> = {
    pivisor: () => Promise.resolve(pivisor),
    'node:fs': () => import('node:fs'),
    'node:os': () => import('node:os'),
    'node:path': () => import('node:path'),
  };

  test.each(examples.filter((e) => !e.guests))('$heading', async ({ code }) => {
    // As the body of a function: imports become awaited modules, types go.
    const body = code.replace(
      /^import (\{[^}]*\}) from '([^']*)';$/gm,
      (_, names: string, from: string) => `const ${names.replace(/\btype \w+,? ?/g, '')} = await modules['${from}']();`,
    );
    const js = ts.transpile(`async () => {${body}}`, { target: ts.ScriptTarget.ES2022 });
    const printed: string[] = [];
    const stdout = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      const run = new Function('modules', 'console', `return (${js.trim().replace(/;$/, '')})()`) as (
        ...args: unknown[]
      ) => Promise<void>;
      await run(modules, { log: (...values: unknown[]) => printed.push(format(...values)) });
    } finally {
      stdout.mockRestore();
    }
    const expected = [...code.matchAll(/^console\.log\(.*\); *\/\/ (.*)$/gm)].map(([, value]) => value);
    expect(expected.length).toBeGreaterThan(0);
    expect(printed).toEqual(expected);
  });

  test('the types of the examples', () => {
    const root = fileURLToPath(new URL('..', import.meta.url));
    const config = ts.parseJsonConfigFileContent(
      (ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile) as { config: unknown }).config,
      ts.sys,
      root,
    );
    const options = { ...config.options, noUnusedLocals: false, noUnusedParameters: false };
    const files = new Map(
      examples.map(({ code }, i) => [
        `${root}test/example-${i}.ts`,
        code.replace("from 'pivisor'", "from '../src/index.js'"),
      ]),
    );
    const host = ts.createCompilerHost(options);
    const { readFile, fileExists } = host;
    host.readFile = (name) => files.get(name) ?? readFile(name);
    host.fileExists = (name) => files.has(name) || fileExists(name);
    const program = ts.createProgram([...files.keys()], options, host);
    const wrong = [...files.keys()].flatMap((name) => {
      const file = program.getSourceFile(name);
      return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
        (d) => `${name}: ${ts.flattenDiagnosticMessageText(d.messageText, ' ')}`,
      );
    });
    expect(wrong).toEqual([]);
  });
});
