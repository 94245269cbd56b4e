/** Ethernet frames and what is in them, as offsets and numbers: a MAC address is a number of 48 bits, an IPv4 address one of 32. */

/** Offsets in a frame (IEEE 802.3, 3.1.1). */
export const ETHER = { DESTINATION: 0, SOURCE: 6, TYPE: 12, BYTES: 14 } as const;
export const ETHERTYPE = { IPV4: 0x0800, ARP: 0x0806 } as const;
export const BROADCAST = 0xffff_ffff_ffff;
/** What a frame may carry (RFC 894). */
export const MTU = 1500;

/** Offsets in a packet for Ethernet and IPv4 (RFC 826). */
export const ARP = { HARDWARE: 0, PROTOCOL: 2, LENGTHS: 4, OPERATION: 6, SENDER: 8, TARGET: 18, BYTES: 28 } as const;
export const ARP_OP = { REQUEST: 1, REPLY: 2 } as const;

/** Offsets in the header (RFC 791, 3.1). */
export const IP = {
  VERSION: 0,
  LENGTH: 2,
  ID: 4,
  FRAGMENT: 6,
  TTL: 8,
  PROTOCOL: 9,
  CHECKSUM: 10,
  SOURCE: 12,
  DESTINATION: 16,
  BYTES: 20,
} as const;
export const IP_F = { DONT_FRAGMENT: 0x4000, MORE: 0x2000, OFFSET: 0x1fff } as const;
export const PROTOCOL = { ICMP: 1, TCP: 6, UDP: 17 } as const;

/** Offsets in the header (RFC 768). */
export const UDP = { SOURCE: 0, DESTINATION: 2, LENGTH: 4, CHECKSUM: 6, BYTES: 8 } as const;

export const get16 = (bytes: Uint8Array, at: number): number => (bytes[at] << 8) | bytes[at + 1];
export const get32 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
export const get48 = (bytes: Uint8Array, at: number): number => get16(bytes, at) * 2 ** 32 + get32(bytes, at + 2);

export function put16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >> 8;
  bytes[at + 1] = value;
}
export function put32(bytes: Uint8Array, at: number, value: number): void {
  put16(bytes, at, value >>> 16);
  put16(bytes, at + 2, value & 0xffff);
}
export function put48(bytes: Uint8Array, at: number, value: number): void {
  put16(bytes, at, Math.floor(value / 2 ** 32));
  put32(bytes, at + 2, value % 2 ** 32);
}

/** The bit of a MAC address that says that it is a group's: multicast or broadcast. */
export const isGroup = (mac: number): boolean => Math.floor(mac / 2 ** 40) % 2 === 1;

/** As `52:54:00:12:34:56`. */
export const macText = (mac: number): string =>
  mac
    .toString(16)
    .padStart(12, '0')
    .replace(/..(?=.)/g, '$&:');

/** The number of `52:54:00:12:34:56` (or with dashes); undefined for anything else. */
export const parseMac = (text: string): number | undefined =>
  /^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i.test(text) ? parseInt(text.replace(/[:-]/g, ''), 16) : undefined;

/** As `10.0.2.1`. */
export const ipText = (ip: number): string => [24, 16, 8, 0].map((shift) => (ip >>> shift) & 0xff).join('.');

/** The number of `10.0.2.1`; undefined for anything else. */
export function parseIp(text: string): number | undefined {
  const parts = text.split('.').map((part) => (/^(0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256));
  return parts.length === 4 && parts.every((part) => part < 256)
    ? parts.reduce((ip, part) => ip * 256 + part, 0)
    : undefined;
}

/** Fills the header of a frame. */
export function putEther(frame: Uint8Array, to: number, from: number, type: number): void {
  put48(frame, ETHER.DESTINATION, to);
  put48(frame, ETHER.SOURCE, from);
  put16(frame, ETHER.TYPE, type);
}
