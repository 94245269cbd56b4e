import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { FdtError, readFdt, writeFdt, type Fdt } from '../../src/machine/fdt.js';
import { addSynonyms, applyBaseParameters, applyOverlay, OverlayError } from '../../src/machine/firmware/overlay.js';
import { need } from '../support/tools.js';
import { randomNumbers } from './images.js';
import { compile, compiled, fdtOf, override, plain } from './trees.js';

/** A base with a UART and a GPIO controller, as dtc -@ makes it. */
const base = (): Fdt =>
  fdtOf({
    compatible: ['raspberrypi,4-model-b', 'brcm,bcm2711'],
    chosen: { bootargs: 'quiet' },
    aliases: { serial0: '/soc/serial@7e215040', uart: '/soc/serial@7e201000' },
    soc: {
      'serial@7e201000': { phandle: [3], status: 'disabled', reg: [0x7e201000, 0x200] },
      'serial@7e215040': { phandle: [4], status: 'okay' },
      'gpio@7e200000': { phandle: [1], 'gpio-controller': true },
      i2c: {},
    },
    __symbols__: {
      uart0: '/soc/serial@7e201000',
      uart1: '/soc/serial@7e215040',
      gpio: '/soc/gpio@7e200000',
      i2c1: '/soc/i2c',
    },
    __overrides__: { uart0: override(3, 'status'), speed: override(3, 'current-speed:0', 4, 'current-speed:0') },
  });
/** An overlay that turns on the UART, and adds a node that names the GPIO controller and itself. */
const overlay = (): Fdt =>
  fdtOf({
    compatible: 'brcm,bcm2835',
    'fragment@0': { target: [0xffffffff], __overlay__: { status: 'okay', 'pinctrl-0': [1] } },
    'fragment@1': {
      'target-path': '/soc',
      __overlay__: {
        'leds@1': { phandle: [1], reg: [1], gpios: [0xffffffff, 17, 0], level: new Uint8Array([1, 2, 3, 4]), on: true },
      },
    },
    'fragment@2': { target: [0xffffffff], __dormant__: { 'clock-frequency': [400000] } },
    'fragment@3': { 'target-path': '/chosen', __overlay__: { bootargs: 'debug' } },
    __overrides__: {
      pin: override(1, 'gpios:4', 1, 'label'),
      i2c: override(0, '=2!1'),
      only: override(0, '+2-1'),
      dc: override(1, 'gpios:0=', 0xffffffff, 1, 'label=literal', 1, 'level.1=255'),
    },
    __symbols__: { leds: '/fragment@1/__overlay__/leds@1' },
    __fixups__: {
      uart0: '/fragment@0:target:0',
      gpio: ['/fragment@1/__overlay__/leds@1:gpios:0', '/__overrides__:dc:13'],
      i2c1: '/fragment@2:target:0',
    },
    __local_fixups__: {
      'fragment@0': { __overlay__: { 'pinctrl-0': [0] } },
      __overrides__: { pin: [0, 12], dc: [0, 17, 35] },
    },
  });

describe('an overlay', () => {
  test('is merged: phandles of both, targets by label and by path', () => {
    const tree = base();
    expect(applyOverlay(tree, overlay())).toEqual([]);
    const uart = tree.root.find('/soc/serial@7e201000');
    const leds = tree.root.find('/soc/leds@1');
    expect(uart?.strings('status')).toEqual(['okay']);
    // i2c got phandle 5, since it had none and the overlay names it; the overlay's own follow.
    expect(tree.root.find('/soc/i2c')?.phandle).toBe(5);
    expect(leds?.phandle).toBe(6);
    expect(uart?.cells('pinctrl-0')).toEqual([6]);
    expect(leds?.cells('gpios')).toEqual([1, 17, 0]);
    expect(tree.root.find('/soc/i2c')?.properties.has('clock-frequency')).toBe(false);
    expect(tree.root.find('/chosen')?.strings('bootargs')).toEqual(['quiet debug']);
    expect(tree.root.child('__symbols__')?.properties.has('leds')).toBe(false);
  });
  test('may be applied twice: its nodes are merged, its phandles are new', () => {
    const tree = base();
    applyOverlay(tree, overlay());
    applyOverlay(tree, overlay());
    expect(tree.root.find('/soc/leds@1')?.phandle).toBe(7);
    expect(tree.root.find('/soc')?.children.filter((c) => c.name === 'leds@1')).toHaveLength(1);
  });
  test('has parameters of its own, and those of the base', () => {
    const tree = base();
    const parameters = [
      { name: 'pin', value: '27' },
      { name: 'i2c', value: 'on' },
      { name: 'speed', value: '9600' },
      { name: 'nothing', value: 'x' },
    ];
    // i2c turns fragment 1 off, so the pin is nowhere to be seen.
    expect(applyOverlay(tree, overlay(), parameters)).toEqual(["parameter 'nothing' is not known"]);
    expect(tree.root.find('/soc/i2c')?.cells('clock-frequency')).toEqual([400000]);
    expect(tree.root.find('/soc/leds@1')).toBeUndefined();
    expect(tree.root.find('/soc/serial@7e215040')?.cells('current-speed')).toEqual([9600]);
  });
  test('assigns literals, labels among them', () => {
    const tree = base();
    expect(applyOverlay(tree, overlay(), [{ name: 'dc', value: 'whatever' }])).toEqual([]);
    const leds = tree.root.find('/soc/leds@1');
    expect(leds?.cells('gpios')).toEqual([1, 17, 0]);
    expect(leds?.strings('label')).toEqual(['literal']);
    expect([...(leds?.properties.get('level') ?? [])]).toEqual([1, 255, 3, 4]);
  });
  test.each<[string, string, boolean]>([
    ['i2c', 'on', true],
    ['i2c', 'any text', true],
    ['i2c', '', false],
    ['i2c', '0', false],
    ['i2c', 'no', false],
    ['only', '0', true],
  ])('turns fragments on and off: %s=%s', (name, value, on) => {
    const tree = base();
    expect(applyOverlay(tree, overlay(), [{ name, value }])).toEqual([]);
    expect(tree.root.find('/soc/i2c')?.properties.has('clock-frequency')).toBe(on);
    expect(tree.root.find('/soc/leds@1') === undefined).toBe(on);
  });
  test('exports labels, which later overlays find', () => {
    const tree = base();
    const first = overlay();
    first.root.ensure('__exports__').setEmpty('leds');
    applyOverlay(tree, first);
    expect(tree.root.child('__symbols__')?.strings('leds')).toEqual(['/soc/leds@1']);
    const second = fdtOf({
      'fragment@0': { target: [0], __overlay__: { found: true } },
      __fixups__: { leds: '/fragment@0:target:0' },
    });
    applyOverlay(tree, second);
    expect(tree.root.find('/soc/leds@1')?.properties.has('found')).toBe(true);
  });
  test('changes aliases by its labels', () => {
    const tree = base();
    applyOverlay(
      tree,
      fdtOf({
        'fragment@0': {
          'target-path': '/aliases',
          __overlay__: { serial0: '/soc/serial@7e201000', led: '/fragment@1/__overlay__/led' },
        },
        'fragment@1': { 'target-path': 'uart', __overlay__: { led: {} } },
      }),
    );
    expect(tree.root.child('aliases')?.strings('serial0')).toEqual(['/soc/serial@7e201000']);
    expect(tree.root.child('aliases')?.strings('led')).toEqual(['/soc/serial@7e201000/led']);
    expect(tree.root.find('/soc/serial@7e201000/led')).toBeDefined();
  });
  test('has fragments for its own fragments, even for themselves', () => {
    const tree = base();
    applyOverlay(
      tree,
      fdtOf({
        'fragment@0': { 'target-path': '/soc', __overlay__: { one: { phandle: [1], two: { phandle: [2] } } } },
        'fragment@1': { target: [2], __overlay__: { into: 'two' } },
        'fragment@2': { target: [3], __overlay__: { a: { phandle: [3] } } },
        __local_fixups__: { 'fragment@1': { target: [0] }, 'fragment@2': { target: [0] } },
      }),
    );
    expect(tree.root.find('/soc/one/two')?.strings('into')).toEqual(['two']);
  });
});

describe('errors', () => {
  const fails = (o: Fdt, b = base()): string => {
    try {
      applyOverlay(b, o);
    } catch (error) {
      expect(error).toBeInstanceOf(OverlayError);
      return (error as Error).message;
    }
    return 'no error';
  };
  test('name the label that is missing', () => {
    const without = base();
    without.root.children.splice(
      without.root.children.findIndex((c) => c.name === '__symbols__'),
      1,
    );
    expect(fails(overlay(), without)).toBe(
      "label 'uart0' can't be found: the device tree has no __symbols__, expected one that was compiled with dtc -@",
    );
    const less = base();
    less.root.child('__symbols__')?.properties.delete('gpio');
    expect(fails(overlay(), less)).toBe("label 'gpio' is not in the device tree's __symbols__");
    less.root.child('__symbols__')?.setString('gpio', '/nowhere');
    expect(fails(overlay(), less)).toBe("label 'gpio' stands for /nowhere, which is not in the device tree");
  });
  test.each<[string, Parameters<typeof fdtOf>[0], string]>([
    [
      'no target',
      { 'fragment@0': { __overlay__: {} } },
      'fragment@0 has no target, expected a node of the device tree',
    ],
    [
      'a path that is not there',
      { 'fragment@0': { 'target-path': '/x', __overlay__: {} } },
      'fragment@0 has target-path /x, expected',
    ],
    [
      'a phandle that is not there',
      { 'fragment@0': { target: [99], __overlay__: {} } },
      'fragment@0 has target phandle 99, expected',
    ],
    [
      'a fixup without a place',
      { __fixups__: { gpio: '/x' } },
      "__fixups__ of label 'gpio' has '/x', expected /path:property:offset",
    ],
    [
      'a fixup of nothing',
      { a: {}, __fixups__: { gpio: '/a:b:0' } },
      'a fixup is for byte 0 of a:b, which is not there',
    ],
    [
      'a fixup beyond the end',
      { a: { b: [1] }, __fixups__: { gpio: '/a:b:1' } },
      'a fixup is for byte 1 of a:b, which is not there',
    ],
    [
      'a local fixup of nothing',
      { __local_fixups__: { a: {} } },
      '__local_fixups__ has a, which the overlay does not have',
    ],
    ['a phandle that is too large', { a: { phandle: [0xfffffffd] } }, 'phandle 4294967293 is too large'],
    [
      'a phandle of two bytes',
      { a: { phandle: new Uint8Array(2) } },
      'a fixup is for byte 0 of a:phandle, which is not there',
    ],
  ])('%s', (_, tree, message) => expect(fails(fdtOf(tree))).toContain(message));
});

describe('parameters', () => {
  /** The documentation's example (section "Examples"), as dtc makes it. */
  const sample = (): Fdt =>
    fdtOf({
      test_node: {
        phandle: [1],
        string: 'hello',
        status: 'disabled',
        bytes: Uint8Array.of(0x67, 0x89),
        u16s: Uint8Array.of(0xab, 0xcd, 0xef, 0x01),
        u32s: [0xfedcba98, 0x76543210],
        u64s: [0xaaaaa5a5, 0x5a5a5555, 0x00001111, 0x22223333],
        bool1: true,
        mac: Uint8Array.of(1, 0x23, 0x45, 0x67, 0x89, 0xab),
        spi: [7],
      },
      'dev@76': { phandle: [2], reg: [0x76] },
      'pseudo@1': { phandle: [3] },
      chosen: { phandle: [4], bootargs: 'a b' },
      __overrides__: {
        string: override(1, 'string'),
        enable: override(1, 'status'),
        byte_1: override(1, 'bytes.1'),
        u16_1: override(1, 'u16s;2'),
        u32_0: override(1, 'u32s:0'),
        u64_1: override(1, 'u64s#8'),
        far: override(1, 'u32s:8'),
        made: override(1, 'made:4'),
        bool1: override(1, 'bool1!'),
        bool2: override(1, 'bool2?'),
        entofr: override(1, 'english', 1, "french{hello=bonjour,goodbye='au revoir',weekend}"),
        pi_mac: override(1, 'mac[{1=b8273bfedcba,2=b8273b987654}'),
        mac: override(1, 'mac['),
        spibus: override(1, 'spi:0{0=', 40, '1=', 41, '2=', 42, '}'),
        open: override(1, 'spi:0{0=', 40, '1=', 41),
        otherwise: override(1, 'string{a=A,=none}'),
        through: override(1, 'string{a=A,}'),
        literal: override(
          1,
          'string=two words',
          1,
          'u32s:4=42',
          1,
          'mac[=00:01',
          1,
          'spi:0=',
          77,
          1,
          'french=',
          '/soc/x',
          1,
          'bool2?=1',
        ),
        address: override(2, 'reg:0'),
        pseudo: override(3, 'reg:0'),
        rename: override(2, 'name'),
        bootargs: override(4, 'bootargs'),
        lost: override(9, 'x'),
        empty: new Uint8Array(0),
      },
    });
  const hex = (tree: Fdt, path: string): string => {
    const [, node, property] = /^(.*)\/([^/]*)$/.exec(path) ?? [];
    const bytes = tree.root.find(node)?.properties.get(property);
    return bytes
      ? Buffer.from(bytes)
          .toString('latin1')
          .replace(/[^ -~]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)
      : '-';
  };
  const cells = (...numbers: number[]): string => {
    const bytes = new Uint8Array(numbers.length * 4);
    numbers.forEach((n, i) => new DataView(bytes.buffer).setUint32(4 * i, n));
    return Buffer.from(bytes)
      .toString('latin1')
      .replace(/[^ -~]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
  };
  test.each<[string, string, string, string]>([
    ['string', 'bye', '/test_node/string', 'bye\\x00'],
    ['string', 'a\\tb\\x41\\102\\\\', '/test_node/string', 'a\\x09bAB\\\x00'.replace('\x00', '\\x00')],
    ['enable', 'on', '/test_node/status', 'okay\\x00'],
    ['enable', 'yes', '/test_node/status', 'okay\\x00'],
    ['enable', 'off', '/test_node/status', 'disabled\\x00'],
    ['enable', '0', '/test_node/status', 'disabled\\x00'],
    ['enable', 'fail', '/test_node/status', 'fail\\x00'],
    ['byte_1', '0x1ff', '/test_node/bytes', 'g\\xff'],
    ['u16_1', '258', '/test_node/u16s', '\\xab\\xcd\\x01\\x02'],
    ['u32_0', '-1', '/test_node/u32s', cells(0xffffffff, 0x76543210)],
    ['u32_0', '010', '/test_node/u32s', cells(8, 0x76543210)],
    ['u32_0', 'down', '/test_node/u32s', cells(1, 0x76543210)],
    ['u32_0', 'up', '/test_node/u32s', cells(2, 0x76543210)],
    ['u64_1', '0x123456789abcdef0', '/test_node/u64s', cells(0xaaaaa5a5, 0x5a5a5555, 0x12345678, 0x9abcdef0)],
    ['far', '5', '/test_node/u32s', cells(0xfedcba98, 0x76543210, 5)],
    ['made', '5', '/test_node/made', cells(0, 5)],
    ['bool1', 'on', '/test_node/bool1', '-'],
    ['bool1', 'off', '/test_node/bool1', ''],
    ['bool2', 'true', '/test_node/bool2', ''],
    ['bool2', 'n', '/test_node/bool2', '-'],
    ['entofr', 'hello', '/test_node/english', 'hello\\x00'],
    ['entofr', 'hello', '/test_node/french', 'bonjour\\x00'],
    ['entofr', 'goodbye', '/test_node/french', 'au revoir\\x00'],
    ['entofr', 'weekend', '/test_node/french', 'weekend\\x00'],
    ['pi_mac', '2', '/test_node/mac', '\\xb8\\x27;\\x98vT'.replace('\\x27', "'")],
    ['mac', 'b8:27:eb 01', '/test_node/mac', "\\xb8'\\xeb\\x01"],
    ['spibus', '1', '/test_node/spi', cells(41)],
    ['spibus', '2', '/test_node/spi', cells(42)],
    ['open', '1', '/test_node/spi', cells(41)],
    ['otherwise', 'a', '/test_node/string', 'A\\x00'],
    ['otherwise', 'z', '/test_node/string', 'none\\x00'],
    ['through', 'z', '/test_node/string', 'z\\x00'],
    ['literal', 'x', '/test_node/string', 'two words\\x00'],
    ['literal', 'x', '/test_node/u32s', cells(0xfedcba98, 42)],
    ['literal', 'x', '/test_node/mac', '\\x00\\x01'],
    ['literal', 'x', '/test_node/spi', cells(77)],
    ['literal', 'x', '/test_node/french', '/soc/x\\x00'],
    ['literal', 'off', '/test_node/bool2', ''],
    ['address', '0x77', '/dev@77/reg', cells(0x77)],
    ['pseudo', '16', '/pseudo@10/reg', '-'],
    ['pseudo', '16', '/pseudo@10/phandle', cells(3)],
    ['rename', 'other', '/other/reg', cells(0x76)],
    ['bootargs', 'c d', '/chosen/bootargs', 'a b c d\\x00'],
    ['empty', 'on', '/test_node/string', 'hello\\x00'],
  ])('%s=%s: %s', (name, value, path, expected) => {
    const tree = sample();
    expect(applyBaseParameters(tree, [{ name, value }])).toEqual([]);
    expect(hex(tree, path)).toBe(expected);
  });
  test.each<[string, string, string]>([
    ['u32_0', 'many', "parameter 'u32_0': 'many' is no number"],
    ['bool2', '', "parameter 'bool2': '' is neither on nor off"],
    ['mac', 'b8:2', "parameter 'mac': 'b8:2' is no string of bytes"],
    ['pi_mac', '3', "parameter 'pi_mac': '3' is none of its values"],
    ['spibus', '', "parameter 'spibus': '' is none of its values"],
    ['string', '\\q', "parameter 'string': an escape in '\\q' is none of C's"],
    ['string', '\\777', "parameter 'string': an escape in '\\777' is none of C's"],
    ['lost', '1', "parameter 'lost': no node has its phandle 9"],
    ['constructor', '1', "parameter 'constructor' is not known"],
  ])('%s=%s is left out', (name, value, warning) => {
    expect(applyBaseParameters(sample(), [{ name, value }])).toEqual([warning]);
  });
  test.each<[string, Uint8Array]>([
    ['cut off in its cell', Uint8Array.of(0, 0, 0)],
    ['a string without an end', override(1, 'abc').subarray(0, 6)],
    ['an offset that no property has', override(1, 'x:99999999')],
    ['no property', override(1, ':0')],
    ['a table without an end', override(1, 'x{a=b')],
    ['a quoted text without an end', override(1, "x{a='b}")],
    ['text after a table', override(1, 'x{a}b')],
    ['a literal cell that is cut off', override(1, 'x:0=')],
  ])('%s is damage', (_, bytes) => {
    const tree = fdtOf({ a: { phandle: [1] }, __overrides__: { p: bytes } });
    expect(() => applyBaseParameters(tree, [{ name: 'p', value: 'a' }])).toThrow(
      /^__overrides__ of parameter 'p' is mangled at byte \d+$/,
    );
  });
});

test('the board names its I2C buses', () => {
  const tree = fdtOf({
    aliases: { i2c1: '/i2c1', i2c_vc: '/mine' },
    __symbols__: { i2c0: '/i2c0', i2c1: '/i2c1' },
    i2c1: { phandle: [1] },
    __overrides__: { i2c1: override(1, 'status') },
  });
  addSynonyms(tree);
  expect(tree.root.child('aliases')?.strings('i2c_arm')).toEqual(['/i2c1']);
  expect(tree.root.child('aliases')?.strings('i2c_vc')).toEqual(['/mine']);
  expect(tree.root.child('__symbols__')?.strings('i2c_vc')).toEqual(['/i2c0']);
  applyBaseParameters(tree, [{ name: 'i2c_arm', value: 'on' }]);
  expect(tree.root.child('i2c1')?.strings('status')).toEqual(['okay']);
});

test('whatever the bytes are, nothing but FdtError and OverlayError comes out', () => {
  const random = randomNumbers(11);
  const bytes = writeFdt(overlay());
  const names = ['pin', 'i2c', 'only', 'dc', 'speed', 'uart0'];
  let applied = 0;
  let refused = 0;
  for (let round = 0; round < 6000; round++) {
    const broken = bytes.slice();
    for (let k = 0; k <= random(3); k++) broken[40 + random(broken.length - 40)] = random(2) ? random(256) : random(8);
    const parameters = [
      { name: names[random(names.length)], value: ['1', 'on', '', '0xffffffffff', 'x\\'][random(5)] },
    ];
    try {
      const tree = base();
      applyOverlay(tree, readFdt(broken), parameters);
      readFdt(writeFdt(tree));
      applied++;
    } catch (error) {
      if (error instanceof OverlayError) refused++;
      else if (!(error instanceof FdtError)) throw error;
    }
  }
  expect(applied).toBeGreaterThan(500);
  expect(refused).toBeGreaterThan(500);
});

describe.skipIf(!need('fdtoverlay', 'device-tree-compiler'))('against fdtoverlay', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pivisor-overlay-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  /** What libfdt makes of a base and overlays; undefined where it refuses. */
  function theirs(source: Uint8Array, overlays: readonly Uint8Array[]): Fdt | undefined {
    const path = (name: string): string => join(folder, name);
    writeFileSync(path('base'), source);
    overlays.forEach((o, i) => writeFileSync(path(`o${i}`), o));
    const { status } = spawnSync('fdtoverlay', [
      '-i',
      path('base'),
      '-o',
      path('out'),
      ...overlays.map((_, i) => path(`o${i}`)),
    ]);
    return status === 0 ? readFdt(readFileSync(path('out'))) : undefined;
  }
  const same = (source: string, ...overlays: string[]): void => {
    const [b, o] = [compile(source), overlays.map((text) => compile(`/plugin/;\n${text}`))];
    const expected = theirs(b, o);
    const tree = readFdt(b);
    o.forEach((bytes) => applyOverlay(tree, readFdt(bytes)));
    if (!expected) throw new Error('fdtoverlay refuses it');
    expect(plain(tree.root)).toEqual(plain(expected.root));
  };
  const SOC = `/ { #address-cells = <1>; aliases { serial0 = &uart1; }; chosen {};
    soc: soc { gpio: gpio@7e200000 { pins14: pins14 { brcm,pins = <14 15>; }; };
      uart0: serial@7e201000 { status = "disabled"; bt: bluetooth { x = <&gpio 1 &uart0>; }; };
      uart1: serial@7e215040 { status = "okay"; }; }; };`;
  test.each<[string, string]>([
    ['properties', '&uart0 { status = "okay"; new = <1 2>, "text"; };'],
    ['references', '&uart0 { pinctrl-0 = <&pins14>; mixed = "a", <&gpio>, [01], <3 &uart1 &gpio>; };'],
    ['nodes', '&soc { new { deep { er; }; }; serial@7e201000 { bluetooth { y; }; }; };'],
    ['labels of its own', '&gpio { a: a { b = <&c>; }; c: c { d = <&a &gpio &c>; }; };'],
    ['a path', '/ { fragment@0 { target-path = "/soc"; __overlay__ { z = <&uart0>; }; }; };'],
    ['many fragments', '&uart0 { status = "okay"; };\n&uart1 { status = "disabled"; };\n&{/chosen} { a = "b"; };'],
  ])('%s', (_, text) => same(SOC, text));
  test('two overlays, one behind the other', () => {
    same(SOC, '&gpio { a: a { b = <&a>; }; };', '&gpio { c: c { d = <&c &pins14>; }; };');
  });

  test('random trees', () => {
    const random = randomNumbers(21);
    const labels = ['l0', 'l1', 'l2', 'l3', 'l4', 'l5'];
    const pick = <T>(list: readonly T[]): T => list[random(list.length)];
    for (let round = 0; round < 12; round++) {
      const value = (names: readonly string[]): string =>
        pick([
          `<${random(100)} &${pick(names)} 7 &${pick(names)}>`,
          '"some", "text"',
          '[aa bb cc]',
          `<&${pick(names)}>, "x", <&${pick(names)}>`,
        ]);
      const node = (own: string[], names: readonly string[], depth: number): string => {
        let text = '';
        for (let i = random(4); i > 0; i--) text += `p${i} = ${value(names)};\n`;
        for (let i = 0; depth > 0 && i < random(4); i++) {
          const label = own.pop();
          text += `${label === undefined ? '' : `${label}: `}n${i}@${depth} { ${node(own, names, depth - 1)} };\n`;
        }
        return text;
      };
      const inBase = [...labels];
      let source = node(inBase, labels, 3);
      // Labels that found no place get one.
      source += inBase.map((l) => `${l}: rest-${l} {};`).join('\n');
      const text = Array.from({ length: 1 + random(3) }, (_, i) => {
        const own = [`m${i}`, `o${i}`];
        const all = [...labels, ...own];
        const body = node(own, all, 2);
        return `&${pick(labels)} { ${body} ${own.map((l) => `${l}: more-${l} {};`).join(' ')} };`;
      }).join('\n');
      same(`/ { ${source} };`, text);
    }
  });

  test('parameters in a source come out as the firmware sees them', () => {
    const tree = compiled(SOC);
    const source = `/plugin/;
      / { fragment@0 { target = <&gpio>; frag0: __overlay__ { led: led { gpios = <&gpio 5 0>; }; }; };
          fragment@1 { target = <&uart0>; __dormant__ { status = "okay"; }; };
          __overrides__ {
            pin = <&led>,"gpios:4", <&led>,"pin:0";
            uart = <0>,"=1";
            port = <&frag1>,"target:0{0=",<&uart0>,"1=",<&uart1>,"}";
            chip = <&led>,"gpios:0=",<&uart1>;
          };
          fragment@2 { frag1: placeholder { }; };
      };`;
    const warnings = applyOverlay(tree, compiled(source), [
      { name: 'pin', value: '22' },
      { name: 'uart', value: 'on' },
      { name: 'chip', value: '' },
    ]);
    expect(warnings).toEqual([]);
    const led = tree.root.find('/soc/gpio/led');
    const uart1 = tree.root.find('/soc/serial@7e215040')?.phandle;
    expect(led?.cells('gpios')).toEqual([uart1, 22, 0]);
    expect(led?.cells('pin')).toEqual([22]);
    expect(tree.root.find('/soc/serial@7e201000')?.strings('status')).toEqual(['okay']);
  });
});
