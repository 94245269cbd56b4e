#!/usr/bin/env node
/**
 * The `pivisor` command: checks Node's version, then hands over to main.ts.
 *
 * The check has to run on the very versions it rejects. Static imports are loaded before the first statement of a
 * module, and would fail there on newer syntax or a missing built-in with a page of stack trace; so this file imports
 * nothing, uses no top-level await, and reaches the rest through a dynamic import.
 */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`pivisor needs Node 20.19 or newer; this is v${process.versions.node}`);
  process.exitCode = 2;
} else {
  void import('./main.js').then(({ main }) => main(process.argv.slice(2)));
}
