/**
 * Flattened device trees (Devicetree Specification 0.4, chapter 5): reader, editor, writer. A tree is given to a guest as it
 * is, but for what firmware patches.
 */

/** The bytes are no device tree: the message says what is wrong, in one line. */
export class FdtError extends Error {
  override readonly name = 'FdtError';
}

const MAGIC = 0xd00dfeed;
const VERSION = 17;
/** The oldest version that a reader of version 17 must accept. */
const LAST_COMPATIBLE = 16;
const TOKEN = { BEGIN_NODE: 1, END_NODE: 2, PROP: 3, NOP: 4, END: 9 } as const;
const MAX_DEPTH = 64;

const text = new TextDecoder();
const encode = (s: string): Uint8Array => new TextEncoder().encode(`${s}\0`);

export class FdtNode {
  readonly properties = new Map<string, Uint8Array>();
  readonly children: FdtNode[] = [];

  /** @param name with its unit address, `uart@fe201000`; empty for the root */
  constructor(public name: string) {}

  /** The child of that name; without a unit address the first that has one will do (as paths are looked up). */
  child(name: string): FdtNode | undefined {
    return (
      this.children.find((c) => c.name === name) ??
      (name.includes('@') ? undefined : this.children.find((c) => c.name.split('@')[0] === name))
    );
  }
  /** The child of that name, made if it is not there. */
  ensure(name: string): FdtNode {
    const there = this.child(name);
    if (there) return there;
    const made = new FdtNode(name);
    this.children.push(made);
    return made;
  }
  /** The node at a path below this one, `/soc/serial@7e201000`. */
  find(path: string): FdtNode | undefined {
    let node: FdtNode | undefined = this; // eslint-disable-line @typescript-eslint/no-this-alias -- where a walk begins
    for (const part of path.split('/').filter((p) => p !== '')) node = node?.child(part);
    return node;
  }
  /** Calls `visit` for this node and all below it, with their paths. */
  walk(visit: (node: FdtNode, path: string) => void, path = ''): void {
    visit(this, path === '' ? '/' : path);
    for (const c of this.children) c.walk(visit, `${path}/${c.name}`);
  }

  /** The node's phandle; undefined where it has none. */
  get phandle(): number | undefined {
    return this.cells('phandle')?.[0] ?? this.cells('linux,phandle')?.[0];
  }
  /** A copy of this node and all below it. */
  clone(): FdtNode {
    const copy = new FdtNode(this.name);
    for (const [name, value] of this.properties) copy.properties.set(name, value.slice());
    copy.children.push(...this.children.map((c) => c.clone()));
    return copy;
  }

  /** A property as big-endian 32-bit cells; undefined if it is not there or no whole number of cells. */
  cells(name: string): number[] | undefined {
    const p = this.properties.get(name);
    if (!p || p.length % 4 !== 0) return undefined;
    const view = new DataView(p.buffer, p.byteOffset, p.length);
    return Array.from({ length: p.length / 4 }, (_, i) => view.getUint32(4 * i));
  }
  setCells(name: string, ...cells: number[]): void {
    const bytes = new Uint8Array(cells.length * 4);
    const view = new DataView(bytes.buffer);
    cells.forEach((c, i) => view.setUint32(4 * i, c >>> 0));
    this.properties.set(name, bytes);
  }
  /** A property as its strings; undefined if it is not there. */
  strings(name: string): string[] | undefined {
    const p = this.properties.get(name);
    return p && text.decode(p).replace(/\0$/, '').split('\0');
  }
  setString(name: string, ...strings: string[]): void {
    const parts = strings.map(encode);
    const bytes = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
    let at = 0;
    for (const p of parts) {
      bytes.set(p, at);
      at += p.length;
    }
    this.properties.set(name, bytes);
  }
  setEmpty(name: string): void {
    this.properties.set(name, new Uint8Array(0));
  }
}

export interface Fdt {
  readonly root: FdtNode;
  /** Memory that the tree reserves: address and size, below 2^53. */
  readonly reservations: { address: number; size: number }[];
  bootCpu: number;
}

/**
 * Reads a device tree blob.
 * @throws FdtError
 */
export function readFdt(bytes: Uint8Array): Fdt {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 40 || view.getUint32(0) !== MAGIC) throw new FdtError('not a device tree blob');
  const [total, structAt, stringsAt, reserveAt, , last, bootCpu, stringsSize, structSize] = Array.from(
    { length: 9 },
    (_, i) => view.getUint32(4 + 4 * i),
  );
  if (total > bytes.length) throw new FdtError(`truncated: the header says ${total} bytes, there are ${bytes.length}`);
  if (last > VERSION) throw new FdtError(`version ${last} or later is needed to read it, expected at most ${VERSION}`);
  if (structAt % 4 !== 0 || structAt + structSize > total || stringsAt + stringsSize > total || reserveAt % 8 !== 0) {
    throw new FdtError('its blocks do not lie inside it');
  }
  const reservations: Fdt['reservations'] = [];
  for (let at = reserveAt; ; at += 16) {
    if (at + 16 > total) throw new FdtError('its memory reservations do not end');
    const [address, size] = [view.getBigUint64(at), view.getBigUint64(at + 8)];
    if (address === 0n && size === 0n) break;
    reservations.push({ address: Number(address), size: Number(size) });
  }

  const end = structAt + structSize;
  let at = structAt;
  const word = (): number => {
    if (at + 4 > end) throw new FdtError('its structure block does not end');
    const value = view.getUint32(at);
    at += 4;
    return value;
  };
  const nameAt = (from: number, limit: number): string => {
    const stop = bytes.indexOf(0, from);
    if (stop < 0 || stop >= limit) throw new FdtError('a name in it does not end');
    return text.decode(bytes.subarray(from, stop));
  };
  const stack: FdtNode[] = [];
  let root: FdtNode | undefined;
  for (;;) {
    const token = word();
    const top = stack[stack.length - 1];
    if (token === TOKEN.NOP) continue;
    if (token === TOKEN.BEGIN_NODE) {
      const name = nameAt(at, end);
      at = (at + name.length + 1 + 3) & ~3;
      if (stack.length === MAX_DEPTH) throw new FdtError(`nodes are nested more than ${MAX_DEPTH} deep`);
      if (!top && root) throw new FdtError('it has more than one root');
      const node = new FdtNode(name);
      if (top) top.children.push(node);
      else root = node;
      stack.push(node);
    } else if (token === TOKEN.PROP && top) {
      const [length, nameOffset] = [word(), word()];
      if (at + length > end || nameOffset >= stringsSize)
        throw new FdtError(`a property of ${top.name || '/'} is cut off`);
      top.properties.set(
        nameAt(stringsAt + nameOffset, stringsAt + stringsSize),
        Uint8Array.from(bytes.subarray(at, at + length)),
      );
      at = (at + length + 3) & ~3;
    } else if (token === TOKEN.END_NODE && top) {
      stack.pop();
    } else if (token === TOKEN.END && root && stack.length === 0) {
      return { root, reservations, bootCpu };
    } else {
      throw new FdtError(`token ${token} at offset ${at - 4} is out of place`);
    }
  }
}

/** A growing list of big-endian words and bytes. */
class Out {
  bytes = new Uint8Array(4096);
  length = 0;
  private room(n: number): void {
    if (this.length + n <= this.bytes.length) return;
    const bigger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + n));
    bigger.set(this.bytes);
    this.bytes = bigger;
  }
  word(value: number): void {
    this.room(4);
    new DataView(this.bytes.buffer).setUint32(this.length, value >>> 0);
    this.length += 4;
  }
  put(bytes: Uint8Array): void {
    this.room(bytes.length + 3);
    this.bytes.set(bytes, this.length);
    this.length = (this.length + bytes.length + 3) & ~3;
  }
}

/** Writes a device tree blob. */
export function writeFdt({ root, reservations, bootCpu }: Fdt): Uint8Array {
  const strings = new Map<string, number>();
  const names: Uint8Array[] = [];
  let stringsSize = 0;
  const nameOffset = (name: string): number => {
    let offset = strings.get(name);
    if (offset === undefined) {
      offset = stringsSize;
      strings.set(name, offset);
      names.push(encode(name));
      stringsSize += names[names.length - 1].length;
    }
    return offset;
  };
  const struct = new Out();
  const node = (n: FdtNode): void => {
    struct.word(TOKEN.BEGIN_NODE);
    struct.put(encode(n.name));
    for (const [name, value] of n.properties) {
      struct.word(TOKEN.PROP);
      struct.word(value.length);
      struct.word(nameOffset(name));
      struct.put(value);
    }
    n.children.forEach(node);
    struct.word(TOKEN.END_NODE);
  };
  node(root);
  struct.word(TOKEN.END);

  const reserveAt = 40;
  const structAt = reserveAt + 16 * (reservations.length + 1);
  const stringsAt = structAt + struct.length;
  const total = (stringsAt + stringsSize + 7) & ~7;
  const out = new Uint8Array(total);
  const view = new DataView(out.buffer);
  [MAGIC, total, structAt, stringsAt, reserveAt, VERSION, LAST_COMPATIBLE, bootCpu, stringsSize, struct.length].forEach(
    (w, i) => view.setUint32(4 * i, w),
  );
  reservations.forEach(({ address, size }, i) => {
    view.setBigUint64(reserveAt + 16 * i, BigInt(address));
    view.setBigUint64(reserveAt + 16 * i + 8, BigInt(size));
  });
  out.set(struct.bytes.subarray(0, struct.length), structAt);
  let at = stringsAt;
  for (const n of names) {
    out.set(n, at);
    at += n.length;
  }
  return out;
}
