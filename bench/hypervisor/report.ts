/** What the benchmark of the hypervisor has measured, and whether it is enough. */

export interface Row {
  readonly name: string;
  /** Of the values. */
  readonly unit: string;
  /** One value for each round; a single one where the row is in guest time, since that is the same each time. */
  readonly values: readonly number[];
  /** What the median has to be, at most or at least; rows without one are there to be compared with. */
  readonly aim?: { readonly most: number } | { readonly least: number };
  /** In guest time: exact, and the same on every host. */
  readonly exact?: boolean;
  readonly note?: string;
}

export const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1];

/** Whether a row is as good as it should be; undefined where it need not be anything. */
export function verdict({ values, aim }: Row): boolean | undefined {
  if (!aim) return undefined;
  return 'most' in aim ? median(values) <= aim.most : median(values) >= aim.least;
}

function text(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** Prints rows as a table. */
export function printRows(rows: readonly Row[]): void {
  console.log('\nthe hypervisor: CPU time of the host, or guest time where it says exact\n');
  for (const row of rows) {
    const { name, unit, values, aim, exact, note } = row;
    const range = `${text(Math.min(...values))}-${text(Math.max(...values))}`;
    const measured = `${text(median(values))} ${unit}${values.length > 1 ? ` (${range})` : exact === true ? ' (exact)' : ''}`;
    const good = verdict(row);
    const wanted = aim ? ('most' in aim ? `at most ${aim.most}` : `at least ${aim.least}`) : '';
    const mark = good === undefined ? '' : good ? 'met' : 'MISSED';
    console.log(
      `${name.padEnd(46)}${measured.padStart(30)}${wanted.padStart(16)}${mark.padStart(8)}  ${note ?? ''}`.trimEnd(),
    );
  }
}
