/** A network put together: a switch, a port for each NIC, and the gateway, if it has one. */
import type { Clock, Saveable } from '../../aarch64/bus.js';
import { parseMac, put48 } from './frame.js';
import { createGateway, type Gateway } from './gateway.js';
import type { NetEvent } from './outside.js';
import { planNetwork, type NetworkOptions, type NetworkPlan } from './plan.js';
import { createSwitch, type Switch, type SwitchPort } from './switch.js';

export interface Network {
  readonly plan: NetworkPlan;
  readonly switch: Switch;
  readonly gateway: Gateway | undefined;
  /** Where the NICs are plugged in, with their MAC addresses, in the order of the options. The gateway's port comes behind them. */
  readonly nics: readonly { readonly mac: Uint8Array; readonly port: SwitchPort }[];
  /** What snapshots hold. */
  readonly parts: readonly Saveable<object>[];
  /** Something comes from outside, at this guest time. */
  event(event: NetEvent): void;
  /** Somebody outside may wake a guest: time that is idle must not be skipped. */
  readonly active: boolean;
}

/** @throws NetworkError */
export function createNetwork(clock: Clock, options: NetworkOptions): Network {
  const plan = planNetwork(options);
  const { nat, ask = () => {} } = options;
  const network = createSwitch(clock);
  const nics = options.nics.map(({ name, mac: text, limits, lock }) => {
    const mac = new Uint8Array(6);
    put48(mac, 0, parseMac(text) ?? 0);
    return { mac, port: network.port({ name, limits, lock }) };
  });
  const gateway =
    nat && plan.gateway
      ? createGateway(clock, {
          ...plan.gateway,
          ...{ domain: plan.domain, hosts: plan.hosts, forwards: plan.forwards, lease: nat.lease, ask },
          loopback: nat.loopback ?? true,
          internet: nat.internet ?? true,
        })
      : undefined;
  gateway?.plug(network.port({ name: 'gateway' }));
  return {
    plan,
    switch: network,
    gateway,
    nics,
    parts: gateway ? [network, gateway] : [network],
    event: (event) => gateway?.event(event),
    get active() {
      return gateway?.active ?? false;
    },
  };
}
