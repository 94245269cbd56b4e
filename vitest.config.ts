import { configDefaults, defineConfig } from 'vitest/config';
import { summary } from './test/setup/summary.js';

const full = 'test/**/*.full.test.ts';

export default defineConfig({
  test: {
    reporters: ['default', summary],
    // Files are shared out among all cores: the default leaves one of them idle.
    maxWorkers: '100%',
    slowTestThreshold: 5_000,
    projects: [
      {
        // npm test: at most 3 minutes on 2 cores.
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, full],
          testTimeout: 60_000,
        },
      },
      {
        // npm run test:full: what takes longer.
        extends: true,
        test: { name: 'full', include: [full], testTimeout: 600_000, hookTimeout: 600_000 },
      },
    ],
  },
});
