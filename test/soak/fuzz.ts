/**
 * Random instructions on a whole machine: at every exception level, with the MMU off, on and wrongly set up, with random
 * registers and system registers. Nothing may throw out of the core, hang, or break what always holds.
 *
 * An episode is a fresh machine and many rounds; it depends on its seed alone, so that a failure can be had again.
 */
import { setLevel, regimeChanged } from '../../src/aarch64/pstate.js';
import { TABLE } from '../../src/aarch64/isa/index.js';
import { STATE } from '../../src/aarch64/state.js';
import { msr } from '../../src/aarch64/sysregs/access.js';
import { REG } from '../../src/aarch64/sysregs/storage.js';
import { REGISTERS, sysregKey } from '../../src/aarch64/sysregs/table.js';
import { reset } from '../../src/aarch64/exceptions.js';
import type { Processor } from '../../src/aarch64/processor.js';
import type { Core } from '../../src/aarch64/core.js';
import { parseBoard } from '../../src/machine/board.js';
import { Machine } from '../../src/machine/machine.js';
import { Digest, Random } from '../conformance/random.js';
import { structuredWord } from '../conformance/words.js';

const RAM = 0x40000000;
const RAM_BYTES = 0x2000000;
/** RAM above 4 GB, so that high halves matter. */
const HIGH = 0x900000000;
const HIGH_BYTES = 0x400000;
const CODE = RAM + 0x100000;
const CODE_BYTES = 0x6000;
const TABLES = RAM + 0x800000;
/** Where EL0 has RAM in the regime that is set up for it. */
const ALIAS = 0x80000000;

const BOARD = parseBoard({
  name: 'fuzz',
  description: 'RAM low and high, and the devices of virt',
  cores: 2,
  ram: [
    { base: RAM, bytes: RAM_BYTES },
    { base: HIGH, bytes: HIGH_BYTES },
  ],
  load: CODE,
  devices: [{ kind: 'pl011', name: 'UART0', base: 0x9000000, bytes: 0x1000, spi: [1] }],
  gic: { gicd: 0x8000000, gicc: 0x8010000, gich: 0x8030000, gicv: 0x8040000 },
});

/** Rounds of an episode, and fuzzed words of a round. */
const ROUNDS = 500;
const WORDS = 32;
export const EPISODE_WORDS = ROUNDS * WORDS;

/** Where an episode was when something went wrong. */
export interface Place {
  readonly seed: string;
  readonly episode: number;
  round: number;
  index: number;
  word: number;
}

export class FuzzFailure extends Error {
  constructor(
    readonly place: Place,
    reason: string,
    readonly detail: string,
  ) {
    super(
      `${reason} (seed ${place.seed}, episode ${place.episode}, round ${place.round}, word ${place.index}: ${place.word.toString(16).padStart(8, '0')})`,
    );
  }
}

const key = (name: string): number => {
  const row = REGISTERS.find((r) => r.name === name);
  if (!row) throw new Error(`no register ${name}`);
  return row.key;
};
const KEYS = Object.fromEntries(
  [
    ...['SCTLR', 'TCR', 'TTBR0', 'MAIR', 'VBAR'].flatMap((n) => [`${n}_EL1`, `${n}_EL2`, `${n}_EL3`]),
    ...['TTBR1_EL1', 'VTTBR_EL2', 'VTCR_EL2', 'HCR_EL2', 'SCR_EL3', 'CPACR_EL1', 'CPTR_EL2', 'CPTR_EL3', 'MDCR_EL2'],
    ...['MDCR_EL3', 'MDSCR_EL1', 'HSTR_EL2', 'CNTHCTL_EL2', 'CNTKCTL_EL1', 'SPSR_EL1', 'SPSR_EL2', 'SPSR_EL3'],
    ...[
      'ELR_EL1',
      'ELR_EL2',
      'ELR_EL3',
      'CNTVOFF_EL2',
      'CNTP_CTL_EL0',
      'CNTV_CTL_EL0',
      'CNTP_CVAL_EL0',
      'CNTV_CVAL_EL0',
    ],
  ].map((name) => [name, key(name)]),
);
const NAMES = Object.keys(KEYS);
const WRITABLE = REGISTERS.filter((r) => r.access !== 'RO' && r.key >= 0);
/** Encodings that a random MRS, MSR or SYS should hit more often than chance would. */
const SYSTEM_KEYS = REGISTERS.filter((r) => r.key >= 0).map((r) => r.key);
const OPERATIONS = [
  0x4000 | sysregKey(0, 3, 7, 4, 1),
  ...[0, 4, 6].flatMap((op1) => [0, 1, 3, 4, 5, 7].map((op2) => 0x4000 | sysregKey(0, op1, 8, 7, op2))),
];

/** A fuzzed word: any bits, or a valid encoding, or one close to it, or a system instruction that names something. */
function fuzzWord(random: Random): number {
  switch (random.below(8)) {
    case 0:
      return random.word();
    case 1:
      return (structuredWord(random.pick(TABLE), random) ^ (1 << random.below(32))) >>> 0;
    case 2: {
      const read = random.below(2);
      return (0xd5100000 | (read << 21) | (random.pick(SYSTEM_KEYS) << 5) | random.below(32)) >>> 0;
    }
    case 3:
      if (random.oneIn(3)) return (0xd5080000 | ((random.pick(OPERATIONS) & 0x3fff) << 5) | random.below(32)) >>> 0;
      return structuredWord(random.pick(TABLE), random);
    default:
      return structuredWord(random.pick(TABLE), random);
  }
}

/** A value for a general-purpose register: more often aligned than not. */
const value = (random: Random): bigint => (random.oneIn(3) ? anyValue(random) : anyValue(random) & ~0xfn);

/** An address of RAM, of a device, of nowhere; anything. */
function anyValue(random: Random): bigint {
  switch (random.below(8)) {
    case 0:
      return random.big();
    case 1:
      return BigInt(0x8000000 + random.below(0x2000) + (random.below(5) << 16));
    case 2:
      return BigInt(HIGH + random.below(HIGH_BYTES));
    case 3:
      return BigInt(random.below(64));
    case 4:
      return BigInt(CODE + random.below(0x2000));
    case 5:
      return BigInt.asUintN(64, BigInt(RAM + RAM_BYTES) - BigInt(random.below(64)));
    case 6:
      return BigInt(ALIAS + random.below(RAM_BYTES));
    default:
      return BigInt(RAM + random.below(RAM_BYTES));
  }
}

export class Episode {
  private readonly random: Random;
  private readonly machine = new Machine({ board: BOARD, cores: 2 });
  private readonly place: Place;
  private time = 0;

  constructor(seed: string, episode: number) {
    this.random = new Random(`${seed}/${episode}`);
    this.place = { seed, episode, round: 0, index: 0, word: 0 };
    this.writeTables();
  }

  /**
   * Identity maps: 1 GB blocks of everything, for all regimes and stage 2; device memory below RAM. For EL0 RAM is at
   * ALIAS too, since EL1 can't execute what EL0 can write. And code everywhere, so that handlers do something.
   */
  private writeTables(): void {
    const { memory } = this.machine.processor;
    for (const [table, normal, device] of [
      [0, 0x701, 0x445], // EL1&0
      [1, 0x701, 0x405], // EL2, EL3
      [2, 0x7fd, 0x4c1], // stage 2
    ]) {
      for (let gb = 0; gb < 512; gb++) {
        const attributes = gb === 0 ? device : normal;
        memory.writePair(TABLES + table * 0x1000 + gb * 8, ((gb << 30) | attributes) >>> 0, gb >>> 2);
      }
    }
    memory.writePair(TABLES + (ALIAS / 2 ** 30) * 8, RAM | 0x741, 0);
    for (let at = CODE; at < CODE + CODE_BYTES; at += 4) memory.write(at, 4, fuzzWord(this.random));
  }

  /** Writes a system register as an instruction at EL3 would. */
  private write(core: Core, name: string, lo: number, hi = 0): void {
    core.setPair(STATE.SCRATCH, lo, hi);
    msr(core, KEYS[name]);
    core.pending.active = false;
  }

  private writeSystem(core: Core): void {
    const { random } = this;
    setLevel(core, 3, 1);
    // Secure or not, HVC, SMC, routing, all at random; RW stays one.
    this.write(core, 'SCR_EL3', random.oneIn(2) ? 0x501 : random.word());
    for (const el of [1, 2, 3]) {
      this.write(core, `VBAR_EL${el}`, CODE + 0x800 * random.below(8));
      if (random.oneIn(8)) this.write(core, `VBAR_EL${el}`, random.word(), random.word());
    }
    if (random.oneIn(2))
      this.write(core, 'HCR_EL2', random.oneIn(2) ? random.word() : 1 << random.below(32), random.below(4));
    if (random.oneIn(2)) this.write(core, 'CPACR_EL1', random.word());
    const mode = random.below(4);
    if (mode !== 0) {
      for (const el of [1, 2, 3]) {
        const t0 = (el === 1 && !random.oneIn(8) ? 0 : 0x1000) + TABLES;
        this.write(core, `TTBR0_EL${el}`, t0, el === 1 ? random.below(4) << 16 : 0);
        this.write(core, `MAIR_EL${el}`, 0x00ff00ff, 0x44040cff);
        // 39 bits, 4 KB.
        this.write(core, `TCR_EL${el}`, el === 1 ? 0xb5193519 : 0x80823519, el === 1 ? 5 : 0);
        const extra = random.oneIn(4) ? random.word() & ~(1 << 25) : 0;
        if (!random.oneIn(4)) this.write(core, `SCTLR_EL${el}`, 0x30c50830 | 5 | extra);
      }
      this.write(core, 'TTBR1_EL1', TABLES);
    }
    if (mode >= 2) {
      this.write(core, 'VTTBR_EL2', TABLES + 0x2000, random.below(4) << 16);
      this.write(core, 'VTCR_EL2', 0x80023559);
      this.write(core, 'HCR_EL2', random.oneIn(2) ? 0x80000001 : 0x80000001 | random.word(), 0);
    }
    if (mode === 3) {
      for (let n = random.below(12); n > 0; n--) {
        const name = random.pick(NAMES);
        if (name === 'SCR_EL3') continue;
        if (random.oneIn(2)) this.write(core, name, TABLES + 0x1000 * random.below(8), random.below(2) << 16);
        else this.write(core, name, random.word(), random.oneIn(2) ? 0 : random.word());
      }
      // Descriptors: random ones in tables of their own, often valid.
      const { memory } = this.machine.processor;
      for (let n = random.below(64); n > 0; n--) {
        const at = TABLES + 0x3000 + random.below(0x5000 / 8) * 8;
        const kind = random.pick([0, 1, 3, 3]);
        memory.writePair(
          at,
          ((value(random) === 0n ? 0 : TABLES + 0x1000 * random.below(8)) & ~0xfff) | (random.word() & 0xffc) | kind,
          random.oneIn(4) ? random.word() : 0,
        );
      }
    }
    for (let n = random.below(3); n > 0; n--) {
      const row = random.pick(WRITABLE);
      core.setPair(STATE.SCRATCH, random.word(), random.word());
      msr(core, row.key);
      core.pending.active = false;
    }
    regimeChanged(core);
  }

  private registers(core: Core): void {
    const { random } = this;
    for (let n = 0; n < 31; n++) core.setBig(STATE.X + 8 * n, value(random));
    core.setBig(STATE.SP, value(random) & (random.oneIn(4) ? -1n : ~0xfn));
  }

  /** What holds whatever a guest does. */
  private check(core: Core): void {
    const wrong = (what: string): never => {
      throw new Error(`broken: ${what}`);
    };
    if (core.big(STATE.ZR) !== 0n) wrong('XZR is not zero');
    if (core.get(STATE.EL) >>> 0 > 3) wrong(`EL is ${core.get(STATE.EL)}`);
    if (core.get(STATE.SPSEL) >>> 0 > 1) wrong(`SPSel is ${core.get(STATE.SPSEL)}`);
    if (core.get(STATE.C) >>> 0 > 1) wrong(`C is ${core.get(STATE.C)}`);
    if ((core.get(STATE.DAIF) & ~0x3c0) !== 0) wrong(`DAIF is ${core.get(STATE.DAIF).toString(16)}`);
    if (core.get(STATE.IL) >>> 0 > 1 || core.get(STATE.SS) >>> 0 > 1) wrong('IL or SS');
    const { u32 } = this.machine.processor.linear;
    for (let at = 0; at < 16; at++) if (u32[at] !== 0) wrong('something was stored near linear address 0');
  }

  private round(): void {
    const { random, machine, place } = this;
    const { memory, cores } = machine.processor;
    const [core, other] = cores;
    machine.end = undefined;
    reset(core, 3, CODE, 0);
    this.writeSystem(core);
    this.registers(core);
    // Code: in the middle of a page, or across its end, or in high memory.
    const block = random.pick([CODE, CODE + 0xfc0, CODE + 0x2000, HIGH + 0x1fc0]) + 4 * random.below(16);
    const words = Array.from({ length: WORDS }, () => fuzzWord(random));
    const view = new DataView(new ArrayBuffer(4 * WORDS));
    words.forEach((word, i) => view.setUint32(4 * i, word, true));
    memory.load(block, new Uint8Array(view.buffer));
    if (other.mode === 'run' && random.oneIn(4)) other.mode = 'off';
    for (let i = 0; i < WORDS; i++) {
      place.index = i;
      place.word = words[i];
      if (i === 0 || random.oneIn(6)) {
        setLevel(core, random.below(4), random.below(2));
        if (core.get(STATE.EL) === 0) setLevel(core, 0, 0);
        if (random.oneIn(2)) core.set(STATE.DAIF, 0);
        regimeChanged(core);
      }
      if (random.oneIn(4)) this.registers(core);
      if (core.mode !== 'run') core.mode = 'run';
      core.pending.active = false;
      const alias = core.get(STATE.EL) === 0 && core.get(REG.SCTLR_EL1) & 1 && block < HIGH ? ALIAS - RAM : 0;
      const pc = block + 4 * i + alias;
      core.setPair(STATE.PC, pc >>> 0, Math.floor(pc / 2 ** 32));
      this.time += 1 + random.below(4);
      machine.run(this.time);
      this.time = Math.max(this.time, machine.scheduler.now());
      this.check(core);
      this.check(other);
    }
  }

  get processor(): Processor {
    return this.machine.processor;
  }

  /** A digest of all registers and of memory, to compare runs. */
  fingerprint(): string {
    const digest = new Digest();
    const { linear, memory, cores } = this.machine.processor;
    for (const { base } of cores) digest.bytes(linear.u8.subarray(base, base + STATE.SYSREGS + 8 * REGISTERS.length));
    memory.eachFrame((_, frame) => digest.bytes(linear.u8.subarray(frame, frame + 4096)));
    return digest.toString();
  }

  /**
   * Runs the whole episode.
   * @param begin called at the beginning of each round
   * @throws FuzzFailure
   */
  run(begin: (place: Readonly<Place>) => void = () => undefined): void {
    for (this.place.round = 0; this.place.round < ROUNDS; this.place.round++) {
      begin(this.place);
      try {
        this.round();
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        throw new FuzzFailure({ ...this.place }, `${error.name}: ${error.message}`, error.stack ?? '');
      }
    }
  }
}
