/** The 9P transport (virtio 1.2, 5.9 leaves it to its own document: one queue, each buffer a request and room for its answer). */
import type { Clock } from '../../aarch64/bus.js';
import { createDeadline } from '../deadline.js';
import type { ShareBackend } from '../ninep/backend.js';
import { HEADER_BYTES, MESSAGES, RLERROR_BYTES } from '../ninep/messages.js';
import { MAX_MSIZE, type NinepState } from '../ninep/requests.js';
import { newNinep, ninepServer } from '../ninep/server.js';
import type { VirtioDevice, VirtioKind } from './device.js';
import { finish, finishLater, nextWork, type Finishing } from './finished.js';
import { ELEMENT, nextTurn, spend } from './pace.js';
import type { Chain } from './queue.js';

const NINEP_ID = 9;
export const NINEP_F = { MOUNT_TAG: 0 } as const;
const QUEUE_SIZE = 128;
/** virtio_9p_config: tag_len, tag. */
const TAG_AT = 2;
/** What Linux shows of a tag, and what a mount names, is one line. */
export const MAX_TAG = 255;

/** ns: a message occupies the server for so long, and for each byte; then it takes this until its answer is seen. */
const TIME = { message: 2000, byte: 0.5, latency: 20_000, sync: 100_000 } as const;

export interface Virtio9pState extends Finishing, NinepState {
  /** When the device does something next (ns), -1 if only the driver can make it. */
  wakeAt: number;
}

export interface Share9pOptions {
  /** What a guest mounts it by: ASCII. */
  readonly tag: string;
  readonly backend: ShareBackend;
  /** Every change is refused with EROFS. */
  readonly readOnly?: boolean | undefined;
  readonly clock: Clock;
}

export type Virtio9p = VirtioDevice<Virtio9pState>;

export const virtio9p =
  ({ tag, backend, readOnly = false, clock }: Share9pOptions): VirtioKind<Virtio9p> =>
  (port) => {
    const idle = { freeAt: 0, finished: [], wakeAt: -1 };
    const state: Virtio9pState = { ...newNinep(), ...idle };
    const server = ninepServer(state, backend, readOnly);
    let request: Uint8Array | undefined;
    let answer: Uint8Array | undefined;

    /** Does one message, which is in `chain`. */
    const perform = (chain: Chain): void => {
      request ??= new Uint8Array(MAX_MSIZE);
      answer ??= new Uint8Array(MAX_MSIZE);
      // Without room for an error nothing could be answered.
      if (chain.readableBytes < HEADER_BYTES || chain.writableBytes < RLERROR_BYTES)
        return port.broken('a 9P message without header or room for an answer');
      const head = request.subarray(0, HEADER_BYTES);
      if (!chain.read(0, head)) return port.broken('a 9P message that is not in memory');
      const bytes = (head[0] | (head[1] << 8) | (head[2] << 16) | (head[3] << 24)) >>> 0;
      if (bytes < HEADER_BYTES || bytes > Math.min(chain.readableBytes, MAX_MSIZE))
        return port.broken(`a 9P message of ${bytes} bytes`);
      const message = request.subarray(0, bytes);
      if (!chain.read(0, message)) return port.broken('a 9P message that is not in memory');
      const written = server.respond(message, answer.subarray(0, Math.min(chain.writableBytes, MAX_MSIZE)));
      if (!chain.write(0, answer.subarray(0, written)))
        return port.broken('room for an answer of 9P that is not in memory');
      const moved = bytes + written;
      const done = spend(state, clock.now(), TIME.message + TIME.byte * moved + ELEMENT * chain.elements, moved, {});
      const at = done + (head[4] === MESSAGES.Tfsync.type ? TIME.sync : TIME.latency);
      // Tflush relies on the order of answers: none is seen before one to an earlier message.
      const last = state.finished.at(-1)?.at ?? 0;
      finishLater(state, { queue: 0, head: chain.heads[0], written, at: Math.max(at, last) });
    };

    /** Takes on what there is. @returns whether something waits */
    const takeOn = (): boolean => {
      const [queue] = port.queues;
      while (port.running && queue.available() > 0) {
        if (nextTurn(state) > clock.now()) return true;
        if (!queue.take()) return false;
        perform(queue.chain);
      }
      if (port.running) queue.await();
      return false;
    };

    const work = (): void => {
      finish(port, state, clock.now());
      state.wakeAt = nextWork(state, takeOn());
      deadline.at(state.wakeAt);
    };
    const deadline = createDeadline(clock, work);

    return {
      id: NINEP_ID,
      state,
      features: [NINEP_F.MOUNT_TAG],
      queues: [QUEUE_SIZE],
      configBytes: TAG_AT + tag.length,
      config(view) {
        view.setUint16(0, tag.length, true);
        for (let i = 0; i < tag.length; i++) view.setUint8(TAG_AT + i, tag.charCodeAt(i));
      },
      notified: work,
      reset() {
        server.reset();
        Object.assign(state, { ...idle, finished: [] });
        deadline.at(-1);
      },
      restored() {
        server.restored();
        deadline.at(state.wakeAt);
      },
    };
  };
