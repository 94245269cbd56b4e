/**
 * Device tree overlays: what `dtc -@` makes of a source with `/plugin/` (dtc's Documentation/dt-object-internal.txt), merged into a
 * tree as the Pi's firmware does it. Where that differs from libfdt's fdtoverlay: labels of an overlay stay its own but for those in
 * `__exports__`, fragments may be for fragments of the same overlay, `bootargs` are added to, and a fragment whose body is called
 * `__dormant__` is left out.
 */
import { FdtNode, type Fdt } from '../fdt.js';
import type { Parameter } from './config-txt.js';
import { OverlayError } from './overlay-error.js';
import { applyParameter, hasParameter, nodesByPhandle, setOrAppend } from './overrides.js';

export { OverlayError } from './overlay-error.js';

const MAX_PHANDLE = 0xfffffffe;
const MAX_DEPTH = 64;
const isFragment = (node: FdtNode): boolean => /^fragment[@-]/.test(node.name);
const childNamed = (node: FdtNode, name: string): FdtNode | undefined => node.children.find((c) => c.name === name);
const stringOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes).split('\0')[0];
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

/** The largest phandle in a tree; 0 where there is none. */
function maxPhandle(root: FdtNode): number {
  let max = 0;
  root.walk(({ phandle = 0 }) => (max = phandle <= MAX_PHANDLE ? Math.max(max, phandle) : max));
  return max;
}

/** The paths of a tree's nodes. */
function pathsOf(root: FdtNode): Map<FdtNode, string> {
  const paths = new Map<FdtNode, string>();
  root.walk((node, path) => paths.set(node, path));
  return paths;
}

function patchCell(node: FdtNode, property: string, offset: number, value: (before: number) => number): void {
  const bytes = node.properties.get(property);
  if (!bytes || offset + 4 > bytes.length)
    throw new OverlayError(`a fixup is for byte ${offset} of ${node.name || '/'}:${property}, which is not there`);
  const view = viewOf(bytes);
  view.setUint32(offset, value(view.getUint32(offset)));
}

/** Gives the base's phandles to what the overlay could not know: `__fixups__` names a label, and the cells to be patched. */
function resolveFixups(base: FdtNode, overlay: FdtNode): void {
  const fixups = childNamed(overlay, '__fixups__');
  if (!fixups || fixups.properties.size === 0) return;
  const symbols = childNamed(base, '__symbols__');
  let max: number | undefined;
  for (const [label, value] of fixups.properties) {
    const symbol = symbols?.properties.get(label);
    if (!label.startsWith('/') && !symbol) {
      throw new OverlayError(
        symbols
          ? `label '${label}' is not in the device tree's __symbols__`
          : `label '${label}' can't be found: the device tree has no __symbols__, expected one that was compiled with dtc -@`,
      );
    }
    const path = symbol ? stringOf(symbol) : label;
    const target = base.find(path);
    if (!target) throw new OverlayError(`label '${label}' stands for ${path}, which is not in the device tree`);
    if (target.phandle === undefined) {
      max = (max ?? maxPhandle(base)) + 1;
      target.setCells('phandle', max);
    }
    const phandle = target.phandle ?? 0;
    for (const fixup of new TextDecoder().decode(value).split('\0').filter(Boolean)) {
      const [, at, property, offset] = /^(\/[^:]*):([^:]+):(\d{1,9})$/.exec(fixup) ?? [];
      const node = at === undefined ? undefined : overlay.find(at);
      if (!node)
        throw new OverlayError(`__fixups__ of label '${label}' has '${fixup}', expected /path:property:offset`);
      patchCell(node, property, Number(offset), () => phandle);
    }
  }
}

/** Moves the overlay's own phandles behind the base's; `__local_fixups__` mirrors the overlay and says where they are used. */
function relocatePhandles(overlay: FdtNode, delta: number): void {
  const moved = (before: number): number => {
    const after = before + delta;
    if (after > MAX_PHANDLE) throw new OverlayError(`phandle ${before} is too large`);
    return after;
  };
  overlay.walk((node) => {
    for (const name of ['phandle', 'linux,phandle']) if (node.properties.has(name)) patchCell(node, name, 0, moved);
  });
  const fix = (fixups: FdtNode, node: FdtNode): void => {
    for (const [property, value] of fixups.properties) {
      for (let at = 0; at + 4 <= value.length; at += 4) patchCell(node, property, viewOf(value).getUint32(at), moved);
    }
    for (const child of fixups.children) {
      const same = node.child(child.name);
      if (!same) throw new OverlayError(`__local_fixups__ has ${child.name}, which the overlay does not have`);
      fix(child, same);
    }
  };
  const fixups = childNamed(overlay, '__local_fixups__');
  if (fixups) fix(fixups, overlay);
}

/** Adds a fragment's body to its target. */
function merge(target: FdtNode, body: FdtNode, top = true): void {
  for (const [name, value] of body.properties) {
    if (name === 'name' || (top && (name === 'phandle' || name === 'linux,phandle'))) continue;
    setOrAppend(target, name, value.slice());
  }
  for (const child of body.children) merge(target.ensure(child.name), child, false);
}

/** Copies path strings, rebasing those into a fragment to the fragment's target. */
function copyPaths(into: FdtNode, from: FdtNode, targets: ReadonlyMap<string, string>, only?: FdtNode): void {
  for (const [name, value] of from.properties) {
    if (only && !only.properties.has(name)) continue;
    const [, fragment, rest] = /^\/([^/]+)\/__overlay__(\/.*)?$/.exec(stringOf(value)) ?? [];
    const target = fragment === undefined ? undefined : targets.get(fragment);
    if (target === undefined) into.properties.set(name, value.slice());
    else into.setString(name, `${target === '/' ? '' : target}${rest ?? ''}` || '/');
  }
}

/**
 * Applies an overlay to a tree.
 * @param base changed in place; where this throws it may be half changed, and is of no use any more
 * @param overlay is used up
 * @param parameters of the overlay or, where it has none of the name, of the base
 * @returns what was left out, one line each
 * @throws OverlayError
 */
export function applyOverlay(base: Fdt, overlay: Fdt, parameters: readonly Parameter[] = []): string[] {
  const [root, source] = [base.root, overlay.root];
  resolveFixups(root, source);
  relocatePhandles(source, maxPhandle(root));
  const warnings = parameters.flatMap((p) => applyParameter(hasParameter(source, p.name) ? source : root, p) ?? []);

  const bodyOf = (fragment: FdtNode): FdtNode | undefined => childNamed(fragment, '__overlay__');
  const fragments = source.children.filter(isFragment);
  // Fragments for fragments first.
  const own = nodesByPhandle(source);
  for (const fragment of fragments) {
    const body = bodyOf(fragment);
    const target = fragment.properties.has('target-path') ? undefined : own.get(fragment.cells('target')?.[0] ?? 0);
    if (!body || !target) continue;
    merge(target, body.clone());
    body.name = '__dormant__';
  }
  const nodes = nodesByPhandle(root);
  const paths = pathsOf(root);
  const targets = new Map<string, string>();
  const merges: { target: FdtNode; body: FdtNode }[] = [];
  for (const fragment of fragments) {
    const body = bodyOf(fragment);
    if (!body) continue;
    const path = fragment.properties.get('target-path');
    const phandle = fragment.cells('target')?.[0];
    const target = path ? root.find(resolveAlias(root, stringOf(path))) : nodes.get(phandle ?? 0);
    if (!target) {
      const what = path
        ? `target-path ${stringOf(path)}`
        : phandle === undefined
          ? 'no target'
          : `target phandle ${phandle}`;
      throw new OverlayError(`${fragment.name} has ${what}, expected a node of the device tree`);
    }
    targets.set(fragment.name, paths.get(target) ?? '/');
    merges.push({ target, body });
  }
  for (const { target, body } of merges) {
    if (paths.get(target) === '/aliases') copyPaths(target, body, targets);
    else merge(target, body);
  }
  const [symbols, exports] = [childNamed(source, '__symbols__'), childNamed(source, '__exports__')];
  if (symbols && exports) copyPaths(root.ensure('__symbols__'), symbols, targets, exports);
  root.walk((_, path) => {
    if (path.split('/').length > MAX_DEPTH) throw new OverlayError(`nodes are nested more than ${MAX_DEPTH} deep`);
  });
  return warnings;
}

/** A path whose first part may be an alias. */
function resolveAlias(root: FdtNode, path: string): string {
  if (path.startsWith('/')) return path;
  const [first, ...rest] = path.split('/');
  const alias = childNamed(root, 'aliases')?.properties.get(first);
  return alias ? [stringOf(alias), ...rest].join('/') : path;
}

/**
 * Sets parameters of the base tree.
 * @returns what was left out, one line each
 * @throws OverlayError
 */
export function applyBaseParameters(base: Fdt, parameters: readonly Parameter[]): string[] {
  return parameters.flatMap((p) => applyParameter(base.root, p) ?? []);
}

/** Names that the firmware gives to the ARM's and the VideoCore's I2C buses, and what they stand for on a Pi 4. */
const SYNONYMS: readonly (readonly [string, string])[] = [
  ['i2c_arm', 'i2c1'],
  ['i2c', 'i2c1'],
  ['i2c_vc', 'i2c0'],
  ['i2c_arm_baudrate', 'i2c1_baudrate'],
  ['i2c_baudrate', 'i2c1_baudrate'],
  ['i2c_vc_baudrate', 'i2c0_baudrate'],
];

/** Adds the board's names for its I2C buses, where the tree does not have them. */
export function addSynonyms({ root }: Fdt): void {
  for (const node of ['aliases', '__symbols__', '__overrides__'].map((name) => childNamed(root, name))) {
    for (const [name, meant] of SYNONYMS) {
      const value = node?.properties.get(meant);
      if (node && value && !node.properties.has(name)) node.properties.set(name, value);
    }
  }
}
