import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import nock from 'nock';
import { wire, type Wire } from './wire.ts';

let line: Wire;
const { signal } = new AbortController();

beforeEach(() => {
  line = wire();
});
afterEach(() => nock.cleanAll());
// Else what connects to a socket after us in this process is told that it has, before it has.
afterAll(() => nock.restore());

/** As GitHub writes it: the id is a number with more digits than JavaScript's are exact to. */
function entry(id: string): string {
  return `{"id":${id},"guid":"0B989BA4-242F-11E5-81E1-C7B6966D2516","delivered_at":"2026-11-24T06:00:00Z","redelivery":false,"duration":0.2,"status":"Invalid HTTP Response: 503","status_code":503,"event":"issue_comment","action":"created","installation_id":7,"repository_id":1}`;
}

const JSON_TYPE = { 'content-type': 'application/json' };

describe("GitHub's log of deliveries", () => {
  test('is read with every digit of its ids, and guids as the intake writes them', async () => {
    line.api
      .get('/app/hook/deliveries?per_page=100')
      .reply(200, `[${entry('3804004623172239367')},${entry('12')}]`, JSON_TYPE);

    const { entries, next } = await line.github.deliveries.page(null, signal);

    expect(entries.map(({ id }) => id)).toEqual(['3804004623172239367', '12']);
    expect(entries[0]).toEqual({
      id: '3804004623172239367',
      guid: '0b989ba4-242f-11e5-81e1-c7b6966d2516',
      deliveredAt: '2026-11-24T06:00:00.000Z',
      statusCode: 503,
      event: 'issue_comment',
      action: 'created',
    });
    expect(next).toBeNull();
  });

  test('goes on at the cursor of its link, whatever host the link names', async () => {
    const link = '<https://elsewhere.test/app/hook/deliveries?per_page=100&cursor=v1_99%2B>; rel="next"';
    line.api.get('/app/hook/deliveries?per_page=100').reply(200, '[]', { ...JSON_TYPE, link });
    line.api.get('/app/hook/deliveries?per_page=100&cursor=v1_99%2B').reply(200, '[]', JSON_TYPE);

    const { next } = await line.github.deliveries.page(null, signal);
    const last = await line.github.deliveries.page(next, signal);

    expect(next).toBe('v1_99+');
    expect(last.next).toBeNull();
  });

  test('of another shape is an outage, not an empty log', async () => {
    line.api.get('/app/hook/deliveries?per_page=100').reply(200, [{ id: 'x' }]);

    await expect(line.github.deliveries.page(null, signal)).rejects.toThrow('has another shape');
  });
});

describe('one delivery of the log', () => {
  const PATH = '/app/hook/deliveries/3804004623172239367';

  test('has the payload that the intake would have read, large numbers included', async () => {
    const text = entry('3804004623172239367').replace(
      /\}$/,
      ',"request":{"headers":{"X-GitHub-Hook-Installation-Target-ID":"4711"},"payload":{"installation":{"id":7},"big":9007199254740993}}}',
    );
    line.api.get(PATH).reply(200, text, JSON_TYPE);

    const record = await line.github.deliveries.delivery('3804004623172239367', signal);

    expect(record).toEqual({
      guid: '0b989ba4-242f-11e5-81e1-c7b6966d2516',
      event: 'issue_comment',
      headers: { 'x-github-hook-installation-target-id': '4711' },
      payload: { installation: { id: 7 }, big: JSON.parse('9007199254740993') as number },
    });
  });

  test('that GitHub has no longer is none', async () => {
    line.api.get(PATH).reply(404, { message: 'Not Found' });

    expect(await line.github.deliveries.delivery('3804004623172239367', signal)).toBeNull();
  });

  test('is not waited for once the server stops', async () => {
    const stopping = new AbortController();
    line.api.get(PATH).delay(500).reply(200, {});

    const asked = line.github.deliveries.delivery('3804004623172239367', stopping.signal);
    stopping.abort();

    await expect(asked).rejects.toThrow();
  });
});
