/** The entropy device (virtio 1.2, 5.4). Its numbers come from a seed: the same machine draws the same ones. */
import { nextWord, seeded } from '../random.js';
import type { VirtioDevice, VirtioKind } from './device.js';

const ENTROPY_ID = 4;
const QUEUE_SIZE = 64;
/** A buffer gets at most so many bytes at once, which the specification allows. */
const MOST = 4096;
/** Apart from what else is drawn from the machine's seed. */
const OWN = 0x76726e67;

export interface EntropyState {
  /** The generator: four words. */
  generator: number[];
}

export type VirtioEntropy = VirtioDevice<EntropyState>;

/** @param seed an integer; its low 32 bits count */
export const virtioEntropy =
  ({ seed }: { readonly seed: number }): VirtioKind<VirtioEntropy> =>
  (port) => {
    const state: EntropyState = { generator: seeded(seed ^ OWN) };
    const bytes = new Uint8Array(MOST);
    const words = new DataView(bytes.buffer);
    const fill = (length: number): Uint8Array => {
      for (let at = 0; at < length; at += 4) words.setUint32(at, nextWord(state.generator), true);
      return bytes.subarray(0, length);
    };
    return {
      id: ENTROPY_ID,
      state,
      features: [],
      queues: [QUEUE_SIZE],
      configBytes: 0,
      config: () => undefined,
      notified() {
        const [queue] = port.queues;
        for (let left = queue.available(); left > 0 && port.running; left--) {
          if (!queue.take()) return;
          const { chain } = queue;
          const length = Math.min(MOST, chain.writableBytes);
          if (!chain.write(0, fill(length))) return port.broken('a buffer for random numbers that is not in memory');
          queue.use(chain.heads[0], length);
        }
        queue.await();
        queue.signal();
      },
      reset: () => undefined,
      // The generator goes on where it was: a board that starts anew draws other numbers.
      resetFrom: ({ generator }) => void (state.generator = generator),
      restored: () => undefined,
    };
  };
