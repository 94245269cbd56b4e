/** Answers guests' DNS questions by the host's own resolver, and by the names of the guests on the network. */
import { promises as resolver, type LookupAddress } from 'node:dns';
import { decode, encode, RECURSION_AVAILABLE, RECURSION_DESIRED, TRUNCATED_RESPONSE, type Answer } from 'dns-packet';

/** How long what the host has said may be kept, s: its resolver does not tell. */
const TTL = 60;
/** What a client takes that says nothing (RFC 1035, 4.2.1), and what others get at most. */
const DATAGRAM = { LEAST: 512, MOST: 1232 } as const;
const RCODE = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4 } as const;
/** Errors that say that there is no such name, and that there is the name but nothing of this type. */
const NO_NAME: readonly string[] = ['ENOTFOUND', 'EAI_NONAME'];
const NO_DATA: readonly string[] = ['ENODATA', 'EAI_NODATA'];

/** Names on the network, in lower case and without the domain, with their IPv4 addresses. */
export type Hosts = ReadonlyMap<string, string>;

export interface DnsOptions {
  readonly hosts?: Hosts | undefined;
  /** The network's own domain, such as `pivisor`. */
  readonly domain?: string | undefined;
}

/** What the resolver is asked for each type. IPv6 addresses are not given out: the network has no IPv6. */
const TYPES: Record<string, (name: string) => Promise<Answer[]>> = {
  A: async (name) =>
    (await resolver.lookup(name, { all: true, family: 4 })).map(({ address }: LookupAddress) =>
      answer(name, 'A', address),
    ),
  AAAA: async (name) => {
    await resolver.lookup(name);
    return [];
  },
  CNAME: async (name) => (await resolver.resolveCname(name)).map((to) => answer(name, 'CNAME', to)),
  NS: async (name) => (await resolver.resolveNs(name)).map((to) => answer(name, 'NS', to)),
  PTR: async (name) => (await resolver.resolvePtr(name)).map((to) => answer(name, 'PTR', to)),
  MX: async (name) =>
    (await resolver.resolveMx(name)).map(({ priority, exchange }) =>
      answer(name, 'MX', { preference: priority, exchange }),
    ),
  TXT: async (name) => (await resolver.resolveTxt(name)).map((texts) => answer(name, 'TXT', texts)),
  SRV: async (name) =>
    (await resolver.resolveSrv(name)).map(({ name: target, ...rest }) => answer(name, 'SRV', { ...rest, target })),
  SOA: async (name) => {
    const { nsname, hostmaster, minttl, ...rest } = await resolver.resolveSoa(name);
    return [answer(name, 'SOA', { mname: nsname, rname: hostmaster, minimum: minttl, ...rest })];
  },
};

const answer = (name: string, type: string, data: unknown): Answer =>
  ({ name, type, ttl: TTL, class: 'IN', data }) as Answer;

/** What the network itself knows. */
function local({ hosts = new Map(), domain }: DnsOptions, name: string, type: string): Answer[] | undefined {
  const lower = name.toLowerCase();
  const short = domain !== undefined && lower.endsWith(`.${domain}`) ? lower.slice(0, -domain.length - 1) : lower;
  const address = hosts.get(short);
  if (address !== undefined) return type === 'A' ? [answer(name, 'A', address)] : [];
  const reverse = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\.in-addr\.arpa$/.exec(lower);
  if (type !== 'PTR' || !reverse) return undefined;
  const asked = reverse.slice(1).reverse().join('.');
  const found = [...hosts].find(([, at]) => at === asked);
  return found && [answer(name, 'PTR', domain === undefined ? found[0] : `${found[0]}.${domain}`)];
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/**
 * Answers a question.
 * @param stream it came by TCP, where answers may be long
 * @returns undefined for what is no question
 */
export async function answerDns(
  query: Uint8Array,
  options: DnsOptions,
  stream = false,
): Promise<Uint8Array | undefined> {
  let asked;
  try {
    asked = decode(Buffer.from(query));
  } catch {
    return undefined;
  }
  const question = asked.questions?.[0];
  if (asked.type !== 'query' || !question) return undefined;
  const opt = asked.additionals?.find((record) => record.type === 'OPT');
  let rcode: number = RCODE.NOERROR;
  let answers: Answer[] = [];
  const ask = TYPES[question.type];
  if (asked.questions?.length !== 1) rcode = RCODE.FORMERR;
  else if (!ask) rcode = RCODE.NOTIMP;
  else {
    try {
      answers = local(options, question.name, question.type) ?? (await ask(question.name));
    } catch (error) {
      const code = codeOf(error);
      if (!NO_DATA.includes(code)) rcode = NO_NAME.includes(code) ? RCODE.NXDOMAIN : RCODE.SERVFAIL;
    }
  }
  const build = (flags: number, records: Answer[]): Uint8Array =>
    encode({
      id: asked.id ?? 0,
      type: 'response',
      flags: RECURSION_AVAILABLE | ((asked.flags ?? 0) & RECURSION_DESIRED) | flags | rcode,
      questions: [question],
      answers: records,
      additionals: opt
        ? [
            {
              type: 'OPT',
              name: '.',
              udpPayloadSize: DATAGRAM.MOST,
              extendedRcode: 0,
              ednsVersion: 0,
              flags: 0,
              flag_do: false,
              options: [],
            },
          ]
        : [],
    });
  try {
    const whole = build(0, answers);
    const asks = opt?.type === 'OPT' ? opt.udpPayloadSize : 0;
    const most = stream ? 65_535 : Math.min(DATAGRAM.MOST, Math.max(DATAGRAM.LEAST, asks));
    return whole.length <= most ? whole : build(TRUNCATED_RESPONSE, []);
  } catch {
    return undefined;
  }
}
