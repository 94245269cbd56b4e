import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { memoryDisk } from '../../src/devices/block.js';
import { createEmmc } from '../../src/devices/bcm2711/emmc.js';
import { createSdCard } from '../../src/devices/sd-card.js';
import { BY, manualClock, probe, ram, random } from './rig.js';

// Registers, and how wide drivers access them.
const [SDMA, BLOCK_SIZE, BLOCK_COUNT, ARGUMENT, MODE, COMMAND, RESPONSE, BUFFER] = [0, 4, 6, 8, 0xc, 0xe, 0x10, 0x20];
const [PRESENT, HOST_CONTROL, CLOCK, RESET, STATUS, ERROR] = [0x24, 0x28, 0x2c, 0x2f, 0x30, 0x32];
const [STATUS_ENABLE, SIGNAL_ENABLE, CONTROL2, ADMA_ERROR, ADMA_ADDRESS] = [0x34, 0x38, 0x3e, 0x54, 0x58];
const [COMPLETE, TRANSFER, DMA, BUFFER_WRITE, BUFFER_READ] = [1, 2, 8, 0x10, 0x20];
const [CMD_TIMEOUT, DATA_TIMEOUT, ADMA_FAILED] = [1, 0x10, 0x200];
/** Transfer modes. */
const READ = 0x10;
const COUNTED = 0x22;
/** Command flags: response kinds, data. */
const [R1, R1B, R2, DATA] = [0x1a, 0x1b, 0x09, 0x20];
const MIB = 1024 * 1024;
const MS = 1_000_000;

function rig(inserted = true) {
  const clock = manualClock();
  const irq = probe();
  const memory = ram(MIB);
  const disk = new Uint8Array(2 * MIB);
  disk.forEach((_, i) => (disk[i] = ((i >> 9) * 7 + i) & 0xff));
  const card = createSdCard({ backend: memoryDisk(disk) });
  const device = createEmmc('EMMC2', {
    clock,
    irq,
    memory,
    card: inserted ? card : undefined,
  });
  const get = (offset: number, size: 1 | 2 | 4 = 2): number => device.read(offset, size, BY);
  const put = (offset: number, value: number, size: 1 | 2 | 4 = 2): void => device.write(offset, size, value, BY);
  /** A command to its end; what the interrupt statuses say then. */
  const command = (index: number, argument = 0, flags = R1, mode = 0): [number, number] => {
    put(STATUS, 0xffffffff, 4);
    put(ARGUMENT, argument >>> 0, 4);
    put(MODE, mode);
    put(COMMAND, (index << 8) | flags);
    clock.advance(2000);
    return [get(STATUS), get(ERROR)];
  };
  put(RESET, 1, 1);
  put(CLOCK, 1);
  put(CLOCK, 5);
  put(STATUS_ENABLE, 0x02ff01ff, 4);
  return { clock, irq, memory, disk, card, device, size: 0x100, get, put, command };
}

type Rig = ReturnType<typeof rig>;

/** A card brought to where data go, as drivers do. */
function started(): Rig {
  const r = rig();
  r.command(0, 0, 0);
  r.command(8, 0x1aa);
  r.command(55);
  r.command(41, 0x40ff8000, 0x02);
  r.command(2, 0, R2);
  r.command(3);
  r.command(7, 0xaaaa0000, R1B);
  r.clock.advance(MS);
  return r;
}

/** A transfer of `count` sectors from `sector` on, as far as its command. */
function transfer(r: Rig, direction: 'read' | 'write', sector: number, count: number, mode = 0): [number, number] {
  r.put(BLOCK_SIZE, 0x7200);
  r.put(BLOCK_COUNT, count);
  const index = (direction === 'read' ? 17 : 24) + (count > 1 ? 1 : 0);
  const way = direction === 'read' ? READ : 0;
  // Several blocks are stopped by the controller's own CMD12.
  return r.command(index, sector, R1 | DATA, way | mode | (count > 1 ? COUNTED | 4 : 0));
}

describe('SDHCI: commands', () => {
  it('has the capabilities that were measured, and a card', () => {
    const { get } = rig();
    expect([get(0x40, 4), get(0x44, 4), get(0xfe)]).toEqual([0x45ee6432, 0x0000a525, 0x1002]);
    expect(get(PRESENT, 4) & 0x01ff0000).toBe(0x01ff0000);
    expect(get(CLOCK)).toBe(7);
  });

  it('presets dividers of 100 MHz for each mode', () => {
    const { get } = rig();
    const presets = [0, 1, 2, 3, 4, 5, 6, 7].map((mode) => get(0x60 + 2 * mode));
    // 400 kHz; 25 and 50 MHz; SDR12, 25, 50 and 104; DDR50.
    expect(presets).toEqual([125, 2, 1, 2, 1, 0, 0, 1]);
  });

  it('takes time, and then answers', () => {
    const { clock, irq, get, put } = rig();
    put(SIGNAL_ENABLE, 0xffffffff, 4);
    put(ARGUMENT, 0x1aa, 4);
    put(COMMAND, (8 << 8) | R1);
    expect([get(PRESENT, 4) & 1, get(STATUS), irq.level]).toEqual([1, 0, false]);
    clock.advance(2000);
    expect([get(PRESENT, 4) & 1, get(STATUS), irq.level, get(RESPONSE, 4)]).toEqual([0, COMPLETE, true, 0x1aa]);
    put(STATUS, COMPLETE);
    expect([get(STATUS), irq.level]).toEqual([0, false]);
  });

  it('starts a command with one 32-bit write, as drivers of the Pi do', () => {
    const { clock, get, put } = rig();
    put(ARGUMENT, 0x1aa, 4);
    put(MODE, ((8 << 8) | R1) << 16, 4);
    clock.advance(2000);
    expect(get(RESPONSE, 4)).toBe(0x1aa);
  });

  it('gives CID and CSD without their lowest byte', () => {
    const r = rig();
    r.command(55);
    r.command(41, 0x40ff8000, 0x02);
    r.command(2, 0, R2);
    expect(r.get(RESPONSE + 12, 4)).toBe(0x00005056);
    expect(r.get(RESPONSE + 8, 4)).toBe(0x50495653);
  });

  it.each([
    ['a card that does not know it', true],
    ['no card', false],
  ])('a command to %s times out', (_, inserted) => {
    const r = rig(inserted);
    expect(r.command(5)).toEqual([0x8000, CMD_TIMEOUT]);
    expect((r.get(PRESENT, 4) & 0x10000) !== 0).toBe(inserted);
  });

  it('only shows what is enabled', () => {
    const r = rig();
    r.put(STATUS_ENABLE, 0, 4);
    expect(r.command(8, 0x1aa)).toEqual([0, 0]);
  });

  it('is busy after R1b', () => {
    const r = started();
    r.command(12, 0, R1B | 0xc0);
    expect([r.get(STATUS), r.get(PRESENT, 4) & 2]).toEqual([COMPLETE, 2]);
    r.clock.advance(2000);
    expect([r.get(STATUS), r.get(PRESENT, 4) & 2]).toEqual([COMPLETE | TRANSFER, 0]);
  });

  it('sees the data lines low from CMD11 until clock and voltage are changed', () => {
    const r = rig();
    const levels = (): number => (r.get(PRESENT, 4) >> 20) & 15;
    r.command(55);
    r.command(41, 0x41ff8000, 0x02);
    r.command(11);
    expect(levels()).toBe(0);
    r.put(CLOCK, 1);
    r.put(CONTROL2, 8);
    expect(levels()).toBe(0);
    r.put(CLOCK, 5);
    expect(levels()).toBe(15);
  });

  it('tunes', () => {
    const r = rig();
    r.command(55);
    r.command(41, 0x41ff8000, 0x02);
    r.command(11);
    r.put(CLOCK, 1);
    r.put(CONTROL2, 8);
    r.put(CLOCK, 5);
    r.command(2, 0, R2);
    r.command(3);
    r.command(7, 0xaaaa0000, R1B);
    r.clock.advance(MS);
    r.put(BLOCK_SIZE, 64);
    r.put(CONTROL2, 0x48);
    const rounds: number[] = [];
    while ((r.get(CONTROL2) & 0x40) !== 0 && rounds.length < 40) rounds.push(r.command(19, 0, R1 | DATA, READ)[0]);
    expect(rounds).toEqual(new Array(4).fill(COMPLETE | BUFFER_READ));
    expect(r.get(CONTROL2) & 0x80).toBe(0x80);
  });
});

describe('SDHCI: data', () => {
  /** Auto CMD23 takes its count from the register that SDMA has its address in. */
  it.each([
    ['read', 18],
    ['write', 25],
  ] as const)('Auto CMD23: a %s of many blocks needs no stop', (direction, index) => {
    const r = started();
    r.put(BLOCK_SIZE, 0x7200);
    r.put(BLOCK_COUNT, 2);
    r.put(SDMA, 2, 4);
    r.command(index, 4, R1 | DATA, COUNTED | 8 | (direction === 'read' ? READ : 0));
    expect(r.get(MODE) & 0xc).toBe(8);
    for (let i = 0; i < 256; i++) {
      if (i % 128 === 0) r.clock.advance(MS);
      if (direction === 'read') r.get(BUFFER, 4);
      else r.put(BUFFER, i, 4);
    }
    r.clock.advance(MS);
    expect([r.get(STATUS) & TRANSFER, r.get(ERROR)]).toEqual([TRANSFER, 0]);
    // CMD13: the card is back in the transfer state, ready for the next.
    r.command(13, 0xaaaa0000);
    expect(r.get(RESPONSE, 4)).toBe(0x900);
  });

  it.each([1, 3])('reads %i blocks by PIO', (count) => {
    const r = started();
    expect(transfer(r, 'read', 5, count)).toEqual([COMPLETE, 0]);
    const got: number[] = [];
    for (let block = 0; block < count; block++) {
      r.clock.advance(MS);
      expect([r.get(STATUS) & BUFFER_READ, r.get(PRESENT, 4) & 0x800]).toEqual([BUFFER_READ, 0x800]);
      r.put(STATUS, BUFFER_READ);
      for (let i = 0; i < 128; i++) got.push(r.get(BUFFER, 4));
      expect(r.get(PRESENT, 4) & 0x800).toBe(0);
    }
    r.clock.advance(MS);
    expect([r.get(STATUS) & TRANSFER, r.get(PRESENT, 4) & 0x207]).toEqual([TRANSFER, 0]);
    const expected = new Uint32Array(r.disk.slice(5 * 512, (5 + count) * 512).buffer);
    expect(got).toEqual([...expected]);
  });

  it.each([1, 3])('writes %i blocks by PIO', (count) => {
    const r = started();
    transfer(r, 'write', 9, count);
    for (let block = 0; block < count; block++) {
      r.clock.advance(MS);
      expect(r.get(STATUS) & BUFFER_WRITE).toBe(BUFFER_WRITE);
      r.put(STATUS, BUFFER_WRITE);
      for (let i = 0; i < 256; i++) r.put(BUFFER, 0x1100 * block + 0x55);
    }
    expect(r.get(STATUS) & TRANSFER).toBe(0);
    r.clock.advance(MS);
    expect(r.get(STATUS) & TRANSFER).toBe(TRANSFER);
    const view = new DataView(r.disk.buffer);
    for (let block = 0; block < count; block++) {
      expect(view.getUint16((9 + block) * 512 + 510, true)).toBe(0x1100 * block + 0x55);
    }
    // The card is back where it takes commands.
    expect(r.command(13, 0xaaaa0000)[1]).toBe(0);
    expect((r.get(RESPONSE, 4) >> 9) & 15).toBe(4);
  });

  it('moves blocks by SDMA, at bus addresses, and waits at each boundary', () => {
    const r = started();
    r.put(SDMA, 0xc0000e00, 4);
    r.put(BLOCK_SIZE, 0x0200);
    r.put(BLOCK_COUNT, 10);
    r.command(18, 4, R1 | DATA, READ | COUNTED | 4 | 1);
    const stops: number[] = [];
    for (let i = 0; i < 10; i++) {
      r.clock.advance(MS);
      if ((r.get(STATUS) & TRANSFER) !== 0) break;
      expect(r.get(STATUS) & DMA).toBe(DMA);
      r.put(STATUS, DMA);
      stops.push(r.get(SDMA, 4));
      r.put(SDMA, r.get(SDMA, 4), 4);
    }
    expect(stops).toEqual([0xc0001000, 0xc0002000]);
    expect(r.memory.bytes.slice(0xe00, 0xe00 + 5120)).toEqual(r.disk.slice(2048, 2048 + 5120));
    expect(r.memory.bytes[0xe00 + 5120]).toBe(0);
  });

  const TRAN = 0x21;
  const [END, INT, LINK] = [2, 4, 0x31];
  const descriptor = (r: Rig, at: number, attributes: number, length: number, address: number): void =>
    r.memory.setWords(at, [attributes | (length << 16), address]);
  const adma = (r: Rig, direction: 'read' | 'write', sector: number, count: number): void => {
    r.put(HOST_CONTROL, 0x10, 1);
    r.put(ADMA_ADDRESS, 0xc0000100, 4);
    transfer(r, direction, sector, count, 1);
    r.clock.advance(10 * MS);
  };

  it('moves blocks by ADMA2, in pieces of any size', () => {
    const r = started();
    descriptor(r, 0x100, TRAN, 100, 0xc0002000);
    descriptor(r, 0x108, 0x01, 0, 0);
    descriptor(r, 0x110, LINK, 0, 0xc0000200);
    descriptor(r, 0x200, TRAN | INT, 1000, 0xc0003000);
    descriptor(r, 0x208, TRAN | END, 436, 0xc0004000);
    adma(r, 'read', 7, 3);
    expect([r.get(STATUS), r.get(ERROR)]).toEqual([COMPLETE | TRANSFER | DMA, 0]);
    const want = r.disk.slice(7 * 512, 10 * 512);
    expect(r.memory.bytes.slice(0x2000, 0x2000 + 100)).toEqual(want.slice(0, 100));
    expect(r.memory.bytes.slice(0x3000, 0x3000 + 1000)).toEqual(want.slice(100, 1100));
    expect(r.memory.bytes.slice(0x4000, 0x4000 + 436)).toEqual(want.slice(1100));
  });

  it('writes by ADMA2, with 0 for 64 KiB', () => {
    const r = started();
    const next = random(2);
    for (let i = 0x10000; i < 0x30000; i++) r.memory.bytes[i] = next();
    descriptor(r, 0x100, TRAN, 0, 0xc0010000);
    descriptor(r, 0x108, TRAN | END, 0, 0xc0020000);
    adma(r, 'write', 100, 256);
    expect(r.get(STATUS) & TRANSFER).toBe(TRANSFER);
    expect(r.disk.slice(51200, 51200 + 0x20000)).toEqual(r.memory.bytes.slice(0x10000, 0x30000));
  });

  // [what, its descriptors, ADMA error status]
  it.each([
    ['a descriptor that is not valid', [[0x20, 512, 0]], 1],
    ['a table that ends too early', [[TRAN | END, 256, 0xc0002000]], 7],
    ['data where there is no memory', [[TRAN | END, 512, 0xf0000000]], 3],
    ['a table where there is no memory', [[LINK, 0, 0xf0000000]], 1],
  ] as const)('%s is an ADMA error', (_, table, error) => {
    const r = started();
    table.forEach(([attributes, length, address], i) => descriptor(r, 0x100 + 8 * i, attributes, length, address));
    adma(r, 'read', 0, 1);
    expect([r.get(ERROR), r.get(ADMA_ERROR, 1), r.get(PRESENT, 4) & 0x206]).toEqual([ADMA_FAILED, error, 0]);
  });

  it('is not held by a table that goes round in a circle, and is freed by a reset', () => {
    const r = started();
    descriptor(r, 0x100, LINK, 0, 0xc0000100);
    adma(r, 'read', 0, 1);
    expect([r.get(STATUS), r.get(PRESENT, 4) & 2]).toEqual([COMPLETE, 2]);
    r.put(RESET, 6, 1);
    expect([r.get(PRESENT, 4) & 2, r.clock.waiting()]).toEqual([0, 0]);
  });

  it('times out where the card has no data', () => {
    const r = started();
    transfer(r, 'read', 0xffffff, 1);
    r.clock.advance(MS);
    expect(r.get(ERROR)).toBe(DATA_TIMEOUT);
  });

  it('stops an open-ended transfer by CMD12', () => {
    const r = started();
    r.put(BLOCK_SIZE, 0x200);
    r.command(18, 0, R1 | DATA, READ | 0x20);
    r.clock.advance(MS);
    expect(r.command(12, 0, R1B | 0xc0)).toEqual([COMPLETE | TRANSFER, 0]);
    expect(r.get(PRESENT, 4) & 0x206).toBe(0);
  });

  it('goes on after a snapshot in the middle of a transfer', () => {
    const a = started();
    a.put(HOST_CONTROL, 0x10, 1);
    a.put(ADMA_ADDRESS, 0x100, 4);
    descriptor(a, 0x100, TRAN, 0, 0x10000);
    descriptor(a, 0x108, TRAN | END, 0, 0x20000);
    transfer(a, 'read', 0, 256, 1);
    a.clock.advance(500_000);
    const b = started();
    b.clock.advance(a.clock.now() - b.clock.now());
    b.memory.bytes.set(a.memory.bytes);
    Object.assign(b.device.state, structuredClone(a.device.state));
    b.device.restored();
    Object.assign(b.card.state, structuredClone(a.card.state));
    for (const r of [a, b]) {
      expect(r.get(STATUS) & TRANSFER).toBe(0);
      r.clock.advance(10 * MS);
      expect(r.get(STATUS) & TRANSFER).toBe(TRANSFER);
    }
    // A megabyte: toEqual would take its time.
    expect(isDeepStrictEqual(b.memory.bytes, a.memory.bytes)).toBe(true);
    expect(isDeepStrictEqual(b.memory.bytes.slice(0x10000, 0x30000), a.disk.slice(0, 0x20000))).toBe(true);
  });

  it('survives random accesses with a card that is ready', () => {
    const next = random(21);
    const r = started();
    const commands = [6, 12, 13, 16, 17, 18, 23, 24, 25, 55];
    for (let i = 0; i < 30_000; i++) {
      const offset = next() % 0x100;
      if (next() % 8 === 0) r.command(commands[next() % commands.length], next() % 4096, next() & 0xff, next() & 0x3f);
      else if (next() % 3 === 0) expect(r.get(offset & ~3, 4)).toBeGreaterThanOrEqual(0);
      else if ((offset & ~3) !== 0x2c) r.put(offset, next(), 1);
      if (next() % 5 === 0) r.clock.advance(next() % 200_000);
      if (next() % 500 === 0) r.put(RESET, 7, 1);
    }
  });
});
