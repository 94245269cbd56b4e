/** Puts fragments together (RFC 791, 3.2; RFC 815's problem, for few packets at a time). */
import type { Packet } from './ipv4.js';

/** Packets that are put together at a time. The one begun first gives way: 1 MiB is all that this keeps. */
export const PACKETS = 16;
/** Fragments of one packet. */
export const FRAGMENTS = 64;
/** How long one is waited for, ns (RFC 1122, 3.3.2 says 60 to 120 s; Linux waits 30). */
export const PATIENCE = 30e9;
const MAX_BYTES = 65_535 - 20;

interface Partial {
  source: number;
  destination: number;
  protocol: number;
  id: number;
  until: number;
  parts: { offset: number; bytes: Uint8Array }[];
  /** Length of the whole, -1 until the last fragment has come. */
  total: number;
}

export type Partials = Partial[];

/** @returns the whole packet, once this is the last of its fragments that was missing */
export function reassemble(partials: Partials, packet: Packet, now: number): Packet | undefined {
  if (packet.offset === 0 && !packet.more) return packet;
  const end = packet.offset + packet.payload.length;
  // All but the last are multiples of 8 bytes.
  if (end > MAX_BYTES || (packet.more && packet.payload.length % 8 !== 0) || packet.payload.length === 0)
    return undefined;
  for (let i = partials.length - 1; i >= 0; i--) if (partials[i].until < now) partials.splice(i, 1);
  let partial = partials.find(
    (p) =>
      p.id === packet.id &&
      p.source === packet.source &&
      p.destination === packet.destination &&
      p.protocol === packet.protocol,
  );
  if (!partial) {
    const { source, destination, protocol, id } = packet;
    partial = { source, destination, protocol, id, until: now + PATIENCE, parts: [], total: -1 };
    if (partials.length >= PACKETS) partials.shift();
    partials.push(partial);
  }
  const { parts } = partial;
  const forget = (): undefined => void partials.splice(partials.indexOf(partial), 1);
  // Who overlaps fragments wants to confuse somebody (RFC 5722 forbids it for IPv6).
  const overlaps = parts.some(({ offset, bytes }) => packet.offset < offset + bytes.length && offset < end);
  if (overlaps || parts.length >= FRAGMENTS) return forget();
  parts.push({ offset: packet.offset, bytes: packet.payload.slice() });
  if (!packet.more) partial.total = end;
  const { total } = partial;
  if (total < 0 || parts.reduce((sum, { bytes }) => sum + bytes.length, 0) < total) return undefined;
  forget();
  if (parts.some(({ offset, bytes }) => offset + bytes.length > total)) return undefined;
  const payload = new Uint8Array(total);
  for (const { offset, bytes } of parts) payload.set(bytes, offset);
  return { ...packet, payload, offset: 0, more: false };
}
