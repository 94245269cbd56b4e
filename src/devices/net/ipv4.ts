/** IPv4 packets, in and out of frames (RFC 791), and the checksums of what they carry. */
import { NET_FLAGS, type NetOffload } from '../virtio/net-backend.js';
import { add, folded } from '../virtio/offload.js';
import { ETHER, get16, get32, IP, IP_F, PROTOCOL, put16, put32, UDP } from './frame.js';

/** A packet, or one put together from its fragments. */
export interface Packet {
  readonly source: number;
  readonly destination: number;
  readonly protocol: number;
  readonly ttl: number;
  /** What it carries: a part of the frame it came in. */
  readonly payload: Uint8Array;
  /** The header, for errors that quote it. */
  readonly header: Uint8Array;
  readonly id: number;
  /** Where the payload belongs, in bytes, and whether more comes behind it. */
  readonly offset: number;
  readonly more: boolean;
}

/** The packet in a frame; undefined for none, or one whose header is wrong. */
export function parseIp4(frame: Uint8Array): Packet | undefined {
  const at = ETHER.BYTES;
  if (frame.length < at + IP.BYTES || frame[at] >> 4 !== 4) return undefined;
  const headerBytes = (frame[at] & 15) * 4;
  const length = get16(frame, at + IP.LENGTH);
  if (headerBytes < IP.BYTES || length < headerBytes || at + length > frame.length) return undefined;
  if (folded(add(frame, at, at + headerBytes)) !== 0) return undefined;
  const fragment = get16(frame, at + IP.FRAGMENT);
  return {
    source: get32(frame, at + IP.SOURCE),
    destination: get32(frame, at + IP.DESTINATION),
    protocol: frame[at + IP.PROTOCOL],
    ttl: frame[at + IP.TTL],
    payload: frame.subarray(at + headerBytes, at + length),
    header: frame.subarray(at, at + headerBytes),
    id: get16(frame, at + IP.ID),
    offset: (fragment & IP_F.OFFSET) * 8,
    more: (fragment & IP_F.MORE) !== 0,
  };
}

/** The sum of the pseudo-header that TCP and UDP begin their checksum with. */
export const pseudoSum = (source: number, destination: number, protocol: number, bytes: number): number =>
  (source >>> 16) + (source & 0xffff) + (destination >>> 16) + (destination & 0xffff) + protocol + bytes;

/** Whether a packet's own checksum is right, or was left to hardware that is never wrong. */
export function soundPayload({ source, destination, protocol, payload }: Packet, { flags }: NetOffload): boolean {
  if ((flags & (NET_FLAGS.NEEDS_CSUM | NET_FLAGS.DATA_VALID)) !== 0) return true;
  if (protocol === PROTOCOL.ICMP) return folded(add(payload, 0, payload.length)) === 0;
  if (protocol === PROTOCOL.UDP) {
    // Without a checksum, or with a length that leaves out the end.
    if (payload.length < UDP.BYTES || get16(payload, UDP.CHECKSUM) === 0) return true;
    const length = Math.min(payload.length, get16(payload, UDP.LENGTH));
    return folded(add(payload, 0, length, pseudoSum(source, destination, protocol, length))) === 0;
  }
  if (protocol !== PROTOCOL.TCP) return true;
  return folded(add(payload, 0, payload.length, pseudoSum(source, destination, protocol, payload.length))) === 0;
}

/** Writes a header without options at `at`. @param fragment flags and offset, as IP_F has them */
export function putIp4(
  bytes: Uint8Array,
  at: number,
  header: { readonly source: number; readonly destination: number; readonly protocol: number; readonly id: number },
  payloadBytes: number,
  fragment: number,
): void {
  put16(bytes, at, 0x4500);
  put16(bytes, at + IP.LENGTH, IP.BYTES + payloadBytes);
  put16(bytes, at + IP.ID, header.id);
  put16(bytes, at + IP.FRAGMENT, fragment);
  bytes[at + IP.TTL] = 64;
  bytes[at + IP.PROTOCOL] = header.protocol;
  put16(bytes, at + IP.CHECKSUM, 0);
  put32(bytes, at + IP.SOURCE, header.source);
  put32(bytes, at + IP.DESTINATION, header.destination);
  put16(bytes, at + IP.CHECKSUM, folded(add(bytes, at, at + IP.BYTES)));
}
