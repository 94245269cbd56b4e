/** The runner in our interpreter: at EL0 behind the MMU, with a system-call handler at EL1 that stops for the host. */
import { assemble } from '../../src/aarch64/assembler/index.js';
import { reset } from '../../src/aarch64/exceptions.js';
import { Processor } from '../../src/aarch64/processor.js';
import { STATE } from '../../src/aarch64/state.js';
import { REG } from '../../src/aarch64/sysregs/storage.js';
import type { CaseBatch } from './cases.js';
import { CASES, MEMORY, RESULT, RUNNER, label, type Program } from './runner.js';

/** Code and tables of EL1, which EL0 can't touch. */
const EL1 = 0x80000000;

/**
 * Turns the MMU on (1 GB blocks: MEMORY for everyone, EL1's own for EL1), allows EL0 what Linux allows it, goes to EL0.
 * The vectors wait: the host sees that, does what the system call asks for, and lets them return.
 */
const boot = (entry: number): string => `
_start:
  ldr x0, =vectors
  msr vbar_el1, x0
  ldr x0, =table
  msr ttbr0_el1, x0
  mov x0, #0xff
  msr mair_el1, x0
  // 39 bits, 4 KB, inner shareable write-back; nothing in the upper half.
  ldr x0, =0x00803519
  msr tcr_el1, x0
  mov x0, #(3 << 20)
  msr cpacr_el1, x0
  isb
  // RES1, UCI, nTWE, nTWI, UCT, DZE, I, C, M.
  ldr x0, =(0x30d00800 | 1 << 26 | 1 << 18 | 1 << 16 | 1 << 15 | 1 << 14 | 1 << 12 | 1 << 2 | 1)
  msr sctlr_el1, x0
  isb
  msr spsr_el1, xzr
  ldr x0, =${entry}
  msr elr_el1, x0
  eret
.balign 2048
vectors:
.rept 16
  wfi
  eret
  .balign 128
.endr
.balign 4096
table:
  .quad 0, ${MEMORY.base} | 0x741, ${EL1} | 0x701
`;

/** A case met an exception: what QEMU shows as a signal. */
export class UnexpectedException extends Error {}

export class Rig {
  private readonly processor = new Processor({ cores: 1, ramBytes: 0x4000000 });

  constructor({ code, entry }: Program = { code: RUNNER, entry: label('_start') }) {
    const { memory, cores } = this.processor;
    memory.addRam(MEMORY.base, MEMORY.bytes);
    memory.addRam(EL1, 0x10000);
    const kernel = assemble(boot(entry), { base: EL1 });
    memory.load(EL1, kernel.raw());
    memory.load(MEMORY.runner, code);
    reset(cores[0], 1, Number(kernel.entry), 0);
  }

  /** Runs to the next system call. Exceptions of cases end them: their path is 7. */
  private untilCall(): number {
    const { processor } = this;
    const [core] = processor.cores;
    for (let turn = 0; turn < 1000; turn++) {
      processor.run(core, 1_000_000);
      if (core.mode === 'run') continue;
      core.mode = 'run';
      // A hint of a case that waits: it need not.
      if (core.el === 0) continue;
      const ec = core.lo(REG.ESR_EL1) >>> 26;
      if (ec === 0x15) return core.lo(STATE.X + 8 * 8);
      core.setPair(REG.ELR_EL1, label('save7'), 0);
    }
    throw new Error('the runner does not come to an end');
  }

  /** Runs a batch. @returns the records of the results */
  run({ stubs, records }: CaseBatch): Uint8Array {
    return this.serve([stubs, records], CASES * RESULT.bytes);
  }

  /**
   * Lets the program read the inputs, and write.
   * @returns what it wrote, `bytes` bytes
   */
  serve(inputs: readonly Uint8Array[], bytes: number): Uint8Array {
    const { memory, cores } = this.processor;
    const [core] = cores;
    const x = (n: number): number => core.lo(STATE.X + 8 * n);
    for (const input of inputs) {
      if (this.untilCall() !== 63 || x(2) !== input.length) throw new Error('the runner did not read');
      memory.load(x(1), input);
      core.setPair(STATE.X, input.length, 0);
    }
    if (this.untilCall() !== 64 || x(2) !== bytes) throw new Error('the runner did not write');
    const out = memory.dump(x(1), bytes);
    core.setPair(STATE.X, out.length, 0);
    return out;
  }
}
