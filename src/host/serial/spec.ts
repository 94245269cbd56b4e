/** What `--serial0` and `--serial1` may say. */
import { UserError } from '../../cli/user-error.js';

export type SerialSpec =
  | { readonly kind: 'stdio' | 'null' | 'pty' }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

const EXPECTED = 'expected stdio, null, file:PATH, tcp:PORT, tcp:HOST:PORT or pty';

/**
 * Reads `stdio`, `null`, `pty`, `file:PATH`, `tcp:PORT` or `tcp:HOST:PORT`. HOST is 127.0.0.1 if not given, an IPv6 address
 * goes in brackets, and port 0 takes any that is free.
 * @throws UserError without the option's name, which the caller knows
 */
export function parseSerial(text: string): SerialSpec {
  if (text === 'stdio' || text === 'null' || text === 'pty') return { kind: text };
  const colon = text.indexOf(':');
  const [kind, rest] = colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
  if (kind === 'file') {
    if (rest === '') throw new UserError(`'${text}' names no file, expected file:PATH`);
    return { kind, path: rest };
  }
  if (kind === 'tcp') {
    const parts = /^(?:(?:\[([^[\]]+)\]|([^:[\]]+)):)?(\d{1,5})$/.exec(rest);
    if (!parts || Number(parts[3]) > 0xffff)
      throw new UserError(`'${text}': expected tcp:PORT or tcp:HOST:PORT with a port of 0 to 65535`);
    return { kind, host: parts[1] ?? parts[2] ?? '127.0.0.1', port: Number(parts[3]) };
  }
  throw new UserError(`'${text}': ${EXPECTED}`);
}
