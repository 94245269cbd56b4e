/** `pivisor run`: what it prints, its exit codes, and one clear line for everything that can be wrong with what it is given. */
import { chmodSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { assemble } from '../../src/aarch64/assembler/index.js';
import { pivisor as run, type Result } from '../support/command.js';
import { sourceOf } from '../support/run.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-run-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
function file(name: string, contents: string | Uint8Array): string {
  writeFileSync(at(name), contents);
  return at(name);
}

/** Names of files in the folder come without it. */
async function pivisor(...args: string[]): Promise<Result> {
  const result = await run(...args);
  return { ...result, stderr: result.stderr.replaceAll(`${folder}/`, '') };
}

const built = (source: string): Uint8Array => assemble(source, { base: 0x80000 }).elf();
const hello = file('hello.elf', built(sourceOf('firmware-samples/hello.s')));
const HELLO = sourceOf('firmware-samples/hello.expected');
const exit = (code: number): string =>
  `_start: adr x1, 1f\n mov w0, #0x18\n hlt #0xf000\n .balign 8\n1: .quad 0x20026, ${code}\n`;
const loop = file('loop.elf', built('_start: b .'));
/** Ends well if x0 is the address of a device tree. */
const TREE = `
_start: ldr w2, [x0]
        ldr w3, =0xedfe0dd0
        eor w2, w2, w3
        adr x1, 1f
        str x2, [x1, #8]
        mov w0, #0x18
        hlt #0xf000
        .balign 8
1:      .quad 0x20026, 0
`;
const wait = file('wait.elf', built('_start: wfi\n b .'));

describe('a run', () => {
  test.for<[string, string[], Result]>([
    ['to power-off', [hello], { status: 0, stdout: HELLO, stderr: '' }],
    ['at EL1', [hello, '--el', '1'], { status: 0, stdout: HELLO.replace('EL2', 'EL1'), stderr: '' }],
    ['to semihosting exit 0', [file('ok.elf', built(exit(0)))], { status: 0, stdout: '', stderr: '' }],
    [
      'to semihosting exit 7',
      [file('seven.elf', built(exit(7)))],
      { status: 1, stdout: '', stderr: 'pivisor: the program ended with exit code 7\n' },
    ],
    ['with a device tree at x0', [file('tree.elf', built(TREE))], { status: 0, stdout: '', stderr: '' }],
    [
      'on a board with one serial port',
      [file('virt.elf', assemble(exit(0), { base: 0x40080000 }).elf()), '--board', 'virt'],
      { status: 0, stdout: '', stderr: '' },
    ],
    [
      'to what was expected, in order',
      [hello, '--expect', '^Hello', '--expect', 'EL\\d$'],
      { status: 0, stdout: HELLO, stderr: '' },
    ],
    [
      'where the order is another',
      [hello, '--expect', 'EL2', '--expect', 'Hello'],
      {
        status: 1,
        stdout: HELLO,
        stderr: 'pivisor: the program ended; expected /Hello/ on the console, and it did not come\n',
      },
    ],
    [
      'to the end of its time',
      [loop, '--timeout', '1ms'],
      { status: 1, stdout: '', stderr: 'pivisor: 0.001000 s of guest time are over\n' },
    ],
    [
      'to the end of real time',
      [loop, '--wall-timeout', '1ms'],
      { status: 1, stdout: '', stderr: 'pivisor: 0.001000 s are over\n' },
    ],
    [
      'that nothing will wake',
      [wait, '--headless'],
      { status: 3, stdout: '', stderr: 'pivisor: all cores wait for interrupts, and none will come\n' },
    ],
    [
      'of a raw image',
      [file('hello.bin', assemble(sourceOf('firmware-samples/hello.s'), { base: 0x80000 }).raw())],
      { status: 0, stdout: HELLO, stderr: '' },
    ],
  ])('%s', async ([, [kernel, ...args], expected]) => {
    expect(await pivisor('run', '--kernel', kernel, ...args)).toEqual(expected);
  });

  test('with statistics', async () => {
    const { status, stderr } = await pivisor('run', '--kernel', hello, '--stats');
    expect(status).toBe(0);
    expect(stderr).toMatch(/^(pivisor: .*\n){5}$/);
    expect(stderr).toMatch(/instructions \d{3,} \(\d+, \d+, \d+, \d+ by core\)/);
  });
});

// A sound file, and what can be wrong with it.
const elf = (change: (view: DataView, bytes: Uint8Array) => void): Uint8Array => {
  const bytes = Uint8Array.from(built(sourceOf('firmware-samples/hello.s')));
  change(new DataView(bytes.buffer), bytes);
  return bytes;
};
const size = built(sourceOf('firmware-samples/hello.s')).length;
/** Offset of the first program header. */
const PH = 64;

const rpi4b = JSON.parse(sourceOf('boards/rpi4b-2g.json')) as Record<string, unknown>;
const board = (name: string, change: Record<string, unknown>): string =>
  file(`${name}.json`, JSON.stringify({ ...rpi4b, ...change }));
const GIC = rpi4b.gic as Record<string, unknown>;
const [UART] = rpi4b.devices as Record<string, unknown>[];
const PI = rpi4b.pi as Record<string, unknown>;
/** Several files in one folder, of which the first is the board. */
const standing = (name: string, ...files: unknown[]): string => {
  files.forEach((f, i) => file(`${name}${i}.json`, typeof f === 'string' ? f : JSON.stringify(f)));
  return at(`${name}0.json`);
};

describe('one clear line, exit code 2', () => {
  test.for<[string, string | Uint8Array, string]>([
    ['x86.elf', elf((v) => v.setUint16(18, 62, true)), 'an ELF file for x86-64, expected AArch64'],
    ['arm.elf', elf((v) => v.setUint16(18, 40, true)), 'an ELF file for 32-bit Arm, expected AArch64'],
    ['other.elf', elf((v) => v.setUint16(18, 999, true)), 'an ELF file for machine 999, expected AArch64'],
    ['big.elf', elf((v) => v.setUint8(5, 2)), 'an ELF file for a big-endian machine, expected AArch64'],
    ['object.elf', elf((v) => v.setUint16(16, 1, true)), 'ELF type 1, expected an executable'],
    [
      'nothing.elf',
      elf((v) => v.setUint16(56, 0, true)),
      'the ELF file has nothing to load, expected a PT_LOAD segment',
    ],
    ['head.elf', elf(() => undefined).subarray(0, 30), 'truncated: 30 bytes are less than an ELF header'],
    [
      'table.elf',
      elf(() => undefined).subarray(0, 70),
      'truncated: the program header table ends at byte 176, the file has 70',
    ],
    ['cut.elf', elf(() => undefined).subarray(0, 4100), 'truncated: segment 0 ends at byte 4296, the file has 4100'],
    [
      'far.elf',
      elf((v) => v.setBigUint64(PH + 8, 1n << 63n, true)),
      `truncated: segment 0 ends at byte 9223372036854776008, the file has ${size}`,
    ],
    [
      'high.elf',
      elf((v) => v.setBigUint64(PH + 24, 0xffffffc008000000n, true)),
      'segment 0 takes 0xffffffc008000000 to 0xffffffc0080000c7, expected RAM of board rpi4b-2g, 0x0 to 0x7fffffff',
    ],
    [
      'large.elf',
      elf((v) => v.setBigUint64(PH + 40, 1n << 40n, true)),
      'segment 0 takes 0x80000 to 0x1000007ffff, expected RAM of board rpi4b-2g, 0x0 to 0x7fffffff',
    ],
    [
      'entry.elf',
      elf((v) => v.setBigUint64(24, 0xfe000000n, true)),
      'the entry point takes 0xfe000000 to 0xfe000003, expected RAM of board rpi4b-2g, 0x0 to 0x7fffffff',
    ],
    ['odd.elf', elf((v) => v.setBigUint64(24, 0x80002n, true)), 'the entry point is 0x80002, expected a multiple of 4'],
    ['empty', '', 'the file is empty, expected an ELF executable or a raw image'],
  ])('kernel %s', async ([name, contents, message]) => {
    const result = await pivisor('run', '--kernel', file(name, contents), '--timeout', '1us');
    expect(result).toEqual({ status: 2, stdout: '', stderr: `pivisor: ${name}: ${message}\n` });
  });

  test('a raw image that does not fit, and one that no buffer holds', async () => {
    truncateSync(file('large.bin', 'x'), 0x40000000 - 0x80000 + 1);
    expect(await pivisor('run', '--kernel', at('large.bin'), '--board', 'rpi4b-1g')).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'pivisor: large.bin: the image takes 0x80000 to 0x40000000, expected RAM of board rpi4b-1g, 0x0 to 0x3fffffff\n',
    });
    truncateSync(file('huge.bin', 'x'), 5 * 2 ** 30);
    const { status, stderr } = await pivisor('run', '--kernel', at('huge.bin'));
    expect([status, stderr.split('\n').length]).toEqual([2, 2]);
    expect(stderr).toMatch(/^pivisor: huge.bin: /);
  });

  test.for<[string, Record<string, unknown>, string | RegExp]>([
    ['no name', { name: undefined }, 'name: expected a string, found nothing'],
    ['a number as the name', { name: 4 }, 'name: expected a string, found 4'],
    ['too many cores', { cores: 9 }, 'cores: expected a number from 1 to 8, found 9'],
    ['half a core', { cores: 1.5 }, 'cores: expected a number from 1 to 8, found 1.5'],
    ['no RAM', { ram: [] }, 'ram: expected at least one range, found none'],
    ['RAM that is no list', { ram: '1g' }, 'ram: expected a list, found "1g"'],
    ['RAM that is no range', { ram: ['1g'] }, 'ram[0]: expected an object, found "1g"'],
    [
      'RAM of odd size',
      { ram: [{ base: 0, bytes: 5000 }] },
      'ram[0].bytes: expected a multiple of 4096 from 0x1000 to 0x10000000000, found 5000',
    ],
    [
      'RAM twice',
      {
        ram: [
          { base: 0, bytes: 8192 },
          { base: 4096, bytes: 8192 },
        ],
      },
      'ram[1]: 0x1000 to 0x2fff, expected addresses outside of ram[0], 0x0 to 0x1fff',
    ],
    [
      'RAM over devices',
      { ram: [{ base: 0, bytes: '0x100000000' }] },
      'gic.gicd: 0xff841000 to 0xff841fff, expected addresses outside of ram[0], 0x0 to 0xffffffff',
    ],
    ['an address in words', { load: 'here' }, 'load: expected a multiple of 4 from 0x0 to 0xffffffffffc, found "here"'],
    [
      'an odd address',
      { load: '0x80001' },
      'load: expected a multiple of 4 from 0x0 to 0xffffffffffc, found "0x80001"',
    ],
    ['an address outside of RAM', { load: '0xfe000000' }, 'load: expected an address in RAM, found 0xfe000000'],
    ['no devices', { devices: undefined }, 'devices: expected a list, found nothing'],
    [
      'a device at an odd address',
      { devices: [{ ...UART, base: 1 }] },
      'devices[0].base: expected a multiple of 4 from 0x0 to 0xffffffffffc, found 1',
    ],
    [
      'a device that nobody made',
      { devices: [{ ...UART, kind: 'floppy' }] },
      /^devices\[0\]\.kind: expected one of pl011, .*, found "floppy"$/,
    ],
    [
      'an interrupt that the GIC has not',
      { devices: [{ ...UART, spi: [224] }] },
      'devices[0].spi[0]: expected a number from 0 to 223, found 224',
    ],
    [
      'a UART over the GIC',
      { gic: { ...GIC, gicd: '0xfe201000' } },
      'devices[2]: 0xfe201000 to 0xfe2011ff, expected addresses outside of gic.gicd, 0xfe201000 to 0xfe201fff',
    ],
    [
      'a slip in a name',
      { colour: 'green' },
      "board: unknown field 'colour', expected name, description, cores, ram, load, affinity, pi, devices, windows, gic, pmu, virtio",
    ],
    [
      'a slip in a name further in',
      { gic: { ...GIC, gicr: 0 } },
      "gic: unknown field 'gicr', expected gicd, gicc, gich, gicv",
    ],
    ['windows that are nothing', { windows: null }, 'windows: expected a list, found null'],
    [
      'a core twice',
      { affinity: [0, 1, 2, 2] },
      'affinity: expected 4 different values, one for each core, found [0,1,2,2]',
    ],
    ['no model', { pi: { ...PI, model: undefined } }, 'pi.model: expected a string, found nothing'],
    [
      'a revision in words',
      { pi: { ...PI, revision: 'new' } },
      'pi.revision: expected a number from 0 to 4294967295, found "new"',
    ],
    ['a Pi that is a name', { pi: 'rpi4b' }, 'pi: expected an object, found "rpi4b"'],
    ['a VideoCore without RAM', { pi: { ...PI, videoCore: 64 } }, 'pi.videoCore: expected an object, found 64'],
    [
      'a VideoCore in half pages',
      { pi: { ...PI, videoCore: { base: '0x3b400800', bytes: 4096 } } },
      'pi.videoCore.base: expected a multiple of 4096 from 0x0 to 0xffffffff000, found "0x3b400800"',
    ],
    [
      'a VideoCore that has everything',
      { ram: [{ base: 0, bytes: '0x10000000' }], pi: { ...PI, videoCore: { base: 0, bytes: '0x10000000' } } },
      'pi.videoCore: expected to leave RAM to the ARM, found all taken',
    ],
    [
      'a slow clock',
      { pi: { ...PI, clocks: { arm: 54, core: 5e8, uart: 48e6 } } },
      'pi.clocks.arm: expected a number from 1000000 to 4000000000, found 54',
    ],
    [
      'a clock too many',
      { pi: { ...PI, clocks: { arm: 15e8, core: 5e8, uart: 48e6, wall: 1 } } },
      "pi.clocks: unknown field 'wall', expected arm, core, uart",
    ],
    [
      'a spin table at an odd address',
      { pi: { ...PI, spinTable: '0xdc' } },
      'pi.spinTable: expected a multiple of 8 from 0xd8 to 0xfc0, found "0xdc"',
    ],
    [
      "a spin table in the stub's code",
      { pi: { ...PI, spinTable: '0x100' } },
      'pi.spinTable: expected 0xd8, or 0x200 or more, found "0x100"',
    ],
    ['a spin table that is too small', { cores: 5, pi: PI }, 'pi.spinTable: expected 0x200 or more, found "0xd8"'],
  ])('a board with %s', async ([name, change, message]) => {
    const path = board(name.replaceAll(' ', '-'), change);
    const result = await pivisor('run', '--kernel', hello, '--board', path);
    expect([result.status, result.stdout]).toEqual([2, '']);
    const head = `pivisor: ${path.slice(folder.length + 1)}: `;
    expect(result.stderr.slice(0, head.length)).toBe(head);
    const line = result.stderr.slice(head.length, -1);
    if (typeof message === 'string') expect(line).toBe(message);
    else expect(line).toMatch(message);
  });

  const out = ['--kernel', hello];
  test.for<[string[], string | RegExp]>([
    [['run'], 'nothing to run, expected --kernel, --sd, --xen or a machine file'],
    [['run', '--kernel', at('none')], 'none: no such file or directory'],
    [['run', '--kernel', folder], `${folder}: is a directory`],
    [['run', '--kernel', join(hello, 'x')], 'hello.elf/x: not a directory'],
    // Fails in the middle of reading, with a code that has no text of ours.
    [['run', '--kernel', '/proc/self/mem'], '/proc/self/mem: input/output error'],
    [['run', ...out, '--board', 'none'], /^--board: no board 'none', expected one of cm4, .*, virt$/],
    [['run', ...out, '--board', at('none.json')], 'none.json: no such file or directory'],
    [['run', ...out, '--board', `${folder}/`], / is a directory$/],
    [['run', ...out, '--board', file('text.json', '{ "name": ')], /^text\.json: expected JSON: \S/],
    [['run', ...out, '--board', file('list.json', '[]')], 'list.json: board: expected an object, found []'],
    [
      ['run', ...out, '--board', standing('num', { extends: 4 })],
      'num0.json: extends: expected the name of a board, found 4',
    ],
    [
      ['run', ...out, '--board', standing('none', { extends: 'rpi5' })],
      /^none0\.json: extends: no board 'rpi5', expected one of cm4, .*, virt$/,
    ],
    [
      ['run', ...out, '--board', standing('file', { extends: './file1.js' })],
      /^file0\.json: extends: no board '\.\/file1\.js', expected one of cm4, .*, virt$/,
    ],
    [
      ['run', ...out, '--board', standing('self', { extends: './self0.json' })],
      "self0.json: extends: expected another board, but './self0.json' stands on this one",
    ],
    [
      ['run', ...out, '--board', standing('loop', { extends: './loop1.json' }, { extends: './loop0.json' })],
      "loop0.json: extends: ./loop1.json: extends: expected another board, but './loop0.json' stands on this one",
    ],
    [
      ['run', ...out, '--board', standing('text', { extends: './text1.json' }, '{')],
      /^text0\.json: extends: \.\/text1\.json: expected JSON: \S/,
    ],
    [
      ['run', ...out, '--board', standing('list', { extends: './list1.json' }, [])],
      'list0.json: extends: ./list1.json: board: expected an object, found []',
    ],
    [
      ['run', ...out, '--board', standing('base', { extends: './base1.json' }, { extends: 'virt', cores: 9 })],
      'base0.json: extends: ./base1.json: cores: expected a number from 1 to 8, found 9',
    ],
    [
      ['run', ...out, '--board', standing('top', { extends: './top1.json', cores: 9 }, { extends: 'virt', cores: 2 })],
      'top0.json: cores: expected a number from 1 to 8, found 9',
    ],
    [
      ['run', ...out, '--board', standing('octo', { extends: 'rpi4b-octo', affinity: [0, 1, 2, 3, 4, 5, 6, 7] })],
      'hello.elf: board rpi4b-octo has other affinities than the armstub knows, expected --firmware psci',
    ],
    [['run', ...out, '--cpus', '5'], '--cpus: board rpi4b-2g has 4 cores, expected no more'],
    [['run', ...out, '--cpus', '0'], "option '--cpus <n>' argument '0' is invalid. Expected 1 to 8."],
    [['run', ...out, '--el', '0'], "option '--el <level>' argument '0' is invalid. Expected 1, 2 or 3."],
    [
      ['run', ...out, '--timeout', 'soon'],
      "option '--timeout <time>' argument 'soon' is invalid. Expected a time such as 60s, 500ms or 2m.",
    ],
    [
      ['run', ...out, '--expect', '('],
      /^option '--expect <regex>' argument '\(' is invalid\. Invalid regular expression/,
    ],
    [['run', ...out, '--save-state', '/nonexistent/x'], '/nonexistent/x: no such file or directory'],
    [['run', ...out, 'more'], '--kernel: more says this, expected the file without it'],
    [['run', 'more', 'and more'], /^too many arguments for 'run'/],
    [['dis', file('nothing', '')], 'nothing: the file is empty, expected an ELF file or a raw image'],
    [['asm', hello, '-o', at('x')], 'hello.elf: not a text file, expected a source in GNU syntax'],
    [['asm', file('esc.s', 'nop\n\x1b[2Jfoo\n'), '-o', at('x')], /^esc\.s:2: [^\x1b]*$/],
  ])('%j', async ([args, message]) => {
    const { status, stdout, stderr } = await pivisor(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^pivisor: [^\n]*\n$/);
    const line = stderr.slice('pivisor: '.length, -1);
    if (typeof message === 'string') expect(line).toBe(message);
    else expect(line).toMatch(message);
  });

  // Root may read everything.
  if (process.getuid?.() !== 0) {
    test('a file that may not be read', async () => {
      chmodSync(file('secret', 'x'), 0);
      expect(await pivisor('run', '--kernel', at('secret'))).toEqual({
        status: 2,
        stdout: '',
        stderr: 'pivisor: secret: permission denied\n',
      });
    });
  }
});
