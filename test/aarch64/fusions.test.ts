/**
 * Every fused handler against its instructions one by one: the same words with the same registers, flags and memory, once
 * in one turn, once in turns of a single instruction, for which the interpreter never uses a fused handler.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { asm } from '../../src/aarch64/assembler/index.js';
import { Processor } from '../../src/aarch64/processor.js';
import { reset } from '../../src/aarch64/exceptions.js';
import { setNzcv } from '../../src/aarch64/pstate.js';
import { TABLE } from '../../src/aarch64/isa/index.js';
import { Decoder } from '../../src/aarch64/decoder.js';
import { fieldsOf } from '../../src/aarch64/isa/table.js';
import { FUSED_BYTES } from '../../src/aarch64/interpreter/fusions.js';
import { Handlers, type Handler } from '../../src/aarch64/interpreter/handlers.js';
import { STATE } from '../../src/aarch64/state.js';
import { Random } from '../conformance/random.js';

const RAM = 0x4000_0000;
const CODE = RAM + 0x1000;
/** Where all base registers point, with room for offsets of either sign. */
const DATA = RAM + 0x20000;
const DATA_BYTES = 0x2000;
/** Registers that hold addresses and are never written but by writeback; indexes; all others. */
const BASES = [1, 2, 3];
const INDEXES = [4, 5];
const OTHERS = [6, 7, 8, 9, 10, 31];

const handlers = new Handlers(TABLE);
const decoder = new Decoder(TABLE);
let processor: Processor;

beforeAll(() => {
  processor = new Processor({ cores: 1, ramBytes: 0x80000 });
  processor.memory.addRam(RAM, 0x80000);
});

/** A word for a handler at byte offset `offset` of its page, with registers from the pools above. */
function wordFor(random: Random, handler: Handler, offset: number): number {
  const { insn, fields } = handler;
  const memory = /^(LD|ST)/.test(insn.name);
  for (let attempt = 0; attempt < 20_000; attempt++) {
    let word = insn.value;
    for (const field of insn.fields) {
      let value = fields[field.name];
      if (!field.opcode) {
        if (field.name === 'Rn' && memory) value = fields.sp === 1 ? 31 : random.pick(BASES);
        else if (field.name === 'Rn' && insn.name === 'RET') value = 11;
        else if (field.name === 'Rm' && memory) value = random.pick(INDEXES);
        else if (field.name.startsWith('R')) value = random.pick(OTHERS);
        // A branch forwards, by few instructions.
        else if (insn.direct) value = 2 + random.below(3);
        else if (memory) value = random.below(2 ** Math.min(field.width, 8));
        else if (random.oneIn(3)) value = random.below(4);
        else value = random.below(2 ** Math.min(field.width, 20));
      }
      word |= value << field.low;
    }
    word >>>= 0;
    if (decoder.find(word) !== insn) continue;
    if (handlers.find(insn, word, fieldsOf(insn, word), offset) === handler) return word;
  }
  throw new Error(`no word for ${insn.name} ${JSON.stringify(fields)}`);
}

/** Runs the words and returns all that they may have changed. */
function run(seed: string, words: readonly number[], turns: readonly number[]): Record<string, unknown> {
  const [core] = processor.cores;
  const random = new Random(seed);
  reset(core, 1, CODE, 0);
  const data = Uint32Array.from({ length: DATA_BYTES / 4 }, () => random.word());
  processor.memory.load(DATA, new Uint8Array(data.buffer));
  for (const [i, word] of words.entries()) processor.memory.write(CODE + 4 * i, 4, word);
  const set = (at: number, lo: number, hi: number): void => core.setPair(at, lo, hi);
  for (let n = 0; n < 31; n++) {
    const small = random.oneIn(3);
    set(STATE.X + 8 * n, small ? random.below(3) - 1 : random.word(), small ? 0 : random.word());
  }
  for (const n of BASES) set(STATE.X + 8 * n, DATA + 0x800 + 16 * random.below(64), 0);
  for (const n of INDEXES) set(STATE.X + 8 * n, random.below(256), 0);
  set(STATE.X + 8 * 11, CODE + 4 * (words.length + 2), 0);
  set(STATE.SP, DATA + 0x800, 0);
  const from = core.icount;
  setNzcv(core, random.below(16) << 28);
  for (const count of turns) processor.run(core, count);
  const registers = Array.from({ length: 31 }, (_, n) => core.big(STATE.X + 8 * n));
  const state = [STATE.SP, STATE.PC, STATE.N, STATE.Z, STATE.V].map((at) => core.big(at));
  return {
    registers,
    state: [...state, core.get(STATE.C), core.icount - from, core.pending.active],
    memory: Buffer.from(processor.memory.dump(DATA, DATA_BYTES)).toString('latin1'),
  };
}

const NOP = 0xd503201f;

describe('fused handlers', () => {
  it('are taken by the decoder, the longest first', () => {
    const random = new Random('taken');
    for (const { index, parts } of handlers.fused) {
      const words = parts.map((h, i) => wordFor(random, h, (CODE + 4 * i) % 4096));
      words.forEach((word, i) => processor.memory.write(CODE + 4 * i, 4, word));
      processor.memory.write(CODE + 4 * words.length, 4, 0);
      const uops = processor.micro.page(processor.memory.frame(CODE));
      expect(processor.micro.decode(uops + ((CODE % 4096) >> 2) * 16)).toBe(index);
    }
  });

  it('do what their instructions do one by one', { timeout: 120_000 }, () => {
    for (const { parts } of handlers.fused) {
      const name = parts.map((h) => `${h.insn.name} ${JSON.stringify(h.fields)}`).join(' + ');
      const random = new Random(name);
      for (let i = 0; i < (parts.length > 2 ? 4 : 2); i++) {
        const words = parts.map((h, n) => wordFor(random, h, (CODE + 4 * n) % 4096));
        const program = [...words, ...new Array<number>(8).fill(NOP)];
        const expected = run(`${name} ${i}`, program, new Array<number>(parts.length).fill(1));
        expect(expected.state, `${name}: no exception`).toContain(false);
        expect(run(`${name} ${i}`, program, [parts.length]), name).toEqual(expected);
        // As much of it as fits a turn.
        if (parts.length > 2) expect(run(`${name} ${i}`, program, [2, parts.length - 2]), name).toEqual(expected);
      }
    }
  });

  it('see that a store of theirs has changed one of their instructions', () => {
    const [core] = processor.cores;
    // The store puts ADD and NOP in the place of CINC and the NOP behind it.
    const program = ['subs x6, x7, x8', 'str x9, [x1, x4, lsl #3]', 'cinc x10, x9, lo', 'nop'].map((l) => asm(l) >>> 0);
    const patch = [asm('add x10, x10, #1') >>> 0, NOP];
    const uops = processor.micro.page(processor.memory.frame(CODE)) + ((CODE % 4096) >> 2) * 16;
    // By the slow path in TypeScript, which fills the TLB, then by the engine's own.
    for (let round = 0; round < 3; round++) {
      if (round === 0) reset(core, 1, CODE, 0);
      program.forEach((word, i) => processor.memory.write(CODE + 4 * i, 4, word));
      core.setPair(STATE.PC, CODE, 0);
      core.setPair(STATE.X + 8, CODE, 0);
      core.setPair(STATE.X + 8 * 4, 1, 0);
      core.setPair(STATE.X + 8 * 9, patch[0], patch[1]);
      core.setPair(STATE.X + 8 * 10, 41, 0);
      expect(handlers.fused.find((f) => f.index === processor.micro.decode(uops))?.parts.length).toBe(3);
      processor.run(core, 4);
      expect([core.get(STATE.PC) - CODE, core.get(STATE.X + 8 * 10)]).toEqual([16, 42]);
    }
  });

  it('are as long as stores to code think', () => {
    expect(Math.max(...handlers.fused.map((f) => f.parts.length))).toBe(FUSED_BYTES / 4 + 1);
  });
});
