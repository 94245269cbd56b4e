import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { memoryDisk } from '../../src/devices/block.js';
import { openDiskImage } from '../../src/host/disk-image.js';
import { writeFdt } from '../../src/machine/fdt.js';
import { CardBootError, readCardBoot, type CardBoot, type CardFacts } from '../../src/machine/firmware/card-boot.js';
import { need } from '../support/tools.js';
import { BASIC_DATA, bytesOf, cardOf, fatImage, gptImage, mbrImage, randomNumbers, type Files } from './images.js';
import { compile, fdtOf, override, type Tree } from './trees.js';

const FACTS: CardFacts = { image: 'card.img', model: 'pi4', serial: 0x10000000_12345678n };
const boot = (files: Files, facts: Partial<CardFacts> = {}): CardBoot =>
  readCardBoot(cardOf(files), { ...FACTS, ...facts });
const blob = (tree: Tree): Uint8Array => writeFdt(fdtOf(tree));
const failure = (step: () => unknown): string => {
  try {
    step();
  } catch (error) {
    expect(error).toBeInstanceOf(CardBootError);
    return (error as Error).message;
  }
  return 'no error';
};

/** As mainline has it: serial0 is the PL011, but the mini UART has the pins. */
const MAINLINE: Tree = {
  aliases: { serial0: '/soc/serial@7e201000', serial1: '/soc/serial@7e215040' },
  chosen: { 'stdout-path': 'serial1:115200n8' },
  soc: {
    'gpio@7e200000': {
      uart0_gpio32: { phandle: [1], 'brcm,pins': [32, 33] },
      uart1_gpio14: { phandle: [2], 'brcm,pins': [14, 15] },
    },
    'serial@7e201000': { phandle: [3], status: 'okay', 'pinctrl-0': [1] },
    'serial@7e215040': { phandle: [4], status: 'okay', 'pinctrl-0': [2] },
  },
};
/** As the Raspberry Pi kernel's: no pins for the primary UART, labels and parameters. */
const OWN: Tree = {
  aliases: { serial0: '/soc/serial@7e215040', serial1: '/soc/serial@7e201000' },
  chosen: { bootargs: 'coherent_pool=1M 8250.nr_uarts=1' },
  soc: {
    'gpio@7e200000': {
      uart0_pins: { phandle: [1], 'brcm,pins': [30, 31, 32, 33] },
      uart1_pins: { phandle: [2], 'brcm,pins': true },
    },
    'serial@7e201000': { phandle: [3], status: 'okay', 'pinctrl-0': [1], bluetooth: { phandle: [5] } },
    'serial@7e215040': { phandle: [4], status: 'okay', 'pinctrl-0': [2] },
    'i2c@7e804000': { phandle: [6], status: 'disabled' },
  },
  __symbols__: {
    uart0: '/soc/serial@7e201000',
    bt: '/soc/serial@7e201000/bluetooth',
    uart0_pins: '/soc/gpio@7e200000/uart0_pins',
    i2c1: '/soc/i2c@7e804000',
  },
  __overrides__: { i2c1: override(6, 'status') },
};
/** What the overlay of that name does. */
const DISABLE_BT: Tree = {
  'fragment@0': { target: [0], __overlay__: { status: 'okay' } },
  'fragment@1': { target: [0], __overlay__: { status: 'disabled' } },
  'fragment@2': { target: [0], __overlay__: { 'brcm,pins': true } },
  'fragment@3': {
    'target-path': '/aliases',
    __overlay__: { serial0: '/soc/serial@7e201000', serial1: '/soc/serial@7e215040' },
  },
  __fixups__: { uart0: '/fragment@0:target:0', bt: '/fragment@1:target:0', uart0_pins: '/fragment@2:target:0' },
};
const DTB = 'bcm2711-rpi-4-b.dtb';
const own = { 'kernel8.img': 'K', [DTB]: blob(OWN), 'overlays/disable-bt.dtbo': blob(DISABLE_BT) };

describe('files', () => {
  test('by their default names', () => {
    const card = boot({
      'kernel8.img': 'K',
      [DTB]: blob(MAINLINE),
      'cmdline.txt': 'root=/dev/mmcblk0p2 quiet\nsecond line',
    });
    expect(card.kernel).toEqual({ name: 'kernel8.img', bytes: bytesOf('K'), address: undefined });
    expect(card.tree?.name).toBe(DTB);
    expect(card.commandLine).toBe('root=/dev/mmcblk0p2 quiet');
    expect([card.initramfs, card.armstub, card.gic, card.totalMemory, card.gpuMemory]).toEqual([
      undefined,
      undefined,
      true,
      undefined,
      76 << 20,
    ]);
    expect(card.partition).toBe(1);
  });
  test('that config.txt names', () => {
    const card = boot({
      'config.txt': [
        'arm_64bit=1\nkernel=Image\nkernel_address=0x200000\ninitramfs a.cpio,b.cpio 0x4000000\narmstub=bl31.bin\ncmdline=c.txt',
        'device_tree=my.dtb\ndevice_tree_address=0x1f0000\ntotal_mem=64\ngpu_mem=16\nenable_gic=0\ngpio=17=op,dh',
      ].join('\n'),
      Image: 'I',
      'a.cpio': 'AA',
      'b.cpio': 'B',
      'bl31.bin': 'S',
      'c.txt': 'hello\r\n',
      'my.dtb': blob(MAINLINE),
    });
    expect(card.kernel).toEqual({ name: 'Image', bytes: bytesOf('I'), address: 0x200000 });
    expect(card.initramfs).toEqual({ name: 'a.cpio,b.cpio', bytes: bytesOf('AAB'), address: 0x4000000 });
    expect(card.armstub).toEqual({ name: 'bl31.bin', bytes: bytesOf('S'), address: undefined });
    expect([card.tree?.name, card.tree?.address]).toEqual(['my.dtb', 0x1f0000]);
    expect(card.commandLine).toBe('hello');
    expect([card.totalMemory, card.gpuMemory, card.gic]).toEqual([128 << 20, 16 << 20, false]);
    expect(card.gpio).toHaveLength(1);
  });
  test.each<[string, Partial<CardFacts>, string]>([
    ['pi4', {}, 'bcm2711-rpi-4-b.dtb'],
    ['pi400', { model: 'pi400' }, 'bcm2711-rpi-400.dtb'],
    ['cm4', { model: 'cm4' }, 'bcm2711-rpi-cm4.dtb'],
  ])('the device tree is the one of %s', (_, facts, name) => {
    const tree = blob({});
    const files = {
      'kernel8.img': 'K',
      [DTB]: tree,
      'bcm2711-rpi-400.dtb': tree,
      'bcm2711-rpi-cm4.dtb': tree,
      'bcm2711-rpi-cm4-io.dtb': tree,
    };
    expect(boot(files, facts).tree?.name).toBe(name);
  });
  test('with mainline names where upstream_kernel asks for them', () => {
    const tree = blob({});
    const files = {
      'config.txt': 'upstream_kernel=1',
      'kernel8.img': 'K',
      'bcm2711-rpi-cm4.dtb': tree,
      'bcm2711-rpi-cm4-io.dtb': tree,
    };
    expect(boot(files, { model: 'cm4' }).tree?.name).toBe('bcm2711-rpi-cm4-io.dtb');
    const up = { ...files, 'upstream/kernel8.img': 'U', 'upstream/bcm2711-rpi-cm4-io.dtb': tree };
    expect(boot(up, { model: 'cm4' }).kernel.name).toBe('upstream/kernel8.img');
  });
  test.each<[string, Files, string | undefined]>([
    [
      'kernel8.img goes with initramfs8',
      { 'config.txt': 'auto_initramfs=1', 'kernel8.img': 'K', initramfs8: 'R' },
      'initramfs8',
    ],
    ['it need not be there', { 'config.txt': 'auto_initramfs=1', 'kernel8.img': 'K' }, undefined],
    ['nobody asked', { 'kernel8.img': 'K', initramfs8: 'R' }, undefined],
    [
      'another is named',
      { 'config.txt': 'auto_initramfs=1\ninitramfs x', 'kernel8.img': 'K', initramfs8: 'R', x: 'X' },
      'x',
    ],
    [
      'the kernel has another name',
      { 'config.txt': 'auto_initramfs=1\nkernel=vmlinuz', vmlinuz: 'K', initramfs8: 'R' },
      undefined,
    ],
  ])('initramfs: %s', (_, files, name) => expect(boot(files).initramfs?.name).toBe(name));

  test('prefixes count if kernel and device tree are found with them', () => {
    const files = {
      'config.txt': 'os_prefix=new/',
      ...own,
      'new/kernel8.img': 'N',
      'new/cmdline.txt': 'new',
      'cmdline.txt': 'old',
    };
    const without = boot(files);
    expect(without.kernel.name).toBe('kernel8.img');
    expect(without.commandLine).toMatch(/ old$/);
    expect(without.warnings).toContain(
      "card.img: config.txt:1: os_prefix: 'new/' is ignored, since there is no kernel and device tree with it",
    );
    const withTree = boot({ ...files, [`new/${DTB}`]: blob(OWN) });
    expect([withTree.kernel.name, withTree.tree?.name]).toEqual(['new/kernel8.img', `new/${DTB}`]);
    expect(withTree.commandLine).toMatch(/ new$/);
    expect(withTree.tree?.fdt.root.find('/chosen')?.strings('os_prefix')).toEqual(['new/']);
    const absolute = boot({ ...files, 'config.txt': 'os_prefix=new/\nkernel=/kernel8.img', [`new/${DTB}`]: blob(OWN) });
    expect([absolute.kernel.name, absolute.tree?.name]).toEqual(['/kernel8.img', `new/${DTB}`]);
  });
  test('overlays are shared between systems, but for those with a README', () => {
    const mine = blob({ 'fragment@0': { 'target-path': '/', __overlay__: { mine: true } } });
    const files = {
      'config.txt': 'os_prefix=new-\ndtoverlay=disable-bt',
      ...own,
      'new-kernel8.img': 'N',
      [`new-${DTB}`]: blob(OWN),
      'new-overlays/disable-bt.dtbo': mine,
    };
    expect(boot(files).tree?.fdt.root.properties.has('mine')).toBe(false);
    expect(boot({ ...files, 'new-overlays/README': '' }).tree?.fdt.root.properties.has('mine')).toBe(true);
  });
  test.each<[string, Uint8Array]>([
    [
      'MBR',
      mbrImage([
        { type: 0x83, bytes: new Uint8Array(512) },
        { type: 0x0e, bytes: fatImage(own) },
      ]),
    ],
    ['GPT', gptImage([{ guid: BASIC_DATA, bytes: fatImage(own, 12) }])],
    ['no table', fatImage(own, 32)],
  ])('are found with %s', (what, image) => {
    const card = readCardBoot(memoryDisk(image, true), FACTS);
    expect(card.kernel.name).toBe('kernel8.img');
    expect(card.partition).toBe({ MBR: 2, GPT: 1 }[what] ?? 0);
    expect(card.tree?.fdt.root.find('/chosen/bootloader')?.cells('partition')).toEqual([card.partition]);
  });
  test('no device tree is a warning, since bare programs need none', () => {
    const card = boot({ 'kernel8.img': 'K', 'config.txt': 'enable_uart=1\ndtparam=audio=on' });
    expect(card.tree).toBeUndefined();
    expect(card.warnings).toEqual([
      `card.img: no file '${DTB}' on the boot partition: the kernel gets no device tree, and overlays and parameters are left out`,
    ]);
    expect(boot({ 'kernel8.img': 'K', 'config.txt': 'enable_uart=1\ndevice_tree=' }).warnings).toEqual([]);
  });
});

describe('the serial port', () => {
  const PL011 = 4;
  const MINI = 2;
  const uart = (config: string, tree?: Tree, model: CardFacts['model'] = 'pi4'): unknown[] => {
    const files: Files = { ...own, 'config.txt': config, ...(tree && { [DTB]: blob(tree) }) };
    const { uart: u } = boot(files, { model });
    return [u.uart, u.enabled, u.function];
  };
  test.each<[string, Tree, unknown[]]>([
    ['', OWN, ['mini', false, 0]],
    ['enable_uart=1', OWN, ['mini', true, MINI]],
    ['enable_uart=1', MAINLINE, ['mini', true, MINI]],
    ['dtoverlay=disable-bt', OWN, ['pl011', true, PL011]],
    ['dtoverlay=disable-bt\nenable_uart=0', OWN, ['pl011', false, 0]],
    ['[pi3]\ndtoverlay=disable-bt\n[all]\nenable_uart=1', OWN, ['mini', true, MINI]],
    ['enable_uart=1', {}, ['mini', true, MINI]],
  ])('%j', (config, tree, expected) => expect(uart(config, tree)).toEqual(expected));

  test('has clocks', () => {
    expect(boot(own).uart).toMatchObject({ baud: 115200, pl011Clock: 48_000_000, coreClock: 500_000_000 });
    const config = 'init_uart_clock=3000000\ninit_uart_baud=9600\ncore_freq=250';
    expect(boot({ ...own, 'config.txt': config }).uart).toMatchObject({
      baud: 9600,
      pl011Clock: 3_000_000,
      coreClock: 250_000_000,
    });
  });
  test('that is left unconnected is said', () => {
    expect(boot(own).warnings).toEqual([expect.stringContaining('card.img: config.txt: without enable_uart=1')]);
    expect(boot({ ...own, 'config.txt': 'enable_uart=1' }).warnings).toEqual([]);
  });
  test.each<[string, string, string]>([
    ['enable_uart=1', 'console=serial0,115200 x', 'coherent_pool=1M 8250.nr_uarts=1 console=ttyS0,115200 x'],
    ['enable_uart=1', 'console=ttyAMA0,115200', 'coherent_pool=1M 8250.nr_uarts=1 console=ttyS0,115200'],
    [
      '',
      'console=serial0,115200 kgdboc=serial1',
      'coherent_pool=1M 8250.nr_uarts=0 console=ttyS0,115200 kgdboc=ttyAMA0',
    ],
    ['dtoverlay=disable-bt', 'console=serial0,115200', 'coherent_pool=1M 8250.nr_uarts=1 console=ttyAMA0,115200'],
    [
      'dtoverlay=disable-bt',
      'console=ttyAMA0 console=serial1',
      'coherent_pool=1M 8250.nr_uarts=1 console=ttyAMA0 console=ttyS0',
    ],
    ['', '', 'coherent_pool=1M 8250.nr_uarts=0'],
    ['cmdline=', '', 'coherent_pool=1M 8250.nr_uarts=0'],
    ['enable_uart=1', 'init=/x=serial01', 'coherent_pool=1M 8250.nr_uarts=1 init=/x=serial01'],
  ])('%j: %j', (config, cmdline, expected) => {
    expect(boot({ ...own, 'config.txt': config, 'cmdline.txt': cmdline }).commandLine).toBe(expected);
  });
  test('ttyAMA0 that becomes ttyS0 is said', () => {
    expect(boot({ ...own, 'config.txt': 'enable_uart=1', 'cmdline.txt': 'console=ttyAMA0' }).warnings).toEqual([
      'card.img: cmdline.txt: ttyAMA0 in the command line becomes ttyS0, since the mini UART has GPIO 14 and 15 (dtoverlay=disable-bt gives them to the PL011)',
    ]);
  });
});

describe('the device tree', () => {
  test('gets parameters, and those that it does not have are left out', () => {
    const { tree, warnings } = boot({ ...own, 'config.txt': 'enable_uart=1\ndtparam=i2c_arm=on,audio=on' });
    expect(tree?.fdt.root.find('/soc/i2c@7e804000')?.strings('status')).toEqual(['okay']);
    expect(warnings).toEqual(["card.img: config.txt:2: dtparam: parameter 'audio' is not known, and is left out"]);
  });
  test('gets overlays with their parameters, in the order of config.txt', () => {
    const add = blob({
      'fragment@0': { 'target-path': '/', __overlay__: { 'led@1': { phandle: [1], pin: [0] } } },
      __overrides__: { pin: override(1, 'pin:0') },
      __local_fixups__: { __overrides__: { pin: [0] } },
    });
    const { tree, warnings } = boot({
      ...own,
      'config.txt': 'enable_uart=1\ndtoverlay=led,pin=5,x=1\ndtparam=pin=6\ndtparam=i2c1\ndtoverlay=\ndtparam=pin=7',
      'overlays/led.dtbo': add,
    });
    expect(tree?.fdt.root.find('/led@1')?.cells('pin')).toEqual([6]);
    expect(tree?.fdt.root.find('/soc/i2c@7e804000')?.strings('status')).toEqual(['okay']);
    expect(warnings).toEqual([
      "card.img: config.txt:2: overlay 'led': parameter 'x' is not known, and is left out",
      "card.img: config.txt:6: dtparam: parameter 'pin' is not known, and is left out",
    ]);
  });
  test('has overlays under other names on this board', () => {
    const files = {
      ...own,
      'overlays/overlay_map.dtb': blob({
        'vc4-kms-v3d': { bcm2835: true, bcm2711: 'disable-bt' },
        'pi3-disable-bt': { renamed: 'disable-bt' },
        'disable-bt': { bcm2711: true },
        'lirc-rpi': { deprecated: 'use gpio-ir' },
        other: { bcm2712: true },
      }),
    };
    const config = (name: string): CardBoot => boot({ ...files, 'config.txt': `dtoverlay=${name}\nenable_uart=1` });
    const said = (name: string): string[] =>
      config(name).warnings.map((w) => w.replace('card.img: config.txt:1: overlay ', ''));
    expect([config('vc4-kms-v3d').uart.uart, said('vc4-kms-v3d')]).toEqual(['pl011', []]);
    expect([config('disable-bt').uart.uart, said('disable-bt')]).toEqual(['pl011', []]);
    expect([config('pi3-disable-bt').uart.uart, said('pi3-disable-bt')]).toEqual([
      'pl011',
      ["'pi3-disable-bt': is now called 'disable-bt'"],
    ]);
    expect(said('lirc-rpi')).toEqual(["'lirc-rpi': is deprecated: use gpio-ir, and is left out"]);
    expect(said('other')).toEqual(["'other': is not for bcm2711, and is left out"]);
  });
  test('says how it was booted', () => {
    const chosen = boot({ ...own, 'config.txt': 'overlay_prefix=ov/' }).tree?.fdt.root.find('/chosen');
    expect([chosen?.strings('overlay_prefix'), chosen?.strings('os_prefix')]).toEqual([['ov/'], ['']]);
    expect(chosen?.find('bootloader')?.cells('boot-mode')).toEqual([1]);
    expect(chosen?.find('bootloader')?.cells('tryboot')).toEqual([0]);
  });
});

describe('errors name the image, the file, the line and what was expected', () => {
  const config = (text: string, more: Files = {}): string =>
    failure(() => boot({ ...own, 'config.txt': text, ...more }));
  test.each<[string, string]>([
    ['\narm_64bit=0', 'config.txt:2: arm_64bit: asks for AArch32, which is not supported: expected arm_64bit=1'],
    ['arm_control=0', 'config.txt:1: arm_control: asks for AArch32, which is not supported: expected arm_64bit=1'],
    [
      'kernel=kernel7l.img',
      'config.txt:1: kernel: kernel7l.img is a kernel for AArch32, which is not supported: expected one for AArch64',
    ],
    ['kernel=none.img', "config.txt:1: kernel: no file 'none.img' on the boot partition"],
    ['kernel=a\x1b[1m', "config.txt:1: kernel: no file 'a\ufffd[1m' on the boot partition"],
    ['initramfs none', "config.txt:1: initramfs: no file 'none' on the boot partition"],
    ['armstub=none', "config.txt:1: armstub: no file 'none' on the boot partition"],
    ['cmdline=none', "config.txt:1: cmdline: no file 'none' on the boot partition"],
    ['device_tree=none', "config.txt:1: device_tree: no file 'none' on the boot partition"],
    ['dtoverlay=none.', "config.txt:1: overlay 'none.': no file 'overlays/none..dtbo' on the boot partition"],
    ['arm_64bit', "config.txt:1: expected key=value, a [filter] or a # comment, found 'arm_64bit'"],
    ['device_tree=kernel8.img', 'kernel8.img: not a device tree blob'],
  ])('%j', (text, message) => expect(config(text)).toBe(`card.img: ${message}`));

  test('an overlay that needs labels of a tree without them', () => {
    expect(config('dtoverlay=disable-bt', { [DTB]: blob(MAINLINE) })).toBe(
      "card.img: config.txt:1: overlay 'disable-bt': label 'uart0' can't be found: the device tree has no __symbols__, expected one that was compiled with dtc -@",
    );
  });
  test('an overlay that is none', () => {
    expect(config('dtoverlay=bad', { 'overlays/bad.dtbo': 'bad' })).toBe(
      "card.img: config.txt:1: overlay 'bad': not a device tree blob",
    );
  });
  test('no kernel', () => {
    expect(failure(() => boot({}))).toBe(
      "card.img: no file 'kernel8.img' on the boot partition, and config.txt names no other kernel",
    );
    expect(failure(() => boot({ 'kernel7l.img': 'x' }))).toBe(
      "card.img: no file 'kernel8.img' on the boot partition; kernel7l.img is for AArch32, which is not supported",
    );
  });
  test('no boot partition', () => {
    const says =
      'card.img: no boot partition, expected one of type FAT in an MBR or GPT, or a FAT file system from the first sector on';
    expect(failure(() => readCardBoot(memoryDisk(new Uint8Array(51200)), FACTS))).toBe(says);
  });
  test('damage', () => {
    const image = mbrImage([{ type: 0x0c, bytes: fatImage(own) }]);
    image[8 * 512 + 13] = 3;
    expect(failure(() => readCardBoot(memoryDisk(image), FACTS))).toBe(
      'card.img: partition 1: not a FAT file system: 3 sectors per cluster, expected a power of two',
    );
    const short = mbrImage([{ type: 0x0c, bytes: fatImage(own) }]).subarray(0, 512 * 512);
    expect(failure(() => readCardBoot(memoryDisk(short), FACTS))).toMatch(
      /^card.img: partition 1 ends at sector \d+ .*: the image is truncated$/,
    );
  });
  test('nothing else comes out, whatever the bytes of the card', () => {
    const random = randomNumbers(17);
    const files = {
      ...own,
      'config.txt':
        'enable_uart=1\ndtparam=i2c_arm=on\ndtoverlay=disable-bt,x=1\ninitramfs kernel8.img\n[pi4]\ngpio=4=op,dh\n',
    };
    const image = mbrImage([{ type: 0x0c, bytes: fatImage(files, 12) }]);
    const used = [...image.keys()].filter((i) => image[i] !== 0);
    let booted = 0;
    let refused = 0;
    for (let round = 0; round < 3000; round++) {
      const places = Array.from({ length: 1 + random(8) }, () => used[random(used.length)]).map((i) => [i, image[i]]);
      for (const [i] of places) image[i] = random(3) ? image[i] ^ (1 << random(8)) : random(256);
      try {
        for (const warning of readCardBoot(memoryDisk(image), FACTS).warnings)
          expect(warning).not.toMatch(/[\x00-\x1f]/);
        booted++;
      } catch (error) {
        if (!(error instanceof CardBootError)) throw error;
        expect(error.message).not.toMatch(/[\x00-\x1f]/);
        refused++;
      }
      for (const [i, value] of places.reverse()) image[i] = value;
    }
    expect(booted).toBeGreaterThan(300);
    expect(refused).toBeGreaterThan(300);
  });
});

const tools = need('mcopy', 'mtools') && need('mkfs.vfat', 'dosfstools') && need('dtc', 'device-tree-compiler');
test.skipIf(!tools)('a card that mkfs.vfat, mtools and dtc made', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pivisor-card-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const put = (name: string, bytes: string | Uint8Array): string => (
    writeFileSync(join(folder, name), bytes),
    join(folder, name)
  );
  const run = (tool: string, ...args: string[]): void => {
    const { status, stderr } = spawnSync(tool, args);
    if (status !== 0) throw new Error(`${tool}: ${stderr.toString()}`);
  };
  const base = compile(`/ { aliases { serial0 = &uart1; serial1 = &uart0; }; chosen { bootargs = "from=dtb"; };
    soc: soc { gpio: gpio@7e200000 { uart0_pins: uart0_pins { brcm,pins = <30 31>; }; };
    uart0: serial@7e201000 { pinctrl-0 = <&uart0_pins>; bt: bluetooth { }; }; uart1: serial@7e215040 { }; }; };`);
  const disableBt = compile(`/plugin/; / { compatible = "brcm,bcm2835";
    fragment@0 { target = <&uart0>; __overlay__ { pinctrl-0 = <&uart0_pins>; status = "okay"; }; };
    fragment@1 { target = <&bt>; __overlay__ { status = "disabled"; }; };
    fragment@2 { target = <&uart0_pins>; __overlay__ { brcm,pins; }; };
    fragment@3 { target-path = "/aliases"; __overlay__ { serial0 = "/soc/serial@7e201000"; serial1 = "/soc/serial@7e215040"; }; }; };`);
  const kernel = Uint8Array.from({ length: 3_000_000 }, (_, i) => i * 7);
  const part = put('part.img', new Uint8Array(40 << 20));
  run('mkfs.vfat', '-F', '32', '-s', '1', '-n', 'bootfs', part);
  run('mmd', '-i', part, '::overlays');
  const config =
    '[pi3]\nkernel=no\n[all]\nkernel=vmlinuz-6.1.0-56-arm64\ninitramfs initrd.img-6.1.0-56-arm64 followkernel\ndtoverlay=disable-bt\n';
  run(
    'mcopy',
    '-i',
    part,
    put('config.txt', config),
    put('cmdline.txt', 'console=serial0,115200 root=/dev/mmcblk0p2\n'),
    put(DTB, base),
    put('vmlinuz-6.1.0-56-arm64', kernel),
    put('initrd.img-6.1.0-56-arm64', 'initrd'),
    '::',
  );
  run('mcopy', '-i', part, put('disable-bt.dtbo', disableBt), '::overlays');
  const bytes = new Uint8Array(40 << 20);
  const source = openDiskImage(part, { readOnly: true });
  source.read(0, bytes);
  source.close();
  const disk = openDiskImage(
    put(
      'card.img',
      mbrImage([
        { type: 0x0c, bytes },
        { type: 0x83, bytes: new Uint8Array(4096) },
      ]),
    ),
  );
  const card = readCardBoot(disk, FACTS);
  disk.close();
  expect(card.warnings).toEqual([]);
  // Not by toEqual, which takes seconds for so many bytes.
  expect(Buffer.compare(card.kernel.bytes, kernel)).toBe(0);
  expect(card.initramfs?.bytes).toEqual(bytesOf('initrd'));
  expect(card.commandLine).toBe('from=dtb console=ttyAMA0,115200 root=/dev/mmcblk0p2');
  expect(card.uart).toMatchObject({ uart: 'pl011', enabled: true, function: 4 });
  expect(card.tree?.fdt.root.find('/soc/serial@7e201000/bluetooth')?.strings('status')).toEqual(['disabled']);
});
