/**
 * A console without a machine, for terminal.test.ts: what arrives is answered in hexadecimal, `console.ts` being the guest.
 * Every command of the menu is named; `quit` ends it, `reset` throws, `info` calls process.exit.
 */
import type { SerialBackend } from '../../src/host/serial/backend.js';
import { parseEscape } from '../../src/host/serial/escape.js';
import { openSerial } from '../../src/host/serial/open.js';

const send = (text: string): void => port.send(Buffer.from(text));
// Stands for the machine, which keeps Node running.
const running = setInterval(() => {}, 1000);
const ends: Readonly<Record<string, () => void>> = {
  reset() {
    throw new Error('reset thrown');
  },
  info() {
    process.exit(5);
  },
  pause() {
    port.throttle(true);
  },
  statistics() {
    port.throttle(false);
  },
};
const port: SerialBackend = await openSerial(
  { kind: 'stdio' },
  {
    name: 'serial0',
    notice: (line) => process.stderr.write(`${line}\n`),
    escape: parseEscape(process.argv[2] ?? 'ctrl-]'),
    onCommand(command) {
      if (command === 'quit') {
        clearInterval(running);
        void port.close();
        return;
      }
      send(`[${command}]\r\n`);
      ends[command]?.();
    },
  },
);
port.receive = (bytes) => send(`<${Buffer.from(bytes).toString('hex')}>`);
send(`pid ${process.pid} live ${port.live}; ${port.describe()}\r\n`);
