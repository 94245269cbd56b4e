import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fetchGuests } from '../../src/host/guests/fetch.js';
import type { Progress } from '../../src/host/guests/progress.js';
import { need } from '../support/tools.js';
import { mirror, type Mirror } from './mirror-server.js';
import { guests, OUTPUTS } from './packages.js';

const KERNEL = '6.1.0-9-arm64_1.0-1_arm64.deb';

/** The ordinary apt-get, told by its own means that a small mirror is all of the system's sources. */
describe.skipIf(!need('apt-get', 'apt'))('by apt', () => {
  let folder: string;
  let server: Mirror;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pivisor-apt-'));
    server = await mirror([...guests(), { name: 'kmod' }], 'Packages.gz');
    sources(`deb [trusted=yes] ${server.url} bookworm main`);
    writeFileSync(
      join(folder, 'apt.conf'),
      `Dir::Etc::sourcelist "${join(folder, 'sources.list')}"; Dir::Etc::sourceparts "/dev/null"; Acquire::Retries "0";
       APT::Update::Pre-Invoke { "touch ${join(folder, 'hook')}"; };`,
    );
    process.env['APT_CONFIG'] = join(folder, 'apt.conf');
  });
  afterEach(async () => {
    delete process.env['APT_CONFIG'];
    rmSync(folder, { recursive: true });
    await server.close();
  });

  const sources = (text: string): void => writeFileSync(join(folder, 'sources.list'), `${text}\n`);

  async function get(report?: (event: Progress) => void): Promise<Progress[]> {
    const events: Progress[] = [];
    await fetchGuests({
      folder: join(folder, 'guests'),
      suite: 'bookworm',
      report: (event) => {
        events.push(event);
        report?.(event);
      },
    });
    return events;
  }

  const written = (): string[] =>
    readdirSync(join(folder, 'guests'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, 'guests').length + 1))
      .filter((name) => !name.startsWith('.apt/'))
      .sort();

  test('all guests come, no hook of the system runs, and the second time there is nothing to do', async () => {
    await get();
    expect(written()).toEqual(OUTPUTS);
    expect(readdirSync(folder)).not.toContain('hook');
    const asked = server.requests.filter((path) => path.includes('.deb')).length;
    expect((await get()).at(-1)).toMatchObject({ event: 'done', written: 0 });
    expect(server.requests.filter((path) => path.includes('.deb'))).toHaveLength(asked);
  });

  test('a download that breaks off goes on where it was', async () => {
    server.faults.set(KERNEL, { cutAt: 3000 });
    await get();
    expect(written()).toEqual(OUTPUTS);
    const ranges = server.requests.filter((path) => path.includes(KERNEL)).map((path) => path.split(' from ')[1]);
    expect(ranges).toEqual([undefined, '3000']);
  });

  test('what is not what the list says is refused', async () => {
    server.faults.set('u-boot-rpi_1.0-1_arm64.deb', { bytes: Buffer.from('something else') });
    await expect(get()).rejects.toThrow(/^apt: u-boot-rpi: [^\n]+$/);
    expect(written()).not.toContain('u-boot.bin');
    server.faults.clear();
    await get();
    expect(written()).toEqual(OUTPUTS);
  });

  test('sources without arm64 are an error that says what to do', async () => {
    sources(`deb [trusted=yes arch=amd64] ${server.url} bookworm main`);
    await expect(get()).rejects.toThrow(
      /^apt's sources: no arm64 package linux-image-arm64 for Linux, [^:]*: [^\n]*name a Debian mirror with --mirror, or bring packages with pivisor guests import$/,
    );
  });

  test('a source that fails does not matter where another one has the packages, but is told of', async () => {
    const list = readFileSync(join(folder, 'sources.list'), 'utf8');
    sources(`${list}deb ${server.url}/gone bookworm main`);
    const events = await get();
    expect(events.find(({ event }) => event === 'warning')).toMatchObject({
      text: expect.stringMatching(/gone/) as unknown,
    });
    expect(written()).toEqual(OUTPUTS);
  });
});
