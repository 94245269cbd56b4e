/** Polling is one event with a count. */
import type { MmioEvent, TraceEvent, TraceSink } from './events.js';

const same = (a: MmioEvent, b: MmioEvent): boolean =>
  a.core === b.core &&
  a.pc === b.pc &&
  a.device === b.device &&
  a.address === b.address &&
  a.write === b.write &&
  a.size === b.size &&
  a.value === b.value;

/**
 * A sink that hands on accesses to a device's register which follow each other and are equal in all but their time as one, with
 * `count` and `last`. It keeps one event back: `flush` hands it on.
 */
export function collapsing(sink: TraceSink): { readonly sink: TraceSink; flush(): void } {
  let first: MmioEvent | undefined;
  let count = 0;
  let last = 0;
  const flush = (): void => {
    if (first) sink(count === 1 ? first : { ...first, count, last });
    first = undefined;
  };
  return {
    sink(event: TraceEvent) {
      if (event.kind === 'mmio' && first && same(first, event)) {
        count++;
        last = event.time;
        return;
      }
      flush();
      if (event.kind === 'mmio') {
        first = event;
        count = 1;
      } else sink(event);
    },
    flush,
  };
}
