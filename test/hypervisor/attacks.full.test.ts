/**
 * Every attack on two victims: one that counts and has a claim to its share of a core, to 3 %, and one that sleeps and wants to be woken
 * within two slices, at the 99th percentile. docs/isolation.md has the table that this prints.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { ATTACKS, measure, SCENARIOS } from './attacks.js';

const SLICES = 2e6;
const rows: string[] = [];

afterAll(() => console.log(rows.join('\n')));

describe.each(SCENARIOS)('$name', (scenario) => {
  const { name, claim } = scenario;

  test.each([undefined, ...ATTACKS].map((attack) => [attack?.name ?? 'nobody', attack] as const))(
    '%s',
    (who, attack) => {
      const { share, progress, p99, wakes, host } = measure(attack, scenario);
      const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;
      rows.push(
        `| ${[name, who, percent(share), percent(progress), `${p99 / 1000} us`, host.toFixed(1)].join(' | ')} |`,
      );
      // With nobody else, or an attacker that sleeps or has ended, there is more to have.
      expect(share).toBeGreaterThan(0.97 * claim);
      expect(progress).toBeGreaterThan(0.97 * claim);
      expect(wakes).toBeGreaterThan(scenario.time / 2.5e6);
      expect(p99).toBeLessThanOrEqual(SLICES);
    },
  );
});
