import { Command } from 'commander';

/** `pivisor ps`: the machines that run, and their guests. */
export const ps = (): Command =>
  new Command('ps')
    .description('list the machines that run, and their guests')
    .option('--json', 'as JSON, times in ns, sizes in bytes')
    .action(async (options: { json?: true }) => (await import('../control.js')).ps(options));
