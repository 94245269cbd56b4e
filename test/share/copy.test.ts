/** A server's state, saved and put back beside a copy of its files, goes on to the same answers. */
import { expect, test } from 'vitest';
import { RLERROR } from '../../src/devices/ninep/messages.js';
import { newNinep, ninepServer, type NinepServer } from '../../src/devices/ninep/server.js';
import { random } from '../devices/rig.js';
import { encode } from './client.js';
import { memoryShare } from './memory-share.js';
import { randomMessage } from './messages.js';

const [SESSIONS, MESSAGES] = [20, 1000];
const BEGIN = [
  encode('Tversion', { msize: 1 << 16, version: '9P2000.L' }),
  encode('Tattach', { fid: 0, afid: 0xffffffff }),
];

test('a state that was saved goes on alike', () => {
  let done = 0;
  for (let seed = 1; seed <= SESSIONS; seed++) {
    const next = random(seed);
    const share = memoryShare();
    const state = newNinep();
    const server = ninepServer(state, share, false);
    let copy: NinepServer | undefined;
    const answers = [server, undefined].map(() => new Uint8Array(1 << 16));
    const send = (message: Uint8Array): void => {
      const length = server.respond(message, answers[0]);
      const answer = answers[0].slice(0, length);
      if (answer[4] !== RLERROR) done++;
      if (!copy) return;
      const other = answers[1].subarray(0, copy.respond(message, answers[1]));
      expect(
        Buffer.compare(answer, other),
        `seed ${seed}: [${message.join()}] => [${answer.join()}], [${other.join()}]`,
      ).toBe(0);
    };
    BEGIN.forEach(send);
    const middle = next() % MESSAGES;
    for (let i = 0; i < MESSAGES; i++) {
      if (i === middle) {
        const saved = newNinep();
        copy = ninepServer(saved, memoryShare(structuredClone(share.nodes)), false);
        Object.assign(saved, JSON.parse(JSON.stringify(state)));
        copy.restored();
      }
      if (next() % 100 === 0) BEGIN.forEach(send);
      send(randomMessage(next, 8));
    }
  }
  expect(done).toBeGreaterThan((SESSIONS * MESSAGES) / 10);
});
