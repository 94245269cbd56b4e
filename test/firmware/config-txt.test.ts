import { describe, expect, test } from 'vitest';
import type { FilterFacts } from '../../src/machine/firmware/config-filters.js';
import { HONOURED, ignoredBecause } from '../../src/machine/firmware/config-keys.js';
import { ConfigTxtError, parseConfigTxt, type ConfigTxt } from '../../src/machine/firmware/config-txt.js';
import { randomNumbers } from './images.js';

const PI4: FilterFacts = { model: 'pi4', serial: 0x10000000_12345678n };
const parse = (lines: string, facts: Partial<FilterFacts> = {}, files: Record<string, string> = {}): ConfigTxt =>
  parseConfigTxt(lines, { ...PI4, ...facts }, (name) => files[name]);

describe('settings', () => {
  test.each<[string, object]>([
    ['arm_64bit=1', { arm_64bit: true }],
    ['arm_64bit=0\r\nkernel=a.img\r\n', { arm_64bit: false, kernel: 'a.img' }],
    ['# kernel=a\n\n   kernel=b  ', { kernel: 'b' }],
    ['kernel=a\nkernel=b', { kernel: 'b' }],
    ['kernel_address=0x80000', { kernel_address: 0x80000 }],
    ['initramfs initrd.img followkernel', { ramfsfile: 'initrd.img', ramfsaddr: 0 }],
    ['initramfs a,b 0x00800000', { ramfsfile: 'a,b', ramfsaddr: 0x800000 }],
    ['initramfs initrd.img', { ramfsfile: 'initrd.img', ramfsaddr: 0 }],
    ['ramfsfile=x\nramfsaddr=8388608', { ramfsfile: 'x', ramfsaddr: 0x800000 }],
    ['initramfs a 4096\nramfsfile=b', { ramfsfile: 'b', ramfsaddr: 4096 }],
    ['device_tree=', { device_tree: '' }],
    ['os_prefix=test-\noverlay_prefix=ov/', { os_prefix: 'test-', overlay_prefix: 'ov/' }],
    ['enable_uart=1\ninit_uart_clock=3000000', { enable_uart: true, init_uart_clock: 3_000_000 }],
    ['kernel=a=b', { kernel: 'a=b' }],
  ])('%j', (lines, settings) => {
    const { settings: read, warnings } = parse(lines);
    expect(read).toEqual(settings);
    expect(warnings).toEqual([]);
  });

  test('what is longer than 98 characters is cut off, and said', () => {
    const line = `kernel=${'x'.repeat(91)}yz`;
    expect(parse(line).settings.kernel).toBe('x'.repeat(91));
    expect(parse(line).warnings).toEqual([
      "config.txt:1: longer than 98 characters: the rest is cut off, from 'yz' on",
    ]);
    expect(parse(`#${line}`).warnings).toEqual([]);
  });
  test('an unknown setting is a warning, a known one without effect is none', () => {
    expect(parse('arm64bit=1\nhdmi_group:1=2\ngpu_freq=500\nuart_2ndstage=1\ncamera_auto_detect=1').warnings).toEqual([
      "config.txt:1: 'arm64bit' is no setting that is known, and is ignored",
    ]);
  });
  test('no setting is honoured and ignored at once', () => {
    for (const key of Object.keys(HONOURED)) expect(ignoredBecause(key), key).toBeUndefined();
    expect(ignoredBecause('constructor')).toBeUndefined();
    expect(parse('constructor=1\n__proto__=1\ntoString=1').warnings).toHaveLength(3);
  });
  test('the lines of settings are known', () => {
    expect(parse('\nkernel=a', {}, {}).where.kernel).toBe('config.txt:2: kernel');
    expect(parse('include b\n', {}, { b: '#\n#\nkernel=a' }).where.kernel).toBe('b:3: kernel');
  });
});

describe('filters', () => {
  /** Each line of the file sets its own letter. */
  const seen = (lines: string, facts: Partial<FilterFacts> = {}): string =>
    parse(
      lines.replace(/^([a-z])$/gm, 'gpio=$1'.replace('$1', '1=ip\ninclude $1')),
      facts,
      Object.fromEntries([...'abcdefgh'].map((l) => [l, `dtparam=${l}`])),
    )
      .tree.map((s) => s.parameters[0].name)
      .join('');

  test.each<[string, string, string, string]>([
    // lines, pi4, pi400, cm4
    ['a', 'a', 'a', 'a'],
    ['[pi4]\na\n[pi400]\nb\n[cm4]\nc\n[all]\nd', 'ad', 'abd', 'acd'],
    ['[pi3]\na\n[pi02]\nb\n[pi5]\nc\n[cm4s]\nd\n[pi3+]\ne', '', '', ''],
    ['[none]\na\n[pi4]\nb\n[all]\nc', 'c', 'c', 'c'],
    ['[board-type=0x11]\na\n[board-type=0x13]\nb\n[board-type=20]\nc', 'a', 'b', 'c'],
    // Filters of one type replace each other, those of two must both hold.
    ['[pi3]\na\n[board-type=0x11]\nb\n[pi4]\nc', 'bc', 'c', 'c'],
    ['[0x12345678]\na\n[pi400]\nb\n[0x9]\nc\n[all]\nd', 'ad', 'abd', 'ad'],
    ['[pi400]\na\n[gpio4=1]\nb\n[pi4]\nc\n[gpio4=0]\nd\n[gpio20=0]\ne', 'ce', 'abce', 'ce'],
    ['[EDID=VSC-TD2220]\na\n[pi4]\nb\n[all]\nc', 'c', 'c', 'c'],
    ['[HDMI:0]\na\n[HDMI:1]\nb\n[tryboot]\nc', 'ab', 'ab', 'ab'],
  ])('%j', (lines, pi4, pi400, cm4) => {
    expect(seen(lines)).toBe(pi4);
    expect(seen(lines, { model: 'pi400' })).toBe(pi400);
    expect(seen(lines, { model: 'cm4' })).toBe(cm4);
  });
  test.each<[string, boolean]>([
    ['[0x1000000012345678]', true],
    ['[0x0000000012345678]', false],
    ['[0x12345678]', true],
    ['[0x012345678]', false],
    ['[0x12345679]', false],
  ])('serial number %s: %s', (filter, holds) => {
    expect(seen(`${filter}\na`)).toBe(holds ? 'a' : '');
  });
  test('of monitors and pins', () => {
    const facts = { edid: ['DEL-U2422H'], gpio: (pin: number) => (pin === 17 ? 1 : 0) };
    expect(seen('[EDID=DEL-U2422H]\na\n[EDID=*]\nb\n[EDID=X]\nc\n[all]\n[gpio17=1]\nd\n[gpio17=0]\ne', facts)).toBe(
      'abd',
    );
  });
  test('that are unknown hold for no board, with a warning', () => {
    expect(parse('[pie]\nkernel=a\n[all]\ncmdline=b')).toMatchObject({
      settings: { cmdline: 'b' },
      warnings: ["config.txt:1: '[pie]' is no filter that is known; what follows it is left out"],
    });
  });
  test('go on into included files and out of them again', () => {
    const files = { x: 'kernel=a\n[pi400]\nkernel=b' };
    expect(parse('include x\ncmdline=c', {}, files).settings).toEqual({ kernel: 'a' });
    expect(parse('[pi3]\ninclude x', {}, files).settings).toEqual({});
  });
  test('keep lines of other boards from being read at all', () => {
    expect(parse('[pi5]\nthis is no setting\ninclude nothing\nkernel_address=x').settings).toEqual({});
  });
});

describe('overlays and parameters', () => {
  const steps = (lines: string): string[] =>
    parse(lines).tree.map((s) =>
      `${s.where.split(':')[1]} ${s.overlay ?? '-'} ${s.parameters.map((p) => `${p.name}=${p.value}`).join(' ')}`.trim(),
    );
  test.each<[string, string[]]>([
    ['dtparam=audio=on,spi', ['1 - audio=on spi=on']],
    ['dtoverlay=disable-bt', ['1 disable-bt']],
    ['dtoverlay=w1-gpio,gpiopin=4,pullup\ndtparam=extra=1', ['1 w1-gpio gpiopin=4 pullup=on extra=1']],
    ['dtoverlay=a\ndtparam=x=1\ndtoverlay=b\ndtparam=y=2\ndtoverlay=\ndtparam=z=3', ['1 a x=1', '3 b y=2', '6 - z=3']],
    ['dtparam=x=1\ndtoverlay=a\ndtoverlay=none\ndtparam=y=2', ['1 - x=1', '2 a', '4 - y=2']],
    ['dtoverlay=lirc-rpi:gpio_out_pin=16,gpio_in_pin=17', ['1 lirc-rpi gpio_out_pin=16 gpio_in_pin=17']],
    ['device_tree_overlay=a\ndevice_tree_param=b=c=d', ['1 a b=c=d']],
    ['dtoverlay=a\n[pi3]\ndtoverlay=b\n[all]\ndtparam=x', ['1 a x=on']],
    ['dtparam=', ['1 -']],
  ])('%j', (lines, expected) => expect(steps(lines)).toEqual(expected));
});

describe('GPIO', () => {
  test('lines are read as the documentation shows', () => {
    const u = undefined;
    const { gpio } = parse('gpio=0-3=a2\ngpio=12=op,dh\ngpio=18,20=pu\ngpio=17-18,21=ip,np');
    expect(gpio.map((g) => [g.pins, g.function, g.level, g.pull])).toEqual([
      [[0, 1, 2, 3], 6, u, u],
      [[12], 1, 1, u],
      [[18, 20], u, u, 'up'],
      [[17, 18, 21], 0, u, 'none'],
    ]);
  });
});

describe('mistakes', () => {
  const files = { self: 'include self', ok: '' };
  test.each<[string, string]>([
    ['\nthis', "config.txt:2: expected key=value, a [filter] or a # comment, found 'this'"],
    ['=1', "config.txt:1: expected key=value, a [filter] or a # comment, found '=1'"],
    ['kernel = a', "config.txt:1: expected no blanks before '=', found 'kernel = a'"],
    ['arm_64bit=yes', "config.txt:1: arm_64bit: expected 0 or 1, found 'yes'"],
    ['kernel_address=80 # here', "config.txt:1: kernel_address: expected a number, found '80 # here'"],
    ['total_mem=99999999999999999999', "config.txt:1: total_mem: expected a number, found '99999999999999999999'"],
    ['kernel_address=', "config.txt:1: kernel_address: expected a number, found ''"],
    ['[pi4', "config.txt:1: expected a filter in brackets, as in '[pi4]', found '[pi4'"],
    ['initramfs', "config.txt:1: initramfs: expected 'initramfs FILE followkernel' or an address, found 'initramfs'"],
    [
      'initramfs a b',
      "config.txt:1: initramfs: expected 'initramfs FILE followkernel' or an address, found 'initramfs a b'",
    ],
    ['include gone', "config.txt:1: include: no file 'gone' on the card"],
    ['include a b', "config.txt:1: include: expected one file, found 'include a b'"],
    ['include self', 'self:1: include: expected files nested at most 10 deep'],
    [
      'gpio=58=ip',
      "config.txt:1: gpio: expected pins from 0 to 57 and attributes, as in 'gpio=3-4,6=op,dh', found '58=ip'",
    ],
    ['gpio=3', "config.txt:1: gpio: expected pins from 0 to 57 and attributes, as in 'gpio=3-4,6=op,dh', found '3'"],
    [
      'gpio=3=xx',
      "config.txt:1: gpio: expected attributes ip, op, a0, a1, a2, a3, a4, a5, dh, dl, pu, pd, pn, np, found 'xx'",
    ],
    ['a\x1b[31m', "config.txt:1: expected key=value, a [filter] or a # comment, found 'a\ufffd[31m'"],
  ])('%j', (lines, message) => {
    expect(() => parse(lines, {}, files)).toThrow(ConfigTxtError);
    expect(() => parse(lines, {}, files)).toThrow(message);
  });

  test('files that include each other many times come to an end', () => {
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`f${i}`, `include f${i + 1}\n`.repeat(50)]));
    expect(() => parse('include f0', {}, { ...many, f9: '' })).toThrow(/more than 100000 lines/);
  });

  test('whatever the text is, nothing but ConfigTxtError comes out', () => {
    const random = randomNumbers(3);
    const words = [
      ...[
        'arm_64bit',
        'kernel',
        'initramfs',
        'include',
        'dtoverlay',
        'dtparam',
        'gpio',
        '[pi4]',
        '[all]',
        '[none]',
        '[0x12]',
        'self',
      ],
      ...[
        '=',
        '=',
        '=',
        '\n',
        '\n',
        '\n',
        ',',
        ' ',
        '#',
        ':',
        '-',
        '1',
        '0x10',
        'a',
        '[',
        ']',
        '\0',
        '\r',
        '\u{1f600}',
        '[gpio4=1]',
      ],
    ];
    let refused = 0;
    for (let round = 0; round < 10_000; round++) {
      const text = Array.from({ length: 1 + random(20) }, () => words[random(words.length)]).join('');
      try {
        parse(text, {}, { self: text, a: 'kernel=1' });
      } catch (error) {
        if (!(error instanceof ConfigTxtError)) throw error;
        expect(error.message).not.toMatch(/[\x00-\x1f]/);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(1000);
  });
});
