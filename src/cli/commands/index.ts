import type { Command } from 'commander';
import { asm } from './asm.js';
import { boards } from './boards.js';
import { ctl } from './ctl.js';
import { demo } from './demo.js';
import { dis } from './dis.js';
import { disk } from './disk.js';
import { guests } from './guests.js';
import { ps } from './ps.js';
import { run } from './run.js';
import { test } from './test.js';

/** Makes one subcommand: its options, its help, and its action. */
export type CommandFactory = () => Command;

/**
 * The subcommands, in the order `pivisor --help` lists them.
 *
 * Every run of the command loads all of these files, so they import only commander and types; what does the work is
 * imported inside the action (`const { assemble } = await import('../../aarch64/assembler.js')`).
 */
export const commands: readonly CommandFactory[] = [demo, run, ps, ctl, test, boards, guests, disk, dis, asm];
