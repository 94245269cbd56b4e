import { describe, expect, test } from 'vitest';
import { assemble } from '../../src/aarch64/assembler/index.js';
import { ElfError, isElf, readElf, writeElf } from '../../src/aarch64/elf.js';

const source = `
        .text
        .globl  _start
        .type   _start, %function
_start: ldr     x0, =value
        b       .
        .section .rodata
text:   .asciz  "hello"
        .data
value:  .quad   _start
        .bss
        .balign 16
buffer: .space  100
        .equ    CONSTANT, 0xfe201000
`;
const program = assemble(source, { base: 0x80000 });

describe('what is written can be read', () => {
  const elf = readElf(program.elf());

  test('header and segments', () => {
    expect(elf.type).toBe(2);
    expect(elf.entry).toBe(0x80000n);
    expect(
      elf.segments.map(({ address, physicalAddress, memorySize, flags, data }) => [
        address,
        physicalAddress,
        memorySize,
        flags,
        data.length,
      ]),
    ).toEqual([
      [0x80000n, 0x80000n, 22n, 5, 22],
      [0x81000n, 0x81000n, 16n + 100n, 6, 8],
    ]);
    expect(new DataView(elf.segments[1].data.slice().buffer).getBigUint64(0, true)).toBe(0x80000n);
  });

  test('sections', () => {
    expect(
      elf.sections.map(({ name, type, flags, address, size }) => [name, type, flags, address, size]).slice(0, 5),
    ).toEqual([
      ['', 0, 0, 0n, 0n],
      ['.text', 1, 6, 0x80000n, 16n],
      ['.rodata', 1, 2, 0x80010n, 6n],
      ['.data', 1, 3, 0x81000n, 8n],
      ['.bss', 8, 3, 0x81010n, 100n],
    ]);
  });

  test('symbols', () => {
    const named = Object.fromEntries(elf.symbols.map((s) => [s.name, [s.value, s.section, s.global, s.type]]));
    expect(named).toMatchObject({
      _start: [0x80000n, 1, true, 2],
      text: [0x80010n, 2, false, 0],
      value: [0x81000n, 3, false, 0],
      buffer: [0x81010n, 4, false, 0],
      CONSTANT: [0xfe201000n, undefined, false, 0],
      $x: [0x80000n, 1, false, 0],
      $d: [0x80008n, 1, false, 0],
    });
  });

  test('sections keep to one page offset in file and memory', () => {
    const bytes = program.elf();
    const view = new DataView(bytes.buffer);
    for (const header of [64, 64 + 56]) {
      expect(view.getBigUint64(header + 8, true) % 4096n).toBe(view.getBigUint64(header + 16, true) % 4096n);
    }
  });

  test('an empty program', () => {
    expect(readElf(assemble('').elf())).toMatchObject({ segments: [], entry: 0n });
  });

  test('zeros alone', () => {
    const [segment, ...others] = readElf(assemble('.bss\n.space 12', { base: 0x1000 }).elf()).segments;
    expect(others).toEqual([]);
    expect([segment.address, segment.memorySize, segment.data.length]).toEqual([0x1000n, 12n, 0]);
  });

  test('a segment in the middle of a page', () => {
    const section = {
      name: '.text',
      size: 4,
      data: Uint8Array.of(1, 2, 3, 4),
      alignment: 4,
      write: false,
      execute: true,
    };
    const bytes = writeElf({
      entry: 0x1234n,
      sections: [{ ...section, address: 0x1234n }],
      segments: [1],
      symbols: [],
    });
    expect([...readElf(bytes).segments[0].data]).toEqual([1, 2, 3, 4]);
  });
});

describe('bad files', () => {
  const good = program.elf();
  const patched = (at: number, ...values: number[]): Uint8Array => {
    const copy = good.slice();
    copy.set(values, at);
    return copy;
  };

  test.for<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(0), 'not an ELF file'],
    ['text', new TextEncoder().encode('hello'), 'not an ELF file'],
    ['four bytes', good.slice(0, 4), 'truncated: 4 bytes are less than an ELF header'],
    ['x86-64', patched(18, 62, 0), 'an ELF file for x86-64, expected AArch64'],
    ['RISC-V', patched(18, 243, 0), 'an ELF file for RISC-V, expected AArch64'],
    ['32-bit Arm', patched(4, 1, 1, 1).with(18, 40), 'an ELF file for 32-bit Arm, expected AArch64'],
    ['ILP32', patched(4, 1), 'an ELF file for AArch64 ILP32, expected AArch64'],
    ['big endian', patched(5, 2), 'an ELF file for a big-endian machine, expected AArch64'],
    ['unknown', patched(18, 0xff, 0xff), 'an ELF file for machine 65535, expected AArch64'],
    ['no program headers', good.slice(0, 64), 'truncated: the program header table ends at byte 176, the file has 64'],
    ['half a segment', good.slice(0, 4100), 'truncated: segment 0 ends at byte 4118, the file has 4100'],
    ['file size above memory size', patched(64 + 32, 0, 0, 1), 'segment 0 has more bytes in the file than in memory'],
    ['offset of 64 bits', patched(64 + 8, 255, 255, 255, 255, 255, 255, 255, 255), 'truncated: segment 0'],
    ['short headers', patched(54, 8, 0), 'program headers of 8 bytes, expected 56'],
    ['section headers outside', patched(40, 255, 255, 255, 255), 'truncated: the section header table'],
  ])('%s', ([, bytes, message]) => {
    expect(() => readElf(bytes)).toThrow(ElfError);
    expect(() => readElf(bytes)).toThrow(message);
  });

  test('whatever the bytes, there is no other error', () => {
    let x = 12345;
    const random = (n: number): number => {
      x ^= x << 13;
      x ^= x >>> 17;
      x ^= x << 5;
      return (x >>> 0) % n;
    };
    for (let i = 0; i < 3000; i++) {
      const bytes = good.slice(0, random(4) === 0 ? random(good.length) : good.length);
      for (let n = random(4) + 1; n > 0 && bytes.length > 0; n--) {
        // Mostly in the headers, where it matters.
        const at =
          random(3) === 0
            ? random(bytes.length)
            : random(3) === 0
              ? bytes.length - 1 - random(Math.min(600, bytes.length))
              : random(Math.min(200, bytes.length));
        bytes[at] = random(2) === 0 ? 255 : random(256);
      }
      try {
        readElf(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(ElfError);
      }
    }
  });

  test('isElf', () => {
    expect(isElf(good)).toBe(true);
    expect(isElf(good.slice(0, 3))).toBe(false);
  });
});
