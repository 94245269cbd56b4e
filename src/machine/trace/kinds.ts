/** What to trace, as users write it: `exceptions,mmio:UART0+GPIO,irq`. */

export interface TraceKinds {
  readonly exceptions: boolean;
  /** Accesses to devices of these names, to all with an empty list; undefined: none. */
  readonly mmio: readonly string[] | undefined;
  readonly irq: boolean;
}

/** A list, a device's name or a file of symbols is not what it must be. The message says what was expected, in one line. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
}

const EXPECTED = 'exceptions, mmio, mmio:DEVICE+DEVICE and irq, with commas between them';

/**
 * Reads the list.
 * @throws TraceError
 */
export function parseKinds(list: string): TraceKinds {
  let exceptions = false;
  let irq = false;
  let mmio: string[] | undefined;
  for (const item of list.split(',')) {
    const [kind, ...rest] = item.trim().split(':');
    const names = rest
      .join(':')
      .split('+')
      .map((n) => n.trim());
    if (kind === 'mmio') {
      if (rest.length > 0 && names.includes('')) throw new TraceError(`'${item}', expected device names behind mmio:`);
      mmio = rest.length === 0 || mmio?.length === 0 ? [] : [...(mmio ?? []), ...names];
    } else if (rest.length > 0 || (kind !== 'exceptions' && kind !== 'irq')) {
      throw new TraceError(`'${item}', expected ${EXPECTED}`);
    } else if (kind === 'irq') irq = true;
    else exceptions = true;
  }
  return { exceptions, mmio, irq };
}

/** Names are the same whatever their case, blanks and signs: `system-timer` is the System timer. */
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * Which of a machine's devices are meant.
 * @param wanted as in `TraceKinds.mmio`
 * @param names of all devices
 * @throws TraceError for a name that none has
 */
export function selectDevices(wanted: readonly string[], names: readonly string[]): ReadonlySet<string> {
  if (wanted.length === 0) return new Set(names);
  return new Set(
    wanted.flatMap((name) => {
      const found = names.filter((n) => plain(n) === plain(name));
      if (found.length === 0) {
        throw new TraceError(`mmio: no device '${name}', expected ${[...new Set(names)].sort().join(', ')}`);
      }
      return found;
    }),
  );
}
