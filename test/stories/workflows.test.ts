import { beforeAll, expect, test } from '@jest/globals';
import { openStory } from './open-story.ts';

const story = openStory();
const CI = '.github/workflows/ci.yml';
const ACTIONS = 15368;

function matrix(...versions: readonly string[]): string {
  return `on: [push, pull_request]
jobs:
  test:
    runs-on: ubuntu-latest
    strategy: { matrix: { python: [${versions.map((version) => `'${version}'`).join(', ')}] } }
    steps: [{ run: pytest }]
`;
}

const POLICY = { '.github/mainstay.yml': 'version: 1\nrequired_checks: [test]\nreplace: true\n' };

beforeAll(async () => {
  story.organisation('acme');
  story.world.createRepository('acme/.github', { by: 'olivia', from: { files: POLICY } });
  story.repository('acme/api', { from: { files: { [CI]: matrix('3.8', '3.9') } } });
  story.world.installApp('acme', { by: 'olivia' });
  await story.settled();
});

test('A matrix job is required as the legs that it reports, each from GitHub Actions', () => {
  expect(story.rule('acme/api')?.checks?.checks).toEqual([
    { context: 'test (3.8)', appId: ACTIONS },
    { context: 'test (3.9)', appId: ACTIONS },
  ]);
});

test('When the matrix on main grows by a leg, the protection follows in one write, and says so', async () => {
  const files = { [CI]: matrix('3.8', '3.9', '3.10') };

  const cost = await story.cost(() => story.world.push('acme/api', { by: 'mia', files }));

  expect(story.required('acme/api')).toEqual(['test (3.8)', 'test (3.9)', 'test (3.10)']);
  expect(cost.writes).toBe(1);
  expect(story.report('acme/api').output.summary).toContain('test (3.10)');
});

test('When a leg goes that Mainstay had added, its requirement goes; one that Mallory required stays', async () => {
  const checks = [...(story.rule('acme/api')?.checks?.checks ?? []), { context: 'e2e', appId: null }];
  story.world.setProtection('acme/api', {
    pattern: 'main',
    by: 'mallory',
    set: { checks: { strict: false, checks } },
  });
  await story.settled();

  story.world.push('acme/api', { by: 'mia', files: { [CI]: matrix('3.9', '3.10') } });
  await story.settled();

  expect(story.required('acme/api')).toEqual(['test (3.9)', 'test (3.10)', 'e2e']);
});

test('What Mainstay added is its own, also where the report of it failed at first', async () => {
  let failed = false;
  story.github.faults = ({ method, path }) => {
    if (failed || method !== 'POST' || !path.endsWith('/api/check-runs')) return undefined;
    failed = true;
    return { status: 502, body: { message: 'Server Error' } };
  };
  story.world.push('acme/api', { by: 'mia', files: { [CI]: matrix('3.9', '3.10', '3.11') } });
  await story.settled();
  story.github.faults = undefined;
  const during = story.required('acme/api');

  story.world.push('acme/api', { by: 'mia', files: { [CI]: matrix('3.9', '3.10') } });
  await story.settled();

  expect(failed).toBe(true);
  expect(during).toContain('test (3.11)');
  expect(story.required('acme/api')).toEqual(['test (3.9)', 'test (3.10)', 'e2e']);
});

test('The check run on main gives each required check its verdict', () => {
  const { text } = story.report('acme/api').output;

  expect(text).toContain('`test`, `acme/.github/.github/mainstay.yml:2`: **reports on every pull request**');
  expect(text).toContain('as `test (3.9)`, `test (3.10)`');
});

test('The policy repository is required to pass what its own workflows can report, and nothing else', async () => {
  expect(story.required('acme/.github')).toEqual([]);

  story.world.push('acme/.github', { by: 'olivia', files: { [CI]: matrix('3.12') } });
  await story.settled();

  expect(story.required('acme/.github')).toEqual(['test (3.12)']);
});

test('A workflow that cannot be parsed changes nothing, and is told', async () => {
  const before = story.required('acme/api');

  story.world.push('acme/api', { by: 'walt', files: { [CI]: 'on: [pull_request\njobs: {' } });
  await story.settled();

  expect(story.required('acme/api')).toEqual(expect.arrayContaining([...before]));
  expect(story.report('acme/api').output.summary).toContain('ci.yml');
});
