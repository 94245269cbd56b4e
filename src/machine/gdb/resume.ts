/** How GDB wants the machine to go on: vCont, and the older c, s, C and S. Signals mean nothing to a processor. */

/** What the machine is to do until it stops. */
export type Plan =
  /** All cores run, or only those with these indices. */
  | { readonly kind: 'continue'; readonly only?: ReadonlySet<number> }
  /** A core does one instruction, or all that lie in [from, to); the others take their turns. */
  | { readonly kind: 'step'; readonly core: number; readonly from?: bigint; readonly to?: bigint };

interface Action {
  readonly step: boolean;
  readonly from?: bigint;
  readonly to?: bigint;
}

/** Threads are cores, from 1 on; 0 is any, -1 all. Undefined where it is neither. */
export function threadId(text: string): number | undefined {
  if (text === '-1') return -1;
  return /^[0-9a-f]{1,4}$/i.test(text) ? parseInt(text, 16) : undefined;
}

function action(text: string): Action | undefined {
  if (/^(c|C[0-9a-f]{2})$/i.test(text)) return { step: false };
  if (/^(s|S[0-9a-f]{2})$/i.test(text)) return { step: true };
  const range = /^r([0-9a-f]{1,16}),([0-9a-f]{1,16})$/i.exec(text);
  return range ? { step: true, from: BigInt(`0x${range[1]}`), to: BigInt(`0x${range[2]}`) } : undefined;
}

/**
 * The plan of a vCont packet.
 * @param actions what follows `vCont;`
 * @param current index of the core that GDB looks at: it is the one to be stepped where all are told to
 * @returns undefined where the packet makes no sense, or names no core that there is
 */
export function parseVCont(actions: string, cores: number, current: number): Plan | undefined {
  // The leftmost action that names a core is its action; one without a thread is for all that are left.
  const byCore = new Array<Action | undefined>(cores).fill(undefined);
  for (const part of actions.split(';')) {
    const [what, thread, more] = part.split(':');
    const parsed = action(what);
    const id = thread === undefined ? -1 : threadId(thread);
    if (!parsed || id === undefined || more !== undefined || id > cores) return undefined;
    if (id > 0) byCore[id - 1] ??= parsed;
    else if (id < 0) for (let i = 0; i < cores; i++) byCore[i] ??= parsed;
    else byCore[current] ??= parsed;
  }
  const stepped = byCore[current]?.step === true ? current : byCore.findIndex((a) => a?.step);
  if (stepped >= 0) {
    const { from, to } = byCore[stepped]!;
    return from === undefined || to === undefined
      ? { kind: 'step', core: stepped }
      : { kind: 'step', core: stepped, from, to };
  }
  const running = byCore.flatMap((a, i) => (a ? [i] : []));
  return running.length === cores ? { kind: 'continue' } : { kind: 'continue', only: new Set(running) };
}
