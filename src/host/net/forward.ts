/** Forwarded ports in one argument, as in `tcp:8080:80`: of the command line, boot tests and machine files. */
import { UserError } from '../../cli/user-error.js';
import type { Forward } from '../../devices/net/outside.js';
import { parseIp } from '../../devices/net/frame.js';

/** A forward whose guest may go without saying, where a network has only one. */
export type ForwardSpec = Omit<Forward, 'guestAddress'> & { readonly guestAddress?: string | undefined };

const PORTS = 65_535;

/**
 * Reads `[tcp:|udp:][HOST-ADDRESS:]HOST-PORT:[GUEST:]GUEST-PORT[/tcp|/udp]`: protocol (tcp if it is left out), the host's IPv4 address to listen
 * at (the loopback without), its port (0 for any free one), the guest's name or address, the guest's port.
 * @throws UserError that quotes the text
 */
export function parseForward(text: string): ForwardSpec {
  const wrong = (expected: string): UserError => new UserError(`'${text}', expected ${expected}`);
  const port = (of: string | undefined, least: number, whose: string): number => {
    const value = of !== undefined && /^\d{1,5}$/.test(of) ? Number(of) : -1;
    if (value < least || value > PORTS) throw wrong(`a port of the ${whose}, ${least} to ${PORTS}`);
    return value;
  };
  const [, body, suffix] = /^(.*?)(?:\/(tcp|udp))?$/.exec(text) ?? [];
  const parts = body.split(':');
  const protocol = suffix === 'udp' || parts[0] === 'udp' ? 'udp' : 'tcp';
  if (parts[0] === protocol) parts.shift();
  const hostAddress = parseIp(parts[0] ?? '') === undefined ? undefined : parts.shift();
  const guestAddress = parts.length === 3 ? parts.splice(1, 1)[0] : undefined;
  if (parts.length !== 2 || guestAddress === '')
    throw wrong('[tcp:|udp:][HOST-ADDRESS:]HOST-PORT:[GUEST:]GUEST-PORT, such as tcp:8080:80');
  const hostPort = port(parts[0], 0, 'host');
  const guestPort = port(parts[1], 1, 'guest');
  return {
    protocol,
    ...(hostAddress === undefined ? {} : { hostAddress }),
    hostPort,
    ...(guestAddress === undefined ? {} : { guestAddress }),
    guestPort,
  };
}
