/** Packages from a Debian mirror that the user names, by HTTP, for hosts without apt or with another system's packages. */
import { createWriteStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import xz from 'xz-decompress';
import { UserError } from '../../cli/user-error.js';
import { paragraphs } from './control.js';
import { listed, newestFirst, type Listed, type PackageSource } from './index-source.js';
import type { Report } from './progress.js';

/** How often a download that breaks off is taken up again before giving up. */
const RETRIES = 3;

/**
 * Reads the mirror's list of packages of a suite, component main, architecture arm64.
 * @throws UserError if the address is none, or what is there is no mirror
 */
export async function mirrorSource(address: string, suite: string, report: Report): Promise<PackageSource> {
  const base = parse(address);
  if (!/^[\w.-]+(?:\/[\w.-]+)*$/.test(suite) || suite.split('/').includes('..'))
    throw new UserError(`--suite: expected a name such as bookworm, not '${suite}'`);
  report({ event: 'index', source: `${base.host} ${suite}` });
  const folder = `dists/${suite}/main/binary-arm64/`;
  const all: Listed[] = [];
  for (const paragraph of paragraphs(await packageList(base, folder))) {
    const item = listed(paragraph);
    if (item) all.push(item);
  }
  if (all.length === 0)
    throw new UserError(`${new URL(folder, base)}Packages: no arm64 packages in it, expected Debian's list`);
  return {
    title: address,
    advice: `expected it in main of ${suite}; --suite names another one`,
    find: async (name) => newestFirst(all.filter((item) => name.test(item.package))),
    download: (item, path, progress) => download(new URL(item.filename, base), item, path, progress),
  };
}

function parse(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new UserError(`--mirror: expected an http or https address, not '${address}'`);
  return url.href.endsWith('/') ? url : new URL(`${url.href}/`);
}

/** The list, packed as it may be; xz is what all mirrors have. */
async function packageList(base: URL, folder: string): Promise<string> {
  for (const [name, unpack] of [
    ['Packages.xz', unxz],
    ['Packages.gz', async (bytes: Uint8Array) => gunzipSync(bytes)],
    ['Packages', async (bytes: Uint8Array) => bytes],
  ] as const) {
    const url = new URL(`${folder}${name}`, base);
    const response = await fetch(url).catch((error: unknown) => {
      throw new UserError(`${url}: ${cause(error)}`);
    });
    if (response.status === 404) {
      await response.body?.cancel();
      continue;
    }
    if (!response.ok) throw new UserError(`${url}: ${response.status} ${response.statusText}`);
    try {
      return new TextDecoder().decode(await unpack(new Uint8Array(await response.arrayBuffer())));
    } catch (error) {
      throw new UserError(`${url}: damaged or cut off: ${cause(error)}`);
    }
  }
  throw new UserError(
    `${new URL(folder, base)}: no Packages.xz and no Packages.gz there, expected a Debian mirror with this suite`,
  );
}

async function unxz(bytes: Uint8Array): Promise<Uint8Array> {
  const packed = Readable.toWeb(Readable.from([bytes])) as ReadableStream<Uint8Array>;
  return new Uint8Array(await new Response(new xz.XzReadableStream(packed)).arrayBuffer());
}

/** Gets what is missing of a file. A server that does not know ranges sends it from the start. */
async function download(url: URL, item: Listed, path: string, report: Report): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const have = sizeOf(path);
    if (have === item.size) return;
    const from = have > item.size ? 0 : have;
    try {
      const response = await fetch(url, from > 0 ? { headers: { Range: `bytes=${from}-` } } : {});
      if (!response.ok || !response.body) throw new UserError(`${url}: ${response.status} ${response.statusText}`);
      let received = response.status === 206 ? from : 0;
      let told = 0;
      const count = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
        for await (const chunk of chunks) {
          received += chunk.length;
          if (received > item.size) throw new UserError(`${url}: more than the ${item.size} bytes that the list says`);
          if (received < item.size && Date.now() >= told + 200) {
            told = Date.now();
            report({ event: 'download', package: item.package, version: item.version, received, bytes: item.size });
          }
          yield chunk;
        }
      };
      const chunks = response.body as unknown as AsyncIterable<Uint8Array>;
      await pipeline(count(chunks), createWriteStream(path, { flags: response.status === 206 ? 'a' : 'w' }));
      if (received === item.size) return;
      throw new Error('the connection ended too early');
    } catch (error) {
      if (error instanceof UserError) throw error;
      if (attempt === RETRIES) throw new UserError(`${url}: ${cause(error)}`);
      report({ event: 'retry', package: item.package, why: cause(error) });
      await setTimeout(500 * attempt);
    }
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** fetch() hides what happened behind "fetch failed". */
function cause(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return inner instanceof Error ? inner.message || String((inner as { code?: unknown }).code) : String(inner);
}
