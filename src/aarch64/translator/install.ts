/** Puts regions in the place of handlers. */
import { FP_ROUTINES } from '../fp/routines.js';
import { a64, type Processor } from '../processor.js';
import { UOP } from '../state.js';
import { effectsOf, type Effects } from './probe.js';
import { REGION_IMPORTS, allFields, translateRegion } from './region.js';

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
  // What a debugger wants to be asked about stays with the interpreter.
  const word = (at: number): number | undefined =>
    micro.breakOffsets.has(at) ? undefined : linear.u32[(frame + at) >>> 2];
  const region = translateRegion(a64(), word, offset, original);
  if (!region) return undefined;
  const engine: Record<string, WebAssembly.ExportValue> = { memory: linear.memory, table: processor.table };
  for (const name of [...REGION_IMPORTS, ...FP_ROUTINES.map((r) => r.name)]) engine[name] = exports[name];
  const instance = new WebAssembly.Instance(new WebAssembly.Module(region.bytes), { engine });
  processor.install(frame, uop, instance.exports.region);
  return { instructions: region.instructions, blocks: region.blocks, bytes: region.bytes.length };
}

/**
 * Installs regions wherever control can come from elsewhere: at the given addresses, at targets of backward branches and
 * behind calls. A stand-in for hotness, which the translator will count.
 * @param code the program's instructions, from physical address `from` on
 * @returns how many there are
 */
export function installAll(processor: Processor, code: Uint8Array, from: number, addresses: Iterable<number>): number {
  const entries = new Set(addresses);
  const view = new DataView(code.buffer, code.byteOffset, code.byteLength);
  for (let at = 0; at + 4 <= code.length; at += 4) {
    const word = view.getUint32(at, true);
    const effects = effectsAt(word);
    for (const offset of effects?.targets ?? []) if (offset < 0) entries.add(from + at + offset);
    if (effects && !effects.fallsThrough && effects.writes.has(30)) entries.add(from + at + 4);
  }
  let count = 0;
  for (const a of entries) {
    if (a % 4 === 0 && a >= from && a < from + code.length && installRegion(processor, a)) count++;
  }
  return count;
}

function effectsAt(word: number): Effects | undefined {
  const insn = a64().find(word);
  return insn && effectsOf(insn, allFields(insn, word));
}
