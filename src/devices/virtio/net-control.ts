/** The control queue of a NIC (virtio 1.2, 5.1.6.5): which frames it receives, under which address, on how many queues. */
import type { Chain } from './queue.js';

/** Classes and commands. */
export const NET_CTRL = {
  RX: 0,
  RX_PROMISC: 0,
  RX_NOBCAST: 5,
  MAC: 1,
  MAC_TABLE_SET: 0,
  MAC_ADDR_SET: 1,
  MQ: 4,
  MQ_VQ_PAIRS_SET: 0,
} as const;
export const NET_ACK = { OK: 0, ERR: 1 } as const;
/** The modes of class RX, in the order of their commands; those from the third on are RX_EXTRA's. */
const MODES = ['promisc', 'allMulti', 'allUni', 'noMulti', 'noUni', 'noBcast'] as const;
const FIRST_EXTRA_MODE = 2;
/** Class and command; an address. */
const HEAD_BYTES = 2;
const MAC_BYTES = 6;
/** So many addresses are told apart; with more, all of that kind are received. */
const MAX_ADDRESSES = 64;
/** The longest command: two tables, which may be longer than what is kept. */
const MAX_COMMAND = 1 << 14;

export interface NetFilter {
  /** Six bytes. */
  mac: number[];
  promisc: boolean;
  allMulti: boolean;
  allUni: boolean;
  noMulti: boolean;
  noUni: boolean;
  noBcast: boolean;
  /** Addresses as numbers (macNumber); undefined in place of too many. */
  unicast: number[] | undefined;
  multicast: number[] | undefined;
  /** Pairs of queues in use. */
  pairs: number;
}

export const newFilter = (mac: Uint8Array): NetFilter => ({
  mac: [...mac],
  promisc: false,
  allMulti: false,
  allUni: false,
  noMulti: false,
  noUni: false,
  noBcast: false,
  unicast: [],
  multicast: [],
  pairs: 1,
});

/** An address as a number below 2^48. */
export const macNumber = (bytes: ArrayLike<number>, at = 0): number =>
  ((bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2]) * 2 ** 24 +
  ((bytes[at + 3] << 16) | (bytes[at + 4] << 8) | bytes[at + 5]);
const BROADCAST = 2 ** 48 - 1;

/** Whether a frame is for this NIC: by its destination address, which is where it begins. */
export function passes(filter: NetFilter, frame: Uint8Array): boolean {
  if (filter.promisc) return true;
  const to = macNumber(frame);
  if (to === BROADCAST) return !filter.noBcast;
  if ((frame[0] & 1) !== 0) return !filter.noMulti && (filter.allMulti || (filter.multicast?.includes(to) ?? true));
  if (filter.noUni) return false;
  return filter.allUni || to === macNumber(filter.mac) || (filter.unicast?.includes(to) ?? true);
}

/** What the driver may ask for: the features it has agreed on. */
export interface NetControls {
  readonly rx: boolean;
  readonly rxExtra: boolean;
  readonly macAddress: boolean;
  /** The most pairs of queues. */
  readonly pairs: number;
}

/** One table of addresses: how many, and they; undefined where it is not all there. */
function table(view: DataView, at: number): { readonly list: number[] | undefined; readonly end: number } | undefined {
  if (at + 4 > view.byteLength) return undefined;
  const count = view.getUint32(at, true);
  const end = at + 4 + count * MAC_BYTES;
  if (end > view.byteLength) return undefined;
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const list = Array.from({ length: Math.min(count, MAX_ADDRESSES) }, (_, i) =>
    macNumber(bytes, at + 4 + i * MAC_BYTES),
  );
  return { list: count > MAX_ADDRESSES ? undefined : list, end };
}

/** Does a command; false where it is none, or not allowed. */
function obey(filter: NetFilter, controls: NetControls, kind: number, command: number, data: DataView): boolean {
  if (kind === NET_CTRL.RX && command < MODES.length) {
    if (!(command < FIRST_EXTRA_MODE ? controls.rx : controls.rxExtra) || data.byteLength !== 1) return false;
    filter[MODES[command]] = data.getUint8(0) !== 0;
    return true;
  }
  if (kind === NET_CTRL.MAC && command === NET_CTRL.MAC_TABLE_SET) {
    const unicast = table(data, 0);
    const multicast = unicast && table(data, unicast.end);
    if (!controls.rx || multicast?.end !== data.byteLength) return false;
    Object.assign(filter, { unicast: unicast?.list, multicast: multicast.list });
    return true;
  }
  if (kind === NET_CTRL.MAC && command === NET_CTRL.MAC_ADDR_SET) {
    if (!controls.macAddress || data.byteLength !== MAC_BYTES) return false;
    filter.mac = Array.from({ length: MAC_BYTES }, (_, i) => data.getUint8(i));
    return true;
  }
  if (kind === NET_CTRL.MQ && command === NET_CTRL.MQ_VQ_PAIRS_SET) {
    if (data.byteLength !== 2) return false;
    const pairs = data.getUint16(0, true);
    if (pairs < 1 || pairs > controls.pairs) return false;
    filter.pairs = pairs;
    return true;
  }
  return false;
}

/** Does the command in a chain, and answers it; false where it can't be answered. */
export function control(filter: NetFilter, controls: NetControls, chain: Chain): boolean {
  const { readableBytes: bytes } = chain;
  let done = false;
  if (bytes >= HEAD_BYTES && bytes <= MAX_COMMAND) {
    const data = new Uint8Array(bytes);
    if (!chain.read(0, data)) return false;
    done = obey(filter, controls, data[0], data[1], new DataView(data.buffer, HEAD_BYTES));
  }
  return chain.write(0, Uint8Array.of(done ? NET_ACK.OK : NET_ACK.ERR));
}
