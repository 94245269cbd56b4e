/** ELF64 files for AArch64, little-endian: reader and writer (System V ABI, chapters 4 and 5; ELF for the Arm 64-bit Architecture). */

/** A file that is not what it should be: the message says what is wrong, in one line, without the file's name. */
export class ElfError extends Error {
  override readonly name = 'ElfError';
}

export const ELF_TYPE = { REL: 1, EXEC: 2, DYN: 3 } as const;
export const SEGMENT_FLAG = { X: 1, W: 2, R: 4 } as const;
export const SECTION_FLAG = { WRITE: 1, ALLOC: 2, EXECINSTR: 4 } as const;
export const SECTION_TYPE = { NULL: 0, PROGBITS: 1, SYMTAB: 2, STRTAB: 3, NOBITS: 8 } as const;
export const SYMBOL_TYPE = { NOTYPE: 0, OBJECT: 1, FUNC: 2, SECTION: 3, FILE: 4 } as const;

const EM_AARCH64 = 183;
const PT_LOAD = 1;
const SHN_ABS = 0xfff1;
const HEADER_BYTES = 64;
const PROGRAM_HEADER_BYTES = 56;
const SECTION_HEADER_BYTES = 64;
const SYMBOL_BYTES = 24;
/** Segments begin at this distance from a page, in the file as in memory. */
const PAGE = 4096;

/** A part of memory that the file fills: program header of type PT_LOAD. Addresses are 64 bits, unsigned. */
export interface ElfSegment {
  readonly address: bigint;
  readonly physicalAddress: bigint;
  /** Bytes in memory: those of `data`, then zeros. */
  readonly memorySize: bigint;
  readonly data: Uint8Array;
  /** SEGMENT_FLAG. */
  readonly flags: number;
}

export interface ElfSection {
  readonly name: string;
  readonly type: number;
  /** SECTION_FLAG. */
  readonly flags: number;
  readonly address: bigint;
  /** In bytes; `data` is empty for NOBITS. */
  readonly size: bigint;
  readonly data: Uint8Array;
}

export interface ElfSymbol {
  readonly name: string;
  readonly value: bigint;
  readonly size: bigint;
  /** SYMBOL_TYPE. */
  readonly type: number;
  readonly global: boolean;
  /** The section's index in `sections`; undefined for absolute symbols, and those that are not defined here. */
  readonly section: number | undefined;
  readonly defined: boolean;
}

export interface ElfFile {
  /** ELF_TYPE. */
  readonly type: number;
  readonly entry: bigint;
  readonly segments: readonly ElfSegment[];
  /** All sections, the null section at index 0 included. Empty if the file has no section headers. */
  readonly sections: readonly ElfSection[];
  readonly symbols: readonly ElfSymbol[];
}

/** Whether these bytes begin as an ELF file does. */
export const isElf = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 && bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46;

const MACHINES: Readonly<Record<number, string>> = {
  3: 'x86',
  8: 'MIPS',
  20: 'PowerPC',
  21: 'PowerPC64',
  40: '32-bit Arm',
  62: 'x86-64',
  243: 'RISC-V',
};

/** A bounded view of the file: everything outside is an ElfError, not a RangeError. */
class File {
  private readonly view: DataView;
  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  u16(at: number): number {
    return this.view.getUint16(at, true);
  }
  u32(at: number): number {
    return this.view.getUint32(at, true);
  }
  u64(at: number): bigint {
    return this.view.getBigUint64(at, true);
  }
  /** `size` bytes from `offset`, without copying. */
  slice(offset: bigint, size: bigint, what: string): Uint8Array {
    const { length } = this.bytes;
    if (offset > BigInt(length) || size > BigInt(length) - offset) {
      throw new ElfError(`truncated: ${what} ends at byte ${offset + size}, the file has ${length}`);
    }
    return this.bytes.subarray(Number(offset), Number(offset + size));
  }
  text(table: Uint8Array, at: number): string {
    const end = table.indexOf(0, at);
    return new TextDecoder().decode(table.subarray(Math.min(at, table.length), end < 0 ? table.length : end));
  }
}

/**
 * Reads an ELF file. Contents are views of `bytes`, not copies.
 *
 * @throws ElfError if it is no ELF file, not for little-endian AArch64, or truncated
 */
export function readElf(bytes: Uint8Array): ElfFile {
  if (!isElf(bytes)) throw new ElfError('not an ELF file');
  if (bytes.length < HEADER_BYTES) throw new ElfError(`truncated: ${bytes.length} bytes are less than an ELF header`);
  const file = new File(bytes);
  const machine = file.u16(bytes[5] === 2 ? 18 : 18);
  if (bytes[4] !== 2 || bytes[5] !== 1 || machine !== EM_AARCH64) {
    const what = bytes[5] === 2 ? 'a big-endian machine' : (MACHINES[machine] ?? `machine ${machine}`);
    throw new ElfError(
      `an ELF file for ${bytes[4] === 1 && machine === EM_AARCH64 ? 'AArch64 ILP32' : what}, expected AArch64`,
    );
  }
  const type = file.u16(16);
  return { type, entry: file.u64(24), segments: readSegments(file), ...readSections(file) };
}

/** Program headers of type PT_LOAD that hold anything. */
function readSegments(file: File): ElfSegment[] {
  const [size, count] = [file.u16(54), file.u16(56)];
  if (count === 0) return [];
  if (size < PROGRAM_HEADER_BYTES)
    throw new ElfError(`program headers of ${size} bytes, expected ${PROGRAM_HEADER_BYTES}`);
  const table = file.slice(file.u64(32), BigInt(size * count), 'the program header table');
  const view = new File(table);
  const out: ElfSegment[] = [];
  for (let i = 0, at = 0; i < count; i++, at += size) {
    if (view.u32(at) !== PT_LOAD) continue;
    const memorySize = view.u64(at + 40);
    const fileSize = view.u64(at + 32);
    if (memorySize === 0n) continue;
    if (fileSize > memorySize) throw new ElfError(`segment ${i} has more bytes in the file than in memory`);
    out.push({
      flags: view.u32(at + 4),
      data: file.slice(view.u64(at + 8), fileSize, `segment ${i}`),
      address: view.u64(at + 16),
      physicalAddress: view.u64(at + 24),
      memorySize,
    });
  }
  return out;
}

function readSections(file: File): { sections: ElfSection[]; symbols: ElfSymbol[] } {
  const offset = file.u64(40);
  const [size, count, names] = [file.u16(58), file.u16(60), file.u16(62)];
  if (offset === 0n || count === 0) return { sections: [], symbols: [] };
  if (size < SECTION_HEADER_BYTES)
    throw new ElfError(`section headers of ${size} bytes, expected ${SECTION_HEADER_BYTES}`);
  const view = new File(file.slice(offset, BigInt(size * count), 'the section header table'));
  const contents = (i: number): Uint8Array => {
    const at = i * size;
    const type = view.u32(at + 4);
    if (type === SECTION_TYPE.NOBITS || type === SECTION_TYPE.NULL) return new Uint8Array(0);
    return file.slice(view.u64(at + 24), view.u64(at + 32), `section ${i}`);
  };
  const nameTable = names > 0 && names < count ? contents(names) : new Uint8Array(0);
  const sections: ElfSection[] = [];
  for (let i = 0, at = 0; i < count; i++, at += size) {
    sections.push({
      name: file.text(nameTable, view.u32(at)),
      type: view.u32(at + 4),
      flags: Number(view.u64(at + 8) & 0xffffffffn),
      address: view.u64(at + 16),
      size: view.u64(at + 32),
      data: contents(i),
    });
  }
  const symbols: ElfSymbol[] = [];
  for (let i = 0; i < count; i++) {
    if (sections[i].type !== SECTION_TYPE.SYMTAB) continue;
    const link = view.u32(i * size + 40);
    const strings = link < count ? sections[link].data : new Uint8Array(0);
    const table = new File(sections[i].data);
    for (let at = SYMBOL_BYTES; at + SYMBOL_BYTES <= sections[i].data.length; at += SYMBOL_BYTES) {
      const info = sections[i].data[at + 4];
      const index = table.u16(at + 6);
      symbols.push({
        name: file.text(strings, table.u32(at)),
        type: info & 15,
        global: info >> 4 !== 0,
        section: index > 0 && index < count ? index : undefined,
        defined: index !== 0,
        value: table.u64(at + 8),
        size: table.u64(at + 16),
      });
    }
  }
  return { sections, symbols };
}

// ------------------------------------------------------------------------------------------------ writing

/** A section to be written, and thereby the memory it fills. */
export interface OutputSection {
  readonly name: string;
  readonly address: bigint;
  readonly size: number;
  /** `size` bytes, or none for a section of zeros that takes no room in the file. */
  readonly data: Uint8Array | undefined;
  readonly alignment: number;
  readonly write: boolean;
  readonly execute: boolean;
}

export interface OutputSymbol {
  readonly name: string;
  readonly value: bigint;
  readonly global: boolean;
  /** SYMBOL_TYPE. */
  readonly type: number;
  /** Index in the list of sections; undefined for an absolute value. */
  readonly section: number | undefined;
}

export interface ElfOutput {
  readonly entry: bigint;
  /** In order of address. Neighbours go into one segment; `segments` lists how many go into each. */
  readonly sections: readonly OutputSection[];
  readonly segments: readonly number[];
  readonly symbols: readonly OutputSymbol[];
}

const alignUp = (n: number, alignment: number): number => Math.ceil(n / alignment) * alignment;

/** Strings with zeros between them, and where each begins. */
class StringTable {
  private readonly bytes: number[] = [0];
  private readonly known = new Map<string, number>([['', 0]]);

  add(text: string): number {
    const found = this.known.get(text);
    if (found !== undefined) return found;
    const at = this.bytes.length;
    for (const b of new TextEncoder().encode(text)) this.bytes.push(b);
    this.bytes.push(0);
    this.known.set(text, at);
    return at;
  }

  data(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }
}

interface SectionHeader {
  name: number;
  type: number;
  flags: number;
  address: bigint;
  offset: number;
  size: number;
  link?: number;
  info?: number;
  alignment: number;
  entry?: number;
}

function writeSectionHeader(view: DataView, at: number, h: SectionHeader): void {
  view.setUint32(at, h.name, true);
  view.setUint32(at + 4, h.type, true);
  view.setBigUint64(at + 8, BigInt(h.flags), true);
  view.setBigUint64(at + 16, h.address, true);
  view.setBigUint64(at + 24, BigInt(h.offset), true);
  view.setBigUint64(at + 32, BigInt(h.size), true);
  view.setUint32(at + 40, h.link ?? 0, true);
  view.setUint32(at + 44, h.info ?? 0, true);
  view.setBigUint64(at + 48, BigInt(h.alignment), true);
  view.setBigUint64(at + 56, BigInt(h.entry ?? 0), true);
}

/** An ELF executable (ET_EXEC) with section headers and symbols. */
export function writeElf({ entry, sections, segments, symbols }: ElfOutput): Uint8Array {
  // Where everything lies in the file: offsets agree with addresses modulo the page size.
  const offsets: number[] = [];
  const programs: { first: number; count: number }[] = [];
  let at = HEADER_BYTES + PROGRAM_HEADER_BYTES * segments.length;
  let index = 0;
  for (const count of segments) {
    programs.push({ first: index, count });
    const start = sections[index].address;
    at += (Number(start % BigInt(PAGE)) - (at % PAGE) + PAGE) % PAGE;
    for (let i = index; i < index + count; i++) offsets.push(at + Number(sections[i].address - start));
    for (let i = index; i < index + count; i++) if (sections[i].data) at = offsets[i] + sections[i].size;
    index += count;
  }

  const names = new StringTable();
  const strings = new StringTable();
  const ordered = [...symbols.filter((s) => !s.global), ...symbols.filter((s) => s.global)];
  const symbolsAt = alignUp(at, 8);
  const symbolBytes = SYMBOL_BYTES * (ordered.length + 1);
  const nameIndexes = ordered.map((s) => strings.add(s.name));
  const stringData = strings.data();
  const headers: SectionHeader[] = sections.map((s, i) => ({
    name: names.add(s.name),
    type: s.data ? SECTION_TYPE.PROGBITS : SECTION_TYPE.NOBITS,
    flags: SECTION_FLAG.ALLOC | (s.write ? SECTION_FLAG.WRITE : 0) | (s.execute ? SECTION_FLAG.EXECINSTR : 0),
    address: s.address,
    offset: offsets[i],
    size: s.size,
    alignment: s.alignment,
  }));
  const stringsIndex = sections.length + 2;
  const stringsAt = symbolsAt + symbolBytes;
  const namesAt = stringsAt + stringData.length;
  headers.push({
    name: names.add('.symtab'),
    type: SECTION_TYPE.SYMTAB,
    flags: 0,
    address: 0n,
    offset: symbolsAt,
    size: symbolBytes,
    link: stringsIndex,
    info: ordered.filter((s) => !s.global).length + 1,
    alignment: 8,
    entry: SYMBOL_BYTES,
  });
  const table = { type: SECTION_TYPE.STRTAB, flags: 0, address: 0n, alignment: 1 };
  headers.push({ ...table, name: names.add('.strtab'), offset: stringsAt, size: stringData.length });
  const own = names.add('.shstrtab');
  const nameData = names.data();
  headers.push({ ...table, name: own, offset: namesAt, size: nameData.length });
  const headersAt = alignUp(namesAt + nameData.length, 8);

  const out = new Uint8Array(headersAt + SECTION_HEADER_BYTES * (headers.length + 1));
  const view = new DataView(out.buffer);
  out.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  view.setUint16(16, ELF_TYPE.EXEC, true);
  view.setUint16(18, EM_AARCH64, true);
  view.setUint32(20, 1, true);
  view.setBigUint64(24, entry, true);
  view.setBigUint64(32, BigInt(HEADER_BYTES), true);
  view.setBigUint64(40, BigInt(headersAt), true);
  view.setUint16(52, HEADER_BYTES, true);
  view.setUint16(54, PROGRAM_HEADER_BYTES, true);
  view.setUint16(56, segments.length, true);
  view.setUint16(58, SECTION_HEADER_BYTES, true);
  view.setUint16(60, headers.length + 1, true);
  view.setUint16(62, headers.length, true);

  programs.forEach(({ first, count }, i) => {
    const members = sections.slice(first, first + count);
    const last = members[members.length - 1];
    const lastData = members.findLastIndex((s) => s.data);
    const start = members[0].address;
    const p = HEADER_BYTES + PROGRAM_HEADER_BYTES * i;
    const flags =
      SEGMENT_FLAG.R |
      (members.some((s) => s.write) ? SEGMENT_FLAG.W : 0) |
      (members.some((s) => s.execute) ? SEGMENT_FLAG.X : 0);
    view.setUint32(p, PT_LOAD, true);
    view.setUint32(p + 4, flags, true);
    view.setBigUint64(p + 8, BigInt(offsets[first]), true);
    view.setBigUint64(p + 16, start, true);
    view.setBigUint64(p + 24, start, true);
    const fileSize = lastData < 0 ? 0n : members[lastData].address + BigInt(members[lastData].size) - start;
    view.setBigUint64(p + 32, fileSize, true);
    view.setBigUint64(p + 40, last.address + BigInt(last.size) - start, true);
    view.setBigUint64(p + 48, BigInt(PAGE), true);
  });
  sections.forEach((s, i) => s.data && out.set(s.data, offsets[i]));
  ordered.forEach((s, i) => {
    const p = symbolsAt + SYMBOL_BYTES * (i + 1);
    view.setUint32(p, nameIndexes[i], true);
    out[p + 4] = ((s.global ? 1 : 0) << 4) | s.type;
    view.setUint16(p + 6, s.section === undefined ? SHN_ABS : s.section + 1, true);
    view.setBigUint64(p + 8, s.value, true);
  });
  out.set(stringData, stringsAt);
  out.set(nameData, namesAt);
  headers.forEach((h, i) => writeSectionHeader(view, headersAt + SECTION_HEADER_BYTES * (i + 1), h));
  return out;
}
