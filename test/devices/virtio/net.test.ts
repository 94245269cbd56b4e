/** The network device (virtio 1.2, section 5.1), and what it does to frames. */
import { describe, expect, test } from 'vitest';
import { FEATURE } from '../../../src/devices/virtio/device.js';
import { NET_F, virtioNet, type NetOptions, type VirtioNet } from '../../../src/devices/virtio/net.js';
import { GSO, NET_FLAGS, NO_OFFLOAD, type NetOffload, type NetPort } from '../../../src/devices/virtio/net-backend.js';
import { flowOf } from '../../../src/devices/virtio/net-flow.js';
import { plainFrames, segments } from '../../../src/devices/virtio/offload.js';
import { packed, rig, type Queue, type Rig } from './driver.js';
import { random } from '../rig.js';

const MAC = Uint8Array.of(0x52, 0x54, 0, 1, 2, 3);
const OTHER = Uint8Array.of(0x52, 0x54, 0, 9, 9, 9);
const BROADCAST = new Uint8Array(6).fill(0xff);

interface Sent {
  readonly frame: Uint8Array;
  readonly offload: NetOffload;
}
interface Net {
  readonly r: Rig<VirtioNet>;
  readonly port: NetPort;
  readonly sent: Sent[];
  /** What `send` answers. */
  room: boolean;
  rooms: number;
}

function make(options: Partial<NetOptions> = {}): Net {
  const sent: Sent[] = [];
  let port: NetPort | undefined;
  const net: Omit<Net, 'r' | 'port'> = { sent, room: true, rooms: 0 };
  const backend = {
    connect: (p: NetPort) => void (port = p),
    send(frame: Uint8Array, offload: NetOffload) {
      if (net.room) sent.push({ frame: frame.slice(), offload });
      return net.room;
    },
    onRoom: () => void net.rooms++,
  };
  const r = rig((clock) => virtioNet({ backend, clock, mac: MAC, ...options }));
  return Object.assign(net, { r, port: port! });
}

const BASIC = [NET_F.MAC, NET_F.STATUS, NET_F.MRG_RXBUF];
const OFFLOADS = [NET_F.CSUM, NET_F.HOST_TSO4, NET_F.HOST_TSO6, NET_F.GUEST_CSUM, NET_F.GUEST_TSO4, NET_F.GUEST_TSO6];
const CONTROL = [NET_F.CTRL_VQ, NET_F.CTRL_RX, NET_F.CTRL_RX_EXTRA, NET_F.CTRL_MAC_ADDR];

/** virtio_net_hdr. */
const hdr = (o: Partial<NetOffload> = {}): Uint8Array =>
  packed(
    [1, o.flags ?? 0],
    [1, o.gsoType ?? 0],
    [2, o.hdrLen ?? 0],
    [2, o.gsoSize ?? 0],
    [2, o.csumStart ?? 0],
    [2, o.csumOffset ?? 0],
    [2, 0],
  );

/** The ones' complement sum of half-words, as RFC 1071 says it. */
function sum(...parts: readonly Uint8Array[]): number {
  let total = 0;
  for (const part of parts)
    for (let i = 0; i < part.length; i += 2) total += (part[i] << 8) | (i + 1 < part.length ? part[i + 1] : 0);
  while (total > 0xffff) total = (total & 0xffff) + (total >> 16);
  return total;
}

const be16 = (n: number): number[] => [n >> 8, n & 0xff];

/** A frame with a TCP packet in it, whose checksum holds the pseudo-header's sum only. */
function tcpFrame(
  payload: number,
  { v6 = false, to = MAC, vlan = false, flags = 0x18, ports = [1000, 80] } = {},
): Uint8Array {
  const data = Uint8Array.from({ length: payload }, (_, i) => (i * 31) & 0xff);
  const length = 20 + payload;
  const addresses = v6 ? Uint8Array.from({ length: 32 }, (_, i) => i * 7) : Uint8Array.of(10, 0, 0, 1, 10, 0, 0, 2);
  const pseudo = Uint8Array.of(...addresses, 0, 0, ...be16(length), 0, 0, 0, 6);
  const tcp = [
    ...be16(ports[0]),
    ...be16(ports[1]),
    0xff,
    0xff,
    0xff,
    0xf0,
    0,
    0,
    0,
    7,
    0x50,
    flags,
    1,
    0,
    ...be16(sum(pseudo)),
    0,
    0,
  ];
  const ip = v6
    ? [0x60, 0, 0, 0, ...be16(length), 6, 64, ...addresses]
    : [0x45, 0, ...be16(20 + length), 0xff, 0xff, 0x40, 0, 64, 6, 0, 0, ...addresses];
  if (!v6) ip.splice(10, 2, ...be16(~sum(Uint8Array.from(ip)) & 0xffff));
  return Uint8Array.of(
    ...to,
    ...OTHER,
    ...(vlan ? [0x81, 0, 0, 5] : []),
    ...(v6 ? [0x86, 0xdd] : [8, 0]),
    ...ip,
    ...tcp,
    ...data,
  );
}
const csumOf = (v6 = false, vlan = false): Pick<NetOffload, 'csumStart' | 'csumOffset'> => ({
  csumStart: 14 + (vlan ? 4 : 0) + (v6 ? 40 : 20),
  csumOffset: 16,
});
const csum = (v6 = false): NetOffload => ({ ...NO_OFFLOAD, flags: NET_FLAGS.NEEDS_CSUM, ...csumOf(v6) });
const gso = (size: number, v6 = false, vlan = false): NetOffload => ({
  flags: NET_FLAGS.NEEDS_CSUM,
  gsoType: v6 ? GSO.TCPV6 : GSO.TCPV4,
  hdrLen: 0,
  gsoSize: size,
  ...csumOf(v6, vlan),
});
/** Whether a TCP frame is sound: lengths and both checksums. */
function soundTcp(frame: Uint8Array, v6 = false, vlan = false): boolean {
  const ip = frame.subarray(vlan ? 18 : 14);
  const tcp = ip.subarray(v6 ? 40 : 20);
  const pseudo = Uint8Array.of(...(v6 ? ip.subarray(8, 40) : ip.subarray(12, 20)), 0, 0, ...be16(tcp.length), 0, 6);
  const length = v6 ? 40 + ((ip[4] << 8) | ip[5]) : (ip[2] << 8) | ip[3];
  return length === ip.length && (v6 || sum(ip.subarray(0, 20)) === 0xffff) && sum(pseudo, tcp) === 0xffff;
}

const send = (queue: Queue, frame: Uint8Array, offload: Partial<NetOffload> = {}, indirect = false): void => {
  queue.add([hdr(offload), frame], { indirect });
  queue.notify();
};

describe('to the network', () => {
  test('frames go as they are', () => {
    const { r, sent } = make();
    const [, tx] = r.start({ features: [...BASIC, FEATURE.INDIRECT_DESC] });
    const frame = tcpFrame(100);
    send(tx, frame);
    send(tx, frame, {}, true);
    // In pieces that have nothing to do with header and frame.
    const all = Uint8Array.of(...hdr(), ...frame);
    tx.add([all.subarray(0, 5), all.subarray(5, 6), all.subarray(6)]);
    tx.notify();
    expect(sent).toEqual(Array(3).fill({ frame, offload: NO_OFFLOAD }));
    expect(tx.done()).toHaveLength(3);
    expect(r.interrupts()).toBe(1);
  });

  test.each<[string, Partial<NetOffload>, number, readonly number[], NetOffload | undefined]>([
    ['a checksum to do', csum(), 100, OFFLOADS, csum()],
    ['a checksum, not agreed on', csum(), 100, [], NO_OFFLOAD],
    ['a checksum beyond the frame', { ...csum(), csumStart: 0xffff }, 100, OFFLOADS, undefined],
    ['a checksum half beyond the frame', { ...csum(), csumStart: 137 }, 100, OFFLOADS, undefined],
    ['offsets without the flag', { csumStart: 0xffff, csumOffset: 0xffff }, 100, OFFLOADS, NO_OFFLOAD],
    ['TSO', gso(1448), 40_000, OFFLOADS, gso(1448)],
    ['TSO over IPv6', gso(1428, true), 40_000, OFFLOADS, gso(1428, true)],
    ['TSO, not agreed on', gso(1448), 40_000, [NET_F.CSUM], undefined],
    ['TSO of size 0', gso(0), 40_000, OFFLOADS, undefined],
    ['TSO with ECN, not agreed on', { ...gso(1448), gsoType: GSO.TCPV4 | GSO.ECN }, 40_000, OFFLOADS, undefined],
    ['TSO without a checksum', { ...gso(1448), flags: 0 }, 40_000, OFFLOADS, undefined],
    ['UFO, which there is not', { ...gso(1448), gsoType: GSO.UDP }, 40_000, OFFLOADS, undefined],
    ['a GSO type that nobody knows', { ...gso(1448), gsoType: 77 }, 40_000, OFFLOADS, undefined],
    ['more than 64 KiB', gso(1448), 66_000, OFFLOADS, undefined],
    ['a frame too long for no GSO', {}, 1600, OFFLOADS, undefined],
    ['flags that nobody knows', { flags: 0xfc }, 100, OFFLOADS, NO_OFFLOAD],
  ])('%s', (_, offload, payload, features, expected) => {
    const { r, sent } = make();
    const [, tx] = r.start({ features: [...BASIC, ...features] });
    send(tx, tcpFrame(payload), offload);
    expect(sent.map((s) => s.offload)).toEqual(expected ? [expected] : []);
    // What is dropped is used all the same.
    expect([tx.done().length, r.status()]).toEqual([1, 15]);
  });

  test.each([0, 5, 12, 25])('%d bytes are no frame', (length) => {
    const { r, sent } = make();
    const [, tx] = r.start({ features: BASIC });
    tx.add([new Uint8Array(length)]);
    tx.notify();
    expect([sent, tx.done().length, r.status()]).toEqual([[], 1, 15]);
  });

  test('wait while the backend has no room, in their order', () => {
    const net = make();
    const [, tx] = net.r.start({ features: BASIC });
    net.room = false;
    [1, 2, 3].forEach((n) => send(tx, tcpFrame(n)));
    expect(tx.done()).toEqual([]);
    net.room = true;
    net.port.resume();
    expect(net.sent.map((s) => s.frame.length - tcpFrame(0).length)).toEqual([1, 2, 3]);
    expect(tx.done()).toHaveLength(3);
  });

  test('no faster than the limit', () => {
    const { r, sent } = make({ limits: { bps: 1_000_000 } });
    const [, tx] = r.start({ features: BASIC, size: 256 });
    for (let i = 0; i < 64; i++) tx.add([hdr(), tcpFrame(946)]);
    tx.notify();
    r.clock.advance(20_000_000);
    expect(sent.length).toBeGreaterThan(18);
    expect(sent.length).toBeLessThan(24);
  });

  test('nothing while the link is down', () => {
    const { r, sent, port } = make();
    const [rx, tx] = r.start({ features: BASIC });
    expect(r.config(6, 2)).toBe(1);
    port.setLink(false);
    expect([r.config(6, 2), r.interrupts(), port.linkUp]).toEqual([0, 2, false]);
    send(tx, tcpFrame(1));
    rx.add([2000]);
    expect([sent, tx.done().length, port.receive(tcpFrame(1), NO_OFFLOAD), rx.done()]).toEqual([[], 1, true, []]);
  });
});

/** What has arrived: buffers put together as the header says. */
function received(
  r: Rig<VirtioNet>,
  rx: Queue,
  at: ReadonlyMap<number, number>,
): { header: DataView; frame: Uint8Array }[] {
  const done = rx.done();
  const found = [];
  while (done.length > 0) {
    const count = r.bytes(at.get(done[0].head)! + 10, 2)[0];
    const bytes = done.splice(0, count).flatMap(({ head, length }) => [...r.bytes(at.get(head)!, length)]);
    found.push({
      header: new DataView(Uint8Array.from(bytes.slice(0, 12)).buffer),
      frame: Uint8Array.from(bytes.slice(12)),
    });
  }
  return found;
}
function buffers(queue: Queue, count: number, size: number): Map<number, number> {
  const at = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    const sent = queue.add([size]);
    at.set(sent.head, sent.at[0]);
  }
  queue.notify();
  return at;
}

describe('from the network', () => {
  test.each([
    ['in one buffer', 2000, 1],
    ['spread over several', 100, 3],
  ])('a frame comes %s', (_, size, count) => {
    const { r, port } = make();
    const [rx] = r.start({ features: BASIC });
    const at = buffers(rx, 8, size);
    const frame = tcpFrame(200);
    expect(port.receive(frame, NO_OFFLOAD)).toBe(true);
    const [{ header, frame: got }] = received(r, rx, at);
    expect(got).toEqual(frame);
    expect([header.getUint8(0), header.getUint8(1), header.getUint16(10, true)]).toEqual([0, 0, count]);
    expect(r.interrupts()).toBe(1);
  });

  test('without buffers it is turned away, whole, until there are', () => {
    const net = make();
    const { r, port } = net;
    const [rx] = r.start({ features: [...BASIC, FEATURE.EVENT_IDX] });
    const at = buffers(rx, 2, 100);
    const frame = tcpFrame(300);
    expect(port.receive(frame, NO_OFFLOAD)).toBe(false);
    expect([rx.done(), net.rooms]).toEqual([[], 0]);
    // The driver is to tell of its next buffer.
    expect(rx.availEvent).toBe(0);
    buffers(rx, 6, 100).forEach((pa, head) => at.set(head, pa));
    expect(net.rooms).toBe(1);
    expect(port.receive(frame, NO_OFFLOAD)).toBe(true);
    expect(received(r, rx, at)[0].frame).toEqual(frame);
  });

  test('without mergeable buffers what is too long for one is dropped', () => {
    const { r, port } = make();
    const [rx] = r.start({ features: [NET_F.MAC] });
    const at = buffers(rx, 2, 200);
    expect(port.receive(tcpFrame(300), NO_OFFLOAD)).toBe(true);
    expect(port.receive(tcpFrame(50), NO_OFFLOAD)).toBe(true);
    expect(received(r, rx, at).map(({ frame }) => frame)).toEqual([tcpFrame(50)]);
  });

  test('what no number of buffers could hold is dropped', () => {
    const { r, port } = make();
    const [rx] = r.start({ features: BASIC });
    buffers(rx, 16, 20);
    expect(port.receive(tcpFrame(1000), NO_OFFLOAD)).toBe(true);
    expect(rx.done()).toEqual([]);
  });

  test.each<[string, NetOffload, readonly number[], number, number]>([
    ['a checksum to do, agreed on', csum(), OFFLOADS, NET_FLAGS.NEEDS_CSUM, 0],
    ['a checksum to do, not agreed on', csum(), [], 0, 0],
    ['a checked frame, agreed on', { ...NO_OFFLOAD, flags: NET_FLAGS.DATA_VALID }, OFFLOADS, NET_FLAGS.DATA_VALID, 0],
    ['a checked frame, not agreed on', { ...NO_OFFLOAD, flags: NET_FLAGS.DATA_VALID }, [], 0, 0],
    ['TSO, agreed on', gso(400), OFFLOADS, NET_FLAGS.NEEDS_CSUM, GSO.TCPV4],
  ])('%s', (_, offload, features, flags, gsoType) => {
    const { r, port } = make();
    const [rx] = r.start({ features: [...BASIC, ...features] });
    const at = buffers(rx, 4, 2000);
    const frame = tcpFrame(1000);
    expect(port.receive(frame, offload)).toBe(true);
    const [{ header, frame: got }] = received(r, rx, at);
    expect([header.getUint8(0), header.getUint8(1)]).toEqual([flags, gsoType]);
    expect(got.length).toBe(frame.length);
    if ((offload.flags & NET_FLAGS.NEEDS_CSUM) !== 0) expect(soundTcp(got)).toBe(flags === 0);
    // The sender's bytes are its own.
    expect(frame).toEqual(tcpFrame(1000));
  });

  test.each([false, true])('TSO that was not agreed on comes as segments (IPv6: %s)', (v6) => {
    const { r, port } = make();
    const [rx] = r.start({ features: BASIC, size: 64 });
    const at = buffers(rx, 64, 600);
    const frame = tcpFrame(10_000, { v6, flags: 0x99 });
    expect(port.receive(frame, gso(700, v6))).toBe(true);
    const got = received(r, rx, at);
    const head = frame.length - 10_000;
    expect(got.map((g) => g.frame.length - head)).toEqual([...Array<number>(14).fill(700), 200]);
    expect(got.every((g) => soundTcp(g.frame, v6))).toBe(true);
    expect(Uint8Array.from(got.flatMap((g) => [...g.frame.subarray(head)]))).toEqual(frame.subarray(head));
    // FIN and PSH with the last, CWR with the first.
    const tcp = v6 ? 54 : 34;
    expect(got.map((g) => g.frame[tcp + 13])).toEqual([0x90, ...Array<number>(13).fill(0x10), 0x19]);
    const sequences = got.map((g) => new DataView(g.frame.buffer).getUint32(tcp + 4));
    expect(sequences[1]).toBe((0xfffffff0 + 700) % 2 ** 32);
    // Each IPv4 packet has a number of its own (it has no more than 16 bits), and the next.
    const ids = got.map((g) => new DataView(g.frame.buffer).getUint16(18));
    if (!v6) expect(ids).toEqual(got.map((_, i) => (0xffff + i) & 0xffff));
  });

  test('segments for which there are not enough buffers wait together', () => {
    const { r, port } = make();
    const [rx] = r.start({ features: BASIC, size: 64 });
    buffers(rx, 10, 1600);
    expect(port.receive(tcpFrame(14_480), gso(1000))).toBe(false);
    expect(rx.done()).toEqual([]);
  });
});

describe('the control queue', () => {
  const command = (r: Rig<VirtioNet>, queue: Queue, ...bytes: number[]): number => {
    const { at } = queue.add([Uint8Array.from(bytes.slice(0, 2)), Uint8Array.from(bytes.slice(2)), 1]);
    queue.notify();
    expect(queue.done()).toHaveLength(1);
    return r.bytes(at[2], 1)[0];
  };
  const [PROMISC, ALLMULTI, ALLUNI, NOMULTI, NOUNI, NOBCAST] = [0, 1, 2, 3, 4, 5];
  const MULTI = Uint8Array.of(1, 0, 0x5e, 1, 2, 3);

  test.each<[string, readonly number[][], string]>([
    ['at first: its own and broadcasts', [], 'mac broadcast'],
    ['promiscuous', [[0, PROMISC, 1]], 'mac other multi broadcast'],
    [
      'and no more',
      [
        [0, PROMISC, 1],
        [0, PROMISC, 0],
      ],
      'mac broadcast',
    ],
    ['all multicasts', [[0, ALLMULTI, 1]], 'mac multi broadcast'],
    ['all unicasts', [[0, ALLUNI, 1]], 'mac other broadcast'],
    [
      'no multicasts, above all',
      [
        [0, ALLMULTI, 1],
        [0, NOMULTI, 1],
      ],
      'mac broadcast',
    ],
    [
      'no unicasts',
      [
        [0, ALLUNI, 1],
        [0, NOUNI, 1],
      ],
      'broadcast',
    ],
    ['no broadcasts', [[0, NOBCAST, 1]], 'mac'],
    ['tables', [[1, 0, 1, 0, 0, 0, ...OTHER, 1, 0, 0, 0, ...MULTI]], 'mac other multi broadcast'],
    [
      'empty tables',
      [
        [1, 0, 1, 0, 0, 0, ...OTHER, 1, 0, 0, 0, ...MULTI],
        [1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      ],
      'mac broadcast',
    ],
    ['too many multicasts', [[1, 0, 0, 0, 0, 0, 65, 0, 0, 0, ...Array<number>(65 * 6).fill(1)]], 'mac multi broadcast'],
    ['another address', [[1, 1, ...OTHER]], 'other broadcast'],
  ])('%s', (_, commands, passing) => {
    const { r, port } = make();
    const [rx, , ctrl] = r.start({ features: [...BASIC, ...CONTROL] });
    for (const bytes of commands) expect(command(r, ctrl, ...bytes)).toBe(0);
    buffers(rx, 8, 2000);
    const got = Object.entries({ mac: MAC, other: OTHER, multi: MULTI, broadcast: BROADCAST }).filter(([, to]) => {
      port.receive(tcpFrame(0, { to }), NO_OFFLOAD);
      return rx.done().length > 0;
    });
    expect(got.map(([name]) => name).join(' ')).toBe(passing);
  });

  test('the address is in the configuration, until the reset', () => {
    const { r } = make();
    const [, , ctrl] = r.start({ features: [...BASIC, ...CONTROL] });
    const mac = (): number[] => Array.from({ length: 6 }, (_, i) => r.config(i, 1));
    expect(mac()).toEqual([...MAC]);
    command(r, ctrl, 1, 1, ...OTHER);
    expect(mac()).toEqual([...OTHER]);
    r.start({ features: BASIC });
    expect(mac()).toEqual([...MAC]);
  });

  test.each<[string, readonly number[], readonly number[]]>([
    ['no data', [0, 0], CONTROL],
    ['a command that is none', [0, 6, 1], CONTROL],
    ['a class that is none', [9, 0, 1], CONTROL],
    ['a mode, not agreed on', [0, 2, 1], [NET_F.CTRL_VQ, NET_F.CTRL_RX]],
    ['a table that is cut off', [1, 0, 2, 0, 0, 0, ...OTHER, 0, 0, 0, 0], CONTROL],
    ['a table of 2^32 - 1', [1, 0, 255, 255, 255, 255, 0, 0, 0, 0], CONTROL],
    ['half an address', [1, 1, 1, 2, 3], CONTROL],
    ['pairs, not agreed on', [4, 0, 1, 0], CONTROL],
  ])('is told of errors: %s', (_, bytes, features) => {
    const { r } = make();
    const [, , ctrl] = r.start({ features: [...BASIC, ...features] });
    expect(command(r, ctrl, ...bytes)).toBe(1);
    expect(r.status()).toBe(15);
  });

  test('with several queues, flows come back where they were sent', () => {
    const { r, port } = make({ pairs: 4 });
    expect(r.config(8, 2)).toBe(4);
    const queues = r.start({ features: [...BASIC, NET_F.CTRL_VQ, NET_F.MQ] });
    const ctrl = queues[8];
    expect([command(r, ctrl, 4, 0, 0, 0), command(r, ctrl, 4, 0, 5, 0), command(r, ctrl, 4, 0, 4, 0)]).toEqual([
      1, 1, 0,
    ]);
    const rx = [0, 2, 4, 6].map((i) => queues[i]);
    rx.forEach((queue) => buffers(queue, 8, 2000));
    [2, 0, 3, 1].forEach((pair, n) => {
      const frame = tcpFrame(10, { ports: [1000 + n, 80] });
      send(queues[2 * pair + 1], frame);
      const answer = tcpFrame(10, { ports: [80, 1000 + n] });
      // Addresses the other way round as well.
      answer.set([10, 0, 0, 2, 10, 0, 0, 1], 26);
      expect(flowOf(answer)).toBe(flowOf(frame));
      port.receive(answer, NO_OFFLOAD);
      expect(rx.map((queue) => queue.done().length)).toEqual([0, 1, 2, 3].map((p) => (p === pair ? 1 : 0)));
    });
  });

  test('its place is behind one pair where several were not agreed on', () => {
    const { r } = make({ pairs: 4 });
    const queues = r.start({ features: [...BASIC, ...CONTROL] });
    expect(command(r, queues[2], 0, 0, 1)).toBe(0);
  });
});

describe('segmentation', () => {
  test('of frames with VLAN tags, and of what is no TCP', () => {
    const frame = tcpFrame(5000, { vlan: true });
    const got: Uint8Array[] = [];
    expect(segments(frame, gso(1000, false, true), (s) => got.push(s.slice()) > 0)).toBe(true);
    expect(got).toHaveLength(5);
    expect(got.every((s) => soundTcp(s, false, true))).toBe(true);
    const udp = tcpFrame(5000);
    udp[23] = 17;
    expect(segments(udp, gso(1000), () => true)).toBe(false);
    expect(segments(tcpFrame(5000), gso(1000, true), () => true)).toBe(false);
  });

  test('makes plain frames of all', () => {
    const frames: Uint8Array[] = [];
    const take = (frame: Uint8Array): void => void frames.push(frame.slice());
    expect(plainFrames(tcpFrame(100), csum(), take)).toBe(true);
    expect(plainFrames(tcpFrame(100), NO_OFFLOAD, take)).toBe(true);
    expect(plainFrames(tcpFrame(100), gso(50), take)).toBe(true);
    expect(frames.map((f) => soundTcp(f))).toEqual([true, false, true, true]);
  });

  test('of random frames ends, and throws nothing', () => {
    const next = random(7);
    for (let i = 0; i < 20_000; i++) {
      const frame = tcpFrame(next() % 200, { v6: next() % 2 === 0, vlan: next() % 3 === 0 });
      for (let n = next() % 4; n > 0; n--) frame[next() % frame.length] = next();
      const cut = frame.subarray(0, next() % 4 === 0 ? next() % frame.length : frame.length);
      segments(
        cut,
        { ...gso(1 + (next() % 300), next() % 2 === 0), csumStart: next() & 0xffff },
        () => next() % 8 !== 0,
      );
      flowOf(cut);
    }
  });
});
