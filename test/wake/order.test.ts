import { describe, expect, test } from '@jest/globals';
import type { Wake } from '#model';
import { APP, keys, payload, wakes } from './fixture.ts';

type More = Record<string, unknown>;
const MAINTAINER = { login: 'maintainer', bot: false };

function comment(body: string, more: More = {}): More {
  return payload({
    action: 'created',
    issue: { number: 12 },
    comment: { id: 900, body, user: { id: 5 } },
    ...more,
  });
}

function asked(body: string): string | undefined {
  return wakes('issue_comment', comment(body))[0]?.cause.command?.name;
}

describe('a comment', () => {
  test.each([
    ['/mainstay sync', 'sync'],
    ['/mainstay plan', 'plan'],
    ['/mainstay repair', 'repair'],
    ['/mainstay help', 'help'],
    ['/resync', 'sync'],
    ['  /mainstay   sync  ', 'sync'],
    ['/Mainstay Sync', 'sync'],
    ['/mainstay sync please', 'sync'],
    ['/mainstay sync\r\nthe rule was changed by hand', 'sync'],
    ['/mainstay', 'help'],
    ['/mainstay destroy', 'help'],
    ['/mainstay __proto__', 'help'],
  ])('%j is the command %s', (body, name) => {
    expect(asked(body)).toBe(name);
  });

  test.each([
    ['/mainstay pause 4h the release is broken', 'pause', '4h the release is broken'],
    ['/mainstay  Pause \t 90m   hotfix  ', 'pause', '90m   hotfix'],
    ['/mainstay pause 4h first line\nand a second one', 'pause', '4h first line'],
    ['/mainstay resume', 'resume', undefined],
    ['/mainstay approve', 'approve', undefined],
    ['/mainstay approve \t ', 'approve', undefined],
    ['/mainstay sync please', 'sync', 'please'],
    ['/mainstay destroy everything', 'help', undefined],
    [`/mainstay pause 4h ${'x'.repeat(300)}`, 'pause', `4h ${'x'.repeat(197)}`],
    [`/mainstay pause ${'x'.repeat(199)}\u{1f600}`, 'pause', `${'x'.repeat(199)}\ufffd`],
  ])('%j is the command %s with what follows its name', (body, name, argument) => {
    const [wake] = wakes('issue_comment', comment(body));

    expect(wake?.cause.command).toMatchObject({ name });
    expect(wake?.cause.command?.argument).toBe(argument);
  });

  test('on a pull request says so', () => {
    const pull = comment('/mainstay approve', { issue: { number: 12, pull_request: { url: 'x' } } });

    const [wake] = wakes('issue_comment', pull);

    expect(wake?.cause.command?.from).toEqual({ kind: 'comment', comment: 900, issue: 12, pull: true });
  });

  test.each([
    'please run /mainstay sync',
    'first a word\n/mainstay sync',
    '\n/mainstay sync',
    '> /mainstay sync',
    '```\n/mainstay sync\n```',
    '    /mainstay sync',
    '\t/mainstay sync',
    '`/mainstay sync`',
    '/mainstaysync',
    '/mainstay-sync',
    '/resyncing',
    '',
  ])('%j is not a command', (body) => {
    expect(asked(body)).toBeUndefined();
  });

  test('wakes a key of its own with the person and the place of the answer', () => {
    const [wake] = wakes('issue_comment', comment('/mainstay plan'));

    expect(wake?.key).toEqual({ kind: 'command', repo: { owner: 'acme', name: 'api' }, id: 'comment-900' });
    expect(wake?.cause.command).toEqual({
      name: 'plan',
      by: MAINTAINER,
      from: { kind: 'comment', comment: 900, issue: 12 },
    });
  });

  test.each<[string, More]>([
    ['was edited', { action: 'edited' }],
    ['was written by a bot', { sender: { id: 5, login: 'renovate[bot]', type: 'Bot' } }],
    ["is another person's", { comment: { id: 900, body: '/mainstay sync', user: { id: 6 } } }],
    ['lost its author', { comment: { id: 900, body: '/mainstay sync', user: null } }],
  ])('that %s does nothing', (_, more) => {
    expect(wakes('issue_comment', comment('/mainstay sync', more))).toEqual([]);
  });
});

describe('a button', () => {
  function pressed(identifier: string, app: number = APP): More {
    return {
      action: 'requested_action',
      check_run: { id: 31, app: { id: app } },
      requested_action: { identifier },
    };
  }

  test.each([
    ['recheck', 'sync'],
    ['repair', 'repair'],
  ])('%s asks to %s', (identifier, name) => {
    const [wake] = wakes('check_run', payload(pressed(identifier)));

    expect(wake?.key).toEqual({ kind: 'command', repo: { owner: 'acme', name: 'api' }, id: 'check-run-31' });
    expect(wake?.cause.command).toEqual({ name, by: MAINTAINER, from: { kind: 'button', checkRun: 31 } });
  });

  describe('approve', () => {
    function approve(pull_requests: unknown): readonly Wake[] {
      const check_run = { id: 31, app: { id: APP }, pull_requests };
      return wakes('check_run', payload({ ...pressed('approve'), check_run }));
    }

    test('approves the policy of the pull request whose commit carries the check run', () => {
      const [wake, ...more] = approve([
        { number: 7, base: { ref: 'main', repo: { id: 1 } } },
        { number: 8, base: { ref: 'main', repo: { id: 99 } } },
      ]);

      expect(more).toEqual([]);
      expect(wake?.key).toMatchObject({ kind: 'command', id: 'check-run-31-pull-7' });
      expect(wake?.cause.command).toEqual({
        name: 'approve',
        by: MAINTAINER,
        from: { kind: 'button', checkRun: 31, pull: 7 },
      });
    });

    test.each([[[]], [null], [undefined], ['no list']])(
      'approves nothing where the pull requests are %j',
      (pulls) => {
        expect(approve(pulls)).toEqual([]);
      },
    );
  });

  test("that is not ours, or on another App's check run, does nothing", () => {
    expect(keys('check_run', pressed('lgtm'))).toEqual([]);
    expect(keys('check_run', pressed('__proto__'))).toEqual([]);
    expect(keys('check_run', pressed('recheck', 15368))).toEqual([]);
  });
});

describe('"Re-run"', () => {
  test('of our check run, or of all checks, looks again', () => {
    const run = { action: 'rerequested', check_run: { id: 31, app: { id: APP } } };
    const suite = { action: 'rerequested', check_suite: { id: 8, app: { id: APP } } };

    expect(keys('check_run', run)).toEqual(['command:acme/api#check-run-31']);
    expect(keys('check_suite', suite)).toEqual(['command:acme/api#check-suite-8']);
  });

  test("of another App's does nothing", () => {
    expect(keys('check_run', { action: 'rerequested', check_run: { id: 31, app: { id: 1 } } })).toEqual([]);
    expect(keys('check_suite', { action: 'rerequested', check_suite: { id: 8, app: { id: 1 } } })).toEqual(
      [],
    );
  });

  test('by a bot does nothing', () => {
    const sender = { id: 9, login: 'mainstay[bot]', type: 'Bot' };

    expect(
      keys('check_run', { action: 'rerequested', check_run: { id: 31, app: { id: APP } }, sender }),
    ).toEqual([]);
  });
});

describe('the rest of checks', () => {
  test.each([
    ['check_run', 'created'],
    ['check_run', 'completed'],
    ['check_suite', 'requested'],
    ['check_suite', 'completed'],
  ])('%s.%s, which every push brings, does nothing', (name, action) => {
    const more = {
      action,
      check_run: { id: 31, app: { id: APP } },
      check_suite: { id: 8, app: { id: APP } },
    };

    expect(keys(name, more)).toEqual([]);
  });
});
