/** What kind of access generated code asks of the slow path: a word of bits. */
export const KIND = {
  /** log2 of the size in bytes, 0 to 4. */
  SIZE: 7,
  WRITE: 8,
  /** Acquire, release and exclusive accesses: an alignment fault if not aligned to the size. */
  ALIGNED: 0x10,
  /** LDTR and STTR: with the rights of EL0. */
  UNPRIVILEGED: 0x20,
  EXCLUSIVE: 0x40,
} as const;
