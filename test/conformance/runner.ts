/**
 * The program that runs test cases, the same on QEMU and in our interpreter: it loads all registers from a record, runs
 * the instruction in a stub, stores all registers to another record.
 *
 * It reads a batch of stubs and records from file 0, runs it, writes what came out to file 1, and so on to the end of
 * the file. Memory, the same on both sides:
 */
import { assemble } from '../../src/aarch64/assembler/index.js';

/** Cases of a batch: one encoding's. */
export const CASES = 200;

export const MEMORY = {
  /** All of it is readable, writable and executable at EL0. */
  base: 0x40000000,
  bytes: 0x10000000,
  /** What loads and stores of the cases use. Filled anew for each batch. */
  scratch: 0x41000000,
  scratchBytes: 0x6000,
  records: 0x44000000,
  results: 0x46000000,
  runner: 0x48000000,
  stubs: 0x48010000,
  /** Pages full of branches to `save1`, for branches far away: near the limits of imm14, imm19 and imm26. */
  pads: [0x4800a000, 0x48016000, 0x47f20000, 0x480f8000, 0x40100000, 0x4ff00000],
  padBytes: 0x1000,
} as const;

/** A stub: words 0 and 1, the instructions, branches to save0, save1, save3, and the value of X30. */
export const STUB = { bytes: 64, entry: 4, code: 8, instructions: 4, x30: 56 } as const;

/** The record of a case: bytes from its beginning. X0..X30 and SP come first. */
export const RECORD = {
  nzcv: 256,
  window: 264,
  stub: 272,
  fpcr: 288,
  fpsr: 296,
  v: 304,
  bytes: 816,
} as const;

/** The record of a result. */
export const RESULT = {
  nzcv: 256,
  path: 264,
  window: 272,
  windowBytes: 64,
  fpcr: 336,
  fpsr: 344,
  v: 352,
  bytes: 864,
} as const;

const pairs = (from: number, to: number, line: (n: number) => string): string => {
  const out: string[] = [];
  for (let n = from; n < to; n += 2) out.push(line(n));
  return out.join('\n');
};

const SOURCE = `
.text
_start:
  // Fill the pads.
  adr x0, pads
  mov w5, #0x14000000
1: ldr x1, [x0], #8
  cbz x1, main
  mov x2, #${MEMORY.padBytes}
  adr x3, save1
2: sub x4, x3, x1
  ubfx x4, x4, #2, #26
  orr w4, w4, w5
  str w4, [x1], #4
  subs x2, x2, #4
  b.ne 2b
  b 1b

main:
  ldr x19, =${MEMORY.stubs}
  ldr x20, =${CASES * STUB.bytes}
  bl read
  ldr x19, =${MEMORY.records}
  ldr x20, =${CASES * RECORD.bytes}
  bl read
  // The numbers are Knuth's MMIX generator's.
  ldr x0, =${MEMORY.scratch}
  mov x1, #${MEMORY.scratchBytes}
  ldr x2, =6364136223846793005
  ldr x3, =1442695040888963407
  mov x4, #1
2: madd x4, x4, x2, x3
  str x4, [x0], #8
  subs x1, x1, #8
  b.ne 2b
  adr x30, control
  ldr x0, =${MEMORY.records}
  ldr x1, =${MEMORY.results}
  stp x0, x1, [x30]
  b next

done:
  ldr x19, =${MEMORY.results}
  ldr x20, =${CASES * RESULT.bytes}
3: mov x0, #1
  mov x1, x19
  mov x2, x20
  mov x8, #64
  svc #0
  add x19, x19, x0
  subs x20, x20, x0
  b.ne 3b
  b main

// Reads x20 bytes to x19; ends the program where the file ends.
read:
  mov x0, #0
  mov x1, x19
  mov x2, x20
  mov x8, #63
  svc #0
  cmp x0, #0
  b.le 4f
  add x19, x19, x0
  subs x20, x20, x0
  b.ne read
  ret
4: mov x8, #93
  svc #0

next:
  adr x30, control
  ldr x30, [x30]
  ldr x0, [x30, #${RECORD.nzcv}]
  msr nzcv, x0
  ldr x0, [x30, #248]
  mov sp, x0
  ldr x0, [x30, #${RECORD.fpcr}]
  msr fpcr, x0
  ldr x0, [x30, #${RECORD.fpsr}]
  msr fpsr, x0
  add x0, x30, #${RECORD.v}
${pairs(0, 32, (n) => `  ldp q${n}, q${n + 1}, [x0, #${n * 16}]`)}
${pairs(0, 30, (n) => `  ldp x${n}, x${n + 1}, [x30, #${n * 8}]`)}
  ldr x30, [x30, #${RECORD.stub}]
  br x30

${[0, 1, 2, 3, 7]
  .map(
    (n) => `save${n}:
  msr tpidr_el0, x30
  adr x30, control
  str x29, [x30, #16]
  mov x29, #${n}
  b save`,
  )
  .join('\n')}

save:
  str x29, [x30, #24]
  ldr x29, [x30, #8]
${pairs(0, 28, (n) => `  stp x${n}, x${n + 1}, [x29, #${n * 8}]`)}
  str x28, [x29, #224]
  ldr x0, [x30, #16]
  mrs x1, tpidr_el0
  stp x0, x1, [x29, #232]
  mov x0, sp
  mrs x1, nzcv
  stp x0, x1, [x29, #248]
  ldr x0, [x30, #24]
  str x0, [x29, #${RESULT.path}]
  clrex
  ldr x28, [x30]
  ldr x0, [x28, #${RECORD.window}]
${[0, 16, 32, 48].map((n) => `  ldp x2, x3, [x0, #${n}]\n  stp x2, x3, [x29, #${RESULT.window + n}]`).join('\n')}
  mrs x0, fpcr
  mrs x1, fpsr
  stp x0, x1, [x29, #${RESULT.fpcr}]
  add x0, x29, #${RESULT.v}
${pairs(0, 32, (n) => `  stp q${n}, q${n + 1}, [x0, #${n * 16}]`)}
  add x28, x28, #${RECORD.bytes}
  add x29, x29, #${RESULT.bytes}
  stp x28, x29, [x30]
  ldr x0, =${MEMORY.records + CASES * RECORD.bytes}
  cmp x28, x0
  b.ne next
  b done

.balign 8
control: .quad 0, 0, 0, 0
pads: .quad ${MEMORY.pads.join(', ')}, 0
`;

const assembled = assemble(SOURCE, { base: BigInt(MEMORY.runner) });

/** The runner's code, for address MEMORY.runner. */
export const RUNNER: Uint8Array = assembled.raw();

/** Address of a label. */
export function label(name: string): number {
  const value = assembled.symbols.get(name);
  if (value === undefined) throw new Error(`the runner has no label ${name}`);
  return Number(value);
}

/** A program that reads from file 0 and writes to file 1: its code for address MEMORY.runner, and where it starts. */
export interface Program {
  readonly code: Uint8Array;
  readonly entry: number;
}

/** A static executable for Linux: a program, and all of MEMORY as one writable and executable segment. */
export function linuxExecutable({ code, entry }: Program = { code: RUNNER, entry: label('_start') }): Uint8Array {
  const segments = [
    { address: MEMORY.base, bytes: MEMORY.runner - MEMORY.base, data: new Uint8Array(0) },
    { address: MEMORY.runner, bytes: MEMORY.base + MEMORY.bytes - MEMORY.runner, data: code },
  ];
  const out = new Uint8Array(0x1000 + code.length);
  const view = new DataView(out.buffer);
  out.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  view.setUint16(16, 2, true); // ET_EXEC
  view.setUint16(18, 183, true); // EM_AARCH64
  view.setUint32(20, 1, true);
  view.setBigUint64(24, BigInt(entry), true);
  view.setBigUint64(32, 64n, true); // program headers
  view.setUint16(52, 64, true);
  view.setUint16(54, 56, true);
  view.setUint16(56, segments.length, true);
  segments.forEach(({ address, bytes, data }, i) => {
    const at = 64 + 56 * i;
    view.setUint32(at, 1, true); // PT_LOAD
    view.setUint32(at + 4, 7, true); // RWX
    view.setBigUint64(at + 8, 0x1000n, true);
    view.setBigUint64(at + 16, BigInt(address), true);
    view.setBigUint64(at + 24, BigInt(address), true);
    view.setBigUint64(at + 32, BigInt(data.length), true);
    view.setBigUint64(at + 40, BigInt(bytes), true);
    view.setBigUint64(at + 48, 0x1000n, true);
  });
  out.set(code, 0x1000);
  return out;
}
