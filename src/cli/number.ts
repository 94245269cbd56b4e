import { InvalidArgumentError } from 'commander';

/** A whole number as people write it, decimal or with 0x, below 2^32. */
export function number(text: string): number {
  const n = /^(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : NaN;
  if (!(n < 2 ** 32)) throw new InvalidArgumentError('Expected a number from 0 to 4294967295.');
  return n;
}
