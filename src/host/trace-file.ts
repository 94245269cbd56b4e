/** Where a trace goes: a file or standard error, as text or as JSON lines; and the symbols that it is written with. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { printable, UserError } from '../cli/user-error.js';
import { ElfError, isElf, readElf } from '../aarch64/elf.js';
import type { Machine } from '../machine/machine.js';
import type { TraceEvent } from '../machine/trace/events.js';
import { collapsing } from '../machine/trace/collapse.js';
import { parseKinds, TraceError } from '../machine/trace/kinds.js';
import { elfSymbols, mapSymbols, SymbolTable, type Symbol } from '../machine/trace/symbols.js';
import { jsonLine, textLine } from '../machine/trace/text.js';
import { traceMachine } from '../machine/trace/tracer.js';
import { readBytes, unpack } from './files.js';
import { readProgram } from './program.js';

export interface TraceFileOptions {
  /** What to trace: `exceptions,mmio:UART0,irq`. */
  readonly trace: string;
  /** Standard error if not given. A name that ends in .jsonl: JSON lines. */
  readonly traceFile?: string | undefined;
  /** Files of symbols, each with an offset if wanted: `vmlinux`, `System.map@0x10000`, `u-boot@-0x80000`. */
  readonly symbols?: readonly string[] | undefined;
  /** The program, if it is a file of its own: its symbols are known without being asked for. */
  readonly kernel?: string | undefined;
}

export interface TraceFile {
  /** Traces a machine from now on. @throws UserError for a device that it does not have */
  attach(machine: Machine): void;
  /** Writes what is left. To be called at the end; the process's own end does it as well. */
  close(): void;
}

/** Written in pieces of this size, and at the latest after so many ms. */
const CHUNK = 1 << 16;
const LATEST = 100;
const STDERR = 2;

/** A file's name, and how far its symbols are moved. */
function withOffset(text: string): { file: string; offset: bigint } {
  const m = /^(.+)@(-?)(0x[0-9a-f]{1,16}|\d{1,19})$/i.exec(text);
  if (!m) {
    const at = /@-?(0x|\d)[^/\\]*$/i.exec(text);
    if (at) throw new UserError(`--symbols: '${at[0]}', expected an offset such as @0x10000 or @-0x80000`);
    return { file: text, offset: 0n };
  }
  const offset = BigInt(m[3]);
  return { file: m[1], offset: m[2] === '-' ? -offset : offset };
}

function readSymbols(text: string): Symbol[] {
  const { file, offset } = withOffset(text);
  const bytes = unpack(file, readBytes(file));
  try {
    if (!isElf(bytes)) return mapSymbols(new TextDecoder().decode(bytes), offset);
    const symbols = elfSymbols(readElf(bytes), offset);
    if (symbols.length === 0) throw new TraceError('no symbols in it, expected an ELF file that was not stripped');
    return symbols;
  } catch (error) {
    if (error instanceof TraceError || error instanceof ElfError)
      throw new UserError(`${file}: ${printable(error.message)}`);
    throw error;
  }
}

/** The program's own symbols, if it is an ELF file with some; whether it is a sound one is for others to say. */
function ownSymbols(kernel: string | undefined, base: number): Symbol[] {
  if (kernel === undefined) return [];
  const bytes = readProgram(kernel, base);
  try {
    return isElf(bytes) ? elfSymbols(readElf(bytes)) : [];
  } catch (error) {
    if (error instanceof ElfError) return [];
    throw error;
  }
}

/** What a user got wrong in the option itself. */
function asUserError<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof TraceError) throw new UserError(`--trace: ${error.message}`);
    throw error;
  }
}

/** Writes all of a text at once, so that nothing piles up here; a pipe that is full is waited for. */
function writeAll(fd: number, text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

/**
 * Reads the symbols and opens the file.
 * @throws UserError, or a system call's error with its path
 */
export function openTrace({ trace, traceFile, symbols = [], kernel }: TraceFileOptions): TraceFile {
  const kinds = asUserError(() => parseKinds(trace));
  const given = symbols.flatMap(readSymbols);
  const fd = traceFile === undefined ? STDERR : openSync(traceFile, 'w');
  const colour = fd === STDERR && isatty(STDERR) && (process.env.NO_COLOR ?? '') === '';
  const lines = (table: SymbolTable): ((event: TraceEvent) => string) =>
    traceFile?.endsWith('.jsonl') === true ? jsonLine(table) : textLine(table, colour);
  let line = lines(new SymbolTable(given));

  let text = '';
  let broken = false;
  let open = true;
  const write = (): void => {
    const now = text;
    text = '';
    if (now === '' || broken) return;
    try {
      writeAll(fd, now);
    } catch (error) {
      // The run goes on without its trace: a reader that has seen enough (head) is no mistake, a full disk is worth a line.
      broken = true;
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EPIPE')
        process.stderr.write(`pivisor: ${traceFile ?? 'trace'}: ${code ?? String(error)}, trace ends\n`);
    }
  };
  const { sink, flush } = collapsing((event) => {
    text += line(event) + '\n';
    if (text.length >= CHUNK) write();
  });
  const timer = setInterval(write, LATEST);
  timer.unref();
  let end = (): void => undefined;
  const close = (): void => {
    if (!open) return;
    open = false;
    process.off('exit', close);
    clearInterval(timer);
    end();
    flush();
    write();
    if (fd !== STDERR) closeSync(fd);
  };
  process.once('exit', close);
  return {
    attach(machine) {
      line = lines(new SymbolTable([...given, ...ownSymbols(kernel, machine.board.load)]));
      end = asUserError(() => traceMachine(machine, kinds, sink));
    },
    close,
  };
}
