/** The text that consoles have shown, for whoever looks for something in it. */

/** Of what has been looked at in vain, so many characters are kept. */
const KEPT = 1 << 16;

/** What has been shown since the last thing that was taken from it, as UTF-8; the ports' output mixed as it came. */
export class ConsoleText {
  private text = '';
  private readonly decoders = new Map<number, TextDecoder>();

  /** A port has sent something. */
  add(port: number, bytes: Uint8Array): void {
    let decoder = this.decoders.get(port);
    if (!decoder) this.decoders.set(port, (decoder = new TextDecoder('utf-8', { ignoreBOM: true })));
    this.text += decoder.decode(bytes, { stream: true });
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
