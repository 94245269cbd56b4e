/** The device tree's nodes of virtio devices (virtio 1.2, 4.2.1; Linux's binding virtio/mmio.yaml). */
import type { Board } from '../board.js';
import { FdtNode } from '../fdt.js';
import { virtioSlot } from '../virtio.js';
import { cellsOf } from './cells.js';
import { GIC } from './nodes.js';

/**
 * Adds nodes for the first `count` virtio slots at the root, where no bus changes addresses: drivers give these devices the
 * processor's.
 */
export function addVirtio(root: FdtNode, board: Board, count: number): void {
  const [address, size] = [root.cells('#address-cells')?.[0] ?? 2, root.cells('#size-cells')?.[0] ?? 1];
  for (let slot = 0; slot < count; slot++) {
    const { base, bytes, spi } = virtioSlot(board, slot);
    const node = new FdtNode(`virtio_mmio@${base.toString(16)}`);
    node.setString('compatible', 'virtio,mmio');
    node.setCells('reg', ...cellsOf(base, address), ...cellsOf(bytes, size));
    node.setCells('interrupts', GIC.SPI, spi, GIC.LEVEL_HIGH);
    node.setEmpty('dma-coherent');
    root.children.push(node);
  }
}
