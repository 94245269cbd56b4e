/** The same guests where virtual CPUs share one core with others, and on QEMU's virt machine. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { need } from '../support/tools.js';
import { expectedOf, GUESTS, program, runGuest, unitRun } from './unit-guests.js';
import { QEMU_DIFFERENCES } from './unit-guests-qemu.js';

describe('bare-metal guests find all as it should be, wherever they run', () => {
  test.each([
    { cores: 1, busy: 0 },
    { cores: 1, busy: 2 },
    { cores: 2, busy: 3 },
  ])('on $cores cores, beside $busy busy guests', (where) => {
    for (const guest of GUESTS.filter(({ timed }) => !timed)) {
      const run = unitRun(guest, where);
      runGuest(run, 60e9);
      expect(run.said()).toBe(expectedOf(guest.name));
    }
  });
});

describe.skipIf(!need('qemu-system-aarch64', 'qemu-system-arm'))("on QEMU's virt machine", () => {
  let folder = '';
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'unit-guests-'))));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(GUESTS)('$name, but for the differences that are explained', ({ name, vcpus }) => {
    const kernel = join(folder, `${name}.elf`);
    writeFileSync(kernel, program(name).elf());
    // Time by instructions, and one thread: what it finds does not depend on the host's load.
    const run = spawnSync(
      'qemu-system-aarch64',
      [
        ...[
          '-M',
          'virt,gic-version=2',
          '-cpu',
          'cortex-a72',
          '-smp',
          String(vcpus),
          '-m',
          '64',
          '-nographic',
          '-nic',
          'none',
        ],
        ...['-accel', 'tcg,thread=single', '-icount', 'shift=0,sleep=off', '-rtc', 'clock=vm', '-kernel', kernel],
      ],
      { encoding: 'utf8', timeout: 300_000, input: '' },
    );
    const lines = run.stdout.replaceAll('\r', '').split('\n');
    const failed = lines.flatMap((line) => /^FAIL: (.*): expected .*$/.exec(line)?.[1] ?? []);
    const reasons = Object.keys(QEMU_DIFFERENCES[name] ?? {});
    const reasonOf = (check: string) => reasons.find((r) => r === check || (r.endsWith(':') && check.startsWith(r)));
    expect(failed.filter((check) => reasonOf(check) === undefined)).toEqual([]);
    expect([...new Set(failed.map(reasonOf))].sort()).toEqual(reasons.sort());
    const names = (text: readonly string[]): string[] =>
      text.flatMap((line) => /^(?:PASS: (.*)|FAIL: (.*): expected .*)$/.exec(line)?.slice(1).join('') ?? []);
    expect(names(lines)).toEqual(names(expectedOf(name).split('\n')));
  });
});
