import { describe, expect, test } from '@jest/globals';
import type { Result } from '#report';
import { renderAnswer, renderCheckRun, renderHelp, renderNotAllowed, renderTooMany } from '#report';
import { compliant, exactRule, unknown } from '#kit/builders';
import { edited, HEAD, MAINTAINER, monitored, planned, repaired, story } from './fixture.ts';

const LOOSENED = exactRule(compliant({ includeAdmins: false }));

describe('the reply to a command', () => {
  test('greets whoever asked without notifying them, and says the same as the check run', () => {
    const told = story([repaired({ rule: LOOSENED })], { causes: [edited()] });
    const { markdown } = renderAnswer(told, MAINTAINER);

    expect(markdown).toBe(`\`maintainer\`: here is what I found.\n\n${renderCheckRun(told, HEAD).summary}`);
  });

  test.each<[string, Result, string]>([
    ['a repaired branch', repaired({ rule: LOOSENED }), 'rocket'],
    ['a branch as the policy says', repaired({ rule: exactRule(compliant()) }), 'rocket'],
    ['drift that monitor mode leaves', monitored({ rule: LOOSENED }), 'confused'],
    ['a rule nobody could read', repaired({ rule: unknown('permission_missing') }), 'confused'],
  ])('%s is answered with %s', (_, result, reaction) => {
    expect(renderAnswer(story([result]), MAINTAINER).reaction).toBe(reaction);
  });

  test('to `/mainstay plan` shows what would change', () => {
    const preview: Result = { plan: planned({ rule: LOOSENED }), receipt: null, stopped: 'preview' };
    const { markdown } = renderAnswer(story([preview]), MAINTAINER);

    expect(markdown).toContain('**main differs from the policy in 1 setting.**');
    expect(markdown).toContain('| Administrators included | no | yes | built-in policy |');
  });

  test('says so where there is no branch yet', () => {
    expect(renderAnswer(story([]), MAINTAINER).markdown).toContain('There is no branch to protect yet.');
  });

  test('to an exempt repository says who exempted it', () => {
    const exempt = repaired({ asked: { exempt: { until: null, reason: null, origin: null } } });

    expect(renderAnswer(story([exempt]), MAINTAINER).markdown).toContain(
      "main is exempt by the organisation's policy.",
    );
  });

  test('to a repository that is exempt for a while says until when and why', () => {
    const exemption = { until: '2027-01-31T00:00:00.000Z', reason: 'moves to *gerrit*', origin: null };
    const exempt = repaired({ asked: { exempt: exemption } });

    expect(renderAnswer(story([exempt]), MAINTAINER).markdown).toContain(
      "main is exempt by the organisation's policy until 2027-01-31 00\\:00 UTC\\: moves to \\*gerrit\\*.",
    );
  });
});

describe('the other replies', () => {
  test('help lists every command', () => {
    for (const command of ['sync', 'plan', 'repair', 'help']) {
      expect(renderHelp()).toContain(`\`/mainstay ${command}\``);
    }
  });

  test('a stranger is told politely whose commands they are', () => {
    expect(renderNotAllowed({ login: 'stranger', bot: false })).toMatch(
      /^Sorry `stranger`, .*`admin` or `maintain` role/,
    );
  });

  test('one who asks too often is told how often is often', () => {
    expect(renderTooMany(MAINTAINER, 20)).toContain('20 commands within an hour');
  });
});
