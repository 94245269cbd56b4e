/** Several consoles on one terminal: all of them line by line, or one of them as it is, which then has the keys. */
import type { SerialBackend } from './backend.js';
import type { TerminalCommand } from './escape.js';
import { prefixedConsoles } from './prefixed.js';
import { ConsoleTail } from './tail.js';

/** So many lines that were missed are shown of one console, and of all of them. */
const MISSED = 20;
const MISSED_OF_ALL = 100;
const LF = 0x0a;
const CTRL_C = 0x03;

export interface SwitchOptions {
  /** The consoles' names, in the order of their numbers. */
  readonly names: readonly string[];
  readonly terminal: SerialBackend;
  /** Names in colours. */
  readonly colours: boolean;
  /** The console that is shown first; all of them if not given. */
  readonly shown?: string | undefined;
  /** Takes a line for the user. */
  readonly say: (line: string) => void;
  /** Ctrl-C while no console has the keys. */
  readonly onInterrupt: () => void;
  /** Nobody waits for what may be typed while all are shown: their time need not go by the wall clock. */
  readonly unwatched?: boolean | undefined;
}

export class ConsoleSwitch {
  /** One for each console, in their order: what it has said goes in, what is typed comes out. */
  readonly ends: readonly SerialBackend[];
  readonly #options: SwitchOptions;
  readonly #lines: ReturnType<typeof prefixedConsoles>;
  readonly #tails: readonly ConsoleTail[];
  /** Those whose guests are behind with what was typed. */
  readonly #throttled: boolean[];
  /** -1: all. */
  #shown: number;
  /** Something stands in the terminal's line. */
  #midLine = false;
  #told = false;

  constructor(options: SwitchOptions) {
    const { names, terminal, colours } = options;
    this.#options = options;
    this.#shown = options.shown === undefined ? -1 : names.indexOf(options.shown);
    this.#lines = prefixedConsoles(names, (text) => terminal.send(Buffer.from(text)), colours);
    this.#tails = names.map(() => new ConsoleTail());
    this.#throttled = names.map(() => false);
    this.ends = names.map((name, i) => this.#end(name, i));
    terminal.receive = (bytes) => this.#typed(bytes);
  }

  /** The console that is shown; undefined while all are. */
  get shown(): string | undefined {
    return this.#options.names[this.#shown];
  }

  /** Does what the menu says, where it is about which console is shown. @returns false where it is not */
  command(command: TerminalCommand, text: string): boolean {
    const { names } = this.#options;
    if (command === 'next') this.#show((this.#shown + 1) % names.length);
    else if (command === 'previous') this.#show(this.#shown <= 0 ? names.length - 1 : this.#shown - 1);
    else if (command === 'all') this.#show(-1);
    else if (command === 'show') this.#find(text);
    else return false;
    return true;
  }

  /** Prints lines that are not finished. The terminal is its owner's to close. */
  async close(): Promise<void> {
    if (this.#shown < 0) await Promise.all(this.#lines.map((line) => line.close()));
  }

  #end(name: string, i: number): SerialBackend {
    const { terminal, unwatched = false } = this.#options;
    const isLive = (): boolean => terminal.live && (this.#shown === i || (this.#shown < 0 && !unwatched));
    return {
      send: (bytes) => this.#said(i, bytes),
      receive: undefined,
      throttle: (on) => {
        this.#throttled[i] = on;
        if (i === this.#shown) terminal.throttle(on);
      },
      get live() {
        return isLive();
      },
      describe: () => `${name}: on ${terminal.describe()}`,
      close: () => Promise.resolve(),
    };
  }

  #said(i: number, bytes: Uint8Array): void {
    const tail = this.#tails[i];
    tail.push(bytes);
    if (this.#shown >= 0 && this.#shown !== i) return;
    tail.saw();
    if (this.#shown < 0) this.#lines[i].send(bytes);
    else this.#print(bytes);
  }

  /** A console as it is. */
  #print(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#options.terminal.send(bytes);
    this.#midLine = bytes[bytes.length - 1] !== LF;
  }

  #typed(bytes: Uint8Array): void {
    const { say, onInterrupt } = this.#options;
    if (this.#shown >= 0) return this.ends[this.#shown].receive?.(bytes);
    if (bytes.includes(CTRL_C)) return onInterrupt();
    if (this.#told) return;
    this.#told = true;
    say('all guests are shown, and none has the keys: n behind the escape key goes to the next one, h for help');
  }

  /** By its number or its name, or the beginning of that. */
  #find(text: string): void {
    const { names, say } = this.#options;
    const exact = names.indexOf(text);
    const begin = names.flatMap((name, i) => (name.startsWith(text) ? [i] : []));
    const found = exact >= 0 ? exact : /^\d+$/.test(text) && begin.length === 0 ? Number(text) - 1 : begin[0];
    if (text !== '' && found in names && (exact >= 0 || begin.length < 2)) return this.#show(found);
    this.#newLine();
    if (begin.length > 1 && text !== '') say(`'${text}' is the beginning of ${begin.map((i) => names[i]).join(', ')}`);
    else say(`no guest '${text}', expected ${names.map((name, i) => `${i + 1} ${name}`).join(', ')}`);
  }

  #show(which: number): void {
    const { names, terminal, say } = this.#options;
    this.#newLine();
    if (this.#shown < 0) this.#lines.forEach((line) => line.forget());
    this.#shown = which;
    terminal.throttle(which >= 0 && this.#throttled[which]);
    if (which < 0) return this.#showAll();
    const { bytes, lines, omitted } = this.#tails[which].missed(MISSED);
    const what = omitted > 0 ? `, the last ${lines} lines` : lines > 0 ? ', since then' : '';
    say(`${names[which]}, guest ${which + 1} of ${names.length}${what}`);
    this.#tails[which].saw();
    this.#print(bytes);
  }

  #showAll(): void {
    const { names, say } = this.#options;
    say('all guests');
    const most = Math.max(1, Math.min(MISSED, Math.floor(MISSED_OF_ALL / names.length)));
    this.#tails.forEach((tail, i) => {
      const { bytes } = tail.missed(most);
      tail.saw();
      this.#lines[i].send(bytes);
    });
  }

  /** What follows stands in a line of its own. */
  #newLine(): void {
    if (this.#midLine) this.#options.terminal.send(Buffer.from('\r\n'));
    this.#midLine = false;
  }
}
