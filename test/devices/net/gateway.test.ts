/** The gateway, frame by frame, with nobody outside: what it asks for is looked at, and what comes back is made up. */
import { describe, expect, test } from 'vitest';
import { FLOWS } from '../../../src/devices/net/flows.js';
import {
  ARP,
  ARP_OP,
  BROADCAST,
  ETHER,
  ETHERTYPE,
  get16,
  get32,
  get48,
  IP_F,
  ipText,
  macText,
  parseMac,
  PROTOCOL,
  put16,
  put32,
  put48,
  putEther,
} from '../../../src/devices/net/frame.js';
import { parseIp4, soundPayload } from '../../../src/devices/net/ipv4.js';
import { createNetwork } from '../../../src/devices/net/network.js';
import { NetworkError, type NatOptions, type NicOptions } from '../../../src/devices/net/plan.js';
import type { NetRequest } from '../../../src/devices/net/outside.js';
import { parseTcp, putTcp, TCP_F } from '../../../src/devices/net/tcp-segment.js';
import { add, folded } from '../../../src/devices/virtio/offload.js';
import { NET_FLAGS, NO_OFFLOAD } from '../../../src/devices/virtio/net-backend.js';
import { overwrite } from '../../../src/devices/reset.js';
import { manualClock } from '../rig.js';
import { completed, ipFrame, testNic, udpPayload } from './rig.js';

const GATEWAY = 0x0a00_0201;
const GATEWAY_MAC = 0x5255_0a00_0201;
const GUEST = 0x0a00_020f;
const MAC = 0x5254_0000_0005;
const OUTSIDE = 0xc000_0201;
const NIC: NicOptions = { name: 'one', mac: macText(MAC), address: ipText(GUEST) };

function rig(nat: NatOptions = {}, nics: NicOptions[] = [NIC]) {
  const clock = manualClock();
  const asked: NetRequest[] = [];
  const network = createNetwork(clock, { nics, nat, ask: (request) => asked.push(request) });
  const cards = nics.map(({ mac }, i) => testNic(network.nics[i].port, parseMac(mac) ?? 0));
  const nic = cards[0];
  const ends = { toMac: GATEWAY_MAC, fromMac: MAC, source: GUEST, destination: GATEWAY };
  const ip = (protocol: number, payload: Uint8Array, to: Partial<typeof ends> = {}, options = {}): void =>
    void nic.send(ipFrame({ ...ends, ...to }, protocol, payload, options));
  /** IPv4 packets that have come since it was asked last. */
  const packets = () =>
    nic.got.splice(0).flatMap((sent) => {
      const packet = parseIp4(completed(sent));
      return packet ? [packet] : [];
    });
  const udp = (fromPort: number, toPort: number, bytes: Uint8Array, to: Partial<typeof ends> = {}): void => {
    const { source, destination } = { ...ends, ...to };
    ip(PROTOCOL.UDP, udpPayload(source, destination, fromPort, toPort, bytes), to);
  };
  const tcp = (
    flags: number,
    seq: number,
    ack: number,
    { source = 1000, destination = 80, to = GATEWAY, bytes = new Uint8Array(0) } = {},
  ): void => {
    const segment = new Uint8Array(24 + bytes.length);
    const length = putTcp(segment, 0, {
      source,
      destination,
      seq,
      ack,
      flags,
      window: 60_000,
      mss: (flags & TCP_F.SYN) !== 0 ? 1000 : undefined,
    });
    segment.set(bytes, length);
    nic.send(ipFrame({ ...ends, destination: to }, PROTOCOL.TCP, segment.subarray(0, length + bytes.length)), {
      ...NO_OFFLOAD,
      flags: NET_FLAGS.DATA_VALID,
    });
  };
  const segments = () =>
    packets().flatMap((packet) => {
      const segment = parseTcp(packet.payload);
      return segment ? [segment] : [];
    });
  const take = (): NetRequest[] => asked.splice(0);
  return { clock, network, nic, cards, ip, udp, tcp, packets, segments, take };
}

function arpFrame(operation: number, sender: number, senderIp: number, target: number, toMac = BROADCAST): Uint8Array {
  const frame = new Uint8Array(42);
  putEther(frame, toMac, sender, ETHERTYPE.ARP);
  frame.set([0, 1, 8, 0, 6, 4, 0, operation], ETHER.BYTES);
  put48(frame, ETHER.BYTES + ARP.SENDER, sender);
  put32(frame, ETHER.BYTES + ARP.SENDER + 6, senderIp);
  put32(frame, ETHER.BYTES + ARP.TARGET + 6, target);
  return frame;
}

describe('ARP', () => {
  test.each([
    ['its own address', arpFrame(ARP_OP.REQUEST, MAC, GUEST, GATEWAY), true],
    ['a probe of its address', arpFrame(ARP_OP.REQUEST, MAC, 0, GATEWAY), true],
    ['another address', arpFrame(ARP_OP.REQUEST, MAC, GUEST, GATEWAY + 1), false],
    ['a reply', arpFrame(ARP_OP.REPLY, MAC, GUEST, GATEWAY), false],
    [
      'a frame of one who says to be another',
      Object.assign(arpFrame(ARP_OP.REQUEST, MAC, GUEST, GATEWAY), { [ETHER.SOURCE + 5]: 9 }),
      false,
    ],
    ['a frame that is cut off', arpFrame(ARP_OP.REQUEST, MAC, GUEST, GATEWAY).subarray(0, 41), false],
  ])('for %s', (_name, frame, answers) => {
    const { nic } = rig();
    nic.send(frame);
    expect(nic.got).toHaveLength(answers ? 1 : 0);
    if (!answers) return;
    const reply = nic.got[0].frame;
    expect(get16(reply, ETHER.BYTES + ARP.OPERATION)).toBe(ARP_OP.REPLY);
    expect(get48(reply, ETHER.BYTES + ARP.SENDER)).toBe(GATEWAY_MAC);
    expect(get32(reply, ETHER.BYTES + ARP.SENDER + 6)).toBe(GATEWAY);
  });
});

describe('ICMP', () => {
  const echo = (bytes: number): Uint8Array => {
    const message = Uint8Array.from({ length: 8 + bytes }, (_, i) => i);
    message.set([8, 0, 0, 0]);
    put16(message, 2, folded(add(message, 0, message.length)));
    return message;
  };

  test.each([0, 56, 1472])('answers an echo of %i bytes', (bytes) => {
    const { ip, packets } = rig();
    ip(PROTOCOL.ICMP, echo(bytes));
    const [packet] = packets();
    expect(packet.payload[0]).toBe(0);
    expect(packet.payload.subarray(4)).toEqual(echo(bytes).subarray(4));
    expect(soundPayload(packet, NO_OFFLOAD)).toBe(true);
  });

  test('answers one in fragments, whatever their order, in fragments', () => {
    const { nic, ip, packets } = rig();
    const message = echo(4000);
    const parts = [0, 1480, 2960].map((at) => ({ at, bytes: message.subarray(at, at + 1480) }));
    for (const { at, bytes } of [parts[2], parts[0], parts[1]])
      ip(PROTOCOL.ICMP, bytes, {}, { fragment: (at < 2960 ? IP_F.MORE : 0) | (at / 8) });
    expect(nic.got).toHaveLength(3);
    const got = packets();
    expect(got.map(({ offset, more }) => [offset, more])).toEqual([
      [0, true],
      [1480, true],
      [2960, false],
    ]);
    expect(got.flatMap(({ payload }) => [...payload.subarray(0)]).slice(4)).toEqual([...message.subarray(4)]);
  });

  test.each([
    ['wrong checksum', Uint8Array.from(echo(8), (b, i) => (i === 9 ? b ^ 1 : b))],
    ['a reply', Uint8Array.from(echo(0), (b, i) => (i === 0 ? 0 : b))],
    ['cut off', echo(0).subarray(0, 7)],
  ])('is silent to %s', (_name, message) => {
    const { ip, nic } = rig();
    ip(PROTOCOL.ICMP, message);
    expect(nic.got).toEqual([]);
  });

  // Protocol, payload, destination, ttl; type and code of what comes back.
  const ERRORS: [string, number, Uint8Array, number, number, [number, number]][] = [
    ['a ping of others', PROTOCOL.ICMP, echo(0), OUTSIDE, 64, [3, 13]],
    ['a protocol that nobody speaks', 132, new Uint8Array(20), GATEWAY, 64, [3, 2]],
    ['such a protocol elsewhere', 132, new Uint8Array(20), OUTSIDE, 64, [3, 13]],
    [
      'the loopback of somebody else',
      PROTOCOL.UDP,
      udpPayload(GUEST, 0x7f00_0001, 1, 2, new Uint8Array(1)),
      0x7f00_0001,
      64,
      [3, 13],
    ],
    [
      'an address here that is not here',
      PROTOCOL.UDP,
      udpPayload(GUEST, GATEWAY + 90, 1, 2, new Uint8Array(1)),
      GATEWAY + 90,
      64,
      [3, 1],
    ],
    ['too many hops', PROTOCOL.UDP, udpPayload(GUEST, OUTSIDE, 1, 2, new Uint8Array(1)), OUTSIDE, 1, [11, 0]],
  ];
  test.each(ERRORS)('tells of %s', (_name, protocol, payload, destination, ttl, [type, code]) => {
    const { ip, packets, take } = rig();
    ip(protocol, payload, { destination }, { ttl });
    const [error] = packets();
    expect([error.source, error.payload[0], error.payload[1]]).toEqual([GATEWAY, type, code]);
    expect(soundPayload(error, NO_OFFLOAD)).toBe(true);
    // It quotes the packet.
    expect(get32(error.payload, 8 + 16)).toBe(destination);
    expect(error.payload.subarray(28)).toEqual(payload.subarray(0, 8));
    expect(take()).toEqual([]);
  });
});

describe('DHCP', () => {
  /** A message of a client; the answer: type, address, where it is sent to. */
  function message(
    type: number,
    mac: number,
    options: [number, number[]][] = [],
    { ciaddr = 0, xid = 7, broadcast = false } = {},
  ): Uint8Array {
    const bytes = new Uint8Array(300);
    bytes.set([1, 1, 6]);
    put32(bytes, 4, xid);
    if (broadcast) bytes[10] = 0x80;
    put32(bytes, 12, ciaddr);
    put48(bytes, 28, mac);
    put32(bytes, 236, 0x6382_5363);
    let at = 240;
    for (const [code, value] of [[53, [type]], ...options] as [number, number[]][]) {
      bytes.set([code, value.length, ...value], at);
      at += 2 + value.length;
    }
    bytes[at] = 255;
    return bytes;
  }
  const word = (value: number): number[] => [value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255];
  const EVERYBODY = { toMac: BROADCAST, source: 0, destination: 0xffff_ffff };

  function answers(r: ReturnType<typeof rig>, bytes: Uint8Array, to: object = EVERYBODY) {
    r.udp(68, 67, bytes, to);
    return r.packets().map(({ payload, destination }) => {
      const options = new Map<number, number[]>();
      for (let at = 8 + 240; payload[at] !== 255; at += 2 + payload[at + 1])
        options.set(payload[at], [...payload.subarray(at + 2, at + 2 + payload[at + 1])]);
      return {
        type: options.get(53)?.[0],
        yours: get32(payload, 8 + 16),
        xid: get32(payload, 8 + 4),
        destination,
        options,
      };
    });
  }

  test('offers, acknowledges and says all that a host needs', () => {
    const r = rig();
    const [offer] = answers(r, message(1, MAC));
    expect(offer).toMatchObject({ type: 2, yours: GUEST, xid: 7, destination: GUEST });
    const [ack] = answers(
      r,
      message(3, MAC, [
        [50, word(GUEST)],
        [54, word(GATEWAY)],
      ]),
    );
    expect(ack).toMatchObject({ type: 5, yours: GUEST });
    expect(Object.fromEntries(ack.options)).toEqual({
      1: [255, 255, 255, 0],
      3: word(GATEWAY),
      6: word(GATEWAY),
      12: [...new TextEncoder().encode('one')],
      15: [...new TextEncoder().encode('pivisor')],
      26: [5, 220],
      28: word(0x0a00_02ff),
      51: word(86_400),
      53: [5],
      54: word(GATEWAY),
      58: word(43_200),
      59: word(75_600),
    });
    expect(r.network.gateway?.state.leases[GUEST].mac).toBe(MAC);
  });

  const CASES: [string, Uint8Array, object, { type?: number; yours?: number; destination?: number } | undefined][] = [
    [
      'another address than its own',
      message(3, MAC, [[50, word(GATEWAY + 7)]]),
      EVERYBODY,
      { type: 6, yours: 0, destination: 0xffff_ffff },
    ],
    [
      'another server’s offer',
      message(3, MAC, [
        [50, word(GUEST)],
        [54, word(GATEWAY + 5)],
      ]),
      EVERYBODY,
      undefined,
    ],
    [
      'a renewal',
      message(3, MAC, [], { ciaddr: GUEST }),
      { source: GUEST },
      { type: 5, yours: GUEST, destination: GUEST },
    ],
    [
      'only the configuration',
      message(8, MAC, [], { ciaddr: GUEST }),
      { source: GUEST },
      { type: 5, yours: 0, destination: GUEST },
    ],
    [
      'an answer to everybody',
      message(1, MAC, [], { broadcast: true }),
      EVERYBODY,
      { type: 2, yours: GUEST, destination: 0xffff_ffff },
    ],
    ['nothing it knows', message(99, MAC), EVERYBODY, undefined],
    ['too little', message(1, MAC).subarray(0, 239), EVERYBODY, undefined],
    ['without the cookie', Uint8Array.from(message(1, MAC), (b, i) => (i === 236 ? 0 : b)), EVERYBODY, undefined],
    ['by a relay', Uint8Array.from(message(1, MAC), (b, i) => (i === 24 ? 10 : b)), EVERYBODY, undefined],
  ];
  test.each(CASES)('asked for %s', (_name, bytes, to, expected) => {
    const found = answers(rig(), bytes, to);
    if (expected) expect(found).toMatchObject([expected]);
    else expect(found).toEqual([]);
  });

  test('a NIC has the same address whoever asks first, and strangers do not get it', () => {
    const nics = Array.from({ length: 100 }, (_, i) => ({ name: `g${i}`, mac: macText(MAC + i) }));
    const one = rig({}, nics);
    const other = rig({}, nics);
    const addresses = new Set(nics.map(({ name }) => one.network.plan.addresses.get(name)));
    expect(addresses.size).toBe(100);
    expect([...one.network.plan.addresses]).toEqual([...other.network.plan.addresses]);
    // 253 strangers: what is left is given out, and no address twice.
    const given = new Set<number>();
    for (let i = 0; i < 253; i++)
      for (const { yours } of answers(other, message(1, 0x0200_0000_0000 + i))) {
        given.add(yours);
        expect(addresses.has(ipText(yours))).toBe(false);
      }
    // .10 to .254, less the NICs.
    expect(given.size).toBe(245 - 100);
    expect(answers(other, message(1, MAC + 50))).toMatchObject([{ type: 2 }]);
  });

  test('an address is free again when its lease is over, is released, or nobody took the offer', () => {
    const r = rig({ address: '10.0.2.1/29', lease: 100 }, []);
    const nic = testNic(r.network.switch.port({ name: 'more' }), 0x0200_0000_0001);
    const discover = (mac: number): number => {
      nic.send(
        ipFrame(
          { ...EVERYBODY, fromMac: 0x0200_0000_0001 },
          PROTOCOL.UDP,
          udpPayload(0, 0xffff_ffff, 68, 67, message(1, mac, [], { broadcast: true })),
        ),
      );
      const got = nic.got.splice(0).map((sent) => parseIp4(completed(sent)));
      return got[0] ? get32(got[0].payload, 8 + 16) : 0;
    };
    const first = Array.from({ length: 6 }, (_, i) => discover(0x0200_0000_0100 + i));
    expect(new Set(first).size).toBe(6);
    expect(first[5]).toBe(0);
    r.clock.advance(61e9);
    expect(discover(0x0200_0000_0200)).not.toBe(0);
  });
});

describe('UDP', () => {
  test('opens a flow, sends, and gives back what comes', () => {
    const { udp, take, network, packets } = rig();
    udp(1234, 5353, Uint8Array.of(1, 2), { destination: OUTSIDE });
    udp(1234, 5353, Uint8Array.of(3), { destination: OUTSIDE });
    expect(take()).toEqual([
      { kind: 'open', flow: 2, to: { protocol: 'udp', address: '192.0.2.1', port: 5353 } },
      { kind: 'room', flow: 2, bytes: expect.any(Number) as number },
      { kind: 'send', flow: 2, bytes: Uint8Array.of(1, 2) },
      { kind: 'send', flow: 2, bytes: Uint8Array.of(3) },
    ]);
    network.event({ kind: 'data', flow: 2, bytes: Uint8Array.of(9, 8, 7) });
    const [packet] = packets();
    expect(packet).toMatchObject({ source: OUTSIDE, destination: GUEST });
    expect([...packet.payload]).toEqual([
      0x14,
      0xe9,
      0x04,
      0xd2,
      0,
      11,
      expect.any(Number),
      expect.any(Number),
      9,
      8,
      7,
    ]);
    expect(soundPayload(packet, NO_OFFLOAD)).toBe(true);
  });

  test.each([
    ['DNS', 53, GATEWAY, 'dns', 20],
    ['the loopback', 99, GATEWAY, 'host', 300],
  ])('knows %s, and forgets it in its time', (_name, port, destination, address, seconds) => {
    const { udp, take, clock, network } = rig();
    udp(1, port, Uint8Array.of(1), { destination });
    expect(take()[0]).toMatchObject({ to: { address } });
    expect(network.active).toBe(true);
    clock.advance(seconds * 1e9 - 1);
    expect(take().filter(({ kind }) => kind === 'close')).toEqual([]);
    clock.advance(1);
    expect(take()).toEqual([{ kind: 'close', flow: 2 }]);
    expect(network.active).toBe(false);
    expect(clock.waiting()).toBe(0);
  });

  test.each([
    ['multicast', 0xe000_00fb],
    ['broadcast', 0x0a00_02ff],
  ])('%s ends here', (_name, destination) => {
    const { udp, take, nic } = rig();
    udp(1, 2, Uint8Array.of(1), { destination, toMac: BROADCAST });
    expect([take(), nic.got]).toEqual([[], []]);
  });

  test('a NIC that opens too many flows loses its own oldest', () => {
    const { udp, take, clock, network } = rig();
    for (let i = 0; i < FLOWS.NIC + 5; i++) {
      clock.advance(1);
      udp(i, 99, Uint8Array.of(1), { destination: OUTSIDE });
    }
    expect(take().filter(({ kind }) => kind === 'close')).toEqual(
      [2, 4, 6, 8, 10].map((flow) => ({ kind: 'close', flow })),
    );
    expect(Object.keys(network.gateway?.state.udp ?? {})).toHaveLength(FLOWS.NIC);
  });
});

describe('TCP', () => {
  const { SYN, ACK, FIN, RST, PSH } = TCP_F;
  const flags = (r: ReturnType<typeof rig>): string[] => r.segments().map((s) => `${s.flags} ${s.bytes.length}`);

  test('answers a SYN when somebody is there, and carries what is said', () => {
    const r = rig();
    r.tcp(SYN, 100, 0);
    expect(r.nic.got).toEqual([]);
    expect(r.take()).toEqual([{ kind: 'open', flow: 2, to: { protocol: 'tcp', address: 'host', port: 80 } }]);
    r.network.event({ kind: 'opened', flow: 2 });
    const [synAck] = r.segments();
    expect(synAck).toMatchObject({ flags: SYN | ACK, ack: 101, mss: 1460 });
    const iss = synAck.seq + 1;
    r.tcp(ACK, 101, iss);
    expect(r.take()).toEqual([{ kind: 'room', flow: 2, bytes: 256 * 1024 }]);
    r.tcp(ACK | PSH, 101, iss, { bytes: Uint8Array.of(1, 2, 3) });
    expect(r.take()).toEqual([{ kind: 'send', flow: 2, bytes: Uint8Array.of(1, 2, 3) }]);
    expect(r.segments()).toMatchObject([{ flags: ACK, ack: 104 }]);
    r.network.event({ kind: 'sent', flow: 2, bytes: 3 });
    // More than a segment: one packet, for the NIC to cut to the guest's size.
    r.network.event({ kind: 'data', flow: 2, bytes: new Uint8Array(2500).fill(5) });
    expect(r.nic.got[0].offload).toMatchObject({ gsoSize: 1000, hdrLen: 54, csumStart: 34, csumOffset: 16 });
    expect(flags(r)).toEqual([`${ACK | PSH} 2500`]);
    // The host may send on when the guest has it, and enough has come together to be worth telling.
    r.tcp(ACK, 104, iss + 2500);
    expect(r.take()).toEqual([]);
    r.network.event({ kind: 'data', flow: 2, bytes: new Uint8Array(20_000) });
    // As much as the first round trips allow.
    expect(flags(r)).toEqual([`${ACK} 12000`]);
    r.tcp(ACK, 104, iss + 14_500);
    expect(flags(r)).toEqual([`${ACK | PSH} 8000`]);
    r.tcp(ACK, 104, iss + 22_500);
    expect(r.take()).toEqual([{ kind: 'room', flow: 2, bytes: 22_500 }]);
    r.network.event({ kind: 'end', flow: 2 });
    expect(flags(r)).toEqual([`${ACK | FIN} 0`]);
    r.tcp(ACK | FIN, 104, iss + 22_501);
    expect(r.take()).toEqual([{ kind: 'end', flow: 2 }]);
    expect(flags(r)).toEqual([`${ACK} 0`]);
    r.clock.advance(10e9);
    expect(r.take()).toEqual([{ kind: 'close', flow: 2 }]);
    expect(r.network.gateway?.state.tcp).toEqual({});
    expect(r.clock.waiting()).toBe(0);
  });

  const FAILURES = [
    ['refused', 'refused', [`${RST | ACK} 0`]],
    ['unreachable', 'unreachable', 'icmp 1'],
    ['prohibited', 'prohibited', 'icmp 13'],
    ['timed out', 'timeout', []],
  ] as const;
  test.each(FAILURES)('what is %s outside is so inside', (_name, why, expected) => {
    const r = rig();
    r.tcp(SYN, 100, 0, { to: OUTSIDE });
    r.network.event({ kind: 'failed', flow: 2, why });
    if (typeof expected === 'string') {
      const [packet] = r.packets();
      expect(packet.protocol).toBe(PROTOCOL.ICMP);
      expect(`icmp ${packet.payload[1]}`).toBe(expected);
    } else expect(flags(r)).toEqual(expected);
    expect(r.network.gateway?.state.tcp).toEqual({});
  });

  test.each([
    ['a segment of nothing', ACK, [`${RST} 0`]],
    ['a reset of nothing', RST, []],
  ])('%s', (_name, what, expected) => {
    const r = rig();
    r.tcp(what, 100, 200);
    expect(flags(r)).toEqual(expected);
    expect(r.take()).toEqual([]);
  });

  test('the loopback can be closed', () => {
    const r = rig({ loopback: false });
    r.tcp(SYN, 100, 0);
    expect(flags(r)).toEqual([`${RST | ACK} 0`]);
    expect(r.take()).toEqual([]);
  });

  test('a guest that resets ends it outside; what is lost outside ends it inside', () => {
    const r = rig();
    for (const source of [1, 2]) {
      r.tcp(SYN, 100, 0, { source });
      r.network.event({ kind: 'opened', flow: 2 * source });
      const [{ seq }] = r.segments();
      r.tcp(ACK, 101, seq + 1, { source });
    }
    r.take();
    r.tcp(RST, 101, 0, { source: 1 });
    expect(r.take()).toEqual([{ kind: 'close', flow: 2 }]);
    r.network.event({ kind: 'lost' });
    expect(flags(r)).toEqual([`${RST | ACK} 0`]);
    expect(r.network.gateway?.state.tcp).toEqual({});
    // Late events do nothing.
    r.network.event({ kind: 'data', flow: 4, bytes: Uint8Array.of(1) });
    r.network.event({ kind: 'opened', flow: 400 });
    expect(r.nic.got).toEqual([]);
  });

  test('one who comes from outside finds a guest whose MAC address must be asked for', () => {
    const forward = { protocol: 'tcp', hostPort: 0, guestAddress: 'one', guestPort: 22 } as const;
    const r = rig({ forwards: [forward] });
    expect(r.network.active).toBe(true);
    r.network.event({ kind: 'accepted', flow: 1, forward: 0 });
    expect(r.nic.got).toHaveLength(1);
    expect(get16(r.nic.got[0].frame, ETHER.TYPE)).toBe(ETHERTYPE.ARP);
    r.nic.got.length = 0;
    r.nic.send(arpFrame(ARP_OP.REPLY, MAC, GUEST, GATEWAY, GATEWAY_MAC));
    const [syn] = r.segments();
    expect(syn).toMatchObject({ flags: SYN, destination: 22 });
    r.tcp(SYN | ACK, 500, syn.seq + 1, { source: 22, destination: syn.source });
    expect(flags(r)).toEqual([`${ACK} 0`]);
    expect(r.take()).toEqual([{ kind: 'room', flow: 1, bytes: 256 * 1024 }]);
    r.network.event({ kind: 'data', flow: 1, bytes: Uint8Array.of(1) });
    expect(flags(r)).toEqual([`${ACK | PSH} 1`]);
  });

  test('a state that is brought back goes on', () => {
    const one = rig();
    one.tcp(SYN, 100, 0);
    one.network.event({ kind: 'opened', flow: 2 });
    const [{ seq }] = one.segments();
    one.tcp(ACK, 101, seq + 1);
    one.network.event({ kind: 'data', flow: 2, bytes: Uint8Array.of(7) });
    const states = structuredClone(one.network.parts.map(({ state }) => state));
    const other = rig();
    other.network.parts.forEach((part, i) => {
      overwrite(part.state, states[i]);
    });
    for (const part of other.network.parts) part.restored();
    // The guest has not answered: it is sent again.
    other.clock.advance(2e9);
    expect(other.segments()[0]).toMatchObject({ seq: seq + 1, bytes: Uint8Array.of(7) });
    other.tcp(ACK, 101, seq + 2);
    other.network.event({ kind: 'data', flow: 2, bytes: Uint8Array.of(8) });
    expect(other.segments()).toMatchObject([{ seq: seq + 2, bytes: Uint8Array.of(8) }]);
  });
});

describe('options that can not be', () => {
  const CASES: [string, NicOptions[], NatOptions, string][] = [
    [
      'prefix',
      [],
      { address: '10.0.2.1/8' },
      'address: 10.0.2.1/8, expected an address and a prefix of 20 to 29 bits, as 10.0.2.1/24',
    ],
    [
      'no prefix',
      [],
      { address: '10.0.2.1' },
      'address: 10.0.2.1, expected an address and a prefix of 20 to 29 bits, as 10.0.2.1/24',
    ],
    [
      'the network itself',
      [],
      { address: '10.0.2.0/24' },
      'address: 10.0.2.0/24, expected an address that a host may have',
    ],
    [
      'a MAC address',
      [{ name: 'a', mac: '52:54' }],
      {},
      "nics[0].mac: 52:54, expected a MAC address that is no group's, as 52:54:00:12:34:56",
    ],
    [
      'a group',
      [{ name: 'a', mac: '01:00:5e:00:00:01' }],
      {},
      "nics[0].mac: 01:00:5e:00:00:01, expected a MAC address that is no group's, as 52:54:00:12:34:56",
    ],
    [
      'the same twice',
      [NIC, { ...NIC, address: undefined }],
      {},
      `nics[1].mac: ${NIC.mac}, expected one that no other NIC has`,
    ],
    [
      'an address elsewhere',
      [{ ...NIC, address: '10.0.3.5' }],
      {},
      'nics[0].address: 10.0.3.5, expected a free address of the network',
    ],
    [
      'the gateway’s address',
      [{ ...NIC, address: '10.0.2.1' }],
      {},
      'nics[0].address: 10.0.2.1, expected a free address of the network',
    ],
    [
      'a forward to nobody',
      [NIC],
      { forwards: [{ protocol: 'tcp', hostPort: 1, guestAddress: 'two', guestPort: 1 }] },
      "forwards[0].guestAddress: two, expected a NIC's name or an address of the network",
    ],
    [
      'a small network',
      Array.from({ length: 6 }, (_, i) => ({ name: `${i}`, mac: macText(MAC + i) })),
      { address: '10.0.2.1/29' },
      'address: a prefix of 29 bits, expected one with room for 6 NICs',
    ],
  ];
  test.each(CASES)('%s', (_name, nics, nat, message) => {
    expect(() => createNetwork(manualClock(), { nics, nat })).toThrow(
      new NetworkError(message.split(': ')[0], message.slice(message.indexOf(': ') + 2)),
    );
  });
});
