/** The console device (virtio 1.2, 5.3), with its single port: bytes out and in, as on a serial line. */
import type { Clock } from '../../aarch64/bus.js';
import { createDeadline } from '../deadline.js';
import type { VirtioDevice, VirtioKind } from './device.js';
import type { Chain } from './queue.js';
import { workOff, type WorkingOff } from './work-off.js';

const CONSOLE_ID = 3;
/** Feature bits (5.3.3). */
export const CONSOLE_F = { SIZE: 0, EMERG_WRITE: 2 } as const;
const QUEUE = { RECEIVE: 0, TRANSMIT: 1 } as const;
const QUEUE_SIZE = 64;
/** virtio_console_config: cols, rows, max_nr_ports, emerg_wr. */
const CONFIG = { COLS: 0, ROWS: 2, MAX_NR_PORTS: 4, EMERG_WR: 8, BYTES: 12 } as const;
/** ns for a byte, and for a buffer: nobody waits for it, but a flood passes no faster. */
const TIME = { byte: 10, buffer: 200 } as const;
/** The longest buffer that is taken for one. */
const MAX_BUFFER = 1 << 20;
const PIECE = 4096;

export interface ConsoleState extends WorkingOff {
  cols: number;
  rows: number;
}

export interface ConsoleOptions {
  readonly clock: Clock;
  /** Takes the bytes that are sent; they are only good during the call. */
  readonly transmit: (bytes: Uint8Array) => void;
  /** There is room again for what was turned away. */
  readonly onRoom?: () => void;
  readonly cols?: number;
  readonly rows?: number;
}

export interface VirtioConsole extends VirtioDevice<ConsoleState> {
  /** A byte arrives. False: the driver has no buffer for it, nothing has happened, and `onRoom` will be called. */
  push(byte: number): boolean;
  /** The terminal has another size, in characters: the driver is told. */
  resize(cols: number, rows: number): void;
}

export const virtioConsole =
  ({ clock, transmit, onRoom = () => undefined, cols = 80, rows = 25 }: ConsoleOptions): VirtioKind<VirtioConsole> =>
  (port) => {
    const state: ConsoleState = { freeAt: 0, cols, rows, wakeAt: -1 };
    const piece = new Uint8Array(PIECE);
    const byte = new Uint8Array(1);
    /** Whether `push` has turned a byte away since there was room. */
    let turnedAway = false;

    const print = (chain: Chain): number => {
      const { readableBytes: bytes } = chain;
      if (bytes > MAX_BUFFER) {
        port.broken(`${bytes} bytes to print at once`);
        return -1;
      }
      for (let at = 0; at < bytes; at += PIECE) {
        const part = bytes - at >= PIECE ? piece : piece.subarray(0, bytes - at);
        if (!chain.read(at, part)) {
          port.broken('text that is not in memory');
          return -1;
        }
        transmit(part);
      }
      port.queues[QUEUE.TRANSMIT].use(chain.heads[0], 0);
      return TIME.buffer + TIME.byte * bytes;
    };
    const send = (): void => {
      state.wakeAt = -1;
      workOff(port, port.queues[QUEUE.TRANSMIT], clock, state, print);
      deadline.at(state.wakeAt);
    };
    const deadline = createDeadline(clock, send);

    return {
      id: CONSOLE_ID,
      state,
      features: [CONSOLE_F.SIZE, CONSOLE_F.EMERG_WRITE],
      queues: [QUEUE_SIZE, QUEUE_SIZE],
      configBytes: CONFIG.BYTES,
      config(view) {
        view.setUint16(CONFIG.COLS, state.cols, true);
        view.setUint16(CONFIG.ROWS, state.rows, true);
        view.setUint32(CONFIG.MAX_NR_PORTS, 1, true);
        view.setUint32(CONFIG.EMERG_WR, 0, true);
      },
      writeConfig(offset, _size, value) {
        // Works before anything is set up, and after everything has failed (5.3.5.1).
        if (offset === CONFIG.EMERG_WR) transmit(Uint8Array.of(value & 0xff));
      },
      notified(queue) {
        if (queue === QUEUE.TRANSMIT) return send();
        if (!turnedAway) return;
        turnedAway = false;
        onRoom();
      },
      push(value) {
        const queue = port.queues[QUEUE.RECEIVE];
        // Buffers too short for anything go back as they came.
        for (let left = port.running ? queue.available() : 0; left > 0; left--) {
          if (!queue.take()) break;
          const { chain } = queue;
          const taken = Math.min(1, chain.writableBytes);
          byte[0] = value;
          if (taken > 0 && !chain.write(0, byte)) {
            port.broken('a buffer for what is typed that is not in memory');
            break;
          }
          queue.use(chain.heads[0], taken);
          queue.signal();
          if (taken > 0) return true;
        }
        turnedAway = true;
        if (port.running) queue.await();
        return false;
      },
      resize(columns, lines) {
        Object.assign(state, { cols: columns, rows: lines });
        port.configChanged();
      },
      reset(queue) {
        if (queue === QUEUE.RECEIVE) return;
        Object.assign(state, { freeAt: 0, wakeAt: -1 });
        deadline.at(-1);
      },
      // The terminal's size comes from outside.
      resetFrom: (before) => void Object.assign(state, { cols: before.cols, rows: before.rows }),
      restored() {
        // Someone may have been turned away before the snapshot or since: asking again does no harm.
        turnedAway = true;
        deadline.at(state.wakeAt);
      },
    };
  };
