/** GENET and its PHY: what drivers see of registers and interrupts, frames in and out of guest memory, filters, counters. */
import { beforeEach, describe, expect, test } from 'vitest';
import { createGenet, type Genet } from '../../src/devices/bcm2711/genet.js';
import { checksumHolds, fcs } from '../../src/devices/bcm2711/genet-rx.js';
import { NO_OFFLOAD, type NetBackend, type NetOffload, type NetPort } from '../../src/devices/virtio/net-backend.js';
import { add, folded } from '../../src/devices/virtio/offload.js';
import { BY, manualClock, probes, ram, type Probe, type Ram } from './rig.js';

const MAC = [0xdc, 0xa6, 0x32, 0, 0, 1];
const OTHER = [0x52, 0x54, 0, 0, 0, 9];
const BROADCAST = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff];

interface Sent {
  readonly frame: Uint8Array;
  readonly offload: NetOffload;
}

let clock: ReturnType<typeof manualClock>;
let memory: Ram;
let irq: Probe[];
let genet: Genet;
let nic: NetPort;
let sent: Sent[];
let takes: boolean;
let rooms: number;

const read = (offset: number): number => genet.read(offset, 4, BY);
const write = (offset: number, value: number): void => genet.write(offset, 4, value >>> 0, BY);
const now = (ns: number): void => clock.advance(ns);

function make(connected = true): void {
  clock = manualClock();
  memory = ram(0x40000);
  irq = probes(2);
  sent = [];
  takes = true;
  rooms = 0;
  const backend: NetBackend = {
    connect: (port) => void (nic = port),
    send(frame, offload) {
      if (takes) sent.push({ frame: frame.slice(), offload: { ...offload } });
      return takes;
    },
    onRoom: () => void rooms++,
  };
  genet = createGenet({
    ...{ clock, memory, irq },
    network: connected ? { backend, mac: Uint8Array.from(MAC) } : undefined,
  });
}
beforeEach(() => make());

const TX = { DESC: 0x4000, RING: 0x4c00, CTRL: 0x5044 };
const RX = { DESC: 0x2000, RING: 0x2c00, CTRL: 0x3044 };
const at = (block: typeof TX, ring: number, register: number): number => block.RING + 0x40 * ring + register;
/** Interrupts of ring 16: a threshold was reached. */
const [RXDMA_MBDONE, TXDMA_MBDONE] = [1 << 13, 1 << 16];

/** A ring of `size` descriptors from the `first` on, switched on. */
function ring(block: typeof TX, n: number, first: number, size: number, threshold = 1): void {
  write(at(block, n, 0x10), (size << 16) | 2048);
  write(at(block, n, 0x14), 3 * first);
  write(at(block, n, 0x1c), 3 * (first + size) - 1);
  write(at(block, n, 0x24), threshold);
  write(block.CTRL, read(block.CTRL) | 1 | (1 << (n + 1)));
}
function descriptor(block: typeof TX, n: number, status: number, address: number): void {
  write(block.DESC + 12 * n, status);
  write(block.DESC + 12 * n + 4, address);
  write(block.DESC + 12 * n + 8, 0);
}
/** As Linux's driver has it: status blocks both ways, two bytes of alignment, sums of what is received. */
function linux(): void {
  write(0x808, 3);
  write(0x814, 1536);
  write(0x300, 3);
  write(0x314, 0x21);
  write(0x600, 1);
  ring(TX, 16, 128, 128, 10);
  ring(RX, 16, 0, 256);
  for (let i = 0; i < 256; i++) descriptor(RX, i, 0, 0x10000 + 0x800 * (i % 64));
  write(0x214, 0xffffffff);
  write(0x254, 0xffffffff);
}

const frameTo = (to: readonly number[], length: number, type = 0x88b5): Uint8Array => {
  const frame = Uint8Array.from({ length }, (_, i) => i);
  frame.set([...to, ...OTHER, type >> 8, type & 0xff]);
  return frame;
};
/** A UDP packet of IPv4; its checksum is right, or only the pseudo-header's. */
function udp(length: number, partial = false): Uint8Array {
  const frame = frameTo(MAC, length, 0x0800);
  frame.set(
    [0x45, 0, (length - 14) >> 8, (length - 14) & 0xff, 0, 1, 0, 0, 64, 17, 0, 0, 10, 0, 2, 1, 10, 0, 2, 2],
    14,
  );
  frame.set([0, 1, 0, 2, (length - 34) >> 8, (length - 34) & 0xff, 0, 0], 34);
  const pseudo = add(frame, 26, 34) + 17 + length - 34;
  const sum = partial ? ~folded(pseudo) & 0xffff : folded(add(frame, 34, length, pseudo));
  frame.set([sum >> 8, sum & 0xff], 40);
  return frame;
}

describe('registers', () => {
  test.each([
    ['SYS_REV_CTRL: version 5, no PHY inside', 0x000, 0x06000000],
    ['INTRL2_0 mask', 0x20c, 0xffffffff],
    ['INTRL2_1 mask', 0x24c, 0xffffffff],
    ['UMAC_CMD', 0x808, 0],
    ['UMAC_MAX_FRAME_LEN', 0x814, 1518],
    ['UMAC_MODE: the link is up', 0x844, 0x20],
    ['RDMA_STATUS: disabled', 0x3048, 1],
    ['TDMA_STATUS: disabled', 0x5048, 1],
  ])('%s', (_name, offset, value) => expect(read(offset)).toBe(value));

  test.each([
    ['RGMII_OOB_CTRL', 0x08c],
    ['a descriptor for sending', 0x4000 + 12 * 255 + 8],
    ['a word of a filter', 0x8000 + 4 * (128 * 47 + 127)],
    ['the last ring', 0x2c00 + 0x40 * 16 + 0x30],
    ['UMAC_MDF_ADDR', 0xe54 + 4 * 33],
  ])('%s keeps what is written', (_name, offset) => {
    write(offset, 0x12345678);
    expect([read(offset), genet.registerAt(offset)]).toEqual([0x12345678, expect.any(String)]);
  });

  test('interrupts are set, cleared and masked', () => {
    write(0x204, 0x30);
    expect([read(0x200), irq[0].level]).toEqual([0x30, false]);
    write(0x214, 0x10);
    expect([read(0x20c), irq[0].level]).toEqual([0xffffffef, true]);
    write(0x208, 0x10);
    expect([read(0x200), irq[0].level]).toEqual([0x20, false]);
    write(0x214, 0x20);
    write(0x210, 0x20);
    expect(irq[0].level).toBe(false);
  });

  test('an index counts on while its ring is on', () => {
    write(at(RX, 16, 8), 7);
    ring(RX, 16, 0, 4);
    write(at(RX, 16, 8), 0);
    expect(read(at(RX, 16, 8))).toBe(7);
    write(RX.CTRL, 0);
    write(at(RX, 16, 8), 0);
    expect(read(at(RX, 16, 8))).toBe(0);
  });
});

describe('the PHY', () => {
  const mdio = (operation: number, phy: number, register: number, value = 0): number => {
    write(0xe14, (1 << 29) | (operation << 26) | (phy << 21) | (register << 16) | value);
    return read(0xe14);
  };
  const phy = (register: number): number => mdio(2, 1, register) & 0xffff;

  test.each([
    ['control: negotiates', 0, 0x1140],
    ['identifier, a BCM54213PE', 2, 0x600d],
    ['identifier, a BCM54213PE', 3, 0x84a2],
    ['link partner', 5, 0xc1e1],
    ['1000BASE-T status', 10, 0x3800],
    ['extended status', 15, 0x3000],
    ['auxiliary status: 1000BASE-T, full duplex', 0x19, 0x8704],
  ])('%s', (_name, register, value) => expect(phy(register)).toBe(value));

  test('answers at its address only, and says when it is done', () => {
    expect(mdio(2, 1, 2)).toBe((2 << 26) | (1 << 21) | (2 << 16) | 0x600d);
    expect(mdio(2, 0, 2) & (1 << 28)).not.toBe(0);
    expect(read(0x200) & (1 << 23)).not.toBe(0);
  });

  test('tells once that the link was down', () => {
    expect([phy(1), phy(1)]).toEqual([0x7969, 0x796d]);
    nic.setLink(false);
    expect([phy(1), phy(1), phy(5), phy(0x19)]).toEqual([0x7949, 0x7949, 0, 0]);
    expect([read(0x200) & 0x30, read(0x844)]).toEqual([0x20, 0]);
    nic.setLink(true);
    expect([phy(1), phy(1), read(0x200) & 0x30]).toEqual([0x7969, 0x796d, 0x30]);
  });

  test('has no link without power, nor without a cable', () => {
    mdio(1, 1, 0, 0x1940);
    expect(read(0x844)).toBe(0);
    mdio(1, 1, 0, 0x9140);
    expect([read(0x844), phy(0)]).toEqual([0x20, 0x1140]);
    make(false);
    expect([read(0x844), phy(1)]).toEqual([0, 0x7949]);
  });

  test('has shadow and expansion registers', () => {
    mdio(1, 1, 0x1c, 0x8000 | (13 << 10) | 0x155);
    mdio(1, 1, 0x1c, 5 << 10);
    mdio(1, 1, 0x1c, 13 << 10);
    expect(phy(0x1c)).toBe((13 << 10) | 0x155);
    mdio(1, 1, 0x18, 0x8000 | 0x100 | 7);
    mdio(1, 1, 0x18, 0x7007);
    expect(phy(0x18)).toBe(0x107);
    mdio(1, 1, 0x17, 0xf04);
    mdio(1, 1, 0x15, 0xbeef);
    mdio(1, 1, 0x17, 0xf05);
    expect(phy(0x15)).toBe(0);
    mdio(1, 1, 0x17, 0xf04);
    expect(phy(0x15)).toBe(0xbeef);
  });
});

describe('sending', () => {
  const [SOP, EOP, CRC, CSUM] = [0x2000, 0x4000, 0x40, 0x10];
  /** Puts a frame with a status block into memory, in parts. */
  const put = (n: number, frame: Uint8Array, parts: readonly number[] = [frame.length], csum = 0): void => {
    memory.bytes.fill(0, 0x1000, 0x1040);
    memory.setWord(0x1030, csum);
    memory.bytes.set(frame, 0x1040);
    let from = 0x1000;
    parts.forEach((length, i) => {
      const bytes = length + (i === 0 ? 64 : 0);
      const flags = (i === 0 ? SOP : 0) | (i === parts.length - 1 ? EOP : 0) | CRC | (csum === 0 ? 0 : CSUM);
      descriptor(TX, n + i, (bytes << 16) | flags, from);
      from += bytes;
    });
  };
  beforeEach(linux);

  test.each([
    ['as it is', 100, [100]],
    ['from parts', 100, [50, 1, 49]],
    ['padded', 20, [20]],
    ['of full length', 1514, [14, 1500]],
  ])('a frame %s', (_name, length, parts) => {
    const frame = frameTo(OTHER, length);
    put(128, frame, parts);
    write(at(TX, 16, 0xc), parts.length);
    now(200);
    expect(sent).toHaveLength(1);
    expect(sent[0].frame.length).toBe(Math.max(60, length));
    expect(sent[0].frame.subarray(0, length)).toEqual(frame);
    expect(sent[0].frame.subarray(length).every((byte) => byte === 0)).toBe(true);
    expect(sent[0].offload).toEqual(NO_OFFLOAD);
    expect(read(at(TX, 16, 8))).toBe(parts.length);
    expect([read(0x200) & TXDMA_MBDONE, irq[0].level]).toEqual([TXDMA_MBDONE, true]);
  });

  test('leaves the checksum to others', () => {
    put(128, udp(100, true), [100], (0x80000000 | (34 << 16) | 40 | 0x8000) >>> 0);
    write(at(TX, 16, 0xc), 1);
    now(200);
    expect(sent[0].offload).toEqual({ ...NO_OFFLOAD, flags: 1, csumStart: 34, csumOffset: 6 });
  });

  test.each([
    ['beyond the frame', (0x80000000 | (34 << 16) | 99) >>> 0],
    ['before its start', (0x80000000 | (34 << 16) | 30) >>> 0],
    ['that is not valid', (34 << 16) | 40],
  ])('a checksum %s is nobody’s', (_name, csum) => {
    put(128, udp(100, true), [100], csum);
    write(at(TX, 16, 0xc), 1);
    now(200);
    expect(sent[0].offload).toEqual(NO_OFFLOAD);
  });

  test.each([
    ['too long', 1600, 0x1000],
    ['too short', 13, 0x1000],
    ['not in memory', 100, 0x50000],
  ])('what is %s is dropped', (_name, length, address) => {
    descriptor(TX, 128, ((length + 64) << 16) | SOP | EOP | CRC, address);
    write(at(TX, 16, 0xc), 1);
    now(200);
    expect([sent.length, read(at(TX, 16, 8))]).toEqual([0, 1]);
  });

  test('takes the time that the wire needs, and interrupts where the ring is empty', () => {
    const told = (): boolean => (read(0x200) & TXDMA_MBDONE) !== 0;
    for (let i = 0; i < 3; i++) put(128 + i, frameTo(OTHER, 1000));
    write(at(TX, 16, 0xc), 3);
    now(200);
    expect([sent.length, told()]).toEqual([1, false]);
    now(1024 * 8 - 1);
    expect(sent.length).toBe(1);
    now(1);
    expect([sent.length, told()]).toEqual([2, false]);
    now(1024 * 8);
    expect([sent.length, told()]).toEqual([3, true]);
  });

  test('waits for the rest of a frame, and for room outside', () => {
    put(128, frameTo(OTHER, 100), [50, 50]);
    write(at(TX, 16, 0xc), 1);
    now(10_000);
    expect(sent.length).toBe(0);
    takes = false;
    write(at(TX, 16, 0xc), 2);
    now(10_000);
    expect([sent.length, read(at(TX, 16, 8))]).toEqual([0, 0]);
    takes = true;
    nic.resume();
    now(200);
    expect([sent.length, read(at(TX, 16, 8))]).toEqual([1, 2]);
  });

  test('prefers rings by their priorities', () => {
    ring(TX, 0, 0, 32);
    ring(TX, 1, 32, 32);
    write(0x506c, 2);
    // Six rings to a register: ring 1 first, then 16, then 0.
    write(0x5070, 2);
    write(0x5078, 1 << 20);
    for (const [n, length] of [
      [0, 100],
      [32, 101],
      [128, 102],
    ] as const)
      put(n, frameTo(OTHER, length));
    for (const n of [0, 1, 16]) write(at(TX, n, 0xc), 1);
    now(10_000);
    expect(sent.map(({ frame }) => frame.length)).toEqual([101, 102, 100]);
    expect([read(0x240), irq[1].level]).toEqual([3, true]);
  });

  test('without a link a frame goes nowhere, and looped back it is received', () => {
    nic.setLink(false);
    put(128, frameTo(MAC, 100));
    write(at(TX, 16, 0xc), 1);
    now(200);
    expect([sent.length, read(at(TX, 16, 8)), read(at(RX, 16, 8))]).toEqual([0, 1, 0]);
    write(0x808, 0x8013);
    put(129, frameTo(MAC, 100));
    write(at(TX, 16, 0xc), 2);
    now(10_000);
    expect([sent.length, read(at(TX, 16, 8)), read(at(RX, 16, 8))]).toEqual([0, 2, 1]);
  });
});

describe('receiving', () => {
  beforeEach(() => {
    linux();
    write(0x80c, 0xdca63200);
    write(0x810, 0x0001);
  });
  const HEAD = 66;

  test('puts a status block, two bytes and the frame into a buffer', () => {
    const frame = frameTo(BROADCAST, 100);
    expect(nic.receive(frame, NO_OFFLOAD)).toBe(true);
    expect(memory.word(0x10000)).toBe(((166 << 16) | 0x6040) >>> 0);
    expect(memory.word(0x10008)).toBe(~folded(add(frame, 14, 100)) & 0xffff);
    expect(memory.bytes.subarray(0x10000 + HEAD, 0x10000 + HEAD + 100)).toEqual(frame);
    expect(read(RX.DESC)).toBe(((166 << 16) | 0x6040) >>> 0);
    expect([read(at(RX, 16, 8)), read(at(RX, 16, 0)), read(0x200) & RXDMA_MBDONE]).toEqual([1, 3, RXDMA_MBDONE]);
    expect(irq[0].level).toBe(true);
  });

  test('pads what is short, completes checksums, cuts what is large', () => {
    nic.receive(frameTo(MAC, 20), NO_OFFLOAD);
    expect(memory.word(0x10000) >>> 16).toBe(HEAD + 60);
    nic.receive(udp(100, true), { ...NO_OFFLOAD, flags: 1, csumStart: 34, csumOffset: 6 });
    expect(memory.bytes.subarray(0x10800 + HEAD, 0x10800 + HEAD + 100)).toEqual(udp(100));
    const tcp = frameTo(MAC, 54 + 2500, 0x0800);
    tcp.set([0x45, 0, 0x09, 0xec, 0, 1, 0, 0, 64, 6, 0, 0, 10, 0, 2, 1, 10, 0, 2, 2], 14);
    tcp[46] = 0x50;
    nic.receive(tcp, { flags: 1, gsoType: 1, hdrLen: 54, gsoSize: 1000, csumStart: 34, csumOffset: 16 });
    expect(read(at(RX, 16, 8))).toBe(5);
    expect([2, 3, 4].map((i) => memory.word(0x10000 + 0x800 * i) >>> 16)).toEqual([1120, 1120, 620]);
    expect(checksumHolds(memory.bytes.slice(0x11000 + HEAD, 0x11000 + 1120))).toBe(true);
  });

  test('says that a checksum is right where it looks at headers', () => {
    write(0x314, 1);
    nic.receive(udp(100), NO_OFFLOAD);
    const bad = udp(100);
    bad[99] ^= 1;
    nic.receive(bad, NO_OFFLOAD);
    expect([memory.word(0x10000) & 0x8000, memory.word(0x10800) & 0x8000]).toEqual([0x8000, 0]);
  });

  test('hands on the frame check sequence', () => {
    write(0x808, 0x43);
    const frame = frameTo(MAC, 60);
    nic.receive(frame, NO_OFFLOAD);
    expect(memory.word(0x10000) >>> 16).toBe(HEAD + 64);
    expect(memory.word(0x10000 + HEAD + 60)).toBe(fcs(frame));
    expect(fcs(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });

  const MULTICAST = [1, 0, 0x5e, 0, 0, 1];
  const all = { mdf: 0, command: 3 };
  test.each([
    ['its own address', MAC, all, true],
    ['another address', OTHER, all, false],
    ['broadcast', BROADCAST, all, true],
    ['a group', MULTICAST, all, true],
    ['another address, promiscuous', OTHER, { mdf: 0, command: 0x13 }, true],
    ['a group that no filter has', MULTICAST, { mdf: 0x18000, command: 3 }, false],
    ['an address that the first filter has', MAC, { mdf: 0x18000, command: 3 }, true],
    ['an address whose filter is off', MAC, { mdf: 0x8000, command: 3 }, false],
    ['an address that the second filter has', BROADCAST, { mdf: 0x8000, command: 3 }, true],
  ])('%s', (_name, to, { mdf, command }, taken) => {
    write(0x808, command);
    write(0xe50, mdf);
    [0xdca6, 0x32000001, 0xffff, 0xffffffff].forEach((word, i) => write(0xe54 + 4 * i, word));
    expect(nic.receive(frameTo(to, 60), NO_OFFLOAD)).toBe(true);
    expect(read(at(RX, 16, 8))).toBe(taken ? 1 : 0);
  });

  test.each([
    ['by the filter that it matches', 0x88b5, 2],
    ['to the default one otherwise', 0x88b6, 16],
  ])('goes to a ring %s', (_name, type, to) => {
    ring(RX, 2, 200, 16);
    // Filter 40: bytes 12 and 13 are 0x88b5, all others anything. Lengths come the last filter's first.
    write(0x8000 + 4 * (128 * 40 + 6), 0xf88b5);
    write(0xfc1c + 4 * Math.floor(7 / 4), 14);
    write(0x30b0 + 4 * 5, 2);
    write(0xfc04, 1 << 8);
    write(0xfc00, 1);
    nic.receive(frameTo(MAC, 60, type), NO_OFFLOAD);
    expect([2, 16].map((n) => read(at(RX, n, 8)))).toEqual(to === 2 ? [1, 0] : [0, 1]);
    expect(read(0x240)).toBe(to === 2 ? 1 << 18 : 0);
  });

  test('turns away what has no room, and asks for it when there is some', () => {
    write(RX.CTRL, 0);
    ring(RX, 16, 0, 2);
    const frame = frameTo(MAC, 60);
    expect([1, 2, 3].map(() => nic.receive(frame, NO_OFFLOAD))).toEqual([true, true, false]);
    expect([read(RX.DESC) & 0x1000, read(RX.DESC + 12) & 0x1000]).toEqual([0, 0x1000]);
    write(at(RX, 16, 0xc), 1);
    expect([rooms, nic.receive(frame, NO_OFFLOAD)]).toEqual([1, true]);
    write(at(RX, 16, 0xc), 3);
    expect(rooms).toBe(1);
  });

  test('interrupts after so many frames, or so much time', () => {
    write(at(RX, 16, 0x24), 3);
    write(0x30ac, 2);
    const frame = frameTo(MAC, 60);
    const level = (): boolean => (read(0x200) & RXDMA_MBDONE) !== 0;
    nic.receive(frame, NO_OFFLOAD);
    now(2 * 8192 - 1);
    expect(level()).toBe(false);
    now(1);
    expect(level()).toBe(true);
    write(0x208, 0xffffffff);
    for (let i = 0; i < 3; i++) nic.receive(frame, NO_OFFLOAD);
    expect(level()).toBe(true);
    write(0x208, 0xffffffff);
    now(1e6);
    expect(level()).toBe(false);
  });

  test.each([
    ['the receiver is off', 0x808, 1],
    ['the DMA is off', 0x3044, 0],
    ['no ring is on', 0x3044, 1],
    ['the MAC is in reset', 0x808, 0x2003],
    ['frames may not be so long', 0x814, 63],
  ])('%s: a frame is dropped', (_name, offset, value) => {
    write(offset, value);
    expect(nic.receive(frameTo(MAC, 60), NO_OFFLOAD)).toBe(true);
    expect(read(at(RX, 16, 8))).toBe(0);
  });

  test('counts', () => {
    nic.receive(frameTo(MAC, 60), NO_OFFLOAD);
    nic.receive(frameTo(BROADCAST, 61), NO_OFFLOAD);
    nic.receive(frameTo([1, 0, 0x5e, 0, 0, 1], 1514), NO_OFFLOAD);
    const counters = Array.from({ length: 29 }, (_, i) => read(0xc00 + 4 * i));
    const counted = Object.entries(counters).filter(([, n]) => n > 0);
    // By size: 64, 65 to 127, 1024 to 1518; packets, bytes, multicast, broadcast; good ones, unicast.
    expect(counted.map(([i, n]) => [Number(i), n])).toEqual([
      ...[
        [0, 1],
        [1, 1],
        [5, 1],
        [10, 3],
        [11, 64 + 65 + 1518],
        [12, 1],
        [13, 1],
        [25, 3],
        [26, 1],
      ],
    ]);
    write(0xd80, 1);
    expect(read(0xc00 + 4 * 10)).toBe(0);
  });

  test('a reset of the MAC stops it', () => {
    write(0x008, 2);
    expect([read(0x808), read(0x814)]).toEqual([0, 1518]);
  });
});
