/** `pivisor run` at work: a session with its consoles, its debugger, and what is said at the end. */
import { createGdbStub } from '../machine/gdb/stub.js';
import { serveGdb } from '../host/gdb-server.js';
import { guestsFolder } from '../host/guests/folder.js';
import { launch, type Launch, type LaunchOptions } from '../host/launch.js';
import { launchMachineFile, type MachineLaunch } from '../host/machine-file/load.js';
import { serialPorts } from '../machine/devices.js';
import type { EscapeKey, TerminalCommand } from '../host/serial/escape.js';
import type { SerialSpec } from '../host/serial/spec.js';
import { compareEnds, readRecording, Recorder, type Recording } from '../host/recording.js';
import { checkStateFile, saveStateFile } from '../host/state-file.js';
import { Session } from '../host/session.js';
import { openTrace, type TraceFile } from '../host/trace-file.js';
import { openConsoles, type Consoles } from './consoles.js';
import { exitCode } from './exit-code.js';
import { UserError } from './user-error.js';
import { DEATHS, mmioSummary, statistics, verdict } from './verdict.js';

export interface RunOptions extends LaunchOptions {
  /** A machine file, in the place of the options that say what runs. */
  readonly file?: string;
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

/** What each choice of the console's menu does. */
const commandsOf = (session: Session): Readonly<Record<TerminalCommand, () => void>> => ({
  quit: () => session.quit(),
  reset: () => session.input({ kind: 'reset' }),
  pause() {
    session.pause(!session.isPaused);
    report(session.isPaused ? 'paused' : 'goes on');
  },
  info() {
    const { processor, scheduler, board } = session.machine;
    report(`${board.name}, guest time ${(scheduler.stamp / 1e9).toFixed(3)} s`);
    for (const core of processor.cores) {
      report(`core ${core.index}: ${core.mode}, EL${core.el}, ${core.icount} instructions`);
    }
  },
  statistics: () => statistics(session.machine, session.wall).forEach(report),
  break: () => session.input({ kind: 'break', port: session.consolePort }),
  continued: () => session.restartClock(),
});

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
function launched(options: RunOptions): Launch & Pick<MachineLaunch, 'expect' | 'timeout'> {
  const { file, timeout } = options;
  if (file === undefined)
    return { ...launch({ ...options, offline: options.replay !== undefined }), expect: [], timeout };
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

/** @returns the exit code */
export async function runMachine(options: RunOptions): Promise<number> {
  check(options);
  const { machine, handoff, networks, warnings, close, expect, timeout } = launched(options);
  warnings.forEach(report);
  const guests = (machine.guests ?? []).map(({ name }) => name);
  const firstGuest = serialPorts(machine.board);
  // A replay has all its inputs already.
  const headless = options.headless ?? (options.expect.length > 0 || options.replay !== undefined);
  let trace: TraceFile | undefined;
  let consoles: Consoles | undefined;
  let commands: ReturnType<typeof commandsOf> | undefined;
  let recorder: Recorder | undefined;
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
      onCommand: (command) => commands?.[command](),
      notice: report,
    });
    const { log, serials } = consoles;
    const session: Session = new Session({
      machine,
      handoff,
      serials,
      networks,
      expect: options.expect,
      expectAt: expect.map(({ guest, patterns }) => ({ port: firstGuest + guests.indexOf(guest), patterns })),
      deaths: headless ? DEATHS : [],
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
    commands = commandsOf(session);
    const recording = options.replay === undefined ? undefined : readRecording(options.replay, session.machine);
    if (recording) session.replay(recording);
    trace?.attach(session.machine);
    if (options.gdb !== undefined) debug = await attachGdb(session, options.gdb);
    if (options.record !== undefined) recorder = new Recorder(options.record, session.machine, report);
    // From here on somebody may come: a recording has to know of it.
    await networks?.listen();
    if (options.loadState !== undefined) networks?.reset();
    const ending = await session.run();
    trace?.close();
    if (!ending) return 0;
    recorder?.close();
    const { code, line } = recording ? replayed(session, recording) : verdict(ending, session.missing);
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
    await debug?.close();
    trace?.close();
    await consoles?.close();
    close();
  }
}

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
