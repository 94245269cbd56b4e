/** What `pivisor guests fetch` brings only where it is asked for: `--with NAME`. */
export const EXTRAS = ['kvm'] as const;
export type Extra = (typeof EXTRAS)[number];
