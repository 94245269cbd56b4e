import { describe, expect, it } from 'vitest';
import { memoryDisk } from '../../src/devices/block.js';
import { createSdCard, type SdCard } from '../../src/devices/sd-card.js';
import { random } from './rig.js';

const MIB = 1024 * 1024;
const HCS = 0x40ff8000;
const S18R = 0x01000000;

function fresh(bytes = 4 * MIB, readOnly = false): { card: SdCard; disk: Uint8Array } {
  const disk = new Uint8Array(bytes);
  return { card: createSdCard({ backend: memoryDisk(disk, readOnly), serial: 0x1234 }), disk };
}

const answer = (card: SdCard, index: number, argument = 0): number => {
  const reply = card.command(index, argument);
  if (reply === undefined || typeof reply.response !== 'number') throw new Error(`CMD${index}: no short answer`);
  return reply.response;
};
const long = (card: SdCard, index: number, argument = 0): Uint8Array => {
  const reply = card.command(index, argument);
  if (!(reply?.response instanceof Uint8Array)) throw new Error(`CMD${index}: no long answer`);
  return reply.response;
};

/** Through the identification (figure 4-2) to `stby`, and on to `tran`. @returns the RCA in its place */
function identified(card: SdCard, voltage = 0): number {
  card.command(0, 0);
  answer(card, 8, 0x1aa);
  answer(card, 55);
  answer(card, 41, HCS | voltage);
  long(card, 2);
  return answer(card, 3) & 0xffff0000;
}
function ready(card: SdCard): number {
  const rca = identified(card);
  answer(card, 7, rca);
  return rca;
}
const appCommand = (card: SdCard, rca: number, index: number, argument = 0) => {
  answer(card, 55, rca);
  return card.command(index, argument);
};
const register = (card: SdCard, length: number): number[] => {
  const bytes = new Uint8Array(length);
  expect(card.readBlock(bytes)).toBe(true);
  return [...bytes];
};
const sector = (fill: number): Uint8Array => new Uint8Array(512).fill(fill);
/** CURRENT_STATE of the card status. */
const stateOf = (status: number): number => (status >>> 9) & 15;

describe('identification', () => {
  it('goes as figure 4-2', () => {
    const { card } = fresh();
    card.command(0, 0);
    expect(answer(card, 8, 0x1aa)).toBe(0x1aa);
    expect(answer(card, 55)).toBe(0x120);
    expect(answer(card, 41, 0)).toBe(0x00ff8000);
    answer(card, 55);
    expect(answer(card, 41, HCS | S18R) >>> 0).toBe(0xc1ff8000);
    expect(long(card, 2).subarray(0, 8)).toEqual(Uint8Array.from([0, ...Buffer.from('PVPIVSD')]));
    const r6 = answer(card, 3);
    expect([r6 >>> 16, stateOf(r6)]).toEqual([0xaaaa, 2]);
    expect(stateOf(answer(card, 13, 0xaaaa0000))).toBe(3);
    expect(stateOf(answer(card, 7, 0xaaaa0000))).toBe(3);
    expect(stateOf(answer(card, 13, 0xaaaa0000))).toBe(4);
  });

  it('does not become ready for a host without high capacity', () => {
    const { card } = fresh();
    answer(card, 55);
    expect(answer(card, 41, 0x00ff8000)).toBe(0x00ff8000);
  });

  it.each([
    [5, 0],
    [1, HCS],
    [8, 0x2aa],
    [17, 0],
    [60, 0],
  ])('does not answer CMD%i %x while idle', (index, argument) => {
    expect(fresh().card.command(index, argument)).toBeUndefined();
  });

  it('tells of an illegal command in the next answer, once', () => {
    const { card } = fresh();
    const rca = ready(card);
    expect(card.command(2, 0)).toBeUndefined();
    expect(answer(card, 13, rca) & 0x400000).toBe(0x400000);
    expect(answer(card, 13, rca) & 0x400000).toBe(0);
  });
});

describe('registers', () => {
  // [bytes of the image, sectors that CSD tells]
  it.each([
    [MIB, 2048],
    [MIB + 512, 3072],
    [512, 1024],
    [3 * MIB, 6144],
  ])('CSD of %i bytes tells %i sectors', (bytes, sectors) => {
    const { card } = fresh(bytes);
    const csd = long(card, 9, identified(card));
    const size = ((csd[7] & 0x3f) << 16) | (csd[8] << 8) | csd[9];
    expect([csd[0] >> 6, (size + 1) * 1024, csd[15] & 1]).toEqual([1, sectors, 1]);
  });

  it('CSD and CID end with their CRC7', () => {
    const { card } = fresh();
    const rca = identified(card);
    for (const reg of [long(card, 9, rca), long(card, 10, rca)]) {
      // The remainder of everything up to the end bit is zero.
      let crc = 0;
      for (let i = 0; i < 127; i++) {
        const bit = (reg[i >> 3] >> (7 - (i & 7))) & 1;
        crc = (crc << 1) | bit;
        if ((crc & 0x80) !== 0) crc ^= 0x89;
      }
      expect(crc & 0x7f).toBe(0);
    }
  });

  it('SCR: version 3, 4 bits, CMD23; SD status follows the bus width', () => {
    const { card } = fresh();
    const rca = ready(card);
    appCommand(card, rca, 51);
    expect(register(card, 8).slice(0, 4)).toEqual([0x02, 0x35, 0x80, 0x02]);
    appCommand(card, rca, 13);
    expect(register(card, 64)[0]).toBe(0);
    appCommand(card, rca, 6, 2);
    appCommand(card, rca, 13);
    expect(register(card, 64)[0]).toBe(0x80);
  });

  // [low voltage, argument, group 1 supports, selected]
  it.each([
    [false, 0x00fffff1, 0x8003, 1],
    [false, 0x80fffff1, 0x8003, 1],
    [false, 0x80fffff4, 0x8003, 15],
    [true, 0x80fffff4, 0x8017, 4],
    [true, 0x80fffff3, 0x8017, 15],
  ])('CMD6, 1.8 V %s, %x: supports %x, selects %i', (lowVoltage, argument, support, selected) => {
    const { card } = fresh();
    if (lowVoltage) {
      card.command(0, 0);
      answer(card, 55);
      answer(card, 41, HCS | S18R);
      answer(card, 11);
      expect(card.switchingVoltage()).toBe(true);
      card.voltageSwitched();
      long(card, 2);
      answer(card, 7, answer(card, 3) & 0xffff0000);
    } else ready(card);
    card.command(6, argument);
    const status = register(card, 64);
    expect([(status[12] << 8) | status[13], status[16] & 15]).toEqual([support, selected]);
    // Only the set form changes anything.
    card.command(6, 0x00ffffff);
    const now = argument >>> 31 === 1 && selected !== 15 ? selected : 0;
    expect(register(card, 64)[16] & 15).toBe(now);
  });
});

describe('data', () => {
  it('writes and reads single and several blocks', () => {
    const { card, disk } = fresh();
    const rca = ready(card);
    expect(card.command(24, 3)?.data).toBe('write');
    expect(card.writeBlock(sector(0x33))).toBe(true);
    expect(stateOf(answer(card, 13, rca))).toBe(4);
    card.command(25, 5);
    for (const fill of [0x51, 0x52, 0x53]) expect(card.writeBlock(sector(fill))).toBe(true);
    expect(stateOf(answer(card, 13, rca))).toBe(6);
    answer(card, 12);
    expect([3, 5, 6, 7].map((i) => disk[i * 512 + 511])).toEqual([0x33, 0x51, 0x52, 0x53]);
    card.command(18, 5);
    expect([1, 2, 3].map(() => register(card, 512)[0])).toEqual([0x51, 0x52, 0x53]);
    answer(card, 12);
    expect(stateOf(answer(card, 13, rca))).toBe(4);
    appCommand(card, rca, 22);
    expect(register(card, 4)).toEqual([0, 0, 0, 3]);
  });

  it('stops by itself after the number of CMD23', () => {
    const { card } = fresh();
    const rca = ready(card);
    answer(card, 23, 2);
    card.command(18, 0);
    register(card, 512);
    register(card, 512);
    expect(card.readBlock(sector(0))).toBe(false);
    expect(stateOf(answer(card, 13, rca))).toBe(4);
  });

  it('tells where the card ends, and that it is write-protected', () => {
    const { card, disk } = fresh(MIB + 512);
    ready(card);
    expect(answer(card, 17, 3072)).toBe((0x80000000 | 0x900) >>> 0);
    // Inside the last unit, beyond the image.
    card.command(17, 2049);
    expect(new Set(register(card, 512))).toEqual(new Set([0]));
    card.command(24, 2049);
    expect(card.writeBlock(sector(1))).toBe(false);
    answer(card, 12);
    expect(disk.every((byte) => byte === 0)).toBe(true);
    const locked = fresh(MIB, true).card;
    ready(locked);
    expect(answer(locked, 24, 0) & 0x4000000).toBe(0x4000000);
  });

  it('erases', () => {
    const { card, disk } = fresh();
    const rca = ready(card);
    disk.fill(7);
    answer(card, 32, 1);
    answer(card, 33, 2);
    answer(card, 38);
    expect([0, 512, 1535, 1536].map((at) => disk[at])).toEqual([7, 0, 0, 7]);
    // Nothing is chosen any more.
    expect(answer(card, 38) & 0x10000000).toBe(0x10000000);
    expect(answer(card, 13, rca) & 0x10000000).toBe(0);
  });

  it('survives random commands', () => {
    const next = random(11);
    const { card } = fresh(MIB);
    const block = new Uint8Array(512);
    for (let i = 0; i < 50_000; i++) {
      const argument = [0, 0xaaaa0000, HCS | S18R, next() % 2200, next()][next() % 5];
      if (next() % 200 === 0) ready(createdAnew(card));
      card.command(next() % 64, argument);
      if (next() % 3 === 0) card.readBlock(next() % 4 === 0 ? block.subarray(0, next() % 513) : block);
      if (next() % 3 === 0) card.writeBlock(block);
      if (next() % 20 === 0) card.voltageSwitched();
    }
    expect(() => structuredClone(card.state)).not.toThrow();
    ready(createdAnew(card));
  });
});

function createdAnew(card: SdCard): SdCard {
  card.powerCycle();
  return card;
}
