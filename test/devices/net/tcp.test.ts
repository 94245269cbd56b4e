/** The TCP engine against itself, over cables that lose, double and reorder; and its answers to single segments, as a table. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createTcp, newConnection, type Connection, type Phase, type TcpEngine } from '../../../src/devices/net/tcp.js';
import { parseTcp, putTcp, TCP_F, type Segment } from '../../../src/devices/net/tcp-segment.js';
import { manualClock, type ManualClock } from '../rig.js';

const { SYN, ACK, FIN, RST, PSH } = TCP_F;

/** Random numbers by xorshift: the same in every run. */
function random(seed: number): () => number {
  let x = seed | 1;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) / 2 ** 32;
  };
}

interface Side {
  connection: Connection;
  engine: TcpEngine<Connection>;
  received: number[];
  events: string[];
  /** What comes may wait here: bytes that count against the window. */
  window: number;
  pending: number;
  /** What comes stays pending. */
  holds: boolean;
}

interface Cable {
  readonly clock: ManualClock;
  readonly a: Side;
  readonly b: Side;
  readonly segments: { from: 'a' | 'b'; segment: Segment }[];
  /** Runs until nothing moves, or for so long (ns). */
  settle(limit?: number): void;
}

/** A connects to B. @param fate for each segment: after how long (ns) it arrives, more than one for copies, none for lost */
function cable(fate: (from: 'a' | 'b') => number[] = () => [1000]): Cable {
  const clock = manualClock();
  const segments: Cable['segments'] = [];
  const sides = {} as { a: Side; b: Side };
  const make = (name: 'a' | 'b', connection: Connection): Side => {
    const other = name === 'a' ? 'b' : 'a';
    const side: Side = {
      connection,
      received: [],
      events: [],
      window: 256 * 1024,
      pending: 0,
      holds: false,
      engine: createTcp<Connection>({
        now: () => clock.now(),
        emit(_c, header, bytes) {
          // By way of bytes, as on a wire.
          const wire = new Uint8Array(60 + bytes.length);
          const headerBytes = putTcp(wire, 0, { ...header, source: 1, destination: 2 });
          wire.set(bytes, headerBytes);
          const segment = parseTcp(wire.slice(0, headerBytes + bytes.length));
          if (!segment) throw new Error('not a segment');
          segments.push({ from: name, segment });
          for (const after of fate(name)) clock.schedule(clock.now() + after, () => arrive(other, segment), 0);
        },
        room: () => Math.max(0, side.window - side.pending),
        received(_c, bytes) {
          for (const byte of bytes) side.received.push(byte);
          if (side.holds) side.pending += bytes.length;
        },
        opened: () => side.events.push('opened'),
        ended: () => side.events.push('ended'),
        acked() {},
        closed: (_c, orderly) => side.events.push(orderly ? 'closed' : 'reset'),
      }),
    };
    return side;
  };
  const arrive = (name: 'a' | 'b', segment: Segment): void => {
    const { engine, connection } = sides[name];
    if (connection.phase === 'LISTEN' && (segment.flags & SYN) !== 0) {
      engine.listen(connection, segment);
      engine.accept(connection);
    } else engine.segment(connection, segment);
  };
  sides.a = make('a', newConnection('SYN_SENT', 0xffff_fff0));
  sides.b = make('b', newConnection('LISTEN', 5000));
  sides.a.engine.connect(sides.a.connection);
  const settle = (limit = 3600e9): void => {
    const end = clock.now() + limit;
    while (clock.now() < end) {
      const timers = [sides.a, sides.b].filter((s) => s.connection.dueAt >= 0);
      const due = Math.min(...timers.map((s) => s.connection.dueAt));
      if (clock.waiting() === 0) {
        if (timers.length === 0) return;
        clock.advance(Math.max(0, Math.min(end, due) - clock.now()));
      } else clock.advance(Math.max(0, Math.min(1000, due - clock.now())));
      for (const side of timers)
        if (side.connection.dueAt >= 0 && side.connection.dueAt <= clock.now()) side.engine.timer(side.connection);
    }
  };
  return { clock, ...sides, segments, settle };
}

const bytes = (count: number, seed: number): Uint8Array => {
  const next = random(seed);
  return Uint8Array.from({ length: count }, () => next() * 256);
};
const hash = (data: Uint8Array | number[]): string => createHash('sha256').update(Uint8Array.from(data)).digest('hex');

describe('two ends', () => {
  test('shake hands, say and end in the fewest segments', () => {
    const { a, b, segments, settle } = cable();
    settle(1e6);
    a.engine.write(a.connection, Uint8Array.of(1, 2, 3));
    settle(1e6);
    b.engine.write(b.connection, Uint8Array.of(4));
    b.engine.end(b.connection);
    settle(1e6);
    a.engine.end(a.connection);
    settle();
    expect(segments.map(({ from, segment }) => `${from} ${segment.flags}`)).toEqual([
      `a ${SYN}`,
      `b ${SYN | ACK}`,
      `a ${ACK}`,
      `a ${ACK | PSH}`,
      `b ${ACK}`,
      `b ${ACK | PSH}`,
      `b ${ACK | FIN}`,
      `a ${ACK}`,
      `a ${ACK}`,
      `a ${ACK | FIN}`,
      `b ${ACK}`,
    ]);
    expect(segments[0].segment).toMatchObject({ mss: 1460, scale: 3, window: 0xffff });
    expect([a.received, b.received]).toEqual([[4], [1, 2, 3]]);
    expect([a.events, b.events]).toEqual([
      ['opened', 'ended', 'closed'],
      ['opened', 'ended', 'closed'],
    ]);
  });

  test('may end both at once', () => {
    const { a, b, settle } = cable();
    settle(1e6);
    a.engine.end(a.connection);
    b.engine.end(b.connection);
    settle(1000);
    expect([a.connection.phase, b.connection.phase]).toEqual(['CLOSING', 'CLOSING']);
    settle(1000);
    expect([a.connection.phase, b.connection.phase]).toEqual(['TIME_WAIT', 'TIME_WAIT']);
    settle();
    expect(a.events).toEqual(['opened', 'ended', 'closed']);
    expect(b.events).toEqual(['opened', 'ended', 'closed']);
  });

  const LOSSES: [string, (next: () => number) => number[]][] = [
    ['a good cable', () => [1000]],
    ['one in ten lost', (next) => (next() < 0.1 ? [] : [50_000])],
    ['one in three lost', (next) => (next() < 0.33 ? [] : [50_000])],
    ['late and out of order', (next) => [Math.floor(next() * 5e6)]],
    ['double', (next) => [1000, 1000 + Math.floor(next() * 1e6)]],
    ['all of it', (next) => (next() < 0.1 ? [] : next() < 0.1 ? [1000, 2e6] : [Math.floor(next() * 1e6)])],
  ];
  test.each(LOSSES.flatMap(([name, fate]) => [1, 2, 3, 4].map((seed) => [name, seed, fate] as const)))(
    'get all through both ways: %s, seed %i',
    (_name, seed, fate) => {
      const next = random(seed * 7919);
      const { a, b, settle } = cable(() => fate(next));
      const [there, back] = [bytes(200_000, seed), bytes(150_000, seed + 100)];
      a.engine.write(a.connection, there);
      a.engine.end(a.connection);
      settle(1e9);
      b.engine.write(b.connection, back);
      b.engine.end(b.connection);
      settle();
      expect(b.received.length).toBe(there.length);
      expect(a.received.length).toBe(back.length);
      expect([hash(b.received), hash(a.received)]).toEqual([hash(there), hash(back)]);
      expect(a.connection.phase).toBe('CLOSED');
      expect(b.connection.phase).toBe('CLOSED');
    },
  );

  test('a window that closes is asked about, and opens', () => {
    const { a, b, segments, settle } = cable();
    b.window = 5000;
    b.holds = true;
    settle(1e6);
    a.engine.write(a.connection, bytes(20_000, 3));
    settle(100e9);
    // Only probes of one byte, further and further apart.
    expect(b.received).toHaveLength(5000);
    expect(a.connection.phase).toBe('ESTABLISHED');
    const before = segments.length;
    settle(100e9);
    expect(segments.length - before).toBeLessThan(12);
    b.holds = false;
    b.pending = 0;
    b.engine.opening(b.connection);
    settle();
    expect(hash(b.received)).toBe(hash(bytes(20_000, 3)));
  });

  test('several losses of one window are repaired without waiting for the timer', () => {
    let sent = 0;
    const { a, b, settle, clock } = cable((from) => (from === 'a' && [25, 27, 30].includes(++sent) ? [] : [1000]));
    settle(1e6);
    const since = clock.now();
    // Segment by segment, since a packet of many would be lost as one.
    const data = bytes(100_000, 9);
    for (let at = 0; at < data.length; at += 1000) a.engine.write(a.connection, data.subarray(at, at + 1000));
    while (b.received.length < data.length && clock.now() - since < 1e9) settle(1e5);
    expect(hash(b.received)).toBe(hash(data));
    expect(clock.now() - since).toBeLessThan(100e6);
  });

  test('who is gone is given up', () => {
    let gone = false;
    const { a, settle, clock } = cable(() => (gone ? [] : [1000]));
    settle(1e6);
    gone = true;
    a.engine.write(a.connection, Uint8Array.of(1));
    const since = clock.now();
    settle();
    expect(a.events).toEqual(['opened', 'reset']);
    expect((clock.now() - since) / 1e9).toBeGreaterThan(60);
  });

  test('what is small is not sent in crumbs while the window holds it', () => {
    const { a, b, segments, settle } = cable();
    settle(1e6);
    b.window = 2000;
    const from = segments.length;
    a.engine.write(a.connection, bytes(1_000_000, 5));
    settle(1e9);
    const data = segments.slice(from).filter((s) => s.from === 'a' && s.segment.bytes.length > 0);
    expect(b.received).toHaveLength(1_000_000);
    expect(data.length).toBeLessThan(1_000_000 / 900);
  });
});

describe('a single segment', () => {
  // An established connection with RCV.NXT 1000, a window of 8192, SND.UNA = SND.NXT 5001; what comes; what is answered; the phase.
  const seg = (seq: number, ack: number, flags: number, count = 0): Segment => ({
    source: 1,
    destination: 2,
    seq,
    ack,
    flags,
    window: 1000,
    bytes: new Uint8Array(count),
  });
  const CASES: [string, Segment, string[], Phase, number][] = [
    ['in order', seg(1000, 5001, ACK, 10), ['ACK 1010'], 'ESTABLISHED', 10],
    ['an acknowledgement', seg(1000, 5001, ACK), [], 'ESTABLISHED', 0],
    ['old bytes', seg(990, 5001, ACK, 10), ['ACK 1000'], 'ESTABLISHED', 0],
    ['old bytes and new ones', seg(990, 5001, ACK, 15), ['ACK 1005'], 'ESTABLISHED', 5],
    ['ahead', seg(1010, 5001, ACK, 10), ['ACK 1000'], 'ESTABLISHED', 0],
    ['beyond the window', seg(1000 + 8193, 5001, ACK, 10), ['ACK 1000'], 'ESTABLISHED', 0],
    ['over the edge', seg(1000, 5001, ACK, 9000), ['ACK 9192'], 'ESTABLISHED', 8192],
    ['FIN', seg(1000, 5001, ACK | FIN), ['ACK 1001'], 'CLOSE_WAIT', 0],
    ['FIN behind bytes', seg(1000, 5001, ACK | FIN, 5), ['ACK 1006'], 'CLOSE_WAIT', 5],
    ['FIN ahead of its turn', seg(1005, 5001, ACK | FIN), ['ACK 1000'], 'ESTABLISHED', 0],
    ['RST', seg(1000, 0, RST), [], 'CLOSED', 0],
    ['RST inside the window only (RFC 5961)', seg(1001, 0, RST), ['ACK 1000'], 'ESTABLISHED', 0],
    ['RST outside of it', seg(999, 0, RST), [], 'ESTABLISHED', 0],
    ['SYN (RFC 5961)', seg(1000, 0, SYN), ['ACK 1000'], 'ESTABLISHED', 0],
    ['no ACK', seg(1000, 0, 0, 10), [], 'ESTABLISHED', 0],
    ['ACK of what was never sent', seg(1000, 5002, ACK, 10), ['ACK 1000'], 'ESTABLISHED', 0],
    ['a probe of a window (seq before)', seg(999, 5001, ACK), ['ACK 1000'], 'ESTABLISHED', 0],
  ];
  test.each(CASES)('%s', (_name, segment, answers, phase, received) => {
    const out: string[] = [];
    let got = 0;
    const engine = createTcp<Connection>({
      now: () => 0,
      emit: (_c, { flags, ack }) => out.push(`${flags === ACK ? 'ACK' : flags} ${ack}`),
      room: () => 8192 - got,
      received: (_c, data) => void (got += data.length),
      opened() {},
      ended() {},
      acked() {},
      closed() {},
    });
    const connection: Connection = {
      ...newConnection('LISTEN', 5000),
      ...{
        phase: 'ESTABLISHED',
        una: 5001,
        nxt: 5001,
        max: 5001,
        wnd: 1000,
        rcvNxt: 1000,
        rcvEnd: 9192,
        wl1: 1000,
        wl2: 5001,
      },
    };
    engine.segment(connection, segment);
    expect(out).toEqual(answers);
    expect(connection.phase).toBe(phase);
    expect(got).toBe(received);
  });
});

describe('what is no segment', () => {
  const good = new Uint8Array(24);
  putTcp(good, 0, { source: 1, destination: 2, seq: 3, ack: 4, flags: SYN, window: 5, mss: 1000 });
  test.each([
    ['short', good.slice(0, 19), undefined],
    ['a header longer than it', good.slice(0, 20), undefined],
    ['a header shorter than any', Uint8Array.from(good, (b, i) => (i === 12 ? 0x40 : b)), undefined],
    ['an option of length 0', Uint8Array.from(good, (b, i) => (i === 21 ? 0 : b)), { mss: undefined }],
    ['an option that is cut off', Uint8Array.from(good, (b, i) => (i === 21 ? 5 : b)), { mss: undefined }],
    ['a good one', good, { mss: 1000, seq: 3, window: 5 }],
  ])('%s', (_name, packet, expected) => {
    const segment = parseTcp(packet);
    if (expected === undefined) expect(segment).toBe(undefined);
    else expect(segment).toMatchObject(expected);
  });
});
