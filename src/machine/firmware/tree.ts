/**
 * What a Pi's firmware writes into the device tree before it hands it over. All else stays as it is in the file; what it disables is in
 * `UNMODELLED`, each with its reason.
 */
import { armRam, type Board } from '../board.js';
import { FdtNode, type Fdt } from '../fdt.js';
import { cellsOf } from './cells.js';
import { addVirtio } from './virtio-nodes.js';
import { UNMODELLED } from '../../devices/bcm2711/unmodelled.js';

export interface TreePatch {
  readonly board: Board;
  /** Cores that the machine has. */
  readonly cores: number;
  /** How the cores but the first start: PSCI called by SMC, the spin table, or as the tree says (undefined). */
  readonly bringUp: 'psci' | 'spin-table' | undefined;
  /** The kernel's command line; what the tree says if it is not given. */
  readonly append?: string | undefined;
  readonly initrd?: { readonly start: number; readonly end: number } | undefined;
  /** The low word of the board's serial number, and its MAC address. */
  readonly serial: number;
  readonly mac: readonly number[];
  /** Virtio devices that the machine was given. */
  readonly virtio?: number | undefined;
  /** What the kernel's random number generator starts from: 64 bytes. */
  readonly rngSeed: Uint8Array;
}

/** Replaces the memory nodes by one with the RAM that the firmware leaves to the ARM. */
export function setMemory(root: FdtNode, board: Board): void {
  const [address, size] = [root.cells('#address-cells')?.[0] ?? 2, root.cells('#size-cells')?.[0] ?? 1];
  const ram = armRam(board);
  // With sizes of one cell a bank of 4 GB and more is told in parts. Smaller ones are whole, as the Pi's firmware has them (raspberrypi/firmware
  // issue 1191), and as they have to be for U-Boot, which takes four at most.
  const banks = ram.flatMap(({ base, bytes }) => {
    const most = size === 1 && bytes >= 2 ** 32 ? 2 ** 31 : bytes;
    const parts = [];
    for (let at = 0; at < bytes; at += most) parts.push({ base: base + at, bytes: Math.min(most, bytes - at) });
    return parts;
  });
  const rest = root.children.filter((c) => c.name.split('@')[0] !== 'memory');
  const memory = new FdtNode(`memory@${ram[0].base.toString(16)}`);
  memory.setString('device_type', 'memory');
  memory.setCells('reg', ...banks.flatMap((r) => [...cellsOf(r.base, address), ...cellsOf(r.bytes, size)]));
  root.children.splice(0, root.children.length, ...rest, memory);
}

const isCpu = (node: FdtNode): boolean => node.name.startsWith('cpu@');
const last = (cells: number[] | undefined): number => (cells === undefined ? -1 : (cells[cells.length - 1] ?? -1));

/** Gives /cpus one node for each core: those of other cores go, missing ones are made like the first. */
function setCores(root: FdtNode, { board, cores, bringUp }: TreePatch): void {
  const cpus = root.child('cpus');
  const model = cpus?.children.find(isCpu);
  if (!cpus || !model) return;
  const cells = cpus.cells('#address-cells')?.[0] ?? 1;
  const wanted = board.affinity.slice(0, cores);
  const dropped = cpus.children.filter((c) => isCpu(c) && !wanted.includes(last(c.cells('reg'))));
  const handles = new Set(dropped.map((c) => c.cells('phandle')?.[0]));
  const kept = cpus.children.filter((c) => !dropped.includes(c));
  cpus.children.splice(0, cpus.children.length, ...kept);
  wanted.forEach((affinity, i) => {
    let cpu = kept.find((c) => isCpu(c) && last(c.cells('reg')) === affinity);
    if (!cpu) {
      cpu = new FdtNode(`cpu@${affinity.toString(16)}`);
      for (const [name, value] of model.properties) if (name !== 'phandle') cpu.properties.set(name, value);
      cpu.setCells('reg', ...cellsOf(affinity, cells));
      cpus.children.splice(kept.filter(isCpu).length + Math.max(0, i - kept.filter(isCpu).length), 0, cpu);
    }
    if (bringUp === undefined) return;
    cpu.setString('enable-method', bringUp);
    cpu.properties.delete('cpu-release-addr');
    if (bringUp === 'spin-table' && board.pi) cpu.setCells('cpu-release-addr', 0, board.pi.spinTable + 8 * i);
  });
  if (dropped.length > 0) root.walk((node) => dropAffinity(node, handles));
}

/** Interrupts that are told core by core (the PMU's): those of cores that there are not go. */
function dropAffinity(node: FdtNode, gone: ReadonlySet<number | undefined>): void {
  const affinity = node.cells('interrupt-affinity');
  const interrupts = node.cells('interrupts');
  if (!affinity || !interrupts || interrupts.length !== 3 * affinity.length) return;
  const stay = affinity.map((handle) => !gone.has(handle));
  node.setCells('interrupt-affinity', ...affinity.filter((_, i) => stay[i]));
  node.setCells('interrupts', ...interrupts.filter((_, i) => stay[Math.floor(i / 3)]));
}

/** Nodes of what is not modelled are disabled. @returns their paths */
export function disableUnmodelled(root: FdtNode): string[] {
  const paths: string[] = [];
  root.walk((node, path) => {
    if (!node.strings('compatible')?.some((c) => Object.hasOwn(UNMODELLED, c))) return;
    const [status] = node.strings('status') ?? ['okay'];
    if (status !== 'okay' && status !== 'ok') return;
    node.setString('status', 'disabled');
    paths.push(path);
  });
  return paths;
}

function setPsci(root: FdtNode): void {
  const psci = root.ensure('psci');
  psci.setString('compatible', 'arm,psci-1.0', 'arm,psci-0.2');
  psci.setString('method', 'smc');
}

/** What a Pi's firmware tells of its board. */
function setIdentity(root: FdtNode, pi: NonNullable<Board['pi']>, { serial, mac }: TreePatch): void {
  root.setString('model', `${pi.model} Rev 1.${pi.revision & 15}`);
  root.setString('serial-number', serial.toString(16).padStart(16, '0'));
  const system = root.ensure('system');
  system.setCells('linux,revision', pi.revision);
  system.setCells('linux,serial', 0, serial);
  const [ethernet] = root.child('aliases')?.strings('ethernet0') ?? [];
  if (ethernet !== undefined) root.find(ethernet)?.properties.set('local-mac-address', Uint8Array.from(mac));
}

/** Writes into a tree, in place, what the firmware would have. */
export function patchTree(tree: Fdt, patch: TreePatch): void {
  const { board, append, initrd, bringUp, rngSeed } = patch;
  const { root } = tree;
  const chosen = root.ensure('chosen');
  if (append !== undefined) chosen.setString('bootargs', append);
  if (initrd) {
    chosen.setCells('linux,initrd-start', ...cellsOf(initrd.start, 2));
    chosen.setCells('linux,initrd-end', ...cellsOf(initrd.end, 2));
  }
  chosen.properties.set('rng-seed', rngSeed);
  setMemory(root, board);
  setCores(root, patch);
  if (bringUp === 'psci') setPsci(root);
  addVirtio(root, board, patch.virtio ?? 0);
  if (board.pi) {
    setIdentity(root, board.pi, patch);
    disableUnmodelled(root);
  }
  // The spin table must outlive the kernel's start.
  if (bringUp === 'spin-table' && !tree.reservations.some((r) => r.address === 0)) {
    tree.reservations.push({ address: 0, size: 4096 });
  }
}
