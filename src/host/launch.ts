/** From what a user names (files, a board, options) to a machine and what its firmware hands over. */
import type { Board } from '../machine/board.js';
import { FUNCTION } from '../devices/bcm2711/gpio.js';
import { overlayDisk } from '../devices/block.js';
import { readFdt, type Fdt } from '../machine/fdt.js';
import { readCardBoot, type CardBoot } from '../machine/firmware/card-boot.js';
import { MODELS, type Model } from '../machine/firmware/config-filters.js';
import { generateTree } from '../machine/firmware/generate-tree.js';
import { handoff, SERIAL, type Firmware, type HandoffOptions } from '../machine/firmware/handoff.js';
import type { Handoff, Machine, MachineOptions } from '../machine/machine.js';
import type { VirtioEntry } from '../machine/virtio.js';
import { UserError } from '../cli/user-error.js';
import { boardNames, loadBoard } from './boards.js';
import { openDiskImage, type DiskImage } from './disk-image.js';
import { prebuiltEngine } from './engine.js';
import { boardNetworks, type BoardNetworks } from './net/board-networks.js';
import type { HostNetworks } from './net/network.js';
import { openShares, type ShareFolder } from './share/shares.js';
import type { NetSpec } from './net/spec.js';
import { openDisks, type DiskFile } from './virtio-disks.js';
import { readBytes, unpack } from './files.js';
import { readStateFile } from './state-file.js';
import { named } from './named.js';
import { readProgram } from './program.js';
import { readXen, type XenFiles } from './xen-launch.js';

/** What to run. File names are the user's. */
export interface LaunchOptions extends XenFiles {
  /** Undefined: what the card boots. */
  readonly kernel?: string | undefined;
  readonly initrd?: string | undefined;
  readonly dtb?: string | undefined;
  readonly append?: string | undefined;
  /** The image of the card in the board's slot. Without `kernel` the board boots from it. */
  readonly sd?: string | undefined;
  /** What is written to the card is forgotten at the end. */
  readonly sdSnapshot?: boolean | undefined;
  /** Virtio disks, in this order. */
  readonly disk?: readonly DiskFile[] | undefined;
  /** Folders shared by 9p, behind the disks. */
  readonly share?: readonly ShareFolder[] | undefined;
  /** Further virtio devices, behind the shares: for programs. */
  readonly virtio?: readonly VirtioEntry[] | undefined;
  /** Networks, with a NIC of the board's in each. */
  readonly net?: readonly NetSpec[] | undefined;
  /** Networks open no sockets of the host's: for a replay, which has what came from outside. */
  readonly offline?: boolean | undefined;
  /** The file of a saved state, to go on from: nothing else but disks, a card and networks has to be named then. */
  readonly loadState?: string | undefined;
  /** `DEFAULT_BOARD` if not given. */
  readonly board?: string | undefined;
  readonly cpus?: number | undefined;
  /** 'armstub', 'psci', 'none', or the file of an EL3 image; by default what the board has, or what `el` needs. */
  readonly firmware?: string | undefined;
  readonly el?: 1 | 2 | 3 | undefined;
  readonly seed?: number | undefined;
  /** Xen, in the kernel's place: then `initrd` and `append` are dom0's. */
  readonly xen?: string | undefined;
}

export const DEFAULT_BOARD = 'rpi4b-2g';

export interface Launch {
  readonly machine: Omit<MachineOptions, 'console'>;
  readonly handoff: Handoff | ((machine: Machine) => void);
  /** What was not honoured, and what may surprise: one line each. */
  readonly warnings: readonly string[];
  /** What is behind the machine's networks; its ports are still to be opened. */
  readonly networks?: HostNetworks | undefined;
  /** Closes images and networks. */
  close(): void;
}

const FIRMWARE = ['armstub', 'psci', 'none'] as const;

function firmwareOf({ firmware, el, xen }: LaunchOptions, isPi: boolean): Firmware {
  // Only the level says what is wanted: the stub starts kernels at EL2. Without PSCI Xen could not switch the board off.
  const kind = firmware ?? (el === 3 ? 'none' : el === 1 || !isPi || xen !== undefined ? 'psci' : 'armstub');
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

/** What the options, or the card, say about the hand-off; and the name of the file that errors about the kernel are about. */
interface Software {
  readonly name: string;
  readonly parts: Omit<HandoffOptions, 'board' | 'cores' | 'firmware' | 'el'> & { readonly firmware?: Firmware };
  readonly board: Board;
  readonly legacyInterrupts: boolean;
  readonly warnings: readonly string[];
}

function fromFiles(kernel: string, options: LaunchOptions, board: Board, cores: number): Software {
  const { dtb, xen } = options;
  const initrd = xen === undefined ? options.initrd : undefined;
  const append = xen === undefined ? options.append : undefined;
  const bytes = readProgram(kernel, board.load);
  const tree: Fdt = dtb === undefined ? generateTree(board, cores) : named(dtb, () => readFdt(readBytes(dtb)));
  return {
    name: kernel,
    parts: {
      kernel: bytes,
      tree,
      treeIfRoom: dtb === undefined && initrd === undefined && append === undefined && xen === undefined,
      initrd: initrd === undefined ? undefined : readBytes(initrd),
      append,
      xen: xen === undefined ? undefined : readXen(options, board),
      seed: options.seed,
    },
    board,
    legacyInterrupts: false,
    warnings: [],
  };
}

/** Which of the models that config.txt knows a board is, by the type in its revision code. */
function modelOf(board: Board, image: string): Model {
  const type = ((board.pi?.revision ?? 0) >> 4) & 0xff;
  const found = (Object.keys(MODELS) as Model[]).find((name) => MODELS[name].boardType === type);
  if (!found)
    throw new UserError(`${image}: board ${board.name} boots from no card, expected --kernel, or a Raspberry Pi`);
  return found;
}

/** The board with as much RAM, and as large a part of it for the VideoCore, as config.txt says. */
function sized(board: Board, { totalMemory, gpuMemory }: CardBoot): Board {
  if (!board.pi) return board;
  const { ram, pi } = board;
  const most = totalMemory ?? Infinity;
  const kept = ram.filter((r) => r.base < most).map((r) => ({ base: r.base, bytes: Math.min(r.bytes, most - r.base) }));
  const lowEnd = Math.min(2 ** 30, kept[0].base + kept[0].bytes);
  return { ...board, ram: kept, pi: { ...pi, videoCore: { base: lowEnd - gpuMemory, bytes: gpuMemory } } };
}

function fromCard(card: DiskImage, image: string, options: LaunchOptions, board: Board): Software {
  for (const name of ['initrd', 'dtb', 'append'] as const) {
    if (options[name] !== undefined)
      throw new UserError(`--${name}: ${image} says this, expected --kernel to go with it`);
  }
  const boot = named(image, () => readCardBoot(card, { image, model: modelOf(board, image), serial: BigInt(SERIAL) }));
  const { kernel, initramfs, tree, armstub, uart, gpio } = boot;
  return {
    name: `${image}: ${kernel.name}`,
    parts: {
      kernel: unpack(`${image}: ${kernel.name}`, kernel.bytes),
      kernelAddress: kernel.address,
      initrd: initramfs?.bytes,
      initrdAddress: initramfs?.address,
      tree: tree?.fdt,
      treeAddress: tree?.address,
      append: boot.commandLine,
      seed: options.seed,
      pins: [
        { pins: [14, 15], function: uart.enabled ? uart.function : FUNCTION.INPUT, level: undefined, pull: undefined },
        ...gpio,
      ],
      ...(armstub && { firmware: { kind: 'image', bytes: armstub.bytes } }),
    },
    board: sized(board, boot),
    legacyInterrupts: !boot.gic,
    warnings: boot.warnings,
  };
}

/** The card's image; as a snapshot the file is only read, and what is written is kept in memory. */
function openCard(path: string, snapshot: boolean): DiskImage {
  // A card knows no flush: what a guest was told to be written must not wait for one.
  const disk = openDiskImage(path, { readOnly: snapshot, cache: 'writethrough' });
  return snapshot ? { ...overlayDisk(disk), close: () => disk.close() } : disk;
}

/** The virtio devices that were asked for, and how to close their files. */
function openVirtio(
  { disk = [], share = [], virtio = [], sd, sdSnapshot }: LaunchOptions,
  networks: BoardNetworks,
): {
  readonly entries: readonly VirtioEntry[];
  close(): void;
} {
  const disks = openDisks(disk, sd === undefined ? [] : [{ file: sd, readOnly: sdSnapshot ?? false }]);
  let shares: ReturnType<typeof openShares>;
  try {
    shares = openShares(share);
  } catch (error) {
    disks.close();
    throw error;
  }
  return {
    entries: [...disks.entries, ...shares.entries, ...virtio, ...networks.virtio],
    close() {
      disks.close();
      shares.close();
    },
  };
}

const networksOf = ({ net = [], offline = false }: LaunchOptions, board: Board, seed = 0): BoardNetworks =>
  boardNetworks(net, { board, seed, offline });

/** What a saved state has fixed. */
const FIXED = [
  ...(['kernel', 'initrd', 'dtb', 'append', 'board', 'firmware', 'cpus', 'el', 'seed'] as const),
  ...(['xen', 'dom0', 'domu'] as const),
];

/** A machine as a saved state says, with the card that is named now. */
function fromState(path: string, options: LaunchOptions): Launch {
  for (const name of FIXED) {
    if (options[name] !== undefined)
      throw new UserError(`--${name}: ${path} says this, expected --load-state without it`);
  }
  const file = readStateFile(path);
  const { sd } = options;
  if (file.state.kind.card > 0 && sd === undefined) {
    throw new UserError(`--sd: ${path} was saved with a card in the slot, expected its image`);
  }
  if (file.state.kind.card === 0 && sd !== undefined) {
    throw new UserError(`--sd: ${path} was saved with no card in the slot, expected none`);
  }
  const saved = file.state.kind.virtio.filter((kind) => kind.startsWith('block')).length;
  if (saved !== (options.disk?.length ?? 0))
    throw new UserError(`--disk: ${path} was saved with ${saved} disks, expected their images`);
  const shared = file.state.kind.virtio.filter((kind) => kind.startsWith('9p')).length;
  if (shared !== (options.share?.length ?? 0))
    throw new UserError(`--share: ${path} was saved with ${shared} shared folders, expected them`);
  // A state that holds what was written to the card needs the card as it was before.
  const snapshot = options.sdSnapshot ?? file.state.cardChanges !== undefined;
  const { made } = file.state;
  const networks = networksOf(options, made.board, made.seed);
  const count = networks.networks?.options.length ?? 0;
  // A program may have networks of its own, for the virtio devices that it gives.
  if (file.state.kind.networks.length !== count && (options.net !== undefined || options.virtio === undefined))
    throw new UserError(`--net: ${path} was saved with ${file.state.kind.networks.length} networks, expected as many`);
  const virtio = openVirtio(options, networks);
  const card = sd === undefined ? undefined : openCard(sd, snapshot);
  return {
    machine: {
      ...made,
      engine: prebuiltEngine(),
      sdCard: card,
      virtio: virtio.entries,
      networks: networks.networks?.options,
      ethernet: networks.ethernet,
    },
    handoff: (machine) => file.load(machine),
    networks: networks.networks,
    warnings: [],
    close() {
      networks.networks?.close();
      virtio.close();
      card?.close();
    },
  };
}

/**
 * A board of the package's, or from a file.
 * @param head what a message about an unknown name begins with
 * @throws UserError, or a system call's error with its path
 */
export function namedBoard(name: string, head = ''): Board {
  const board = named(name, () => loadBoard(name));
  if (!board) throw new UserError(`${head}no board '${name}', expected one of ${boardNames().join(', ')}`);
  return board;
}

/**
 * Reads all files, and puts them together.
 * @throws UserError, or a system call's error with its path
 */
export function launch(options: LaunchOptions): Launch {
  const { kernel, sd, loadState, xen } = options;
  if (loadState !== undefined) return fromState(loadState, options);
  const found = namedBoard(options.board ?? DEFAULT_BOARD, '--board: ');
  const cores = options.cpus ?? found.cores;
  if (cores > found.cores) {
    throw new UserError(`--cpus: board ${found.name} has ${found.cores} cores, expected no more`);
  }
  const networks = networksOf(options, found, options.seed);
  const slots = found.virtio?.slots ?? 0;
  const count =
    (options.disk?.length ?? 0) + (options.share?.length ?? 0) + (options.virtio?.length ?? 0) + networks.virtio.length;
  if (count > slots)
    throw new UserError(
      `${options.disk === undefined ? '--net' : '--disk'}: board ${found.name} has room for ${slots} virtio devices, expected no more`,
    );
  const virtio = openVirtio(options, networks);
  let card: DiskImage | undefined;
  const close = (): void => {
    networks.networks?.close();
    virtio.close();
    card?.close();
  };
  try {
    card = sd === undefined ? undefined : openCard(sd, options.sdSnapshot ?? false);
    let software;
    for (const [option, value] of [
      ['--dom0', options.dom0],
      ['--domu', options.domu],
      ['--xen-append', options.xenAppend],
    ] as const) {
      if (value !== undefined && xen === undefined) throw new UserError(`${option}: expected --xen to go with it`);
    }
    if (kernel !== undefined && xen !== undefined)
      throw new UserError(`--kernel: ${kernel}, expected --dom0 or --domu with --xen`);
    if (xen !== undefined) software = fromFiles(xen, options, found, cores);
    else if (kernel !== undefined) software = fromFiles(kernel, options, found, cores);
    else if (card && sd !== undefined) software = fromCard(card, sd, options, found);
    else throw new UserError('nothing to run, expected --kernel, --sd, --xen or a machine file');
    const { name, parts, board, legacyInterrupts, warnings } = software;
    const made = named(name, () =>
      handoff({
        ...parts,
        board,
        cores,
        firmware:
          options.firmware === undefined && parts.firmware
            ? parts.firmware
            : firmwareOf(options, board.pi !== undefined),
        el: options.el ?? 2,
        virtio: virtio.entries.length,
        mac: networks.mac,
      }),
    );
    if (made.isLinux && !parts.tree) throw new UserError(`${name}: a Linux Image, expected a device tree on the card`);
    return {
      machine: {
        board,
        cores,
        engine: prebuiltEngine(),
        seed: options.seed ?? 0,
        commandLine: parts.xen?.append ?? parts.append ?? '',
        legacyInterrupts,
        sdCard: card,
        virtio: virtio.entries,
        networks: networks.networks?.options,
        ethernet: networks.ethernet,
      },
      handoff: made,
      networks: networks.networks,
      warnings,
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}
