/** The host's own Linux as a guest: its network stack in a namespace of its own, on a TAP interface that is plugged into a switch. */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../src/aarch64/bus.js';
import { macText } from '../../src/devices/net/frame.js';
import type { NetBackend, NetOffload, NetPort } from '../../src/devices/virtio/net-backend.js';
import { put48 } from '../../src/devices/net/frame.js';

const TAP = join(fileURLToPath(new URL('.', import.meta.url)), 'tap.pl');
const HEADER = 10;
/** TUNSETOFFLOAD. */
export const OFFLOAD = { NONE: 0, CSUM: 1, CSUM_TSO: 3 } as const;

/** Guest time that is the host's. */
export function wallClock(): Clock & { stop(): void } {
  const start = performance.now();
  const timers = new Map<number, NodeJS.Timeout>();
  let handles = 0;
  const now = (): number => Math.floor((performance.now() - start) * 1e6);
  return {
    now,
    rank: () => 0,
    schedule(at, fire) {
      const handle = ++handles;
      timers.set(
        handle,
        setTimeout(
          () => {
            timers.delete(handle);
            fire();
          },
          Math.max(0, Math.ceil((at - now()) / 1e6)),
        ),
      );
      return handle;
    },
    cancel(handle) {
      clearTimeout(timers.get(handle));
      timers.delete(handle);
    },
    stop: () => timers.forEach((timer) => clearTimeout(timer)),
  };
}

/** Whether a user may have a network namespace with a TAP interface here. */
export function mayHaveTap(): boolean {
  const tried = spawnSync('unshare', ['-rn', 'perl', TAP, '52:54:00:00:00:01', '0', ''], {
    input: '',
    timeout: 10_000,
  });
  return tried.status === 0;
}

/**
 * Runs a shell script in the guest, which has the interface tap0, as root of its namespace.
 * @param said hears all that it has printed so far
 * @returns what it has printed, and its exit code
 */
export function linuxGuest(
  backend: NetBackend,
  mac: number,
  script: string,
  offload: number = OFFLOAD.CSUM_TSO,
  said: (output: string) => void = () => {},
): Promise<{ code: number; output: string }> {
  const bytes = new Uint8Array(6);
  put48(bytes, 0, mac);
  const child = spawn('unshare', ['-rn', 'perl', TAP, macText(mac), String(offload), script]);
  const nic: NetPort = {
    mac: bytes,
    linkUp: true,
    setLink() {},
    resume() {},
    receive(frame, asked) {
      // What the kernel has not been told to take could be seen as a frame of 64 KB: this end always takes it.
      const message = Buffer.alloc(4 + HEADER + frame.length);
      message.writeUInt32BE(HEADER + frame.length);
      message.writeUInt8(asked.flags, 4);
      message.writeUInt8(asked.gsoType, 5);
      message.writeUInt16LE(asked.hdrLen, 6);
      message.writeUInt16LE(asked.gsoSize, 8);
      message.writeUInt16LE(asked.csumStart, 10);
      message.writeUInt16LE(asked.csumOffset, 12);
      message.set(frame, 4 + HEADER);
      child.stdin.write(message);
      return true;
    },
  };
  backend.connect(nic);
  let waiting: Buffer = Buffer.alloc(0);
  child.stdin.on('error', () => {});
  child.stdout.on('data', (chunk: Buffer) => {
    waiting = waiting.length > 0 ? Buffer.concat([waiting, chunk]) : chunk;
    let at = 0;
    while (waiting.length - at >= 4) {
      const length = waiting.readUInt32BE(at);
      if (waiting.length - at < 4 + length) break;
      const header = waiting.subarray(at + 4, at + 4 + HEADER);
      const asked: NetOffload = {
        flags: header[0],
        gsoType: header[1],
        hdrLen: header.readUInt16LE(2),
        gsoSize: header.readUInt16LE(4),
        csumStart: header.readUInt16LE(6),
        csumOffset: header.readUInt16LE(8),
      };
      const frame = new Uint8Array(waiting.subarray(at + 4 + HEADER, at + 4 + length));
      backend.send(frame, asked);
      at += 4 + length;
    }
    waiting = waiting.subarray(at);
  });
  return new Promise((resolve, reject) => {
    let output = '';
    child.stderr.on('data', (text: Buffer) => said((output += text.toString())));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, output }));
  });
}
