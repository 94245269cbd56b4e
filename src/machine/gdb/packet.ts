/**
 * Packets of GDB's remote serial protocol (GDB manual, appendix E): `$payload#checksum`, with bytes that mean something
 * escaped. Payloads are strings of one character a byte.
 */

/** The longest payload that is taken, in bytes: what `qSupported` promises. Longer ones are refused like damaged ones. */
export const PACKET_BYTES = 0x4000;

/** What a stream of bytes holds. */
export type Item =
  | { readonly kind: 'packet'; readonly payload: string }
  /** A packet whose checksum is wrong, or that is too long. */
  | { readonly kind: 'damaged' }
  /** The other side has our packet, or wants it again. */
  | { readonly kind: 'ack' }
  | { readonly kind: 'nak' }
  /** Ctrl-C: stop the machine. */
  | { readonly kind: 'interrupt' };

const DOLLAR = 0x24;
const HASH = 0x23;
const ESCAPE = 0x7d;

const single: Readonly<Record<number, Item>> = {
  0x2b: { kind: 'ack' },
  0x2d: { kind: 'nak' },
  0x03: { kind: 'interrupt' },
};

const hexDigit = (byte: number): number => parseInt(String.fromCharCode(byte), 16);

/** Takes a stream of bytes apart, however it is cut. */
export class PacketReader {
  /** The payload so far, escapes in it; undefined between packets. */
  private body: number[] | undefined;
  private tooLong = false;
  /** The checksum's first digit (NaN if it is none); undefined while the payload is not at its end. */
  private digit: number | undefined;
  private ended = false;

  /** @returns what these bytes complete, in order */
  feed(bytes: Uint8Array): Item[] {
    const items: Item[] = [];
    for (const byte of bytes) {
      const item = this.take(byte);
      if (item) items.push(item);
    }
    return items;
  }

  private begin(): void {
    this.body = [];
    this.tooLong = false;
    this.ended = false;
    this.digit = undefined;
  }

  private take(byte: number): Item | undefined {
    // Never inside a packet: one that was cut off is forgotten.
    if (byte === DOLLAR) {
      this.begin();
      return undefined;
    }
    const { body } = this;
    if (!body) return single[byte];
    if (!this.ended) {
      if (byte === HASH) this.ended = true;
      else if (body.length < 2 * PACKET_BYTES) body.push(byte);
      else this.tooLong = true;
      return undefined;
    }
    if (this.digit === undefined) {
      this.digit = hexDigit(byte);
      return undefined;
    }
    this.body = undefined;
    const sum = body.reduce((n, b) => (n + b) & 255, 0);
    if (this.tooLong || this.digit * 16 + hexDigit(byte) !== sum) return { kind: 'damaged' };
    return { kind: 'packet', payload: unescape(body) };
  }
}

function unescape(body: readonly number[]): string {
  let text = '';
  for (let i = 0; i < body.length; i++) {
    text += String.fromCharCode(body[i] === ESCAPE && i + 1 < body.length ? body[++i] ^ 0x20 : body[i]);
  }
  return text;
}

/** A payload as a packet: `#`, `$`, `}` and `*` escaped. */
export function packet(payload: string): Uint8Array {
  const bytes = [DOLLAR];
  let sum = 0;
  const add = (byte: number): void => {
    bytes.push(byte);
    sum = (sum + byte) & 255;
  };
  for (let i = 0; i < payload.length; i++) {
    const byte = payload.charCodeAt(i) & 255;
    if (byte === HASH || byte === DOLLAR || byte === ESCAPE || byte === 0x2a) {
      add(ESCAPE);
      add(byte ^ 0x20);
    } else add(byte);
  }
  bytes.push(HASH, ...[...sum.toString(16).padStart(2, '0')].map((c) => c.charCodeAt(0)));
  return Uint8Array.from(bytes);
}

/** Bytes as two digits each. */
export const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');

/** The bytes that pairs of digits stand for, or undefined. */
export function bytesOf(hex: string): Uint8Array | undefined {
  if (!/^([0-9a-f]{2})*$/i.test(hex)) return undefined;
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

/** Text, one character a byte, as bytes and back. */
export const binary = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
export const textOf = (bytes: Uint8Array): string => Array.from(bytes, (b) => String.fromCharCode(b)).join('');
