import { describe, expect, it } from 'vitest';
import { createDma, DMA15_REGISTERS, DMA_REGISTERS } from '../../src/devices/bcm2711/dma.js';
import { byName, manualClock, probes, ram, random } from './rig.js';

const MIB = 1024 * 1024;
const MS = 1_000_000;
const BUS = 0xc0000000;
const [ACTIVE, END, INT, PAUSED, DREQ_STOPS, ERROR] = [1, 2, 4, 0x10, 0x20, 0x100];
const [INTEN, TDMODE, DEST_INC, DEST_IGNORE, SRC_INC, SRC_DREQ, SRC_IGNORE] = [1, 2, 0x10, 0x80, 0x100, 0x400, 0x800];
const COPY = INTEN | DEST_INC | SRC_INC;

function rig() {
  const clock = manualClock();
  const irq = probes(16);
  const memory = ram(MIB);
  const requests = new Set<number>();
  const device = createDma({ clock, memory, irq, request: (peripheral) => requests.has(peripheral) });
  const own = byName(device, DMA_REGISTERS);
  const fifteen = byName(device.channel15, DMA15_REGISTERS);
  const of = (name: string) => (name.startsWith('DMA15_') ? fifteen : own);
  const next = random(5);
  for (let i = 0x10000; i < 0x40000; i++) memory.bytes[i] = next();
  return {
    ...{ clock, irq, memory, requests, device, size: 0x1000 },
    read: (name: string) => of(name).read(name),
    write: (name: string, value: number) => of(name).write(name, value),
    /** A control block at `at`: TI, source, destination, length, stride, next. */
    block: (at: number, ...words: number[]) => memory.setWords(at, words),
    /** The bytes at an address. */
    bytes: (at: number, length: number) => memory.bytes.slice(at, at + length),
  };
}
type Rig = ReturnType<typeof rig>;

function start(r: Rig, n: number, at: number): void {
  r.write(`DMA${n}_CONBLK_AD`, BUS + at);
  r.write(`DMA${n}_CS`, ACTIVE);
}

describe('DMA', () => {
  it.each([0, 6, 7, 10, 15])('channel %i copies, interrupts and comes to rest', (n) => {
    const r = rig();
    r.block(0x1000, COPY, BUS + 0x10003, BUS + 0x50001, 10_001, 0, 0);
    start(r, n, 0x1000);
    expect(r.read(`DMA${n}_CS`) & (ACTIVE | END)).toBe(ACTIVE);
    r.clock.advance(MS);
    expect(r.bytes(0x50001, 10_001)).toEqual(r.bytes(0x10003, 10_001));
    expect([r.memory.bytes[0x50000], r.memory.bytes[0x50001 + 10_001]]).toEqual([0, 0]);
    expect([r.read(`DMA${n}_CS`), r.read(`DMA${n}_CONBLK_AD`)]).toEqual([END | INT | PAUSED, 0]);
    expect([r.irq[n].level, r.irq.filter(({ level }) => level).length]).toEqual([true, 1]);
    expect(r.read('INT_STATUS')).toBe(n === 15 ? 0x8000 : 1 << n);
    r.write(`DMA${n}_CS`, INT | END);
    expect([r.irq[n].level, r.read(`DMA${n}_CS`), r.clock.waiting()]).toEqual([false, PAUSED, 0]);
  });

  it('goes through a list, and interrupts where a block asks for it', () => {
    const r = rig();
    r.block(0x1000, COPY & ~INTEN, BUS + 0x10000, BUS + 0x50000, 64, 0, BUS + 0x1040);
    r.block(0x1040, COPY & ~INTEN, BUS + 0x20000, BUS + 0x50040, 64, 0, BUS + 0x1020);
    r.block(0x1020, COPY, BUS + 0x30000, BUS + 0x50080, 64, 0, 0);
    start(r, 2, 0x1000);
    r.clock.advance(2500);
    expect([r.irq[2].level, r.read('DMA2_CONBLK_AD')]).toEqual([false, BUS + 0x1020]);
    r.clock.advance(MS);
    expect(r.irq[2].rises).toBe(1);
    for (const i of [0, 1, 2]) expect(r.bytes(0x50000 + 64 * i, 64)).toEqual(r.bytes(0x10000 * (i + 1), 64));
  });

  it('stops at once when told to, and goes on', () => {
    const r = rig();
    r.block(0x1000, COPY, BUS + 0x10000, BUS + 0x50000, 0x20000, 0, 0);
    start(r, 0, 0x1000);
    r.clock.advance(100_000);
    r.write('DMA0_CS', 0);
    const left = r.read('DMA0_TXFR_LEN');
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(0x20000);
    expect(r.read('DMA0_SOURCE_AD')).toBe(BUS + 0x10000 + 0x20000 - left);
    r.clock.advance(10 * MS);
    expect([r.read('DMA0_TXFR_LEN'), r.read('DMA0_CS')]).toEqual([left, PAUSED]);
    r.write('DMA0_CS', ACTIVE);
    r.clock.advance(10 * MS);
    expect(r.bytes(0x50000, 0x20000)).toEqual(r.bytes(0x10000, 0x20000));
  });

  it.each([
    ['SRC_IGNORE', SRC_IGNORE | DEST_INC, [0, 0, 0, 0]],
    ['a source that stays', DEST_INC, [1, 1, 1, 1]],
    ['a destination that stays', SRC_INC, [4, 9, 9, 9]],
    ['DEST_IGNORE', DEST_IGNORE | SRC_INC, [9, 9, 9, 9]],
  ])('%s', (_, ti, want) => {
    const r = rig();
    r.memory.setWords(0x2000, [1, 2, 3, 4]);
    r.memory.setWords(0x3000, [9, 9, 9, 9]);
    r.block(0x1000, ti, BUS + 0x2000, BUS + 0x3000, 16, 0, 0);
    start(r, 0, 0x1000);
    r.clock.advance(MS);
    expect([0, 4, 8, 12].map((i) => r.memory.word(0x3000 + i))).toEqual(want);
  });

  it('copies rows with strides: one more than YLENGTH', () => {
    const r = rig();
    // Three rows of 8 bytes, out of lines of 32 into lines of 16.
    r.block(0x1000, COPY | TDMODE, BUS + 0x10000, BUS + 0x50000, (2 << 16) | 8, (8 << 16) | 24, 0);
    start(r, 1, 0x1000);
    r.clock.advance(MS);
    for (const row of [0, 1, 2]) {
      expect(r.bytes(0x50000 + 16 * row, 8)).toEqual(r.bytes(0x10000 + 32 * row, 8));
      expect(r.bytes(0x50008 + 16 * row, 8)).toEqual(new Uint8Array(8));
    }
    expect(r.bytes(0x50030, 8)).toEqual(new Uint8Array(8));
  });

  it('has lite channels without rows, and with 16 bits of length', () => {
    const r = rig();
    r.block(0x1000, COPY | TDMODE, BUS + 0x10000, BUS + 0x50000, (2 << 16) | 8, (8 << 16) | 24, 0);
    start(r, 8, 0x1000);
    r.clock.advance(MS);
    expect(r.bytes(0x50008, 32)).toEqual(new Uint8Array(32));
    expect([r.read('DMA8_DEBUG') >>> 28, r.read('DMA0_DEBUG') >>> 28]).toEqual([1, 0]);
  });

  it('copies by DMA4, whose addresses have 40 bits', () => {
    const r = rig();
    // TI, SRC, SRCI, DEST, DESTI, LEN, NEXT_CB.
    r.block(0x1000, INTEN, 0x10000, 0x1000, 0x50000, 0x1000, 9000, 0x1020 / 32);
    r.block(0x1020, INTEN, 0x10000, 0x1000, 0x60000, 0x1000, 10, 0);
    r.write('DMA11_CB', 0x1000 / 32);
    r.write('DMA11_CS', ACTIVE);
    r.clock.advance(MS);
    expect([r.irq[11].level, r.read('DMA11_CB')]).toEqual([true, 0]);
    expect(r.bytes(0x50000, 9000)).toEqual(r.bytes(0x10000, 9000));
    expect(r.bytes(0x60000, 10)).toEqual(r.bytes(0x10000, 10));
  });

  it('waits for the requests of a peripheral', () => {
    const r = rig();
    r.block(0x1000, COPY | SRC_DREQ | (5 << 16), BUS + 0x10000, BUS + 0x50000, 8, 0, 0);
    start(r, 4, 0x1000);
    r.clock.advance(MS);
    expect([r.read('DMA4_CS') & (ACTIVE | DREQ_STOPS), r.clock.waiting()]).toEqual([ACTIVE | DREQ_STOPS, 0]);
    r.requests.add(5);
    r.device.requested();
    r.clock.advance(MS);
    expect(r.bytes(0x50000, 8)).toEqual(r.bytes(0x10000, 8));
  });

  it('is not held by a control block that is its own next one, and is stopped as Linux does it', () => {
    const r = rig();
    r.block(0x1000, COPY, BUS + 0x10000, BUS + 0x50000, 4, 0, BUS + 0x1000);
    start(r, 4, 0x1000);
    r.clock.advance(50 * MS);
    expect([r.read('DMA4_CS') & ACTIVE, r.read('DMA4_CONBLK_AD')]).toEqual([ACTIVE, BUS + 0x1000]);
    r.write('DMA4_CS', 0);
    r.write('DMA4_CS', 0x80000000);
    expect([r.read('DMA4_CS'), r.read('DMA4_CONBLK_AD'), r.irq[4].level]).toEqual([PAUSED, 0, false]);
    expect(r.clock.waiting()).toBe(0);
  });

  it('aborts a block for the next one', () => {
    const r = rig();
    r.block(0x1000, COPY, BUS + 0x10000, BUS + 0x50000, 0x20000, 0, BUS + 0x1020);
    r.block(0x1020, COPY, BUS + 0x10000, BUS + 0x80000, 4, 0, 0);
    start(r, 0, 0x1000);
    r.clock.advance(20_000);
    r.write('DMA0_CS', 0x40000000 | ACTIVE);
    r.clock.advance(MS);
    expect(r.bytes(0x80000, 4)).toEqual(r.bytes(0x10000, 4));
    expect(r.bytes(0x60000, 16)).toEqual(new Uint8Array(16));
  });

  it.each([
    ['a control block', 0xf0000000, BUS + 0x10000],
    ['data', BUS + 0x1000, 0xf0000000],
  ])('ends with an error where there is no memory for %s', (_, at, source) => {
    const r = rig();
    r.block(0x1000, COPY, source, BUS + 0x50000, 4, 0, 0);
    r.write('DMA5_CONBLK_AD', at);
    r.write('DMA5_CS', ACTIVE);
    r.clock.advance(MS);
    expect([r.read('DMA5_CS') & (ACTIVE | ERROR), r.read('DMA5_DEBUG') & 7]).toEqual([ERROR, 4]);
    r.write('DMA5_DEBUG', 7);
    expect([r.read('DMA5_CS') & ERROR, r.read('DMA5_DEBUG') & 7]).toEqual([0, 0]);
  });

  it('runs channels that are enabled only', () => {
    const r = rig();
    r.block(0x1000, COPY, BUS + 0x10000, BUS + 0x50000, 4, 0, 0);
    r.write('ENABLE', 0x7ffe);
    start(r, 0, 0x1000);
    r.clock.advance(MS);
    expect(r.read('DMA0_CS') & (ACTIVE | END)).toBe(ACTIVE);
    r.write('ENABLE', 0x7fff);
    r.clock.advance(MS);
    expect(r.read('DMA0_CS') & (ACTIVE | END)).toBe(END);
  });

  it('goes on after a snapshot', () => {
    const a = rig();
    a.block(0x1000, COPY, BUS + 0x10000, BUS + 0x50000, 0x20000, 0, 0);
    start(a, 0, 0x1000);
    a.clock.advance(100_000);
    const b = rig();
    b.clock.advance(100_000);
    b.memory.bytes.set(a.memory.bytes);
    Object.assign(b.device.state, structuredClone(a.device.state));
    b.device.restored();
    b.clock.advance(10 * MS);
    expect(b.irq[0].level).toBe(true);
    expect(b.bytes(0x50000, 0x20000)).toEqual(b.bytes(0x10000, 0x20000));
  });
});
