import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { core, layers } from './lint/layers.js';

const noNode = 'The core runs unchanged in a browser worker.';
const noHostTime = 'A run depends on its inputs alone: time and chance come from the machine.';

export default defineConfig(
  globalIgnores(['dist/', 'coverage/']),
  eslint.configs.recommended,
  tseslint.configs.recommended,
  {
    rules: {
      // A leading underscore says that a parameter is there for its position.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      eqeqeq: 'error',
      // Arm's encodings are full of them, and they are fine where they are meant.
      'no-control-regex': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.cjs'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly' } },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { pivisor: { rules: { layers } } },
    rules: { 'pivisor/layers': 'error' },
  },
  {
    files: core.map((folder) => `src/${folder}/**/*.ts`),
    rules: {
      'no-restricted-globals': [
        'error',
        ...[
          'Buffer',
          'process',
          'require',
          'module',
          'exports',
          'global',
          '__dirname',
          '__filename',
          'setImmediate',
        ].map((name) => ({
          name,
          message: noNode,
        })),
      ],
      'no-restricted-properties': [
        'error',
        ...['Buffer', 'process', 'require', 'global'].map((property) => ({
          object: 'globalThis',
          property,
          message: noNode,
        })),
        { object: 'Math', property: 'random', message: noHostTime },
        { object: 'Date', property: 'now', message: noHostTime },
      ],
    },
  },
);
