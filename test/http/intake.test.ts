import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { WEBHOOK_PATH } from '#http';
import { signedHeaders } from '#kit/signed';
import { openHouse, PREVIOUS, raw, SECRET, type House } from './house.ts';

const BODY = JSON.stringify({ action: 'edited', repository: { full_name: 'acme/größe' } });
const ID = '72d3162e-cc78-11e3-81ab-4c9367dc0958';
const MEGABYTE = 1024 * 1024;
let house: House;

beforeEach(async () => {
  house = await openHouse();
});
afterEach(async () => {
  await house.door.close(0);
});

type Post = { readonly body?: string | Buffer; readonly headers?: Record<string, string | undefined> };

async function post({ body = BODY, headers = {} }: Post = {}, at: House = house): Promise<Response> {
  const all = { ...signedHeaders(body, { event: 'repository', secret: SECRET, id: ID }), ...headers };
  const kept = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return fetch(`${at.door.url}${WEBHOOK_PATH}`, { method: 'POST', body, headers: kept });
}

describe('a delivery', () => {
  test('with a good signature is stored, then answered 202', async () => {
    const answer = await post();

    expect(answer.status).toBe(202);
    expect(house.stored).toEqual([{ id: ID, name: 'repository', payload: JSON.parse(BODY) }]);
  });

  test('may be signed with the previous secret while it is being rotated', async () => {
    const answer = await post({ headers: signedHeaders(BODY, { event: 'repository', secret: PREVIOUS }) });

    expect(answer.status).toBe(202);
    expect(house.stored).toHaveLength(1);
  });

  test('of an event nobody needs is answered without a look into it', async () => {
    const body = 'not even JSON';

    const answer = await post({
      body,
      headers: signedHeaders(body, { event: 'workflow_job', secret: SECRET }),
    });

    expect(answer.status).toBe(200);
    expect(house.stored).toEqual([]);
  });

  test('is not answered before it is stored', async () => {
    const order: string[] = [];
    const stored = Promise.withResolvers<undefined>();
    const asked = Promise.withResolvers<undefined>();
    const slow = await openHouse({
      deliver: async () => {
        asked.resolve(undefined);
        await stored.promise;
        order.push('stored');
      },
    });

    const answer = post({}, slow).then(() => order.push('answered'));
    await asked.promise;
    stored.resolve(undefined);
    await answer;

    expect(order).toEqual(['stored', 'answered']);
    await slow.door.close(0);
  });

  test('that cannot be stored is answered 503 and says nothing of why', async () => {
    const down = await openHouse({
      deliver: () => Promise.reject(new Error('connection to postgres://app:hunter2@db refused')),
    });

    const answer = await post({}, down);

    expect(answer.status).toBe(503);
    expect(await answer.text()).toBe('The delivery could not be stored; send it again later.\n');
    expect(down.log.join('')).toContain(ID);
    await down.door.close(0);
  });
});

describe('refused, and nothing stored:', () => {
  test.each<[string, number, Post]>([
    ['no signature', 401, { headers: { 'x-hub-signature-256': undefined } }],
    [
      'a signature of another secret',
      401,
      { headers: signedHeaders(BODY, { event: 'repository', secret: 'guess' }) },
    ],
    [
      'a signature of another body',
      401,
      { headers: signedHeaders('{}', { event: 'repository', secret: SECRET }) },
    ],
    ['a signature that is none', 401, { headers: { 'x-hub-signature-256': 'sha256=' } }],
    [
      'only the old SHA-1 signature',
      401,
      { headers: { 'x-hub-signature-256': undefined, 'x-hub-signature': 'sha1=0' } },
    ],
    ['an empty body', 401, { body: '' }],
    ['bytes that are not UTF-8', 401, { body: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) }],
    ['a body that is no JSON', 400, { body: '{"action":' }],
    ['JSON that is no object', 400, { body: '[1]' }],
    ['JSON null', 400, { body: 'null' }],
    ['an installation without a number', 400, { body: '{"installation":{"id":"7"}}' }],
    ['a form', 400, { headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['no event', 400, { headers: { 'x-github-event': undefined } }],
    ['an event that is none', 400, { headers: { 'x-github-event': '../push' } }],
    ['no delivery id', 400, { headers: { 'x-github-delivery': undefined } }],
    ['a delivery id that is no GUID', 400, { headers: { 'x-github-delivery': '12' } }],
  ])('%s (%i)', async (_, status, delivery) => {
    const answer = await post(delivery);

    expect(answer.status).toBe(status);
    expect(await answer.text()).toMatch(/^[A-Z][^\n]+\.?\n$/);
    expect(house.stored).toEqual([]);
  });

  test('a method other than POST (405)', async () => {
    const answer = await fetch(`${house.door.url}${WEBHOOK_PATH}`);

    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
  });
});

describe('a body over 25 MB is refused with 413 and not read to its end', () => {
  const head = [
    `POST ${WEBHOOK_PATH} HTTP/1.1`,
    'Host: localhost',
    ...Object.entries(signedHeaders('x', { event: 'push', secret: SECRET })).map(
      ([name, value]) => `${name}: ${value}`,
    ),
  ].join('\r\n');

  test('when its length says so', async () => {
    const answer = await raw(house.door.port, `${head}\r\nContent-Length: ${25 * MEGABYTE + 1}\r\n\r\n{`);

    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(house.stored).toEqual([]);
  });

  test('when it comes in pieces without a length', async () => {
    const piece = Buffer.concat([
      Buffer.from('100000\r\n'),
      Buffer.alloc(MEGABYTE, 'x'),
      Buffer.from('\r\n'),
    ]);

    const answer = await raw(
      house.door.port,
      `${head}\r\nTransfer-Encoding: chunked\r\n\r\n`,
      ...Array.from({ length: 26 }, () => piece),
    );

    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(house.stored).toEqual([]);
  });

  test('while one of 25 MB is taken', async () => {
    const body = JSON.stringify({ text: 'x'.repeat(25 * MEGABYTE - 11) });

    const answer = await post({ body });

    expect(Buffer.byteLength(body)).toBe(25 * MEGABYTE);
    expect(answer.status).toBe(202);
    expect(house.stored).toHaveLength(1);
  });
});

test('a sender that goes away in the middle leaves nothing behind', async () => {
  const headers = signedHeaders(BODY, { event: 'push', secret: SECRET });
  const text = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const hasty = await openHouse({ patience: { headersMs: 50, requestMs: 100, checkEveryMs: 20 } });

  const lines = [`POST ${WEBHOOK_PATH} HTTP/1.1`, 'Host: x', ...text, 'Content-Length: 500', '', '{"half":'];
  const answer = await raw(hasty.door.port, lines.join('\r\n'));

  expect(answer).not.toContain(' 202 ');
  expect(hasty.stored).toEqual([]);
  expect((await post({}, hasty)).status).toBe(202);
  await hasty.door.close(0);
});
