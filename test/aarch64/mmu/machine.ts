/** A core with memory and TLBs, and nothing that executes: for tests of the MMU. */
import { Core } from '../../../src/aarch64/core.js';
import type { Micro } from '../../../src/aarch64/interpreter/micro.js';
import { layoutFor } from '../../../src/aarch64/layout.js';
import { Linear } from '../../../src/aarch64/linear.js';
import { GuestMemory } from '../../../src/aarch64/memory.js';
import { STATE } from '../../../src/aarch64/state.js';
import { REG } from '../../../src/aarch64/sysregs/storage.js';
import { Tlbs, tlbRegimeChanged } from '../../../src/aarch64/tlb.js';
import { virtualization } from '../../../src/el2/index.js';

export type RegisterName = keyof typeof REG;

/** Stands for the decoder: frames become code when told to. */
export class FakeMicro {
  readonly code = new Set<number>();
  readonly regions = new Set<number>();
  readonly writes: [frame: number, offset: number, bytes: number][] = [];
  onCodePage: (frame: number) => void = () => undefined;
  page(frame: number): number {
    this.code.add(frame);
    this.onCodePage(frame);
    return frame + 0x1000_0000;
  }
  isCode(frame: number): boolean {
    return this.code.has(frame);
  }
  hasRegions(frame: number): boolean {
    return this.regions.has(frame);
  }
  wrote(frame: number, offset: number, bytes: number): void {
    if (this.code.has(frame)) this.writes.push([frame, offset, bytes]);
  }
}

export const RAM = 0x4000_0000;

export interface TestMachine {
  readonly linear: Linear;
  readonly memory: GuestMemory;
  readonly tlbs: Tlbs;
  readonly micro: FakeMicro;
  readonly cores: readonly Core[];
  readonly core: Core;
}

/** A machine with `ramBytes` bytes of RAM at RAM. */
export function testMachine(options: { ramBytes?: number; cores?: number; contexts?: number } = {}): TestMachine {
  const ramBytes = options.ramBytes ?? 0x40_0000;
  const layout = layoutFor(ramBytes, { tlbContexts: options.contexts ?? 64, uopPages: 1 });
  const linear = new Linear(layout.pages);
  const memory = new GuestMemory(linear, layout.frameBase, layout.frames);
  memory.addRam(RAM, ramBytes);
  const tlbs = new Tlbs(linear, layout.tlbBase, layout.tlbContexts);
  const micro = new FakeMicro();
  micro.onCodePage = (frame) => tlbs.codePage(frame);
  memory.wrote = (frame, offset, bytes) => micro.wrote(frame, offset, bytes);
  const cores = Array.from({ length: options.cores ?? 1 }, (_, i) => {
    const core = new Core(i, linear, memory, tlbs, micro as unknown as Micro);
    core.seam = virtualization;
    core.set(STATE.EX_ADDRESS, -1);
    core.setBig(REG.SCR_EL3, 1n);
    tlbRegimeChanged(core);
    return core;
  });
  return { linear, memory, tlbs, micro, cores, core: cores[0] };
}

/** Sets registers and chooses the TLB contexts that follow from them. */
export function configure(core: Core, registers: Partial<Record<RegisterName, bigint>>, el = core.el): void {
  for (const [name, value] of Object.entries(registers)) core.setBig(REG[name as RegisterName], value);
  core.set(STATE.EL, el);
  tlbRegimeChanged(core);
}

export const write64 = (memory: GuestMemory, pa: number, value: bigint): void => {
  memory.writePair(pa, Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n)));
};

export const read64 = (memory: GuestMemory, pa: number): bigint => {
  if (!memory.readPair(pa)) throw new Error('not RAM');
  return (BigInt(memory.hi >>> 0) << 32n) | BigInt(memory.lo >>> 0);
};

/** Descriptor bits. */
export const D = {
  TABLE: 3n,
  PAGE: 3n,
  BLOCK: 1n,
  AF: 1n << 10n,
  NG: 1n << 11n,
  NS: 1n << 5n,
  USER: 1n << 6n,
  READ_ONLY: 1n << 7n,
  PXN: 1n << 53n,
  UXN: 1n << 54n,
  PXN_TABLE: 1n << 59n,
  XN_TABLE: 1n << 60n,
  NO_USER_TABLE: 1n << 61n,
  READ_ONLY_TABLE: 1n << 62n,
  NS_TABLE: 1n << 63n,
  /** MAIR index. */
  attr: (i: number): bigint => BigInt(i) << 2n,
  /** Stage 2: MemAttr, S2AP. */
  memAttr: (v: number): bigint => BigInt(v) << 2n,
  S2_READ: 1n << 6n,
  S2_WRITE: 2n << 6n,
  S2_XN: 1n << 54n,
} as const;

/**
 * Builds translation tables in memory: maps one page or block, making tables on the way.
 * @param root physical address of the first table
 */
export class Tables {
  private next: number;
  constructor(
    private readonly memory: GuestMemory,
    readonly root: number,
    /** 12 or 16. */
    private readonly grain: 12 | 16,
    private readonly startLevel: number,
    pool: number,
  ) {
    this.next = pool;
  }

  /** Physical address of the descriptor for `address` at `level`; makes tables as needed. */
  slot(address: bigint, level: number, tableBits = 0n): number {
    const stride = this.grain - 3;
    let table = this.root;
    for (let l = this.startLevel; ; l++) {
      const bottom = BigInt((3 - l) * stride + this.grain);
      // Concatenated first tables are indexed by more bits.
      const width = BigInt(l === this.startLevel ? stride + 4 : stride);
      const at = table + Number((address >> bottom) & ((1n << width) - 1n)) * 8;
      if (l === level) return at;
      const there = read64(this.memory, at);
      if ((there & 3n) === 3n) table = Number(there & 0x0fff_ffff_f000n);
      else {
        table = this.next;
        this.next += 1 << this.grain;
        write64(this.memory, at, BigInt(table) | D.TABLE | tableBits);
      }
    }
  }

  /** Maps `address` to `to` at `level` with the given lower and upper attributes. Returns the descriptor's address. */
  map(address: bigint, to: number, attributes: bigint, level = 3): number {
    const masked = address & 0xffff_ffff_ffffn;
    const at = this.slot(masked, level);
    write64(this.memory, at, BigInt(to) | attributes | (level === 3 ? D.PAGE : D.BLOCK));
    return at;
  }
}
