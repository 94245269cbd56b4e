/** The stub by packets: what it says, and that it changes nothing. */
import { describe, expect, test } from 'vitest';
import { GDB_REGISTERS } from '../../src/machine/gdb/registers.js';
import { STATE } from '../../src/aarch64/state.js';
import { REG } from '../../src/aarch64/sysregs/storage.js';
import { program, runToEnd, sourceOf, type ProgramRun } from '../support/run.js';
import { TABLES } from '../support/tables.js';
import { Client } from './rig.js';

const at = (run: ProgramRun, label: string): string => run.assembly.symbols.get(label)!.toString(16);
const number = (name: string): number => GDB_REGISTERS.findIndex((r) => r.name === name);
const reg = (name: string): string => number(name).toString(16);
/** A number as registers are in packets. */
const le = (value: bigint, bytes = 8): string =>
  Array.from({ length: bytes }, (_, i) =>
    Number((value >> BigInt(8 * i)) & 255n)
      .toString(16)
      .padStart(2, '0'),
  ).join('');
const client = (source: string, options: Parameters<typeof program>[1] = { cores: 1 }): Client =>
  new Client(program(source, options));
const sample = (name: string, options: Parameters<typeof program>[1] = {}): Client =>
  client(sourceOf(`firmware-samples/${name}.s`), options);
/** The address at which a stop reply says that the core is. */
const pcOf = (reply: string | undefined): string => {
  const digits = /20:([0-9a-f]{16});/.exec(reply ?? '')?.[1] ?? '';
  return BigInt(`0x${digits.match(/../g)!.reverse().join('')}`).toString(16);
};

/** Nothing will happen any more: the debugger takes over. */
const IDLE = /^T02thread:1;/;

const LOOP = `
_start: mov     x0, #0
        ldr     x2, =data
loop:   add     x0, x0, #1
store:  str     x0, [x2]
load:   ldr     x3, [x2]
        cmp     x0, #5
        b.ne    loop
done:   wfi
        .data
        .balign 8
data:   .quad   0
`;

describe('a connection', () => {
  test('finds the machine at reset, before the first instruction', () => {
    const c = client(LOOP);
    expect(c.stub.halted).toBe(true);
    expect(c.stub.advance(1e9)).toBe('halted');
    expect(c.ask('?')).toMatch(/^T05thread:1;core:0;/);
    expect(pcOf(c.ask('?'))).toBe(at(c.run, '_start'));
    expect(c.run.machine.processor.cores[0].icount).toBe(0);
  });

  test('halts a machine that did not wait for it', () => {
    const run = program('_start: b .', { cores: 1 });
    const c = new Client(run, { wait: false });
    c.stub.disconnect();
    const waiting = new Client(run, { wait: false });
    expect(waiting.stub.halted).toBe(true);
    waiting.stub.disconnect();
    expect(waiting.stub.halted).toBe(true);
  });

  test('acknowledges until it is told not to, and repeats what got lost', () => {
    const c = client(LOOP);
    expect(c.raw('$qC#b4')).toEqual(['+', 'QC1']);
    expect(c.raw('-')).toEqual(['QC1']);
    expect(c.raw('$qC#b5')).toEqual(['-']);
    expect(c.raw('$QStartNoAckMode#b0')).toEqual(['+', 'OK']);
    expect(c.raw('$qC#b4')).toEqual(['QC1']);
    expect(c.raw('$qC#b5')).toEqual([]);
  });

  test('says nothing to what it does not know', () => {
    const c = client(LOOP);
    for (const payload of ['vMustReplyEmpty', 'qCRC:0,4', 'qTStatus', '!', 'vFile:setfs:0', 'qXfer:auxv:read::0,10'])
      expect(c.ask(payload)).toBe('');
  });

  test('ends: D lets the machine go on without its breakpoints', () => {
    const c = client(LOOP);
    c.ask(`Z0,${at(c.run, 'loop')},4`);
    expect(c.go('vCont;c')).toMatch(/^T05swbreak:;/);
    expect(c.ask('D')).toBe('OK');
    expect(c.stub.halted).toBe(false);
    expect(c.runOn()).toBe('idle');
    expect(c.run.machine.processor.cores[0].big(STATE.X)).toBe(5n);
  });

  test('ends: a debugger that is gone leaves a halted machine halted for the next, and no breakpoints', () => {
    const c = client(LOOP);
    c.ask(`Z0,${at(c.run, 'loop')},4`);
    c.ask(`Z2,${at(c.run, 'data')},8`);
    c.go('vCont;c');
    c.stub.disconnect();
    expect(c.stub.halted).toBe(true);
    c.connect();
    expect(pcOf(c.ask('?'))).toBe(at(c.run, 'loop'));
    expect(c.go('c')).toMatch(IDLE);
    expect(c.run.machine.processor.cores[0].mode).toBe('wfi');
  });

  test('ends: kill, and the end of the guest', () => {
    let killed = 0;
    const c = new Client(program(LOOP, { cores: 1 }), { onKill: () => killed++ });
    expect(c.ask('vKill;1')).toBe('OK');
    c.ask('k');
    expect(killed).toBe(2);
    expect(c.stub.advance(1e9)).toBe('halted');
    const ended = sample('hello');
    expect(ended.go('vCont;c')).toBe('W00');
    expect([ended.ask('?'), ended.ask('vCont;s:1')]).toEqual(['W00', 'W00']);
  });
});

describe('threads are cores', () => {
  test('all of them, with what they do', () => {
    const c = sample('two-cores');
    expect(c.ask('qfThreadInfo')).toBe('m1,2,3,4');
    expect(c.ask('qsThreadInfo')).toBe('l');
    const extra = (id: number): string => Buffer.from(c.ask(`qThreadExtraInfo,${id}`) ?? '', 'hex').toString('latin1');
    expect([1, 2].map(extra)).toEqual(['EL2h Non-secure, runs', 'off']);
    c.ask(`Z0,${at(c.run, 'free_lock')},4`);
    expect(c.go('vCont;c')).toMatch(/^T05swbreak:;thread:[12];/);
    expect(extra(2)).toBe('EL2h Non-secure, runs');
    expect([c.ask('T2'), c.ask('T5'), c.ask('T0')]).toEqual(['OK', 'E03', 'E03']);
    // GDB does not say for which thread a monitor command is: it is for the one that stopped, or says so itself.
    c.ask('Hg4');
    expect(c.monitor('translate 0x80000')).toMatch(/^EL2 /);
    expect(c.monitor('translate 0x80000 core3')).toMatch(/^EL3 /);
    expect([c.ask('Hg2'), c.ask('qC'), c.ask('Hg9'), c.ask('Hc-1')]).toEqual(['OK', 'QC2', 'E03', 'OK']);
  });

  test('vCont of one of them holds the others back', () => {
    const c = client(
      `_start: ldr x0, =0xc4000003\n mov x1, #1\n adr x2, other\n smc #0\nhere: add x5, x5, #1\n b here\nother: add x6, x6, #1\n b other`,
      { cores: 2 },
    );
    c.ask(`Z0,${at(c.run, 'here')},4`);
    c.go('vCont;c');
    c.ask(`z0,${at(c.run, 'here')},4`);
    const counts = (): number[] => c.run.machine.processor.cores.map((core) => core.icount);
    const time = c.run.machine.scheduler.now();
    const start = counts();
    c.ask('vCont;c:2');
    c.runOn(time + 50_000);
    expect(counts()[0]).toBe(start[0]);
    expect(counts()[1]).toBeGreaterThan(start[1] + 30_000);
    c.raw('\x03');
    const before = counts();
    c.ask('vCont;c:1');
    c.runOn(time + 100_000);
    expect(counts()[1]).toBe(before[1]);
    expect(counts()[0]).toBeGreaterThan(start[0] + 30_000);
  });
});

describe('running', () => {
  test('a step is one instruction of that core', () => {
    const c = client(LOOP);
    for (const n of [1, 2, 3]) {
      expect(c.go('vCont;s:1;c')).toMatch(/^T05thread:1;/);
      expect(c.run.machine.processor.cores[0].icount).toBe(n);
    }
    expect(c.go('s')).toMatch(/^T05/);
    expect(c.run.machine.processor.cores[0].icount).toBe(4);
  });

  test('a step of a range ends behind it, or at a breakpoint in it', () => {
    const c = client(LOOP);
    const range = `vCont;r${at(c.run, '_start')},${at(c.run, 'done')}:1`;
    c.ask(`Z0,${at(c.run, 'load')},4`);
    expect(c.go(range)).toMatch(/^T05swbreak:;/);
    c.ask(`z0,${at(c.run, 'load')},4`);
    expect(pcOf(c.go(range))).toBe(at(c.run, 'done'));
  });

  test.each([0, 1])('breakpoints of type %i stop before the instruction, on and on', (type) => {
    const c = client(LOOP);
    expect(c.ask(`Z${type},${at(c.run, 'store')},4`)).toBe('OK');
    for (let n = 1; n <= 5; n++) {
      const reply = c.go('vCont;c');
      expect(reply).toMatch(type === 0 ? /^T05swbreak:;/ : /^T05hwbreak:;/);
      expect([pcOf(reply), c.run.machine.processor.cores[0].big(STATE.X)]).toEqual([at(c.run, 'store'), BigInt(n)]);
      // As GDB does: away with it, a step, back again.
      c.ask(`z${type},${at(c.run, 'store')},4`);
      c.go('vCont;s:1');
      c.ask(`Z${type},${at(c.run, 'store')},4`);
    }
    expect(c.go('vCont;c')).toMatch(IDLE);
  });

  test.each([
    [2, 'watch', ['store', 'store', 'store', 'store', 'store']],
    [3, 'rwatch', ['load', 'load', 'load', 'load', 'load']],
    [4, 'awatch', ['store', 'load', 'store', 'load', 'store', 'load', 'store', 'load', 'store', 'load']],
  ] as const)('watchpoints of type %i stop before the access', (type, reason, where) => {
    const c = client(LOOP);
    // One byte in the middle of what is accessed.
    const address = (BigInt(`0x${at(c.run, 'data')}`) + 3n).toString(16);
    expect(c.ask(`Z${type},${address},1`)).toBe('OK');
    for (const label of where) {
      const reply = c.go('vCont;c');
      expect(reply).toContain(`T05${reason}:${address};`);
      expect(pcOf(reply)).toBe(at(c.run, label));
    }
    expect(c.go('vCont;c')).toMatch(IDLE);
  });

  test('Ctrl-C', () => {
    const c = client('_start: b .');
    c.ask('vCont;c');
    expect(c.runOn(1e6)).toBe('limit');
    expect(c.raw('\x03')[0]).toMatch(/^T02thread:1;/);
    expect(c.stub.halted).toBe(true);
    expect(c.raw('\x03')).toEqual([]);
  });

  test('halts where all cores wait for ever, unless somebody outside may wake them', () => {
    const c = client('_start: wfi\n nop');
    c.ask('vCont;c');
    expect(c.runOn()).toBe('halted');
    expect(c.take()).toEqual([
      `O${Buffer.from('all cores wait for interrupts, and none will come\n').toString('hex')}`,
      expect.stringMatching(IDLE),
    ]);
    const outside = new Client(program('_start: wfi\n nop', { cores: 1 }), { someoneOutside: () => true });
    outside.ask('vCont;c');
    expect(outside.runOn()).toBe('idle');
    expect(outside.stub.halted).toBe(false);
  });

  test('refuses points that can not be', () => {
    const c = client(LOOP);
    for (const [payload, reply] of [
      ['Z0,80002,4', 'E16'],
      ['Z2,80000,0', 'E16'],
      ['Z5,80000,4', ''],
      ['Z0,x,4', 'E16'],
    ])
      expect(c.ask(payload)).toBe(reply);
  });
});

describe('registers', () => {
  test('the description names all of them, in the order of g', () => {
    const c = client(LOOP);
    let xml = '';
    for (;;) {
      const part = c.ask(`qXfer:features:read:target.xml:${xml.length.toString(16)},1000`)!;
      xml += part.slice(1);
      if (part.startsWith('l')) break;
    }
    const described = [...xml.matchAll(/<reg name="(\w+)" bitsize="(\d+)"/g)];
    expect(described.map((m) => m[1])).toEqual(GDB_REGISTERS.map((r) => r.name));
    expect(c.ask('g')).toHaveLength(described.reduce((n, m) => n + Number(m[2]) / 4, 0));
    for (const name of ['x0', 'v31', 'HCR_EL2', 'VTTBR_EL2', 'SP_EL3', 'ELR_EL3', 'SPSR_EL1', 'CNTVCT_EL0'])
      expect(described.some((m) => m[1] === name)).toBe(true);
    expect(c.ask('qXfer:features:read:other.xml:0,100')).toBe('E00');
    expect(c.ask('qXfer:features:read:target.xml:ffffff,100')).toBe('E16');
  });

  test('are read and written by number', () => {
    const c = client(LOOP);
    for (const [name, value, bytes] of [
      ['x7', 0x1122334455667788n, 8],
      ['sp', 0xffff_0000_0000_1230n, 8],
      ['v5', 0x0102030405060708090a0b0c0d0e0f10n, 16],
      ['fpcr', 0x01000000n, 4],
      ['fpsr', 0x9fn, 4],
      ['cpsr', 0xa00002c9n, 4],
      ['VBAR_EL1', 0xffff_0000_0001_0800n, 8],
      ['SP_EL0', 0x5550n, 8],
      ['TTBR0_EL1', 0x8000n, 8],
    ] as const) {
      expect(c.ask(`P${reg(name)}=${le(value, bytes)}`), name).toBe('OK');
      expect(c.ask(`p${reg(name)}`), name).toBe(le(value, bytes));
    }
    const core = c.run.machine.processor.cores[0];
    expect([core.big(STATE.X + 56), core.big(REG.VBAR_EL1)]).toEqual([0x1122334455667788n, 0xffff_0000_0001_0800n]);
  });

  test('are written as MSR would, or not at all', () => {
    const c = client(LOOP);
    const core = c.run.machine.processor.cores[0];
    const before = core.big(STATE.PC);
    // The level stays, and what is read-only; RES0 bits can't be set.
    expect(c.ask(`P${reg('cpsr')}=${le(0x3c5n, 4)}`)).toBe('E01');
    expect(c.ask(`P${reg('MIDR_EL1')}=${le(1n)}`)).toBe('E01');
    expect(c.ask(`P${reg('x0')}=00`)).toBe('E01');
    expect(c.ask('P999=00')).toBe('E16');
    expect(c.ask(`P${reg('VBAR_EL1')}=${le(0xfffn)}`)).toBe('OK');
    expect(core.big(REG.VBAR_EL1)).toBe(0x800n);
    expect(c.ask(`P${reg('SPSel')}=${le(0n)}`)).toBe('OK');
    expect(core.get(STATE.SPSEL)).toBe(0);
    expect(core.big(STATE.PC)).toBe(before);
    expect(core.icount).toBe(0);
    // All at once.
    const all = c.ask('g')!;
    const changed = `${le(42n)}${all.slice(16)}`;
    expect(c.ask(`G${changed}`)).toBe('OK');
    expect(core.big(STATE.X)).toBe(42n);
    expect(c.ask('G00')).toBe('E01');
  });

  test('a control of translation that is written counts at once', () => {
    const c = sample('page-tables', { cores: 1 });
    c.ask(`Z0,${at(c.run, 'print')},4`);
    c.go('vCont;c');
    const core = c.run.machine.processor.cores[0];
    expect(core.el).toBe(1);
    const pc = core.big(STATE.PC).toString(16);
    const code = c.ask(`m${pc},4`);
    expect(code).toMatch(/^[0-9a-f]{8}$/);
    c.ask('vCont;s:1');
    // No address is translated: the next instruction can't be fetched.
    const ttbr = core.big(REG.TTBR0_EL1);
    expect(c.ask(`P${reg('TTBR0_EL1')}=${le(0x3000_0000n)}`)).toBe('OK');
    expect(c.ask(`m${pc},4`)).toBe('E0e');
    c.ask(`P${reg('TTBR0_EL1')}=${le(ttbr)}`);
    expect(c.ask(`m${pc},4`)).toBe(code);
  });

  test('PC that is written is where the core goes on', () => {
    const c = client(LOOP);
    c.ask(`P${reg('pc')}=${le(BigInt(`0x${at(c.run, 'done')}`))}`);
    expect(c.go('vCont;c')).toMatch(IDLE);
    expect(c.run.machine.processor.cores[0].icount).toBe(1);
  });
});

describe('memory', () => {
  test('is read and written as text and as bytes', () => {
    const c = client(LOOP);
    const data = at(c.run, 'data');
    expect(c.ask(`M${data},4:}\x02`)).toBe('E16');
    expect(c.ask(`M${data},4:01022324`)).toBe('OK');
    expect(c.ask(`X${data},3:\x00#$`)).toBe('OK');
    expect(c.ask(`m${data},5`)).toBe('0023242400');
    expect(c.ask(`x${data},5`)).toBe('b\x00#$$\x00');
    expect(c.ask(`X${data},0:`)).toBe('OK');
    expect(c.ask(`X${data},2:x`)).toBe('E16');
    // Devices are not touched, and there is nothing far out.
    expect(c.ask('mfe201000,4')).toBe('E0e');
    expect(c.ask('mffffffffffffffff,4')).toBe('E0e');
    expect(c.ask('Mfe201000,1:00')).toBe('E0e');
    expect(c.ask('m0,zz')).toBe('E16');
  });

  test('is what the level sees: of EL1 while EL2 looks at its guest, or what monitor space says', () => {
    const c = sample('page-tables', { cores: 1 });
    c.ask(`Z0,${at(c.run, 'handler')},4`);
    const window = '1000000000';
    // The handler has mapped the page when the second fault comes.
    c.go('vCont;c');
    expect(c.ask(`m${window},4`)).toBe('E0e');
    c.go('vCont;c');
    expect(c.ask(`m${window},4`)).toBe('11110000');
    expect(c.monitor('space el2')).toBe('memory is what el2 sees\n');
    expect(c.ask(`m${window},4`)).toBe('E0e');
    expect(c.monitor('space auto')).toContain("thread's level");
    expect(c.ask(`m${window},4`)).toBe('11110000');
    const line = c.monitor(`translate 0x${window}`);
    expect(line).toMatch(
      /^EL1 0x0000001000000000 -> PA 0x[0-9a-f]+: rwx, Normal Write-Back, Inner Shareable, 4 KB page/,
    );
    expect(c.monitor('translate 0x1000001000')).toMatch(/: r-x, /);
    expect(c.monitor('translate 0x8000000000')).toMatch(/: stage 1 translation fault, level 0\n$/);
    expect(c.monitor(`translate 0x${window} core0 el1`)).toBe(line);
    expect(c.monitor(`translate 0x${window} el2`)).toMatch(/stage 1 off|fault/);
    const pa = /PA (0x[0-9a-f]+)/.exec(line)![1];
    expect(c.monitor(`phys ${pa} 4`)).toBe(`${pa}: 11 11 00 00                                      ....\n`);
  });

  test('of a guest is found from EL2, where that has nothing at the address itself', () => {
    const c = client(TABLES('hvc #0'));
    // VBAR_EL2 is 0 after reset: a synchronous exception from a lower level goes to 0x400.
    c.ask('Z0,400,4');
    expect(pcOf(c.go('vCont;c'))).toBe('400');
    expect(c.run.machine.processor.cores[0].el).toBe(2);
    const code = c.ask(`m${at(c.run, 'el1')},4`);
    expect(code).toBe('020000d4');
    expect(c.ask(`m${(BigInt(`0x${at(c.run, 'el1')}`) + 0x140000000n).toString(16)},4`)).toBe(code);
    c.monitor('space el2');
    expect(c.ask(`m${(BigInt(`0x${at(c.run, 'el1')}`) + 0x140000000n).toString(16)},4`)).toBe('E0e');
  });

  test('through two stages', () => {
    const c = sample('trap-and-emulate', { cores: 1 });
    c.ask(`Z0,${at(c.run, 'from_guest')},4`);
    c.go('vCont;c');
    const guest = at(c.run, 'guest');
    expect(c.monitor(`translate 0x${guest} el1`)).toMatch(
      new RegExp(`^EL1 0x0*${guest} -> IPA 0x${guest} -> PA 0x${guest}: rwx`),
    );
    expect(c.monitor('translate 0xa0000000 el1')).toBe(
      'EL1 0x00000000a0000000 -> IPA 0xa0000000: stage 2 translation fault, level 1\n',
    );
  });
});

describe('monitor', () => {
  test('commands', () => {
    const c = client('_start: ldr x0, =0xfd580000\n ldr w1, [x0, #16]\n wfi');
    c.go('vCont;c');
    expect(c.monitor('info')).toMatch(
      /^rpi4b-2g, guest time 0\.\d{9} s\ncore 0 {2}pc 0x0{11}8000c {2}3 instructions {2}EL2h Non-secure, WFI\n$/,
    );
    expect(c.monitor('time')).toMatch(/^0\.\d{9} s\n$/);
    expect(c.monitor('mmio')).toMatch(/\+ 0x\w+: 1 reads, 0 writes, from 0x80004 \(1\)\n$/);
    for (const command of ['help', 'info', 'translate', 'phys', 'mmio', 'reset', 'space', 'time'])
      expect(c.monitor('help')).toContain(`monitor ${command}`);
    expect(c.monitor('')).toBe(c.monitor('help'));
    expect(c.monitor('nonsense')).toMatch(/^no command 'nonsense'/);
    expect(c.monitor('constructor')).toMatch(/^no command/);
    for (const wrong of [
      'translate',
      'translate x',
      'translate 0 phys',
      'translate 0 core1',
      'translate 0 el4',
      'phys',
      'phys 0 0',
      'phys 0 99999',
      'space x',
    ])
      expect(c.monitor(wrong)).toMatch(/^expected: monitor /);
    expect(c.monitor('phys 0xfe201000')).toBe('0xfe201000 is not RAM\n');
    expect(c.monitor('reset')).toBe('this machine can not be reset from here\n');
  });

  test('reset gives the stub another machine, halted at its reset', () => {
    const first = program(LOOP, { cores: 1 });
    const second = program(LOOP, { cores: 1 });
    const c: Client = new Client(first, { reset: () => c.stub.use(second.machine) });
    c.ask(`Z0,${at(first, 'done')},4`);
    c.go('vCont;c');
    expect(c.monitor('reset')).toMatch(/^the machine is reset/);
    expect(pcOf(c.ask('?'))).toBe(at(second, '_start'));
    c.go('vCont;s:1');
    expect(second.machine.processor.cores[0].icount).toBe(1);
  });
});

describe('debugging does not change the run', () => {
  test.each(['two-cores', 'timer', 'trap-and-emulate', 'page-tables'])('%s', (name) => {
    const plain = program(sourceOf(`firmware-samples/${name}.s`));
    runToEnd(plain, 2e9);
    const c = sample(name);
    const labels = [...c.run.assembly.symbols].filter(([, v]) => v >= 0x80000n && v < 0x90000n && v % 8n === 0n);
    const points = labels.filter((_, i) => i % 5 === 0).map(([l]) => l);
    for (let n = 0; n < 300 && !c.run.machine.end; n++) {
      // Points come and go, registers and memory are looked at, cores are stepped.
      for (const label of points) c.ask(`${n % 3 === 0 ? 'z' : 'Z'}0,${at(c.run, label)},4`);
      c.ask(`${n % 2 === 0 ? 'z' : 'Z'}4,${labels[n % labels.length][1].toString(16)},16`);
      c.ask('g');
      c.ask(`m${at(c.run, points[n % points.length])},40`);
      c.ask(`Hg${(n % 4) + 1}`);
      c.ask('g');
      c.monitor('info');
      c.monitor('translate 0x80000 el1');
      if (n % 7 === 0) c.go('vCont;s:1;c');
      else c.go(n % 5 === 0 ? 'vCont;s:2' : 'vCont;c', c.run.machine.scheduler.now() + 20_000);
      if (!c.stub.halted) c.raw('\x03');
    }
    for (const label of points) c.ask(`z0,${at(c.run, label)},4`);
    for (const [, v] of labels) c.ask(`z4,${v.toString(16)},16`);
    if (!c.run.machine.end) expect(c.go('vCont;c', 2e9)).toBe('W00');
    expect(c.run.output()).toBe(plain.output());
    expect(c.run.machine.hash()).toBe(plain.machine.hash());
  });
});
