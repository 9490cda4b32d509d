import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import fc from 'fast-check';
import pino from 'pino';
import { Probot } from 'probot';
import { mainstay } from '#app';
import { createSite, listen, WEBHOOK_PATH } from '#http';
import { APP_KEY } from '#kit/app-key';
import { signedHeaders } from '#kit/signed';
import { isWaking, wakesOf } from '#wake';

const SECRET = 'a-secret-of-the-webhook';

/** What a stranger, or a GitHub that has lost its mind, may send. */
type Sent = {
  readonly body: Buffer;
  readonly event: string;
  readonly signed: 'well' | 'by another' | 'not' | 'oddly';
  readonly odd: string;
  readonly type: string;
  readonly id: string;
};

const EVENTS = [
  'push',
  'repository',
  'issue_comment',
  'check_run',
  'installation',
  'pull_request',
  'merge_group',
];
/** What payloads have in them, at wrong places and with wrong values. */
const NAMES = [
  'action',
  'repository',
  'installation',
  'id',
  'sender',
  'owner',
  'login',
  'ref',
  'comment',
  'issue',
];
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(
      'created',
      'edited',
      'refs/heads/main',
      'acme/api',
      '__proto__',
      '\0',
      '\ud800',
      1,
      -1,
      1e308,
      null,
    ),
    fc.string(),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.oneof(fc.constantFrom(...NAMES), fc.string()), tie('value'), { maxKeys: 8 }),
}));
const bodies: fc.Arbitrary<Buffer> = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc.string({ unit: 'binary', maxLength: 200 }).map((text) => Buffer.from(text)),
  fc.oneof(values.object, values.value).map((value) => Buffer.from(JSON.stringify(value))),
  fc.nat({ max: 20_000 }).map((depth) => Buffer.from('['.repeat(depth) + ']'.repeat(depth))),
  fc
    .nat({ max: 20_000 })
    .map((depth) => Buffer.from('{"repository":'.repeat(depth) + '1' + '}'.repeat(depth))),
);
/** Among all that is bad, some that are good: else nobody would notice a door that takes nothing. */
const GOOD = Buffer.from(
  JSON.stringify({
    installation: { id: 77 },
    repository: { full_name: 'acme/api', default_branch: 'main' },
    sender: { login: 'maintainer', type: 'User' },
    ref: 'refs/heads/main',
    commits: [],
  }),
);
/** A header's value may hold what HTTP allows, no more. */
const header = fc.string({
  unit: fc.constantFrom(...'abcXYZ0189-_=;,/. \t"%{}<>\u00ff'.split('')),
  maxLength: 100,
});
/** Payloads that are good but for one part. */
const strange = fc.record({ name: fc.constantFrom(...NAMES), value: values.value }).map(({ name, value }) => {
  const good = JSON.parse(GOOD.toString()) as Record<string, unknown>;
  return Buffer.from(JSON.stringify({ ...good, [name]: value }));
});
const sendings: fc.Arbitrary<Sent> = fc.record({
  body: fc.oneof({ weight: 5, arbitrary: bodies }, strange, fc.constant(GOOD)),
  event: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...EVENTS) }, header),
  signed: fc.constantFrom('well', 'well', 'by another', 'not', 'oddly'),
  odd: header,
  type: fc.oneof({ weight: 6, arbitrary: fc.constant('application/json') }, header),
  id: fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, header).map((id) => id ?? randomUUID()),
});

/** Sends so many of them to a door with the App behind it. Nothing may crash, and nothing unsigned be stored. */
export async function fuzzIntake(runs: number): Promise<void> {
  const stored: string[] = [];
  const failures: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => void failures.push(line) });
  const probot = new Probot({ appId: 4711, privateKey: APP_KEY, secret: SECRET, log });
  await probot.load(mainstay({ accept: (id) => Promise.resolve(stored.push(id) > 0), appId: 4711, log }));
  const site = createSite({
    secrets: [SECRET],
    needs: isWaking,
    deliver: (delivery) => probot.receive(delivery as Parameters<Probot['receive']>[0]),
    ready: () => Promise.resolve({ database: true }),
    log,
  });
  const door = await listen(site, { host: '127.0.0.1', port: 0 });
  try {
    await fc.assert(
      fc.asyncProperty(sendings, async (sent) => {
        const before = stored.length;
        failures.length = 0;
        const status = await post(`${door.url}${WEBHOOK_PATH}`, sent);

        expect(status).toBeGreaterThanOrEqual(200);
        expect(status).toBeLessThan(500);
        expect(stored.length - before).toBe(isGood(sent, status) ? 1 : 0);
        expect(failures).toEqual([]);
      }),
      { numRuns: runs },
    );
    expect(stored.length).toBeGreaterThan(0);
    expect((await fetch(`${door.url}/healthz`)).status).toBe(200);
  } finally {
    await door.close(0);
  }
}

async function post(url: string, { body, event, signed, odd, type, id }: Sent): Promise<number> {
  const secret = signed === 'well' ? SECRET : 'a guess';
  const all: Record<string, string> = {
    ...signedHeaders(body, { event, secret, id }),
    'content-type': type,
    ...(signed === 'oddly' ? { 'x-hub-signature-256': odd } : {}),
  };
  if (signed === 'not') delete all['x-hub-signature-256'];
  const answer = await fetch(url, { method: 'POST', body: new Uint8Array(body), headers: all });
  await answer.arrayBuffer();
  return answer.status;
}

/** Stored is what was signed, taken, and wakes something. */
function isGood({ body, event, signed, id }: Sent, status: number): boolean {
  if (signed !== 'well' || status !== 202) return false;
  const payload: unknown = JSON.parse(body.toString('utf8'));
  return wakesOf({ id, name: event.trim(), payload }, 4711).length > 0;
}
