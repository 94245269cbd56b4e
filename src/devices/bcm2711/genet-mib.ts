/** UniMAC's counters (RFC 2819 and others; the order is that of Linux's bcmgenet_mib_counters). Lengths are with FCS, as on the wire. */
import { castOf } from './genet-filter.js';
import { MIB_COUNTERS, MIB_RESET, UMAC_MIB } from './genet-registers.js';

/** Sizes from which on the next of the ten counters by size counts; the seventh is for frames with a VLAN tag that are as long as that allows. */
const SIZES = [65, 128, 256, 512, 1024, 1519, 1519, 2048, 4096] as const;
const VLAN = { COUNTER: 6, FROM: 1519, TO: 1522 } as const;
/** Counters after those of sizes, which both directions have in another order. */
const RX = { PACKETS: 10, BYTES: 11, multicast: 12, broadcast: 13, OVERSIZE: 22, GOOD: 25, unicast: 26 } as const;
const TX = { PACKETS: 10, multicast: 11, broadcast: 12, OVERSIZE: 16, BYTES: 26, GOOD: 27, unicast: 28 } as const;
const FCS_BYTES = 4;

function count(words: Uint32Array, block: number, at: typeof RX | typeof TX, frame: Uint8Array): void {
  const base = block >> 2;
  const bytes = frame.length + FCS_BYTES;
  const isTagged = frame[12] === 0x81 && frame[13] === 0;
  let size = 0;
  while (size < SIZES.length && bytes >= SIZES[size]) size++;
  if (isTagged && bytes >= VLAN.FROM && bytes <= VLAN.TO) size = VLAN.COUNTER;
  words[base + size]++;
  words[base + at.PACKETS]++;
  words[base + at.BYTES] += bytes;
  words[base + at[castOf(frame)]]++;
  words[base + at.GOOD]++;
}

/** A frame was received; without FCS, which is counted all the same. */
export const countReceived = (words: Uint32Array, frame: Uint8Array): void => count(words, UMAC_MIB.RX, RX, frame);
/** A frame was sent. */
export const countSent = (words: Uint32Array, frame: Uint8Array): void => count(words, UMAC_MIB.TX, TX, frame);
/** A frame was longer than UMAC_MAX_FRAME_LEN allows. */
export function countOversize(words: Uint32Array, sent: boolean): void {
  words[sent ? (UMAC_MIB.TX >> 2) + TX.OVERSIZE : (UMAC_MIB.RX >> 2) + RX.OVERSIZE]++;
}

/** Clears the groups that UMAC_MIB_CTRL names. */
export function resetCounters(words: Uint32Array, groups: number): void {
  for (const group of ['RX', 'TX', 'RUNT'] as const) {
    const from = UMAC_MIB[group] >> 2;
    if ((groups & MIB_RESET[group]) !== 0) words.fill(0, from, from + MIB_COUNTERS[group]);
  }
}
