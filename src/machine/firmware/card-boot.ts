/**
 * What the Pi's firmware does with a card before the ARM cores run: reads config.txt of the boot partition, and all that it names
 * (Raspberry Pi documentation, "Boot options"). `docs/sd-boot.md` has the rules as a reader sees them.
 */
import type { BlockBackend } from '../../devices/block.js';
import { FdtError, readFdt, type Fdt } from '../fdt.js';
import { commandLine } from './command-line.js';
import type { FilterFacts, Model } from './config-filters.js';
import type { Settings } from './config-keys.js';
import type { GpioPreset } from '../../devices/bcm2711/gpio.js';
import { ConfigTxtError, parseConfigTxt, type ConfigTxt } from './config-txt.js';
import { FatError, openFat, type FatVolume } from './fat.js';
import { addSynonyms, applyBaseParameters, applyOverlay, OverlayError } from './overlay.js';
import { bootPartition, partitionDisk, PartitionError, readPartitions } from './partitions.js';
import { primaryUart, type PrimaryUart } from './primary-uart.js';

/** The card does not boot: one line that names the image, the file in it, the line or field, and what was expected. */
export class CardBootError extends Error {
  override readonly name = 'CardBootError';
}

export interface CardFacts extends FilterFacts {
  /** The image's name, for messages. */
  readonly image: string;
}

/** A file of the card, or several that were put one behind the other. */
export interface CardFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Where it is to go; undefined where config.txt does not say. */
  readonly address: number | undefined;
}

export interface CardBoot {
  /** Number of the boot partition; 0 on a card without a partition table. */
  readonly partition: number;
  readonly config: ConfigTxt;
  /** As it is on the card: an Image, a gzip'd one, or any raw program. */
  readonly kernel: CardFile;
  /** Without an address it follows the kernel. */
  readonly initramfs: CardFile | undefined;
  /** With overlays and parameters, and the firmware's own properties that depend on the card; not yet with the command line. */
  readonly tree: { readonly name: string; readonly fdt: Fdt; readonly address: number | undefined } | undefined;
  /** Runs at EL3 from address 0 in place of the firmware's own. */
  readonly armstub: CardFile | undefined;
  readonly commandLine: string;
  readonly uart: PrimaryUart;
  readonly gpio: readonly GpioPreset[];
  /** The GIC-400 gets the interrupts, and not the legacy controller. */
  readonly gic: boolean;
  /** RAM that may be used at most, bytes; undefined for all of it. */
  readonly totalMemory: number | undefined;
  /** The VideoCore's part of it, bytes. */
  readonly gpuMemory: number;
  /** What was not honoured, and what may surprise: one line each, which names the image. */
  readonly warnings: readonly string[];
}

const MIB = 1048576;
/** Names that say that a kernel is for AArch32. */
const KERNELS_32 = ['kernel.img', 'kernel7.img', 'kernel7l.img'];
const KERNEL_64 = 'kernel8.img';
/** Of the Raspberry Pi kernel, and mainline's where that differs. */
const TREES: Readonly<Record<Model, { readonly own: string; readonly upstream: string }>> = {
  pi4: { own: 'bcm2711-rpi-4-b.dtb', upstream: 'bcm2711-rpi-4-b.dtb' },
  pi400: { own: 'bcm2711-rpi-400.dtb', upstream: 'bcm2711-rpi-400.dtb' },
  cm4: { own: 'bcm2711-rpi-cm4.dtb', upstream: 'bcm2711-rpi-cm4-io.dtb' },
};
const PLATFORM = 'bcm2711';
/** `/chosen/bootloader/boot-mode` for an SD card. */
const BOOT_MODE_SD = 1;

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
/** What a card says may hold control characters; messages are one line. */
const printable = (message: string): string => message.replace(/[\x00-\x1f\x7f-\x9f]/g, '\ufffd');
const OURS = [FatError, PartitionError, ConfigTxtError, OverlayError, FdtError, CardBootError] as const;

/** Runs a step; what goes wrong in it is told with a prefix that says where. */
function at<T>(where: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!OURS.some((kind) => error instanceof kind)) throw error;
    throw new CardBootError(printable(`${where}: ${(error as Error).message}`));
  }
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  parts.reduce((offset, p) => (bytes.set(p, offset), offset + p.length), 0);
  return bytes;
}

/**
 * Reads what a board would boot from a card.
 * @throws CardBootError
 */
export function readCardBoot(card: BlockBackend, facts: CardFacts): CardBoot {
  return at(facts.image, () => {
    const partition = bootPartition(readPartitions(card));
    if (!partition)
      throw new CardBootError(
        'no boot partition, expected one of type FAT in an MBR or GPT, or a FAT file system from the first sector on',
      );
    const volume = at(partition.number === 0 ? 'boot file system' : `partition ${partition.number}`, () =>
      openFat(partitionDisk(card, partition)),
    );
    const boot = new Boot(volume, facts, partition.number);
    const result = boot.load();
    return { ...result, warnings: result.warnings.map((w) => printable(`${facts.image}: ${w}`)) };
  });
}

class Boot {
  private readonly config: ConfigTxt;
  private readonly settings: Readonly<Settings>;
  private readonly warnings: string[];
  /** Comes before the names of the operating system's files. */
  private prefix = '';

  constructor(
    private readonly volume: FatVolume,
    private readonly facts: CardFacts,
    private readonly partition: number,
  ) {
    const read = (file: string): string | undefined => {
      const bytes = volume.read(file);
      return bytes && text(bytes);
    };
    this.config = parseConfigTxt(read('config.txt') ?? '', facts, read);
    this.settings = this.config.settings;
    this.warnings = [...this.config.warnings];
    if (volume.exists('autoboot.txt'))
      this.warnings.push('autoboot.txt: is not honoured, the first FAT partition is booted');
  }

  /** A name as it is looked for on the card. */
  private os(name: string): string {
    return name.startsWith('/') ? name : this.prefix + name;
  }
  private mentioned(key: keyof Settings): string {
    return this.config.where[key] ?? `config.txt: ${key}`;
  }
  /** A file that a setting names. */
  private named(key: keyof Settings, name: string): Uint8Array {
    const bytes = this.volume.read(name);
    if (bytes) return bytes;
    throw new CardBootError(`${this.mentioned(key)}: no file '${name}' on the boot partition`);
  }

  load(): CardBoot {
    const { settings } = this;
    const kernelName = this.kernelName();
    const treeNames = this.treeNames();
    this.choosePrefix(kernelName, treeNames);
    const kernel = this.kernel(kernelName);
    const initramfs = this.initramfs(kernelName);
    const tree = this.tree(treeNames);
    const uart = primaryUart(tree?.fdt.root, settings);
    if (!uart.enabled) {
      this.warnings.push(
        'config.txt: without enable_uart=1 the firmware leaves the serial port unconnected; programs that count on it are silent',
      );
    }
    const line = commandLine(
      this.commandLineFile(),
      tree?.fdt.root.find('chosen')?.strings('bootargs')?.[0] ?? '',
      uart,
    );
    this.warnings.push(...line.warnings.map((w) => `${this.os(settings.cmdline ?? 'cmdline.txt')}: ${w}`));
    const { armstub } = settings;
    return {
      partition: this.partition,
      config: this.config,
      kernel,
      initramfs,
      tree,
      armstub:
        armstub === undefined || armstub === ''
          ? undefined
          : { name: armstub, bytes: this.named('armstub', armstub), address: undefined },
      commandLine: line.text,
      uart,
      gpio: this.config.gpio,
      gic: settings.enable_gic ?? true,
      totalMemory: settings.total_mem === undefined ? undefined : Math.max(128, settings.total_mem) * MIB,
      gpuMemory: Math.max(16, settings.gpu_mem_1024 ?? settings.gpu_mem ?? 76) * MIB,
      warnings: this.warnings,
    };
  }

  private kernelName(): string {
    const { settings } = this;
    const given = settings.kernel === '' ? undefined : settings.kernel;
    const wide = settings.arm_64bit ?? (settings.arm_control === undefined || (settings.arm_control & 0x200) !== 0);
    const base = given?.split('/').pop()?.toLowerCase();
    // A name that is known decides; else the setting does.
    if (base !== undefined && KERNELS_32.includes(base)) {
      throw new CardBootError(
        `${this.mentioned('kernel')}: ${given} is a kernel for AArch32, which is not supported: expected one for AArch64`,
      );
    }
    if (!wide && base !== KERNEL_64) {
      const key = settings.arm_64bit === undefined ? 'arm_control' : 'arm_64bit';
      throw new CardBootError(`${this.mentioned(key)}: asks for AArch32, which is not supported: expected arm_64bit=1`);
    }
    return given ?? KERNEL_64;
  }

  private treeNames(): readonly string[] {
    const { device_tree: given, upstream_kernel: upstream = false } = this.settings;
    if (given !== undefined) return given === '' ? [] : [given];
    const names = TREES[this.facts.model];
    return upstream ? [names.upstream, names.own] : [names.own, names.upstream];
  }

  /** A prefix counts only if the kernel and a device tree are found with it. */
  private choosePrefix(kernel: string, trees: readonly string[]): void {
    const wanted = this.settings.os_prefix ?? (this.settings.upstream_kernel ? 'upstream/' : '');
    if (wanted === '') return;
    this.prefix = wanted;
    const there = (name: string): boolean => this.volume.exists(this.os(name));
    if (there(kernel) && (trees.length === 0 || trees.some(there))) return;
    this.prefix = '';
    if (this.settings.os_prefix !== undefined) {
      this.warnings.push(
        `${this.mentioned('os_prefix')}: '${wanted}' is ignored, since there is no kernel and device tree with it`,
      );
    }
  }

  private kernel(name: string): CardFile {
    const file = this.os(name);
    const bytes = this.settings.kernel ? this.named('kernel', file) : this.volume.read(file);
    if (!bytes) {
      const narrow = KERNELS_32.find((k) => this.volume.exists(this.os(k)));
      throw new CardBootError(
        narrow === undefined
          ? `no file '${file}' on the boot partition, and config.txt names no other kernel`
          : `no file '${file}' on the boot partition; ${narrow} is for AArch32, which is not supported`,
      );
    }
    return { name: file, bytes, address: this.settings.kernel_address ?? (this.settings.kernel_old ? 0 : undefined) };
  }

  private initramfs(kernel: string): CardFile | undefined {
    const { ramfsfile, ramfsaddr = 0, auto_initramfs: auto = false } = this.settings;
    const address = ramfsaddr === 0 ? undefined : ramfsaddr;
    if (ramfsfile) {
      const names = ramfsfile
        .split(',')
        .filter((n) => n !== '')
        .map((n) => this.os(n));
      return { name: names.join(','), bytes: concatenate(names.map((n) => this.named('ramfsfile', n))), address };
    }
    // kernel8.img goes with initramfs8; other names have no counterpart.
    const suffix = /^kernel([^/]*)\.img$/.exec(kernel)?.[1];
    if (!auto || suffix === undefined) return undefined;
    const name = this.os(`initramfs${suffix}`);
    const bytes = this.volume.read(name);
    return bytes && { name, bytes, address };
  }

  private commandLineFile(): string {
    const { cmdline } = this.settings;
    if (cmdline === '') return '';
    if (cmdline !== undefined) return text(this.named('cmdline', this.os(cmdline)));
    return text(this.volume.read(this.os('cmdline.txt')) ?? new Uint8Array(0));
  }

  private tree(names: readonly string[]): CardBoot['tree'] {
    const name = names.map((n) => this.os(n)).find((n) => this.volume.exists(n));
    if (name === undefined) {
      if (this.settings.device_tree) this.named('device_tree', this.os(this.settings.device_tree));
      if (names.length > 0) {
        const lost = this.config.tree.length > 0 ? ', and overlays and parameters are left out' : '';
        this.warnings.push(
          `no file '${this.os(names[0])}' on the boot partition: the kernel gets no device tree${lost}`,
        );
      }
      return undefined;
    }
    const fdt = at(name, () => readFdt(this.volume.read(name) ?? new Uint8Array(0)));
    addSynonyms(fdt);
    const folder = this.overlayFolder();
    const map = this.overlayMap(folder);
    for (const step of this.config.tree) {
      if (step.overlay === undefined) {
        const left = at(step.where, () => applyBaseParameters(fdt, step.parameters));
        this.warnings.push(...left.map((w) => `${step.where}: dtparam: ${w}, and is left out`));
        continue;
      }
      const where = `${step.where}: overlay '${step.overlay}'`;
      const overlay = map(step.overlay, where);
      if (overlay === undefined) continue;
      const file = `${folder}${overlay}.dtbo`;
      at(where, () => {
        const bytes = this.volume.read(file);
        if (!bytes) throw new CardBootError(`no file '${file}' on the boot partition`);
        const left = applyOverlay(fdt, readFdt(bytes), step.parameters);
        this.warnings.push(...left.map((w) => `${where}: ${w}, and is left out`));
      });
    }
    // What the documentation lists under "Firmware parameters" and depends on the card.
    const chosen = fdt.root.ensure('chosen');
    chosen.setString('os_prefix', this.prefix);
    chosen.setString('overlay_prefix', this.settings.overlay_prefix ?? 'overlays/');
    const loader = chosen.ensure('bootloader');
    loader.setCells('boot-mode', BOOT_MODE_SD);
    loader.setCells('partition', this.partition);
    loader.setCells('tryboot', 0);
    return { name, fdt, address: this.settings.device_tree_address };
  }

  /** Overlays belong to the prefix's system only if a README lies with them; else they are shared. */
  private overlayFolder(): string {
    const folder = this.settings.overlay_prefix ?? 'overlays/';
    return this.prefix !== '' && this.volume.exists(`${this.prefix}${folder}README`) ? this.prefix + folder : folder;
  }

  /** What `overlay_map.dtb` has for an overlay's name on this board; undefined, with a warning, if the overlay is not for it. */
  private overlayMap(folder: string): (name: string, where: string) => string | undefined {
    const file = `${folder}overlay_map.dtb`;
    const bytes = this.volume.read(file);
    const root = bytes && at(file, () => readFdt(bytes)).root;
    return (name, where) => {
      const entry = root?.children.find((c) => c.name === name);
      if (!entry) return name;
      const own = entry.strings(PLATFORM)?.[0];
      if (own !== undefined) return own === '' ? name : own;
      const renamed = entry.strings('renamed')?.[0];
      const reason = entry.strings('deprecated')?.[0];
      if (renamed !== undefined) this.warnings.push(`${where}: is now called '${renamed}'`);
      else
        this.warnings.push(
          `${where}: ${reason === undefined ? `is not for ${PLATFORM}` : `is deprecated: ${reason}`}, and is left out`,
        );
      return renamed;
    };
  }
}
