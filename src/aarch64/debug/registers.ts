/** What follows from the debug registers of a core, which whoever changes them has to bring up to date. */
import type { Core } from '../core.js';
import { breakpointOffsets } from './breakpoints.js';
import { watchpoints } from './watchpoints.js';

/**
 * To be called after every change of DBGBVR<n>_EL1, DBGBCR<n>_EL1, DBGWVR<n>_EL1, DBGWCR<n>_EL1 or MDSCR_EL1. What else
 * debug exceptions depend on is looked at when it matters.
 */
export function debugChanged(core: Core): void {
  core.micro.breakAt(breakpointOffsets(core), core.index);
  core.tlbs.watch(watchpoints(core), core.index);
}
