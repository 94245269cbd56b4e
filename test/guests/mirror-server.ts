/** A small Debian mirror on the loopback interface, with the faults that mirrors and networks have. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { deb, sha256, xz, type Made } from './packages.js';

export interface Mirror {
  readonly url: string;
  /** Requests so far: path, and the range if one was asked for. */
  readonly requests: string[];
  /** Faults, by the end of a path; read anew at each request. */
  readonly faults: Map<string, Fault>;
  close(): Promise<void>;
}

/** What happens to a file: cut off after so many bytes (once), other bytes, a status, or no ranges. */
export type Fault =
  { readonly cutAt: number } | { readonly bytes: Uint8Array } | { readonly status: number } | 'no ranges';

const LAST_MODIFIED = 'Tue, 04 Nov 2025 16:52:00 GMT';

export async function mirror(
  packages: readonly Made[],
  list: 'Packages.xz' | 'Packages.gz' | 'Packages' = 'Packages.xz',
): Promise<Mirror> {
  const files = new Map<string, Uint8Array>();
  const stanzas: string[] = [];
  for (const made of packages) {
    const { name, version = '1.0-1', architecture = 'arm64', depends } = made;
    const bytes = await deb(made);
    const filename = `pool/main/${name[0]}/${name}_${version.replace(/^\d+:/, '')}_${architecture}.deb`;
    files.set(`/debian/${filename}`, bytes);
    stanzas.push(
      `Package: ${name}\nVersion: ${version}\nArchitecture: ${architecture}\n${depends === undefined ? '' : `Depends: kmod, ${depends}\n`}` +
        `Description: made up\nFilename: ${filename}\nSize: ${bytes.length}\nSHA256: ${sha256(bytes)}\n`,
    );
  }
  const text = Buffer.from(stanzas.join('\n'));
  const packed = { 'Packages.xz': xz, 'Packages.gz': gzipSync, Packages: (bytes: Uint8Array) => bytes }[list](text);
  files.set(`/debian/dists/bookworm/main/binary-arm64/${list}`, packed);

  const requests: string[] = [];
  const faults = new Map<string, Fault>();
  const server: Server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    const [, start] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
    requests.push(start === undefined ? path : `${path} from ${start}`);
    const [name, fault] = [...faults].find(([end]) => path.endsWith(end)) ?? [];
    if (typeof fault === 'object' && 'status' in fault) return response.writeHead(fault.status).end();
    const bytes = typeof fault === 'object' && 'bytes' in fault ? fault.bytes : files.get(path);
    if (!bytes) return response.writeHead(404).end();
    const stale = ![undefined, LAST_MODIFIED].includes(request.headers['if-range']?.toString());
    const from = start === undefined || stale || fault === 'no ranges' ? 0 : Number(start);
    response.writeHead(from > 0 ? 206 : 200, {
      'Content-Length': bytes.length - from,
      'Last-Modified': LAST_MODIFIED,
      ...(from > 0 ? { 'Content-Range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {}),
    });
    if (typeof fault === 'object' && 'cutAt' in fault) {
      faults.delete(name!);
      return response.write(bytes.subarray(from, fault.cutAt), () => setTimeout(() => response.destroy(), 50));
    }
    return response.end(bytes.subarray(from));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/debian`,
    requests,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
