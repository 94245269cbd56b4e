/** A test for each number of cores: what a list in YAML would repeat, a program makes. */
import type { BootTest } from 'pivisor';

const tests: BootTest[] = [2, 3, 4].map((cpus) => ({
  name: `two of ${cpus} cores`,
  machine: { kernel: '../../firmware-samples/two-cores.s', cpus, firmware: 'psci' },
  steps: [{ expect: /^core 1/ }],
  ends: 'power-off',
  timeout: '1s',
}));

export default tests;
