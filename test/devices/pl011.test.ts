import { describe, expect, it } from 'vitest';
import { createPl011, PL011_REGISTERS, RECEIVED, type Pl011 } from '../../src/devices/bcm2711/pl011.js';
import { createReset } from '../../src/devices/reset.js';

const BY = { cpu: 0, secure: false };
const [RX, TX, RT, FE, PE, BE, OE] = [0x10, 0x20, 0x40, 0x80, 0x100, 0x200, 0x400];
const [RXFE, TXFF, RXFF, TXFE] = [0x10, 0x20, 0x40, 0x80];
/** UARTEN, TXE, RXE; loopback. */
const ON = 0x301;
const LBE = 0x80;
/** 8 bits, with FIFOs and without. */
const FIFOS = 0x70;
const NO_FIFOS = 0x60;

interface Rig {
  readonly uart: Pl011;
  readonly sent: number[];
  /** How often there was room again. */
  readonly rooms: { count: number };
  read(name: string): number;
  write(name: string, value: number): void;
  irq(): boolean;
}

function rig(depth?: 16 | 32): Rig {
  const sent: number[] = [];
  const rooms = { count: 0 };
  let level = false;
  const uart = createPl011({
    name: 'UART0',
    transmit: (byte) => sent.push(byte),
    irq: { set: (to) => (level = to) },
    onRoom: () => rooms.count++,
    ...(depth === undefined ? {} : { depth }),
  });
  const offset = (name: string): number => {
    const register = PL011_REGISTERS.find((r) => r.name.split('/').includes(name));
    if (register === undefined) throw new Error(`no register ${name}`);
    return register.offset;
  };
  return {
    uart,
    sent,
    rooms,
    read: (name) => uart.read(offset(name), 4, BY),
    write: (name, value) => uart.write(offset(name), 4, value, BY),
    irq: () => level,
  };
}

/** On, with the given line control. */
function running(lcrH = FIFOS): Rig {
  const r = rig();
  r.write('UARTLCR_H', lcrH);
  r.write('UARTCR', ON);
  return r;
}

const push = ({ uart }: Rig, count: number, from = 0x41): boolean[] =>
  Array.from({ length: count }, (_, i) => uart.push(from + i));

// DDI 0183 table 3-1: [register, reset value, what all ones reads back as]
const REGISTERS: readonly (readonly [string, number, number])[] = [
  ['UARTRSR', 0, 0],
  ['UARTFR', 0x90, 0x90],
  ['UARTILPR', 0, 0xff],
  ['UARTIBRD', 0, 0xffff],
  ['UARTFBRD', 0, 0x3f],
  ['UARTLCR_H', 0, 0xff],
  ['UARTIFLS', 0x12, 0x3f],
  ['UARTIMSC', 0, 0x7ff],
  ['UARTRIS', 0, 0],
  ['UARTMIS', 0, 0],
  ['UARTICR', 0, 0],
  ['UARTDMACR', 0, 7],
  ['UARTTCR', 0, 7],
  ['UARTITIP', 0, 0xff],
  ['UARTITOP', 0, 0xffff],
  ['UARTPeriphID0', 0x11, 0x11],
  ['UARTPeriphID1', 0x10, 0x10],
  ['UARTPeriphID2', 0x34, 0x34],
  ['UARTPeriphID3', 0x00, 0x00],
  ['UARTPCellID0', 0x0d, 0x0d],
  ['UARTPCellID1', 0xf0, 0xf0],
  ['UARTPCellID2', 0x05, 0x05],
  ['UARTPCellID3', 0xb1, 0xb1],
];

describe('PL011 registers', () => {
  it.each(REGISTERS)('%s', (name, reset, written) => {
    const r = rig();
    const goBack = createReset([r.uart]);
    expect(r.read(name)).toBe(reset);
    r.write(name, 0xffffffff);
    expect(r.read(name)).toBe(written);
    goBack();
    expect(r.read(name)).toBe(reset);
  });

  it('UARTCR', () => {
    const r = rig();
    expect(r.read('UARTCR')).toBe(0x300);
    r.write('UARTCR', 0xffffffff);
    expect(r.read('UARTCR')).toBe(0xff87);
  });

  it('take bytes, halfwords and words; beside them nothing', () => {
    const { uart } = rig();
    uart.write(0x24, 2, 0x1234, BY);
    expect([uart.read(0x24, 2, BY), uart.read(0x24, 1, BY), uart.read(0x25, 1, BY)]).toEqual([0x1234, 0x34, 0x12]);
    uart.write(0x25, 1, 0xff, BY);
    uart.write(0x0c, 4, 0xff, BY);
    expect([uart.read(0x24, 4, BY), uart.read(0x0c, 4, BY), uart.read(0x26, 4, BY)]).toEqual([0x1234, 0, 0]);
  });

  it('as the firmware leaves its console', () => {
    const r = rig();
    r.uart.presetConsole();
    expect(['UARTCR', 'UARTLCR_H', 'UARTIBRD', 'UARTFBRD'].map(r.read)).toEqual([0x301, 0x70, 26, 3]);
  });
});

describe('sending', () => {
  it('is done at once, and raises the transmit interrupt', () => {
    const r = running();
    expect(r.read('UARTRIS')).toBe(0);
    r.write('UARTDR', 0x148);
    expect([r.sent, r.read('UARTFR'), r.read('UARTRIS'), r.irq()]).toEqual([[0x48], RXFE | TXFE, TX, false]);
    r.write('UARTIMSC', TX);
    expect([r.read('UARTMIS'), r.irq()]).toEqual([TX, true]);
    r.write('UARTICR', TX);
    expect([r.read('UARTRIS'), r.irq()]).toEqual([0, false]);
    r.write('UARTDR', 0x49);
    expect(r.irq()).toBe(true);
  });

  // [what is off, UARTLCR_H, how many the FIFO takes]
  it.each([
    ['the UART, FIFOs on', FIFOS, 0x300, 16],
    ['the transmitter, FIFOs on', FIFOS, 0x201, 16],
    ['the UART, FIFOs off', NO_FIFOS, 0x300, 1],
  ])('waits while %s', (_, lcrH, cr, capacity) => {
    const r = running(lcrH);
    r.write('UARTCR', cr);
    for (let i = 0; i < capacity; i++) {
      expect(r.read('UARTFR') & TXFF).toBe(0);
      r.write('UARTDR', i);
    }
    expect(r.read('UARTFR') & (TXFF | TXFE | 8)).toBe(TXFF | 8);
    r.write('UARTDR', 0xee);
    expect([r.sent, r.read('UARTRIS')]).toEqual([[], 0]);
    r.write('UARTCR', ON);
    expect(r.sent).toEqual(Array.from({ length: capacity }, (_, i) => i));
    expect([r.read('UARTFR') & TXFE, r.read('UARTRIS')]).toEqual([TXFE, TX]);
  });
});

describe('receiving', () => {
  it('keeps the order and says when it is full', () => {
    const r = running();
    expect(r.read('UARTFR')).toBe(RXFE | TXFE);
    expect(push(r, 17)).toEqual([...new Array(16).fill(true), false]);
    expect(r.read('UARTFR')).toBe(RXFF | TXFE);
    expect(Array.from({ length: 16 }, () => r.read('UARTDR'))).toEqual(Array.from({ length: 16 }, (_, i) => 0x41 + i));
    expect([r.read('UARTFR'), r.read('UARTDR')]).toEqual([RXFE | TXFE, 0]);
  });

  it('tells whoever was turned away, once, that there is room', () => {
    const r = running(NO_FIFOS);
    r.uart.push(1);
    r.read('UARTDR');
    expect(r.rooms.count).toBe(0);
    push(r, 2);
    r.read('UARTDR');
    r.read('UARTDR');
    expect(r.rooms.count).toBe(1);
  });

  it('takes nothing while it is off, and asks for it when it is on', () => {
    const r = rig();
    expect(r.uart.push(0x41)).toBe(false);
    r.write('UARTCR', ON);
    expect([r.rooms.count, r.uart.push(0x41), r.read('UARTDR')]).toEqual([1, true, 0x41]);
  });

  it('32 deep if built so', () => {
    const r = rig(32);
    r.uart.presetConsole();
    expect(push(r, 33).lastIndexOf(true)).toBe(31);
  });

  // UARTIFLS [5:3] and the number of characters that raise the receive interrupt
  it.each([
    [0, 2],
    [1, 4],
    [2, 8],
    [3, 12],
    [4, 14],
  ])('level %i: at %i characters', (level, trigger) => {
    const r = running();
    r.write('UARTIFLS', level << 3);
    push(r, trigger - 1);
    expect(r.read('UARTRIS')).toBe(RT);
    push(r, 1);
    expect(r.read('UARTRIS')).toBe(RT | RX);
    r.read('UARTDR');
    expect(r.read('UARTRIS')).toBe(RT);
    for (let i = 1; i < trigger; i++) r.read('UARTDR');
    expect(r.read('UARTRIS')).toBe(0);
  });

  it('without FIFOs: at one', () => {
    const r = running(NO_FIFOS);
    expect(push(r, 2)).toEqual([true, false]);
    expect([r.read('UARTRIS') & RX, r.read('UARTFR') & RXFF]).toEqual([RX, RXFF]);
    r.read('UARTDR');
    expect(r.read('UARTRIS')).toBe(0);
  });

  it('forgets all when the FIFOs are switched', () => {
    const r = running();
    push(r, 9);
    r.write('UARTLCR_H', NO_FIFOS);
    expect([r.read('UARTFR'), r.read('UARTRIS')]).toEqual([RXFE | TXFE, 0]);
  });

  // [flag, bits of UARTDR, UARTRSR, interrupt]
  it.each([
    [RECEIVED.framingError, 0x100, 1, FE],
    [RECEIVED.parityError, 0x200, 2, PE],
    [RECEIVED.break, 0x400, 4, BE],
  ])('errors %i', (flag, dr, rsr, interrupt) => {
    const r = running();
    r.uart.push(0, flag);
    r.uart.push(0x41);
    expect(r.read('UARTRIS')).toBe(RT | interrupt);
    expect([r.read('UARTDR'), r.read('UARTRSR'), r.read('UARTDR'), r.read('UARTRSR')]).toEqual([dr, rsr, 0x41, 0]);
    r.write('UARTICR', interrupt);
    expect(r.read('UARTRIS')).toBe(0);
  });
});

describe('loopback', () => {
  it('brings back what is sent, and sends nothing', () => {
    const r = running();
    r.write('UARTCR', ON | LBE);
    for (const byte of [1, 2, 3]) r.write('UARTDR', byte);
    expect([r.sent, [1, 2, 3].map(() => r.read('UARTDR'))]).toEqual([[], [1, 2, 3]]);
  });

  it('loses what is too much, and says so with the next', () => {
    const r = running(NO_FIFOS);
    r.write('UARTCR', ON | LBE);
    r.write('UARTDR', 1);
    r.write('UARTDR', 2);
    expect([r.read('UARTRIS') & OE, r.read('UARTRSR')]).toEqual([OE, 8]);
    r.write('UARTECR', 0);
    expect([r.read('UARTRSR'), r.read('UARTDR')]).toEqual([0, 1]);
    r.write('UARTDR', 3);
    expect([r.read('UARTDR'), r.read('UARTRSR')]).toEqual([0x803, 8]);
  });

  it('brings back a break', () => {
    const r = running();
    r.write('UARTCR', ON | LBE);
    r.write('UARTLCR_H', FIFOS | 1);
    expect(r.read('UARTDR')).toBe(0x400);
  });

  // UARTCR's modem outputs to UARTFR's inputs and the interrupts of their change: [output, input, interrupt]
  it.each([
    ['RTS', 0x800, 0x001, 0x2],
    ['DTR', 0x400, 0x002, 0x8],
    ['Out1', 0x1000, 0x004, 0x4],
    ['Out2', 0x2000, 0x100, 0x1],
  ])('%s', (_, output, input, interrupt) => {
    const r = running();
    r.write('UARTCR', ON | LBE);
    r.write('UARTCR', ON | LBE | output);
    expect([r.read('UARTFR') & 0x107, r.read('UARTRIS')]).toEqual([input, interrupt]);
  });
});

describe('modem inputs', () => {
  it('show, and interrupt when they change', () => {
    const r = running();
    r.write('UARTIMSC', 0xf);
    r.uart.setModem({ cts: true });
    expect([r.read('UARTFR') & 0x107, r.read('UARTMIS'), r.irq()]).toEqual([1, 2, true]);
    r.write('UARTICR', 2);
    r.uart.setModem({ cts: true });
    expect(r.irq()).toBe(false);
    r.uart.setModem({ cts: false, dcd: true });
    expect([r.read('UARTFR') & 0x107, r.read('UARTMIS')]).toEqual([4, 6]);
  });
});

describe('test mode', () => {
  it('writes the receive FIFO and reads the transmit FIFO through UARTTDR', () => {
    const r = running();
    r.write('UARTCR', 0x300);
    r.write('UARTDR', 7);
    r.write('UARTTDR', 0x41);
    expect([r.read('UARTTDR'), r.read('UARTFR')]).toEqual([0, RXFE | 8]);
    r.write('UARTTCR', 2);
    r.write('UARTTDR', 0x441);
    expect([r.read('UARTTDR'), r.read('UARTDR'), r.read('UARTFR')]).toEqual([7, 0x441, RXFE | TXFE]);
  });
});

describe('a driver that works like Linux’s amba-pl011', () => {
  it('sends a long text by interrupts without ever losing a byte', () => {
    const r = running();
    const text = Array.from({ length: 500 }, (_, i) => i & 0xff);
    let next = 0;
    // It fills the FIFO until that is full or the text is at an end, then lets the interrupt go on, half a FIFO of 32 at a time.
    const fill = (limit: number): boolean => {
      for (let i = 0; i < limit && next < text.length; i++) {
        if ((r.read('UARTFR') & TXFF) !== 0) return true;
        r.write('UARTDR', text[next++]);
      }
      return next < text.length;
    };
    if (fill(16)) r.write('UARTIMSC', TX);
    let interrupts = 0;
    while (r.irq() && interrupts < 100) {
      interrupts++;
      r.write('UARTICR', r.read('UARTMIS') & ~(TX | RT | RX));
      if (!fill(16)) r.write('UARTIMSC', 0);
    }
    expect(r.sent).toEqual(text);
    expect(interrupts).toBe(31);
  });

  it('receives by interrupts, reading until the FIFO is empty', () => {
    const r = running();
    r.write('UARTIMSC', RX | RT);
    const offered: number[] = [];
    const got: number[] = [];
    for (let n = 0; n < 100; n++) {
      const burst = Array.from({ length: (n % 16) + 1 }, (_, i) => n + i);
      offered.push(...burst);
      for (const byte of burst) r.uart.push(byte);
      expect(r.irq()).toBe(true);
      while ((r.read('UARTFR') & RXFE) === 0) got.push(r.read('UARTDR') & 0xff);
      expect(r.irq()).toBe(false);
    }
    expect(got).toEqual(offered);
  });
});

describe('under random accesses', () => {
  /** xorshift32, so that a failure can be had again. */
  function generator(seed: number): (below: number) => number {
    let x = seed | 1;
    return (below) => {
      x ^= x << 13;
      x ^= x >>> 17;
      x ^= x << 5;
      return (x >>> 0) % below;
    };
  }

  function step(r: Rig, random: (below: number) => number): void {
    const size = ([4, 2, 1] as const)[random(3)];
    const offset = random(2) === 0 ? 4 * random(0x24) : random(0x1000);
    const value = [ON, FIFOS, random(256), random(2 ** 32)][random(4)] % 2 ** (8 * size);
    const what = random(4);
    if (what === 0) r.uart.push(random(256), random(0x1000));
    else if (what === 1) {
      const answer = r.uart.read(offset, size, BY);
      expect(Number.isInteger(answer) && answer >= 0 && answer < 2 ** (8 * size)).toBe(true);
    } else r.uart.write(offset, size, value, BY);
  }

  it.each([1, 2, 3])('the wire is always UARTMIS, and the flags are the FIFOs’, seed %i', (seed) => {
    const random = generator(seed * 104729);
    const r = rig();
    for (let n = 0; n < 20_000; n++) {
      step(r, random);
      const { ris, imsc, rxCount, txCount, lcrH } = r.uart.state;
      const capacity = (lcrH & 0x10) !== 0 ? 16 : 1;
      const flags = [
        rxCount === 0 ? RXFE : 0,
        rxCount === capacity ? RXFF : 0,
        txCount === 0 ? TXFE : 8,
        txCount === capacity ? TXFF : 0,
      ].reduce((a, b) => a + b);
      const found = { irq: r.irq(), flags: r.read('UARTFR') & 0xf8, full: rxCount > capacity || txCount > capacity };
      const expected = { irq: (ris & imsc) !== 0, flags, full: false };
      if (JSON.stringify(found) !== JSON.stringify(expected)) expect(found, `step ${n}`).toEqual(expected);
    }
  });

  it('goes on alike from a snapshot', () => {
    const one = rig();
    const two = rig();
    const random = generator(5);
    for (let n = 0; n < 3000; n++) step(one, random);
    one.uart.presetConsole();
    push(one, 5);
    Object.assign(two.uart.state, structuredClone(one.uart.state));
    two.uart.restored();
    expect(two.irq()).toBe(one.irq());
    one.sent.length = 0;
    const again = [generator(99), generator(99)];
    for (let n = 0; n < 3000; n++) {
      step(one, again[0]);
      step(two, again[1]);
    }
    expect([two.uart.state, two.sent, two.irq()]).toEqual([one.uart.state, one.sent, one.irq()]);
  });
});
