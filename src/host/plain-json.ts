/** Plain data as JSON that brings typed arrays, undefined and infinite numbers back as they were. */

const ARRAYS = { Uint8Array, Uint16Array, Int32Array, Uint32Array, Float64Array, BigInt64Array } as const;
type ArrayName = keyof typeof ARRAYS;

/** Objects of ours are told apart by a key that no state has. */
const TAG = '$';

function encode(value: unknown): unknown {
  if (value === undefined) return { [TAG]: 'undefined' };
  if (typeof value === 'number' && !Number.isFinite(value)) return { [TAG]: 'number', text: String(value) };
  if (typeof value === 'bigint') return { [TAG]: 'bigint', text: String(value) };
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value)) {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    // A Buffer is a Uint8Array of Node's own.
    const name = Object.keys(ARRAYS).find((n) => value instanceof ARRAYS[n as ArrayName]);
    if (name === undefined) throw new TypeError(`${value.constructor.name} can't be kept`);
    return { [TAG]: name, text: bytes.toString('base64') };
  }
  if (value instanceof Map || value instanceof Set) throw new TypeError(`${value.constructor.name} can't be kept`);
  if (Array.isArray(value)) return value.map(encode);
  return Object.fromEntries(Object.entries(value).map(([name, v]) => [name, encode(v)]));
}

function decode(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(decode);
  const object = value as Record<string, unknown>;
  const tag = object[TAG];
  if (tag === undefined) return Object.fromEntries(Object.entries(object).map(([name, v]) => [name, decode(v)]));
  const text = String(object.text);
  if (tag === 'undefined') return undefined;
  if (tag === 'number') return Number(text);
  if (tag === 'bigint') return BigInt(text);
  const make = ARRAYS[tag as ArrayName];
  // A copy of its own, so that it is aligned.
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
  return new make(bytes.buffer, 0, bytes.length / make.BYTES_PER_ELEMENT);
}

/** @throws TypeError for what is no plain data */
export const toJson = (value: unknown): string => JSON.stringify(encode(value));

/** @throws SyntaxError */
export const fromJson = (text: string): unknown => decode(JSON.parse(text));
