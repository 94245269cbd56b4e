/** Boots of real software: what to run, and a dialogue with its console. */
import { launch, type LaunchOptions } from '../../src/host/launch.js';
import { Session } from '../../src/host/session.js';
import type { Machine } from '../../src/machine/machine.js';
import { play, stepText, type Dialogue } from '../../src/testing/steps.js';
import type { Step } from '../../src/testing/schema.js';
import { guest } from '../support/guests.js';

export const STOCK_TREE = guest('bcm2711-rpi-4-b.dtb');
/** Debian's kernel with its initramfs and the board's stock device tree. */
export const LINUX = { kernel: guest('Image'), initrd: guest('initrd.cpio.gz'), dtb: STOCK_TREE };

/** A command line without what takes long and is the same on every machine. */
export const commandLine = (...words: readonly string[]): string => `cryptomgr.notests nokaslr ${words.join(' ')}`;

/** A command in the shell that the initramfs ends in, and what it must answer. */
export const shell = (command: string, answer: RegExp): Step[] => [
  { expect: / # $/ },
  { sendLine: command },
  { expect: answer },
];

export interface BootOptions extends Omit<LaunchOptions, 'board'>, Pick<Dialogue, 'steps' | 'ends'> {
  readonly board?: string;
  readonly reject?: readonly RegExp[];
  /** Guest time, seconds. */
  readonly timeout?: number;
}

export interface Boot {
  /** All that the consoles have shown, lines ended by \n. */
  readonly console: string;
  readonly machine: Machine;
  /** What the hand-off had to say. */
  readonly warnings: readonly string[];
}

/** So much of the console a failure shows. */
const SHOWN = 2000;

/**
 * Boots, and plays the dialogue to its end.
 * @throws Error with the console's end if it went otherwise
 */
export async function boot(options: BootOptions): Promise<Boot> {
  const { steps, ends, reject = [], timeout = 20, ...files } = options;
  const { machine, handoff, warnings, close } = launch({ board: 'rpi4b-2g', ...files });
  let console = '';
  try {
    const session = new Session({
      machine,
      handoff,
      reboot: ends !== 'reset',
      clock: 'virtual',
      timeout: timeout * 1e9,
      onOutput: (_port, bytes) => (console += Buffer.from(bytes).toString('latin1').replaceAll('\r', '')),
    });
    const dialogue: Dialogue = { steps, ends, reject: [...reject], timeout: timeout * 1e9 };
    const { why, step } = await play(dialogue, session, () => undefined);
    if (why !== undefined) {
      const at = step === undefined ? 'after all steps' : `step ${step + 1}: ${stepText(steps[step])}`;
      throw new Error(`${at}: ${why}\n${console.slice(-SHOWN)}`);
    }
    return { console, machine: session.machine, warnings };
  } finally {
    close();
  }
}

/** What Linux says when something is wrong. */
export const TROUBLE = /Oops|WARNING|BUG:|Call trace|stall|lockup|Unhandled|Unable to handle|timed? ?out|failed/i;

/** Linux's drivers for what a Pi 4 has here, and the devices that they are bound to, as /sys/bus/platform/drivers shows them. */
const DRIVERS: readonly (readonly [string, string])[] = [
  ['pinctrl-bcm2835', 'fe200000.gpio'],
  ['iproc-rng200', 'fe104000.rng'],
  ['bcm2711_thermal', 'fd5d2000.avs-monitor:thermal'],
  ['bcm2835-pm', 'fe100000.watchdog'],
  ['bcm2835-power', 'bcm2835-power'],
  ['bcm2835-wdt', 'bcm2835-wdt'],
  ['bcm2835-dma', 'fe007000.dma'],
  ['bcm2835-clk', 'fe101000.cprman'],
  ['bcm2835-mbox', 'fe00b880.mailbox'],
  ['bcm2835-aux-uart', 'fe215040.serial'],
  ['raspberrypi-firmware', 'soc:firmware'],
  ['sdhci-iproc', 'fe340000.mmc'],
  ['bcmgenet', 'fd580000.ethernet'],
];

/** Asks for what `boundDrivers` looks at, and for what two of the drivers say. */
export const LIST_DRIVERS: readonly Step[] = [
  ...shell('cd /sys/bus/platform/drivers; ls -d */*:* */f[de]* */bcm2835-*', /\n/),
  ...shell('cat /sys/class/thermal/thermal_zone0/temp', /^35537$/m),
  ...shell('cat /sys/class/watchdog/watchdog0/identity', /^Broadcom BCM2835 Watchdog timer$/m),
];

/** Which of the drivers are not bound, by a console that has shown what LIST_DRIVERS asked for. */
export const unbound = (console: string): string[] =>
  DRIVERS.map(([driver, device]) => `${driver}/${device}`).filter((entry) => !console.includes(entry));
