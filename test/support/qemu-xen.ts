/** Xen on QEMU's virt machine, with the modules and nodes that `--xen` makes. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadBoard } from '../../src/host/boards.js';
import { readXen, type XenFiles } from '../../src/host/xen-launch.js';
import { readFdt, writeFdt } from '../../src/machine/fdt.js';
import { addXen } from '../../src/machine/firmware/xen.js';

/** Where QEMU's board has room for the modules behind its own device tree, and where that ends. */
const MODULES = 0x50000000;
const END = 0x78000000;

/**
 * The arguments of qemu-system-aarch64, one core.
 * @param folder where the device tree and the modules go
 */
export function qemuXen(xen: string, files: XenFiles, folder: string): string[] {
  const machine = ['-cpu', 'cortex-a72', '-m', '1G', '-smp', '1', '-nic', 'none', '-nographic'];
  const kind = 'virt,gic-version=2,virtualization=on';
  const tree = join(folder, 'tree.dtb');
  spawnSync('qemu-system-aarch64', ['-M', `${kind},dumpdtb=${tree}`, ...machine], { stdio: 'ignore' });
  const fdt = readFdt(readFileSync(tree));
  const board = loadBoard('virt');
  if (!board) throw new Error('no board virt');
  const modules = addXen(fdt, readXen(files, board), MODULES, END);
  writeFileSync(tree, writeFdt(fdt));
  const loaders = modules.flatMap(({ address, bytes }) => {
    const file = join(folder, address.toString(16));
    writeFileSync(file, bytes);
    return ['-device', `loader,file=${file},addr=${address},force-raw=on`];
  });
  return ['-M', kind, ...machine, '-no-reboot', '-kernel', xen, '-dtb', tree, ...loaders];
}
