/**
 * The property channel: a buffer in RAM with a list of tags, which the firmware answers in place. Its form is Raspberry Pi's
 * description of the mailbox property interface:
 *
 *     u32 size in bytes, all included; u32 code
 *     for each tag: u32 tag; u32 size of its value buffer; u32 code; the value buffer, padded to 32 bits
 *     u32 0
 *
 * A buffer whose tags do not fit is answered with an error, and nothing in it is done.
 */
import type { GuestBus } from '../../aarch64/bus.js';
import { busToPhysical } from './bus-address.js';
import { PROPERTY_TAGS, type Firmware, type PropertyTag } from './property-tags.js';

const SUCCESS = 0x80000000;
const ERROR = 0x80000001;
/** A tag's code, once it has been answered: with the length of the answer. */
const ANSWERED = 0x80000000;
const HEADER = 8;
const TAG_HEADER = 12;
/** The firmware refuses a buffer of 1 MiB and more without a look at it. */
const MAX_SIZE = 0x100000;
const LOW_RAM = 0x40000000;

const BY_NUMBER = new Map(PROPERTY_TAGS.map((tag) => [tag.tag, tag]));

interface Entry {
  /** Where the tag's value buffer is, and how long. */
  readonly at: number;
  readonly size: number;
  readonly number: number;
  readonly tag: PropertyTag | undefined;
}

/** The tags of a buffer, or undefined where it contradicts itself. */
function parse(view: DataView, hasDisplay: boolean): Entry[] | undefined {
  const entries: Entry[] = [];
  for (let at = HEADER; at + 4 <= view.byteLength;) {
    const number = view.getUint32(at, true);
    if (number === 0) return entries;
    if (at + TAG_HEADER > view.byteLength) return undefined;
    const size = view.getUint32(at + 4, true);
    const padded = Math.ceil(size / 4) * 4;
    if (at + TAG_HEADER + padded > view.byteLength) return undefined;
    const known = BY_NUMBER.get(number);
    const tag = known?.display === true && !hasDisplay ? undefined : known;
    if (tag?.need !== undefined && size < tag.need) return undefined;
    entries.push({ at: at + TAG_HEADER, size, number, tag });
    at += TAG_HEADER + padded;
  }
  // It ended without an end tag.
  return undefined;
}

/**
 * The framebuffer's tags of one buffer are done together: first what sets, then the allocation, then what asks. All others keep
 * their places among themselves.
 */
function phase({ number }: Entry): number {
  if (number >>> 12 === 0x48) return 0;
  return number === 0x00040001 ? 1 : 2;
}

function littleEndian(words: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * words.length));
  words.forEach((word, i) => view.setUint32(4 * i, word, true));
  return new Uint8Array(view.buffer);
}

function answer(firmware: Firmware, view: DataView, { at, size, tag }: Entry): void {
  if (tag === undefined) return;
  const request = new Uint8Array(Math.ceil(size / 4) * 4);
  request.set(new Uint8Array(view.buffer, view.byteOffset + at, size));
  const words = new DataView(request.buffer);
  const value = tag.answer(firmware, {
    word: (i) => (4 * i + 4 <= request.length ? words.getUint32(4 * i, true) : 0),
    size,
  });
  const bytes = value instanceof Uint8Array ? value : littleEndian(value);
  // What does not fit is cut off; its length is told all the same.
  for (let i = 0; i < Math.min(bytes.length, size); i++) view.setUint8(at + i, bytes[i]);
  view.setUint32(at - 4, (ANSWERED | bytes.length) >>> 0, true);
}

/** Tags that were asked for and that nobody knows. */
export type UnknownTag = (tag: number) => void;

/**
 * Answers the buffer at a bus address. Where there is no RAM nothing can be written, and nothing happens.
 */
export function serveProperties(
  firmware: Firmware,
  memory: GuestBus,
  bus: number,
  unknown: UnknownTag = () => {},
): void {
  const pa = busToPhysical(bus);
  const header = new Uint8Array(HEADER);
  if (!memory.read(pa, header)) return;
  const size = new DataView(header.buffer).getUint32(0, true);
  const refuse = (): void => {
    memory.write(pa + 4, littleEndian([ERROR]));
  };
  if (size < HEADER + 4 || size % 4 !== 0 || size >= MAX_SIZE || pa + size > LOW_RAM) return refuse();
  const buffer = new Uint8Array(size);
  if (!memory.read(pa, buffer)) return refuse();
  const view = new DataView(buffer.buffer);
  const entries = parse(view, firmware.facts.display !== undefined);
  if (entries === undefined) return refuse();
  for (const { number, tag } of entries) if (tag === undefined) unknown(number);
  for (const now of [0, 1, 2]) {
    for (const entry of entries) if (phase(entry) === now) answer(firmware, view, entry);
  }
  view.setUint32(4, SUCCESS, true);
  memory.write(pa, buffer);
}
