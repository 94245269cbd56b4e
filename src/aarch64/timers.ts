/**
 * The Generic Timer of a core (Arm ARM D11): four timers that compare the system counter, and the event streams.
 *
 * The counter runs at 54 MHz (BCM2711) and is a function of guest time: floor(ns * 54 / 1000). A timer's registers are
 * the whole of its state; a scheduled call at the exact moment of its next change is derived from them.
 */
import type { Clock, IrqLine } from './bus.js';
import type { Core } from './core.js';
import { STATE } from './state.js';
import { REG } from './sysregs/storage.js';

/** Frequency of the system counter in Hz. */
export const COUNTER_HZ = 54_000_000;

/** CNT*_CTL bits. */
export const CTL = { ENABLE: 1, IMASK: 2, ISTATUS: 4 } as const;

/** Indices of the timers, and the PPIs that a Cortex-A72's integration gives them. */
export const TIMER = { SECURE_PHYSICAL: 0, PHYSICAL: 1, VIRTUAL: 2, HYPERVISOR: 3 } as const;
export const TIMER_PPI: readonly number[] = [29, 30, 27, 26];

const CTL_REG = [REG.CNTPS_CTL_EL1, REG.CNTP_CTL_EL0, REG.CNTV_CTL_EL0, REG.CNTHP_CTL_EL2];
const CVAL_REG = [REG.CNTPS_CVAL_EL1, REG.CNTP_CVAL_EL0, REG.CNTV_CVAL_EL0, REG.CNTHP_CVAL_EL2];

const TWO32 = 4294967296;
/** Deadlines behind this many ticks from now are never reached: guest time stays below 2^53 ns. */
const FAR = 2 ** 48;

/** The counter's value at a guest time: an integer below 2^53. */
export function counterAt(ns: number): number {
  const us = Math.floor(ns / 1000);
  return us * 54 + Math.floor(((ns - us * 1000) * 54) / 1000);
}

/** The first guest time (ns) at which the counter is at least `ticks`. */
export function timeOfCounter(ticks: number): number {
  const us = Math.floor(ticks / 54);
  return us * 1000 + Math.ceil(((ticks - us * 54) * 1000) / 54);
}

export class Timers {
  private readonly handles = [-1, -1, -1, -1];
  private readonly fire = [0, 1, 2, 3].map((i) => () => {
    this.handles[i] = -1;
    this.update(i);
  });
  private readonly ranks: readonly number[];
  private wakeHandle = -1;
  private readonly wake = (): void => {
    this.wakeHandle = -1;
    this.eventStream();
  };
  /** Result of `view`: the count that a timer sees, in unsigned halves. */
  private viewLo = 0;
  private viewHi = 0;

  /** @param lines the interrupt outputs, in the order of `TIMER` */
  constructor(
    private readonly core: Core,
    private readonly clock: Clock,
    private readonly lines: readonly IrqLine[],
  ) {
    // The timers, then the event stream.
    this.ranks = [0, 1, 2, 3, 4].map(() => clock.rank());
  }

  /** The system counter now. */
  counter(): number {
    return counterAt(this.clock.now());
  }

  /** Leaves the count that timer `i` compares in viewLo and viewHi: CNTPCT, for the virtual timer less CNTVOFF_EL2. */
  private view(i: number, count: number): void {
    this.viewLo = count >>> 0;
    this.viewHi = Math.floor(count / TWO32) >>> 0;
    if (i !== TIMER.VIRTUAL) return;
    const lo = this.viewLo - this.core.lo(REG.CNTVOFF_EL2);
    this.viewLo = lo >>> 0;
    this.viewHi = (this.viewHi - this.core.hi(REG.CNTVOFF_EL2) - (lo < 0 ? 1 : 0)) >>> 0;
  }

  /** Puts CNTPCT (or with `virtual` CNTVCT) into SCRATCH. */
  readCount(virtual: boolean): void {
    this.view(virtual ? TIMER.VIRTUAL : TIMER.PHYSICAL, this.counter());
    this.core.setPair(STATE.SCRATCH, this.viewLo, this.viewHi);
  }

  /** CVAL less the count: ticks still to go, exact where it is below 2^53 in size. */
  private distance(i: number): number {
    const at = CVAL_REG[i];
    return (this.core.hi(at) - this.viewHi) * TWO32 + (this.core.lo(at) - this.viewLo);
  }

  /** CNT*_CTL with ISTATUS as it is now; ISTATUS of a disabled timer reads as 0. */
  readControl(i: number): number {
    const ctl = this.core.get(CTL_REG[i]);
    if ((ctl & CTL.ENABLE) === 0) return ctl;
    this.view(i, this.counter());
    return this.distance(i) <= 0 ? ctl | CTL.ISTATUS : ctl;
  }

  /** CNT*_TVAL: the low 32 bits of CVAL less the count. */
  readTimerValue(i: number): number {
    this.view(i, this.counter());
    return (this.core.lo(CVAL_REG[i]) - this.viewLo) >>> 0;
  }

  /** A write of CNT*_TVAL sets CVAL to the count plus the value, sign-extended. */
  writeTimerValue(i: number, value: number): void {
    this.view(i, this.counter());
    const signed = value | 0;
    const lo = this.viewLo + (signed >>> 0);
    const hi = this.viewHi + (signed < 0 ? 0xffffffff : 0) + (lo >= TWO32 ? 1 : 0);
    this.core.setPair(CVAL_REG[i], lo, hi);
    this.update(i);
  }

  /** To be called after a change of a timer's registers: sets its line, schedules its next change. */
  update(i: number): void {
    if (this.handles[i] >= 0) {
      this.clock.cancel(this.handles[i]);
      this.handles[i] = -1;
    }
    const ctl = this.core.get(CTL_REG[i]);
    if ((ctl & (CTL.ENABLE | CTL.IMASK)) !== CTL.ENABLE) {
      this.lines[i].set(false);
      return;
    }
    const count = this.counter();
    this.view(i, count);
    const left = this.distance(i);
    this.lines[i].set(left <= 0);
    // Met until the count wraps around; a virtual count with an offset ahead of the counter does so.
    const change = left > 0 ? left : (TWO32 - this.viewHi) * TWO32 - this.viewLo;
    if (change < FAR) this.handles[i] = this.clock.schedule(timeOfCounter(count + change), this.fire[i], this.ranks[i]);
  }

  /** Ticks from the counter value `from` to the next event of a stream whose control is `control`; Infinity if it is off. */
  private nextEvent(i: number, control: number, from: number): number {
    if ((control & 4) === 0) return Infinity;
    this.view(i, from);
    const half = 2 ** ((control >>> 4) & 15);
    const period = 2 * half;
    // EVNTDIR 0: the bit becomes 1, which is half a period behind its becoming 0.
    const phase = (control & 8) === 0 ? half : 0;
    const d = (phase - (this.viewLo % period) + 2 * period) % period;
    return d === 0 ? period : d;
  }

  private ticksToEvent(from: number): number {
    return Math.min(
      this.nextEvent(TIMER.VIRTUAL, this.core.get(REG.CNTKCTL_EL1), from),
      // Without EL2 the stream of CNTHCTL_EL2 is not there.
      this.core.seam ? this.nextEvent(TIMER.PHYSICAL, this.core.get(REG.CNTHCTL_EL2), from) : Infinity,
    );
  }

  private get lookedAt(): number {
    return this.core.linear.f64[(this.core.base + REG.EVENT_STREAM_AT) >> 3];
  }
  private set lookedAt(ticks: number) {
    this.core.linear.f64[(this.core.base + REG.EVENT_STREAM_AT) >> 3] = ticks;
  }

  /**
   * Sets the event register if an event stream (CNTKCTL_EL1, CNTHCTL_EL2: EVNTEN, EVNTDIR, EVNTI) had an event since this
   * was last called. The register is visible through WFE only, so this is called by WFE, and before the streams change.
   */
  eventStream(): void {
    const count = this.counter();
    const from = this.lookedAt;
    if (count === from) return;
    if (from + this.ticksToEvent(from) <= count) setEvent(this.core);
    this.lookedAt = count;
  }

  /** A core begins to wait in WFE: the next event of its streams will wake it. */
  waitForEvent(): void {
    this.waitIsOver();
    const ticks = this.ticksToEvent(this.lookedAt);
    if (ticks < FAR) {
      this.wakeHandle = this.clock.schedule(timeOfCounter(this.lookedAt + ticks), this.wake, this.ranks[4]);
    }
  }

  /** The core no longer waits in WFE. */
  waitIsOver(): void {
    if (this.wakeHandle >= 0) this.clock.cancel(this.wakeHandle);
    this.wakeHandle = -1;
  }

  /** Derives lines and scheduled calls from the registers: after reset and after a snapshot was loaded. */
  restored(): void {
    for (let i = 0; i < 4; i++) this.update(i);
    if (this.core.mode === 'wfe') this.waitForEvent();
    else this.waitIsOver();
  }
}

/** Sets the event register; a core that waits in WFE goes on, which uses the event up. */
export function setEvent(core: Core): void {
  if (core.mode === 'wfe') {
    core.mode = 'run';
    core.set(STATE.EVENT, 0);
    core.timers?.waitIsOver();
  } else {
    core.set(STATE.EVENT, 1);
  }
}
