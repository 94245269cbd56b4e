/** YAML with places: which line a field is in. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type Document, type Node } from 'yaml';
import { UserError } from '../cli/user-error.js';

export interface YamlFile {
  readonly value: unknown;
  /** The line (from 1) of what is at `path`; of what it should be in, where it is missing. */
  lineOf(path: readonly (string | number)[]): number;
}

const resolved = (node: unknown, document: Document): unknown => (isAlias(node) ? node.resolve(document) : node);

/** Reads a file with one document; merge keys (`<<`) are known. @throws UserError naming file and line */
export function readYaml(file: string, text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
  const lineAt = (offset: number): number => Math.max(1, lines.linePos(offset).line);
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem) {
    const message = problem.code === 'MULTIPLE_DOCS' ? 'a second document, expected one' : problem.message;
    throw new UserError(`${file}:${lineAt(problem.pos[0])}: ${message.split('\n')[0]}`);
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 1000 });
  } catch (error) {
    // An alias without its anchor, or aliases of aliases that would fill the memory.
    let line = 1;
    visit(document, {
      Alias(_, alias) {
        if (alias.resolve(document)) return undefined;
        line = lineAt(alias.range?.[0] ?? 0);
        return visit.BREAK;
      },
    });
    throw new UserError(`${file}:${line}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
  }
  return {
    value,
    lineOf(path) {
      let node: unknown = document.contents;
      let line = document.contents?.range ? lineAt(document.contents.range[0]) : 1;
      for (const key of path) {
        node = resolved(node, document);
        let place: unknown;
        if (isMap(node)) {
          const pair = node.items.find((p) => isScalar(p.key) && p.key.value === key);
          [place, node] = [pair?.key, pair?.value];
        } else if (isSeq(node)) {
          node = place = node.items[Number(key)];
        }
        const range = (place as Node | undefined)?.range;
        if (!range) return line;
        line = lineAt(range[0]);
      }
      return line;
    },
  };
}
