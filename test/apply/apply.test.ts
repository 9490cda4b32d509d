import { describe, expect, test } from '@jest/globals';
import type { BranchRule, Plan, Problem, Protection, Receipt, RequiredReviews, Wanted, Write } from '#model';
import { apply, type Shown, type WriteAnswer, type Writer } from '#apply';
import { planBranch } from '#plan';
import {
  branchState,
  check,
  compliant,
  exactRule,
  pinned,
  protection,
  requiring,
  reviews,
  snapshot,
  team,
  wanted,
  wildcardRule,
} from '#kit/builders';
import { ruleAfter } from '#kit/rule-after';

/** A GitHub with one branch: what it answers, and the rule it is left with. */
type World = { rule: BranchRule | null; written: readonly Write[] };
type Answer = (world: World, write: Write) => WriteAnswer;

function plan(rule: BranchRule | null, asked: Partial<Wanted> = {}): Plan {
  return planBranch({
    snapshot: snapshot(),
    branch: branchState(rule),
    wanted: wanted(asked),
    switchedOff: null,
    forecast: null,
  });
}

/** Applies a plan to a world that answers in this way. */
async function applied(
  on: Plan,
  answer: Answer = takes(),
): Promise<{ receipt: Receipt | null; world: World }> {
  const world: World = { rule: null, written: [] };
  const writer: Writer = {
    write: (_repo, write) => {
      world.written = [...world.written, write];
      return Promise.resolve(answer(world, write));
    },
    putOrgRuleset: () => Promise.reject(new Error('no organisation here')),
    deleteOrgRuleset: () => Promise.resolve(null),
  };
  return { receipt: await apply(writer, on), world };
}

/** Takes a write over a rule, and shows what it is left with, except for what it drops. */
function takes(before: BranchRule | null = null, drops: Partial<Protection> = {}): Answer {
  return (world, write) => {
    const after = ruleAfter(before, write);
    world.rule = { ...after, protection: { ...after.protection, ...drops } };
    return { kind: 'written', shown: world.rule.protection };
  };
}

function shows(shown: Shown): Answer {
  return () => ({ kind: 'written', shown });
}

function details(receipt: Receipt | null): readonly string[] | undefined {
  return receipt?.dropped.map(({ detail }) => detail);
}

describe('a plan', () => {
  test('with a write is carried out, and GitHub holds the branch to it', async () => {
    const loosened = exactRule(compliant({ includeAdmins: false, signatures: true }));
    const { receipt, world } = await applied(plan(loosened), takes(loosened));

    expect(world.rule?.protection).toEqual(compliant({ signatures: true }));
    expect(receipt).toEqual({ refused: null, dropped: [] });
  });

  test.each<[string, Plan]>([
    ['of a branch as the policy says', plan(exactRule(compliant()))],
    ['of a rule whose people cannot be seen', plan(wildcardRule(protection({ pushers: 'notVisible' })))],
    ['of an exempt repository', plan(null, { exempt: { until: null, reason: null, origin: null } })],
  ])('%s writes nothing, and there is no receipt', async (_, on) => {
    const { receipt, world } = await applied(on);

    expect(receipt).toBeNull();
    expect(world.written).toEqual([]);
  });

  test('is written once, whatever comes back', async () => {
    const { world } = await applied(plan(null), shows({ checks: null, includeAdmins: false }));

    expect(world.written).toHaveLength(1);
  });
});

describe('a refusal', () => {
  const why: Problem = { code: 'write_refused', detail: 'Validation Failed' };

  test('is passed on in the words it came with', async () => {
    const { receipt } = await applied(plan(null), () => ({ kind: 'refused', why }));

    expect(receipt).toEqual({ refused: why, dropped: [] });
  });

  test('is not an outage, which is thrown', async () => {
    const outage = applied(plan(null), () => {
      throw new Error('socket hang up');
    });

    await expect(outage).rejects.toThrow('socket hang up');
  });
});

/** What GitHub may leave out of a rule: for every field what was sent, what came back, and the words for it. */
type Dropped<T> = {
  readonly [K in keyof T]-?: { readonly sent: T[K]; readonly shown: T[K]; readonly words: string };
};

const CORE = team('core');
const OFF = { sent: true, shown: false };
const FIELDS: Dropped<Protection> = {
  checks: { sent: requiring('test', 'lint'), shown: requiring('lint'), words: 'required checks' },
  includeAdmins: { ...OFF, words: 'administrators included' },
  reviews: { sent: reviews({ count: 2 }), shown: reviews({ count: 1 }), words: 'required reviews' },
  pushers: { sent: [CORE, team('bots')], shown: [CORE], words: 'who may push' },
  blockCreations: { ...OFF, words: 'blocked creation of branches' },
  allowForcePushes: { sent: false, shown: true, words: 'force pushes' },
  forcePushers: { sent: [CORE], shown: [], words: 'who may force push' },
  allowDeletions: { sent: false, shown: true, words: 'deletion of the branch' },
  linearHistory: { ...OFF, words: 'linear history' },
  signatures: { ...OFF, words: 'signed commits' },
  conversationResolution: { ...OFF, words: 'resolved conversations' },
  lockBranch: { ...OFF, words: 'locked branch' },
  allowForkSyncing: { ...OFF, words: 'fork syncing' },
  deployments: { sent: ['production'], shown: null, words: 'required deployments' },
};

/** A plan whose goal is this protection: a wildcard's, carried over to an exact rule of the branch. */
function carrying(held: Partial<Protection>): Plan {
  const on = plan(wildcardRule(protection()), { checks: [check('test')] });
  return { ...on, goal: protection(held) };
}

describe('what GitHub drops silently', () => {
  test.each(Object.entries(FIELDS))('%s is said', async (field, { sent, shown, words }) => {
    const { receipt } = await applied(carrying({ [field]: sent }), shows({ [field]: shown }));

    expect(receipt).toEqual({
      refused: null,
      dropped: [{ code: 'write_dropped', detail: `GitHub did not take over: ${words}.` }],
    });
  });

  test.each(Object.entries(FIELDS))('%s that came back as sent is not', async (field, { sent }) => {
    const { receipt } = await applied(carrying({ [field]: sent }), shows({ [field]: structuredClone(sent) }));

    expect(details(receipt)).toEqual([]);
  });

  test.each(Object.entries(FIELDS))(
    '%s that the answer does not show says nothing',
    async (field, { sent }) => {
      const { receipt } = await applied(carrying({ [field]: sent }), shows({}));

      expect(details(receipt)).toEqual([]);
    },
  );

  const REVIEWS: { readonly [K in keyof RequiredReviews]-?: RequiredReviews[K] } = {
    count: 3,
    codeOwners: true,
    dismissStale: true,
    lastPush: true,
    dismissers: [CORE],
    bypassers: [CORE],
  };

  test.each(Object.entries(REVIEWS))('%s of the reviews is noticed', async (field, sent) => {
    const { receipt } = await applied(
      carrying({ reviews: reviews({ [field]: sent }) }),
      shows({ reviews: reviews() }),
    );

    expect(details(receipt)).toEqual(['GitHub did not take over: required reviews.']);
  });

  test('several parts are all named', async () => {
    const sent = { pushers: [CORE], deployments: ['production'] };
    const { receipt } = await applied(carrying(sent), shows({ pushers: [], deployments: [] }));

    expect(details(receipt)).toEqual([
      'GitHub did not take over: who may push.',
      'GitHub did not take over: required deployments.',
    ]);
  });

  test('more people than were named are noticed as well', async () => {
    const { receipt } = await applied(
      carrying({ pushers: [CORE] }),
      shows({ pushers: [CORE, team('bots')] }),
    );

    expect(details(receipt)).toEqual(['GitHub did not take over: who may push.']);
  });

  test('a check that came back pinned to another App than asked is noticed', async () => {
    const { receipt } = await applied(
      carrying({ checks: requiring('test') }),
      shows({ checks: pinned('test', 15368) }),
    );

    expect(details(receipt)).toEqual(['GitHub did not take over: required checks.']);
  });
});

describe('an answer in other words', () => {
  test('in another order is the same', async () => {
    const sent = { checks: requiring('a', 'b'), pushers: [CORE, team('bots')], deployments: ['x', 'y'] };
    const shown = { checks: requiring('b', 'a'), pushers: [team('bots'), CORE], deployments: ['y', 'x'] };
    const { receipt } = await applied(carrying(sent), shows(shown));

    expect(details(receipt)).toEqual([]);
  });

  test('that spells a name differently means the same person', async () => {
    const shown = { pushers: [{ ...CORE, id: 'MDQ6VGVhbTE=', name: 'Core' }] };
    const { receipt } = await applied(carrying({ pushers: [CORE] }), shows(shown));

    expect(details(receipt)).toEqual([]);
  });

  test('that hides the people says nothing about them', async () => {
    const { receipt } = await applied(carrying({ pushers: [CORE] }), shows({ pushers: 'notVisible' }));

    expect(details(receipt)).toEqual([]);
  });
});
