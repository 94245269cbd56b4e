import type { SerialBackend, SerialOptions } from './backend.js';
import { openFile, openNull } from './file.js';
import type { SerialSpec } from './spec.js';

/**
 * Connects a serial port. What brings in much is loaded only where it is used.
 * @throws UserError, or a system call's error with its path or address: both are one line for the user
 */
export async function openSerial(spec: SerialSpec, options: SerialOptions): Promise<SerialBackend> {
  switch (spec.kind) {
    case 'null':
      return openNull(options);
    case 'file':
      return openFile(spec.path, options);
    case 'stdio':
      return (await import('./terminal.js')).openTerminal(options);
    case 'tcp':
      return (await import('./tcp.js')).openTcp(spec.host, spec.port, options);
    case 'pty':
      return (await import('./pty.js')).openPty(options);
  }
}
