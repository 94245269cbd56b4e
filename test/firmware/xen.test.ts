import { describe, expect, test } from 'vitest';
import { FdtNode, readFdt, writeFdt, type Fdt } from '../../src/machine/fdt.js';
import { addXen, type XenOptions } from '../../src/machine/firmware/xen.js';

const kernel = new Uint8Array(0x1800).fill(1);
const initrd = new Uint8Array(0x100).fill(2);
const OPTIONS: XenOptions = {
  append: 'console=dtuart',
  dom0: { kernel, initrd, append: 'console=hvc0' },
  domains: [
    { name: 'web', kernel, initrd, append: 'quiet', memory: 5 * 2 ** 30, vcpus: 2 },
    { name: 'domU2', kernel, append: '', memory: 16 * 2 ** 20, vcpus: 1 },
  ],
};

function tree(): Fdt {
  const root = new FdtNode('');
  root.ensure('soc').ensure('watchdog@7e100000').setString('compatible', 'brcm,bcm2711-pm', 'brcm,bcm2835-pm-wdt');
  return { root, reservations: [], bootCpu: 0 };
}

describe('what Xen is told', () => {
  const made = tree();
  const modules = addXen(made, OPTIONS, 0x300010, 0x400000);
  const { root } = readFdt(writeFdt(made));

  test('modules lie one behind the other, from the next page on', () => {
    expect(modules.map(({ address, bytes, size }) => [address, bytes, size])).toEqual([
      [0x301000, kernel, 0x1800],
      [0x303000, initrd, 0x100],
      [0x304000, kernel, 0x1800],
      [0x306000, initrd, 0x100],
      [0x307000, kernel, 0x1800],
    ]);
  });

  test.each([
    ['/chosen', 'xen,xen-bootargs', ['console=dtuart']],
    ['/chosen', 'xen,dom0-bootargs', ['console=hvc0']],
    ['/chosen/module@301000', 'compatible', ['multiboot,kernel', 'multiboot,module']],
    ['/chosen/module@303000', 'compatible', ['multiboot,ramdisk', 'multiboot,module']],
    ['/chosen/web', 'compatible', ['xen,domain']],
    ['/chosen/web/module@304000', 'bootargs', ['quiet']],
    ['/chosen/web/module@306000', 'bootargs', undefined],
    ['/chosen/domU2/module@307000', 'bootargs', ['']],
    ['/soc/watchdog@7e100000', 'compatible', ['brcm,bcm2711-pm', 'brcm,bcm2835-pm-wdt', 'brcm,bcm2835-pm']],
  ])('%s %s', (path, name, value) => expect(root.find(path)?.strings(name)).toEqual(value));

  test.each([
    ['/chosen', '#address-cells', [2]],
    ['/chosen/module@303000', 'reg', [0, 0x303000, 0, 0x100]],
    ['/chosen/web', 'cpus', [2]],
    // KiB.
    ['/chosen/web', 'memory', [0, 0x500000]],
    ['/chosen/web', 'vpl011', []],
    ['/chosen/domU2', 'memory', [0, 0x4000]],
  ])('%s %s', (path, name, value) => expect(root.find(path)?.cells(name)).toEqual(value));

  test('without room they are refused', () => {
    expect(() => addXen(tree(), OPTIONS, 0x300000, 0x307000)).toThrow(
      "kernels and RAM disks of Xen's domains take 1 MiB, expected at most 0",
    );
  });

  test('without dom0 nothing is said of one', () => {
    const alone = tree();
    addXen(alone, { ...OPTIONS, dom0: undefined }, 0x300000, 0x400000);
    expect([...(alone.root.child('chosen')?.properties.keys() ?? [])]).not.toContain('xen,dom0-bootargs');
  });
});
