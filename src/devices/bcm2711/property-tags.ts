/**
 * The tags of the mailbox property interface: what the ARM may ask the VideoCore's firmware for. Not in the manual: tags and the
 * layout of their values as Raspberry Pi's description of the interface, and as Linux, U-Boot and EDK2 use them.
 *
 * Rates, power and voltages are kept and told, and change nothing else.
 */
import { physicalToBus } from './bus-address.js';
import type { BoardFacts } from './board-facts.js';

/** What the firmware remembers of what it was asked. */
export interface FirmwareState {
  /** By the clock's identifier: rate in Hz, and whether it is on. */
  rates: number[];
  clocksOn: boolean[];
  /** Power domains, and the older interface's devices, that are on. */
  domains: boolean[];
  devices: boolean[];
  turbo: number;
  voltages: number[];
  customerOtp: number[];
  /** What the next boot is to do differently, once: bit 0 tries another set of files. */
  rebootFlags: number;
  /** The GPIO expander's lines: direction (1: output), polarity, termination and level, one bit for each. */
  expander: { direction: number; polarity: number; termination: number; pullUp: number; level: number };
  framebuffer: Framebuffer;
}

interface Framebuffer {
  physical: number[];
  virtual: number[];
  depth: number;
  /** 0: BGR, 1: RGB. */
  pixelOrder: number;
  alphaMode: number;
  offset: number[];
  /** Top, bottom, left, right. */
  overscan: number[];
  palette: number[];
  /** Physical address and size; 0 while there is none. */
  address: number;
  bytes: number;
}

/** Hears what the guest tells the firmware. */
export interface FirmwareEvents {
  /** A line of the GPIO expander that is an output has a new level: 0 BT_ON, 1 WL_ON, 2 PWR_LED, 4 SD_IO_1V8, 6 SD_PWR_ON. */
  readonly expander?: ((line: number, level: boolean) => void) | undefined;
  /** NOTIFY_REBOOT, NOTIFY_XHCI_RESET (with the PCI address) or NOTIFY_DISPLAY_DONE. */
  readonly notify?: ((event: 'reboot' | 'xhci-reset' | 'display-done', value: number) => void) | undefined;
}

/** What tags work on. */
export interface Firmware {
  readonly facts: BoardFacts;
  readonly state: FirmwareState;
  readonly events: FirmwareEvents;
}

/** A tag's value as it was sent. */
export interface Request {
  /** Word `i`; zero beyond the end. */
  word(i: number): number;
  /** Bytes. */
  readonly size: number;
}

export interface PropertyTag {
  readonly tag: number;
  readonly name: string;
  /** Bytes that the request must have at least. */
  readonly need?: number;
  /** Only where there is a display. */
  readonly display?: true;
  /** The value that is sent back: words, or bytes where it is none of whole words. */
  readonly answer: (firmware: Firmware, request: Request) => readonly number[] | Uint8Array;
}

const CLOCK_IDS = 17;
const DOMAINS = 25;
const POWER_DEVICES = 9;
const EXPANDER = { first: 128, lines: 8 };
const OTP_WORDS = 8;
const ABSENT = 2;

export const firmwareState = (facts: BoardFacts): FirmwareState => {
  const rates = new Array<number>(CLOCK_IDS).fill(0);
  const clocksOn = new Array<boolean>(CLOCK_IDS).fill(false);
  for (const { id, rate, on } of facts.clocks) {
    if (id >= CLOCK_IDS) continue;
    rates[id] = rate;
    clocksOn[id] = on;
  }
  const { width, height } = facts.display ?? { width: 0, height: 0 };
  return {
    rates,
    clocksOn,
    domains: Array.from({ length: DOMAINS }, (_, id) => facts.domains.includes(id)),
    // Whatever the older interface can switch is on when a kernel starts.
    devices: new Array<boolean>(POWER_DEVICES).fill(true),
    turbo: 0,
    voltages: [...facts.voltages],
    customerOtp: new Array<number>(OTP_WORDS).fill(0),
    rebootFlags: 0,
    expander: { direction: 0x7f, polarity: 0, termination: 0, pullUp: 0, level: facts.expander & 0xff },
    framebuffer: {
      physical: [width, height],
      virtual: [width, height],
      depth: 32,
      pixelOrder: 0,
      alphaMode: 2,
      offset: [0, 0],
      overscan: [0, 0, 0, 0],
      palette: Array.from({ length: 256 }, (_, i) => (0xff000000 | (i * 0x010101)) >>> 0),
      address: 0,
      bytes: 0,
    },
  };
};

const clockOf = ({ facts }: Firmware, id: number) => facts.clocks.find((c) => c.id === id);

/** A question about one clock: [id] is answered with [id, value]. */
const ofClock = (tag: number, name: string, value: (firmware: Firmware, id: number) => number): PropertyTag => ({
  tag,
  name,
  need: 4,
  answer: (firmware, { word }) => [word(0), value(firmware, word(0))],
});

const stateOfClock = (firmware: Firmware, id: number): number =>
  clockOf(firmware, id) === undefined ? ABSENT : Number(firmware.state.clocksOn[id]);

const rateOfClock = ({ state }: Firmware, id: number): number => state.rates[id] ?? 0;

/** Switches that are told apart by a number: [id] is answered with [id, on], [id, on] sets. */
const switches = (
  tags: readonly [number, string, number, string],
  of: (state: FirmwareState) => boolean[],
): PropertyTag[] => {
  const value = ({ state }: Firmware, id: number): number => {
    const on = of(state)[id];
    return on === undefined ? ABSENT : Number(on);
  };
  return [
    { tag: tags[0], name: tags[1], need: 4, answer: (f, { word }) => [word(0), value(f, word(0))] },
    {
      tag: tags[2],
      name: tags[3],
      need: 8,
      answer(f, { word }) {
        const list = of(f.state);
        if (word(0) < list.length) list[word(0)] = (word(1) & 1) !== 0;
        return [word(0), value(f, word(0))];
      },
    },
  ];
};

const voltage = ({ state }: Firmware, id: number): number => state.voltages[id - 1] ?? 0;

/** The expander's line that a request names, or undefined. */
const lineOf = (gpio: number): number | undefined => {
  const line = gpio - EXPANDER.first;
  return line >= 0 && line < EXPANDER.lines ? line : undefined;
};
const bitOf = (bits: number, line: number): number => (bits >> line) & 1;
const withBit = (bits: number, line: number, value: number): number =>
  value !== 0 ? bits | (1 << line) : bits & ~(1 << line);

function setLevel({ state, events }: Firmware, line: number, value: number): void {
  const { expander } = state;
  if (bitOf(expander.direction, line) === 0) return;
  const before = expander.level;
  expander.level = withBit(before, line, value);
  if (expander.level !== before) events.expander?.(line, value !== 0);
}

/** Bytes from the beginning of one line to that of the next. */
const pitch = ({ framebuffer: { virtual, depth } }: FirmwareState): number => (virtual[0] * (depth >> 3) + 31) & ~31;

const MAX_SIDE = 8192;
const DEPTHS = [8, 16, 24, 32];
const goodSize = (width: number, height: number): boolean =>
  width > 0 && height > 0 && width <= MAX_SIDE && height <= MAX_SIDE;

function allocate({ facts, state }: Firmware, alignment: number): number[] {
  const { framebuffer } = state;
  const bytes = pitch(state) * framebuffer.virtual[1];
  const { base, bytes: room } = facts.vcMemory;
  // A power of two of at least a page.
  const step = 2 ** Math.min(24, Math.max(12, Math.ceil(Math.log2(Math.max(1, alignment)))));
  const address = Math.floor((base + room - bytes) / step) * step;
  if (bytes === 0 || address < base) return [0, 0];
  Object.assign(framebuffer, { address, bytes });
  return [physicalToBus(address), bytes];
}

/** A property of the framebuffer with its three tags: get (0x0004....), test (0x0004 4...) and set (0x0004 8...). */
function ofFramebuffer(
  code: number,
  name: string,
  words: number,
  get: (state: FirmwareState) => readonly number[],
  /** What would be set for what is asked. */
  check: (wanted: number[], state: FirmwareState) => readonly number[],
  set: (state: FirmwareState, value: readonly number[]) => void,
): PropertyTag[] {
  const wanted = ({ word }: Request): number[] => Array.from({ length: words }, (_, i) => word(i));
  return [
    { tag: 0x00040000 | code, name: `GET_${name}`, display: true, answer: ({ state }) => get(state) },
    {
      tag: 0x00044000 | code,
      name: `TEST_${name}`,
      need: 4 * words,
      display: true,
      answer: ({ state }, request) => check(wanted(request), state),
    },
    {
      tag: 0x00048000 | code,
      name: `SET_${name}`,
      need: 4 * words,
      display: true,
      answer({ state }, request) {
        set(state, check(wanted(request), state));
        return get(state);
      },
    },
  ];
}

/** Whether a palette tag's offset and length lie inside the palette, and its colours in the request. */
const goodPalette = ({ word, size }: Request): boolean =>
  word(0) < 256 && word(1) >= 1 && word(0) + word(1) <= 256 && size >= 8 + 4 * word(1);

const FRAMEBUFFER_TAGS: readonly PropertyTag[] = [
  {
    tag: 0x00040001,
    name: 'ALLOCATE_BUFFER',
    need: 4,
    display: true,
    answer: (firmware, { word }) => allocate(firmware, word(0)),
  },
  {
    tag: 0x00048001,
    name: 'RELEASE_BUFFER',
    display: true,
    answer({ state }) {
      Object.assign(state.framebuffer, { address: 0, bytes: 0 });
      return [];
    },
  },
  { tag: 0x00040002, name: 'BLANK_SCREEN', need: 4, display: true, answer: (_, { word }) => [word(0) & 1] },
  ...ofFramebuffer(
    3,
    'PHYSICAL_WIDTH_HEIGHT',
    2,
    ({ framebuffer }) => framebuffer.physical,
    ([w, h], { framebuffer }) => (goodSize(w, h) ? [w, h] : framebuffer.physical),
    ({ framebuffer }, value) => void (framebuffer.physical = [...value]),
  ),
  ...ofFramebuffer(
    4,
    'VIRTUAL_WIDTH_HEIGHT',
    2,
    ({ framebuffer }) => framebuffer.virtual,
    ([w, h], { framebuffer }) => (goodSize(w, h) ? [w, h] : framebuffer.virtual),
    ({ framebuffer }, value) => void (framebuffer.virtual = [...value]),
  ),
  ...ofFramebuffer(
    5,
    'DEPTH',
    1,
    ({ framebuffer }) => [framebuffer.depth],
    ([depth], { framebuffer }) => [DEPTHS.includes(depth) ? depth : framebuffer.depth],
    ({ framebuffer }, [depth]) => void (framebuffer.depth = depth),
  ),
  ...ofFramebuffer(
    6,
    'PIXEL_ORDER',
    1,
    ({ framebuffer }) => [framebuffer.pixelOrder],
    ([order]) => [order & 1],
    ({ framebuffer }, [order]) => void (framebuffer.pixelOrder = order),
  ),
  ...ofFramebuffer(
    7,
    'ALPHA_MODE',
    1,
    ({ framebuffer }) => [framebuffer.alphaMode],
    ([mode]) => [Math.min(2, mode)],
    ({ framebuffer }, [mode]) => void (framebuffer.alphaMode = mode),
  ),
  { tag: 0x00040008, name: 'GET_PITCH', display: true, answer: ({ state }) => [pitch(state)] },
  ...ofFramebuffer(
    9,
    'VIRTUAL_OFFSET',
    2,
    ({ framebuffer }) => framebuffer.offset,
    ([x, y], { framebuffer: { virtual } }) => [Math.min(x, virtual[0]), Math.min(y, virtual[1])],
    ({ framebuffer }, value) => void (framebuffer.offset = [...value]),
  ),
  ...ofFramebuffer(
    0xa,
    'OVERSCAN',
    4,
    ({ framebuffer }) => framebuffer.overscan,
    (edges) => edges.map((edge) => Math.min(edge, MAX_SIDE)),
    ({ framebuffer }, value) => void (framebuffer.overscan = [...value]),
  ),
  { tag: 0x0004000b, name: 'GET_PALETTE', display: true, answer: ({ state }) => state.framebuffer.palette },
  {
    tag: 0x0004400b,
    name: 'TEST_PALETTE',
    need: 8,
    display: true,
    answer: (_, request) => [goodPalette(request) ? 0 : 1],
  },
  {
    tag: 0x0004800b,
    name: 'SET_PALETTE',
    need: 8,
    display: true,
    answer({ state }, request) {
      if (!goodPalette(request)) return [1];
      for (let i = 0; i < request.word(1); i++) state.framebuffer.palette[request.word(0) + i] = request.word(2 + i);
      return [0];
    },
  },
  { tag: 0x0004800e, name: 'SET_VSYNC', display: true, answer: () => [0] },
  { tag: 0x0004800f, name: 'SET_BACKLIGHT', display: true, need: 4, answer: (_, { word }) => [word(0)] },
];

const MEMORY = ({ base, bytes }: { base: number; bytes: number }): number[] => [base, bytes];

/** Every tag that is answered. Others are passed over, as by the firmware: their response word stays zero. */
export const PROPERTY_TAGS: readonly PropertyTag[] = [
  { tag: 0x00000001, name: 'GET_FIRMWARE_REVISION', answer: ({ facts }) => [facts.firmwareRevision] },
  { tag: 0x00010001, name: 'GET_BOARD_MODEL', answer: ({ facts }) => [facts.boardModel] },
  { tag: 0x00010002, name: 'GET_BOARD_REVISION', answer: ({ facts }) => [facts.boardRevision] },
  { tag: 0x00010003, name: 'GET_BOARD_MAC_ADDRESS', answer: ({ facts }) => Uint8Array.from(facts.mac.slice(0, 6)) },
  { tag: 0x00010004, name: 'GET_BOARD_SERIAL', answer: ({ facts }) => [facts.serial, 0] },
  { tag: 0x00010005, name: 'GET_ARM_MEMORY', answer: ({ facts }) => MEMORY(facts.armMemory) },
  { tag: 0x00010006, name: 'GET_VC_MEMORY', answer: ({ facts }) => MEMORY(facts.vcMemory) },
  {
    tag: 0x00010007,
    name: 'GET_CLOCKS',
    // Pairs of parent and clock: none has a parent.
    answer: ({ facts }) => facts.clocks.flatMap(({ id }) => [0, id]),
  },
  ...switches([0x00020001, 'GET_POWER_STATE', 0x00028001, 'SET_POWER_STATE'], ({ devices }) => devices),
  { tag: 0x00020002, name: 'GET_TIMING', need: 4, answer: (_, { word }) => [word(0), 0] },
  ofClock(0x00030001, 'GET_CLOCK_STATE', stateOfClock),
  {
    tag: 0x00038001,
    name: 'SET_CLOCK_STATE',
    need: 8,
    answer(firmware, { word }) {
      const id = word(0);
      if (clockOf(firmware, id) !== undefined) firmware.state.clocksOn[id] = (word(1) & 1) !== 0;
      return [id, stateOfClock(firmware, id)];
    },
  },
  ofClock(0x00030002, 'GET_CLOCK_RATE', rateOfClock),
  ofClock(0x00030047, 'GET_CLOCK_MEASURED', rateOfClock),
  ofClock(0x00030004, 'GET_MAX_CLOCK_RATE', (firmware, id) => clockOf(firmware, id)?.max ?? 0),
  ofClock(0x00030007, 'GET_MIN_CLOCK_RATE', (firmware, id) => clockOf(firmware, id)?.min ?? 0),
  {
    tag: 0x00038002,
    name: 'SET_CLOCK_RATE',
    need: 8,
    answer(firmware, { word }) {
      const clock = clockOf(firmware, word(0));
      if (clock !== undefined) firmware.state.rates[clock.id] = Math.min(clock.max, Math.max(clock.min, word(1)));
      return [word(0), rateOfClock(firmware, word(0))];
    },
  },
  {
    tag: 0x00038042,
    name: 'SET_SDHOST_CLOCK',
    need: 4,
    answer: (_, { word }) => [word(0), word(0), word(0)],
  },
  ofClock(0x00030003, 'GET_VOLTAGE', voltage),
  ofClock(0x00030005, 'GET_MAX_VOLTAGE', voltage),
  ofClock(0x00030008, 'GET_MIN_VOLTAGE', voltage),
  {
    tag: 0x00038003,
    name: 'SET_VOLTAGE',
    need: 8,
    answer(firmware, { word }) {
      const at = word(0) - 1;
      if (at in firmware.state.voltages) firmware.state.voltages[at] = word(1);
      return [word(0), voltage(firmware, word(0))];
    },
  },
  { tag: 0x00030006, name: 'GET_TEMPERATURE', answer: ({ facts }, { word }) => [word(0), facts.temperature] },
  { tag: 0x0003000a, name: 'GET_MAX_TEMPERATURE', answer: ({ facts }, { word }) => [word(0), facts.maxTemperature] },
  { tag: 0x00030009, name: 'GET_TURBO', answer: ({ state }, { word }) => [word(0), state.turbo] },
  {
    tag: 0x00038009,
    name: 'SET_TURBO',
    need: 8,
    answer({ state }, { word }) {
      state.turbo = word(1) & 1;
      return [word(0), state.turbo];
    },
  },
  // The VideoCore's heap and its processors are not there: no handle, or failure.
  { tag: 0x0003000c, name: 'ALLOCATE_MEMORY', need: 12, answer: () => [0] },
  { tag: 0x0003000d, name: 'LOCK_MEMORY', need: 4, answer: () => [0] },
  { tag: 0x0003000e, name: 'UNLOCK_MEMORY', need: 4, answer: () => [1] },
  { tag: 0x0003000f, name: 'RELEASE_MEMORY', need: 4, answer: () => [1] },
  { tag: 0x00030012, name: 'SET_ENABLE_QPU', need: 4, answer: () => [1] },
  // [block, status]: no monitor told anything.
  { tag: 0x00030020, name: 'GET_EDID_BLOCK', need: 4, answer: (_, { word }) => [word(0), 1] },
  {
    tag: 0x00030021,
    name: 'GET_CUSTOMER_OTP',
    need: 8,
    answer({ state }, { word }) {
      const [first, count] = [word(0), Math.min(word(1), OTP_WORDS)];
      return [first, word(1), ...state.customerOtp.slice(first, first + count)];
    },
  },
  {
    tag: 0x00038021,
    name: 'SET_CUSTOMER_OTP',
    need: 8,
    answer({ state }, { word, size }) {
      const [first, count] = [word(0), word(1)];
      // Fuses: a bit that is set stays.
      if (first + count <= OTP_WORDS && size >= 8 + 4 * count) {
        for (let i = 0; i < count; i++) {
          state.customerOtp[first + i] = (state.customerOtp[first + i] | word(2 + i)) >>> 0;
        }
      }
      return [first, count];
    },
  },
  ...switches([0x00030030, 'GET_DOMAIN_STATE', 0x00038030, 'SET_DOMAIN_STATE'], ({ domains }) => domains),
  // The expander's tags answer with 0 in place of the line's number, or with that number where there is no such line.
  {
    tag: 0x00030041,
    name: 'GET_GPIO_STATE',
    need: 4,
    answer({ state }, { word }) {
      const line = lineOf(word(0));
      return line === undefined ? [word(0), 0] : [0, bitOf(state.expander.level, line)];
    },
  },
  {
    tag: 0x00038041,
    name: 'SET_GPIO_STATE',
    need: 8,
    answer(firmware, { word }) {
      const line = lineOf(word(0));
      if (line === undefined) return [word(0), word(1)];
      setLevel(firmware, line, word(1));
      return [0, word(1)];
    },
  },
  {
    tag: 0x00030043,
    name: 'GET_GPIO_CONFIG',
    need: 4,
    answer({ state: { expander } }, { word }) {
      const line = lineOf(word(0));
      if (line === undefined) return [word(0), 0, 0, 0, 0];
      const { direction, polarity, termination, pullUp } = expander;
      return [0, ...[direction, polarity, termination, pullUp].map((bits) => bitOf(bits, line))];
    },
  },
  {
    tag: 0x00038043,
    name: 'SET_GPIO_CONFIG',
    need: 24,
    answer(firmware, { word }) {
      const { expander } = firmware.state;
      const line = lineOf(word(0));
      const asked = [word(1), word(2), word(3), word(4), word(5)];
      if (line === undefined) return [word(0), ...asked];
      expander.direction = withBit(expander.direction, line, asked[0]);
      expander.polarity = withBit(expander.polarity, line, asked[1]);
      expander.termination = withBit(expander.termination, line, asked[2]);
      expander.pullUp = withBit(expander.pullUp, line, asked[3]);
      setLevel(firmware, line, asked[4]);
      return [0, ...asked];
    },
  },
  { tag: 0x00030046, name: 'GET_THROTTLED', answer: ({ facts }) => [facts.throttled] },
  {
    tag: 0x00030048,
    name: 'NOTIFY_REBOOT',
    answer({ events }) {
      events.notify?.('reboot', 0);
      return [];
    },
  },
  { tag: 0x00030064, name: 'GET_REBOOT_FLAGS', answer: ({ state }) => [state.rebootFlags] },
  {
    tag: 0x00038064,
    name: 'SET_REBOOT_FLAGS',
    need: 4,
    answer({ state }, { word }) {
      state.rebootFlags = word(0);
      return [word(0)];
    },
  },
  {
    tag: 0x00030058,
    name: 'NOTIFY_XHCI_RESET',
    need: 4,
    answer({ events }, { word }) {
      events.notify?.('xhci-reset', word(0));
      return [0];
    },
  },
  {
    tag: 0x00030066,
    name: 'NOTIFY_DISPLAY_DONE',
    answer({ events }) {
      events.notify?.('display-done', 0);
      return [];
    },
  },
  {
    tag: 0x00050001,
    name: 'GET_COMMAND_LINE',
    answer: ({ facts }) => Uint8Array.from(facts.commandLine, (c) => c.charCodeAt(0) & 0xff),
  },
  { tag: 0x00060001, name: 'GET_DMA_CHANNELS', answer: ({ facts }) => [facts.dmaChannels] },
  ...FRAMEBUFFER_TAGS,
];
