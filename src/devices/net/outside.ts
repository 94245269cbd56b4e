/**
 * Between the gateway and the host's network: all as plain data. What the gateway asks for goes out at once; what comes of it comes back as
 * events at guest times, which a recording keeps, so that a replay needs nobody outside (DESIGN.md section 6).
 *
 * A flow is one TCP connection, or one pair of UDP addresses. Those that guests begin have even numbers, given by the gateway; those that
 * begin outside (port forwards) odd ones, given by the host.
 */

/** Whom a flow is to. `host`: the host's own loopback. `dns`: the host's resolver. Otherwise a dotted IPv4 address. */
export interface Peer {
  readonly protocol: 'tcp' | 'udp';
  readonly address: string;
  readonly port: number;
}

/** From the gateway. */
export type NetRequest =
  | { readonly kind: 'open'; readonly flow: number; readonly to: Peer }
  /** Bytes of a stream, or a datagram. They are the receiver's to keep. */
  | { readonly kind: 'send'; readonly flow: number; readonly bytes: Uint8Array }
  /** The guest sends no more on this connection. */
  | { readonly kind: 'end'; readonly flow: number }
  /** So many more bytes may come of this flow. None may before the first. */
  | { readonly kind: 'room'; readonly flow: number; readonly bytes: number }
  /** The flow is over: a connection that was not ended by both is reset. */
  | { readonly kind: 'close'; readonly flow: number };

/** Why a connection did not come about, or a datagram did not arrive. */
export type NetFailure = 'refused' | 'unreachable' | 'timeout' | 'prohibited';

/** From the host. What is about a flow that is over does nothing. */
export type NetEvent =
  | { readonly kind: 'opened'; readonly flow: number }
  | { readonly kind: 'failed'; readonly flow: number; readonly why: NetFailure }
  /** Somebody has come to a forwarded port: `forward` is its index in the gateway's options. */
  | { readonly kind: 'accepted'; readonly flow: number; readonly forward: number }
  | { readonly kind: 'data'; readonly flow: number; readonly bytes: Uint8Array }
  /** So many bytes that the guest has sent have left. */
  | { readonly kind: 'sent'; readonly flow: number; readonly bytes: number }
  /** No more comes on this connection. */
  | { readonly kind: 'end'; readonly flow: number }
  | { readonly kind: 'reset'; readonly flow: number }
  /** The host has none of the flows any more: a state was loaded in another process. */
  | { readonly kind: 'lost' };

const isFlow = (value: unknown): boolean => Number.isSafeInteger(value);
const isBytes = (value: unknown): boolean => value instanceof Uint8Array;
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

/** The fields of each kind of event, for those who read them from a file. */
const EVENTS: Readonly<Record<NetEvent['kind'], Readonly<Record<string, (value: unknown) => boolean>>>> = {
  opened: { flow: isFlow },
  failed: { flow: isFlow, why: (v) => ['refused', 'unreachable', 'timeout', 'prohibited'].includes(v as string) },
  accepted: { flow: isFlow, forward: isCount },
  data: { flow: isFlow, bytes: isBytes },
  sent: { flow: isFlow, bytes: isCount },
  end: { flow: isFlow },
  reset: { flow: isFlow },
  lost: {},
};

export function isNetEvent(value: unknown): value is NetEvent {
  if (typeof value !== 'object' || value === null || !('kind' in value) || typeof value.kind !== 'string') return false;
  const fields = value as Readonly<Record<string, unknown>>;
  return (
    Object.hasOwn(EVENTS, value.kind) &&
    Object.entries(EVENTS[value.kind as NetEvent['kind']]).every(([field, is]) => is(fields[field]))
  );
}

/** A port of the host that leads to a guest. */
export interface Forward {
  readonly protocol: 'tcp' | 'udp';
  /** The address to listen at; the loopback without. */
  readonly hostAddress?: string | undefined;
  readonly hostPort: number;
  readonly guestAddress: string;
  readonly guestPort: number;
}
