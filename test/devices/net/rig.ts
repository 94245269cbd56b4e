/** NICs in memory, and what they may send. */
import { completeChecksum } from '../../../src/devices/virtio/offload.js';
import {
  NET_FLAGS,
  NO_OFFLOAD,
  type NetBackend,
  type NetOffload,
  type NetPort,
} from '../../../src/devices/virtio/net-backend.js';
import { ETHER, ETHERTYPE, IP, PROTOCOL, put16, put48, putEther, UDP } from '../../../src/devices/net/frame.js';
import { putIp4, pseudoSum } from '../../../src/devices/net/ipv4.js';
import { add, folded } from '../../../src/devices/virtio/offload.js';

export interface Sent {
  readonly frame: Uint8Array;
  readonly offload: NetOffload;
}

export interface TestNic extends NetPort {
  linkUp: boolean;
  /** What has come, the oldest first. */
  readonly got: Sent[];
  /** So many frames may come before it has no buffers. */
  room: number;
  resumed: number;
  /** Sends a frame. */
  send(frame: Uint8Array, offload?: NetOffload): boolean;
  /** Called with each frame that comes. */
  onFrame?: ((frame: Uint8Array, offload: NetOffload) => void) | undefined;
}

/** A NIC plugged into `backend`. */
export function testNic(backend: NetBackend, mac: number): TestNic {
  const bytes = new Uint8Array(6);
  put48(bytes, 0, mac);
  const nic: TestNic = {
    mac: bytes,
    got: [],
    room: Infinity,
    resumed: 0,
    linkUp: true,
    receive(frame, offload) {
      if (nic.room <= 0) return false;
      nic.room--;
      nic.got.push({ frame: frame.slice(), offload: { ...offload } });
      nic.onFrame?.(frame, offload);
      return true;
    },
    resume: () => void nic.resumed++,
    setLink: (up) => void (nic.linkUp = up),
    send: (frame, offload = NO_OFFLOAD) => backend.send(frame, offload),
  };
  backend.connect(nic);
  return nic;
}

/** A frame of 60 bytes. */
export function testFrame(to: number, from: number, fill = 0): Uint8Array {
  const frame = new Uint8Array(60).fill(fill);
  putEther(frame, to, from, 0x88b5);
  return frame;
}

/** A frame with its checksum, if that was left to the NIC. */
export function completed({ frame, offload }: Sent): Uint8Array {
  const copy = frame.slice();
  if ((offload.flags & NET_FLAGS.NEEDS_CSUM) !== 0) completeChecksum(copy, offload);
  return copy;
}

/** An IPv4 packet in a frame. */
export function ipFrame(
  ends: { toMac: number; fromMac: number; source: number; destination: number },
  protocol: number,
  payload: Uint8Array,
  { fragment = 0, id = 1, ttl = 64 } = {},
): Uint8Array {
  const frame = new Uint8Array(ETHER.BYTES + IP.BYTES + payload.length);
  putEther(frame, ends.toMac, ends.fromMac, ETHERTYPE.IPV4);
  putIp4(frame, ETHER.BYTES, { ...ends, protocol, id }, payload.length, fragment);
  if (ttl !== 64) {
    frame[ETHER.BYTES + IP.TTL] = ttl;
    put16(frame, ETHER.BYTES + IP.CHECKSUM, 0);
    put16(frame, ETHER.BYTES + IP.CHECKSUM, folded(add(frame, ETHER.BYTES, ETHER.BYTES + IP.BYTES)));
  }
  frame.set(payload, ETHER.BYTES + IP.BYTES);
  return frame;
}

/** A datagram with its checksum. */
export function udpPayload(
  source: number,
  destination: number,
  fromPort: number,
  toPort: number,
  bytes: Uint8Array,
): Uint8Array {
  const payload = new Uint8Array(UDP.BYTES + bytes.length);
  put16(payload, UDP.SOURCE, fromPort);
  put16(payload, UDP.DESTINATION, toPort);
  put16(payload, UDP.LENGTH, payload.length);
  payload.set(bytes, UDP.BYTES);
  put16(
    payload,
    UDP.CHECKSUM,
    folded(add(payload, 0, payload.length, pseudoSum(source, destination, PROTOCOL.UDP, payload.length))) || 0xffff,
  );
  return payload;
}
