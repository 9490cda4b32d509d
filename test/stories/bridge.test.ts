import { beforeAll, describe, expect, test } from '@jest/globals';
import { openStory } from './open-story.ts';

const story = openStory();
const MIGRATE = '.github/workflows/db-migrate.yml';
const CONTEXT = 'validate-migrations';

/** A workflow that runs on pull requests which change a migration, and whose one job is required. */
const WORKFLOWS = {
  '.github/workflows/ci.yml': `on: [pull_request]
jobs:
  test: { runs-on: ubuntu-latest, steps: [{ run: make test }] }
  lint: { runs-on: ubuntu-latest, steps: [{ run: make lint }] }
  security: { runs-on: ubuntu-latest, steps: [{ run: make audit }] }
  build: { runs-on: ubuntu-latest, steps: [{ run: make }] }
`,
  [MIGRATE]: `on:
  pull_request:
    paths: ['alembic/versions/**']
jobs:
  validate-migrations: { runs-on: ubuntu-latest, steps: [{ run: make validate }] }
`,
  'README.md': '# a service\n',
};

beforeAll(async () => {
  story.organisation('acme');
  story.world.installApp('acme', { by: 'olivia' });
  await story.settled();
});

/** A repository with those workflows, protected, and another protected branch. */
async function service(name: string, files: Readonly<Record<string, string>> = WORKFLOWS): Promise<string> {
  const full = `acme/${name}`;
  story.repository(full, { from: { files } });
  await story.settled();
  return full;
}

type Change = {
  readonly files: Readonly<Record<string, string>>;
  readonly branch?: string;
  readonly title?: string;
};

async function propose(
  repo: string,
  { files, branch = 'topic', title = 'A change' }: Change,
): Promise<number> {
  story.world.push(repo, { by: 'walt', branch, files });
  const { number } = story.world.openPull(repo, { title, by: 'walt', branch });
  await story.settled();
  return number;
}

/** What stands under a name on a commit, the oldest first. */
function runs(repo: string, ref: string, name = CONTEXT) {
  const { checkRuns, branches } = story.world.repository(repo);
  const sha = branches.get(ref) ?? ref;
  return [...checkRuns.values()].filter((run) => run.name === name && run.headSha === sha);
}

function conclusions(repo: string, ref: string, name = CONTEXT): readonly (string | null)[] {
  return runs(repo, ref, name).map(({ conclusion }) => conclusion);
}

describe('A pull request that touches only docs', () => {
  test('becomes mergeable: the check whose workflow its paths skip is reported as skipped, with why', async () => {
    const repo = await service('docs');

    await propose(repo, { files: { 'docs/a.md': 'text' } });

    const [run] = runs(repo, 'topic');
    expect(story.required(repo)).toContain(CONTEXT);
    expect(run).toMatchObject({ conclusion: 'skipped', appId: 4711 });
    expect(run?.output.title).toBe('Skipped: no changed file matches `alembic/versions/**`');
    expect(run?.output.summary).toContain('bridge: false');
    expect(conclusions(repo, 'topic', 'test')).toEqual([]);
  });
});

describe('A pull request that touches a migration', () => {
  test('is not bridged: its workflow reports', async () => {
    const repo = await service('migrations');

    await propose(repo, { files: { 'alembic/versions/1.py': 'pass' } });

    expect(runs(repo, 'topic')).toEqual([]);
  });
});

describe('A pull request is never bridged', () => {
  test('when it edits a workflow, were it only the one in question', async () => {
    const repo = await service('edits');
    const wider = WORKFLOWS[MIGRATE].replace('alembic/versions/**', 'alembic/**');

    await propose(repo, { files: { [MIGRATE]: wider } });

    expect(runs(repo, 'topic')).toEqual([]);
  });

  test('where the policy says `bridge: false`', async () => {
    const repo = await service('off', {
      ...WORKFLOWS,
      '.github/mainstay.yml': 'version: 1\nbridge: false\n',
    });

    await propose(repo, { files: { 'docs/a.md': 'text' } });

    expect(story.required(repo)).toContain(CONTEXT);
    expect(runs(repo, 'topic')).toEqual([]);
  });

  test('under a name that its commit carries already, as a status', async () => {
    const repo = await service('status');
    story.world.push(repo, { by: 'walt', branch: 'topic', files: { 'docs/a.md': 'text' } });
    story.world.reportStatus(repo, { context: CONTEXT, ref: 'topic', state: 'failure', by: 'walt' });

    story.world.openPull(repo, { title: 'Docs', by: 'walt', branch: 'topic' });
    await story.settled();

    expect(runs(repo, 'topic')).toEqual([]);
  });

  test('while its commit belongs to a pull request into another protected branch', async () => {
    const repo = await service('two');
    story.world.push(repo, { by: 'walt', branch: 'release' });
    story.world.setProtection(repo, { pattern: 'release', by: 'olivia', set: { forcePushes: false } });
    story.world.push(repo, { by: 'walt', branch: 'topic', files: { 'docs/a.md': 'text' } });
    story.world.openPull(repo, { title: 'Into release', by: 'walt', branch: 'topic', base: 'release' });

    story.world.openPull(repo, { title: 'Into main', by: 'walt', branch: 'topic' });
    await story.settled();

    expect(runs(repo, 'topic')).toEqual([]);
  });
});

describe('A check that was bridged', () => {
  test('is withdrawn on the same commit when the pull request goes to another branch', async () => {
    const repo = await service('retarget');
    story.world.push(repo, { by: 'walt', branch: 'dev' });
    const number = await propose(repo, { files: { 'docs/a.md': 'text' } });

    story.world.retargetPull(repo, { number, base: 'dev', by: 'walt' });
    await story.settled();

    expect(conclusions(repo, 'topic')).toEqual(['skipped', 'cancelled']);
  });

  test('is withdrawn when the filter on main begins to match', async () => {
    const repo = await service('filter');
    await propose(repo, { files: { 'docs/a.md': 'text' } });

    const wider = WORKFLOWS[MIGRATE].replace('alembic/versions/**', '**');
    story.world.push(repo, { by: 'olivia', branch: 'main', files: { [MIGRATE]: wider } });
    await story.settled();

    expect(conclusions(repo, 'topic')).toEqual(['skipped', 'cancelled']);
  });

  test('stays as it is while nothing changes, and is reported once', async () => {
    const repo = await service('once');
    const number = await propose(repo, { files: { 'docs/a.md': 'text' } });

    story.world.closePull(repo, { number, by: 'walt' });
    const cost = await story.cost(() =>
      story.world.push(repo, { by: 'olivia', branch: 'main', files: { 'README.md': 'more' } }),
    );

    expect(conclusions(repo, 'topic')).toEqual(['skipped']);
    expect(cost.writes).toBe(0);
  });
});

describe('A pull request with nothing to be said of', () => {
  test('costs one read and no write', async () => {
    const repo = await service('quiet');
    story.world.push(repo, { by: 'walt', branch: 'topic', files: { 'alembic/versions/2.py': 'pass' } });

    const cost = await story.cost(() =>
      story.world.openPull(repo, { title: 'Migrate', by: 'walt', branch: 'topic' }),
    );

    expect(cost).toMatchObject({ reads: 1, writes: 0, reports: 0 });
  });

  test('costs nothing when only its title is edited', async () => {
    const repo = await service('title');
    const number = await propose(repo, { files: { 'alembic/versions/2.py': 'pass' } });

    const cost = await story.cost(() =>
      story.world.retitlePull(repo, { number, title: '@everyone `x` <b>', by: 'walt' }),
    );

    expect(cost.total).toBe(0);
  });

  test('costs nothing where no policy names its base', async () => {
    const repo = await service('elsewhere');
    story.world.push(repo, { by: 'walt', branch: 'dev' });
    story.world.push(repo, { by: 'walt', branch: 'topic', files: { 'docs/a.md': 'text' } });

    const cost = await story.cost(() =>
      story.world.openPull(repo, { title: 'Dev', by: 'walt', branch: 'topic', base: 'dev' }),
    );

    expect(cost.total).toBe(0);
  });
});

describe('A merge group', () => {
  test('gets the check of a workflow that knows no groups, where none of its files matches', async () => {
    const repo = await service('queue');
    const number = await propose(repo, { files: { 'docs/a.md': 'text' } });

    const head = story.world.queueGroup(repo, { number, by: 'walt' });
    await story.settled();

    expect(conclusions(repo, head)).toEqual(['skipped']);
    expect(runs(repo, head, 'test')).toEqual([]);
  });

  test('waits where a file of it matches: the workflow has to learn `merge_group`', async () => {
    const repo = await service('queue-migrations');
    const number = await propose(repo, { files: { 'alembic/versions/2.py': 'pass' } });

    const head = story.world.queueGroup(repo, { number, by: 'walt' });
    await story.settled();

    expect(runs(repo, head)).toEqual([]);
  });

  test('is left to a workflow that has the trigger', async () => {
    const ready = WORKFLOWS[MIGRATE].replace('jobs:', '  merge_group:\njobs:');
    const repo = await service('queue-ready', { ...WORKFLOWS, [MIGRATE]: ready });
    const number = await propose(repo, { files: { 'docs/a.md': 'text' } });

    const head = story.world.queueGroup(repo, { number, by: 'walt' });
    await story.settled();

    expect(conclusions(repo, 'topic')).toEqual(['skipped']);
    expect(runs(repo, head)).toEqual([]);
  });
});
