import { afterEach, expect, test } from '@jest/globals';
import { AS_BUILT_IN, openStory } from './open-story.ts';

/** The shortest pace: the limits of each minute and hour are counted, and nothing takes long. */
const story = openStory({ settings: { writeIntervalMs: 1 } });

const SLOW_DOWN = { message: 'You have exceeded a secondary rate limit. Please wait a few minutes.' };
const KEYS_OF_ONE_INSTALLATION = 8;
/** Many repositories, on machines that are slow. */
const LONG = 90_000;

afterEach(() => {
  story.github.faults = undefined;
  story.github.webhooks.policy = () => 'send';
});

/** An organisation with so many repositories that nobody protects yet. */
function unprotected(login: string, many: number): readonly string[] {
  story.organisation(login);
  const names = Array.from({ length: many }, (_, n) => `${login}/service-${n}`);
  for (const name of names) story.world.createRepository(name, { by: 'olivia' });
  return names;
}

function isProtected(name: string): boolean {
  return story.rule(name)?.adminsEnforced === true;
}

/** Successful writes of a protection in these repositories. */
function protections(login: string) {
  return story.github.exchanges.filter(
    ({ method, path, status }) => method === 'PUT' && path.startsWith(`/repos/${login}/`) && status === 200,
  );
}

test(
  'GitHub asks to wait in the midst of thirty repairs: none is lost and none is made twice',
  async () => {
    const names = unprotected('busy', 30);
    let writes = 0;
    let refused = 0;
    let open = 0;
    story.github.faults = ({ method, path }) => {
      if (path.endsWith('/access_tokens') || method === 'GET') return undefined;
      writes += path.startsWith('/repos/') ? 1 : 0;
      if (writes === 20 && open === 0) open = Date.now() + 1_000;
      if (writes < 20 || Date.now() >= open) return undefined;
      refused += 1;
      return { status: 403, headers: { 'retry-after': '1' }, body: SLOW_DOWN };
    };

    story.world.installApp('busy', { by: 'olivia' });
    await story.settled();

    for (const name of names) {
      expect(story.rule(name)).toMatchObject(AS_BUILT_IN);
      expect(story.reports(name)).toHaveLength(1);
      expect(story.report(name).output.summary).toContain('validate-migrations');
    }
    expect(protections('busy')).toHaveLength(30);
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThanOrEqual(KEYS_OF_ONE_INSTALLATION);
    const told = story.house
      .lines()
      .filter(({ msg }) => msg.startsWith('GitHub asked this installation to wait'));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ level: 40, until: expect.any(String) });
    expect(story.house.lines().filter(({ msg }) => msg.startsWith('run failed'))).toEqual([]);
  },
  LONG,
);

test(
  'Mallory is answered at once while the sweep of a hundred repositories waits for its share',
  async () => {
    const { webhooks } = story.github;
    const names = unprotected('large', 100);
    webhooks.policy = () => 'hold';
    story.world.installApp('large', { by: 'olivia' });
    await story.house.restart();
    await story.settled();
    const waiting = names.filter((name) => !isProtected(name));
    const [one = ''] = waiting;
    webhooks.policy = () => 'send';

    story.world.setProtection(one, { pattern: 'main', by: 'olivia', set: { forcePushes: true } });
    await story.settled();

    expect(waiting.length).toBeGreaterThan(50);
    expect(story.rule(one)).toMatchObject(AS_BUILT_IN);
    expect(story.report(one).conclusion).toBe('success');
    expect(waiting.filter(isProtected)).toEqual([one]);
  },
  LONG,
);

test(
  'Of two organisations one is limited for an hour, and the other goes on as if nothing were',
  async () => {
    const limited = unprotected('slow', 20);
    const free = unprotected('quick', 20);
    let refused = 0;
    story.github.faults = ({ path, requestBody }) => {
      const isSlow = path.startsWith('/repos/slow/') || JSON.stringify(requestBody ?? {}).includes('"slow"');
      if (!isSlow) return undefined;
      refused += 1;
      return { status: 403, headers: { 'retry-after': '3600' }, body: SLOW_DOWN };
    };

    story.world.installApp('slow', { by: 'olivia' });
    story.world.installApp('quick', { by: 'olivia' });
    await story.settled();

    expect(free.filter(isProtected)).toEqual(free);
    expect(limited.filter(isProtected)).toEqual([]);
    expect(refused).toBeLessThanOrEqual(KEYS_OF_ONE_INSTALLATION);
    expect(await story.house.mainstay().depth()).toMatchObject({ parked: 0, due: 0 });
  },
  LONG,
);
