import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ProtectionSettings } from '#simulator';
import { FIVE, openStory } from './open-story.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const BOT = 'settings-sync[bot]';
/** Mainstay's clock, which stands still but where a test moves it. */
let clock = Date.now();
const story = openStory({ now: () => new Date(clock) });
const POLICY = [
  'version: 1',
  'extras: remove',
  'strict: false',
  'linear_history: false',
  'reviews: { count: 1 }',
  '',
].join('\n');
let api: string;
let made = 0;

beforeAll(async () => {
  story.organisation('acme');
  story.repository('acme/.github', { from: { files: { '.github/mainstay.yml': POLICY } } });
  story.world.addApp({ id: 99, slug: 'settings-sync' });
  story.world.installApp('acme', { by: 'olivia' });
  await story.settled();
});

beforeEach(async () => {
  clock += 2 * DAY;
  made += 1;
  api = `acme/api-${made}`;
  story.repository(api);
  await story.settled();
});

type Change = Partial<ProtectionSettings> | ((now: ProtectionSettings) => Partial<ProtectionSettings>);

/** Resolves when all that can be done now was done; what waits for the clock waits on. */
async function calm(): Promise<void> {
  for (;;) {
    const before = story.github.exchanges.length + story.github.deliveries.length;
    await story.github.delivered();
    await story.house.mainstay().idle();
    await story.github.delivered();
    const { due, running } = await story.house.mainstay().depth();
    const after = story.github.exchanges.length + story.github.deliveries.length;
    if (due + running === 0 && before === after) return;
  }
}

async function set(by: string, change: Change): Promise<void> {
  clock += 1;
  story.world.setProtection(api, { pattern: 'main', by, set: change });
  await calm();
}

async function looked(): Promise<void> {
  story.world.push(api, { by: 'walt', branch: 'main', files: { [`f${clock}`]: '1' } });
  await calm();
}

/** The clock goes on until the contest is over, so that nothing waits when a test is. */
async function over(): Promise<void> {
  for (let times = 0; times < 2; times += 1) {
    clock += DAY + 61 * MINUTE;
    await looked();
  }
}

function issues() {
  return [...story.world.repository(api).issues.values()];
}

function withE2e({ checks }: ProtectionSettings): Partial<ProtectionSettings> {
  return { checks: checks && { ...checks, checks: [...checks.checks, { context: 'e2e', appId: null }] } };
}

describe('A policy that says `extras: remove`', () => {
  test('is exactly true of what it manages: what people added there goes, with who it was', async () => {
    await set('mallory', (now) => ({
      checks: { ...withE2e(now).checks, strict: true, checks: withE2e(now).checks?.checks ?? [] },
      linearHistory: true,
      reviews: now.reviews && { ...now.reviews, count: 4 },
    }));

    expect(story.required(api)).toEqual(FIVE);
    expect(story.rule(api)).toMatchObject({
      checks: { strict: false },
      linearHistory: false,
      reviews: { count: 1 },
      adminsEnforced: true,
    });
    expect(story.report(api).output.summary).toContain('mallory');
    expect(story.report(api).output.summary).toContain('acme/.github/.github/mainstay.yml:2');
  });

  test('leaves everything that it does not speak of', async () => {
    const theirs: Partial<ProtectionSettings> = {
      signatures: true,
      conversationResolution: true,
      deployments: ['production'],
      restrictions: { users: ['walt'], teams: [], apps: [] },
      lockBranch: true,
      lockAllowsFetchAndMerge: true,
    };
    await set('mallory', (now) => ({
      ...theirs,
      ...withE2e(now),
      reviews: now.reviews && { ...now.reviews, count: 2, codeOwners: true, dismissStale: true },
    }));

    expect(story.rule(api)).toMatchObject(theirs);
    expect(story.rule(api)?.reviews).toMatchObject({ count: 1, codeOwners: true, dismissStale: true });
    expect(story.required(api)).toEqual(FIVE);
  });

  test('is for required checks and settings, and takes no ruleset of other people away', async () => {
    story.world.editRuleset(api, {
      name: 'house',
      by: 'mallory',
      set: { rules: [{ type: 'required_linear_history' }, { type: 'required_signatures' }] },
    });
    await calm();

    const [house] = story.world.repository(api).rulesets.values();
    expect(house?.rules).toHaveLength(2);
    expect(story.rule(api)?.linearHistory).toBe(false);
  });

  test('and `keep`, the default, leaves what was added', async () => {
    story.organisation('kept');
    story.repository('kept/api');
    story.world.installApp('kept', { by: 'olivia' });
    await story.settled();
    story.world.setProtection('kept/api', { pattern: 'main', by: 'mallory', set: withE2e });
    await story.settled();

    expect(story.required('kept/api')).toEqual([...FIVE, 'e2e']);
  });
});

describe('A bot that adds above the policy again and again', () => {
  async function contested(by = BOT): Promise<void> {
    for (let times = 0; times < 3; times += 1) await set(by, withE2e);
  }

  test('is repaired twice; then Mainstay stops, and opens one issue that names both sides', async () => {
    await set(BOT, withE2e);
    await set(BOT, withE2e);
    const twice = { checks: story.required(api), issues: issues().length };
    await set(BOT, withE2e);
    clock += 20 * MINUTE;
    await looked();
    clock += 60 * MINUTE;
    await looked();

    expect(twice).toEqual({ checks: FIVE, issues: 0 });
    expect(story.required(api)).toEqual([...FIVE, 'e2e']);
    expect(issues()).toHaveLength(1);
    expect(issues()[0]).toMatchObject({ state: 'open' });
    expect(issues()[0]?.body).toContain('`settings-sync[bot]`');
    expect(issues()[0]?.body).toContain('acme/.github/.github/mainstay.yml:2');
    expect(story.report(api).output.summary).toContain('`second_manager`');
    await over();
  });

  test('is let be in that one setting: others are repaired at once, also where the bot loosens', async () => {
    await contested();
    await set(BOT, { linearHistory: true, adminsEnforced: false });

    expect(story.rule(api)).toMatchObject({ linearHistory: false, adminsEnforced: true });
    expect(story.required(api)).toEqual([...FIVE, 'e2e']);
    await over();
  });

  test('which then takes away below the policy is repaired, without what it added', async () => {
    await contested();
    await set(BOT, ({ checks }) => ({
      checks: checks && { ...checks, checks: checks.checks.filter(({ context }) => context !== 'test') },
    }));
    clock += 16 * MINUTE;
    await looked();

    expect(story.required(api)).toEqual(expect.arrayContaining(FIVE));
    await over();
  });

  test('is corrected again after a day', async () => {
    await contested();
    clock += DAY - 10 * MINUTE;
    await looked();
    const before = story.required(api);
    clock += 11 * MINUTE;
    await looked();

    expect(before).toContain('e2e');
    expect(story.required(api)).toEqual(FIVE);
    await over();
  });

  test('is corrected again when a person says /mainstay sync', async () => {
    await contested();
    const { number } = story.world.openIssue(api, { title: 'Hm', by: 'rosa' });
    story.world.comment(api, { number, by: 'mia', body: '/mainstay sync' });
    await calm();

    expect(story.required(api)).toEqual(FIVE);
    await over();
  });
});

describe('A person who adds above the policy again and again', () => {
  test('is repaired with pauses, and never for good', async () => {
    for (let times = 0; times < 3; times += 1) await set('mallory', withE2e);
    const waiting = story.required(api);
    clock += MINUTE;
    await looked();
    const repaired = story.required(api);
    await set('mallory', withE2e);
    clock += 2 * MINUTE;
    await looked();

    expect(waiting).toContain('e2e');
    expect(repaired).toEqual(FIVE);
    expect(story.required(api)).toEqual(FIVE);
    expect(issues()).toHaveLength(1);
    expect(issues()[0]?.body).toContain('| `mallory` |');
    await over();
  });

  test('is automation where the policy lists the login', async () => {
    const files = { '.github/mainstay.yml': `${POLICY}contention: { automation: [mallory] }\n` };
    story.world.push('acme/.github', { by: 'olivia', files });
    await calm();
    for (let times = 0; times < 3; times += 1) await set('mallory', withE2e);
    clock += 60 * MINUTE;
    await looked();

    expect(story.required(api)).toEqual([...FIVE, 'e2e']);
    await over();
  });
});
