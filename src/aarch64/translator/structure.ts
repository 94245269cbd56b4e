/**
 * From a graph of blocks to WebAssembly's structured control flow, by Ramsey's "Beyond Relooper" (ICFP 2022): each block
 * is placed under its immediate dominator; a loop header becomes a `loop`, a block with several forward predecessors
 * the continuation of a `block`.
 */
import type { FunctionBuilder } from '../../wasm/function.js';

export interface Graph {
  /** Successors of each block; block 0 is the entry. All blocks are reachable from it. */
  readonly successors: readonly (readonly number[])[];
}

export interface Order {
  /** Position of each block in reverse postorder. */
  readonly position: readonly number[];
  /** Blocks by position. */
  readonly blocks: readonly number[];
  /** Immediate dominator of each block; the entry's is itself. */
  readonly idom: readonly number[];
  /** Blocks that are the target of a back edge. */
  readonly loopHeader: readonly boolean[];
  /** Blocks with two or more forward predecessors. */
  readonly merge: readonly boolean[];
  /** False where a back edge goes to a block that does not dominate its source. */
  readonly reducible: boolean;
}

/** Orders the graph; dominators by Cooper, Harvey and Kennedy's iteration. */
export function analyse({ successors }: Graph): Order {
  const n = successors.length;
  const seen = new Array<boolean>(n).fill(false);
  const post: number[] = [];
  const stack: [number, number][] = [[0, 0]];
  seen[0] = true;
  while (stack.length > 0) {
    const top = stack[stack.length - 1];
    const next = successors[top[0]][top[1]++];
    if (next === undefined) {
      post.push(top[0]);
      stack.pop();
    } else if (!seen[next]) {
      seen[next] = true;
      stack.push([next, 0]);
    }
  }
  const blocks = post.reverse();
  const position = new Array<number>(n).fill(-1);
  blocks.forEach((b, i) => (position[b] = i));
  const predecessors: number[][] = Array.from({ length: n }, () => []);
  blocks.forEach((b) => successors[b].forEach((s) => predecessors[s].push(b)));
  const idom = new Array<number>(n).fill(-1);
  idom[0] = 0;
  for (let changed = true; changed;) {
    changed = false;
    for (const b of blocks) {
      if (b === 0) continue;
      let best = -1;
      for (let p of predecessors[b]) {
        if (idom[p] < 0) continue;
        if (best < 0) {
          best = p;
          continue;
        }
        while (p !== best) {
          while (position[p] > position[best]) p = idom[p];
          while (position[best] > position[p]) best = idom[best];
        }
      }
      if (idom[b] !== best) {
        idom[b] = best;
        changed = true;
      }
    }
  }
  const loopHeader = new Array<boolean>(n).fill(false);
  const forward = new Array<number>(n).fill(0);
  let reducible = true;
  const dominates = (a: number, b: number): boolean => {
    while (position[b] > position[a]) b = idom[b];
    return a === b;
  };
  for (const b of blocks) {
    for (const s of successors[b]) {
      if (position[s] > position[b]) forward[s]++;
      else {
        loopHeader[s] = true;
        if (!dominates(s, b)) reducible = false;
      }
    }
  }
  return { position, blocks, idom, loopHeader, merge: forward.map((f) => f > 1), reducible };
}

/**
 * Writes the blocks of a reducible graph.
 * @param body writes one block's code; it calls `go(successor)` at each end of a path inside the graph, at any depth
 */
export function emitStructured(
  fn: FunctionBuilder,
  graph: Graph,
  order: Order,
  body: (block: number, go: (target: number) => void) => void,
): void {
  const { position, loopHeader, merge, idom } = order;
  const loopLabel = new Map<number, number>();
  const blockLabel = new Map<number, number>();
  const mergesBelow: number[][] = graph.successors.map(() => []);
  for (const b of order.blocks) if (b !== 0 && merge[b]) mergesBelow[idom[b]].push(b);

  const tree = (x: number): void => {
    // The merge block that comes last in the order is the continuation of the outermost `block`.
    const merges = [...mergesBelow[x]].sort((a, b) => position[b] - position[a]);
    if (loopHeader[x]) {
      loopLabel.set(x, fn.loop());
      within(x, merges);
      fn.end();
    } else within(x, merges);
  };
  const within = (x: number, merges: number[]): void => {
    if (merges.length === 0) {
      body(x, (target) => {
        if (position[target] <= position[x]) fn.br(loopLabel.get(target) ?? fail());
        else if (merge[target]) fn.br(blockLabel.get(target) ?? fail());
        else tree(target);
      });
      return;
    }
    const [outer, ...inner] = merges;
    blockLabel.set(outer, fn.block());
    within(x, inner);
    fn.end();
    tree(outer);
  };
  tree(0);
  fn.unreachable();
}

function fail(): never {
  throw new Error('a branch goes to a block that does not enclose it');
}
