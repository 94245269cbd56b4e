/** Events as lines: to be read, with fixed columns, and as JSON for programs. */
import type { ExceptionEvent, IrqEvent, MmioEvent, ReturnEvent, TraceEvent } from './events.js';
import type { SymbolTable } from './symbols.js';
import { describeSyndrome } from './syndrome.js';

const hex = (n: number | bigint): string => `0x${n.toString(16)}`;
const digits = (n: number | bigint, width: number): string => n.toString(16).padStart(width, '0');

/** Guest time (ns) in seconds, all nine places of it. */
export function seconds(time: number): string {
  const whole = Math.floor(time / 1e9);
  return `${whole}.${String(time - whole * 1e9).padStart(9, '0')}`;
}

/** What is in the columns of a line: `pc` undefined where no instruction did it. */
interface Columns {
  readonly word: string;
  readonly action: string;
  readonly pc: bigint | undefined;
  readonly rest: string;
}

const parts = (...list: (string | undefined)[]): string => list.filter((p) => p !== undefined && p !== '').join(', ');

function exception(e: ExceptionEvent): Columns {
  const { from, to, vector, virtual, offset, pc, esr, far, ipa, call, host } = e;
  const rest = parts(
    esr === undefined ? undefined : describeSyndrome(esr).text,
    call,
    far === undefined ? undefined : `FAR ${hex(far)}`,
    ipa === undefined ? undefined : `IPA ${hex(ipa)}`,
    esr === undefined ? undefined : `ESR ${hex(esr)}`,
    host ? 'served by pivisor' : undefined,
  );
  const kind = `${virtual ? 'v' : ''}${vector}`;
  return { word: 'exc', action: `EL${from}>EL${to} ${kind} ${digits(offset, 3)}`, pc, rest };
}

function returned({ from, to, pc, illegal, result }: ReturnEvent): Columns {
  const rest = parts(illegal ? 'illegal return' : undefined, result === undefined ? undefined : `x0 ${hex(result)}`);
  return { word: 'eret', action: `EL${from}>EL${to}`, pc, rest };
}

function mmio({ write, pc, device, address, register, size, value, count = 1 }: MmioEvent): Columns {
  const action = `${write ? 'write' : 'read'}${size === undefined ? '' : ` ${size}`}`;
  const times = count === 1 ? '' : ` (x ${count})`;
  if (device === undefined) return { word: 'mmio', action, pc, rest: `nothing at ${hex(address)}${times}` };
  const number = value === undefined ? '' : ` ${hex(value)}`;
  return { word: 'mmio', action, pc, rest: `${device} ${register ?? hex(address)}${number}${times}` };
}

const STEPS: Readonly<Record<IrqEvent['step'], string>> = {
  high: 'line high',
  low: 'line low',
  send: 'send',
  acknowledge: 'acknowledge',
  end: 'end',
  deactivate: 'deactivate',
  inject: 'inject',
};

const irq = ({ step, virtual, intid, name, pc, details }: IrqEvent): Columns => ({
  word: 'irq',
  action: `${virtual && step !== 'inject' ? 'virtual ' : ''}${STEPS[step]}`,
  pc,
  rest: parts(`INTID ${intid} ${name}`, details),
});

function columns(event: TraceEvent): Columns {
  switch (event.kind) {
    case 'exception':
      return exception(event);
    case 'return':
      return returned(event);
    case 'mmio':
      return mmio(event);
    case 'irq':
      return irq(event);
  }
}

/** SGR codes by the second column. */
const COLOURS: Readonly<Record<string, number>> = { exc: 33, eret: 90, mmio: 36, irq: 35 };
const SYMBOL_COLUMN = 32;

/**
 * Makes lines of events:
 * `   0.000012345 core0 exc  EL1>EL2 sync 400    0000000000080200 guest+0x40      HVC #0x43, ESR 0x5a000043`
 *
 * @param symbols with none, there is no column for them
 */
export const textLine =
  (symbols: SymbolTable, colour = false) =>
  (event: TraceEvent): string => {
    const { word, action, pc, rest } = columns(event);
    const who = event.core >= 0 ? `core${event.core}` : event.kind === 'mmio' ? 'dma' : '';
    const head = `${seconds(event.time).padStart(14)} ${who.padEnd(5)} `;
    const what = `${word.padEnd(4)} ${action.padEnd(19)}`;
    const place = pc === undefined ? '' : digits(pc, 16);
    const symbol =
      symbols.size === 0 ? '' : `${(pc === undefined ? '' : (symbols.at(pc) ?? '')).padEnd(SYMBOL_COLUMN)} `;
    const line = `${what} ${place.padEnd(16)} ${symbol}${rest}`.trimEnd();
    return colour ? `${head}\x1b[${COLOURS[word]}m${line}\x1b[0m` : `${head}${line}`;
  };

/**
 * Makes JSON of events, one line each: their fields, with addresses and registers in hexadecimal, the symbol of `pc`, and the
 * syndrome in words.
 */
export const jsonLine =
  (symbols: SymbolTable) =>
  (event: TraceEvent): string => {
    const symbol = event.pc === undefined ? undefined : symbols.at(event.pc);
    return JSON.stringify({
      ...event,
      ...(event.kind === 'exception' && event.esr !== undefined
        ? { esr: hex(event.esr), syndrome: describeSyndrome(event.esr).text }
        : {}),
      ...(event.pc === undefined ? {} : { pc: hex(event.pc) }),
      ...(symbol === undefined ? {} : { symbol }),
      ...(event.kind === 'mmio' ? { address: hex(event.address) } : {}),
      ...(event.kind === 'exception' && event.far !== undefined ? { far: hex(event.far) } : {}),
      ...(event.kind === 'exception' && event.ipa !== undefined ? { ipa: hex(event.ipa) } : {}),
      ...(event.kind === 'return' && event.result !== undefined ? { result: hex(event.result) } : {}),
    });
  };
