/** `pivisor ps` and `pivisor ctl`, with a machine that this process runs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { claimSocket, type Claim } from '../../src/host/control/names.js';
import { serveControl, type ControlServer } from '../../src/host/control/server.js';
import { pivisor } from '../support/command.js';
import { ECHO, start, WAIT, type Running } from './rig.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-ctl-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Served extends Running {
  readonly claim: Claim;
  readonly server: ControlServer;
}
let served: Served[] = [];
async function serve(name: string, sources = { web: ECHO, db: WAIT }): Promise<Served> {
  const claim = await claimSocket(name);
  const running = start(sources, { name: claim.name, file: '/lab.yaml' });
  const server = await serveControl(running.control, claim.path);
  served.push({ ...running, claim, server });
  return served.at(-1)!;
}
beforeEach(() => vi.stubEnv('XDG_RUNTIME_DIR', mkdtempSync(join(folder, 'r'))));
afterEach(async () => {
  for (const { stop, server, claim } of served) {
    await stop();
    await server.close();
    claim.release();
  }
  served = [];
  vi.unstubAllEnvs();
});
/** A command line that must succeed. @returns what it prints */
const ok = async (...args: string[]): Promise<string> => {
  const { status, stdout, stderr } = await pivisor(...args);
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
};

test('without a machine', async () => {
  expect(await ok('ps')).toBe('no machine runs; pivisor run FILE.yaml starts one\n');
  expect(await ok('ps', '--json')).toBe('[]\n');
  expect(await pivisor('ctl', 'stop')).toEqual({
    status: 2,
    stdout: '',
    stderr: 'pivisor: no machine runs, expected pivisor run FILE.yaml\n',
  });
});

describe('with one', () => {
  test('ps', async () => {
    const { control } = await serve('lab');
    await control.kill('db');
    const [head, web, db, ...rest] = (await ok('ps')).split('\n');
    expect(head).toMatch(/^MACHINE +GUEST +STATE +CPU TIME +MEMORY +UPTIME$/);
    expect(web).toMatch(/^lab +web +running +0\.\d{3} s +4 KiB \/ 4 MiB +\d+\.\d+ s$/);
    expect(db).toMatch(/^lab +db +off: killed +0\.\d{3} s +- +-$/);
    expect(rest).toEqual(['']);
    expect(JSON.parse(await ok('ps', '--json'))).toMatchObject([
      { name: 'lab', file: '/lab.yaml', pid: process.pid, guests: [{ name: 'web' }, { name: 'db', ended: 'killed' }] },
    ]);
  });

  test('what is done to guests, one after the other', async () => {
    await serve('lab');
    expect(await ok('ctl', 'pause', 'web', 'db')).toBe('web: paused\ndb: paused\n');
    expect(await ok('ctl', 'resume')).toBe('web: goes on\ndb: goes on\n');
    expect(await ok('ctl', 'kill', 'db')).toBe('db: killed\n');
    expect(await ok('ctl', 'start')).toBe('db: started\n');
    expect(await ok('ctl', 'start')).toBe('there is no guest to do it to\n');
    expect(await ok('ctl', 'reset', 'web')).toBe('web: reset\n');
    expect(await ok('ctl', 'pause')).toBe('the board: paused\n');
    expect(await ok('ps')).toMatch(/web +paused with its board/);
    expect(await ok('ctl', 'resume')).toBe('the board: goes on\n');
    expect(JSON.parse(await ok('ctl', 'stop', 'web', '--json'))).toEqual({ guests: ['web'] });
  });

  test.each<[string[], number, string]>([
    [['start', 'web'], 1, 'web: start: it is running'],
    [['kill', 'nix'], 1, "no guest 'nix', expected web, db"],
    [['resume'], 1, 'lab runs, expected it or a guest to be paused'],
    [['load', 'package.json'], 1, 'not a state file, expected one that --save-state has written'],
    [['save', '/nonexistent/x'], 1, '/nonexistent/x: no such file or directory'],
    [['attach', 'nix'], 1, "no console 'nix', expected web, db"],
    [['-m', 'nix', 'stop'], 2, "--machine: no machine 'nix' runs, expected lab"],
    [['stop', '--machine', 'nix'], 2, "--machine: no machine 'nix' runs, expected lab"],
    [['explode'], 2, "unknown command 'explode'"],
    [['attach', '--escape', 'x'], 2, "'x': expected a key such as ctrl-a or ctrl-], or none"],
  ])('one line: %o', async (args, code, message) => {
    await serve('lab');
    const { status, stdout, stderr } = await pivisor('ctl', ...args);
    expect([status, stdout]).toEqual([code, '']);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('stats, once where there is no terminal', async () => {
    await serve('lab');
    const [head, web, db] = (await ok('ctl', 'stats')).split('\n');
    expect(head).toMatch(/^GUEST +STATE +CPU +STEAL +MEMORY +EXITS\/s +IRQS\/s +MMIO\/s +RESTARTS$/);
    expect(web).toMatch(/^web +running +\d+\.\d% +\d+\.\d% +4 KiB \/ 4 MiB( +\d+){4}$/);
    expect(db).toMatch(/^db /);
    expect(JSON.parse(await ok('ctl', 'stats', 'db', '--json'))).toMatchObject([{ name: 'db', exits: { hvc: 0 } }]);
  });

  test('a state is saved and brought back', async () => {
    const { control } = await serve('lab');
    const file = join(folder, 'lab.state');
    expect(await ok('ctl', 'save', file)).toMatch(/^the state at \d+\.\d{3} s is in .*lab\.state\n$/);
    await control.kill('web');
    expect(await ok('ctl', 'load', file)).toMatch(/^goes on from \d+\.\d{3} s\n$/);
    expect(control.list().guests.map(({ state }) => state)).toEqual(['running', 'running']);
  });

  test('events until the end, and quit', async () => {
    const { control, session } = await serve('lab');
    const listening = ok('ctl', 'events');
    await expect
      .poll(() => (control as unknown as { listeners: Set<unknown> }).listeners.size, { timeout: 10_000 })
      .toBe(1);
    await control.pause('web');
    session.quit();
    await expect.poll(() => control.list().state).toBe('ended');
    await served[0].server.close();
    expect((await listening).replace(/^\[ *[\d.]+\]/gm, '[]')).toBe('[] web: paused\n[] the run has ended: quit\n');
  });
});

test('several machines have to be told apart', async () => {
  const { control } = await serve('lab');
  await serve('lab');
  expect(await pivisor('ctl', 'kill')).toMatchObject({
    status: 2,
    stderr: 'pivisor: expected --machine and one of lab, lab-2\n',
  });
  expect(await ok('ctl', '-m', 'lab-2', 'kill', 'db')).toBe('db: killed\n');
  expect(await ok('ctl', 'kill', 'web', '-m', 'lab-2')).toBe('web: killed\n');
  expect(control.list().guests.map(({ state }) => state)).toEqual(['running', 'running']);
  expect((await ok('ps')).split('\n').filter((line) => /^lab(-2)? /.test(line))).toHaveLength(4);
});

test('by the path of a socket', async () => {
  const claim = await claimSocket('x', join(folder, 'here.sock'));
  const running = start({ a: WAIT }, { name: 'x' });
  const server = await serveControl(running.control, claim.path);
  served.push({ ...running, claim, server });
  expect(await ok('ps')).toBe('no machine runs; pivisor run FILE.yaml starts one\n');
  expect(await ok('ctl', '-m', join(folder, 'here.sock'), 'pause', 'a')).toBe('a: paused\n');
});
