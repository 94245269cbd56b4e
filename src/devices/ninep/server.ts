/** A 9P2000.L server on a ShareBackend: a request in bytes becomes an answer in bytes. */
import type { ShareBackend } from './backend.js';
import { ERRNO, Refusal } from './errno.js';
import { Fids, newFids } from './fids.js';
import { Reader, readFields, Writer, writeFields, type Fields, type Values } from './fields.js';
import { HEADER_BYTES, MESSAGES, RLERROR, type Message, type MessageName } from './messages.js';
import { requests, type Handlers, type NinepState, type Tree } from './requests.js';

export const newNinep = (): NinepState => ({ ...newFids(), msize: 0 });

/** A request of no type in particular. */
type AnyHandler = (request: Values<Fields>) => Values<Fields>;

const BY_TYPE = new Map<number, readonly [MessageName, Message]>(
  (Object.keys(MESSAGES) as MessageName[]).map((name) => [MESSAGES[name].type, [name, MESSAGES[name]]]),
);

/** size, type, tag. */
function writeHeader({ bytes, at }: Writer, type: number, tag: number): void {
  const header = new Writer(bytes, 0);
  header.u32(at);
  header.u8(type);
  header.u16(tag);
}

export interface NinepServer {
  /**
   * Does what a request asks for, and makes its answer. Nothing is thrown.
   * @param request one message, with its header
   * @param answer room for the answer: RLERROR_BYTES at least
   * @returns bytes of the answer
   */
  respond(request: Uint8Array, answer: Uint8Array): number;
  /** Forgets its client, and closes all files. */
  reset(): void;
  /** The state has been replaced. */
  restored(): void;
}

/**
 * @param state as `newNinep` makes it: whoever made it may keep it and put it back
 * @param readOnly every change is EROFS
 */
export function ninepServer(state: NinepState, backend: ShareBackend, readOnly: boolean): NinepServer {
  const fids = new Fids(state, backend);
  const tree: Tree = { state, fids, backend, readOnly, answer: new Uint8Array(0) };
  const handlers: Handlers = requests(tree);

  const perform = (type: number, bytes: Uint8Array): Writer => {
    const [name, message] = BY_TYPE.get(type) ?? [];
    if (name === undefined || !message) throw new Refusal('EOPNOTSUPP');
    if (state.msize === 0 && name !== 'Tversion') throw new Refusal('EPROTO');
    const request = readFields(new Reader(bytes, HEADER_BYTES), message.request);
    if (message.changes && readOnly) throw new Refusal('EROFS');
    const values = (handlers[name] as unknown as AnyHandler)(request);
    const writer = new Writer(tree.answer, HEADER_BYTES);
    writeFields(writer, message.reply, values);
    return writer;
  };

  return {
    respond(request, answer) {
      tree.answer = answer.subarray(0, state.msize === 0 ? answer.length : Math.min(answer.length, state.msize));
      const type = request[4];
      const tag = request[5] | (request[6] << 8);
      let writer: Writer;
      try {
        writer = perform(type, request);
        writeHeader(writer, type + 1, tag);
      } catch (error) {
        writer = new Writer(answer, HEADER_BYTES);
        writer.u32(error instanceof Refusal ? error.errno : ERRNO.EIO);
        writeHeader(writer, RLERROR, tag);
      }
      return writer.at;
    },
    reset() {
      fids.files.closeAll();
      Object.assign(state, newNinep());
      fids.restored();
    },
    restored: () => fids.restored(),
  };
}
