/** A network of a board in one argument: `nat`, `nat,forward=tcp:8080:80,pcap=net.pcapng`, `isolated,device=virtio`. */
import { UserError } from '../../cli/user-error.js';
import { parseForward, type ForwardSpec } from './forward.js';

/** NICs that a board may have on a network: its own Ethernet socket, or a virtio device. */
export const NIC_DEVICES = ['genet', 'virtio'] as const;

/** A network with one NIC, the board's. */
export interface NetSpec {
  /** nat: a gateway leads to the host, and through it to others. isolated: nobody is there. nat if not given. */
  readonly kind?: 'nat' | 'isolated' | undefined;
  /** Ports of the host that lead to the board. */
  readonly forward?: readonly ForwardSpec[] | undefined;
  /** A file to capture all frames to. */
  readonly pcap?: string | undefined;
  /** By default the board's own socket, if it has one that is free. */
  readonly device?: (typeof NIC_DEVICES)[number] | undefined;
  readonly mac?: string | undefined;
  /** The gateway's address with the prefix. */
  readonly address?: string | undefined;
  /** By which the board is known to DNS and DHCP. */
  readonly name?: string | undefined;
  /** The gateway's address reaches the host's loopback; yes if not given. */
  readonly loopback?: boolean | undefined;
  /** Other addresses are reached; yes if not given. */
  readonly internet?: boolean | undefined;
}

const KINDS = ['nat', 'isolated'] as const;
const oneOf =
  <T extends string>(names: readonly T[]) =>
  (value: string): T => {
    const found = names.find((name) => name === value);
    if (found === undefined) throw new UserError(`'${value}', expected ${names.join(' or ')}`);
    return found;
  };
const text = (value: string): string => {
  if (value === '') throw new UserError('expected something behind the =');
  return value;
};
const yesNo = (value: string): boolean => oneOf(['yes', 'no'] as const)(value) === 'yes';

/** What each field must be. */
const FIELDS: Readonly<Record<Exclude<keyof NetSpec, 'kind'>, (value: string) => unknown>> = {
  forward: parseForward,
  pcap: text,
  device: oneOf(NIC_DEVICES),
  mac: text,
  address: text,
  name: text,
  loopback: yesNo,
  internet: yesNo,
};
const NAMES = Object.keys(FIELDS);
/** What only a gateway can do. */
const NAT_ONLY = ['forward', 'address', 'loopback', 'internet'] as const;

/**
 * Reads a network: `nat` or `isolated`, then fields with commas between them; `forward` may come several times.
 * @throws UserError that names the field
 */
export function parseNet(spec: string): NetSpec {
  const [first, ...rest] = spec.split(',');
  const kind = oneOf(KINDS)(first);
  const fields: Record<string, unknown> = {};
  const forward: ForwardSpec[] = [];
  for (const part of rest) {
    const [, name, value] = /^(\w*)=?([^]*)$/.exec(part) ?? [];
    if (!Object.hasOwn(FIELDS, name) || part[name.length] !== '=')
      throw new UserError(`'${part}', expected one of ${NAMES.map((n) => `${n}=`).join(', ')}`);
    if (name in fields) throw new UserError(`${name} is there twice, expected it once`);
    try {
      const read = FIELDS[name as keyof typeof FIELDS](value);
      if (name === 'forward') forward.push(read as ForwardSpec);
      else fields[name] = read;
    } catch (error) {
      throw error instanceof UserError ? new UserError(`${name}: ${error.message}`) : error;
    }
  }
  const made: NetSpec = { kind, ...fields, ...(forward.length > 0 && { forward }) };
  const lost = NAT_ONLY.find((name) => made[name] !== undefined);
  if (kind === 'isolated' && lost !== undefined) throw new UserError(`${lost}: expected nat, which has a gateway`);
  return made;
}
