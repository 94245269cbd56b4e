import { describe, expect, it } from 'vitest';
import { CPRMAN_REGISTERS, createCprman } from '../../src/devices/bcm2711/cprman.js';
import { byName } from './rig.js';

function rig() {
  const device = createCprman({ armHz: 1_500_000_000 });
  const named = byName(device, CPRMAN_REGISTERS);
  return {
    device,
    size: 0x2000,
    ...named,
    set: (name: string, value: number) => named.write(name, 0x5a000000 | value),
  };
}

/** The rate of a clock of a PLL's channel, reckoned as a driver does from the registers. */
function rate({ read }: ReturnType<typeof rig>, pll: string, channel: string, clock: string): number {
  const ctrl = read(`A2W_${pll}_CTRL`);
  const ratio = (BigInt(ctrl & 0x3ff) << 20n) + BigInt(read(`A2W_${pll}_FRAC`));
  const vco = Number((54_000_000n * ratio) / BigInt((ctrl >> 12) & 7)) / 0x100000;
  return (vco / (read(`A2W_${pll}_${channel}`) & 0xff) / read(`CM_${clock}DIV`)) * 0x1000;
}

describe('CPRMAN', () => {
  it.each([
    ['PLLA', 2_999_999_988],
    ['PLLB', 2_999_999_988],
    ['PLLC', 2_592_000_000],
    ['PLLD', 2_999_999_988],
  ])('%s runs at %i Hz from 54 MHz', (pll, hz) => expect(rig().device.pllRate(pll)).toBe(hz));

  // The clocks whose rates were measured, or that drivers reckon baud rates from.
  it.each([
    ['PLLD', 'PER', 'EMMC2', 100_000_000],
    ['PLLD', 'PER', 'UART', 48_000_000],
    ['PLLD', 'CORE', 'VPU', 500_000_000],
  ])('%s_%s gives %s %i Hz', (pll, channel, clock, hz) => {
    expect(Math.abs(rate(rig(), pll, channel, clock) / hz - 1)).toBeLessThan(1e-8);
  });

  it('ignores writes without the password, and never shows it', () => {
    const { read, write, set } = rig();
    write('CM_GP0DIV', 0x123);
    expect(read('CM_GP0DIV')).toBe(0);
    set('CM_GP0DIV', 0x123456);
    expect(read('CM_GP0DIV')).toBe(0x123456);
  });

  it('shows a clock busy while it is enabled', () => {
    const { read, set } = rig();
    expect(read('CM_EMMC2CTL') & 0x90).toBe(0x90);
    set('CM_EMMC2CTL', read('CM_EMMC2CTL') & ~0x10);
    expect(read('CM_EMMC2CTL') & 0x90).toBe(0);
    set('CM_GP0CTL', 0x11);
    expect(read('CM_GP0CTL')).toBe(0x91);
    set('CM_GP0CTL', 0x31);
    expect(read('CM_GP0CTL') & 0x80).toBe(0);
  });

  it('loses the lock of a PLL that is put to sleep, and has it again at once', () => {
    const { device, read, set } = rig();
    expect(read('CM_LOCK')).toBe(0xf00);
    set('CM_PLLC', 0x100);
    set('A2W_PLLC_CTRL', read('A2W_PLLC_CTRL') | 0x10000);
    expect([read('CM_LOCK'), device.pllRate('PLLC')]).toEqual([0xb00, 0]);
    set('A2W_PLLC_CTRL', read('A2W_PLLC_CTRL') & ~0x10000);
    set('CM_PLLC', 0);
    expect(read('CM_LOCK')).toBe(0xf00);
  });

  it('is measured without waiting', () => {
    const { read, set } = rig();
    set('CM_OSCCOUNT', 19_200);
    expect(read('CM_OSCCOUNT')).toBe(0);
  });
});
