import { describe, expect, test } from '@jest/globals';
import { ask, file, job, judge, judgeCheck, onPulls } from '#kit/workflow-yaml';

const RUN = "    runs-on: ubuntu-latest\n    steps: [{ run: 'true' }]\n";

function filtered(key: string, patterns: readonly string[], id = 'test'): string {
  return `on: { pull_request: { ${key}: [${patterns.map((one) => `'${one}'`).join(', ')}] } }\njobs:\n  ${id}:\n${RUN}`;
}

describe('workflows are judged together', () => {
  test('two with opposite filters cover every pull request', () => {
    const files = [
      file('ci.yml', filtered('paths-ignore', ['docs/**', '**.md'])),
      file('docs.yml', filtered('paths', ['docs/**', '**.md'])),
    ];

    const answer = judge(files, 'test');

    expect(answer).toMatchObject({ verdict: 'will', ambiguous: true, witness: null });
    expect(answer.producers.map(({ workflow }) => workflow)).toEqual([
      '.github/workflows/ci.yml',
      '.github/workflows/docs.yml',
    ]);
  });

  test('a file that both leave out is found', () => {
    const files = [
      file('ci.yml', filtered('paths-ignore', ['docs/**', '**.md'])),
      file('docs.yml', filtered('paths', ['docs/**'])),
    ];

    const answer = judge(files, 'test');

    expect(answer).toMatchObject({ verdict: 'may', witness: { changedFiles: ['README.md'] } });
    expect(answer.reasons.map(({ file: at, code }) => [at, code])).toEqual([
      ['.github/workflows/ci.yml', 'path-filter'],
      ['.github/workflows/docs.yml', 'path-filter'],
      ['.github/workflows/ci.yml', 'ambiguous-context'],
    ]);
  });

  test('a gap that only an odd name falls into is found as well', () => {
    const files = [
      file('a.yml', filtered('paths', ['[a-y]*', '[a-y]*/**', '[A-Z]*', '[A-Z]*/**', '.*', '.*/**'])),
      file('b.yml', filtered('paths-ignore', ['[a-z]**', '[A-Z]**', '.**', '[0-9]**'])),
    ];

    const { verdict, witness } = judge(files, 'test');

    expect(verdict).toBe('may');
    expect(witness?.changedFiles?.[0]).toMatch(/^[z0-9]/);
  });

  test('files that the repository has are offered first', () => {
    const answer = judge(filtered('paths', ['src/**']), 'test', { tree: ['src/a.py', 'Makefile'] });

    expect(answer.witness).toEqual({ changedFiles: ['Makefile'] });
  });

  test('what one leaves to drafts another may take', () => {
    function body(condition: string): string {
      return job(`    if: ${condition}\n    strategy: { matrix: { v: [1] } }\n`, 'test');
    }
    const ready = file('ready.yml', body('github.event.pull_request.draft == false'));
    const drafts = file('drafts.yml', body('github.event.pull_request.draft'));

    expect(judge([ready, drafts], 'test (1)').verdict).toBe('will');
    expect(judge([ready], 'test (1)')).toMatchObject({ verdict: 'may', witness: { draft: true } });
  });

  test('a push that covers the head branch does not help a fork', () => {
    const answer = judge(
      [file('ci.yml', `on: [push]\njobs:\n  test:\n${RUN}`), file('b.yml', filtered('paths', ['src/**']))],
      'test',
    );

    expect(answer).toMatchObject({ verdict: 'may', witness: { fork: true, changedFiles: ['README.md'] } });
  });
});

describe('a condition above a matrix decides whether its names are there', () => {
  test.each([
    ['always()', 'will', null],
    ['true', 'will', null],
    ['success()', 'will', null],
    ["github.event_name == 'pull_request'", 'will', null],
    ["github.event_name != 'schedule' && github.base_ref == 'main'", 'will', null],
    ["github.ref != 'refs/heads/main'", 'will', null],
    ["startsWith(github.ref, 'refs/pull/')", 'will', null],
    ["endsWith(github.ref, '/MERGE')", 'will', null],
    ["contains(github.ref, 'pull')", 'will', null],
    ["!startsWith(github.ref, 'refs/tags/')", 'will', null],
    ["github.event.pull_request.base.ref == 'main'", 'will', null],
    ['github.event.pull_request != null', 'will', null],
    ["github.event.action != 'closed'", 'will', null],
    ['!github.event.pull_request.merged', 'will', null],
    ['contains(fromJSON(\'["pull_request", "push"]\'), github.event_name)', 'will', null],
    ["github.event.inputs.x == '' || github.event.inputs.x == null", 'will', null],
    ['!inputs.skip', 'will', null],
    ["case(github.event_name == 'push', false, true)", 'will', null],
    ['github.event_name == github.event_name', 'will', null],
    ['github.event.pull_request.draft == false', 'may', { draft: true }],
    ['!github.event.pull_request.draft', 'may', { draft: true }],
    ['!github.event.pull_request.head.repo.fork', 'may', { fork: true }],
    ['github.event.pull_request.head.repo.full_name == github.repository', 'may', { fork: true }],
    ['github.event.pull_request.head.repo.owner.login == github.repository_owner', 'may', { fork: true }],
    ["github.actor != 'dependabot[bot]'", 'may', { actor: 'dependabot[bot]' }],
    ["github.event.pull_request.user.login != 'renovate[bot]'", 'may', { actor: 'renovate[bot]' }],
    ["github.head_ref != 'release'", 'may', { headBranch: 'release' }],
    ["github.event.action == 'opened'", 'may', { activity: 'synchronize' }],
    ["vars.CI == 'on'", 'may', { condition: "vars.CI == 'on'" }],
    ["vars.CI == 'on' || true", 'will', null],
    ["vars.CI == 'on' && false", 'never', null],
    [
      "contains(github.event.pull_request.labels.*.name, 'go')",
      'may',
      { condition: "contains(github.event.pull_request.labels.*.name, 'go')" },
    ],
    [
      "startsWith(github.head_ref, 'release/')",
      'may',
      { condition: "startsWith(github.head_ref, 'release/')" },
    ],
    ["github.event_name == 'push'", 'never', null],
    ["github.ref == 'refs/heads/main'", 'never', null],
    ["startsWith(github.ref, 'refs/tags/')", 'never', null],
    ['github.event.pull_request.merged', 'never', null],
    ['failure()', 'never', null],
    ['cancelled()', 'never', null],
    ['false', 'never', null],
    ["github.base_ref == ''", 'never', null],
  ] as const)('if: %s: the leg %s report', (condition, verdict, witness) => {
    const workflow = job(`    if: \${{ ${condition} }}\n    strategy: { matrix: { v: [1] } }\n`);

    const answer = judge(workflow, 'job (1)');

    expect(answer.verdict).toBe(verdict);
    expect(answer.witness).toEqual(witness);
  });

  test("the repository's own name is known where somebody tells it", () => {
    const workflow = job("    if: github.repository == 'acme/app'\n    strategy: { matrix: { v: [1] } }\n");

    expect(judge(workflow, 'job (1)').verdict).toBe('may');
    expect(judge(workflow, 'job (1)', { repository: 'acme/app' }).verdict).toBe('will');
    expect(judge(workflow, 'job (1)', { repository: 'fork/app' }).verdict).toBe('never');
  });

  test('a condition on the event is asked for each event of the file', () => {
    const workflow = `on: [push, pull_request]\njobs:\n  job:\n    if: github.event_name == 'push'\n    strategy: { matrix: { v: [1] } }\n${RUN}`;

    const { predicted } = ask(workflow, []);

    expect(predicted.map(({ context }) => context)).toEqual(['job (1)', 'job']);
    expect(judge(workflow, 'job (1)')).toMatchObject({ verdict: 'may', witness: { fork: true } });
  });
});

describe('a check that can pass without proving anything is said so', () => {
  function after(body: string): string {
    return `${onPulls(`  first:\n${RUN}`)}  second:\n    needs: first\n    runs-on: u\n${body}`;
  }

  test.each([
    ["    steps: [{ run: 'true' }]\n", true],
    ["    if: github.event_name == 'pull_request'\n    steps: [{ run: 'true' }]\n", true],
    ["    if: needs.first.result == 'success'\n    steps: [{ run: 'true' }]\n", true],
    ["    if: always()\n    steps: [{ run: 'true' }]\n", true],
    ["    if: always()\n    steps: [{ run: 'echo ${{ needs.first.outputs.x }}' }]\n", true],
    ['    if: always()\n    steps: [{ run: exit 1, if: "needs.first.result != \'success\'" }]\n', false],
    ['    if: always()\n    steps: [{ run: exit 1, if: "contains(needs.*.result, \'failure\')" }]\n', false],
    [
      "    if: '!cancelled()'\n    steps: [{ uses: re-actors/alls-green@v1, with: { jobs: '${{ toJSON(needs) }}' } }]\n",
      false,
    ],
    [
      "    if: ${{ always() }}\n    env: { R: '${{ needs.first.result }}' }\n    steps: [{ run: 'true' }]\n",
      false,
    ],
    [
      "    if: ${{ always() && github.event_name == 'pull_request' }}\n    steps: [{ run: 'echo ${{ needs[''first''].result }}' }]\n",
      false,
    ],
    ["    if: '!failure()'\n    steps: [{ run: 'true' }]\n", true],
  ])('%j: vacuous is %s', (body, vacuous) => {
    const answer = judge(after(body), 'second');

    expect(answer).toMatchObject({ verdict: 'will', vacuous });
    expect(answer.reasons.map(({ code }) => code)).toEqual(vacuous ? ['vacuous'] : []);
    expect(answer.fix === null).toBe(!vacuous);
  });
});

describe('several check runs of one name', () => {
  test('of two jobs are ambiguous', () => {
    const answer = judge([file('a.yml', job('', 'test')), file('b.yml', job('', 'test'))], 'test');

    expect(answer).toMatchObject({ verdict: 'will', ambiguous: true });
    expect(answer.reasons.map(({ message }) => message)).toEqual([
      expect.stringContaining('2 check runs are called "test"'),
    ]);
  });

  test('of a matrix whose name does not tell its legs apart are, too', () => {
    const workflow = job('    name: ${{ github.base_ref }}\n    strategy: { matrix: { v: [1, 2, 3] } }\n');

    expect(judge(workflow, 'main')).toMatchObject({ verdict: 'will', ambiguous: true });
  });

  test('of one job that two events start are not', () => {
    const workflow = `on: [push, pull_request]\njobs:\n  test:\n${RUN}`;

    expect(judge(workflow, 'test')).toMatchObject({ verdict: 'will', ambiguous: false });
  });
});

describe('a name that nothing reports', () => {
  const files = [
    file(
      'ci.yml',
      `name: Build\n${onPulls(`  lint:\n    name: checkstyle\n${RUN}  test:\n    strategy: { matrix: { v: [20] } }\n${RUN}  call: { uses: ./.github/workflows/called.yml }\n`)}`,
    ),
    file('called.yml', `on: workflow_call\njobs:\n  inner:\n${RUN}`),
    file('broken.yml', `on: pull_request\njobs:\n  lost:\n    runs-on: [\n`),
    file('refused.yml', `on: pull_request\njobs:\n  refused:\n    bogus: true\n${RUN}`),
  ];

  test.each([
    ['test', 'matrix-name', 'reports "test (20)"'],
    ['test (18)', 'matrix-name', 'no such leg'],
    ['call', 'skipped-name', 'calls another workflow'],
    ['lint', 'job-name', 'the id of a job that reports "checkstyle"'],
    ['Build', 'workflow-name', 'the name of the workflow'],
    ['checkstle', 'job-name', 'close to'],
    ['refused', 'broken-workflow', 'GitHub refuses this file'],
    ['ci/circleci: build', 'no-job', 'no workflow here reports it; if another App does, name its `source`'],
  ])('%s: %s, %s', (context, code, words) => {
    const answer = judge(files, context);

    expect(answer).toMatchObject({ verdict: 'never', producers: [], witness: null, dynamic: false });
    expect(answer.reasons[0]?.code).toBe(code);
    expect(answer.reasons[0]?.message).toContain(words);
    expect(answer.fix).not.toBeNull();
  });

  test('may come from another App that is known', () => {
    const answer = judge(files, 'ci/circleci: build', { external: ['ci/circleci: build'] });

    expect(answer).toMatchObject({ verdict: 'may', reasons: [{ code: 'external' }], fix: null });
  });
});

describe('a check of the policy is a job', () => {
  const ci = file(
    'ci.yml',
    onPulls(`  test:\n    strategy: { matrix: { v: [a, b] } }\n${RUN}  lint:\n    name: Style\n${RUN}`),
  );
  const nightly = file(
    'nightly.yml',
    `on: { schedule: [{ cron: '0 0 * * *' }] }\njobs:\n  test:\n${RUN}  sweep:\n${RUN}`,
  );

  test('which means the contexts that it reports', () => {
    expect(judgeCheck([ci], 'test')).toMatchObject({ contexts: ['test (a)', 'test (b)'], verdict: 'will' });
  });

  test('by its id or by its name', () => {
    expect(judgeCheck([ci], 'lint').contexts).toEqual(['Style']);
    expect(judgeCheck([ci], 'Style').contexts).toEqual(['Style']);
  });

  test('and not the nightly one of the same name', () => {
    expect(judgeCheck([ci, nightly], 'test')).toMatchObject({
      contexts: ['test (a)', 'test (b)'],
      verdict: 'will',
    });
  });

  test('unless the policy says so', () => {
    const answer = judgeCheck([ci, nightly], 'test', { workflow: 'nightly.yml' });

    expect(answer).toMatchObject({ contexts: ['test'], verdict: 'never', reasons: [{ code: 'event' }] });
  });

  test('two on pull requests that report differently are not guessed between', () => {
    const other = file('other.yml', job('', 'test'));

    const answer = judgeCheck([ci, other], 'test');

    expect(answer).toMatchObject({ contexts: [], ambiguous: true, reasons: [{ code: 'ambiguous-check' }] });
    expect(answer.producers.map(({ workflow }) => workflow)).toEqual([
      '.github/workflows/ci.yml',
      '.github/workflows/other.yml',
    ]);
    expect(answer.fix?.text).toContain('workflow: ci.yml');
    expect(judgeCheck([ci, other], 'test', { workflow: 'other' }).contexts).toEqual(['test']);
    expect(judgeCheck([ci, other], 'test', { workflow: './.github/workflows/ci.yml' }).contexts).toHaveLength(
      2,
    );
  });

  test('one that runs nowhere near a pull request never reports', () => {
    expect(judgeCheck([ci, nightly], 'sweep')).toMatchObject({ contexts: ['sweep'], verdict: 'never' });
  });

  test('a context may be named as it is', () => {
    expect(judgeCheck([ci], 'test (a)')).toMatchObject({ contexts: ['test (a)'], verdict: 'will' });
  });

  test('one that is not there stands for itself', () => {
    expect(judgeCheck([ci], 'docs')).toMatchObject({ contexts: ['docs'], verdict: 'never' });
  });

  test('whose names only a run knows has no contexts yet', () => {
    const dynamic = job('    strategy: { matrix: { v: "${{ fromJSON(vars.V) }}" } }\n', 'test');

    expect(judgeCheck(dynamic, 'test')).toMatchObject({ contexts: [], verdict: 'may', dynamic: true });
    const away = dynamic.replace('on: pull_request', 'on: workflow_dispatch');
    expect(judgeCheck(away, 'test')).toMatchObject({ contexts: [], verdict: 'never', dynamic: true });
  });
});
