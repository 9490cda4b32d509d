import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AS_BUILT_IN, FIVE, openStory } from './open-story.ts';

let later = 0;
const story = openStory({ now: () => new Date(Date.now() + later) });
const HOUR_MS = 3_600_000;
const MANY = 250;
const LONG = 120_000;

function nameOf(n: number): string {
  return `acme/r${String(n).padStart(4, '0')}`;
}

function workflow(n: number): string {
  const jobs = FIVE.map((job) => `  ${job}: { runs-on: ubuntu-latest, steps: [{ run: make ${n} }] }\n`);
  return `on: pull_request\njobs:\n${jobs.join('')}`;
}

/** As GitHub does at times: it happens, and nobody is told. */
function untold(act: () => void): void {
  story.github.webhooks.policy = () => 'drop';
  act();
  story.github.webhooks.policy = () => 'send';
}

function loosen(...names: readonly string[]): void {
  untold(() => {
    for (const name of names) {
      story.world.setProtection(name, { pattern: 'main', by: 'mallory', set: { adminsEnforced: false } });
    }
  });
}

/** From wherever its checks have to come. */
function isAsBuiltIn(name: string): boolean {
  const required = story.required(name);
  return story.rule(name)?.adminsEnforced === true && FIVE.every((check) => required.includes(check));
}

async function swept(): Promise<void> {
  await story.house.mainstay().sweep();
  await story.settled();
}

function operations(since: number): readonly string[] {
  return story.github.exchanges.slice(since).map(({ operation }) => operation);
}

/** The keys that were run. */
function ran(since: number): readonly unknown[] {
  const lines = story.house.lines().slice(since);
  return lines.filter(({ msg }) => msg === 'run ended').map(({ key }) => key);
}

beforeAll(async () => {
  story.organisation('acme');
  for (let n = 0; n < MANY; n += 1) {
    const files = { '.github/workflows/ci.yml': workflow(n % 50) };
    story.repository(nameOf(n), { visibility: 'public', from: { files } });
    if (n >= 20) {
      const set = { ...AS_BUILT_IN };
      story.world.setProtection(nameOf(n), { pattern: 'main', by: 'olivia', set });
    }
  }
  story.world.installApp('acme', { by: 'olivia' });
  await story.settled();
}, LONG);

beforeEach(() => {
  later += HOUR_MS;
});

test('The first enforcement is told with how many repositories it writes to, and how long that takes', () => {
  const told = story.house.lines().find(({ msg }) => msg.startsWith('The first enforcement'));

  expect(told).toMatchObject({ organisation: 'acme', repositories: expect.any(Number), minutes: 0 });
  expect(Number(told?.['repositories'])).toBeGreaterThanOrEqual(20);
  for (let n = 0; n < MANY; n += 1) expect(isAsBuiltIn(nameOf(n))).toBe(true);
});

describe('A sweep of 250 repositories', () => {
  test('that are as the policy says costs a few requests, no text of a file, and no write', async () => {
    const since = story.github.exchanges.length;
    const lines = story.house.lines().length;

    const cost = await story.cost(swept);

    expect(cost).toMatchObject({ writes: 0, reports: 0 });
    expect(cost.total).toBeLessThanOrEqual(10);
    expect(operations(since)).not.toContain('Texts');
    expect(ran(lines)).toEqual(['org:acme']);
  });

  test('asks for a text that is new once, however many repositories have it', async () => {
    untold(() => {
      for (let n = 0; n < 40; n += 1) {
        story.world.push(nameOf(n), { by: 'walt', files: { '.github/workflows/ci.yml': workflow(99) } });
      }
    });
    const since = story.github.exchanges.length;

    await swept();

    expect(operations(since).filter((one) => one === 'Texts')).toHaveLength(1);
  });

  test('costs a read, a write and a report for each that was loosened', async () => {
    const names = [3, 77, 140, 249].map(nameOf);
    loosen(...names);
    story.github.webhooks.policy = () => 'drop';

    const cost = await story.cost(swept);

    story.github.webhooks.policy = () => 'send';
    for (const name of names) expect(isAsBuiltIn(name)).toBe(true);
    expect(cost).toMatchObject({ writes: 4, reports: 4 });
    expect(cost.total).toBeLessThanOrEqual(10 + 3 * names.length);
  });

  test('is told on the way: in the log, and while it goes on by /readyz', async () => {
    const seen: unknown[] = [];
    const stop = story.github.onExchange(({ operation }) => {
      if (operation !== 'Sweep') return;
      void fetch(`${story.house.mainstay().url}/readyz`)
        .then((answer) => answer.json() as Promise<{ readonly sweep: unknown }>)
        .then(({ sweep }) => seen.push(sweep));
    });
    const before = story.house.lines().length;

    await swept();
    stop();

    const said = story.house.lines().slice(before);
    const [whole] = said.filter(({ msg }) => msg === 'a sweep has seen all repositories');
    expect(whole).toMatchObject({ organisation: 'acme', done: MANY, of: MANY, needy: 0, writes: 0 });
    expect(said.filter(({ msg }) => msg === 'a sweep goes on').length).toBeGreaterThan(3);
    expect(seen).toContainEqual(
      expect.objectContaining({ org: 'acme', of: MANY, done: expect.any(Number), since: expect.any(String) }),
    );
  });
});

test('One repository that GitHub cannot read does not stop the others from being repaired', async () => {
  const [broken, loose] = [nameOf(60), nameOf(61)];
  loosen(broken, loose);
  story.github.faults = ({ requestBody }) => {
    const { query = '' } = (requestBody ?? {}) as { readonly query?: string };
    return query.startsWith('query Sweep') ? onlyThat(requestBody, 60) : undefined;
  };

  await swept();

  story.github.faults = undefined;
  expect(isAsBuiltIn(loose)).toBe(true);
  // It got a look of its own, which GitHub could answer.
  expect(isAsBuiltIn(broken)).toBe(true);
});

/** 502 for each page with this one on it. */
function onlyThat(body: unknown, place: number) {
  const { variables } = body as { readonly variables: { readonly n: number; readonly after: string | null } };
  const cursor = Buffer.from(variables.after ?? '', 'base64').toString();
  const from = Number(/\d+$/.exec(cursor)?.[0] ?? 0);
  return from <= place && place < from + variables.n ? { status: 502, body: '' } : undefined;
}

test(
  'On a bad day, when a fifth of all answers fail, everything is found and repaired all the same',
  async () => {
    const names = Array.from({ length: 12 }, (_, n) => nameOf(n * 20));
    loosen(...names);
    story.github.chaos = { seed: 7, errors: { 502: 0.1, 500: 0.05 }, partial: 0.05 };

    await story.house.mainstay().sweep();
    await story.settled();
    story.github.chaos = undefined;
    await swept();

    for (const name of names) expect(isAsBuiltIn(name)).toBe(true);
  },
  LONG,
);

describe('A repository that is to be left alone', () => {
  test('for a pause is not woken, and is repaired once that is over', async () => {
    const name = nameOf(30);
    const { number } = story.world.openIssue(name, { title: 'Hotfix', by: 'olivia' });
    story.world.comment(name, { number, by: 'olivia', body: '/mainstay pause 2h hotfix' });
    await story.settled();
    loosen(name);
    const before = story.house.lines().length;

    await swept();

    expect(ran(before)).toEqual(['org:acme']);
    expect(story.rule(name)?.adminsEnforced).toBe(false);
    story.world.comment(name, { number, by: 'olivia', body: '/mainstay resume' });
    await story.settled();
    expect(isAsBuiltIn(name)).toBe(true);
  });

  test('for an exemption of the policy is not woken', async () => {
    story.repository('acme/.github', {
      from: {
        files: { '.github/mainstay.yml': `version: 1\nexempt:\n  - ${nameOf(31).slice(5)}\n` },
      },
    });
    await story.settled();
    loosen(nameOf(31));
    await swept();
    const before = story.house.lines().length;

    await swept();

    expect(ran(before)).not.toContain(`repo:${nameOf(31)}`);
    expect(story.rule(nameOf(31))?.adminsEnforced).toBe(false);
  });
});

describe('The clock', () => {
  async function restarted(): Promise<readonly unknown[]> {
    await story.settled();
    const before = story.house.lines().length;
    await story.house.restart();
    await story.settled();
    return ran(before);
  }

  test('leaves a start soon after a sweep alone', async () => {
    await swept();

    expect(await restarted()).not.toContain('org:acme');
  });

  test('asks for a sweep when its six hours are over, give or take a tenth', async () => {
    await swept();

    later += 5 * HOUR_MS;
    const early = await restarted();
    later += 2 * HOUR_MS;
    const late = await restarted();

    expect(early).not.toContain('org:acme');
    expect(late).toContain('org:acme');
  });
});
