import { describe, expect, test } from '@jest/globals';
import { openHouse, raw } from './house.ts';

describe('health', () => {
  test('/healthz says that the process lives, even when the database is down', async () => {
    const { door } = await openHouse({ ready: () => Promise.reject(new Error('down')) });

    const answer = await fetch(`${door.url}/healthz`);

    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ alive: true });
    await door.close(0);
  });

  test('/readyz says that everything is up', async () => {
    const { door } = await openHouse();

    const answer = await fetch(`${door.url}/readyz`);

    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ ready: true, database: true, queue: true });
    await door.close(0);
  });

  test('/readyz names what is down', async () => {
    const { door } = await openHouse({ ready: () => Promise.resolve({ database: false, queue: true }) });

    const answer = await fetch(`${door.url}/readyz`);

    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ ready: false, database: false, queue: true });
    await door.close(0);
  });

  test('/readyz keeps the words of an error to itself', async () => {
    const { door } = await openHouse({ ready: () => Promise.reject(new Error('postgres://app:hunter2@db')) });

    const answer = await fetch(`${door.url}/readyz`);

    expect(answer.status).toBe(503);
    expect(await answer.text()).not.toContain('hunter2');
    await door.close(0);
  });

  test('many who ask at once cost one question to the database', async () => {
    let questions = 0;
    const answered = Promise.withResolvers<Readonly<Record<string, boolean>>>();
    const asked = Promise.withResolvers<undefined>();
    const { door } = await openHouse({
      ready: () => {
        questions += 1;
        asked.resolve(undefined);
        return answered.promise;
      },
    });

    const first = fetch(`${door.url}/readyz`);
    await asked.promise;
    const rest = Array.from({ length: 5 }, () => fetch(`${door.url}/readyz`));
    await fetch(`${door.url}/healthz`);
    answered.resolve({ database: true });
    await Promise.all([first, ...rest]);

    expect(questions).toBeLessThanOrEqual(2);
    await door.close(0);
  });
});

describe('the site', () => {
  test('says at / what it is', async () => {
    const { door } = await openHouse();

    const answer = await fetch(door.url);

    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await answer.text()).toContain('/api/github/webhooks');
    await door.close(0);
  });

  test('answers 404 to what is not there', async () => {
    const { door } = await openHouse();

    const answers = await Promise.all(
      ['/nothing', '/api/github', '/healthz/x', '/.env'].map((path) => fetch(door.url + path)),
    );

    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404, 404]);
    await door.close(0);
  });

  test('shows the pages of another room below their path', async () => {
    const { door } = await openHouse({
      pages: { path: '/pages', fetch: (request) => new Response(new URL(request.url).pathname) },
    });

    const answer = await fetch(`${door.url}/pages/acme/api`);

    expect(await answer.text()).toBe('/pages/acme/api');
    await door.close(0);
  });

  test('keeps the words of a failed page to itself', async () => {
    const { door, log } = await openHouse({
      pages: {
        path: '/pages',
        fetch: () => {
          throw new Error('secret detail');
        },
      },
    });

    const answer = await fetch(`${door.url}/pages/x`);

    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('detail');
    expect(log.join('')).toContain('secret detail');
    await door.close(0);
  });
});

test('a connection that never ends its headers is closed', async () => {
  const { door } = await openHouse({ patience: { headersMs: 60, requestMs: 120, checkEveryMs: 20 } });

  const answer = await raw(door.port, 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ');

  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  await door.close(0);
});

test('a port that is taken is refused in words that say what to set', async () => {
  const { door } = await openHouse();

  const second = openHouse({ port: door.port });

  await expect(second).rejects.toThrow(`Port ${door.port} on 127.0.0.1 is already in use. Set HOST and PORT`);
  await door.close(0);
});

test('closing lets a request under way end, and accepts no new one', async () => {
  const stored = Promise.withResolvers<Readonly<Record<string, boolean>>>();
  const asked = Promise.withResolvers<undefined>();
  const { door } = await openHouse({
    ready: () => {
      asked.resolve(undefined);
      return stored.promise;
    },
  });

  const underWay = fetch(`${door.url}/readyz`);
  await asked.promise;
  const closed = door.close();
  await expect(fetch(`${door.url}/healthz`)).rejects.toThrow();
  stored.resolve({ database: true });

  expect((await underWay).status).toBe(200);
  await closed;
});
