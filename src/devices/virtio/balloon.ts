/**
 * The traditional memory balloon (virtio 1.2, 5.5): the guest gives pages back, takes them again, and reports pages that it does not use.
 * What becomes of the memory is for whoever made the device to decide, before the guest is answered.
 */
import type { Clock } from '../../aarch64/bus.js';
import { createDeadline } from '../deadline.js';
import type { VirtioDevice, VirtioKind } from './device.js';
import { workOff, type WorkingOff } from './work-off.js';
import type { Chain } from './queue.js';

const BALLOON_ID = 5;
/** Feature bits (5.5.3). */
export const BALLOON_F = { MUST_TELL_HOST: 0, STATS_VQ: 1, DEFLATE_ON_OOM: 2, PAGE_REPORTING: 5 } as const;
const QUEUE = { INFLATE: 0, DEFLATE: 1, STATS: 2 } as const;
const QUEUE_SIZE = 128;
/** virtio_balloon_config. */
const CONFIG = { NUM_PAGES: 0, ACTUAL: 4, BYTES: 16 } as const;
/** The balloon's pages have 4096 bytes, whatever the guest's have. */
const PAGE = 4096;
/** The longest list of pages that is taken for one, bytes. */
const MAX_LIST = 1 << 18;
/** ns for a buffer, and for a page that it names. */
const TIME = { buffer: 1000, page: 100 } as const;
/** virtio_balloon_stat: a tag and a value; more than so many there are not. */
const STAT_BYTES = 10;
const MAX_STATS = 64;
/** The names of the tags (5.5.6.3). */
export const BALLOON_STATS = [
  ...['swapIn', 'swapOut', 'majorFaults', 'minorFaults', 'free', 'total', 'available', 'caches'],
  ...['hugetlbAllocations', 'hugetlbFailures'],
] as const;

export interface BalloonState extends WorkingOff {
  /** Pages that the guest is asked to give, and that it says to have given. */
  numPages: number;
  actual: number;
  /** What the guest has said of its memory last: values by tag, -1 for none. */
  stats: number[];
  /** The guest's buffer for statistics, kept until they are wanted: its head, -1 for none. */
  statsHead: number;
}

/** Addresses are as the guest gives them: they may lie anywhere. */
export interface BalloonOptions {
  readonly clock: Clock;
  /** Pages that the guest is asked for at first. */
  readonly target?: number | undefined;
  /** The guest has given up these pages: a physical address (the guest's) and a size in bytes, multiples of 4096. */
  readonly inflated: (pa: number, bytes: number) => void;
  /** It takes them back. */
  readonly deflated: (pa: number, bytes: number) => void;
  /** Their contents are needed no more, but the guest may use them again without a word. Without this nothing is reported. */
  readonly reported?: ((pa: number, bytes: number) => void) | undefined;
  /** `actual` has changed, or statistics have come. */
  readonly changed?: (() => void) | undefined;
}

export interface VirtioBalloon extends VirtioDevice<BalloonState> {
  /** Asks the guest for so many pages of 4096 bytes, in all. */
  setTarget(pages: number): void;
  /** Pages that the guest says are in the balloon. */
  readonly actual: number;
  /** What the guest has said of its memory last, by the names of BALLOON_STATS: bytes, or numbers of events. */
  readonly stats: Readonly<Record<string, number>>;
  /** Asks for new statistics. False: the guest has not answered the last time yet, or gives none. */
  askStats(): boolean;
}

export const virtioBalloon =
  ({ clock, target = 0, inflated, deflated, reported, changed }: BalloonOptions): VirtioKind<VirtioBalloon> =>
  (port) => {
    const state: BalloonState = {
      ...{ freeAt: 0, numPages: target, actual: 0 },
      ...{ stats: [], statsHead: -1, wakeAt: -1 },
    };
    const list = new DataView(new ArrayBuffer(MAX_LIST));
    const listBytes = new Uint8Array(list.buffer);

    /** Pages by their numbers; neighbours are told together. */
    const pages = (chain: Chain, tell: (pa: number, bytes: number) => void): boolean => {
      const { readableBytes: bytes } = chain;
      if (bytes > MAX_LIST || bytes % 4 !== 0 || !chain.read(0, listBytes.subarray(0, bytes))) return false;
      for (let at = 0; at < bytes;) {
        const first = list.getUint32(at, true);
        let count = 1;
        for (at += 4; at < bytes && list.getUint32(at, true) === first + count; at += 4) count++;
        tell(first * PAGE, count * PAGE);
      }
      return true;
    };
    const free = (chain: Chain): boolean => {
      chain.eachWritable((pa, bytes) => {
        // Whole pages only; an address that is none leads nowhere.
        const from = Math.ceil(pa / PAGE) * PAGE;
        const to = Math.floor((pa + bytes) / PAGE) * PAGE;
        if (pa >= 0 && to > from) reported?.(from, to - from);
      });
      return true;
    };
    const statistics = (chain: Chain): boolean => {
      const bytes = Math.min(chain.readableBytes, MAX_STATS * STAT_BYTES);
      if (!chain.read(0, listBytes.subarray(0, bytes))) return false;
      state.stats = BALLOON_STATS.map(() => -1);
      for (let at = 0; at + STAT_BYTES <= bytes; at += STAT_BYTES) {
        const tag = list.getUint16(at, true);
        if (tag < BALLOON_STATS.length) state.stats[tag] = Number(list.getBigUint64(at + 2, true));
      }
      state.statsHead = chain.heads[0];
      if (bytes > 0) changed?.();
      return true;
    };

    /**
     * What a queue is for. Linux numbers only the queues that it uses, one after the other; the specification gives the last one number
     * 4, come what may. As there is no queue for hints here, both can be told apart.
     */
    const purpose = (queue: number): ((chain: Chain) => boolean) => {
      if (queue === QUEUE.INFLATE) return (chain) => pages(chain, inflated);
      if (queue === QUEUE.DEFLATE) return (chain) => pages(chain, deflated);
      return queue === QUEUE.STATS && port.has(BALLOON_F.STATS_VQ) ? statistics : free;
    };

    const work = (index: number): void => {
      const queue = port.queues[index];
      const take = purpose(index);
      workOff(port, queue, clock, state, (chain) => {
        if (!take(chain)) {
          port.broken('a list of pages that is not in memory');
          return -1;
        }
        const named = take === free ? 0 : chain.readableBytes / 4;
        // The buffer with statistics is kept: giving it back asks for new ones.
        if (take !== statistics) queue.use(chain.heads[0], 0);
        return TIME.buffer + TIME.page * named;
      });
      deadline.at(state.wakeAt);
    };
    const deadline = createDeadline(clock, () => {
      state.wakeAt = -1;
      for (let index = 0; index < port.queues.length && port.running; index++)
        if (port.queues[index].ready) work(index);
    });

    return {
      id: BALLOON_ID,
      state,
      features: [
        ...[BALLOON_F.MUST_TELL_HOST, BALLOON_F.STATS_VQ, BALLOON_F.DEFLATE_ON_OOM],
        ...(reported ? [BALLOON_F.PAGE_REPORTING] : []),
      ],
      queues: Array.from({ length: 5 }, () => QUEUE_SIZE),
      configBytes: CONFIG.BYTES,
      config(view) {
        view.setUint32(CONFIG.NUM_PAGES, state.numPages, true);
        view.setUint32(CONFIG.ACTUAL, state.actual, true);
      },
      writeConfig(offset, size, value) {
        if (offset !== CONFIG.ACTUAL || size !== 4) return;
        state.actual = value;
        changed?.();
      },
      notified: work,
      setTarget(count) {
        if (count === state.numPages) return;
        state.numPages = count;
        port.configChanged();
      },
      get actual() {
        return state.actual;
      },
      get stats() {
        return Object.fromEntries(
          BALLOON_STATS.map((name, tag) => [name, state.stats[tag] ?? -1] as const).filter(([, value]) => value >= 0),
        );
      },
      askStats() {
        if (!port.running || state.statsHead < 0) return false;
        const queue = port.queues[QUEUE.STATS];
        queue.use(state.statsHead, 0);
        state.statsHead = -1;
        queue.signal();
        return true;
      },
      reset(queue) {
        if (queue === undefined || queue === QUEUE.STATS) state.statsHead = -1;
        // A driver that begins anew has all its pages.
        if (queue !== undefined) return;
        Object.assign(state, { actual: 0, freeAt: 0, wakeAt: -1 });
        deadline.at(-1);
      },
      // What is asked for comes from outside.
      resetFrom: ({ numPages }) => void (state.numPages = numPages),
      restored: () => deadline.at(state.wakeAt),
    };
  };
