import { describe, expect, it } from 'vitest';
import { createGpio, FUNCTION, GPIO_REGISTERS, PINS, PULL } from '../../src/devices/bcm2711/gpio.js';
import { createReset } from '../../src/devices/reset.js';
import { byName, probes, random } from './rig.js';

function rig() {
  const irq = probes(4);
  const outputs: [number, boolean][] = [];
  const device = createGpio({ irq, onOutput: (pin, level) => void outputs.push([pin, level]) });
  const named = byName(device, GPIO_REGISTERS);
  /** Sets or clears the pin's bit of a register pair. */
  const set = (name: string, pin: number): void => named.write(`${name}${pin >> 5}`, 2 ** (pin & 31));
  const bit = (name: string, pin: number): number => (named.read(`${name}${pin >> 5}`) >>> (pin & 31)) & 1;
  const pull = (pin: number, code: number): void => {
    const name = `GPIO_PUP_PDN_CNTRL_REG${pin >> 4}`;
    const shift = 2 * (pin & 15);
    named.write(name, (named.read(name) & ~(3 << shift)) | (code << shift));
  };
  return { irq, outputs, device, size: 0x100, ...named, set, bit, pull };
}

describe('GPIO', () => {
  // Table 94, as register values.
  it.each([
    ['GPIO_PUP_PDN_CNTRL_REG0', 0xaaa95555],
    ['GPIO_PUP_PDN_CNTRL_REG1', 0xa0aaaaaa],
    ['GPIO_PUP_PDN_CNTRL_REG2', 0x50aaa95a],
    ['GPIO_PUP_PDN_CNTRL_REG3', 0x00055555],
    ['GPFSEL0', 0],
    ['GPEDS0', 0],
    ['GPLEV0', 0x000001ff],
    ['GPLEV1', 0x03ffc01c],
  ])('%s is %x from reset', (name, value) => expect(rig().read(name)).toBe(value));

  it.each([
    ['GPFSEL1', 0x3fffffff],
    ['GPFSEL5', 0x00ffffff],
    ['GPREN0', 0xffffffff],
    ['GPREN1', 0x03ffffff],
    ['GPAFEN1', 0x03ffffff],
    ['GPIO_PUP_PDN_CNTRL_REG3', 0x000fffff],
    ['GPSET0', 0],
  ])('%s keeps %x of all ones', (name, value) => {
    const r = rig();
    r.write(name, 0xffffffff);
    expect(r.read(name)).toBe(value);
  });

  it.each([0, 9, 31, 32, 57])('pin %i is an input with a pull, or an output with a latch', (pin) => {
    const r = rig();
    for (const code of [PULL.UP, PULL.DOWN, PULL.NONE]) {
      r.pull(pin, code);
      expect(r.bit('GPLEV', pin)).toBe(code === PULL.UP ? 1 : 0);
    }
    r.device.drive(pin, true);
    expect(r.bit('GPLEV', pin)).toBe(1);
    r.set('GPSET', pin);
    r.device.drive(pin, false);
    expect([r.bit('GPLEV', pin), r.outputs]).toEqual([0, []]);
    r.write(`GPFSEL${Math.floor(pin / 10)}`, FUNCTION.OUTPUT << (3 * (pin % 10)));
    expect([r.bit('GPLEV', pin), r.outputs.pop()]).toEqual([1, [pin, true]]);
    r.set('GPCLR', pin);
    expect([r.device.level(pin), r.outputs.pop()]).toEqual([false, [pin, false]]);
  });

  // [detector, levels the pin goes through, detected]
  const EVENTS: readonly (readonly [string, readonly boolean[], boolean])[] = [
    ['GPREN', [false, true], true],
    ['GPREN', [true, false], false],
    ['GPFEN', [true, false], true],
    ['GPFEN', [false, true], false],
    ['GPAREN', [false, true], true],
    ['GPAREN', [true, false], false],
    ['GPAFEN', [true, false], true],
    ['GPAFEN', [false, true], false],
    ['GPHEN', [true], true],
    ['GPHEN', [false], false],
    ['GPLEN', [false], true],
    ['GPLEN', [true], false],
  ];
  it.each(EVENTS)('%s detects %o: %s', (detector, [first, ...rest], detected) => {
    const r = rig();
    const pin = 40;
    r.device.drive(pin, first);
    r.set(detector, pin);
    for (const level of rest) r.device.drive(pin, level);
    expect(r.bit('GPEDS', pin)).toBe(detected ? 1 : 0);
    r.set('GPEDS', pin);
    // An edge is over; a level is there again at once.
    expect(r.bit('GPEDS', pin)).toBe(detected && rest.length === 0 ? 1 : 0);
  });

  it.each([
    [0, 0],
    [27, 0],
    [28, 1],
    [31, 1],
    [32, 1],
    [45, 1],
    [46, 2],
    [57, 2],
  ])('pin %i raises line %i, and the line of all', (pin, line) => {
    const r = rig();
    r.device.drive(pin, false);
    r.set('GPREN', pin);
    r.device.drive(pin, true);
    expect(r.irq.map(({ level }) => level)).toEqual([0, 1, 2, 3].map((i) => i === line || i === 3));
    r.set('GPEDS', pin);
    expect(r.irq.some(({ level }) => level)).toBe(false);
  });

  it('has its functions preset by the firmware', () => {
    const r = rig();
    const preset = (code: number): void =>
      r.device.preset({ pins: [14, 15], function: code, level: undefined, pull: undefined });
    preset(FUNCTION.ALT0);
    // EDK2 takes this for the PL011.
    expect([r.read('GPFSEL1') & 0x3f000, r.device.function(15)]).toEqual([0x24000, FUNCTION.ALT0]);
    preset(FUNCTION.ALT5);
    expect(r.read('GPFSEL1') & 0x3f000).toBe(0x12000);
  });

  it('resets without events, while what drives a pin stays', () => {
    const r = rig();
    const reset = createReset([r.device]);
    r.set('GPHEN', 20);
    r.device.drive(20, true);
    expect(r.irq[0].level).toBe(true);
    reset();
    expect([r.irq[0].level, r.read('GPEDS0'), r.device.level(20)]).toEqual([false, 0, true]);
  });

  it('shows each pin the same whatever the others do', () => {
    const r = rig();
    const next = random(3);
    const driven = new Map<number, boolean>();
    for (let i = 0; i < 300; i++) {
      const pin = next() % PINS;
      driven.set(pin, next() % 2 === 0);
      r.device.drive(pin, driven.get(pin));
    }
    for (const [pin, level] of driven) expect(r.device.level(pin)).toBe(level);
  });
});
