/** Variables of the environment in files that people write: `${NAME}`. */
import type { UserError } from '../cli/user-error.js';

export type Environment = Readonly<Record<string, string | undefined>>;
export type Path = readonly (string | number)[];
/** Makes the error for a place in a file. */
export type Blame = (path: Path, message: string) => UserError;

/** Fields that are numbers: a variable's text becomes one. */
const NUMBERS = ['cpus', 'el', 'seed', 'memory', 'vcpus', 'weight', 'epoch'];

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Puts variables in the place of `${NAME}`; `$${NAME}` stays as `${NAME}`. */
function substituted(text: string, environment: Environment, complain: (message: string) => UserError): string {
  return text.replace(/(\$?)\$\{([^}]*)\}/g, (all: string, escape: string, name: string) => {
    if (escape !== '') return all.slice(1);
    const value = environment[name];
    if (value === undefined) throw complain(`\${${name}} is not set in the environment`);
    return value;
  });
}

/** What is under a field, with the variables of all texts in it in their place. */
export function withValues(given: unknown, path: Path, environment: Environment, blame: Blame): unknown {
  const inside = (value: unknown, key: string | number): unknown =>
    withValues(value, [...path, key], environment, blame);
  if (Array.isArray(given)) return given.map(inside);
  if (isRecord(given))
    return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, inside(value, key)]));
  if (typeof given !== 'string') return given;
  const text = substituted(given, environment, (message) => blame(path, message));
  return NUMBERS.includes(String(path.at(-1))) && /^\d+$/.test(text) ? Number(text) : text;
}

/** `[0].machine.cpus`, as people write it. */
export const fieldName = (path: Path): string =>
  path.map((key, at) => (typeof key === 'number' ? `[${key}]` : at === 0 ? key : `.${key}`)).join('');
