import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Annotation, CheckRun } from '#report';
import { API, closed, town, type Town } from './fixture.ts';

let here: Town;
let sha: string;
beforeEach(async () => {
  here = await town();
  sha = here.simulator.world.push('acme/api', { by: 'olga', files: { 'a.txt': 'a' } });
});
afterEach(async () => expect(await closed(here)).toEqual([]));

function run(set: Partial<CheckRun> = {}): CheckRun {
  return {
    sha,
    conclusion: 'success',
    title: 'As the policy says',
    summary: 'Nothing to do.',
    text: '',
    fingerprint: 'print-1',
    buttons: [{ label: 'Re-check', description: 'Look again', identifier: 'sync' }],
    annotations: [],
    ...set,
  };
}

function runsOnApi() {
  return [...here.simulator.world.repository('acme/api').checkRuns.values()];
}

describe('a check run', () => {
  test('is published by one request, and found again as the last report of its branch', async () => {
    await here.doors.publisher.checkRun(API, run({ conclusion: 'action_required' }));

    const read = await here.doors.reader.repository({ repo: API, branches: ['main'] });
    expect(read).toMatchObject({
      known: true,
      value: { branches: [{ lastReport: { fingerprint: 'print-1', conclusion: 'action_required' } }] },
    });
    expect(here.simulator.count()).toMatchObject({ reports: 1, writes: 0 });
  });

  test('carries its words and its buttons', async () => {
    await here.doors.publisher.checkRun(API, run({ text: '| a | b |' }));

    expect(runsOnApi()).toMatchObject([
      {
        name: 'mainstay',
        status: 'completed',
        conclusion: 'success',
        externalId: 'print-1',
        output: { title: 'As the policy says', summary: 'Nothing to do.', text: '| a | b |' },
        actions: [{ label: 'Re-check', description: 'Look again', identifier: 'sync' }],
      },
    ]);
  });

  test('is cut to what GitHub takes, in whole characters and with its code fence closed', async () => {
    const line = `${'ü'.repeat(50)}\n`;
    const long = `# Drift\n\n\`\`\`yaml\n${line.repeat(2_000)}`;
    const button = { label: 'l'.repeat(30), description: 'd'.repeat(60), identifier: 'sync' };

    await here.doors.publisher.checkRun(
      API,
      run({ title: 't'.repeat(400), summary: long, text: long, buttons: [button, button, button, button] }),
    );

    const [shown] = runsOnApi();
    const text = shown?.output.text ?? '';
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_535);
    expect(Buffer.byteLength(text)).toBeGreaterThan(65_000);
    expect(text).toMatch(/ü{50}\n```\n\n… cut here: the rest is too long for GitHub\.$/);
    expect(shown?.output.summary).toBe(text);
    expect(shown?.output.title).toHaveLength(255);
    expect(shown?.actions).toHaveLength(3);
  });

  test('with more than fifty annotations shows all of them', async () => {
    const annotations = Array.from({ length: 120 }, (_, n): Annotation => {
      const place = { path: '.github/mainstay.yml', line: n + 1, column: 3 };
      return { ...place, level: 'failure', title: 'Unknown key', message: `line ${n + 1}` };
    });

    await here.doors.publisher.checkRun(API, run({ conclusion: 'failure', annotations }));

    const [shown] = runsOnApi();
    expect(shown?.output.annotations).toHaveLength(120);
    expect(shown?.output.annotations.at(-1)).toMatchObject({ start_line: 120, message: 'line 120' });
    expect(here.simulator.count()).toMatchObject({ reports: 3 });
  });

  test('that GitHub refuses is a warning with the reason, not a failure', async () => {
    here.simulator.world.changePermissions('acme', { by: 'olga', permissions: { contents: 'read' } });

    await here.doors.publisher.checkRun(API, run());

    expect(here.warnings).toEqual([
      {
        message: 'GitHub refused the check run',
        fields: { repository: 'acme/api', code: 'permission_missing', detail: expect.any(String) },
      },
    ]);
    expect(runsOnApi()).toEqual([]);
  });
});

describe('an answer to a person', () => {
  test('is a comment, and a reaction that may be given twice', async () => {
    const { world } = here.simulator;
    const { number } = world.openIssue('acme/api', { title: 'Help', by: 'olga' });
    const { id } = world.comment('acme/api', { number, body: '/mainstay sync', by: 'olga' });

    await here.doors.publisher.react(API, id, 'eyes');
    await here.doors.publisher.react(API, id, 'eyes');
    await here.doors.publisher.comment(API, number, 'Done.');

    const comments = [...(world.repository('acme/api').issues.get(number)?.comments.values() ?? [])];
    expect(comments.map(({ body, author }) => [body, author])).toEqual([
      ['/mainstay sync', 'olga'],
      ['Done.', 'mainstay[bot]'],
    ]);
    expect(comments[0]?.reactions.map(({ content }) => content)).toEqual(['eyes']);
  });

  test('to a comment that was deleted meanwhile is nothing, and no warning', async () => {
    await here.doors.publisher.react(API, 1, 'rocket');

    expect(here.warnings).toEqual([]);
  });

  test('an outage is thrown, so that the answer is given later', async () => {
    here.simulator.faults = (request) => (request.method === 'POST' ? { status: 503, body: {} } : undefined);

    const answer = here.doors.publisher.comment(API, 1, 'Done.');

    await expect(answer).rejects.toThrow('answer 503');
  });
});

describe("a person's permission", () => {
  test.each([
    ['olga', 'admin', 'admin'],
    ['mia', 'write', 'maintain'],
    ['rob', 'read', 'read'],
    ['nobody-knows', 'none', 'none'],
  ])('%s has %s, as %s', async (login, permission, role) => {
    const { world } = here.simulator;
    world.addPerson('mia');
    world.addPerson('rob');
    world.setRole('acme/api', { who: 'mia', role: 'maintain' });
    world.setRole('acme/api', { who: 'rob', role: 'read' });

    const answer = await here.doors.reader.permission(API, login);

    expect(answer).toEqual({ permission, role });
  });
});

describe('the App itself', () => {
  test('knows its login, asked once', async () => {
    await here.github.self();

    const self = await here.github.self();

    expect(self).toEqual({ appId: 4711, slug: 'mainstay', botLogin: 'mainstay[bot]' });
    expect(here.simulator.count().total).toBe(1);
  });

  test('asks again after an outage', async () => {
    here.simulator.faults = () => ({ status: 502, body: {} });
    await expect(here.github.self()).rejects.toThrow('answer 502');
    here.simulator.faults = undefined;

    const self = await here.github.self();

    expect(self.slug).toBe('mainstay');
  });
});
