import { describe, expect, test } from 'vitest';
import { createRig, runToEnd } from './rig.js';

/** A call with its operation and X1; `block` holds parameters. */
const call = (operation: number, x1 = 'block'): string => `
        mov     w0, #${operation}
        adr     x1, ${x1}
        hlt     #0xf000`;
const block = (...words: readonly number[]): string => `
        .balign 8
block:  .quad   ${words.join(', ')}
text:   .asciz  "by semihosting\\n"
`;
const EXIT = 0x20026;

/** Takes exceptions: prints '!' and goes off. */
const VECTORS = `
start:  adr     x0, vectors
        msr     vbar_el1, x0
        b       main
        .balign 2048
vectors:
        .rept   16
        ldr     x1, =UART
        mov     w2, #'!'
        str     w2, [x1]
        b       off
        .balign 128
        .endr
`;

const ends = (source: string, options: { semihosting?: boolean } = {}) => {
  const rig = createRig([{ source: VECTORS + source, semihosting: true, ...options }]);
  runToEnd(rig, 1e7);
  return { said: rig.said(0), end: rig.machine.hypervisor!.guests[0].state.end };
};

describe('semihosting of a guest', () => {
  test.each([
    ['SYS_EXIT_EXTENDED', 0x20, [EXIT, 3], { how: 'crashed', code: 3 }],
    ['SYS_EXIT_EXTENDED with 0', 0x20, [EXIT, 0], { how: 'power-off', code: 0 }],
    ['SYS_EXIT', 0x18, [EXIT, 7], { how: 'crashed', code: 7 }],
    ['SYS_EXIT for another reason', 0x18, [0x20023, 0], { how: 'crashed', code: 1 }],
  ])('%s', (_, operation, words, end) => {
    const result = ends(`main: ${call(operation)}\n        b .\n${block(...words)}`);
    expect(result.end).toMatchObject({ ...end, line: `has ended with exit code ${end.code}` });
  });

  test('prints on its console', () => {
    expect(ends(`main: ${call(4, 'text')}${call(3, 'text')}\n        b off\n${block(0)}`).said).toBe(
      'by semihosting\nb',
    );
  });

  test('is UNDEFINED where the guest has none', () => {
    const { said, end } = ends(`main: ${call(4, 'text')}\n        b off\n${block(0)}`, { semihosting: false });
    expect([said, end?.how]).toEqual(['!', 'power-off']);
  });

  test('is of the guest whose virtual CPU runs, with others on the same core', () => {
    const busy = (n: number): string => `${VECTORS}
main:   mov     x20, #${n}
1:      ${call(4, 'text')}
        mov     x9, #0x4000
2:      subs    x9, x9, #1
        b.ne    2b
        subs    x20, x20, #1
        b.ne    1b
        ${call(0x20)}
        b       .
${block(EXIT, 0)}`;
    const without = `${VECTORS}\nmain:   mov     x9, #0x80000\n1:      subs    x9, x9, #1\n        b.ne    1b\n${call(4, 'text')}\n        b       off\n${block(0)}`;
    const rig = createRig(
      [{ source: busy(30), semihosting: true }, { source: without }, { source: busy(20), semihosting: true }],
      { cores: 1 },
    );
    runToEnd(rig, 1e8);
    expect([rig.said(0), rig.said(1), rig.said(2)]).toEqual([
      'by semihosting\n'.repeat(30),
      '!',
      'by semihosting\n'.repeat(20),
    ]);
  });

  test('a failure is a crash to the restart policy', () => {
    const rig = createRig([
      {
        source: `${VECTORS}main: ${call(0x20)}\n        b .\n${block(EXIT, 1)}`,
        semihosting: true,
        restart: { when: 'on-failure', limit: 2 },
      },
    ]);
    runToEnd(rig, 1e9);
    expect(rig.machine.hypervisor!.guests[0].state.failures).toBe(2);
  });
});
