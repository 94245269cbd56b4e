/** Which flow a frame belongs to, the same for both directions: by it received frames follow those that were sent (virtio 1.2, 5.1.6.5.6). */
import { networkHeader } from './offload.js';

/** Flows that are told apart. */
export const FLOWS = 256;
const IPV4 = { TYPE: 0x0800, BYTES: 20, SOURCE: 12, ADDRESSES: 8, PROTOCOL: 9, FRAGMENT: 6 } as const;
const IPV6 = { TYPE: 0x86dd, BYTES: 40, SOURCE: 8, ADDRESSES: 32, PROTOCOL: 6 } as const;
const PORTS: readonly number[] = [6, 17];

/** A number below FLOWS. 0 for what is no IP. */
export function flowOf(frame: Uint8Array): number {
  const network = networkHeader(frame);
  const kind = network?.type === IPV4.TYPE ? IPV4 : network?.type === IPV6.TYPE ? IPV6 : undefined;
  if (!network || !kind || network.at + kind.BYTES > frame.length) return 0;
  const { at } = network;
  // Sums of bytes do not change when source and destination do.
  let hash = frame[at + kind.PROTOCOL];
  for (let i = 0; i < kind.ADDRESSES; i++) hash += frame[at + kind.SOURCE + i] * ((i % (kind.ADDRESSES / 2)) * 2 + 1);
  const transport = at + (kind === IPV4 ? (frame[at] & 15) * 4 : IPV6.BYTES);
  const fragment = kind === IPV4 && ((frame[at + IPV4.FRAGMENT] & 0x3f) | frame[at + IPV4.FRAGMENT + 1]) !== 0;
  if (PORTS.includes(frame[at + kind.PROTOCOL]) && !fragment && transport + 4 <= frame.length)
    hash += 31 * (frame[transport + 1] + frame[transport + 3]) + 7 * (frame[transport] + frame[transport + 2]);
  return (hash ^ (hash >> 8)) & (FLOWS - 1);
}
