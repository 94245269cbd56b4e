/** Puts regions in the place of handlers. */
import { a64, type Processor } from '../processor.js';
import { UOP } from '../state.js';
import { REGION_IMPORTS, translateRegion } from './region.js';

export interface Installed {
  readonly instructions: number;
  readonly blocks: number;
  readonly bytes: number;
}

/**
 * Translates the region that begins at a physical address and installs it.
 * @returns its size, or undefined where there is none to be made
 */
export function installRegion(processor: Processor, pa: number): Installed | undefined {
  const { micro, linear, exports } = processor;
  const frame = processor.memory.frame(pa);
  if (frame < 0) return undefined;
  const offset = pa % 4096;
  const uop = micro.page(frame) + offset * (UOP.BYTES / 4);
  const original = micro.decode(uop);
  const word = (at: number): number => linear.u32[(frame + at) >>> 2];
  const region = translateRegion(a64(), word, offset, original, linear.pages);
  if (!region) return undefined;
  const engine: Record<string, WebAssembly.ExportValue> = { memory: linear.memory, table: processor.table };
  for (const name of REGION_IMPORTS) engine[name] = exports[name];
  const instance = new WebAssembly.Instance(new WebAssembly.Module(region.bytes), { engine });
  processor.install(frame, uop, instance.exports.region);
  return { instructions: region.instructions, blocks: region.blocks, bytes: region.bytes.length };
}
