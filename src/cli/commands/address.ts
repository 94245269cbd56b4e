import { UserError } from '../user-error.js';

/**
 * The address given to an option, in decimal or, with 0x, in hexadecimal. UserError if it is no number of 64 bits, or not a
 * multiple of 4, as every instruction's address is.
 */
export function parseAddress(option: string, text: string): bigint {
  if (!/^(0x[0-9a-f]+|\d+)$/i.test(text))
    throw new UserError(`${option}: expected an address, such as 0x80000, not '${text}'`);
  const value = BigInt(text);
  if (value >= 2n ** 64n) throw new UserError(`${option}: ${text} has more than 64 bits`);
  if (value % 4n !== 0n) throw new UserError(`${option}: expected a multiple of 4, not ${text}`);
  return value;
}
