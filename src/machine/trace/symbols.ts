/** Names of addresses: from ELF symbols, or from the text that Linux gives (System.map, /proc/kallsyms). */
import { SYMBOL_TYPE, type ElfFile } from '../../aarch64/elf.js';
import { TraceError } from './kinds.js';

export interface Symbol {
  readonly name: string;
  /** 64 bits, unsigned. */
  readonly address: bigint;
  /** Behind the last address that has this name, at the most: the next symbol may come before it. */
  readonly end: bigint;
  /** Of several at one address, the one with the highest rank gives the name. */
  readonly rank: number;
}

/** ELF for the Arm 64-bit Architecture, 5.8: $x and $d say what is code and what is data. */
const isMapping = (name: string): boolean => /^\$[xd](\.|$)/.test(name);
const TOP = 1n << 64n;
/** How far the last symbol of a list without sizes reaches. */
const LAST = 0x1000n;

/** The symbols of an ELF file that name places in memory, moved by `offset`. */
export function elfSymbols(elf: ElfFile, offset = 0n): Symbol[] {
  const out: Symbol[] = [];
  for (const { name, type, defined, section, value, size, global } of elf.symbols) {
    if (!defined || section === undefined || name === '' || name.startsWith('.L') || isMapping(name)) continue;
    if (type === SYMBOL_TYPE.SECTION || type === SYMBOL_TYPE.FILE) continue;
    const { address, size: bytes } = elf.sections[section];
    const end = size > 0n ? value + size : address + bytes;
    out.push({
      name,
      address: BigInt.asUintN(64, value + offset),
      end: BigInt.asUintN(64, end + offset),
      rank: (type === SYMBOL_TYPE.FUNC ? 2 : 0) + (global ? 1 : 0),
    });
  }
  return out;
}

const LINE = /^([0-9a-f]{8,16}) ([a-zA-Z]) (\S+)(?:[ \t]+(\[\S+\]))?$/;

/**
 * The symbols of a System.map, an `nm` listing or a copy of /proc/kallsyms, moved by `offset`.
 * @throws TraceError naming the line that is none
 */
export function mapSymbols(text: string, offset = 0n): Symbol[] {
  const found: { name: string; address: bigint; rank: number }[] = [];
  text.split('\n').forEach((line, i) => {
    if (line.trim() === '') return;
    const m = LINE.exec(line.trimEnd());
    if (!m) {
      throw new TraceError(`line ${i + 1}: '${line.trim().slice(0, 80)}', expected an address, a type and a name`);
    }
    const [, address, type, name, module] = m;
    // A and U are no addresses.
    if (/[aAU]/.test(type) || isMapping(name)) return;
    found.push({
      name: module === undefined ? name : `${name} ${module}`,
      address: BigInt(`0x${address}`),
      rank: /[tTwW]/.test(type) ? (/[TW]/.test(type) ? 3 : 2) : 0,
    });
  });
  if (found.length === 0) throw new TraceError('no symbols, expected lines with an address, a type and a name');
  if (found.every((s) => s.address === 0n)) {
    throw new TraceError(
      'all addresses are zero, expected /proc/kallsyms as root reads it, with kernel.kptr_restrict=0',
    );
  }
  const last = found.reduce((max, s) => (s.address > max ? s.address : max), 0n);
  return found.map(({ name, address, rank }) => ({
    name,
    address: BigInt.asUintN(64, address + offset),
    end: address === last ? BigInt.asUintN(64, address + offset) + LAST : TOP,
    rank,
  }));
}

/** Looks addresses up. */
export class SymbolTable {
  /** In ascending order, as two halves: comparing BigInts would make one for each step of a search. */
  private readonly hi: Uint32Array;
  private readonly lo: Uint32Array;
  private readonly symbols: readonly Symbol[];

  constructor(symbols: readonly Symbol[]) {
    const sorted = [...symbols].sort((a, b) =>
      a.address < b.address ? -1 : a.address > b.address ? 1 : b.rank - a.rank,
    );
    this.symbols = sorted.filter((s, i) => i === 0 || s.address !== sorted[i - 1].address);
    this.hi = Uint32Array.from(this.symbols, (s) => Number(s.address >> 32n));
    this.lo = Uint32Array.from(this.symbols, (s) => Number(s.address & 0xffffffffn));
  }

  get size(): number {
    return this.symbols.length;
  }

  /** The place as `name` or `name+0x10`; undefined where no symbol is. */
  at(address: bigint): string | undefined {
    const hi = Number(address >> 32n);
    const lo = Number(address & 0xffffffffn);
    // How many are not above the address.
    let low = 0;
    let high = this.symbols.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const h = this.hi[middle];
      if (h < hi || (h === hi && this.lo[middle] <= lo)) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return undefined;
    const symbol = this.symbols[low - 1];
    // The end itself has the name too: it is where a call in a function's last instruction returns.
    if (address > symbol.end) return undefined;
    const distance = address - symbol.address;
    return distance === 0n ? symbol.name : `${symbol.name}+0x${distance.toString(16)}`;
  }
}
