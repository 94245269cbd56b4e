/** Chance that is the same everywhere: everything generated here comes from a seed. */

/** A 32-bit hash of a text (FNV-1a). */
export function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** A generator of 32-bit numbers (sfc32), seeded by a text. */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: string) {
    this.a = hashText(seed) | 0;
    this.b = hashText(`${seed}/b`) | 0;
    this.c = hashText(`${seed}/c`) | 0;
    for (let i = 0; i < 12; i++) this.word();
  }

  /** 32 random bits, unsigned. */
  word(): number {
    const t = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return t >>> 0;
  }

  /** 0 to n - 1. */
  below(n: number): number {
    return Math.floor((this.word() / 2 ** 32) * n);
  }

  /** True once in n times. */
  oneIn(n: number): boolean {
    return this.below(n) === 0;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }

  /** 64 random bits. */
  big(): bigint {
    return (BigInt(this.word()) << 32n) | BigInt(this.word());
  }
}

/** A running hash of 64 bits, in two halves that are computed differently. */
export class Digest {
  private a = 0x811c9dc5 | 0;
  private b = 0x9e3779b9 | 0;

  byte(value: number): void {
    this.a = Math.imul(this.a ^ value, 0x01000193);
    this.b = Math.imul(this.b + value, 0x85ebca6b);
    this.b ^= this.b >>> 15;
  }

  text(text: string): void {
    let { a, b } = this;
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      a = Math.imul(a ^ c, 0x01000193);
      b = Math.imul(b + c, 0x85ebca6b);
      b ^= b >>> 15;
    }
    this.a = a;
    this.b = b;
    this.byte(10);
  }

  bytes(data: Uint8Array): void {
    for (const value of data) this.byte(value);
  }

  /** Many bytes, four at once. Their number must be a multiple of four. */
  words(data: Uint8Array): void {
    let { a, b } = this;
    for (const value of new Uint32Array(data.buffer, data.byteOffset, data.length / 4)) {
      a = Math.imul(a ^ value, 0x01000193);
      a ^= a >>> 15;
      b = Math.imul(b + value, 0x85ebca6b);
      b ^= b >>> 15;
    }
    this.a = a;
    this.b = b;
  }

  /** 16 hexadecimal digits. */
  toString(): string {
    const hex = (n: number): string => (n >>> 0).toString(16).padStart(8, '0');
    return hex(this.a ^ (this.a >>> 13)) + hex(this.b);
  }
}
