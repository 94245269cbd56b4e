/** The board's own Ethernet socket, by Linux's and U-Boot's unmodified drivers: DHCP, pings, files over TCP and TFTP; and without a cable. */
import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { launch, type LaunchOptions } from '../../src/host/launch.js';
import type { HostNetworks } from '../../src/host/net/network.js';
import { Session } from '../../src/host/session.js';
import type { Input } from '../../src/machine/inputs.js';
import { play, stepText } from '../../src/testing/steps.js';
import type { Step } from '../../src/testing/schema.js';
import { guest, guests } from '../support/guests.js';
import { boot, commandLine, LINUX, shell, STOCK_TREE, TROUBLE } from './boot.js';
import { serveTftp } from './tftp.js';
import { command, PROMPT } from './u-boot.js';
import { configure, pageServer, sha, visit } from './web.js';

const blob = randomBytes(2_000_000);
/** Whatever is being done, it may take as long as the host needs for it. */
const LIMIT = 120e9;

/** Plays a dialogue with a board on the network. */
async function converse(
  options: LaunchOptions,
  steps: readonly Step[],
  change: (networks: HostNetworks) => HostNetworks = (networks) => networks,
) {
  const { machine, handoff, networks, close } = launch({ board: 'rpi4b-2g', dtb: STOCK_TREE, ...options });
  if (!networks) throw new Error('expected networks');
  const own = change(networks);
  const inputs: Input[] = [];
  let console = '';
  const session = new Session({
    machine: { ...machine, networks: own.options },
    handoff,
    networks: own,
    timeout: LIMIT,
    onInput: (input) => inputs.push(input),
    onOutput: (_port, bytes) => (console += Buffer.from(bytes).toString('latin1')),
  });
  const [ports] = await own.listen();
  const { why, step } = await play(
    { steps: [...steps], ends: undefined, reject: [], timeout: LIMIT },
    session,
    () => undefined,
  );
  if (why !== undefined)
    throw new Error(`step ${step === undefined ? '-' : stepText(steps[step])}: ${why}\n${console.slice(-2000)}`);
  return { session, inputs, ports, console, close };
}

describe.skipIf(!guests('Image', 'initrd.cpio.gz', 'bcm2711-rpi-4-b.dtb'))("Linux's bcmgenet", () => {
  const page = pageServer(blob);

  const linux = { ...LINUX, append: commandLine('console=ttyAMA0') };
  test('gets an address, a page with the right hash, is visited, and does all that again in a replay', async () => {
    const net = [{ kind: 'nat', forward: [{ protocol: 'tcp', hostPort: 0, guestPort: 80 }] }] as const;
    const { session, inputs, ports, console, close } = await converse({ ...linux, net }, [
      ...shell(configure('eth0'), /eth0 has 10\.0\.2\.78, its name is raspberrypi\r?\n/),
      ...shell('ping -c 2 10.0.2.1', / 0% packet loss/),
      ...shell('ping -c 1 -s 20000 10.0.2.1', / 0% packet loss/),
      ...shell(`wget -q -O /www/blob ${page.url}; sha256sum /www/blob`, new RegExp(`${sha(blob)}  /www/blob`)),
      ...shell('dmesg | grep "Link is Up"', /eth0: Link is Up - 1Gbps\/Full/),
      ...shell('cat /sys/class/net/eth0/address', /^dc:a6:32:00:00:01/m),
      ...shell('cd /sys/class/net/eth0/statistics; cat rx_errors tx_errors rx_dropped', /0\r?\n0\r?\n0/),
      ...shell('httpd -h /www; echo served', /\nserved/),
      { expect: / # / },
    ]);
    expect(console).not.toMatch(TROUBLE);
    // Somebody visits it.
    expect(await visit(session, ports[0])).toBe(sha(blob));
    close();
    const { machine } = session;
    expect(machine.networks[0].nics[0].port.counters.dropped).toBe(0);

    // Nobody outside: all that came from there is in the inputs.
    const again = launch({ board: 'rpi4b-2g', ...linux, net, offline: true });
    const replay = new Session({ machine: again.machine, handoff: again.handoff, clock: 'virtual' });
    replay.replay({
      inputs: inputs.filter((input) => !machine.inputs.includes(input)),
      end: { at: machine.scheduler.stamp },
    });
    await replay.run();
    again.close();
    expect(inputs.some(({ kind }) => kind === 'net')).toBe(true);
    expect(replay.machine.hash()).toBe(machine.hash());
  });

  test('finds no link without a cable, and nothing wrong', async () => {
    await boot({
      ...linux,
      steps: [
        ...shell('ip link set eth0 up; sleep 2; cat /sys/class/net/eth0/carrier', /^0\r?$/m),
        ...shell('dmesg | grep -c "Link is Up"', /^0\r?$/m),
      ],
      ends: undefined,
      reject: [TROUBLE],
    });
  });
});

describe.skipIf(!guests('u-boot.bin', 'bl31.bin', 'bcm2711-rpi-4-b.dtb'))("U-Boot's bcmgenet", () => {
  test('gets an address, pings, and loads a file twice', async () => {
    const file = blob.subarray(0, 200_001);
    const server = await serveTftp(new Map([['blob', file]]));
    // U-Boot always asks port 69, which only root may listen at.
    const elsewhere = (networks: HostNetworks): HostNetworks => ({
      ...networks,
      options: networks.options.map((network) => ({
        ...network,
        ask: (request) =>
          network.ask?.(
            request.kind === 'open' && request.to.port === 69
              ? { ...request, to: { ...request.to, port: server.port } }
              : request,
          ),
      })),
    });
    const load = [
      ...command('tftpboot ${loadaddr} 10.0.2.1:blob', /Bytes transferred = 200001 /),
      ...command('crc32 ${loadaddr} ${filesize}', new RegExp(`==> ${crc32(file).toString(16).padStart(8, '0')}`)),
    ];
    const { close } = await converse(
      { kernel: guest('u-boot.bin'), firmware: guest('bl31.bin'), net: [{ kind: 'nat' }] },
      [
        ...PROMPT,
        ...command('setenv autoload no; dhcp', /DHCP client bound to address 10\.0\.2\.78/),
        ...command('ping 10.0.2.1', /host 10\.0\.2\.1 is alive/),
        ...load,
        ...load,
      ],
      elsewhere,
    );
    close();
    server.close();
  });
});
