/**
 * The hash of a machine's state: registers, devices, RAM (frames that were never touched count as zero). What TLBs and
 * decoded code hold is no state. Two runs of the same inputs have equal hashes; so have two tiers.
 */
import { getPstate } from '../aarch64/pstate.js';
import type { Processor } from '../aarch64/processor.js';
import { PAGE_SIZE, STATE } from '../aarch64/state.js';
import { REGISTERS } from '../aarch64/sysregs/table.js';

/** MurmurHash3's mixing, twice with different seeds: 64 bits. For comparing runs, not against adversaries. */
class Hash {
  private a = 0x243f6a88;
  private b = 0x85a308d3;

  word(value: number): void {
    let k = Math.imul(value, 0xcc9e2d51);
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
    this.a ^= k;
    this.a = (Math.imul((this.a << 13) | (this.a >>> 19), 5) + 0xe6546b64) | 0;
    this.b ^= Math.imul(k, 0x85ebca6b);
    this.b = (Math.imul((this.b << 11) | (this.b >>> 21), 5) + 0x38495ab5) | 0;
  }
  text(value: string): void {
    for (let i = 0; i < value.length; i++) this.word(value.charCodeAt(i));
    this.word(value.length);
  }
  digest(): string {
    const final = (h: number): string => {
      h ^= h >>> 16;
      h = Math.imul(h, 0x85ebca6b);
      h ^= h >>> 13;
      h = Math.imul(h, 0xc2b2ae35);
      return ((h ^ (h >>> 16)) >>> 0).toString(16).padStart(8, '0');
    };
    return final(this.a) + final(this.b);
  }
}

/** Plain data as text, typed arrays in full and keys in order. */
const plain = (value: unknown): string =>
  JSON.stringify(value, (_, v: unknown) => (ArrayBuffer.isView(v) ? Array.from(v as Uint8Array) : v));

/**
 * @param devices the states of the devices, in a fixed order
 * @returns 16 hexadecimal digits
 */
export function hashState(processor: Processor, time: number, devices: readonly unknown[]): string {
  const hash = new Hash();
  hash.text(String(time));
  for (const core of processor.cores) {
    // X0 to X30 and SP; PC and what follows of PSTATE; FP; then the system registers.
    for (let at = STATE.X; at < STATE.ZR; at += 4) hash.word(core.get(at));
    for (const at of [STATE.SP, STATE.SP + 4, STATE.PC, STATE.PC + 4, STATE.FPCR, STATE.FPSR, STATE.EVENT]) {
      hash.word(core.get(at));
    }
    hash.word(getPstate(core));
    hash.word(core.get(STATE.EX_ADDRESS) === -1 ? 0 : 1);
    for (let at = 0; at < 32 * 16; at += 4) hash.word(core.get(STATE.VREG + at));
    for (let at = 0; at < REGISTERS.length * 8; at += 4) hash.word(core.get(STATE.SYSREGS + at));
    hash.text(`${core.mode} ${core.icount} ${core.irq} ${core.fiq} ${core.virq} ${core.vfiq} ${core.serror}`);
  }
  for (const state of devices) hash.text(plain(state));
  const frames: [number, number][] = [];
  processor.memory.eachFrame((pa, frame) => frames.push([pa, frame]));
  frames.sort((x, y) => x[0] - y[0]);
  const { i32 } = processor.linear;
  for (const [pa, frame] of frames) {
    const words = i32.subarray(frame >> 2, (frame + PAGE_SIZE) >> 2);
    if (words.every((w) => w === 0)) continue;
    hash.word(Math.floor(pa / PAGE_SIZE));
    for (let i = 0; i < words.length; i++) hash.word(words[i]);
  }
  return hash.digest();
}
