import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { FdtError, FdtNode, readFdt, writeFdt, type Fdt } from '../../src/machine/fdt.js';
import { need } from '../support/tools.js';

function sample(): Fdt {
  const root = new FdtNode('');
  root.setCells('#address-cells', 2);
  root.setString('compatible', 'raspberrypi,4-model-b', 'brcm,bcm2711');
  const soc = root.ensure('soc');
  soc.setEmpty('ranges');
  const uart = soc.ensure('serial@7e201000');
  uart.setCells('reg', 0x7e201000, 0x200);
  uart.properties.set('odd', Uint8Array.of(1, 2, 3));
  return { root, reservations: [{ address: 0x1000, size: 0x2000 }], bootCpu: 0 };
}

describe('device trees', () => {
  test('come back as they were written', () => {
    const back = readFdt(writeFdt(sample()));
    expect(back).toEqual(sample());
    expect(back.root.find('/soc/serial')?.cells('reg')).toEqual([0x7e201000, 0x200]);
    expect(back.root.strings('compatible')).toEqual(['raspberrypi,4-model-b', 'brcm,bcm2711']);
  });

  const dtc = need('dtc', 'device-tree-compiler');
  test.skipIf(!dtc)('are what dtc reads and writes', () => {
    const options = { input: writeFdt(sample()) };
    const source = spawnSync('dtc', ['-q', '-I', 'dtb', '-O', 'dts'], options).stdout.toString();
    expect(source).toContain('/memreserve/\t0x0000000000001000 0x0000000000002000;');
    expect(source).toContain('reg = <0x7e201000 0x200>;');
    expect(source).toContain('odd = [01 02 03];');
    const theirs = spawnSync('dtc', ['-q', '-I', 'dts', '-O', 'dtb'], { input: source }).stdout;
    expect(readFdt(theirs)).toEqual(sample());
  });

  const BROKEN: readonly { what: string; edit: (b: Uint8Array, v: DataView) => Uint8Array | void; says: RegExp }[] = [
    { what: 'another file', edit: () => Uint8Array.from([1, 2, 3]), says: /not a device tree/ },
    { what: 'half of it', edit: (b) => b.slice(0, b.length >> 1), says: /truncated/ },
    { what: 'a later version', edit: (_, v) => v.setUint32(24, 18), says: /version 18/ },
    { what: 'blocks outside', edit: (_, v) => v.setUint32(36, 0x10000000), says: /do not lie inside/ },
    { what: 'a wrong token', edit: (_, v) => v.setUint32(v.getUint32(8), 7), says: /out of place/ },
  ];
  test.each(BROKEN)('refuse $what', ({ edit, says }) => {
    const bytes = writeFdt(sample());
    const edited = edit(bytes, new DataView(bytes.buffer)) ?? bytes;
    expect(() => readFdt(edited)).toThrow(FdtError);
    expect(() => readFdt(edited)).toThrow(says);
  });

  test('throw nothing but FdtError, whatever the bytes', () => {
    const bytes = writeFdt(sample());
    let seed = 1;
    const random = (n: number): number => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) % n;
    for (let i = 0; i < 20_000; i++) {
      const broken = bytes.slice();
      for (let k = 0; k < 3; k++) broken[random(broken.length)] = random(256);
      try {
        readFdt(broken);
      } catch (error) {
        expect(error).toBeInstanceOf(FdtError);
      }
    }
  });
});
