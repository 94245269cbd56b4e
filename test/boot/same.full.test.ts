/** Runs of the same boot end in the same state, on every Node. */
import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import { missing } from '../support/tools.js';
import { guests } from '../support/guests.js';
import {} from './boot.js';

interface EndState {
  readonly node: string;
  readonly instructions: readonly number[];
  readonly time: number;
  readonly hash: string;
}

function endState(node: string): EndState {
  const { stdout, stderr } = spawnSync(node, ['--import', 'tsx', 'test/boot/end-state.ts'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as EndState;
}

/** The program of a Node of another version than this one. */
const other = process.env['PIVISOR_OTHER_NODE'];

describe.skipIf(!guests('Image', 'initrd.cpio.gz', 'bcm2711-rpi-4-b.dtb'))('a boot to INIT-REACHED', () => {
  let first: EndState;
  beforeAll(() => void (first = endState(process.execPath)));

  test('ends in the same state each time', () => {
    expect(first.instructions.filter((count) => count > 1e6)).toHaveLength(4);
    expect(endState(process.execPath)).toEqual(first);
  });

  test.skipIf(other === undefined && !missing('PIVISOR_OTHER_NODE names no other Node to compare boots with'))(
    'ends in the same state on another Node',
    () => {
      const there = endState(other ?? '');
      expect(there.node).not.toBe(first.node);
      expect({ ...there, node: '' }).toEqual({ ...first, node: '' });
    },
  );
});
