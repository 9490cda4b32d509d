import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { createDatabase } from '#kit/database';

const BIN = fileURLToPath(new URL('../bin/mainstay.js', import.meta.url));

function startWith(env: Record<string, string>) {
  const process_ = spawn(process.execPath, [BIN, 'start'], { cwd: tmpdir(), env });
  const said: string[] = [];
  const listens = Promise.withResolvers<undefined>();
  for (const stream of [process_.stdout, process_.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said.push(chunk.toString());
      if (said.join('').includes('Mainstay listens')) listens.resolve(undefined);
    });
  }
  const ended = once(process_, 'close').then(([code]: (number | null)[]) => code);
  return { process: process_, listens: listens.promise, ended, said: () => said.join('') };
}

test('mainstay start says everything that is wrong with its environment, and ends with 2', async () => {
  const { ended, said } = startWith({ APP_ID: 'x', PORT: 'y' });

  expect(await ended).toBe(2);
  expect(said()).toMatch(/^Mainstay cannot start, because of its environment:\n {2}APP_ID is not a number\./);
  expect(
    said()
      .trim()
      .split('\n')
      .map((line) => line.trim().split(' ')[0]),
  ).toEqual(['Mainstay', 'APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET', 'PORT']);
});

test('mainstay start ends with 0 when it is asked to stop', async () => {
  const database = await createDatabase();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const {
    process: server,
    listens,
    ended,
    said,
  } = startWith({
    APP_ID: '4711',
    PRIVATE_KEY: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    WEBHOOK_SECRET: 'long and random',
    HOST: '127.0.0.1',
    PORT: '0',
    GHE_HOST: '127.0.0.1:1',
    GHE_PROTOCOL: 'http',
    MAINSTAY_DATA_DIR: database.where.dataDir,
    ...(database.where.databaseUrl === undefined ? {} : { DATABASE_URL: database.where.databaseUrl }),
  });

  await Promise.race([listens, ended]);
  server.kill('SIGTERM');

  expect(await ended).toBe(0);
  expect(said()).toContain('Mainstay listens');
  await database.drop();
});
