/** The kernel's command line, as the firmware makes it of the card's and the device tree's. */
import type { PrimaryUart } from './primary-uart.js';

/** What Linux calls the UARTs, in the firmware's opinion. */
const NAMES = { pl011: 'ttyAMA0', mini: 'ttyS0' } as const;

export interface CommandLine {
  readonly text: string;
  readonly warnings: readonly string[];
}

/**
 * @param file contents of cmdline.txt: its first line counts
 * @param bootargs of the device tree with its overlays; they come first
 */
export function commandLine(file: string, bootargs: string, { uart, enabled }: PrimaryUart): CommandLine {
  const [primary, secondary] = uart === 'mini' ? [NAMES.mini, NAMES.pl011] : [NAMES.pl011, NAMES.mini];
  const warnings: string[] = [];
  let given = file.split(/[\r\n]/)[0].trim();
  if (uart === 'mini' && /=ttyAMA0\b/.test(given)) {
    given = given.replace(/=ttyAMA0\b/g, `=${primary}`);
    warnings.push(
      'ttyAMA0 in the command line becomes ttyS0, since the mini UART has GPIO 14 and 15 (dtoverlay=disable-bt gives them to the PL011)',
    );
  }
  given = given.replace(/=serial0\b/g, `=${primary}`).replace(/=serial1\b/g, `=${secondary}`);
  // Raspberry Pi trees ask for one port of the 8250 driver, which is the mini UART.
  const args = uart === 'mini' && !enabled ? bootargs.replace(/\b8250\.nr_uarts=1\b/, '8250.nr_uarts=0') : bootargs;
  return { text: [args.trim(), given].filter((t) => t !== '').join(' '), warnings };
}
