/**
 * ASB, the asynchronous bridges between the VideoCore's blocks and the bus, as far as drivers of power domains use them: a
 * request to stop a bridge is acknowledged at once. Not in the manual; names and bits as Linux's bcm2835-power driver has them.
 */
import type { Saveable } from '../../aarch64/bus.js';
import { registerMap, type Register, type RegisterMap, type Unmodelled } from '../registers.js';

const PASSWORD = 0x5a;
const REQ_STOP = 1;
const ACK = 1 << 1;
/** ASB_AXI_BRDG_ID, "BRDG". */
const BRIDGE_ID = 0x62726467;

export interface AsbState {
  /** The control registers, from ASB_CPR_CTRL on. */
  control: number[];
}

/** A group of bridges: window 0x24, at 0xfe00a000 (ASB) and at 0xfec11000 (RPIVID_ASB). */
export interface Asb extends RegisterMap, Saveable<AsbState> {}

const CONTROLS = ['CPR_CTRL', 'V3D_S_CTRL', 'V3D_M_CTRL', 'ISP_S_CTRL', 'ISP_M_CTRL', 'H264_S_CTRL', 'H264_M_CTRL'];

/** ASB_BRDG_VERSION at 0, a control register for each bridge from 4 on, the identification at 0x20. */
export const ASB_REGISTERS: readonly Register<AsbState>[] = [
  { name: 'ASB_BRDG_VERSION', offset: 0x00 },
  ...CONTROLS.map((name, i): Register<AsbState> => ({
    name: `ASB_${name}`,
    offset: 4 + 4 * i,
    read: ({ control }) => control[i],
    write({ control }, value) {
      if (value >>> 24 !== PASSWORD) return;
      control[i] = (value & REQ_STOP) !== 0 ? REQ_STOP | ACK : 0;
    },
  })),
  { name: 'ASB_AXI_BRDG_ID', offset: 0x20, read: () => BRIDGE_ID },
];

const resetState = (): AsbState => ({ control: CONTROLS.map(() => 0) });

/** @param name `ASB` or `RPIVID_ASB` */
export function createAsb(name: string, unmodelled?: Unmodelled): Asb {
  const state = resetState();
  return {
    ...registerMap(name, ASB_REGISTERS, 0x24, state, unmodelled),
    state,
    restored: () => {},
  };
}
