/** What agreed with LLVM, binutils and QEMU when it was recorded still comes out, without any of them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TABLE } from '../src/aarch64/isa/index.js';
import { fieldsOf } from '../src/aarch64/isa/table.js';
import { Decoder } from '../src/aarch64/decoder.js';
import { Handlers } from '../src/aarch64/interpreter/handlers.js';
import { ENCODINGS, EXCLUDED, FREQUENT, makeBatch } from './conformance/cases.js';
import { ours } from './conformance/decoder.js';
import { SWEEPS, calculationDigests } from './conformance/calculations.js';
import { compareDigests, readDigests, type Digests } from './conformance/digests.js';
import { Rig } from './conformance/interpreter.js';
import { resultDigests } from './conformance/results.js';
import { MEMORY, RESULT, STUB } from './conformance/runner.js';
import { EXCEPTIONS, NORMALISATIONS, VERDICT_EXCEPTIONS, sameText } from './conformance/text.js';
import { LLVM_WARNS_WRONGLY, UNPREDICTABLE, unpredictableClass } from './conformance/unpredictable.js';
import { batches } from './conformance/words.js';

describe('the decoder and disassembler', () => {
  it('say of two million words what LLVM agreed with', () => {
    const now: Digests = {};
    let words = 0;
    for (const batch of batches()) {
      now[batch.name] = ours(batch).digest;
      words += batch.words.length;
    }
    expect(words).toBeGreaterThan(2_000_000);
    expect(compareDigests(readDigests('decoder'), now)).toEqual([]);
  });

  it('notice a single changed word', () => {
    const [batch] = batches();
    const changed = { name: batch.name, words: batch.words.map((w, i) => (i === 500 ? w ^ 1 : w)) };
    expect(ours(changed).digest).not.toBe(readDigests('decoder')[batch.name]);
  });
});

/** What was recorded under the same names. */
function recordedFor(kind: Parameters<typeof readDigests>[0], now: Digests): Digests {
  const recorded = readDigests(kind);
  return Object.fromEntries(Object.keys(now).map((name) => [name, recorded[name] ?? 'not recorded']));
}

describe('the interpreter', () => {
  // The rest is in `npm run test:full`.
  it('does at EL0 what QEMU did: one in four of the encodings', { timeout: 120_000 }, () => {
    const now = resultDigests(ENCODINGS.filter((_, i) => i % 4 === 2));
    expect(compareDigests(recordedFor('results', now), now)).toEqual([]);
  });

  it('calculates as QEMU did: one in twelve of the words, each with thousands of operands in all modes', () => {
    const now = calculationDigests(SWEEPS.filter((_, i) => i % 12 === 5));
    expect(compareDigests(recordedFor('calculations', now), now)).toEqual([]);
  });

  it('has cases for every entry of the table that can be executed at EL0', () => {
    const named = (entry: string): boolean => ENCODINGS.some((e) => e.name === entry || e.name.startsWith(`${entry} `));
    expect(TABLE.filter((e) => !(e.name in EXCLUDED) && !named(e.name)).map((e) => e.name)).toEqual([]);
    expect(Object.keys(EXCLUDED).filter((name) => !TABLE.some((e) => e.name === name))).toEqual([]);
    expect(new Set(ENCODINGS.map((e) => e.name)).size).toBe(ENCODINGS.length);
  });

  // Longer sequences, and those of other instructions, are compared with their instructions one by one
  // (test/aarch64/fusions.test.ts).
  it('has cases for every pair of frequent instructions that the interpreter does at once', () => {
    const handlers = new Handlers(TABLE);
    const decoder = new Decoder(TABLE);
    const pairs = handlers.fused.filter(
      ({ parts }) => parts.length === 2 && parts.every((h) => FREQUENT.has(h.insn.name) && h.fields.sp !== 1),
    );
    const missing = new Set(pairs.map((p) => p.index));
    for (const encoding of ENCODINGS.filter((e) => e.name.startsWith('sequences'))) {
      makeBatch(encoding).words.forEach((words, i) => {
        const found = words.map((word, n) => {
          const insn = decoder.find(word);
          const offset = (MEMORY.stubs + i * STUB.bytes + STUB.code + 4 * n) % 4096;
          return insn ? handlers.find(insn, word, fieldsOf(insn, word), offset).index : -1;
        });
        for (let n = 0; n + 1 < found.length; n++)
          missing.delete(handlers.sequencesFrom(found[n])?.after.get(found[n + 1])?.index ?? -1);
      });
    }
    const names = pairs
      .filter((p) => missing.has(p.index))
      .map((p) => p.parts.map((h) => `${h.insn.name} ${JSON.stringify(h.fields)}`).join(' + '));
    expect(names).toEqual([]);
  });

  // A batch with one instruction in place of another: the results must tell.
  it.each([
    ['ADD (immediate) sf=1 sh=0', 0x40000000, 'sub'],
    ['CSEL sf=1 cond=3', 0x00001000, 'the opposite condition'],
    ['LDR (unsigned offset, X)', 0x00400000 ^ 0x40000000, 'another width'],
    ['B.cond cond=8', 0x00000001, 'the opposite condition'],
  ])('%s: a change is noticed', (name, flip) => {
    const encoding = ENCODINGS.find((e) => e.name === name);
    if (!encoding) throw new Error(`no encoding ${name}`);
    const rig = new Rig();
    const batch = makeBatch(encoding);
    const right = rig.run(batch);
    expect(rig.run(makeBatch(encoding))).toEqual(right);
    const stubs = new DataView(batch.stubs.buffer);
    for (let at = STUB.code; at < batch.stubs.length; at += STUB.bytes) {
      stubs.setUint32(at, stubs.getUint32(at, true) ^ flip, true);
    }
    expect(Buffer.compare(rig.run(batch), right)).not.toBe(0);
  });

  it('tells an exception in a case from its end', () => {
    const [encoding] = ENCODINGS;
    const batch = makeBatch(encoding);
    new DataView(batch.stubs.buffer).setUint32(STUB.code, 0, true); // UDF
    const out = new Rig().run(batch);
    expect(new DataView(out.buffer, out.byteOffset).getUint32(RESULT.path, true)).toBe(7);
    expect(new DataView(out.buffer, out.byteOffset).getUint32(RESULT.bytes + RESULT.path, true)).toBe(0);
  });
});

describe('the rules for text', () => {
  const cases = [
    { tool: 'llvm', word: 0xd4000021, ours: 'svc #0x1', theirs: '\tsvc\t#0x1', same: true },
    { tool: 'llvm', word: 0xd4000021, ours: 'svc #0x1', theirs: '\tsvc\t#0', same: false },
    {
      tool: 'binutils',
      word: 0x92800000,
      ours: 'mov x0, #-1',
      theirs: 'mov\tx0, #0xffffffffffffffff  \t// #-1',
      same: true,
    },
    { tool: 'binutils', word: 0x12800000, ours: 'mov w0, #-1', theirs: 'mov\tw0, #0xffffffff', same: true },
    { tool: 'binutils', word: 0x12800000, ours: 'mov w0, #-1', theirs: 'mov\tw0, #0xfffffffe', same: false },
    { tool: 'binutils', word: 0x9a9f27e4, ours: 'cset x4, lo', theirs: 'cset\tx4, cc  // cc = lo', same: true },
    { tool: 'binutils', word: 0xd5100000, ours: 'msr MDSCR_EL1, x0', theirs: 'msr\tdspsr_el0, x0', same: false },
  ] as const;
  it.each(cases)('$tool: $ours and $theirs: $same', ({ tool, word, ours: mine, theirs, same }) => {
    expect(sameText(tool, word, mine, theirs)).toBe(same);
  });
});

describe('CONSTRAINED UNPREDICTABLE classes', () => {
  it.each([
    [0xf8408400, 'load with writeback whose base is loaded'],
    [0xf8008400, 'store with writeback whose base is stored'],
    [0xa9400400, undefined],
    [0xa9400000, 'load pair of one register'],
    [0xa8c10800, 'load pair with writeback whose base is loaded'],
    [0xa8810800, 'store pair with writeback whose base is stored'],
    [0xa8c10be1, undefined],
    [0xc87f0000, 'load exclusive pair of one register'],
    [0xc8007c00, 'store exclusive whose status register is also data or base'],
    [0xc8017c02, undefined],
    [0xc8417c02, 'exclusive or ordered access with ignored bits that are not ones'],
    [0x9b427c20, undefined],
    [0x9b420020, 'SMULH or UMULH with ignored bits that are not ones'],
  ] as const)('%i: %s', (word, name) => {
    expect(unpredictableClass(word | 0)?.name).toBe(name);
    expect(unpredictableClass(word)?.name).toBe(name);
  });

  it('are all found among the generated words', () => {
    const found = new Set<string>();
    for (const { words } of batches()) {
      for (const word of words) {
        const name = unpredictableClass(word)?.name;
        if (name) found.add(name);
      }
    }
    expect([...found].sort()).toEqual(UNPREDICTABLE.map((c) => c.name).sort());
  });
});

describe('docs/conformance.md', () => {
  const doc = readFileSync(new URL('../docs/conformance.md', import.meta.url), 'utf8').replaceAll('\\', '');
  const listed = [
    ...[...NORMALISATIONS, ...EXCEPTIONS].map((r) => [r.tool, r.reason]),
    ...UNPREDICTABLE.map((c) => [c.name, c.source, c.choice]),
    ...[...VERDICT_EXCEPTIONS, ...LLVM_WARNS_WRONGLY].map((r) => [r.reason]),
  ];
  it.each(listed)('lists: %s %s', (...cells) => {
    const lines = doc.split('\n').map((line) => line.replace(/^[-|] ?| *\|$/g, '').split(/ +\| /));
    expect(lines).toContainEqual(cells);
  });
});
