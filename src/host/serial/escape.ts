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
export type TerminalCommand =
  | 'quit'
  | 'reset'
  | 'pause'
  | 'info'
  | 'break'
  | 'statistics'
  | 'continued'
  // Which of several consoles is shown; `show` has its number or its name.
  | 'next'
  | 'previous'
  | 'show'
  | 'all';

export interface MenuEntry {
  readonly keys: string;
  /** `help` and `suspend` are the terminal's own. */
  readonly does: TerminalCommand | 'help' | 'suspend';
  readonly text: string;
  /** How the keys are written, if not as they are. */
  readonly label?: string;
  /** A text is typed behind the key, to its Enter: what is asked for. */
  readonly asks?: string;
}

const HELP: MenuEntry = { keys: 'h?', does: 'help', text: 'this help' };
const SUSPEND: MenuEntry = { keys: 'z', does: 'suspend', text: 'stop pivisor; fg continues it' };
const STATISTICS: MenuEntry = { keys: 's', does: 'statistics', text: 'statistics' };

/** The menu of a board's console. */
export const MENU: readonly MenuEntry[] = [
  HELP,
  { keys: 'xq', does: 'quit', text: 'end the run' },
  { keys: 'r', does: 'reset', text: 'reset the board' },
  { keys: 'p ', label: 'p, Space', does: 'pause', text: 'pause, or go on' },
  { keys: 'i', does: 'info', text: 'what the board is doing' },
  STATISTICS,
  { keys: 'b', does: 'break', text: 'send a BREAK' },
  SUSPEND,
];

/** The menu where guests share a terminal. @param leave what x and q do */
export const guestsMenu = (leave: string): readonly MenuEntry[] => [
  HELP,
  { keys: 'n', does: 'next', text: 'the next guest' },
  { keys: 'p', does: 'previous', text: 'the previous guest' },
  { keys: '123456789', label: '1 to 9', does: 'show', text: 'a guest by its number' },
  { keys: 'g', does: 'show', text: 'a guest by its name, or the beginning of it', asks: 'guest' },
  { keys: 'a', does: 'all', text: 'all guests, line by line' },
  { keys: 'xqd', does: 'quit', text: leave },
  { keys: 'r', does: 'reset', text: 'reset the guest that is shown; the board, if all are' },
  { keys: ' ', label: 'Space', does: 'pause', text: 'pause it, or let it go on' },
  { keys: 'i', does: 'info', text: 'what the guests are doing' },
  STATISTICS,
  SUSPEND,
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
export function helpLines(key: number, menu: readonly MenuEntry[] = MENU): string[] {
  const rows = menu.map(({ keys, label, text }) => [label ?? [...keys].join(', '), text] as const);
  rows.push([keyName(key), `send ${keyName(key)} itself`]);
  const width = Math.max(...rows.map(([keys]) => keys.length));
  return [`After ${keyName(key)}:`, ...rows.map(([keys, text]) => `  ${keys.padEnd(width)}  ${text}`)];
}

/** What a piece of the typed bytes means. */
export type Typed =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** `text`: the key, or what was typed behind it. */
  | { readonly kind: 'command'; readonly does: MenuEntry['does']; readonly text: string }
  | { readonly kind: 'unknown'; readonly byte: number }
  /** A text is being typed: to be shown behind what it is. */
  | { readonly kind: 'asking'; readonly asks: string; readonly text: string }
  | { readonly kind: 'cancelled' };

/** Keys while a text is typed. */
const ENTER = [0x0d, 0x0a];
const ERASE = [0x08, 0x7f];
const CANCEL = [0x03, 0x1b];
const LONGEST_TEXT = 64;

/** Splits what is typed into the guest's bytes and commands, in their order. It remembers an escape key that came last. */
export function escapeFilter(escape: EscapeKey, menu: readonly MenuEntry[] = MENU): (bytes: Uint8Array) => Typed[] {
  let escaped = false;
  let asked: (MenuEntry & { readonly asks: string }) | undefined;
  let text = '';
  /** A byte of a text that is asked for. */
  function answer(entry: NonNullable<typeof asked>, byte: number): Typed {
    if (ENTER.includes(byte) || CANCEL.includes(byte) || byte === escape) {
      asked = undefined;
      return ENTER.includes(byte) ? { kind: 'command', does: entry.does, text: text.trim() } : { kind: 'cancelled' };
    }
    if (ERASE.includes(byte)) text = text.slice(0, -1);
    else if (byte >= 0x20 && byte < 0x7f && text.length < LONGEST_TEXT) text += String.fromCharCode(byte);
    return { kind: 'asking', asks: entry.asks, text };
  }
  return (bytes) => {
    const typed: Typed[] = [];
    let from = 0;
    const guest = (to: number): void => {
      if (to > from) typed.push({ kind: 'bytes', bytes: bytes.slice(from, to) });
    };
    bytes.forEach((byte, at) => {
      if (asked) {
        typed.push(answer(asked, byte));
        from = at + 1;
      } else if (escaped) {
        escaped = false;
        // The second escape key is a byte for the guest.
        from = byte === escape ? at : at + 1;
        if (byte === escape) return;
        const key = String.fromCharCode(byte).toLowerCase();
        const entry = menu.find(({ keys }) => keys.includes(key));
        if (entry?.asks !== undefined) {
          asked = { ...entry, asks: entry.asks };
          text = '';
          typed.push({ kind: 'asking', asks: entry.asks, text });
        } else typed.push(entry ? { kind: 'command', does: entry.does, text: key } : { kind: 'unknown', byte });
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
