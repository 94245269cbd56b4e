/** Device trees for tests: made by hand, as dtc makes them, or by dtc itself. */
import { spawnSync } from 'node:child_process';
import { FdtNode, readFdt, type Fdt } from '../../src/machine/fdt.js';

export type Value = string | readonly string[] | readonly number[] | Uint8Array | true;
export interface Tree {
  readonly [name: string]: Value | Tree;
}

const isTree = (v: Value | Tree): v is Tree => typeof v === 'object' && !Array.isArray(v) && !(v instanceof Uint8Array);

/** A node: texts become strings, lists of numbers cells, `true` an empty property, objects nodes. */
export function nodeOf(tree: Tree, name = ''): FdtNode {
  const node = new FdtNode(name);
  for (const [key, value] of Object.entries(tree)) {
    if (isTree(value)) node.children.push(nodeOf(value, key));
    else if (value === true) node.setEmpty(key);
    else if (value instanceof Uint8Array) node.properties.set(key, value);
    else if (typeof value === 'string') node.setString(key, value);
    else if (value.every((v) => typeof v === 'string')) node.setString(key, ...value);
    else node.setCells(key, ...(value as readonly number[]));
  }
  return node;
}
export const fdtOf = (tree: Tree): Fdt => ({ root: nodeOf(tree), reservations: [], bootCpu: 0 });

/** A cell and a string, as `__overrides__` has them. */
export function override(...parts: readonly (number | string)[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((p) =>
      typeof p === 'string'
        ? [...p].map((c) => c.charCodeAt(0)).concat(0)
        : [p >>> 24, (p >>> 16) & 255, (p >>> 8) & 255, p & 255],
    ),
  );
}

/** A tree without the order of nodes and properties, and without labels: overlays keep theirs for themselves. */
export function plain(node: FdtNode): unknown {
  const sorted = <T>(list: readonly (readonly [string, T])[]): (readonly [string, T])[] =>
    [...list].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return {
    properties: sorted(
      [...node.properties].map(([name, value]) => [name, Buffer.from(value).toString('hex')] as const),
    ),
    children: sorted(node.children.filter((c) => c.name !== '__symbols__').map((c) => [c.name, plain(c)] as const)),
  };
}

/** What dtc makes of a source, with labels. */
export function compile(source: string): Uint8Array {
  const { status, stdout, stderr } = spawnSync('dtc', ['-q', '-@', '-I', 'dts', '-O', 'dtb'], {
    input: `/dts-v1/;\n${source}`,
  });
  if (status !== 0) throw new Error(`dtc: ${stderr.toString()}\n${source}`);
  return new Uint8Array(stdout);
}
export const compiled = (source: string): Fdt => readFdt(compile(source));
