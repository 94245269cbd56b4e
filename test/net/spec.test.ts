/** Networks of a bare board: in one argument, and what NICs and addresses come of them. */
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { boardNetworks } from '../../src/host/net/board-networks.js';
import { parseNet } from '../../src/host/net/spec.js';
import { board } from '../support/run.js';

describe('--net', () => {
  test.each([
    ['nat', { kind: 'nat' }],
    ['isolated', { kind: 'isolated' }],
    [
      'nat,forward=tcp:8080:80,forward=udp:127.0.0.1:0:69',
      {
        kind: 'nat',
        forward: [
          { protocol: 'tcp', hostPort: 8080, guestPort: 80 },
          { protocol: 'udp', hostAddress: '127.0.0.1', hostPort: 0, guestPort: 69 },
        ],
      },
    ],
    ['nat,pcap=a/net.pcapng,device=virtio', { kind: 'nat', pcap: 'a/net.pcapng', device: 'virtio' }],
    [
      'nat,mac=52:54:00:00:00:05,address=192.168.7.1/24,name=pi',
      { kind: 'nat', mac: '52:54:00:00:00:05', address: '192.168.7.1/24', name: 'pi' },
    ],
    ['nat,loopback=no,internet=yes', { kind: 'nat', loopback: false, internet: true }],
  ])('%s', (text, spec) => expect(parseNet(text)).toEqual(spec));

  const fields = 'expected one of forward=, pcap=, device=, mac=, address=, name=, loopback=, internet=';
  test.each([
    ['', "'', expected nat or isolated"],
    ['user', "'user', expected nat or isolated"],
    ['nat,', `'', ${fields}`],
    ['nat,hostfwd=80', `'hostfwd=80', ${fields}`],
    ['nat,pcap', `'pcap', ${fields}`],
    ['nat,toString=1', `'toString=1', ${fields}`],
    ['nat,pcap=', 'pcap: expected something behind the ='],
    ['nat,pcap=a,pcap=b', 'pcap is there twice, expected it once'],
    ['nat,device=e1000', "device: 'e1000', expected genet or virtio"],
    ['nat,loopback=0', "loopback: '0', expected yes or no"],
    ['nat,forward=80', "forward: '80', expected [tcp:|udp:][HOST-ADDRESS:]HOST-PORT:[GUEST:]GUEST-PORT, such as"],
    ['isolated,forward=80:80', 'forward: expected nat, which has a gateway'],
    ['isolated,internet=no', 'internet: expected nat, which has a gateway'],
  ])('%j is refused', (text, message) => expect(() => parseNet(text)).toThrow(message));
});

describe('a board', () => {
  const plug = (name: string, specs: readonly string[], seed = 0) =>
    boardNetworks(specs.map(parseNet), { board: board(name), seed, offline: true });
  const nics = (name: string, specs: readonly string[], seed = 0): string[] => {
    const { networks, virtio, ethernet } = plug(name, specs, seed);
    return (networks?.options ?? []).map(({ nics: [nic], nat }, i) => {
      const own = virtio.some((entry) => entry.kind === 'nic' && entry.network === i);
      return `${ethernet?.network === i ? 'genet' : own ? 'virtio' : 'none'} ${nic.name} ${nic.mac} ${nat ? (nat.address ?? 'default') : 'isolated'}`;
    });
  };

  test.each([
    ['rpi4b-2g', [], 0, []],
    ['rpi4b-2g', ['nat'], 0, ['genet raspberrypi dc:a6:32:00:00:01 default']],
    ['rpi400', ['isolated,name=pi,mac=02:00:00:00:00:01'], 0, ['genet pi 02:00:00:00:00:01 isolated']],
    [
      'rpi4b-2g',
      ['nat,device=virtio', 'nat', 'nat'],
      0x102,
      [
        'virtio raspberrypi 52:54:02:00:01:01 default',
        'genet raspberrypi dc:a6:32:00:00:01 10.0.3.1/24',
        'virtio raspberrypi 52:54:02:00:03:01 10.0.4.1/24',
      ],
    ],
    ['virt', ['nat'], 0, ['virtio guest 52:54:00:00:01:00 default']],
  ])('%s on %j (seed %i)', (name, specs, seed, expected) => expect(nics(name, specs, seed)).toEqual(expected));

  test('has the MAC address of its socket', () => {
    expect([...(plug('rpi4b-2g', ['nat,mac=02:00:00:00:00:07']).mac ?? [])]).toEqual([2, 0, 0, 0, 0, 7]);
    expect(plug('rpi4b-2g', ['nat,device=virtio']).mac).toBeUndefined();
  });

  test.each([
    ['virt', ['nat,device=genet'], '--net: device: board virt has no Ethernet socket, expected virtio'],
    [
      'rpi4b-2g',
      ['nat', 'nat,device=genet'],
      '--net: device: board rpi4b-2g has one Ethernet socket, expected virtio for the others',
    ],
    ['rpi4b-2g', ['nat,mac=1'], '--net: mac: 1, expected a MAC address'],
    ['rpi4b-2g', ['nat,address=10.0.2.1'], '--net: address: 10.0.2.1, expected an address and a prefix'],
    ['rpi4b-2g', ['nat,forward=80:10.1.1.1:80'], '--net: forward: 10.1.1.1, expected a NIC'],
    ['rpi4b-2g', ['nat,forward=80:other:80'], '--net: forward: other, expected a NIC'],
  ])('%s on %j is refused', (name, specs, message) => expect(() => plug(name, specs)).toThrow(message));

  test('says in one line that a port is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { networks } = boardNetworks([parseNet(`nat,forward=${port}:80`)], {
      ...{ board: board('rpi4b-2g'), seed: 0, offline: false },
    });
    await expect(networks?.listen()).rejects.toThrow(
      `--net: forward: port ${port}: somebody listens there already, expected one that is free`,
    );
    networks?.close();
    server.close();
  });
});
