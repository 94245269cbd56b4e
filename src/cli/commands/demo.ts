import { Command } from 'commander';

/** `pivisor demo`: guests at work, the bundled ones at once, Linux as soon as it is there. */
export const demo = (): Command =>
  new Command('demo')
    .description(
      'show guests on one Pi: two that come with pivisor at once, two with Linux as soon as they are fetched',
    )
    .option('--no-fetch', 'get nothing: Linux runs only if its files are here already')
    .option('--headless', 'end when all guests have shown that they work')
    .action(async (options: { fetch: boolean; headless?: true }) => {
      const { runDemo } = await import('../demo.js');
      process.exitCode = await runDemo(options);
    });
