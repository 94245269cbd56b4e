/** A million random instructions at every level. */
import { expect, it } from 'vitest';
import { EPISODE_WORDS, Episode } from './soak/fuzz.js';

const EPISODES = 64;

it('a million words throw nothing, hang nothing and break nothing', () => {
  for (let i = 0; i < EPISODES; i++) new Episode('a million', i).run();
  expect(EPISODES * EPISODE_WORDS).toBeGreaterThan(1_000_000);
});
