import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { recordingLog } from '#kit/recording-log';
import { askControl, serveControl, type Control, type ControlOptions } from '#control';

let dataDir: string;
let opened: Control[];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'mainstay-control-'));
  opened = [];
});
afterEach(async () => {
  for (const control of opened) await control.close();
  rmSync(dataDir, { recursive: true });
});

const answer = z.object({ sum: z.number() });

/** Adds the numbers of a request, telling each as progress. */
const ADD: ControlOptions['verbs'][number] = {
  run: (request, tell) => {
    const { data } = z.object({ verb: z.literal('add'), numbers: z.array(z.number()) }).safeParse(request);
    if (data === undefined) return null;
    if (data.numbers.length === 0) return Promise.reject(new Error('there is nothing to add'));
    for (const number of data.numbers) tell({ number });
    return Promise.resolve({ sum: data.numbers.reduce((one, other) => one + other) });
  },
};

async function serve() {
  const log = recordingLog();
  const control = await serveControl({ dataDir, verbs: [ADD], log });
  opened.push(control);
  return { control, warnings: () => log.lines.filter(({ level }) => level === 'warn') };
}

function ask(numbers: readonly number[], hear?: (progress: unknown) => void) {
  return askControl({ dataDir, request: { verb: 'add', numbers }, answer, ...(hear ? { hear } : {}) });
}

function socket(): string {
  return join(dataDir, 'control.sock');
}

describe('a command on a running server', () => {
  test('is answered, and tells how far it is on the way', async () => {
    await serve();
    const heard: unknown[] = [];

    const asked = await ask([1, 2, 3], (progress) => heard.push(progress));

    expect(asked).toEqual({ kind: 'answer', answer: { sum: 6 } });
    expect(heard).toEqual([{ number: 1 }, { number: 2 }, { number: 3 }]);
  });

  test('that fails is refused with its reason', async () => {
    await serve();

    expect(await ask([])).toEqual({ kind: 'refused', reason: 'there is nothing to add' });
  });

  test('that this version does not know is refused', async () => {
    await serve();

    const asked = await askControl({ dataDir, request: { verb: 'dance' }, answer });

    expect(asked).toMatchObject({ kind: 'refused', reason: expect.stringContaining('another version') });
  });

  test('whose answer has another form is refused', async () => {
    await serve();
    const request = { verb: 'add', numbers: [1] };

    const asked = await askControl({ dataDir, request, answer: z.object({ product: z.number() }) });

    expect(asked).toMatchObject({ kind: 'refused', reason: expect.stringContaining('another form') });
  });

  test('finds nobody where no server runs', async () => {
    expect(await ask([1])).toEqual({ kind: 'no server' });
  });
});

describe('the socket', () => {
  test('may be opened by nobody but its user, and is gone when the server is', async () => {
    const { control } = await serve();
    const { mode } = statSync(socket());

    await control.close();

    expect(mode & 0o777).toBe(0o600);
    expect(existsSync(socket())).toBe(false);
  });

  test('of a process that was killed is replaced', async () => {
    const script = `require('node:net').createServer().listen(${JSON.stringify(socket())}, () => console.log('up'))`;
    const killed = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(killed.stdout, 'data');
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    const left = existsSync(socket());
    const before = await ask([1]);

    await serve();

    expect(left).toBe(true);
    expect(before).toEqual({ kind: 'no server' });
    expect(await ask([4])).toEqual({ kind: 'answer', answer: { sum: 4 } });
  });

  test('of a server that lives stays its own: the second one works without and says so', async () => {
    await serve();

    const second = await serve();
    await second.control.close();

    expect(second.warnings()).toMatchObject([
      { fields: { reason: 'another server takes commands in this folder' } },
    ]);
    expect(await ask([5])).toEqual({ kind: 'answer', answer: { sum: 5 } });
  });

  test('that cannot be made is told, and stops nothing', async () => {
    const file = join(dataDir, 'file');
    writeFileSync(file, '');
    const log = recordingLog();

    const control = await serveControl({ dataDir: join(file, 'below'), verbs: [ADD], log });
    await control.close();

    expect(log.lines).toMatchObject([{ level: 'warn', message: 'commands cannot be given to this server' }]);
  });

  test('survives strangers: noise, half a line, a line without end', async () => {
    await serve();
    for (const noise of ['GET / HTTP/1.1\r\n\r\n', '{"verb":', 'x'.repeat(200_000), '[]\n', '\0\n']) {
      const stranger = connect(socket());
      stranger.on('error', () => undefined);
      const closed = new Promise((resolve) => stranger.once('close', resolve));
      stranger.resume().end(noise);
      await closed;
    }

    expect(await ask([7])).toEqual({ kind: 'answer', answer: { sum: 7 } });
  });

  test('whose server ends amid a command says that it has not answered', async () => {
    const dying = createServer((connection) => connection.once('data', () => connection.destroy()));
    dying.listen(socket());
    await once(dying, 'listening');

    expect(await ask([1])).toMatchObject({ kind: 'refused' });
    dying.close();
  });
});
