/** A queue of bytes that can be looked at anywhere, as plain data: what TCP has sent and not heard of, and what it will send. */

export interface Ring {
  bytes: Uint8Array;
  start: number;
  length: number;
}

const SMALLEST = 2048;

export const newRing = (): Ring => ({ bytes: new Uint8Array(0), start: 0, length: 0 });

export function ringPush(ring: Ring, more: Uint8Array): void {
  const need = ring.length + more.length;
  if (need > ring.bytes.length) {
    let size = Math.max(SMALLEST, ring.bytes.length);
    while (size < need) size *= 2;
    const bytes = new Uint8Array(size);
    ringCopy(ring, 0, bytes.subarray(0, ring.length));
    Object.assign(ring, { bytes, start: 0 });
  }
  const at = (ring.start + ring.length) % ring.bytes.length;
  const first = Math.min(more.length, ring.bytes.length - at);
  ring.bytes.set(more.subarray(0, first), at);
  ring.bytes.set(more.subarray(first), 0);
  ring.length = need;
}

/** Fills `into` with bytes from `offset` on, which must be there. */
export function ringCopy(ring: Ring, offset: number, into: Uint8Array): void {
  if (into.length === 0) return;
  const at = (ring.start + offset) % ring.bytes.length;
  const first = Math.min(into.length, ring.bytes.length - at);
  into.set(ring.bytes.subarray(at, at + first));
  into.set(ring.bytes.subarray(0, into.length - first), first);
}

/** Takes bytes off its head. An empty ring keeps no memory. */
export function ringDrop(ring: Ring, count: number): void {
  ring.length -= count;
  if (ring.length <= 0) Object.assign(ring, newRing());
  else ring.start = (ring.start + count) % ring.bytes.length;
}
