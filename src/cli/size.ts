import { UserError } from './user-error.js';

const UNITS = ['', 'K', 'M', 'G', 'T', 'P'];

/** Sizes as people write them: 512, 64K, 1.5G, 10 GiB; units are powers of 1024. @throws UserError that quotes the text */
export function parseSize(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*(?:([KMGTP])(?:i?B)?|B)?$/i.exec(text.trim()) ?? [];
  const bytes = Number(number) * 1024 ** UNITS.indexOf((unit ?? '').toUpperCase());
  if (number === undefined || !Number.isSafeInteger(bytes))
    throw new UserError(`'${text}': expected a size such as 512M or 10G`);
  return bytes;
}

/** A number of bytes for people: `1.5 GiB`. */
export function showSize(bytes: number): string {
  let unit = 0;
  let value = bytes;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  if (unit === 0) return `${bytes} B`;
  return `${value >= 100 || Number.isInteger(value) ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}iB`;
}
