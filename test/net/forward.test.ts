/** Forwarded ports in one argument. */
import { describe, expect, test } from 'vitest';
import { parseForward } from '../../src/host/net/forward.js';

describe('parseForward', () => {
  test.each([
    ['tcp:8080:80', { protocol: 'tcp', hostPort: 8080, guestPort: 80 }],
    ['8080:80', { protocol: 'tcp', hostPort: 8080, guestPort: 80 }],
    ['udp:0:69', { protocol: 'udp', hostPort: 0, guestPort: 69 }],
    ['tcp:0.0.0.0:8080:80', { protocol: 'tcp', hostAddress: '0.0.0.0', hostPort: 8080, guestPort: 80 }],
    ['tcp:2222:debian:22', { protocol: 'tcp', hostPort: 2222, guestAddress: 'debian', guestPort: 22 }],
    ['2222:10.0.2.15:22', { protocol: 'tcp', hostPort: 2222, guestAddress: '10.0.2.15', guestPort: 22 }],
    [
      '192.0.2.1:2222:debian:22',
      { protocol: 'tcp', hostAddress: '192.0.2.1', hostPort: 2222, guestAddress: 'debian', guestPort: 22 },
    ],
  ])('%s', (text, forward) => expect(parseForward(text)).toEqual(forward));

  const shape = 'expected [tcp:|udp:][HOST-ADDRESS:]HOST-PORT:[GUEST:]GUEST-PORT, such as tcp:8080:80';
  test.each([
    ['', shape],
    ['80', shape],
    ['tcp', shape],
    ['tcp:80', shape],
    ['8080::80', shape],
    ['1:2:3:4:5', shape],
    ['sctp:80:80', 'expected a port of the host, 0 to 65535'],
    ['-1:80', 'expected a port of the host, 0 to 65535'],
    ['65536:80', 'expected a port of the host, 0 to 65535'],
    ['8080:0', 'expected a port of the guest, 1 to 65535'],
    ['8080:http', 'expected a port of the guest, 1 to 65535'],
    ['8080:0x50', 'expected a port of the guest, 1 to 65535'],
  ])('%j is refused', (text, expected) => expect(() => parseForward(text)).toThrow(`'${text}', ${expected}`));
});
