/**
 * The UART on GPIO 14 and 15 ("Configuring UARTs" of the Raspberry Pi documentation). On a Pi 4 that is the mini UART, since Bluetooth
 * has the PL011, unless an overlay such as disable-bt changes it; so the finished device tree is asked.
 */
import type { FdtNode } from '../fdt.js';
import type { Settings } from './config-keys.js';
import { nodesByPhandle } from './overrides.js';

export interface PrimaryUart {
  readonly uart: 'pl011' | 'mini';
  /** The firmware connects it to the pins and starts it. */
  readonly enabled: boolean;
  /** What GPIO 14 and 15 do then, as GPFSEL1 has it: ALT0 for the PL011, ALT5 for the mini UART, else input. */
  readonly function: number;
  readonly baud: number;
  /** Clock of the PL011s, Hz. */
  readonly pl011Clock: number;
  /** Clock of the VPU core, which is the mini UART's, Hz. */
  readonly coreClock: number;
}

const FSEL = { INPUT: 0, ALT0: 4, ALT5: 2 } as const;
const TXD_PIN = 14;
const NODES = { pl011: 'serial@7e201000', mini: 'serial@7e215040' } as const;

/** True if the UART is enabled and its pins include GPIO 14. */
function hasPins(node: FdtNode | undefined, nodes: ReadonlyMap<number, FdtNode>): boolean {
  if (!node || node.strings('status')?.[0] === 'disabled') return false;
  return (node.cells('pinctrl-0') ?? []).some((p) => nodes.get(p)?.cells('brcm,pins')?.includes(TXD_PIN));
}

function whichUart(root: FdtNode | undefined): 'pl011' | 'mini' {
  const soc = root?.child('soc');
  if (!root || !soc) return 'mini';
  const nodes = nodesByPhandle(root);
  // Mainline's trees say which pins; those of the Raspberry Pi kernel leave the pins to the firmware, and name the port serial0.
  for (const uart of ['pl011', 'mini'] as const) if (hasPins(soc.child(NODES[uart]), nodes)) return uart;
  return root.child('aliases')?.strings('serial0')?.[0].endsWith(NODES.pl011) ? 'pl011' : 'mini';
}

/** The primary UART as the settings and the finished device tree make it. */
export function primaryUart(root: FdtNode | undefined, settings: Readonly<Settings>): PrimaryUart {
  const uart = whichUart(root);
  const enabled = settings.enable_uart ?? uart === 'pl011';
  return {
    uart,
    enabled,
    function: !enabled ? FSEL.INPUT : uart === 'pl011' ? FSEL.ALT0 : FSEL.ALT5,
    baud: settings.init_uart_baud ?? 115_200,
    pl011Clock: settings.init_uart_clock ?? 48_000_000,
    coreClock: (settings.core_freq ?? 500) * 1_000_000,
  };
}
