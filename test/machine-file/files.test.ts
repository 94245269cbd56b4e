/** Machine files: what they may say, what is wrong with them in one line, and the bundled ones at work. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import prettier from 'prettier';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { launchMachineFile } from '../../src/host/machine-file/load.js';
import { machineSchema } from '../../src/host/machine-file/schema.js';
import { pivisor } from '../support/command.js';

const folder = mkdtempSync(join(tmpdir(), 'pivisor-machine-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'm.yaml');
writeFileSync(join(folder, 'ok.s'), '        .text\n_start: wfi\n        b _start\n');
writeFileSync(join(folder, 'high.s'), '        .text\n        .org 0x800000\n_start: b _start\n');
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
    ['no kernel', 'guests:\n  a:\n    memory: 4M\n', ':2: guests.a.kernel: expected a file, it is missing'],
    [
      'an unknown field',
      'guests:\n  a:\n    kernel: ok.s\n    ram: 4M\n',
      ':4: guests.a.ram: unknown field, expected one of kernel, initrd, cmdline, memory, vcpus, weight, affinity, expect',
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
      ":2: guests: the guests' memory is 1000 MiB, expected at most 946",
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
    expect(machine.guests).toEqual([{ name: 'a', memory: 2 ** 27, vcpus: 1, weight: 1024, affinity: undefined }]);
    expect([guests, expectations]).toEqual([['a'], []]);
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

test('the schema for editors is what is checked: npx vitest -u writes it', async () => {
  const text = await prettier.format(JSON.stringify(machineSchema()), { parser: 'json', printWidth: 120 });
  await expect(text).toMatchFileSnapshot('../../schemas/machine.schema.json');
});

test.each(['samples', 'two-linux'])('examples/machines/%s.yaml is as the schema says', (name) => {
  const valid = new Ajv2020({ strict: false, validateFormats: false }).compile(machineSchema());
  expect(valid(parse(readFileSync(`examples/machines/${name}.yaml`, 'utf8')))).toBe(true);
});

test('the bundled guests run, each with its lines, and the run checks them', async () => {
  const { status, stdout, stderr } = await pivisor('run', 'examples/machines/samples.yaml', '--headless');
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
