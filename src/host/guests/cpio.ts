/** Archives for the kernel's initramfs: cpio in the "newc" form (Linux, Documentation/driver-api/early-userspace/buffer-format.rst). */

/** What an entry is, from its mode's file type. */
const S_IF = { directory: 0o040000, file: 0o100000, link: 0o120000, character: 0o020000 } as const;

export type CpioEntry = { readonly path: string } & (
  | { readonly type: 'directory'; readonly mode?: number }
  | { readonly type: 'file'; readonly mode?: number; readonly bytes: Uint8Array }
  | { readonly type: 'link'; readonly target: string }
  | { readonly type: 'character'; readonly mode?: number; readonly major: number; readonly minor: number }
);

const ascii = new TextEncoder();

/**
 * An archive of these entries, in their order; the folders above an entry are put before it where they are missing. All
 * belong to root; times are 0 and inode numbers count up, so that the same entries give the same bytes.
 */
export function writeCpio(entries: Iterable<CpioEntry>): Uint8Array {
  const chunks: Uint8Array[] = [];
  const folders = new Set<string>();
  let inode = 0;

  const put = (
    path: string,
    mode: number,
    data: Uint8Array,
    links: number,
    device: readonly [number, number],
  ): void => {
    const name = ascii.encode(`${path}\0`);
    const numbers = [
      path === TRAILER ? 0 : ++inode,
      mode,
      0,
      0,
      links,
      0,
      data.length,
      0,
      0,
      ...device,
      name.length,
      0,
    ];
    chunks.push(ascii.encode(`070701${numbers.map((n) => n.toString(16).toUpperCase().padStart(8, '0')).join('')}`));
    chunks.push(name, padding(HEADER_BYTES + name.length), data, padding(data.length));
  };
  const folder = (path: string, mode: number): void => {
    if (path === '' || folders.has(path)) return;
    folder(path.slice(0, Math.max(0, path.lastIndexOf('/'))), 0o755);
    folders.add(path);
    put(path, S_IF.directory | mode, NOTHING, 2, [0, 0]);
  };

  for (const entry of entries) {
    if (entry.type === 'directory') {
      folder(entry.path, entry.mode ?? 0o755);
      continue;
    }
    folder(entry.path.slice(0, Math.max(0, entry.path.lastIndexOf('/'))), 0o755);
    if (entry.type === 'file') put(entry.path, S_IF.file | (entry.mode ?? 0o644), entry.bytes, 1, [0, 0]);
    else if (entry.type === 'link') put(entry.path, S_IF.link | 0o777, ascii.encode(entry.target), 1, [0, 0]);
    else put(entry.path, S_IF.character | (entry.mode ?? 0o600), NOTHING, 1, [entry.major, entry.minor]);
  }
  put(TRAILER, 0, NOTHING, 1, [0, 0]);
  return concat(chunks);
}

const TRAILER = 'TRAILER!!!';
const HEADER_BYTES = 110;
const NOTHING = new Uint8Array(0);

/** Header with name, and data, are each padded to a multiple of 4. */
const padding = (length: number): Uint8Array => new Uint8Array(-length & 3);

function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
