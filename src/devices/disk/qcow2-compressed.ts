/** Compressed clusters: raw deflate, or one zstd frame ("Compressed Clusters Descriptor"). They are read only. */
import { inflateSync } from 'fflate';
import { decompress } from 'fzstd';
import { CorruptError } from './qcow2-header.js';

const ZSTD_MAGIC = 0xfd2fb528;
const ZSTD_BLOCK = { RLE: 1, RESERVED: 3 } as const;
const ZSTD_BLOCK_MAX = 1 << 17;

/**
 * The length of the zstd frame that data begins with (RFC 8878, 3.1.1), since what follows it belongs to others. Undefined if it is
 * damaged or holds more than `most` bytes.
 */
function zstdFrameLength(data: Uint8Array, most: number): number | undefined {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  if (data.length < 18 || view.getUint32(0, true) !== ZSTD_MAGIC) return undefined;
  const descriptor = data[4];
  const single = (descriptor >> 5) & 1;
  const checksum = (descriptor >> 2) & 1;
  let at = 5;
  // A window so large would be allocated, whatever the frame holds.
  if (!single && 10 + (data[at++] >> 3) > 27) return undefined;
  at += [0, 1, 2, 4][descriptor & 3];
  const sizeBytes = [single, 2, 4, 8][descriptor >> 6];
  let size = 0;
  for (let i = sizeBytes - 1; i >= 0; i--) size = size * 256 + data[at + i];
  if (sizeBytes === 2) size += 256;
  if (size > most) return undefined;
  at += sizeBytes;
  let unpacked = 0;
  for (;;) {
    if (at + 3 > data.length) return undefined;
    const block = data[at] | (data[at + 1] << 8) | (data[at + 2] << 16);
    const [last, type, length] = [block & 1, (block >> 1) & 3, block >> 3];
    if (type === ZSTD_BLOCK.RESERVED || length > ZSTD_BLOCK_MAX) return undefined;
    if (type !== 2) unpacked += length;
    if (unpacked > most) return undefined;
    at += 3 + (type === ZSTD_BLOCK.RLE ? 1 : length);
    if (last) break;
  }
  at += checksum * 4;
  return at <= data.length ? at : undefined;
}

/** Unpacks a cluster of `length` bytes. @throws CorruptError if that is not what is in `data` */
export function unpackCluster(data: Uint8Array, length: number, compression: 'deflate' | 'zstd'): Uint8Array {
  let bytes: Uint8Array | undefined;
  try {
    const out = new Uint8Array(length);
    if (compression === 'deflate') bytes = inflateSync(data, { out });
    else {
      const frame = zstdFrameLength(data, length);
      if (frame !== undefined) bytes = decompress(data.subarray(0, frame), out);
    }
  } catch {
    // Said below: the libraries' reasons tell a user nothing.
  }
  if (bytes?.length !== length) throw new CorruptError('a compressed cluster is damaged');
  return bytes;
}
