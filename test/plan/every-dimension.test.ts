import { describe, expect, test } from '@jest/globals';
import type { Plan, Protection, RulesetRule, Setting, Wanted } from '#model';
import { planRepository, projectRules } from '#plan';
import { seen, worldAfter, type BranchWorld } from '#kit/branch-world';
import { plansIn } from '#kit/play';
import {
  asking,
  check,
  exactRule,
  from,
  nothingWanted,
  ownRuleset,
  protection,
  requiring,
  reviews,
  rulesetInForce,
  team,
} from '#kit/builders';

function world(over: Partial<BranchWorld> & { readonly held?: Protection }): BranchWorld {
  const { held, ...others } = over;
  const exact = held === undefined ? null : exactRule(held);
  return { branches: [{ name: 'main', exact, wildcard: null }], own: null, others: [], ...others };
}

function planned(on: BranchWorld, wanted: Wanted): Plan {
  const [plan] = plansIn(on, wanted);
  if (plan === undefined) throw new Error('no plan');
  return plan;
}

/** For every field of a classic rule what a person sets in it: one forgotten does not compile. */
const SET_BY_PEOPLE: { readonly [F in keyof Protection]-?: Partial<Protection> } = {
  checks: { checks: { strict: true, required: [{ context: 'e2e', source: 99 }] } },
  includeAdmins: { includeAdmins: true },
  reviews: {
    reviews: {
      ...reviews({ count: 3, codeOwners: true, dismissStale: true, lastPush: true }),
      dismissers: [team('core')],
      bypassers: [team('bots')],
    },
  },
  pushers: { pushers: [team('release')] },
  blockCreations: { blockCreations: true },
  allowForcePushes: { allowForcePushes: true },
  forcePushers: { forcePushers: [team('core')] },
  allowDeletions: { allowDeletions: true },
  linearHistory: { linearHistory: true },
  signatures: { signatures: true },
  conversationResolution: { conversationResolution: true },
  lockBranch: { lockBranch: true },
  allowForkSyncing: { lockBranch: true, allowForkSyncing: true },
  deployments: { deployments: ['production'] },
};
/** Two things to ask for, so that one of them is not the field in question. */
const ASKED: readonly Wanted[] = [
  nothingWanted({ settings: asking({ linear_history: from(true) }) }),
  nothingWanted({ settings: asking({ signatures: from(true) }) }),
  nothingWanted({ checks: [check('test')] }),
];

describe('what people set and the policy does not speak of', () => {
  test.each(Object.entries(SET_BY_PEOPLE))('%s is still there after a write', (field, held) => {
    for (const wanted of ASKED) {
      const start = world({ held: protection(held) });
      const plan = planned(start, wanted);
      const after = worldAfter(start, plan).branches[0]?.exact?.protection;
      const isAsked =
        plan.changes.some(({ dimension }) => dimension === 'required_checks') && field === 'checks';

      if (isAsked)
        expect(after?.checks?.required).toEqual(expect.arrayContaining(held.checks?.required as []));
      else expect(after?.[field as keyof Protection]).toEqual(protection(held)[field as keyof Protection]);
    }
  });
});

type Loose = { readonly held: Partial<Protection>; readonly want: Partial<Wanted['settings']> };
/** For every setting a rule that lacks it, and a policy that asks for it. */
const LACKING: { readonly [S in Setting]: Loose } = {
  strict: { held: { checks: requiring('test') }, want: { strict: from(true) } },
  include_admins: { held: {}, want: { include_admins: from(true) } },
  block_force_pushes: { held: { allowForcePushes: true }, want: { block_force_pushes: from(true) } },
  block_deletions: { held: { allowDeletions: true }, want: { block_deletions: from(true) } },
  block_creations: { held: {}, want: { block_creations: from(true) } },
  block_fork_syncing: {
    held: { lockBranch: true, allowForkSyncing: true },
    want: { block_fork_syncing: from(true) },
  },
  linear_history: { held: {}, want: { linear_history: from(true) } },
  signatures: { held: {}, want: { signatures: from(true) } },
  conversation_resolution: { held: {}, want: { conversation_resolution: from(true) } },
  lock_branch: { held: {}, want: { lock_branch: from(true) } },
  'reviews.required': { held: {}, want: { 'reviews.required': from(true) } },
  'reviews.code_owners': { held: {}, want: { 'reviews.code_owners': from(true) } },
  'reviews.dismiss_stale': { held: {}, want: { 'reviews.dismiss_stale': from(true) } },
  'reviews.last_push': { held: {}, want: { 'reviews.last_push': from(true) } },
  'reviews.count': { held: { reviews: reviews({ count: 1 }) }, want: { 'reviews.count': from(2) } },
  deployments: { held: { deployments: ['staging'] }, want: { deployments: from(['production']) } },
  push: { held: {}, want: { push: from([{ kind: 'team', name: 'core' }]) } },
  force_push: { held: { allowForcePushes: true }, want: { force_push: from([]) } },
  'reviews.dismissers': { held: { reviews: reviews() }, want: { 'reviews.dismissers': from([]) } },
  'reviews.bypassers': {
    held: { reviews: reviews({ bypassers: [team('bots')] }) },
    want: { 'reviews.bypassers': from([]) },
  },
};

describe('every setting', () => {
  test.each(Object.entries(LACKING))(
    '%s is planned where it is missing, and met by the write',
    (name, loose) => {
      const wanted = nothingWanted({ settings: asking(loose.want) });
      const start = world({ held: protection(loose.held) });
      const plan = planned(start, wanted);
      const again = planned(worldAfter(start, plan), wanted);

      expect(plan.changes.map(({ dimension }) => dimension)).toContain(name);
      expect(plan.write?.by).toMatch(/^(update-rule|patch-checks)$/u);
      expect(again).toMatchObject({ changes: [], refusals: [], write: null });
    },
  );

  test('a setting that the policy leaves alone is left alone, even where extras go', () => {
    const everything = Object.assign({}, ...Object.values(SET_BY_PEOPLE)) as Partial<Protection>;
    const wanted = nothingWanted({ extras: from('remove'), settings: asking({ strict: from(true) }) });
    const plan = planned(world({ held: protection({ ...everything, checks: null }) }), wanted);

    expect(plan).toMatchObject({ changes: [], write: null });
  });

  test('an actor that only the policy names has no id yet', () => {
    const settings = asking({ push: from([{ kind: 'user', name: 'octocat' }]) });
    const { write } = planned(world({ held: protection() }), nothingWanted({ settings }));

    expect(write).toMatchObject({ fields: { pushers: [{ kind: 'user', name: 'octocat', id: null }] } });
  });

  test.each([
    ['signatures', asking({ signatures: from(true) })],
    ['deployments', asking({ deployments: from(['production']) })],
    ['force pushers', asking({ force_push: from([{ kind: 'team', name: 'core' }]) })],
  ])('%s need a rule made by its pattern, where there is none', (_, settings) => {
    expect(planned(world({}), nothingWanted({ settings })).write).toMatchObject({
      by: 'create-rule',
      pattern: 'main',
    });
  });
});

/** Every rule type that holds something of ours, and a policy that it meets. */
const RULES: readonly (readonly [
  type: string,
  rule: RulesetRule,
  wanted: Wanted,
  held: Partial<Protection>,
])[] = [
  [
    'required_status_checks',
    {
      type: 'required_status_checks',
      parameters: {
        required_status_checks: [{ context: 'test' }, { context: 'lint', integration_id: 15368 }],
        strict_required_status_checks_policy: true,
      },
    },
    nothingWanted({ checks: [check('test'), check('lint')], settings: asking({ strict: from(true) }) }),
    {
      checks: {
        strict: true,
        required: [
          { context: 'test', source: 'any' },
          { context: 'lint', source: 15368 },
        ],
      },
    },
  ],
  [
    'pull_request',
    {
      type: 'pull_request',
      parameters: {
        required_approving_review_count: 2,
        require_code_owner_review: true,
        dismiss_stale_reviews_on_push: true,
        require_last_push_approval: true,
        required_review_thread_resolution: true,
        dismissal_restriction: { enabled: true, allowed_actors: [] },
      },
    },
    nothingWanted({
      settings: asking({
        'reviews.count': from(2),
        'reviews.code_owners': from(true),
        'reviews.dismissers': from([]),
        conversation_resolution: from(true),
      }),
    }),
    {
      reviews: {
        count: 2,
        codeOwners: true,
        dismissStale: true,
        lastPush: true,
        dismissers: [],
        bypassers: [],
      },
      conversationResolution: true,
    },
  ],
  ...(
    [
      ['non_fast_forward', 'block_force_pushes', { allowForcePushes: false }],
      ['deletion', 'block_deletions', { allowDeletions: false }],
      ['creation', 'block_creations', { blockCreations: true }],
      ['update', 'lock_branch', { lockBranch: true, allowForkSyncing: false }],
      ['required_linear_history', 'linear_history', { linearHistory: true }],
      ['required_signatures', 'signatures', { signatures: true }],
    ] as const
  ).map(
    ([type, setting, held]) =>
      [type, { type }, nothingWanted({ settings: asking({ [setting]: from(true) }) }), held] as const,
  ),
  [
    'required_deployments',
    { type: 'required_deployments', parameters: { required_deployment_environments: ['production'] } },
    nothingWanted({ settings: asking({ deployments: from(['production']) }) }),
    { deployments: ['production'] },
  ],
];

describe('every rule type', () => {
  const nothing = projectRules([]);

  test.each(RULES)('%s is understood', (...[, rule, , held]) => {
    expect(projectRules([rule])).toEqual({ ...nothing, ...held });
  });

  test.each(RULES)(
    "%s in the organisation's ruleset is enough: no second rule is stacked on it",
    (_type, rule, wanted) => {
      const start = world({ others: [rulesetInForce([rule])] });

      expect(planned(start, wanted)).toMatchObject({ changes: [], refusals: [], write: null });
      expect(planned(start, { ...wanted, via: from('ruleset') }).write).toBeNull();
    },
  );

  test.each(RULES)(
    '%s that administrators may bypass is not enough where they are included',
    (_type, rule, asked) => {
      const wanted = { ...asked, settings: { ...asked.settings, include_admins: from(true) } };
      const others = [
        rulesetInForce([rule], { bypass: [{ kind: 'organisation_admin', id: null, mode: 'always' }] }),
      ];
      const plan = planned(world({ others }), wanted);

      expect(plan.changes.map(({ dimension }) => dimension)).toContain('include_admins');
      expect(plan.write).not.toBeNull();
    },
  );

  test.each(RULES)(
    '%s of which nobody sees who may bypass it is neither enough nor missing',
    (_type, rule, wanted) => {
      const plan = planned(world({ others: [rulesetInForce([rule], { bypass: 'notVisible' })] }), wanted);

      expect(plan).toMatchObject({ changes: [], write: null });
      expect(plan.refusals.map(({ code }) => code)).toContain('bypass_not_visible');
    },
  );

  test.each(RULES)('%s that anybody else may bypass is missing', (_type, rule, wanted) => {
    const others = [rulesetInForce([rule], { bypass: [{ kind: 'team', id: 4, mode: 'always' }] })];

    expect(planned(world({ others }), wanted).write).not.toBeNull();
  });

  test.each(RULES)('%s is written into the ruleset as GitHub shows it', (type, rule, asked) => {
    const wanted = { ...asked, via: from('ruleset' as const), settings: { ...asked.settings } };
    if (type === 'pull_request') Object.assign(wanted.settings, { 'reviews.required': from(true) });
    const plan = planned(world({}), wanted);
    const after = worldAfter(world({}), plan);

    expect(after.own?.body.rules.map((one) => one.type)).toEqual([rule.type]);
    expect(planned(after, wanted)).toMatchObject({ changes: [], refusals: [], write: null });
  });

  test.each(RULES)(
    '%s that people put into the ruleset of Mainstay is still there after a write',
    (type, rule) => {
      const wanted = nothingWanted({
        via: from('ruleset'),
        settings: asking(type === 'deletion' ? { signatures: from(true) } : { block_deletions: from(true) }),
      });
      const start = world({
        own: ownRuleset([rule, { type: 'file_path_restriction', parameters: { x: [1] } }]),
      });
      const plan = planned(start, wanted);

      expect(plan.write).toMatchObject({ by: 'put-ruleset', id: 77 });
      expect(worldAfter(start, plan).own?.body.rules).toEqual(
        expect.arrayContaining([rule, { type: 'file_path_restriction', parameters: { x: [1] } }]),
      );
    },
  );
});

describe('by a ruleset', () => {
  const wanted = nothingWanted({ via: from('ruleset'), checks: [check('test')] });

  test('administrators of the repository pass by it unless the policy includes them', () => {
    const included = { ...wanted, settings: asking({ include_admins: from(true) }) };

    expect(planned(world({}), wanted).write).toMatchObject({
      ruleset: { bypass: [{ actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'always' }] },
    });
    expect(planned(world({}), included).write).toMatchObject({ ruleset: { bypass: [] } });
  });

  test.each<[string, Partial<Wanted['settings']>]>([
    ['push', { push: from([]) }],
    ['force_push', { force_push: from([{ kind: 'team', name: 'core' }]) }],
    ['reviews.bypassers', { 'reviews.bypassers': from([{ kind: 'app', name: 'bot' }]) }],
    ['reviews.dismissers', { 'reviews.dismissers': from([{ kind: 'team', name: 'core' }]) }],
    ['conversation_resolution', { conversation_resolution: from(true) }],
  ])('%s has no place, which is said, and the rest is written', (name, settings) => {
    const plan = planned(world({}), { ...wanted, settings: asking(settings) });

    expect(plan.refusals).toEqual([expect.objectContaining({ code: 'ruleset_cannot_hold' })]);
    expect(plan.refusals[0]?.detail).toContain(name);
    expect(plan.write).toMatchObject({ ruleset: { rules: [{ type: 'required_status_checks' }] } });
  });

  test('two branches share one write', () => {
    const branches = ['main', 'release'].map((name) => ({ name, exact: null, wildcard: null }));
    const [main, release] = plansIn({ branches, own: null, others: [] }, wanted);

    expect(main?.write).toMatchObject({
      ruleset: { conditions: { ref_name: { include: ['refs/heads/main', 'refs/heads/release'] } } },
    });
    expect(release?.write).toBe(main?.write);
  });

  test('a ruleset that was not read is not written', () => {
    const snapshot = { ...seen(world({})), ownRuleset: null };
    const [branch] = snapshot.branches;
    if (branch === undefined) throw new Error('no branch');
    const [plan] = planRepository([{ snapshot, branch, wanted, switchedOff: null, forecast: null }]);

    expect(plan).toMatchObject({ write: null, refusals: [{ code: 'read_incomplete' }] });
  });
});

describe("by the organisation's ruleset", () => {
  test('the repository writes nothing, and says what the organisation has to', () => {
    const wanted = nothingWanted({ via: from('org-ruleset'), checks: [check('test')] });
    const held = {
      type: 'required_status_checks',
      parameters: { required_status_checks: [{ context: 'test' }] },
    };

    expect(planned(world({}), wanted)).toMatchObject({ write: null, needsOrganisation: true });
    expect(planned(world({ others: [rulesetInForce([held])] }), wanted)).toMatchObject({
      changes: [],
      needsOrganisation: false,
    });
  });
});

describe('a merge queue', () => {
  test('keeps a wildcard from being shadowed by an exact rule', () => {
    const snapshot = seen({
      branches: [{ name: 'main', exact: null, wildcard: { ...exactRule(protection()), pattern: 'ma*' } }],
      own: null,
      others: [],
    });
    const branch = { ...snapshot.branches[0]!, mergeQueue: true };
    const wanted = nothingWanted({ settings: asking({ signatures: from(true) }) });
    const [plan] = planRepository([{ snapshot, branch, wanted, switchedOff: null, forecast: null }]);

    expect(plan).toMatchObject({ write: null, refusals: [{ code: 'merge_queue_in_the_way' }] });
  });
});
