/** What a NIC does for its driver: checksums, and cutting large TCP packets to segments (virtio 1.2, 5.1.6.2; RFC 1071, RFC 9293). */
import { GSO, NET_FLAGS, NO_OFFLOAD, type NetOffload } from './net-backend.js';

const ETHERNET = { TYPE: 12, BYTES: 14, VLAN_BYTES: 4, IPV4: 0x0800, IPV6: 0x86dd, VLAN: 0x8100, SERVICE_VLAN: 0x88a8 };
const IPV4 = { LENGTH: 2, ID: 4, CHECKSUM: 10, PROTOCOL: 9, SOURCE: 12, BYTES: 20 } as const;
const IPV6 = { LENGTH: 4, SOURCE: 8, BYTES: 40 } as const;
const TCP = { SEQUENCE: 4, OFFSET: 12, FLAGS: 13, CHECKSUM: 16, BYTES: 20, PROTOCOL: 6 } as const;
const TCP_F = { FIN: 1, PSH: 8, CWR: 0x80 } as const;
/** More segments than a packet of 64 KiB has at the smallest size that TCP allows. */
const MAX_SEGMENTS = 4096;

const word = (bytes: Uint8Array, at: number): number => (bytes[at] << 8) | bytes[at + 1];
const setWord = (bytes: Uint8Array, at: number, value: number): void => {
  bytes[at] = value >> 8;
  bytes[at + 1] = value;
};

/** The ones' complement sum of big-endian half-words from `from` to `to`, not folded; `sum` is what it begins with. */
export function add(bytes: Uint8Array, from: number, to: number, sum = 0): number {
  let at = from;
  for (; at + 1 < to; at += 2) sum += (bytes[at] << 8) | bytes[at + 1];
  if (at < to) sum += bytes[at] << 8;
  return sum;
}
/** The checksum that goes with a sum. */
export function folded(sum: number): number {
  let s = sum;
  while (s > 0xffff) s = (s & 0xffff) + Math.floor(s / 0x10000);
  return ~s & 0xffff;
}
/** UDP has no checksum of zero: it means that there is none. To TCP both zeros are the same. */
const notZero = (checksum: number): number => (checksum === 0 ? 0xffff : checksum);

/**
 * Completes the checksum of a frame whose offload says NEEDS_CSUM, in place. The pseudo-header's sum is where the checksum goes.
 * `csumStart + csumOffset + 2` must lie inside the frame.
 */
export function completeChecksum(frame: Uint8Array, { csumStart, csumOffset }: NetOffload): void {
  setWord(frame, csumStart + csumOffset, notZero(folded(add(frame, csumStart, frame.length))));
}

/** Where the IP header of a frame begins, behind VLAN tags, and the EtherType; undefined for what is too short. */
export function networkHeader(frame: Uint8Array): { readonly at: number; readonly type: number } | undefined {
  let at = ETHERNET.TYPE;
  for (let tags = 0; tags <= 2 && at + 2 <= frame.length; tags++) {
    const type = word(frame, at);
    if (type !== ETHERNET.VLAN && type !== ETHERNET.SERVICE_VLAN) return { at: at + 2, type };
    at += ETHERNET.VLAN_BYTES;
  }
  return undefined;
}

/** The parts of a TCP packet that is to be cut; undefined for what its offload does not describe. */
interface Packet {
  readonly ip: number;
  readonly v6: boolean;
  readonly tcp: number;
  /** Where the payload begins. */
  readonly payload: number;
}

function parse(frame: Uint8Array, { gsoType, gsoSize }: NetOffload): Packet | undefined {
  const v6 = (gsoType & ~GSO.ECN) === GSO.TCPV6;
  const network = networkHeader(frame);
  if (!network || network.type !== (v6 ? ETHERNET.IPV6 : ETHERNET.IPV4) || gsoSize === 0) return undefined;
  const ip = network.at;
  if (ip + (v6 ? IPV6.BYTES : IPV4.BYTES) > frame.length) return undefined;
  if (frame[ip + (v6 ? 6 : IPV4.PROTOCOL)] !== TCP.PROTOCOL) return undefined;
  const tcp = ip + (v6 ? IPV6.BYTES : (frame[ip] & 15) * 4);
  if (tcp < ip + IPV4.BYTES || tcp + TCP.BYTES > frame.length) return undefined;
  const payload = tcp + (frame[tcp + TCP.OFFSET] >> 4) * 4;
  return payload >= tcp + TCP.BYTES && payload <= frame.length ? { ip, v6, tcp, payload } : undefined;
}

/** How many segments a frame makes: 0 for one that can't be cut. */
export function segmentCount(frame: Uint8Array, offload: NetOffload): number {
  const packet = parse(frame, offload);
  if (!packet) return 0;
  const count = Math.max(1, Math.ceil((frame.length - packet.payload) / offload.gsoSize));
  return count > MAX_SEGMENTS ? 0 : count;
}

/**
 * Cuts a TCP packet, as its gsoType and gsoSize say, to segments with complete checksums.
 * @param emit gets each segment, which is only good during the call; false ends it
 * @returns false where the packet can't be cut: no TCP, IPv6 extension headers, a length that does not fit; or where emit has ended it
 */
export function segments(frame: Uint8Array, offload: NetOffload, emit: (segment: Uint8Array) => boolean): boolean {
  const packet = parse(frame, offload);
  const count = segmentCount(frame, offload);
  if (!packet || count === 0) return false;
  const { ip, v6, tcp, payload } = packet;
  const { gsoSize } = offload;
  const out = new Uint8Array(payload + Math.min(gsoSize, frame.length - payload));
  const sequence = word(frame, tcp + TCP.SEQUENCE) * 0x10000 + word(frame, tcp + TCP.SEQUENCE + 2);
  const flags = frame[tcp + TCP.FLAGS];
  for (let i = 0; i < count; i++) {
    const from = payload + i * gsoSize;
    const to = Math.min(frame.length, from + gsoSize);
    const segment = out.subarray(0, payload + to - from);
    segment.set(frame.subarray(0, payload));
    segment.set(frame.subarray(from, to), payload);
    const next = (sequence + i * gsoSize) % 2 ** 32;
    setWord(segment, tcp + TCP.SEQUENCE, Math.floor(next / 0x10000));
    setWord(segment, tcp + TCP.SEQUENCE + 2, next & 0xffff);
    // What ends a stream, or pushes, does so with the last byte; that the window was reduced is said once.
    segment[tcp + TCP.FLAGS] = flags & ~(i < count - 1 ? TCP_F.FIN | TCP_F.PSH : 0) & ~(i > 0 ? TCP_F.CWR : 0);
    if (v6) setWord(segment, ip + IPV6.LENGTH, segment.length - ip - IPV6.BYTES);
    else {
      setWord(segment, ip + IPV4.LENGTH, segment.length - ip);
      setWord(segment, ip + IPV4.ID, (word(frame, ip + IPV4.ID) + i) & 0xffff);
      setWord(segment, ip + IPV4.CHECKSUM, 0);
      setWord(segment, ip + IPV4.CHECKSUM, folded(add(segment, ip, tcp)));
    }
    const pseudo = v6
      ? add(segment, ip + IPV6.SOURCE, ip + IPV6.BYTES)
      : add(segment, ip + IPV4.SOURCE, ip + IPV4.SOURCE + 8);
    setWord(segment, tcp + TCP.CHECKSUM, 0);
    const sum = add(segment, tcp, segment.length, pseudo + TCP.PROTOCOL + segment.length - tcp);
    setWord(segment, tcp + TCP.CHECKSUM, notZero(folded(sum)));
    if (!emit(segment)) return false;
  }
  return true;
}

/** What a receiver can take as it is. */
export interface Accepts {
  readonly csum: boolean;
  readonly tso4: boolean;
  readonly tso6: boolean;
  readonly ecn: boolean;
}

/** Whether a frame that is to be cut can go to a receiver in one piece. */
export function takesWhole({ gsoType }: NetOffload, accepts: Accepts): boolean {
  const kind = gsoType & ~GSO.ECN;
  if (kind === GSO.NONE) return true;
  if ((gsoType & GSO.ECN) !== 0 && !accepts.ecn) return false;
  return accepts.csum && ((kind === GSO.TCPV4 && accepts.tso4) || (kind === GSO.TCPV6 && accepts.tso6));
}

/** Whether what a sender says of its frame can be: all offsets inside, and nothing that nobody knows. */
export function soundOffload(
  frame: Uint8Array,
  { flags, gsoType, gsoSize, csumStart, csumOffset }: NetOffload,
): boolean {
  const needsCsum = (flags & NET_FLAGS.NEEDS_CSUM) !== 0;
  if (needsCsum && csumStart + csumOffset + 2 > frame.length) return false;
  const kind = gsoType & ~GSO.ECN;
  if (kind === GSO.NONE) return (gsoType & GSO.ECN) === 0;
  return (kind === GSO.TCPV4 || kind === GSO.TCPV6) && gsoSize > 0 && needsCsum;
}

/**
 * Makes of any frame such ones as need nothing more: for what is no virtio NIC, such as a capture or the host.
 * @param emit gets each frame, which is only good during the call
 * @returns false where the frame could not be cut, and was dropped
 */
export function plainFrames(frame: Uint8Array, offload: NetOffload, emit: (frame: Uint8Array) => void): boolean {
  if (offload.gsoType !== NO_OFFLOAD.gsoType) {
    return segments(frame, offload, (segment) => {
      emit(segment);
      return true;
    });
  }
  if ((offload.flags & NET_FLAGS.NEEDS_CSUM) === 0) emit(frame);
  else {
    const copy = frame.slice();
    completeChecksum(copy, offload);
    emit(copy);
  }
  return true;
}
