/** The board's bus, for devices that master it: RAM, and the registers of others. */
import type { GuestBus, Requester } from '../aarch64/bus.js';
import type { GuestMemory } from '../aarch64/memory.js';
import { PAGE_SIZE } from '../aarch64/state.js';

/** DMA engines: no core, Non-secure. */
const DMA: Requester = { cpu: -1, secure: false };

/** Visits the parts of a run of physical addresses that lie in one page each; false as soon as one is not there. */
function eachPage(pa: number, bytes: number, visit: (pa: number, from: number, to: number) => boolean): boolean {
  for (let at = 0; at < bytes;) {
    const step = Math.min(bytes - at, PAGE_SIZE - ((pa + at) % PAGE_SIZE));
    if (!visit(pa + at, at, at + step)) return false;
    at += step;
  }
  return true;
}

/** A register's access: 1, 2 or 4 bytes, aligned. */
const asRegister = (pa: number, bytes: number): 1 | 2 | 4 | undefined =>
  (bytes === 1 || bytes === 2 || bytes === 4) && pa % bytes === 0 ? bytes : undefined;

/** Memory as devices that master the bus see it. */
export const dmaBus = (memory: GuestMemory): GuestBus => ({
  read(pa, into) {
    const size = asRegister(pa, into.length);
    if (size !== undefined && !memory.isRam(pa)) {
      const value = memory.readDevice(pa, size, DMA);
      if (value < 0) return false;
      for (let i = 0; i < size; i++) into[i] = value >>> (8 * i);
      return true;
    }
    return eachPage(pa, into.length, (at, from, to) => {
      if (!memory.isRam(at)) return false;
      memory.read8(at, into.subarray(from, to));
      return true;
    });
  },
  write(pa, bytes) {
    const size = asRegister(pa, bytes.length);
    if (size !== undefined && !memory.isRam(pa)) {
      const value = bytes.reduce((n, byte, i) => n + byte * 2 ** (8 * i), 0);
      return memory.writeDevice(pa, size, value, DMA);
    }
    return eachPage(pa, bytes.length, (at, from, to) => {
      if (!memory.isRam(at)) return false;
      memory.load(at, bytes.subarray(from, to));
      return true;
    });
  },
});
