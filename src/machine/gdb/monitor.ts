/** What `monitor COMMAND` does in GDB: the things that a debugger of processors can't know. */
import type { Core } from '../../aarch64/core.js';
import { debugRead, explain, type Space } from '../../aarch64/mmu/debug.js';
import { FSC } from '../../aarch64/mmu/faults.js';
import { STATE } from '../../aarch64/state.js';
import { REG } from '../../aarch64/sysregs/storage.js';
import type { Machine } from '../machine.js';
import { hexOf } from './packet.js';

/** What memory is read and written as: a space, or `auto`, what the core's level sees. */
export type View = Space | 'auto';

export interface MonitorContext {
  readonly machine: Machine;
  /**
   * The core that stopped. GDB does not say which thread it looks at before a monitor command, so commands about one core
   * take its number.
   */
  readonly core: Core;
  view: View;
  /** Resets the machine, where the run can do that. */
  readonly reset: (() => void) | undefined;
}

interface Command {
  readonly usage: string;
  readonly help: string;
  /** @returns text to show, or undefined where the arguments are wrong */
  readonly run: (context: MonitorContext, args: readonly string[]) => string | undefined;
}

type Level = 0 | 1 | 2 | 3;
const VIEWS: Readonly<Record<string, View>> = { auto: 'auto', el0: 0, el1: 1, el2: 2, el3: 3, phys: 'physical' };

const hex = (n: number | bigint): string => `0x${n.toString(16)}`;
const hex64 = (n: bigint): string => `0x${n.toString(16).padStart(16, '0')}`;
const time = (ns: number): string => `${(ns / 1e9).toFixed(9)} s`;

/** A number as people and GDB write them: 0x..., or decimal. */
function number(text: string | undefined): bigint | undefined {
  return text !== undefined && /^(0x[0-9a-f]{1,16}|\d{1,19})$/i.test(text) ? BigInt(text) : undefined;
}

const MODES: Readonly<Record<Core['mode'], string>> = { run: 'runs', wfi: 'WFI', wfe: 'WFE', off: 'off' };

/** What a core is doing: for `info threads` and `monitor info`. */
export function describeCore(core: Core): string {
  if (core.mode === 'off') return 'off';
  const { el } = core;
  const stack = el === 0 ? '' : core.get(STATE.SPSEL) === 0 ? 't' : 'h';
  const secure = el === 3 || (core.get(REG.SCR_EL3) & 1) === 0;
  return `EL${el}${stack} ${secure ? 'Secure' : 'Non-secure'}, ${MODES[core.mode]}`;
}

function info({ machine }: MonitorContext): string {
  const { processor, scheduler, board } = machine;
  const lines = processor.cores.map(
    (core) => `core ${core.index}  pc ${hex64(core.big(STATE.PC))}  ${core.icount} instructions  ${describeCore(core)}`,
  );
  return [`${board.name}, guest time ${time(scheduler.now())}`, ...lines].join('\n');
}

/** MAIR-style attribute bytes that have a name (Arm ARM D13.2.95); others are shown as they are. */
const ATTRIBUTES: Readonly<Record<number, string>> = {
  0x00: 'Device-nGnRnE',
  0x04: 'Device-nGnRE',
  0x08: 'Device-nGRE',
  0x0c: 'Device-GRE',
  0x44: 'Normal Non-cacheable',
  0xaa: 'Normal Write-Through',
  0xbb: 'Normal Write-Through',
  0xee: 'Normal Write-Back, read-allocate',
  0xff: 'Normal Write-Back',
};
const SHAREABILITY = ['Non-shareable', 'reserved shareability', 'Outer Shareable', 'Inner Shareable'];

/** Fault status codes in words; those of a walk have its level in bits 1:0. */
function faultText(fsc: number): string {
  const walks: Readonly<Record<number, string>> = {
    [FSC.ADDRESS_SIZE]: 'address size fault',
    [FSC.TRANSLATION]: 'translation fault',
    [FSC.ACCESS_FLAG]: 'access flag fault',
    [FSC.PERMISSION]: 'permission fault',
    [FSC.EXTERNAL_ON_WALK]: 'external abort on the walk',
  };
  const walk = walks[fsc & ~3];
  return walk === undefined ? `fault status ${hex(fsc)}` : `${walk}, level ${fsc & 3}`;
}

function blockSize(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  let unit = 0;
  for (; bytes >= 1024; bytes /= 1024) unit++;
  return `${bytes} ${units[unit]}`;
}

function translateCommand(context: MonitorContext, args: readonly string[]): string | undefined {
  const address = number(args[0]);
  if (address === undefined) return undefined;
  let { core } = context;
  let named: Level | undefined;
  for (const arg of args.slice(1)) {
    const [, what, digit] = /^(el|core)([0-7])$/i.exec(arg) ?? [];
    const n = Number(digit);
    if (what?.toLowerCase() === 'el' && n < 4) named = n as Level;
    else if (what?.toLowerCase() === 'core' && n < context.machine.processor.cores.length)
      core = context.machine.processor.cores[n];
    else return undefined;
  }
  const level = named ?? (core.el as Level);
  const e = explain(core, level, address);
  const steps = [`EL${level} ${hex64(address)}`];
  if (e.stage2 && e.ipa >= 0) steps.push(`IPA ${hex(e.ipa)}`);
  if (e.pa >= 0) steps.push(`PA ${hex(e.pa)}${e.ns ? '' : ' (Secure)'}`);
  const path = steps.join(' -> ');
  if (e.pa < 0) return `${path}: stage ${e.faultStage} ${faultText(e.fsc)}`;
  const rights = `${e.read ? 'r' : '-'}${e.write ? 'w' : '-'}${e.execute ? 'x' : '-'}`;
  const memory = ATTRIBUTES[e.attr] ?? `attributes ${hex(e.attr)}`;
  const how = e.stage1 ? `${blockSize(e.size)} page or block` : 'stage 1 off';
  return `${path}: ${rights}, ${memory}, ${SHAREABILITY[e.shareability]}, ${how}`;
}

/** The most bytes that `monitor phys` shows. */
const MAX_DUMP = 4096;

function phys({ core }: MonitorContext, args: readonly string[]): string | undefined {
  const address = number(args[0]);
  const length = args.length > 1 ? number(args[1]) : 64n;
  if (address === undefined || length === undefined || args.length > 2 || length < 1n || length > MAX_DUMP)
    return undefined;
  const bytes = new Uint8Array(Number(length));
  const got = debugRead(core, 'physical', address, bytes);
  const lines: string[] = [];
  for (let at = 0; at < got; at += 16) {
    const part = bytes.subarray(at, Math.min(at + 16, got));
    const digits = hexOf(part).replace(/..(?=.)/g, '$& ');
    const text = Array.from(part, (b) => (b >= 0x20 && b < 0x7f ? String.fromCharCode(b) : '.')).join('');
    lines.push(`${hex(address + BigInt(at))}: ${digits.padEnd(47)}  ${text}`);
  }
  if (got < bytes.length) lines.push(`${hex(address + BigInt(got))} is not RAM`);
  return lines.join('\n');
}

function mmio({ machine }: MonitorContext): string {
  const entries = machine.mmio.entries();
  if (entries.length === 0) return 'no access to anything that is not modelled';
  return entries
    .map(({ device, offset, reads, writes, pcs }) => {
      const place = offset < 0 ? device : `${device} + ${hex(offset)}`;
      const from = pcs.map(({ pc, count }) => `${hex(pc)} (${count})`).join(', ');
      return `${place}: ${reads} reads, ${writes} writes${from === '' ? '' : `, from ${from}`}`;
    })
    .join('\n');
}

function space(context: MonitorContext, args: readonly string[]): string | undefined {
  if (args.length > 1) return undefined;
  if (args.length === 1) {
    const name = args[0].toLowerCase();
    if (!Object.hasOwn(VIEWS, name)) return undefined;
    context.view = VIEWS[name];
  }
  const name = Object.keys(VIEWS).find((k) => VIEWS[k] === context.view);
  return context.view === 'auto' ? "memory is what the thread's level sees" : `memory is what ${name} sees`;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  help: { usage: '', help: 'this list', run: () => helpText() },
  info: { usage: '', help: 'guest time, and what each core does', run: info },
  time: { usage: '', help: 'guest time', run: ({ machine }) => time(machine.scheduler.now()) },
  translate: {
    usage: 'ADDRESS [el0|el1|el2|el3] [core0|...]',
    help: 'where an address leads that the core that stopped, or another, uses',
    run: translateCommand,
  },
  phys: { usage: 'ADDRESS [LENGTH]', help: 'RAM by physical address', run: phys },
  space: {
    usage: '[auto|el0|el1|el2|el3|phys]',
    help: 'whose addresses GDB reads and writes memory by',
    run: space,
  },
  mmio: { usage: '', help: 'accesses to devices that nothing models', run: mmio },
  reset: {
    usage: '',
    help: 'reset the machine',
    run: ({ reset }) => {
      if (!reset) return 'this machine can not be reset from here';
      reset();
      return 'the machine is reset; maintenance flush register-cache shows GDB what it is now';
    },
  },
};

const helpText = (): string =>
  Object.entries(COMMANDS)
    .map(([name, { usage, help }]) => `monitor ${`${name} ${usage}`.trim().padEnd(47)} ${help}`)
    .join('\n');

/** Runs a command line. @returns what to show, without a newline at its end */
export function monitor(context: MonitorContext, line: string): string {
  const [name = '', ...args] = line.trim().split(/\s+/);
  if (name === '') return helpText();
  const key = name.toLowerCase();
  if (!Object.hasOwn(COMMANDS, key)) return `no command '${name}'\n${helpText()}`;
  const { usage, run } = COMMANDS[key];
  return run(context, args) ?? `expected: monitor ${`${key} ${usage}`.trim()}`;
}
