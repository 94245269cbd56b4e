/**
 * The import rules of the house (docs/architecture.md), as a table and as the ESLint rule that reads it.
 *
 *   wasm <- aarch64 <- el2 <- gic, devices <- hypervisor <- machine <- host, cli, tui, testing, bridge
 *
 * Imports point to the left only. Folders on one step do not know each other, but for the last: the faces share code.
 */
import { isBuiltin } from 'node:module';
import { posix, relative, resolve, sep } from 'node:path';

const faces = ['host', 'cli', 'tui', 'testing', 'bridge'];

/** From the bottom up: a folder may import itself and all steps before its own. */
const steps = [['wasm'], ['aarch64'], ['el2'], ['gic', 'devices'], ['hypervisor'], ['machine'], faces];

/** Folders that run unchanged in a browser worker. */
export const core = steps.flat().filter((folder) => !faces.includes(folder));

/** All that gic and devices may know of the processor and of each other: Bus, IrqLine, Clock, GuestMemory. */
const seams = ['aarch64/bus'];
const behindSeams = ['gic', 'devices'];

/** The step of a path inside src/, by its first folder; files right in src/ (index.ts) are faces; -1 if not in the table. */
function stepOf(path) {
  if (!path.includes('/')) return steps.length - 1;
  return steps.findIndex((folders) => folders.includes(path.split('/')[0]));
}

/** Why the file `from` may not import the file `to` (paths inside src/, without extension), or undefined if it may. */
function objection(from, to) {
  const [here, there] = [from.split('/')[0], to.split('/')[0]];
  const [own, target] = [stepOf(from), stepOf(to)];
  if (own < 0) return `src/${here} is no folder of the house: see lint/layers.js`;
  if (target < 0) return `src/${there} is no folder of the house: see lint/layers.js`;
  if (here === there || own === steps.length - 1) return undefined;
  if (target > own) return `src/${here} may not import from src/${there}: imports point down only`;
  if (target === own) return `src/${here} and src/${there} are on one step and may not know each other`;
  if (behindSeams.includes(here) && !seams.includes(to))
    return `src/${here} meets the processor on small interfaces only: ${seams.map((seam) => `src/${seam}.ts`).join(', ')}`;
  return undefined;
}

/** Reports imports and re-exports, static, dynamic or of types only, that break the rules above; and Node's modules outside host. */
export const layers = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const root = resolve(context.cwd, 'src');
    const inside = (file) => relative(root, file).split(sep).join('/');
    const from = inside(context.filename);
    if (from.startsWith('..')) return {};

    function check(node, source) {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
      const specifier = source.value;
      let message;
      if (specifier.startsWith('.')) {
        const to = posix.join(posix.dirname(from), specifier).replace(/\.[cm]?[jt]s$/, '');
        message = to.startsWith('..') ? `src/ may not import from outside of it: ${specifier}` : objection(from, to);
      } else if (isBuiltin(specifier) && !from.startsWith('host/')) {
        message = `only src/host may import ${specifier}`;
      }
      if (message !== undefined) context.report({ node, message });
    }
    return {
      ImportDeclaration: (node) => check(node, node.source),
      ExportNamedDeclaration: (node) => check(node, node.source),
      ExportAllDeclaration: (node) => check(node, node.source),
      ImportExpression: (node) => check(node, node.source),
      TSImportType: (node) => check(node, node.source ?? node.argument?.literal),
      TSExternalModuleReference: (node) => check(node, node.expression),
    };
  },
};
