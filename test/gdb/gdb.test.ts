/** A real GDB against programs on the stub, by TCP. */
import { connect } from 'node:net';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { serveGdb } from '../../src/host/gdb-server.js';
import { createGdbStub } from '../../src/machine/gdb/stub.js';
import { program, runToEnd, sourceOf } from '../support/run.js';
import { need } from '../support/tools.js';
import { withGdb } from './rig.js';

const sample = (name: string, options: Parameters<typeof program>[1] = {}): ReturnType<typeof program> =>
  program(sourceOf(`firmware-samples/${name}.s`), options);

describe.skipIf(!need('gdb-multiarch', 'gdb-multiarch'))('GDB', () => {
  test('debugs a hypervisor: EL2 and its guest, registers, a watchpoint, monitor commands, the end', async () => {
    const run = sample('trap-and-emulate');
    const plain = sample('trap-and-emulate');
    runToEnd(plain, 1e9);
    const text = await withGdb(
      run,
      `info threads
x/2i $pc
stepi
stepi
printf "after two: %lx\\n", $pc
info registers HCR_EL2
break guest
continue
p $cpsr
printf "HCR %lx VTTBR %lx\\n", $HCR_EL2, $VTTBR_EL2
hbreak from_guest
continue
p $ESR_EL2
p $SPSR_EL2
printf "HPFAR %lx\\n", $HPFAR_EL2
monitor translate 0xa0000000 el1
x/1i $ELR_EL2
delete
watch *(long*)&counter
continue
printf "behind: %lx\\n", $pc
thread 2
p $pc
thread 1
monitor info
delete
tbreak guest_is_done
continue
bt 1
p $_exitcode
continue
p $_exitcode`,
    );
    expect(text).toContain('0x0000000000080000 in _start ()');
    expect(text).toMatch(/\* 1 {4}Thread 1 \(EL2h Non-secure, runs\) .*_start/);
    expect(text).toMatch(/ {2}4 {4}Thread 4 \(off\)/);
    expect(text).toMatch(/=> 0x80000 <_start>:\s+ldr\s+x0, 0x[0-9a-f]+/);
    expect(text).toContain('after two: 80008');
    expect(text).toMatch(/HCR_EL2 +0x80000000 +2147483648/);
    expect(text).toMatch(/hit Breakpoint 1, 0x[0-9a-f]+ in guest \(\)\n\$1 = \[ SP EL=1 F I A D \]/);
    const table = run.assembly.symbols.get('stage2_level1')!.toString(16);
    expect(text).toContain(`HCR 80000001 VTTBR ${table}`);
    // A data abort from a lower level: ISV, a byte or word store to the serial port that is not there.
    expect(text).toMatch(
      /hit Breakpoint 2, .* in from_guest \(\)\n\$2 = \[ ISS=\d+ IL EC=36 \]\n\$3 = \[ SP EL=1 F I A D/,
    );
    expect(text).toContain('HPFAR a00000');
    expect(text).toContain('IPA 0xa0000000: stage 2 translation fault');
    expect(text).toMatch(/ {3}0x[0-9a-f]+ <guest.*>:\s+str/);
    expect(text).toMatch(/hit Hardware watchpoint 3: .*\n\nOld value = 0\nNew value = 1\n/);
    // GDB stops behind the store that changed it.
    const behind = parseInt(/behind: ([0-9a-f]+)/.exec(text)![1], 16);
    const at = Number(run.assembly.symbols.get('device_counter'));
    expect(behind - at).toBe(4 * 8);
    expect(text).toMatch(/core 0 {2}pc 0x[0-9a-f]+ {2}\d+ instructions {2}EL2h Non-secure, runs/);
    expect(text).toMatch(/Temporary breakpoint 4, .* guest_is_done \(\)/);
    expect(text).toContain('exited normally');
    expect(text).toContain('$5 = void');
    expect(text).toContain('$6 = 0\n');
    // All that changed nothing.
    expect(run.output()).toBe(plain.output());
    expect(run.machine.hash()).toBe(plain.machine.hash());
  });

  test('debugs EL1 with its MMU on: a page that gets mapped, and a watchpoint on its virtual address', async () => {
    const run = sample('page-tables');
    const text = await withGdb(
      run,
      `break handler
continue
printf "ESR %lx FAR %lx\\n", $ESR_EL1, $FAR_EL1
python
try:
  gdb.execute('x/1wx 0x1000000000')
except gdb.error as e:
  print(e)
end
delete
break print_word
continue
delete
x/1wx 0x1000000000
watch *(int*)0x1000001008
continue
p $cpsr
x/1i $pc - 4
monitor translate 0x1000001008
set {int}0x1000001008 = 0x4321
x/1wx 0x1000001008
detach`,
    );
    expect(text).toContain('ESR 96000047 FAR 1000000000');
    expect(text).toContain('Cannot access memory at address 0x1000000000');
    expect(text).toMatch(/0x1000000000:\t0x00001111/);
    // The store faults first, since the page is read-only; the one that is made again is what is watched.
    expect(text).toMatch(/hit Hardware watchpoint 3: .*\n\nOld value = 0\nNew value = 8738\n/);
    expect(text).toMatch(/\$1 = \[ SP EL=1 /);
    expect(text).toMatch(/str\s+w1, \[x19, #8\]/);
    expect(text).toMatch(/EL1 0x0000001000001008 -> PA 0x[0-9a-f]+8: rw/);
    expect(text).toMatch(/0x1000001008:\t0x00004321/);
  });

  test('stops either core, and writes registers and memory', async () => {
    const run = sample('two-cores');
    const text = await withGdb(
      run,
      `break free_lock
continue
continue
continue
info threads
delete
set $x28 = 0x1234
set $v3.d[0] = 1.5
set $VBAR_EL1 = 0x80800
p/x $VBAR_EL1
p $v3.d[0]
set {int}&counter = 100
p {int}&counter
detach`,
    );
    expect(text).toMatch(/Thread [12] hit Breakpoint 1/);
    expect(text).toMatch(/Thread 2 \(EL2h Non-secure, (runs|WFE)\)/);
    expect(text).toContain('$1 = 0x80800');
    expect(text).toContain('$2 = 1.5');
    expect(text).toContain('$3 = 100');
  });

  test('is told of what can not be written, and kills', async () => {
    const run = sample('hello');
    const text = await withGdb(
      run,
      `python\ntry:\n  gdb.execute('set $MIDR_EL1 = 1')\nexcept gdb.error as e:\n  print(e)\nend\nkill`,
    );
    expect(text).toContain('Could not write register "MIDR_EL1"');
    expect(text).toContain('killed');
    expect(run.machine.end).toBeUndefined();
  });
});

describe('the server', () => {
  test('takes one debugger at a time, on this machine only, and the next one after it', async () => {
    const run = sample('hello');
    const stub = createGdbStub(run.machine);
    const lines: string[] = [];
    const server = await serveGdb(stub, { port: 0, report: (line) => lines.push(line) });
    const first = connect(server.port, '127.0.0.1');
    await once(first, 'connect');
    first.write('$?#3f');
    const [reply] = (await once(first, 'data')) as [Buffer];
    expect(reply.toString('latin1')).toMatch(/^\+/);
    const second = connect(server.port, '127.0.0.1');
    await once(second, 'close');
    expect(stub.attached).toBe(true);
    first.destroy();
    while (stub.attached) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(lines).toEqual([
      'a debugger has connected; the machine is halted',
      'the debugger is gone; the machine stays halted',
    ]);
    const third = connect(server.port, '127.0.0.1');
    await once(third, 'connect');
    third.write('$qC#b4');
    await once(third, 'data');
    await expect(serveGdb(stub, { port: server.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    third.destroy();
    await server.close();
  });
});
