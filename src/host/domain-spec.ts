/** A domain of Xen in one argument: `kernel=Image,initrd=initrd.gz,memory=256,vcpus=2,append=quiet panic=-1`. */
import { UserError } from '../cli/user-error.js';
import type { DomainFiles } from './xen-launch.js';

const text = (value: string): string => {
  if (value === '') throw new UserError('expected something behind the =');
  return value;
};
const whole =
  (from: number, to: number) =>
  (value: string): number => {
    const n = Number(value);
    if (!/^\d+$/.test(value) || n < from || n > to)
      throw new UserError(`'${value}', expected a whole number from ${from} to ${to}`);
    return n;
  };

/** Names of device tree nodes (Devicetree Specification 2.2.1), without a unit address. */
const nodeName = (value: string): string => {
  if (!/^[A-Za-z][\w+,.-]{0,30}$/.test(value) || /^(module|chosen)/.test(value))
    throw new UserError(`'${value}', expected a letter, then letters, digits and - . _ +`);
  return value;
};

/** What each field must be. */
const FIELDS: { readonly [K in keyof Required<DomainFiles>]: (value: string) => NonNullable<DomainFiles[K]> } = {
  kernel: text,
  initrd: text,
  memory: whole(1, 8192),
  vcpus: whole(1, 8),
  name: nodeName,
  append: (value) => value,
};
const names = Object.keys(FIELDS);

/**
 * Reads a domain. `append` takes all that follows it.
 * @throws UserError that names the field
 */
export function parseDomain(spec: string): DomainFiles {
  const domain: Record<string, string | number> = {};
  for (let rest = spec; rest !== '';) {
    const [, name, behind] = /^(\w*)=?([^]*)$/.exec(rest) ?? [];
    if (!Object.hasOwn(FIELDS, name) || rest[name.length] !== '=')
      throw new UserError(`'${rest}', expected one of ${names.map((n) => `${n}=`).join(', ')}`);
    if (name in domain) throw new UserError(`${name} is there twice, expected it once`);
    const end = name === 'append' || !behind.includes(',') ? behind.length : behind.indexOf(',');
    try {
      domain[name] = FIELDS[name as keyof DomainFiles](behind.slice(0, end));
    } catch (error) {
      throw error instanceof UserError ? new UserError(`${name}: ${error.message}`) : error;
    }
    rest = behind.slice(end + 1);
  }
  if (!('kernel' in domain)) throw new UserError(`'${spec}' has no kernel, expected kernel=FILE`);
  return domain as unknown as DomainFiles;
}
