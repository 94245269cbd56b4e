/** A growing byte buffer with the encodings of the WebAssembly binary format (Core Specification 5.2). */
export class Bytes {
  private data: Uint8Array;
  length = 0;

  constructor(capacity = 1024) {
    this.data = new Uint8Array(capacity);
  }

  private grow(extra: number): void {
    let size = this.data.length * 2;
    while (size < this.length + extra) size *= 2;
    const bigger = new Uint8Array(size);
    bigger.set(this.data.subarray(0, this.length));
    this.data = bigger;
  }

  u8(value: number): void {
    if (this.length === this.data.length) this.grow(1);
    this.data[this.length++] = value;
  }

  /** Unsigned LEB128 of a number below 2^32. */
  u32(value: number): void {
    let rest = value >>> 0;
    while (rest >= 0x80) {
      this.u8((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.u8(rest);
  }

  /** Signed LEB128 of a 32-bit number. */
  s32(value: number): void {
    let rest = value | 0;
    for (;;) {
      const low = rest & 0x7f;
      rest >>= 7;
      if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) return this.u8(low);
      this.u8(low | 0x80);
    }
  }

  /** Signed LEB128 of a 64-bit integer. */
  s64(value: bigint): void {
    if (value >= -0x40000000n && value < 0x40000000n) return this.s32(Number(value));
    let rest = BigInt.asIntN(64, value);
    for (;;) {
      const low = Number(rest & 0x7fn);
      rest >>= 7n;
      if ((rest === 0n && (low & 0x40) === 0) || (rest === -1n && (low & 0x40) !== 0)) return this.u8(low);
      this.u8(low | 0x80);
    }
  }

  /** Little-endian IEEE 754 binary32, from its bits. */
  fixed32(bits: number): void {
    for (let i = 0; i < 32; i += 8) this.u8((bits >>> i) & 0xff);
  }

  /** Eight bytes, little-endian. */
  fixed64(bits: bigint): void {
    this.fixed32(Number(bits & 0xffffffffn));
    this.fixed32(Number((bits >> 32n) & 0xffffffffn));
  }

  /** A name: its UTF-8 length, then its bytes. Only ASCII names are used here. */
  name(text: string): void {
    this.u32(text.length);
    for (let i = 0; i < text.length; i++) this.u8(text.charCodeAt(i));
  }

  append(other: Bytes): void {
    if (this.length + other.length > this.data.length) this.grow(other.length);
    this.data.set(other.data.subarray(0, other.length), this.length);
    this.length += other.length;
  }

  /** Appends `other` preceded by its length: how sections and function bodies are framed. */
  framed(other: Bytes): void {
    this.u32(other.length);
    this.append(other);
  }

  /** The bytes so far; valid until the next write. */
  view(): Uint8Array<ArrayBuffer> {
    return this.data.subarray(0, this.length) as Uint8Array<ArrayBuffer>;
  }
}
