/** What is taken from which of Debian's packages. */
import { gunzipSync } from 'node:zlib';
import { isElf } from '../../aarch64/elf.js';
import { UserError } from '../../cli/user-error.js';
import type { Extra } from './extras.js';
import { LIBRARY_PACKAGE, readLinkage } from './libraries.js';
import { aliasIndex, closure, dependencyIndex, moduleName } from './modules.js';
import type { DebFile } from './deb.js';

/** Files for the guests' folder, by their path in it. */
export type Outputs = Map<string, Uint8Array>;

export interface Recipe {
  /** What the package brings, for people. */
  readonly title: string;
  /** Names of packages that this recipe takes. */
  readonly packages: RegExp;
  /** The name of one in Debian 12. */
  readonly example: string;
  /** A package without files whose dependency is the one to take. */
  readonly meta?: string;
  /** The extra that it belongs to; undefined if it is always fetched. */
  readonly extra?: Extra;
  /** Of `packages` all that the extra's program depends on are taken, not one. */
  readonly libraries?: true;
  /** To be raised when other files come out of the same package. */
  readonly edition: number;
  readonly wanted: (path: string) => boolean;
  /** Makes the files. Where one that is needed was not in the package, it is missing in the result. */
  readonly make: (files: readonly DebFile[]) => Outputs;
  /** What has to come out; anything else may. */
  readonly needed: readonly string[];
}

/** Files that are taken as they are: where they are in the package, and what they are called in the folder. */
function copies(table: readonly (readonly [RegExp, string])[]): Pick<Recipe, 'wanted' | 'make' | 'needed'> {
  return {
    wanted: (path) => table.some(([pattern]) => pattern.test(path)),
    make: (files) =>
      new Map(
        table.flatMap(([pattern, name]) => {
          const file = files.find(({ path }) => pattern.test(path));
          return file ? [[name, plain(file.bytes)] as const] : [];
        }),
      ),
    needed: table.map(([, name]) => name),
  };
}

/** Modules that the guests load, with all that they need; what the kernel has built in is passed over. */
const MODULES: Readonly<Record<string, string>> = {
  'the SD card': 'sdhci-iproc mmc_block',
  "the board's other devices":
    'bcm2835_wdt iproc-rng200 bcm2711_thermal raspberrypi-hwmon raspberrypi-cpufreq gpio-raspberrypi-exp gpio-regulator fixed ' +
    'i2c-bcm2835 spi-bcm2835 spi-bcm2835aux pwm-bcm2835 reset-raspberrypi leds-gpio ledtrig-heartbeat ledtrig-default-on',
  Ethernet: 'genet mdio-bcm-unimac broadcom bcm-phy-lib',
  'file systems': 'ext4 vfat nls_cp437 nls_ascii nls_iso8859-1 nls_utf8 crc32c_generic squashfs overlay loop 9p',
  "a guest's power key": 'gpio_keys evdev',
  virtio:
    'virtio_mmio virtio_blk virtio_net virtio_console virtio-rng virtio_balloon 9pnet_virtio virtiofs vmw_vsock_virtio_transport',
  Xen: 'xen-blkfront xen-netfront xen-evtchn xen-gntdev xen-gntalloc xen-privcmd xenfs xen-blkback xen-netback xen_wdt 9pnet_xen',
};

const MODULE =
  /^(?:usr\/)?lib\/modules\/([\w.+~-]+)\/(kernel\/(?:[\w.+-]+\/)*[\w.+-]+\.ko|modules\.(?:order|builtin|builtin\.modinfo))$/;
const VMLINUZ = /^boot\/vmlinuz-[\w.+~-]+$/;
const DTB = /^usr\/lib\/linux-image-[\w.+~-]+\/broadcom\/(bcm2711-rpi-[\w-]+\.dtb)$/;

function kernel(files: readonly DebFile[]): Outputs {
  const outputs: Outputs = new Map();
  const modules = new Map<string, { path: string; bytes: Uint8Array }>();
  let release = '';
  for (const { path, bytes } of files) {
    const [, version, below] = MODULE.exec(path) ?? [];
    const [, dtb] = DTB.exec(path) ?? [];
    if (dtb !== undefined) outputs.set(dtb, bytes);
    else if (VMLINUZ.test(path)) outputs.set('Image', image(path, plain(bytes)));
    else if (below !== undefined) {
      release = version;
      if (below.endsWith('.ko')) modules.set(moduleName(below), { path: below, bytes });
      else outputs.set(`modules/${version}/${below}`, bytes);
    }
  }
  if (release !== '') {
    const taken = closure(
      modules,
      Object.values(MODULES).flatMap((names) => names.split(' ')),
    );
    const text = new TextEncoder();
    for (const { path, bytes } of taken) outputs.set(`modules/${release}/${path}`, bytes);
    outputs.set(`modules/${release}/modules.dep`, text.encode(dependencyIndex(taken)));
    outputs.set(`modules/${release}/modules.alias`, text.encode(aliasIndex(taken)));
  }
  return outputs;
}

const plain = (bytes: Uint8Array): Uint8Array => (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes);

/** An arm64 Image has its magic word at 56 (Linux, Documentation/arm64/booting.rst). */
function image(path: string, bytes: Uint8Array): Uint8Array {
  if (new TextDecoder('latin1').decode(bytes.subarray(56, 60)) !== 'ARM\x64')
    throw new UserError(`${path}: expected an arm64 Image, plain or gzip'd`);
  return bytes;
}

const LIBRARY = /^(?:usr\/)?lib\/aarch64-linux-gnu\/[^/]+\.so(?:\.[\w.]+)*$/;

/** Each library by the name that programs ask for it by. What is none (a linker script) is passed over. */
function libraries(files: readonly DebFile[]): Outputs {
  const outputs: Outputs = new Map();
  for (const { path, bytes } of files) {
    if (!isElf(bytes)) continue;
    const name = readLinkage(bytes).soname ?? path.slice(path.lastIndexOf('/') + 1);
    if (name.includes('/')) throw new UserError(`${path}: its soname '${name}' is no file name`);
    outputs.set(`kvm/lib/${name}`, bytes);
  }
  return outputs;
}

export const RECIPES: readonly Recipe[] = [
  {
    title: 'Linux, its device trees and modules',
    packages: /^linux-image-\d[\w.+~-]*-arm64$/,
    example: 'linux-image-6.1.0-56-arm64',
    meta: 'linux-image-arm64',
    edition: 2,
    wanted: (path) => MODULE.test(path) || VMLINUZ.test(path) || DTB.test(path),
    make: kernel,
    needed: ['Image', 'bcm2711-rpi-4-b.dtb'],
  },
  {
    title: 'busybox',
    packages: /^busybox-static$/,
    example: 'busybox-static',
    edition: 1,
    ...copies([[/^(?:usr\/)?bin\/busybox$/, 'busybox']]),
  },
  {
    title: 'U-Boot',
    packages: /^u-boot-rpi$/,
    example: 'u-boot-rpi',
    edition: 1,
    ...copies([
      [/^usr\/lib\/u-boot\/rpi_4\/u-boot\.bin$/, 'u-boot.bin'],
      [/^usr\/lib\/u-boot\/rpi_arm64\/u-boot\.bin$/, 'u-boot-rpi_arm64.bin'],
    ]),
  },
  {
    title: "U-Boot for QEMU's virt",
    packages: /^u-boot-qemu$/,
    example: 'u-boot-qemu',
    edition: 1,
    ...copies([[/^usr\/lib\/u-boot\/qemu_arm64\/u-boot\.bin$/, 'u-boot-qemu_arm64.bin']]),
  },
  {
    title: 'TF-A',
    packages: /^arm-trusted-firmware$/,
    example: 'arm-trusted-firmware',
    edition: 1,
    ...copies([[/^usr\/lib\/arm-trusted-firmware\/rpi4\/bl31\.bin$/, 'bl31.bin']]),
  },
  {
    title: 'Xen',
    packages: /^xen-hypervisor-\d+\.\d+-arm64$/,
    example: 'xen-hypervisor-4.17-arm64',
    edition: 1,
    ...copies([[/^boot\/xen-[\d.]+-arm64(?:\.gz)?$/, 'xen']]),
  },
  {
    title: 'QEMU, which starts guests by KVM',
    packages: /^qemu-system-arm$/,
    example: 'qemu-system-arm',
    extra: 'kvm',
    edition: 1,
    ...copies([[/^usr\/bin\/qemu-system-aarch64$/, 'kvm/qemu-system-aarch64']]),
  },
  {
    title: "QEMU's libraries",
    packages: LIBRARY_PACKAGE,
    example: 'libc6',
    extra: 'kvm',
    libraries: true,
    edition: 1,
    wanted: (path) => LIBRARY.test(path),
    make: libraries,
    needed: [],
  },
];

/** The recipe for a package; cloud, real-time and debugging kernels have none. */
export const recipeFor = (name: string): Recipe | undefined =>
  RECIPES.find(({ packages }) => packages.test(name) && !/-(?:cloud|rt)-/.test(name));

/** Whether one of these packages takes the place of the other: they are versions of one, or kernels. */
export const takesPlaceOf = (a: string, b: string): boolean =>
  a === b || (recipeFor(a) === recipeFor(b) && recipeFor(a)?.libraries !== true);
