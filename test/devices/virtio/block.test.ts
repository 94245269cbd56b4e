/** The block device, by virtio 1.2, section 5.2. */
import { describe, expect, test } from 'vitest';
import { memoryDisk, SECTOR, type BlockBackend } from '../../../src/devices/block.js';
import {
  BLK_F,
  BLK_S,
  BLK_T,
  virtioBlock,
  type BlockOptions,
  type VirtioBlock,
} from '../../../src/devices/virtio/block.js';
import { FEATURE } from '../../../src/devices/virtio/device.js';
import { packed, rig, same, type Element, type Queue, type Rig } from './driver.js';

const SECTORS = 256;
const SECOND = 1e9;

interface Disk {
  readonly bytes: Uint8Array;
  /** Sectors that the backend can't read or write. */
  readonly bad: Set<number>;
  readonly calls: string[];
}

function make(options: Omit<BlockOptions, 'backend' | 'clock'> = {}, readOnly = false, discard = true) {
  const bytes = Uint8Array.from({ length: SECTORS * SECTOR }, (_, i) => ((i >> 9) * 7 + i) & 0xff);
  const disk: Disk = { bytes, bad: new Set(), calls: [] };
  const real = memoryDisk(bytes, readOnly);
  const touched = (sector: number, length: number): boolean =>
    Array.from({ length: length / SECTOR }, (_, i) => sector + i).some((s) => disk.bad.has(s));
  const { discard: _, ...without } = real;
  const backend: BlockBackend = {
    ...(discard ? real : without),
    read: (sector, into) => !touched(sector, into.length) && real.read(sector, into),
    write: (sector, from) => !touched(sector, from.length) && real.write(sector, from),
    flush() {
      disk.calls.push('flush');
      return !disk.bad.has(-1);
    },
  };
  const r: Rig<VirtioBlock> = rig((clock) => virtioBlock({ backend, clock, serial: 'pivisor-disk-0', ...options }));
  return { r, disk };
}

const header = (type: number, sector = 0): Uint8Array => packed([4, type], [4, 0], [8, sector]);

/** A request to its end. @returns status, bytes used, and where the elements between header and status lie */
function request(
  r: Rig<VirtioBlock>,
  queue: Queue,
  type: number,
  sector: number,
  data: readonly Element[] = [],
  indirect = false,
): { status: number; length: number; at: readonly number[] } {
  const { at } = queue.add([header(type, sector), ...data, 1], { indirect });
  queue.notify();
  r.clock.advance(SECOND);
  const [{ length }] = queue.done();
  return { status: r.bytes(at[at.length - 1], 1)[0], length, at: at.slice(1, -1) };
}

const ALL = [BLK_F.FLUSH, BLK_F.DISCARD, BLK_F.WRITE_ZEROES, FEATURE.INDIRECT_DESC, FEATURE.EVENT_IDX];

test('the configuration says what the disk is', () => {
  const { r } = make({ queues: 4 });
  expect(r.regs.read('DeviceID')).toBe(2);
  expect([r.config(0, 4), r.config(4, 4)]).toEqual([SECTORS, 0]);
  expect([r.config(8, 4), r.config(12, 4), r.config(20, 4), r.config(34, 2)]).toEqual([1 << 18, 254, 512, 4]);
  expect(r.config(56, 1)).toBe(1);
});

test.each<[string, ReturnType<typeof make>, readonly number[], readonly number[]]>([
  ['writable', make(), [BLK_F.FLUSH, BLK_F.DISCARD, BLK_F.WRITE_ZEROES, BLK_F.SEG_MAX], [BLK_F.RO, BLK_F.MQ]],
  ['read-only', make({}, true), [BLK_F.RO], [BLK_F.DISCARD, BLK_F.WRITE_ZEROES]],
  ['that discards nothing', make({}, false, false), [BLK_F.WRITE_ZEROES], [BLK_F.DISCARD]],
  ['with queues', make({ queues: 2 }), [BLK_F.MQ], []],
])('features of a disk: %s', (_, { r }, there, absent) => {
  expect(r.device.features).toEqual(expect.arrayContaining([...there]));
  for (const f of absent) expect(r.device.features).not.toContain(f);
});

describe('reads and writes', () => {
  test.each([false, true])('reach the sectors that they name (indirect: %s)', (indirect) => {
    const { r, disk } = make();
    const [queue] = r.start({ features: ALL });
    const read = request(r, queue, BLK_T.IN, 3, [512, 100, 924], indirect);
    expect(read).toMatchObject({ status: BLK_S.OK, length: 1537 });
    expect(new Uint8Array(read.at.flatMap((pa, i) => [...r.bytes(pa, [512, 100, 924][i])]))).toEqual(
      disk.bytes.slice(3 * SECTOR, 6 * SECTOR),
    );
    const data = Uint8Array.from({ length: 1024 }, (_, i) => i * 3);
    expect(request(r, queue, BLK_T.OUT, 250, [data.subarray(0, 7), data.subarray(7)], indirect)).toMatchObject({
      status: BLK_S.OK,
      length: 1,
    });
    expect(disk.bytes.slice(250 * SECTOR, 252 * SECTOR)).toEqual(data);
  });

  test('of more than goes at once', () => {
    const bytes = Uint8Array.from({ length: 1600 * SECTOR }, (_, i) => i ^ (i >> 8));
    const r = rig((clock) => virtioBlock({ backend: memoryDisk(bytes), clock }));
    const [queue] = r.start({ features: [BLK_F.FLUSH] });
    const { status, at } = request(r, queue, BLK_T.IN, 1, [1500 * SECTOR]);
    expect(status).toBe(BLK_S.OK);
    expect(same(r.bytes(at[0], 1500 * SECTOR), bytes.subarray(SECTOR, 1501 * SECTOR))).toBe(true);
  });

  test.each<[string, number, number, readonly Element[]]>([
    ['the last sector and one more', BLK_T.IN, SECTORS - 1, [1024]],
    ['a sector beyond all', BLK_T.IN, 2 ** 60, [512]],
    ['no whole sector', BLK_T.IN, 0, [100]],
    ['to write beyond the end', BLK_T.OUT, SECTORS, [new Uint8Array(512)]],
    ['to write half a sector', BLK_T.OUT, 0, [new Uint8Array(256)]],
    ['what the disk can not read', BLK_T.IN, 7, [1024]],
    ['what the disk can not write', BLK_T.OUT, 8, [new Uint8Array(512)]],
  ])('fail where they must: %s', (_, type, sector, data) => {
    const { r, disk } = make();
    disk.bad.add(8);
    const before = disk.bytes.slice();
    const [queue] = r.start({ features: ALL });
    const { status, length } = request(r, queue, type, sector, data);
    expect(status).toBe(BLK_S.IOERR);
    // Nothing of a buffer is promised that was not written from its beginning.
    expect(length).toBe(type === BLK_T.IN ? 0 : 1);
    expect(same(disk.bytes, before)).toBe(true);
    expect(r.status()).toBe(15);
  });

  test('a read-only disk is not written', () => {
    const { r, disk } = make({}, true);
    const before = disk.bytes.slice();
    const [queue] = r.start({ features: [BLK_F.RO, BLK_F.FLUSH] });
    expect(request(r, queue, BLK_T.OUT, 0, [new Uint8Array(512)]).status).toBe(BLK_S.IOERR);
    expect(request(r, queue, BLK_T.WRITE_ZEROES, 0, [packed([8, 0], [4, 1], [4, 0])]).status).toBe(BLK_S.IOERR);
    expect(same(disk.bytes, before)).toBe(true);
  });
});

describe('other requests', () => {
  const range = (sector: number, count: number, flags = 0): Uint8Array => packed([8, sector], [4, count], [4, flags]);
  test.each<[string, number, readonly Element[], number]>([
    ['discard', BLK_T.DISCARD, [range(4, 2)], BLK_S.OK],
    ['discard several', BLK_T.DISCARD, [range(0, 1), range(9, 1)], BLK_S.OK],
    ['discard with a flag', BLK_T.DISCARD, [range(4, 2, 1)], BLK_S.UNSUPP],
    ['discard beyond the end', BLK_T.DISCARD, [range(255, 2)], BLK_S.IOERR],
    ['discard, half a range', BLK_T.DISCARD, [new Uint8Array(8)], BLK_S.IOERR],
    ['discard nothing', BLK_T.DISCARD, [], BLK_S.IOERR],
    ['discard more ranges than may be', BLK_T.DISCARD, [new Uint8Array(17 * 16)], BLK_S.IOERR],
    ['write zeroes', BLK_T.WRITE_ZEROES, [range(4, 2)], BLK_S.OK],
    ['write zeroes or unmap', BLK_T.WRITE_ZEROES, [range(4, 2, 1)], BLK_S.OK],
    ['write zeroes, reserved flag', BLK_T.WRITE_ZEROES, [range(4, 2, 2)], BLK_S.UNSUPP],
    ['write zeroes, too many', BLK_T.WRITE_ZEROES, [range(0, 1 << 16)], BLK_S.IOERR],
    ['flush', BLK_T.FLUSH, [], BLK_S.OK],
    ['a type that nobody knows', 99, [], BLK_S.UNSUPP],
    ['a type that an object has', 0x6f74, [512], BLK_S.UNSUPP],
  ])('%s', (_, type, data, expected) => {
    const { r, disk } = make();
    const before = disk.bytes.slice();
    const [queue] = r.start({ features: ALL });
    expect(request(r, queue, type, 0, data).status).toBe(expected);
    const zeroed = data.flatMap((d) => {
      const view = new DataView(typeof d === 'number' ? new ArrayBuffer(0) : (d.buffer as ArrayBuffer));
      const ok = expected === BLK_S.OK && view.byteLength === 16;
      return ok ? Array.from({ length: view.getUint32(8, true) }, (_, i) => view.getUint32(0, true) + i) : [];
    });
    for (const s of zeroed) before.fill(0, s * SECTOR, (s + 1) * SECTOR);
    expect(same(disk.bytes, before)).toBe(true);
  });

  test('GET_ID, in 20 bytes, or in as many as there are', () => {
    const { r } = make();
    const [queue] = r.start({ features: ALL });
    const { status, length, at } = request(r, queue, BLK_T.GET_ID, 0, [20]);
    expect([status, length]).toEqual([BLK_S.OK, 21]);
    expect(new TextDecoder().decode(r.bytes(at[0], 20))).toBe('pivisor-disk-0\0\0\0\0\0\0');
    const short = request(r, queue, BLK_T.GET_ID, 0, [7]);
    expect(new TextDecoder().decode(r.bytes(short.at[0], 7))).toBe('pivisor');
  });

  test('without FLUSH what is written is safe at once', () => {
    const { r, disk } = make();
    const [queue] = r.start();
    request(r, queue, BLK_T.IN, 0, [512]);
    expect(disk.calls).toEqual([]);
    request(r, queue, BLK_T.OUT, 0, [new Uint8Array(512)]);
    expect(disk.calls).toEqual(['flush']);
    disk.bad.add(-1);
    expect(request(r, queue, BLK_T.OUT, 0, [new Uint8Array(512)]).status).toBe(BLK_S.IOERR);
  });
  test('with FLUSH only when it is asked for, and its failure is told', () => {
    const { r, disk } = make();
    const [queue] = r.start({ features: ALL });
    request(r, queue, BLK_T.OUT, 0, [new Uint8Array(512)]);
    expect(disk.calls).toEqual([]);
    disk.bad.add(-1);
    expect(request(r, queue, BLK_T.FLUSH, 0).status).toBe(BLK_S.IOERR);
  });

  test.each<[string, readonly Element[]]>([
    ['no header', [1]],
    ['half a header', [new Uint8Array(15), 1]],
    ['no status', [header(BLK_T.FLUSH)]],
  ])('a request that can not be answered breaks the device: %s', (_, elements) => {
    const { r } = make();
    const [queue] = r.start({ features: ALL });
    queue.add(elements);
    queue.notify();
    r.clock.advance(SECOND);
    expect([r.status(), queue.done()]).toEqual([15 | 64, []]);
  });
});

describe('time', () => {
  test('a request ends after its latency, and interrupts then', () => {
    const { r } = make();
    const [queue] = r.start({ features: ALL });
    queue.add([header(BLK_T.IN), 512, 1]);
    queue.notify();
    r.clock.advance(20_000);
    expect([queue.done(), r.irq.level]).toEqual([[], false]);
    r.clock.advance(2_000);
    expect([queue.done().length, r.interrupts()]).toEqual([1, 1]);
  });

  test('limits hold over a second: so many requests, so many bytes', () => {
    for (const [limits, expected] of [
      [{ iops: 1000 }, 1000],
      [{ bps: 1_024_000 }, 1000],
      [{ iops: 2000, bps: 1_024_000 }, 1000],
    ] as const) {
      const { r } = make({ limits });
      const [queue] = r.start({ features: [BLK_F.FLUSH, FEATURE.INDIRECT_DESC, FEATURE.EVENT_IDX] });
      let count = 0;
      for (let i = 0; i < 4; i++) queue.add([header(BLK_T.IN), 1024, 1]);
      queue.notify();
      for (let t = 0; t < 1000; t++) {
        r.clock.advance(1_000_000);
        for (const { head } of queue.done()) {
          count++;
          queue.offer(head);
          queue.notify();
        }
      }
      expect(count).toBeGreaterThan(expected * 0.98);
      expect(count).toBeLessThan(expected * 1.02);
    }
  });

  test('a queue full of large requests is done a few at a time', () => {
    const bytes = new Uint8Array(1600 * SECTOR);
    let reads = 0;
    const real = memoryDisk(bytes);
    const backend: BlockBackend = {
      ...real,
      read(sector, into) {
        reads += into.length;
        return real.read(sector, into);
      },
    };
    const r = rig((clock) => virtioBlock({ backend, clock }));
    const [queue] = r.start({ features: [BLK_F.FLUSH, FEATURE.INDIRECT_DESC], size: 128 });
    // All into the same place.
    const { at } = queue.add([header(BLK_T.IN), 512 * SECTOR, 1]);
    for (let i = 0; i < 10; i++) {
      const d = 3 * (i + 1);
      queue.descriptor(queue.desc, d, at[0], 16, 1, d + 1);
      queue.descriptor(queue.desc, d + 1, at[1], 512 * SECTOR, 3, d + 2);
      queue.descriptor(queue.desc, d + 2, at[2], 1, 2, 0);
      queue.offer(d);
    }
    queue.notify();
    expect(reads).toBeLessThanOrEqual(2 * 512 * SECTOR);
    r.clock.advance(SECOND);
    expect(queue.done()).toHaveLength(11);
  });

  test('requests of several queues each have their turn', () => {
    const { r } = make({ queues: 3, limits: { iops: 10_000 } });
    const queues = r.start({ features: [BLK_F.FLUSH, BLK_F.MQ] });
    for (const queue of queues) {
      for (let i = 0; i < 4; i++) queue.add([header(BLK_T.IN), 512, 1]);
      queue.notify();
    }
    r.clock.advance(350_000);
    // The first has begun alone.
    expect(queues.map((queue) => queue.done().length)).toEqual([3, 0, 0]);
    r.clock.advance(300_000);
    expect(queues.map((queue) => queue.done().length)).toEqual([1, 1, 1]);
  });

  test('a reset, or a queue that is stopped, forgets what is not finished', () => {
    for (const stop of [
      (r: Rig<VirtioBlock>) => r.regs.write('Status', 0),
      (r: Rig<VirtioBlock>) => r.regs.write('QueueReady', 0),
    ]) {
      const { r } = make();
      const [queue] = r.start({ features: ALL });
      queue.add([header(BLK_T.IN), 512, 1]);
      queue.notify();
      stop(r);
      expect(r.clock.waiting()).toBe(0);
      r.clock.advance(SECOND);
      expect([queue.done(), r.irq.level]).toEqual([[], false]);
    }
  });

  test('a snapshot in the middle goes on alike', () => {
    const [a, b] = [make({ limits: { iops: 50_000 } }), make({ limits: { iops: 50_000 } })];
    const [queue] = a.r.start({ features: ALL });
    for (let i = 0; i < 5; i++) queue.add([header(BLK_T.IN, i), 512, 1]);
    queue.notify();
    a.r.clock.advance(25_000);
    expect(a.r.device.state.finished.length).toBeGreaterThan(0);
    b.r.memory.bytes.set(a.r.memory.bytes);
    b.r.clock.advance(25_000);
    b.r.mmio.parts.forEach((part, i) => Object.assign(part.state, structuredClone(a.r.mmio.parts[i].state)));
    b.r.mmio.parts.forEach((part) => part.restored());
    for (const { r } of [a, b]) r.clock.advance(SECOND);
    expect(queue.done()).toHaveLength(5);
    expect(same(b.r.memory.bytes, a.r.memory.bytes)).toBe(true);
    expect(b.r.device.state).toEqual(a.r.device.state);
    expect(b.r.irq.level).toBe(true);
  });
});
