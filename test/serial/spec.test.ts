import { expect, test } from 'vitest';
import { keyName, parseEscape } from '../../src/host/serial/escape.js';
import { parseSerial } from '../../src/host/serial/spec.js';

test.for([
  ['stdio', { kind: 'stdio' }],
  ['null', { kind: 'null' }],
  ['pty', { kind: 'pty' }],
  ['file:console.log', { kind: 'file', path: 'console.log' }],
  ['file:C:\\logs\\a:b', { kind: 'file', path: 'C:\\logs\\a:b' }],
  ['tcp:4001', { kind: 'tcp', host: '127.0.0.1', port: 4001 }],
  ['tcp:0', { kind: 'tcp', host: '127.0.0.1', port: 0 }],
  ['tcp:0.0.0.0:65535', { kind: 'tcp', host: '0.0.0.0', port: 65535 }],
  ['tcp:pi.local:23', { kind: 'tcp', host: 'pi.local', port: 23 }],
  ['tcp:[::1]:4001', { kind: 'tcp', host: '::1', port: 4001 }],
] as const)('%s', ([text, spec]) => {
  expect(parseSerial(text)).toEqual(spec);
});

test.for([
  ['', "'': expected stdio, null, file:PATH, tcp:PORT, tcp:HOST:PORT or pty"],
  ['STDIO', "'STDIO': expected stdio, null, file:PATH, tcp:PORT, tcp:HOST:PORT or pty"],
  ['stdio:', "'stdio:': expected stdio, null, file:PATH, tcp:PORT, tcp:HOST:PORT or pty"],
  ['file', "'file' names no file, expected file:PATH"],
  ['file:', "'file:' names no file, expected file:PATH"],
  ['tcp', "'tcp': expected tcp:PORT or tcp:HOST:PORT with a port of 0 to 65535"],
  ['tcp:65536', "'tcp:65536': expected tcp:PORT or tcp:HOST:PORT with a port of 0 to 65535"],
  ['tcp:-1', "'tcp:-1': expected tcp:PORT or tcp:HOST:PORT with a port of 0 to 65535"],
  ['tcp:::1:4001', "'tcp:::1:4001': expected tcp:PORT or tcp:HOST:PORT with a port of 0 to 65535"],
  ['tcp:host:', "'tcp:host:': expected tcp:PORT or tcp:HOST:PORT with a port of 0 to 65535"],
] as const)('no port: %s', ([text, message]) => {
  expect(() => parseSerial(text)).toThrow(expect.objectContaining({ name: 'UserError', message }));
});

test.for([
  ['ctrl-]', 0x1d, 'Ctrl-]'],
  ['ctrl-a', 1, 'Ctrl-A'],
  ['Ctrl-A', 1, 'Ctrl-A'],
  ['^t', 0x14, 'Ctrl-T'],
  ['ctrl-\\', 0x1c, 'Ctrl-\\'],
  ['^^', 0x1e, 'Ctrl-^'],
  ['ctrl-_', 0x1f, 'Ctrl-_'],
  ['ctrl-@', 0, 'Ctrl-@'],
] as const)('escape key %s', ([text, key, name]) => {
  expect(parseEscape(text)).toBe(key);
  expect(keyName(key)).toBe(name);
});

test.for([
  ['', "'': expected a key such as ctrl-a or ctrl-], or none"],
  ['a', "'a': expected a key such as ctrl-a or ctrl-], or none"],
  ['ctrl-1', "'ctrl-1': expected a key such as ctrl-a or ctrl-], or none"],
  ['ctrl-ab', "'ctrl-ab': expected a key such as ctrl-a or ctrl-], or none"],
  ['ctrl-m', "'ctrl-m' is the Enter key, expected another such as ctrl-a or ctrl-]"],
  ['^[', "'^[' is the Escape key, expected another such as ctrl-a or ctrl-]"],
] as const)('no escape key: %s', ([text, message]) => {
  expect(() => parseEscape(text)).toThrow(expect.objectContaining({ name: 'UserError', message }));
});

test('no escape key at all', () => {
  expect(parseEscape('none')).toBe('none');
});
