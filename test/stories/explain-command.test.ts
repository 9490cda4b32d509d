import { expect, test } from '@jest/globals';
import { readPolicies } from '#main';
import type { Settings } from '#settings';
import { SECRET } from '#kit/house';
import { runExplain } from '../../src/cli/explain/run-explain.ts';
import { openStory } from './open-story.ts';

const story = openStory();
const POLICY = '.github/mainstay.yml';

function settings(): Settings {
  const { github } = story;
  return {
    credentials: { appId: 4711, privateKey: github.privateKey, webhookSecrets: [SECRET] },
    githubUrl: `${github.url}/api/v3`,
    host: '127.0.0.1',
    port: 0,
    logLevel: 'silent',
    webhookProxyUrl: null,
    databaseUrl: null,
    dataDir: 'never-opened',
    writeIntervalMs: 0,
    sweepHours: 6,
    keepDays: 365,
  };
}

function explain(repository: string) {
  return runExplain([repository], {
    readGithub: (repo) => readPolicies(settings(), repo),
    coloured: false,
  });
}

test('`mainstay explain` says what both files on GitHub ask for, and changes nothing there', async () => {
  const shared = 'version: 1\nrepositories:\n  - match: { visibility: public }\n    strict: true\n';
  story.organisation('acme');
  story.repository('acme/.github', { from: { files: { [POLICY]: shared } } });
  story.repository('acme/api', {
    visibility: 'public',
    from: { files: { [POLICY]: 'version: 1\nsignatures: true\n' } },
  });
  story.world.installApp('acme', { by: 'olivia' });
  await story.settled();

  let said = { out: '', error: '', code: -1 };
  const cost = await story.cost(async () => {
    said = await explain('acme/api');
  });

  expect(said).toMatchObject({ code: 0, error: '' });
  expect(said.out).toMatch(/ {2}strict +true +acme\/\.github\/\.github\/mainstay\.yml:4\n/);
  expect(said.out).toMatch(/ {2}signatures +true +acme\/api\/\.github\/mainstay\.yml:2\n/);
  expect(cost).toMatchObject({ writes: 0, reports: 0 });
});

test('`mainstay explain` says that it cannot see a repository without the App', async () => {
  story.organisation('other');
  story.repository('other/api');

  const { code, error } = await explain('other/api');

  expect(code).toBe(2);
  expect(error).toContain('The App is not installed on other/api');
});
