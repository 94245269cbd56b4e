/** From what a user names (files, a board, options) to a machine and what its firmware hands over. */
import { BoardError } from '../machine/board.js';
import { ElfError } from '../aarch64/elf.js';
import { FdtError, readFdt, type Fdt } from '../machine/fdt.js';
import { handoff, type Firmware } from '../machine/firmware/handoff.js';
import { ImageError } from '../machine/image.js';
import type { Handoff, MachineOptions } from '../machine/machine.js';
import { UserError } from '../cli/user-error.js';
import { boardNames, loadBoard } from './boards.js';
import { prebuiltEngine } from './engine.js';
import { readBytes, unpack } from './files.js';

/** What to run. File names are the user's. */
export interface LaunchOptions {
  readonly kernel: string;
  readonly initrd?: string | undefined;
  readonly dtb?: string | undefined;
  readonly append?: string | undefined;
  readonly board: string;
  readonly cpus?: number | undefined;
  /** 'armstub', 'psci', 'none', or the file of an EL3 image; by default what the board has, or what `el` needs. */
  readonly firmware?: string | undefined;
  readonly el?: 1 | 2 | 3 | undefined;
  readonly seed?: number | undefined;
}

export interface Launch {
  readonly machine: Omit<MachineOptions, 'console'>;
  readonly handoff: Handoff;
}

/** Calls `make`, and names the file in what it throws about its contents. */
function named<T>(file: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if ([ImageError, ElfError, FdtError, BoardError].some((kind) => error instanceof kind)) {
      throw new UserError(`${file}: ${(error as Error).message}`);
    }
    if (error instanceof SyntaxError) throw new UserError(`${file}: expected JSON: ${error.message}`);
    throw error;
  }
}

const FIRMWARE = ['armstub', 'psci', 'none'] as const;

function firmwareOf({ firmware, el }: LaunchOptions, isPi: boolean): Firmware {
  // Only the level says what is wanted: the stub starts kernels at EL2.
  const kind = firmware ?? (el === 3 ? 'none' : el === 1 || !isPi ? 'psci' : 'armstub');
  if (kind === 'none' && el !== undefined && el !== 3)
    throw new UserError(`--el: ${el}, expected 3 with --firmware none`);
  if (kind === 'psci' && el === 3) throw new UserError('--el: 3, expected 1 or 2 with --firmware psci');
  if ((FIRMWARE as readonly string[]).includes(kind)) {
    if (kind === 'armstub' && el !== undefined && el !== 2)
      throw new UserError(`--el: ${el}, expected 2 with the armstub`);
    return { kind: kind as (typeof FIRMWARE)[number] };
  }
  if (el !== undefined) throw new UserError(`--el: ${el}, expected none with --firmware ${kind}, which decides itself`);
  return { kind: 'image', bytes: readBytes(kind) };
}

/**
 * Reads all files, and puts them together.
 * @throws UserError, or a system call's error with its path
 */
export function launch(options: LaunchOptions): Launch {
  const board = named(options.board, () => loadBoard(options.board));
  if (!board) {
    throw new UserError(`--board: no board '${options.board}', expected one of ${boardNames().join(', ')}`);
  }
  const cores = options.cpus ?? board.cores;
  if (cores > board.cores) {
    throw new UserError(`--cpus: board ${board.name} has ${board.cores} cores, expected no more`);
  }
  const { dtb, initrd } = options;
  const kernel = unpack(options.kernel, readBytes(options.kernel));
  const tree: Fdt | undefined = dtb === undefined ? undefined : named(dtb, () => readFdt(readBytes(dtb)));
  if (!tree) {
    for (const name of ['initrd', 'append'] as const) {
      if (options[name] !== undefined) throw new UserError(`--${name}: expected --dtb to go with it`);
    }
  }
  const made = named(options.kernel, () =>
    handoff({
      board,
      cores,
      firmware: firmwareOf(options, board.pi !== undefined),
      el: options.el ?? 2,
      kernel,
      tree,
      initrd: initrd === undefined ? undefined : readBytes(initrd),
      append: options.append,
      seed: options.seed,
    }),
  );
  if (made.isLinux && !tree) throw new UserError(`${options.kernel}: a Linux Image, expected --dtb to go with it`);
  return {
    machine: {
      board,
      cores,
      engine: prebuiltEngine(),
      seed: options.seed ?? 0,
      commandLine: options.append ?? '',
    },
    handoff: made,
  };
}
