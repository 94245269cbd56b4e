/** Accesses to devices of QEMU's `virt`, made by firmware that runs as our guest and in QEMU alike. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemble } from '../../src/aarch64/assembler/index.js';
import { Machine } from '../../src/machine/machine.js';
import { board } from '../support/run.js';

/** One access: a read, which is printed, or a write of `value`. */
export type Access =
  | { readonly size: 1 | 2 | 4; readonly read: number }
  | { readonly size: 1 | 2 | 4; readonly write: number; readonly value: number };

export const FLASH1 = 0x4000000;
const BANK = 0x4000000;

/** Firmware for address 0 that makes the accesses, prints what it reads in hexadecimal, and switches the machine off. */
export function probe(accesses: readonly Access[]): Uint8Array {
  const rows = accesses.map((a) =>
    'read' in a ? `.word ${a.size}, ${a.read}, 0, 0` : `.word ${a.size}, ${a.write}, 1, ${a.value}`,
  );
  const { sections } = assemble(
    `       .text
_start: adr     x20, table
        ldr     x21, =0x09000000
1:      ldp     w0, w22, [x20], #8
        ldp     w2, w1, [x20], #8
        cbz     w0, off
        cbnz    w2, write
        cmp     w0, #2
        b.lo    2f
        b.eq    3f
        ldr     w5, [x22]
        b       print
2:      ldrb    w5, [x22]
        b       print
3:      ldrh    w5, [x22]
        b       print
write:  cmp     w0, #2
        b.lo    2f
        b.eq    3f
        str     w1, [x22]
        b       1b
2:      strb    w1, [x22]
        b       1b
3:      strh    w1, [x22]
        b       1b
print:  mov     w6, #28
4:      lsr     w7, w5, w6
        and     w7, w7, #15
        cmp     w7, #10
        add     w8, w7, #'0'
        add     w7, w7, #'a' - 10
        csel    w7, w8, w7, lo
        str     w7, [x21]
        subs    w6, w6, #4
        b.pl    4b
        mov     w7, #'\\n'
        str     w7, [x21]
        b       1b
off:    ldr     w0, =0x84000008
        hvc     #0
        b       off
        .ltorg
        .balign 16
table:
        ${rows.join('\n        ')}
        .word   0, 0, 0, 0
`,
    { base: 0, file: 'probe.s' },
  );
  const end = Math.max(...sections.map((s) => Number(s.address) + s.data.length));
  const bytes = new Uint8Array(end);
  for (const { address, data } of sections) bytes.set(data, Number(address));
  return bytes;
}

const lines = (text: string): string[] => text.replace(/\r/g, '').trim().split('\n');

/** What our guest reads. Bank 1 holds zeros, and nobody keeps it. */
export function inGuest(accesses: readonly Access[], ram = 8 << 20): string[] {
  let text = '';
  const machine = new Machine({
    board: board('rpi4b-1g'),
    guests: [
      {
        name: 'probe',
        memory: ram,
        vcpus: 1,
        weight: 1024,
        flash: [
          { ram: 2 << 20, fill: 0, readOnly: true },
          { ram: 2 << 20, fill: 0, readOnly: false },
        ],
      },
    ],
    console: (byte) => (text += String.fromCharCode(byte)),
  });
  const image = { segments: [], entry: 0, x0: 0, flash: [probe(accesses)] };
  machine.boot({ segments: [], pins: [], start: { cores: 'hypervisor', images: [image] } });
  machine.run(1e10);
  if (machine.end?.kind !== 'power-off') throw new Error(`not ended, it said ${text}`);
  return lines(text);
}

/** What the same reads in QEMU. */
export function inQemu(accesses: readonly Access[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'pivisor-probe-'));
  try {
    const firmware = join(folder, 'firmware');
    writeFileSync(firmware, probe(accesses));
    truncateSync(firmware, BANK);
    const { stdout, stderr } = spawnSync(
      'qemu-system-aarch64',
      [
        ...['-M', 'virt,gic-version=2', '-cpu', 'cortex-a72', '-m', '128', '-nic', 'none'],
        ...['-display', 'none', '-monitor', 'none', '-serial', 'stdio'],
        ...['-drive', `if=pflash,format=raw,readonly=on,file=${firmware}`],
      ],
      { timeout: 60_000, input: '', encoding: 'utf8' },
    );
    if (stdout === '') throw new Error(stderr);
    return lines(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
