/** The 9P device: its configuration, its messages on a queue, its time. */
import { expect, test } from 'vitest';
import { MESSAGES, NO_FID, RLERROR } from '../../../src/devices/ninep/messages.js';
import { FEATURE } from '../../../src/devices/virtio/device.js';
import { NINEP_F, virtio9p, type Virtio9p } from '../../../src/devices/virtio/9p.js';
import { encode } from '../../share/client.js';
import { memoryShare } from '../../share/memory-share.js';
import { packed, rig, type Element, type Queue, type Rig } from './driver.js';

const make = (): Rig<Virtio9p> => rig((clock) => virtio9p({ tag: 'source', backend: memoryShare(), clock }));
const FEATURES = { features: [NINEP_F.MOUNT_TAG, FEATURE.INDIRECT_DESC] };
const VERSION = encode('Tversion', { msize: 8192, version: '9P2000.L' }, 0xffff);

/** Sends a message in these elements. @returns its answer */
function ask(r: Rig<Virtio9p>, queue: Queue, elements: readonly Element[], room: readonly number[]): Uint8Array {
  const { at } = queue.add([...elements, ...room], { indirect: true });
  queue.notify();
  r.clock.advance(1e6);
  const [{ length }] = queue.done();
  const all = at.slice(elements.length).flatMap((pa, i) => [...r.bytes(pa, room[i])]);
  return Uint8Array.from(all.slice(0, length));
}

test('the configuration has the tag', () => {
  const r = make();
  expect(r.regs.read('DeviceID')).toBe(9);
  expect(r.config(0, 2)).toBe(6);
  expect(String.fromCharCode(...[2, 3, 4, 5, 6, 7].map((at) => r.config(at, 1)))).toBe('source');
  expect(r.config(8, 1)).toBe(0);
});

test('a message and its answer are bytes as the protocol has them, in any elements', () => {
  const r = make();
  const [queue] = r.start(FEATURES);
  // size[4] Tversion tag[2] msize[4] version[s], as in version(5).
  const version = Uint8Array.from([21, 0, 0, 0, 100, 0xff, 0xff, 0, 0x20, 0, 0, 8, 0, ...Buffer.from('9P2000.L')]);
  expect(VERSION).toEqual(version);
  const answer = version.slice();
  answer[4] = 101;
  expect(ask(r, queue, [version.subarray(0, 3), version.subarray(3)], [5, 100])).toEqual(answer);
  // size[4] Tattach tag[2] fid[4] afid[4] uname[s] aname[s] n_uname[4]
  const attach = packed([4, 24], [1, 104], [2, 7], [4, 1], [4, NO_FID], [2, 0], [2, 0], [4, 0]).slice(0, 24);
  attach[0] = attach.length;
  // size[4] Rattach tag[2] qid[13]: a directory, its version, number 1
  const attached = ask(r, queue, [attach], [20]);
  expect([...attached.subarray(0, 8)]).toEqual([20, 0, 0, 0, 105, 7, 0, 0x80]);
  expect([...attached.subarray(12)]).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
  // size[4] Tgetattr tag[2] fid[4] request_mask[8], answered by 160 bytes
  const getattr = packed([4, 19], [1, 24], [2, 9], [4, 1], [8, 0x7ff]);
  const attributes = ask(r, queue, [getattr], [160]);
  expect(attributes).toHaveLength(160);
  const view = new DataView(attributes.buffer);
  // valid[8] qid[13] mode[4]
  expect([view.getUint32(7, true), view.getUint32(28, true)]).toEqual([0x7ff, 0o40755]);
});

test.each<[string, Uint8Array, number]>([
  ['of no type', packed([4, 7], [1, 99], [2, 5]), 95],
  ['that is cut off', packed([4, 9], [1, MESSAGES.Tclunk.type], [2, 5], [2, 0]), 22],
  ['about a fid that is none', encode('Tclunk', { fid: 77 }, 5), 9],
])('a message %s is answered by an error', (_, message, errno) => {
  const r = make();
  const [queue] = r.start(FEATURES);
  ask(r, queue, [VERSION], [100]);
  expect(ask(r, queue, [message], [100])).toEqual(packed([4, 11], [1, RLERROR], [2, 5], [4, errno]));
});

test('an answer for which there is no room is an error', () => {
  const r = make();
  const [queue] = r.start(FEATURES);
  expect(ask(r, queue, [VERSION], [11])).toEqual(packed([4, 11], [1, RLERROR], [2, 0xffff], [4, 90]));
});

test.each<[string, readonly Element[]]>([
  ['no room for an error', [VERSION, 10]],
  ['no header', [VERSION.subarray(0, 6), 100]],
  ['a size that is longer than it', [packed([4, 30], [1, 100], [2, 0], [4, 8192]), 100]],
  ['a size that is none', [packed([4, 6], [1, 100], [2, 0], [4, 8192]), 100]],
])('a message with %s breaks the device', (_, elements) => {
  const r = make();
  const [queue] = r.start(FEATURES);
  queue.add(elements);
  queue.notify();
  r.clock.advance(1e6);
  expect(r.status() & 64).toBe(64);
  expect(queue.done()).toEqual([]);
});

test('answers come after a time, in order, and a reset forgets them', () => {
  const r = make();
  const [queue] = r.start(FEATURES);
  ask(r, queue, [VERSION], [100]);
  ask(r, queue, [encode('Tattach', { fid: 0, afid: NO_FID })], [100]);
  const sync = queue.add([encode('Tfsync', { fid: 0 }), 100]);
  const flush = queue.add([encode('Tflush', { oldtag: 1 }), 100]);
  queue.notify();
  r.clock.advance(90_000);
  expect(queue.done()).toEqual([]);
  r.clock.advance(30_000);
  expect(queue.done().map(({ head }) => head)).toEqual([sync.head, flush.head]);
  expect(r.interrupts()).toBe(1);
  queue.add([encode('Tgetattr', { fid: 0 }), 200]);
  queue.notify();
  r.regs.write('Status', 0);
  expect(r.clock.waiting()).toBe(0);
  expect(r.device.state).toMatchObject({ fids: {}, msize: 0, finished: [] });
});
