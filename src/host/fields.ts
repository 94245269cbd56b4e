/**
 * What fields of files that people write may hold: descriptions that give checks with their messages, types for TypeScript, and the
 * JSON Schema that editors read.
 */
import { z } from 'zod';
import { duration } from '../cli/duration.js';

/** Messages say what was expected; what was found is added where they are shown. */
export const text = (what: string) => z.string({ error: `expected ${what}` }).min(1, `expected ${what}`);
export const whole = (from: number, to: number) => {
  const error = `expected a whole number from ${from} to ${to}`;
  return z.int({ error }).min(from, error).max(to, error);
};
export const oneOf = <const T extends readonly string[]>(names: T) =>
  z.enum(names, { error: `expected ${names.join(', ')}` });

/** An object with these fields and no others. */
export const record = <T extends z.core.$ZodLooseShape>(what: string, shape: T) =>
  z.strictObject(shape, {
    error: ({ code }) =>
      code === 'unrecognized_keys'
        ? `unknown field, expected one of ${Object.keys(shape).join(', ')}`
        : `expected ${what}`,
  });
export const list = <T extends z.ZodType>(what: string, of: T) => z.array(of, { error: `expected a list of ${what}` });

const TIME = 'expected a time such as 60s, 500ms or 2m';
/** A time, in ns once it is read. */
export const time = z
  .union([z.string().regex(/^\d+(\.\d+)?(ns|us|ms|s|m|h)?$/, TIME), z.number().positive(TIME)], { error: TIME })
  .transform((value, context) => {
    try {
      return duration(String(value));
    } catch {
      context.issues.push({ code: 'custom', input: value, message: TIME });
      return z.NEVER;
    }
  });

const PATTERN = 'expected a regular expression';
/** A regular expression. `^` and `$` are the beginning and the end of a line. */
export const pattern = z
  .union([z.string().min(1), z.instanceof(RegExp)], { error: PATTERN })
  .transform((value, context) => {
    try {
      if (typeof value === 'string') return new RegExp(value, 'm');
      return new RegExp(value.source, [...new Set(`${value.flags.replace(/[gy]/g, '')}m`)].join(''));
    } catch (error) {
      context.issues.push({
        code: 'custom',
        input: value,
        message: `${PATTERN}: ${error instanceof Error ? error.message : ''}`,
      });
      return z.NEVER;
    }
  });

/** What is wrong with a file's contents, and where. */
export interface Complaint {
  readonly path: readonly (string | number)[];
  /** In one line: what was expected, and what was found. */
  readonly message: string;
}

/** A value in a few characters. */
function short(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'fields';
  const text = typeof value === 'string' ? `'${value}'` : String(value);
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}

/** Codes that say that a value is not of a kind: of a whole, that another kind was meant. */
const OTHER: readonly string[] = ['invalid_type', 'invalid_value'];

/**
 * Of a field that may be a text or fields, what is wrong with the alternative that was meant: that whose kind of value it is, whose
 * complaint is not about the whole.
 */
function inmost(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const meant = issue.errors.map(([first]) => first).find((e) => !OTHER.includes(e.code) || e.path.length > 0);
  return meant ? inmost({ ...meant, path: [...issue.path, ...meant.path] }) : issue;
}

/** Checks a value. @returns what the schema makes of it, or the first thing that is wrong with it */
export function check<T extends z.ZodType>(
  schema: T,
  value: unknown,
): { value: z.output<T> } | { complaint: Complaint } {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return { value: result.data };
  const issue = inmost(result.error.issues[0]);
  const path = issue.path.filter((key) => typeof key !== 'symbol');
  if (issue.code === 'unrecognized_keys')
    return { complaint: { path: [...path, issue.keys[0]], message: issue.message } };
  const found =
    issue.input === undefined
      ? 'it is missing'
      : issue.code === 'custom' && typeof issue.input === 'object'
        ? undefined
        : `found ${short(issue.input)}`;
  return { complaint: { path, message: found === undefined ? issue.message : `${issue.message}, ${found}` } };
}

/** For `z.toJSONSchema`: a regular expression is a text there. */
export function patternsAsText({ zodSchema, jsonSchema }: { zodSchema: unknown; jsonSchema: object }): void {
  if (zodSchema !== pattern.in) return;
  for (const key of Object.keys(jsonSchema)) delete (jsonSchema as Record<string, unknown>)[key];
  Object.assign(jsonSchema, { type: 'string', minLength: 1, format: 'regex' });
}
