/** What a program does to a machine that runs. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { Control, type ControlEvent } from '../../src/host/control/control.js';
import { launch } from '../../src/host/launch.js';
import { Session } from '../../src/host/session.js';
import { ECHO, POWER_KEY, SPIN, start, WAIT, type Running } from './rig.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-control-'));
afterAll(() => rmSync(folder, { recursive: true }));

let running: Running | undefined;
afterEach(() => running?.stop());
const run = (...args: Parameters<typeof start>): Running => (running = start(...args));
const states = (control: Control): Record<string, string> =>
  Object.fromEntries(control.list().guests.map(({ name, state }) => [name, state]));

test('guests are stopped, started, paused, resumed and reset', async () => {
  const { control } = run({ a: ECHO, b: WAIT });
  const events: string[] = [];
  control.subscribe((e) => events.push(e.event === 'guest' ? `${e.guest} ${e.kind}` : e.event));
  expect(states(control)).toEqual({ a: 'running', b: 'running' });
  expect(await control.pause('a')).toEqual(['a']);
  expect(states(control)).toEqual({ a: 'paused', b: 'running' });
  expect(await control.resume('a')).toEqual(['a']);
  expect(await control.kill('b')).toEqual(['b']);
  expect(states(control)).toEqual({ a: 'running', b: 'off' });
  expect(control.list().guests[1].ended).toBe('killed');
  expect(await control.start()).toEqual(['b']);
  await control.reset('a');
  expect(states(control)).toEqual({ a: 'running', b: 'running' });
  expect(await control.start()).toEqual([]);
  expect(events.filter((e) => !e.endsWith('start'))).toEqual(['a pause', 'a resume', 'b end', 'a end']);
});

test.each<[string, (control: Control) => unknown, string]>([
  ['a guest that is not there', (c) => c.start('c'), "no guest 'c', expected a, b"],
  ['start of a running guest', (c) => c.start('a'), 'a: start: it is running'],
  ['resume of a running guest', (c) => c.resume('a'), 'a: resume: it is running'],
  ['resume of a running board', (c) => c.resume(), 'rig runs, expected it or a guest to be paused'],
  ['one of two can not be done', (c) => c.start('b', 'a'), 'b: start: it is running; a: start: it is running'],
  ['a console that is not there', (c) => c.attach('c'), "no console 'c', expected a, b"],
  ['stats of a guest that is not there', (c) => c.stats('a', 'c'), "no guest 'c', expected a, b"],
  ['a state that is none', (c) => c.load('package.json'), 'package.json: not a state file, expected one that'],
  ['a folder to save in', (c) => c.save('/'), '/: is a directory'],
])('one line: %s', async (_, command, message) => {
  const { control } = run({ a: ECHO, b: WAIT });
  await expect((async () => command(control))()).rejects.toThrow(message);
});

test('stop waits until a guest has switched itself off, or was killed', async () => {
  // The first looks at the PL061's power key, the second at nothing.
  const { control, session } = run({ a: POWER_KEY, b: ECHO });
  expect(session.machine.hypervisor?.guests[0].options.stopGrace).toBe(20e6);
  const stopping = control.stop();
  expect(await control.pause('b')).toEqual(['b']);
  await control.resume('b');
  expect(await stopping).toEqual(['a', 'b']);
  expect(control.list().guests.map(({ ended }) => ended)).toEqual([
    'has switched itself off',
    'has not switched itself off, killed',
  ]);
});

test('the board: paused, resumed, reset, ended', async () => {
  const { control, session } = run({ a: ECHO });
  const events: ControlEvent[] = [];
  control.subscribe((event) => events.push(event));
  await control.pause();
  expect(control.list().state).toBe('paused');
  const { time } = control.list();
  await expect(control.pause()).rejects.toThrow('rig is paused, expected it to run');
  await expect(control.kill('a')).rejects.toThrow('rig is paused, expected it to run');
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(control.list().time).toBe(time);
  await control.resume();
  await control.reset();
  expect(session.machine.end).toBeUndefined();
  control.quit();
  await expect.poll(() => control.list().state).toBe('ended');
  expect(events.map((e) => (e.event === 'guest' ? e.kind : e.event))).toEqual([
    'board',
    'board',
    ...(events.some((e) => e.event === 'guest' && e.kind === 'start') ? ['start'] : []),
    'end',
  ]);
  await expect(control.kill('a')).rejects.toThrow('rig: the run has ended (quit)');
  expect(() => control.attach('a')).toThrow('rig: the run has ended (quit)');
});

test('what guests use', async () => {
  const { control } = run({ a: SPIN, b: WAIT });
  await expect.poll(() => control.list().time, { timeout: 20_000 }).toBeGreaterThan(20e6);
  const [a, b] = control.stats('a', 'b');
  // It spins all the time; the other waits.
  expect(a.cpu).toBeGreaterThan(0.5 * a.uptime);
  expect(b.cpu).toBeLessThan(0.1 * b.uptime);
  expect(a.memory.size).toBe(4 << 20);
  expect(a.memory.touched).toBeGreaterThan(0);
  expect(a.memory.touched).toBeLessThan(1 << 20);
  await control.kill('a');
  expect(control.stats('a')[0]).toMatchObject({ state: 'off', ended: 'killed', uptime: 0 });
});

test('a console: what was said before, what is typed, the end', async () => {
  const { control, session } = run({ a: ECHO, b: ECHO });
  await expect.poll(() => control.list().time, { timeout: 20_000 }).toBeGreaterThan(5e6);
  const stream = control.attach('b');
  let heard = '';
  const ended = new Promise((resolve) => stream.once('end', resolve));
  stream.on('data', (bytes: Buffer) => (heard += bytes.toString()));
  expect(session.someoneOutside).toBe(true);
  stream.write('ls');
  await expect.poll(() => heard).toBe('hello\n$ ls');
  control.quit();
  await ended;
});

test('who is attached and does not read is kept a bounded part', () => {
  const { control, session } = run({ a: SPIN }, {}, { reachable: false });
  const stream = control.attach('a');
  for (let i = 0; i < 40; i++) stream.backend.send(new Uint8Array(1 << 16).fill(65));
  expect(stream.dropped).toBeGreaterThan(1 << 20);
  stream.destroy();
  expect(session.someoneOutside).toBe(false);
});

test('a paused guest does not end the run as idle', async () => {
  const { control } = run({ a: SPIN }, {}, { reachable: false });
  await control.pause('a');
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(control.list().state).toBe('running');
  await control.resume('a');
});

describe('states', () => {
  test('a state is saved and loaded, and goes on as it did', async () => {
    const { control, session } = run({ a: ECHO });
    const file = join(folder, 'a.state');
    const { time } = control.save(file);
    await control.kill('a').catch(() => undefined);
    await expect.poll(() => control.list().state).toBe('ended');
    const other = new Session({
      machine: { ...session.machine.made, engine: undefined },
      handoff: () => undefined,
    });
    const again = new Control(other, { name: 'again' });
    expect(again.load(file)).toEqual({ file, time });
    expect(states(again)).toEqual({ a: 'running' });
    expect(other.machine.scheduler.stamp).toBe(time);
  });

  test('one of another machine is refused', () => {
    const { control } = run({ a: WAIT });
    const file = join(folder, 'other.state');
    control.save(file);
    const board = new Session(launch({ kernel: 'firmware-samples/timer.s', board: 'rpi4b-2g', firmware: 'psci' }));
    expect(() => new Control(board, { name: 'timer' }).load(file)).toThrow(
      /^.*other\.state: it does not fit this machine: board "rpi4b-1g", expected "rpi4b-2g"$/,
    );
  });

  test('not while a recording is made or replayed', async () => {
    const file = join(folder, 'r.state');
    writeFileSync(file, '');
    const { control } = run({ a: WAIT }, { noLoad: 'a recording is made' });
    expect(() => control.load(file)).toThrow('a recording is made, expected a run without it');
    await running?.stop();
    const replay = run({ a: ECHO }, { noInput: 'a recording is replayed' }).control;
    expect(() => replay.load(file)).toThrow('a recording is replayed, expected a run without it');
    await expect(replay.kill('a')).rejects.toThrow('a recording is replayed, expected a run without it');
  });
});

test('a board without guests', async () => {
  const session = new Session({
    ...launch({ kernel: 'firmware-samples/timer.s', board: 'rpi4b-2g', firmware: 'psci' }),
    reboot: true,
  });
  const control = new Control(session, { name: 'timer' });
  const machineSerials = session.machine.ports.map((_, i) => `serial${i}`);
  expect(control.consoles).toEqual(machineSerials);
  await expect(control.start()).rejects.toThrow('start: timer has no guests, expected a machine with guests');
  await expect(control.start('a')).rejects.toThrow("no guest 'a', expected a machine with guests");
  let heard = '';
  control.attach('serial0').on('data', (bytes: Buffer) => (heard += bytes.toString()));
  expect(await session.run()).toEqual({ kind: 'power-off' });
  expect(heard).toMatch(/tick|timer/i);
  const [stats] = control.stats();
  expect(stats).toMatchObject({ name: 'timer', state: 'off', ended: 'power-off', vcpus: 4 });
  expect(stats.cpu).toBeGreaterThan(0);
});
