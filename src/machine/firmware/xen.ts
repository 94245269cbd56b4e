/**
 * What a boot loader tells Xen: the kernels and RAM disks of dom0 and of the domains that Xen makes by itself (dom0less), as modules in
 * RAM and nodes of /chosen (Xen docs/misc/arm/device-tree/booting.txt, docs/features/dom0less.pandoc).
 */
import { ImageError } from '../image.js';
import type { Segment } from '../machine.js';
import type { Fdt, FdtNode } from '../fdt.js';
import { cellsOf } from './cells.js';

/** What a domain boots. */
export interface XenBoot {
  /** An arm64 Image; Xen knows no ELF. */
  readonly kernel: Uint8Array;
  readonly initrd?: Uint8Array | undefined;
  readonly append: string;
}

/** A domain that Xen makes: it gets a virtual GIC, timers and a PL011 (vpl011), which Xen's console shows. */
export interface XenDomain extends XenBoot {
  readonly name: string;
  /** Bytes: a multiple of 1024. */
  readonly memory: number;
  readonly vcpus: number;
}

export interface XenOptions {
  /** Xen's own command line. */
  readonly append: string;
  readonly dom0?: XenBoot | undefined;
  readonly domains: readonly XenDomain[];
}

const KIB = 1024;
const PAGE = 4096;

const toPage = (n: number): number => Math.ceil(n / PAGE) * PAGE;

/** Xen finds the watchdog by a name that device trees have dropped since, and without it cannot reset the board. */
const PM = { now: 'brcm,bcm2711-pm', then: 'brcm,bcm2835-pm' };

function namePm(root: FdtNode): void {
  root.walk((node) => {
    const names = node.strings('compatible') ?? [];
    if (names.includes(PM.now) && !names.includes(PM.then)) node.setString('compatible', ...names, PM.then);
  });
}

/**
 * Places the modules from `from` on, and writes the nodes.
 * @param limit addresses from here on are taken
 * @returns the modules, to be loaded
 * @throws ImageError where they do not fit
 */
export function addXen(tree: Fdt, { append, dom0, domains }: XenOptions, from: number, limit: number): Segment[] {
  const modules: Segment[] = [];
  let at = toPage(from);
  namePm(tree.root);
  const chosen = tree.root.ensure('chosen');
  chosen.setCells('#address-cells', 2);
  chosen.setCells('#size-cells', 2);
  chosen.setString('xen,xen-bootargs', append);

  const module = (parent: FdtNode, bytes: Uint8Array, kind: 'kernel' | 'ramdisk'): FdtNode => {
    const node = parent.ensure(`module@${at.toString(16)}`);
    node.setString('compatible', `multiboot,${kind}`, 'multiboot,module');
    node.setCells('reg', ...cellsOf(at, 2), ...cellsOf(bytes.length, 2));
    modules.push({ address: at, bytes, size: bytes.length });
    at = toPage(at + bytes.length);
    return node;
  };
  const boot = (parent: FdtNode, { kernel, initrd }: XenBoot): FdtNode => {
    const node = module(parent, kernel, 'kernel');
    if (initrd) module(parent, initrd, 'ramdisk');
    return node;
  };

  if (dom0) {
    chosen.setString('xen,dom0-bootargs', dom0.append);
    boot(chosen, dom0);
  }
  for (const domain of domains) {
    const node = chosen.ensure(domain.name);
    node.setString('compatible', 'xen,domain');
    node.setCells('#address-cells', 2);
    node.setCells('#size-cells', 2);
    node.setCells('cpus', domain.vcpus);
    node.setCells('memory', ...cellsOf(domain.memory / KIB, 2));
    node.setEmpty('vpl011');
    boot(node, domain).setString('bootargs', domain.append);
  }
  if (at > limit) {
    const room = Math.floor((limit - from) / 2 ** 20);
    throw new ImageError(
      `kernels and RAM disks of Xen's domains take ${Math.ceil((at - from) / 2 ** 20)} MiB, expected at most ${room}`,
    );
  }
  return modules;
}
