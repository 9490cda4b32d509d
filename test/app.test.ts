import { generateKeyPairSync } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import pino from 'pino';
import { Probot } from 'probot';
import { mainstay } from '#app';
import { keyText, type Wake } from '#model';

const APP = 4711;
const LOG = pino({ level: 'silent' });
const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString();
const PUSH = {
  installation: { id: 77 },
  repository: { full_name: 'acme/api', default_branch: 'main' },
  sender: { login: 'maintainer', type: 'User' },
  ref: 'refs/heads/main',
  commits: [],
};
type Event = Parameters<Probot['receive']>[0];
let stored: { readonly delivery: string; readonly keys: readonly string[] }[];

beforeEach(() => {
  stored = [];
});

function store(delivery: string, wakes: readonly Wake[]): Promise<boolean> {
  stored.push({ delivery, keys: wakes.map((wake) => keyText(wake.key)) });
  return Promise.resolve(true);
}

async function hosted(accept: typeof store): Promise<Probot> {
  const probot = new Probot({ appId: APP, privateKey: KEY, secret: 'a secret', log: LOG });
  await probot.load(mainstay({ accept, appId: APP, log: LOG }));
  return probot;
}

describe('the Probot app', () => {
  test('stores what an event wakes', async () => {
    const probot = await hosted(store);

    await probot.receive({ id: 'one', name: 'push', payload: PUSH } as unknown as Event);

    expect(stored).toEqual([{ delivery: 'one', keys: ['repo:acme/api'] }]);
  });

  test('stores nothing for an event that wakes nothing', async () => {
    const probot = await hosted(store);

    const tag = { ...PUSH, ref: 'refs/tags/v1' };
    await probot.receive({ id: 'one', name: 'push', payload: tag } as unknown as Event);
    await probot.receive({
      id: 'two',
      name: 'installation',
      payload: { ...PUSH, action: 'deleted' },
    } as unknown as Event);

    expect(stored).toEqual([]);
  });

  test('fails when it cannot store, so that nobody believes the delivery is safe', async () => {
    const probot = await hosted(() => Promise.reject(new Error('the database is down')));

    const received = probot.receive({ id: 'one', name: 'push', payload: PUSH } as unknown as Event);

    await expect(received).rejects.toThrow('the database is down');
  });
});
