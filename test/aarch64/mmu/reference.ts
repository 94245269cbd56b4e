/**
 * A second, slow translation for the tests, in the order and the words of the Arm ARM's shared pseudocode
 * (aarch64/translation) and on BigInt: it shares nothing with the translation that it checks.
 */

export interface Registers {
  SCR_EL3: bigint;
  HCR_EL2: bigint;
  SCTLR_EL1: bigint;
  SCTLR_EL2: bigint;
  SCTLR_EL3: bigint;
  TCR_EL1: bigint;
  TCR_EL2: bigint;
  TCR_EL3: bigint;
  TTBR0_EL1: bigint;
  TTBR1_EL1: bigint;
  TTBR0_EL2: bigint;
  TTBR0_EL3: bigint;
  MAIR_EL1: bigint;
  MAIR_EL2: bigint;
  MAIR_EL3: bigint;
  VTCR_EL2: bigint;
  VTTBR_EL2: bigint;
}

export type Type = 'read' | 'write' | 'execute' | 'any';

export interface Query {
  regime: 1 | 2 | 3;
  user: boolean;
  va: bigint;
  type: Type;
  unaligned: boolean;
  /** 1: stage 1 only, as AT S1E1R. */
  stages: 1 | 2;
}

export interface Good {
  pa: bigint;
  read: boolean;
  write: boolean;
  execute: boolean;
  attr: number;
  shareability: number;
  ns: boolean;
  global: boolean;
}
export interface Bad {
  fsc: number;
  stage2: boolean;
  s1ptw: boolean;
  ipa?: bigint;
}

/**
 * What the last translation met: a block where the granule has none at that level; NSTable = 1 in Secure state; Device
 * memory by one stage only.
 */
export const met = { blockTooHigh: false, nsTable: false, mixed: false };

export type Outcome = Good | Bad;

/** Reads 8 bytes at a physical address; undefined where nothing is there. */
export type Memory = (pa: bigint) => bigint | undefined;

const PAMax = 44n;
const bit = (v: bigint, at: number): boolean => ((v >> BigInt(at)) & 1n) === 1n;
const field = (v: bigint, high: number, low: number): bigint =>
  (v >> BigInt(low)) & ((1n << BigInt(high - low + 1)) - 1n);
const mask = (n: bigint): bigint => (1n << n) - 1n;

const byteReverse = (v: bigint): bigint => {
  let out = 0n;
  for (let i = 0n; i < 8n; i++) out |= ((v >> (8n * i)) & 0xffn) << (56n - 8n * i);
  return out;
};

interface Permissions {
  ap2: boolean;
  ap1: boolean;
  xn: boolean;
  pxn: boolean;
}
interface WalkResult {
  pa: bigint;
  level: number;
  perms: Permissions;
  nG: boolean;
  ns: boolean;
  sh: number;
  memattr: bigint;
}

/** Fault as the walk reports it: kind and level. */
class Fault extends Error {
  constructor(readonly bad: Bad) {
    super('fault');
  }
}

export function reference(r: Registers, memory: Memory, q: Query): Outcome {
  met.blockTooHigh = false;
  met.nsTable = false;
  met.mixed = false;
  try {
    return fullTranslate(r, memory, q);
  } catch (e) {
    if (e instanceof Fault) return e.bad;
    throw e;
  }
}

const isSecure = (r: Registers, q: Query): boolean => q.regime === 3 || (q.regime === 1 && !bit(r.SCR_EL3, 0));
const hasS2 = (r: Registers, q: Query): boolean =>
  q.regime === 1 && bit(r.SCR_EL3, 0) && (bit(r.HCR_EL2, 0) || bit(r.HCR_EL2, 12));

function addrTop(r: Registers, q: Query): number {
  let tbi: boolean;
  if (q.regime === 1) tbi = bit(q.va, 55) ? bit(r.TCR_EL1, 38) : bit(r.TCR_EL1, 37);
  else tbi = bit(q.regime === 2 ? r.TCR_EL2 : r.TCR_EL3, 20);
  return tbi ? 55 : 63;
}

function sctlr(r: Registers, q: Query): bigint {
  return q.regime === 1 ? r.SCTLR_EL1 : q.regime === 2 ? r.SCTLR_EL2 : r.SCTLR_EL3;
}

interface Stage1 {
  pa: bigint;
  attr: number;
  sh: number;
  ns: boolean;
  global: boolean;
  read: boolean;
  write: boolean;
  execute: boolean;
}

function stage1(r: Registers, memory: Memory, q: Query): Stage1 {
  const secure = isSecure(r, q);
  const nonSecureEl1 = q.regime === 1 && !secure;
  let enabled = bit(sctlr(r, q), 0);
  if (nonSecureEl1 && (bit(r.HCR_EL2, 12) || bit(r.HCR_EL2, 27))) enabled = false;
  if (!enabled) {
    const top = addrTop(r, q);
    if (field(q.va, top, Number(PAMax)) !== 0n) throw new Fault({ fsc: 0, stage2: false, s1ptw: false });
    let attr: number;
    let sh = 2;
    if (nonSecureEl1 && bit(r.HCR_EL2, 12)) {
      attr = 0xff;
      sh = 0;
    } else if (q.type !== 'execute') attr = 0;
    else attr = bit(sctlr(r, q), 12) ? 0xaa : 0x44;
    if (attr === 0 && q.unaligned) throw new Fault({ fsc: 0x21, stage2: false, s1ptw: false });
    return { pa: q.va & mask(48n), attr, sh, ns: !secure, global: true, read: true, write: true, execute: true };
  }

  const w = tableWalk(r, memory, q, false, 0n);
  const mair = q.regime === 1 ? r.MAIR_EL1 : q.regime === 2 ? r.MAIR_EL2 : r.MAIR_EL3;
  const attr = Number((mair >> (8n * (w.memattr & 7n))) & 0xffn);
  if (attr < 16 && q.unaligned) throw new Fault({ fsc: 0x21, stage2: false, s1ptw: false });

  // AArch64.CheckPermission
  const wxn = bit(sctlr(r, q), 19);
  const p = w.perms;
  let read: boolean;
  let write: boolean;
  let xn: boolean;
  if (q.regime === 1) {
    const privW = !p.ap2;
    const userR = p.ap1;
    const userW = !p.ap2 && p.ap1;
    const userXn = p.xn || (userW && wxn);
    const privXn = p.pxn || (privW && wxn) || userW;
    if (!q.user) [read, write, xn] = [true, privW, privXn];
    else [read, write, xn] = [userR, userW, userXn];
  } else {
    read = true;
    write = !p.ap2;
    xn = p.xn || (write && wxn);
  }
  if (secure && w.ns) xn ||= bit(r.SCR_EL3, 9);
  const fail = q.type === 'read' ? !read : q.type === 'write' ? !write : q.type === 'execute' ? xn : false;
  if (fail) throw new Fault({ fsc: 0xc + w.level, stage2: false, s1ptw: false });
  return { pa: w.pa, attr, sh: w.sh, ns: w.ns, global: !w.nG, read, write, execute: !xn };
}

/** AArch64.TranslationTableWalk for either stage. */
function tableWalk(
  r: Registers,
  memory: Memory,
  q: Query,
  secondStage: boolean,
  ipa: bigint,
  forWalk = false,
): WalkResult {
  const fault = (fsc: number): never => {
    throw new Fault(secondStage ? { fsc, stage2: true, s1ptw: forWalk, ipa } : { fsc, stage2: false, s1ptw: false });
  };
  let input: bigint;
  let inputsize: number;
  let large: boolean;
  let ps: bigint;
  let basefound: boolean;
  let disabled = false;
  let base: bigint;
  let reversed: boolean;
  let lookupSecure = false;
  let singlepriv = true;
  let grainsize: number;
  let level: number;
  if (!secondStage) {
    input = q.va;
    const top = addrTop(r, q);
    const isZero = (n: number): boolean => n > top || field(input, top, n) === 0n;
    const isOnes = (n: number): boolean => n > top || field(input, top, n) === mask(BigInt(top - n + 1));
    const inRange = (n: number): boolean => n >= 25 && n <= 48;
    if (q.regime !== 1) {
      const tcr = q.regime === 2 ? r.TCR_EL2 : r.TCR_EL3;
      inputsize = 64 - Number(field(tcr, 5, 0));
      large = field(tcr, 15, 14) === 1n;
      ps = field(tcr, 18, 16);
      basefound = inRange(inputsize) && isZero(inputsize);
      base = q.regime === 2 ? r.TTBR0_EL2 : r.TTBR0_EL3;
      reversed = bit(q.regime === 2 ? r.SCTLR_EL2 : r.SCTLR_EL3, 25);
      lookupSecure = q.regime === 3;
    } else {
      const tcr = r.TCR_EL1;
      if (!bit(input, top)) {
        inputsize = 64 - Number(field(tcr, 5, 0));
        large = field(tcr, 15, 14) === 1n;
        basefound = inRange(inputsize) && isZero(inputsize);
        disabled = bit(tcr, 7);
        base = r.TTBR0_EL1;
      } else {
        inputsize = 64 - Number(field(tcr, 21, 16));
        large = field(tcr, 31, 30) === 3n;
        basefound = inRange(inputsize) && isOnes(inputsize);
        disabled = bit(tcr, 23);
        base = r.TTBR1_EL1;
      }
      ps = field(tcr, 34, 32);
      reversed = bit(r.SCTLR_EL1, 25);
      lookupSecure = isSecure(r, q);
      singlepriv = false;
    }
    grainsize = large ? 16 : 12;
    level = 4 - Math.floor(1 + (inputsize - grainsize - 1) / (grainsize - 3));
  } else {
    input = ipa;
    const vtcr = r.VTCR_EL2;
    inputsize = 64 - Number(field(vtcr, 5, 0));
    large = field(vtcr, 15, 14) === 1n;
    ps = field(vtcr, 18, 16);
    basefound = inputsize >= 25 && inputsize <= 48 && input >> BigInt(inputsize) === 0n;
    base = r.VTTBR_EL2;
    reversed = bit(r.SCTLR_EL2, 25);
    const start = Number(field(vtcr, 7, 6));
    grainsize = large ? 16 : 12;
    level = large ? 3 - start : 2 - start;
    if (level < 0) basefound = false;
    if (large && level === 0) basefound = false;
    // The implementation's choice for Unpredictable_LARGEIPA.
    if (inputsize > Number(PAMax)) basefound = false;
    const check = inputsize - ((3 - level) * (grainsize - 3) + grainsize);
    if (check < 1 || check > grainsize - 3 + 4) basefound = false;
  }
  const stride = grainsize - 3;
  const firstblocklevel = large ? 2 : 1;
  if (!basefound || disabled) fault(4);
  let outputsize = [32n, 36n, 40n, 42n, 44n, 48n, 52n, 48n][Number(ps)];
  if (outputsize > PAMax) outputsize = PAMax;
  const wide = (v: bigint): boolean => outputsize < 48n && field(v, 47, Number(outputsize)) !== 0n;
  if (wide(base)) fault(0);
  const lowerbound = BigInt(3 + inputsize - ((3 - level) * stride + grainsize));
  let baseaddress = field(base, 47, 0) & ~mask(lowerbound);
  let nsTable = !lookupSecure;
  let ap1Table = false;
  let ap0Table = false;
  let xnTable = false;
  let pxnTable = false;
  let top = inputsize - 1;
  let bottom: number;
  let desc: bigint;
  for (;;) {
    bottom = (3 - level) * stride + grainsize;
    let address = baseaddress | (field(input, top, bottom) << 3n);
    if (!secondStage && hasS2(r, q)) {
      address = secondStageTranslate(r, memory, q, address, true).pa;
    }
    const value = memory(address);
    if (value === undefined) fault(0x14 + level);
    desc = reversed ? byteReverse(value!) : value!;
    if (!bit(desc, 0) || ((desc & 3n) === 1n && level === 3)) fault(4 + level);
    if ((desc & 3n) === 1n || level === 3) break;
    if (wide(desc)) fault(level);
    baseaddress = field(desc, 47, grainsize) << BigInt(grainsize);
    if (!secondStage) {
      met.nsTable ||= lookupSecure && bit(desc, 63);
      nsTable ||= bit(desc, 63);
      ap1Table ||= bit(desc, 62);
      xnTable ||= bit(desc, 60);
      if (!singlepriv) {
        ap0Table ||= bit(desc, 61);
        pxnTable ||= bit(desc, 59);
      }
    }
    level++;
    top = bottom - 1;
  }
  if (level < firstblocklevel) {
    met.blockTooHigh = true;
    fault(4 + level);
  }
  if (wide(desc)) fault(level);
  const pa = (field(desc, 47, bottom) << BigInt(bottom)) | field(input, bottom - 1, 0);
  if (!bit(desc, 10)) fault(8 + level);
  const result: WalkResult = {
    pa,
    level,
    perms: { ap2: bit(desc, 7), ap1: bit(desc, 6), xn: bit(desc, 54), pxn: bit(desc, 53) },
    nG: bit(desc, 11),
    ns: true,
    sh: Number(field(desc, 9, 8)),
    memattr: field(desc, 5, 2),
  };
  if (!secondStage) {
    const p = result.perms;
    p.xn ||= xnTable;
    p.ap2 ||= ap1Table;
    if (!singlepriv) {
      p.ap1 &&= !ap0Table;
      p.pxn ||= pxnTable;
      if (isSecure(r, q)) result.nG ||= nsTable;
    } else {
      p.ap1 = true;
      p.pxn = false;
      result.nG = false;
    }
    result.ns = bit(desc, 5) || nsTable;
  }
  return result;
}

interface Stage2 {
  pa: bigint;
  attr: number;
  sh: number;
  read: boolean;
  write: boolean;
  execute: boolean;
}

function secondStageTranslate(
  r: Registers,
  memory: Memory,
  q: Query,
  ipa: bigint,
  forWalk: boolean,
  unaligned = false,
): Stage2 {
  const w = tableWalk(r, memory, q, true, ipa, forWalk);
  const [outer, inner] = [w.memattr >> 2n, w.memattr & 3n];
  const cacheDisabled = q.type === 'execute' && !forWalk ? bit(r.HCR_EL2, 33) : bit(r.HCR_EL2, 32);
  const device = outer === 0n;
  // The reserved inner 0 counts as Write-Back.
  const nibble = (v: bigint): number => (v === 2n ? 11 : v === 1n ? 4 : 15);
  const attr = device ? Number(inner) * 4 : cacheDisabled ? 0x44 : nibble(outer) * 16 + nibble(inner);
  const bad = (fsc: number): never => {
    throw new Fault({ fsc, stage2: true, s1ptw: forWalk, ipa });
  };
  if (device && unaligned) bad(0x21);
  const read = w.perms.ap1;
  const write = w.perms.ap2;
  const execute = !w.perms.xn;
  let fail: boolean;
  if (forWalk) fail = !read;
  else fail = q.type === 'read' ? !read : q.type === 'write' ? !write : q.type === 'execute' ? !execute : false;
  if (fail) bad(0xc + w.level);
  if (forWalk && bit(r.HCR_EL2, 2) && device) bad(0xc + w.level);
  return { pa: w.pa, attr, sh: w.sh, read, write, execute };
}

type MemType = { device: true; kind: number } | { device: false; outer: number; inner: number };
const decode = (attr: number): MemType =>
  attr < 16 ? { device: true, kind: attr } : { device: false, outer: attr >> 4, inner: attr & 15 };

/** CombineS1S2AttrHints */
function cacheability(s1: number, s2: number): number {
  const kind = (n: number): 'NC' | 'WT' | 'WB' => (n === 4 ? 'NC' : n < 4 || (n >= 8 && n < 12) ? 'WT' : 'WB');
  if (kind(s1) === 'NC' || kind(s2) === 'NC') return 4;
  if (kind(s1) === 'WT') return s1;
  if (kind(s2) === 'WT') return 8 + (s1 & 3);
  return s1;
}

function fullTranslate(r: Registers, memory: Memory, q: Query): Good {
  const s1 = stage1(r, memory, q);
  const finish = (g: Good): Good => {
    if (g.attr < 16 || g.attr === 0x44) g.shareability = 2;
    return g;
  };
  const { pa, ns, global, read, write, execute } = s1;
  if (q.stages === 1 || !hasS2(r, q)) {
    return finish({ pa, ns, global, read, write, execute, attr: s1.attr, shareability: s1.sh });
  }
  const s2 = secondStageTranslate(r, memory, q, s1.pa, false, q.unaligned && s1.attr >= 16);
  const [a, b] = [decode(s1.attr), decode(s2.attr)];
  met.mixed = a.device !== b.device;
  let attr: number;
  if (a.device && b.device) attr = Math.min(a.kind, b.kind);
  else if (a.device) attr = a.kind;
  else if (b.device) attr = b.kind;
  else attr = cacheability(a.outer, b.outer) * 16 + cacheability(a.inner, b.inner);
  const sh = [s1.sh, s2.sh];
  return finish({
    pa: s2.pa,
    ns: true,
    global,
    read: read && s2.read,
    write: write && s2.write,
    execute: execute && s2.execute,
    attr,
    shareability: sh.includes(2) ? 2 : sh.includes(3) ? 3 : 0,
  });
}
