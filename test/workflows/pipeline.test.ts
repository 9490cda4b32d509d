import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ask, file, judgeCheck } from '#kit/workflow-yaml';
import type { WorkflowFile } from '#model';
import { applied } from '../kit/apply-patch.ts';

const FOLDER = 'test/fixtures/pipeline/.github/workflows';
const PIPELINE: readonly WorkflowFile[] = readdirSync(FOLDER)
  .sort()
  .map((name) => file(name, readFileSync(`${FOLDER}/${name}`, 'utf8')));
const CHECKS = ['test', 'lint', 'security', 'build', 'validate-migrations'].map((check) => ({
  check,
  workflow: null,
}));
const LEGS = ['3.8', '3.9', '3.10', '3.11', '3.12'].map((version) => `test (${version})`);

describe('the pipeline of a Python project', () => {
  const { required, predicted, problems } = ask(PIPELINE, CHECKS);
  const verdictOf = Object.fromEntries(required.map(({ check, verdict }) => [check, verdict]));

  test('four of the five checks report, validate-migrations never does', () => {
    expect(verdictOf).toEqual({
      ...{ test: 'will', lint: 'will', security: 'will', build: 'will' },
      'validate-migrations': 'never',
    });
    expect(problems).toEqual([]);
  });

  test('test is five contexts, and not those of the nightly run', () => {
    expect(required[0]).toMatchObject({
      contexts: LEGS,
      producers: [{ workflow: '.github/workflows/ci.yml' }],
    });
  });

  test("security is the pull request's, not the nightly one", () => {
    expect(required[2]?.producers).toEqual([
      { workflow: '.github/workflows/ci.yml', job: 'security', line: 47, column: 3 },
    ]);
  });

  test('build can pass although what it needs failed', () => {
    expect(required[3]).toMatchObject({ vacuous: true, reasons: [{ code: 'vacuous', line: 57 }] });
    expect(required[3]?.reasons[0]?.message).toContain('"test", "lint" or "security" fails');
  });

  test('a pull request can see these contexts and no others', () => {
    expect(predicted.map(({ context }) => context)).toEqual([...LEGS, 'lint', 'security', 'build']);
  });

  test('on develop it is the same; into a release branch only what is on develop is checked', () => {
    expect(judgeCheck(PIPELINE, 'lint', { branch: 'develop' }).verdict).toBe('will');
    expect(judgeCheck(PIPELINE, 'lint', { branch: 'release' })).toMatchObject({
      verdict: 'may',
      witness: { fork: true },
      reasons: [{ code: 'branch-filter' }, { code: 'head-branch' }],
    });
  });

  test('a merge queue needs a trigger that is not there', () => {
    expect(judgeCheck(PIPELINE, 'test', { event: 'merge_group' }).verdict).toBe('never');
  });
});

describe('the fix for validate-migrations', () => {
  const before = judgeCheck(PIPELINE, 'validate-migrations');
  const mended = PIPELINE.map((one) =>
    one.path.endsWith('db-migrate.yml') ? applied(one, before.fix) : one,
  );

  test('is three lines', () => {
    const added = before.fix?.patch?.split('\n').filter((line) => /^[+-] /.test(line));

    expect(added).toEqual([
      '+  pull_request:',
      '+    branches: [main]',
      "+    paths: ['alembic/versions/**']",
    ]);
  });

  test('makes it report where migrations change, and not elsewhere', () => {
    const after = judgeCheck(mended, 'validate-migrations');

    expect(after).toMatchObject({ verdict: 'may', witness: { changedFiles: ['README.md'] } });
    expect(
      judgeCheck(mended, 'validate-migrations', { changedFiles: ['alembic/versions/1.py'] }).verdict,
    ).toBe('will');
  });

  test('and says what happens to a pull request that touches no migration', () => {
    expect(before.fix?.text).toContain('changes no file matching "alembic/versions/**"');
    expect(before.fix?.text).toContain('reports "validate-migrations" as skipped there');
  });

  test('does not let the migrations be applied from a pull request', () => {
    expect(before.fix?.text).not.toContain('Mind that');
    expect(ask(mended, []).predicted.map(({ context }) => context)).toContain('apply-migrations');
    expect(judgeCheck(mended, 'apply-migrations').reasons.map(({ code }) => code)).toContain(
      'always-skipped',
    );
  });
});
