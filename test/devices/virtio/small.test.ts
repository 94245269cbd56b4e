/** Console, entropy and balloon (virtio 1.2, sections 5.3 to 5.5). */
import { describe, expect, test } from 'vitest';
import { BALLOON_F, virtioBalloon, type VirtioBalloon } from '../../../src/devices/virtio/balloon.js';
import { virtioConsole, type VirtioConsole } from '../../../src/devices/virtio/console.js';
import { FEATURE } from '../../../src/devices/virtio/device.js';
import { virtioEntropy } from '../../../src/devices/virtio/entropy.js';
import { BY_CORE, packed, RAM_BASE, rig, type Rig } from './driver.js';

const text = (s: string): Uint8Array => new TextEncoder().encode(s);

describe('the console', () => {
  function make(): { r: Rig<VirtioConsole>; out: () => string; rooms: () => number } {
    let out = '';
    let rooms = 0;
    const r = rig((clock) =>
      virtioConsole({
        clock,
        transmit: (bytes) => (out += new TextDecoder('latin1').decode(bytes)),
        onRoom: () => rooms++,
        cols: 100,
        rows: 30,
      }),
    );
    return { r, out: () => out, rooms: () => rooms };
  }

  test('sends what it is given, in order', () => {
    const { r, out } = make();
    const [, transmit] = r.start();
    transmit.add([text('Hello, '), text('world')]);
    transmit.add([text('!\n')]);
    transmit.notify();
    expect(out()).toBe('Hello, world!\n');
    expect(transmit.done().map(({ length }) => length)).toEqual([0, 0]);
    expect(r.interrupts()).toBe(1);
  });

  test('sends a flood no faster than its time allows', () => {
    const { r, out } = make();
    const [, transmit] = r.start({ size: 64 });
    for (let i = 0; i < 40; i++) transmit.add([new Uint8Array(8192).fill(65)]);
    transmit.notify();
    expect(out().length).toBeLessThan(40 * 8192);
    r.clock.advance(1e9);
    expect(out().length).toBe(40 * 8192);
    expect(transmit.done()).toHaveLength(40);
  });

  test('takes what is typed where the driver has room, and asks again when it has', () => {
    const { r, rooms } = make();
    expect(r.device.push(65)).toBe(false);
    const [receive] = r.start();
    const first = receive.add([0, 4]);
    receive.notify();
    expect(rooms()).toBe(1);
    expect(r.device.push(66)).toBe(true);
    expect(receive.done()).toEqual([{ head: first.head, length: 1 }]);
    expect(r.bytes(first.at[1], 4)).toEqual(Uint8Array.of(66, 0xcc, 0xcc, 0xcc));
    expect(r.interrupts()).toBe(1);
    expect(r.device.push(67)).toBe(false);
    receive.add([4]);
    receive.notify();
    expect(rooms()).toBe(2);
  });

  test('gives buffers without room back', () => {
    const { r } = make();
    const [receive] = r.start();
    receive.add([0]);
    receive.add([text('x')]);
    const { head } = receive.add([1]);
    receive.notify();
    expect(r.device.push(68)).toBe(true);
    expect(receive.done().at(-1)).toEqual({ head, length: 1 });
  });

  test('has a size, whose change the driver hears of', () => {
    const { r } = make();
    r.start();
    expect([r.config(0, 2), r.config(2, 2), r.config(4, 4)]).toEqual([100, 30, 1]);
    const generation = r.regs.read('ConfigGeneration');
    r.device.resize(132, 50);
    expect([r.config(0, 2), r.config(2, 2), r.interrupts()]).toEqual([132, 50, 2]);
    expect(r.regs.read('ConfigGeneration')).not.toBe(generation);
  });

  test('writes in an emergency, before anything is set up', () => {
    const { r, out } = make();
    for (const c of text('!?')) r.mmio.write(0x108, 4, 0x100 + c, BY_CORE);
    expect(out()).toBe('!?');
  });

  test.each<[string, readonly (Uint8Array | number)[]]>([['more than a megabyte', [new Uint8Array(0x100001)]]])(
    'is broken by %s at once',
    (_, elements) => {
      const { r, out } = make();
      const [, transmit] = r.start();
      transmit.add(elements);
      transmit.notify();
      expect([r.status(), out()]).toEqual([15 | 64, '']);
    },
  );
});

describe('the entropy device', () => {
  const drawn = (seed: number): number[] => {
    const r = rig((clock) => virtioEntropy({ clock, seed }));
    const [queue] = r.start();
    const { at } = queue.add([10, 22]);
    queue.notify();
    expect(queue.done()[0].length).toBe(32);
    return [...r.bytes(at[0], 10), ...r.bytes(at[1], 22)];
  };
  test('fills buffers, the same for the same seed, others for another', () => {
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1)).not.toEqual(drawn(2));
    expect(new Set(drawn(3)).size).toBeGreaterThan(20);
  });
  test('gives a large buffer a part', () => {
    const r = rig((clock) => virtioEntropy({ clock, seed: 1 }));
    const [queue] = r.start();
    queue.add([10_000]);
    queue.notify();
    expect(queue.done()[0].length).toBe(4096);
  });
});

describe('the balloon', () => {
  function make(): { r: Rig<VirtioBalloon>; log: string[] } {
    const log: string[] = [];
    const tell =
      (what: string) =>
      (pa: number, bytes: number): void =>
        void log.push(`${what} ${pa.toString(16)} ${bytes.toString(16)}`);
    const r = rig((clock) =>
      virtioBalloon({
        clock,
        inflated: tell('inflated'),
        deflated: tell('deflated'),
        reported: tell('reported'),
        changed: () => log.push('changed'),
      }),
    );
    return { r, log };
  }
  const ALL = [BALLOON_F.MUST_TELL_HOST, BALLOON_F.STATS_VQ, BALLOON_F.DEFLATE_ON_OOM, BALLOON_F.PAGE_REPORTING];

  test('asks for pages, and hears how many it has', () => {
    const { r, log } = make();
    r.start({ features: ALL });
    r.device.setTarget(0x1234);
    expect([r.config(0, 4), r.config(4, 4), r.interrupts()]).toEqual([0x1234, 0, 2]);
    r.mmio.write(0x104, 4, 0x234, BY_CORE);
    expect([r.device.actual, r.config(4, 4), log]).toEqual([0x234, 0x234, ['changed']]);
    r.device.setTarget(0x1234);
    expect(r.interrupts()).toBe(0);
  });

  test('tells which pages are given and taken back, neighbours together', () => {
    const { r, log } = make();
    const [inflate, deflate] = r.start({ features: ALL });
    inflate.add([packed([4, 0x40000], [4, 0x40001], [4, 0x40002], [4, 0x50000])]);
    inflate.notify();
    deflate.add([packed([4, 0x40001])]);
    deflate.notify();
    expect(log).toEqual(['inflated 40000000 3000', 'inflated 50000000 1000', 'deflated 40001000 1000']);
    expect([inflate.done().length, deflate.done().length]).toEqual([1, 1]);
  });

  test.each([
    ['at its place by the specification', ALL, 4],
    ["at the place that Linux's numbering gives it", ALL, 3],
    ['the same without statistics', [BALLOON_F.PAGE_REPORTING], 2],
  ])('hears of free pages, the queue %s', (_, features, index) => {
    const { r, log } = make();
    const queues = r.start({ features });
    // What is no whole page does not count.
    const table = r.allocate(32, 16);
    queues[index].descriptor(table, 0, RAM_BASE + 0x100000, 0x10000, 3, 1);
    queues[index].descriptor(table, 1, RAM_BASE + 0x180800, 0x1000, 2, 0);
    queues[index].descriptor(queues[index].desc, 0, RAM_BASE + 0x100000, 0x10000, 3, 1);
    queues[index].descriptor(queues[index].desc, 1, RAM_BASE + 0x180800, 0x1000, 2, 0);
    queues[index].offer(0);
    queues[index].notify();
    expect(log).toEqual(['reported 40100000 10000']);
    expect(queues[index].done()).toEqual([{ head: 0, length: 0 }]);
  });

  test('asks for statistics, and keeps the buffer until the next time', () => {
    const { r } = make();
    const [, , stats] = r.start({ features: ALL });
    expect(r.device.askStats()).toBe(false);
    stats.add([new Uint8Array(0)]);
    stats.notify();
    expect(stats.done()).toEqual([]);
    expect(r.device.askStats()).toBe(true);
    expect([stats.done().length, r.interrupts()]).toEqual([1, 1]);
    expect(r.device.askStats()).toBe(false);
    stats.add([packed([2, 4], [8, 1000], [2, 99], [8, 1], [2, 5], [8, 2 ** 33])]);
    stats.notify();
    expect(r.device.stats).toEqual({ free: 1000, total: 2 ** 33 });
  });

  test.each<[string, Uint8Array]>([
    ['half a number', new Uint8Array(6)],
    ['more than any driver has', new Uint8Array((1 << 18) + 4)],
  ])('is broken by a list with %s', (_, list) => {
    const { r, log } = make();
    const [inflate] = r.start({ features: ALL });
    inflate.add([list]);
    inflate.notify();
    expect([r.status(), log]).toEqual([15 | 64, []]);
  });

  test('a new driver has all its pages', () => {
    const { r } = make();
    r.start({ features: [...ALL, FEATURE.EVENT_IDX] });
    r.mmio.write(0x104, 4, 5, BY_CORE);
    r.start({ features: ALL });
    expect(r.device.actual).toBe(0);
  });
});
