import { describe, expect, test } from '@jest/globals';
import { applied } from '#kit/apply-patch';
import { file, judge, onPulls } from '#kit/workflow-yaml';
import type { ForecastEvent } from '#model';

const RUN = "    runs-on: ubuntu-latest\n    steps:\n      - run: 'true'\n";
const JOBS = `jobs:\n  job:\n${RUN}`;

type Case = readonly [what: string, text: string, event?: ForecastEvent];

const MENDED: readonly Case[] = [
  ['a push of one branch', `on:\n  push:\n    branches: [main]\n${JOBS}`],
  ['a push as a word', `on: push\n${JOBS}`],
  ['a list of events', `on: [push, workflow_dispatch] # by hand too\n${JOBS}`],
  ['a block list of events', `on:\n  - push\n  - workflow_dispatch\n\n${JOBS}`],
  ['a quoted key', `"on": push\n${JOBS}`],
  [
    'an event without filters in a map',
    `on:\n  workflow_dispatch:\n  # nightly\n  schedule:\n    - cron: '0 0 * * *'\n\n${JOBS}`,
  ],
  ['a branch that is left out', `on:\n  pull_request:\n    branches: [develop]\n${JOBS}`],
  [
    'a branch that is left out of a block',
    `on:\n  pull_request:\n    branches:\n      - develop\n      - 'release/**'\n${JOBS}`,
  ],
  ['an activity that is left out', `on:\n  pull_request:\n    types: [opened, reopened]\n${JOBS}`],
  ['all activities left out', `on:\n  pull_request:\n    types:\n      - labeled\n${JOBS}`],
  ['all activities left out of a flow list', `on:\n  pull_request:\n    types: [labeled]\n${JOBS}`],
  [
    'paths',
    `on:\n  pull_request:\n    paths:\n      - 'src/**'\n      - '!docs'\n    branches: [main]\n${JOBS}`,
  ],
  [
    'paths that stand as far left as their key',
    `on:\n  pull_request:\n    paths-ignore:\n    - 'src/**'\n${JOBS}`,
  ],
  ['paths as the last lines', `${JOBS}on:\n  pull_request:\n    paths: ['src/**']`],
  ['a merge queue', `on: pull_request\n${JOBS}`, 'merge_group'],
  [
    'a merge queue beside filters',
    `on:\n  pull_request:\n    paths: [a]\n  push:\n    branches: [main]\n${JOBS}`,
    'merge_group',
  ],
];

describe('the patch of a fix', () => {
  test.each(MENDED)('mends %s', (_what, text, event = 'pull_request') => {
    const before = judge(text, 'job', { event });

    const after = judge([applied(file('ci.yml', text), before.fix)], 'job', { event });

    expect(before.verdict).not.toBe('will');
    expect(after.verdict).toBe('will');
  });

  test('lets a gathering job fail with what it gathers', () => {
    const text = `${onPulls(`  first:\n${RUN}`)}\n  # the one that is required\n  all:\n    needs: first\n${RUN}`;
    const before = judge(text, 'all');

    const after = judge([applied(file('ci.yml', text), before.fix)], 'all');

    expect(before.vacuous).toBe(true);
    expect(after).toMatchObject({ verdict: 'will', vacuous: false, reasons: [], fix: null });
  });

  test('keeps the filters of the push it copies', () => {
    const text = `on:\n  push:\n    branches: [main]\n    paths-ignore: ['docs/**', "it's"]\n${JOBS}`;

    const { fix } = judge(text, 'job');

    expect(fix?.patch).toContain("+    paths-ignore: ['docs/**', 'it''s']");
    expect(fix?.text).toContain('changes only files matching');
  });

  test('warns of jobs that would run on pull requests though nobody asked', () => {
    const text = `on:\n  push:\n    branches: [main]\n${JOBS}  deploy:\n${RUN}  report:\n    needs: deploy\n${RUN}`;

    const { fix } = judge(text, 'job');

    expect(fix?.text).toContain('Mind that "deploy" in this file would run there too');
  });

  test.each([
    ['a map in one line', `on: { push: { branches: [main] } }\n${JOBS}`, 'job'],
    ['a block list that would need filters', `on:\n  - push\n${JOBS}`.replace('- push', '- schedule'), 'job'],
    ['branches that are ignored', `on:\n  pull_request:\n    branches-ignore: [main]\n${JOBS}`, 'job'],
  ])('is left to a person for %s', (_what, text, context) => {
    const { fix } = judge(text, context);

    expect(fix?.text).not.toBe('');
    expect(fix?.patch === null || fix?.patch?.startsWith('--- a/')).toBe(true);
  });

  test('is not offered where the job has a condition of its own', () => {
    const text = `${onPulls(`  first:\n${RUN}`)}  all:\n    needs: first\n    if: success()\n${RUN}`;

    expect(judge(text, 'all').fix?.patch).toBeNull();
  });
});

describe('the words of a fix', () => {
  const gated = onPulls(`  job:\n    if: vars.X == 1\n    strategy: { matrix: { v: [1] } }\n${RUN}`);
  const needing = `${onPulls(`  first:\n${RUN}`)}  job:\n    needs: first\n    strategy: { matrix: { v: [1] } }\n${RUN}`;

  test.each([
    ['a condition above a matrix', gated, 'job (1)', 'Move `if: vars.X == 1` from job "job"'],
    ['a need before a matrix', needing, 'job (1)', 'Require "first" as well'],
    ['a leg that is gone', gated, 'job (2)', 'require "job (1)"'],
    ['a name that nobody knows', gated, 'foo/bar: baz', 'name its `source`'],
    ['a job that is always skipped', onPulls(`  job:\n    if: false\n${RUN}`), 'job', 'Move `if: false`'],
    [
      'a name that only a run knows',
      onPulls(`  job:\n    name: \${{ vars.N }}\n${RUN}`),
      'x',
      'recent pull requests',
    ],
    [
      'two jobs of one name',
      onPulls(`  a:\n    name: x\n${RUN}  b:\n    name: x\n${RUN}`),
      'x',
      'names of their own',
    ],
    [
      'a file that is broken',
      `on: pull_request\njobs:\n  job:\n    bogus: 1\n${RUN}`,
      'job',
      'Mend .github/workflows/ci.yml',
    ],
  ] as const)('for %s say what to do', (...[, text, context, words]) => {
    expect(judge(text, context).fix?.text).toContain(words);
  });
});
