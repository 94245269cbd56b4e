/**
 * SDHOST (0xfe202000), the VideoCore's own SD host controller. Not in the manual: names and bits as in Linux's bcm2835 (sdhost)
 * driver. On a Pi 4 the card slot belongs to EMMC2 and no device tree enables this one: it is here with an empty slot, so that
 * software that asks it finds no card, and does not take zeros for one.
 */
import type { Saveable } from '../../aarch64/bus.js';
import { registerMap, type Register, type RegisterMap, type Unmodelled } from '../registers.js';

/** SDCMD: begin; it failed; no response is expected. */
const CMD = { kept: 0x0fff, NEW_FLAG: 1 << 15, FAIL_FLAG: 1 << 14, NO_RESPONSE: 1 << 10 };
/** SDHSTS: no response came in time; all that is cleared by writing 1. */
const HSTS = { CMD_TIME_OUT: 1 << 6, clearable: 0x7f8 };

export interface SdhostState {
  /** By the driver's names. */
  cmd: number;
  arg: number;
  tout: number;
  cdiv: number;
  hsts: number;
  vdd: number;
  edm: number;
  hcfg: number;
  hbct: number;
  hblc: number;
}

/** The controller: window 0x100. Its interrupt, SPI 120, tells of data and of a card's end of being busy: it never comes. */
export interface Sdhost extends RegisterMap, Saveable<SdhostState> {}

const plain = (name: string, offset: number, field: keyof SdhostState, mask: number): Register<SdhostState> => ({
  name,
  offset,
  read: (state) => state[field],
  write(state, value) {
    state[field] = (value & mask) >>> 0;
  },
});

export const SDHOST_REGISTERS: readonly Register<SdhostState>[] = [
  {
    name: 'SDCMD',
    offset: 0x00,
    read: ({ cmd }) => cmd,
    write(state, value) {
      state.cmd = value & CMD.kept;
      if ((value & CMD.NEW_FLAG) === 0 || (value & CMD.NO_RESPONSE) !== 0) return;
      state.cmd |= CMD.FAIL_FLAG;
      state.hsts |= HSTS.CMD_TIME_OUT;
    },
  },
  plain('SDARG', 0x04, 'arg', 0xffffffff),
  plain('SDTOUT', 0x08, 'tout', 0xffffffff),
  plain('SDCDIV', 0x0c, 'cdiv', 0x7ff),
  { name: 'SDRSP', offset: 0x10, count: 4 },
  {
    name: 'SDHSTS',
    offset: 0x20,
    read: ({ hsts }) => hsts,
    write(state, value) {
      state.hsts &= ~(value & HSTS.clearable);
    },
  },
  plain('SDVDD', 0x30, 'vdd', 1),
  // The FIFO's thresholds are kept; its state machine (bits 3 to 0) stays idle and its level (8 to 4) is 0.
  plain('SDEDM', 0x34, 'edm', 0x7fe00),
  plain('SDHCFG', 0x38, 'hcfg', 0x7ff),
  plain('SDHBCT', 0x3c, 'hbct', 0xffff),
  { name: 'SDDATA', offset: 0x40 },
  plain('SDHBLC', 0x50, 'hblc', 0x1ff),
];

export function createSdhost(unmodelled?: Unmodelled): Sdhost {
  const state: SdhostState = { cmd: 0, arg: 0, tout: 0, cdiv: 0, hsts: 0, vdd: 0, edm: 0, hcfg: 0, hbct: 0, hblc: 0 };
  return {
    ...registerMap('SDHOST', SDHOST_REGISTERS, 0x100, state, unmodelled),
    state,
    restored: () => {},
  };
}
