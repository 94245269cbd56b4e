/** The virtualization extension, as the processor sees it: `core.seam = virtualization`. */
import type { VirtualizationSeam } from '../aarch64/core.js';
import { stage2Enabled, translateStage2 } from './stage2.js';
import { traps } from './traps.js';

export const virtualization: VirtualizationSeam = { translate: translateStage2, stage2Enabled, traps };
