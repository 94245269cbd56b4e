/** Packets: any cut of the stream, any bytes, any payload. */
import { expect, test } from 'vitest';
import { binary, bytesOf, hexOf, packet, PacketReader, PACKET_BYTES, textOf } from '../../src/machine/gdb/packet.js';
import { Random } from '../conformance/random.js';

test.each<[string, string, string[]]>([
  ['a packet', '$m80000,4#c5', ['m80000,4']],
  ['an empty one', '$#00', ['']],
  ['one with an escaped byte', '$X0,1:}\x03#9f', ['X0,1:#']],
  ['acknowledgements and Ctrl-C around it', '+-\x03$?#3f+', ['ack', 'nak', 'interrupt', '?', 'ack']],
  ['a wrong checksum', '$?#40', ['damaged']],
  ['no checksum at all', '$?#zz', ['damaged']],
  ['one that was cut off, and a whole one', '$m80$?#3f', ['?']],
  ['one cut off in its checksum', '$?#3$?#3f', ['?']],
  ['bytes that mean nothing', 'abc\xff\x00$?#3f', ['?']],
  ['Ctrl-C inside a packet, where it is data', '$X0,1:\x03#22', ['X0,1:\x03']],
])('%s', (_, stream, expected) => {
  const kinds = (reader: PacketReader, bytes: Uint8Array): string[] =>
    reader.feed(bytes).map((i) => (i.kind === 'packet' ? i.payload : i.kind));
  expect(kinds(new PacketReader(), binary(stream))).toEqual(expected);
  const oneByOne = new PacketReader();
  expect([...binary(stream)].flatMap((b) => kinds(oneByOne, Uint8Array.of(b)))).toEqual(expected);
});

test('any payload comes through', () => {
  const random = new Random('gdb payloads');
  for (let n = 0; n < 500; n++) {
    const payload = Array.from({ length: random.below(40) }, () => String.fromCharCode(random.below(256))).join('');
    expect(new PacketReader().feed(packet(payload))).toEqual([{ kind: 'packet', payload }]);
  }
});

test('a packet without end is refused, and takes no memory', () => {
  const reader = new PacketReader();
  const body = 'a'.repeat(3 * PACKET_BYTES);
  reader.feed(binary(`$${body}`));
  for (let n = 0; n < 10; n++) reader.feed(binary(body));
  expect(reader.feed(binary('#00')).map((i) => i.kind)).toEqual(['damaged']);
  expect(reader.feed(binary('$?#3f'))).toEqual([{ kind: 'packet', payload: '?' }]);
});

test('bytes in hexadecimal', () => {
  expect(hexOf(Uint8Array.of(0, 0x7f, 0xff))).toBe('007fff');
  expect(bytesOf('007FfF')).toEqual(Uint8Array.of(0, 0x7f, 0xff));
  expect(bytesOf('0')).toBeUndefined();
  expect(bytesOf('0g')).toBeUndefined();
  expect(textOf(binary('\x00\xff'))).toBe('\x00\xff');
});
