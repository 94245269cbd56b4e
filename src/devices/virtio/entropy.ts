/** The entropy device (virtio 1.2, 5.4). Its numbers come from a seed: the same machine draws the same ones. */
import type { Clock } from '../../aarch64/bus.js';
import { createDeadline } from '../deadline.js';
import { nextWord, seeded } from '../random.js';
import type { VirtioDevice, VirtioKind } from './device.js';
import { ELEMENT, nextTurn, spend, type Paced } from './pace.js';

const ENTROPY_ID = 4;
const QUEUE_SIZE = 64;
/** A buffer gets at most so many bytes at once, which the specification allows. */
const MOST = 4096;
/** Apart from what else is drawn from the machine's seed. */
const OWN = 0x76726e67;

/** ns for a buffer, and for a byte: randomness is made no faster. */
const TIME = { buffer: 1000, byte: 20 } as const;

export interface EntropyState extends Paced {
  /** The generator: four words. */
  generator: number[];
  /** When the device looks for more buffers (ns), -1 if it waits for the driver. */
  wakeAt: number;
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
    const work = (): void => {
      const [queue] = port.queues;
      state.wakeAt = -1;
      for (let left = queue.available(); left > 0 && port.running; left--) {
        if (nextTurn(state) > clock.now()) {
          state.wakeAt = nextTurn(state);
          break;
        }
        if (!queue.take()) break;
        const { chain } = queue;
        const length = Math.min(MOST, chain.writableBytes);
        if (!chain.write(0, fill(length))) return port.broken('a buffer for random numbers that is not in memory');
        spend(state, clock.now(), TIME.buffer + TIME.byte * length + ELEMENT * chain.elements, 0, {});
        queue.use(chain.heads[0], length);
      }
      deadline.at(state.wakeAt);
      if (!port.running) return;
      queue.await();
      queue.signal();
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
