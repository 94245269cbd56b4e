/** Fault status codes of the translation system, and kinds of access (Arm ARM D13.2.37, ISS of data and instruction aborts). */

/** DFSC and IFSC; the level of the walk is added where the code has one. */
export const FSC = {
  ADDRESS_SIZE: 0x00,
  TRANSLATION: 0x04,
  ACCESS_FLAG: 0x08,
  PERMISSION: 0x0c,
  EXTERNAL: 0x10,
  EXTERNAL_ON_WALK: 0x14,
  ALIGNMENT: 0x21,
  UNSUPPORTED_EXCLUSIVE: 0x35,
} as const;

/** What an access wants to do with a page: the type, and whether it is misaligned for its size. */
export const ACCESS = {
  READ: 0,
  WRITE: 1,
  EXECUTE: 2,
  /** No permission is checked: most maintenance instructions by address, debuggers. */
  ANY: 3,
  TYPE: 3,
  UNALIGNED: 4,
} as const;

/** Exception classes of this chapter, from a lower level; entry adds 1 where the level stays (not for alignment faults of PC). */
export const EC = { INSTRUCTION_ABORT: 0x20, PC_ALIGNMENT: 0x22, DATA_ABORT: 0x24 } as const;
