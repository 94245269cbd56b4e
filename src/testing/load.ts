/** From files to tests that can be run: read, checked, with all paths and variables resolved. */
import { UserError } from '../cli/user-error.js';
import { readText } from '../host/files.js';
import { beside, fileExists } from '../host/files.js';
import { fileName, findFiles, importDefault } from '../host/test-files.js';
import { fieldName, isRecord, withValues, type Blame, type Environment, type Path } from '../host/variables.js';
import { checkTest, type CheckedTest } from './schema.js';
import { readYaml } from '../host/yaml.js';

/** One test of a file. */
export interface LoadedTest {
  readonly file: string;
  /** Which of the file's tests it is, from 0. */
  readonly index: number;
  readonly name: string;
  readonly test: CheckedTest;
  /** Lines of the steps, where the file has lines that are known. */
  readonly lines: readonly (number | undefined)[];
  /** Why it is not to be run, if it is not. */
  readonly skip?: string;
  /** It needs something that is not here: no decision of its author's. */
  readonly missing?: string;
}

/** Fields that are files; a board and a firmware are so only with a dot or a slash in their names. */
const FILES = ['kernel', 'xen', 'dom0', 'sd', 'initrd', 'dtb'] as const;
const MAYBE_FILES = ['board', 'firmware'] as const;
const DOMAIN_FILES = ['kernel', 'initrd'] as const;

/** The texts of `machine`, and `lock`, with their variables' values. */
function withVariables(value: unknown, environment: Environment, blame: Blame): unknown {
  if (!isRecord(value)) return value;
  const fields = ['machine', 'lock'].filter((field) => field in value);
  return {
    ...value,
    ...Object.fromEntries(fields.map((field) => [field, withValues(value[field], [field], environment, blame)])),
  };
}

/** The machine with what `change` makes of each of its files, and `place` of each that it writes. */
function withFiles(
  machine: CheckedTest['machine'],
  change: (path: string, field: Path) => string,
  place: (path: string) => string,
): CheckedTest['machine'] {
  const out = { ...machine };
  for (const field of [...FILES, ...MAYBE_FILES]) {
    const path = machine[field];
    if (path === undefined) continue;
    const isFile = (FILES as readonly string[]).includes(field) || /[./]/.test(path);
    if (isFile) out[field] = change(path, [field]);
  }
  // What is captured has not to be there before.
  out.net = machine.net?.map((net) => (net.pcap === undefined ? net : { ...net, pcap: place(net.pcap) }));
  out.domu = machine.domu?.map((domain, i) => {
    const changed = { ...domain };
    for (const field of DOMAIN_FILES) {
      const path = domain[field];
      if (path !== undefined) changed[field] = change(path, ['domu', i, field]);
    }
    return changed;
  });
  out.share = machine.share?.map((folder, i) => ({ ...folder, path: change(folder.path, ['share', i]) }));
  return out;
}

function loadOne(file: string, index: number, value: unknown, guests: string, environment: Environment, blame: Blame) {
  const checked = checkTest(withVariables(value, { ...environment, GUESTS: guests }, blame));
  if ('complaint' in checked) throw blame(checked.complaint.path, checked.complaint.message);
  const { test } = checked;
  const missing: { field: Path; path: string }[] = [];
  // As seen from here.
  const found = (named: string, field: Path): string => {
    const path = beside(file, named);
    if (!fileExists(path)) missing.push({ field, path });
    return path;
  };
  const machine = withFiles(test.machine, found, (path) => beside(file, path));
  const lock = test.lock === undefined ? undefined : beside(file, test.lock);
  const skip = test.skip === true ? 'skip' : test.skip === false ? undefined : test.skip;
  let lacking: string | undefined;
  if (missing.length > 0 && skip === undefined) {
    const [{ field, path }] = missing;
    if (test.needs === 'guests' && path.startsWith(guests))
      lacking = `${path} is not there (pivisor guests fetch brings it)`;
    else throw blame(['machine', ...field], `${path}: no such file`);
  }
  if (lock !== undefined && skip === undefined && lacking === undefined && !fileExists(lock))
    throw blame(['lock'], `${lock}: no such file`);
  return {
    file,
    index,
    name: test.name ?? fileName(file),
    test: { ...test, machine, ...(lock === undefined ? {} : { lock }) },
    ...(skip === undefined ? {} : { skip }),
    ...(lacking === undefined ? {} : { missing: lacking }),
  };
}

/**
 * The tests of a file.
 * @param guests the folder that `${GUESTS}` stands for
 * @throws UserError: file, line where there are lines, field, what was expected
 */
export async function loadFile(file: string, guests: string, environment: Environment): Promise<LoadedTest[]> {
  const yaml = /\.ya?ml$/i.test(file) ? readYaml(file, readText(file)) : undefined;
  const value = yaml ? yaml.value : await importDefault(file);
  const many = Array.isArray(value);
  const tests: unknown[] = many ? value : [value];
  if (value === undefined || value === null || tests.length === 0) {
    const what = yaml ? 'a test, or a list of tests' : 'a test, or a list of tests, as its default export';
    throw new UserError(`${file}: expected ${what}`);
  }
  return tests.map((each, index) => {
    const here: Path = many ? [index] : [];
    const lineOf = (path: Path): number | undefined => yaml?.lineOf([...here, ...path]);
    const blame: Blame = (path, message) => {
      const line = lineOf(path);
      const field = fieldName([...here, ...path]);
      return new UserError(
        `${file}${line === undefined ? '' : `:${line}`}: ${field === '' ? '' : `${field}: `}${message}`,
      );
    };
    const loaded = loadOne(file, index, each, guests, environment, blame);
    return { ...loaded, lines: loaded.test.steps.map((_, i) => lineOf(['steps', i])) };
  });
}

/** All tests of the files that `patterns` name. @throws UserError as loadFile; or for a pattern that nothing matches */
export async function loadTests(
  patterns: readonly string[],
  guests: string,
  environment: Environment,
): Promise<LoadedTest[]> {
  const loaded: LoadedTest[] = [];
  for (const file of await findFiles(patterns)) loaded.push(...(await loadFile(file, guests, environment)));
  return loaded;
}
