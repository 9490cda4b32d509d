import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { WEBHOOK_PATH } from '#http';
import { startHouse } from '#kit/house';
import { signedHeaders } from '#kit/signed';
import { fuzzIntake } from './fuzz-intake.ts';
import { openHouse, raw, SECRET, type House } from './house.ts';

const BODY = JSON.stringify({ action: 'created', repository: { full_name: 'acme/api' } });
let house: House;
beforeEach(async () => {
  house = await openHouse({ patience: { headersMs: 300, requestMs: 600, checkEveryMs: 50 } });
});
afterEach(async () => {
  expect(house.stored).toEqual([]);
  expect(house.log.filter((line) => line.includes('A request failed'))).toEqual([]);
  expect((await fetch(`${house.door.url}/healthz`)).status).toBe(200);
  await house.door.close(0);
});

type Header = readonly [name: string, value: string];

/** A request as it goes over the wire: headers in this order, as often as they are named. */
function request(
  headers: readonly Header[],
  { path = WEBHOOK_PATH, method = 'POST', body = BODY } = {},
): string {
  const length: readonly Header[] = [['Content-Length', String(Buffer.byteLength(body))]];
  const lines = [['Host', 'localhost'] as const, ['Connection', 'close'] as const, ...headers, ...length];
  return [`${method} ${path} HTTP/1.1`, ...lines.map((line) => line.join(': ')), '', body].join('\r\n');
}

/** Those of a good delivery, without some and with others. */
function headers(without: readonly string[] = [], more: readonly Header[] = []): readonly Header[] {
  const good = Object.entries(signedHeaders(BODY, { event: 'repository', secret: SECRET }));
  return [...good.filter(([name]) => !without.includes(name)), ...more];
}

function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]);
}

const SIGNATURE = 'x-hub-signature-256';
const GOOD = signedHeaders(BODY, { event: 'repository', secret: SECRET })[SIGNATURE] ?? '';
const WRONG = signedHeaders(BODY, { event: 'repository', secret: 'a guess' })[SIGNATURE] ?? '';

describe('refused, and nothing stored:', () => {
  test.each<[string, number, readonly Header[]]>([
    [
      'two signatures, the good one first',
      401,
      headers(
        [SIGNATURE],
        [
          [SIGNATURE, GOOD],
          [SIGNATURE, WRONG],
        ],
      ),
    ],
    [
      'two signatures, the good one last',
      401,
      headers(
        [SIGNATURE],
        [
          [SIGNATURE, WRONG],
          [SIGNATURE, GOOD],
        ],
      ),
    ],
    [
      'the good signature twice',
      401,
      headers(
        [SIGNATURE],
        [
          [SIGNATURE, GOOD],
          [SIGNATURE, GOOD],
        ],
      ),
    ],
    ['both signatures in one header', 401, headers([SIGNATURE], [[SIGNATURE, `${GOOD}, ${WRONG}`]])],
    ['a signature in capitals', 401, headers([SIGNATURE], [[SIGNATURE, GOOD.toUpperCase()]])],
    ['a signature that goes on', 401, headers([SIGNATURE], [[SIGNATURE, `${GOOD}00`]])],
    ['a signature of 20 kB', 431, headers([SIGNATURE], [[SIGNATURE, `sha256=${'a'.repeat(20_000)}`]])],
    ['headers of 40 kB', 431, headers([], [['x-much', 'a'.repeat(40_000)]])],
    [
      'thousands of headers',
      431,
      headers(
        [],
        Array.from({ length: 5_000 }, (_, i) => [`x-${i}`, 'a'] as const),
      ),
    ],
    ['two delivery ids', 400, headers([], [['x-github-delivery', randomUUID()]])],
    ['two events', 400, headers([], [['x-github-event', 'push']])],
    ['an event that is code', 400, headers(['x-github-event'], [['x-github-event', '__proto__']])],
    ['text', 400, headers(['content-type'], [['content-type', 'text/plain']])],
    ['no content type', 400, headers(['content-type'])],
    [
      'JSON by another name',
      400,
      headers(['content-type'], [['content-type', 'application/json-patch+json']]),
    ],
  ])('%s (%i)', async (_, status, sent) => {
    const answer = await raw(house.door.port, request(sent));

    expect(statusOf(answer)).toBe(status);
  });

  test.each([
    '/api/github/../github/webhooks',
    '/api/github/webhooks/../../../etc/passwd',
    '/api/github/webhooks/',
    '/api/github//webhooks',
    '/api/github/%2e%2e/github/webhooks/x',
    '/api/github/webhooks%00',
    '/api/github/webhooks%2f',
    '/API/GitHub/Webhooks',
    '/..%2f..%2fetc%2fpasswd',
    '/%c0%ae%c0%ae/',
    '/%',
    '//evil.example/api/github/webhooks',
  ])('a delivery without a signature to %s', async (path) => {
    const answer = await raw(house.door.port, request(headers([SIGNATURE]), { path }));

    expect(statusOf(answer)).toBeGreaterThanOrEqual(400);
    expect(statusOf(answer)).toBeLessThan(500);
    expect(answer).not.toContain('root:');
  });

  test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'])(
    'the method %s',
    async (method) => {
      const answer = await raw(house.door.port, request(headers(), { method }));

      expect(statusOf(answer)).toBe(405);
    },
  );

  test.each([
    [
      'a body that is longer than it says',
      request(headers()).replace(/Content-Length: \d+/, 'Content-Length: 5'),
    ],
    ['a length and pieces at once', request(headers([], [['Transfer-Encoding', 'chunked']]))],
    ['a length that is no number', request(headers()).replace(/Content-Length: \d+/, 'Content-Length: -1')],
    ['what is not HTTP', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000'],
  ])('%s', async (_, bytes) => {
    const answer = await raw(house.door.port, bytes);

    expect(statusOf(answer)).toBeGreaterThanOrEqual(400);
    expect(statusOf(answer)).toBeLessThan(500);
  });
});

describe('a sender that trickles', () => {
  test.each([
    ['its headers', `POST ${WEBHOOK_PATH} HTTP/1.1\r\nHost: localhost\r\nX-Slow: `],
    [
      'its body',
      request(headers())
        .replace(/Content-Length: \d+/, 'Content-Length: 4096')
        .slice(0, -20),
    ],
  ])('%s is cut off, and holds nobody else up meanwhile', async (_, begin) => {
    const slow = Array.from({ length: 20 }, () => trickle(house.door.port, begin));

    const meanwhile = await fetch(`${house.door.url}/healthz`);
    const ends = await Promise.all(slow);

    expect(meanwhile.status).toBe(200);
    for (const end of ends) expect(end).not.toContain(' 202 ');
  });
});

/** A byte every few milliseconds, for as long as the other side lets it; answers what came back. */
function trickle(port: number, begin: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const heard: string[] = [];
  socket.on('data', (chunk: Buffer) => void heard.push(chunk.toString()));
  socket.on('error', () => undefined);
  socket.write(begin);
  const timer = setInterval(() => socket.write('a'), 20);
  return new Promise((resolve) => {
    socket.once('close', () => {
      clearInterval(timer);
      resolve(heard.join(''));
    });
  });
}

test('whatever is sent, nothing breaks and nothing is stored that GitHub did not sign', async () => {
  await fuzzIntake(500);
}, 60_000);

test('a good delivery that somebody sends again is answered like the first, and acted on once', async () => {
  const whole = await startHouse();
  const { world } = whole.github;
  world.addOrganisation('acme', { members: { olivia: 'admin' } });
  world.createRepository('acme/api', { by: 'olivia' });
  world.installApp('acme', { by: 'olivia' });
  await whole.settled();
  const { number } = world.openIssue('acme/api', { title: 'Well?', by: 'olivia' });
  const comment = world.comment('acme/api', { number, by: 'olivia', body: '/mainstay help' });
  const { guid } = whole.github.deliveries.at(-1)!;
  await whole.settled();

  for (let again = 0; again < 3; again++) whole.github.redeliver(guid);
  await whole.settled();

  const { attempts } = whole.github.deliveries.find((one) => one.guid === guid)!;
  const replies = world
    .repository('acme/api')
    .issues.get(number)!
    .comments.filter((one) => one !== comment);
  expect(attempts.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
  expect(replies).toHaveLength(1);
  await whole.close();
});
