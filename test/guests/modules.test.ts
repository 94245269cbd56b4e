import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/cli/user-error.js';
import { aliasIndex, closure, dependencyIndex, moduleName, readModule } from '../../src/host/guests/modules.js';
import { module } from './packages.js';

/** Modules by name, each with what it depends on. */
function kernel(depends: Readonly<Record<string, string>>): Map<string, { path: string; bytes: Uint8Array }> {
  return new Map(
    Object.entries(depends).map(([name, needed]) => [
      moduleName(name),
      { path: `kernel/${name}.ko`, bytes: module({ depends: needed, alias: [`of:N*T*C${name}`, `${name}-*`] }) },
    ]),
  );
}

const DIAMOND = {
  top: 'left,right',
  left: 'bottom-most',
  right: 'bottom_most,side',
  'bottom-most': '',
  side: '',
  alone: '',
};

test('what a module says of itself', () => {
  const bytes = module({ license: 'GPL', alias: ['fs-vfat', 'of:N*T*Cbrcm,x'], depends: 'fat,nls-base', name: 'vfat' });
  expect(readModule('kernel/vfat.ko', bytes)).toMatchObject({
    aliases: ['fs-vfat', 'of:N*T*Cbrcm,x'],
    depends: ['fat', 'nls_base'],
  });
});

describe('what modules need', () => {
  const paths = (names: readonly string[]): string[] => closure(kernel(DIAMOND), names).map(({ path }) => path);

  test('comes with them, once', () => {
    expect(paths(['top'])).toEqual([
      'kernel/bottom-most.ko',
      'kernel/left.ko',
      'kernel/right.ko',
      'kernel/side.ko',
      'kernel/top.ko',
    ]);
    expect(paths(['left', 'top', 'bottom-most'])).toHaveLength(5);
  });

  test('is left out where it is built in', () => expect(paths(['alone', 'ext2'])).toEqual(['kernel/alone.ko']));

  test('and is not there is an error', () => {
    expect(() => closure(kernel({ a: 'gone' }), ['a'])).toThrow(
      new UserError('kernel/a.ko: needs the module gone, expected it in the package'),
    );
  });

  test('a file that is no module is an error that names it', () => {
    const broken = new Map([['a', { path: 'kernel/a.ko', bytes: new Uint8Array(10) }]]);
    expect(() => closure(broken, ['a'])).toThrow(/^kernel\/a\.ko: /);
  });
});

describe('the indexes', () => {
  const modules = closure(kernel(DIAMOND), Object.keys(DIAMOND));

  test('name what is to be loaded before last', () => {
    const lines = new Map(
      dependencyIndex(modules)
        .trim()
        .split('\n')
        .map((line) => line.split(':') as [string, string]),
    );
    expect([...lines.keys()]).toEqual(modules.map(({ path }) => path));
    expect(lines.get('kernel/alone.ko')).toBe('');
    const needed = lines.get('kernel/top.ko')!.trim().split(' ');
    expect([...needed].sort()).toEqual([
      'kernel/bottom-most.ko',
      'kernel/left.ko',
      'kernel/right.ko',
      'kernel/side.ko',
    ]);
    // Loaded from the end on, each finds what it needs.
    const loaded = new Set<string>();
    for (const path of needed.reverse()) {
      for (const name of modules.find((module) => module.path === path)!.depends) expect(loaded).toContain(name);
      loaded.add(moduleName(path));
    }
  });

  test('lead from aliases to names', () => {
    expect(aliasIndex(modules.filter(({ path }) => path.includes('bottom')))).toBe(
      'alias of:N*T*Cbottom-most bottom_most\nalias bottom-most-* bottom_most\n',
    );
  });
});
