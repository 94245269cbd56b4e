/**
 * Guest-physical memory: RAM as 4 KB frames of the linear memory, made on first touch, and device windows.
 *
 * Nothing outside this file turns a physical address into a linear one (DESIGN.md section 4). Physical addresses are
 * numbers below 2^48; linear addresses are unsigned 32-bit numbers; frames are multiples of 4096, and 0 is never one.
 */
import type { MmioDevice, Requester } from './bus.js';
import type { Linear } from './linear.js';
import { MAX_CORES, PAGE_SHIFT, PAGE_SIZE, STATE, coreBase } from './state.js';

/** All frames are in use: the guest touched more memory than the machine was given. Stops the machine. */
export class PoolExhausted extends Error {
  constructor(readonly frames: number) {
    super(`the guest touched more than the ${frames * 4} KiB of memory that were set aside for it`);
    this.name = 'PoolExhausted';
  }
}

/** A run of physical addresses that is RAM. */
interface RamRange {
  readonly base: number;
  readonly end: number;
  /** Linear address of each page's frame, 0 while untouched. */
  readonly frames: Uint32Array;
}

/** A piece of a device's window; pieces of different windows do not overlap. */
interface Window {
  readonly from: number;
  readonly to: number;
  /** Where the device's offset 0 is. */
  readonly base: number;
  readonly device: MmioDevice;
}

/**
 * What RAM held at one moment. Pages are shared with the running machine and copied when it first writes to them, so that taking a
 * snapshot costs nothing but the next walks, and keeping it costs what has changed since.
 */
export class MemorySnapshot {
  /** Contents of frames that were written to since, until the next snapshot was taken. */
  readonly kept = new Map<number, Uint8Array>();
  /** The next one; what it has kept, or the running machine holds, had not changed in between. */
  newer: MemorySnapshot | undefined;

  /**
   * @param used frames that were in use
   * @param pages physical and linear address of each
   */
  constructor(
    private readonly memory: GuestMemory,
    readonly used: number,
    readonly pages: readonly (readonly [pa: number, frame: number])[],
  ) {}

  /** The 4 KB that a frame held; not to be changed. */
  read(frame: number): Uint8Array {
    return this.kept.get(frame) ?? this.newer?.read(frame) ?? this.memory.contents(frame);
  }

  /** Nobody wants it any more: what it has kept goes to the snapshot before it, or away. */
  release(): void {
    this.memory.release(this);
  }
}

/** So few bytes are copied faster one by one. */
const FEW = 32;

/** What `debug` accesses and DMA present to a device: no core, Non-secure. */
const NO_CORE: Requester = { cpu: -1, secure: false };

export class GuestMemory {
  private readonly ranges: RamRange[] = [];
  private windows: Window[] = [];
  private used = 0;
  /** By frame: 1 where the latest snapshot shares its contents, so that a write must keep them first. */
  private readonly shared: Uint8Array;
  private snapshots: MemorySnapshot[] = [];
  /** Result of `readPair`: the two halves of 64 bits, signed 32-bit. */
  lo = 0;
  hi = 0;
  /**
   * Called after a write that did not come from a core's own store: `bytes` bytes at `offset` of a frame.
   * The machine connects it to `Micro.wrote`, so that decoded code is taken back.
   */
  wrote: (frame: number, offset: number, bytes: number) => void = () => undefined;
  /** Called when a core touches an address that is neither RAM nor a device (it then takes an external abort). */
  onUnmapped: (pa: number, write: boolean, cpu: number) => void = () => undefined;

  /**
   * @param base linear address of the first frame, a multiple of 4096 and not 0
   * @param count frames
   */
  constructor(
    private readonly linear: Linear,
    private readonly base: number,
    readonly count: number,
  ) {
    if (base === 0 || base % PAGE_SIZE !== 0) throw new RangeError('frames begin at a non-zero multiple of 4096');
    this.shared = new Uint8Array(count);
  }

  /** The contents of a frame as they are now, in place. */
  contents(frame: number): Uint8Array {
    return this.linear.u8.subarray(frame, frame + PAGE_SIZE);
  }

  /** True where a snapshot shares a frame's contents: stores need `unshare` first. */
  isShared(frame: number): boolean {
    return this.shared[(frame - this.base) >>> PAGE_SHIFT] !== 0;
  }

  /** True while there is a snapshot. */
  get sharing(): boolean {
    return this.snapshots.length > 0;
  }

  /** To be called before a frame is written to: keeps its contents for the latest snapshot, once. */
  unshare(frame: number): void {
    const at = (frame - this.base) >>> PAGE_SHIFT;
    if (this.shared[at] === 0) return;
    this.shared[at] = 0;
    const { kept } = this.snapshots[this.snapshots.length - 1];
    // It is there already where a snapshot behind this one shared it last, and was released.
    if (!kept.has(frame)) kept.set(frame, this.contents(frame).slice());
  }

  /** Takes a snapshot. TLBs must be dropped then, so that the first store to each page is seen. */
  snapshot(): MemorySnapshot {
    const pages: [number, number][] = [];
    this.eachFrame((pa, frame) => pages.push([pa, frame]));
    const taken = new MemorySnapshot(this, this.used, pages);
    const before = this.snapshots[this.snapshots.length - 1] as MemorySnapshot | undefined;
    if (before) before.newer = taken;
    this.snapshots.push(taken);
    this.shared.fill(1, 0, this.used);
    return taken;
  }

  /** @internal */
  release(snapshot: MemorySnapshot): void {
    const at = this.snapshots.indexOf(snapshot);
    if (at < 0) return;
    this.snapshots.splice(at, 1);
    const before = this.snapshots[at - 1] as MemorySnapshot | undefined;
    if (before) {
      before.newer = snapshot.newer;
      for (const [frame, bytes] of snapshot.kept) if (!before.kept.has(frame)) before.kept.set(frame, bytes);
    }
    if (this.snapshots.length === 0) this.shared.fill(0);
  }

  /**
   * Brings back what a snapshot of this memory holds; later ones are released. Decoded code and TLBs must be dropped then.
   * @throws RangeError for a snapshot that was released
   */
  restore(snapshot: MemorySnapshot): void {
    const at = this.snapshots.indexOf(snapshot);
    if (at < 0) throw new RangeError('the snapshot was released, or is of another machine');
    for (const later of this.snapshots.slice(at + 1).reverse()) this.release(later);
    for (const [frame, bytes] of snapshot.kept) this.linear.u8.set(bytes, frame);
    this.replace(snapshot.used, snapshot.pages);
    // What is there now is what the snapshot holds.
    snapshot.kept.clear();
    this.shared.fill(1, 0, this.used);
  }

  /**
   * Makes all pages untouched again, then gives some of them frames anew, whose contents the caller sees to (`contents`).
   * @param pages physical addresses, in the order in which they get frames
   * @throws PoolExhausted; RangeError for what is not RAM
   */
  rebuild(pages: readonly number[]): void {
    this.snapshots = [];
    this.shared.fill(0);
    this.replace(0, []);
    for (const pa of pages) {
      if (this.frame(pa) < 0) throw new RangeError(`0x${pa.toString(16)} is not RAM`);
    }
  }

  /** Puts the pages of another time in the place of today's: the frames beyond `used` are free, and zero. */
  private replace(used: number, pages: readonly (readonly [number, number])[]): void {
    for (const range of this.ranges) range.frames.fill(0);
    for (const [pa, frame] of pages) {
      const range = this.ranges.find((r) => pa >= r.base && pa < r.end);
      if (range) range.frames[Math.floor((pa - range.base) / PAGE_SIZE)] = frame;
    }
    if (used < this.used) {
      this.linear.u8.fill(0, this.base + used * PAGE_SIZE, this.base + this.used * PAGE_SIZE);
      this.shared.fill(0, used, this.used);
    }
    this.used = used;
  }

  /** The physical address of a linear one inside a frame; -1 if there is none. */
  physical(linear: number): number {
    const frame = linear - (linear % PAGE_SIZE);
    let found = -1;
    this.eachFrame((pa, at) => {
      if (at === frame) found = pa + (linear - frame);
    });
    return found;
  }

  /** Frames that the guest has touched. */
  get touched(): number {
    return this.used;
  }

  /**
   * Makes `bytes` bytes at physical address `base` RAM, reading as zero. Both are multiples of 4096.
   * @throws RangeError where they are not, or where the range overlaps RAM that is there
   */
  addRam(base: number, bytes: number): void {
    if (base % PAGE_SIZE !== 0 || bytes % PAGE_SIZE !== 0 || bytes <= 0) {
      throw new RangeError('RAM begins and ends at multiples of 4096');
    }
    const end = base + bytes;
    if (this.ranges.some((r) => base < r.end && end > r.base)) throw new RangeError('RAM ranges overlap');
    this.ranges.push({ base, end, frames: new Uint32Array(bytes / PAGE_SIZE) });
  }

  /**
   * Puts a device's registers at `bytes` bytes from `base`. Where windows overlap, the one that was added last is seen,
   * so that a board can lay a reporting device under everything. RAM wins over devices.
   */
  addDevice(base: number, bytes: number, device: MmioDevice): void {
    const end = base + bytes;
    const rest: Window[] = [];
    for (const w of this.windows) {
      if (w.from < base) rest.push({ ...w, to: Math.min(w.to, base) });
      if (w.to > end) rest.push({ ...w, from: Math.max(w.from, end) });
    }
    rest.push({ from: base, to: end, base, device });
    this.windows = rest.filter((w) => w.from < w.to).sort((a, b) => a.from - b.from);
  }

  /**
   * Puts something in the place of each device, in all its windows: how accesses are traced at no cost to those who do not.
   * @param replacement gets the physical address of the device's offset 0 as well
   */
  replaceDevices(replacement: (device: MmioDevice, base: number) => MmioDevice): void {
    this.windows = this.windows.map((w) => ({ ...w, device: replacement(w.device, w.base) }));
  }

  /** The RAM ranges: base and size in bytes, in the order in which they were added. */
  ram(): { base: number; bytes: number }[] {
    return this.ranges.map(({ base, end }) => ({ base, bytes: end - base }));
  }

  /** True where `pa` is RAM. */
  isRam(pa: number): boolean {
    for (const r of this.ranges) if (pa >= r.base && pa < r.end) return true;
    return false;
  }

  /**
   * Linear address of the frame that holds `pa`, made (zeroed) on first touch; -1 where `pa` is not RAM.
   * @throws PoolExhausted
   */
  frame(pa: number): number {
    for (const r of this.ranges) {
      if (pa < r.base || pa >= r.end) continue;
      const page = Math.floor((pa - r.base) / PAGE_SIZE);
      const there = r.frames[page];
      if (there !== 0) return there;
      if (this.used === this.count) throw new PoolExhausted(this.count);
      const frame = this.base + this.used++ * PAGE_SIZE;
      r.frames[page] = frame;
      return frame;
    }
    return -1;
  }

  /** As `frame`, but 0 for RAM that was never touched: reads as zero and stays unallocated. */
  peek(pa: number): number {
    for (const r of this.ranges) {
      if (pa >= r.base && pa < r.end) return r.frames[Math.floor((pa - r.base) / PAGE_SIZE)];
    }
    return -1;
  }

  /** Index of the device window that holds `pa`, or -1. */
  private windowOf(pa: number): number {
    const { windows } = this;
    let low = 0;
    let high = windows.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const w = windows[middle];
      if (pa < w.from) high = middle - 1;
      else if (pa >= w.to) low = middle + 1;
      else return middle;
    }
    return -1;
  }

  /** The device at `pa`, or undefined. */
  deviceAt(pa: number): MmioDevice | undefined {
    const at = this.windowOf(pa);
    return at < 0 ? undefined : this.windows[at].device;
  }

  /** True where a device window begins or ends inside the 4 KB page of `pa`, or fills it. */
  hasDevice(pa: number): boolean {
    const page = pa - (pa & (PAGE_SIZE - 1));
    return this.windows.some((w) => w.from < page + PAGE_SIZE && w.to > page);
  }

  /**
   * Reads a device register, naturally aligned. The value is unsigned; -1 where no device is at `pa`.
   */
  readDevice(pa: number, size: 1 | 2 | 4, by: Requester): number {
    const at = this.windowOf(pa);
    if (at < 0) return -1;
    const w = this.windows[at];
    return w.device.read(pa - w.base, size, by) >>> 0;
  }

  /** Writes a device register, naturally aligned. False where no device is at `pa`. */
  writeDevice(pa: number, size: 1 | 2 | 4, value: number, by: Requester): boolean {
    const at = this.windowOf(pa);
    if (at < 0) return false;
    const w = this.windows[at];
    w.device.write(pa - w.base, size, size === 4 ? value >>> 0 : value & (2 ** (8 * size) - 1), by);
    return true;
  }

  /**
   * Reads 1, 2 or 4 bytes of RAM, little-endian, naturally aligned; unsigned. -1 where `pa` is not RAM.
   */
  read(pa: number, size: 1 | 2 | 4): number {
    const frame = this.peek(pa);
    if (frame <= 0) return frame;
    const at = frame + (pa & (PAGE_SIZE - 1));
    const { linear } = this;
    return size === 4 ? linear.u32[at >>> 2] : size === 2 ? linear.u16[at >>> 1] : linear.u8[at];
  }

  /** Writes 1, 2 or 4 bytes of RAM as a DMA engine does: takes back decoded code, opens monitors. False: not RAM. */
  write(pa: number, size: 1 | 2 | 4, value: number): boolean {
    const frame = this.frame(pa);
    if (frame < 0) return false;
    this.unshare(frame);
    const offset = pa & (PAGE_SIZE - 1);
    const at = frame + offset;
    const { linear } = this;
    if (size === 4) linear.u32[at >>> 2] = value;
    else if (size === 2) linear.u16[at >>> 1] = value;
    else linear.u8[at] = value;
    this.written(frame, offset, size);
    return true;
  }

  /** Reads 8 aligned bytes of RAM into `lo` and `hi`. False where `pa` is not RAM. */
  readPair(pa: number): boolean {
    const frame = this.peek(pa);
    if (frame <= 0) {
      this.lo = 0;
      this.hi = 0;
      return frame === 0;
    }
    const at = (frame + (pa & (PAGE_SIZE - 1))) >>> 2;
    this.lo = this.linear.i32[at];
    this.hi = this.linear.i32[at + 1];
    return true;
  }

  /** Writes 8 aligned bytes of RAM. False where `pa` is not RAM. */
  writePair(pa: number, lo: number, hi: number): boolean {
    const frame = this.frame(pa);
    if (frame < 0) return false;
    this.unshare(frame);
    const offset = pa & (PAGE_SIZE - 1);
    const at = (frame + offset) >>> 2;
    this.linear.i32[at] = lo;
    this.linear.i32[at + 1] = hi;
    this.written(frame, offset, 8);
    return true;
  }

  /**
   * Copies bytes into RAM, as a loader or a DMA engine.
   * @returns the number of bytes copied: fewer where RAM ends
   */
  load(pa: number, bytes: Uint8Array): number {
    const { u8 } = this.linear;
    let done = 0;
    while (done < bytes.length) {
      const to = this.frame(pa + done) + ((pa + done) & (PAGE_SIZE - 1));
      if (to < 0) break;
      // Pages mostly lie in frames that follow each other: those are copied at once.
      let end = done;
      do {
        const at = to + end - done;
        const offset = at & (PAGE_SIZE - 1);
        const n = Math.min(bytes.length - end, PAGE_SIZE - offset);
        this.unshare(at - offset);
        this.written(at - offset, offset, n);
        end += n;
      } while (end < bytes.length && this.frame(pa + end) === to + end - done);
      if (bytes.length <= FEW) for (let i = done; i < end; i++) u8[to + i - done] = bytes[i];
      else u8.set(end - done === bytes.length ? bytes : bytes.subarray(done, end), to);
      done = end;
    }
    return done;
  }

  /** Makes `bytes` bytes from `pa` on zero; what was never touched stays untouched. */
  clear(pa: number, bytes: number): void {
    for (let done = 0; done < bytes;) {
      const offset = (pa + done) & (PAGE_SIZE - 1);
      const n = Math.min(bytes - done, PAGE_SIZE - offset);
      const frame = this.peek(pa + done);
      if (frame > 0) {
        this.unshare(frame);
        this.linear.u8.fill(0, frame + offset, frame + offset + n);
        this.written(frame, offset, n);
      }
      done += n;
    }
  }

  /**
   * Copies bytes out of RAM into `into`; touches nothing.
   * @returns the number of bytes copied: fewer where RAM ends
   */
  read8(pa: number, into: Uint8Array): number {
    const { u8 } = this.linear;
    let done = 0;
    while (done < into.length) {
      const offset = (pa + done) & (PAGE_SIZE - 1);
      const frame = this.peek(pa + done);
      if (frame < 0) break;
      let end = Math.min(into.length, done + PAGE_SIZE - offset);
      if (frame === 0) into.fill(0, done, end);
      else {
        const from = frame + offset;
        while (end < into.length && this.peek(pa + end) === from + end - done)
          end = Math.min(into.length, end + PAGE_SIZE);
        if (into.length <= FEW) for (let i = done; i < end; i++) into[i] = u8[from + i - done];
        else into.set(u8.subarray(from, from + end - done), done);
      }
      done = end;
    }
    return done;
  }

  /** A copy of `bytes` bytes of RAM; where RAM ends the copy ends. */
  dump(pa: number, bytes: number): Uint8Array {
    const out = new Uint8Array(bytes);
    return out.subarray(0, this.read8(pa, out));
  }

  /**
   * Reads a translation table's 8 bytes (aligned) into `lo` and `hi`, from RAM or, as the architecture allows, from a
   * device. False where nothing is there: an external abort on the walk.
   */
  readDescriptor(pa: number, by: Requester = NO_CORE): boolean {
    if (this.readPair(pa)) return true;
    const at = this.windowOf(pa);
    if (at < 0) return false;
    this.lo = this.readDevice(pa, 4, by) | 0;
    this.hi = this.readDevice(pa + 4, 4, by) | 0;
    return true;
  }

  /** Calls `visit` for each touched frame with its physical and linear address, in ascending order in each range. */
  eachFrame(visit: (pa: number, frame: number) => void): void {
    for (const { base, frames } of this.ranges) {
      for (let i = 0; i < frames.length; i++) if (frames[i] !== 0) visit(base + i * PAGE_SIZE, frames[i]);
    }
  }

  /**
   * What a write by anyone but a core's own store entails: decoded code is taken back, and monitors that mark one of the
   * bytes open, which is an event for a core that waits in WFE (Arm ARM D1.16.1).
   */
  private written(frame: number, offset: number, bytes: number): void {
    this.wrote(frame, offset, bytes);
    const { u32 } = this.linear;
    const from = frame + offset;
    for (let i = 0; i < MAX_CORES; i++) {
      const core = coreBase(i);
      const marked = u32[(core + STATE.EX_ADDRESS) >> 2];
      if (marked === 0xffffffff || marked >= from + bytes || marked + 16 <= from) continue;
      u32[(core + STATE.EX_ADDRESS) >> 2] = 0xffffffff;
      u32[(core + STATE.EVENT) >> 2] = 1;
    }
  }
}
