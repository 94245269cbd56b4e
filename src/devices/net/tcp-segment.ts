/** TCP segments in and out of bytes (RFC 9293, 3.1; window scaling: RFC 7323). */
import { get16, get32, put16, put32 } from './frame.js';

const HEADER = {
  SOURCE: 0,
  DESTINATION: 2,
  SEQ: 4,
  ACK: 8,
  OFFSET: 12,
  FLAGS: 13,
  WINDOW: 14,
  CHECKSUM: 16,
  BYTES: 20,
};
export const TCP_CHECKSUM = HEADER.CHECKSUM;
export const TCP_F = { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16 } as const;
const OPTION = { END: 0, NOP: 1, MSS: 2, SCALE: 3 } as const;

export interface Segment {
  readonly source: number;
  readonly destination: number;
  readonly seq: number;
  readonly ack: number;
  /** Of TCP_F. */
  readonly flags: number;
  /** As it is in the header, not scaled. */
  readonly window: number;
  /** Options of a SYN; undefined where there are none. */
  readonly mss?: number | undefined;
  readonly scale?: number | undefined;
  readonly bytes: Uint8Array;
}

/** undefined for what is no segment. */
export function parseTcp(packet: Uint8Array): Segment | undefined {
  if (packet.length < HEADER.BYTES) return undefined;
  const headerBytes = (packet[HEADER.OFFSET] >> 4) * 4;
  if (headerBytes < HEADER.BYTES || headerBytes > packet.length) return undefined;
  let mss: number | undefined;
  let scale: number | undefined;
  for (let at = HEADER.BYTES; at < headerBytes;) {
    const kind = packet[at];
    if (kind === OPTION.END) break;
    if (kind === OPTION.NOP) {
      at++;
      continue;
    }
    const length = at + 1 < headerBytes ? packet[at + 1] : 0;
    if (length < 2 || at + length > headerBytes) break;
    if (kind === OPTION.MSS && length === 4) mss = get16(packet, at + 2);
    if (kind === OPTION.SCALE && length === 3) scale = Math.min(14, packet[at + 2]);
    at += length;
  }
  return {
    source: get16(packet, HEADER.SOURCE),
    destination: get16(packet, HEADER.DESTINATION),
    seq: get32(packet, HEADER.SEQ),
    ack: get32(packet, HEADER.ACK),
    flags: packet[HEADER.FLAGS] & 0x1f,
    window: get16(packet, HEADER.WINDOW),
    mss,
    scale,
    bytes: packet.subarray(headerBytes),
  };
}

/** Writes a segment's header at `at`, with a checksum of 0. @returns its length; the payload comes behind it */
export function putTcp(bytes: Uint8Array, at: number, segment: Omit<Segment, 'bytes'>): number {
  let end = at + HEADER.BYTES;
  if (segment.mss !== undefined) {
    put32(bytes, end, (OPTION.MSS << 24) | (4 << 16) | segment.mss);
    end += 4;
  }
  if (segment.scale !== undefined) {
    put32(bytes, end, (OPTION.NOP << 24) | (OPTION.SCALE << 16) | (3 << 8) | segment.scale);
    end += 4;
  }
  put16(bytes, at + HEADER.SOURCE, segment.source);
  put16(bytes, at + HEADER.DESTINATION, segment.destination);
  put32(bytes, at + HEADER.SEQ, segment.seq);
  put32(bytes, at + HEADER.ACK, segment.ack);
  bytes[at + HEADER.OFFSET] = ((end - at) / 4) << 4;
  bytes[at + HEADER.FLAGS] = segment.flags;
  put16(bytes, at + HEADER.WINDOW, segment.window);
  put32(bytes, at + HEADER.CHECKSUM, 0);
  return end - at;
}
