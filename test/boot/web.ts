/** What boots on a network have in common: an address by DHCP, a page to fetch from the host, a visit from there. */
import { createHash } from 'node:crypto';
import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from 'vitest';
import type { Session } from '../../src/host/session.js';

export const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Debian's init has a script for udhcpc, which says what came of it: `DHCP: eth0 has ADDRESS, its name is NAME`. */
export const configure = (nic: string): string =>
  `ip link set ${nic} up; udhcpc -i ${nic} -n -q -f; mkdir -p /etc /www`;

export interface PageServer {
  /** As guests reach it, by the gateway. */
  readonly url: string;
  close(): void;
}

/** Serves a page on the host's loopback while the tests of a suite run. */
export function pageServer(page: Uint8Array): PageServer {
  let server: Server | undefined;
  beforeAll(async () => {
    const own = createServer((_request, response) => response.end(page));
    await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
    server = own;
  });
  const close = (): void => void server?.close();
  afterAll(close);
  return {
    get url() {
      return `http://10.0.2.1:${(server?.address() as AddressInfo).port}/`;
    },
    close,
  };
}

/** Fetches /blob from a forwarded port while the machine runs, and ends the run. @returns its SHA-256 */
export async function visit(session: Session, port: number): Promise<string> {
  let hash = '';
  get(`http://127.0.0.1:${port}/blob`, (response) => {
    const found = createHash('sha256');
    response.on('data', (part: Buffer) => found.update(part));
    response.on('close', () => {
      hash = found.digest('hex');
      session.quit();
    });
  });
  await session.run();
  return hash;
}
