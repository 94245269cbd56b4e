/** `pivisor run` at work: a session with its consoles, its debugger, and what is said at the end. */
import { Control } from '../host/control/control.js';
import { claimSocket, machineName, type Claim } from '../host/control/names.js';
import { serveControl, type ControlServer } from '../host/control/server.js';
import { createGdbStub } from '../machine/gdb/stub.js';
import { serveGdb } from '../host/gdb-server.js';
import { guestsFolder } from '../host/guests/folder.js';
import { launch, type Launch, type LaunchOptions } from '../host/launch.js';
import { launchMachineFile, type MachineLaunch } from '../host/machine-file/load.js';
import { serialPorts } from '../machine/devices.js';
import type { EscapeKey } from '../host/serial/escape.js';
import type { SerialSpec } from '../host/serial/spec.js';
import { compareEnds, readRecording, Recorder, type Recording } from '../host/recording.js';
import { checkStateFile, saveStateFile } from '../host/state-file.js';
import { Session } from '../host/session.js';
import { openTrace, type TraceFile } from '../host/trace-file.js';
import { openConsoles, type Consoles, type MachineCommand } from './consoles.js';
import { exitCode } from './exit-code.js';
import { UserError, userMessage } from './user-error.js';
import { DEATHS, failedGuests, mmioSummary, statistics, verdict } from './verdict.js';

export interface RunOptions extends LaunchOptions {
  /** A machine file, in the place of the options that say what runs. */
  readonly file?: string;
  /** What a machine file's guests are expected to show does not end the run. */
  readonly keepRunning?: boolean;
  /** The guest of a machine file that has the terminal. */
  readonly attach?: string;
  readonly expect: readonly RegExp[];
  readonly timeout?: number;
  readonly wallTimeout?: number;
  readonly reboot: boolean;
  readonly serial0?: SerialSpec;
  readonly serial1?: SerialSpec;
  readonly escape?: EscapeKey;
  readonly log?: string;
  readonly headless?: boolean;
  /** Where the control socket is: a path, a name, or 'none'. By default there is one for machine files. */
  readonly control?: string;
  readonly clock?: 'virtual' | 'host' | 'auto';
  readonly gdb?: number;
  readonly trace?: string;
  readonly traceFile?: string;
  readonly symbols: readonly string[];
  readonly stats?: boolean;
  readonly saveState?: string;
  readonly record?: string;
  readonly replay?: string;
}

const report = (line: string): void => void process.stderr.write(`pivisor: ${line}\n`);

/** Ends of guests that are no news: those that somebody wanted, and exit codes, which the verdict tells. */
const EXPECTED_ENDS = /^(has switched itself off|has asked for a reset|reset|killed|has ended with exit code)/;

/** What each choice of the console's menu does. @param control of the guests, one of which may be shown */
const commandsOf = (
  session: Session,
  control: Control,
): Readonly<Record<MachineCommand, (guest: string | undefined) => void>> => ({
  quit: () => session.quit(),
  reset(guest) {
    if (guest === undefined) session.input({ kind: 'reset' });
    else told(control.reset(guest), `${guest}: reset`);
  },
  pause(guest) {
    const isPaused = control.list().guests.find(({ name }) => name === guest)?.state === 'paused';
    if (guest !== undefined) {
      if (isPaused) told(control.resume(guest), `${guest}: goes on`);
      else told(control.pause(guest), `${guest}: paused`);
      return;
    }
    session.pause(!session.isPaused);
    report(session.isPaused ? 'paused' : 'goes on');
  },
  info() {
    const { processor, scheduler, board } = session.machine;
    report(`${board.name}, guest time ${(scheduler.stamp / 1e9).toFixed(3)} s`);
    for (const core of processor.cores) {
      report(`core ${core.index}: ${core.mode}, EL${core.el}, ${core.icount} instructions`);
    }
    for (const { name, state, ended } of control.list().guests) {
      report(`${name}: ${state}${ended === undefined ? '' : `, ${ended}`}`);
    }
  },
  statistics: () => statistics(session.machine, session.wall).forEach(report),
  break: () => session.input({ kind: 'break', port: session.consolePort }),
  continued: () => session.restartClock(),
});

/** Says when a command has been done, or why it was not. */
function told(done: Promise<unknown>, line: string): void {
  done.then(
    () => report(line),
    (error: unknown) => report(userMessage(error) ?? String(error)),
  );
}

/** Finds what would be lost, or of no use, at the end of a long run. */
function check({ trace, traceFile, symbols, saveState }: RunOptions): void {
  if (trace === undefined && traceFile !== undefined)
    throw new UserError(`--trace-file: ${traceFile}, expected --trace to say what to trace`);
  if (trace === undefined && symbols.length > 0)
    throw new UserError(`--symbols: ${symbols[0]}, expected --trace, whose lines they are for`);
  if (saveState !== undefined) checkStateFile(saveState);
}

/** What says the same as a machine file does. */
const IN_FILE = [
  ...(['kernel', 'xen', 'dom0', 'domu', 'xenAppend', 'initrd', 'dtb', 'append', 'sd', 'sdSnapshot', 'board'] as const),
  ...(['cpus', 'firmware', 'el', 'seed', 'net', 'disk', 'serial0', 'serial1', 'share'] as const),
];

/** What runs: by the options, or by a machine file. */
function launched(
  options: RunOptions,
): Launch & Pick<MachineLaunch, 'name' | 'expect' | 'timeout'> & Partial<MachineLaunch> {
  const { file, timeout } = options;
  if (file === undefined)
    return { ...launch({ ...options, offline: options.replay !== undefined }), name: undefined, expect: [], timeout };
  for (const name of IN_FILE) {
    if (options[name] !== undefined)
      throw new UserError(`${optionName(name)}: ${file} says this, expected the file without it`);
  }
  const { loadState, replay } = options;
  const environment = { ...process.env, GUESTS: guestsFolder() };
  const made = launchMachineFile(file, environment, { loadState, offline: replay !== undefined });
  return { ...made, timeout: timeout ?? made.timeout };
}

/** As it is typed: `sdSnapshot` is --sd-snapshot. */
const optionName = (field: string): string => `--${field.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`;

/**
 * @param started is called when the machine is about to run
 * @returns the exit code
 */
export async function runMachine(
  options: RunOptions,
  started?: (control: Control, session: Session) => void,
): Promise<number> {
  check(options);
  const { name, machine, handoff, networks, warnings, close, expect, imageOf, timeout } = launched(options);
  warnings.forEach(report);
  const guests = (machine.guests ?? []).map(({ name }) => name);
  const firstGuest = serialPorts(machine.board);
  // A replay has all its inputs already.
  const headless = options.headless ?? (options.expect.length > 0 || options.replay !== undefined);
  let trace: TraceFile | undefined;
  let consoles: Consoles | undefined;
  let commands: ReturnType<typeof commandsOf> | undefined;
  let recorder: Recorder | undefined;
  let claim: Claim | undefined;
  let server: ControlServer | undefined;
  let debug: Awaited<ReturnType<typeof attachGdb>> | undefined;
  try {
    const { attach } = options;
    if (attach !== undefined && !guests.includes(attach))
      throw new UserError(`--attach: ${attach}, expected ${guests.length > 0 ? guests.join(', ') : 'a machine file'}`);
    if (options.trace !== undefined) trace = openTrace({ ...options, trace: options.trace });
    consoles = await openConsoles({
      ...options,
      headless,
      guests,
      firstGuest,
      expected: expect.length > 0 && !options.keepRunning,
      onCommand: (command, guest) => commands?.[command](guest),
      notice: report,
    });
    const { log, serials } = consoles;
    claim = await claimControl(options, name);
    // One that ends by itself waits for nobody.
    const ends = [...options.expect, timeout, options.wallTimeout, options.replay].some((end) => end !== undefined);
    const endless = !ends && (expect.length === 0 || options.keepRunning === true);
    const session: Session = new Session({
      machine,
      handoff,
      serials,
      networks,
      expect: options.expect,
      expectAt: (options.keepRunning ? [] : expect).map(({ guest, patterns }) => ({
        port: firstGuest + guests.indexOf(guest),
        patterns,
      })),
      deaths: headless ? DEATHS : [],
      reachable: claim !== undefined && endless,
      reboot: options.reboot,
      clock: options.clock ?? (options.replay === undefined ? 'auto' : 'virtual'),
      ...(timeout === undefined ? {} : { timeout }),
      ...(options.wallTimeout === undefined ? {} : { wallTimeout: options.wallTimeout }),
      onOutput: (port, bytes, time) => log?.output(guests[port - firstGuest] ?? `serial${port}`, bytes, time),
      onInput: (input) => {
        recorder?.input(input);
        if (input.kind === 'serial') log?.input(`serial${input.port}`, input.bytes, input.at);
      },
    });
    session.machine.onGuest = ({ guest, kind, line }) => {
      if (kind === 'end' && !EXPECTED_ENDS.test(line)) report(`${guests[guest]}: ${line}`);
    };
    const control = new Control(session, {
      name: claim?.name ?? name ?? 'the machine',
      file: options.file,
      imageOf,
      noInput: options.replay === undefined ? undefined : 'a recording is replayed',
      noLoad: options.record === undefined ? undefined : 'a recording is made',
    });
    commands = commandsOf(session, control);
    const recording = options.replay === undefined ? undefined : readRecording(options.replay, session.machine);
    if (recording) session.replay(recording);
    trace?.attach(session.machine);
    if (options.gdb !== undefined) debug = await attachGdb(session, options.gdb);
    if (options.record !== undefined) recorder = new Recorder(options.record, session.machine, report);
    // From here on somebody may come: a recording has to know of it.
    await networks?.listen();
    if (options.loadState !== undefined) networks?.reset();
    if (claim) server = await serveControl(control, claim.path).catch(without(options));
    started?.(control, session);
    const ending = await session.run();
    trace?.close();
    if (!ending) return 0;
    await server?.close();
    recorder?.close();
    const { code, line } = recording
      ? replayed(session, recording)
      : verdict(ending, session.missing, failedGuests(session.machine));
    debug?.exited(code);
    await consoles.close();
    if (line !== undefined) report(line);
    if (options.saveState !== undefined) {
      saveStateFile(session.machine, options.saveState);
      report(`the state at ${(session.machine.scheduler.stamp / 1e9).toFixed(6)} s is in ${options.saveState}`);
    }
    mmioSummary(session.machine, options.stats ?? false).forEach(report);
    if (options.stats) statistics(session.machine, session.wall).forEach(report);
    return code;
  } finally {
    await server?.close();
    claim?.release();
    await debug?.close();
    trace?.close();
    await consoles?.close();
    close();
  }
}

/** A place for the control socket. That there is none for a machine file is no reason not to run it. */
async function claimControl({ control, file }: RunOptions, name: string | undefined): Promise<Claim | undefined> {
  if (control === 'none' || (control === undefined && (file === undefined || process.platform === 'win32')))
    return undefined;
  const called = machineName(name, file ?? control ?? '');
  try {
    const claim = await claimSocket(called, control);
    if (claim.name !== called && control === undefined)
      report(`a machine called ${called} runs already, this one is ${claim.name}`);
    return claim;
  } catch (error) {
    return without({ control })(error);
  }
}

/** What becomes of an error with the control socket: where nobody has asked for one, a line. */
const without =
  ({ control }: { readonly control?: string | undefined }) =>
  (error: unknown): undefined => {
    const message = userMessage(error);
    if (message === undefined) throw error;
    if (control !== undefined) throw new UserError(`--control: ${message}`);
    report(`${message}; there is no control socket`);
  };

/** A replay's verdict is whether it ended as the recording did. */
function replayed(session: Session, recording: Recording): { code: number; line: string } {
  const { same, line } = compareEnds(session.machine, recording);
  return { code: same ? exitCode.ok : exitCode.failed, line };
}

/** Lets GDB drive the session. @returns what to call at the end: it tells GDB the exit code, and hangs up */
async function attachGdb(
  session: Session,
  port: number,
): Promise<{ exited: (code: number) => void; close: () => Promise<void> }> {
  const stub = createGdbStub(session.machine, {
    onResume: () => session.nudge(),
    onKill: () => session.quit(),
    someoneOutside: () => session.someoneOutside,
    reset: () => session.machine.reset(),
  });
  session.driver = stub;
  const server = await serveGdb(stub, { port, report });
  report(`waiting for GDB on port ${server.port}: target remote :${server.port}`);
  return { exited: (code) => stub.exited(code), close: () => server.close() };
}
