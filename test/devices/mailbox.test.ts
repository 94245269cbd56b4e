import { describe, expect, it } from 'vitest';
import { boardFacts, type BoardFacts } from '../../src/devices/bcm2711/board-facts.js';
import { createMailbox, MAILBOX_REGISTERS } from '../../src/devices/bcm2711/mailbox.js';
import { PROPERTY_TAGS } from '../../src/devices/bcm2711/property-tags.js';
import { createReset } from '../../src/devices/reset.js';
import { byName, manualClock, probe, ram, random } from './rig.js';

const BUFFER = 0x1000;
const SUCCESS = 0x80000000;
const ERROR = 0x80000001;
const EMPTY = 0x40000000;
const FULL = 0x80000000;

function rig(changes: Partial<BoardFacts> = {}) {
  const clock = manualClock();
  const irq = probe();
  const memory = ram(0x10000);
  const events: string[] = [];
  const unknown: number[] = [];
  const device = createMailbox({
    clock,
    irq,
    memory,
    facts: boardFacts({ serial: 0x12345678, commandLine: 'root=/dev/x', ...changes }),
    events: {
      expander: (line, level) => void events.push(`${line}=${level}`),
      notify: (event, value) => void events.push(`${event} ${value}`),
    },
    unmodelled: (name, tag) => void (name === 'VideoCore property tag' && unknown.push(tag)),
  });
  const named = byName(device, MAILBOX_REGISTERS);
  /** Sends what is in memory at BUFFER, as U-Boot does. */
  const call = (): number => {
    named.write('MAIL1_WRT0', (0xc0000000 + BUFFER) | 8);
    clock.advance(20_000);
    expect(named.read('MAIL0_STA') & EMPTY).toBe(0);
    return named.read('MAIL0_RD0');
  };
  /** Asks one tag with a value buffer of `size` bytes; the answer is [buffer's code, tag's code, value...]. */
  const ask = (tag: number, request: readonly number[], size = 4 * request.length): number[] => {
    const words = Math.ceil(size / 4);
    const value = Array.from({ length: words }, (_, i) => request[i] ?? 0);
    memory.setWords(BUFFER, [24 + 4 * words, 0, tag, size, 0, ...value, 0]);
    expect(call()).toBe((0xc0000000 + BUFFER + 8) >>> 0);
    return [memory.word(BUFFER + 4), ...Array.from({ length: words + 1 }, (_, i) => memory.word(BUFFER + 16 + 4 * i))];
  };
  return { clock, irq, memory, events, unknown, device, size: 0x40, ...named, call, ask };
}

const answered = (bytes: number): number => (0x80000000 + bytes) >>> 0;

// [tag, request, value that comes back]
const ANSWERS: readonly (readonly [string, readonly number[], readonly number[]])[] = [
  ['GET_FIRMWARE_REVISION', [0], [0x669e1d00]],
  ['GET_BOARD_MODEL', [0], [0]],
  ['GET_BOARD_REVISION', [0], [0xb03115]],
  ['GET_BOARD_SERIAL', [0, 0], [0x12345678, 0]],
  ['GET_ARM_MEMORY', [0, 0], [0, 0x3b400000]],
  ['GET_VC_MEMORY', [0, 0], [0x3b400000, 0x04c00000]],
  ['GET_POWER_STATE', [3, 9], [3, 1]],
  ['SET_POWER_STATE', [3, 3], [3, 1]],
  ['SET_POWER_STATE', [0, 2], [0, 0]],
  ['GET_POWER_STATE', [9, 0], [9, 2]],
  ['GET_TIMING', [0, 7], [0, 0]],
  ['GET_CLOCK_STATE', [2, 0], [2, 1]],
  ['GET_CLOCK_STATE', [16, 0], [16, 2]],
  ['SET_CLOCK_STATE', [5, 1], [5, 1]],
  ['GET_CLOCK_RATE', [2, 0], [2, 48_000_000]],
  ['GET_CLOCK_RATE', [12, 0], [12, 100_000_000]],
  ['GET_CLOCK_RATE', [99, 5], [99, 0]],
  ['GET_CLOCK_MEASURED', [3, 0], [3, 1_500_000_000]],
  ['GET_MAX_CLOCK_RATE', [3, 0], [3, 1_500_000_000]],
  ['GET_MIN_CLOCK_RATE', [3, 0], [3, 600_000_000]],
  // As Linux sends it, with its third word.
  ['SET_CLOCK_RATE', [3, 700_000_000, 1], [3, 700_000_000, 1]],
  ['SET_CLOCK_RATE', [3, 1, 1], [3, 600_000_000, 1]],
  ['GET_VOLTAGE', [1, 0], [1, 860_000]],
  ['GET_TEMPERATURE', [0, 0], [0, 35_050]],
  ['GET_MAX_TEMPERATURE', [0, 0], [0, 85_000]],
  ['GET_TURBO', [0, 0], [0, 0]],
  ['GET_THROTTLED', [0xffff], [0]],
  ['GET_DOMAIN_STATE', [23, 0xffffffff], [23, 1]],
  ['GET_DOMAIN_STATE', [1, 0xffffffff], [1, 0]],
  ['SET_DOMAIN_STATE', [12, 1], [12, 1]],
  ['GET_GPIO_STATE', [134, 0], [0, 1]],
  ['GET_GPIO_STATE', [5, 0], [5, 0]],
  ['GET_GPIO_CONFIG', [132, 9, 9, 9, 9], [0, 1, 0, 0, 0]],
  ['SET_GPIO_CONFIG', [132, 1, 0, 0, 0, 1], [0, 1, 0, 0, 0, 1]],
  ['NOTIFY_XHCI_RESET', [0x100000], [0]],
  ['GET_REBOOT_FLAGS', [7], [0]],
  ['SET_REBOOT_FLAGS', [1], [1]],
  ['GET_DMA_CHANNELS', [0], [0x07f5]],
  ['GET_EDID_BLOCK', [0, 0], [0, 1]],
  ['ALLOCATE_MEMORY', [4096, 4096, 0], [0, 4096, 0]],
];

const tagOf = (name: string): number => {
  const found = PROPERTY_TAGS.find((tag) => tag.name === name);
  if (found === undefined) throw new Error(`no tag ${name}`);
  return found.tag;
};

describe('property channel', () => {
  it.each(ANSWERS)('%s %o is answered with %o', (name, request, value) => {
    const [code, tagCode, ...got] = rig().ask(tagOf(name), request);
    expect([code, got]).toEqual([SUCCESS, value]);
    expect(tagCode).toBeGreaterThanOrEqual(SUCCESS);
  });

  it('gives the MAC address in six bytes', () => {
    const [code, tagCode, low, high] = rig().ask(tagOf('GET_BOARD_MAC_ADDRESS'), [0, 0xffffffff], 8);
    expect([code, tagCode, low, high]).toEqual([SUCCESS, answered(6), 0x0032a6dc, 0xffff0100]);
  });

  it('lists clocks 1 to 15, and ends the list for Linux', () => {
    const r = rig();
    const [code, tagCode, ...words] = r.ask(tagOf('GET_CLOCKS'), [], 17 * 8);
    expect([code, tagCode]).toEqual([SUCCESS, answered(15 * 8)]);
    expect(words.filter((_, i) => i % 2 === 1)).toEqual([...Array.from({ length: 15 }, (_, i) => i + 1), 0, 0]);
  });

  it('cuts off what does not fit and tells how much there was', () => {
    const r = rig();
    const [code, tagCode, first] = r.ask(tagOf('GET_COMMAND_LINE'), [0], 4);
    expect([code, tagCode, first]).toEqual([SUCCESS, answered(11), 0x746f6f72]);
    expect(r.memory.word(BUFFER + 24)).toBe(0);
  });

  it('passes over a tag that nobody knows, as Linux expects, and reports it', () => {
    const r = rig();
    expect(r.ask(0x00031234, [0x55])).toEqual([SUCCESS, 0, 0x55]);
    expect(r.unknown).toEqual([0x00031234]);
  });

  it('keeps what is set, and of that its fuses over a reset', () => {
    const r = rig();
    const reset = createReset([r.device]);
    r.ask(tagOf('SET_CLOCK_STATE'), [5, 1]);
    expect(r.ask(tagOf('GET_CLOCK_STATE'), [5, 0]).slice(2)).toEqual([5, 1]);
    r.ask(tagOf('SET_CLOCK_RATE'), [13, 120_000_001, 0]);
    expect(r.ask(tagOf('GET_CLOCK_RATE'), [13, 0]).slice(2)).toEqual([13, 120_000_001]);
    r.ask(tagOf('SET_CUSTOMER_OTP'), [1, 1, 0xabcd]);
    reset();
    expect(r.ask(tagOf('GET_CLOCK_RATE'), [13, 0]).slice(2)).toEqual([13, 120_000_000]);
    expect(r.ask(tagOf('GET_CUSTOMER_OTP'), [0, 2, 0, 0]).slice(2)).toEqual([0, 2, 0, 0xabcd]);
  });

  it('tells the board of outputs of the expander, when they change', () => {
    const r = rig();
    r.ask(tagOf('SET_GPIO_STATE'), [134, 1]);
    r.ask(tagOf('SET_GPIO_STATE'), [134, 0]);
    r.ask(tagOf('SET_GPIO_STATE'), [132, 1]);
    // Line 7 is an input.
    r.ask(tagOf('SET_GPIO_STATE'), [135, 0]);
    r.ask(tagOf('NOTIFY_REBOOT'), []);
    expect(r.events).toEqual(['6=false', '4=true', 'reboot 0']);
  });

  it('answers several tags of one buffer', () => {
    const r = rig();
    r.memory.setWords(BUFFER, [48, 0, 0x00010002, 4, 0, 0, 0x00060001, 4, 0, 0, 0, 0]);
    r.call();
    expect([4, 16, 20, 32, 36].map((at) => r.memory.word(BUFFER + at))).toEqual([
      SUCCESS,
      answered(4),
      0xb03115,
      answered(4),
      0x07f5,
    ]);
  });

  // What contradicts itself: words of the buffer; nothing of it may be done.
  const SET = [0x00038001, 8, 0, 5, 1];
  it.each([
    ['a size of 0', [0, 0, ...SET, 0]],
    ['a size that is no multiple of 4', [33, 0, ...SET, 0]],
    ['a size of 1 MiB', [0x100000, 0, ...SET, 0]],
    ['a size beyond memory', [0xfffc, 0, ...SET, 0]],
    ['a size that wraps', [0xfffffffc, 0, ...SET, 0]],
    ['no end tag', [28, 0, ...SET, 0]],
    ['a tag whose header is cut', [36, 0, ...SET, 0x00010002, 4]],
    ['a value buffer longer than the rest', [40, 0, ...SET, 0x00010002, 8, 0]],
    ['a value buffer that wraps to nothing', [40, 0, ...SET, 0x00010002, 0xfffffff4, 0]],
    ['a value buffer that wraps to the beginning', [40, 0, ...SET, 0x00010002, 0xffffffff, 0]],
    ['a request that is too short', [48, 0, ...SET, 0x00038002, 4, 0, 3, 0]],
  ])('refuses %s, and does nothing of it', (_, words) => {
    const r = rig();
    r.memory.setWords(BUFFER, words);
    const before = r.memory.bytes.slice();
    expect(r.call()).toBe((0xc0000000 + BUFFER + 8) >>> 0);
    expect(r.memory.word(BUFFER + 4)).toBe(ERROR);
    r.memory.setWord(BUFFER + 4, 0);
    expect(r.memory.bytes).toEqual(before);
    expect(r.ask(0x00030001, [5, 0]).slice(2)).toEqual([5, 0]);
  });

  it('replies even where there is no memory', () => {
    const r = rig();
    r.write('MAIL1_WRT0', 0xf0000008);
    r.clock.advance(20_000);
    expect(r.read('MAIL0_RD0')).toBe(0xf0000008);
  });

  it('survives random buffers without touching what is beside them', () => {
    const next = random(7);
    const r = rig({ display: { width: 640, height: 480 } });
    const numbers = [...PROPERTY_TAGS.map(({ tag }) => tag), 0, 0xffffffff];
    const size = 0x200;
    for (let round = 0; round < 600; round++) {
      r.memory.bytes.fill(0xa5);
      const words = Array.from({ length: size / 4 }, () => (next() % 3 === 0 ? next() : next() % 40));
      words[0] = next() % 8 === 0 ? next() % (2 * size) : size;
      for (let at = 2; at < words.length - 3;) {
        words[at] = numbers[next() % numbers.length];
        words[at + 1] = next() % 10 === 0 ? next() : 4 * (next() % 9);
        at += 3 + Math.min(64, Math.ceil(words[at + 1] / 4));
      }
      r.memory.setWords(BUFFER, words);
      r.call();
      expect([SUCCESS, ERROR]).toContain(r.memory.word(BUFFER + 4));
      const end = BUFFER + Math.max(size, words[0]);
      expect(r.memory.bytes.subarray(0, BUFFER).every((b) => b === 0xa5)).toBe(true);
      expect(r.memory.bytes.subarray(end).every((b) => b === 0xa5)).toBe(true);
    }
  });
});

describe('framebuffer tags', () => {
  const DISPLAY = { display: { width: 1024, height: 768 } };

  it('are not answered without a display', () => {
    const r = rig();
    expect(r.ask(tagOf('GET_PHYSICAL_WIDTH_HEIGHT'), [7, 7])).toEqual([SUCCESS, 0, 7, 7]);
    expect(r.unknown).toEqual([0x00040003]);
  });

  it('set all in one buffer before they ask, as U-Boot does', () => {
    const r = rig(DISPLAY);
    const tags = [
      [0x00040008, 4, 0, 0],
      [0x00040001, 8, 0, 0x100, 0],
      [0x00048003, 8, 0, 800, 600],
      [0x00048004, 8, 0, 800, 600],
      [0x00048005, 4, 0, 16],
    ].flat();
    r.memory.setWords(BUFFER, [12 + 4 * tags.length, 0, ...tags, 0]);
    r.call();
    const at = (i: number): number => r.memory.word(BUFFER + 8 + 4 * i);
    expect([at(3), at(8)]).toEqual([1600, 1600 * 600]);
    // In the VideoCore's memory, by its bus address.
    expect(at(7)).toBe(0xc0000000 + Math.floor((0x40000000 - 1600 * 600) / 4096) * 4096);
  });

  it('refuse sizes and depths that there are not', () => {
    const r = rig(DISPLAY);
    expect(r.ask(tagOf('SET_DEPTH'), [17]).slice(2)).toEqual([32]);
    expect(r.ask(tagOf('TEST_PHYSICAL_WIDTH_HEIGHT'), [0xffffffff, 2]).slice(2)).toEqual([1024, 768]);
    r.ask(tagOf('SET_VIRTUAL_WIDTH_HEIGHT'), [8192, 8192]);
    expect(r.ask(tagOf('ALLOCATE_BUFFER'), [16, 0]).slice(2)).toEqual([0, 0]);
  });

  // [offset, colours, request's words, verdict]
  it.each([
    [0, 1, 1, 0],
    [255, 1, 1, 0],
    [254, 4, 4, 1],
    [256, 1, 1, 1],
    [0, 0, 1, 1],
    [0xffffffff, 2, 2, 1],
    [0, 4, 3, 1],
  ])('palette: offset %i, %i colours, %i sent: %i', (offset, count, sent, verdict) => {
    const r = rig(DISPLAY);
    const before = structuredClone(r.device.state.firmware.framebuffer.palette);
    const colours = new Array<number>(sent).fill(0x123456);
    expect(r.ask(tagOf('SET_PALETTE'), [offset, count, ...colours])[2]).toBe(verdict);
    const { palette } = r.device.state.firmware.framebuffer;
    expect(palette.length).toBe(256);
    if (verdict === 0) expect(palette[offset]).toBe(0x123456);
    else expect(palette).toEqual(before);
  });
});

describe('mailbox', () => {
  it('is empty, takes time, and interrupts when asked to', () => {
    const { clock, irq, memory, read, write } = rig();
    expect([read('MAIL0_STA'), read('MAIL1_STA'), read('MAIL0_RD0')]).toEqual([EMPTY, EMPTY, 0xf]);
    write('MAIL0_CNF', 1);
    memory.setWords(BUFFER, [28, 0, 0x00010002, 4, 0, 0, 0]);
    write('MAIL1_WRT0', BUFFER | 8);
    clock.advance(19_999);
    expect([irq.level, read('MAIL0_STA'), memory.word(BUFFER + 4)]).toEqual([false, EMPTY, 0]);
    clock.advance(1);
    expect([irq.level, read('MAIL0_STA'), read('MAIL0_CNF'), read('MAIL0_POL')]).toEqual([true, 1, 0x11, BUFFER | 8]);
    expect([read('MAIL0_RD0'), irq.level]).toEqual([BUFFER | 8, false]);
  });

  it('holds eight messages each way, and waits for room', () => {
    const { clock, read, write } = rig();
    for (let i = 0; i < 8; i++) write('MAIL1_WRT0', (i << 4) | 8);
    expect(read('MAIL1_STA')).toBe(FULL + 8);
    clock.advance(8 * 20_000);
    expect([read('MAIL0_STA'), read('MAIL1_STA')]).toEqual([FULL + 8, EMPTY]);
    write('MAIL1_WRT0', 0xff8);
    clock.advance(1_000_000);
    expect(read('MAIL1_STA')).toBe(1);
    const messages = Array.from({ length: 8 }, () => read('MAIL0_RD0'));
    expect(messages).toEqual(Array.from({ length: 8 }, (_, i) => (i << 4) | 8));
    clock.advance(20_000);
    expect(read('MAIL0_RD0')).toBe(0xff8);
  });

  it('serves no other channel', () => {
    const { clock, read, write } = rig();
    write('MAIL1_WRT0', 0x1003);
    clock.advance(1_000_000);
    expect([read('MAIL0_STA'), read('MAIL1_STA')]).toEqual([EMPTY, EMPTY]);
  });

  it('forgets everything on reset', () => {
    const r = rig();
    const reset = createReset([r.device]);
    r.write('MAIL0_CNF', 1);
    for (let i = 0; i < 8; i++) r.write('MAIL1_WRT0', 8);
    r.clock.advance(8 * 20_000);
    for (let i = 0; i < 4; i++) r.write('MAIL1_WRT0', 8);
    reset();
    expect([r.irq.level, r.read('MAIL0_STA'), r.read('MAIL1_STA'), r.clock.waiting()]).toEqual([
      false,
      EMPTY,
      EMPTY,
      0,
    ]);
    expect(r.ask(0x00030001, [2, 0])[0]).toBe(SUCCESS);
  });
});
