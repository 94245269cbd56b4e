/** A card in a qcow2 image: the board boots from it, and what the guest writes goes to the layer. */
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { assemble } from '../../src/aarch64/assembler/index.js';
import { launch } from '../../src/host/launch.js';
import { fatImage, mbrImage } from '../firmware/images.js';
import { pivisor } from '../support/command.js';
import { sourceOf } from '../support/run.js';
import { folder } from './rig.js';

const work = folder();
afterAll(() => work.remove());

test('run --sd takes a thin layer over a card', async () => {
  const { sections } = assemble(sourceOf('firmware-samples/hello.s'), { base: 0x80000 });
  const kernel = new Uint8Array(0x10000);
  for (const { address, data } of sections) kernel.set(data, Number(address) - 0x80000);
  const files = { 'config.txt': new TextEncoder().encode('enable_uart=1\n'), 'kernel8.img': kernel };
  const card = work.file('card.img', mbrImage([{ type: 0x0c, bytes: fatImage(files) }]));
  const before = readFileSync(card);
  const layer = work.file('card.qcow2');
  const made = await pivisor('disk', 'create', layer, '--backing', card);
  expect(made).toMatchObject({ status: 0 });
  const { status, stdout } = await pivisor('run', '--sd', layer, '--headless', '--clock', 'virtual');
  expect([status, stdout]).toEqual([0, sourceOf('firmware-samples/hello.expected')]);
  const { machine, close } = launch({ sd: layer });
  expect(machine.sdCard?.write(1, new Uint8Array(512).fill(7))).toBe(true);
  const second = await pivisor('run', '--sd', layer);
  expect(second).toMatchObject({
    status: 2,
    stderr: `pivisor: ${layer}: it is open for writing already, expected one writer\n`,
  });
  close();
  expect(existsSync(`${layer}.lock`)).toBe(false);
  expect(readFileSync(card).equals(before)).toBe(true);
  const { stdout: difference } = await pivisor('disk', 'diff', layer);
  expect(difference).toMatch(/^sector 1: 1 sector\n/);
});
