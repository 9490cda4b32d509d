import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { runCheck } from '../../src/cli/check/run-check.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const FIXTURE = 'test/fixtures/pipeline';

type Answer = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

async function mainstay(...args: readonly string[]): Promise<Answer> {
  const { code, out, error } = await runCheck(args, false);
  return { status: code, stdout: out, stderr: error };
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'checkout-'));
  put(
    '.github/workflows/ci.yml',
    'on: { pull_request: { paths: [\'src/**\'] } }\njobs:\n  call: { uses: acme/shared/.github/workflows/w.yml@v1 }\n  own:\n    name: "e\\e[31mvil\\n::error::x"\n    runs-on: u\n    steps: [{ run: x }]\n',
  );
  put('broken/.github/workflows/ci.yml', 'on: push\njobs: [\n');
  put(
    'others/acme/shared/.github/workflows/w.yml',
    'on: workflow_call\njobs:\n  inner: { runs-on: u, steps: [{ run: x }] }\n',
  );
  put('files.txt', 'README.md\nsrc/a.ts\n');
  put('docs.txt', 'README.md\n');
  put(
    'policy.yml',
    'version: 1\nreplace: true\nrequired_checks:\n  - call\n  - { check: own, workflow: ci.yml, when: ready }\n  - { context: cla/google, source: 18001 }\n  - { context: nobody, source: github-actions }\n',
  );
  put('bad-policy.yml', 'version: 1\nrequired_checks: [\n');
  put(
    'odd-policy.yml',
    'version: 1\nrequired_checks:\n  - { check: test, when: redy }\n  - { context: "e\e[31mvil", workflow: ci.yml }\n',
  );
  put('exempt.yml', 'version: 1\nexempt: [app]\n');
  put('.git/config', '[core]\n\tbare = false\n[remote "origin"]\n\turl = git@github.com:acme/app.git\n');
  put(
    'repo/.github/workflows/ci.yml',
    'on: pull_request\njobs:\n  t: { if: "github.repository == \'acme/app\'", strategy: { matrix: { v: [1] } }, runs-on: u, steps: [{ run: x }] }\n',
  );
  put('repo/.git/config', '[remote "origin"]\n\turl = https://github.com/acme/app\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

function jsonOf({ stdout }: Answer): Record<string, unknown> & { required: Record<string, unknown>[] } {
  return JSON.parse(stdout) as never;
}

function namesOf(answer: Answer): readonly unknown[] {
  return jsonOf(answer).required.map(({ check }) => check);
}

describe('mainstay check tells people', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/mainstay.js', 'check', FIXTURE], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  const answer = { status, stdout, stderr };

  test('what is wrong with a checkout, and leaves with 1', () => {
    expect(answer.status).toBe(1);
    expect(answer.stderr).toBe('');
  });

  test('in a report that stays as it is', () => {
    expect(answer.stdout).toBe(readFileSync('test/fixtures/pipeline/report.txt', 'utf8'));
  });

  test('in colours on a terminal', async () => {
    const { out } = await runCheck([FIXTURE], true);

    expect(out).toContain('\u001b[32m✔\u001b[0m');
    expect(out).toContain('\u001b[31m✘\u001b[0m');
    expect(out.replace(/\u001b\[\d+m/g, '')).toBe(answer.stdout);
  });

  test('and leaves with 0 when every check will report', async () => {
    const fine = await mainstay(FIXTURE, '--context', 'lint', '--context', 'test (3.8)');

    expect(fine.status).toBe(0);
    expect(fine.stdout).toContain('2 required checks: 2 will report.');
  });
});

describe('mainstay check in JSON', () => {
  test('keeps the documented shape', async () => {
    const answer = jsonOf(
      await mainstay(
        FIXTURE,
        '--format',
        'json',
        '--context',
        'test (3.8)',
        '--context',
        'validate-migrations',
      ),
    );

    expect(Object.keys(answer)).toEqual(['version', 'branch', 'event', 'predicted', 'required', 'problems']);
    expect(answer).toMatchObject({ version: 1, branch: 'main', event: 'pull_request', problems: [] });
    expect((answer['predicted'] as unknown[])[0]).toEqual({
      context: 'test (3.8)',
      pattern: null,
      workflow: '.github/workflows/ci.yml',
      job: 'test',
      line: 13,
      column: 3,
    });
    expect(answer.required[0]).toEqual({
      ...{ check: 'test (3.8)', contexts: ['test (3.8)'], verdict: 'will' },
      ...{ vacuous: false, ambiguous: false, dynamic: false },
      producers: [{ workflow: '.github/workflows/ci.yml', job: 'test', line: 13, column: 3 }],
      ...{ reasons: [], witness: null, fix: null },
    });
    expect(answer.required[1]).toMatchObject({
      verdict: 'never',
      fix: expect.stringContaining('+  pull_request:'),
    });
    expect((answer.required[1]?.['reasons'] as object[])[0]).toEqual({
      code: 'event',
      message: expect.any(String),
      ...{ file: '.github/workflows/db-migrate.yml', line: 5, column: 5 },
    });
  });

  test('is printed for a broken workflow too, which is a problem and exit code 1', async () => {
    const answer = await mainstay(join(folder, 'broken'), '--format', 'json', '--context', 'x');

    expect(answer.status).toBe(1);
    expect(jsonOf(answer)['problems']).toEqual([
      expect.objectContaining({ code: 'broken-workflow', file: '.github/workflows/ci.yml', line: 3 }),
    ]);
  });

  test('judges the merge queue and another branch when asked to', async () => {
    const answer = jsonOf(
      await mainstay(FIXTURE, '--format', 'json', '--event', 'merge_group', '--branch', 'develop'),
    );

    expect(answer).toMatchObject({ branch: 'develop', event: 'merge_group' });
    expect(answer.required.map(({ verdict }) => verdict)).toEqual(Array(5).fill('never'));
  });
});

describe('mainstay check for machines', () => {
  test('prints annotations that no name can break out of', async () => {
    const { stdout } = await mainstay(
      folder,
      '--format',
      'github',
      '--context',
      'e\u001b[31mvil\n::error::x',
    );

    expect(stdout).toMatch(
      /^::warning file=\.github\/workflows\/ci\.yml,line=1,col=\d+,title=Required check [^,:]*%3A/,
    );
    expect(stdout.split('\n').filter((line) => !/^(::(error|warning|notice) file=|$)/.test(line))).toEqual(
      [],
    );
  });

  test('prints SARIF with a rule for each reason', async () => {
    const log = JSON.parse((await mainstay(FIXTURE, '--format', 'sarif')).stdout) as {
      version: string;
      runs: { results: object[] }[];
    };

    expect(log.version).toBe('2.1.0');
    expect(log.runs[0]?.results).toContainEqual({
      ruleId: 'vacuous',
      level: 'note',
      message: { text: expect.stringContaining('Required check "build" will report: When') },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: '.github/workflows/ci.yml' },
            region: { startLine: 57, startColumn: 5 },
          },
        },
      ],
    });
  });

  test('lets no control character reach a terminal', async () => {
    const { stdout } = await mainstay(folder, '--context', 'e\u001b[31mvil\n::error::x');

    expect(/\p{Cc}/u.test(stdout.replaceAll('\n', ''))).toBe(false);
    expect(stdout).toContain('e\\u001b[31mvil\\u000a');
  });
});

describe('mainstay check is told more', () => {
  test('by a policy', async () => {
    const { required } = jsonOf(
      await mainstay(folder, '--format', 'json', '--policy', join(folder, 'policy.yml')),
    );

    expect(required.map(({ check, verdict }) => [check, verdict])).toEqual([
      ['call', 'may'],
      ['own', 'may'],
      ['cla/google', 'may'],
      ['nobody', 'never'],
    ]);
  });

  test("by the checkout's own policy, which adds to the built-in one", async () => {
    put('own/.github/mainstay.yml', 'version: 1\nrequired_checks: [e2e]\ninclude_admins: false\n');

    const answer = await mainstay(join(folder, 'own'), '--format', 'json');

    expect(namesOf(answer)).toEqual(['test', 'lint', 'security', 'build', 'validate-migrations', 'e2e']);
    expect(answer.status).toBe(1);
    expect(answer.stderr).toContain('.github/mainstay.yml:3:17: ');
  });

  test("by the organisation's policy where the checkout is the policy repository", async () => {
    put('dot/.github/mainstay.yml', 'version: 1\nreplace: true\nrequired_checks: [e2e]\n');
    put('dot/.git/config', '[remote "origin"]\n\turl = https://github.com/acme/.github\n');

    expect(namesOf(await mainstay(join(folder, 'dot'), '--format', 'json'))).toEqual(['e2e']);
  });

  test('by a named policy and not by its own', async () => {
    put('both/.github/mainstay.yml', 'version: 1\nrequired_checks: [e2e]\n');

    const answer = await mainstay(
      join(folder, 'both'),
      ...['--format', 'json', '--policy', join(folder, 'policy.yml')],
    );

    expect(namesOf(answer)).toEqual(['call', 'own', 'cla/google', 'nobody']);
  });

  test('that the repository is exempt, so that nothing is asked of it', async () => {
    const answer = await mainstay(join(folder, 'repo'), '--policy', join(folder, 'exempt.yml'));

    expect(answer.status).toBe(0);
    expect(answer.stdout).toContain('0 required checks');
  });

  test('by workflows of other repositories', async () => {
    const args = [folder, '--format', 'json', '--context', 'call / inner'];

    const without = jsonOf(await mainstay(...args));
    const withThem = jsonOf(await mainstay(...args, '--reusables', join(folder, 'others')));

    expect(without.required[0]).toMatchObject({ verdict: 'may', dynamic: true });
    expect(withThem.required[0]).toMatchObject({ verdict: 'may', dynamic: false });
    expect(without['problems']).toEqual([]);
  });

  test('by the changed files of one pull request', async () => {
    const args = [
      folder,
      '--context',
      'call / inner',
      '--reusables',
      join(folder, 'others'),
      '--changed-files',
    ];

    expect((await mainstay(...args, join(folder, 'files.txt'))).status).toBe(0);
    expect((await mainstay(...args, join(folder, 'docs.txt'))).stdout).toContain(
      'no changed file matches "src/**"',
    );
  });

  test("by the name of the repository, from git's origin", async () => {
    expect((await mainstay(join(folder, 'repo'), '--context', 't (1)')).status).toBe(0);
  });
});

describe('mainstay check leaves with 2', () => {
  test.each([
    ['an unknown option', ['--frobnicate']],
    ['an unknown event', ['--event', 'push']],
    ['an unknown format', ['--format', 'xml']],
    ['two folders', ['a', 'b']],
    ['a folder that is not there', ['/nonexistent']],
    ['a policy that is not there', [FIXTURE, '--policy', '/nonexistent']],
    ['a list of files that is not there', [FIXTURE, '--changed-files', '/nonexistent']],
    ['a folder of workflows that is not there', [FIXTURE, '--reusables', '/nonexistent']],
  ])('for %s', async (_what, args) => {
    const answer = await mainstay(...args);

    expect(answer.status).toBe(2);
    expect(answer.stdout).toBe('');
    expect(answer.stderr).toContain('Usage:\n  mainstay check [DIR]');
  });

  test('for a broken policy, with each line, column and fix', async () => {
    const broken = await mainstay(FIXTURE, '--policy', join(folder, 'bad-policy.yml'));
    const odd = await mainstay(FIXTURE, '--policy', join(folder, 'odd-policy.yml'));

    expect([broken.status, odd.status]).toEqual([2, 2]);
    expect([broken.stdout, odd.stdout]).toEqual(['', '']);
    expect(broken.stderr).toContain('bad-policy.yml:2:18: ');
    expect(broken.stderr).toContain('\n  Fix: ');
    expect(odd.stderr).toContain('odd-policy.yml:3:26: ');
    expect(odd.stderr).toContain('odd-policy.yml:4:');
    expect(/\p{Cc}/u.test(odd.stderr.replaceAll('\n', ''))).toBe(false);
  });

  test("for a broken policy of the checkout's own", async () => {
    put('ill/.github/mainstay.yml', 'version: 1\nrequired_cheks: [test]\n');

    const answer = await mainstay(join(folder, 'ill'));

    expect(answer.status).toBe(2);
    expect(answer.stderr).toContain('ill/.github/mainstay.yml:2:1: ');
    expect(answer.stderr).toContain('required_checks');
  });

  test('but not when asked for help', async () => {
    const answer = await mainstay('--help');

    expect(answer).toMatchObject({ status: 0, stderr: '' });
    expect(answer.stdout).toContain('--changed-files FILE');
  });
});
