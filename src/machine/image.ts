/** A program's file as what a machine loads: segments and an entry point. */
import { ELF_TYPE, isElf, readElf, type ElfSymbol } from '../aarch64/elf.js';
import type { Board } from './board.js';
import type { Segment } from './machine.js';

/** The file can't be run on this board: the message says why, in one line, without the file's name. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
}

export interface Image {
  readonly segments: readonly Segment[];
  readonly entry: number;
  readonly symbols: readonly ElfSymbol[];
}

const hex = (n: number | bigint): string => `0x${n.toString(16)}`;

/** Throws unless the range lies in the board's RAM. */
function checkRange(board: Board, from: bigint, size: bigint, what: string): void {
  const fits = board.ram.some((r) => from >= BigInt(r.base) && from + size <= BigInt(r.base + r.bytes));
  if (fits) return;
  const ram = board.ram.map((r) => `${hex(r.base)} to ${hex(r.base + r.bytes - 1)}`).join(' and ');
  throw new ImageError(
    `${what} takes ${hex(from)} to ${hex(from + size - 1n)}, expected RAM of board ${board.name}, ${ram}`,
  );
}

/**
 * Reads a program: an ELF executable for AArch64, or a raw image, which goes to the board's load address.
 * @throws ImageError, or ElfError for a file that begins as ELF but is not a sound one
 */
export function readImage(bytes: Uint8Array, board: Board): Image {
  if (bytes.length === 0) throw new ImageError('the file is empty, expected an ELF executable or a raw image');
  if (!isElf(bytes)) {
    checkRange(board, BigInt(board.load), BigInt(bytes.length), 'the image');
    return { segments: [{ address: board.load, bytes, size: bytes.length }], entry: board.load, symbols: [] };
  }
  const elf = readElf(bytes);
  if (elf.type !== ELF_TYPE.EXEC && elf.type !== ELF_TYPE.DYN) {
    throw new ImageError(`ELF type ${elf.type}, expected an executable`);
  }
  if (elf.segments.length === 0) throw new ImageError('the ELF file has nothing to load, expected a PT_LOAD segment');
  const segments = elf.segments.map((s, i) => {
    checkRange(board, s.physicalAddress, s.memorySize, `segment ${i}`);
    return { address: Number(s.physicalAddress), bytes: s.data, size: Number(s.memorySize) };
  });
  checkRange(board, elf.entry, 4n, 'the entry point');
  if (elf.entry % 4n !== 0n) throw new ImageError(`the entry point is ${hex(elf.entry)}, expected a multiple of 4`);
  return { segments, entry: Number(elf.entry), symbols: elf.symbols };
}
