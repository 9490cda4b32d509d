import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { recordingLog } from '#kit/recording-log';
import { keyText, RateLimited, type Outcome, type Problem } from '#model';
import type { Queue, QueueOptions, Taken } from '#queue';
import { deliveriesOf, openHouse, QUICK, SETTLED, type House } from './house.ts';
import { wake } from './waking.ts';

const REASON: Problem = { code: 'branch_missing', detail: 'acme/api has no branch yet.' };
const FAR = new Date(Date.now() + 3_600_000);

let house: House;

beforeAll(async () => {
  house = await openHouse();
});
afterEach(() => house.rest());
afterAll(() => house.close());

/** A queue whose runs do, in turn, what the script says, and settle after its end. */
function scripted(...script: Step[]) {
  return scriptedWith({}, ...script);
}

type Step = () => Outcome;

async function scriptedWith(options: Partial<QueueOptions>, ...script: Step[]) {
  const runs: Taken[] = [];
  const ends: (() => void)[] = [];
  const log = recordingLog();
  const queue = await house.start(
    (taken) => {
      const step = script[runs.push(taken) - 1];
      ends[runs.length]?.();
      return Promise.resolve(step === undefined ? SETTLED : step());
    },
    { log, ...options },
  );
  /** Resolves when the run of this number has begun. */
  function begun(number: number): Promise<void> {
    if (runs.length >= number) return Promise.resolve();
    return new Promise((resolve) => (ends[number] = resolve));
  }
  return { queue, runs, begun, log };
}

function fail(message = 'no route to GitHub'): never {
  throw new Error(message);
}

function limited(until: Date) {
  return (): never => {
    throw new RateLimited(until, 'secondary rate limit');
  };
}

describe('a run that throws', () => {
  test('comes again, with its causes, until it does not throw', async () => {
    const { queue, runs, begun } = await scripted(fail, fail);

    await queue.accept('t', [wake('t', 't')]);
    await begun(3);
    await queue.idle();

    expect(runs.map(deliveriesOf)).toEqual([['t'], ['t'], ['t']]);
    expect(runs.map(({ tries }) => tries)).toEqual([0, 1, 2]);
    expect(await queue.depth()).toMatchObject({ waiting: 0, parked: 0 });
  });

  test('on every try is parked with its error, and shown, and run no more', async () => {
    const { queue, runs, begun, log } = await scripted(fail, fail, () => fail('the last straw'));

    await queue.accept('p', [wake('p', 'p')]);
    await begun(QUICK.tries);
    await queue.idle();

    expect(runs).toHaveLength(QUICK.tries);
    expect(await queue.parked()).toMatchObject([
      {
        key: 'repo:acme/p',
        error: 'Error: the last straw',
        tries: QUICK.tries,
        deliveries: ['p'],
        since: expect.any(Date),
      },
    ]);
    expect(await queue.depth()).toEqual({ waiting: 0, due: 0, running: 0, parked: 1 });
    expect(log.lines.at(-1)).toMatchObject({ level: 'error', fields: { error: 'Error: the last straw' } });
    await queue.retry('all');
    await queue.idle();
  });

  test('and is run early by events, spends no try with them and keeps its time', async () => {
    const slow = { tries: 3, firstMs: 600_000, longestMs: 600_000 };
    const { queue, runs } = await scriptedWith({ retry: slow }, fail, fail, fail, fail);

    for (const delivery of ['e0', 'e1', 'e2', 'e3', 'e4']) {
      await queue.accept(delivery, [wake('early', delivery)]);
      await queue.idle();
    }

    expect(runs.map(({ tries }) => tries)).toEqual([0, 1, 1, 1, 1]);
    expect(new Set(runs.slice(1).map(({ retryAt }) => retryAt?.getTime())).size).toBe(1);
    expect(deliveriesOf(runs.at(-1)!)).toEqual(['e0', 'e1', 'e2', 'e3', 'e4']);
    expect(await queue.depth()).toMatchObject({ waiting: 0, parked: 0 });
  });
});

describe('a run whose process died', () => {
  test('during each of its tries is parked, lest it kill every process after it', async () => {
    const { queue, runs } = await scripted();
    await house.store.inbox.accept('k0', [wake('killer', 'k0')], () => Promise.resolve());
    for (let died = 0; died < QUICK.tries; died++) await house.store.inbox.take('repo:acme/killer');

    await queue.accept('k1', [wake('killer', 'k1')]);
    await queue.idle();

    expect(runs).toEqual([]);
    expect(await queue.parked()).toMatchObject([
      {
        error: 'Error: The process ended during each of its tries.',
        tries: QUICK.tries,
        deliveries: ['k0', 'k1'],
      },
    ]);
    await queue.retry('all');
    await queue.idle();
  });
});

describe('a parked key', () => {
  async function parkedKey(name: string) {
    const made = await scripted(fail, fail, fail);
    await made.queue.accept(name, [wake(name, name)]);
    await made.begun(QUICK.tries);
    await made.queue.idle();
    return made;
  }

  async function theId(queue: Queue): Promise<string> {
    const [parked] = await queue.parked();
    return parked!.id;
  }

  test('runs again when a person asks for it, with all its tries', async () => {
    const { queue, runs } = await parkedKey('one');

    const keys = await queue.retry(await theId(queue));
    await queue.idle();

    expect(keys).toEqual(['repo:acme/one']);
    expect(runs.at(-1)).toMatchObject({ tries: 0, causes: [{ delivery: 'one' }] });
    expect(await queue.parked()).toEqual([]);
  });

  test('is not touched by a request for another one', async () => {
    const { queue } = await parkedKey('two');

    const keys = [...(await queue.retry("' or true --")), ...(await queue.retry('7'))];

    expect(keys).toEqual([]);
    expect(await queue.parked()).toHaveLength(1);
    await queue.retry('all');
    await queue.idle();
  });

  test('is answered by the next event on it as well', async () => {
    const { queue, runs } = await parkedKey('three');

    await queue.accept('next', [wake('three', 'next')]);
    await queue.idle();

    expect(runs.at(-1)).toMatchObject({ tries: 0, causes: [{ delivery: 'three' }, { delivery: 'next' }] });
    expect(await queue.parked()).toEqual([]);
  });
});

describe('a run that GitHub asked to wait', () => {
  test('comes again at that time without having spent a try', async () => {
    const until = new Date(Date.now() + 150);
    const times: number[] = [];
    const { queue, runs, begun } = await scripted(limited(until), () => {
      times.push(Date.now());
      return SETTLED;
    });

    await queue.accept('l', [wake('limited', 'l')]);
    await begun(2);
    await queue.idle();

    expect(runs.map(({ tries }) => tries)).toEqual([0, 0]);
    expect(times[0]).toBeGreaterThanOrEqual(until.getTime() - 1);
  });

  test('is not run earlier by an event, which is answered together with it', async () => {
    const { queue, runs } = await scriptedWith({ concurrency: 1 }, limited(FAR));
    await queue.accept('h0', [wake('held', 'h0')]);
    await queue.idle();
    await queue.accept('h1', [wake('held', 'h1')]);
    await queue.accept('h2', [wake('after-it', 'h2', { priority: 'sweep' })]);
    await queue.idle();

    await house.statement(`update mainstay.inbox set due = now() where key = 'repo:acme/held'`);
    await house.statement(`update mainstay_jobs.job set start_after = now()`);
    await queue.idle();

    expect(runs.map(deliveriesOf)).toEqual([['h0'], ['h2'], ['h0', 'h1']]);
  });

  test('until a time that makes no sense pauses all the same', async () => {
    const { queue, runs, begun } = await scripted(limited(new Date(0)), limited(new Date(Number.NaN)));

    await queue.accept('s', [wake('senseless', 's')]);
    await begun(3);
    await queue.idle();

    expect(runs).toHaveLength(3);
  });
});

describe('a run that waits', () => {
  test('for a time comes again then, with its causes and all its tries', async () => {
    const { queue, runs, begun } = await scripted(fail, () => ({
      kind: 'waiting',
      until: new Date(Date.now() + 50),
      reason: REASON,
    }));

    await queue.accept('w', [wake('w', 'w')]);
    await begun(3);
    await queue.idle();

    expect(runs.map(({ tries }) => tries)).toEqual([0, 1, 0]);
    expect(runs.map(deliveriesOf)).toEqual([['w'], ['w'], ['w']]);
  });

  test('for a time far off is run by an event before', async () => {
    const { queue, runs } = await scripted(() => ({ kind: 'waiting', until: FAR, reason: REASON }));
    await queue.accept('f0', [wake('far', 'f0')]);
    await queue.idle();
    const between = await queue.depth();

    await queue.accept('f1', [wake('far', 'f1')]);
    await queue.idle();

    expect(between).toMatchObject({ waiting: 1, due: 0, running: 0 });
    expect(runs.map(deliveriesOf)).toEqual([['f0'], ['f0', 'f1']]);
    expect(await queue.depth()).toMatchObject({ waiting: 0 });
  });

  test('for an event, or for a person, is done until then', async () => {
    const { queue, runs } = await scripted(
      () => ({ kind: 'waiting', until: null, reason: REASON }),
      () => ({ kind: 'stalled', reason: REASON }),
    );

    await queue.accept('d0', [wake('done', 'd0')]);
    await queue.idle();
    await queue.accept('d1', [wake('done', 'd1')]);
    await queue.idle();

    expect(runs.map(deliveriesOf)).toEqual([['d0'], ['d1']]);
    expect(runs.map(({ key }) => keyText(key))).toEqual(['repo:acme/done', 'repo:acme/done']);
    expect(await queue.depth()).toMatchObject({ waiting: 0, parked: 0 });
  });
});
