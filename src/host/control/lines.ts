/** JSON lines out of a stream of bytes, with a limit. */

/** Bytes that a line may have. */
export const LONGEST_LINE = 1 << 20;
const LF = 0x0a;

/**
 * Cuts what comes into lines.
 * @param line takes each, without its end
 * @returns what takes the bytes; false where a line is too long: nothing more can be made of what comes then
 */
export function lineSplitter(line: (text: string) => void): (bytes: Uint8Array) => boolean {
  let parts: Uint8Array[] = [];
  let length = 0;
  return (bytes) => {
    for (let from = 0; from < bytes.length;) {
      const end = bytes.indexOf(LF, from);
      const part = bytes.subarray(from, end < 0 ? undefined : end);
      length += part.length;
      if (length > LONGEST_LINE) return false;
      parts.push(part);
      if (end < 0) break;
      const text = Buffer.concat(parts).toString('utf8');
      parts = [];
      length = 0;
      from = end + 1;
      line(text);
    }
    return true;
  };
}
