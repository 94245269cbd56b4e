import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

function pivisor(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'src/cli/pivisor.ts', ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr: stderr.replaceAll(`${folder}/`, '') };
}

function write(name: string, contents: string | Uint8Array): string {
  writeFileSync(at(name), contents);
  return at(name);
}

const source = write(
  'a.s',
  `        .globl  _start
_start: adr     x0, text
        bl      print
        .inst   0xffffffff
print:  ldr     x1, =0x123456789
        ret
text:   .ascii  "text!"
        .data
word:   .word   1
`,
);

describe('asm and dis', () => {
  test('an ELF file', () => {
    expect(pivisor('asm', source, '-o', at('a.elf'))).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(pivisor('dis', at('a.elf'))).toEqual({
      status: 0,
      stderr: '',
      stdout: `section .text
_start:
00080000: 100000a0  adr x0, 0x80014 <text>
00080004: 94000002  bl 0x8000c <print>
00080008: ffffffff  .inst 0xffffffff // undefined
print:
0008000c: 580000a1  ldr x1, 0x80020
00080010: d65f03c0  ret
text:
00080014: 74786574  .word 0x74786574
00080018: 00000021  .word 0x00000021
0008001c: 00000000  .word 0x00000000
00080020: 23456789  .word 0x23456789
00080024: 00000001  .word 0x00000001
`,
    });
  });

  test('a raw image', () => {
    expect(pivisor('asm', source, '-o', at('a.bin'), '--raw', '--base', '0x40000000')).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
    expect(readFileSync(at('a.bin')).length).toBe(0x1004);
    const { status, stdout } = pivisor('dis', at('a.bin'), '--base', '0xffff800040000000');
    expect(status).toBe(0);
    expect(stdout.split('\n').slice(0, 2)).toEqual([
      'ffff800040000000: 100000a0  adr x0, 0xffff800040000014',
      'ffff800040000004: 94000002  bl 0xffff80004000000c',
    ]);
    expect(stdout.split('\n').length - 1).toBe(0x1004 / 4);
  });

  const raw = write('raw.bin', new Uint8Array(8));
  const odd = write('odd.bin', new Uint8Array(6));
  const bad = write('bad.s', 'nop\nfoo\n\nbar\n');
  const x86 = Uint8Array.from(Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]), Buffer.alloc(57)]));
  x86[18] = 62;
  write('x86.elf', x86);
  write('short.elf', x86.slice(0, 20));

  test.for<[string[], string]>([
    [['dis', at('none')], 'none: no such file or directory'],
    [['dis', folder], `${folder}: is a directory`],
    [['dis', raw, '--base', '0x80001'], '--base: expected a multiple of 4, not 0x80001'],
    [['dis', raw, '--base', 'here'], "--base: expected an address, such as 0x80000, not 'here'"],
    [['dis', raw, '--base', '0x10000000000000000'], '--base: 0x10000000000000000 has more than 64 bits'],
    [['dis', odd], 'odd.bin: 6 bytes, expected a multiple of 4'],
    [['dis', at('x86.elf')], 'x86.elf: an ELF file for x86-64, expected AArch64'],
    [['dis', at('short.elf')], 'short.elf: truncated: 20 bytes are less than an ELF header'],
    [['asm', source], "required option '-o, --output <file>' not specified"],
    [['asm', at('none.s'), '-o', at('x')], 'none.s: no such file or directory'],
    [['asm', source, '-o', at('none/x')], 'none/x: no such file or directory'],
    [['asm', source, '-o', at('x'), '--base', '2'], '--base: expected a multiple of 4, not 2'],
    [['asm', bad, '-o', at('x')], "bad.s:2: unknown instruction 'foo'\npivisor: bad.s:4: unknown instruction 'bar'"],
  ])('%j', ([args, message]) => {
    expect(pivisor(...args)).toEqual({ status: 2, stdout: '', stderr: `pivisor: ${message}\n` });
  });
});
