/** Whatever guests send, nothing throws, nobody is held up, and what is kept stays within its bounds. */
import { describe, expect, test } from 'vitest';
import { FLOWS } from '../../../src/devices/net/flows.js';
import { BROADCAST, ETHER, macText, put16, put48 } from '../../../src/devices/net/frame.js';
import { createNetwork } from '../../../src/devices/net/network.js';
import type { NetEvent, NetRequest } from '../../../src/devices/net/outside.js';
import { FRAGMENTS, PACKETS } from '../../../src/devices/net/reassembly.js';
import { ADDRESSES, QUEUE } from '../../../src/devices/net/switch.js';
import { parseTcp, putTcp, TCP_F, type Segment } from '../../../src/devices/net/tcp-segment.js';
import { add, folded } from '../../../src/devices/virtio/offload.js';
import { GSO, NET_FLAGS, NO_OFFLOAD, type NetOffload } from '../../../src/devices/virtio/net-backend.js';
import { manualClock } from '../rig.js';
import { ipFrame, testFrame, testNic, udpPayload } from './rig.js';

const MAC = 0x5254_0000_0005;
const GATEWAY_MAC = 0x5255_0a00_0201;
const ends = { toMac: GATEWAY_MAC, fromMac: MAC, source: 0x0a00_020f, destination: 0x0a00_0201 };

function random(seed: number) {
  let x = (seed * 0x9e37_79b1) | 1;
  return (below: number): number => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) % below;
  };
}

/** Frames that are something, to be damaged. */
function samples(next: (below: number) => number, heard: Segment[]): Uint8Array {
  const bytes = Uint8Array.from({ length: next(3000) }, () => next(256));
  const source = next(4) === 0 ? ends.source + next(16) : ends.source;
  const destination = [ends.destination, ends.destination, 0xc000_0201, 0xffff_ffff, ends.destination + next(300)][
    next(5)
  ];
  const to = { ...ends, source, destination, toMac: next(3) === 0 ? BROADCAST : GATEWAY_MAC };
  const tcp = (): Uint8Array => {
    const segment = new Uint8Array(28 + bytes.length);
    const flags = next(2) === 0 ? [TCP_F.SYN, TCP_F.ACK, TCP_F.RST, TCP_F.FIN | TCP_F.ACK][next(4)] : next(64);
    // What goes on where the gateway has said something, more or less.
    const last = next(4) > 0 ? heard[next(heard.length)] : undefined;
    if (last) {
      const length = putTcp(segment, 0, {
        ...{ source: last.destination, destination: last.source, window: next(0x10000) },
        seq: (last.ack + (next(4) === 0 ? next(5000) - 1000 : 0)) >>> 0,
        ack:
          (last.seq +
            1 +
            (next(4) === 0 ? next(2) * next(100) - 1 : last.bytes.length - ((last.flags & 3) === 0 ? 1 : 0))) >>>
          0,
        flags: next(8) === 0 ? flags : TCP_F.ACK | (next(6) === 0 ? TCP_F.FIN : 0),
      });
      segment.set(bytes, length);
      return segment.subarray(0, length + (next(2) === 0 ? 0 : bytes.length));
    }
    const length = putTcp(segment, 0, {
      ...{
        source: next(3),
        destination: next(3),
        seq: next(5) * 1000,
        ack: next(5) * 1000,
        flags,
        window: next(0x10000),
      },
      mss: next(2) === 0 ? next(0x10000) : undefined,
      scale: next(2) === 0 ? next(256) : undefined,
    });
    segment.set(bytes, length);
    return segment.subarray(0, length + bytes.length);
  };
  const dhcp = (): Uint8Array => {
    const message = new Uint8Array(300);
    message.set([1, 1, 6]);
    put48(message, 28, MAC + next(500));
    message.set([0x63, 0x82, 0x53, 0x63, 53, 1, 1 + next(9), 50, 4, 10, 0, 2, next(256), next(256)], 236);
    return udpPayload(to.source, destination, 68, 67, message);
  };
  const kinds: (() => Uint8Array)[] = [
    () => ipFrame({ ...to, source: ends.source, destination: ends.destination }, 6, tcp()),
    () => ipFrame(to, 6, tcp()),
    () => ipFrame(to, 17, udpPayload(source, destination, next(70_000) & 0xffff, next(100), bytes)),
    () => ipFrame(to, 17, dhcp()),
    () => ipFrame(to, 1, Uint8Array.from([8, 0, 0, 0, ...bytes.subarray(0, 100)])),
    () => ipFrame(to, next(256), bytes),
    () => ipFrame(to, 17, bytes, { fragment: next(0x10000), id: next(20) }),
    () => testFrame(BROADCAST, MAC + next(100)),
    () =>
      Uint8Array.from([
        ...testFrame(BROADCAST, MAC).subarray(0, 12),
        8,
        6,
        0,
        1,
        8,
        0,
        6,
        4,
        0,
        1 + next(2),
        ...bytes.subarray(0, 20),
      ]),
    () => bytes,
  ];
  return kinds[next(kinds.length)]();
}

function damaged(frame: Uint8Array, next: (below: number) => number): Uint8Array {
  const copy = frame.slice(0, next(4) === 0 ? next(frame.length + 1) : frame.length);
  for (let i = next(4); i > 0 && copy.length > 0; i--) copy[next(copy.length)] = next(256);
  // With a header that is right again, so that what is behind it is looked at.
  const headerEnd = ETHER.BYTES + ((copy[ETHER.BYTES] ?? 0) & 15) * 4;
  if (next(3) > 0 && headerEnd >= 34 && headerEnd <= copy.length) {
    put16(copy, ETHER.BYTES + 10, 0);
    put16(copy, ETHER.BYTES + 10, folded(add(copy, ETHER.BYTES, headerEnd)));
  }
  return copy;
}

/** What a NIC may say with a frame: only offsets inside of it (net-backend.ts). */
function offload(frame: Uint8Array, next: (below: number) => number): NetOffload {
  if (next(2) === 0 || frame.length < 20)
    return next(2) === 0 ? NO_OFFLOAD : { ...NO_OFFLOAD, flags: NET_FLAGS.DATA_VALID };
  const csumStart = next(frame.length - 2);
  return {
    ...{ flags: NET_FLAGS.NEEDS_CSUM, csumStart, csumOffset: next(frame.length - csumStart - 1) },
    ...(next(2) === 0
      ? { gsoType: GSO.TCPV4, gsoSize: 1 + next(2000), hdrLen: next(0x10000) }
      : { gsoType: 0, gsoSize: 0, hdrLen: 0 }),
  };
}

/** An answer from outside to what was asked, or to nothing. */
function answer(request: NetRequest, next: (below: number) => number): NetEvent {
  const { flow, kind } = request;
  if (kind === 'send' && next(4) > 0) return { kind: 'sent', flow, bytes: request.bytes.length };
  const about = next(10) === 0 ? next(50) : flow;
  const kinds: NetEvent[] = [
    { kind: 'opened', flow: about },
    { kind: 'failed', flow: about, why: (['refused', 'unreachable', 'timeout', 'prohibited'] as const)[next(4)] },
    { kind: 'data', flow: about, bytes: new Uint8Array(next(5000)) },
    { kind: 'end', flow: about },
    { kind: 'reset', flow: about },
    { kind: 'accepted', flow: 2 * next(1000) + 1, forward: next(3) },
  ];
  return kind === 'open' && next(8) > 0 ? kinds[0] : kinds[[0, 1, 2, 2, 2, 2, 2, 3, 3, 4, 5][next(11)]];
}

describe('random frames', () => {
  const phases = new Set<string>();

  test.each([1, 2, 3, 4])('seed %i', (seed) => {
    const next = random(seed);
    const clock = manualClock();
    const asked: NetRequest[] = [];
    const network = createNetwork(clock, {
      nics: [
        { name: 'a', mac: macText(MAC) },
        { name: 'b', mac: macText(MAC + 1), limits: { receive: { bps: 1e6 } } },
      ],
      nat: {
        forwards: [
          { protocol: 'tcp', hostPort: 1, guestAddress: 'a', guestPort: 1 },
          { protocol: 'udp', hostPort: 1, guestAddress: 'b', guestPort: 1 },
        ],
      },
      ask: (request) => asked.push(request),
    });
    const [nic, other] = [0, 1].map((i) => testNic(network.nics[i].port, MAC + i));
    const { gateway } = network;
    if (!gateway) throw new Error('no gateway');
    const heard: Segment[] = [];
    for (let i = 0; i < 4000; i++) {
      const sample = samples(next, heard);
      const frame = next(2) === 0 ? sample : damaged(sample, next);
      // A NIC sends no shorter ones.
      if (frame.length >= ETHER.BYTES) nic.send(frame, offload(frame, next));
      for (const request of asked.splice(0)) if (next(3) > 0) network.event(answer(request, next));
      if (next(10) === 0) clock.advance(next(1000) * 1e6);
      for (const { frame: got } of nic.got) {
        const segment = got[23] === 6 ? parseTcp(got.subarray(34)) : undefined;
        if (segment) heard[next(8)] = segment;
      }
      for (const { phase } of Object.values(gateway.state.tcp)) phases.add(phase);
      nic.got.length = other.got.length = 0;
      other.room = next(20) === 0 ? 0 : 10;
      if (other.room > 0) network.nics[1].port.onRoom?.();
    }
    const { state } = gateway;
    const buffered = Object.values(state.tcp).reduce(
      (sum, flow) => sum + flow.out.bytes.length + flow.held.reduce((s, { bytes }) => s + bytes.length, 0),
      0,
    );
    expect(Object.keys(state.neighbours).length).toBeLessThan(256);
    expect(Object.keys(state.leases).length).toBeLessThan(256);
    expect(Object.keys(state.waiting).length).toBeLessThanOrEqual(64);
    expect(Object.keys(state.tcp).length).toBeLessThanOrEqual(FLOWS.NETWORK);
    expect(Object.keys(state.udp).length).toBeLessThanOrEqual(FLOWS.NETWORK);
    expect(state.partials.length).toBeLessThanOrEqual(PACKETS);
    expect(Math.max(0, ...state.partials.map(({ parts }) => parts.length))).toBeLessThanOrEqual(FRAGMENTS);
    expect(Object.keys(network.switch.state.table).length).toBeLessThanOrEqual(3 * ADDRESSES);
    expect(Math.max(...network.switch.state.ports.map(({ queue }) => queue.length))).toBeLessThanOrEqual(QUEUE.FRAMES);
    expect(buffered).toBeLessThan(64 << 20);
    // It still does its work.
    nic.got.length = 0;
    clock.advance(1e9);
    nic.send(ipFrame(ends, 1, Uint8Array.of(8, 0, 0xf7, 0xff, 0, 0, 0, 0)));
    expect(nic.got.some(({ frame }) => frame[23] === 1 && frame[34] === 0)).toBe(true);
    // And at last all is over, but for what leads in from outside.
    network.event({ kind: 'lost' });
    clock.advance(10_000e9);
    expect([state.tcp, state.udp]).toEqual([{}, {}]);
    expect(clock.waiting()).toBe(0);
  });

  test('all has been tried', () => {
    const tried = [
      'CLOSE_WAIT',
      'ESTABLISHED',
      'FIN_WAIT_1',
      'FIN_WAIT_2',
      'LAST_ACK',
      'LISTEN',
      'SYN_RECEIVED',
      'SYN_SENT',
    ];
    expect(tried.filter((phase) => !phases.has(phase))).toEqual([]);
  });
});

describe('floods', () => {
  const flood = (nic: ReturnType<typeof testNic>, count: number, make: (i: number) => Uint8Array): void => {
    for (let i = 0; i < count; i++) {
      nic.send(make(i), { ...NO_OFFLOAD, flags: NET_FLAGS.DATA_VALID });
      nic.got.length = 0;
    }
  };
  const syn = (port: number): Uint8Array => {
    const segment = new Uint8Array(24);
    putTcp(segment, 0, {
      source: port & 0xffff,
      destination: 80,
      seq: 0,
      ack: 0,
      flags: TCP_F.SYN,
      window: 0,
      mss: 1460,
    });
    return ipFrame(ends, 6, segment);
  };

  test('of SYNs take one NIC its own flows only', () => {
    const closed = new Set<number>();
    const network = createNetwork(manualClock(), {
      nics: [0, 1].map((i) => ({ name: `${i}`, mac: macText(MAC + i) })),
      nat: {},
      ask: (request) => request.kind === 'close' && closed.add(request.flow),
    });
    const [nic, other] = [0, 1].map((i) => testNic(network.nics[i].port, MAC + i));
    other.send(ipFrame({ ...ends, fromMac: MAC + 1, source: ends.source + 1 }, 6, syn(5).subarray(34)), {
      ...NO_OFFLOAD,
      flags: NET_FLAGS.DATA_VALID,
    });
    flood(nic, 5000, syn);
    const flows = Object.values(network.gateway?.state.tcp ?? {});
    expect(flows).toHaveLength(FLOWS.NIC + 1);
    expect(flows.some(({ mac }) => mac === MAC + 1)).toBe(true);
    expect(closed.size).toBe(5000 - FLOWS.NIC);
  });
});
