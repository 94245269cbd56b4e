/**
 * The state of a core in linear memory: declared once, for TypeScript and for the generated WebAssembly.
 *
 * Every offset is in bytes from the core's base (`coreBase`) and below 65536, so that a micro-op can hold it in 16 bits.
 */

/** Bytes set aside for each core. */
export const CORE_BYTES = 0x4000;
/** Where core 0's state begins; below it nothing is ever mapped, so that a stray zero address is noticed. */
export const CORES_BASE = 0x10000;
/** The most cores a machine can have. */
export const MAX_CORES = 8;

/** The base address of core `index`'s state in linear memory. */
export const coreBase = (index: number): number => CORES_BASE + index * CORE_BYTES;

export const STATE = {
  /** X0..X30, 8 bytes each. */
  X: 0x000,
  /** What XZR reads: always zero. */
  ZR: 0x0f8,
  /** The stack pointer in use (PSTATE.SPSel, PSTATE.EL); the others are in SP_ELx. */
  SP: 0x100,
  /** What writes to XZR go to; never read. */
  TRASH: 0x108,
  /** Address of the next instruction while no generated code runs. */
  PC: 0x110,
  /** PSTATE.N is the sign of this 64-bit word. */
  N: 0x118,
  /** PSTATE.Z is set where this 64-bit word is zero. */
  Z: 0x120,
  /** PSTATE.V is the sign of this 64-bit word. */
  V: 0x128,
  /** PSTATE.C: 0 or 1, 32 bits. */
  C: 0x130,
  /** Instructions that may still retire before the core must return to its run loop (32 bits, signed). */
  REMAINING: 0x134,
  /** Virtual address of the page that is executing (64 bits). */
  PAGE_VA: 0x138,
  /** Byte offset in that page of the instruction that calls a helper (32 bits). */
  PC_OFFSET: 0x140,
  /** Linear address of the data TLB in use, of the one that LDTR/STTR use, and of the instruction TLB. */
  DTLB: 0x144,
  UTLB: 0x148,
  ITLB: 0x14c,
  /** Exclusive monitor: linear address of the marked bytes or -1 when open; their size in bytes; their value. */
  EX_ADDRESS: 0x150,
  EX_SIZE: 0x154,
  EX_LOW: 0x158,
  EX_HIGH: 0x160,
  /** Where helpers leave values and take them from: 64 bytes. */
  SCRATCH: 0x170,
  /** Non-zero while FP and SIMD instructions are not trapped at the current EL (32 bits). */
  FP_ENABLED: 0x1b0,
  /** Non-zero while DC ZVA is neither trapped nor forbidden at the current EL (32 bits). */
  ZVA_ENABLED: 0x1d8,
  /** PSTATE.EL, 0 to 3 (32 bits). */
  EL: 0x1b4,
  /** PSTATE.SP, 0 or 1 (32 bits). */
  SPSEL: 0x1b8,
  /** PSTATE.D,A,I,F as in DAIF bits 9 to 6 (32 bits). */
  DAIF: 0x1bc,
  /** PSTATE.IL and PSTATE.SS, 0 or 1 (32 bits). */
  IL: 0x1c0,
  SS: 0x1c4,
  /** The event register that WFE tests: 0 or 1 (32 bits). */
  EVENT: 0x1c8,
  /** The core's epoch: raised when translated code must not go on (32 bits). */
  EPOCH: 0x1cc,
  /** FPCR and FPSR (32 bits each). */
  FPCR: 0x1d0,
  FPSR: 0x1d4,
  /** V0..V31, 16 bytes each. */
  VREG: 0x200,
  /** System registers, 8 bytes each, in the order of their table. */
  SYSREGS: 0x400,
} as const;

/** Frames and tables in linear memory, after the cores. */
export const PAGE_SHIFT = 12;
export const PAGE_SIZE = 4096;

/** Entries of each side of a TLB: Linux's kernel maps its memory by 4 KB pages (docs/decisions/012-boot-speed.md). */
const TLB_ENTRIES = 1024;

/** A data TLB: `ENTRIES` direct-mapped entries of 32 bytes. */
export const DTLB = {
  ENTRIES: TLB_ENTRIES,
  BYTES: TLB_ENTRIES * 32,
  /** Page address (64 bits) where reads go to memory at address + addend; otherwise NO_TAG. */
  READ_TAG: 0,
  /** The same for writes. */
  WRITE_TAG: 8,
  /** The same for writes to a page that holds decoded code: stored, then the micro-ops are taken back. */
  CODE_TAG: 16,
  /** Added to the low 32 bits of a virtual address to give a linear address. */
  ADDEND: 24,
} as const;

/** An instruction TLB: direct-mapped entries of 16 bytes: page address (64 bits), linear address of its micro-ops. */
export const ITLB = { ENTRIES: TLB_ENTRIES, BYTES: TLB_ENTRIES * 16, TAG: 0, UOPS: 8 } as const;

/**
 * A tag that no page address equals, nor a page address with the low bits that the check of an aligned access keeps: a
 * misaligned address in page 0 must not look like an entry that is not there.
 */
export const NO_TAG = 0x800;

/** Micro-ops of a page: 1024 of 16 bytes and one behind the last; aligned to the stride, so that an address gives the offset. */
export const UOP = {
  BYTES: 16,
  PAGE_STRIDE: 0x8000,
  PAGE_MASK: 0x7fff,
  /** Table slot of the handler (16 bits); then three 16-bit operand slots and 8 bytes for immediates. */
  HANDLER: 0,
  OPERANDS: 2,
  IMMEDIATES: 8,
} as const;
