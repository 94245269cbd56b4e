/**
 * What makes the machine stop for GDB: breakpoints and watchpoints, and why it stopped. GDB takes all of them away at every stop
 * and puts them back before it goes on; what the processor holds changes only where that makes a difference.
 */
import type { Core } from '../../aarch64/core.js';
import { addressKey, type Processor } from '../../aarch64/processor.js';
import { STATE } from '../../aarch64/state.js';
import type { Watch } from '../../aarch64/tlb.js';

/** Types of Z packets. */
export const TYPE = { SOFTWARE: 0, HARDWARE: 1, WRITE: 2, READ: 3, ACCESS: 4 } as const;

/** A watchpoint of GDB's, as the processor's watch; one that crosses a multiple of 4 GB is two. */
interface GdbWatch extends Watch {
  readonly key: string;
  /** How a stop reply names it. */
  readonly reason: 'watch' | 'rwatch' | 'awatch';
  readonly address: bigint;
}

const lowHalf = (value: bigint): number => Number(BigInt.asUintN(32, value));
const highHalf = (value: bigint): number => Number(BigInt.asUintN(32, value >> 32n));
const keyOf = (address: bigint): string => addressKey(lowHalf(address), highHalf(address));

export class Stops {
  /** By address: which types of breakpoint GDB has there. */
  private readonly breakpoints = new Map<string, Set<number>>();
  private readonly watches = new Map<string, readonly GdbWatch[]>();
  /** What the processor holds. */
  private readonly heldBreakpoints = new Set<string>();
  private heldWatches = new Map<string, readonly GdbWatch[]>();
  /** The watch before which the machine stopped. */
  private hit: GdbWatch | undefined;
  /** By core: its instruction count where it stopped before an access. There it goes on next time. */
  private readonly passing: number[] = [];

  constructor(private readonly processor: Processor) {
    processor.tlbs.onWatch = (core, watch) => {
      const found = watch as GdbWatch;
      if (!this.watches.has(found.key) || this.passing[core.index] === core.icount) return false;
      this.hit = found;
      return true;
    };
  }

  /** Adds or removes a point. @returns false where there is no such type or it can't be at this address */
  change(add: boolean, type: number, address: bigint, length: number): boolean {
    if (type === TYPE.SOFTWARE || type === TYPE.HARDWARE) {
      if ((address & 3n) !== 0n) return false;
      const key = keyOf(address);
      const types = this.breakpoints.get(key) ?? new Set();
      if (add) types.add(type);
      else types.delete(type);
      if (types.size > 0) this.breakpoints.set(key, types);
      else this.breakpoints.delete(key);
      return true;
    }
    if (type > TYPE.ACCESS || length < 1 || length > 0x8000_0000) return false;
    const key = `${type} ${keyOf(address)} ${length}`;
    if (add) this.watches.set(key, this.watch(key, type, address, length));
    else this.watches.delete(key);
    return true;
  }

  private watch(key: string, type: number, address: bigint, length: number): GdbWatch[] {
    const below = Math.min(length, 2 ** 32 - lowHalf(address));
    const part = (from: bigint, bytes: number): GdbWatch => ({
      key,
      reason: type === TYPE.WRITE ? 'watch' : type === TYPE.READ ? 'rwatch' : 'awatch',
      address,
      lo: lowHalf(from),
      hi: highHalf(from),
      bytes,
      onRead: type !== TYPE.WRITE,
      onWrite: type !== TYPE.READ,
    });
    const parts = [part(address, below)];
    if (below < length) parts.push(part(address + BigInt(below), length - below));
    return parts;
  }

  /**
   * Gives the processor what GDB wants to stop at.
   * @param step before a single step: what GDB has taken away stays. It does so to step over a breakpoint, which the core
   *   that is stepped passes anyway, and another one whose turn comes must not.
   */
  apply(step: boolean): void {
    const { processor, heldBreakpoints } = this;
    const half = (key: string, at: number): number => parseInt(key.slice(at, at + 8), 16);
    if (!step) {
      for (const key of heldBreakpoints) {
        if (this.breakpoints.has(key)) continue;
        heldBreakpoints.delete(key);
        processor.removeBreakpoint(half(key, 8), half(key, 0));
      }
    }
    for (const key of this.breakpoints.keys()) {
      if (heldBreakpoints.has(key)) continue;
      heldBreakpoints.add(key);
      processor.addBreakpoint(half(key, 8), half(key, 0));
    }
    const wanted = new Map(step ? [...this.heldWatches, ...this.watches] : this.watches);
    if (wanted.size !== this.heldWatches.size || [...wanted.keys()].some((key) => !this.heldWatches.has(key))) {
      this.heldWatches = wanted;
      processor.tlbs.watch([...wanted.values()].flat());
    }
    this.hit = undefined;
  }

  /** Takes everything away. */
  clear(): void {
    this.breakpoints.clear();
    this.watches.clear();
    this.apply(false);
  }

  /** True where GDB has a breakpoint at the core's next instruction. */
  at(core: Core): boolean {
    return this.breakpoints.has(keyOf(core.big(STATE.PC)));
  }

  /** How a stop reply says why the core stopped, after `breakpoint` or `watchpoint`. */
  reason(core: Core, outcome: 'breakpoint' | 'watchpoint'): string {
    const { hit } = this;
    if (outcome === 'watchpoint' && hit) {
      this.hit = undefined;
      this.passing[core.index] = core.icount;
      return `${hit.reason}:${hit.address.toString(16)};`;
    }
    const types = this.breakpoints.get(keyOf(core.big(STATE.PC)));
    return types?.has(TYPE.HARDWARE) === true && !types.has(TYPE.SOFTWARE) ? 'hwbreak:;' : 'swbreak:;';
  }
}
