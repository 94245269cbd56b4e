/** Value types and opcodes of WebAssembly (Core Specification 5.3, 5.4), as data. */

export type ValType = 'i32' | 'i64' | 'f32' | 'f64' | 'v128';

export const VALTYPE: Readonly<Record<ValType, number>> = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b };

/** Control and variable instructions that the emitter writes itself. */
export const OP = {
  unreachable: 0x00,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  br_if: 0x0d,
  br_table: 0x0e,
  return: 0x0f,
  call: 0x10,
  return_call: 0x12,
  return_call_indirect: 0x13,
  drop: 0x1a,
  select: 0x1b,
  local_get: 0x20,
  local_set: 0x21,
  local_tee: 0x22,
  i32_const: 0x41,
  i64_const: 0x42,
  f32_const: 0x43,
  f64_const: 0x44,
  void: 0x40,
} as const;

/** A pure operation: opcode bytes, operand types, result type. */
export interface PureOp {
  readonly code: number;
  /** True where the opcode follows the SIMD prefix 0xfd; `lane` says that a lane byte follows. */
  readonly simd: boolean;
  readonly lane: boolean;
  /** True where the opcode follows the prefix 0xfc (saturating truncation). */
  readonly misc: boolean;
  readonly args: readonly ValType[];
  readonly result: ValType;
}

function ops(
  table: Record<string, number>,
  args: ValType[],
  result: ValType,
  extra: Partial<PureOp> = {},
): Record<string, PureOp> {
  const out: Record<string, PureOp> = {};
  for (const [name, code] of Object.entries(table)) {
    out[name] = { code, simd: false, lane: false, misc: false, args, result, ...extra };
  }
  return out;
}

/** Numbers consecutive opcodes from `first`, with the names in the order of the specification. */
function run(prefix: string, first: number, names: string): Record<string, number> {
  return Object.fromEntries(names.split(' ').map((name, i) => [`${prefix}.${name}`, first + i]));
}

const INT_COMPARE = 'eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u';
const INT_BINARY = 'add sub mul div_s div_u rem_s rem_u and or xor shl shr_s shr_u rotl rotr';
const FLOAT_COMPARE = 'eq ne lt gt le ge';
const FLOAT_UNARY = 'abs neg ceil floor trunc nearest sqrt';
const FLOAT_BINARY = 'add sub mul div min max copysign';

export const PURE: Record<string, PureOp> = {
  ...ops({ 'i32.eqz': 0x45 }, ['i32'], 'i32'),
  ...ops(run('i32', 0x46, INT_COMPARE), ['i32', 'i32'], 'i32'),
  ...ops({ 'i64.eqz': 0x50 }, ['i64'], 'i32'),
  ...ops(run('i64', 0x51, INT_COMPARE), ['i64', 'i64'], 'i32'),
  ...ops(run('f32', 0x5b, FLOAT_COMPARE), ['f32', 'f32'], 'i32'),
  ...ops(run('f64', 0x61, FLOAT_COMPARE), ['f64', 'f64'], 'i32'),
  ...ops(run('i32', 0x67, 'clz ctz popcnt'), ['i32'], 'i32'),
  ...ops(run('i32', 0x6a, INT_BINARY), ['i32', 'i32'], 'i32'),
  ...ops(run('i64', 0x79, 'clz ctz popcnt'), ['i64'], 'i64'),
  ...ops(run('i64', 0x7c, INT_BINARY), ['i64', 'i64'], 'i64'),
  ...ops(run('f32', 0x8b, FLOAT_UNARY), ['f32'], 'f32'),
  ...ops(run('f32', 0x92, FLOAT_BINARY), ['f32', 'f32'], 'f32'),
  ...ops(run('f64', 0x99, FLOAT_UNARY), ['f64'], 'f64'),
  ...ops(run('f64', 0xa0, FLOAT_BINARY), ['f64', 'f64'], 'f64'),
  ...ops({ 'i32.wrap_i64': 0xa7 }, ['i64'], 'i32'),
  ...ops({ 'i64.extend_i32_s': 0xac, 'i64.extend_i32_u': 0xad }, ['i32'], 'i64'),
  ...ops({ 'f32.convert_i32_s': 0xb2, 'f32.convert_i32_u': 0xb3 }, ['i32'], 'f32'),
  ...ops({ 'f32.convert_i64_s': 0xb4, 'f32.convert_i64_u': 0xb5 }, ['i64'], 'f32'),
  ...ops({ 'f32.demote_f64': 0xb6 }, ['f64'], 'f32'),
  ...ops({ 'f64.convert_i32_s': 0xb7, 'f64.convert_i32_u': 0xb8 }, ['i32'], 'f64'),
  ...ops({ 'f64.convert_i64_s': 0xb9, 'f64.convert_i64_u': 0xba }, ['i64'], 'f64'),
  ...ops({ 'f64.promote_f32': 0xbb }, ['f32'], 'f64'),
  ...ops({ 'i32.reinterpret_f32': 0xbc }, ['f32'], 'i32'),
  ...ops({ 'i64.reinterpret_f64': 0xbd }, ['f64'], 'i64'),
  ...ops({ 'f32.reinterpret_i32': 0xbe }, ['i32'], 'f32'),
  ...ops({ 'f64.reinterpret_i64': 0xbf }, ['i64'], 'f64'),
  ...ops({ 'i32.extend8_s': 0xc0, 'i32.extend16_s': 0xc1 }, ['i32'], 'i32'),
  ...ops({ 'i64.extend8_s': 0xc2, 'i64.extend16_s': 0xc3, 'i64.extend32_s': 0xc4 }, ['i64'], 'i64'),
};

/** What follows the opcode of a SIMD operation: nothing, a lane number, or 16 lane numbers. */
const V2: ValType[] = ['v128', 'v128'];
const V1: ValType[] = ['v128'];
const SIMD = { simd: true };
const LANE = { simd: true, lane: true };

const shapes: readonly (readonly [string, ValType, string])[] = [
  ['i8x16', 'i32', '_s _u'],
  ['i16x8', 'i32', '_s _u'],
  ['i32x4', 'i32', ''],
  ['i64x2', 'i64', ''],
  ['f32x4', 'f32', ''],
  ['f64x2', 'f64', ''],
];

/** Splat, extract and replace of each shape, in the order of the specification. */
function lanes(): Record<string, PureOp> {
  const out: Record<string, PureOp> = {};
  let code = 21;
  shapes.forEach(([shape, type, signs], i) => {
    Object.assign(out, ops({ [`${shape}.splat`]: 15 + i }, [type], 'v128', SIMD));
    for (const sign of signs.split(' ')) {
      Object.assign(out, ops({ [`${shape}.extract_lane${sign}`]: code++ }, V1, type, LANE));
    }
    Object.assign(out, ops({ [`${shape}.replace_lane`]: code++ }, ['v128', type], 'v128', LANE));
  });
  return out;
}

const VECTOR_UNARY: Readonly<Record<string, number>> = {
  'v128.not': 77,
  'f32x4.demote_f64x2_zero': 94,
  'f64x2.promote_low_f32x4': 95,
  ...run('i8x16', 96, 'abs neg popcnt'),
  ...run('f32x4', 103, 'ceil floor trunc nearest'),
  'f64x2.ceil': 116,
  'f64x2.floor': 117,
  'f64x2.trunc': 122,
  'i16x8.extadd_pairwise_i8x16_s': 124,
  'i16x8.extadd_pairwise_i8x16_u': 125,
  'i32x4.extadd_pairwise_i16x8_s': 126,
  'i32x4.extadd_pairwise_i16x8_u': 127,
  ...run('i16x8', 128, 'abs neg'),
  ...run('i16x8', 135, 'extend_low_i8x16_s extend_high_i8x16_s extend_low_i8x16_u extend_high_i8x16_u'),
  'f64x2.nearest': 148,
  ...run('i32x4', 160, 'abs neg'),
  ...run('i32x4', 167, 'extend_low_i16x8_s extend_high_i16x8_s extend_low_i16x8_u extend_high_i16x8_u'),
  ...run('i64x2', 192, 'abs neg'),
  ...run('i64x2', 199, 'extend_low_i32x4_s extend_high_i32x4_s extend_low_i32x4_u extend_high_i32x4_u'),
  ...run('f32x4', 224, 'abs neg'),
  'f32x4.sqrt': 227,
  ...run('f64x2', 236, 'abs neg'),
  'f64x2.sqrt': 239,
  ...run('i32x4', 248, 'trunc_sat_f32x4_s trunc_sat_f32x4_u'),
  ...run('f32x4', 250, 'convert_i32x4_s convert_i32x4_u'),
  ...run('i32x4', 252, 'trunc_sat_f64x2_s_zero trunc_sat_f64x2_u_zero'),
  ...run('f64x2', 254, 'convert_low_i32x4_s convert_low_i32x4_u'),
};

const VECTOR_BINARY: Readonly<Record<string, number>> = {
  'i8x16.swizzle': 14,
  ...run('i8x16', 35, INT_COMPARE),
  ...run('i16x8', 45, INT_COMPARE),
  ...run('i32x4', 55, INT_COMPARE),
  ...run('f32x4', 65, FLOAT_COMPARE),
  ...run('f64x2', 71, FLOAT_COMPARE),
  ...run('v128', 78, 'and andnot or xor'),
  ...run('i8x16', 101, 'narrow_i16x8_s narrow_i16x8_u'),
  ...run('i8x16', 110, 'add add_sat_s add_sat_u sub sub_sat_s sub_sat_u'),
  ...run('i8x16', 118, 'min_s min_u max_s max_u'),
  'i8x16.avgr_u': 123,
  'i16x8.q15mulr_sat_s': 130,
  ...run('i16x8', 133, 'narrow_i32x4_s narrow_i32x4_u'),
  ...run('i16x8', 142, 'add add_sat_s add_sat_u sub sub_sat_s sub_sat_u'),
  ...run('i16x8', 149, 'mul min_s min_u max_s max_u'),
  'i16x8.avgr_u': 155,
  ...run('i16x8', 156, 'extmul_low_i8x16_s extmul_high_i8x16_s extmul_low_i8x16_u extmul_high_i8x16_u'),
  'i32x4.add': 174,
  'i32x4.sub': 177,
  ...run('i32x4', 181, 'mul min_s min_u max_s max_u dot_i16x8_s'),
  ...run('i32x4', 188, 'extmul_low_i16x8_s extmul_high_i16x8_s extmul_low_i16x8_u extmul_high_i16x8_u'),
  'i64x2.add': 206,
  'i64x2.sub': 209,
  ...run('i64x2', 213, 'mul eq ne lt_s gt_s le_s ge_s'),
  ...run('i64x2', 220, 'extmul_low_i32x4_s extmul_high_i32x4_s extmul_low_i32x4_u extmul_high_i32x4_u'),
  ...run('f32x4', 228, 'add sub mul div min max pmin pmax'),
  ...run('f64x2', 240, 'add sub mul div min max pmin pmax'),
};

const VECTOR_SHIFT: Readonly<Record<string, number>> = {
  ...run('i8x16', 107, 'shl shr_s shr_u'),
  ...run('i16x8', 139, 'shl shr_s shr_u'),
  ...run('i32x4', 171, 'shl shr_s shr_u'),
  ...run('i64x2', 203, 'shl shr_s shr_u'),
};

const VECTOR_TEST: Readonly<Record<string, number>> = {
  'v128.any_true': 83,
  ...run('i8x16', 99, 'all_true bitmask'),
  ...run('i16x8', 131, 'all_true bitmask'),
  ...run('i32x4', 163, 'all_true bitmask'),
  ...run('i64x2', 195, 'all_true bitmask'),
};

Object.assign(
  PURE,
  lanes(),
  ops(VECTOR_UNARY, V1, 'v128', SIMD),
  ops(VECTOR_BINARY, V2, 'v128', SIMD),
  ops({ 'i8x16.shuffle': 13 }, V2, 'v128', LANE),
  ops({ 'v128.bitselect': 82 }, ['v128', 'v128', 'v128'], 'v128', SIMD),
  ops(VECTOR_SHIFT, ['v128', 'i32'], 'v128', SIMD),
  ops(VECTOR_TEST, V1, 'i32', SIMD),
  ops(run('i32', 0, 'trunc_sat_f32_s trunc_sat_f32_u'), ['f32'], 'i32', { misc: true }),
  ops(run('i32', 2, 'trunc_sat_f64_s trunc_sat_f64_u'), ['f64'], 'i32', { misc: true }),
  ops(run('i64', 4, 'trunc_sat_f32_s trunc_sat_f32_u'), ['f32'], 'i64', { misc: true }),
  ops(run('i64', 6, 'trunc_sat_f64_s trunc_sat_f64_u'), ['f64'], 'i64', { misc: true }),
);

/** A load or store: opcode, type of the value in a register, and bytes in memory. */
export interface MemOp {
  readonly code: number;
  readonly type: ValType;
  readonly simd: boolean;
}

export const LOAD: Readonly<Record<string, MemOp>> = {
  'i32.load': { code: 0x28, type: 'i32', simd: false },
  'i64.load': { code: 0x29, type: 'i64', simd: false },
  'f32.load': { code: 0x2a, type: 'f32', simd: false },
  'f64.load': { code: 0x2b, type: 'f64', simd: false },
  'i32.load8_s': { code: 0x2c, type: 'i32', simd: false },
  'i32.load8_u': { code: 0x2d, type: 'i32', simd: false },
  'i32.load16_s': { code: 0x2e, type: 'i32', simd: false },
  'i32.load16_u': { code: 0x2f, type: 'i32', simd: false },
  'i64.load8_s': { code: 0x30, type: 'i64', simd: false },
  'i64.load8_u': { code: 0x31, type: 'i64', simd: false },
  'i64.load16_s': { code: 0x32, type: 'i64', simd: false },
  'i64.load16_u': { code: 0x33, type: 'i64', simd: false },
  'i64.load32_s': { code: 0x34, type: 'i64', simd: false },
  'i64.load32_u': { code: 0x35, type: 'i64', simd: false },
  'v128.load': { code: 0x00, type: 'v128', simd: true },
  'v128.load32_zero': { code: 92, type: 'v128', simd: true },
  'v128.load64_zero': { code: 93, type: 'v128', simd: true },
};

export const STORE: Readonly<Record<string, MemOp>> = {
  'i32.store': { code: 0x36, type: 'i32', simd: false },
  'i64.store': { code: 0x37, type: 'i64', simd: false },
  'f32.store': { code: 0x38, type: 'f32', simd: false },
  'f64.store': { code: 0x39, type: 'f64', simd: false },
  'i32.store8': { code: 0x3a, type: 'i32', simd: false },
  'i32.store16': { code: 0x3b, type: 'i32', simd: false },
  'i64.store8': { code: 0x3c, type: 'i64', simd: false },
  'i64.store16': { code: 0x3d, type: 'i64', simd: false },
  'i64.store32': { code: 0x3e, type: 'i64', simd: false },
  'v128.store': { code: 0x0b, type: 'v128', simd: true },
};
