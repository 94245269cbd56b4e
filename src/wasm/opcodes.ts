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

export const PURE: Readonly<Record<string, PureOp>> = {
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
