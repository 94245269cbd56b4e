/** Linux's driver of the Performance Monitors at work: a program of our own does what perf does. */
import { readFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { assemble } from '../../src/aarch64/assembler/index.js';
import { writeCpio } from '../../src/host/guests/cpio.js';
import { guests } from '../support/guests.js';
import { boot, commandLine, type BootOptions, LINUX, TROUBLE } from './boot.js';

const source = fileURLToPath(new URL('perf.s', import.meta.url));
const perf = assemble(readFileSync(source, 'utf8'), { file: 'perf.s', base: 0x400000 });
/** As in the program. */
const ROUNDS = 100_000;
const PERIOD = 12_345;
const at = (name: string): number => Number(perf.symbols.get(name));

/** The initramfs with the program in it: archives may follow each other. */
function initrd(): string {
  const guest = readFileSync(LINUX.initrd);
  const mine = writeCpio([{ path: 'bin/perf', type: 'file', mode: 0o755, bytes: perf.elf() }]);
  const path = join(mkdtempSync(join(tmpdir(), 'pivisor-perf-')), 'initrd');
  writeFileSync(path, Buffer.concat([guest, Buffer.alloc(-guest.length & 3), mine]));
  return path;
}

describe.skipIf(!guests('Image', 'initrd.cpio.gz', 'bcm2711-rpi-4-b.dtb'))('perf_event_open', () => {
  test('counts and samples to the instruction', async () => {
    const options: BootOptions = {
      ...LINUX,
      initrd: initrd(),
      append: commandLine('console=ttyAMA0 pivisor.modules=bcm2835_wdt pivisor.run=perf pivisor.poweroff'),
      steps: [{ expect: /^RUN-END 0/m }, { expect: /reboot: Power down/ }],
      ends: 'power-off',
      reject: [TROUBLE],
    };
    const { console, machine } = await boot(options);
    const numbers = (name: string): number[] =>
      [...console.matchAll(new RegExp(`^${name} ([0-9a-f]{16})$`, 'gm'))].map(([, hex]) =>
        Number(BigInt.asIntN(64, BigInt(`0x${hex}`))),
      );
    // Its own instructions, to the last one: each of the loop's rounds has two.
    const own = (at('last') - at('first')) / 4 + 2 * (ROUNDS - 1);
    for (const name of ['instructions', 'instructions-64', 'inst-spec'])
      expect([name, numbers(name)]).toEqual([name, [own]]);
    const [cycles, bus] = [...numbers('cycles'), ...numbers('bus-cycles')];
    expect(cycles).toBeGreaterThanOrEqual(own);
    // An interrupt's entry is a cycle: there are not many.
    expect(cycles - own).toBeLessThan(10);
    expect(bus - own).toBeLessThan(10);
    // The literal for ROUNDS; the loop's branches.
    expect([numbers('loads-stores'), numbers('branches')]).toEqual([[1], [ROUNDS]]);
    // GETPID twice, and the call that ends it.
    expect(numbers('svc')).toEqual([3]);
    expect(numbers('exceptions')[0]).toBeGreaterThanOrEqual(3);
    expect(numbers('returns')).toEqual([0]);
    expect(numbers('returns-kernel')[0]).toBeGreaterThanOrEqual(3);
    const [kernel, all] = [...numbers('instructions-kernel'), ...numbers('instructions-all')];
    expect(kernel).toBeGreaterThan(100);
    expect(all).toBeGreaterThan(own + 100);
    // What PMCEID0_EL0 does not announce is refused: ENOENT.
    expect(numbers('cache-misses')).toEqual([-2]);
    // An interrupt every PERIOD instructions, at the very instruction.
    const behind = (n: number): number => at('ring') + 4 * ((n - 1) % 2);
    const samples = Array.from({ length: Math.floor((2 * ROUNDS) / PERIOD) }, (_, i) => behind(PERIOD * (i + 1)));
    expect(numbers('sample')).toEqual(samples);
    // And the same once more.
    expect((await boot(options)).machine.hash()).toBe(machine.hash());
  });
});
