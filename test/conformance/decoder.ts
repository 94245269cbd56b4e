/** The decoder and disassembler against LLVM and binutils, and the digests of what agreed. */
import { disassemble } from '../../src/aarch64/disassembler.js';
import type { Digests } from './digests.js';
import { Digest } from './random.js';
import { VERDICT_EXCEPTIONS, sameText } from './text.js';
import { llvm, objdump } from './tools.js';
import { llvmShouldWarn, unpredictableClass } from './unpredictable.js';
import { batches, type Batch } from './words.js';

/** Where binutils is told that the words are: branch targets are printed as addresses there. */
const BASE = 0x80000000;

/** Our texts of a batch's words, and their digest. */
export function ours({ words }: Batch): { texts: (string | undefined)[]; digest: string } {
  const digest = new Digest();
  const texts: (string | undefined)[] = [];
  for (const word of words) {
    const text = disassemble(word);
    texts.push(text);
    digest.text(text ?? '-');
  }
  return { texts, digest: digest.toString() };
}

export interface DecoderReport {
  words: number;
  allocated: number;
  /** Words of each CONSTRAINED UNPREDICTABLE class. */
  readonly unpredictable: Map<string, number>;
  /** Words whose verdict differs from LLVM's for a listed reason. */
  readonly excepted: Map<string, number>;
  /** Kinds of disagreement, each with how many words and the first few. */
  readonly disagreements: Map<string, { count: number; examples: string[] }>;
  readonly digests: Digests;
}

const count = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1);

/** Words that go to the tools at once. */
const PORTION = 100_000;

/**
 * Compares all batches.
 * @param log called now and then with a line of progress
 */
export async function compareDecoder(log: (line: string) => void): Promise<DecoderReport> {
  const report: DecoderReport = {
    words: 0,
    allocated: 0,
    unpredictable: new Map(),
    excepted: new Map(),
    disagreements: new Map(),
    digests: {},
  };
  const disagree = (kind: string, word: number, a: string | undefined, b: string | undefined): void => {
    const entry = report.disagreements.get(kind) ?? { count: 0, examples: [] };
    report.disagreements.set(kind, entry);
    entry.count++;
    const hex = word.toString(16).padStart(8, '0');
    if (entry.examples.length < 5)
      entry.examples.push(`${hex}  ours: ${a ?? '(undefined)'}  theirs: ${b ?? '(undefined)'}`);
  };

  const portion = async (list: readonly Batch[]): Promise<void> => {
    const words = new Uint32Array(list.reduce((n, b) => n + b.words.length, 0));
    let at = 0;
    for (const { words: some } of list) {
      words.set(some, at);
      at += some.length;
    }
    const asked = Promise.all([llvm(words), objdump(words, BASE)]);
    const texts: (string | undefined)[] = [];
    for (const batch of list) {
      const { texts: some, digest } = ours(batch);
      texts.push(...some);
      report.digests[batch.name] = digest;
    }
    const [verdicts, dumped] = await asked;
    words.forEach((word, i) => {
      const text = texts[i];
      const theirs = verdicts.texts[i];
      report.words++;
      if (text !== undefined) report.allocated++;
      if ((text === undefined) !== (theirs === undefined)) {
        const exception = VERDICT_EXCEPTIONS.find((e) => e.test(word));
        if (exception && text === undefined) count(report.excepted, exception.reason);
        else disagree('verdict, LLVM', word, text, theirs);
        return;
      }
      if (text === undefined) return;
      const known = unpredictableClass(word);
      if (known) count(report.unpredictable, known.name);
      if (verdicts.doubtful.has(i) !== llvmShouldWarn(word))
        disagree('CONSTRAINED UNPREDICTABLE, LLVM', word, text, theirs);
      if (!sameText('llvm', word, text, theirs)) disagree('text, LLVM', word, text, theirs);
      // binutils prints targets as addresses: with the word's own address, so do we.
      const here = /#-?\d+$/.test(text) ? disassemble(word, BASE + 4 * i) : text;
      if (!sameText('binutils', word, here ?? '', dumped[i])) disagree('text, binutils', word, here, dumped[i]);
    });
    log(`decoder: ${report.words} words, ${report.disagreements.size ? 'with disagreements' : 'all agree'}`);
  };

  let list: Batch[] = [];
  let size = 0;
  for (const batch of batches()) {
    list.push(batch);
    size += batch.words.length;
    if (size < PORTION) continue;
    await portion(list);
    [list, size] = [[], 0];
  }
  await portion(list);
  return report;
}
