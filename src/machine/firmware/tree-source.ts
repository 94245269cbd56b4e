/** Device tree nodes as data, with references by label; `buildTree` turns them into the nodes of a tree. */
import { FdtNode } from '../fdt.js';

/** The phandle of the node with this label. */
export interface Ref {
  readonly ref: string;
}
export type Property =
  /** Empty: it is there. */
  | true
  /** A string, or several. */
  | string
  | readonly string[]
  | { readonly cells: readonly (number | Ref)[] }
  /** The path of the node with this label, and what follows it. */
  | { readonly pathOf: string; readonly then?: string };

export type Properties = Readonly<Record<string, Property | undefined>>;

export interface NodeSource {
  /** With its unit address. */
  readonly name: string;
  /** What references call it; of several nodes with one label the first is meant. */
  readonly label?: string | undefined;
  /** Those that are undefined, or refer to a node that there is not, are left out. */
  readonly properties?: Properties;
  readonly children?: readonly NodeSource[];
}

export const ref = (label: string): Ref => ({ ref: label });
export const cells = (...list: (number | Ref)[]): Property => ({ cells: list });

interface Place {
  readonly node: NodeSource;
  readonly path: string;
}

function labelled(node: NodeSource, path: string, labels: Map<string, Place>): void {
  if (node.label !== undefined && !labels.has(node.label)) labels.set(node.label, { node, path });
  for (const child of node.children ?? []) labelled(child, `${path}/${child.name}`, labels);
}

/** Calls `found` for each reference in a node and below it, in the tree's order. */
function references(node: NodeSource, found: (label: string) => void): void {
  for (const property of Object.values(node.properties ?? {})) {
    if (typeof property !== 'object' || !('cells' in property)) continue;
    for (const cell of property.cells) if (typeof cell === 'object') found(cell.ref);
  }
  for (const child of node.children ?? []) references(child, found);
}

/** The tree below `root`. Nodes that are referred to get phandles, from 1 in the order of the references. */
export function buildTree(root: NodeSource): FdtNode {
  const labels = new Map<string, Place>();
  labelled(root, '', labels);
  const handles = new Map<NodeSource, number>();
  references(root, (label) => {
    const place = labels.get(label);
    if (place && !handles.has(place.node)) handles.set(place.node, handles.size + 1);
  });
  const handleOf = (cell: number | Ref): number | undefined => {
    if (typeof cell === 'number') return cell;
    const place = labels.get(cell.ref);
    return place && handles.get(place.node);
  };
  const set = (out: FdtNode, name: string, property: Property): void => {
    if (property === true) out.setEmpty(name);
    else if (typeof property === 'string') out.setString(name, property);
    else if ('cells' in property) {
      const numbers = property.cells.map(handleOf);
      if (numbers.every((n) => n !== undefined)) out.setCells(name, ...numbers);
    } else if ('pathOf' in property) {
      const place = labels.get(property.pathOf);
      if (place) out.setString(name, `${place.path}${property.then ?? ''}`);
    } else out.setString(name, ...property);
  };
  const build = (source: NodeSource): FdtNode => {
    const out = new FdtNode(source.name);
    for (const [name, property] of Object.entries(source.properties ?? {})) {
      if (property !== undefined) set(out, name, property);
    }
    const handle = handles.get(source);
    if (handle !== undefined) out.setCells('phandle', handle);
    out.children.push(...(source.children ?? []).map(build));
    return out;
  };
  return build(root);
}
