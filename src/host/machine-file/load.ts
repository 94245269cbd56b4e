/** From a machine file to a machine with its guests. */
import { UserError } from '../../cli/user-error.js';
import { misfit } from '../../hypervisor/page-pool.js';
import { ramOf, type GuestImage } from '../../hypervisor/guest.js';
import { PLATFORM } from '../../hypervisor/platform.js';
import { armRam } from '../../machine/board.js';
import { guestImage } from '../../machine/guest-boot.js';
import { ImageError } from '../../machine/image.js';
import { ElfError } from '../../aarch64/elf.js';
import { prebuiltEngine } from '../engine.js';
import { check } from '../fields.js';
import { readBytes, readText } from '../files.js';
import { namedBoard, type Launch } from '../launch.js';
import { guestsFolder } from '../guests/folder.js';
import { readProgram } from '../program.js';
import { beside } from '../files.js';
import { fieldName, withValues, type Blame, type Environment, type Path } from '../variables.js';
import { readYaml } from '../yaml.js';
import type { GuestSpec } from '../../machine/machine.js';
import type { VirtioEntry } from '../../machine/virtio.js';
import type { Report } from '../disks/operations.js';
import { readStateFile } from '../state-file.js';
import { openGuestDisks } from './disks.js';
import { openGuestShares } from './shares.js';
import { readFirmware } from './firmware.js';
import { guestNetworks } from './networks.js';
import { machine as machineSchema } from './schema.js';
import { randomBytes } from '../../machine/firmware/handoff.js';

/** What a guest's console must show. */
export interface GuestExpectation {
  readonly guest: string;
  readonly patterns: readonly RegExp[];
}

export interface MachineLaunch extends Launch {
  /** What the file calls the machine. */
  readonly name: string | undefined;
  /** The guests' names, in the order of their ports. */
  readonly guests: readonly string[];
  readonly expect: readonly GuestExpectation[];
  /**
   * Reads what a guest boots, by its index. Of one that does not start by itself nothing is read before.
   * @throws UserError with file, line and field; a system call's error with its path
   */
  readonly imageOf: (guest: number) => GuestImage;
  /** ns of guest time. */
  readonly timeout: number | undefined;
}

export interface MachineFileOptions {
  /** A saved state to go on from, in the place of what the guests boot. */
  readonly loadState?: string | undefined;
  /** Nobody outside is asked: for a replay. */
  readonly offline?: boolean | undefined;
  /** Hears how far disks are that are made. */
  readonly report?: Report | undefined;
}

/**
 * Reads a machine file and all that it names. Paths are relative to it; `${NAME}` is the environment's, `${GUESTS}` the guests' folder.
 * @throws UserError with file, line and field; a system call's error with its path
 */
export function launchMachineFile(
  file: string,
  environment: Environment = { ...process.env, GUESTS: guestsFolder() },
  options: MachineFileOptions = {},
): MachineLaunch {
  const open: (() => void)[] = [];
  const close = (): void => open.splice(0).forEach((end) => end());
  try {
    return { ...load(file, environment, options, (end) => void open.unshift(end)), close };
  } catch (error) {
    close();
    throw error;
  }
}

/** @param onClose gets what is to be done at the end of the run */
function load(
  file: string,
  environment: Environment,
  { loadState, offline = false, report = () => () => undefined }: MachineFileOptions,
  onClose: (end: () => void) => void,
): Omit<MachineLaunch, 'close'> {
  const yaml = readYaml(file, readText(file));
  const blame: Blame = (path, message) => {
    const field = fieldName(path);
    return new UserError(`${file}:${yaml.lineOf(path)}: ${field === '' ? '' : `${field}: `}${message}`);
  };
  const checked = check(machineSchema, withValues(yaml.value, [], environment, blame));
  if ('complaint' in checked) throw blame(checked.complaint.path, checked.complaint.message);
  const { name, board: boardName, cpus, seed = 0, epoch, timeout, guests } = checked.value;
  /** Calls `make`; what it says of contents is blamed on a field. */
  const blamed = <T>(path: Path, make: () => T): T => {
    try {
      return make();
    } catch (error) {
      if (error instanceof UserError || error instanceof ImageError || error instanceof ElfError)
        throw blame(path, error.message);
      if (error instanceof Error && 'code' in error && 'path' in error) {
        const why = error.code === 'ENOENT' ? 'no such file' : error.message;
        throw blame(path, `${String(error.path)}: ${why}`);
      }
      throw error;
    }
  };
  const isFile = /[./]/.test(boardName);
  const board = blamed(['board'], () => namedBoard(isFile ? beside(file, boardName) : boardName));
  const cores = cpus ?? board.cores;
  if (cores > board.cores)
    throw blame(['cpus'], `expected at most ${board.cores}, the cores of ${board.name}, found ${cores}`);

  const entries = Object.entries(guests);
  const path = (name: string | undefined): string | undefined => (name === undefined ? name : beside(file, name));
  const firmwares = entries.map(([name, { firmware, flash }]) =>
    readFirmware(
      { firmware: path(firmware), flash: path(flash) },
      (field, make) => blamed(['guests', name, field], make),
      onClose,
    ),
  );
  const options = entries.map(([name, g], i): GuestSpec => {
    const bad = g.affinity?.findIndex((core) => core >= cores) ?? -1;
    if (bad >= 0)
      throw blame(
        ['guests', name, 'affinity', bad],
        `expected cores from 0 to ${cores - 1}, found ${g.affinity![bad]}`,
      );
    const { memory, vcpus, weight, affinity, cap, autostart, restart, stop_grace_period: stopGrace } = g;
    const { semihosting } = g;
    const { flash, flashStores } = firmwares[i];
    return {
      name,
      memory,
      vcpus,
      weight,
      affinity,
      cap,
      autostart,
      restart,
      stopGrace,
      semihosting,
      flash,
      flashStores,
    };
  });
  const first = options.filter(({ autostart }) => autostart !== false);
  const over = misfit(armRam(board), first.map(ramOf));
  if (over) throw blame(['guests', first[over.index].name, 'memory'], over.line);
  const { entries: nics, networks } = guestNetworks(checked.value, file, blame, blamed, offline);
  onClose(() => networks?.close());
  const disks = openGuestDisks(checked.value, { file, blame, blamed, report });
  onClose(() => disks.close());
  const shares = openGuestShares(checked.value, file, blamed);
  onClose(() => shares.close());
  const balloons = entries.map(([, { balloon }]): VirtioEntry[] =>
    balloon === undefined ? [] : [{ kind: 'balloon', target: balloon / 4096 }],
  );
  const virtio = options.map((_, i): VirtioEntry[] => [
    ...disks.entries[i],
    ...nics[i],
    ...shares.entries[i],
    { kind: 'entropy' },
    ...balloons[i],
  ]);
  const imageOf = (i: number): GuestImage => {
    const [name, g] = entries[i];
    const at = (field: string): Path => ['guests', name, field];
    const { firmware } = firmwares[i];
    if (g.kernel === undefined && !firmware) throw blame(['guests', name], 'expected a kernel or firmware');
    const kernel =
      g.kernel === undefined
        ? undefined
        : blamed(at('kernel'), () => readProgram(beside(file, g.kernel!), PLATFORM.ram));
    const initrd = g.initrd === undefined ? undefined : blamed(at('initrd'), () => readBytes(beside(file, g.initrd!)));
    const rngSeed = randomBytes(64, seed + i);
    const software = { firmware, kernel, initrd, append: g.cmdline, rngSeed, virtio: virtio[i].length };
    return blamed(at(firmware ? 'firmware' : 'kernel'), () => guestImage(options[i], software));
  };
  let handoff: Launch['handoff'];
  if (loadState === undefined)
    handoff = {
      segments: [],
      pins: [],
      start: { cores: 'hypervisor', images: entries.map(([, g], i) => (g.autostart ? imageOf(i) : undefined)) },
    };
  else {
    const state = readStateFile(loadState);
    handoff = (machine) => state.load(machine);
  }
  return {
    name,
    machine: {
      ...{ board, cores, engine: prebuiltEngine(), seed, epoch, networks: networks?.options },
      guests: options.map((guest, i) => ({ ...guest, virtio: virtio[i] })),
    },
    handoff,
    networks,
    warnings: [],
    guests: options.map(({ name }) => name),
    expect: entries.filter(([, g]) => g.expect.length > 0).map(([guest, g]) => ({ guest, patterns: g.expect })),
    imageOf,
    timeout,
  };
}
