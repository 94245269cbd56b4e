/** pivisor run --net: states and recordings with networks, and what does not fit. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pivisor } from '../support/command.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-net-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
const run = (...args: string[]) => pivisor('run', '--headless', '--timeout', '2ms', ...args);

describe('pivisor run --net', () => {
  const state = at('net.state');
  beforeAll(async () => {
    writeFileSync(at('spin.s'), '.global _start\n_start: b _start\n');
    const kernel = ['--kernel', at('spin.s'), '--cpus', '1'];
    const { stderr } = await run(...kernel, '--net', `nat,pcap=${at('net.pcapng')}`, '--save-state', state);
    expect(stderr).toContain(`is in ${state}`);
  }, 60_000);

  test('captures', () => expect(readFileSync(at('net.pcapng')).readUInt32LE(0)).toBe(0x0a0d0d0a));

  test.each([
    ['no network', [], '--net: net.state was saved with 1 networks, expected as many'],
    ['two', ['--net', 'nat', '--net', 'nat'], '--net: net.state was saved with 1 networks, expected as many'],
    [
      'another device',
      ['--net', 'nat,device=virtio'],
      'net.state: it does not fit this machine: virtio [], expected ["net"]',
    ],
    ['a network of another kind', ['--net', 'isolated'], 'networks ["raspberrypi gateway"], expected ["raspberrypi"]'],
  ])('a state does not fit a board with %s', async (_name, args, message) => {
    const { status, stderr } = await run('--load-state', state, ...args);
    expect([status, stderr.replaceAll(`${folder}/`, '')]).toEqual([2, expect.stringContaining(message)]);
  });

  test('goes on from a state, tells the board that connections are lost, and does so in a replay', async () => {
    const options = ['--load-state', state, '--net', 'nat'];
    const recording = at('net.recording');
    await pivisor('run', '--headless', '--timeout', '4ms', ...options, '--record', recording);
    expect(readFileSync(recording, 'utf8')).toMatch(/"kind":"lost"/);
    const { status, stderr } = await pivisor('run', ...options, '--replay', recording);
    expect([status, stderr]).toEqual([0, expect.stringContaining('1 input replayed; the state hash is the recorded')]);
  });

  test('is not for machine files', async () => {
    writeFileSync(at('machine.yaml'), 'guests: {}\n');
    const { status, stderr } = await run(at('machine.yaml'), '--net', 'nat');
    expect([status, stderr]).toEqual([2, expect.stringContaining('--net: ')]);
    expect(existsSync(at('other.pcapng'))).toBe(false);
  });
});
