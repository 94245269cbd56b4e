/** A real process, killed with SIGKILL while it writes: all that was acknowledged is there. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, expect, test } from 'vitest';
import { memoryDisk, SECTOR } from '../../src/devices/block.js';
import { checkDisk } from '../../src/host/disks/operations.js';
import { openDiskImage } from '../../src/host/disk-image.js';
import { writeImage } from '../../src/host/disks/copy.js';
import { Random } from '../conformance/random.js';
import { onPath } from '../support/tools.js';
import { folder, qemuCheck, step, versionsOf, type Model } from './rig.js';

const work = folder();
afterAll(() => work.remove());
const SECTORS = 20_000;

/** What each sector may hold after the process said that `version` is done: that, or what it wrote later. */
function allowed(seed: string, version: number): Set<number>[] {
  const random = new Random(seed);
  const model: Model = new Map();
  const disk = memoryDisk(new Uint8Array(SECTORS * SECTOR));
  for (let v = 1; v <= version; v++) step(disk, model, random, v);
  const may = Array.from({ length: SECTORS }, (_, sector) => new Set([model.get(sector) ?? 0]));
  for (let v = version + 1; v < version + 100; v++) {
    step(disk, model, random, v);
    may.forEach((set, sector) => set.add(model.get(sector) ?? 0));
  }
  return may;
}

test.each(['writeback', 'writethrough'] as const)('%s', async (cache) => {
  const random = new Random(`kill ${cache}`);
  for (let round = 0; round < 3; round++) {
    const image = work.file(`${cache}${round}.qcow2`);
    writeImage(image, { format: 'qcow2', clusterBits: 9 + 3 * round }, { size: SECTORS * SECTOR });
    const seed = `${cache} ${round}`;
    const child = spawn(process.execPath, ['--import', 'tsx', 'test/disk/writer.ts', image, seed, cache], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [said, problem] = ['', ''];
    const wanted = 20 + random.below(80);
    const exited = once(child, 'exit');
    child.stderr.setEncoding('utf8').on('data', (text: string) => (problem += text));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.split('\n').length > wanted) child.kill('SIGKILL');
    });
    const [, signal] = (await exited) as [number | null, string | null];
    expect(signal, problem).toBe('SIGKILL');
    const acknowledged = Number(said.split('\n').at(-2));
    // Its lock is there still, and does not count.
    const disk = openDiskImage(image);
    const may = allowed(seed, acknowledged);
    const found = versionsOf(disk);
    const wrong = found.findIndex((version, sector) => !may[sector].has(version));
    expect(wrong < 0 ? undefined : `sector ${wrong} has ${found[wrong]} of ${[...may[wrong]].join()}`).toBe(undefined);
    disk.close();
    expect(checkDisk(image, false, () => () => {}).problems).toEqual([]);
    if (onPath('qemu-img')) expect(qemuCheck(image).corruptions).toBe(0);
  }
});
