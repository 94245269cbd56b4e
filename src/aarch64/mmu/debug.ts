/**
 * Memory as a level sees it, for debuggers and monitors: no TLB entry is made, no permission asked, no device touched, no
 * exception taken.
 */
import type { Core } from '../core.js';
import { PAGE_SIZE } from '../state.js';
import { ACCESS } from './faults.js';
import { isSecure, regimeOf, stage1Enabled } from './regime.js';
import { detail, translate } from './translate.js';

/** Whose addresses: physical ones, or those of a level as its registers are now. */
export type Space = 'physical' | 0 | 1 | 2 | 3;

/** The physical address of a virtual one, or -1 where it has none. */
export function debugTranslate(core: Core, space: Space, address: bigint): number {
  const va = BigInt.asUintN(64, address);
  if (space === 'physical') return va < 1n << 48n ? Number(va) : -1;
  const kept = { ...core.walk };
  const lo = Number(BigInt.asIntN(32, va));
  const hi = Number(BigInt.asIntN(32, va >> 32n));
  const ok = translate(core, regimeOf(space), space === 0, lo, hi, ACCESS.ANY);
  const { pa } = core.walk;
  Object.assign(core.walk, kept);
  return ok ? pa : -1;
}

/** How an address of a level is translated, for people. */
export interface Explanation {
  /** Whether each stage translates. */
  readonly stage1: boolean;
  readonly stage2: boolean;
  /** What stage 1 gives: the intermediate physical address where there is a stage 2; -1 where it faults. */
  readonly ipa: number;
  /** Physical address, -1 after a fault. */
  readonly pa: number;
  /** Fault status code (DFSC), 0 where there is none; and the stage that it is of. */
  readonly fsc: number;
  readonly faultStage: 1 | 2;
  /** What the level may do there; permissions of both stages. */
  readonly read: boolean;
  readonly write: boolean;
  readonly execute: boolean;
  /** Attribute byte and shareability as PAR_EL1 has them, and the physical address space. */
  readonly attr: number;
  readonly shareability: number;
  readonly ns: boolean;
  /** Size of stage 1's page or block in bytes. */
  readonly size: number;
}

/** Translates an address of a level, both stages; no permission is asked. */
export function explain(core: Core, level: 0 | 1 | 2 | 3, address: bigint): Explanation {
  const kept = { ...core.walk };
  const lo = Number(BigInt.asIntN(32, address));
  const hi = Number(BigInt.asIntN(32, address >> 32n));
  const regime = regimeOf(level);
  const first = translate(core, regime, level === 0, lo, hi, ACCESS.ANY, 1);
  const ipa = first ? core.walk.pa : -1;
  const size = 2 ** detail.shift;
  const ok = translate(core, regime, level === 0, lo, hi, ACCESS.ANY);
  const { pa, fsc, stage2, read, write, execute, attr, shareability, ns } = core.walk;
  Object.assign(core.walk, kept);
  return {
    stage1: stage1Enabled(core, regime, isSecure(core, regime)),
    stage2: regime === 1 && core.seam !== undefined && core.seam.stage2Enabled(core),
    ipa,
    pa: ok ? pa : -1,
    fsc: ok ? 0 : fsc,
    faultStage: stage2 ? 2 : 1,
    read,
    write,
    execute,
    attr,
    shareability,
    ns,
    size,
  };
}

/** Splits a run of bytes at pages and gives each part's physical address; stops where `part` returns false. */
function parts(
  core: Core,
  space: Space,
  address: bigint,
  bytes: number,
  part: (pa: number, from: number, to: number) => boolean,
): number {
  let done = 0;
  while (done < bytes) {
    const va = address + BigInt(done);
    const pa = debugTranslate(core, space, va);
    const to = Math.min(bytes, done + PAGE_SIZE - Number(BigInt.asUintN(12, va)));
    if (pa < 0 || !part(pa, done, to)) break;
    done = to;
  }
  return done;
}

/**
 * Reads RAM at an address of `space` into `into`.
 * @returns bytes read: fewer where an address has no translation or is not RAM
 */
export const debugRead = (core: Core, space: Space, address: bigint, into: Uint8Array): number =>
  parts(
    core,
    space,
    address,
    into.length,
    (pa, from, to) => core.memory.read8(pa, into.subarray(from, to)) === to - from,
  );

/**
 * Writes RAM at an address of `space`, read-only pages too; decoded code is taken back.
 * @returns bytes written: fewer where an address has no translation or is not RAM
 */
export const debugWrite = (core: Core, space: Space, address: bigint, bytes: Uint8Array): number =>
  parts(
    core,
    space,
    address,
    bytes.length,
    (pa, from, to) => core.memory.load(pa, bytes.subarray(from, to)) === to - from,
  );
