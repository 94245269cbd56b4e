/** How the fields of 9P messages lie in bytes: little-endian, one behind the other, without gaps (intro(9P)). */
import { Refusal } from './errno.js';

/** Which file something is, for all who see it: type bits, a version that changes with the contents, and a number. */
export interface Qid {
  readonly type: number;
  readonly version: number;
  readonly path: number;
}
export const QID_BYTES = 13;

/** The kinds of fields, and what they are here. Whole numbers from 2^53 on lose their lowest bits. */
export interface Kinds {
  u8: number;
  u16: number;
  u32: number;
  u64: number;
  /** A u64 with a sign. */
  i64: number;
  /** 16 bits of length, and bytes; here a character for each. */
  text: string;
  /** A number in 16 bits, and so many of them. */
  texts: readonly string[];
  qid: Qid;
  qids: readonly Qid[];
  /** 32 bits of length, and bytes. */
  data: Uint8Array;
}
/** The fields of a message in their order. */
export type Fields = Readonly<Record<string, keyof Kinds>>;
export type Values<F extends Fields> = { readonly [K in keyof F]: Kinds[F[K]] };

const WORD = 2 ** 32;

/** Reads fields, one behind the other. */
export class Reader {
  private readonly view: DataView;
  /** @param at where the first field begins */
  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }
  /** Where the next `length` bytes are. @throws Refusal where the message has ended */
  private take(length: number): number {
    const { at } = this;
    if (at + length > this.bytes.length) throw new Refusal('EINVAL');
    this.at += length;
    return at;
  }
  u8(): number {
    return this.view.getUint8(this.take(1));
  }
  u16(): number {
    return this.view.getUint16(this.take(2), true);
  }
  u32(): number {
    return this.view.getUint32(this.take(4), true);
  }
  u64(): number {
    return this.u32() + this.u32() * WORD;
  }
  i64(): number {
    return this.u32() + (this.u32() | 0) * WORD;
  }
  data(): Uint8Array {
    const length = this.u32();
    const at = this.take(length);
    return this.bytes.subarray(at, at + length);
  }
  text(): string {
    const length = this.u16();
    const at = this.take(length);
    let text = '';
    for (let i = at; i < at + length; i++) text += String.fromCharCode(this.bytes[i]);
    return text;
  }
  texts(): string[] {
    return this.many(() => this.text());
  }
  qid(): Qid {
    return { type: this.u8(), version: this.u32(), path: this.u64() };
  }
  qids(): Qid[] {
    return this.many(() => this.qid());
  }

  private many<T>(read: () => T): T[] {
    const list: T[] = [];
    for (let left = this.u16(); left > 0; left--) list.push(read());
    return list;
  }
}

/** Writes fields, one behind the other. */
export class Writer {
  private readonly view: DataView;
  constructor(
    readonly bytes: Uint8Array,
    public at: number,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }
  /** @throws Refusal where there is no room */
  private take(length: number): number {
    const { at } = this;
    if (at + length > this.bytes.length) throw new Refusal('EMSGSIZE');
    this.at += length;
    return at;
  }
  u8(value: number): void {
    this.view.setUint8(this.take(1), value);
  }
  u16(value: number): void {
    this.view.setUint16(this.take(2), value, true);
  }
  u32(value: number): void {
    this.view.setUint32(this.take(4), value, true);
  }
  u64(value: number): void {
    this.u32(value);
    this.u32(Math.floor(value / WORD));
  }
  i64(value: number): void {
    this.u64(value);
  }
  /** Data that is in its place already costs nothing. */
  data(value: Uint8Array): void {
    this.u32(value.length);
    const at = this.take(value.length);
    const there = value.buffer === this.bytes.buffer && value.byteOffset === this.bytes.byteOffset + at;
    if (!there) this.bytes.set(value, at);
  }
  text(value: string): void {
    this.u16(value.length);
    const at = this.take(value.length);
    for (let i = 0; i < value.length; i++) this.bytes[at + i] = value.charCodeAt(i);
  }
  texts(list: readonly string[]): void {
    this.many(list, (text) => this.text(text));
  }
  qid({ type, version, path }: Qid): void {
    this.u8(type);
    this.u32(version);
    this.u64(path);
  }
  qids(list: readonly Qid[]): void {
    this.many(list, (qid) => this.qid(qid));
  }

  private many<T>(list: readonly T[], write: (value: T) => void): void {
    this.u16(list.length);
    list.forEach((value) => write(value));
  }
}

/** @throws Refusal where the message is too short */
export const readFields = <F extends Fields>(reader: Reader, fields: F): Values<F> =>
  Object.fromEntries(Object.entries(fields).map(([name, kind]) => [name, reader[kind]()])) as Values<F>;

/** @throws Refusal where there is no room */
export function writeFields<F extends Fields>(writer: Writer, fields: F, values: Values<F>): void {
  for (const name in fields) writer[fields[name]](values[name] as never);
}
