import { describe, expect, it } from 'vitest';
import { createSdhost, SDHOST_REGISTERS } from '../../src/devices/bcm2711/sdhost.js';
import { byName } from './rig.js';

const [NEW, FAIL, NO_RESPONSE, TIME_OUT] = [0x8000, 0x4000, 0x400, 0x40];

describe('SDHOST', () => {
  const rig = () => byName(createSdhost(), SDHOST_REGISTERS);

  it('answers every command that wants a response with a time-out: the slot is empty', () => {
    const { read, write } = rig();
    write('SDARG', 0x1aa);
    write('SDCMD', NEW | 8);
    expect([read('SDCMD'), read('SDHSTS'), read('SDRSP0')]).toEqual([FAIL | 8, TIME_OUT, 0]);
    write('SDHSTS', TIME_OUT);
    expect(read('SDHSTS')).toBe(0);
  });
  it('completes commands that want none', () => {
    const { read, write } = rig();
    write('SDCMD', NEW | NO_RESPONSE);
    expect([read('SDCMD'), read('SDHSTS')]).toEqual([NO_RESPONSE, 0]);
  });
  it('is idle, with an empty FIFO', () => {
    const { read, write } = rig();
    write('SDEDM', 0xffffffff);
    expect(read('SDEDM') & 0x1ff).toBe(0);
  });
});
