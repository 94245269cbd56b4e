import { Command } from 'commander';
import type { ElfFile, ElfSection, ElfSymbol } from '../../aarch64/elf.js';
import { UserError } from '../user-error.js';
import { parseAddress } from './address.js';

interface Options {
  readonly base?: string;
}

/** A stretch of memory to list. */
interface Stretch {
  readonly title?: string;
  readonly address: bigint;
  readonly bytes: Uint8Array;
  readonly labels: ReadonlyMap<bigint, readonly string[]>;
  /** Where data begins and ends: the mapping symbols $d and $x, in order of address. */
  readonly mapping: readonly { readonly address: bigint; readonly data: boolean }[];
}

type Print = (word: number, pcLo: number, pcHi: number) => string | undefined;

const NO_LABELS: ReadonlyMap<bigint, readonly string[]> = new Map();

/** Symbols that name a place, and not a section, a file, or the kind of what follows. */
const isLabel = ({ name, type }: ElfSymbol): boolean => name !== '' && !name.startsWith('$') && type <= SYMBOL_FUNC;
const SYMBOL_FUNC = 2;

/** Sections of code with their symbols; or, in a file without section headers, segments of code. */
function stretchesOf(elf: ElfFile): Stretch[] {
  const code = ({ flags, data }: ElfSection): boolean => (flags & 4) !== 0 && data.length > 0;
  if (elf.sections.length === 0) {
    return elf.segments
      .filter((s) => (s.flags & 1) !== 0)
      .map((s) => ({ address: s.address, bytes: s.data, labels: NO_LABELS, mapping: [] }));
  }
  return elf.sections.flatMap((section, index) => {
    if (!code(section)) return [];
    // In an object file that is yet to be linked, values are offsets, and so are our addresses.
    const own = elf.symbols.filter((s) => s.section === index);
    const labels = new Map<bigint, string[]>();
    for (const { name, value } of own.filter(isLabel)) {
      labels.set(value, [...(labels.get(value) ?? []), name]);
    }
    const mapping = own
      .filter(({ name }) => /^\$[xd](\.|$)/.test(name))
      .map(({ name, value }) => ({ address: value, data: name[1] === 'd' }))
      .sort((a, b) => (a.address < b.address ? -1 : 1));
    return [{ title: section.name, address: section.address, bytes: section.data, labels, mapping }];
  });
}

/** An address at the end of a branch, ADR or load of a literal. */
const TARGET = /^(?:b|bl|b\.\w+|cbn?z|tbn?z|adrp?|ldr|ldrsw|prfm)\b[^[]* (0x[0-9a-f]+)$/;

const hex = (value: bigint | number, digits: number): string => value.toString(16).padStart(digits, '0');

/** The listing, line by line. */
function* listing(
  { title, address, bytes, labels, mapping }: Stretch,
  print: Print,
  name: (a: bigint) => string | undefined,
): Generator<string> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const digits = address + BigInt(bytes.length) > 0xffffffffn ? 16 : 8;
  if (title !== undefined) yield `section ${title}`;
  let next = 0;
  let data = false;
  for (let at = 0; at < bytes.length; at += 4) {
    const pc = BigInt.asUintN(64, address + BigInt(at));
    for (const label of labels.get(pc) ?? []) yield `${label}:`;
    while (next < mapping.length && mapping[next].address <= pc) data = mapping[next++].data;
    const head = `${hex(pc, digits)}: `;
    if (bytes.length - at < 4) {
      const rest = [...bytes.subarray(at)];
      yield `${head}${rest
        .map((b) => hex(b, 2))
        .join('')
        .padEnd(8)}  .byte ${rest.map((b) => `0x${hex(b, 2)}`).join(', ')}`;
      break;
    }
    const word = view.getUint32(at, true);
    const digitsOfWord = hex(word, 8);
    if (data) {
      yield `${head}${digitsOfWord}  .word 0x${digitsOfWord}`;
      continue;
    }
    const text = print(word | 0, Number(pc & 0xffffffffn), Number(pc >> 32n));
    if (text === undefined) yield `${head}${digitsOfWord}  .inst 0x${digitsOfWord} // undefined`;
    else {
      const target = TARGET.exec(text);
      const symbol = target && name(BigInt(target[1]));
      yield `${head}${digitsOfWord}  ${text}${symbol ? ` <${symbol}>` : ''}`;
    }
  }
}

async function action(file: string, options: Options): Promise<void> {
  const [{ disassemble }, { ElfError, isElf, readElf }, { readBytes }] = await Promise.all([
    import('../../aarch64/disassembler.js'),
    import('../../aarch64/elf.js'),
    import('../../host/files.js'),
  ]);
  const base = options.base === undefined ? undefined : parseAddress('--base', options.base);
  const bytes = readBytes(file);
  let stretches: Stretch[];
  const names = new Map<bigint, string>();
  if (isElf(bytes)) {
    if (base !== undefined) throw new UserError(`--base: ${file} is an ELF file, which says where it belongs`);
    try {
      const elf = readElf(bytes);
      stretches = stretchesOf(elf);
      for (const s of elf.symbols)
        if (isLabel(s) && s.section !== undefined) names.set(s.value, names.get(s.value) ?? s.name);
    } catch (error) {
      throw error instanceof ElfError ? new UserError(`${file}: ${error.message}`) : error;
    }
    if (stretches.length === 0) throw new UserError(`${file}: there is no code in this ELF file`);
  } else {
    if (bytes.length === 0) throw new UserError(`${file}: the file is empty, expected an ELF file or a raw image`);
    if (bytes.length % 4 !== 0) throw new UserError(`${file}: ${bytes.length} bytes, expected a multiple of 4`);
    stretches = [{ address: base ?? 0n, bytes, labels: NO_LABELS, mapping: [] }];
  }
  let chunk = '';
  const flush = async (): Promise<void> => {
    // Wait for a slow reader, so that a large image does not pile up in memory.
    if (!process.stdout.write(chunk)) await new Promise((resolve) => process.stdout.once('drain', resolve));
    chunk = '';
  };
  for (const stretch of stretches) {
    for (const line of listing(stretch, disassemble, (a) => names.get(a))) {
      chunk += `${line}\n`;
      if (chunk.length > 65536) await flush();
    }
  }
  await flush();
}

/** `pivisor dis FILE`: one line a word, `address: word  text`. */
export const dis = (): Command =>
  new Command('dis')
    .description('disassemble a raw image or the code of an ELF file')
    .argument('<file>', 'a raw image, or an ELF file for AArch64')
    .option('--base <address>', 'address of the first byte of a raw image (default: 0)')
    .addHelpText(
      'after',
      `
Examples:
  pivisor dis hello.elf
  pivisor dis kernel8.img --base 0x80000 | less`,
    )
    .action(action);
