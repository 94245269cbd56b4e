/** Debian on the board, on a network with a gateway: DHCP, ping, names, pages over TCP both ways, by virtio-net; and the same again from a recording. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { captureToFile, hostNetworks } from '../../src/host/net/network.js';
import { launch } from '../../src/host/launch.js';
import { Session } from '../../src/host/session.js';
import type { Input } from '../../src/machine/inputs.js';
import { play, stepText } from '../../src/testing/steps.js';
import type { Step } from '../../src/testing/schema.js';
import { guests } from '../support/guests.js';
import { need } from '../support/tools.js';
import { commandLine, LINUX, shell } from './boot.js';
import { configure, pageServer, sha, visit } from './web.js';

const files = ['Image', 'initrd.cpio.gz', 'bcm2711-rpi-4-b.dtb'];
const NETWORK = {
  nics: [{ name: 'debian', mac: '52:54:00:00:00:05' }],
  nat: { forwards: [{ protocol: 'tcp', hostPort: 0, guestAddress: 'debian', guestPort: 80 } as const] },
};
describe.skipIf(!guests(...files))('Debian on a network', () => {
  const tshark = need('tshark', 'tshark');
  const blob = randomBytes(10_000_000);
  const server = pageServer(blob);
  let folder: string;
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'pivisor-net-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  const launched = () =>
    launch({
      board: 'rpi4b-2g',
      ...LINUX,
      append: commandLine('console=ttyAMA0'),
      virtio: [{ kind: 'nic', network: 0, nic: 0 }],
    });

  test('gets an address, a page with the right hash, is visited, and does all that again in a replay', async () => {
    const pcap = join(folder, 'pcapng');
    const host = hostNetworks([NETWORK]);
    const [[port]] = await host.listen();
    const live = launched();
    const inputs: Input[] = [];
    let console = '';
    const session = new Session({
      machine: { ...live.machine, networks: host.options },
      handoff: live.handoff,
      networks: host,
      onInput: (input) => inputs.push(input),
      onOutput: (_port, bytes) => (console += Buffer.from(bytes).toString('latin1')),
      timeout: 60e9,
    });
    const { machine } = session;
    const capture = captureToFile(pcap, machine.networks[0].switch, machine.scheduler);
    const steps: Step[] = [
      // eth0 is the board's own socket, without a cable.
      ...shell(configure('eth1'), /eth1 has 10\.0\.2\.87, its name is debian\r?\n/),
      ...shell('ping -c 2 10.0.2.1', / 0% packet loss/),
      ...shell('ping -c 1 -s 20000 10.0.2.1', / 0% packet loss/),
      ...shell('nslookup -type=a debian.pivisor 10.0.2.1 | tail -2', /Address: 10\.0\.2\.87/),
      ...shell(`wget -q -O /www/blob ${server.url}; sha256sum /www/blob`, new RegExp(`${sha(blob)}  /www/blob`)),
      ...shell('wget -q -O - http://10.0.2.1:1/', /Connection refused/),
      ...shell('httpd -h /www; echo served', /\nserved/),
      { expect: / # / },
    ];
    const { why, step } = await play({ steps, ends: undefined, reject: [], timeout: 60e9 }, session, () => undefined);
    if (why !== undefined)
      throw new Error(`step ${step === undefined ? '-' : stepText(steps[step])}: ${why}\n${console.slice(-2000)}`);
    // Somebody visits it.
    expect(await visit(session, port)).toBe(sha(blob));
    capture.close();
    host.close();
    live.close();
    expect(machine.networks[0].nics[0].port.counters.dropped).toBe(0);
    if (tshark) {
      const checks = ['tcp', 'ip', 'udp'].flatMap((p) => ['-o', `${p}.check_checksum:TRUE`]);
      // 0xffff is a zero as good as the other one, which tshark does not like in TCP; Linux writes it, too.
      const bad =
        '_ws.malformed || (tcp.checksum.status == 0 && tcp.checksum != 0xffff) || ip.checksum.status == 0 || udp.checksum.status == 0 || tcp.analysis.retransmission || tcp.analysis.lost_segment';
      const ran = spawnSync('tshark', ['-r', pcap, ...checks, '-Y', bad], { encoding: 'utf8' });
      expect([ran.status, ran.stdout]).toEqual([0, '']);
    }

    // Nobody outside: all that came from there is in the inputs.
    server.close();
    const again = launched();
    const replay = new Session({
      machine: { ...again.machine, networks: [NETWORK] },
      handoff: again.handoff,
    });
    // What came too late to be seen is no part of the run.
    const seen = inputs.filter((input) => !machine.inputs.includes(input));
    replay.replay({ inputs: seen, end: { at: machine.scheduler.stamp } });
    await replay.run();
    again.close();
    expect(inputs.some(({ kind }) => kind === 'net')).toBe(true);
    expect(replay.machine.scheduler.stamp).toBe(machine.scheduler.stamp);
    expect(replay.machine.hash()).toBe(machine.hash());
  });
});
