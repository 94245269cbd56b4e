import { describe, expect, test } from 'vitest';
import { loadState, pagesOf, restoreSnapshot, takeSnapshot } from '../../src/machine/snapshot.js';
import { createRig, runToEnd } from './rig.js';

const HELLO = `
start:  adr     x0, text
        bl      print
        mrs     x0, CurrentEL
        bl      print_hex
        mrs     x0, mpidr_el1
        bl      print_hex
        b       off
text:   .asciz  "hello\\n"
`;

/** A guest with interrupts: `handler` gets INTIDs in w0. */
const INTERRUPTS = `
start:  adr     x0, stack
        mov     sp, x0
        adr     x0, vectors
        msr     vbar_el1, x0
        ldr     x1, =GICD
        mov     w0, #1
        str     w0, [x1]
        mov     w0, #-1
        str     w0, [x1, #0x100]        // GICD_ISENABLER0
        ldr     x1, =GICC
        mov     w0, #0xf0
        str     w0, [x1, #4]
        mov     w0, #1
        str     w0, [x1]
        msr     daifclr, #2
        b       main
irq:    ldr     x9, =GICC
        ldr     w10, [x9, #0xc]
        mov     w0, w10
        bl      handler
        str     w10, [x9, #0x10]
        eret
        .ltorg
        .balign 2048
vectors:
        .rept   5
        b       off
        .balign 128
        .endr
        b       irq
        .balign 128
        .rept   10
        b       off
        .balign 128
        .endr
        .space  256
stack:
`;

describe('a guest', () => {
  test('runs at EL1 on a processor of its own, prints, and switches off', () => {
    const rig = createRig([{ source: HELLO }]);
    runToEnd(rig, 1e7);
    expect(rig.said(0)).toBe('hello\n0000000000000004\n0000000080000000\n');
    expect(rig.machine.end).toEqual({ kind: 'power-off' });
  });

  test('gets the interrupts of its virtual timer while it waits', () => {
    const rig = createRig([
      {
        source: `${INTERRUPTS}
main:   mov     x20, #3
        bl      arm
1:      wfi
        cbnz    x20, 1b
        b       off
arm:    mrs     x0, cntfrq_el0
        lsr     x0, x0, #10
        msr     cntv_tval_el0, x0
        mov     x0, #1
        msr     cntv_ctl_el0, x0
        ret
handler:
        mov     x21, x30
        bl      print_hex
        bl      arm
        sub     x20, x20, #1
        ret     x21
`,
      },
    ]);
    runToEnd(rig, 1e7);
    expect(rig.said(0)).toBe('000000000000001b\n'.repeat(3));
    const { ran, waited } = rig.machine.hypervisor!.vcpus[0].state;
    expect(waited).toBeGreaterThan(2.8e6);
    expect(ran).toBeLessThan(2e5);
  });

  test('gets those of its physical timer, which traps', () => {
    const rig = createRig([
      {
        source: `${INTERRUPTS}
main:   mov     x20, #3
        bl      arm
1:      wfi
        cbnz    x20, 1b
        b       off
arm:    mrs     x0, cntfrq_el0
        lsr     x0, x0, #10
        msr     cntp_tval_el0, x0
        mov     x0, #1
        msr     cntp_ctl_el0, x0
        ret
handler:
        mov     x21, x30
        bl      print_hex
        bl      arm
        sub     x20, x20, #1
        ret     x21
`,
      },
    ]);
    runToEnd(rig, 1e7);
    expect(rig.said(0)).toBe('000000000000001e\n'.repeat(3));
  });

  test('gets more interrupts at once than there are list registers, by priority', () => {
    const rig = createRig([
      {
        source: `${INTERRUPTS}
main:   msr     daifset, #2
        ldr     x1, =GICD
        mov     w2, #15
1:      mov     w3, #224
        sub     w3, w3, w2, lsl #3      // higher INTIDs first
        add     x4, x1, x2
        strb    w3, [x4, #0x400]
        subs    w2, w2, #1
        b.pl    1b
        mov     w2, #0
1:      mov     w3, #0x2000000          // to itself
        orr     w3, w3, w2
        str     w3, [x1, #0xf00]
        add     w2, w2, #1
        cmp     w2, #10
        b.ne    1b
        mov     x20, #10
        msr     daifclr, #2
1:      cbnz    x20, 1b
        b       off
handler:
        mov     x21, x30
        bl      print_hex
        sub     x20, x20, #1
        ret     x21
`,
      },
    ]);
    runToEnd(rig, 1e7);
    expect(rig.said(0)).toBe([9, 8, 7, 6, 5, 4, 3, 2, 1, 0].map((n) => `000000000000000${n}\n`).join(''));
  });

  test('starts its other virtual CPUs by PSCI, which wake one another by SGIs', () => {
    const rig = createRig([
      {
        vcpus: 4,
        source: `${INTERRUPTS}
main:   mov     x20, #3                 // answers to come
        mov     x19, #1
1:      ldr     w0, =CPU_ON
        mov     x1, x19
        adr     x2, other
        mov     x3, x19
        hvc     #0
        cbnz    x0, off
        add     x19, x19, #1
        cmp     x19, #4
        b.ne    1b
1:      wfi
        cbnz    x20, 1b
        b       off
other:  mov     x19, x0
        mrs     x1, mpidr_el1
        and     x1, x1, #0xff
        cmp     x1, x19
        b.ne    off
        ldr     x1, =GICD
        mov     w0, #0x10000            // SGI to virtual CPU 0
        orr     w0, w0, w19
        str     w0, [x1, #0xf00]
1:      wfi
        b       1b
handler:
        mov     x21, x30
        bl      print_hex
        sub     x20, x20, #1
        ret     x21
`,
      },
    ]);
    runToEnd(rig, 1e7);
    // Each with the number of the one that sent it, in the order in which they came.
    expect(rig.said(0).trim().split('\n').sort()).toEqual(
      [1, 2, 3].map((n) => (n | (n << 10)).toString(16).padStart(16, '0')),
    );
  });

  test('loses no SGI that comes before the one before it has ended', () => {
    const rig = createRig([
      {
        vcpus: 2,
        source: `${INTERRUPTS}
main:   ldr     w0, =CPU_ON
        mov     x1, #1
        adr     x2, other
        hvc     #0
1:      b       1b
other:  ldr     x1, =GICD
        adr     x5, count
        mov     w4, #0
2:      mov     w0, #0x10000            // SGI 0 to virtual CPU 0
        str     w0, [x1, #0xf00]
        add     w4, w4, #1
1:      ldar    w0, [x5]                // it counts as soon as it has acknowledged
        cmp     w0, w4
        b.ne    1b
        cmp     w4, #200
        b.ne    2b
        b       off
handler:
        adr     x5, count
        ldr     w1, [x5]
        add     w1, w1, #1
        stlr    w1, [x5]
        mov     x1, #200                // the next one comes here
1:      subs    x1, x1, #1
        b.ne    1b
        ret
        .balign 8
count:  .word   0
`,
      },
    ]);
    runToEnd(rig, 1e8);
  });
});

describe('guests', () => {
  /** Prints now and then, for ever. */
  const BUSY = `
start:  adr     x0, text
        bl      print
        mov     x20, #0x100000
1:      subs    x20, x20, #1
        b.ne    1b
        b       start
text:   .asciz  "."
`;

  test('share one core by their weights', () => {
    const rig = createRig(
      [1024, 2048, 1024].map((weight) => ({ source: BUSY, weight })),
      { cores: 1 },
    );
    rig.machine.run(1e8);
    const [a, b, c] = rig.machine.hypervisor!.vcpus.map(({ state }) => state.ran);
    expect(b / a).toBeCloseTo(2, 1);
    expect(c / a).toBeCloseTo(1, 1);
  });

  test('run in the same way each time, saved and loaded in the middle too', () => {
    const guests = [{ source: BUSY }, { source: HELLO }, { source: BUSY }, { source: BUSY, weight: 100 }];
    const make = () => createRig(guests, { cores: 2 }).machine;
    const first = make();
    first.run(7e6);
    const saved = takeSnapshot(first);
    const pages = [...pagesOf(saved)].map(([pa, bytes]) => [pa, bytes.slice()] as const);
    first.run(2e7);
    const second = make();
    second.run(2e7);
    expect(second.hash()).toBe(first.hash());
    restoreSnapshot(first, saved);
    first.run(2e7);
    expect(first.hash()).toBe(second.hash());
    // In another machine, by way of plain data.
    const third = make();
    loadState(third, structuredClone(saved.state), pages);
    third.run(2e7);
    expect(third.hash()).toBe(second.hash());
  });

  test('cannot end the machine by semihosting', () => {
    const rig = createRig([
      {
        source: `
start:  adr     x0, vectors
        msr     vbar_el1, x0
        mov     w0, #0x18               // SYS_EXIT
        adr     x1, block
        hlt     #0xf000
        b       off
        .balign 8
block:  .quad   0x20026, 0
        .balign 2048
vectors:
        .space  0x200
        mrs     x0, esr_el1
        bl      print_hex
        b       off
`,
      },
    ]);
    runToEnd(rig, 1e7);
    // UNDEFINED, as without a debugger; and switched off, not exited.
    expect(rig.said(0)).toBe('0000000002000000\n');
    expect(rig.machine.end).toEqual({ kind: 'power-off' });
  });

  test('that is off stays off, whatever a virtual CPU that still runs asks for', () => {
    const rig = createRig([
      {
        vcpus: 2,
        source: `
start:  cbnz    x0, again
        ldr     w0, =CPU_ON
        mov     x1, #1
        adr     x2, other
        hvc     #0
        ldr     w0, =CPU_OFF
        hvc     #0
again:  adr     x0, text
        bl      print
        b       off
other:  ldr     x20, =100000            // 0.2 ms
1:      subs    x20, x20, #1
        b.ne    1b
        ldr     w0, =CPU_ON
        mov     x1, #0
        adr     x2, start
        mov     x3, #1
        hvc     #0
        b       other
text:   .asciz  "again"
        .balign 4
        .ltorg
`,
      },
    ]);
    rig.machine.run(5e4);
    // As if its guest had just been switched off from another core.
    rig.machine.hypervisor!.vcpus[1].state.mode = 'off';
    rig.machine.run(1e7);
    expect(rig.said(0)).toBe('');
    expect(rig.machine.hypervisor?.idle).toBe(true);
  });

  test('keep 64 bits of what they give: a context, a compare value', () => {
    const rig = createRig([
      {
        vcpus: 2,
        source: `
start:  ldr     w0, =CPU_ON
        mov     x1, #1
        adr     x2, other
        ldr     x3, =0xfedcba9876543210
        hvc     #0
1:      b       1b
other:  bl      print_hex
        ldr     x0, =0xfffffffffffffffe
        msr     cntp_cval_el0, x0
        mrs     x0, cntp_cval_el0
        bl      print_hex
        b       off
        .ltorg
`,
      },
    ]);
    runToEnd(rig, 1e7);
    expect(rig.said(0)).toBe('fedcba9876543210\nfffffffffffffffe\n');
  });

  test("start anew with the board's reset, in whatever they were", () => {
    const guests = [{ source: BUSY, vcpus: 1 }, { source: HELLO }, { source: BUSY }];
    const rig = createRig(guests, { cores: 2 });
    rig.machine.run(5.3e6);
    rig.machine.reset();
    const from = [0, 1, 2].map((i) => rig.said(i).length);
    rig.machine.run(rig.machine.scheduler.stamp + 2e7);
    expect(rig.said(1).slice(from[1])).toBe(rig.said(1).slice(0, from[1]));
    for (const i of [0, 2]) expect(rig.said(i).length).toBeGreaterThan(from[i]);
  });

  test.each([
    ['below RAM', '0x3ffffff8'],
    ['behind its RAM', '0x40400000'],
    ["at the board's own addresses", '0xfe201000'],
    ['at nothing', '0x0c000000'],
  ])('meet an external abort %s', (_, address) => {
    const rig = createRig([
      {
        source: `
start:  adr     x0, vectors
        msr     vbar_el1, x0
        ldr     x0, =${address}
        ldr     x1, [x0]
        b       off
        .ltorg
        .balign 2048
vectors:
        .space  0x200
        mrs     x0, esr_el1
        bl      print_hex
        mrs     x0, far_el1
        bl      print_hex
        b       off
`,
      },
    ]);
    runToEnd(rig, 1e7);
    expect(rig.said(0)).toBe(`0000000096000010\n${BigInt(address).toString(16).padStart(16, '0')}\n`);
  });
});
