/**
 * The kinds of operands of FP and SIMD instructions, each in both directions; see `operands.ts` for the others.
 *
 * Registers: `V` and the suffix of the field (`Vd` `Vn` `Vm` `Va` `Vt` `Vt2`; `Vnm`: Vn and Vm are the same)
 *   `Bd` `Hd` `Sd` `Dd` `Qd`   scalars of one size
 *   `Vd.8b` `Vn.2d` ...        vectors of one arrangement; `Vn.b` `Vm.s` ... without lane count, before a lane number
 *   `Vd.T` and so on           vectors whose arrangement the word says: `ARRANGEMENTS`
 *   `Vd.size` and so on        scalars whose size the word says: `SCALARS`
 *   `Vm.E[index]`              the element of the by-element instructions: fields size, M, Rm, and for the number L, M, H
 *   `Vn.16b.x2`, `Vt.T.x4`     lists of registers: `{ v0.16b, v1.16b }`; `{v0.16b - v1.16b}` is taken as well
 * Lane numbers, behind `[`: `imm4.i`: a field; `lane1`: the number 1; `index`: of `Vm.E`; `lane`: of single structures
 *   (fields Q, S, size, with the size of the list before it)
 * Immediates
 *   `fpimm`     FMOV's: field imm8, or for vectors a to h in two parts. Takes any spelling of the number, or imm8 in hexadecimal
 *   `fzero`     `#0.0`; `zero`: `#0`
 *   `fbits`     64 - scale, of conversions between fixed point and general-purpose registers
 *   `lshift` `rshift`   shift amounts, from immh:immb; `rshift` also for the fraction bits of conversions
 *   `modimm` `modimm.lsl` `modimm.msl` `modimm.bytes`   modified immediates: a to h, and cmode
 *   `shll`      the element size; `advance`: what post-indexed structures add, from the list before it
 * In a mnemonic `<Q>`: `2` where Q is 1, as in `saddl2`.
 *
 * Where the pattern has no field `size`, `Q`, `sz`, ... they are where they are in all data-processing instructions
 * (Arm ARM C4.1.5): a pattern may spell bits out or give them other names.
 */
import { Bits, type Cursor, type Encoding, type Operand, type Site } from './operand.js';

/** Bits of the word that make an arrangement or a size what it is. */
interface Choice {
  /** The arrangement (`8b`) or the letter of a scalar (`b`). */
  readonly text: string;
  readonly set: readonly (readonly [bits: Bits, value: number])[];
}

/** Where the bits are that choose. */
interface Places {
  readonly q: Bits;
  readonly size: Bits;
  readonly sz: Bits;
  readonly ftype: Bits;
  readonly opc: Bits;
}

/** A field of the name and width, or where it is in data-processing instructions. */
function place(site: Site, name: string, low: number, width: number): Bits {
  const bits = site.optional(name);
  return bits?.width === width ? bits : new Bits(low, width);
}

const placesOf = (site: Site): Places => ({
  q: place(site, 'Q', 30, 1),
  size: place(site, 'size', 22, 2),
  sz: place(site, 'sz', 22, 1),
  ftype: place(site, 'ftype', 22, 2),
  opc: place(site, 'opc', 15, 2),
});

const LETTERS = 'bhsd';
/** Arrangement of elements of 8 << size bits in 64 << q bits. */
const lanes = (size: number, q: number): string => `${(8 << q) >> size}${LETTERS[size]}`;

const IMMH_IMMB = new Bits(16, 7);
/** Elements of 8 << size bits, as immh says it: how many zeros are before the first one. */
const immh = (size: number): readonly [Bits, number] => [new Bits(19 + size, 4 - size), 1];

const ALL = [0, 1, 2, 3] as const;
const WIDENED = [0, 1, 2] as const;
const BOTH = [0, 1] as const;

/** Choices for all sizes and both lengths. */
const byQ = (sizes: readonly number[], choice: (size: number, q: number) => Choice): Choice[] =>
  BOTH.flatMap((q) => sizes.map((size) => choice(size, q)));

const ofLength =
  (size: number) =>
  ({ q }: Places): Choice[] =>
    BOTH.map((n) => ({ text: lanes(size, n), set: [[q, n]] }));

/** Arrangements of vectors by the bits that they depend on. */
const ARRANGEMENTS: Readonly<Record<string, (p: Places) => readonly Choice[]>> = {
  /** size:Q */
  T: ({ size, q }) =>
    byQ(ALL, (s, n) => ({
      text: lanes(s, n),
      set: [
        [size, s],
        [q, n],
      ],
    })),
  /** Q: elements of one size. */
  B: ofLength(0),
  H: ofLength(1),
  S: ofLength(2),
  D: ofLength(3),
  /** size: 128 bits of elements twice as wide as `T`'s. */
  W: ({ size }) => WIDENED.map((s) => ({ text: lanes(s + 1, 1), set: [[size, s]] })),
  /** size:Q: half as many elements, twice as wide as `T`'s (SADDLP). */
  P: ({ size, q }) =>
    byQ(WIDENED, (s, n) => ({
      text: lanes(s + 1, n),
      set: [
        [size, s],
        [q, n],
      ],
    })),
  /** sz:Q: single and double precision. */
  F: ({ sz, q }) =>
    byQ(BOTH, (s, n) => ({
      text: lanes(s + 2, n),
      set: [
        [sz, s],
        [q, n],
      ],
    })),
  /** sz: two elements, of scalar pairwise operations. */
  F2: ({ sz }) => BOTH.map((s) => ({ text: `2${LETTERS[s + 2]}`, set: [[sz, s]] })),
  /** sz: the wide side of FCVTL, FCVTN, FCVTXN. */
  FW: ({ sz }) => BOTH.map((s) => ({ text: lanes(s + 2, 1), set: [[sz, s]] })),
  /** sz:Q: their narrow side. */
  FN: ({ sz, q }) =>
    byQ(BOTH, (s, n) => ({
      text: lanes(s + 1, n),
      set: [
        [sz, s],
        [q, n],
      ],
    })),
  /** immh:Q: shifts by an immediate. */
  I: ({ q }) => byQ(ALL, (s, n) => ({ text: lanes(s, n), set: [immh(s), [q, n]] })),
  /** immh: the wide side of shifts that lengthen or narrow. */
  IW: () => WIDENED.map((s) => ({ text: lanes(s + 1, 1), set: [immh(s)] })),
};

/** Letters of scalars by the bits that they depend on. */
const SCALARS: Readonly<Record<string, (p: Places) => readonly Choice[]>> = {
  size: ({ size }) => ALL.map((s) => ({ text: LETTERS[s], set: [[size, s]] })),
  /** Twice as wide as `size`. */
  sizeW: ({ size }) => WIDENED.map((s) => ({ text: LETTERS[s + 1], set: [[size, s]] })),
  sz: ({ sz }) => BOTH.map((s) => ({ text: LETTERS[s + 2], set: [[sz, s]] })),
  ftype: ({ ftype }) => precisions(ftype),
  /** The destination of FCVT. */
  opc: ({ opc }) => precisions(opc),
  immh: () => ALL.map((s) => ({ text: LETTERS[s], set: [immh(s)] })),
  immhW: () => WIDENED.map((s) => ({ text: LETTERS[s + 1], set: [immh(s)] })),
};

const precisions = (bits: Bits): Choice[] => [
  { text: 's', set: [[bits, 0]] },
  { text: 'd', set: [[bits, 1]] },
  { text: 'h', set: [[bits, 3]] },
];

const FIXED = /^(8b|16b|4h|8h|2s|4s|1d|2d|[bhsd])$/;

const chosen = (choices: readonly Choice[], word: number): Choice | undefined =>
  choices.find((c) => c.set.every(([bits, value]) => bits.get(word) === value));

/** Whether the bits of a choice are settled otherwise. */
const contradicts = (c: Choice, { settled, word }: Encoding): boolean =>
  c.set.some(([bits, value]) => {
    const known = bits.get(settled);
    return ((bits.get(word) ^ value) & known) !== 0;
  });

const list = (texts: readonly string[]): string =>
  texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} or ${texts[texts.length - 1]}`;

/** What could be written, for messages. */
const wanted = (choices: readonly Choice[], encoding: Encoding, name: (text: string) => string): string =>
  list([...new Set(choices.filter((c) => !contradicts(c, encoding)).map((c) => name(c.text)))]);

/** The bits that hold the number of a register: one run, or two that must be equal. */
function numberOf(site: Site, suffix: string): { get(word: number): number | undefined; put: Put } {
  const fields = suffix === 'nm' ? [site.field('Vn'), site.field('Vm')] : [site.field(`V${suffix}`)];
  const named = site.insn.fields.reduce((bits, f) => bits | ((2 ** f.width - 1) << f.low), 0);
  const ignored = ~(site.insn.mask | named);
  return {
    get: (word) => {
      const n = fields[0].get(word);
      return fields.every((f) => f.get(word) === n) ? n : undefined;
    },
    put: (encoding, n) => {
      // Bits that are ignored should be zero in all FP and SIMD instructions.
      encoding.settled |= ignored;
      return fields.every((f) => f.put(encoding, n));
    },
  };
}
type Put = (encoding: Encoding, n: number) => boolean;

/** One vector register with its arrangement. */
function vector(site: Site, suffix: string, choices: readonly Choice[]): Operand {
  const number = numberOf(site, suffix);
  return {
    print: (word) => {
      const n = number.get(word);
      const c = chosen(choices, word);
      return n === undefined || !c ? undefined : `v${n}.${c.text}`;
    },
    parse: (cursor, encoding) => {
      const r = cursor.register();
      const c = r?.bank === 'v' ? choices.find((x) => x.text === r.arrangement) : undefined;
      if (!r || !c || contradicts(c, encoding)) {
        return cursor.expected(`a vector register with ${wanted(choices, encoding, (t) => `.${t}`)}`);
      }
      return settle(c, encoding) && (number.put(encoding, r.number) || cursor.expected('another register'));
    },
  };
}

const settle = (c: Choice, encoding: Encoding): boolean => c.set.every(([bits, value]) => bits.put(encoding, value));

/** A list of registers that follow each other, 0 behind 31. */
function registerList(site: Site, suffix: string, choices: readonly Choice[], count: number): Operand {
  const number = numberOf(site, suffix);
  return {
    print: (word) => {
      const n = number.get(word);
      const c = chosen(choices, word);
      if (n === undefined || !c) return undefined;
      return `{ ${Array.from({ length: count }, (_, i) => `v${(n + i) & 31}.${c.text}`).join(', ')} }`;
    },
    parse: (cursor, encoding) => {
      const fail = (): false =>
        cursor.expected(`a list of registers with ${wanted(choices, encoding, (t) => `.${t}`)}`);
      if (!cursor.accept('{')) return fail();
      const first = cursor.register();
      const c = first?.bank === 'v' ? choices.find((x) => x.text === first.arrangement) : undefined;
      if (!first || !c || contradicts(c, encoding)) return fail();
      const follows = (distance: number): boolean => {
        const n = (first.number + distance) & 31;
        const r = cursor.register();
        const right = r?.bank === 'v' && r.arrangement === first.arrangement && r.number === n;
        return right || cursor.expected(`v${n}.${first.arrangement}`);
      };
      if (count > 1 && cursor.accept('-')) {
        if (!follows(count - 1)) return false;
      } else {
        for (let i = 1; i < count; i++) {
          if (!cursor.accept(',')) return cursor.expected("','");
          if (!follows(i)) return false;
        }
      }
      return (
        (cursor.accept('}') || cursor.expected("'}'")) && settle(c, encoding) && number.put(encoding, first.number)
      );
    },
  };
}

/** A scalar register. */
function scalar(site: Site, suffix: string, choices: readonly Choice[]): Operand {
  const number = numberOf(site, suffix);
  return {
    print: (word) => {
      const n = number.get(word);
      const c = chosen(choices, word);
      return n === undefined || !c ? undefined : `${c.text}${n}`;
    },
    parse: (cursor, encoding) => {
      const r = cursor.register();
      const c = r?.arrangement === '' ? choices.find((x) => x.text === r.bank) : undefined;
      if (!r || !c || contradicts(c, encoding)) {
        return cursor.expected(`a register ${wanted(choices, encoding, (t) => `${t}0 to ${t}31`)}`);
      }
      return settle(c, encoding) && (number.put(encoding, r.number) || cursor.expected('another register'));
    },
  };
}

// ------------------------------------------------------------------------------------------------ elements

/** The vector of a by-element operand: v0 to v15 for halfwords, whose lane number takes a bit of it. */
function byElement(site: Site): Operand {
  const { size } = placesOf(site);
  const number = (s: number): Bits => new Bits(16, s === 1 ? 4 : 5);
  return {
    print: (word) => {
      const s = size.get(word);
      return s === 0 ? undefined : `v${number(s).get(word)}.${LETTERS[s]}`;
    },
    parse: (cursor, encoding) => {
      const r = cursor.register();
      const s = r?.bank === 'v' && r.arrangement.length === 1 ? LETTERS.indexOf(r.arrangement) : -1;
      if (!r || s < 1 || !size.put(encoding, s)) return cursor.expected('an element that fits the other operands');
      return number(s).put(encoding, r.number) || cursor.expected('an element of v0 to v15');
    },
  };
}

/** Takes a lane number below `count`; undefined after noting what was expected. */
function takeLane(cursor: Cursor, count: number): number | undefined {
  const n = cursor.immediate();
  if (n !== undefined && n >= 0n && n < BigInt(count)) return Number(n);
  cursor.expected(count > 1 ? `a lane number from 0 to ${count - 1}` : 'lane 0');
  return undefined;
}

/** A lane number that is spread over bits of the word, highest first. */
const laneOperand = (bits: (word: number) => readonly Bits[]): Operand => ({
  print: (word) => String(bits(word).reduce((n, b) => n * 2 ** b.width + b.get(word), 0)),
  parse: (cursor, encoding) => {
    const parts = bits(encoding.word);
    let n = takeLane(cursor, 2 ** parts.reduce((w, b) => w + b.width, 0));
    if (n === undefined) return false;
    for (const b of [...parts].reverse()) {
      if (!b.put(encoding, n % 2 ** b.width)) return cursor.expected('another lane number');
      n = Math.floor(n / 2 ** b.width);
    }
    return true;
  },
});

const [H, L, M] = [new Bits(11, 1), new Bits(21, 1), new Bits(20, 1)];

/** The lane number of `Vm.E`: H:L:M, H:L or H. */
function elementIndex(site: Site): Operand {
  const { size } = placesOf(site);
  return laneOperand((word) => [[], [H, L, M], [H, L], [H]][size.get(word)]);
}

/** The lane number of a single structure: of Q:S:size as many bits as there are lanes. */
function structureLane(site: Site): Operand {
  const [q, s, size] = [new Bits(30, 1), new Bits(12, 1), new Bits(10, 2)];
  const letter = /\.([bhsd])\.x\d\[lane\]/.exec(site.template)?.[1];
  const parts: Readonly<Record<string, readonly Bits[]>> = {
    b: [q, s, size],
    h: [q, s, new Bits(11, 1)],
    s: [q, s],
    d: [q],
  };
  if (letter === undefined) throw new Error(`${site.insn.name}: 'lane' in '${site.template}' needs a list`);
  return laneOperand(() => parts[letter]);
}

// ------------------------------------------------------------------------------------------------ immediates

/** An operand that is always the same number. */
const constant = (text: string, value: (word: number) => number): Operand => ({
  print: (word) => text.replace('?', String(value(word))),
  parse: (cursor, encoding) => {
    const r = cursor.real();
    const n = value(encoding.word);
    return r?.value === n || cursor.expected(text.replace('?', String(n)));
  },
});

/** The number that the eight bits of an FP immediate stand for (Arm ARM VFPExpandImm): (16 to 31) / 16 * 2^(-3 to 4). */
function fpImmediate(imm8: number): number {
  const exponent = ((imm8 >> 4) & 7) ^ 4;
  return (imm8 & 0x80 ? -1 : 1) * ((16 + (imm8 & 15)) / 16) * 2 ** (exponent - 3);
}

/** The eight bits for a number, or undefined if there are none. */
function encodeFpImmediate(value: number): number | undefined {
  for (let imm8 = 0; imm8 < 256; imm8++) if (fpImmediate(imm8) === value) return imm8;
  return undefined;
}

/** The number whose binary32 or binary64 bits these are. */
function fromBits(bits: number): number {
  const view = new DataView(new ArrayBuffer(8));
  if (bits < 2 ** 32) {
    view.setUint32(0, bits);
    return view.getFloat32(0);
  }
  view.setBigUint64(0, BigInt(bits));
  return view.getFloat64(0);
}

/** The two parts of the immediate of modified immediate instructions: a, b, c and d to h. */
const [ABC, DEFGH] = [new Bits(16, 3), new Bits(5, 5)];
const getModified = (word: number): number => ABC.get(word) * 32 + DEFGH.get(word);
const putModified: Put = (encoding, n) => ABC.put(encoding, n >> 5) && DEFGH.put(encoding, n & 31);

function fpImm(site: Site): Operand {
  const imm8 = site.optional('imm8');
  return {
    print: (word) => `#${fpImmediate(imm8 ? imm8.get(word) : getModified(word)).toFixed(8)}`,
    parse: (cursor, encoding) => {
      const r = cursor.real();
      // Hexadecimal integers are encodings: of the instruction's eight bits as LLVM has it, or of the number, as GNU.
      const n = r && (r.hexadecimal ? (r.value < 256 ? r.value : encodeFpImmediate(fromBits(r.value))) : undefined);
      const bits = n ?? (r && !r.hexadecimal ? encodeFpImmediate(r.value) : undefined);
      if (bits === undefined) return cursor.expected('a floating-point number that eight bits can hold');
      return imm8 ? imm8.put(encoding, bits) : putModified(encoding, bits);
    },
  };
}

/** A number computed from the word, and back; `range` is for messages. */
const computed = (
  get: (word: number) => number,
  put: (encoding: Encoding, n: number) => boolean,
  range: (word: number) => string,
): Operand => ({
  print: (word) => `#${get(word)}`,
  parse: (cursor, encoding) => {
    const n = cursor.immediate();
    const fits = n !== undefined && n >= 0n && n < 2n ** 32n && put(encoding, Number(n));
    return fits || cursor.expected(range(encoding.word));
  },
});

/** The size of the elements in bits, from immh. */
const elementBits = (word: number): number => 8 << (31 - Math.clz32(new Bits(19, 4).get(word)));

const shiftAmount = (right: boolean): Operand =>
  computed(
    (word) => (right ? 2 * elementBits(word) - IMMH_IMMB.get(word) : IMMH_IMMB.get(word) - elementBits(word)),
    (encoding, n) => {
      const bits = elementBits(encoding.word);
      const inRange = right ? n >= 1 && n <= bits : n < bits;
      return inRange && IMMH_IMMB.put(encoding, right ? 2 * bits - n : bits + n);
    },
    (word) => `an immediate from ${right ? `1 to ${elementBits(word)}` : `0 to ${elementBits(word) - 1}`}`,
  );

const fractionBits = (site: Site): Operand => {
  const scale = place(site, 'scale', 10, 6);
  const sf = site.optional('sf');
  const limit = (word: number): number => (sf && !sf.get(word) ? 32 : 64);
  return computed(
    (word) => 64 - scale.get(word),
    (encoding, n) => n >= 1 && n <= limit(encoding.word) && scale.put(encoding, 64 - n),
    (word) => `an immediate from 1 to ${limit(word)}`,
  );
};

const CMODE = new Bits(12, 4);

/**
 * A modified immediate with its shift (Arm ARM AdvSIMDExpandImm).
 * @param msl ones are shifted in: by 8 or 16
 */
const modified = (msl: boolean): Operand => {
  const name = msl ? 'msl' : 'lsl';
  // cmode 10xx: halfwords, 0xxx: words, 110x: words with ones shifted in.
  const half = (word: number): boolean => (CMODE.get(word) & 12) === 8;
  const place = (word: number): Bits => new Bits(13, half(word) ? 1 : 2);
  return {
    print: (word) => {
      const amount = msl ? 8 << (CMODE.get(word) & 1) : 8 * place(word).get(word);
      return `#${getModified(word)}${amount ? `, ${name} #${amount}` : ''}`;
    },
    parse: (cursor, encoding) => {
      const n = cursor.immediate();
      if (n === undefined || n < 0n || n > 255n) return cursor.expected('an immediate from 0 to 255');
      let amount = 0;
      if (cursor.accept(',')) {
        if (!cursor.accept(name)) return cursor.expected(name);
        amount = Number(cursor.immediate() ?? -1n);
      } else if (msl) return cursor.expected("','");
      if (amount % 8 !== 0 || amount < (msl ? 8 : 0)) return cursor.expected('another shift amount');
      const fits = msl
        ? amount <= 16 && new Bits(12, 1).put(encoding, amount / 8 - 1)
        : place(encoding.word).put(encoding, amount / 8);
      return (fits || cursor.expected('another shift amount')) && putModified(encoding, Number(n));
    },
  };
};

/** The 64-bit immediate of MOVI: each bit stands for eight. */
const byteMask = (): Operand => ({
  print: (word) => {
    const imm8 = getModified(word);
    let digits = '';
    for (let bit = 7; bit >= 0; bit--) digits += (imm8 >> bit) & 1 ? 'ff' : '00';
    // LLVM's width counts the prefix, which zero does not have.
    return imm8 ? `#0x${digits.replace(/^0{1,2}/, '')}` : '#0000000000000000';
  },
  parse: (cursor, encoding) => {
    const n = cursor.immediate();
    let imm8 = 0;
    for (let i = 0; i < 8 && n !== undefined; i++) {
      const byte = (n >> BigInt(8 * i)) & 255n;
      if (byte !== 0n && byte !== 255n) return cursor.expected('an immediate of bytes that are 0 or 0xff');
      if (byte) imm8 |= 1 << i;
    }
    if (n === undefined) return cursor.expected('an immediate');
    return putModified(encoding, imm8);
  },
});

const plainModified = computed(
  getModified,
  (encoding, n) => n <= 255 && putModified(encoding, n),
  () => 'an immediate from 0 to 255',
);

/** What a post-indexed structure access adds to the base: the size of what it transfers. */
function advance(site: Site): Operand {
  const [, arrangement, count] = /\.(\w+)\.x(\d)/.exec(site.template) ?? [];
  if (arrangement === undefined) throw new Error(`${site.insn.name}: 'advance' in '${site.template}' needs a list`);
  const { q, size } = placesOf(site);
  const element = LETTERS.indexOf(arrangement);
  const replicated = /^ld\dr /.test(site.template);
  const bytes = (word: number): number => {
    if (replicated) return 1 << size.get(word);
    return element >= 0 ? 1 << element : 8 << q.get(word);
  };
  return constant('#?', (word) => Number(count) * bytes(word));
}

// ------------------------------------------------------------------------------------------------ all of them

/** The `2` in the mnemonic of an instruction on the upper half. */
const upper = (site: Site): Operand => {
  const q = site.field('Q');
  return {
    print: (word) => (q.get(word) ? '2' : ''),
    parse: () => false,
    names: [
      ['', 0],
      ['2', 1],
    ],
  };
};

const KINDS: Readonly<Record<string, (site: Site) => Operand>> = {
  Q: upper,
  index: elementIndex,
  lane: structureLane,
  lane1: () => ({ print: () => '1', parse: (cursor) => cursor.immediate() === 1n || cursor.expected('lane 1') }),
  fpimm: fpImm,
  fzero: () => constant('#0.0', () => 0),
  zero: () => constant('#0', () => 0),
  fbits: fractionBits,
  lshift: () => shiftAmount(false),
  rshift: () => shiftAmount(true),
  modimm: () => plainModified,
  'modimm.lsl': () => modified(false),
  'modimm.msl': () => modified(true),
  'modimm.bytes': byteMask,
  shll: (site) => {
    const { size } = placesOf(site);
    return constant('#?', (word) => 8 << size.get(word));
  },
  advance,
};

const SCALAR = /^([BHSDQ])(nm|t2|[a-z])$/;
const VECTOR = /^V(nm|t2|[a-z])\.(\w+)(?:\.x([1-4]))?$/;

/** The FP or SIMD operand that a template names at `site`; undefined if it names none. Throws if fields are missing. */
export function simdOperand(site: Site): Operand | undefined {
  const { name } = site;
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (kind) return kind(site);
  if (name.endsWith('.i')) {
    const bits = site.field(name.slice(0, -2));
    return laneOperand(() => [bits]);
  }
  const s = SCALAR.exec(name);
  if (s) return scalar(site, s[2], [{ text: s[1].toLowerCase(), set: [] }]);
  const v = VECTOR.exec(name);
  if (!v) return undefined;
  const [, suffix, arrangement, count] = v;
  if (arrangement === 'E') return byElement(site);
  if (Object.hasOwn(SCALARS, arrangement)) return scalar(site, suffix, SCALARS[arrangement](placesOf(site)));
  const choices = FIXED.test(arrangement)
    ? [{ text: arrangement, set: [] }]
    : Object.hasOwn(ARRANGEMENTS, arrangement)
      ? ARRANGEMENTS[arrangement](placesOf(site))
      : undefined;
  if (!choices) return undefined;
  return count === undefined ? vector(site, suffix, choices) : registerList(site, suffix, choices, Number(count));
}
