// Stops the test run on a Node that is too old, in one line. Plain ES5 CommonJS, so that such a Node can read it.
// src/cli/pivisor.ts does the same for the command; test/cli/node-version.test.ts holds both to package.json's engines.
'use strict';
var version = process.versions.node.split('.').map(Number);
if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  console.error('pivisor needs Node 20.19 or newer; this is v' + process.versions.node);
  process.exit(2);
}
