/** What TCP and UDP have in common on their way through the gateway: whose flows there are, and how many there may be. */
import type { NetOffload } from '../virtio/net-backend.js';
import type { NetFailure, NetRequest } from './outside.js';

/** Flows of a network of each protocol, and of one NIC of these: who needs more loses its own oldest. */
export const FLOWS = { NETWORK: 4096, NIC: 256 } as const;

export interface Flow {
  id: number;
  /** The guest's end, and the other one as the guest sees it. */
  guest: number;
  guestPort: number;
  remote: number;
  remotePort: number;
  /** The NIC's address, by which flows are counted: -1 as long as nobody has answered a flow that began outside. */
  mac: number;
  /** Bytes that the host may still send (NetRequest `room`). */
  credit: number;
  /** When something was last heard of it (ns). */
  heardAt: number;
}

/** By the four addresses. */
export type Flows<F extends Flow> = Record<string, F>;

export const flowKey = (guest: number, guestPort: number, remote: number, remotePort: number): string =>
  `${guest}:${guestPort}:${remote}:${remotePort}`;
export const keyOf = ({ guest, guestPort, remote, remotePort }: Flow): string =>
  flowKey(guest, guestPort, remote, remotePort);

/** What the gateway does for its two kinds of flows. */
export interface GatewayPorts {
  now(): number;
  ask(request: NetRequest): void;
  /**
   * Sends the packet whose payload lies in `packet`, from its start on, to a guest; larger ones than the MTU in fragments, or as
   * the offload says, whose offsets count from the payload's start.
   */
  sendIp(from: number, to: number, protocol: number, payloadBytes: number, offload?: NetOffload): void;
  /** Where payloads for `sendIp` are put together. */
  readonly packet: Uint8Array;
  /** Whom an address and a port are to a guest; or why it can't be reached. */
  peer(protocol: 'tcp' | 'udp', address: number, port: number): { readonly address: string } | NetFailure;
  /** A number for a flow that a guest begins. */
  newFlow(): number;
  /** A port of the gateway that no flow to this guest's port uses. */
  freePort(taken: (port: number) => boolean): number | undefined;
  /** A flow's timer was set. */
  due(at: number): void;
}

/** The flows of one protocol: a view of plain data, with an index that is derived from it. */
export interface FlowTable<F extends Flow> {
  readonly size: number;
  get(key: string): F | undefined;
  byId(id: number): F | undefined;
  /** As they are now: those that are removed meanwhile stay in it. */
  all(): readonly F[];
  add(flow: F): void;
  remove(flow: F): void;
  /** The data was replaced. */
  restored(): void;
  /**
   * Makes room for one more flow of a NIC, if need be by `drop` of its own oldest.
   * @returns false where the network has no room
   */
  makeRoom(mac: number, drop: (flow: F) => void): boolean;
}

export function flowTable<F extends Flow>(data: () => Flows<F>): FlowTable<F> {
  const index = new Map<number, F>();
  const all = (): F[] => Object.values(data());
  return {
    get size() {
      return index.size;
    },
    get: (key) => data()[key],
    byId: (id) => index.get(id),
    all,
    add(flow) {
      data()[keyOf(flow)] = flow;
      index.set(flow.id, flow);
    },
    remove(flow) {
      delete data()[keyOf(flow)];
      index.delete(flow.id);
    },
    restored() {
      index.clear();
      for (const flow of all()) index.set(flow.id, flow);
    },
    makeRoom(mac, drop) {
      const own = index.size < FLOWS.NIC ? [] : all().filter((flow) => flow.mac === mac);
      if (own.length >= FLOWS.NIC) drop(own.reduce((a, b) => (b.heardAt < a.heardAt ? b : a)));
      return index.size < FLOWS.NETWORK;
    },
  };
}
