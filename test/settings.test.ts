import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readSettings, type Environment, type Settings } from '#settings';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString().trim();
const PUBLIC_PEM = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const COMPLETE = { APP_ID: '4711', PRIVATE_KEY: PEM, WEBHOOK_SECRET: 'long and random' };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mainstay-settings-'));
  writeFileSync(join(folder, 'app.pem'), `${PEM}\n`);
  writeFileSync(join(folder, 'notes.txt'), 'no key');
});
afterAll(() => rmSync(folder, { recursive: true }));

function settings(env: Environment): Settings {
  const answer = readSettings(env, folder);
  if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
  return answer.settings;
}

function wrong(env: Environment): readonly string[] {
  const answer = readSettings(env, folder);
  return answer.ok ? [] : answer.problems.map((each) => each.variable);
}

describe('settings', () => {
  test('need only the credentials; the rest has defaults', () => {
    expect(settings(COMPLETE)).toEqual({
      credentials: { appId: 4711, privateKey: PEM, webhookSecrets: ['long and random'] },
      githubUrl: 'https://api.github.com',
      host: 'localhost',
      port: 3000,
      logLevel: 'info',
      webhookProxyUrl: null,
      databaseUrl: null,
      dataDir: join(folder, '.mainstay'),
      writeIntervalMs: 1000,
      sweepHours: 6,
      keepDays: 365,
    });
  });

  test('are all taken from the environment', () => {
    const env = {
      ...COMPLETE,
      WEBHOOK_SECRET_PREVIOUS: 'the one before',
      HOST: '0.0.0.0',
      PORT: '8080',
      LOG_LEVEL: 'DEBUG',
      WEBHOOK_PROXY_URL: 'https://smee.io/abc',
      DATABASE_URL: 'postgres://app:pw@db/mainstay',
      MAINSTAY_DATA_DIR: '/data',
      MAINSTAY_WRITE_INTERVAL_MS: '0',
      MAINSTAY_KEEP_DAYS: '30',
    };

    expect(settings(env)).toEqual({
      credentials: { appId: 4711, privateKey: PEM, webhookSecrets: ['long and random', 'the one before'] },
      githubUrl: 'https://api.github.com',
      host: '0.0.0.0',
      port: 8080,
      logLevel: 'debug',
      webhookProxyUrl: 'https://smee.io/abc',
      databaseUrl: 'postgres://app:pw@db/mainstay',
      dataDir: '/data',
      writeIntervalMs: 0,
      sweepHours: 6,
      keepDays: 30,
    });
  });

  test('left empty, as in a copied .env.example, count as not set', () => {
    expect(settings({ ...COMPLETE, PORT: '', DATABASE_URL: ' ', GHE_HOST: '' })).toEqual(settings(COMPLETE));
  });
});

describe('the private key', () => {
  test.each([
    ['as it is', PEM],
    ['with \\n for its line ends', PEM.replaceAll('\n', '\\n')],
    ['in base64', Buffer.from(PEM).toString('base64')],
    ['on one line', PEM.replaceAll('\n', ' ')],
  ])('may be given %s', (_, PRIVATE_KEY) => {
    expect(settings({ ...COMPLETE, PRIVATE_KEY }).credentials?.privateKey).toBe(PEM);
  });

  test('may lie in a file', () => {
    const env = { ...COMPLETE, PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: 'app.pem' };

    expect(settings(env).credentials?.privateKey.trim()).toBe(PEM);
  });
});

describe("GitHub's address", () => {
  test.each([
    [{ GHE_HOST: 'github.example.com' }, 'https://github.example.com/api/v3'],
    [{ GHE_HOST: '127.0.0.1:8080', GHE_PROTOCOL: 'http' }, 'http://127.0.0.1:8080/api/v3'],
    [{ GHE_HOST: 'acme.ghe.com' }, 'https://api.acme.ghe.com'],
    [{ GHE_PROTOCOL: 'http' }, 'https://api.github.com'],
  ])('of %j is %s', (env, url) => {
    expect(settings({ ...COMPLETE, ...env }).githubUrl).toBe(url);
  });
});

describe('refused:', () => {
  test.each<[string, Environment, readonly string[]]>([
    ['credentials without a webhook secret', { ...COMPLETE, WEBHOOK_SECRET: undefined }, ['WEBHOOK_SECRET']],
    ['an empty webhook secret', { ...COMPLETE, WEBHOOK_SECRET: '  ' }, ['WEBHOOK_SECRET']],
    ["Probot's own webhook secret", { ...COMPLETE, WEBHOOK_SECRET: 'development' }, ['WEBHOOK_SECRET']],
    ['an App without a key', { ...COMPLETE, PRIVATE_KEY: undefined }, ['PRIVATE_KEY']],
    ['a key without an App', { ...COMPLETE, APP_ID: undefined }, ['APP_ID']],
    ['an App that is no number', { ...COMPLETE, APP_ID: 'Iv1.abc' }, ['APP_ID']],
    ['a key that is none', { ...COMPLETE, PRIVATE_KEY: 'abc' }, ['PRIVATE_KEY']],
    ['a public key', { ...COMPLETE, PRIVATE_KEY: PUBLIC_PEM }, ['PRIVATE_KEY']],
    [
      'a key file that is not there',
      { ...COMPLETE, PRIVATE_KEY: '', PRIVATE_KEY_PATH: 'no.pem' },
      ['PRIVATE_KEY_PATH'],
    ],
    [
      'a key file without a key',
      { ...COMPLETE, PRIVATE_KEY: '', PRIVATE_KEY_PATH: 'notes.txt' },
      ['PRIVATE_KEY_PATH'],
    ],
    ['a port that is none', { ...COMPLETE, PORT: '70000' }, ['PORT']],
    ['a port in words', { ...COMPLETE, PORT: 'http' }, ['PORT']],
    ['a pause below zero', { ...COMPLETE, MAINSTAY_WRITE_INTERVAL_MS: '-1' }, ['MAINSTAY_WRITE_INTERVAL_MS']],
    ['a ledger kept for no day', { ...COMPLETE, MAINSTAY_KEEP_DAYS: '0' }, ['MAINSTAY_KEEP_DAYS']],
    ['a ledger kept for ever', { ...COMPLETE, MAINSTAY_KEEP_DAYS: 'forever' }, ['MAINSTAY_KEEP_DAYS']],
    ['another database', { ...COMPLETE, DATABASE_URL: 'mysql://db/x' }, ['DATABASE_URL']],
    [
      'a database whose password has a bare %',
      { ...COMPLETE, DATABASE_URL: 'postgres://a:100%@db/x' },
      ['DATABASE_URL'],
    ],
    ['a host with a path', { ...COMPLETE, GHE_HOST: 'https://github.example.com' }, ['GHE_HOST']],
    ['another protocol', { ...COMPLETE, GHE_HOST: 'x', GHE_PROTOCOL: 'ftp' }, ['GHE_PROTOCOL']],
    ['a log level that is none', { ...COMPLETE, LOG_LEVEL: 'loud' }, ['LOG_LEVEL']],
    ['a proxy that is no URL', { ...COMPLETE, WEBHOOK_PROXY_URL: 'smee' }, ['WEBHOOK_PROXY_URL']],
    ['production without an App', { NODE_ENV: 'production' }, ['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET']],
    [
      'everything that is wrong, at once',
      { APP_ID: 'x', PORT: 'y', LOG_LEVEL: 'z' },
      ['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET', 'PORT', 'LOG_LEVEL'],
    ],
  ])('%s', (_, env, variables) => {
    expect(wrong(env)).toEqual(variables);
  });

  test('never with a secret in the words', () => {
    const env = {
      APP_ID: '1',
      PRIVATE_KEY: 'hunter2-key',
      WEBHOOK_SECRET: 'hunter2-secret',
      DATABASE_URL: 'mysql://app:hunter2@db',
    };

    expect(JSON.stringify(readSettings(env, folder))).not.toContain('hunter2');
  });
});

test('without any credentials the App is not registered yet', () => {
  expect(settings({}).credentials).toBeNull();
  expect(settings({ WEBHOOK_PROXY_URL: 'https://smee.io/abc' }).credentials).toBeNull();
});

test('.env.example names every setting, and a copy of it is as good as nothing set', () => {
  const text = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
  const named = [...text.matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name);
  const source = readFileSync(new URL('../src/settings.ts', import.meta.url), 'utf8');
  const read = [...source.matchAll(/(?:env|given)(?:\['|, ')([A-Z_]+)'/g)].map(([, name]) => name);

  expect(named).toEqual(expect.arrayContaining(read.filter((name) => name !== 'NODE_ENV')));
  expect(settings(parseEnv(text)).credentials).toBeNull();
});
