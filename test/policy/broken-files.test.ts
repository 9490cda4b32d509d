import { describe, expect, test } from '@jest/globals';
import { parsePolicy } from '#policy';
import { WRONG_KEYS, WRONG_VALUES } from './broken-content.ts';
import { file } from './broken-file.ts';
import { GENERATED } from './broken-generated.ts';
import { WRONG_BLOCKS, WRONG_LETTERS, WRONG_SETTINGS } from './broken-settings.ts';
import { WHOLE_FILES, YAML_MISTAKES } from './broken-syntax.ts';

const FILE = 'acme/.github/.github/mainstay.yml';

const TABLES = [
  ['A policy file', WHOLE_FILES],
  ['A policy file with', YAML_MISTAKES],
  ['The key', WRONG_KEYS],
  ['A policy with', WRONG_VALUES],
  ['A policy with settings:', WRONG_SETTINGS],
  ['A policy with blocks:', WRONG_BLOCKS],
  ['A policy with letters:', WRONG_LETTERS],
  ['A policy that says', GENERATED],
] as const;

test('Two hundred policy files and more are broken in ways of their own', () => {
  const texts = new Set(TABLES.flatMap(([, table]) => table.map(([, text]) => text)));

  expect(texts.size).toBeGreaterThanOrEqual(290);
});

describe.each(TABLES)('%s', (_, table) => {
  const cases = table.map(([what, text, place, code, says]) => ({ what, text, place, code, says }));

  test.each(cases)('$what is refused with one problem at its place', ({ text, place, code, says }) => {
    const { policy, problems } = parsePolicy(text, { file: FILE, level: 'organisation' });

    const told = problems.map((problem) => ({
      code: problem.code,
      at: `${problem.place?.line}:${problem.place?.column}`.slice(0, place.length),
    }));
    expect(policy).toBeNull();
    expect(told).toEqual([{ code, at: place }]);
    expect(problems[0]?.place?.file).toBe(FILE);
    expect(problems[0]?.detail).toContain(says);
  });
});

describe('A broken policy file', () => {
  test('is told each of its mistakes, from top to bottom', () => {
    const text = file(
      'branches: [a b, "x*"]',
      'mod: enforce',
      'strict: 1',
      'required_checks: [{check: a, when: x}]',
    );

    const { problems } = parsePolicy(text, { file: FILE, level: 'organisation' });

    expect(problems.map(({ place }) => place?.line)).toEqual([2, 2, 3, 4, 5]);
  });

  test('with thousands of mistakes is told the first twenty of them', () => {
    const text = file(...Array.from({ length: 5000 }, (_, at) => `key${at}: 1`));

    const { policy, problems } = parsePolicy(text, { file: FILE, level: 'organisation' });

    expect(policy).toBeNull();
    expect(problems.map(({ place }) => place?.line)).toEqual(Array.from({ length: 20 }, (_, at) => at + 2));
  });

  test('does not repeat more of its text than a glance can take', () => {
    const text = file(`mode: ${'x'.repeat(100_000)}`, `${'k'.repeat(1000)}: 1`);

    const { problems } = parsePolicy(text, { file: FILE, level: 'organisation' });

    expect(problems.map(({ detail }) => detail.includes('x'.repeat(70)))).toEqual([false, false]);
    expect(problems.map(({ detail }) => detail.length < 800)).toEqual([true, true]);
  });

  test('that forgot the quotes is told to put the name as it was typed in quotes', () => {
    const { problems } = parsePolicy(file('branches: [1.10]'), { file: FILE, level: 'organisation' });

    expect(problems[0]?.fix).toBe('Put it in quotes: "1.10".');
  });

  test("of a repository is not offered the keys of the organisation's file", () => {
    const { problems } = parsePolicy(file('colour: 2'), { file: FILE, level: 'repository' });

    expect(problems[0]?.detail).not.toMatch(/exempt|guard|overrides|repositories/);
  });
});
