/**
 * Packages by the ordinary apt-get client, for architecture arm64, whatever the host's. It works without root on a state folder
 * of its own and reads the system's sources, keys, preferences and proxies, and changes nothing there.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../cli/user-error.js';
import { paragraphs } from './control.js';
import { listed, newestFirst, type Listed, type PackageSource } from './index-source.js';
import type { Report } from './progress.js';

const OTHERWISE = 'name a Debian mirror with --mirror, or bring packages with pivisor guests import';

const HELPER = '/usr/lib/apt/apt-helper';

/** The system's settings that hold for us too; others (hooks, further indexes, the host's architectures) do not. */
const KEPT =
  /^(?:Acquire::(?!IndexTargets|Languages|GzipIndexes|CompressionTypes|Changelogs)|Dir::Etc::(?!main |parts )|APT::Default-Release )/;

/**
 * Prepares apt in `state` (made if need be) and gets the package lists.
 * @throws UserError where there is no apt
 */
export async function aptSource(state: string, report: Report): Promise<PackageSource> {
  for (const folder of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(state, folder), { recursive: true });
  writeFileSync(join(state, 'status'), '');
  const configuration = join(state, 'apt.conf');
  const settings = (await run('apt-config', ['dump'], {})).out.split('\n').filter((line) => KEPT.test(line));
  writeFileSync(configuration, [...settings, ...ownSettings(state), ''].join('\n'));
  const environment = { APT_CONFIG: configuration };

  report({ event: 'index', source: 'apt' });
  const update = await run('apt-get', ['-q', 'update'], environment);
  // A source that fails need not be the one that matters; and without a network the lists of the last time may do.
  if (update.err !== '') report({ event: 'warning', text: `apt-get update: ${problem(update.err)}` });

  return {
    title: "apt's sources",
    advice:
      update.err === ''
        ? `expected Debian 12's; else ${OTHERWISE}`
        : `apt-get update: ${problem(update.err)}; ${OTHERWISE}`,
    async find(name) {
      const names = (await run('apt-cache', ['pkgnames'], environment)).out
        .split('\n')
        .filter((found) => name.test(found));
      if (names.length === 0) return [];
      const shown = await run('apt-cache', ['show', '--all-versions', ...names], environment);
      // Preferences and pins are apt's business: what it would install comes first, and then the others.
      const candidates = await run('apt-cache', ['show', '--no-all-versions', ...names], environment);
      return unique([...itemsOf(candidates.out), ...itemsOf(shown.out)]);
    },
    async download(item, path, progress) {
      const asked = `${item.package}=${item.version}`;
      // 'apt-get download' begins anew each time; its helper goes on with what is there.
      const uris = await run('apt-get', ['download', '--print-uris', asked], environment);
      const [, uri] = /^'([^']+)'/m.exec(uris.out) ?? [];
      if (uri === undefined) throw new UserError(`apt-get download ${asked}: ${problem(uris.err)}`);
      const watch = setInterval(() => {
        const received = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
        if (received < item.size)
          progress({ event: 'download', package: item.package, version: item.version, received, bytes: item.size });
      }, 200);
      try {
        const { code, err } = await run(HELPER, ['download-file', uri, path, `SHA256:${item.sha256}`], environment);
        if (code !== 0) throw new UserError(`apt: ${item.package}: ${problem(err)}`);
      } finally {
        clearInterval(watch);
      }
    },
  };
}

const itemsOf = (text: string): Listed[] =>
  newestFirst([...paragraphs(text)].map(listed).filter((item) => item !== undefined));

const unique = (items: readonly Listed[]): Listed[] =>
  items.filter((item, at) => items.findIndex((other) => other.sha256 === item.sha256) === at);

function ownSettings(state: string): string[] {
  const settings = {
    'APT::Architecture': 'arm64',
    'APT::Architectures::': 'arm64',
    'APT::Sandbox::User': '',
    'APT::Get::List-Cleanup': 'true',
    'Acquire::Languages': 'none',
    'Acquire::GzipIndexes': 'true',
    'Acquire::Retries': '3',
    'Dir::State': state,
    'Dir::State::lists': join(state, 'lists'),
    'Dir::State::status': join(state, 'status'),
    'Dir::Cache': join(state, 'cache'),
    'Dir::Etc::main': '/dev/null',
    'Dir::Etc::parts': '/dev/null',
  };
  return Object.entries(settings).map(([name, value]) => `${name} "${value}";`);
}

/** The line in which apt says what went wrong: the first error, else the first warning. */
function problem(text: string): string {
  const lines = text.split('\n');
  const line = lines.find((line) => line.startsWith('E: ')) ?? lines.find((line) => line.startsWith('W: '));
  return line?.slice(3).trim() ?? 'it failed without saying why';
}

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function run(program: string, args: readonly string[], environment: Record<string, string>): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { ...process.env, ...environment, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.on('error', (error: Error & { code?: string }) =>
      reject(error.code === 'ENOENT' ? new UserError(`there is no ${program} on this system: ${OTHERWISE}`) : error),
    );
    child.on('close', (code) => resolve({ code: code ?? 1, out, err }));
  });
}
