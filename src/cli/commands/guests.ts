import { Command, Option } from 'commander';
import { EXTRAS, type Extra } from '../../host/guests/extras.js';
import type { Progress, Report } from '../../host/guests/progress.js';

interface FetchOptions {
  readonly with?: readonly Extra[];
  readonly mirror?: string;
  readonly suite: string;
  readonly lock?: string;
  readonly json?: true;
}

const megabytes = (bytes: number): string =>
  bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

/** What a person is told; undefined for what is of no interest on its own. */
export function line(progress: Progress): string | undefined {
  switch (progress.event) {
    case 'index':
      return `reading the package lists (${progress.source})`;
    case 'warning':
      return progress.text;
    case 'waiting':
      return `waiting for process ${progress.process}, which is at work on this folder`;
    case 'packages':
      return progress.packages === 0
        ? 'all packages are there and current'
        : `${progress.packages} packages to get, ${megabytes(progress.bytes)}`;
    case 'download': {
      const { received, bytes } = progress;
      const part = received < bytes ? `${megabytes(received)} of ` : '';
      const percent = received < bytes ? `, ${Math.floor((received / bytes) * 100)} %` : '';
      return `  ${progress.package} ${progress.version}: ${part}${megabytes(bytes)}${percent}`;
    }
    case 'retry':
      return `  ${progress.package}: ${progress.why}, trying again`;
    case 'unpack':
      return `unpacking ${progress.package} ${progress.version}`;
    case 'file':
      return `  ${progress.file}, ${megabytes(progress.bytes)}`;
    case 'skip':
      return `${progress.file}: ${progress.why}`;
    case 'done':
      return progress.written === 0 ? `nothing to change in ${progress.folder}` : `guests are in ${progress.folder}`;
  }
}

/** One JSON object a line; or lines for people, of which a download's overwrites itself on a terminal. */
function reporter(json: boolean): Report {
  if (json) return (progress) => void process.stdout.write(`${JSON.stringify(progress)}\n`);
  let open = false;
  return (progress) => {
    const text = line(progress);
    if (text === undefined) return;
    const unfinished = progress.event === 'download' && progress.received < progress.bytes;
    if (unfinished && !process.stdout.isTTY) return;
    process.stdout.write(`${open ? '\r\x1b[K' : ''}${text}${unfinished ? '' : '\n'}`);
    open = unfinished;
  };
}

async function fetchAction(options: FetchOptions): Promise<void> {
  const [{ fetchGuests }, { guestsFolder }, { checkLock, readLock }] = await Promise.all([
    import('../../host/guests/fetch.js'),
    import('../../host/guests/folder.js'),
    import('../../host/guests/lock.js'),
  ]);
  const folder = guestsFolder();
  await fetchGuests({
    folder,
    suite: options.suite,
    report: reporter(options.json ?? false),
    extras: options.with ?? [],
    ...(options.mirror === undefined ? {} : { mirror: options.mirror }),
    ...(options.lock === undefined ? {} : { lock: readLock(options.lock) }),
  });
  if (options.lock === undefined) return;
  for (const problem of checkLock(options.lock, folder)) {
    process.stderr.write(`pivisor: ${options.lock}: ${problem}\n`);
    process.exitCode = 1;
  }
}

async function importAction(paths: readonly string[], options: { json?: true }): Promise<void> {
  const [{ importGuests }, { guestsFolder }] = await Promise.all([
    import('../../host/guests/fetch.js'),
    import('../../host/guests/folder.js'),
  ]);
  await importGuests(guestsFolder(), paths, reporter(options.json ?? false));
}

async function lockAction(options: { output?: string; check?: string }): Promise<void> {
  const [{ guestsFolder, LOCK }, { checkLock, makeLock, writeLock }] = await Promise.all([
    import('../../host/guests/folder.js'),
    import('../../host/guests/lock.js'),
  ]);
  const folder = guestsFolder();
  if (options.check !== undefined) {
    for (const problem of checkLock(options.check, folder)) {
      process.stderr.write(`pivisor: ${options.check}: ${problem}\n`);
      process.exitCode = 1;
    }
    return;
  }
  const output = options.output ?? `${folder}/${LOCK}`;
  writeLock(output, makeLock(folder));
  process.stdout.write(`${output}\n`);
}

async function pathAction(): Promise<void> {
  const { guestsFolder, readManifest } = await import('../../host/guests/folder.js');
  const folder = guestsFolder();
  process.stdout.write(`${folder}\n`);
  if (readManifest(folder).packages.length === 0)
    process.stderr.write(`pivisor: there are no guests in ${folder} yet: pivisor guests fetch gets them\n`);
}

const fetchCommand = (): Command =>
  new Command('fetch')
    .description("get Debian 12's Linux, Xen, U-Boot, TF-A and busybox for arm64, and make an initramfs")
    .addOption(
      new Option('--with <extras...>', 'kvm: QEMU for arm64, to start guests by KVM in the guest').choices(EXTRAS),
    )
    .option('--mirror <url>', 'a Debian mirror to get them from, in place of apt')
    .option('--suite <name>', "the mirror's suite", 'bookworm')
    .option('--lock <file>', 'only the packages that a lock file names')
    .option('--json', 'tell what happens as JSON, an object a line')
    .action(fetchAction);

const importCommand = (): Command =>
  new Command('import')
    .description('take the guests out of .deb files that are here already')
    .argument('<path...>', '.deb files for arm64, or folders with such files')
    .option('--json', 'tell what happens as JSON, an object a line')
    .action(importAction);

const lockCommand = (): Command =>
  new Command('lock')
    .description('write down versions and SHA-256 of packages and files')
    .option('--output <file>', "where to (default: guests.lock.json in the guests' folder)")
    .option('--check <file>', 'compare with a lock file instead; exit code 1 if something differs')
    .action(lockAction);

const pathCommand = (): Command =>
  new Command('path').description('print the folder that the guests are in').action(pathAction);

/** `pivisor guests`: real software to try. */
export const guests = (): Command =>
  new Command('guests')
    .description('Linux, Xen, U-Boot and TF-A to try')
    .addCommand(fetchCommand())
    .addCommand(importCommand())
    .addCommand(lockCommand())
    .addCommand(pathCommand())
    .addHelpText(
      'after',
      `
PIVISOR_GUESTS names another folder than the default, which is pivisor/guests in the user's cache folder.

Examples:
  pivisor guests fetch
  pivisor guests fetch --with kvm
  pivisor guests import ~/Downloads
  pivisor run --kernel $(pivisor guests path)/Image --initrd $(pivisor guests path)/initrd.cpio.gz`,
    );
