import { describe, expect, test } from '@jest/globals';
import { createLog } from '../src/log.ts';

const KEY = '-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA0Z3VS5JJ\n-----END RSA PRIVATE KEY-----';
const SECRETS = ['the "webhook" secret', KEY, 'p%40ss', 'p@ss'];

/** What must not be left of the examples below. */
const SECRET_PARTS = ['webhook', 'MIIE', 'abcdef', 'eyJ', 'ghs_', 'github_pat', 'p@ss', 'hunter22'];

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(
    createLog({ level: 'trace', secrets: SECRETS, destination: { write: (line) => void lines.push(line) } }),
  );
  return lines.join('');
}

describe('the log', () => {
  test.each([
    ['the webhook secret', 'the "webhook" secret'],
    ['the private key', KEY],
    ['a line of the private key', 'MIIEowIBAAKCAQEA0Z3VS5JJ'],
    ['another private key', '-----BEGIN PRIVATE KEY-----\nabcdef\n-----END PRIVATE KEY-----'],
    ['an installation token', 'ghs_4711_eyJhbGciOi.J9-abc.def_g'],
    ['a personal token', 'github_pat_11AAAA_bbbb'],
    ['a signed claim', 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiI0NzExIn0.c2ln'],
    ['a bearer', 'Bearer abcdef0123456789'],
    ['a database password', 'p@ss'],
    ['a password in a URL', 'postgres://app:hunter22@db/x'],
  ])('never holds %s, wherever it is put', (_, secret) => {
    const error = Object.assign(new Error(`GitHub said ${secret}`), {
      request: { headers: { authorization: secret } },
    });

    const lines = logged((log) => {
      log.info({ nested: { text: secret } }, `sent ${secret}`);
      log.error({ err: error }, 'failed');
      log.error(error);
    });

    for (const part of SECRET_PARTS) expect(lines).not.toContain(part);
    expect(lines).toContain('[redacted]');
    for (const line of lines.trim().split('\n')) expect(() => void JSON.parse(line)).not.toThrow();
  });

  test('says what an error is, without the request and the answer it carries', () => {
    const error = Object.assign(new Error('Not Found', { cause: new Error('why') }), {
      status: 404,
      request: { headers: { accept: 'x' } },
      response: { data: { body: 'private' } },
    });

    const line = logged((log) => log.error({ err: new AggregateError([error], 'all failed') }, 'failed'));

    const { err } = JSON.parse(line) as { err: { errors: readonly object[] } };
    expect(err.errors[0]).toMatchObject({ message: 'Not Found', status: 404, cause: { message: 'why' } });
    expect(line).not.toContain('private');
    expect(line).not.toContain('accept');
  });

  test('names a delivery and leaves its payload out', () => {
    const line = logged((log) =>
      log.debug({ event: { id: 'one', name: 'push', payload: { body: 'text' } } }, 'got'),
    );

    expect(JSON.parse(line)).toMatchObject({ event: { id: 'one', name: 'push' } });
    expect(line).not.toContain('payload');
  });
});
