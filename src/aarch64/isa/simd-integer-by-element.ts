/**
 * Integer Advanced SIMD multiplications by one element of a vector: Arm ARM C4.1, "Advanced SIMD vector x indexed element",
 * "Advanced SIMD scalar x indexed element".
 */
import type { Expr } from '../../wasm/expr.js';
import type { Immediate, Meaning } from '../meaning.js';
import {
  doublingMultiplyHigh,
  element,
  lanes,
  named,
  withHigh,
  write,
  type Lanes,
  type Result,
} from './simd-integer-lanes.js';
import { LONG_PRODUCTS } from './simd-integer-three-different.js';
import { insn, type Fields, type Instruction } from './table.js';

interface Row {
  readonly name: string;
  readonly u: 0 | 1;
  readonly opcode: string;
  readonly scalar?: true;
  readonly of: (t: Meaning, l: Lanes, a: Expr, b: Expr, d: () => Expr) => Result;
}

// prettier-ignore
const SAME: readonly Row[] = [
  { name: 'MLA',      u: 1, opcode: '0000', of: (_, l, a, b, d) => l.op('add', d(), l.op('mul', a, b)) },
  { name: 'MLS',      u: 1, opcode: '0100', of: (_, l, a, b, d) => l.op('sub', d(), l.op('mul', a, b)) },
  { name: 'MUL',      u: 0, opcode: '1000', of: (_, l, a, b) => l.op('mul', a, b) },
  { name: 'SQDMULH',  u: 0, opcode: '1100', scalar: true, of: (t, l, a, b) => doublingMultiplyHigh(t, l, false, a, b) },
  { name: 'SQRDMULH', u: 0, opcode: '1101', scalar: true, of: (t, l, a, b) => doublingMultiplyHigh(t, l, true, a, b) },
];

/** The long ones have other opcodes here. */
const LONG_OPCODES: Readonly<Record<string, string>> = {
  SMLAL: '0010',
  UMLAL: '0010',
  SQDMLAL: '0011',
  SMLSL: '0110',
  UMLSL: '0110',
  SQDMLSL: '0111',
  SMULL: '1010',
  UMULL: '1010',
  SQDMULL: '1011',
};

/** Where the element is: halfwords have its number in H:L:M and are in V0 to V15, words have it in H:L. */
interface ElementKind {
  readonly size: 1 | 2;
  /** The bits from `size` to before the opcode. */
  readonly pattern: string;
  readonly index: Immediate;
  readonly name: string;
}
const ELEMENTS: readonly ElementKind[] = [
  { size: 1, pattern: '01 immL immM Vm:4', index: (f) => f.immH * 4 + f.immL * 2 + f.immM, name: 'halfwords' },
  { size: 2, pattern: '10 immL Vm:5', index: (f) => f.immH * 2 + f.immL, name: 'words' },
];

const same: Instruction[] = SAME.flatMap(({ name, u, opcode, scalar, of }) =>
  ELEMENTS.flatMap(({ size, pattern, index, name: kind }) => {
    const l = lanes(size);
    const word = name.toLowerCase();
    const meaning =
      (bits: (f: Fields) => number) =>
      (t: Meaning, f: Fields): void => {
        t.fpAccess();
        const a = named(t, 'Vn');
        const b = element(t, l, index);
        write(
          t,
          bits(f),
          of(t, l, a, b, () => t.v('Vd')),
        );
      };
    const vector = insn(
      `${name} (by element), ${kind}`,
      `0 Q ${u} 01111 ${pattern} ${opcode} immH 0 Vn:5 Vd:5`,
      `${word} Vd.T, Vn.T, Vm.E[index]`,
      meaning(({ Q }) => (Q ? 128 : 64)),
    );
    if (!scalar) return [vector];
    return [
      vector,
      insn(
        `${name} (by element, scalar), ${kind}`,
        `01 ${u} 11111 ${pattern} ${opcode} immH 0 Vn:5 Vd:5`,
        `${word} Vd.size, Vn.size, Vm.E[index]`,
        meaning(() => l.bits),
      ),
    ];
  }),
);

const long: Instruction[] = LONG_PRODUCTS.flatMap(({ name, u, scalar, of }) =>
  ELEMENTS.flatMap(({ size, pattern, index, name: kind }) => {
    const l = lanes(size);
    const w = lanes(size + 1);
    const word = name.toLowerCase();
    const opcode = LONG_OPCODES[name];
    const meaning =
      (bits: number) =>
      (t: Meaning, { Q }: Fields): void => {
        t.fpAccess();
        const a = named(t, 'Vn');
        const b = element(t, l, index);
        write(
          t,
          bits,
          of(t, w, Q ? 'high' : 'low', a, b, () => t.v('Vd')),
        );
      };
    const vector = insn(
      `${withHigh(name)} (by element), ${kind}`,
      `0 Q ${u} 01111 ${pattern} ${opcode} immH 0 Vn:5 Vd:5`,
      `${word}<Q> Vd.W, Vn.T, Vm.E[index]`,
      meaning(128),
    );
    if (scalar === undefined) return [vector];
    return [
      vector,
      insn(
        `${name} (by element, scalar), ${kind}`,
        `01 ${u} 11111 ${pattern} ${opcode} immH 0 Vn:5 Vd:5`,
        `${word} Vd.sizeW, Vn.size, Vm.E[index]`,
        meaning(w.bits),
      ),
    ];
  }),
);

export const simdIntegerByElement: readonly Instruction[] = [...same, ...long];
