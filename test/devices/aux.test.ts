import { describe, expect, it } from 'vitest';
import { AUX_REGISTERS, createAux } from '../../src/devices/bcm2711/aux.js';
import { createReset } from '../../src/devices/reset.js';
import { byName, probe } from './rig.js';

function rig() {
  const sent: number[] = [];
  const irq = probe();
  const rooms = { count: 0 };
  const device = createAux({ transmit: (byte) => sent.push(byte), irq, onRoom: () => rooms.count++ });
  const named = byName(device, AUX_REGISTERS);
  return {
    sent,
    irq,
    rooms,
    device,
    size: 0x100,
    read: (name: string) => named.read(name.startsWith('AUX_') ? name : `AUX_MU_${name}`),
    write: (name: string, value: number) => named.write(name.startsWith('AUX_') ? name : `AUX_MU_${name}`, value),
  };
}

function running() {
  const r = rig();
  r.write('AUX_ENABLES', 1);
  return r;
}

// As measured on a Pi 400 right after AUX_ENABLES was written.
const AT_REST: readonly (readonly [string, number])[] = [
  ['IER_REG', 0],
  ['IIR_REG', 0xc3],
  ['LCR_REG', 3],
  ['MCR_REG', 0],
  ['LSR_REG', 0x60],
  ['MSR_REG', 0x10],
  ['SCRATCH', 0],
  ['CNTL_REG', 3],
  ['STAT_REG', 0x34a],
  ['BAUD_REG', 0x21d],
];

describe('mini UART', () => {
  it.each(AT_REST)('%s is %x when enabled, and zero before', (name, value) => {
    const r = rig();
    expect(r.read(name)).toBe(0);
    r.write('AUX_ENABLES', 1);
    expect(r.read(name)).toBe(value);
  });

  // [register, what all ones reads back as]
  it.each([
    ['IER_REG', 3],
    ['LCR_REG', 0xc3],
    ['MCR_REG', 2],
    ['SCRATCH', 0xff],
    ['CNTL_REG', 0xff],
    ['BAUD_REG', 0xffff],
    ['AUX_ENABLES', 0xff],
  ])('%s keeps %x of all ones', (name, value) => {
    const r = running();
    r.write(name, 0xffffffff);
    expect(r.read(name)).toBe(value);
  });

  it('keeps what is written while it is disabled, and its interrupt stays live', () => {
    const r = rig();
    r.write('IER_REG', 2);
    r.write('MCR_REG', 0xffffffff);
    r.write('SCRATCH', 0x1a5);
    expect(['IER_REG', 'MCR_REG', 'SCRATCH', 'IIR_REG'].map(r.read)).toEqual([0, 0, 0, 0]);
    expect([r.irq.level, r.read('AUX_IRQ')]).toEqual([true, 1]);
    r.write('AUX_ENABLES', 1);
    expect(['IER_REG', 'MCR_REG', 'SCRATCH'].map(r.read)).toEqual([2, 2, 0xa5]);
  });

  it('sends, when it is enabled and its transmitter is', () => {
    const r = rig();
    r.write('IO_REG', 0x41);
    r.write('AUX_ENABLES', 1);
    expect(r.sent).toEqual([]);
    r.write('IO_REG', 0x42);
    r.write('CNTL_REG', 1);
    for (let i = 0; i < 10; i++) r.write('IO_REG', 0x61 + i);
    expect([r.sent, r.read('LSR_REG'), r.read('STAT_REG') >>> 24]).toEqual([[0x42], 0, 8]);
    r.write('CNTL_REG', 3);
    expect(r.sent).toEqual([0x42, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68]);
  });

  it('receives eight bytes, turns the next away and calls when there is room', () => {
    const r = rig();
    expect(r.device.push(0x31)).toBe(false);
    r.write('AUX_ENABLES', 1);
    expect(r.rooms.count).toBe(1);
    expect(Array.from({ length: 9 }, (_, i) => r.device.push(0x31 + i))).toEqual([
      ...new Array<boolean>(8).fill(true),
      false,
    ]);
    expect([r.read('LSR_REG'), r.read('STAT_REG') >>> 16]).toEqual([0x61, 8]);
    expect([r.read('IO_REG'), r.rooms.count]).toEqual([0x31, 2]);
    r.write('IIR_REG', 2);
    expect([r.read('LSR_REG'), r.read('IO_REG')]).toEqual([0x60, 0]);
  });

  it.each([
    // [IER, a byte waits, IIR, line]
    [0, false, 0xc3, false],
    [0, true, 0xc5, false],
    [1, false, 0xc3, false],
    [1, true, 0xc4, true],
    [2, false, 0xc2, true],
    [2, true, 0xc2, true],
    [3, true, 0xc4, true],
  ])('with IER %i and data waiting %s, IIR is %x', (ier, data, iir, level) => {
    const r = running();
    r.write('IER_REG', ier);
    if (data) r.device.push(0x41);
    expect([r.read('IIR_REG'), r.irq.level]).toEqual([iir, level]);
  });

  it('reaches the baud rate through DLAB, like a 16550', () => {
    const r = running();
    r.write('LCR_REG', 0x83);
    r.write('IO_REG', 0x34);
    r.write('IER_REG', 0x12);
    expect([r.read('IO_REG'), r.read('IER_REG'), r.read('BAUD_REG')]).toEqual([0x34, 0x12, 0x1234]);
    r.write('LCR_REG', 3);
    expect([r.read('IER_REG'), r.sent]).toEqual([0, []]);
  });

  it('starts as the firmware leaves it where it is the console, and again after a reset', () => {
    const r = rig();
    r.device.presetConsole();
    const reset = createReset([r.device]);
    r.write('IO_REG', 0x41);
    expect([r.sent, r.read('IER_REG')]).toEqual([[0x41], 0]);
    r.write('IER_REG', 2);
    expect(r.irq.level).toBe(true);
    r.write('AUX_ENABLES', 0);
    reset();
    expect([r.irq.level, r.read('AUX_ENABLES'), r.read('IER_REG')]).toEqual([false, 1, 0]);
  });
});

describe('SPI1 and SPI2', () => {
  it.each([
    [1, 2],
    [2, 4],
  ])('SPI%i is idle when enabled, and hidden but kept when not', (n, bit) => {
    const r = rig();
    const [cntl1, stat] = [`AUX_SPI${n}_CNTL1_REG`, `AUX_SPI${n}_STAT_REG`];
    expect(r.read(stat)).toBe(0);
    r.write('AUX_ENABLES', bit);
    expect([r.read(cntl1), r.read(stat)]).toEqual([0, 0x280]);
    r.write(cntl1, 0xc2);
    expect([r.read('AUX_IRQ'), r.irq.level]).toEqual([bit, true]);
    r.write('AUX_ENABLES', 0);
    expect([r.read(cntl1), r.read('AUX_IRQ')]).toEqual([0, bit]);
    r.write('AUX_ENABLES', bit);
    expect(r.read(cntl1)).toBe(0xc2);
  });
});
