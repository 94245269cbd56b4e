/** Mistakes in the contents of a file, told with its name. */
import { ElfError } from '../aarch64/elf.js';
import { UserError } from '../cli/user-error.js';
import { BoardError } from '../machine/board.js';
import { FdtError } from '../machine/fdt.js';
import { CardBootError } from '../machine/firmware/card-boot.js';
import { ImageError } from '../machine/image.js';

/** Errors about the contents of files. */
const ABOUT_CONTENTS = [ImageError, ElfError, FdtError, BoardError];

/** Calls `make`, and names the file in what it throws about its contents. */
export function named<T>(file: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    // It names the card's image and the file on it already.
    if (error instanceof CardBootError) throw new UserError(error.message);
    if (ABOUT_CONTENTS.some((kind) => error instanceof kind)) {
      throw new UserError(`${file}: ${(error as Error).message}`);
    }
    if (error instanceof SyntaxError) throw new UserError(`${file}: expected JSON: ${error.message}`);
    throw error;
  }
}
