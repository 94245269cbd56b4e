/** xoshiro128**, the generator behind all random numbers of devices: its state is four words, plain data. */

/** Four words from one (SplitMix's mixing, in 32 bits). They are never all zero. */
export function seeded(seed: number): number[] {
  let z = seed >>> 0;
  return Array.from({ length: 4 }, () => {
    z = (z + 0x9e3779b9) >>> 0;
    let x = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    return (x ^ (x >>> 16)) >>> 0;
  });
}

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

/** The next word, and the state moved on. */
export function nextWord(s: number[]): number {
  const result = Math.imul(rotate(Math.imul(s[1], 5), 7), 9);
  const t = s[1] << 9;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate(s[3], 11);
  for (let i = 0; i < 4; i++) s[i] >>>= 0;
  return result >>> 0;
}
