/** The target description: what registers there are, by GDB's standard features and one of our own. */
import { FEATURES, GDB_REGISTERS } from './registers.js';

/** Fields of PSTATE and of SPSR_ELx (Arm ARM C5.2.18): name, lowest and highest bit. */
const PSTATE: readonly [string, number, number][] = [
  ['SP', 0, 0],
  ['EL', 2, 3],
  ['nRW', 4, 4],
  ['F', 6, 6],
  ['I', 7, 7],
  ['A', 8, 8],
  ['D', 9, 9],
  ['IL', 20, 20],
  ['SS', 21, 21],
  ['V', 28, 28],
  ['C', 29, 29],
  ['Z', 30, 30],
  ['N', 31, 31],
];
/** ESR_ELx (D13.2.37). */
const ESR: readonly [string, number, number][] = [
  ['ISS', 0, 24],
  ['IL', 25, 25],
  ['EC', 26, 31],
];

const flags = (id: string, bytes: number, fields: readonly [string, number, number][]): string =>
  `<flags id="${id}" size="${bytes}">` +
  fields
    .map(
      ([name, low, high]) =>
        `<field name="${name}" start="${low}" end="${high}"${high > low ? ` type="uint${bytes * 8}"` : ''}/>`,
    )
    .join('') +
  '</flags>';

const VECTOR_ELEMENTS: readonly [string, string, number][] = [
  ['d', 'ieee_double', 2],
  ['s', 'ieee_single', 4],
  ['h', 'uint16', 8],
  ['b', 'uint8', 16],
  ['q', 'uint128', 1],
];
const vectors = (): string =>
  VECTOR_ELEMENTS.map(([name, type, count]) => `<vector id="v${name}" type="${type}" count="${count}"/>`).join('') +
  `<union id="aarch64v">${VECTOR_ELEMENTS.map(([name]) => `<field name="${name}" type="v${name}"/>`).join('')}</union>`;

/** Types that a feature defines. */
const TYPES: Readonly<Record<(typeof FEATURES)[number], () => string>> = {
  'org.gnu.gdb.aarch64.core': () => flags('cpsr_flags', 4, PSTATE),
  'org.gnu.gdb.aarch64.fpu': vectors,
  'org.pivisor.aarch64.system': () => flags('spsr_flags', 8, PSTATE) + flags('esr_flags', 8, ESR),
};

/** target.xml. */
export const targetXml = (): string =>
  '<?xml version="1.0"?><!DOCTYPE target SYSTEM "gdb-target.dtd">' +
  '<target version="1.0"><architecture>aarch64</architecture>' +
  FEATURES.map(
    (feature) =>
      `<feature name="${feature}">${TYPES[feature]()}` +
      GDB_REGISTERS.map((r, number) => ({ ...r, number }))
        .filter((r) => r.feature === feature)
        .map(
          ({ name, bits, type, group, number }) =>
            `<reg name="${name}" bitsize="${bits}" type="${type}" regnum="${number}"${group ? ` group="${group}"` : ''}/>`,
        )
        .join('') +
      '</feature>',
  ).join('') +
  '</target>';
