import { describe, expect, test } from '@jest/globals';
import { ask, file, judge } from '#kit/workflow-yaml';

const JOBS = "jobs:\n  job:\n    runs-on: ubuntu-latest\n    steps: [{ run: 'true' }]\n";

function on(trigger: string): string {
  return `on: ${trigger}\n${JOBS}`;
}

describe('a trigger decides whether a check reaches a pull request', () => {
  test.each([
    ['pull_request', 'will'],
    ['[push, pull_request]', 'will'],
    ['{ pull_request: }', 'will'],
    ['{ pull_request: { branches: [main] } }', 'will'],
    ["{ pull_request: { branches: ['**'] } }", 'will'],
    ["{ pull_request: { branches: ['ma?in'] } }", 'will'],
    ["{ pull_request: { branches: ['*', '!main', 'mai*'] } }", 'will'],
    ['{ pull_request: { branches-ignore: [develop] } }', 'will'],
    ['pull_request_target', 'will'],
    ['{ pull_request: { types: [opened, synchronize, reopened, labeled] } }', 'will'],
    ["{ pull_request: { paths: ['**'] } }", 'will'],
    ["{ pull_request: { paths: ['*/**', '*'] } }", 'will'],
    ['{ pull_request: { types: [opened, synchronize] } }', 'may'],
    ['{ pull_request: { types: [opened, reopened] } }', 'may'],
    ['{ pull_request: { types: [labeled] } }', 'may'],
    ["{ pull_request: { paths: ['src/**'] } }", 'may'],
    ["{ pull_request: { paths: ['**', '!docs/**'] } }", 'may'],
    ["{ pull_request: { paths-ignore: ['docs/**'] } }", 'may'],
    ['push', 'may'],
    ["{ push: { branches: ['**'] } }", 'may'],
    ['{ push: { branches: [main, develop] } }', 'may'],
    ["{ push: { branches: ['m*'] } }", 'may'],
    ['{ push: { branches-ignore: [main] } }', 'may'],
    ['{ push: { branches: [develop], tags: [v1] } }', 'may'],
    ['pull_request_review', 'may'],
    ['deployment_status', 'may'],
    ['create', 'may'],
    ['{ pull_request: { branches: [develop] } }', 'never'],
    ["{ pull_request: { branches: ['**', '!main'] } }", 'never'],
    ["{ pull_request: { branches: ['!develop'] } }", 'never'],
    ['{ pull_request: { branches-ignore: [main] } }', 'never'],
    ["{ pull_request: { branches: ['Main'] } }", 'never'],
    ['{ pull_request: { types: [closed] } }', 'never'],
    ['{ push: { branches: [main] } }', 'never'],
    ['{ push: { tags: [v1] } }', 'never'],
    ["{ schedule: [{ cron: '0 0 * * *' }] }", 'never'],
    ['workflow_dispatch', 'never'],
    ['{ workflow_run: { workflows: [CI] } }', 'never'],
    ['issue_comment', 'never'],
    ['check_run', 'never'],
    ['merge_group', 'never'],
    ['workflow_call', 'never'],
  ] as const)('%s: the check %s report on a pull request into main', (trigger, verdict) => {
    const answer = judge(on(trigger), 'job');

    expect(answer.verdict).toBe(verdict);
  });

  test.each([
    ['{ pull_request: { types: [opened, synchronize] } }', { activity: 'reopened' }],
    ['{ pull_request: { types: [opened, reopened] } }', { activity: 'synchronize' }],
    ['{ pull_request: { types: [labeled] } }', { activity: 'opened' }],
    ["{ pull_request: { paths: ['src/**'] } }", { changedFiles: ['README.md'] }],
    ["{ pull_request: { paths-ignore: ['docs/**'] } }", { changedFiles: ['docs/logo.png'] }],
    ["{ pull_request: { paths-ignore: ['**.md'] } }", { changedFiles: ['README.md'] }],
    ["{ pull_request: { paths-ignore: ['**/*.lock'] } }", { changedFiles: ['logo.png.lock'] }],
    ['push', { fork: true }],
    ['pull_request_review', { activity: 'opened' }],
    ['deployment_status', null],
  ])('%s: the witness is %j', (trigger, witness) => {
    const answer = judge(on(trigger), 'job');

    expect(answer.witness).toEqual(witness);
  });

  test.each([
    [
      '{ pull_request: { branches: [develop] } }',
      'branch-filter',
      '"branches: "develop"", which leaves out "main"',
    ],
    ['{ pull_request: { types: [closed] } }', 'activity-types', 'only when a pull request is closed'],
    ['{ push: { branches: [main] } }', 'event', '"push" runs for "main" only'],
    ['{ push: { branches-ignore: ["**"] } }', 'event', 'all but "**"'],
    ['{ push: { tags: [v1] } }', 'event', 'for tags only'],
    ['workflow_dispatch', 'event', 'by hand'],
    ['workflow_call', 'event', 'only runs when another workflow calls'],
    ['merge_group', 'event', "a merge queue's group"],
    ['issue_comment', 'event', 'on the default branch'],
  ])('%s: never, because of %s: %s', (trigger, code, words) => {
    const [reason] = judge(on(trigger), 'job').reasons;

    expect(reason).toMatchObject({ code, file: '.github/workflows/ci.yml', line: 1 });
    expect(reason?.message).toContain(words);
  });

  test.each([
    ['{ pull_request: { types: [opened, synchronize] } }', 'activity-types', 'while it was closed'],
    ['{ pull_request: { types: [opened, reopened] } }', 'activity-types', 'after every later push'],
    [
      '{ pull_request: { types: [synchronize, reopened] } }',
      'activity-types',
      'a new pull request has no check',
    ],
    ["{ pull_request: { paths: ['src/**'] } }", 'path-filter', 'changes no file matching "src/**"'],
    ["{ pull_request: { paths-ignore: ['docs/**'] } }", 'path-filter', 'whose files all match "docs/**"'],
    ['push', 'forks', 'never on a pull request from a fork'],
    ['{ push: { branches: [develop] } }', 'head-branch', 'head branches that pass "develop"'],
    ['create', 'unverified-event', 'runs on some commits only'],
  ])('%s: may, because of %s: %s', (trigger, code, words) => {
    const [reason] = judge(on(trigger), 'job').reasons;

    expect(reason?.code).toBe(code);
    expect(reason?.message).toContain(words);
  });
});

describe('a merge queue waits for other triggers', () => {
  test.each([
    ['merge_group', 'will'],
    ['{ merge_group: { types: [checks_requested] } }', 'will'],
    ['[pull_request, merge_group]', 'will'],
    ['push', 'may'],
    ["{ push: { branches: ['gh-readonly-queue/**'] } }", 'may'],
    ["{ push: { branches: ['gh-readonly-queue/main/*'] } }", 'may'],
    ['{ push: { branches: [main] } }', 'never'],
    ["{ push: { branches: ['gh-readonly-queue/develop/**'] } }", 'never'],
    ['{ push: { tags: [v1] } }', 'never'],
    ['pull_request', 'never'],
  ] as const)('%s: the check %s report on a group', (trigger, verdict) => {
    const answer = judge(on(trigger), 'job', { event: 'merge_group' });

    expect(answer.verdict).toBe(verdict);
  });

  test('the way out is to add the trigger', () => {
    const answer = judge(on('pull_request'), 'job', { event: 'merge_group' });

    expect(answer.reasons).toMatchObject([
      { code: 'event', message: expect.stringContaining('merge group') },
    ]);
    expect(answer.fix?.patch).toContain('+on: [pull_request, merge_group]');
  });
});

describe('filters that GitHub refuses', () => {
  test.each([
    ["{ pull_request: { paths: ['a'], paths-ignore: ['b'] } }", 'both "paths" and "paths-ignore"'],
    [
      "{ pull_request: { branches: ['a'], branches-ignore: ['b'] } }",
      'both "branches" and "branches-ignore"',
    ],
    ["{ pull_request: { paths: ['[a'] } }", '"[a" is not a valid filter pattern'],
  ])('%s: %s, so nothing in the file runs', (trigger, words) => {
    const answer = judge(on(trigger), 'job');

    expect(answer).toMatchObject({ verdict: 'never', reasons: [{ code: 'broken-workflow' }] });
    const workflow = on(trigger);
    expect(judgeProblems(workflow)).toEqual([expect.stringContaining(words)]);
  });
});

function judgeProblems(workflow: string): readonly string[] {
  return ask([file('ci.yml', workflow)], []).problems.map(({ message }) => message);
}

describe('with the changed files known, filters are no longer a question', () => {
  const filtered = on("{ pull_request: { paths: ['src/**'] } }");

  test('a pull request that touches them is sure of its check', () => {
    const answer = judge(filtered, 'job', { changedFiles: ['README.md', 'src/a.ts'] });

    expect(answer.verdict).toBe('will');
  });

  test('one that does not never gets it', () => {
    const answer = judge(filtered, 'job', { changedFiles: ['README.md'] });

    expect(answer).toMatchObject({ verdict: 'never', reasons: [{ code: 'path-filter' }] });
  });

  test('only the first 300 files count', () => {
    const docs = Array.from({ length: 300 }, (_, index) => `docs/${index}.md`);

    expect(judge(filtered, 'job', { changedFiles: [...docs, 'src/a.ts'] }).verdict).toBe('never');
    expect(judge(filtered, 'job', { changedFiles: [...docs.slice(1), 'src/a.ts'] }).verdict).toBe('will');
  });
});
