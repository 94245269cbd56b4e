/** Two tiers side by side: what must be equal after the same number of instructions. */
import { STATE } from '../../src/aarch64/state.js';
import { installAll } from '../../src/aarch64/translator/install.js';
import type { ProgramRun } from './run.js';

/** Everything that two tiers must agree on after the same number of instructions; V registers, FPCR, FPSR and RAM are in the hash. */
export function stateOf({ machine }: ProgramRun): Record<string, string> {
  const core = machine.processor.cores[0];
  const out: Record<string, string> = { icount: String(core.icount), pc: core.big(STATE.PC).toString(16) };
  for (let n = 0; n < 31; n++) out[`x${n}`] = core.big(STATE.X + 8 * n).toString(16);
  for (let n = 0; n < 32; n++) {
    const at = STATE.VREG + 16 * n;
    out[`v${n}`] = ((BigInt.asUintN(64, core.big(at + 8)) << 64n) | BigInt.asUintN(64, core.big(at))).toString(16);
  }
  out.fpsr = core.get(STATE.FPSR).toString(16);
  out.sp = core.big(STATE.SP).toString(16);
  out.flags = [
    core.big(STATE.N) >> 63n,
    core.big(STATE.Z) === 0n ? 1 : 0,
    core.get(STATE.C),
    core.big(STATE.V) >> 63n,
  ].join();
  out.el = String(core.el);
  out.hash = machine.hash();
  return out;
}

/** Installs regions all over the program. @returns how many there are */
export function translateAll({ machine, assembly }: ProgramRun): number {
  const [text] = assembly.sections;
  return installAll(machine.processor, text.data, Number(text.address), [...assembly.symbols.values()].map(Number));
}
