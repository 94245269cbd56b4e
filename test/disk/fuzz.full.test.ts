/** Damaged images, many. */
import { expect, test } from 'vitest';
import { Random } from '../conformance/random.js';
import { damage, sample, useImage } from './fuzz.js';

test.each([
  { clusterBits: 9, order: 6, backing: true },
  { clusterBits: 9, order: 0, backing: false },
  { clusterBits: 12, order: 4, backing: true },
  { clusterBits: 16, order: 4, backing: true },
])('damaged images: %o', ({ clusterBits, order, backing }) => {
  const good = sample(clusterBits, order, backing);
  for (let i = 0; i < 1500; i++) {
    const random = new Random(`${clusterBits} ${order} ${i}`);
    expect(() => useImage(damage(good, random), random), `case ${i}`).not.toThrow();
  }
});
