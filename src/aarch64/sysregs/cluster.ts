/**
 * Registers that the cores of a cluster share: those of the L2 cache (Cortex-A72 TRM 4.3.58, 4.3.59, 4.3.65). They are kept
 * by the cluster's first core.
 */
import { CONTINUE, type Core } from '../core.js';
import { STATE } from '../state.js';
import { maskLo } from './lookup.js';

/** The core that keeps the shared registers of this one's cluster: Aff1 and above name the cluster. */
const keeper = (core: Core): Core => core.peers.find((p) => p.affinity >> 8 === core.affinity >> 8) ?? core;

/** Reads the shared register at offset `at`. */
export const read =
  (at: number) =>
  (core: Core): void =>
    core.setPair(STATE.SCRATCH, keeper(core).get(at), 0);

/** Writes the shared register at offset `at`: all have 32 bits. */
export const write =
  (at: number) =>
  (core: Core, lo: number): number => {
    const mask = maskLo[(at - STATE.SYSREGS) / 8];
    const owner = keeper(core);
    owner.set(at, (owner.get(at) & ~mask) | (lo & mask));
    return CONTINUE;
  };
