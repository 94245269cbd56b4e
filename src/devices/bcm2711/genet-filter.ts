/** Which received frames GENET takes, by their destination (UniMAC, MDF), and to which ring they go, by their contents (HFB). */
import {
  BLOCK,
  CMD,
  DEFAULT_RING,
  DMA,
  dmaRegister,
  HFB,
  MDF_FILTERS,
  RINGS,
  ringEnable,
  UMAC_CMD,
  UMAC_MAC0,
  UMAC_MAC1,
  UMAC_MDF_ADDR,
  UMAC_MDF_CTRL,
} from './genet-registers.js';

const isBroadcast = (frame: Uint8Array): boolean => {
  for (let i = 0; i < 6; i++) if (frame[i] !== 0xff) return false;
  return true;
};

/** 'broadcast', 'multicast' and 'unicast', by a frame's destination. */
export const castOf = (frame: Uint8Array): 'broadcast' | 'multicast' | 'unicast' =>
  (frame[0] & 1) === 0 ? 'unicast' : isBroadcast(frame) ? 'broadcast' : 'multicast';

/** Whether a frame is taken: all are if promiscuous, else those for the filtered addresses; without filters groups', and its own. */
export function takes(words: Uint32Array, frame: Uint8Array): boolean {
  if ((words[UMAC_CMD >> 2] & CMD.PROMISC) !== 0) return true;
  const high = (frame[0] << 8) | frame[1];
  const low = ((frame[2] << 24) | (frame[3] << 16) | (frame[4] << 8) | frame[5]) >>> 0;
  const enabled = words[UMAC_MDF_CTRL >> 2];
  if (enabled === 0) {
    if ((frame[0] & 1) !== 0) return true;
    const own = words[UMAC_MAC0 >> 2];
    return own === ((high << 16) | (low >>> 16)) >>> 0 && (words[UMAC_MAC1 >> 2] & 0xffff) === (low & 0xffff);
  }
  for (let i = 0, at = UMAC_MDF_ADDR >> 2; i < MDF_FILTERS; i++, at += 2) {
    if ((enabled & (1 << (MDF_FILTERS - 1 - i))) === 0) continue;
    if ((words[at] & 0xffff) === high && words[at + 1] === low) return true;
  }
  return false;
}

/** Whether a filter's words, each two bytes and a mask of four nibbles, are what a frame begins with. */
function matches(words: Uint32Array, filter: number, frame: Uint8Array): boolean {
  // Lengths come four to a word, the last filter's word first.
  const length = words[(HFB.LENGTH >> 2) + ((HFB.FILTERS - 1 - filter) >> 2)];
  const bytes = (length >>> (8 * (filter & 3))) & 0xff;
  if (bytes === 0 || bytes > frame.length) return false;
  const base = (BLOCK.HFB >> 2) + filter * HFB.WORDS;
  for (let i = 0; 2 * i < bytes; i++) {
    const word = words[base + i];
    let mask = 0;
    for (let nibble = 0; nibble < 4; nibble++) if ((word & (0x10000 << nibble)) !== 0) mask |= 0xf << (4 * nibble);
    const data = (frame[2 * i] << 8) | (frame[2 * i + 1] ?? 0);
    if (((data ^ word) & mask) !== 0) return false;
  }
  return true;
}

/** The ring that a frame goes to: that of the first filter which it matches, the default one, or whichever is on; -1 for none. */
export function ringFor(words: Uint32Array, frame: Uint8Array): number {
  const control = words[dmaRegister(BLOCK.RDMA, DMA.CTRL) >> 2];
  const isOn = (ring: number): boolean => (control & ringEnable(ring)) !== 0;
  if ((words[HFB.CTRL >> 2] & HFB.EN) !== 0) {
    for (let filter = 0; filter < HFB.FILTERS; filter++) {
      const enable = words[(HFB.ENABLE >> 2) + (filter < 32 ? 1 : 0)];
      if ((enable & (1 << (filter % 32))) === 0 || !matches(words, filter, frame)) continue;
      const rings = words[(dmaRegister(BLOCK.RDMA, DMA.INDEX2RING) >> 2) + (filter >> 3)];
      const ring = (rings >>> (4 * (filter & 7))) & 0xf;
      if (isOn(ring)) return ring;
      break;
    }
  }
  if (isOn(DEFAULT_RING)) return DEFAULT_RING;
  for (let ring = 0; ring < RINGS; ring++) if (isOn(ring)) return ring;
  return -1;
}
