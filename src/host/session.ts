/**
 * One run of a machine in real time: slices of guest time with looks at the world in between, serial ports connected to what is
 * outside, expectations, limits. The command, boot tests and programs share it.
 */
import { PoolExhausted } from '../aarch64/memory.js';
import type { Input, InputEvent } from '../machine/inputs.js';
import { lockedUp } from '../machine/inspect.js';
import { Machine, type Handoff, type MachineOptions } from '../machine/machine.js';
import type { Outcome } from '../machine/scheduler.js';
import { ConsoleText } from './console-text.js';
import { Expectation } from './expectation.js';
import type { HostNetworks } from './net/network.js';
import type { SerialBackend } from './serial/backend.js';

/** Why a run came to its end. */
export type Ending =
  /** The console has shown all that was expected. */
  | { readonly kind: 'met' }
  /** The guest has switched the board off, ended by semihosting, or asked for a reset that it did not get. */
  | { readonly kind: 'power-off' | 'reset' }
  | { readonly kind: 'exit'; readonly code: number }
  /** All cores wait and nothing will wake them. */
  | { readonly kind: 'idle' }
  /** The guest died: how, in one line. */
  | { readonly kind: 'died'; readonly why: string }
  /** A limit was reached; both in ns. */
  | { readonly kind: 'timeout' | 'wall-timeout'; readonly limit: number }
  /** Somebody outside has ended it. */
  | { readonly kind: 'quit' };

/** Who runs the machine in the session's place: a debugger. */
export interface Driver {
  /** Runs the machine until guest time `until`; 'halted' while the debugger holds it. */
  advance(until: number): Outcome | 'halted';
}

export interface SessionOptions {
  readonly machine: Omit<MachineOptions, 'console'>;
  /** What the board's firmware does first; or what brings back a state instead. */
  readonly handoff: Handoff | ((machine: Machine) => void);
  /** Serial ports by their index, and what is at their other end; several may be at one port, and one at several. */
  readonly serials?: readonly { readonly port: number; readonly end: SerialBackend }[];
  /** What is behind the gateways of the machine's networks; without, nobody answers there. */
  readonly networks?: HostNetworks | undefined;
  /** What the consoles must show, in order. The run ends when all has come. */
  readonly expect?: readonly RegExp[];
  /** What a port alone must show, in order: the run ends when all of this has come, too. */
  readonly expectAt?: readonly { readonly port: number; readonly patterns: readonly RegExp[] }[];
  /** What a console shows when the guest has died: ends the run. */
  readonly deaths?: readonly RegExp[];
  /** Limits of guest time and of real time, ns. */
  readonly timeout?: number;
  readonly wallTimeout?: number;
  /** 'host': while all cores wait, guest time passes no faster than the wall clock. 'auto': where somebody outside could type. */
  readonly clock?: 'virtual' | 'host' | 'auto';
  /** Somebody who is not there yet could come and type: a machine whose cores all wait has not ended. */
  readonly reachable?: boolean;
  /** A guest that asks for a reset starts anew; otherwise it ends the run. */
  readonly reboot?: boolean;
  /** Hears of all that is sent and received, with its guest time (ns). */
  readonly onOutput?: (port: number, bytes: Uint8Array, time: number) => void;
  readonly onInput?: (input: Input) => void;
  readonly onReset?: () => void;
}

/** Guest time between looks at the real clock and at what was printed: about 10 ms of real time. */
const SLICE = 2_000_000;
/** The longest time (ms) to sleep without a look. */
const NAP = 50;
/** Real time (ns) that a waiting guest may make up for, since it passes in slices: about two naps. */
const BEHIND = 100_000_000;
/** So many printed bytes end a slice: what a guest says by semihosting costs it no time, and here memory. */
const PRINTED = 1 << 20;
/** So long (ns) a guest may be silent before it gets what was typed, on the first port. */
const EARLY = 1_000_000_000;
/** So many typed bytes may wait for the guest before whoever types has to wait, too. */
const TYPED_AHEAD = 4096;

export class Session {
  readonly machine: Machine;
  /** Set by a debugger. */
  driver: Driver | undefined;
  /** What is connected, at ports that the board has. */
  private readonly serials: { readonly port: number; readonly end: SerialBackend }[] = [];
  /** Called after each slice of guest time, and once more when the run has ended. */
  readonly watchers = new Set<() => void>();
  private pending: { port: number; bytes: number[]; time: number }[] = [];
  private pendingBytes = 0;
  /** What the consoles have shown, and nobody has taken. */
  readonly seen = new ConsoleText();
  private readonly expectations: readonly Expectation[];
  private lastPort = 0;
  /** What was typed before the guest has spoken on any of several ports waits until it is known which one listens. */
  private early: (() => void)[] | undefined = [];
  private earlyUntil = 0;
  private ending: Ending | undefined;
  private finished: Ending | undefined;
  private paused = false;
  /** Where a replayed run ends (guest time, ns). */
  private replayEnd = Infinity;
  private wake: (() => void) | undefined;
  private readonly started = performance.now();
  /** Up to when, by the real clock, guest time has passed. */
  private lastLook = 0;

  constructor(private readonly options: SessionOptions) {
    this.machine = new Machine({
      ...options.machine,
      console: (byte, port, time) => this.collect(byte, port, time),
    });
    const all = new Expectation(options.expect ?? [], undefined, this.seen);
    const own = (options.expectAt ?? []).map(({ port, patterns }) => new Expectation(patterns, port));
    this.expectations = [all, ...own].filter(({ patterns }) => patterns.length > 0);
    if (options.reboot === true) this.machine.onReset = () => options.onReset?.();
    if (typeof options.handoff === 'function') options.handoff(this.machine);
    else this.machine.boot(options.handoff);
    this.earlyUntil = this.machine.scheduler.stamp + EARLY;
    options.networks?.attach(this.machine, (network, event) => this.input({ kind: 'net', network, event }));
    this.serials.push(...(options.serials ?? []).filter((s) => s.port < this.machine.ports.length));
    for (const serial of this.serials) this.listen(serial);
  }

  /** What comes in at an end goes to its port. */
  private listen({ port, end }: { readonly port: number; readonly end: SerialBackend }): void {
    // One end at several ports types where the guest has answered last.
    const shared = this.serials.filter((s) => s.end === end).map((s) => s.port);
    end.receive = (bytes) => {
      const deliver = (): void => {
        const to = shared.includes(this.lastPort) ? this.lastPort : port;
        this.input({ kind: 'serial', port: to, bytes });
        end.throttle(this.machine.ports[to].line.state.queue.length > TYPED_AHEAD);
      };
      if (shared.length === 1 || this.early === undefined) return deliver();
      this.early.push(deliver);
      this.wake?.();
    };
  }

  /** Connects one more end to a port while the machine runs. @returns what disconnects it, without closing it */
  connect(port: number, end: SerialBackend): () => void {
    const serial = { port, end };
    this.serials.push(serial);
    this.listen(serial);
    this.wake?.();
    return () => {
      const at = this.serials.indexOf(serial);
      if (at >= 0) this.serials.splice(at, 1);
      end.receive = undefined;
    };
  }

  /** Real time since the start, ns. */
  get wall(): number {
    return (performance.now() - this.started) * 1e6;
  }

  /** What is expected next; undefined when all has come. */
  get missing(): { readonly pattern: RegExp; readonly where: string } | undefined {
    const unmet = this.expectations.find((e) => e.missing);
    if (!unmet?.missing) return undefined;
    const where = unmet.port === undefined ? 'the console' : `the console of ${this.machine.ports[unmet.port].name}`;
    return { pattern: unmet.missing, where };
  }

  /** True where there is something to expect, and all of it has come. */
  private get met(): boolean {
    return this.expectations.length > 0 && this.expectations.every((e) => e.missing === undefined);
  }

  /** Something from outside, as soon as the machine can take it. */
  input(event: InputEvent): Input {
    const input = this.machine.input(event);
    this.options.onInput?.(input);
    this.wake?.();
    return input;
  }

  /** Inputs of a recording come at their times; the run ends where the recorded one did. */
  replay({
    inputs,
    end,
  }: {
    readonly inputs: readonly Input[];
    readonly end: { readonly at: number } | undefined;
  }): void {
    this.machine.replay(inputs);
    this.replayEnd = end?.at ?? Infinity;
  }

  /** Holds the machine, or lets it go on. */
  pause(paused: boolean): void {
    this.paused = paused;
    this.restartClock();
    this.wake?.();
  }
  get isPaused(): boolean {
    return this.paused;
  }

  /** Ends the run. */
  quit(ending: Ending = { kind: 'quit' }): void {
    this.ending ??= ending;
    this.wake?.();
  }

  /** How the run has ended, if it has. */
  get ended(): Ending | undefined {
    return this.finished;
  }

  /** The port that has spoken last: where what is typed goes. */
  get consolePort(): number {
    return this.lastPort;
  }

  /** Guest time stood still for a while: a clock that paces it must not make up for that. */
  restartClock(): void {
    this.lastLook = this.wall;
  }

  /** To be called when another state was brought back in the machine: what is outside begins anew. */
  restored(): void {
    this.options.networks?.reset();
    this.restartClock();
    this.wake?.();
  }

  /** To be called when whoever drives the machine has new orders. */
  nudge(): void {
    this.wake?.();
  }

  private collect(byte: number, port: number, time: number): void {
    const last = this.pending[this.pending.length - 1];
    if (last && last.port === port && (last.bytes[last.bytes.length - 1] !== 10 || last.time === time))
      last.bytes.push(byte);
    else this.pending.push({ port, bytes: [byte], time });
    if (++this.pendingBytes === PRINTED) this.machine.scheduler.stop();
  }

  /** Who types may go on where the guest has caught up. */
  private unthrottle(): void {
    for (const { port, end } of this.serials) {
      if (this.machine.ports[port].line.state.queue.length < TYPED_AHEAD / 2) end.throttle(false);
    }
  }

  /** It is known where what is typed goes. */
  private listened(): void {
    const { early } = this;
    this.early = undefined;
    early?.forEach((deliver) => deliver());
  }

  /** Hands on what was printed, and looks for what is expected in it. */
  private flush(): void {
    if (this.pending.length === 0) return;
    const { pending } = this;
    this.pending = [];
    this.pendingBytes = 0;
    this.seen.trim();
    const { onOutput, deaths = [] } = this.options;
    for (const { port, bytes, time } of pending) {
      const chunk = Uint8Array.from(bytes);
      this.lastPort = port;
      this.listened();
      for (const s of this.serials.filter((s) => s.port === port)) s.end.send(chunk);
      onOutput?.(port, chunk, time);
      this.seen.add(port, chunk);
      for (const e of this.expectations) e.add(port, chunk);
    }
    for (const e of this.expectations) e.look();
    if (!this.met) {
      for (const death of deaths) {
        const found = this.seen.find(death);
        if (found) this.ending ??= { kind: 'died', why: `the guest said: ${found[0].trim()}` };
      }
    }
  }

  /** Sleeps until something comes from outside, `ms` at the most. */
  private async sleep(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = undefined;
  }

  /** Whether somebody could still wake a machine whose cores all wait. */
  get someoneOutside(): boolean {
    const { networks } = this.options;
    return (
      this.options.reachable === true ||
      this.serials.some((s) => s.end.live) ||
      // Who has paused a guest will let it go on.
      this.machine.hypervisor?.guests.some(({ state }) => state.mode === 'paused') === true ||
      (networks !== undefined && this.machine.networks.some((n) => n.active))
    );
  }

  /** Runs to the end, or to guest time `until` (ns), which is no end. */
  async run(until = Infinity): Promise<Ending | undefined> {
    this.lastLook = this.wall;
    for (;;) {
      const ending = this.ending ?? (this.paused ? undefined : await this.look(until));
      this.finished = ending;
      for (const watch of this.watchers) watch();
      if (ending) return ending;
      if (this.machine.scheduler.stamp >= until) return undefined;
      if (this.paused) await this.sleep(NAP);
      else await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** A slice of guest time, and a look around. */
  private async look(until: number): Promise<Ending | undefined> {
    const { timeout = Infinity, wallTimeout = Infinity, clock = 'auto' } = this.options;
    const { machine } = this;
    const { scheduler } = machine;
    const paced = clock === 'host' || (clock === 'auto' && this.someoneOutside);
    const { wall } = this;
    const { stamp } = scheduler;
    scheduler.skipLimit = paced ? stamp + Math.max(0, wall - this.lastLook) : Infinity;
    const limit = Math.min(stamp + SLICE, timeout, until, this.replayEnd);
    let outcome;
    try {
      outcome = this.driver ? this.driver.advance(limit) : machine.run(limit);
    } catch (error) {
      this.flush();
      if (error instanceof PoolExhausted) return { kind: 'died', why: error.message };
      throw error;
    }
    // What the slice was too short for is left for the next one. What a busy guest takes longer for is gone.
    this.lastLook = Math.min(wall, Math.max(this.lastLook + scheduler.stamp - stamp, wall - BEHIND));
    this.flush();
    if (outcome === 'idle' || scheduler.stamp >= this.earlyUntil) this.listened();
    this.unthrottle();
    if (this.ending) return this.ending;
    if (this.met) return { kind: 'met' };
    if (machine.end) return machine.end;
    if (outcome === 'halted') {
      await this.sleep(NAP);
      this.lastLook = this.wall;
      return undefined;
    }
    if (outcome === 'idle' && this.replayEnd < Infinity) {
      // Somebody has watched it wait until then.
      scheduler.passTime(this.replayEnd);
    } else if (outcome === 'idle') {
      if (!this.someoneOutside && machine.inputs.length === 0) return { kind: 'idle' };
      await this.sleep(NAP);
      if (paced) scheduler.passTime(scheduler.stamp + this.wall - wall);
      this.lastLook = this.wall;
    } else if (outcome === 'waiting') {
      await this.sleep(Math.min(NAP, Math.max(0, (scheduler.nextEvent - scheduler.stamp) / 1e6)));
    }
    if (scheduler.stamp >= this.replayEnd) return { kind: 'quit' };
    if (scheduler.stamp >= timeout) return { kind: 'timeout', limit: timeout };
    if (this.wall >= wallTimeout) return { kind: 'wall-timeout', limit: wallTimeout };
    const stuck = machine.processor.cores.map(lockedUp).find((why) => why !== undefined);
    return stuck === undefined ? undefined : { kind: 'died', why: stuck };
  }
}
