/** Device trees as source text, which dtc compiles to the same tree (Devicetree Specification 0.4, chapter 6). */
import type { Fdt, FdtNode } from './fdt.js';

const hex = (n: number, digits = 1): string => n.toString(16).padStart(digits, '0');

/** A property says nothing of its type: it is a text if it reads like one. */
function isText(value: Uint8Array): boolean {
  if (value[value.length - 1] !== 0) return false;
  const nuls = value.filter((b) => b === 0).length;
  return nuls <= value.length - nuls && value.every((b) => b === 0 || (b >= 0x20 && b < 0x7f));
}

function valueOf(node: FdtNode, name: string, value: Uint8Array): string {
  if (isText(value)) {
    return (node.strings(name) ?? []).map((s) => `"${s.replace(/["\\]/g, '\\$&')}"`).join(', ');
  }
  const cells = node.cells(name);
  if (cells) return `<${cells.map((c) => `0x${hex(c)}`).join(' ')}>`;
  return `[${[...value].map((b) => hex(b, 2)).join(' ')}]`;
}

function* lines(node: FdtNode, indent: string): Generator<string> {
  yield `${indent}${node.name || '/'} {`;
  const inner = `${indent}\t`;
  for (const [name, value] of node.properties) {
    yield value.length === 0 ? `${inner}${name};` : `${inner}${name} = ${valueOf(node, name, value)};`;
  }
  let separate = node.properties.size > 0;
  for (const child of node.children) {
    if (separate) yield '';
    yield* lines(child, inner);
    separate = true;
  }
  yield `${indent}};`;
}

/** The source of a tree, with a line break at its end. */
export function dtsOf({ root, reservations }: Fdt): string {
  const reserved = reservations.map(({ address, size }) => `/memreserve/ 0x${hex(address)} 0x${hex(size)};`);
  return ['/dts-v1/;', ...reserved, '', ...lines(root, ''), ''].join('\n');
}
