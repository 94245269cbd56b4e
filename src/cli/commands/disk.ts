import { Command, InvalidArgumentError, Option } from 'commander';
import type { BaseState, Checked, LayerInfo, Report } from '../../host/disks/operations.js';
import { parseSize, showSize } from '../size.js';
import { columns } from '../table.js';
import { UserError } from '../user-error.js';

type Operations = typeof import('../../host/disks/operations.js');

async function load(): Promise<{ ops: Operations; store: import('../../host/disks/store.js').DiskStore }> {
  const [ops, { DiskStore }] = await Promise.all([
    import('../../host/disks/operations.js'),
    import('../../host/disks/store.js'),
  ]);
  return { ops, store: new DiskStore() };
}

const out = (text: string): void => void process.stdout.write(`${text}\n`);
const asJson = (value: unknown): void => out(JSON.stringify(value, undefined, 2));

/** On a terminal long work shows how far it is, in one line on the standard error, which goes again. */
function reporter(): { report: Report; done: () => void } {
  let shown = '';
  const show = (text: string): void => {
    if (!process.stderr.isTTY || text === shown) return;
    process.stderr.write(`\r\x1b[K${text}`);
    shown = text;
  };
  return {
    report: (what) => (done, all) => show(`${what}: ${all === 0 ? 100 : Math.floor((done / all) * 100)} %`),
    done: () => show(''),
  };
}

function withProgress<T>(work: (report: Report) => T): T {
  const { report, done } = reporter();
  try {
    return work(report);
  } finally {
    done();
  }
}

function size(text: string): number {
  try {
    const bytes = parseSize(text);
    if (bytes % 512 === 0) return bytes;
  } catch (error) {
    if (error instanceof UserError) throw new InvalidArgumentError(`${error.message}.`);
    throw error;
  }
  throw new InvalidArgumentError(`'${text}': expected a multiple of 512 bytes.`);
}

function powerOfTwo(what: string, least: number, most: number, parse: (text: string) => number) {
  return (text: string): number => {
    const power = Math.log2(parse(text));
    if (!Number.isInteger(power) || power < least || power > most)
      throw new InvalidArgumentError(`Expected a power of two from ${what}.`);
    return power;
  };
}

const clusterSize = powerOfTwo('512 to 2M', 9, 21, size);
const refcountBits = powerOfTwo('1 to 64', 0, 6, Number);

const short = (sha256: string): string => sha256.slice(0, 12);
const plural = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

interface CreateOptions {
  readonly base?: string;
  readonly backing?: string;
  readonly format: 'raw' | 'qcow2';
  readonly clusterSize?: number;
  readonly refcountBits?: number;
  readonly force?: true;
  readonly json?: true;
}

async function create(path: string, bytes: number | undefined, options: CreateOptions): Promise<void> {
  const { ops, store } = await load();
  const { clusterSize: clusterBits, refcountBits: refcountOrder, ...others } = options;
  const made = withProgress((report) =>
    ops.createDisk(path, { ...others, size: bytes, clusterBits, refcountOrder }, store, report),
  );
  if (options.json) return asJson(made);
  const over = made.base === undefined ? made.backing : `base ${short(made.base)}`;
  out(`${path}: ${made.format}, ${showSize(made.size)}${over === undefined ? '' : `, over ${over}`}`);
}

const shares = ({ unique, shared }: LayerInfo): string => `${showSize(unique)} of its own, ${showSize(shared)} shared`;

const described = (layer: LayerInfo): string =>
  `${layer.format}, ${showSize(layer.size)}, ${showSize(layer.onDisk)} on disk; ${shares(layer)}`;

async function info(path: string, options: { json?: true }): Promise<void> {
  const { ops, store } = await load();
  const layers = ops.diskInfo(path, store);
  if (options.json) return asJson(layers);
  const [{ format, size, onDisk, unique, shared, qcow2, base }] = layers;
  const rows = [
    ['format', qcow2 ? `qcow2 version ${qcow2.version}` : format],
    ['size', `${showSize(size)} (${size} bytes)`],
    ['on disk', showSize(onDisk)],
    ['of its own', showSize(unique)],
    ...(layers.length > 1 ? [['shared', showSize(shared)]] : []),
    ...(qcow2
      ? [['clusters', `${showSize(qcow2.clusterBytes)}, refcounts of ${plural(qcow2.refcountBits, 'bit')}`]]
      : []),
    ...(base ? [['base', `${base.sha256}${base.name === '' ? '' : ` (${base.name})`}`]] : []),
    ...layers
      .slice(1)
      .map((layer, i) => [i === 0 ? 'over' : '', `${layer.path}${layer.base ? ` (base ${layer.base.name})` : ''}`]),
    ...(qcow2?.snapshots ?? []).map(({ id, name, taken }, i) => [
      i === 0 ? 'snapshots' : '',
      `${id} ${name}, ${new Date(taken * 1000).toISOString()}`,
    ]),
  ];
  out(path);
  out(columns(rows.map(([name, value]) => [`  ${name}`, value])));
}

async function ls(options: { json?: true }): Promise<void> {
  const { ops, store } = await load();
  const bases = ops.listBases(store);
  if (options.json) return asJson(bases);
  if (bases.length === 0) return out(`no bases in ${store.folder}: pivisor disk create NEW --base IMAGE makes one`);
  const rows = bases.map((b) => [
    b.name,
    short(b.sha256),
    showSize(b.size),
    showSize(b.onDisk),
    String(b.layers.length),
  ]);
  out(columns([['NAME', 'SHA-256', 'SIZE', 'ON DISK', 'LAYERS'], ...rows]));
}

/** A base and what lies over it, each line with its branch. */
function treeOf(base: BaseState, bases: readonly BaseState[]): string[] {
  const parts = [
    ...bases.filter(({ over }) => over === base.sha256).map((other) => treeOf(other, bases)),
    ...base.layers.map(({ path, info: layer, problem }) => [
      layer ? `${path}: ${shares(layer)}` : `${path} (${problem})`,
    ]),
  ];
  return [
    `${base.name === '' ? 'base' : base.name} ${short(base.sha256)}: ${showSize(base.size)}; ${shares(base)}`,
    ...parts.flatMap((lines, i) => {
      const last = i === parts.length - 1;
      return lines.map((line, k) => (k === 0 ? (last ? '└── ' : '├── ') : last ? '    ' : '│   ') + line);
    }),
  ];
}

async function tree(path: string | undefined, options: { json?: true }): Promise<void> {
  const { ops, store } = await load();
  if (path === undefined) {
    const bases = ops.listBases(store);
    if (options.json) return asJson(bases);
    if (bases.length === 0) return out(`no bases in ${store.folder}`);
    const roots = bases.filter(({ over }) => over === undefined);
    return out(roots.flatMap((base) => treeOf(base, bases)).join('\n'));
  }
  const layers = ops.diskInfo(path, store);
  if (options.json) return asJson(layers);
  // From the bottom up, as the layers lie over each other.
  layers
    .toReversed()
    .forEach((layer, i) => out(`${i === 0 ? '' : `${'    '.repeat(i - 1)}└── `}${layer.path}: ${described(layer)}`));
}

async function commit(path: string, options: { name?: string; json?: true }): Promise<void> {
  const { ops, store } = await load();
  const made = withProgress((report) => ops.commitDisk(path, options.name, store, report));
  if (options.json) return asJson(made);
  out(`${path}: its contents are base ${short(made.base!)} now, and it is an empty layer over it`);
}

async function diff(first: string, second: string | undefined, options: { json?: true }): Promise<void> {
  const { ops } = await load();
  const found = withProgress((report) => ops.diffDisks(first, second, report));
  process.exitCode = found.bytes === 0 ? 0 : 1;
  if (options.json) return asJson(found);
  for (const [from, to] of found.ranges) out(`sector ${from / 512}: ${plural((to - from) / 512, 'sector')}`);
  out(
    found.bytes === 0
      ? `${found.first} and ${found.second} hold the same`
      : `${showSize(found.bytes)} differ between ${found.first} and ${found.second}`,
  );
}

interface ConvertOptions {
  readonly format?: 'raw' | 'qcow2';
  readonly clusterSize?: number;
  readonly force?: true;
  readonly json?: true;
}

async function convert(from: string, to: string, options: ConvertOptions): Promise<void> {
  const { ops } = await load();
  const format = options.format ?? (to.endsWith('.qcow2') ? 'qcow2' : 'raw');
  const image = { format, clusterBits: options.clusterSize, force: options.force };
  const made = withProgress((report) => ops.convertDisk(from, to, image, report));
  if (options.json) return asJson({ ...made, onDisk: ops.bytesOnDisk(to) });
  out(`${to}: ${made.format}, ${showSize(made.size)}, ${showSize(ops.bytesOnDisk(to))} on disk`);
}

function verdict({ path, format, errors, leaks, problems, repaired }: Checked): string {
  const rest = errors - problems.length;
  const lines = [
    ...problems.map((problem) => `${path}: ${problem}`),
    ...(rest > 0 ? [`${path}: and ${rest} more`] : []),
  ];
  const found = [
    ...(errors > 0 ? [plural(errors, 'error')] : []),
    ...(leaks > 0 ? [plural(leaks, 'leaked cluster')] : []),
  ];
  const state =
    found.length > 0 ? found.join(', ') : format === 'raw' ? 'a raw image: there is nothing to check' : 'sound';
  return [...lines, `${path}: ${repaired ? 'mended; ' : ''}${state}`].join('\n');
}

async function check(paths: readonly string[], options: { repair?: true; json?: true }): Promise<void> {
  const { ops, store } = await load();
  const results = withProgress((report) =>
    paths.length === 0
      ? ops.checkStore(store, report)
      : paths.map((path) => ops.checkDisk(path, options.repair ?? false, report)),
  );
  if (results.some(({ errors, leaks }) => errors > 0 || leaks > 0)) process.exitCode = 1;
  if (options.json) return asJson(results);
  out(results.length === 0 ? `no bases in ${store.folder}` : results.map(verdict).join('\n'));
}

async function gc(options: { dryRun?: true; missing?: true; json?: true }): Promise<void> {
  const { ops, store } = await load();
  const found = ops.collect(store, { dryRun: options.dryRun ?? false, missing: options.missing ?? false });
  if (options.json) return asJson(found);
  const verb = options.dryRun ? 'would remove' : 'removed';
  for (const { sha256, name, bytes } of found.removed) out(`${verb} ${name} ${short(sha256)}, ${showSize(bytes)}`);
  for (const { sha256, name, layers } of found.doubtful)
    out(
      `kept ${name} ${short(sha256)}: its layers are gone, or were moved: ${layers.join(', ')}; --missing removes it`,
    );
  if (found.leftovers > 0) out(`${verb} ${plural(found.leftovers, 'unfinished file')}`);
  if (found.removed.length + found.doubtful.length + found.leftovers === 0) out('nothing to remove');
}

const json = (command: Command): Command => command.option('--json', 'as JSON, sizes in bytes');
const format = (): Option => new Option('--format <format>', 'raw or qcow2').choices(['raw', 'qcow2']);

const createCommand = (): Command =>
  json(
    new Command('create')
      .description('make an empty disk, or a thin layer over a base')
      .argument('<file>', 'the new image')
      .argument('[size]', "such as 512M or 10G; by default the base's", size)
      .option(
        '--base <image>',
        'an image, whose contents go to the store; or a base that is there, by its name or SHA-256',
      )
      .option('--backing <image>', 'lie over an image where it is, and not over a base of the store')
      .addOption(format().default('qcow2'))
      .option('--cluster-size <size>', 'of qcow2: 512 to 2M (default: 64K)', clusterSize)
      .option('--refcount-bits <bits>', 'of qcow2: 1 to 64 (default: 16)', refcountBits)
      .option('--force', 'replace a file that is there'),
  ).action(create);

const parts: readonly (() => Command)[] = [
  createCommand,
  () =>
    json(new Command('info').description('what an image is, and what is behind it').argument('<file>')).action(info),
  () => json(new Command('ls').description('list the bases of the store')).action(ls),
  () =>
    json(
      new Command('tree')
        .description('show which layers lie over which bases, and what they share')
        .argument('[file]', 'one image and what is behind it; by default the store'),
    ).action(tree),
  () =>
    json(
      new Command('commit')
        .description("make a layer's contents a new base, and the layer an empty one over it")
        .argument('<layer>')
        .option('--name <name>', "what the base is called (default: the file's name)"),
    ).action(commit),
  () =>
    json(
      new Command('diff')
        .description('compare two disks, or a layer with what is behind it; exit code 1 if they differ')
        .argument('<file>')
        .argument('[other]'),
    ).action(diff),
  () =>
    json(
      new Command('convert')
        .description("copy a disk's contents into an image of its own")
        .argument('<from>')
        .argument('<to>', 'qcow2 if it ends so, else raw')
        .addOption(format())
        .option('--cluster-size <size>', 'of qcow2: 512 to 2M (default: 64K)', clusterSize)
        .option('--force', 'replace a file that is there'),
    ).action(convert),
  () =>
    json(
      new Command('check')
        .description("check images' tables and refcounts; exit code 1 if something is wrong")
        .argument('[file...]', 'by default the bases of the store, with their contents')
        .option('--repair', 'make refcounts anew, so that nothing leaks'),
    ).action(check),
  () =>
    json(
      new Command('gc')
        .description('remove bases of the store that no layer needs')
        .option('--dry-run', 'only say what would go')
        .option('--missing', 'also bases whose layers are all gone (a layer that was moved needs its base)'),
    ).action(gc),
];

/** `pivisor disk`: images of disks, and the store of bases that they share. */
export const disk = (): Command => {
  const command = new Command('disk').description('make, look at and check disk images');
  for (const part of parts) command.addCommand(part());
  return command.addHelpText(
    'after',
    `
Bases are in PIVISOR_DISKS, or pivisor/disks in the user's data folder.

Examples:
  pivisor disk create data.qcow2 10G
  pivisor disk create guest1.qcow2 --base debian.img
  pivisor disk create guest2.qcow2 20G --base debian.img
  pivisor disk tree
  pivisor run --sd guest1.qcow2`,
  );
};
