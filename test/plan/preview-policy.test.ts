import { describe, expect, test } from '@jest/globals';
import type { Problem, WantedCheck } from '#model';
import { previewPolicy } from '#plan';
import { forecast, readWorkflows } from '#workflows';
import { check, nothingWanted } from '#kit/builders';

const CI = `on: pull_request
jobs:
  test: { runs-on: u, strategy: { matrix: { v: [1, 2] } }, steps: [{ run: make }] }
  lint: { runs-on: u, steps: [{ run: make }] }
`;
const TWO = `on: pull_request\njobs:\n  lint: { name: other, runs-on: u, steps: [{ run: make }] }\n`;
const BROKEN: Problem = { code: 'policy_unknown_key', detail: '`cheks` is not a key here.' };

function side(checks: readonly WantedCheck[], ...more: readonly string[]) {
  const files = [CI, ...more].map((text, index) => ({ path: `.github/workflows/${index}.yml`, text }));
  const question = { branch: 'main', event: 'pull_request', checks: checks.map(({ name }) => name) } as const;
  return { wanted: nothingWanted({ checks }), forecast: forecast(readWorkflows(files), question) };
}

const BARE = side([]);
const NOTHING = { appear: [], vanish: [], unreportable: [], unclear: [], problems: [] };

describe('What a policy file changes when it is merged', () => {
  test('is nothing to tell of where it asks for the same', () => {
    const same = side([check('lint')]);

    expect(previewPolicy({ before: same, after: same, problems: [], required: [] })).toBeNull();
  });

  test('names the contexts of a job that is asked for anew', () => {
    const preview = previewPolicy({ before: BARE, after: side([check('test')]), problems: [], required: [] });

    expect(preview).toEqual({ ...NOTHING, appear: ['test (1)', 'test (2)'] });
  });

  test('does not call new what people require already', () => {
    const required = [{ context: 'lint', source: 'any' as const }];

    expect(previewPolicy({ before: BARE, after: side([check('lint')]), problems: [], required })).toBeNull();
  });

  test('says of what is asked for no more whether it stays required', () => {
    const required = [{ context: 'test (1)', source: 'any' as const }];
    const preview = previewPolicy({ before: side([check('test')]), after: BARE, problems: [], required });

    const vanish = [
      { context: 'test (1)', required: true },
      { context: 'test (2)', required: false },
    ];
    expect(preview).toEqual({ ...NOTHING, vanish });
  });

  test('names a check that nothing can report, but not one that was asked for in vain before', () => {
    const before = side([check('old')]);
    const after = side([check('old'), check('coverage')]);

    const preview = previewPolicy({ before, after, problems: [], required: [] });

    expect(preview?.unreportable.map(({ context }) => context)).toEqual(['coverage']);
  });

  test('does not mind that a check which waits to be ready cannot report yet', () => {
    const after = side([check('coverage', { when: 'ready' })]);

    expect(previewPolicy({ before: BARE, after, problems: [], required: [] })).toBeNull();
  });

  test('names a check that several jobs could mean', () => {
    const after = side([check('lint')], TWO);

    const preview = previewPolicy({ before: side([], TWO), after, problems: [], required: [] });

    expect(preview?.unclear).toMatchObject([{ code: 'check_ambiguous' }]);
  });

  test('is nothing but its mistakes where it is broken', () => {
    const preview = previewPolicy({
      before: side([check('lint')]),
      after: null,
      problems: [BROKEN],
      required: [],
    });

    expect(preview).toEqual({ ...NOTHING, problems: [BROKEN] });
  });
});
