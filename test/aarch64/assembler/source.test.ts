import { describe, expect, test } from 'vitest';
import { assemble, AssemblyError, type AssembleOptions } from '../../../src/aarch64/assembler/index.js';

/** The contents of the first section, in hexadecimal. */
const bytes = (source: string, options?: AssembleOptions): string =>
  Buffer.from(assemble(source, options).sections[0]?.data ?? []).toString('hex');

/** What is wrong with a source. */
function mistakes(source: string, options: AssembleOptions = {}): string[] {
  try {
    assemble(source, { file: 'a.s', ...options });
  } catch (error) {
    if (error instanceof AssemblyError) return error.message.split('\n');
    throw error;
  }
  return [];
}

const NOP = '1f2003d5';

describe('data', () => {
  test.for<[string, string]>([
    // source                                          bytes of .text
    ['.byte 1, -1, 255, -128', '01ffff80'],
    [".byte 'a', 'b, '\\n', '\\'', ' '", '61620a2720'],
    ['.hword 0x1234; .short -2; .2byte 1', '3412feff0100'],
    ['.word 0x12345678, -1', '78563412ffffffff'],
    ['.quad 0x123456789abcdef0, -1', 'f0debc9a78563412ffffffffffffffff'],
    ['.octa -2', 'feffffffffffffffffffffffffffffff'],
    ['.ascii "ab", "c" "d"', '61626364'],
    ['.asciz "", "a"', '006100'],
    ['.string "é\\t\\0\\x7f\\101"', 'c3a909007f4100'],
    ['.space 2; .skip 2, 0xaa; .zero 1', '0000aaaa00'],
    ['.fill 2, 3, 0x010203', '030201030201'],
    ['.float 1.5; .double -2, 1e3', '0000c03f00000000000000c00000000000408f40'],
    ['.byte 1; .balign 4; nop', `01000000${NOP}`],
    ['.byte 1; .balign 8', `01000000${NOP}`],
    ['.byte 1; .p2align 1, 0xcc', '01cc'],
    ['nop; .balign 16, , 4', NOP],
    ['nop; .align 3', NOP + NOP],
    ['.org 4, 0xff; .byte 1', 'ffffffff01'],
    ['a: .byte 1; .org a + 3; .byte 2', '01000002'],
    ['. = . + 2; .byte 1', '000001'],
    ['.inst 0xd503201f', NOP],
  ])('%s', ([source, expected]) => {
    expect(bytes(source)).toBe(expected);
  });
});

describe('expressions bind as in GNU as', () => {
  test.for<[string, number]>([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['1 << 3 + 1', 9],
    ['7 & 3 + 1', 4],
    ['6 | 1 ^ 3', 4],
    ['-7 / 2', -3],
    ['-7 % 3', -1],
    ['~5', -6],
    ['!5 + !0', 1],
    ['- - 4', 4],
    ['1 == 1', -1],
    ['2 < 1 || 3', 1],
    ['5 && 0', 0],
    ['-1 >> 60', 15],
    ['0x10 + 010 + 0b11 + 10', 37],
    ["'a' - 'A'", 32],
    ['2f - 1f', 4],
    ['. - start', 0],
    ['end - start', 12],
  ])('%s', ([text, value]) => {
    const data = bytes(`start: .word ${text}\n1: .word 0\n2: .word 0\nend:`);
    expect(Buffer.from(data, 'hex').readInt32LE()).toBe(value);
  });
});

describe('symbols', () => {
  test('a symbol that is set again has the value that the place sees', () => {
    expect(bytes('.byte a; .set a, 1; .byte a; a = a + 1; .byte a; .equ a, a * 4; .byte a')).toBe('01010208');
  });

  test('.equ may name what comes later', () => {
    expect(bytes('.equ size, end - start; start: .byte size; .byte 0; end:')).toBe('0200');
  });

  test('numeric labels are the nearest', () => {
    expect(bytes('1: .byte 1b - 1f; 1: .byte 1b - 1f, 0; 1:')).toBe('fffe00');
  });

  test('sections, entry and symbols', () => {
    const a = assemble(
      '.data\nd: .word t\n.bss\nb: .space 8\n.text\nt: nop\n.globl _start\n_start: nop\n.Llocal: nop',
      { base: 0x1000 },
    );
    expect(a.sections.map((s) => [s.name, s.address, s.size])).toEqual([
      ['.text', 0x1000n, 12],
      ['.data', 0x2000n, 4],
      ['.bss', 0x2004n, 8],
    ]);
    expect(Object.fromEntries(a.symbols)).toEqual({ d: 0x2000n, b: 0x2004n, t: 0x1000n, _start: 0x1004n });
    expect(a.entry).toBe(0x1004n);
    expect(Buffer.from(a.sections[1].data).readUInt32LE()).toBe(0x1000);
    expect(a.raw().length).toBe(0x1004);
  });

  test('the section that is written first lies first', () => {
    const a = assemble(
      '.section .text.boot, "ax"\nnop\n.text\nnop\n.section .rodata\n.byte 1\n.section .comment\n.byte 1',
    );
    expect(a.sections.map((s) => s.name)).toEqual(['.text.boot', '.text', '.rodata']);
  });

  test('.pushsection, .popsection, .previous', () => {
    const a = assemble(
      '.byte 1\n.pushsection .rodata\n.byte 2\n.popsection\n.byte 3\n.data\n.byte 4\n.previous\n.byte 5',
    );
    expect(a.sections.map((s) => Buffer.from(s.data).toString('hex'))).toEqual(['010305', '02', '04']);
  });

  test('symbols from outside', () => {
    expect(bytes('.word UART', { symbols: { UART: 0xfe201000 } })).toBe('001020fe');
  });

  test('addresses of 64 bits', () => {
    expect(bytes('a: .quad a + 8', { base: 0xffff_8000_0008_0000n })).toBe('080008000080ffff');
  });
});

describe('literal pools', () => {
  test('equal values share an entry; words come before doublewords', () => {
    const a = assemble('ldr x0, =5\nldr w1, =5\nldr x2, =5\nldr x3, =l\nldr x4, =l + 0\nldr w5, =4 + 1\nl:');
    expect(a.sections[0].size).toBe(24 + 8 + 16);
    const words = new Uint32Array(a.sections[0].data.buffer);
    expect([...words.slice(6)]).toEqual([5, 0, 5, 0, 0x80018, 0]);
  });

  test('.ltorg empties the pool', () => {
    expect(assemble('ldr x0, =5\nb 1f\n.ltorg\n1: ldr x0, =5').sections[0].size).toBe(8 + 8 + 8 + 8);
  });

  test('a value that does not fit', () => {
    expect(mistakes('ldr w0, =0x123456789')).toEqual(['a.s:1: 4886718345 does not fit in 32 bits']);
  });

  test('too far away', () => {
    expect(mistakes('ldr x0, =1\n.space 1 << 20')[0]).toContain('an address within 1048576 bytes');
  });
});

describe('macros, repetitions, conditions', () => {
  test.for<[string, string]>([
    ['.macro m a, b=2\n.byte \\a, \\b\n.endm\nm 1\nm 3, 4\nm b=5, a=6', '010203040605'],
    ['.macro m a:req, rest:vararg\n.byte \\a\n.ifnb \\rest\nm \\rest\n.endif\n.endm\nm 1, 2, 3', '010203'],
    ['.macro m\nl\\@: .byte l\\@ - .\n.endm\nm\nm', '0000'],
    ['.macro m n\n\\n\\().x: .byte 1\n.endm\nm a\n.byte a.x - a.x', '0100'],
    ['.macro m t\n.ascii "\\t"\n.endm\nm "a, b"', '612c2062'],
    ['.rept 3\n.byte 1\n.endr', '010101'],
    ['.rept 2\n.rept 2\n.byte 1\n.endr\n.byte 2\n.endr', '010102010102'],
    ['.irp r, 1, 2\n.byte \\r\n.endr', '0102'],
    ['.irpc c, 123\n.byte \\c\n.endr', '010203'],
    ['.equ A, 1\n.if A == 1\n.byte 1\n.else\n.byte 2\n.endif', '01'],
    ['.if 0\n.if 1\n.byte 1\n.endif\n.elseif 2 > 1\n.byte 2\n.elseif 1\n.byte 3\n.else\n.byte 4\n.endif', '02'],
    ['.ifdef X\n.byte 1\n.endif\nX = 0\n.ifdef X\n.byte 2\n.endif\n.ifndef X\n.byte 3\n.endif', '02'],
    ['.ifc a, a\n.byte 1\n.endif', '01'],
    ['r .req x3\nmov r, #0\n.unreq r', '030080d2'],
    ['nop // no\nnop /* a\nb */ ; nop\n# line\n', NOP + NOP + NOP],
    ['.ascii "//;#" // x', '2f2f3b23'],
  ])('%j', ([source, expected]) => {
    expect(bytes(source)).toBe(expected);
  });

  test('.include', () => {
    const include = (name: string): string | undefined => (name === 'b.s' ? 'B = 7\nbad' : undefined);
    expect(mistakes('.include "b.s"\n.byte B\n.include "c.s"', { include }).sort()).toEqual([
      "a.s:3: .include: can't read 'c.s'",
      "b.s:2: unknown instruction 'bad'",
    ]);
  });
});

describe('mistakes', () => {
  test('all of them, each with its line', () => {
    expect(mistakes('nop\nfoo x0\n\nadd x0, x1 // comment\n.word undefined\n.wrod 1\nnop')).toEqual([
      "a.s:2: unknown instruction 'foo'",
      "a.s:6: unknown directive '.wrod'",
    ]);
    expect(mistakes('nop\nadd x0, x1\n.word undefined\n/*\n\n*/ b nowhere')).toEqual([
      "a.s:2: 'add': expected ',' at the end of the line",
      "a.s:3: undefined symbol 'undefined'",
      "a.s:6: undefined symbol 'nowhere'",
    ]);
  });

  test.for<[string, string]>([
    ['a: nop\na: nop', "a.s:2: 'a' is defined already"],
    ['a = 1\na: nop', "a.s:2: 'a' is defined already"],
    ['x1: nop', "a.s:1: 'x1' is a register"],
    ['.equ a, b\n.equ b, a\n.byte a', "'a' is defined by itself"],
    ['b 1f\n1b: nop', 'a.s:2: '],
    ['.byte 1b', 'a.s:1: no label 1: before this line'],
    ['.byte 256', 'a.s:1: 256 does not fit in 8 bits'],
    ['.byte 1\nnop', 'a.s:2: an instruction at an address that is not a multiple of 4'],
    ['.bss\n.word 1', 'a.s:2: contents in section .bss, which has none'],
    ['.space end - start\nstart: nop\nend:', "a.s:1: .space: undefined symbol 'end'"],
    ['l: .space l', 'a.s:1: .space: the value is an address, which is not known yet'],
    ['.balign 3', 'a.s:1: .balign: an alignment of 3, expected a power of two'],
    ['.space -1', 'a.s:1: .space: a size of -1'],
    ['.space 1 << 40', 'a.s:1: .space: a size of 1099511627776'],
    ['.space 1 << 30', 'a.s:1: .space: section .text has more than 268435456 bytes'],
    ['nop\n.org 0', 'a.s:2: .org: .org 0 goes back: the section has 4 bytes'],
    ['.ascii "abc', 'a.s:1: a string without its end'],
    ['.ascii "\\q"', "a.s:1: unknown escape '\\q' in a string"],
    ['.word 0x10000000000000000', 'a.s:1: the number 0x10000000000000000 has more than 64 bits'],
    ['.word 089', "a.s:1: bad octal number '089'"],
    ['.word 12ab', "a.s:1: bad number '12ab'"],
    ['.word 1 2', "a.s:1: .word: expected the end of the line, found '2'"],
    ['.word 1,', 'a.s:1: .word: expected a value'],
    ['.word 1 + ', "a.s:1: .word: expected the end of the line, found '+'"],
    ['.word 1 / 0', 'a.s:1: division by zero'],
    ['.if 1\nnop', 'a.s:2: .if without .endif'],
    ['.endif', 'a.s:1: .endif without .if'],
    ['.macro m', 'a.s:1: .macro without .endm'],
    ['.endm', 'a.s:1: .endm without its beginning'],
    ['.macro m\nm\n.endm\nm', 'a.s:2: macros nested more than 200 deep'],
    ['.macro m a\n.endm\nm 1, 2', "a.s:3: too many arguments for macro 'm'"],
    ['.macro m a:req\n.endm\nm', "a.s:3: macro 'm' needs 'a'"],
    ['.macro m\nm\nm\n.endm\nm', 'a.s:3: macros nested more than 200 deep'],
    ['.rept 10000000\n.byte 1\n.endr', 'more than 500000 statements'],
    ['.popsection', 'a.s:1: .popsection: .popsection without .pushsection'],
    ['.section .x, "ay"', "a.s:1: .section: unknown section flag 'y'"],
    ['.error "stop"', 'a.s:1: .error: stop'],
    ['`', 'a.s:1: '],
    ['r .req y1', "a.s:1: .req: 'y1' is no register"],
  ])('%j', ([source, message]) => {
    expect(mistakes(source).join('\n')).toContain(message);
  });

  test('a base that the alignment does not allow', () => {
    expect(mistakes('.balign 16\nnop', { base: 0x1008 })).toEqual([
      'a.s:2: section .text has to begin at a multiple of 16, which 0x1008 is not',
    ]);
  });
});
