/** Numbers as the cells of device tree properties. */

/** A number below 2^53 as so many 32-bit cells, the high one first. */
export const cellsOf = (value: number, cells: number): number[] =>
  cells === 1 ? [value] : [Math.floor(value / 4294967296), value >>> 0];
