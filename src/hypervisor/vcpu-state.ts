/** What a virtual CPU remembers when nothing has happened to it yet. */
import { RESET_VMCR } from '../gic/state.js';
import type { VcpuState } from './guest.js';
import { noExits } from './stats.js';
import { emptyContext } from './vcpu-context.js';
import { noneListed } from './virtual-gic.js';

/** A virtual CPU that is off. @param core where it is looked for first */
export const offVcpu = (core: number): VcpuState => ({
  mode: 'off',
  context: emptyContext(),
  core,
  vruntime: 0,
  until: 0,
  since: 0,
  ran: 0,
  ready: 0,
  waited: 0,
  exits: noExits(),
  injected: 0,
  wakeAt: Infinity,
  listed: noneListed(),
  latched: [false, false, false, false],
  active: [],
  timerHeld: false,
  vmcr: RESET_VMCR,
  apr: 0,
  physicalCtl: 0,
  physicalLo: 0,
  physicalHi: 0,
});
