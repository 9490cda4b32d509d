import { beforeAll, describe, expect, test } from '@jest/globals';
import { FIVE, openStory } from './open-story.ts';

const story = openStory();
const NAME = 'mainstay / required checks';
const CI = '.github/workflows/ci.yml';
const POLICY = '.github/mainstay.yml';

function ci(...jobs: readonly string[]): string {
  const lines = jobs.map((job) => `  ${job}: { runs-on: ubuntu-latest, steps: [{ run: make }] }\n`);
  return `on: [pull_request]\njobs:\n${lines.join('')}`;
}

function policy(...lines: readonly string[]): string {
  return ['version: 1', ...lines, ''].join('\n');
}

beforeAll(async () => {
  story.organisation('acme');
  story.world.installApp('acme', { by: 'olivia' });
  await story.settled();
});

async function service(
  name: string,
  files: Readonly<Record<string, string>> = { [CI]: ci(...FIVE, 'docs') },
) {
  const full = `acme/${name}`;
  story.repository(full, { from: { files } });
  await story.settled();
  return full;
}

async function propose(repo: string, files: Readonly<Record<string, string>>) {
  story.world.push(repo, { by: 'walt', branch: 'topic', files });
  const { number } = story.world.openPull(repo, { title: 'A change', by: 'walt', branch: 'topic' });
  await story.settled();
  return number;
}

function runs(repo: string, name: string) {
  const { checkRuns, branches } = story.world.repository(repo);
  const head = branches.get('topic');
  return [...checkRuns.values()].filter((run) => run.name === name && run.headSha === head);
}

function explanations(repo: string) {
  return runs(repo, NAME);
}

/** What is said of the policy file on the pull request. */
function policyRun(repo: string) {
  const [run] = runs(repo, 'mainstay / policy');
  return { conclusion: run?.conclusion, ...run?.output, summary: run?.output.summary ?? '' };
}

describe("A pull request that edits the repository's policy file", () => {
  test('is told which check becomes required when it is merged, and for which line', async () => {
    const repo = await service('asks-more');

    await propose(repo, { [POLICY]: policy('required_checks:', '  - check: docs') });

    const run = policyRun(repo);
    expect(run.conclusion).toBe('success');
    expect(run.title).toBe('Changes 1 of 1 repository');
    expect(run.summary).toMatch(
      /\| `main` \| Required checks \| .* \| .*, docs .* \| `acme\/asks-more\/.*:3` \|/,
    );
    expect(story.required(repo)).not.toContain('docs');
  });

  test('is told which check it asks for can never report', async () => {
    const repo = await service('asks-in-vain');

    await propose(repo, { [POLICY]: policy('required_checks:', '  - check: coverage') });

    expect(policyRun(repo).summary).toContain('coverage');
    expect(policyRun(repo).summary).toContain('Worth knowing:');
  });

  test('together with the workflow that reports the new check is told no trouble', async () => {
    const repo = await service('both');

    await propose(repo, {
      [POLICY]: policy('required_checks:', '  - check: coverage'),
      [CI]: ci(...FIVE, 'docs', 'coverage'),
    });

    const run = policyRun(repo);
    expect(run.conclusion).toBe('success');
    expect(run.summary).toContain('coverage (GitHub Actions)');
    expect(run.summary).not.toContain('Worth knowing:');
  });

  test('is told which check is asked for no more, and needs an approval', async () => {
    const repo = await service('asks-less', {
      [CI]: ci(...FIVE, 'docs'),
      [POLICY]: policy('required_checks:', '  - check: docs'),
    });

    await propose(repo, { [POLICY]: policy('linear_history: true') });

    const run = policyRun(repo);
    expect(run.conclusion).toBe('action_required');
    expect(run.title).toBe('Waits for approval: Changes 1 of 1 repository, 1 weaker');
    expect(run.summary).toContain('An administrator of this repository has to approve this commit');
    expect(run.summary).toMatch(/\| \*\*`acme\/asks-less`\*\* \| `required_checks` \|/);
  });

  test("an administrator's review is such an approval, her command as well; Walt's is not", async () => {
    const files = { [CI]: ci(...FIVE, 'docs'), [POLICY]: policy('required_checks:', '  - check: docs') };
    const [reviewed, commanded, neither] = [
      await service('reviewed', files),
      await service('commanded', files),
      await service('neither', files),
    ];
    story.world.setRole(neither, { who: 'rosa', role: 'write' });
    const less = { [POLICY]: policy('linear_history: true') };
    const number = await propose(reviewed, less);
    const second = await propose(commanded, less);
    const third = await propose(neither, less);

    story.world.reviewPull(reviewed, { number, by: 'mallory', state: 'APPROVED' });
    story.world.comment(commanded, { number: second, by: 'mallory', body: '/mainstay approve' });
    story.world.reviewPull(neither, { number: third, by: 'rosa', state: 'APPROVED' });
    await story.settled();

    const last = [reviewed, commanded, neither].map(
      (repo) => runs(repo, 'mainstay / policy').at(-1)?.conclusion,
    );
    expect(last).toEqual(['success', 'success', 'action_required']);
    expect(story.replies(commanded, second)).toEqual([expect.stringContaining('your approval stands')]);
  });

  test('into a broken one fails, with the line and the column', async () => {
    const repo = await service('broken');

    await propose(repo, { [POLICY]: policy('cheks:', '  - check: docs') });

    const run = policyRun(repo);
    expect(run.conclusion).toBe('failure');
    expect(run.title).toMatch(/^This policy file would not count: .*, line 2$/);
    expect(run.annotations).toMatchObject([
      { path: POLICY, start_line: 2, start_column: 1, annotation_level: 'failure' },
    ]);
  });

  test('into one that loosens is told that the line has no effect', async () => {
    const repo = await service('loosens');

    await propose(repo, { [POLICY]: policy('include_admins: false') });

    const run = policyRun(repo);
    expect(run.summary).toContain('include_admins');
    expect(run.annotations).toMatchObject([{ path: POLICY, start_line: 2 }]);
  });

  test('without changing what it asks for is told so', async () => {
    const repo = await service('comment-only');

    await propose(repo, { [POLICY]: policy('# as ever') });

    expect(policyRun(repo)).toMatchObject({ conclusion: 'success', title: 'Changes nothing' });
  });

  test('with a hostile name in it shows the name as plain text', async () => {
    const repo = await service('hostile-policy');

    await propose(repo, {
      [POLICY]: policy('required_checks:', '  - context: "@acme/all <img> [x](http://e.x) | x"'),
    });

    const { summary } = policyRun(repo);
    expect(summary).toContain('acme/all');
    expect(summary).not.toMatch(/(?<!\\)<img|@acme|(?<!\\)\[x\]|http:/);
  });
});

describe('A pull request that conflicts with its base', () => {
  async function conflicting(name: string, workflow: string) {
    const repo = await service(name, { [CI]: workflow });
    const number = await propose(repo, { 'a.py': 'pass' });
    const pull = story.world.repository(repo).issues.get(number)?.pull;
    if (pull) pull.conflicting = true;
    story.world.push(repo, { by: 'walt', branch: 'topic', files: { 'a.py': 'fail' } });
    await story.settled();
    return repo;
  }

  test('is told that its workflows do not start until the conflict is resolved', async () => {
    const repo = await conflicting('conflict', ci(...FIVE));

    const [run] = explanations(repo);
    expect(run?.conclusion).toBe('action_required');
    expect(run?.output.summary).toContain('conflicts with its base');
    expect(run?.output.summary).toContain("Merge `main` into the pull request's branch");
  });

  test('is told nothing where its checks come from pushes as well', async () => {
    const repo = await conflicting(
      'conflict-push',
      ci(...FIVE).replace('[pull_request]', '[pull_request, push]'),
    );

    expect(explanations(repo)).toEqual([]);
  });
});
