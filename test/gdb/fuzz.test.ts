/** Whatever bytes come: nothing throws, nothing hangs, and a good packet after them is answered. */
import { expect, test } from 'vitest';
import { packet } from '../../src/machine/gdb/packet.js';
import { Random } from '../conformance/random.js';
import { program, sourceOf } from '../support/run.js';
import { Client } from './rig.js';

/** What packets are made of: their beginnings, and what may follow. */
const STARTS =
  'g G p P m M x X Z0, Z1, Z2, Z3, Z4, z0, z2, H Hg Hc T qC qSupported qXfer:features:read:target.xml: qfThreadInfo ' +
  'qThreadExtraInfo, qRcmd, qSymbol: ? c s C05 S05 vCont? vCont; vCont;c vCont;s: vCont;r vKill;1 D k QStartNoAckMode !';
const PARTS = [
  '0',
  '1',
  '-1',
  '80000',
  'ffffffffffffffff',
  '7fffffff',
  ',',
  ':',
  ';',
  '=',
  '4',
  '4000',
  'c',
  's',
  '#',
  '}',
  '$',
];
const COMMANDS = 'help info time translate phys space mmio reset'.split(' ');
const WORDS = [
  '',
  '0',
  '0x80000',
  '-1',
  '99999999999999999999',
  'el1',
  'el3',
  'phys',
  '0xffffffffffffffff',
  '4096',
  '\x00',
];

test.each(Array.from({ length: 4 }, (_, i) => i))('seed %i', (seed) => {
  const random = new Random(`gdb fuzz ${seed}`);
  const name = random.pick(['two-cores', 'page-tables', 'trap-and-emulate', 'timer']);
  const c = new Client(program(sourceOf(`firmware-samples/${name}.s`)));
  const noise = (n: number): Uint8Array => Uint8Array.from({ length: random.below(n) }, () => random.below(256));
  const text = (n: number): string => Array.from({ length: random.below(n) }, () => random.pick(PARTS)).join('');
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  for (let n = 0; n < 1000; n++) {
    const kind = random.below(8);
    if (kind === 0) c.raw(noise(60));
    else if (kind === 1) c.raw(packet(String.fromCharCode(...noise(40))));
    else if (kind === 2) c.ask(`${random.pick(STARTS.split(' '))}${text(6)}`);
    else if (kind === 3) c.ask(random.pick(STARTS.split(' ')));
    else if (kind === 4) c.monitor([random.pick(COMMANDS), random.pick(WORDS), random.pick(WORDS)].join(' '));
    else if (kind === 5) c.ask(`P${random.below(220).toString(16)}=${hex(noise(17))}`);
    else if (kind === 6)
      c.ask(`P${random.below(220).toString(16)}=${hex(Uint8Array.from({ length: 8 }, () => random.below(256)))}`);
    else {
      // A good packet, cut and damaged.
      const bytes = packet(`${random.pick(STARTS.split(' '))}${text(4)}`);
      if (random.oneIn(2)) bytes[random.below(bytes.length)] = random.below(256);
      const cut = random.below(bytes.length);
      c.raw(bytes.subarray(0, cut));
      if (random.oneIn(2)) c.raw(bytes.subarray(cut));
    }
    if (random.oneIn(10)) c.stub.advance(c.run.machine.scheduler.now() + random.below(3000));
    if (random.oneIn(200)) {
      c.stub.disconnect();
      c.connect();
    }
    if (!random.oneIn(20)) continue;
    // What was begun ends with any second digit; then all is in step again.
    c.raw('#00');
    expect(c.ask('qC')).toMatch(/^QC[1-4]$/);
    expect(c.ask('vMustReplyEmpty')).toBe('');
    if (c.stub.halted) expect(c.ask('?')).toMatch(/^T0[25]/);
  }
  c.stub.disconnect();
  c.connect();
  expect(c.ask('?')).toMatch(/^T05/);
  expect(c.ask('qSupported')).toContain('PacketSize');
});
