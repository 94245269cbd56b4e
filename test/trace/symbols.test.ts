import { describe, expect, test } from 'vitest';
import { assemble } from '../../src/aarch64/assembler/index.js';
import { readElf } from '../../src/aarch64/elf.js';
import { elfSymbols, mapSymbols, SymbolTable } from '../../src/machine/trace/symbols.js';

describe('symbols of an ELF file', () => {
  const source = `
        .global _start
_start: nop
        nop
second: ldr x0, =0x123456789
        ret
        .data
value:  .quad 1
`;
  const elf = readElf(assemble(source, { base: 0x80000 }).elf());
  const value = elf.symbols.find((s) => s.name === 'value')?.value ?? 0n;

  test.each([
    [0x7ffffn, undefined],
    [0x80000n, '_start'],
    [0x80004n, '_start+0x4'],
    [0x80008n, 'second'],
    // The literal, behind a mapping symbol $d.
    [0x80010n, 'second+0x8'],
    [0xffff_8000_0008_0008n, undefined],
  ])('0x%s', (address, name) => {
    expect(elf.symbols.some((s) => s.name.startsWith('$d'))).toBe(true);
    expect(new SymbolTable(elfSymbols(elf)).at(address)).toBe(name);
  });

  test('reach to the end of their section, and data has names as well', () => {
    const table = new SymbolTable(elfSymbols(elf));
    expect(table.at(value)).toBe('value');
    expect(table.at(value + 0x1000n)).toBeUndefined();
  });

  test('move by an offset, up and down, and around the top', () => {
    const high = new SymbolTable(elfSymbols(elf, 0xffff_8000_0000_0000n));
    expect(high.at(0xffff_8000_0008_0008n)).toBe('second');
    expect(high.at(0x80008n)).toBeUndefined();
    expect(new SymbolTable(elfSymbols(elf, -0x80000n)).at(8n)).toBe('second');
  });
});

describe('symbols of a System.map', () => {
  const MAP = `ffff800008000000 T _text
ffff800008010000 t bcm2835_handle_irq
ffff800008010000 T _stext
ffff800008010128 t gic_handle_irq
ffff800008010128 t $x
ffff800008010200 T do_thing
ffff800009000000 D data
ffff800009abc000 T module_function	[brcmfmac]
ffff80000a000000 B _end
0000000000000000 A not_an_address
`;
  test.each([
    [0xffff800007ffffffn, undefined],
    [0xffff800008000000n, '_text'],
    // Of several at one place the global one.
    [0xffff800008010004n, '_stext+0x4'],
    [0xffff800008010134n, 'gic_handle_irq+0xc'],
    [0xffff8000080101ffn, 'gic_handle_irq+0xd7'],
    [0xffff800008010200n, 'do_thing'],
    [0xffff800009abc010n, 'module_function [brcmfmac]+0x10'],
    [0xffff80000a000ff0n, '_end+0xff0'],
    [0xffff80000a100000n, undefined],
    [0x0n, undefined],
  ])('0x%s', (address, name) => {
    expect(new SymbolTable(mapSymbols(MAP)).at(address)).toBe(name);
  });

  test('move by an offset: before the MMU is on the kernel runs at physical addresses', () => {
    const table = new SymbolTable(mapSymbols(MAP, 0x200000n - 0xffff800008000000n));
    expect(table.at(0x210134n)).toBe('gic_handle_irq+0xc');
    expect(table.at(0xffff800008010134n)).toBeUndefined();
  });

  test.each([
    ['nothing', '', /^no symbols, expected/],
    ['another file', 'hello\n', /^line 1: 'hello', expected an address, a type and a name$/],
    [
      "Debian's stub",
      'ffffffffffffffff B The real System.map is in the dbg package\n',
      /^line 1: 'ffffffffffffffff B The/,
    ],
    ['addresses that were hidden', '0000000000000000 T _text\n0000000000000000 t x\n', /^all addresses are zero/],
  ])('%s is an error in one line', (_, text, message) => {
    expect(() => mapSymbols(text)).toThrow(message);
  });

  test('looking up agrees with a search from end to end', () => {
    let x = 12345;
    const next = (): number => (x = (Math.imul(x, 1103515245) + 12345) >>> 0);
    const lines = Array.from({ length: 500 }, (_, i) => {
      const address = (BigInt(next() & 3) << 32n) | BigInt(next());
      return { address, name: `s${i}`, line: `${address.toString(16).padStart(16, '0')} T s${i}` };
    });
    const table = new SymbolTable(mapSymbols(lines.map((l) => l.line).join('\n')));
    for (let i = 0; i < 2000; i++) {
      const address = (BigInt(next() & 3) << 32n) | BigInt(next());
      const below = lines.filter((l) => l.address <= address).sort((a, b) => (a.address < b.address ? -1 : 1));
      const nearest = below.at(-1);
      const isLast = below.length === lines.length;
      if (!nearest || isLast) continue;
      const distance = address - nearest.address;
      expect(table.at(address)).toBe(distance === 0n ? nearest.name : `${nearest.name}+0x${distance.toString(16)}`);
    }
  });
});
