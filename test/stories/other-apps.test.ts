import { beforeAll, describe, expect, test } from '@jest/globals';
import { openStory } from './open-story.ts';

let now = Date.parse('2026-11-23T10:00:00Z');
const story = openStory({ now: () => new Date(now) });
const CI = '.github/workflows/ci.yml';
const POLICY = '.github/mainstay.yml';
const CIRCLE = 'ci/circleci: build';
const DAY = 86_400_000;

const WORKFLOW = `on: [pull_request]
jobs:
  test: { runs-on: ubuntu-latest, steps: [{ run: make }] }
`;
const ASKED = `version: 1\nrequired_checks:\n  - test\n  - context: '${CIRCLE}'\n`;
const READY = `version: 1\nrequired_checks:\n  - test\n  - { check: '${CIRCLE}', when: ready }\n`;

beforeAll(async () => {
  story.organisation('acme');
  story.world.installApp('acme', { by: 'olivia' });
  story.repository('acme/.github', {
    from: { files: { [POLICY]: 'version: 1\nrequired_checks: [test]\nreplace: true\n' } },
  });
  await story.settled();
});

/** A repository with a pull request on which something was reported before Mainstay ever looked. */
async function service(name: string, policy: string, report: (repo: string) => void) {
  const repo = `acme/${name}`;
  const { webhooks } = story.github;
  webhooks.policy = () => 'hold';
  story.repository(repo, { from: { files: { [CI]: WORKFLOW, [POLICY]: policy } } });
  story.world.push(repo, { by: 'walt', branch: 'topic', files: { 'a.py': 'pass' } });
  story.world.openPull(repo, { title: 'A change', by: 'walt', branch: 'topic' });
  report(repo);
  webhooks.policy = () => 'send';
  webhooks.release();
  await story.settled();
  return repo;
}

function byCircle(repo: string): void {
  story.world.reportStatus(repo, { context: CIRCLE, ref: 'topic', by: 'walt' });
}

function verdict(repo: string): string {
  const lines = story.report(repo).output.text?.split('\n') ?? [];
  return lines.find((line) => line.includes(CIRCLE)) ?? 'not asked for';
}

function touch(repo: string): Promise<void> {
  story.world.push(repo, { by: 'walt', files: { note: `${story.head(repo)}\n` } });
  return story.settled();
}

describe('A check that no workflow here reports', () => {
  test('is expected where another App reported it on a pull request', async () => {
    const repo = await service('circle', ASKED, byCircle);

    expect(verdict(repo)).toContain('may not report');
    expect(story.report(repo).output.text).toContain('comes from another App');
    expect(story.report(repo).output.summary).not.toContain('check_never_reports');
  });

  test('is expected where another App made a check run of it', async () => {
    const repo = await service('run', ASKED, (name) =>
      story.world.reportCheck(name, { name: CIRCLE, appId: 18001, ref: 'topic', by: 'walt' }),
    );

    expect(verdict(repo)).toContain('may not report');
  });

  test('can never report where nobody did', async () => {
    const repo = await service('nobody', ASKED, () => undefined);

    expect(verdict(repo)).toContain('can never report');
  });

  test('can never report where only GitHub Actions did, from a job that is gone', async () => {
    const repo = await service('gone', ASKED, (name) =>
      story.world.reportCheck(name, { name: CIRCLE, ref: 'topic', by: 'walt' }),
    );

    expect(verdict(repo)).toContain('can never report');
  });

  test('that waits to be ready becomes required when another App was seen to report it', async () => {
    const repo = await service('ready', READY, byCircle);

    expect(story.required(repo)).toEqual(['test', CIRCLE]);
  });

  test('that waits to be ready is not required while nobody reports it', async () => {
    const repo = await service('not-ready', READY, () => undefined);

    expect(story.required(repo)).toEqual(['test']);
  });

  test('is noticed the day after when an App begins to report it', async () => {
    const repo = await service('later', ASKED, () => undefined);
    byCircle(repo);

    now += DAY;
    await touch(repo);

    expect(verdict(repo)).toContain('may not report');
  });
});

describe('Looking for other Apps', () => {
  test('is not done again on the next head', async () => {
    const repo = await service('cost', ASKED, byCircle);

    const cost = await story.cost(() => touch(repo));

    expect(cost).toEqual({ reads: 1, writes: 0, reports: 1, tokens: 0, total: 2 });
  });

  test('costs nothing where all is well, however long ago it was', async () => {
    const repo = await service('quiet', ASKED, byCircle);
    now += 2 * DAY;

    const cost = await story.cost(() =>
      story.world.setProtection(repo, { pattern: 'main', by: 'mallory', set: { linearHistory: true } }),
    );

    expect(cost).toEqual({ reads: 1, writes: 0, reports: 0, tokens: 0, total: 1 });
  });
});
