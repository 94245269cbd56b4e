/**
 * The rows of `trap-matrix.ts` as a program for test/system, where QEMU and our machine run it:
 *
 *     npx tsx test/el2/trap-program.ts >test/system/trap-matrix.s && test/system/record.sh trap-matrix
 *
 * A line of its output is `LEVEL instruction: what happens; what happens with the bit the other way`.
 */
import { fileURLToPath } from 'node:url';
import { OPEN, ROWS, secure, settings, type Level, type Settings } from './trap-matrix.js';
import { PRIORITIES } from './trap-priorities.js';

/** Registers that QEMU 7.2 lacks (QEMU-DIFFERENCES.md): nothing can be compared. */
const QEMU_LACKS =
  /\b(dbgprcr_el1|oseccr_el1|osdtrrx_el1|osdtrtx_el1|dbgclaimset_el1|dbgclaimclr_el1|dbgauthstatus_el1|dbgdtr_el0|dbgdtrrx_el0|dbgdtrtx_el0)\b/;

const PSTATE: Readonly<Record<Level, number>> = { EL0: 0, EL1: 5, EL1S: 5, EL2: 9, EL3: 13 };

/** Rows that have title, level and registers in common. */
interface Section {
  readonly title: string;
  readonly level: Level;
  readonly pstate: number;
  readonly first: Settings;
  readonly second: Settings | undefined;
  readonly codes: string[];
}

function sections(): Section[] {
  const list: Section[] = [];
  const add = (code: string, section: Omit<Section, 'codes'>): void => {
    const last = list.at(-1);
    if (last && JSON.stringify({ ...last, codes: [] }) === JSON.stringify({ ...section, codes: [] }))
      last.codes.push(code);
    else list.push({ ...section, codes: [code] });
  };
  for (const row of ROWS) {
    if (row.notOnQemu !== undefined || QEMU_LACKS.test(row.code)) continue;
    const on = row.on ?? 1;
    const given = Object.entries(row.given ?? {}).map(([name, value]) => `, ${name} = 0x${value.toString(16)}`);
    add(row.code, {
      title: `${row.bit}${row.bit.endsWith('FPEN') ? `[${row.at - 20}]` : ''} = ${on}; ${1 - on}${given.join('')}`,
      level: row.level,
      pstate: PSTATE[row.level] | (row.daif ?? 0x3c0),
      first: settings(row, true),
      second: settings(row, false),
    });
  }
  for (const { why, level, code, given, notOnQemu } of PRIORITIES) {
    if (notOnQemu !== undefined) continue;
    add(code, {
      title: why,
      level,
      pstate: PSTATE[level] | 0x3c0,
      first: secure(level, { ...OPEN, ...given }),
      second: undefined,
    });
  }
  return list;
}

/** Texts that appear more than once get one label. */
class Pool {
  private readonly labels = new Map<string, string>();
  constructor(private readonly prefix: string) {}
  label(text: string): string {
    let label = this.labels.get(text);
    if (label === undefined) this.labels.set(text, (label = `${this.prefix}_${this.labels.size + 1}`));
    return label;
  }
  /** All of them, each under its label. */
  text(): string {
    return [...this.labels].map(([text, label]) => `${label}:\n${text}`).join('');
  }
}

const hex = (value: number): string => `0x${value.toString(16)}`;

/** The program's text. */
export function trapProgram(): string {
  const rows = new Pool('rows');
  const values = new Pool('values');
  const titles = new Pool('title');
  const settingsLabel = (s: Settings): string =>
    values.label(
      `        .quad   ${Object.keys(OPEN)
        .map((name) => hex(s[name]))
        .join(', ')}\n`,
    );
  const table = sections().map(({ title, level, pstate, first, second, codes }) => {
    const list = rows.label(codes.map((code) => `        row     "${code}"\n`).join('') + '1:      .word   0\n');
    const both = `${settingsLabel(first)}, ${second ? settingsLabel(second) : '0'}`;
    return `        .quad   ${titles.label(`        .asciz  "${title}"\n`)}, text_${level.toLowerCase()}, ${hex(pstate)}, ${list}, ${both}\n`;
  });
  return `// trap-matrix: what each control bit of EL1, EL2 and EL3 traps. Made from test/el2/trap-matrix.ts by trap-program.ts.

        .macro  row     insn
1:      .word   1f - 1b
        \\insn
        .asciz  "\\insn"
        .balign 4
        .endm

        .text
main:
        stp     x29, x30, [sp, #-64]!
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        stp     x23, x24, [sp, #48]
        ldr     x0, =start_registers
        ldr     x1, =buffer
        str     x1, [x0, #8]
        ldr     x19, =sections
        mov     x22, #0
1:      ldr     x0, [x19]
        cbz     x0, 9f
        cmp     x0, x22                 // a title for all sections that have it
        mov     x22, x0
        b.eq    2f
        bl      print_line
2:      ldr     x20, [x19, #24]
3:      ldr     w21, [x20]
        cbz     w21, 8f
        adr     x0, text_indent
        bl      puts
        ldr     x0, [x19, #8]
        bl      puts
        add     x0, x20, #8
        bl      puts
        adr     x0, text_colon
        bl      puts
        ldr     x0, [x19, #32]
        bl      try
        ldr     x0, [x19, #40]
        cbz     x0, 4f
        adr     x0, text_semicolon
        bl      puts
        ldr     x0, [x19, #40]
        bl      try
4:      bl      newline
        add     x20, x20, x21
        b       3b
8:      add     x19, x19, #48
        b       1b
9:      bl      baseline
        ldp     x23, x24, [sp, #48]
        ldp     x21, x22, [sp, #32]
        ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #64
        ret

// x0 = values of control registers, x19 = section, x20 = row: runs the row's instruction, says what happens.
try:
        stp     x29, x30, [sp, #-32]!
        stp     x19, x20, [sp, #16]
        str     x0, [sp, #-16]!
        bl      baseline
        ldr     x0, [sp], #16
${Object.keys(OPEN)
  .map((name) => `        ldr     x1, [x0], #8\n        msr     ${name.toLowerCase()}, x1\n`)
  .join('')}        isb
        ldr     w0, [x20, #4]
        ldr     w1, [x19, #16]
        bl      run_word
        cbnz    x0, 1f
        adr     x0, text_ok
        bl      puts
        ldr     x0, =end_registers
        ldr     x0, [x0]
        bl      puthex
        b       3f
1:      ldr     x19, =capture
        adr     x0, text_el
        bl      puts
        ldr     x0, [x19]
        bl      puthex
        mov     w0, #'+'
        bl      putc
        ldr     x20, [x19, #8]
        mov     x0, x20
        bl      puthex
        ubfx    x20, x20, #7, #2        // IRQ and FIQ write no syndrome
        cmp     x20, #1
        b.eq    2f
        cmp     x20, #2
        b.eq    2f
        adr     x0, text_esr
        bl      puts
        ldr     x0, [x19, #16]
        bl      puthex
2:      adr     x0, text_elr
        bl      puts
        ldr     x0, [x19, #32]
        bl      put_address
3:      ldp     x19, x20, [sp, #16]
        ldp     x29, x30, [sp], #32
        ret

text_indent:    .asciz  "  "
text_semicolon: .asciz  "; "
text_el0:       .asciz  "EL0 "
text_el1:       .asciz  "EL1 "
text_el1s:      .asciz  "Secure EL1 "
text_el2:       .asciz  "EL2 "
text_el3:       .asciz  "EL3 "
${titles.text()}
        .balign 4
${rows.text()}
        .data
        .balign 8
// Title, level, PSTATE, rows, registers as it traps and otherwise.
sections:
${table.join('')}        .quad   0
// ${Object.keys(OPEN).join(', ')}
${values.text()}
        .include "runtime.inc"
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(trapProgram());
