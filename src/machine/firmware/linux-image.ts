/** The header of an arm64 Image (Linux Documentation/arch/arm64/booting.rst). */

export interface ImageHeader {
  /** Where the image begins, from a multiple of 2 MB. */
  readonly textOffset: number;
  /** Memory that it needs from there on, in bytes. */
  readonly imageSize: number;
}

const HEADER = { TEXT_OFFSET: 8, IMAGE_SIZE: 16, FLAGS: 24, MAGIC: 56 } as const;
const MAGIC = 0x644d5241; // 'ARM' and 0x64

/** The header, or undefined where the bytes are no arm64 Image. */
export function imageHeader(bytes: Uint8Array): ImageHeader | undefined {
  if (bytes.length < 64) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(HEADER.MAGIC, true) !== MAGIC) return undefined;
  const size = Number(view.getBigUint64(HEADER.IMAGE_SIZE, true));
  // Kernels before 3.17 left the size out; their offset is always 0x80000.
  if (size === 0) return { textOffset: 0x80000, imageSize: bytes.length };
  return { textOffset: Number(view.getBigUint64(HEADER.TEXT_OFFSET, true)), imageSize: size };
}
