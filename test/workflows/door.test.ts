import { describe, expect, test } from '@jest/globals';
import { contextsOf, reportsOn } from '#workflows';
import type { PullFacts } from '#model';
import { file, job, onPulls, read } from '#kit/workflow-yaml';

const RUN = "    runs-on: ubuntu-latest\n    steps: [{ run: 'true' }]\n";
const TARGET = { branch: 'main', event: 'pull_request' } as const;

describe('what a check of the policy becomes required as', () => {
  test('the contexts of the job, and patterns where a run decides', () => {
    const text = job('    strategy: { matrix: { v: [a, "${{ fromJSON(vars.V) }}"] } }\n', 'test');

    const answer = contextsOf(read(text), { check: 'test', workflow: null }, TARGET);

    expect(answer).toEqual({
      contexts: ['test (a)'],
      patterns: ['^test \\(.*\\)$'],
      jobs: [{ workflow: '.github/workflows/ci.yml', job: 'test', line: 3, column: 3 }],
      clash: [],
    });
  });

  test('both jobs where the policy has to say which', () => {
    const files = [
      file('a.yml', job('', 'test')),
      file('b.yml', job('    name: "test "\n    strategy: { matrix: { v: [1] } }\n', 'x')),
    ];

    const answer = contextsOf(read(files), { check: 'test', workflow: null }, TARGET);

    expect(answer.contexts).toEqual([]);
    expect(answer.clash.map(({ workflow, job: id }) => `${workflow} ${id}`)).toEqual([
      '.github/workflows/a.yml test',
      '.github/workflows/b.yml x',
    ]);
  });

  test('a literal is itself', () => {
    const answer = contextsOf(read([]), { context: 'cla/google' }, TARGET);

    expect(answer).toEqual({ contexts: ['cla/google'], patterns: [], jobs: [], clash: [] });
  });
});

describe('what one pull request will report', () => {
  const facts: PullFacts = { ...TARGET, changedFiles: ['README.md'] };
  const migrations = `on:\n  push: { branches: [main] }\n  pull_request:\n    paths: ['alembic/versions/**']\njobs:\n  validate:\n${RUN}`;

  test('a file that matches behind more than GitHub looks at keeps it unknown', () => {
    const many = Array.from({ length: 300 }, (_, index) => `a/${index}.txt`);
    const changedFiles = [...many, 'alembic/versions/1.py'];

    const answer = reportsOn(read(migrations), 'validate', { ...facts, changedFiles });

    expect(answer.reports).toBeNull();
  });

  test('a workflow that its filter keeps from running says so', () => {
    const answer = reportsOn(read(migrations), 'validate', facts);

    expect(answer.reports).toBe(false);
    expect(answer.jobs).toEqual([
      expect.objectContaining({
        state: 'path-filter',
        message: 'no changed file matches "alembic/versions/**"',
        place: { file: '.github/workflows/ci.yml', line: 4, column: 5 },
      }),
      expect.objectContaining({ state: 'trigger', job: 'validate' }),
    ]);
  });

  test('one whose files all are ignored, too', () => {
    const text = `on: { pull_request: { paths-ignore: ['**.md'] } }\njobs:\n  job:\n${RUN}`;

    const [only] = reportsOn(read(text), 'job', facts).jobs;

    expect(only).toMatchObject({ state: 'path-filter', message: 'every changed file matches "**.md"' });
  });

  test('a file that matches starts it', () => {
    const answer = reportsOn(read(migrations), 'validate', {
      ...facts,
      changedFiles: ['README.md', 'alembic/versions/1.py'],
    });

    expect(answer).toMatchObject({ reports: true, jobs: [{ state: 'reports' }, { state: 'trigger' }] });
  });

  test('with the changed files unknown it may', () => {
    const answer = reportsOn(read(migrations), 'validate', { ...facts, changedFiles: null });

    expect(answer).toMatchObject({ reports: null, jobs: [{ state: 'unknown' }, { state: 'trigger' }] });
  });

  test('a condition that is false here keeps the name away', () => {
    const text = job('    if: "!github.event.pull_request.draft"\n    strategy: { matrix: { v: [1] } }\n');

    expect(reportsOn(read(text), 'job (1)', { ...facts, draft: true })).toMatchObject({
      reports: false,
      jobs: [
        {
          state: 'condition',
          message: '`!github.event.pull_request.draft` is false here',
          place: { line: 6 },
        },
      ],
    });
    expect(reportsOn(read(text), 'job (1)', { ...facts, draft: false }).reports).toBe(true);
    expect(reportsOn(read(text), 'job (1)', facts).reports).toBeNull();
  });

  test('who it is by and where it comes from count where a condition asks', () => {
    const text = job(
      "    if: github.actor != 'bot' && github.head_ref != 'x'\n    strategy: { matrix: { v: [1] } }\n",
    );

    function by(actor: string, headBranch: string): boolean | null {
      return reportsOn(read(text), 'job (1)', { ...facts, actor, headBranch }).reports;
    }

    expect([by('alice', 'topic'), by('bot', 'topic'), by('alice', 'x')]).toEqual([true, false, false]);
  });

  test('a push reports on a branch of the repository perhaps, on a fork never', () => {
    const text = `on: push\njobs:\n  job:\n${RUN}`;

    expect(reportsOn(read(text), 'job', { ...facts, fork: false })).toMatchObject({ reports: null });
    expect(reportsOn(read(text), 'job', { ...facts, fork: true })).toMatchObject({
      reports: false,
      jobs: [{ state: 'trigger' }],
    });
  });

  test('an activity that the trigger does not list does not start it', () => {
    const text = `on: { pull_request: { types: [opened] } }\njobs:\n  job:\n${RUN}`;

    expect(reportsOn(read(text), 'job', { ...facts, activity: 'synchronize' }).reports).toBe(false);
    expect(reportsOn(read(text), 'job', { ...facts, activity: 'opened' }).reports).toBe(true);
  });

  test('a merge group is asked about in the same way', () => {
    const text = `on: merge_group\njobs:\n  job:\n${RUN}`;

    expect(reportsOn(read(text), 'job', { ...facts, event: 'merge_group' }).reports).toBe(true);
    expect(reportsOn(read(text), 'job', facts).reports).toBe(false);
  });

  test('a name that nobody knows has no jobs', () => {
    expect(reportsOn(read(onPulls(`  a:\n${RUN}`)), 'b', facts)).toEqual({
      context: 'b',
      reports: false,
      jobs: [],
    });
  });
});
