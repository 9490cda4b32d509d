import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AS_BUILT_IN, openStory } from './open-story.ts';

const story = openStory();
const MONITOR = { '.github/mainstay.yml': 'version: 1\nmode: monitor\n' };
let api: string;
let repositories = 0;

beforeAll(async () => {
  story.organisation('acme');
  story.repository('acme/.github', { from: { files: MONITOR } });
  story.world.installApp('acme', { by: 'olivia' });
  await story.settled();
});

// Each test has a repository of its own, which differs from the policy in everything.
beforeEach(async () => {
  repositories += 1;
  api = `acme/api-${repositories}`;
  story.repository(api);
  await story.settled();
});

function buttons(): readonly string[] {
  return story.report(api).actions.map(({ label }) => label);
}

function clicks(login: string, identifier: string): void {
  story.world.clickAction(api, { run: story.report(api).id, identifier, by: login });
}

describe('In monitor mode', () => {
  test('drift is reported with its table and both buttons, and nothing is written', () => {
    const { conclusion, output } = story.report(api);

    expect(story.rule(api)).toBeNull();
    expect(conclusion).toBe('action_required');
    expect(output.title).toBe('main differs from the policy in 4 settings (monitor mode: not repaired)');
    expect(output.summary).toContain('| Setting | Before | Policy | Because of |');
    expect(output.summary).toContain('| Administrators included | no rule | yes |');
    expect(buttons()).toEqual(['Re-check', 'Repair now']);
  });

  test('the text names a command for every button', () => {
    const { text } = story.report(api).output;

    expect(text).toContain('`/mainstay sync` re-checks and repairs (the button "Re-check")');
    expect(text).toContain('`/mainstay repair` repairs once in monitor mode (the button "Repair now")');
  });

  test('Mia presses "Repair now": it is repaired and said, and "Repair now" is gone', async () => {
    clicks('mia', 'repair');
    await story.settled();

    expect(story.rule(api)).toMatchObject(AS_BUILT_IN);
    expect(story.report(api)).toMatchObject({ conclusion: 'success', output: { title: 'Protected main' } });
    expect(story.report(api).output.summary).toContain('Asked for by `mia`');
    expect(buttons()).toEqual(['Re-check']);
  });

  test('it is repaired once: what is loosened afterwards is reported again, not repaired', async () => {
    clicks('mia', 'repair');
    await story.settled();

    story.world.setProtection(api, { pattern: 'main', by: 'mallory', set: { adminsEnforced: false } });
    await story.settled();

    expect(story.rule(api)?.adminsEnforced).toBe(false);
    expect(story.report(api).conclusion).toBe('action_required');
    expect(story.report(api).output.summary).toContain('Changed by `mallory`');
  });

  test('/mainstay repair does the same as the button, with a reply', async () => {
    const { number } = story.world.openIssue(api, { title: 'Repair it', by: 'mia' });

    story.world.comment(api, { number, by: 'mia', body: '/mainstay repair' });
    await story.settled();

    expect(story.rule(api)).toMatchObject(AS_BUILT_IN);
    expect(story.replies(api, number)).toEqual([expect.stringContaining('Protected main')]);
  });

  test('/mainstay sync looks and repairs nothing', async () => {
    const { number } = story.world.openIssue(api, { title: 'Look', by: 'mia' });

    const cost = await story.cost(() =>
      story.world.comment(api, { number, by: 'mia', body: '/mainstay sync' }),
    );

    expect(cost.writes).toBe(0);
    expect(story.replies(api, number)[0]).toMatch(/monitor mode.*not repaired/);
  });

  test('Walt, who only writes, presses "Repair now" in vain', async () => {
    const reports = story.reports(api).length;

    const cost = await story.cost(() => clicks('walt', 'repair'));

    expect(cost.writes).toBe(0);
    expect(story.rule(api)).toBeNull();
    expect(story.reports(api)).toHaveLength(reports);
  });

  test('the new head of main carries the report as well', async () => {
    story.world.push(api, { by: 'walt', files: { a: '1' } });
    await story.settled();

    expect(story.reports(api).map(({ conclusion }) => conclusion)).toEqual(['action_required']);
  });

  test('what Mallory makes worse is reported anew, and an event that changes nothing is not', async () => {
    const atFirst = story.reports(api).length;
    story.world.setProtection(api, { pattern: 'main', by: 'mallory', set: { forcePushes: true } });
    await story.settled();
    const worse = story.reports(api).length;

    story.world.setProtection(api, { pattern: 'other', by: 'mallory', set: { forcePushes: true } });
    await story.settled();

    expect([worse, story.reports(api).length]).toEqual([atFirst + 1, atFirst + 1]);
  });
});

test('A repository that says so itself is repaired although the organisation only watches', async () => {
  const files = { '.github/mainstay.yml': 'version: 1\nmode: enforce\n' };
  story.repository('acme/keen', { from: { files } });
  await story.settled();

  expect(story.rule('acme/keen')).toMatchObject(AS_BUILT_IN);
});

describe('"Re-check"', () => {
  test('shows a fresh check run, also where all is well', async () => {
    clicks('mia', 'repair');
    await story.settled();
    const reports = story.reports(api).length;

    clicks('mia', 'recheck');
    await story.settled();

    expect(story.reports(api)).toHaveLength(reports + 1);
    expect(story.report(api).output.title).toBe('main is as the policy says');
    expect(buttons()).toEqual(['Re-check']);
  });

  test('is what GitHub\'s own "Re-run" and "Re-run all checks" do', async () => {
    const reports = story.reports(api).length;

    story.world.rerunCheck(api, { run: story.report(api).id, by: 'mia' });
    await story.settled();
    story.world.rerequestSuite(api, { by: 'mia' });
    await story.settled();

    expect(story.reports(api)).toHaveLength(reports + 2);
  });
});

test('An organisation that ends its monitor mode has every repository repaired', async () => {
  story.repository('acme/other');
  await story.settled();

  const enforce = { '.github/mainstay.yml': 'version: 1\nmode: enforce\n' };
  story.world.push('acme/.github', { by: 'olivia', files: enforce });
  await story.settled();

  expect(story.rule('acme/other')).toMatchObject(AS_BUILT_IN);
  expect(story.rule(api)).toMatchObject(AS_BUILT_IN);
});
