import { describe, expect, test } from 'vitest';
import { BROADCAST } from '../../../src/devices/net/frame.js';
import { ADDRESSES, AGEING, createSwitch, QUEUE, type PortOptions } from '../../../src/devices/net/switch.js';
import { GSO, NET_FLAGS } from '../../../src/devices/virtio/net-backend.js';
import { manualClock } from '../rig.js';
import { testFrame, testNic } from './rig.js';

const A = 0x5254_0000_000a;
const B = 0x5254_0000_000b;
const C = 0x5254_0000_000c;
const MULTICAST = 0x0100_5e00_00fb;
const LLDP = 0x0180_c200_000e;

function network(...options: Partial<PortOptions>[]) {
  const clock = manualClock();
  const net = createSwitch(clock);
  const nics = [A, B, C].map((mac, i) => testNic(net.port({ name: 'abc'[i], ...options[i] }), mac));
  /** How many frames each has got since it was asked last. */
  const got = (): number[] => nics.map((nic) => nic.got.splice(0).length);
  return { clock, net, nics, got };
}

describe('a switch', () => {
  // What is sent before, from which port, as a source and a destination; then a frame, and who gets it.
  const CASES: [string, [port: number, from: number, to: number][], [number, number, number], number[]][] = [
    ['floods what it has not heard of', [], [0, A, B], [0, 1, 1]],
    ['sends to where it has heard an address', [[1, B, BROADCAST]], [0, A, B], [0, 1, 0]],
    ['floods broadcasts', [[1, B, A]], [0, A, BROADCAST], [0, 1, 1]],
    ['floods groups', [[1, B, A]], [0, A, MULTICAST], [0, 1, 1]],
    ['keeps to itself what is for one cable only', [], [0, A, LLDP], [0, 0, 0]],
    ['does not send back where an address is', [[0, A, BROADCAST]], [0, C, A], [0, 0, 0]],
    [
      'follows an address that moves',
      [
        [1, B, BROADCAST],
        [2, B, BROADCAST],
      ],
      [0, A, B],
      [0, 0, 1],
    ],
    ['drops what a group claims to have sent', [], [0, MULTICAST, B], [0, 0, 0]],
  ];
  test.each(CASES)('%s', (_name, before, [port, from, to], expected) => {
    const { nics, got } = network();
    for (const [p, source, destination] of before) nics[p].send(testFrame(destination, source));
    got();
    nics[port].send(testFrame(to, from));
    expect(got()).toEqual(expected);
  });

  test('forgets an address after its time, and remembers one that speaks', () => {
    const { clock, nics, got, net } = network();
    nics[1].send(testFrame(BROADCAST, B));
    clock.advance(AGEING);
    expect(net.portOf(B)).toBe(1);
    clock.advance(1);
    expect(net.portOf(B)).toBe(undefined);
    got();
    nics[0].send(testFrame(B, A));
    expect(got()).toEqual([0, 1, 1]);
  });

  test('hands on what a sender has left to the hardware, untouched', () => {
    const { nics } = network();
    const offload = {
      flags: NET_FLAGS.NEEDS_CSUM,
      gsoType: GSO.TCPV4,
      hdrLen: 54,
      gsoSize: 1448,
      csumStart: 34,
      csumOffset: 16,
    };
    const frame = new Uint8Array(60_000).fill(7);
    frame.set(testFrame(B, A));
    nics[0].send(frame, offload);
    expect(nics[1].got).toEqual([{ frame, offload }]);
  });

  test('a NIC that makes addresses up displaces its own only', () => {
    const { nics, net } = network();
    nics[1].send(testFrame(BROADCAST, B));
    for (let i = 0; i < 4 * ADDRESSES; i++) nics[0].send(testFrame(BROADCAST, A + 0x100 + i));
    expect(net.portOf(B)).toBe(1);
    expect(Object.keys(net.state.table)).toHaveLength(ADDRESSES + 1);
  });

  test('a locked port drops what has another source', () => {
    const { nics, got, net } = network({ lock: true });
    nics[0].send(testFrame(BROADCAST, B));
    expect(got()).toEqual([0, 0, 0]);
    nics[0].send(testFrame(BROADCAST, A));
    expect(got()).toEqual([0, 1, 1]);
    expect(net.ports[0].counters).toMatchObject({ framesIn: 1, refused: 1 });
  });

  test('a link that goes down loses what waits and what was learnt', () => {
    const { nics, net, got } = network();
    nics[1].send(testFrame(BROADCAST, B));
    nics[1].room = 0;
    nics[0].send(testFrame(B, A));
    net.ports[1].setLink(false);
    nics[1].room = Infinity;
    expect(nics[1].linkUp).toBe(false);
    got();
    nics[0].send(testFrame(B, A));
    expect(got()).toEqual([0, 0, 1]);
    net.ports[1].setLink(true);
    nics[0].send(testFrame(B, A));
    expect(got()).toEqual([0, 1, 1]);
  });

  test('what a NIC has no buffers for waits, in order, and holds up nobody else', () => {
    const { nics, net } = network();
    nics[1].room = 1;
    for (let i = 0; i < 5; i++) expect(nics[0].send(testFrame(BROADCAST, A, i))).toBe(true);
    expect(nics[1].got).toHaveLength(1);
    expect(nics[2].got).toHaveLength(5);
    nics[1].room = 2;
    net.ports[1].onRoom?.();
    expect(nics[1].got).toHaveLength(3);
    nics[1].room = Infinity;
    net.ports[1].onRoom?.();
    expect(nics[1].got.map(({ frame }) => frame[40])).toEqual([0, 1, 2, 3, 4]);
    expect(net.state.ports[1].queuedBytes).toBe(0);
  });

  test.each([
    ['frames', 60, QUEUE.FRAMES],
    ['bytes', 60_000, Math.floor(QUEUE.BYTES / 60_000)],
  ])('the queue is bounded in %s', (_what, size, kept) => {
    const { nics, net } = network();
    nics[1].room = 0;
    const frame = new Uint8Array(size);
    frame.set(testFrame(B, A));
    for (let i = 0; i < kept + 10; i++) nics[0].send(frame);
    expect(net.state.ports[1].queue).toHaveLength(kept);
    expect(net.ports[1].counters.dropped).toBe(10);
  });

  test('a limit on what a NIC sends makes it wait, and holds over time', () => {
    const { clock, nics } = network({ limits: { send: { iops: 1000 } } });
    let sent = 0;
    const go = (): void => {
      while (nics[0].send(testFrame(B, A))) sent++;
    };
    go();
    const early = sent;
    for (let i = 0; i < 1000; i++) {
      const before = nics[0].resumed;
      clock.advance(1e6);
      if (nics[0].resumed > before) go();
    }
    expect(early).toBeLessThan(3);
    expect(sent).toBeGreaterThanOrEqual(999);
    expect(sent).toBeLessThan(1004);
  });

  test('a limit on what a NIC gets lets frames wait', () => {
    // With preamble, FCS and gap a short frame is 84 bytes on the wire.
    const { clock, nics } = network({}, { limits: { receive: { bps: 84_000 } } });
    for (let i = 0; i < 100; i++) nics[0].send(testFrame(B, A));
    expect(nics[1].got.length).toBeLessThan(3);
    clock.advance(50e6);
    expect(nics[1].got.length).toBeGreaterThanOrEqual(50);
    expect(nics[1].got.length).toBeLessThan(53);
    clock.advance(60e6);
    expect(nics[1].got).toHaveLength(100);
    expect(clock.waiting()).toBe(0);
  });

  test('what waits is in its state, and comes where that is brought back', () => {
    const limits = { receive: { iops: 1000 } };
    const one = network({}, { limits });
    for (let i = 0; i < 10; i++) one.nics[0].send(testFrame(B, A, i));
    const state = structuredClone(one.net.state);
    const other = network({}, { limits });
    Object.assign(other.net.state, state);
    other.net.restored();
    other.clock.advance(1e9);
    one.clock.advance(1e9);
    const all = [...Array(10).keys()];
    expect(one.nics[1].got.map(({ frame }) => frame[40])).toEqual(all);
    expect(other.nics[1].got.map(({ frame }) => frame[40])).toEqual(
      all.slice(one.nics[1].got.length - other.nics[1].got.length),
    );
    expect(other.net.ports[1].counters).toEqual(one.net.ports[1].counters);
  });
});
