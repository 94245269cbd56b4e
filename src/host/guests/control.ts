/** Debian's control files and package lists: paragraphs of `Field: value` (Debian Policy, chapter 5). */

/** One paragraph: its fields by name as written; folded lines are joined by newlines. */
export type Paragraph = ReadonlyMap<string, string>;

/** The paragraphs of a text, one after the other: a package list holds tens of thousands. */
export function* paragraphs(text: string): Generator<Paragraph> {
  for (let at = 0; at < text.length;) {
    let end = text.indexOf('\n\n', at);
    if (end < 0) end = text.length;
    const paragraph = fieldsOf(text.slice(at, end));
    if (paragraph.size > 0) yield paragraph;
    at = end + 2;
  }
}

function fieldsOf(text: string): Paragraph {
  const fields = new Map<string, string>();
  let last: string | undefined;
  for (const line of text.split('\n')) {
    if (/^[ \t]/.test(line)) {
      if (last !== undefined) fields.set(last, `${fields.get(last)}\n${line.trim()}`);
      continue;
    }
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    last = line.slice(0, colon);
    fields.set(last, line.slice(colon + 1).trim());
  }
  return fields;
}

/**
 * Compares two versions as dpkg orders them (Debian Policy 5.6.12): negative if `a` is the older one, 0 if they are the same.
 */
export function compareVersions(a: string, b: string): number {
  const [epochA, restA] = splitAt(a, a.indexOf(':'), '0');
  const [epochB, restB] = splitAt(b, b.indexOf(':'), '0');
  const [revisionA, upstreamA] = revision(restA);
  const [revisionB, upstreamB] = revision(restB);
  return Number(epochA) - Number(epochB) || compareParts(upstreamA, upstreamB) || compareParts(revisionA, revisionB);
}

const splitAt = (text: string, at: number, missing: string): [string, string] =>
  at < 0 ? [missing, text] : [text.slice(0, at), text.slice(at + 1)];

function revision(text: string): [string, string] {
  const dash = text.lastIndexOf('-');
  return dash < 0 ? ['', text] : [text.slice(dash + 1), text.slice(0, dash)];
}

/** Texts without digits and numbers in turn. */
function compareParts(a: string, b: string): number {
  const [partsA, partsB] = [a, b].map((text) => text.split(/(\d+)/));
  for (let i = 0; i < Math.max(partsA.length, partsB.length); i++) {
    const [x, y] = [partsA[i] ?? '', partsB[i] ?? ''];
    const difference = i % 2 === 1 ? compareNumbers(x, y) : compareTexts(x, y);
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareNumbers(a: string, b: string): number {
  const [x, y] = [BigInt(a || 0), BigInt(b || 0)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** A tilde sorts before everything, even the end; then the end, then letters, then all else. */
function compareTexts(a: string, b: string): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = rank(a[i]) - rank(b[i]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function rank(character: string | undefined): number {
  if (character === '~') return -1;
  if (character === undefined) return 0;
  return /[A-Za-z]/.test(character) ? character.charCodeAt(0) : character.charCodeAt(0) + 256;
}
