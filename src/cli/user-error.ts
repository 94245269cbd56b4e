/**
 * A mistake of the user's: bad usage, a bad file, a bad configuration. The command prints it as one line on stderr,
 * `pivisor: message`, without a stack, and exits with code 2. The message names the file, the field and what was
 * expected, and has no line breaks.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** What the errors of the operating system mean to someone who typed a file name (errno(3)). */
const meanings: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EADDRINUSE: 'address already in use',
  EADDRNOTAVAIL: 'not an address of this computer',
  EEXIST: 'file exists',
  EIO: 'input/output error',
  EISDIR: 'is a directory',
  ELOOP: 'too many symbolic links',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'file name too long',
  ENOENT: 'no such file or directory',
  ENOSPC: 'no space left on device',
  ENOTDIR: 'not a directory',
  ENOTFOUND: 'no such host',
  EPERM: 'operation not permitted',
  EROFS: 'read-only file system',
  Z_DATA_ERROR: 'damaged gzip data',
  Z_BUF_ERROR: 'truncated gzip data',
  // Node's own, from readFile.
  ERR_FS_FILE_TOO_LARGE: 'the file is larger than 2 GiB',
};

/**
 * A text to be shown on a terminal: control characters, which a file that was taken for a source may hold, become U+FFFD.
 */
export const printable = (text: string): string => text.replace(/[\x00-\x1f\x7f-\x9f]/g, '\ufffd');

/**
 * The one line to print if `error` is the user's to mend: a UserError, or a system call that failed on a path or an
 * address the user gave. Undefined for anything else, which is a bug of ours and deserves its stack.
 */
export function userMessage(error: unknown): string | undefined {
  if (error instanceof UserError) return error.message;
  if (!(error instanceof Error)) return undefined;
  const { code, path, address, port, syscall } = error as Error &
    Partial<Record<'code' | 'path' | 'address' | 'syscall', string>> & { port?: number };
  const meaning = code === undefined ? undefined : (meanings[code] ?? (syscall === undefined ? undefined : code));
  const subject = path ?? (address === undefined ? undefined : `${address}:${port}`);
  // Reading a folder fails only after it was opened, and then the error has no path: see src/host/files.ts.
  return meaning === undefined || subject === undefined ? undefined : `${subject}: ${meaning}`;
}
