/** A guest's RAM by the guest's addresses. */
import type { GuestBus } from '../aarch64/bus.js';
import type { GuestMemory } from '../aarch64/memory.js';
import { BLOCK } from './page-pool.js';
import { PLATFORM } from './platform.js';

/**
 * The bus that a guest's devices master: its RAM and nothing else.
 * @param blocks physical addresses of its RAM in blocks of 2 MB
 * @param bytes of RAM
 */
export function guestBus(memory: GuestMemory, blocks: readonly number[], bytes: number): GuestBus {
  const each = (ipa: number, length: number, visit: (pa: number, from: number, to: number) => void): boolean => {
    const first = ipa - PLATFORM.ram;
    if (first < 0 || first + length > bytes) return false;
    for (let done = 0; done < length;) {
      const offset = (first + done) % BLOCK;
      const to = Math.min(length, done + BLOCK - offset);
      visit(blocks[Math.floor((first + done) / BLOCK)] + offset, done, to);
      done = to;
    }
    return true;
  };
  return {
    read: (ipa, into) => each(ipa, into.length, (pa, from, to) => void memory.read8(pa, into.subarray(from, to))),
    write: (ipa, data) => each(ipa, data.length, (pa, from, to) => void memory.load(pa, data.subarray(from, to))),
  };
}
