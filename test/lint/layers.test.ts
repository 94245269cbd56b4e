import { ESLint } from 'eslint';
import { beforeAll, describe, expect, test } from 'vitest';

/** The ids of the rules that object to a file with this text at this path (the file need not exist). */
async function objections(path: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(`${text}\n`, { filePath: path });
  return result!.messages.map((message) => message.ruleId ?? message.message);
}

let eslint: ESLint;
beforeAll(() => {
  eslint = new ESLint();
});

const used = (specifier: string) => `import { x } from '${specifier}';\nexport const y = x;`;

describe('imports point down only', () => {
  test.for([
    ['src/wasm/module.ts', '../aarch64/bus.js'],
    ['src/aarch64/isa/branch.ts', '../../el2/traps.js'],
    ['src/aarch64/cpu.ts', '../machine/board.js'],
    ['src/el2/stage2.ts', '../gic/distributor.js'],
    ['src/gic/distributor.ts', '../devices/pl011.js'],
    ['src/devices/virtio/block.ts', '../../gic/distributor.js'],
    ['src/devices/pl011.ts', '../hypervisor/guest.js'],
    ['src/hypervisor/guest.ts', '../machine/board.js'],
    ['src/machine/board.ts', '../host/files.js'],
    ['src/machine/board.ts', '../cli/main.js'],
    ['src/machine/board.ts', '../index.js'],
    // gic and devices know the processor by its small interfaces alone.
    ['src/devices/pl011.ts', '../aarch64/cpu.js'],
    ['src/gic/virtual.ts', '../el2/traps.js'],
    // A new folder has to be given its place first, and nothing in src/ hangs on what is not shipped.
    ['src/misc/helpers.ts', '../wasm/module.js'],
    ['src/machine/board.ts', '../misc/helpers.js'],
    ['src/machine/board.ts', '../../test/support/tools.js'],
  ] as const)('%s may not import %s', async ([path, specifier]) => {
    expect(await objections(path, used(specifier))).toEqual(['pivisor/layers']);
  });

  test.for([
    ['src/aarch64/isa/branch.ts', './table.js'],
    ['src/aarch64/translator.ts', '../wasm/module.js'],
    ['src/el2/stage2.ts', '../aarch64/mmu.js'],
    ['src/devices/pl011.ts', '../aarch64/bus.js'],
    ['src/devices/virtio/block.ts', '../registers.js'],
    ['src/hypervisor/guest.ts', '../devices/virtio/block.js'],
    ['src/machine/board.ts', '../wasm/module.js'],
    ['src/cli/commands/run.ts', '../../machine/board.js'],
    ['src/cli/commands/run.ts', '../../host/files.js'],
    ['src/index.ts', './machine/board.js'],
    ['test/cli/main.test.ts', '../../src/cli/main.js'],
  ] as const)('%s may import %s', async ([path, specifier]) => {
    expect(await objections(path, used(specifier))).toEqual([]);
  });

  test.for([
    "import type { X } from '../machine/board.js';\nexport type Y = X;",
    "export { x } from '../machine/board.js';",
    "export * from '../machine/board.js';",
    "export const x = await import('../machine/board.js');",
    "export type X = import('../machine/board.js').X;",
    "import x = require('../machine/board.js');\nexport const y = x;",
    "import '../machine/board.js';",
  ])('in whatever form: %s', async (text) => {
    expect(await objections('src/wasm/module.ts', text)).toContain('pivisor/layers');
  });
});

describe('the core runs in a browser worker', () => {
  test.for([
    ['src/machine/board.ts', used('node:fs'), 'pivisor/layers'],
    ['src/machine/board.ts', used('fs'), 'pivisor/layers'],
    ['src/machine/board.ts', used('fs/promises'), 'pivisor/layers'],
    ['src/cli/main.ts', used('node:fs'), 'pivisor/layers'],
    ['src/wasm/module.ts', 'export const x = Buffer.alloc(1);', 'no-restricted-globals'],
    ['src/aarch64/isa/branch.ts', 'export const x = process.env;', 'no-restricted-globals'],
    ['src/devices/virtio/block.ts', 'export const x = globalThis.process;', 'no-restricted-properties'],
    ['src/gic/distributor.ts', 'setImmediate(() => {});', 'no-restricted-globals'],
    ['src/machine/clock.ts', 'export const x = Date.now();', 'no-restricted-properties'],
    ['src/el2/traps.ts', 'export const x = Math.random();', 'no-restricted-properties'],
  ] as const)('%s: %s', async ([path, text, rule]) => {
    expect(await objections(path, text)).toEqual([rule]);
  });

  test('require', async () => {
    expect(await objections('src/hypervisor/guest.ts', "export const x = require('fs');")).toContain(
      'no-restricted-globals',
    );
  });

  test.for([
    ['src/host/files.ts', used('node:fs')],
    ['src/cli/main.ts', 'export const x = process.argv;'],
    ['test/cli/main.test.ts', used('node:child_process')],
    ['bench/main.ts', 'export const x = Date.now();'],
  ] as const)('%s is not the core: %s', async ([path, text]) => {
    expect(await objections(path, text)).toEqual([]);
  });
});

test.for(['src/wasm/module.ts', 'src/cli/main.ts', 'test/lint/x.test.ts'])('no any in %s', async (path) => {
  expect(await objections(path, 'export const x: any = 1;')).toEqual(['@typescript-eslint/no-explicit-any']);
});
