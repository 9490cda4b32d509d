import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { openStory } from './open-story.ts';

/** Beginning with the queue's own time: an acceptance that ended by that clock and not by this one would run for ever. */
let now = Date.now();
const story = openStory({ now: () => new Date(now) });
const NAME = 'mainstay / required checks';
const CI = '.github/workflows/ci.yml';

function ci(...jobs: readonly string[]): string {
  const lines = jobs.map((job) => `  ${job}: { runs-on: ubuntu-latest, steps: [{ run: make }] }\n`);
  return `on: [pull_request]\njobs:\n${lines.join('')}`;
}

const ALL = ['test', 'lint', 'security', 'build', 'validate-migrations'];

beforeAll(async () => {
  story.organisation('acme');
  story.world.installApp('acme', { by: 'olivia' });
  await story.settled();
});

async function service(name: string, files: Readonly<Record<string, string>> = { [CI]: ci(...ALL) }) {
  const full = `acme/${name}`;
  story.repository(full, { from: { files } });
  await story.settled();
  return full;
}

async function propose(repo: string, files: Readonly<Record<string, string>>, title = 'A change') {
  story.world.push(repo, { by: 'walt', branch: 'topic', files });
  const { number } = story.world.openPull(repo, { title, by: 'walt', branch: 'topic' });
  await story.settled();
  return number;
}

function explanations(repo: string, ref = 'topic') {
  const { checkRuns, branches } = story.world.repository(repo);
  return [...checkRuns.values()].filter(
    (run) => run.name === NAME && run.headSha === (branches.get(ref) ?? ref),
  );
}

describe('A pull request whose required checks all report', () => {
  test('is told nothing', async () => {
    const repo = await service('quiet');

    await propose(repo, { 'a.py': 'pass' });

    expect(explanations(repo)).toEqual([]);
  });
});

describe('A pull request that waits for a check which never comes', () => {
  test('is told what it waits for, why, and what to do, at the line of the workflow', async () => {
    const late = `on:\n  push:\n    branches: [main]\njobs:\n  build: { runs-on: ubuntu-latest, steps: [{ run: make }] }\n`;
    const others = ALL.filter((job) => job !== 'build');
    const repo = await service('push-only', { [CI]: ci(...others), '.github/workflows/late.yml': late });

    await propose(repo, { 'a.py': 'pass' });

    const [run] = explanations(repo);
    expect(run?.conclusion).toBe('action_required');
    expect(run?.output.title).toBe('Waits for "build", which will not report');
    expect(run?.output.summary).toContain('add "pull\\_request" to its `on:`');
    expect(run?.output.annotations).toMatchObject([{ path: '.github/workflows/late.yml' }]);
  });

  test('is told once that it is over', async () => {
    const repo = await service('over', { [CI]: ci('test', 'lint', 'security', 'build') });
    await propose(repo, { 'a.py': 'pass' });
    const before = explanations(repo).map(({ conclusion }) => conclusion);

    story.world.reportCheck(repo, { name: 'validate-migrations', ref: 'topic', by: 'walt' });
    story.world.push(repo, { by: 'olivia', branch: 'main', files: { [CI]: ci(...ALL) } });
    await story.settled();
    story.world.push(repo, { by: 'olivia', branch: 'main', files: { 'b.py': 'pass' } });
    await story.settled();

    expect(before).toEqual(['action_required']);
    expect(explanations(repo).map(({ conclusion }) => conclusion)).toEqual(['action_required', 'success']);
  });

  test('in a merge group is told to add the trigger', async () => {
    const repo = await service('group');
    const number = await propose(repo, { 'a.py': 'pass' });

    const head = story.world.queueGroup(repo, { number, by: 'walt' });
    await story.settled();

    expect(explanations(repo, head)[0]?.output.summary).toContain('merge_group');
  });
});

describe('A pull request that edits workflows', () => {
  test('is told which names appear and vanish when it is merged', async () => {
    const repo = await service('edits');

    await propose(repo, { [CI]: ci(...ALL, 'docs') });

    const [run] = explanations(repo);
    expect(run).toMatchObject({ conclusion: 'neutral' });
    expect(run?.output.summary).toContain('- `docs`');
  });

  test('with a hostile job name shows it as code', async () => {
    const repo = await service('hostile');
    const evil =
      ci(...ALL) +
      `  evil: { name: "@acme/all <img src=x> [x](http://e.x) \`", runs-on: u, steps: [{ run: a }] }\n`;

    await propose(repo, { [CI]: evil }, '@everyone <script>');

    const { summary = '' } = explanations(repo)[0]?.output ?? {};
    expect(summary).toContain('`` @acme/all <img src=x> [x](http://e.x) ` ``');
    expect(summary).not.toContain('script');
  });
});

describe('A pull request that renames a required job', () => {
  let open: { readonly repo: string; readonly number: number } | null = null;

  async function renaming(name: string) {
    const repo = await service(name);
    const others = ALL.filter((job) => job !== 'lint');
    const number = await propose(repo, { [CI]: ci(...others, 'style') });
    open = { repo, number };
    return open;
  }

  // An acceptance that still waited would be waited for in every test after it.
  afterEach(async () => {
    if (open) story.world.closePull(open.repo, { number: open.number, by: 'walt' });
    open = null;
    await story.settled();
  });

  test('is told that its own workflows report the old name no more', async () => {
    const { repo } = await renaming('renames');

    const [run] = explanations(repo);
    expect(run).toMatchObject({ conclusion: 'action_required' });
    expect(run?.output.summary).toContain('/mainstay accept');
  });

  test('may be accepted by an administrator only', async () => {
    const { repo, number } = await renaming('mia');

    story.world.comment(repo, { number, by: 'mia', body: '/mainstay accept' });
    await story.settled();

    expect(story.replies(repo, number)).toEqual([expect.stringContaining('administrators')]);
    expect(story.report(repo).output.summary).not.toContain('check_waived');
  });

  test('accepted, is shown on main until it is closed', async () => {
    const { repo, number } = await renaming('accepted');

    story.world.comment(repo, { number, by: 'mallory', body: '/mainstay accept' });
    await story.settled();
    const during = story.report(repo).output.summary;
    story.world.closePull(repo, { number, by: 'walt' });
    await story.settled();

    expect(story.replies(repo, number)[0]).toContain('- `lint`');
    expect(during).toContain('check_waived');
    expect(story.report(repo).output.summary).not.toContain('check_waived');
  });

  test('accepted twice, still waits for its end', async () => {
    const { repo, number } = await renaming('twice');
    story.world.comment(repo, { number, by: 'mallory', body: '/mainstay accept' });
    await story.settled();
    const { waiting } = await story.house.mainstay().depth();

    story.world.comment(repo, { number, by: 'mallory', body: '/mainstay accept' });
    await story.settled();

    expect(await story.house.mainstay().depth()).toMatchObject({ waiting });
    expect(waiting).toBeGreaterThan(0);
  });

  test('accepted, ends by itself after a day', async () => {
    const { repo, number } = await renaming('expires');
    story.world.comment(repo, { number, by: 'mallory', body: '/mainstay accept' });
    await story.settled();

    now += 25 * 3_600_000;
    story.world.push(repo, { by: 'walt', branch: 'topic', files: { 'z.py': 'pass' } });
    await story.settled();

    expect(story.report(repo).output.summary).not.toContain('check_waived');
  });

  test('is not accepted for a check that people required', async () => {
    const repo = await service('people');
    const checks = [...ALL, 'extra'].map((context) => ({ context, appId: null }));
    story.world.push(repo, { by: 'olivia', branch: 'main', files: { [CI]: ci(...ALL, 'extra') } });
    story.world.setProtection(repo, {
      pattern: 'main',
      by: 'mallory',
      set: { checks: { strict: false, checks } },
    });
    await story.settled();
    const number = await propose(repo, { [CI]: ci(...ALL) });

    story.world.comment(repo, { number, by: 'mallory', body: '/mainstay accept' });
    await story.settled();

    expect(story.replies(repo, number)[0]).toMatch(/nothing here.*\n- `extra` was required by a person/);
  });
});

describe('/mainstay accept on an issue', () => {
  test('is answered that it is for pull requests', async () => {
    const repo = await service('issue');
    const { number } = story.world.openIssue(repo, { title: 'Hm', by: 'walt' });

    story.world.comment(repo, { number, by: 'mallory', body: '/mainstay accept' });
    await story.settled();

    expect(story.replies(repo, number)).toEqual([expect.stringContaining('pull request')]);
  });
});
