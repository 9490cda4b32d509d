import { describe, expect, test } from '@jest/globals';
import type { Cause, Outcome, Wake } from '#model';
import { snapshot, wanted } from '#kit/builders';
import { CLOCK, endingWith, endsNext, exemptNow } from '../../src/reconcile/endings.ts';

const NOW = new Date('2026-11-24T12:00:00.000Z');
const SETTLED: Outcome = { kind: 'settled', next: [] };
const LATER = {
  until: new Date('2026-11-24T13:00:00.000Z'),
  reason: { code: 'paused', detail: '' },
} as const;
const PERSON = { login: 'mia', bot: false };
const EDITED: Cause = { delivery: 'd', event: 'branch_protection_rule.edited', actor: PERSON };
const ASKED: Cause = {
  delivery: 'd',
  event: 'issue_comment.created',
  actor: PERSON,
  command: { name: 'sync', by: PERSON, from: { kind: 'comment', comment: 1, issue: 2 } },
};
const CLOCKED: Cause = { delivery: 'd', event: CLOCK, actor: null };
const PULL: Wake = {
  key: { kind: 'pull', repo: { owner: 'acme', name: 'api' }, number: 7 },
  installation: 7,
  cause: EDITED,
  priority: 'live',
};

function ending(causes: readonly Cause[], stale: readonly Wake[] = [], outcome: Outcome = SETTLED): Outcome {
  const job = { installation: 7, causes, snapshot: snapshot() };
  return endingWith(outcome, job, { later: LATER, stale, more: [] });
}

function exempted(until: string | null) {
  return wanted({ exempt: { until, reason: 'moves away', origin: null } });
}

describe('A run after which something ends by the clock', () => {
  test('waits for it, and keeps who changed something for the words of the run then', () => {
    expect(ending([EDITED])).toEqual({ kind: 'waiting', ...LATER });
  });

  test('waits for it as well where a person must act on something else', () => {
    const stalled: Outcome = { kind: 'stalled', reason: { code: 'write_refused', detail: '' } };

    expect(ending([EDITED], [], stalled)).toEqual({ kind: 'waiting', ...LATER });
  });

  test('lets another run wait where a command would be answered twice, or pull requests are woken', () => {
    const instead = {
      key: { kind: 'repo', repo: { owner: 'acme', name: 'api' } },
      installation: 7,
      cause: { delivery: 'd', event: CLOCK, actor: null },
      priority: 'live',
    };

    expect(ending([EDITED, ASKED])).toEqual({ kind: 'settled', next: [instead] });
    expect(ending([EDITED], [PULL])).toEqual({ kind: 'settled', next: [PULL, instead] });
  });

  test('that only the clock asked for wakes nothing again and again', () => {
    expect(ending([CLOCKED], [PULL])).toEqual({ kind: 'waiting', ...LATER });
  });
});

describe('An exemption with an end', () => {
  test('is waited for, with its reason, and counts no more from then on', () => {
    const until = '2026-11-24T13:00:00.000Z';
    const contests = {};

    const next = endsNext({ wanted: exempted(until), pause: null, contests, now: NOW });

    expect(next).toEqual({
      until: new Date(until),
      reason: {
        code: 'exempt',
        detail: "It is exempt by the organisation's policy until 2026-11-24 13:00 UTC: moves away.",
      },
    });
    expect(exemptNow(exempted(until), NOW).exempt).not.toBeNull();
    expect(exemptNow(exempted(until), new Date(until)).exempt).toBeNull();
  });

  test('but one without an end is not', () => {
    expect(endsNext({ wanted: exempted(null), pause: null, contests: {}, now: NOW })).toBeNull();
    expect(exemptNow(exempted(null), NOW).exempt).not.toBeNull();
  });
});

test('Of several ends the first is waited for, and none that is past', () => {
  const pause = { by: 'olivia', reason: 'x', since: NOW.toISOString(), until: '2026-11-24T14:00:00.000Z' };
  const contest = {
    dimension: 'strict' as const,
    written: null,
    since: '2026-11-24T11:50:00.000Z',
    backs: [],
    issue: 1,
    told: null,
    until: null,
  };
  const past = { ...contest, until: '2026-11-24T11:59:00.000Z' };

  const next = endsNext({ wanted: wanted(), pause, contests: { main: [contest, past] }, now: NOW });

  expect(next?.until).toEqual(new Date('2026-11-24T12:50:00.000Z'));
});
