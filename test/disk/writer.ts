/** A process to be killed: writes to an image without end, and says what was acknowledged. */
import { writeSync } from 'node:fs';
import { openDiskImage } from '../../src/host/disk-image.js';
import { Random } from '../conformance/random.js';
import { step, type Model } from './rig.js';

const [path, seed, cache] = process.argv.slice(2);
const disk = openDiskImage(path, { cache: cache as 'writeback' | 'writethrough' });
const random = new Random(seed);
const model: Model = new Map();
for (let version = 1; ; version++) {
  step(disk, model, random, version);
  if (cache === 'writeback' && (version % 5 !== 0 || !disk.flush())) continue;
  writeSync(1, `${version}\n`);
}
