/** The block device (virtio 1.2, 5.2): a disk on a BlockBackend. */
import type { Clock } from '../../aarch64/bus.js';
import { SECTOR, type BlockBackend } from '../block.js';
import { createDeadline } from '../deadline.js';
import type { VirtioDevice, VirtioKind, VirtioPort } from './device.js';
import { finish, finishLater, nextWork, type Finishing } from './finished.js';
import { ELEMENT, nextTurn, spend, type Limits } from './pace.js';
import type { Chain } from './queue.js';

const BLOCK_ID = 2;
/** Feature bits (5.2.3). */
export const BLK_F = {
  SIZE_MAX: 1,
  SEG_MAX: 2,
  RO: 5,
  BLK_SIZE: 6,
  FLUSH: 9,
  TOPOLOGY: 10,
  MQ: 12,
  DISCARD: 13,
  WRITE_ZEROES: 14,
} as const;
/** Types of requests, and how they end (5.2.6). */
export const BLK_T = { IN: 0, OUT: 1, FLUSH: 4, GET_ID: 8, DISCARD: 11, WRITE_ZEROES: 13 } as const;
export const BLK_S = { OK: 0, IOERR: 1, UNSUPP: 2 } as const;
/** virtio_blk_req's type, reserved, sector; virtio_blk_discard_write_zeroes; the string of GET_ID. */
const HEADER_BYTES = 16;
const SEGMENT_BYTES = 16;
const ID_BYTES = 20;
const CONFIG_BYTES = 60;

/** A head and a status beside the data of a request that takes a whole queue. */
const QUEUE_SIZE = 256;
const SEG_MAX = QUEUE_SIZE - 2;
const SIZE_MAX = 1 << 18;
/** More than SEG_MAX segments of SIZE_MAX is not to be asked for. */
const MAX_DATA = SEG_MAX * SIZE_MAX;
/** One request to discard or to write zeroes: ranges, sectors of each. */
const MAX_RANGES = 16;
const MAX_RANGE = { DISCARD: 1 << 22, WRITE_ZEROES: 1 << 15 } as const;

/** ns: a request occupies the disk for so long, and for each byte; then it takes this until its end is seen. */
const TIME = { request: 1000, byte: 0.5, latency: 20_000, flush: 100_000 } as const;
/** What goes between disk and memory at once. */
const PIECE = 1 << 18;

export interface BlockState extends Finishing {
  /** Where to look for the next request, so that each queue has its turn. */
  turn: number;
  /** When the device does something next (ns), -1 if only the driver can make it. */
  wakeAt: number;
}

export interface BlockOptions {
  readonly backend: BlockBackend;
  readonly clock: Clock;
  /** What GET_ID answers: up to 20 ASCII characters. */
  readonly serial?: string | undefined;
  /** Queues, 1 to 8. */
  readonly queues?: number | undefined;
  readonly limits?: Limits | undefined;
}

export interface VirtioBlock extends VirtioDevice<BlockState> {
  readonly backend: BlockBackend;
}

/** What a request has come to. */
interface Result {
  readonly status: number;
  /** Bytes of data in the guest's buffer. */
  readonly data: number;
  /** Bytes that went between disk and memory. */
  readonly moved: number;
}
const ended = (status: number): Result => ({ status, data: 0, moved: 0 });

export const virtioBlock =
  ({ backend, clock, serial = '', queues = 1, limits = {} }: BlockOptions): VirtioKind<VirtioBlock> =>
  (port) => {
    const state: BlockState = { freeAt: 0, finished: [], turn: 0, wakeAt: -1 };
    const { readOnly } = backend;
    const disk = createDisk(port, backend, serial);

    /** Does one request, which is in `chain`. */
    const perform = (queue: number, chain: Chain): void => {
      // A request has a header to read and a byte for its status: without them it can't be answered.
      if (chain.readableBytes < HEADER_BYTES || chain.writableBytes < 1)
        return port.broken('a block request without header or status');
      const { kind, result } = disk.request(chain);
      if (!result || !disk.answer(chain, result.status)) return port.broken('a block request that is not in memory');
      const now = clock.now();
      const time = TIME.request + TIME.byte * result.moved + ELEMENT * chain.elements;
      const done = spend(state, now, time, result.moved, limits);
      const room = chain.writableBytes - 1;
      // The driver may rely on what lies before the status only if all of it was written.
      const written = result.data === room ? room + 1 : result.data;
      const at = done + (kind === BLK_T.FLUSH ? TIME.flush : TIME.latency);
      finishLater(state, { queue, head: chain.heads[0], written, at });
    };

    /** Takes on what there is; what is too much for now waits. @returns whether something does */
    const takeOn = (): boolean => {
      for (let empty = 0; empty < queues && port.running;) {
        const queue = state.turn % queues;
        const q = port.queues[queue];
        const some = q.available() > 0;
        if (some && nextTurn(state) > clock.now()) return true;
        state.turn = (queue + 1) % queues;
        if (!some) {
          q.await();
          empty++;
          continue;
        }
        empty = 0;
        if (!q.take()) return false;
        perform(queue, q.chain);
      }
      return false;
    };

    const work = (): void => {
      finish(port, state, clock.now());
      state.wakeAt = nextWork(state, takeOn());
      deadline.at(state.wakeAt);
    };
    const deadline = createDeadline(clock, work);

    return {
      id: BLOCK_ID,
      state,
      backend,
      features: [
        ...[BLK_F.SIZE_MAX, BLK_F.SEG_MAX, BLK_F.BLK_SIZE, BLK_F.FLUSH],
        ...(queues > 1 ? [BLK_F.MQ] : []),
        ...(readOnly ? [BLK_F.RO] : [BLK_F.WRITE_ZEROES, ...(backend.discard ? [BLK_F.DISCARD] : [])]),
      ],
      queues: Array.from({ length: queues }, () => QUEUE_SIZE),
      configBytes: CONFIG_BYTES,
      config(view) {
        view.setBigUint64(0, BigInt(backend.sectors), true);
        view.setUint32(8, SIZE_MAX, true);
        view.setUint32(12, SEG_MAX, true);
        view.setUint32(20, SECTOR, true);
        view.setUint16(34, queues, true);
        view.setUint32(36, MAX_RANGE.DISCARD, true);
        view.setUint32(40, MAX_RANGES, true);
        view.setUint32(44, 1, true);
        view.setUint32(48, MAX_RANGE.WRITE_ZEROES, true);
        view.setUint32(52, MAX_RANGES, true);
        view.setUint8(56, backend.discard ? 1 : 0);
      },
      notified: work,
      reset(queue) {
        state.finished = queue === undefined ? [] : state.finished.filter((f) => f.queue !== queue);
        if (queue === undefined) Object.assign(state, { freeAt: 0, turn: 0 });
        state.wakeAt = nextWork(state, false);
        deadline.at(state.wakeAt);
      },
      restored: () => deadline.at(state.wakeAt),
    };
  };

interface Disk {
  /** Does the request in a chain: undefined where its buffers are not in memory. */
  request(chain: Chain): { readonly kind: number; readonly result: Result | undefined };
  /** Writes the status, the last byte of the chain. */
  answer(chain: Chain, status: number): boolean;
}

/** The requests, by their types. */
function createDisk(port: VirtioPort, backend: BlockBackend, serial: string): Disk {
  const header = new DataView(new ArrayBuffer(HEADER_BYTES));
  const headerBytes = new Uint8Array(header.buffer);
  const status = new Uint8Array(1);
  let piece: Uint8Array | undefined;
  const inside = (sector: number, count: number): boolean =>
    Number.isSafeInteger(sector) && sector + count <= backend.sectors;
  const sectorAt = (view: DataView, offset: number): number =>
    view.getUint32(offset, true) + view.getUint32(offset + 4, true) * 2 ** 32;

  /** Moves `bytes` bytes between disk and memory; undefined where the guest's buffer is not in memory. */
  const transfer = (
    sector: number,
    bytes: number,
    step: (sector: number, at: number, part: Uint8Array) => boolean | undefined,
  ): Result | undefined => {
    if (bytes % SECTOR !== 0 || bytes > MAX_DATA || !inside(sector, bytes / SECTOR)) return ended(BLK_S.IOERR);
    piece ??= new Uint8Array(PIECE);
    for (let at = 0; at < bytes; at += PIECE) {
      const part = bytes - at >= PIECE ? piece : piece.subarray(0, bytes - at);
      const done = step(sector + at / SECTOR, at, part);
      if (done === undefined) return undefined;
      if (!done) return { status: BLK_S.IOERR, data: 0, moved: at };
    }
    return { status: BLK_S.OK, data: 0, moved: bytes };
  };
  /** Where the driver knows no flush, what is written is to be safe when the request ends (5.2.6.2). */
  const settled = (result: Result | undefined): Result | undefined =>
    result?.status === BLK_S.OK && !port.has(BLK_F.FLUSH) && !backend.flush() ? ended(BLK_S.IOERR) : result;

  const zeroes = (sector: number, count: number): boolean => {
    piece ??= new Uint8Array(PIECE);
    piece.fill(0);
    for (let done = 0; done < count;) {
      const step = Math.min(count - done, PIECE / SECTOR);
      if (!backend.write(sector + done, piece.subarray(0, step * SECTOR))) return false;
      done += step;
    }
    return true;
  };

  /** Discards, or writes zeroes to, the ranges that the data names. */
  const ranges = (chain: Chain, most: number, mayUnmap: boolean): Result | undefined => {
    const bytes = chain.readableBytes - HEADER_BYTES;
    if (backend.readOnly) return ended(BLK_S.IOERR);
    if (bytes % SEGMENT_BYTES !== 0 || bytes === 0 || bytes > MAX_RANGES * SEGMENT_BYTES) return ended(BLK_S.IOERR);
    const list = new DataView(new ArrayBuffer(bytes));
    if (!chain.read(HEADER_BYTES, new Uint8Array(list.buffer))) return undefined;
    const found = Array.from({ length: bytes / SEGMENT_BYTES }, (_, i) => ({
      sector: sectorAt(list, SEGMENT_BYTES * i),
      count: list.getUint32(SEGMENT_BYTES * i + 8, true),
      flags: list.getUint32(SEGMENT_BYTES * i + 12, true),
    }));
    if (found.some(({ flags }) => (flags & ~(mayUnmap ? 1 : 0)) !== 0)) return ended(BLK_S.UNSUPP);
    if (found.some(({ sector, count }) => count > most || !inside(sector, count))) return ended(BLK_S.IOERR);
    let moved = 0;
    for (const { sector, count, flags } of found) {
      // What is discarded reads as zero: the backend says so.
      const drop = backend.discard !== undefined && (!mayUnmap || flags === 1);
      if (!(drop ? backend.discard?.(sector, count) : zeroes(sector, count))) return ended(BLK_S.IOERR);
      if (!drop) moved += count * SECTOR;
    }
    return settled({ status: BLK_S.OK, data: 0, moved });
  };

  const requests: Readonly<Record<number, (chain: Chain, sector: number) => Result | undefined>> = {
    [BLK_T.IN](chain, sector) {
      const bytes = chain.writableBytes - 1;
      const result = transfer(sector, bytes, (from, at, part) => {
        if (!backend.read(from, part)) return false;
        return chain.write(at, part) ? true : undefined;
      });
      return result?.status === BLK_S.OK ? { ...result, data: bytes } : result;
    },
    [BLK_T.OUT](chain, sector) {
      if (backend.readOnly) return ended(BLK_S.IOERR);
      return settled(
        transfer(sector, chain.readableBytes - HEADER_BYTES, (to, at, part) => {
          if (!chain.read(HEADER_BYTES + at, part)) return undefined;
          return backend.write(to, part);
        }),
      );
    },
    [BLK_T.FLUSH]: () => ended(backend.flush() ? BLK_S.OK : BLK_S.IOERR),
    [BLK_T.GET_ID](chain) {
      const id = new Uint8Array(Math.min(ID_BYTES, chain.writableBytes - 1));
      id.set(new TextEncoder().encode(serial).subarray(0, id.length));
      return chain.write(0, id) ? { status: BLK_S.OK, data: id.length, moved: 0 } : undefined;
    },
    [BLK_T.DISCARD]: (chain) => (backend.discard ? ranges(chain, MAX_RANGE.DISCARD, false) : ended(BLK_S.UNSUPP)),
    [BLK_T.WRITE_ZEROES]: (chain) => ranges(chain, MAX_RANGE.WRITE_ZEROES, true),
  };

  return {
    request(chain) {
      if (!chain.read(0, headerBytes)) return { kind: -1, result: undefined };
      const kind = header.getUint32(0, true);
      const request = Object.hasOwn(requests, kind) ? requests[kind] : () => ended(BLK_S.UNSUPP);
      return { kind, result: request(chain, sectorAt(header, 8)) };
    },
    answer(chain, value) {
      status[0] = value;
      return chain.write(chain.writableBytes - 1, status);
    },
  };
}
