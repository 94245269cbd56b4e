import { expect, test } from 'vitest';
import { ByteQueue } from '../../src/host/serial/queue.js';

test('beyond the bound the oldest bytes go', () => {
  const queue = new ByteQueue(4);
  queue.push(Uint8Array.of(1, 2, 3));
  expect([queue.length, queue.dropped]).toEqual([3, 0]);
  queue.push(Uint8Array.of(4, 5));
  expect([queue.length, queue.dropped]).toEqual([4, 1]);
  expect([...queue.peek(2)]).toEqual([2, 3]);
  expect([...queue.peek(9)]).toEqual([2, 3, 4, 5]);
  queue.push(Uint8Array.of(1, 2, 3, 4, 5, 6));
  expect([...queue.peek(9)]).toEqual([3, 4, 5, 6]);
  expect(queue.dropped).toBe(7);
});

test('it does what a list of bytes does', () => {
  let seed = 1;
  const random = (below: number): number => (seed = (seed * 48271) % 0x7fffffff) % below;
  for (const capacity of [1, 2, 7, 64]) {
    const queue = new ByteQueue(capacity);
    let list: number[] = [];
    let dropped = 0;
    for (let step = 0; step < 3000; step++) {
      if (random(2) === 0) {
        const bytes = Array.from({ length: random(capacity + 3) }, () => random(256));
        queue.push(Uint8Array.from(bytes));
        list.push(...bytes);
        dropped += Math.max(0, list.length - capacity);
        list = list.slice(-capacity);
      } else {
        const bytes = queue.peek(random(capacity + 3));
        expect([...bytes]).toEqual(list.slice(0, bytes.length));
        queue.drop(bytes.length);
        list = list.slice(bytes.length);
      }
      expect([queue.length, queue.dropped]).toEqual([list.length, dropped]);
      expect([...queue.peek(Infinity)]).toEqual(list);
    }
  }
});
