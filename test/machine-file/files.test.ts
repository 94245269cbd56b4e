/** Machine files: what they may say, what is wrong with them in one line, and the bundled ones at work. */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import prettier from 'prettier';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { BlockBackend } from '../../src/devices/block.js';
import { assemble } from '../../src/aarch64/assembler/index.js';
import { FLASH_SECTOR } from '../../src/devices/cfi-flash.js';
import { launchMachineFile } from '../../src/host/machine-file/load.js';
import { machineSchema } from '../../src/host/machine-file/schema.js';
import { pivisor } from '../support/command.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-machine-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'm.yaml');
writeFileSync(join(folder, 'ok.s'), '        .text\n_start: wfi\n        b _start\n');
writeFileSync(join(folder, 'empty'), '');
writeFileSync(join(folder, 'vars.fd'), new Uint8Array(FLASH_SECTOR));
writeFileSync(join(folder, 'far.elf'), assemble('        .text\n_start: b _start\n', { base: 0x40000000 }).elf());
writeFileSync(join(folder, 'high.s'), '        .text\n        .org 0x800000\n_start: b _start\n');
for (const name of ['disk.img', 'other.img']) writeFileSync(join(folder, name), new Uint8Array(1 << 20));
for (const name of ['shared', 'a folder']) mkdirSync(join(folder, name));
/** A guest with more fields: `field: value`, or several in braces, in line 4. */
const guest = (fields: string): string =>
  fields.startsWith('{')
    ? `guests:\n  a:\n    kernel: ok.s\n    <<: ${fields}\n`
    : `guests:\n  a:\n    kernel: ok.s\n    ${fields}\n`;
const load = (yaml: string, environment = {}) => {
  writeFileSync(file, yaml);
  return launchMachineFile(file, environment);
};

describe('one line, exit code 2', () => {
  test.each<[string, string, string]>([
    ['nothing', '', ':1: expected a machine, found null'],
    ['no YAML', 'a: [', ':1: Flow sequence in block collection must be sufficiently indented and end with a ]'],
    ['no guests', 'board: cm4\n', ':1: guests: expected guests by their names, it is missing'],
    ['guests without any', 'guests: {}\n', ':1: guests: expected one guest or more'],
    ['no kernel', 'guests:\n  a:\n    memory: 4M\n', ':2: guests.a: expected a kernel or firmware'],
    [
      'an unknown field',
      'guests:\n  a:\n    kernel: ok.s\n    ram: 4M\n',
      ':4: guests.a.ram: unknown field, expected one of kernel, initrd, cmdline, memory, vcpus, weight, affinity, cap, autostart, restart, balloon, stop_grace_period, disks, shares, nics, ports, expect, firmware, flash, semihosting',
    ],
    ['a name twice', 'guests:\n  a: {kernel: ok.s}\n  a: {kernel: ok.s}\n', ':3: Map keys must be unique'],
    ['a missing file', 'guests:\n  a:\n    kernel: no.elf\n', ':3: guests.a.kernel: FOLDER/no.elf: no such file'],
    [
      'a size',
      'guests:\n  a:\n    kernel: ok.s\n    memory: 4\n',
      ':4: guests.a.memory: expected a size such as 256M or 1G, found 4',
    ],
    [
      'a size with a rest',
      'guests:\n  a:\n    kernel: ok.s\n    memory: 5K\n',
      ":4: guests.a.memory: expected a multiple of 4K, found '5K'",
    ],
    [
      'no size',
      'guests:\n  a:\n    kernel: ok.s\n    memory: much\n',
      ":4: guests.a.memory: expected a size such as 256M or 1G, found 'much'",
    ],
    [
      'more guests than there are VMIDs',
      `guests:\n${Array.from({ length: 256 }, (_, i) => `  g${i}: {kernel: ok.s, memory: 4K}\n`).join('')}`,
      ':1: guests: expected at most 255 guests',
    ],
    [
      'virtual CPUs',
      'guests:\n  a:\n    kernel: ok.s\n    vcpus: 9\n',
      ':4: guests.a.vcpus: expected a whole number from 1 to 8, found 9',
    ],
    [
      'a core that is not there',
      'cpus: 2\nguests:\n  a:\n    kernel: ok.s\n    affinity: [1, 2]\n',
      ':5: guests.a.affinity[1]: expected cores from 0 to 1, found 2',
    ],
    [
      'cores',
      'board: virt\ncpus: 2\nguests: {a: {kernel: ok.s}}\n',
      ':2: cpus: expected at most 1, the cores of virt, found 2',
    ],
    [
      'a cap',
      'guests:\n  a:\n    kernel: ok.s\n    cap: half\n',
      ':4: guests.a.cap: expected a share of one core such as 50%, or a number of cores such as 1.5',
    ],
    ['a cap of nothing', 'guests:\n  a:\n    kernel: ok.s\n    cap: 0%\n', ':4: guests.a.cap: expected 0.1% or more'],
    [
      'a restart policy',
      'guests:\n  a:\n    kernel: ok.s\n    restart: always:3\n',
      ':4: guests.a.restart: expected no, on-failure, on-failure:TIMES or always',
    ],
    [
      'a grace period',
      'guests:\n  a:\n    kernel: ok.s\n    stop_grace_period: soon\n',
      ':4: guests.a.stop_grace_period: expected a time such as 60s, 500ms or 2m',
    ],
    [
      'autostart',
      'guests:\n  a:\n    kernel: ok.s\n    autostart: later\n',
      ':4: guests.a.autostart: expected true or false',
    ],
    ['a board', 'board: pi\nguests: {a: {kernel: ok.s}}\n', ":1: board: no board 'pi', expected one of"],
    ['el2', 'el2: xen\nguests: {a: {kernel: ok.s}}\n', ":1: el2: expected pivisor, found 'xen'"],
    [
      'a pattern',
      'guests:\n  a:\n    kernel: ok.s\n    expect: ["("]\n',
      ':4: guests.a.expect[0]: expected a regular expression',
    ],
    ['a variable', 'guests:\n  a:\n    kernel: ${NO}/x\n', ':3: guests.a.kernel: ${NO} is not set in the environment'],
    [
      'a program that is too large',
      'guests:\n  a:\n    kernel: high.s\n    memory: 4M\n',
      ':3: guests.a.kernel: a segment at 0x40000000, expected addresses from 0x40000000 to 0x403fffff',
    ],
    [
      'more memory than there is',
      'board: rpi4b-1g\nguests:\n  a: {kernel: ok.s, memory: 900M}\n  b: {kernel: ok.s, memory: 100M}\n',
      ':4: guests.b.memory: 100 MiB, expected at most 46 MiB, what guests before it leave',
    ],
    ['firmware that is not there', guest('firmware: no.fd'), ':4: guests.a.firmware: FOLDER/no.fd: no such file'],
    [
      'firmware without anything',
      guest('firmware: empty'),
      ':4: guests.a.firmware: it is empty, expected the image of a firmware',
    ],
    [
      'firmware for other addresses',
      guest('firmware: far.elf'),
      ':4: guests.a.firmware: it goes up to 0x40000003, expected addresses below 0x4000000',
    ],
    ['flash that is not there', guest('flash: no.fd'), ':4: guests.a.flash: FOLDER/no.fd: no such file'],
    [
      'flash of a size of its own',
      guest('flash: ok.s'),
      ':4: guests.a.flash: 43 bytes, expected a multiple of 256 KiB, 64 MiB at the most',
    ],
    [
      'flash that two write to',
      'guests:\n  a: {kernel: ok.s, flash: vars.fd}\n  b: {kernel: ok.s, flash: vars.fd}\n',
      ':3: guests.b.flash: FOLDER/vars.fd: it is open for writing already, expected one writer',
    ],
    ['semihosting', guest('semihosting: maybe'), ":4: guests.a.semihosting: expected true or false, found 'maybe'"],
    ['a disk that is not there', guest('disks: [./no.img]'), ':4: guests.a.disks[0]: FOLDER/no.img: no such file'],
    ['a disk without a name', guest('disks: [{}]'), ':4: guests.a.disks[0]: expected file or base'],
    [
      'an unnamed disk',
      guest('disks: [data]'),
      ":4: guests.a.disks[0]: no disk 'data', expected a file such as ./disk.img",
    ],
    [
      'another disk than there is',
      `${guest('disks: [data]')}disks: {root: {base: ./x}}\n`,
      ":4: guests.a.disks[0]: no disk 'data', expected root",
    ],
    [
      'a field of a disk',
      guest('disks: [{fil: x}]'),
      ':4: guests.a.disks[0].fil: unknown field, expected one of file, base, size, format, readonly, limits, queues',
    ],
    [
      'two writers',
      'guests:\n  a: {kernel: ok.s, disks: [./disk.img]}\n  b:\n    kernel: ok.s\n    disks:\n      - ./other.img:ro\n      - ./disk.img:ro\n',
      ':7: guests.b.disks[1]: FOLDER/disk.img: guest a has it, too, expected one guest, or readonly with all',
    ],
    ['a base without a file', guest('disks: [{base: ./no.img}]'), ':4: guests.a.disks[0]: FOLDER/no.img: no such file'],
    [
      'a layer larger than its base',
      guest('disks: [{base: ./disk.img, size: "512", file: ./layer.qcow2}]'),
      ':4: guests.a.disks[0]: FOLDER/layer.qcow2: 512 bytes, expected at least the 1048576 of FOLDER/disk.img',
    ],
    [
      'a limit',
      guest('disks: [{file: ./disk.img, limits: {bps: fast}}]'),
      ":4: guests.a.disks[0].limits.bps: expected a size such as 256M or 1G, found 'fast'",
    ],
    [
      'a folder that is none',
      guest('shares: [./disk.img]'),
      ':4: guests.a.shares[0]: FOLDER/disk.img: not a folder, expected one to share',
    ],
    ['a folder that is not there', guest('shares: [./no]'), ':4: guests.a.shares[0]: FOLDER/no: no such file'],
    [
      'a folder whose name is no tag',
      guest('shares: ["./a folder"]'),
      ':4: guests.a.shares[0]: FOLDER/a folder: its name is no tag (up to 31 letters, digits and - . _), expected a tag beside it',
    ],
    [
      'a tag',
      guest('shares: [{path: ./shared, tag: "a b"}]'),
      ":4: guests.a.shares[0].tag: expected up to 31 letters, digits and - . _, found 'a b'",
    ],
    [
      'a tag twice',
      guest('shares: [./shared, ./shared:ro]'),
      ":4: guests.a.shares[1]: FOLDER/shared: its tag 'shared' is given twice, expected another by tag",
    ],
    [
      'a network',
      `${guest('nics: [lan]')}networks:\n  lab:\n`,
      ":4: guests.a.nics[0]: no network 'lan', expected default, lab",
    ],
    [
      'a MAC address',
      guest('nics: [{mac: "01:00:00:00:00:01"}]'),
      ":4: guests.a.nics[0].mac: 01:00:00:00:00:01, expected a MAC address that is no group's, as 52:54:00:12:34:56",
    ],
    [
      'an address of another network',
      guest('nics: [{address: 192.168.1.1}]'),
      ':4: guests.a.nics[0].address: 192.168.1.1, expected a free address of the network',
    ],
    [
      'a subnet',
      `${guest('memory: 4M')}networks:\n  default:\n    subnet: 10.0.0.1/8\n`,
      ':7: networks.default.subnet: 10.0.0.1/8, expected an address and a prefix of 20 to 29 bits, as 10.0.2.1/24',
    ],
    [
      'a port',
      guest('ports: ["http"]'),
      ":4: guests.a.ports[0]: 'http', expected [tcp:|udp:][HOST-ADDRESS:]HOST-PORT:",
    ],
    [
      'a port without a network',
      guest('{nics: [], ports: ["80:80"]}'),
      ':2: guests.a.ports[0]: expected a NIC on a network that is not internal',
    ],
  ])('%s', async (_, yaml, message) => {
    writeFileSync(file, yaml);
    const { status, stdout, stderr } = await pivisor('run', file);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.replaceAll(folder, 'FOLDER')).toContain(`pivisor: FOLDER/m.yaml${message}`);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test.each([
    [['--kernel', 'x'], '--kernel: FILE says this, expected the file without it'],
    [['--sd-snapshot'], '--sd-snapshot: FILE says this, expected the file without it'],
    [['--attach', 'b'], '--attach: b, expected a'],
  ])('%o', async (options, message) => {
    writeFileSync(file, 'guests: {a: {kernel: ok.s}}\n');
    const { status, stderr } = await pivisor('run', file, ...options);
    expect([status, stderr.replaceAll(file, 'FILE')]).toEqual([2, `pivisor: ${message}\n`]);
  });
});

describe('a file that is as it should be', () => {
  test('has defaults', () => {
    const { machine, guests, expect: expectations } = load('guests: {a: {kernel: ok.s}}\n');
    expect(machine.board.name).toBe('rpi4b-4g');
    expect(machine.guests).toEqual([
      {
        ...{ name: 'a', memory: 2 ** 27, vcpus: 1, weight: 1024, affinity: undefined, cap: undefined },
        ...{ autostart: true, restart: { when: 'no' }, stopGrace: 10e9 },
        ...{ semihosting: false, flash: undefined, flashStores: [] },
        virtio: [{ kind: 'nic', network: 0, nic: 0, pairs: 1, linkUp: true }, { kind: 'entropy' }],
      },
    ]);
    expect(machine.networks).toMatchObject([{ nics: [{ name: 'a', mac: '52:54:00:00:01:00', lock: true }], nat: {} }]);
    expect([guests, expectations]).toEqual([['a'], []]);
  });

  test('firmware from flash, with variables in a file, and an exit code', async () => {
    writeFileSync(
      join(folder, 'firmware.s'),
      `        .text
_start: ldr     x1, =0x04000000
        mov     w2, #0x40
        str     w2, [x1, #8]
        ldr     w2, =0x12345678
        str     w2, [x1, #8]
        mov     w0, #0x20
        adr     x1, block
        hlt     #0xf000
        .balign 8
block:  .quad   0x20026, 42
`,
    );
    writeFileSync(file, 'guests: {a: {firmware: firmware.s, flash: vars.fd, semihosting: true}}\n');
    const { status, stderr } = await pivisor('run', file, '--headless');
    expect([status, stderr]).toEqual([1, 'pivisor: a has ended with exit code 42\n']);
    expect(readFileSync(join(folder, 'vars.fd')).readUInt32LE(8)).toBe(0x12345678);
  });

  test('sizes, times, variables', () => {
    const { machine, timeout } = load(
      'epoch: 2026-01-01T00:00:00Z\ntimeout: 2m\nguests: {a: {kernel: "${K}", memory: 0.5G, vcpus: "${N}"}}\n',
      { K: 'ok.s', N: '2' },
    );
    expect(machine.guests).toMatchObject([{ memory: 2 ** 29, vcpus: 2 }]);
    expect([machine.epoch, timeout]).toEqual([1767225600, 120e9]);
  });
});

describe('disks', () => {
  /** The sector that a guest's disk has at first, then with what was written to it. */
  const disksOf = (yaml: string) => {
    const launch = load(yaml);
    const backends = launch.machine.guests!.map(
      ({ virtio = [] }) => virtio.flatMap((entry) => (entry.kind === 'block' ? [entry.backend] : []))[0],
    );
    return { launch, backends };
  };
  const sector = (disk: BlockBackend): number => {
    const bytes = new Uint8Array(512);
    expect(disk.read(0, bytes)).toBe(true);
    return bytes[0];
  };

  test('a layer each over one base that nobody writes to', () => {
    writeFileSync(join(folder, 'base.img'), new Uint8Array(3000).fill(7));
    const yaml =
      'guests:\n  a: {kernel: ok.s, disks: [{base: ./base.img, file: new/a.qcow2}]}\n' +
      '  b: {kernel: ok.s, disks: [{base: ./base.img, file: new/b.qcow2, size: 64K}]}\n' +
      '  c: {kernel: ok.s, disks: [{base: ./base.img}]}\n';
    const first = disksOf(yaml);
    expect(first.backends.map((disk) => disk.sectors)).toEqual([6, 128, 6]);
    first.backends.forEach((disk, i) => disk.write(0, new Uint8Array(512).fill(i)));
    expect(first.backends.map(sector)).toEqual([0, 1, 2]);
    first.launch.close();
    const again = disksOf(yaml);
    expect(again.backends.map(sector)).toEqual([0, 1, 7]);
    again.launch.close();
    expect(readFileSync(join(folder, 'base.img')).every((byte) => byte === 7)).toBe(true);
  });

  test('a named disk, and one that all may read', () => {
    const { launch, backends } = disksOf(
      'disks: {data: {file: ./disk.img, readonly: true, limits: {iops: 100}}}\n' +
        'guests: {a: {kernel: ok.s, disks: [data]}, b: {kernel: ok.s, disks: [data]}}\n',
    );
    expect(backends.map((disk) => disk.readOnly)).toEqual([true, true]);
    launch.close();
  });
});

test('folders are shared, and closed', () => {
  const { machine, close } = load(
    'guests:\n  a: {kernel: ok.s, shares: [./shared, {path: "./a folder", tag: other, readonly: true}]}\n  b: {kernel: ok.s, shares: [./shared:ro]}\n',
  );
  const shares = machine.guests!.map(({ virtio = [] }) => virtio.flatMap((e) => (e.kind === '9p' ? [e] : [])));
  expect(shares.map((of) => of.map(({ tag, readOnly }) => [tag, readOnly]))).toEqual([
    [
      ['shared', false],
      ['other', true],
    ],
    [['shared', true]],
  ]);
  expect(shares[0][0].backend.list('')).toEqual([]);
  close();
  expect(() => shares[0][0].backend.list('')).toThrow('ENOENT');
});

describe('ports', () => {
  test('lead to the first NIC with a gateway', async () => {
    const { networks, close, machine } = load(
      'networks: {lab: {internal: true}}\nguests: {a: {kernel: ok.s, nics: [lab, default], ports: ["0:80", "0:53/udp"]}}\n',
    );
    expect(machine.networks).toMatchObject([
      { nat: undefined },
      { nat: { forwards: [{ guestPort: 80 }, { guestPort: 53 }] } },
    ]);
    expect((await networks!.listen()).map((ports) => ports.length)).toEqual([0, 2]);
    close();
  });

  test('in use: one line', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    writeFileSync(file, guest(`ports: ["${port}:80"]`));
    const { status, stderr } = await pivisor('run', file);
    server.close();
    expect([status, stderr.replaceAll(folder, 'FOLDER')]).toEqual([
      2,
      `pivisor: FOLDER/m.yaml:4: guests.a.ports[0]: port ${port}: somebody listens there already, expected one that is free\n`,
    ]);
  });
});

test('the schema for editors is what is checked: npx vitest -u writes it', async () => {
  const text = await prettier.format(JSON.stringify(machineSchema()), { parser: 'json', printWidth: 120 });
  await expect(text).toMatchFileSnapshot('../../schemas/machine.schema.json');
});

test.each(['samples', 'two-linux', 'unit-guests'])('examples/%s.yaml is as the schema says', (name) => {
  const valid = new Ajv2020({ strict: false, validateFormats: false }).compile(machineSchema());
  expect(valid(parse(readFileSync(`examples/${name}.yaml`, 'utf8'), { merge: true }))).toBe(true);
});

test('the bundled guests run, each with its lines, and the run checks them', async () => {
  const { status, stdout, stderr } = await pivisor('run', 'examples/samples.yaml', '--headless');
  expect([status, stderr]).toEqual([0, '']);
  for (const name of ['left  ', 'middle', 'right '])
    expect(stdout.split('\n').filter((line) => line.startsWith(name))).toEqual([
      `${name} | Hello from a guest at EL1`,
      `${name} | .....`,
      `${name} | Switching off`,
    ]);
});

test('a guest that does not say what it should is named', async () => {
  writeFileSync(file, 'guests:\n  a: {kernel: ok.s, memory: 4M, expect: [hello]}\ntimeout: 1ms\n');
  const { status, stderr } = await pivisor('run', file);
  expect(status).toBe(1);
  expect(stderr).toContain('expected /hello/ on the console of a, and it did not come');
});
