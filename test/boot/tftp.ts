/** A server of files by TFTP (RFC 1350, options by RFC 2347 to 2349), as far as U-Boot asks; all from one port, so that a NAT lets it through. */
import { createSocket, type Socket } from 'node:dgram';

const OP = { READ: 1, DATA: 3, ACK: 4, ERROR: 5, OPTIONS: 6 } as const;
const NOT_FOUND = 1;

export interface TftpServer {
  readonly port: number;
  close(): void;
}

/** Serves files by their names, on a free port of the loopback. */
export async function serveTftp(files: ReadonlyMap<string, Uint8Array>): Promise<TftpServer> {
  const socket: Socket = createSocket('udp4');
  /** By client: what it reads, in blocks of how many bytes. */
  const transfers = new Map<number, { readonly bytes: Uint8Array; readonly block: number }>();
  const message = (op: number, second: number, body: Uint8Array): Buffer =>
    Buffer.concat([Buffer.from([op >> 8, op & 0xff, second >> 8, second & 0xff]), body]);
  const data = (client: number, number: number): Buffer | undefined => {
    const transfer = transfers.get(client);
    if (!transfer) return undefined;
    const from = (number - 1) * transfer.block;
    if (from > transfer.bytes.length) return undefined;
    return message(OP.DATA, number & 0xffff, transfer.bytes.subarray(from, from + transfer.block));
  };
  const answer = (client: number, request: Buffer): Buffer | undefined => {
    const op = request.readUInt16BE(0);
    if (op === OP.ACK) return data(client, request.readUInt16BE(2) + 1);
    if (op !== OP.READ) return undefined;
    const [name, , ...options] = request.toString('latin1', 2).split('\0');
    const bytes = files.get(name);
    if (!bytes) return message(OP.ERROR, NOT_FOUND, Buffer.from('no such file\0'));
    const asked = new Map(options.flatMap((key, i) => (i % 2 === 0 && key ? [[key, options[i + 1]] as const] : [])));
    transfers.set(client, { bytes, block: Number(asked.get('blksize') ?? 512) });
    if (asked.has('tsize')) asked.set('tsize', String(bytes.length));
    const agreed = [...asked].flat().map((text) => `${text}\0`);
    return Buffer.concat([Buffer.from([0, OP.OPTIONS]), Buffer.from(agreed.join(''), 'latin1')]);
  };
  socket.on('message', (request, { port, address }) => {
    const reply = answer(port, request);
    if (reply) socket.send(reply, port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return { port: socket.address().port, close: () => void socket.close() };
}
