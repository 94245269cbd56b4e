/** A machine's consoles on a terminal, switched by keys; and another terminal attached to them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { RUNTIME } from '../hypervisor/rig.js';
import { terminal } from '../serial/tmux.js';
import { need } from '../support/tools.js';
import { ECHO } from './rig.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-consoles-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'echo.s'), `        .text\n        .global _start\n_start: b start\n${RUNTIME}\n${ECHO}`);
const file = join(folder, 'lab.yaml');
writeFileSync(
  file,
  `board: rpi4b-1g\ncpus: 2\nguests:\n${['alpha', 'beta', 'gamma'].map((name) => `  ${name}: {kernel: echo.s, memory: 4M}\n`).join('')}`,
);
const socket = join(folder, 'lab.sock');
const pivisor = `"${process.execPath}" --import tsx src/cli/pivisor.ts`;
const SLOW = 60_000;

describe.skipIf(!need('tmux', 'tmux'))('consoles', () => {
  const first = terminal();
  const second = terminal();

  test('switched by keys', async () => {
    const { type, shows, screen, run } = first;
    const { before, ended } = await run(`${pivisor} run ${file} --control ${socket}`);
    await shows(/^gamma \| hello$/m, SLOW);
    for (const name of ['alpha', 'beta']) await shows(new RegExp(`^${name} +\\| hello$`, 'm'));
    type('x');
    await shows('pivisor: all guests are shown, and none has the keys');

    type('C-]', 'n');
    await shows(/^pivisor: alpha, guest 1 of 3\n\$ *$/m);
    type('one', 'Enter');
    await shows(/^\$ one\n\$ *$/m);
    type('C-]', '3');
    await shows(/^pivisor: gamma, guest 3 of 3\n\$ *$/m);
    type('three');
    await shows(/^\$ three$/m);
    type('C-]', 'g', 'be', 'Enter');
    await shows(/^pivisor: guest: be\n+pivisor: beta, guest 2 of 3\n\$ *$/m);
    type('two');
    await shows(/^\$ two$/m);
    // None of them has got another's keys.
    type('C-]', 'p');
    await shows(/^\$ two\npivisor: alpha, guest 1 of 3\n\$ *$/m);
    type('C-]', 'p');
    await shows(/^pivisor: gamma, guest 3 of 3\n\$ three$/m);
    type('C-]', 'a');
    await shows('pivisor: all guests');
    type('C-]', 'h');
    await shows(/^ +1 to 9 +a guest by its number$/m);

    type('C-]', 'n', 'C-]', 'Space');
    await shows('pivisor: alpha: paused');
    type('C-]', 'Space');
    await shows('pivisor: alpha: goes on');

    // Somebody else comes, and goes again; the machine goes on.
    const other = await second.run(`${pivisor} ctl -m ${socket} attach beta`);
    await second.shows(/^\$ two$/m, SLOW);
    second.type('2');
    await second.shows(/^\$ two2$/m);
    second.type('C-]', 'n');
    await second.shows(/^pivisor: gamma, guest 3 of 3/m);
    second.type('C-]', 'd');
    expect(await other.ended()).toEqual({ code: 0, settings: other.before });
    type('C-]', '2');
    await shows(/^pivisor: beta, guest 2 of 3\n\$ two2$/m);

    type('C-]', 'q');
    expect(await ended()).toEqual({ code: 0, settings: before });
    expect(screen()).not.toMatch(/internal error/);
  });

  test('Ctrl-C ends the run where all are shown, and is the guest`s where one is', async () => {
    const { type, shows, run } = first;
    const attached = await run(`${pivisor} run ${file} --control ${socket} --attach beta`);
    await shows(/^hello\n\$ *$/m, SLOW);
    type('C-c', 'ok');
    await shows(/\$ .*ok/);
    type('C-]', 'a', 'C-c');
    expect(await attached.ended()).toEqual({ code: 0, settings: attached.before });
  });
});
