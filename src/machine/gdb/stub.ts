/**
 * A stub for GDB's remote protocol (GDB manual, appendix E): threads are cores, all-stop mode. Bytes in, bytes out; who carries them
 * (`host/gdb-server.ts`) and who calls `advance` is not its business.
 *
 * A debugger that only looks does not change the run: what the guest does, and the state it ends in, are the same with
 * and without. Steps let the other cores take their turns as they would have. Held back are cores only where GDB continues
 * some of them alone (`set scheduler-locking on`).
 */
import { STATE } from '../../aarch64/state.js';
import type { Machine } from '../machine.js';
import type { Outcome } from '../scheduler.js';
import { answer, expedited, type Target } from './commands.js';
import type { View } from './monitor.js';
import { binary, hexOf, packet, PacketReader } from './packet.js';
import { parseVCont, type Plan } from './resume.js';
import { Stops } from './stops.js';

export interface GdbStubOptions {
  /** False: the machine runs from the start, and stops when a debugger comes. By default it waits for one at reset. */
  readonly wait?: boolean;
  /** The machine is to go on after a halt: whoever sleeps on `halted` should call `advance`. */
  readonly onResume?: () => void;
  /** GDB's `kill`: the run is to end. */
  readonly onKill?: () => void;
  /**
   * `monitor reset`: resets the machine in place, or makes another and gives it to `use`. The stub stays halted. Without it the
   * command says that there is no reset.
   */
  readonly reset?: () => void;
  /**
   * True where somebody outside could still wake a machine whose cores all wait. Otherwise it halts, since nothing would
   * ever happen.
   */
  readonly someoneOutside?: () => boolean;
}

/** The reply comes later, or there is none. */
const LATER = Symbol('later');

/** Signals as GDB numbers them. */
const SIGINT = 2;
const SIGTRAP = 5;

/** Steps of a range before the run loop gets its turn. */
const STEPS_AT_ONCE = 10_000;

/** Characters of text that one O packet carries. */
const SHOWN_AT_ONCE = 2048;

export class GdbStub {
  private reader = new PacketReader();
  private send: ((bytes: Uint8Array) => void) | undefined;
  private acks = true;
  private last = '';
  private plan: Plan | undefined;
  /** GDB has let the machine go on and waits for the stop reply. */
  private waits = false;
  private target: { -readonly [K in keyof Target]: Target[K] };
  /** The exit code of a run that is over. */
  private over: number | undefined;
  /** How the last stop is told. */
  private stopped = { signal: SIGTRAP, reason: '' };

  constructor(
    machine: Machine,
    private readonly options: GdbStubOptions = {},
  ) {
    this.target = this.lookAt(machine, 'auto');
    if (options.wait === false) this.plan = { kind: 'continue' };
  }

  private lookAt(machine: Machine, view: View): Target {
    return {
      machine,
      stops: new Stops(machine.processor),
      current: machine.scheduler.current.index,
      stoppedCore: machine.scheduler.current.index,
      view,
      reset: this.options.reset && (() => this.reset()),
      show: (text) => this.show(text),
    };
  }

  /** True while the debugger holds the machine: guest time stands still. */
  get halted(): boolean {
    return this.plan === undefined;
  }

  /** True while a debugger is connected. */
  get attached(): boolean {
    return this.send !== undefined;
  }

  /** Another machine takes the place of the one so far, after a reset. Break- and watchpoints are GDB's, which sets them anew. */
  use(machine: Machine): void {
    this.target = this.lookAt(machine, this.target.view);
    this.over = undefined;
  }

  private reset(): void {
    this.options.reset?.();
    // The first core comes out of reset.
    this.target.stoppedCore = 0;
    this.stopped = { signal: SIGTRAP, reason: '' };
  }

  /** A debugger has connected: the machine halts. @param send takes bytes for it */
  connect(send: (bytes: Uint8Array) => void): void {
    this.reader = new PacketReader();
    this.acks = true;
    this.last = '';
    this.waits = false;
    this.halt(SIGTRAP, '', this.target.machine.scheduler.current.index);
    this.send = send;
  }

  /**
   * The debugger is gone. Its break- and watchpoints go with it; a machine that it held stays halted, so that another one
   * can take over.
   */
  disconnect(): void {
    this.send = undefined;
    this.waits = false;
    this.target.stops.clear();
    if (this.plan) this.plan = { kind: 'continue' };
  }

  /** Bytes from the debugger, cut in any way; to be called while the machine does not run. Never throws. */
  receive(bytes: Uint8Array): void {
    for (const item of this.reader.feed(bytes)) {
      switch (item.kind) {
        case 'packet':
          if (this.acks) this.send?.(binary('+'));
          this.handle(item.payload);
          break;
        case 'damaged':
          if (this.acks) this.send?.(binary('-'));
          break;
        case 'nak':
          if (this.acks && this.last !== '') this.send?.(packet(this.last));
          break;
        case 'interrupt':
          this.interrupt();
          break;
        case 'ack':
          break;
      }
    }
  }

  /** Halts the machine as Ctrl-C in GDB does. @param why shown in GDB first */
  interrupt(why = ''): void {
    if (this.halted) return;
    if (why !== '') this.show(`${why}\n`);
    this.halt(SIGINT, '', this.target.machine.scheduler.current.index);
  }

  /** The run is over, whatever ended it. @param code exit code, 0 to 255 */
  exited(code: number): void {
    this.plan = undefined;
    this.over = code & 255;
    if (this.waits) this.reply(this.stopReply());
    this.waits = false;
  }

  /**
   * To be called in place of `machine.run`: runs as the debugger wants, until guest time `until` (ns) at the latest.
   * @returns what `machine.run` does, or 'halted' where the debugger holds the machine now
   */
  advance(until: number): Outcome | 'halted' {
    const { plan } = this;
    if (!plan) return 'halted';
    const { machine, stops } = this.target;
    const { scheduler } = machine;
    const outcome = plan.kind === 'step' ? this.step(plan, until) : this.run(plan, until);
    if (machine.end) return outcome;
    const { current } = scheduler;
    switch (outcome) {
      case 'breakpoint':
      case 'watchpoint':
        return this.halt(SIGTRAP, stops.reason(current, outcome), current.index);
      case 'stepped':
        return this.halt(SIGTRAP, '', current.index);
      case 'idle':
        if (!this.waits || this.options.someoneOutside?.() === true) return outcome;
        this.interrupt('all cores wait for interrupts, and none will come');
        return 'halted';
      default:
        return outcome;
    }
  }

  private run({ only }: Plan & { kind: 'continue' }, until: number): Outcome {
    const { machine } = this.target;
    return only
      ? machine.run(until, (to) => machine.scheduler.runSome(to, (core) => only.has(core.index)))
      : machine.run(until);
  }

  private step({ core: index, from, to }: Plan & { kind: 'step' }, until: number): Outcome {
    const { machine, stops } = this.target;
    const core = machine.processor.cores[index];
    for (let n = 0; n < STEPS_AT_ONCE; n++) {
      const outcome = machine.run(until, (to) => machine.scheduler.step(core, to));
      if (outcome !== 'stepped' || from === undefined || to === undefined) return outcome;
      const pc = core.big(STATE.PC);
      if (pc < from || pc >= to) return outcome;
      if (stops.at(core)) return 'breakpoint';
    }
    return 'time';
  }

  private halt(signal: number, reason: string, core: number): 'halted' {
    this.plan = undefined;
    this.target.current = core;
    this.target.stoppedCore = core;
    this.stopped = { signal, reason };
    if (this.waits) this.reply(this.stopReply());
    this.waits = false;
    return 'halted';
  }

  private stopReply(): string {
    if (this.over !== undefined) return `W${this.over.toString(16).padStart(2, '0')}`;
    const { machine, stoppedCore: core } = this.target;
    const { signal, reason } = this.stopped;
    const thread = `thread:${(core + 1).toString(16)};core:${core.toString(16)};`;
    return `T${signal.toString(16).padStart(2, '0')}${reason}${thread}${expedited(machine.processor.cores[core])}`;
  }

  private resume(plan: Plan): void {
    this.target.stops.apply(plan.kind === 'step');
    const slept = this.halted;
    this.plan = plan;
    if (slept) this.options.onResume?.();
  }

  private handle(payload: string): void {
    const reply = this.control(payload) ?? answer(this.target, payload);
    if (reply !== LATER) this.reply(reply);
  }

  /** Packets that are about running and the connection; undefined for others. */
  private control(payload: string): string | typeof LATER | undefined {
    const { machine, current } = this.target;
    const go = (plan: Plan | undefined): string | typeof LATER => {
      if (!plan) return 'E16';
      if (this.over !== undefined) return this.stopReply();
      this.waits = true;
      this.resume(plan);
      return LATER;
    };
    switch (payload) {
      case '?':
        return this.halted ? this.stopReply() : '';
      case 'QStartNoAckMode':
        this.reply('OK');
        this.acks = false;
        return LATER;
      case 'vCont?':
        return 'vCont;c;C;s;S;r';
      case 'k':
        this.kill();
        return LATER;
    }
    if (payload.startsWith('vCont;')) return go(parseVCont(payload.slice(6), machine.processor.cores.length, current));
    if (/^vKill(;|$)/.test(payload)) {
      this.reply('OK');
      this.kill();
      return LATER;
    }
    if (/^D(;|$)/.test(payload)) {
      this.reply('OK');
      this.target.stops.clear();
      this.waits = false;
      this.resume({ kind: 'continue' });
      return LATER;
    }
    // The older forms; an address to go on at is never sent by a GDB that knows vCont.
    if (/^(c|C[0-9a-f]{2})$/i.test(payload)) return go({ kind: 'continue' });
    if (/^(s|S[0-9a-f]{2})$/i.test(payload)) return go({ kind: 'step', core: current });
    return undefined;
  }

  private kill(): void {
    this.plan = undefined;
    this.waits = false;
    this.options.onKill?.();
  }

  private reply(payload: string): void {
    this.last = payload;
    this.send?.(packet(payload));
  }

  /** Shows text in GDB: an O packet has no reply. */
  private show(text: string): void {
    for (let at = 0; at < text.length; at += SHOWN_AT_ONCE) {
      this.send?.(packet(`O${hexOf(binary(text.slice(at, at + SHOWN_AT_ONCE)))}`));
    }
  }
}

/** @param machine loaded and started; nothing of it has run */
export const createGdbStub = (machine: Machine, options: GdbStubOptions = {}): GdbStub => new GdbStub(machine, options);
