import { describe, expect, test } from '@jest/globals';
import { file, job, judge, names, onPulls } from '#kit/workflow-yaml';

const CALLEE = `on:
  workflow_call:
    inputs:
      flavour: { type: string, default: plain }
      fast: { type: boolean }
      count: { type: number }
      label: { type: string }
jobs:
  inner:
    runs-on: ubuntu-latest
    strategy: { matrix: { x: [1, 2] } }
    steps: [{ run: 'true' }]
  told:
    name: \${{ inputs.flavour }}-\${{ inputs.fast }}-\${{ inputs.count }}-\${{ inputs.label }}
    runs-on: ubuntu-latest
    steps: [{ run: 'true' }]
`;

function matrix(lines: string, name = ''): string {
  return job(`${name}    strategy:\n      matrix:\n${lines.replace(/^/gm, '        ')}`);
}

describe('a job that is skipped before its matrix is there reports under another name', () => {
  const never = "    if: github.event_name == 'push'\n";

  test('S1 a matrix job whose condition is false reports its name as it is typed', () => {
    const plain = matrix('v: [a]', never);
    const typed = matrix('v: [a]', `${never}    name: "test (\${{ matrix.v }})"\n`);

    expect(names(plain)).toEqual(['job']);
    expect(names(typed)).toEqual(['test (${{ matrix.v }})']);
    expect(judge(plain, 'job (a)')).toMatchObject({
      verdict: 'never',
      reasons: [{ code: 'condition', line: 6 }],
    });
    expect(judge(plain, 'job')).toMatchObject({ verdict: 'will', vacuous: true });
  });

  test('S1 where the condition may be false the legs may be missing', () => {
    const answer = judge(matrix('v: [a]', '    if: vars.RUN == 1\n'), 'job (a)');

    expect(answer).toMatchObject({ verdict: 'may', witness: { condition: 'vars.RUN == 1' } });
    expect(answer.reasons.map(({ code }) => code)).toEqual(['condition']);
  });

  test('S2 a matrix job is skipped in the same way when what it needs fails', () => {
    const workflow = `${job('', 'first')}\n  second:\n    needs: first\n    runs-on: u\n    strategy: { matrix: { v: [a] } }\n    steps: [{ run: x }]\n`;

    const answer = judge(workflow, 'second (a)');

    expect(answer).toMatchObject({ verdict: 'may', witness: { failing: ['first'] }, vacuous: false });
    expect(answer.reasons.map(({ code, line }) => [code, line])).toEqual([['needs-skip', 8]]);
  });

  test('S3 a skipped caller reports only its own name', () => {
    const caller = onPulls(`  call:\n${never}    uses: ./.github/workflows/callee.yml\n`);
    const files = [file('ci.yml', caller), file('callee.yml', CALLEE)];

    expect(names(files)).toEqual(['call']);
    expect(judge(files, 'call / inner (1)').verdict).toBe('never');
  });

  test('S3 a condition inside the called workflow leaves its name', () => {
    const callee =
      'on: workflow_call\njobs:\n  inner:\n    if: vars.RUN == 1\n    runs-on: u\n    steps: [{ run: x }]\n';
    const files = [
      file('ci.yml', onPulls('  call: { uses: ./.github/workflows/callee.yml }\n')),
      file('callee.yml', callee),
    ];

    expect(judge(files, 'call / inner').verdict).toBe('will');
  });

  test('S4 any other job that is skipped reports under its own name, and counts as passed', () => {
    const answer = judge(job(`    name: Deploy\n${never}`), 'Deploy');

    expect(answer).toMatchObject({ verdict: 'will', vacuous: true });
    expect(answer.reasons.map(({ code }) => code)).toEqual(['always-skipped']);
  });
});
