/** Split virtqueues: how buffers may be laid out, and what becomes of a device whose driver lays out nonsense. */
import { describe, expect, test } from 'vitest';
import { FEATURE, type VirtioDevice, type VirtioKind } from '../../../src/devices/virtio/device.js';
import { RAM_BASE, RAM_BYTES, rig, same, setHalf, type Element, type Queue, type Rig } from './driver.js';

/** A device that gives each buffer's readable bytes back, reversed, as far as there is room. */
const mirror: VirtioKind<VirtioDevice> = (port) => ({
  id: 42,
  state: {},
  features: [],
  queues: [16],
  configBytes: 0,
  config: () => undefined,
  notified() {
    const [queue] = port.queues;
    for (let left = queue.available(); left > 0 && port.running; left--) {
      if (!queue.take()) return;
      const { chain } = queue;
      const bytes = new Uint8Array(Math.min(chain.readableBytes, 4096));
      if (!chain.read(0, bytes)) return port.broken('read');
      const out = bytes.reverse().subarray(0, chain.writableBytes);
      if (!chain.write(0, out)) return port.broken('write');
      queue.use(chain.heads[0], out.length);
    }
    if (port.running) queue.await();
    queue.signal();
  },
  reset: () => undefined,
  restored: () => undefined,
});
const start = (features: readonly number[] = [FEATURE.INDIRECT_DESC]): { r: Rig<VirtioDevice>; queue: Queue } => {
  const r = rig(() => mirror);
  return { r, queue: r.start({ features })[0] };
};
const text = (s: string): Uint8Array => new TextEncoder().encode(s);

describe('a buffer', () => {
  test.each<[string, readonly Element[], { indirect?: boolean; direct?: number }, string]>([
    ['of two elements', [text('abc'), 3], {}, 'cba'],
    ['in many pieces', [text('a'), text('bc'), text(''), text('def'), 2, 0, 1, 3], {}, 'fedcba'],
    ['only to read', [text('abc')], {}, ''],
    ['only to write', [5], {}, ''],
    ['with less room', [text('abcdef'), 2, 2], {}, 'fedc'],
    ['in an indirect table', [text('abc'), text('d'), 4], { indirect: true }, 'dcba'],
    [
      'half in the ring, half in an indirect table',
      [text('ab'), text('cd'), 1, 3],
      { indirect: true, direct: 2 },
      'dcba',
    ],
    [
      'longer than the queue, in an indirect table',
      [text('xy'), ...Array<number>(100).fill(1)],
      { indirect: true },
      'yx',
    ],
  ])('%s', (_, elements, how, answer) => {
    const { r, queue } = start();
    const { head, at } = queue.add(elements, how);
    queue.notify();
    expect(queue.done()).toEqual([{ head, length: answer.length }]);
    let got = '';
    elements.forEach((e, i) => {
      if (typeof e === 'number') got += String.fromCharCode(...r.bytes(at[i], e));
      else expect(r.bytes(at[i], e.length)).toEqual(e);
    });
    // What is not written stays as it was.
    expect(got).toBe(answer.padEnd(got.length, '\xcc'));
    expect(r.status()).toBe(15);
  });

  test('many, at once and around the ring', () => {
    const { queue } = start();
    for (let round = 0; round < 100; round++) {
      const sent = Array.from({ length: 1 + (round % 7) }, () => queue.add([text('ab'), 2]).head);
      queue.notify();
      expect(queue.done()).toEqual(sent.map((head) => ({ head, length: 2 })));
    }
  });
});

const [NEXT, WRITE, INDIRECT] = [1, 2, 4];
const HIGH = 2 ** 53;

/** Descriptors as they are written to the ring's table (the first is the head), and what else is spoilt. */
interface Bad {
  readonly descriptors?: readonly (readonly [pa: number, length: number, flags: number, next: number])[];
  readonly indirect?: Bad['descriptors'];
  readonly spoil?: (queue: Queue, r: Rig<VirtioDevice>) => void;
  readonly features?: readonly number[];
}
const OK = RAM_BASE + 0x100000;
const END = RAM_BASE + RAM_BYTES;

describe('a driver that breaks the rules breaks its device only', () => {
  test.each<[string, Bad]>([
    ['a loop of one', { descriptors: [[OK, 1, NEXT, 0]] }],
    [
      'a loop of three',
      {
        descriptors: [
          [OK, 1, NEXT, 1],
          [OK, 1, NEXT, 2],
          [OK, 1, NEXT, 0],
        ],
      },
    ],
    ['a next one beyond the queue', { descriptors: [[OK, 1, NEXT, 16]] }],
    ['a next one far beyond', { descriptors: [[OK, 1, NEXT, 0xffff]] }],
    ['a head beyond the queue', { spoil: (q) => q.offer(16) }],
    [
      'more than 4 GiB',
      {
        descriptors: [
          [OK, 0xffffffff, NEXT, 1],
          [OK, 0xffffffff, 0, 0],
        ],
      },
    ],
    [
      'to write before to read',
      {
        descriptors: [
          [OK, 1, WRITE | NEXT, 1],
          [OK, 1, 0, 0],
        ],
      },
    ],
    ['no memory to read', { descriptors: [[END, 4, 0, 0]] }],
    ['memory that ends', { descriptors: [[END - 2, 4, 0, 0]] }],
    [
      'no memory to write',
      {
        descriptors: [
          [OK, 4, NEXT, 1],
          [END, 4, WRITE, 0],
        ],
      },
    ],
    ['an address beyond all numbers', { descriptors: [[HIGH, 4, 0, 0]] }],
    ['an address that wraps', { descriptors: [[2 ** 64 - 2048, 4096, 0, 0]] }],
    ['indirect, not agreed on', { features: [], descriptors: [[OK, 16, INDIRECT, 0]] }],
    [
      'indirect and next',
      {
        descriptors: [
          [OK, 16, INDIRECT | NEXT, 1],
          [OK, 1, 0, 0],
        ],
      },
    ],
    ['an empty indirect table', { descriptors: [[OK, 0, INDIRECT, 0]] }],
    ['an indirect table that is no table', { descriptors: [[OK, 24, INDIRECT, 0]] }],
    ['an indirect table in no memory', { descriptors: [[END, 16, INDIRECT, 0]] }],
    ['indirect inside of indirect', { descriptors: [[OK, 16, INDIRECT, 0]], indirect: [[OK, 16, INDIRECT, 0]] }],
    ['an indirect table that leaves itself', { descriptors: [[OK, 16, INDIRECT, 0]], indirect: [[OK, 1, NEXT, 1]] }],
    [
      'a loop in an indirect table',
      {
        descriptors: [[OK, 32, INDIRECT, 0]],
        indirect: [
          [OK, 1, NEXT, 1],
          [OK, 1, NEXT, 0],
        ],
      },
    ],
    ['more buffers than the queue has', { spoil: (q, r) => setHalf(r.memory, q.avail + 2, 17) }],
    ['an available index that goes back', { spoil: (q, r) => setHalf(r.memory, q.avail + 2, 0xffff) }],
    ['no memory for the available ring', { spoil: (_, r) => void (r.mmio.state.queues[0].driver = [END, 0]) }],
    [
      'no memory for the descriptors',
      {
        spoil: (q, r) => {
          r.mmio.state.queues[0].descriptors = [0, 1];
          q.offer(0);
        },
      },
    ],
    [
      'no memory for the used ring',
      { descriptors: [[OK, 4, 0, 0]], spoil: (_, r) => void (r.mmio.state.queues[0].device = [END, 0]) },
    ],
  ])('%s', (_, { descriptors = [], indirect = [], spoil, features }) => {
    const { r, queue } = start(features);
    const table = (at: number, list: NonNullable<Bad['descriptors']>): void =>
      list.forEach(([pa, length, flags, next], i) => queue.descriptor(at, i, pa, length, flags, next));
    table(queue.desc, descriptors);
    table(OK, indirect);
    if (descriptors.length > 0) queue.offer(0);
    spoil?.(queue, r);
    const before = r.memory.bytes.slice();
    queue.notify();
    expect(r.status()).toBe(15 | 64);
    expect(r.mmio.state.trouble).not.toBe('');
    // The driver is told; nothing is written anywhere; and nothing more happens until the reset.
    expect(r.interrupts()).toBe(2);
    expect(same(r.memory.bytes, before)).toBe(true);
    queue.notify();
    expect(r.interrupts()).toBe(0);
    const [again] = r.start({ features: [FEATURE.INDIRECT_DESC] });
    again.add([text('ab'), 2]);
    again.notify();
    expect(again.done()).toHaveLength(1);
  });
});
