/** Immediates that are more than a run of bits (Arm ARM, shared pseudocode DecodeBitMasks and others). */

/** [low, high] halves of a 64-bit value. */
export type Halves = readonly [number, number];

/** Rotates a 64-bit value, in halves, right by n (0 to 63). */
function rotateRight([lo, hi]: Halves, n: number): Halves {
  if (n & 32) [lo, hi] = [hi, lo];
  n &= 31;
  if (n === 0) return [lo | 0, hi | 0];
  return [(lo >>> n) | (hi << (32 - n)), (hi >>> n) | (lo << (32 - n))];
}

const ones = (n: number): number => (n >= 32 ? -1 : (1 << n) - 1);

/**
 * The wmask of DecodeBitMasks: the immediate of AND, ORR, EOR, ANDS.
 * @returns [low, high], or undefined for the reserved combinations
 */
export function bitmaskImmediate(n: number, imms: number, immr: number, datasize: 32 | 64): Halves | undefined {
  const combined = (n << 6) | (~imms & 0x3f);
  const length = 31 - Math.clz32(combined);
  if (length < 1) return undefined;
  const size = 1 << length;
  if (size > datasize) return undefined;
  const levels = size - 1;
  const s = imms & levels;
  const r = immr & levels;
  if (s === levels) return undefined;
  // s + 1 ones, replicated to 64 bits, then rotated: rotation within the element is rotation of the whole.
  let lo = ones(s + 1);
  let hi = s + 1 > 32 ? ones(s + 1 - 32) : 0;
  if (size < 64) {
    let element = ones(s + 1);
    for (let width = size; width < 32; width *= 2) element |= element << width;
    lo = element;
    hi = element;
  }
  const rotated = rotateRight([lo, hi], r);
  return datasize === 32 ? [rotated[0], 0] : rotated;
}

/** The fields N, imms, immr of a bitmask immediate, or undefined if the value is none. `value` is 64 bits, unsigned. */
export function encodeBitmask(value: bigint, datasize: 32 | 64): { N: number; imms: number; immr: number } | undefined {
  const all = (1n << BigInt(datasize)) - 1n;
  value &= all;
  if (value === 0n || value === all) return undefined;
  for (let size = 2; size <= datasize; size *= 2) {
    const mask = (1n << BigInt(size)) - 1n;
    const element = value & mask;
    let replicated = element;
    for (let at = size; at < datasize; at += size) replicated |= element << BigInt(at);
    if (replicated !== value) continue;
    for (let immr = 0; immr < size; immr++) {
      const r = BigInt(immr);
      // Undo the rotation right by immr: rotate left.
      const plain = ((element << r) | (element >> (BigInt(size) - r))) & mask;
      if ((plain & (plain + 1n)) !== 0n) continue;
      const count = plain.toString(2).length;
      const N = size === 64 ? 1 : 0;
      const imms = N ? count - 1 : ((~(size * 2 - 1) & 0x3f) | (count - 1)) & 0x3f;
      return { N, imms, immr };
    }
    return undefined;
  }
  return undefined;
}
