/** Random 9P messages: mostly ones that could be meant, with names that try to lead elsewhere. */
import { MESSAGES, NO_FID, type MessageName } from '../../src/devices/ninep/messages.js';
import { encode } from './client.js';

const NAMES = [
  'a',
  'b',
  'c',
  'd',
  'out',
  'up',
  'loop',
  'fifo',
  'file',
  'secret',
  '__proto__',
  '\xff\x00',
  '..',
  '.',
  '',
  '/',
  '../secret',
];
const TARGETS = [
  '../secret',
  '..',
  '/',
  '../beside',
  'a',
  '../../..',
  '/proc/self/root',
  '',
  'a/../../beside/file',
  '.',
];
/** Ways to files outside, where links are, or may come to be. */
const WAYS_OUT = [
  'up/witness',
  'a/up/witness',
  'a/up/beside/file',
  'a/witness',
  'c/witness',
  'd/witness',
  'b/witness',
  'file/witness',
].map((path) => path.split('/'));

/** What a field is given: by its name, else by its kind. */
const BY_NAME: Readonly<Record<string, (below: (n: number) => number) => unknown>> = {
  name: (below) => NAMES[below(NAMES.length)],
  oldname: (below) => NAMES[below(NAMES.length)],
  newname: (below) => NAMES[below(NAMES.length)],
  names: (below) =>
    below(2) === 0
      ? WAYS_OUT[below(WAYS_OUT.length)]
      : Array.from({ length: below(4) }, () => NAMES[below(NAMES.length - 3)]),
  target: (below) => TARGETS[below(TARGETS.length)],
  aname: () => '',
  version: (below) => (below(8) === 0 ? '9P2000.u' : '9P2000.L'),
  msize: (below) => [4096, 8192, 1 << 20, 100][below(4)],
  afid: () => NO_FID,
  mode: (below) => [0o100644, 0o755, 0o4777, 0o10644, 0o20666, 0][below(6)],
  flags: (below) => [0, 1, 2, 0o1001, 0o302, 0o2002, 0o200, 0o200000][below(8)],
  valid: (below) => below(0x200),
  offset: (below) => (below(20) === 0 ? 2 ** 62 : below(40)),
  size: (below) => (below(20) === 0 ? 2 ** 60 : below(3000)),
  count: (below) => [0, 1, 100, 5000, 0xffffffff][below(5)],
};
const BY_KIND: Readonly<Record<string, (below: (n: number) => number) => unknown>> = {
  u8: (below) => below(256),
  u16: (below) => below(65536),
  u32: (below) => below(100),
  u64: (below) => below(2 ** 31),
  i64: (below) => below(2 ** 31) - 2 ** 30,
  text: (below) => NAMES[below(NAMES.length)],
  data: (below) => new Uint8Array(below(300)).fill(below(256)),
};
/** A client that begins anew has nothing: that is not to happen all the time. */
const OFTEN = (Object.keys(MESSAGES) as MessageName[]).filter((name) => name !== 'Tversion');

/**
 * A message by a generator of 32-bit numbers.
 * @param fids how many of them it is about
 */
export function randomMessage(next: () => number, fids = 40): Uint8Array {
  const below = (n: number): number => next() % n;
  const name = below(400) === 0 ? 'Tversion' : OFTEN[below(OFTEN.length)];
  const fields = Object.entries(MESSAGES[name].request).map(([field, kind]) => {
    const value = /fid$/.test(field) && field !== 'afid' ? below(fids) : (BY_NAME[field] ?? BY_KIND[kind])(below);
    return [field, value];
  });
  const message = encode(name, Object.fromEntries(fields) as never, below(65536));
  if (below(12) > 0) return message;
  // Damaged: a byte changed, or too short. Its header stays one.
  const cut = below(2) === 0 ? message.slice(0, 7 + below(message.length - 6)) : message.slice();
  if (cut.length > 8) cut[7 + below(cut.length - 7)] = below(256);
  new DataView(cut.buffer).setUint32(0, cut.length, true);
  return cut;
}
