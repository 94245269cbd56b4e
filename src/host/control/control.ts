/**
 * What can be done to a machine while it runs: its guests started and stopped, it and they looked at, saved, loaded. Of a program's own
 * session, or by way of the control socket (`server.ts`) of another process's.
 */
import { UserError } from '../../cli/user-error.js';
import type { Guest, GuestImage, GuestMode } from '../../hypervisor/guest.js';
import type { GuestAction, GuestEvent } from '../../hypervisor/lifecycle.js';
import type { InputEvent } from '../../machine/inputs.js';
import type { Ending, Session } from '../session.js';
import { ConsoleTail } from '../serial/tail.js';
import { checkStateFile, readStateFile, saveStateFile } from '../state-file.js';
import { Attachment } from './attachment.js';
import { guestStatus, guestUsage, type GuestStatus, type GuestUsage } from './guests.js';

/** A machine and its guests. Times in ns, sizes in bytes. */
export interface MachineStatus {
  readonly name: string;
  /** The machine file. */
  readonly file: string | undefined;
  readonly pid: number;
  readonly board: string;
  readonly cores: number;
  readonly state: 'running' | 'paused' | 'ended';
  /** Guest time. */
  readonly time: number;
  /** Real time since the start. */
  readonly wall: number;
  /** Time that its cores have run, together. */
  readonly cpu: number;
  readonly memory: { readonly size: number; readonly touched: number };
  readonly guests: readonly GuestStatus[];
}

/** Something has happened. `time` is guest time, ns; `line` says it to people, without the name. */
export type ControlEvent =
  | {
      readonly event: 'guest';
      readonly guest: string;
      readonly kind: GuestEvent['kind'];
      readonly line: string;
      readonly time: number;
    }
  | { readonly event: 'board'; readonly state: 'running' | 'paused'; readonly time: number }
  | { readonly event: 'end'; readonly ending: Ending; readonly time: number };

export interface ControlOptions {
  /** What the machine is called. */
  readonly name: string;
  readonly file?: string | undefined;
  /** Why nothing may come from outside but what does (a recording is replayed), or undefined. */
  readonly noInput?: string | undefined;
  /** What a guest boots, read anew for each start; without, it is what it was. Throws UserError. */
  readonly imageOf?: ((guest: number) => GuestImage) | undefined;
  /** Why its state may not be replaced (a recording is made), or undefined. */
  readonly noLoad?: string | undefined;
}

/** Lines that whoever attaches is shown of what was said before. */
const LATELY = 20;

/** In which states of a guest an action makes sense: what it is done to where no guest is named. */
const APPLIES: Readonly<Record<GuestAction, readonly GuestMode[]>> = {
  start: ['off'],
  stop: ['running', 'paused'],
  kill: ['running', 'paused'],
  pause: ['running'],
  resume: ['paused'],
  reset: ['running', 'paused'],
};

const quoted = (names: readonly string[]): string => (names.length === 0 ? 'a machine with guests' : names.join(', '));

export class Control {
  private readonly tails: readonly ConsoleTail[];
  private readonly attached = new Set<Attachment>();
  private readonly listeners = new Set<(event: ControlEvent) => void>();
  /** What was last told of the board. */
  private told: MachineStatus['state'];
  /** One command after the other: each sees what the one before has done. */
  private before: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly session: Session,
    private readonly options: ControlOptions,
  ) {
    this.tails = session.machine.ports.map(({ name }, port) => {
      const tail = new ConsoleTail();
      session.connect(port, {
        send: (bytes) => tail.push(bytes),
        receive: undefined,
        throttle: () => undefined,
        live: false,
        describe: () => `${name}: its last lines`,
        close: () => Promise.resolve(),
      });
      return tail;
    });
    this.told = this.state;
    session.watchers.add(() => this.look());
    const { machine } = session;
    const others = machine.onGuest;
    machine.onGuest = (event) => {
      others?.(event);
      const { guest, kind, line } = event;
      this.tell({
        event: 'guest',
        guest: this.guests[guest].options.name,
        kind,
        line,
        time: machine.scheduler.stamp,
      });
    };
  }

  private get guests(): readonly Guest[] {
    return this.session.machine.hypervisor?.guests ?? [];
  }

  private get state(): MachineStatus['state'] {
    if (this.session.ended) return 'ended';
    return this.session.isPaused ? 'paused' : 'running';
  }

  /** What there is. */
  list(): MachineStatus {
    const { session, options } = this;
    const { machine, wall } = session;
    const { processor, board, scheduler } = machine;
    return {
      name: options.name,
      file: options.file,
      pid: process.pid,
      board: board.name,
      cores: processor.cores.length,
      state: this.state,
      time: scheduler.stamp,
      wall: Math.round(wall),
      cpu: processor.cores.reduce((sum, { icount }) => sum + icount, 0),
      memory: { size: board.ram.reduce((sum, { bytes }) => sum + bytes, 0), touched: processor.memory.touched * 4096 },
      guests: this.guests.map((_, i) => guestStatus(machine, i)),
    };
  }

  /**
   * What guests use, or the board if there are none.
   * @throws UserError
   */
  stats(...names: readonly string[]): GuestUsage[] {
    const { machine } = this.session;
    if (this.guests.length > 0 || names.length > 0) {
      const guests = names.length > 0 ? this.named(names) : this.guests;
      return guests.map((guest) => guestUsage(machine, this.guests.indexOf(guest)));
    }
    const { name, state, time, cores, cpu, memory } = this.list();
    return [
      {
        name,
        state: state === 'ended' ? 'off' : state,
        ended: this.session.ended?.kind,
        restarts: 0,
        vcpus: cores,
        uptime: time,
        cpu,
        memory,
        time,
        steal: 0,
        exits: {},
        interrupts: 0,
        mmio: {},
      },
    ];
  }

  // Without a name: all guests that it applies to. They resolve when it has come about, with the names of those concerned.
  start = (...guests: readonly string[]): Promise<string[]> => this.act('start', guests);
  kill = (...guests: readonly string[]): Promise<string[]> => this.act('kill', guests);

  /** Presses the power key of guests, and waits until they have switched themselves off, or were killed since they did not. */
  async stop(...names: readonly string[]): Promise<string[]> {
    const ended = new Set<string>();
    const quiet = this.subscribe((event) => {
      if (event.event === 'guest' && event.kind === 'end') ended.add(event.guest);
    });
    try {
      const stopped = await this.act('stop', names);
      const isOff = (name: string): boolean =>
        ended.has(name) || this.guests.find(({ options }) => options.name === name)?.state.mode === 'off';
      await this.until(() => stopped.every(isOff));
      return stopped;
    } finally {
      quiet();
    }
  }

  /** Without a name: the whole board, time included. */
  pause(...guests: readonly string[]): Promise<string[]> {
    if (guests.length > 0) return this.act('pause', guests);
    return this.inTurn(async () => {
      this.refuseEnded();
      if (this.session.isPaused) throw new UserError(`${this.options.name} is paused, expected it to run`);
      this.session.pause(true);
      // The slice that is under way has an end first.
      let looks = 0;
      await this.until(() => looks++ > 0);
      return [];
    });
  }

  /** Without a name: the board if it is paused, or else its paused guests. */
  resume(...guests: readonly string[]): Promise<string[]> {
    if (guests.length > 0) return this.act('resume', guests);
    return this.inTurn(() => {
      this.refuseEnded();
      if (this.session.isPaused) {
        this.session.pause(false);
        return [];
      }
      if (!this.guests.some((guest) => guest.state.mode === 'paused'))
        throw new UserError(`${this.options.name} runs, expected it or a guest to be paused`);
      return this.acted('resume', []);
    });
  }

  /** Without a name: the board's reset line. */
  reset(...guests: readonly string[]): Promise<string[]> {
    if (guests.length > 0) return this.act('reset', guests);
    return this.inTurn(async () => {
      await this.inputs([{ kind: 'reset' }]);
      return [];
    });
  }

  /**
   * Writes the machine's state to a file, as --save-state does at the end of a run.
   * @throws UserError, or a system call's error with its path
   */
  save(file: string): { readonly file: string; readonly time: number } {
    const { machine } = this.session;
    checkStateFile(file);
    saveStateFile(machine, file);
    return { file, time: machine.scheduler.stamp };
  }

  /**
   * Puts a saved state in the place of the machine's.
   * @throws UserError where it does not fit, or a system call's error with its path
   */
  load(file: string): { readonly file: string; readonly time: number } {
    const { session, options } = this;
    this.refuseEnded();
    const why = options.noInput ?? options.noLoad;
    if (why !== undefined) throw new UserError(`${file}: ${why}, expected a run without it`);
    readStateFile(file).load(session.machine);
    session.restored();
    return { file, time: session.machine.scheduler.stamp };
  }

  /**
   * A stream to the console of a guest, or of a serial port of the board (`serial0`). Its last lines come first.
   * @throws UserError
   */
  attach(name: string): Attachment {
    this.refuseEnded();
    const port = this.portOf(name);
    const attachment = new Attachment(name, this.tails[port].missed(LATELY).bytes, () => {
      disconnect();
      this.attached.delete(attachment);
    });
    const disconnect = this.session.connect(port, attachment.backend);
    this.attached.add(attachment);
    return attachment;
  }

  /** The consoles that there are to attach to: the guests', or else the board's. */
  get consoles(): string[] {
    if (this.guests.length > 0) return this.guests.map(({ options }) => options.name);
    return this.session.machine.ports.map((_, port) => `serial${port}`);
  }

  /** Ends the run. */
  quit(): void {
    this.session.quit();
  }

  /** Hears of changes. @returns what ends that */
  subscribe(listener: (event: ControlEvent) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private portOf(name: string): number {
    const { machine } = this.session;
    const guest = this.guests.findIndex(({ options }) => options.name === name);
    const first = machine.ports.length - this.guests.length;
    if (guest >= 0) return first + guest;
    const own = /^serial(\d)$/.exec(name);
    if (own && Number(own[1]) < first) return Number(own[1]);
    throw new UserError(`no console '${name}', expected ${this.consoles.join(', ')}`);
  }

  private named(names: readonly string[]): Guest[] {
    return names.map((name) => {
      const found = this.guests.find(({ options }) => options.name === name);
      if (!found)
        throw new UserError(`no guest '${name}', expected ${quoted(this.guests.map(({ options }) => options.name))}`);
      return found;
    });
  }

  private refuseEnded(): void {
    const { ended } = this.session;
    if (ended) throw new UserError(`${this.options.name}: the run has ended (${ended.kind})`);
  }

  private inTurn<T>(command: () => T | Promise<T>): Promise<T> {
    const done = this.before.then(command);
    this.before = done.catch(() => undefined);
    return done;
  }

  private act(action: GuestAction, names: readonly string[]): Promise<string[]> {
    return this.inTurn(() => this.acted(action, names));
  }

  private async acted(action: GuestAction, names: readonly string[]): Promise<string[]> {
    if (this.guests.length === 0 && names.length === 0)
      throw new UserError(`${action}: ${this.options.name} has no guests, expected a machine with guests`);
    const chosen =
      names.length > 0 ? this.named(names) : this.guests.filter(({ state }) => APPLIES[action].includes(state.mode));
    const refused: string[] = [];
    const quiet = this.subscribe((event) => {
      if (event.event === 'guest' && event.kind === 'refused') refused.push(`${event.guest}: ${event.line}`);
    });
    try {
      await this.inputs(
        chosen.flatMap((of): InputEvent[] => {
          const guest = this.guests.indexOf(of);
          const { imageOf } = this.options;
          const isNew = action === 'start' && of.state.mode === 'off' && imageOf !== undefined;
          return [
            ...(isNew ? [{ kind: 'image', guest, image: imageOf(guest) } as const] : []),
            { kind: 'guest', guest, action },
          ];
        }),
      );
    } finally {
      quiet();
    }
    if (refused.length > 0) throw new UserError(refused.join('; '));
    return chosen.map(({ options }) => options.name);
  }

  /** Gives the machine inputs, and waits until they have taken effect. */
  private inputs(events: readonly InputEvent[]): Promise<void> {
    const { session, options } = this;
    this.refuseEnded();
    if (options.noInput !== undefined) throw new UserError(`${options.noInput}, expected a run without it`);
    if (session.isPaused) throw new UserError(`${options.name} is paused, expected it to run`);
    if (events.length === 0) return Promise.resolve();
    const waiting = events.map((event) => session.input(event));
    return this.until(() => waiting.every((input) => !session.machine.inputs.includes(input)));
  }

  /** Waits until something is so, which is looked at after each slice of guest time. */
  private until(isSo: () => boolean): Promise<void> {
    const { session, options } = this;
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const done = isSo();
        if (!done && !session.ended) return;
        session.watchers.delete(look);
        if (done) resolve();
        else reject(new UserError(`${options.name}: the run has ended`));
      };
      session.watchers.add(look);
      look();
    });
  }

  /** Tells what has changed of the board since it was told last. */
  private look(): void {
    const { session, told, state } = this;
    this.told = state;
    if (state === told) return;
    const time = session.machine.scheduler.stamp;
    if (state !== 'ended') return this.tell({ event: 'board', state, time });
    this.tell({ event: 'end', ending: session.ended!, time });
    for (const { backend } of this.attached) void backend.close();
  }

  private tell(event: ControlEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}
