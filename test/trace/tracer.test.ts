/** What a trace tells: of the samples, compared with lines that were checked by hand, and of small programs. */
import { describe, expect, test } from 'vitest';
import { readElf } from '../../src/aarch64/elf.js';
import { collapsing } from '../../src/machine/trace/collapse.js';
import type { TraceEvent } from '../../src/machine/trace/events.js';
import { parseKinds } from '../../src/machine/trace/kinds.js';
import { elfSymbols, SymbolTable } from '../../src/machine/trace/symbols.js';
import { jsonLine, textLine } from '../../src/machine/trace/text.js';
import { traceMachine } from '../../src/machine/trace/tracer.js';
import { program, sourceOf, type ProgramRun } from '../support/run.js';

interface Traced extends ProgramRun {
  readonly events: readonly TraceEvent[];
  /** The lines, with runs of blanks made one. */
  readonly lines: readonly string[];
  readonly table: SymbolTable;
}

const squeeze = (line: string): string => line.trim().replace(/ +/g, ' ');

function trace(source: string, list: string, options: Parameters<typeof program>[1] = {}, limit = 2e9): Traced {
  const run = program(source, options);
  const table = new SymbolTable(elfSymbols(readElf(run.assembly.elf())));
  const events: TraceEvent[] = [];
  const { sink, flush } = collapsing((event) => events.push(event));
  traceMachine(run.machine, parseKinds(list), sink);
  run.machine.run(limit);
  flush();
  const line = textLine(table);
  return { ...run, events, table, lines: events.map((e) => squeeze(line(e))) };
}

const sample = (name: string, list: string, el: 2 | 3 = 2): Traced =>
  trace(sourceOf(`firmware-samples/${name}.s`), list, { el, file: `${name}.s` });

describe('exceptions', () => {
  test('el-walk: down by ERET, up by SVC, HVC and SMC', () => {
    expect(sample('el-walk', 'exceptions', 3).lines).toEqual([
      '0.000000246 core0 eret EL3>EL2 0000000000080048 start_el2',
      '0.000000516 core0 eret EL2>EL1 0000000000080090 start_el1',
      '0.000000783 core0 eret EL1>EL0 00000000000800cc start_el0',
      '0.000001095 core0 exc EL0>EL1 sync 400 00000000000800d4 start_el0+0x8 undefined instruction, ESR 0x2000000',
      '0.000001783 core0 eret EL1>EL0 00000000000800d8 start_el0+0xc',
      '0.000001987 core0 exc EL0>EL1 sync 400 00000000000800e4 start_el0+0x18 SVC #0x42, ESR 0x56000042',
      '0.000002525 core0 exc EL1>EL2 sync 400 000000000008013c from_el0+0x54 HVC #0x43, ESR 0x5a000043',
      '0.000003057 core0 exc EL2>EL3 sync 400 000000000008015c from_el1+0x1c SMC #0x44, ESR 0x5e000044',
    ]);
  });

  test('trap-and-emulate: stage 2 faults with their addresses, and the hypervisor tells the guest of one', () => {
    const { lines } = sample('trap-and-emulate', 'exceptions');
    const withoutTime = lines.map((l) => l.slice(l.indexOf('core0')));
    expect(withoutTime.slice(0, 3)).toEqual([
      expect.stringMatching(/^core0 eret EL2>EL1 [0-9a-f]{16} guest$/),
      expect.stringMatching(
        /^core0 exc EL1>EL2 sync 400 [0-9a-f]{16} guest_print\+0x8 data abort, translation fault, level 1, store of 1 byte from w1, FAR 0xa0000000, IPA 0xa0000000, ESR 0x93010045$/,
      ),
      // Stepped over by the hypervisor.
      expect.stringMatching(/^core0 eret EL2>EL1 [0-9a-f]{16} guest_print\+0xc$/),
    ]);
    // What the sample says of itself: 201 stores and 7 loads emulated, 1 access refused, and the HVC.
    const count = (pattern: RegExp): number => lines.filter((l) => pattern.test(l)).length;
    expect(count(/EL1>EL2 .* store of/)).toBe(201);
    expect(count(/EL1>EL2 .* load of/)).toBe(7 + 1);
    expect(count(/HVC #0x0/)).toBe(1);
    const refused = withoutTime.findIndex((l) => l.includes('IPA 0xa0002000'));
    expect(withoutTime[refused]).toMatch(/level 1, load of 4 bytes to w0, FAR 0xa0002000, IPA 0xa0002000/);
    expect(withoutTime[refused + 1]).toMatch(/^core0 eret EL2>EL1 [0-9a-f]{16} guest_vectors\+0x200$/);
    expect(withoutTime.at(-1)).toMatch(
      /^core0 exc EL2>EL3 sync 400 [0-9a-f]{16} give_up\+0x8 SMC #0x0, SYSTEM_OFF\(\), ESR 0x5e000000, served by pivisor$/,
    );
  });

  test('a call that firmware answers: its name and parameters, then its result; virtual interrupts; an illegal return', () => {
    const { lines } = trace(
      `
_start: ldr     x0, =vectors
        msr     vbar_el1, x0
        ldr     x0, =0x84000002 + 0x40000001    // CPU_ON, 64-bit
        mov     x1, #77
        mov     x2, #0x1000
        mov     x3, #5
        smc     #0
        mov     x0, #1 << 31
        mov     x1, #(1 << 7) | (1 << 4)
        orr     x0, x0, x1                      // RW, VI, IMO
        msr     hcr_el2, x0
        mov     x0, #0x345                      // EL1h, IRQs not masked
        msr     spsr_el2, x0
        adr     x0, guest
        msr     elr_el2, x0
        eret
guest:  b       .
        .balign 2048
vectors: .space 0x280
        mov     x0, #0x3cd                      // EL3
        msr     spsr_el1, x0
        eret
`,
      'exceptions',
      { cores: 1 },
      3000,
    );
    expect(lines.map((l) => l.slice(l.indexOf('core0'))).slice(0, 5)).toEqual([
      'core0 exc EL2>EL3 sync 400 000000000008001c _start+0x1c SMC #0x0, CPU_ON(0x4d, 0x1000, 0x5), ESR 0x5e000000, served by pivisor',
      'core0 eret EL3>EL2 000000000008001c _start+0x1c x0 0xfffffffffffffffe',
      'core0 eret EL2>EL1 0000000000080040 guest',
      'core0 exc EL1>EL1 vIRQ 280 0000000000080040 guest',
      'core0 eret EL1>EL1 0000000000080040 guest illegal return',
    ]);
  });
});

describe('mmio', () => {
  const POLL = `
        .equ    UART, 0xfe201000
_start: ldr     x1, =UART
        mov     w3, #5
poll:   ldr     w2, [x1, #0x18]
        subs    w3, w3, #1
        b.ne    poll
        mov     w2, #'x'
        strb    w2, [x1]
        ldr     x4, =0xfe200000
        ldr     w5, [x4, #0xe4]
        ldr     x6, =0xfef00000
        str     w2, [x6, #8]
        ldr     x6, =0x500000000
        ldr     w7, [x6]
        b       .
`;

  test('polling is one line; registers have their names; what nobody models has its address', () => {
    expect(trace(POLL, 'mmio', { cores: 1 }, 1000).lines).toEqual([
      '0.000000002 core0 mmio read 4 0000000000080008 poll UART0 UARTFR 0x90 (x 5)',
      '0.000000018 core0 mmio write 1 0000000000080018 poll+0x10 UART0 UARTDR 0x78',
      '0.000000020 core0 mmio read 4 0000000000080020 poll+0x18 GPIO GPIO_PUP_PDN_CNTRL_REG0 0xaaa95555',
      '0.000000022 core0 mmio write 4 0000000000080028 poll+0x20 peripherals 0xfef00008 0x78',
      '0.000000024 core0 mmio read 0000000000080030 poll+0x28 nothing at 0x500000000',
    ]);
  });

  test.each([
    ['mmio:GPIO', ['GPIO']],
    ['mmio:gpio+UART0', ['UART0', 'UART0', 'GPIO']],
    ['mmio:uart2', []],
    ['mmio:GPIO,mmio:uart0', ['UART0', 'UART0', 'GPIO']],
    ['mmio:GPIO,mmio', ['UART0', 'UART0', 'GPIO', 'peripherals', undefined]],
  ])('%s', (list, devices) => {
    const { events } = trace(POLL, list, { cores: 1 }, 1000);
    expect(events.map((e) => (e.kind === 'mmio' ? e.device : e.kind))).toEqual(devices);
  });

  test('a device that the board does not have is an error that lists those it has', () => {
    const { machine } = program(POLL);
    expect(() => traceMachine(machine, parseKinds('mmio:uart9'), () => undefined)).toThrow(
      /^mmio: no device 'uart9', expected .*GPIO, .*UART0, .*$/,
    );
  });
});

describe('irq', () => {
  test('timer: from the line through the handler to the end', () => {
    const { lines, output } = sample('timer', 'irq');
    expect(output()).toBe(sourceOf('firmware-samples/timer.expected'));
    expect(lines.slice(0, 5)).toEqual([
      '0.001000019 core0 irq line high INTID 30 PPI 14 CNTP',
      '0.001000020 core0 exc EL1>EL1 IRQ 280 00000000000800a0 start_el1+0x6c',
      '0.001000028 core0 irq acknowledge 00000000000800e8 irq+0x18 INTID 30 PPI 14 CNTP',
      '0.001000035 core0 irq line low INTID 30 PPI 14 CNTP',
      '0.001000230 core0 irq end 0000000000080158 irq+0x88 INTID 30 PPI 14 CNTP',
    ]);
    expect(lines.length).toBe(5 * 5);
  });

  /** A shared SPI; an SGI; a list register. All at EL2, with the GIC as the firmware leaves it. */
  const GIC = `
        .equ    GICD, 0xff841000
_start: ldr     x1, =GICD
        mov     w2, #1
        str     w2, [x1]
        ldr     x3, =0xff842000         // GICC
        str     w2, [x3]
        mov     w4, #0xf0
        str     w4, [x3, #4]
        ldr     w4, =0x02000003         // SGI 3 to itself
        str     w4, [x1, #0xf00]
        ldr     w5, [x3, #12]
        str     w5, [x3, #16]
        ldr     w4, =0x000d0004         // SGI 4 to cores 0, 2 and 3
        str     w4, [x1, #0xf00]
        ldr     x6, =0xff844000         // GICH
        ldr     w4, =0xda00781b         // HW, group 1, pending, priority 0xa0, PPI 14, as INTID 27
        str     w4, [x6, #0x100]
        str     wzr, [x6, #0x104]
        mov     w7, #1
        str     w7, [x6]
        ldr     x8, =0xff846000         // GICV
        mov     w4, #3
        str     w4, [x8]
        mov     w4, #0xf0
        str     w4, [x8, #4]
        ldr     w9, [x8, #0x20]         // AIAR
        str     w9, [x8, #0x24]         // AEOIR
        ldr     x10, =0xfe201600        // UART3: TX interrupt on, then off
        mov     w4, #0x301
        str     w4, [x10, #0x30]
        str     wzr, [x10]
        mov     w4, #0x20
        str     w4, [x10, #0x38]
        str     wzr, [x10, #0x38]
        b       .
`;
  test('SGIs, list registers, the virtual interface, and which device shares a line', () => {
    const { lines } = trace(GIC, 'irq', { cores: 4 }, 3000);
    expect(lines.map((l) => l.replace(/^\S+ (core\d )?irq /, '$1').replace(/[0-9a-f]{16} \S+ /, ''))).toEqual([
      'core0 send INTID 3 SGI 3, to itself',
      'core0 acknowledge INTID 3 SGI 3, from core 0',
      'core0 end INTID 3 SGI 3, from core 0',
      'core0 send INTID 4 SGI 4, to core 0, 2, 3',
      'core0 inject INTID 27 PPI 11, GICH_LR0 pending, priority 0xa0, group 1, for PPI 14 CNTP',
      'core0 virtual acknowledge INTID 27 PPI 11',
      'core0 virtual end INTID 27 PPI 11',
      'line high INTID 153 SPI 121 UART3',
      'line low INTID 153 SPI 121 UART3',
    ]);
  });
});

describe('a trace', () => {
  test.each([
    ['el-walk', 3],
    ['trap-and-emulate', 2],
    ['timer', 2],
    ['two-cores', 2],
  ] as const)('changes nothing: %s', (name, el) => {
    const source = sourceOf(`firmware-samples/${name}.s`);
    const plain = program(source, { el });
    plain.machine.run(2e9);
    const traced = trace(source, 'exceptions,mmio,irq', { el });
    expect(traced.events.length).toBeGreaterThan(10);
    expect(traced.machine.hash()).toBe(plain.machine.hash());
    expect(traced.machine.scheduler.stamp).toBe(plain.machine.scheduler.stamp);
  });

  test('ends when it is told to', () => {
    const run = program(sourceOf('firmware-samples/timer.s'));
    const events: TraceEvent[] = [];
    const end = traceMachine(run.machine, parseKinds('exceptions,mmio,irq'), (e) => events.push(e));
    run.machine.run(1.5e6);
    const before = events.length;
    expect(before).toBeGreaterThan(10);
    end();
    run.machine.run(1e9);
    expect(run.machine.end).toEqual({ kind: 'power-off' });
    expect(events.length).toBe(before);
  });

  test('as JSON has the same events, with addresses that JSON can hold', () => {
    const { events, table } = sample('trap-and-emulate', 'exceptions,mmio:uart0');
    const objects = events.map((e) => JSON.parse(jsonLine(table)(e)) as Record<string, unknown>);
    expect(objects.length).toBe(events.length);
    expect(objects.find((o) => o.kind === 'mmio')).toMatchObject({
      core: 0,
      device: 'UART0',
      register: 'UARTFR',
      address: '0xfe201018',
      write: false,
      size: 4,
      value: 0x90,
      symbol: 'put_character+0x4',
    });
    expect(objects.find((o) => o.ipa === '0xa0002000')).toMatchObject({
      kind: 'exception',
      from: 1,
      to: 2,
      vector: 'sync',
      far: '0xa0002000',
      syndrome: 'data abort, translation fault, level 1, load of 4 bytes to w0',
    });
  });

  test('has fixed columns', () => {
    const { events, table } = sample('timer', 'exceptions,mmio,irq');
    for (const text of events.map(textLine(table))) {
      // Time, core, kind and action, address, symbol.
      expect(text).toMatch(
        /^ {0,8}\d+\.\d{9} (core\d|dma {2}| {5}) (exc |eret|mmio|irq ) .{19} ([0-9a-f]{16}| {16})( .{32} .*| \S+)?$/,
      );
    }
  });
});

describe('a list of what to trace', () => {
  test.each([
    ['exceptions', { exceptions: true, mmio: undefined, irq: false }],
    ['mmio', { exceptions: false, mmio: [], irq: false }],
    ['irq, mmio:System timer', { exceptions: false, mmio: ['System timer'], irq: true }],
  ])('%s', (list, kinds) => expect(parseKinds(list)).toEqual(kinds));

  test.each(['', 'exception', 'irq:UART0', 'mmio:', 'mmio:UART0+', 'irq,,mmio'])('%o is an error', (list) => {
    expect(() => parseKinds(list)).toThrow(/expected/);
  });
});
