/** The escape key of the console and the menu behind it, as a machine that is fed bytes. */
import { UserError } from '../../cli/user-error.js';

/** A control character, 0 to 0x1f, or none: then every byte is the guest's. */
export type EscapeKey = number | 'none';

/** Ctrl-], as in telnet. */
export const DEFAULT_ESCAPE: EscapeKey = 0x1d;

/**
 * What the user asks of the board's owner. `break`: send the line condition BREAK, which Linux takes as SysRq. `continued` comes by
 * itself after the process was stopped for a while (Ctrl-Z's way, `kill -STOP`): the wall clock has run on.
 */
export type TerminalCommand = 'quit' | 'reset' | 'pause' | 'info' | 'break' | 'statistics' | 'continued';

/** The keys of the menu. `help` and `suspend` are the terminal's own. */
export const MENU: readonly {
  readonly keys: string;
  readonly does: TerminalCommand | 'help' | 'suspend';
  readonly text: string;
}[] = [
  { keys: 'h?', does: 'help', text: 'this help' },
  { keys: 'xq', does: 'quit', text: 'end the run' },
  { keys: 'r', does: 'reset', text: 'reset the board' },
  { keys: 'p', does: 'pause', text: 'pause, or go on' },
  { keys: 'i', does: 'info', text: 'what the board is doing' },
  { keys: 's', does: 'statistics', text: 'statistics' },
  { keys: 'b', does: 'break', text: 'send a BREAK' },
  { keys: 'z', does: 'suspend', text: 'stop pivisor; fg continues it' },
];

/** Keys that would make a terminal unusable as an escape key. */
const TAKEN: Readonly<Record<string, string>> = { i: 'Tab', j: 'Line Feed', m: 'Enter', '[': 'Escape' };

/**
 * Reads `ctrl-a` to `ctrl-z`, `ctrl-]`, `ctrl-\`, `ctrl-^`, `ctrl-_`, `ctrl-@`, also as `^a`, or `none`.
 * @throws UserError without the option's name, which the caller knows
 */
export function parseEscape(text: string): EscapeKey {
  if (text === 'none') return text;
  const key = /^(?:ctrl-|\^)([a-z@[\\\]^_])$/i.exec(text)?.[1].toLowerCase();
  if (key === undefined) throw new UserError(`'${text}': expected a key such as ctrl-a or ctrl-], or none`);
  if (key in TAKEN)
    throw new UserError(`'${text}' is the ${TAKEN[key]} key, expected another such as ctrl-a or ctrl-]`);
  return key.toUpperCase().charCodeAt(0) & 0x1f;
}

/** `Ctrl-]`, as people say it. */
export const keyName = (key: number): string => `Ctrl-${String.fromCharCode(key | 0x40)}`;

/** The menu, a line each. */
export function helpLines(key: number): string[] {
  const rows = MENU.map(({ keys, text }) => [[...keys].join(', '), text] as const);
  rows.push([keyName(key), `send ${keyName(key)} itself`]);
  const width = Math.max(...rows.map(([keys]) => keys.length));
  return [`After ${keyName(key)}:`, ...rows.map(([keys, text]) => `  ${keys.padEnd(width)}  ${text}`)];
}

/** What a piece of the typed bytes means. */
export type Typed =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'command'; readonly does: (typeof MENU)[number]['does'] }
  | { readonly kind: 'unknown'; readonly byte: number };

/** Splits what is typed into the guest's bytes and commands, in their order. It remembers an escape key that came last. */
export function escapeFilter(escape: EscapeKey): (bytes: Uint8Array) => Typed[] {
  let escaped = false;
  return (bytes) => {
    const typed: Typed[] = [];
    let from = 0;
    const guest = (to: number): void => {
      if (to > from) typed.push({ kind: 'bytes', bytes: bytes.slice(from, to) });
    };
    bytes.forEach((byte, at) => {
      if (escaped) {
        escaped = false;
        // The second escape key is a byte for the guest.
        from = byte === escape ? at : at + 1;
        if (byte === escape) return;
        const key = String.fromCharCode(byte).toLowerCase();
        const entry = MENU.find(({ keys }) => keys.includes(key));
        typed.push(entry ? { kind: 'command', does: entry.does } : { kind: 'unknown', byte });
      } else if (byte === escape) {
        guest(at);
        escaped = true;
        from = at + 1;
      }
    });
    guest(bytes.length);
    return typed;
  };
}
