/**
 * One side of TCP connections (RFC 9293), as plain data and the functions that move it: for the gateway, which is the other end of all
 * that guests connect to. Round-trip times and the retransmission timer are RFC 6298's, congestion control is RFC 5681's with NewReno's
 * recovery (RFC 6582), resets are checked as RFC 5961 says. Time is guest time, and all memory is bounded by the windows.
 *
 * Left out, as nobody at the other end of a virtual cable needs them: SACK, time stamps, urgent data, delayed acknowledgements.
 */
import { newRing, ringCopy, ringDrop, ringPush, type Ring } from './ring.js';
import { TCP_F, type Segment } from './tcp-segment.js';

/** States of RFC 9293, 3.3.2. LISTEN: a SYN has come, and the one who has to say whether it is welcome has not answered. */
export type Phase =
  | 'LISTEN'
  | 'SYN_SENT'
  | 'SYN_RECEIVED'
  | 'ESTABLISHED'
  | 'FIN_WAIT_1'
  | 'FIN_WAIT_2'
  | 'CLOSE_WAIT'
  | 'CLOSING'
  | 'LAST_ACK'
  | 'TIME_WAIT'
  | 'CLOSED';

/** Which phases may do what. */
const takesData = new Set<Phase>(['ESTABLISHED', 'FIN_WAIT_1', 'FIN_WAIT_2']);
const sends = new Set<Phase>(['ESTABLISHED', 'CLOSE_WAIT', 'FIN_WAIT_1', 'CLOSING', 'LAST_ACK']);
/** What our FIN, its acknowledgement, and the peer's FIN lead to. */
const ON_FIN_SENT: Partial<Record<Phase, Phase>> = { ESTABLISHED: 'FIN_WAIT_1', CLOSE_WAIT: 'LAST_ACK' };
const ON_FIN_ACKED: Partial<Record<Phase, Phase>> = {
  FIN_WAIT_1: 'FIN_WAIT_2',
  CLOSING: 'TIME_WAIT',
  LAST_ACK: 'CLOSED',
};
const ON_PEER_FIN: Partial<Record<Phase, Phase>> = {
  SYN_RECEIVED: 'CLOSE_WAIT',
  ESTABLISHED: 'CLOSE_WAIT',
  FIN_WAIT_1: 'CLOSING',
  FIN_WAIT_2: 'TIME_WAIT',
};

/** Times in ns. */
const RTO = { FIRST: 1e9, MIN: 200e6, MAX: 60e9 } as const;
/** A segment is sent again so often before the peer is given up: data for 100 s at least (RFC 1122, 4.2.3.5), a SYN for less. */
const RETRIES = { SYN: 6, DATA: 15 } as const;
/** Twice a segment's life: on a cable in memory nothing is late. */
const TIME_WAIT = 2e9;
/** Ours, on an Ethernet; and what a peer has that says nothing (RFC 9293, 3.7.1), and the least that is believed. */
export const MSS = { OWN: 1460, DEFAULT: 536, MIN: 88 } as const;
/** Our windows are told in units of 8 bytes, so that 256 KiB fit. */
const SCALE = 3;
/** What is sent in one packet, for the NIC to cut: with headers no more than 64 KiB. */
const MAX_SEND = 64_000;
const MAX_CWND = 1 << 20;
/** Pieces that may wait for a hole to be filled. */
const MAX_HELD = 128;

export interface Connection {
  phase: Phase;
  /** Send sequence variables: SND.UNA, SND.NXT, the highest NXT yet, SND.WND, SND.WL1, SND.WL2, ISS. */
  una: number;
  nxt: number;
  max: number;
  wnd: number;
  wl1: number;
  wl2: number;
  iss: number;
  /** RCV.NXT, and the end of the window that we have told: it never moves back. */
  rcvNxt: number;
  rcvEnd: number;
  mss: number;
  /** Shifts of both windows; -1 for ours: a window is never scaled. */
  sndScale: number;
  rcvScale: number;
  /** From SND.UNA on. */
  out: Ring;
  /** A FIN follows what is in `out`. */
  ending: boolean;
  /** Received ahead of RCV.NXT, in order. */
  held: { seq: number; bytes: Uint8Array }[];
  cwnd: number;
  ssthresh: number;
  dupAcks: number;
  /** Where the present recovery ends; -1 if there is none. */
  recover: number;
  srtt: number;
  rttvar: number;
  rto: number;
  /** The sequence number whose acknowledgement is timed, -1 for none, and when it was sent. */
  timed: number;
  timedAt: number;
  retries: number;
  /** When the timer fires (ns), -1 for not. */
  dueAt: number;
}

/** What a connection needs around it. Functions may be called from inside any of TcpEngine's. */
export interface TcpAround<C extends Connection> {
  now(): number;
  /** A segment leaves, and may be lost. `bytes` is good during the call. `segment.window` is scaled already. */
  emit(connection: C, segment: Omit<Segment, 'source' | 'destination' | 'bytes'>, bytes: Uint8Array): void;
  /** How much may come now, beyond RCV.NXT. */
  room(connection: C): number;
  /** Bytes in order, good during the call. */
  received(connection: C, bytes: Uint8Array): void;
  /** The handshake is complete. */
  opened(connection: C): void;
  /** The peer sends no more. */
  ended(connection: C): void;
  /** The peer has so many more bytes. */
  acked(connection: C, bytes: number): void;
  /** Nothing more happens: to be forgotten. `orderly`: both sides were ended and have all; otherwise by a reset, or given up. */
  closed(connection: C, orderly: boolean): void;
}

/** a - b, in the arithmetic of sequence numbers. */
const diff = (a: number, b: number): number => (a - b) | 0;
const plus = (a: number, n: number): number => (a + n) >>> 0;

/** @param iss the initial sequence number */
export function newConnection(phase: 'LISTEN' | 'SYN_SENT', iss: number): Connection {
  return {
    phase,
    ...{ una: iss, nxt: iss, max: iss, wnd: 0, wl1: 0, wl2: 0, iss },
    ...{ rcvNxt: 0, rcvEnd: 0, mss: MSS.DEFAULT, sndScale: 0, rcvScale: 0 },
    ...{ out: newRing(), ending: false, held: [] },
    ...{ cwnd: 10 * MSS.DEFAULT, ssthresh: MAX_CWND, dupAcks: 0, recover: -1 },
    ...{ srtt: -1, rttvar: 0, rto: RTO.FIRST, timed: -1, timedAt: 0, retries: 0, dueAt: -1 },
  };
}

/** The reset that answers a segment which belongs to nothing (RFC 9293, 3.5.2, group 1); undefined for a reset. */
export function resetFor(segment: Segment): Omit<Segment, 'source' | 'destination' | 'bytes'> | undefined {
  if ((segment.flags & TCP_F.RST) !== 0) return undefined;
  if ((segment.flags & TCP_F.ACK) !== 0) return { seq: segment.ack, ack: 0, flags: TCP_F.RST, window: 0 };
  return { seq: 0, ack: plus(segment.seq, lengthOf(segment)), flags: TCP_F.RST | TCP_F.ACK, window: 0 };
}

const lengthOf = ({ flags, bytes }: Segment): number =>
  bytes.length + ((flags & TCP_F.SYN) !== 0 ? 1 : 0) + ((flags & TCP_F.FIN) !== 0 ? 1 : 0);

export interface TcpEngine<C extends Connection> {
  /** The SYN for a connection in LISTEN. */
  listen(connection: C, syn: Segment): void;
  /** A connection in LISTEN is welcome: SYN and ACK go out. */
  accept(connection: C): void;
  /** A connection in SYN_SENT: SYN goes out. */
  connect(connection: C): void;
  /** A segment has come. */
  segment(connection: C, segment: Segment): void;
  /** Bytes to send: who calls bounds them. */
  write(connection: C, bytes: Uint8Array): void;
  /** No more will be written. */
  end(connection: C): void;
  /** Resets the connection. `closed` is not called. */
  abort(connection: C): void;
  /** `around.room` may have grown: tells the peer, if that is worth a segment. */
  opening(connection: C): void;
  /** The time `dueAt` has come. */
  timer(connection: C): void;
}

export function createTcp<C extends Connection>(around: TcpAround<C>): TcpEngine<C> {
  const buffer = new Uint8Array(MAX_SEND);

  /** Sends a segment with the present acknowledgement and window. */
  const emit = (
    c: C,
    seq: number,
    flags: number,
    bytes = buffer.subarray(0, 0),
    options: Partial<Segment> = {},
  ): void => {
    const scale = (flags & TCP_F.SYN) !== 0 ? 0 : c.rcvScale;
    const end = plus(c.rcvNxt, Math.min(around.room(c), 0xffff << scale));
    if (diff(end, c.rcvEnd) > 0) c.rcvEnd = end;
    const window = Math.min(0xffff, Math.max(0, diff(c.rcvEnd, c.rcvNxt)) >> scale);
    around.emit(c, { seq, ack: (flags & TCP_F.ACK) !== 0 ? c.rcvNxt : 0, flags, window, ...options }, bytes);
  };
  const acknowledge = (c: C): void => emit(c, c.nxt, TCP_F.ACK);

  const close = (c: C, orderly: boolean): void => {
    if (c.phase === 'CLOSED') return;
    c.phase = 'CLOSED';
    c.dueAt = -1;
    around.closed(c, orderly);
  };

  const arm = (c: C): void => void (c.dueAt = around.now() + c.rto);

  /** SYN, or SYN and ACK. */
  const emitSyn = (c: C): void => {
    const answers = c.phase === 'SYN_RECEIVED';
    c.nxt = c.max = plus(c.iss, 1);
    if (!answers) c.rcvScale = 0;
    emit(c, c.iss, answers ? TCP_F.SYN | TCP_F.ACK : TCP_F.SYN, undefined, {
      mss: MSS.OWN,
      scale: !answers || c.rcvScale > 0 ? SCALE : undefined,
    });
    arm(c);
  };

  /** Takes over what the peer's SYN says. */
  const synchronize = (c: C, syn: Segment): void => {
    c.rcvNxt = c.rcvEnd = plus(syn.seq, 1);
    c.mss = Math.max(MSS.MIN, Math.min(MSS.OWN, syn.mss ?? MSS.DEFAULT));
    c.sndScale = syn.scale ?? 0;
    c.rcvScale = syn.scale === undefined ? 0 : SCALE;
    c.cwnd = 10 * c.mss;
    c.wnd = syn.window;
    c.wl1 = syn.seq;
    c.wl2 = syn.ack;
  };

  /** What is in `out` and was never sent, or is to be sent again; negative once the FIN was sent. */
  const unsent = (c: C): number => c.out.length - diff(c.nxt, c.una);

  /** SND.NXT, if it has not been there. */
  const advance = (c: C, to: number): void => {
    if (diff(to, c.nxt) > 0) c.nxt = to;
    if (diff(to, c.max) > 0) {
      c.max = to;
      if (c.timed < 0) {
        c.timed = to;
        c.timedAt = around.now();
      }
    }
    if (c.dueAt < 0) arm(c);
  };

  /** Sends `count` bytes of `out` from `seq` on, and the FIN if it comes right behind. */
  const emitData = (c: C, seq: number, count: number): void => {
    const offset = diff(seq, c.una);
    const bytes = buffer.subarray(0, count);
    ringCopy(c.out, offset, bytes);
    const last = offset + count === c.out.length;
    const fin = last && c.ending;
    if (fin) c.phase = ON_FIN_SENT[c.phase] ?? c.phase;
    // Before it leaves, since it may be answered at once.
    advance(c, plus(seq, count + (fin ? 1 : 0)));
    emit(c, seq, TCP_F.ACK | (last && count > 0 ? TCP_F.PSH : 0) | (fin ? TCP_F.FIN : 0), bytes);
  };

  /** Sends what may be sent now. */
  const output = (c: C): void => {
    while (sends.has(c.phase)) {
      const flying = diff(c.nxt, c.una);
      const left = unsent(c);
      const room = Math.min(c.wnd, c.cwnd) - flying;
      if (left < 0 || (left === 0 && !c.ending)) break;
      if (left === 0) emitData(c, c.nxt, 0);
      else {
        let count = Math.min(left, room, MAX_SEND);
        // Whole segments, but for the last one; nothing small while something is under way and the window is what holds (RFC 9293, 3.8.6.2.1).
        if (count < left && count > c.mss) count -= count % c.mss;
        if (count <= 0 || (count < left && count < c.mss && flying > 0)) break;
        emitData(c, c.nxt, count);
      }
    }
    // A closed window is asked about from time to time: the segment that opens it may be lost (RFC 9293, 3.8.6.1).
    if (sends.has(c.phase) && c.dueAt < 0 && unsent(c) > 0) arm(c);
  };

  const measure = (c: C): void => {
    const r = around.now() - c.timedAt;
    if (c.srtt < 0) {
      c.srtt = r;
      c.rttvar = r / 2;
    } else {
      c.rttvar = 0.75 * c.rttvar + 0.25 * Math.abs(c.srtt - r);
      c.srtt = 0.875 * c.srtt + 0.125 * r;
    }
    c.timed = -1;
  };

  /** An acknowledgement of something new. */
  const advanceUna = (c: C, ack: number): void => {
    const count = diff(ack, c.una);
    const data = Math.min(count, c.out.length);
    if (c.timed >= 0 && diff(ack, c.timed) >= 0) measure(c);
    // Something gets through: what a loss has added to the timer is taken back.
    if (c.srtt >= 0) c.rto = Math.round(Math.min(RTO.MAX, Math.max(RTO.MIN, c.srtt + 4 * c.rttvar)));
    ringDrop(c.out, data);
    c.una = ack;
    if (diff(c.nxt, ack) < 0) c.nxt = ack;
    c.dupAcks = 0;
    if (c.recover >= 0 && diff(ack, c.recover) < 0) {
      // NewReno: the next hole follows.
      c.timed = -1;
      if (c.out.length > 0) emitData(c, c.una, Math.min(c.mss, c.out.length));
      c.cwnd = Math.max(c.mss, c.cwnd - data + c.mss);
    } else {
      if (c.recover >= 0) {
        c.recover = -1;
        c.cwnd = c.ssthresh;
      } else if (c.cwnd < c.ssthresh) c.cwnd += data;
      else c.cwnd += Math.ceil((c.mss * data) / c.cwnd);
      c.cwnd = Math.min(c.cwnd, MAX_CWND);
    }
    if (diff(c.max, c.una) > 0) arm(c);
    else c.dueAt = -1;
    if (data > 0) around.acked(c, data);
    // All of `out` and one more: our FIN.
    if (count > data && c.phase !== 'ESTABLISHED') {
      const next = ON_FIN_ACKED[c.phase];
      if (next === 'CLOSED') return close(c, true);
      if (next === 'TIME_WAIT') return linger(c);
      if (next) c.phase = next;
    }
  };

  const linger = (c: C): void => {
    c.phase = 'TIME_WAIT';
    c.dueAt = around.now() + TIME_WAIT;
  };

  const loss = (c: C): void => {
    c.ssthresh = Math.max(Math.floor(diff(c.max, c.una) / 2), 2 * c.mss);
    c.timed = -1;
  };

  const duplicate = (c: C): void => {
    c.dupAcks++;
    if (c.recover >= 0) c.cwnd = Math.min(MAX_CWND, c.cwnd + c.mss);
    else if (c.dupAcks === 3) {
      loss(c);
      c.recover = c.max;
      c.cwnd = c.ssthresh + 3 * c.mss;
      emitData(c, c.una, Math.min(c.mss, c.out.length));
      arm(c);
    }
  };

  /** The ACK field of an acceptable segment. @returns whether the rest of it counts */
  const onAck = (c: C, s: Segment): boolean => {
    if (c.phase === 'SYN_RECEIVED') {
      if (s.ack !== plus(c.iss, 1)) {
        const reset = resetFor(s);
        if (reset) around.emit(c, reset, buffer.subarray(0, 0));
        return false;
      }
      c.phase = 'ESTABLISHED';
      c.una = s.ack;
      c.wnd = s.window << c.sndScale;
      c.wl1 = s.seq;
      c.wl2 = s.ack;
      c.dueAt = -1;
      c.retries = 0;
      around.opened(c);
    }
    if (diff(s.ack, c.max) > 0) {
      acknowledge(c);
      return false;
    }
    c.retries = 0;
    const window = s.window << c.sndScale;
    const fresh = diff(s.ack, c.una);
    const isDuplicate =
      fresh === 0 && lengthOf(s) === 0 && window === c.wnd && window > 0 && diff(c.max, c.una) > 0 && c.out.length > 0;
    if (fresh >= 0 && (diff(s.seq, c.wl1) > 0 || (s.seq === c.wl1 && diff(s.ack, c.wl2) >= 0))) {
      // The window has opened: what waits for it need not wait for the timer.
      if (c.wnd === 0 && window > 0) {
        c.nxt = c.una;
        c.dueAt = -1;
      }
      c.wnd = window;
      c.wl1 = s.seq;
      c.wl2 = s.ack;
    }
    if (fresh > 0) advanceUna(c, s.ack);
    else if (isDuplicate) duplicate(c);
    return c.phase !== 'CLOSED';
  };

  /** Keeps what came ahead of its turn, which the window has admitted. */
  const hold = (c: C, seq: number, bytes: Uint8Array): void => {
    const kept = c.held.reduce((sum, h) => sum + h.bytes.length, bytes.length);
    if (c.held.length >= MAX_HELD || kept > around.room(c)) return;
    const at = c.held.findIndex((h) => diff(h.seq, seq) >= 0);
    const place = at < 0 ? c.held.length : at;
    // The same again, or what is covered by its neighbour: nothing is stored twice.
    const before = c.held[place - 1];
    const covered = before && diff(plus(before.seq, before.bytes.length), plus(seq, bytes.length)) >= 0;
    if (covered || c.held[place]?.seq === seq) return;
    c.held.splice(place, 0, { seq, bytes: bytes.slice() });
  };

  const deliver = (c: C, bytes: Uint8Array): void => {
    if (bytes.length === 0) return;
    c.rcvNxt = plus(c.rcvNxt, bytes.length);
    around.received(c, bytes);
  };

  /** Payload and FIN of an acceptable segment. */
  const onText = (c: C, s: Segment): void => {
    const end = plus(s.seq, s.bytes.length);
    let bytes = s.bytes;
    let fin = (s.flags & TCP_F.FIN) !== 0;
    let seq = s.seq;
    const old = diff(c.rcvNxt, seq);
    if (old > 0) {
      bytes = bytes.subarray(Math.min(old, bytes.length));
      seq = c.rcvNxt;
    }
    const over = diff(end, c.rcvEnd);
    if (over > 0) {
      bytes = bytes.subarray(0, Math.max(0, bytes.length - over));
      fin = false;
    }
    if (!takesData.has(c.phase)) {
      // A FIN that comes again.
      if (lengthOf(s) > 0) acknowledge(c);
      return;
    }
    if (lengthOf(s) === 0) return;
    if (seq !== c.rcvNxt) {
      // The FIN is taken when it comes again.
      if (bytes.length > 0) hold(c, seq, bytes);
      return acknowledge(c);
    }
    deliver(c, bytes);
    while (c.held.length > 0 && diff(c.held[0].seq, c.rcvNxt) <= 0) {
      const { seq: from, bytes: more } = c.held[0];
      c.held.shift();
      deliver(c, more.subarray(Math.min(more.length, diff(c.rcvNxt, from))));
    }
    if (fin && c.rcvNxt === end && c.phase !== 'CLOSED') {
      c.rcvNxt = plus(c.rcvNxt, 1);
      const next = ON_PEER_FIN[c.phase];
      if (next === 'TIME_WAIT') linger(c);
      else if (next) c.phase = next;
      acknowledge(c);
      around.ended(c);
    } else if (c.phase !== 'CLOSED') acknowledge(c);
  };

  const onSynSent = (c: C, s: Segment): void => {
    const acks = (s.flags & TCP_F.ACK) !== 0;
    if (acks && s.ack !== plus(c.iss, 1)) {
      const reset = resetFor(s);
      if (reset) around.emit(c, reset, buffer.subarray(0, 0));
      return;
    }
    if ((s.flags & TCP_F.RST) !== 0) {
      if (acks) close(c, false);
      return;
    }
    // Both at once can't happen here: nobody connects to a port that we have made up.
    if (!acks || (s.flags & TCP_F.SYN) === 0) return;
    synchronize(c, s);
    c.una = s.ack;
    c.phase = 'ESTABLISHED';
    c.dueAt = -1;
    c.retries = 0;
    acknowledge(c);
    around.opened(c);
    output(c);
  };

  return {
    listen: synchronize,
    accept(c) {
      if (c.phase !== 'LISTEN') return;
      c.phase = 'SYN_RECEIVED';
      emitSyn(c);
    },
    connect: emitSyn,
    segment(c, s) {
      if (c.phase === 'CLOSED' || c.phase === 'LISTEN') {
        // Who has sent a SYN may think better of it.
        if (c.phase === 'LISTEN' && (s.flags & TCP_F.RST) !== 0 && s.seq === c.rcvNxt) close(c, false);
        return;
      }
      if (c.phase === 'SYN_SENT') return onSynSent(c, s);
      const window = Math.max(0, diff(c.rcvEnd, c.rcvNxt));
      const length = lengthOf(s);
      const from = diff(s.seq, c.rcvNxt);
      // RFC 9293, 3.10.7.4: some of it lies in the window.
      const acceptable = length === 0 ? from >= 0 && from <= window : from < window && from + length > 0;
      if (!acceptable) {
        if ((s.flags & TCP_F.RST) !== 0) return;
        // Of a probe into a closed window its acknowledgement counts.
        if (from === 0 && window === 0 && (s.flags & TCP_F.ACK) !== 0 && c.phase !== 'SYN_RECEIVED') onAck(c, s);
        if (c.phase === 'SYN_RECEIVED') emitSyn(c);
        else if (sends.has(c.phase) || takesData.has(c.phase) || c.phase === 'TIME_WAIT') acknowledge(c);
        return output(c);
      }
      if ((s.flags & TCP_F.RST) !== 0) {
        if (from === 0) close(c, c.phase === 'TIME_WAIT');
        else acknowledge(c);
        return;
      }
      if ((s.flags & TCP_F.SYN) !== 0) return acknowledge(c);
      if ((s.flags & TCP_F.ACK) === 0 || !onAck(c, s)) return;
      onText(c, s);
      output(c);
    },
    write(c, bytes) {
      if (c.ending || c.phase === 'CLOSED') return;
      ringPush(c.out, bytes);
      output(c);
    },
    end(c) {
      if (c.ending || c.phase === 'CLOSED') return;
      c.ending = true;
      output(c);
    },
    abort(c) {
      const told = c.phase !== 'CLOSED' && c.phase !== 'TIME_WAIT';
      if (told && c.phase === 'LISTEN') emit(c, 0, TCP_F.RST | TCP_F.ACK);
      else if (told && c.phase !== 'SYN_SENT') emit(c, c.nxt, TCP_F.RST | TCP_F.ACK);
      c.phase = 'CLOSED';
      c.dueAt = -1;
    },
    opening(c) {
      if (!takesData.has(c.phase)) return;
      const grown = diff(plus(c.rcvNxt, Math.min(around.room(c), 0xffff << c.rcvScale)), c.rcvEnd);
      const left = diff(c.rcvEnd, c.rcvNxt);
      // RFC 9293, 3.8.6.2.2: not for a few bytes; at once where the peer can't send a segment any more.
      if (grown >= 32_768 || (grown >= c.mss && left < 2 * c.mss)) acknowledge(c);
    },
    timer(c) {
      c.dueAt = -1;
      if (c.phase === 'TIME_WAIT') return close(c, true);
      const opening = c.phase === 'SYN_SENT' || c.phase === 'SYN_RECEIVED';
      if (++c.retries > (opening ? RETRIES.SYN : RETRIES.DATA)) {
        if (!opening) emit(c, c.nxt, TCP_F.RST | TCP_F.ACK);
        return close(c, false);
      }
      c.rto = Math.min(RTO.MAX, c.rto * 2);
      if (opening) return emitSyn(c);
      if (!sends.has(c.phase)) return;
      if (c.wnd === 0 && c.out.length > 0) {
        // One byte, which the peer must answer.
        c.nxt = c.una;
        emitData(c, c.una, 1);
      } else {
        loss(c);
        c.recover = -1;
        c.dupAcks = 0;
        c.cwnd = c.mss;
        c.nxt = c.una;
        output(c);
      }
      if (c.dueAt < 0) arm(c);
    },
  };
}
