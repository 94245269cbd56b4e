/** The words that the decoder is tested with: structured, around the encodings, exhaustive where few, and random. */
import type { Instruction } from '../../src/aarch64/isa/table.js';
import { TABLE } from '../../src/aarch64/isa/index.js';
import { Random } from './random.js';

/** Words that belong together: their digests are recorded under this name. */
export interface Batch {
  /** The encoding or the way the words were made. */
  readonly name: string;
  readonly words: Uint32Array;
}

/** Words with valid fixed bits for each encoding, in batches of this many. */
const STRUCTURED = { batches: 6, words: 1000 };
/** Words one or two bits away from each encoding. */
const NEAR = 1500;
/** FP and SIMD have many entries with few fields each. */
const OF_FP = { batches: 2, near: 1000 };
const isFp = (word: number): boolean => (word & 0x0c000000) === 0x0c000000;
const RANDOM = { batches: 40, words: 10_000 };

/** A value of `width` bits: often one at an edge. */
function fieldValue(random: Random, width: number): number {
  const max = 2 ** width - 1;
  switch (random.below(8)) {
    case 0:
      return 0;
    case 1:
      return max;
    case 2:
      return 2 ** random.below(width);
    case 3:
      return max - 2 ** random.below(width);
    default:
      return random.word() & max;
  }
}

/** A word that has the encoding's fixed bits. Registers are sometimes the same, ignored bits sometimes as they should be. */
export function structuredWord(entry: Instruction, random: Random): number {
  const bits = random.pick([0, -1, random.word(), -1]);
  let word = (entry.value | (bits & ~entry.mask)) >>> 0;
  let register = random.below(32);
  for (const { name, low, width } of entry.fields) {
    let value = fieldValue(random, width);
    if (width === 5 && name.startsWith('R')) {
      if (random.oneIn(3)) value = random.below(32);
      if (random.oneIn(4)) value = register;
      register = value;
    }
    word = (word & ~((2 ** width - 1) << low)) | (value << low);
  }
  return word >>> 0;
}

function batch(name: string, count: number, make: (random: Random, i: number) => number): Batch {
  const random = new Random(name);
  return { name, words: Uint32Array.from({ length: count }, (_, i) => make(random, i)) };
}

/** All batches of all encodings. Generated one at a time: together they are some ten megabytes. */
export function* batches(): Generator<Batch> {
  for (const entry of TABLE) {
    const { batches: count, near } = isFp(entry.value) ? OF_FP : { ...STRUCTURED, near: NEAR };
    for (let i = 0; i < count; i++) {
      yield batch(`${entry.name} #${i}`, STRUCTURED.words, (random) => structuredWord(entry, random));
    }
    yield batch(`${entry.name} near`, near, (random) => {
      let word = structuredWord(entry, random) ^ (1 << random.below(32));
      if (random.oneIn(3)) word ^= 1 << random.below(32);
      return word;
    });
  }
  // System instructions, hints and barriers: every value of bits 21 to 5, with a random Rt.
  for (let i = 0; i < 16; i++) {
    yield batch(`system #${i}`, 8192, (random, at) => 0xd5000000 | (i << 18) | (at << 5) | random.below(32));
  }
  // And each of the hints and barriers as it should be.
  yield batch('system, Rt = 31', 2048, (_, at) => 0xd5030000 | (at << 5) | 31);
  for (let i = 0; i < RANDOM.batches; i++) yield batch(`random #${i}`, RANDOM.words, (random) => random.word());
}
