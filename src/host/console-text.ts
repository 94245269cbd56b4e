/** The text that consoles have shown, for whoever looks for something in it. */

/** What a terminal takes as orders: colours, the cursor (ECMA-48 5.4), titles. */
const ORDERS = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]+[0-~]|[0-Z\\^-~])/g;
/** The beginning of one. */
const UNFINISHED = /\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*\x1b?|[ -/]*)$/;
/** The longest beginning that is waited for. */
const LONGEST_ORDER = 256;

/** From the bytes of ports to text as a terminal would show it: UTF-8, without orders to the terminal. */
export class ConsoleDecoder {
  private readonly ports = new Map<number, { readonly decoder: TextDecoder; held: string }>();

  /** What has come on a port. A character or an order that is not complete comes out with its rest. */
  text(port: number, bytes: Uint8Array): string {
    let state = this.ports.get(port);
    if (!state) {
      state = { decoder: new TextDecoder('utf-8', { ignoreBOM: true }), held: '' };
      this.ports.set(port, state);
    }
    const text = (state.held + state.decoder.decode(bytes, { stream: true })).replace(ORDERS, '');
    const at = text.slice(-LONGEST_ORDER).search(UNFINISHED);
    const end = at < 0 ? text.length : Math.max(0, text.length - LONGEST_ORDER) + at;
    state.held = text.slice(end);
    return text.slice(0, end);
  }
}

/** Of what has been looked at in vain, so many characters are kept. */
const KEPT = 1 << 16;

/** What has been shown since the last thing that was taken from it; the ports' output mixed as it came. */
export class ConsoleText {
  private text = '';
  private readonly decoder = new ConsoleDecoder();

  /** A port has sent something. */
  add(port: number, bytes: Uint8Array): void {
    this.text += this.decoder.text(port, bytes);
  }

  /** Everybody has looked: what is too old is let go. */
  trim(): void {
    if (this.text.length > KEPT) this.text = this.text.slice(-KEPT / 2);
  }

  find(pattern: RegExp): RegExpExecArray | null {
    return pattern.exec(this.text);
  }

  /** Looks for `pattern`, and lets go of all up to its end, so that the next search begins behind it. */
  take(pattern: RegExp): RegExpExecArray | null {
    const found = this.find(pattern);
    if (found) this.text = this.text.slice(found.index + found[0].length);
    return found;
  }
}
