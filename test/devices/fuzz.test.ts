/**
 * Random accesses to all devices, with hostile structures in RAM: nothing throws, nothing takes long, a snapshot and a reset are
 * complete. More of it, and every device on its own, in fuzz.full.test.ts.
 */
import { describe, expect, it } from 'vitest';
import { fuzz, FuzzFailure } from './fuzz-run.js';

describe('devices under random accesses', () => {
  it.each([undefined, 'DMA', 'Mailbox', 'EMMC2', 'GPIO', 'GICC', 'GICH', 'GENET'])('%s', (focus) => {
    expect(() => fuzz({ seed: 1, focus, steps: 500 })).not.toThrow();
  });

  it('notices what a snapshot forgets, and names the seed', () => {
    const forgetful = (): void => fuzz({ seed: 3, focus: 'GPIO', steps: 500, forget: 'gpio' });
    expect(forgetful).toThrow(FuzzFailure);
    expect(forgetful).toThrow(/^seed 3, GPIO: restored: /);
  });
});
