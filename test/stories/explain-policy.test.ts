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

function explanations(repo: string) {
  const { checkRuns, branches } = story.world.repository(repo);
  const head = branches.get('topic');
  return [...checkRuns.values()].filter((run) => run.name === NAME && run.headSha === head);
}

describe("A pull request that edits the repository's policy file", () => {
  test('is told which check becomes required when it is merged', async () => {
    const repo = await service('asks-more');

    await propose(repo, { [POLICY]: policy('required_checks:', '  - check: docs') });

    const [run] = explanations(repo);
    expect(run?.conclusion).toBe('neutral');
    expect(run?.output.title).toBe('When merged, the checks that the policy asks for: 1 new, 0 gone');
    expect(run?.output.summary).toContain('makes required on `main`:\n\n- `docs`');
    expect(story.required(repo)).not.toContain('docs');
  });

  test('is told which check it asks for can never report', async () => {
    const repo = await service('asks-in-vain');

    await propose(repo, { [POLICY]: policy('required_checks:', '  - check: coverage') });

    const [run] = explanations(repo);
    expect(run?.output.title).toBe('When merged, the policy asks for "coverage", which can never report');
    expect(run?.output.summary).toContain('can never report on a pull request:\n\n- `coverage`');
  });

  test('together with the workflow that reports the new check is told no trouble', async () => {
    const repo = await service('both');

    await propose(repo, {
      [POLICY]: policy('required_checks:', '  - check: coverage'),
      [CI]: ci(...FIVE, 'docs', 'coverage'),
    });

    const [run] = explanations(repo);
    expect(run?.conclusion).toBe('neutral');
    expect(run?.output.summary).toContain('makes required on `main`:\n\n- `coverage`');
    expect(run?.output.summary).not.toContain('never');
  });

  test('is told which check is asked for no more, and that it stays required', async () => {
    const repo = await service('asks-less', {
      [CI]: ci(...FIVE, 'docs'),
      [POLICY]: policy('required_checks:', '  - check: docs'),
    });

    await propose(repo, { [POLICY]: policy('strict: true') });

    const [run] = explanations(repo);
    expect(run?.output.summary).toContain(
      'stay required on `main` until a person takes them out:\n\n- `docs`',
    );
  });

  test('into a broken one fails, with the line and the column', async () => {
    const repo = await service('broken');

    await propose(repo, { [POLICY]: policy('cheks:', '  - check: docs') });

    const [run] = explanations(repo);
    expect(run?.conclusion).toBe('failure');
    expect(run?.output.title).toMatch(/^This policy file would not count: .*, line 2$/);
    expect(run?.output.annotations).toMatchObject([
      { path: POLICY, start_line: 2, start_column: 1, annotation_level: 'failure' },
    ]);
  });

  test('without changing what it asks for is told nothing', async () => {
    const repo = await service('comment-only');

    await propose(repo, { [POLICY]: policy('# as ever') });

    expect(explanations(repo)).toEqual([]);
  });

  test('with a hostile name in it shows the name as code', async () => {
    const repo = await service('hostile-policy');

    await propose(repo, {
      [POLICY]: policy('required_checks:', '  - context: "@acme/all <img> [x](http://e.x)"'),
    });

    const summary = explanations(repo)[0]?.output.summary ?? '';
    expect(summary).toContain('`@acme/all <img> [x](http://e.x)`');
    expect(summary.replaceAll(/`[^`]*`/g, '')).not.toContain('<img>');
  });
});

describe("A pull request that edits the organisation's policy file", () => {
  test('is told what it means for the repository that holds it', async () => {
    const repo = await service('.github', {
      [CI]: ci('lint'),
      [POLICY]: policy('required_checks: [{ check: lint }]'),
    });

    await propose(repo, {
      [POLICY]: policy('required_checks: [{ check: lint }, { check: docs }]'),
      [CI]: ci('lint', 'docs'),
    });

    expect(explanations(repo)[0]?.output.summary).toContain('makes required on `main`:\n\n- `docs`');
  });

  test('into a broken one fails, with its line', async () => {
    const repo = 'acme/.github';
    story.world.push(repo, { by: 'walt', branch: 'topic', files: { [POLICY]: 'version: 1\nbranches: 7\n' } });
    await story.settled();

    const [run] = explanations(repo);
    expect(run?.conclusion).toBe('failure');
    expect(run?.output.annotations).toMatchObject([{ path: POLICY, start_line: 2 }]);
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
