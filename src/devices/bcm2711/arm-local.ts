/**
 * ARM_LOCAL: the block beside the cores (BCM2711 ARM Peripherals 6.5.2; the mailboxes and the core timer as in "BCM2836 ARM-local
 * peripherals", QA7). It has the local timer, four mailboxes for each core, and says which interrupts reach a core when there is no
 * GIC between. On the BCM2711 the GIC gets its sources besides.
 */
import type { Clock, IrqLine } from '../../aarch64/bus.js';
import { createDeadline } from '../deadline.js';
import type { Resettable } from '../reset.js';
import { registerMap, type Register, type RegisterMap, type Unmodelled } from '../registers.js';

/** The block's own: it has registers for four cores. */
export const LOCAL_CORES = 4;
const MAILBOXES = 4;
const CRYSTAL_HZ = 54_000_000;
/** The local timer counts on both edges of the crystal's clock. */
const LOCAL_TIMER_HZ = 2 * CRYSTAL_HZ;

/** IRQ_SOURCEn and FIQ_SOURCEn. */
const SOURCE = { MAILBOX_SHIFT: 4, CORE: 1 << 8, PMU: 1 << 9, AXI: 1 << 10, TIMER: 1 << 11 };
/** LOCAL_TIMER_CONTROL and LOCAL_TIMER_IRQ. */
const TIMER = { TIMEOUT: 0x0fffffff, EN: 1 << 28, IRQ_EN: 1 << 29, IRQ_FLAG: 0x80000000, RELOAD: 1 << 30 };
/** The generic timer's interrupts of a core, as TIMER_CNTRLn and IRQ_SOURCEn order them. */
export const CORE_TIMERS = ['CNT_PS', 'CNT_PNS', 'CNT_HP', 'CNT_V'] as const;
/** The prescaler's value at which the core timer counts as fast as the crystal. */
const PRESCALER_ONE = 0x80000000;

export interface ArmLocalState {
  /** By the manual's names; lists are one for each core. */
  control: number;
  prescaler: number;
  coreIrqControl: number;
  pmuControl: number;
  periIrqRoute: number;
  axiQuietTime: number;
  timerControl: number;
  timerFlag: boolean;
  /** When the local timer runs out (ns), -1 while it is off. */
  expiry: number;
  /** When the core timer was zero (ns). */
  zero: number;
  timerCntrl: number[];
  mailboxCntrl: number[];
  /** Mailbox m of core n at 4 * n + m. */
  mailbox: number[];
  /** The inputs, one bit for each core: by CORE_TIMERS; PMU; IRQ and FIQ of the legacy interrupt controller. */
  timers: number[];
  pmu: number;
  armcIrq: number;
  armcFiq: number;
}

export interface ArmLocalOptions {
  readonly clock: Clock;
  /** Mailbox m of core n at 4 * n + m, as the GIC sees them. */
  readonly mailboxIrq?: readonly IrqLine[] | undefined;
  /** The local timer, as the GIC sees it. */
  readonly timerIrq?: IrqLine | undefined;
  /** The interrupt inputs of the cores, on a board that runs without its GIC (enable_gic=0). */
  readonly irq?: readonly IrqLine[] | undefined;
  readonly fiq?: readonly IrqLine[] | undefined;
  readonly unmodelled?: Unmodelled | undefined;
}

/** ARM_LOCAL: window 0x100, at 0xff800000. */
export interface ArmLocal extends RegisterMap, Resettable<ArmLocalState> {
  /** An input from a core's generic timer. */
  coreTimer(core: number, timer: (typeof CORE_TIMERS)[number]): IrqLine;
  /** An input from a core's performance monitor. */
  pmu(core: number): IrqLine;
  /**
   * Inputs from the legacy interrupt controller (ARMC), which has outputs for each core: CORE_IRQ_CONTROL, which would choose a core
   * where there is only one output, changes nothing.
   */
  armcIrq(core: number): IrqLine;
  armcFiq(core: number): IrqLine;
}

interface Local {
  readonly state: ArmLocalState;
  ticks(): number;
  startTimer(): void;
  settle(): void;
}

const plain = (
  name: string,
  offset: number,
  field: 'control' | 'prescaler' | 'coreIrqControl' | 'axiQuietTime',
  mask: number,
): Register<Local> => ({
  name,
  offset,
  read: ({ state }) => state[field],
  write(local, value) {
    local.state[field] = (value & mask) >>> 0;
    local.settle();
  },
});
const perCore = (name: string, offset: number, field: 'timerCntrl' | 'mailboxCntrl'): Register<Local> => ({
  name,
  offset,
  count: LOCAL_CORES,
  read: ({ state }, core) => state[field][core],
  write(local, value, core) {
    local.state[field][core] = value & 0xff;
    local.settle();
  },
});

/** The sources that stand at a core: those meant for its IRQ, or for its FIQ. FIQ goes first where both are asked for. */
function sources(state: ArmLocalState, core: number, fiq: boolean): number {
  const wanted = (control: number): number => (fiq ? control >> 4 : control & ~(control >> 4)) & 15;
  const bit = 1 << core;
  let pending = 0;
  state.timers.forEach((cores, i) => {
    if ((cores & bit) !== 0) pending |= 1 << i;
  });
  pending &= wanted(state.timerCntrl[core]);
  for (let m = 0; m < MAILBOXES; m++) {
    if (state.mailbox[4 * core + m] !== 0 && ((wanted(state.mailboxCntrl[core]) >> m) & 1) !== 0) {
      pending |= 1 << (SOURCE.MAILBOX_SHIFT + m);
    }
  }
  if (((fiq ? state.armcFiq : state.armcIrq) & bit) !== 0) pending |= SOURCE.CORE;
  if ((state.pmu & bit) !== 0 && ((wanted(state.pmuControl) >> core) & 1) !== 0) pending |= SOURCE.PMU;
  const timer = state.timerFlag && (state.timerControl & TIMER.IRQ_EN) !== 0;
  if (timer && (state.periIrqRoute & 7) === core + (fiq ? 4 : 0)) pending |= SOURCE.TIMER;
  return pending;
}

export const ARM_LOCAL_REGISTERS: readonly Register<Local>[] = [
  plain('ARM_CONTROL', 0x00, 'control', 0x1c0),
  plain('CORE_TIMER_PRESCALER', 0x08, 'prescaler', 0xffffffff),
  plain('CORE_IRQ_CONTROL', 0x0c, 'coreIrqControl', 0x7f),
  {
    name: 'PMU_CONTROL_SET',
    offset: 0x10,
    read: ({ state }) => state.pmuControl,
    write(local, value) {
      local.state.pmuControl |= value & 0xff;
      local.settle();
    },
  },
  {
    name: 'PMU_CONTROL_CLR',
    offset: 0x14,
    write(local, value) {
      local.state.pmuControl &= ~value;
      local.settle();
    },
  },
  { name: 'CORE_TIMER_LS', offset: 0x1c, read: (local) => local.ticks() % 0x1_0000_0000 },
  { name: 'CORE_TIMER_MS', offset: 0x20, read: (local) => Math.floor(local.ticks() / 0x1_0000_0000) },
  {
    name: 'PERI_IRQ_ROUTE0',
    offset: 0x24,
    read: ({ state }) => state.periIrqRoute,
    write(local, value) {
      // WRITE_MASKS: the field is written where its mask is set.
      if (((value >>> 24) & 1) !== 0) local.state.periIrqRoute = value & 7;
      local.settle();
    },
  },
  plain('AXI_QUIET_TIME', 0x30, 'axiQuietTime', 0x1fffff),
  {
    name: 'LOCAL_TIMER_CONTROL',
    offset: 0x34,
    read: ({ state }) => state.timerControl | (state.timerFlag ? TIMER.IRQ_FLAG : 0),
    write(local, value) {
      const before = local.state.timerControl;
      local.state.timerControl = value & (TIMER.TIMEOUT | TIMER.EN | TIMER.IRQ_EN);
      if (((before ^ local.state.timerControl) & TIMER.EN) !== 0) local.startTimer();
      local.settle();
    },
  },
  {
    name: 'LOCAL_TIMER_IRQ',
    offset: 0x38,
    write(local, value) {
      if ((value & TIMER.IRQ_FLAG) !== 0) local.state.timerFlag = false;
      if ((value & TIMER.RELOAD) !== 0) local.startTimer();
      local.settle();
    },
  },
  perCore('TIMER_CNTRL', 0x40, 'timerCntrl'),
  perCore('MAILBOX_CNTRL', 0x50, 'mailboxCntrl'),
  { name: 'IRQ_SOURCE', offset: 0x60, count: LOCAL_CORES, read: ({ state }, core) => sources(state, core, false) },
  { name: 'FIQ_SOURCE', offset: 0x70, count: LOCAL_CORES, read: ({ state }, core) => sources(state, core, true) },
  {
    name: 'MAILBOX_SET',
    offset: 0x80,
    count: LOCAL_CORES * MAILBOXES,
    write(local, value, i) {
      local.state.mailbox[i] = (local.state.mailbox[i] | value) >>> 0;
      local.settle();
    },
  },
  {
    name: 'MAILBOX_CLR',
    offset: 0xc0,
    count: LOCAL_CORES * MAILBOXES,
    read: ({ state }, i) => state.mailbox[i],
    write(local, value, i) {
      local.state.mailbox[i] = (local.state.mailbox[i] & ~value) >>> 0;
      local.settle();
    },
  },
];

const each = (value: number, count = LOCAL_CORES): number[] => new Array<number>(count).fill(value);

/** As the stock stub leaves it: the core timer at the crystal's speed. */
const resetState = (zero: number): ArmLocalState => ({
  control: 0,
  prescaler: PRESCALER_ONE,
  coreIrqControl: 0,
  pmuControl: 0,
  periIrqRoute: 0,
  axiQuietTime: 0,
  timerControl: 0,
  timerFlag: false,
  expiry: -1,
  zero,
  timerCntrl: each(0),
  mailboxCntrl: each(0),
  mailbox: each(0, LOCAL_CORES * MAILBOXES),
  timers: each(0, CORE_TIMERS.length),
  pmu: 0,
  armcIrq: 0,
  armcFiq: 0,
});

export function createArmLocal(options: ArmLocalOptions): ArmLocal {
  const { clock, mailboxIrq = [], timerIrq, irq = [], fiq = [], unmodelled } = options;
  const state = resetState(clock.now());

  const settle = (): void => {
    mailboxIrq.forEach((line, i) => {
      const control = state.mailboxCntrl[i >> 2] ?? 0;
      line.set(state.mailbox[i] !== 0 && (((control | (control >> 4)) >> (i & 3)) & 1) !== 0);
    });
    timerIrq?.set(state.timerFlag && (state.timerControl & TIMER.IRQ_EN) !== 0);
    for (let core = 0; core < LOCAL_CORES; core++) {
      irq[core]?.set(sources(state, core, false) !== 0);
      fiq[core]?.set(sources(state, core, true) !== 0);
    }
  };
  const startTimer = (): void => {
    // A timeout of 0 would run out for ever: it is taken as 1. What is shorter than a turn of the cores still interrupts each time.
    const ticks = Math.max(1, state.timerControl & TIMER.TIMEOUT);
    const on = (state.timerControl & TIMER.EN) !== 0;
    state.expiry = on ? clock.now() + Math.max(1000, Math.ceil((ticks * 1e9) / LOCAL_TIMER_HZ)) : -1;
    deadline.at(state.expiry);
  };
  const deadline = createDeadline(clock, () => {
    state.timerFlag = true;
    startTimer();
    settle();
  });
  const local: Local = {
    state,
    ticks: () =>
      Math.floor(((clock.now() - state.zero) * (CRYSTAL_HZ / 1e6) * (state.prescaler / PRESCALER_ONE)) / 1000),
    startTimer,
    settle,
  };
  /** A wire into a core's bit of a number of the state. */
  const input = (name: 'pmu' | 'armcIrq' | 'armcFiq', core: number): IrqLine => ({
    set(level) {
      const now = level ? state[name] | (1 << core) : state[name] & ~(1 << core);
      if (now === state[name]) return;
      state[name] = now;
      settle();
    },
  });

  return {
    ...registerMap('ARM_LOCAL', ARM_LOCAL_REGISTERS, 0x100, local, unmodelled),
    state,
    coreTimer(core, timer) {
      const i = CORE_TIMERS.indexOf(timer);
      return {
        set(level) {
          const now = level ? state.timers[i] | (1 << core) : state.timers[i] & ~(1 << core);
          if (now === state.timers[i]) return;
          state.timers[i] = now;
          settle();
        },
      };
    },
    pmu: (core) => input('pmu', core),
    armcIrq: (core) => input('armcIrq', core),
    armcFiq: (core) => input('armcFiq', core),
    resetFrom({ timers, pmu, armcIrq, armcFiq }) {
      Object.assign(state, { timers, pmu, armcIrq, armcFiq, zero: clock.now() });
    },
    restored() {
      deadline.at(state.expiry);
      settle();
    },
  };
}
