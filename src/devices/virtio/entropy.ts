/** The entropy device (virtio 1.2, 5.4). Its numbers come from a seed: the same machine draws the same ones. */
import type { Clock } from '../../aarch64/bus.js';
import { createDeadline } from '../deadline.js';
import { nextWord, seeded } from '../random.js';
import type { VirtioDevice, VirtioKind } from './device.js';
import type { Chain } from './queue.js';
import { workOff, type WorkingOff } from './work-off.js';

const ENTROPY_ID = 4;
const QUEUE_SIZE = 64;
/** A buffer gets at most so many bytes at once, which the specification allows. */
const MOST = 4096;
/** Apart from what else is drawn from the machine's seed. */
const OWN = 0x76726e67;

/** ns for a buffer, and for a byte: randomness is made no faster. */
const TIME = { buffer: 1000, byte: 20 } as const;

export interface EntropyState extends WorkingOff {
  /** The generator: four words. */
  generator: number[];
}

export type VirtioEntropy = VirtioDevice<EntropyState>;

export interface EntropyOptions {
  readonly clock: Clock;
  /** An integer; its low 32 bits count. */
  readonly seed: number;
}

export const virtioEntropy =
  ({ clock, seed }: EntropyOptions): VirtioKind<VirtioEntropy> =>
  (port) => {
    const state: EntropyState = { freeAt: 0, wakeAt: -1, generator: seeded(seed ^ OWN) };
    const bytes = new Uint8Array(MOST);
    const words = new DataView(bytes.buffer);
    const fill = (length: number): Uint8Array => {
      for (let at = 0; at < length; at += 4) words.setUint32(at, nextWord(state.generator), true);
      return bytes.subarray(0, length);
    };
    const one = (chain: Chain): number => {
      const length = Math.min(MOST, chain.writableBytes);
      if (!chain.write(0, fill(length))) {
        port.broken('a buffer for random numbers that is not in memory');
        return -1;
      }
      port.queues[0].use(chain.heads[0], length);
      return TIME.buffer + TIME.byte * length;
    };
    const work = (): void => {
      state.wakeAt = -1;
      workOff(port, port.queues[0], clock, state, one);
      deadline.at(state.wakeAt);
    };
    const deadline = createDeadline(clock, work);
    return {
      id: ENTROPY_ID,
      state,
      features: [],
      queues: [QUEUE_SIZE],
      configBytes: 0,
      config: () => undefined,
      notified: work,
      reset() {
        Object.assign(state, { freeAt: 0, wakeAt: -1 });
        deadline.at(-1);
      },
      // The generator goes on where it was: a board that starts anew draws other numbers.
      resetFrom: ({ generator }) => void (state.generator = generator),
      restored: () => deadline.at(state.wakeAt),
    };
  };
