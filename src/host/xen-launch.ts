/** From the files that a user names for Xen to what a boot loader tells it. */
import { isElf, readElf } from '../aarch64/elf.js';
import { UserError } from '../cli/user-error.js';
import type { Board } from '../machine/board.js';
import { imageHeader } from '../machine/firmware/linux-image.js';
import type { XenBoot, XenOptions } from '../machine/firmware/xen.js';
import { readBytes } from './files.js';
import { named } from './named.js';
import { readProgram } from './program.js';

/** A domain that Xen makes from the device tree. File names are the user's. */
export interface DomainFiles {
  readonly kernel: string;
  readonly initrd?: string | undefined;
  readonly append?: string | undefined;
  /** domU1, domU2... if not given. */
  readonly name?: string | undefined;
  /** MiB. */
  readonly memory?: number | undefined;
  readonly vcpus?: number | undefined;
}

export interface XenFiles {
  /** Added to what Xen is told anyway. */
  readonly xenAppend?: string | undefined;
  /** The kernel of dom0; without one there is none, and Xen starts the other domains alone. */
  readonly dom0?: string | undefined;
  /** Of dom0. */
  readonly initrd?: string | undefined;
  readonly append?: string | undefined;
  readonly domu?: readonly DomainFiles[] | undefined;
}

const MEMORY_MIB = 256;
/** Where the RAM of a domain begins (GUEST_RAM0_BASE in Xen's public/arch-arm.h). */
const GUEST_RAM = 0x40000000;

/** The bytes of an ELF executable as they would lie in memory. */
function flat(file: string, bytes: Uint8Array): Uint8Array {
  if (!isElf(bytes)) return bytes;
  const { segments } = named(file, () => readElf(bytes));
  const addresses = segments.map((s) => Number(s.physicalAddress));
  const from = Math.min(...addresses);
  const image = new Uint8Array(Math.max(...segments.map((s, i) => addresses[i] + s.data.length)) - from);
  segments.forEach((s, i) => image.set(s.data, addresses[i] - from));
  return image;
}

function bootOf(kernel: string, initrd: string | undefined, append = '', terminal: string): XenBoot {
  const image = flat(kernel, readProgram(kernel, GUEST_RAM));
  if (!imageHeader(image)) throw new UserError(`${kernel}: expected an arm64 Image, which is all that Xen starts`);
  const named = /(^|\s)console=/.test(append);
  return {
    kernel: image,
    initrd: initrd === undefined ? undefined : readBytes(initrd),
    append: named ? append : `console=${terminal} ${append}`.trimEnd(),
  };
}

/** What Xen is told of its console: the mini UART on a Pi, whose PL011 shares its interrupt with others, and Xen shares none. */
const consoleOf = (board: Board): string => `console=dtuart${board.pi ? ' dtuart=serial1' : ''}`;

/**
 * Reads the files.
 * @throws UserError, or a system call's error with its path
 */
export function readXen(files: XenFiles, board: Board): XenOptions {
  const { xenAppend = '', dom0, initrd, append, domu = [] } = files;
  if (dom0 === undefined && domu.length === 0)
    throw new UserError('--xen: nothing to start, expected --dom0 or --domu');
  if (dom0 === undefined && initrd !== undefined)
    throw new UserError(`--initrd: ${initrd}, expected --dom0 to go with it`);
  if (dom0 === undefined && append !== undefined) throw new UserError('--append: expected --dom0 to go with it');
  const names = domu.map(({ name }, i) => name ?? `domU${i + 1}`);
  names.forEach((name, i) => {
    if (names.indexOf(name) < i) throw new UserError(`--domu: two domains '${name}', expected different names`);
  });
  return {
    append: `${consoleOf(board)} dom0_mem=512M bootscrub=0 ${xenAppend}`.trimEnd(),
    dom0: dom0 === undefined ? undefined : bootOf(dom0, initrd, append, 'hvc0'),
    domains: domu.map((domain, i) => ({
      ...bootOf(domain.kernel, domain.initrd, domain.append, 'ttyAMA0'),
      name: names[i],
      memory: (domain.memory ?? MEMORY_MIB) * 2 ** 20,
      vcpus: domain.vcpus ?? 1,
    })),
  };
}
