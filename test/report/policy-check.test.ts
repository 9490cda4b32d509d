import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Change } from '#model';
import type { PolicyEffect } from '#plan';
import { policyCheckMark, renderApproval, renderPolicyCheck, type PolicyCheck } from '#report';
import { hostileText } from '#kit/arbitraries';
import { line, repoFacts } from '#kit/builders';
import { bareLinks, cellsOf, pings, tableLines } from '#kit/rendered';

const HOME = repoFacts({ name: '.github' });
const SIGNED: Change = {
  dimension: 'signatures',
  before: false,
  after: true,
  because: [line(4)],
};
const UNSIGNED: Change = { ...SIGNED, before: true, after: false };

function effect(repository: string, over: Partial<PolicyEffect> = {}): PolicyEffect {
  return {
    repository,
    branches: [{ branch: 'main', changes: [SIGNED], weakens: [] }],
    looser: [],
    problems: [],
    ...over,
  };
}

const WEAKER = effect('acme/web', {
  branches: [{ branch: 'main', changes: [UNSIGNED], weakens: ['signatures'] }],
  looser: ['signatures'],
});

function check(over: Partial<PolicyCheck> = {}): PolicyCheck {
  return {
    repo: HOME,
    sha: 'c0ffee',
    problems: [],
    seen: 41,
    unread: 0,
    weight: { touches: 1, weakens: 0 },
    effects: [effect('acme/api')],
    waits: false,
    approvedBy: [],
    authority: 'owner',
    fork: false,
    ...over,
  };
}

describe('The check run of a policy pull request', () => {
  test('counts first, then shows each change with the line that asks for it', () => {
    const { conclusion, title, summary } = renderPolicyCheck(check());

    expect(conclusion).toBe('success');
    expect(title).toBe('Changes 1 of 41 repositories');
    expect(summary.indexOf('- 41 repositories looked at')).toBeLessThan(summary.indexOf('Changes:'));
    expect(summary).toContain(
      '| `acme/api` | `main` | Signed commits | not required | required | `acme/.github/.github/mainstay.yml:4` |',
    );
  });

  test('puts what gets weaker first and in bold, and asks for a person', () => {
    const run = renderPolicyCheck(
      check({
        weight: { touches: 2, weakens: 1 },
        effects: [WEAKER, effect('acme/api')],
        waits: true,
      }),
    );

    expect(run.conclusion).toBe('action_required');
    expect(run.title).toBe('Waits for approval: Changes 2 of 41 repositories, 1 weaker');
    expect(run.summary).toContain('- **1 would be asked for less, or made weaker**');
    expect(run.summary).toContain('| **`acme/web`** |');
    expect(run.summary.indexOf('**Weaker:**')).toBeLessThan(run.summary.indexOf('Changes:'));
    expect(run.summary).toContain('An owner of the organisation has to approve this commit');
    expect(run.buttons.map(({ identifier }) => identifier)).toEqual(['approve']);
  });

  test('is a success once somebody with the authority approved it, and says who', () => {
    const run = renderPolicyCheck(
      check({ waits: true, approvedBy: ['olivia'], weight: { touches: 1, weakens: 1 }, effects: [WEAKER] }),
    );

    expect(run.conclusion).toBe('success');
    expect(run.title).toMatch(/^Approved: /);
    expect(run.summary).toContain('Approved by `olivia`');
    expect(run.buttons).toEqual([]);
  });

  test('of a file that would not count fails at the line', () => {
    const place = { file: 'acme/.github/.github/mainstay.yml', line: 2, column: 1 };
    const run = renderPolicyCheck(
      check({ problems: [{ code: 'policy_unknown_key', detail: '`cheks` is not a key here.', place }] }),
    );

    expect(run.conclusion).toBe('failure');
    expect(run.title).toBe(
      'This policy file would not count: The policy file has a key that does not exist, line 2',
    );
    expect(run.annotations).toMatchObject([
      { path: '.github/mainstay.yml', line: 2, column: 1, level: 'failure' },
    ]);
  });

  test('of one that changes nothing says so', () => {
    const run = renderPolicyCheck(check({ weight: { touches: 0, weakens: 0 }, effects: [] }));

    expect(run.title).toBe('Changes nothing');
  });

  test('of a thousand repositories stays within what GitHub takes', () => {
    const effects = Array.from({ length: 1000 }, (_, at) => effect(`acme/repository-${at}`));

    const { summary } = renderPolicyCheck(check({ effects, weight: { touches: 1000, weakens: 0 } }));

    expect(summary.length).toBeLessThanOrEqual(65_535);
    expect(summary).toContain('… and 800 more.');
  });

  test('says the same under the same mark, and another under another', () => {
    expect(policyCheckMark(check())).toBe(policyCheckMark(check()));
    expect(policyCheckMark(check())).not.toBe(policyCheckMark(check({ approvedBy: ['olivia'] })));
  });

  test('lets nobody speak through a name', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const { summary } = renderPolicyCheck(
          check({ effects: [effect(text, { problems: [{ code: 'check_dynamic', detail: text }] })] }),
        );

        expect(pings(summary)).toEqual([]);
        expect(bareLinks(summary)).toEqual([]);
        for (const each of tableLines(summary)) expect([2, 6]).toContain(cellsOf(each).length);
      }),
    );
  });
});

describe('The reply to /mainstay approve', () => {
  test.each([
    ['counts', 'your approval stands'],
    ['not-alone', 'somebody else who can write here'],
    ['nothing', 'no policy file here that waits'],
  ] as const)('%s', (outcome, words) => {
    expect(renderApproval({ by: 'olivia', repo: HOME, outcome })).toContain(words);
  });
});
