/** A program under the stub: with packets by hand, or with a GDB that connects by TCP. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { serveGdb } from '../../src/host/gdb-server.js';
import { createGdbStub, type GdbStub, type GdbStubOptions } from '../../src/machine/gdb/stub.js';
import { binary, packet, PacketReader, type Item } from '../../src/machine/gdb/packet.js';
import type { ProgramRun } from '../support/run.js';

const SLICE = 200_000;

/** The debugger's side of a connection, without a socket. */
export class Client {
  readonly stub: GdbStub;
  private readonly reader = new PacketReader();
  private readonly items: Item[] = [];

  constructor(
    readonly run: ProgramRun,
    options: GdbStubOptions = {},
  ) {
    this.stub = createGdbStub(run.machine, options);
    this.connect();
  }

  connect(): void {
    this.stub.connect((bytes) => this.items.push(...this.reader.feed(bytes)));
  }

  /** What has come since the last call: payloads, and + and - as they are. */
  take(): string[] {
    return this.items
      .splice(0)
      .map((i) => (i.kind === 'packet' ? i.payload : i.kind === 'ack' ? '+' : i.kind === 'nak' ? '-' : i.kind));
  }

  /** Sends bytes as they are. */
  raw(bytes: Uint8Array | string): string[] {
    this.stub.receive(typeof bytes === 'string' ? binary(bytes) : bytes);
    return this.take();
  }

  /** Sends a packet; returns the reply without the acknowledgement. */
  ask(payload: string): string | undefined {
    this.stub.receive(packet(payload));
    return this.take().find((p) => p !== '+');
  }

  /** Sends a packet that lets the machine go on, and runs it until it stops. @returns the stop reply */
  go(payload: string, limit = 1e8): string | undefined {
    const reply = this.ask(payload);
    if (reply !== undefined) return reply;
    this.runOn(limit);
    return this.take().find((p) => !/^O[0-9a-f]/.test(p));
  }

  /** The run loop, until the debugger halts the machine, the program ends or nothing happens any more. */
  runOn(limit = 1e8): string {
    for (;;) {
      const outcome = this.stub.advance(Math.min(this.run.machine.scheduler.now() + SLICE, limit));
      if (this.run.machine.end) {
        this.stub.exited(0);
        return 'end';
      }
      if (outcome !== 'time' && outcome !== 'stopped') return outcome;
      if (this.run.machine.scheduler.now() >= limit) return 'limit';
    }
  }

  /** `monitor LINE`: what it shows. */
  monitor(line: string): string {
    this.stub.receive(packet(`qRcmd,${Buffer.from(line).toString('hex')}`));
    return this.take()
      .filter((p) => /^O[0-9a-f]/.test(p))
      .map((p) => Buffer.from(p.slice(1), 'hex').toString('latin1'))
      .join('');
  }
}

/** Runs a GDB, which knows the program's symbols, against it until GDB is done. @returns what GDB printed */
export async function withGdb(run: ProgramRun, script: string, options: GdbStubOptions = {}): Promise<string> {
  let wake = (): void => undefined;
  let over = false;
  const stub = createGdbStub(run.machine, {
    ...options,
    onResume: () => wake(),
    onKill: () => {
      over = true;
      wake();
    },
  });
  const server = await serveGdb(stub, { port: 0 });
  const folder = mkdtempSync(join(tmpdir(), 'pivisor-gdb-'));
  try {
    const file = join(folder, 'script.gdb');
    writeFileSync(file, `set pagination off\nset confirm off\ntarget remote 127.0.0.1:${server.port}\n${script}\n`);
    writeFileSync(join(folder, 'program.elf'), run.assembly.elf());
    const output = new Promise<string>((resolve, reject) => {
      execFile(
        'gdb-multiarch',
        ['-nx', '-batch', '-x', file, join(folder, 'program.elf')],
        { timeout: 60_000, maxBuffer: 1 << 24 },
        (error, stdout, stderr) => {
          over = true;
          wake();
          if (error && error.killed) reject(new Error(`GDB took too long: ${stdout}${stderr}`));
          else resolve(stdout + stderr);
        },
      );
    });
    const loop = async (): Promise<void> => {
      while (!over) {
        if (stub.halted) {
          await new Promise<void>((resolve) => (wake = resolve));
          continue;
        }
        stub.advance(run.machine.scheduler.now() + SLICE);
        if (run.machine.end) {
          stub.exited(0);
          return;
        }
        await turn();
      }
    };
    const [text] = await Promise.all([output, loop()]);
    return text;
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
}
