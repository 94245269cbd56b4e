import { InvalidArgumentError } from 'commander';

const UNITS: Readonly<Record<string, number>> = { ns: 1, us: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };

/** A time as people write it, `60s`, `500ms`, `2m`, in nanoseconds; a bare number is seconds. */
export function duration(text: string): number {
  const m = /^(\d+(?:\.\d+)?)(ns|us|ms|s|m|h)?$/.exec(text);
  const ns = m ? Number(m[1]) * UNITS[m[2] ?? 's'] : NaN;
  if (!(ns > 0 && ns < 2 ** 53)) throw new InvalidArgumentError('Expected a time such as 60s, 500ms or 2m.');
  return Math.round(ns);
}
