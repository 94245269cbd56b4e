/**
 * Linux's own network stack against ours: as a guest on a TAP interface, with and without offloads, through switch, gateway and the host's
 * sockets. What went over the wire is judged by tshark.
 */
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork } from '../../src/devices/net/network.js';
import type { NatOptions } from '../../src/devices/net/plan.js';
import type { Clock } from '../../src/aarch64/bus.js';
import { captureToFile, hostNetworks } from '../../src/host/net/network.js';
import { onPath, unable } from '../support/tools.js';
import { linuxGuest, mayHaveTap, OFFLOAD, wallClock } from './linux.js';

const MAC = 0x5254_0000_0005;
const GUEST = { name: 'linux', mac: '52:54:00:00:00:05' };
const FIXED = 'ip addr add 10.0.2.15/24 dev tap0; ip route add default via 10.0.2.1; ';
/** It goes by the wall clock and needs leave to make network namespaces, so it is no condition for anything: it runs where it can. */
const TOOLS = ['unshare', 'perl', 'ip', 'curl', 'busybox', 'tshark'];
const lacking = TOOLS.filter((tool) => !onPath(tool));
const able =
  lacking.length > 0
    ? unable(`no ${lacking.join(', ')}`)
    : mayHaveTap() || unable('no network namespace with a TAP interface is allowed here');

describe.skipIf(!able)('Linux as a guest', () => {
  let folder: string;
  let server: Server;
  let url: string;
  const blob = randomBytes(10_000_000);
  const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  let posted = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pivisor-net-'));
    writeFileSync(join(folder, 'blob'), blob);
    server = createServer((request, response) => {
      if (request.method === 'GET') return void response.end(blob);
      const hash = createHash('sha256');
      request.on('data', (bytes: Buffer) => hash.update(bytes));
      request.on('end', () => {
        posted = hash.digest('hex');
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://10.0.2.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  const connected = (clock: Clock, nat: NatOptions) => {
    const host = hostNetworks([{ nics: [{ ...GUEST, address: '10.0.2.15' }], nat }]);
    const network = createNetwork(clock, host.options[0]);
    host.attach({ networks: [network], scheduler: clock }, (_network, event) => network.event(event));
    return { network, host };
  };

  /** Runs a script in the guest; `meanwhile` with the ports that forwards have got. */
  async function guest(
    script: string,
    {
      offload = OFFLOAD.CSUM_TSO as number,
      nat = {} as NatOptions,
      meanwhile = async (_ports: number[], _up: Promise<void>): Promise<void> => {},
    } = {},
  ) {
    const clock = wallClock();
    const pcap = join(folder, 'pcapng');
    const { network, host } = connected(clock, nat);
    const file = captureToFile(pcap, network.switch, clock);
    const [ports] = await host.listen();
    let isUp = (): void => {};
    const up = new Promise<void>((resolve) => (isUp = resolve));
    const running = linuxGuest(network.nics[0].port, MAC, script, offload, (output) => {
      if (output.includes('up\n')) isUp();
    });
    await meanwhile(ports, up);
    const result = await running;
    host.close();
    clock.stop();
    file.close();
    return { ...result, network, bad: judged(pcap), pcap };
  }

  /** What tshark has to say against a capture. */
  function judged(pcap: string): string {
    const checks = ['tcp', 'ip', 'udp'].flatMap((p) => ['-o', `${p}.check_checksum:TRUE`]);
    // 0xffff is a zero as good as the other one, which tshark does not like in TCP; Linux writes it, too.
    const filter =
      '_ws.malformed || (tcp.checksum.status == 0 && tcp.checksum != 0xffff) || ip.checksum.status == 0 || udp.checksum.status == 0 || icmp.checksum.status == 0 || tcp.analysis.retransmission || tcp.analysis.lost_segment';
    const ran = spawnSync('tshark', ['-r', pcap, ...checks, '-Y', filter], { encoding: 'utf8' });
    expect(ran.status, ran.stderr).toBe(0);
    return ran.stdout;
  }
  const shown = (pcap: string, filter: string): number =>
    spawnSync('tshark', ['-r', pcap, '-Y', filter], { encoding: 'utf8' }).stdout.split('\n').length - 1;

  test.each([
    ['all offloads', OFFLOAD.CSUM_TSO, true],
    ['checksums', OFFLOAD.CSUM, false],
    ['no offloads', OFFLOAD.NONE, false],
  ])('10 MB come and go over TCP with %s', async (_name, offload, large) => {
    posted = '';
    const { output, code, bad, pcap, network } = await guest(
      `${FIXED} set -e; curl -s -m 50 ${url} | sha256sum; curl -s -m 50 --data-binary @${folder}/blob ${url}`,
      { offload },
    );
    expect(output.trim()).toBe(`${sha(blob)}  -`);
    expect(code).toBe(0);
    expect(posted).toBe(sha(blob));
    expect(bad).toBe('');
    expect(shown(pcap, 'ip.src == 10.0.2.15 && ip.len > 1500') > 0).toBe(large);
    expect(network.switch.ports[0].counters.dropped).toBe(0);
  });

  test('gets an address that follows from its MAC address, pings, and is told what is not there', async () => {
    const script = `${folder}/udhcpc`;
    writeFileSync(
      script,
      '#!/bin/sh\n[ "$1" = bound ] && { ip addr add $ip/$mask dev $interface; ip route add default via $router; echo "$ip/$mask $router $dns $lease $domain $hostname $mtu"; }\n',
      { mode: 0o755 },
    );
    const { output, bad, pcap } = await guest(
      `busybox udhcpc -i tap0 -n -q -f -s ${script} 2>/dev/null
       busybox ping -c 2 -W 5 10.0.2.1 | grep transmitted
       busybox ping -c 1 -W 5 -s 20000 10.0.2.1 | grep transmitted
       busybox nslookup -type=a linux.pivisor 10.0.2.1 | grep -A1 Name
       busybox nslookup localhost 10.0.2.1 | grep -A1 Name
       busybox nslookup -type=a nosuch.invalid 10.0.2.1 | grep NX
       curl -s -m 5 http://10.0.2.1:1/; echo refused $?
       curl -s -m 5 http://10.9.9.9/; echo prohibited $?
       curl -s -m 5 http://10.0.2.99/; echo nobody $?
       busybox traceroute -n -m 1 -q 1 192.0.2.1 | tail -1 | cut -c1-12`,
      { nat: { internet: false } },
    );
    expect(output.trim().split('\n')).toEqual([
      '10.0.2.15/24 10.0.2.1 10.0.2.1 86400 pivisor linux 1500',
      '2 packets transmitted, 2 packets received, 0% packet loss',
      '1 packets transmitted, 1 packets received, 0% packet loss',
      'Name:\tlinux.pivisor',
      'Address: 10.0.2.15',
      'Name:\tlocalhost',
      'Address: 127.0.0.1',
      "** server can't find nosuch.invalid: NXDOMAIN",
      'refused 7',
      'prohibited 7',
      'nobody 7',
      ' 1  10.0.2.1',
    ]);
    expect(bad).toBe('');
    expect(shown(pcap, 'dhcp.option.dhcp == 5')).toBe(1);
  });

  test('ports of the host lead to it, by TCP and UDP', async () => {
    const serve = (type: string, how: string): string =>
      `perl -e 'use Socket; socket(S, PF_INET, SOCK_${type}, 0); bind(S, sockaddr_in(7, INADDR_ANY)) or die; ${how}'`;
    const tcpEcho = serve(
      'STREAM',
      'listen(S, 5); while (accept(C, S)) { while (sysread(C, $b, 65536)) { syswrite(C, $b) } close C }',
    );
    const udpEcho = serve(
      'DGRAM',
      'print STDERR "up\\n"; while (1) { $from = recv(S, $b, 65536, 0); last if $b eq "quit"; send(S, $b, 0, $from) }',
    );
    const payload = randomBytes(2_000_000);
    const forward = { hostPort: 0, guestAddress: 'linux', guestPort: 7 };
    const back: string[] = [];
    // That one is up which /proc/net/tcp shows, and the other one says so.
    const script = `${FIXED} ${tcpEcho} & until grep -q ':0007 ' /proc/net/tcp; do sleep 0.1; done; ${udpEcho}; kill $!`;
    const { code, bad } = await guest(script, {
      nat: {
        forwards: [
          { protocol: 'tcp', ...forward },
          { protocol: 'udp', ...forward },
        ],
      },
      async meanwhile([tcp, udp], up) {
        await up;
        // One after the other, and who ends first is the host.
        for (let i = 0; i < 2; i++) {
          const got = await new Promise<Buffer>((resolve, reject) => {
            const socket = connect({ port: tcp, host: '127.0.0.1', allowHalfOpen: true });
            const parts: Buffer[] = [];
            socket.on('data', (bytes) => parts.push(bytes));
            socket.on('end', () => resolve(Buffer.concat(parts)));
            socket.on('error', reject);
            socket.end(payload);
          });
          back.push(sha(got));
        }
        const socket = createSocket('udp4');
        for (const size of [10, 8000]) {
          const answer = new Promise<Buffer>((resolve) => socket.once('message', resolve));
          socket.send(payload.subarray(0, size), udp, '127.0.0.1');
          back.push(sha(await answer));
        }
        socket.send('quit', udp, '127.0.0.1', () => socket.close());
      },
    });
    expect(back).toEqual([sha(payload), sha(payload), sha(payload.subarray(0, 10)), sha(payload.subarray(0, 8000))]);
    expect(code).toBe(0);
    expect(bad).toBe('');
  });

  test('UDP leaves and comes back; a port where nobody listens is told by ICMP', async () => {
    const socket = createSocket('udp4');
    socket.on('message', (bytes, from) => socket.send(bytes, from.port, from.address));
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    const { port } = socket.address();
    const ask = (to: number, size: number): string =>
      `perl -e 'use Socket; socket(S, PF_INET, SOCK_DGRAM, 0); connect(S, sockaddr_in(${to}, inet_aton("10.0.2.1"))); $p = "x" x ${size}; send(S, $p, 0); alarm 5; print defined recv(S, $b, 65536, 0) ? length($b) : $!, "\\n"'; `;
    const { output, bad } = await guest(`${FIXED} ${ask(port, 1)} ${ask(port, 9000)} ${ask(1, 1)}`);
    socket.close();
    expect(output.trim().split('\n')).toEqual(['1', '9000', 'Connection refused']);
    expect(bad).toBe('');
  });

  test('a loss on its cable is repaired', async () => {
    const clock = wallClock();
    const { network, host } = connected(clock, {});
    let count = 0;
    const port = network.nics[0].port;
    // Every 40th frame is lost in each direction.
    const lossy: typeof port = Object.create(port, {
      send: {
        value: (...[frame, offload]: Parameters<typeof port.send>) => ++count % 40 === 0 || port.send(frame, offload),
      },
      connect: {
        value: (nic: Parameters<typeof port.connect>[0]) =>
          port.connect({ ...nic, receive: (frame, offload) => ++count % 40 === 0 || nic.receive(frame, offload) }),
      },
    }) as typeof port;
    const { output } = await linuxGuest(
      lossy,
      MAC,
      `${FIXED} curl -s -m 50 ${url} | sha256sum; curl -s -m 50 --data-binary @${folder}/blob ${url}`,
      OFFLOAD.CSUM_TSO,
    );
    host.close();
    clock.stop();
    expect(output.trim()).toBe(`${sha(blob)}  -`);
    expect(posted).toBe(sha(blob));
  });

  test('a server that is slow to read holds the guest up, and memory stays bounded', async () => {
    let read = 0;
    const slow = createTcpServer((socket) => {
      socket.pause();
      setTimeout(() => socket.on('data', (bytes) => (read += bytes.length)).resume(), 1500);
    });
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
    const to = (slow.address() as AddressInfo).port;
    let most = 0;
    const { code, network } = await guest(`${FIXED} busybox nc 10.0.2.1 ${to} < ${folder}/blob`, {
      async meanwhile() {
        await new Promise((resolve) => setTimeout(resolve, 1000));
        most = read;
        setTimeout(() => slow.close(), 100);
      },
    });
    expect(code).toBe(0);
    expect(most).toBe(0);
    expect(read).toBe(blob.length);
    expect(network.switch.ports[0].counters.bytesIn).toBeLessThan(blob.length * 1.2);
  });

  test('the capture names its interfaces', async () => {
    const { pcap } = await guest(`${FIXED} busybox ping -c 1 10.0.2.1 >/dev/null`);
    expect(readFileSync(pcap).subarray(0, 4).toString('hex')).toBe('0a0d0d0a');
    const names = spawnSync('tshark', ['-r', pcap, '-T', 'fields', '-e', 'frame.interface_name', '-Y', 'icmp'], {
      encoding: 'utf8',
    });
    expect(names.stdout.trim().split('\n')).toEqual(['linux', 'gateway']);
  });
});
