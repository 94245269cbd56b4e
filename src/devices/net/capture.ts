/**
 * Captures of a switch's traffic as pcapng (draft-ietf-opsawg-pcapng), which tells NICs apart by name, and directions: for Wireshark and
 * tshark. Time stamps are guest time, or what the guest's clock shows where an epoch is given. Frames whose checksum was left to the
 * hardware are written with it; frames that are still to be cut to segments are written whole, as Linux's own captures show them.
 */
import type { Clock } from '../../aarch64/bus.js';
import { MAX_GSO_FRAME, NET_FLAGS } from '../virtio/net-backend.js';
import { completeChecksum } from '../virtio/offload.js';
import type { Switch } from './switch.js';

const BLOCK = { SECTION: 0x0a0d0d0a, INTERFACE: 1, PACKET: 6 } as const;
const BYTE_ORDER = 0x1a2b3c4d;
const LINKTYPE_ETHERNET = 1;
/** Options: name of the interface, unit of time stamps (10^-9 s), direction (1 in, 2 out). */
const OPTION = { END: 0, NAME: 2, RESOLUTION: 9, FLAGS: 2 } as const;
const NANOSECONDS = 9;
/** Block type and length, and the length again. */
const BLOCK_FRAME = 12;

const padded = (bytes: number): number => (bytes + 3) & ~3;

/** A block with its lengths: `fill` writes its body. */
function block(type: number, bodyBytes: number, fill: (view: DataView, body: Uint8Array) => void): Uint8Array {
  const bytes = new Uint8Array(BLOCK_FRAME + padded(bodyBytes));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, bytes.length, true);
  view.setUint32(bytes.length - 4, bytes.length, true);
  fill(new DataView(bytes.buffer, 8, bytes.length - BLOCK_FRAME), bytes.subarray(8, bytes.length - 4));
  return bytes;
}

/** The section header, then one description for each interface: what a file begins with. */
export function captureHeader(interfaces: readonly string[]): Uint8Array[] {
  return [
    block(BLOCK.SECTION, 16, (view) => {
      view.setUint32(0, BYTE_ORDER, true);
      view.setUint16(4, 1, true);
      // The section's length: not known.
      view.setBigInt64(8, -1n, true);
    }),
    ...interfaces.map((name) => {
      const text = new TextEncoder().encode(name);
      return block(BLOCK.INTERFACE, 8 + 4 + padded(text.length) + 8 + 4, (view, body) => {
        view.setUint16(0, LINKTYPE_ETHERNET, true);
        view.setUint32(4, MAX_GSO_FRAME, true);
        view.setUint16(8, OPTION.NAME, true);
        view.setUint16(10, text.length, true);
        body.set(text, 12);
        const at = 12 + padded(text.length);
        view.setUint16(at, OPTION.RESOLUTION, true);
        view.setUint16(at + 2, 1, true);
        view.setUint8(at + 4, NANOSECONDS);
      });
    }),
  ];
}

/** One frame. @param time ns, since 1970 or since the reset */
export function capturedFrame(port: number, time: bigint, toNic: boolean, frame: Uint8Array): Uint8Array {
  const data = padded(frame.length);
  return block(BLOCK.PACKET, 20 + data + 12, (view, body) => {
    view.setUint32(0, port, true);
    view.setUint32(4, Number(time >> 32n), true);
    view.setUint32(8, Number(time & 0xffff_ffffn), true);
    view.setUint32(12, frame.length, true);
    view.setUint32(16, frame.length, true);
    body.set(frame, 20);
    view.setUint16(20 + data, OPTION.FLAGS, true);
    view.setUint16(22 + data, 4, true);
    view.setUint32(24 + data, toNic ? 1 : 2, true);
  });
}

export interface CaptureOptions {
  /** Gets what belongs to the file, piece by piece. */
  readonly write: (bytes: Uint8Array) => void;
  /** Of one port, what it sends and gets; without, of the whole network: each frame once, as it was sent. */
  readonly port?: number | undefined;
  /** ns since 1970 at the guest's reset. */
  readonly epoch?: bigint | undefined;
}

/**
 * Captures what comes through a switch from now on. All ports must have been made.
 * @returns ends the capture
 */
export function capture(network: Switch, clock: Clock, { write, port, epoch = 0n }: CaptureOptions): () => void {
  const ports = port === undefined ? network.ports : [network.ports[port]];
  for (const bytes of captureHeader(ports.map(({ name }) => name))) write(bytes);
  return network.tap((from, direction, frame, offload) => {
    if (port === undefined ? direction === 'out' : from !== port) return;
    let bytes = frame;
    if ((offload.flags & NET_FLAGS.NEEDS_CSUM) !== 0) {
      bytes = frame.slice();
      completeChecksum(bytes, offload);
    }
    // The switch's `in` is what the NIC sends.
    write(capturedFrame(port === undefined ? from : 0, epoch + BigInt(clock.now()), direction === 'out', bytes));
  });
}
