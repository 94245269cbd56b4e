import { describe, expect, test } from 'vitest';
import { readXen, type XenFiles } from '../../src/host/xen-launch.js';
import { launch, type LaunchOptions } from '../../src/host/launch.js';
import { imageHeader } from '../../src/machine/firmware/linux-image.js';
import { board } from '../support/run.js';

const SAMPLE = 'firmware-samples/xen-domu.s';
const read = (files: XenFiles, name = 'rpi4b-2g') => readXen(files, board(name));

describe('--xen', () => {
  test('a source becomes the Image that Xen wants', () => {
    const { domains } = read({ domu: [{ kernel: SAMPLE }] });
    expect(imageHeader(domains[0].kernel)).toMatchObject({ textOffset: 0 });
  });

  test.each<[string, XenFiles, string, unknown]>([
    [
      'a Pi has its console on the mini UART',
      { dom0: SAMPLE },
      'rpi4b-2g',
      'console=dtuart dtuart=serial1 dom0_mem=512M bootscrub=0',
    ],
    ['another board where its tree says', { dom0: SAMPLE }, 'virt', 'console=dtuart dom0_mem=512M bootscrub=0'],
    [
      'more comes behind it',
      { dom0: SAMPLE, xenAppend: 'dom0_mem=1G' },
      'virt',
      'console=dtuart dom0_mem=512M bootscrub=0 dom0_mem=1G',
    ],
  ])("Xen's command line: %s", (_, files, name, line) => expect(read(files, name).append).toBe(line));

  test.each([
    [undefined, 'console=hvc0'],
    ['quiet', 'console=hvc0 quiet'],
    ['console=tty0 quiet', 'console=tty0 quiet'],
    ['netconsole=1', 'console=hvc0 netconsole=1'],
  ])("dom0's command line from %s", (append, line) => expect(read({ dom0: SAMPLE, append }).dom0?.append).toBe(line));

  test('a domain has defaults', () => {
    expect(
      read({ domu: [{ kernel: SAMPLE }, { kernel: SAMPLE, memory: 64, vcpus: 2, name: 'x' }] }).domains,
    ).toMatchObject([
      { name: 'domU1', memory: 2 ** 28, vcpus: 1, append: 'console=ttyAMA0' },
      { name: 'x', memory: 2 ** 26, vcpus: 2 },
    ]);
  });

  test.each<[Partial<LaunchOptions>, string]>([
    [{}, '--xen: nothing to start, expected --dom0 or --domu'],
    [{ kernel: 'a' }, '--kernel: a, expected --dom0 or --domu with --xen'],
    [{ initrd: 'a', domu: [{ kernel: SAMPLE }] }, '--initrd: a, expected --dom0 to go with it'],
    [{ append: 'a', domu: [{ kernel: SAMPLE }] }, '--append: expected --dom0 to go with it'],
    [
      { dom0: 'firmware-samples/hello.s' },
      'firmware-samples/hello.s: expected an arm64 Image, which is all that Xen starts',
    ],
    [
      { domu: [{ kernel: SAMPLE }, { kernel: SAMPLE, name: 'domU1' }] },
      "--domu: two domains 'domU1', expected different names",
    ],
    [{ dom0: 'nowhere/Image' }, 'ENOENT'],
    [{ xen: undefined, dom0: SAMPLE }, '--dom0: expected --xen to go with it'],
    [{ xen: undefined, kernel: SAMPLE, domu: [{ kernel: SAMPLE }] }, '--domu: expected --xen to go with it'],
    [{ xen: undefined, kernel: SAMPLE, xenAppend: '' }, '--xen-append: expected --xen to go with it'],
  ])('%o is refused: %s', (options, message) => {
    expect(() => launch({ xen: SAMPLE, ...options })).toThrow(message);
  });
});
