/** Runs single instructions under qemu-aarch64 on records of operands: an oracle for the routines. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Case } from './rig.js';

const IN = 64;
const OUT = 32;
const BATCH = 8192;

/** The program: batches of (instruction's number, count, records) from file 0, results to file 1. */
const program = (instructions: readonly string[]): string => `
        .arch   armv8-a
        .global _start
_start: adrp    x19, buffer
        add     x19, x19, :lo12:buffer
next:   mov     x1, x19
        mov     x2, #8
        bl      read
        ldp     w24, w22, [x19]
        mov     x25, x22
        mov     x1, x19
        lsl     x2, x22, #6
        bl      read
        adr     x23, table
        ldr     w24, [x23, x24, lsl #2]
        add     x23, x23, w24, sxtw
        mov     x20, x19
        mov     x21, x19
record: ldp     q1, q2, [x20]
        ldr     q3, [x20, #32]
        ldr     x1, [x20]
        ldp     w4, w5, [x20, #48]
        msr     fpcr, x4
        msr     fpsr, x5
        movi    v0.16b, #0
        mov     x0, #0
        blr     x23
        mrs     x6, fpsr
        mrs     x7, nzcv
        str     q0, [x21]
        str     x0, [x21, #16]
        stp     w6, w7, [x21, #24]
        add     x20, x20, #${IN}
        add     x21, x21, #${OUT}
        subs    x25, x25, #1
        b.ne    record
        mov     x1, x19
        lsl     x2, x22, #5
write:  mov     x0, #1
        mov     x8, #64
        svc     #0
        add     x1, x1, x0
        subs    x2, x2, x0
        b.ne    write
        b       next
        // Reads x2 bytes to x1; ends the program at the end of the file.
read:   mov     x0, #0
        mov     x8, #63
        svc     #0
        cbz     x0, end
        add     x1, x1, x0
        subs    x2, x2, x0
        b.ne    read
        ret
end:    mov     x8, #93
        svc     #0
        .balign 4
table:
${instructions.map((_, i) => `        .word   insn${i} - table`).join('\n')}
${instructions.map((text, i) => `insn${i}: ${text}\n        ret`).join('\n')}
        .bss
        .balign 16
buffer: .space  ${BATCH * IN}
`;

export interface NativeOutcome {
  /** V0, 128 bits. */
  readonly v: bigint;
  readonly x: bigint;
  readonly fpsr: number;
  /** As in bits 31:28. */
  readonly nzcv: number;
}

/** The instructions, each with operands in V1, V2, V3 (and X1, of operand 1), result in V0 or X0. */
export class Native {
  private readonly folder = mkdtempSync(join(tmpdir(), 'pivisor-fp-'));
  private readonly binary = join(this.folder, 'run');
  private readonly index: Readonly<Record<string, number>>;

  constructor(instructions: Readonly<Record<string, string>>) {
    const source = join(this.folder, 'run.s');
    writeFileSync(source, program(Object.values(instructions)));
    execFileSync('aarch64-linux-gnu-gcc', ['-static', '-nostdlib', '-o', this.binary, source]);
    this.index = Object.fromEntries(Object.keys(instructions).map((name, i) => [name, i]));
  }

  /** Runs the named instruction on all cases. */
  run(name: string, cases: readonly Case[]): NativeOutcome[] {
    const batches = Math.ceil(cases.length / BATCH);
    const input = new DataView(new ArrayBuffer(batches * 8 + cases.length * IN));
    let at = 0;
    for (let from = 0; from < cases.length; from += BATCH) {
      const part = cases.slice(from, from + BATCH);
      input.setUint32(at, this.index[name], true);
      input.setUint32(at + 4, part.length, true);
      at += 8;
      for (const c of part) {
        c.operands.forEach((v, i) => {
          input.setBigUint64(at + i * 16, BigInt.asUintN(64, v), true);
          input.setBigUint64(at + i * 16 + 8, BigInt.asUintN(64, v >> 64n), true);
        });
        input.setInt32(at + 48, c.fpcr, true);
        input.setInt32(at + 52, c.before, true);
        at += IN;
      }
    }
    const run = spawnSync('qemu-aarch64', [this.binary], {
      input: new Uint8Array(input.buffer),
      maxBuffer: cases.length * OUT + 65536,
    });
    if (run.stdout.length !== cases.length * OUT)
      throw new Error(`qemu-aarch64: ${run.stderr.toString()} ${run.signal}`);
    const view = new DataView(run.stdout.buffer, run.stdout.byteOffset, run.stdout.length);
    return cases.map((_, i) => ({
      v: view.getBigUint64(i * OUT, true) | (view.getBigUint64(i * OUT + 8, true) << 64n),
      x: view.getBigUint64(i * OUT + 16, true),
      fpsr: view.getInt32(i * OUT + 24, true),
      nzcv: view.getInt32(i * OUT + 28, true),
    }));
  }

  close(): void {
    rmSync(this.folder, { recursive: true });
  }
}
