import { Command } from 'commander';
import { UserError } from '../user-error.js';

interface ShowOptions {
  readonly dts?: true;
  readonly dtb?: string;
}

const GIB = 2 ** 30;
const MIB = 2 ** 20;
const size = (bytes: number): string => (bytes % GIB === 0 ? `${bytes / GIB} GiB` : `${bytes / MIB} MiB`);

const importHost = (): Promise<typeof import('../../host/boards.js')> => import('../../host/boards.js');

async function list(options: { json?: true }): Promise<void> {
  const { boardNames, loadBoard } = await importHost();
  const boards = boardNames().flatMap((name) => loadBoard(name) ?? []);
  const rows = boards.map(({ name, description, cores, ram }) => ({
    name,
    description,
    cores,
    ram: ram.reduce((n, r) => n + r.bytes, 0),
  }));
  if (options.json) {
    process.stdout.write(`${JSON.stringify(rows, undefined, 2)}\n`);
    return;
  }
  const shown = rows.map((r) => [r.name, `${r.cores} core${r.cores === 1 ? '' : 's'}`, size(r.ram), r.description]);
  const widths = shown[0].map((_, column) => Math.max(...shown.map((row) => row[column].length)));
  for (const row of shown) {
    const text = row.map((cell, column) => (column === 3 ? cell : cell.padEnd(widths[column]))).join('  ');
    process.stdout.write(`${text}\n`);
  }
}

async function show(name: string, options: ShowOptions): Promise<void> {
  const { readBoard } = await importHost();
  const { namedBoard } = await import('../../host/launch.js');
  const board = namedBoard(name);
  if (options.dts === undefined && options.dtb === undefined) {
    process.stdout.write(`${JSON.stringify(readBoard(name), undefined, 2)}\n`);
    return;
  }
  if (options.dts && options.dtb !== undefined) throw new UserError('--dtb: expected no --dts to go with it');
  const { generateTree } = await import('../../machine/firmware/generate-tree.js');
  const tree = generateTree(board);
  if (options.dtb === undefined) {
    const { dtsOf } = await import('../../machine/dts.js');
    process.stdout.write(dtsOf(tree));
    return;
  }
  const { writeFdt } = await import('../../machine/fdt.js');
  const { writeBytes } = await import('../../host/files.js');
  writeBytes(options.dtb, writeFdt(tree));
}

/** `pivisor boards`: which there are, and what is in one. */
export const boards = (): Command =>
  new Command('boards')
    .description('list the boards, or show what is in one')
    .option('--json', 'as JSON, RAM in bytes')
    .addHelpText(
      'after',
      `
Examples:
  pivisor boards
  pivisor boards show rpi4b-8g
  pivisor boards show ./my-board.json --dts | less`,
    )
    .action(list)
    .addCommand(
      new Command('show')
        .description('print a board: its file with all that it takes from others, or the device tree made from it')
        .argument('<name>', 'a board of the list, or a file that describes one')
        .option('--dts', 'the device tree that a kernel gets without --dtb, as source')
        .option('--dtb <file>', 'write that tree, as a blob')
        .action(show),
    );
