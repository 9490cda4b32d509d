import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  SETTINGS,
  type BranchRule,
  type Plan,
  type Problem,
  type Protection,
  type Setting,
  type Wanted,
} from '#model';
import { planBranch, weakened } from '#plan';
import { policies, rules } from '#kit/arbitraries';
import { branchState, line, protection, repoFacts, snapshot, unknown } from '#kit/builders';
import { ruleAfter } from '#kit/rule-after';

function plan(rule: BranchRule | null, wanted: Wanted): Plan {
  return planBranch({
    snapshot: snapshot(),
    branch: branchState(rule),
    wanted,
    switchedOff: null,
    forecast: null,
  });
}

/** The rule of the branch once the plan was carried out. */
function carriedOut({ write }: Plan, rule: BranchRule | null): BranchRule | null {
  return write === null ? rule : ruleAfter(rule, write);
}

function nameOf({ name }: Wanted['checks'][number]): string {
  return 'context' in name ? name.context : name.check;
}

/** A branch without a rule. */
const UNPROTECTED = protection({ allowForcePushes: true, allowDeletions: true });

/** What a policy asks of a rule and the rule does not do: said once more, from the policy's side. */
function unmet(held: Protection, wanted: Wanted): readonly string[] {
  const required = held.checks?.required ?? [];
  const contexts = new Set(required.map(({ context }) => context));
  const always = wanted.checks.filter((check) => check.when === 'always').map(nameOf);
  const settings: readonly (readonly [string, boolean | undefined, boolean | undefined])[] = [
    ['strict', required.length > 0 && wanted.settings.strict?.value, held.checks?.strict],
    ['administrators', wanted.settings.include_admins?.value, held.includeAdmins],
    ['force pushes', wanted.settings.block_force_pushes?.value, !held.allowForcePushes],
    ['deletion', wanted.settings.block_deletions?.value, !held.allowDeletions],
  ];
  return [
    ...always.filter((name) => !contexts.has(name)),
    ...settings.filter(([, asked, done]) => asked && done !== true).map(([name]) => name),
  ];
}

describe('law 1: it converges', () => {
  test('a second look after a repair plans nothing', () => {
    fc.assert(
      fc.property(rules, policies, (rule, wanted) => {
        const first = plan(rule, wanted);
        const second = plan(carriedOut(first, rule), wanted);

        if (first.write === null) expect(second).toEqual(first);
        else expect(second).toMatchObject({ changes: [], write: null, goal: null });
      }),
      { numRuns: 1000 },
    );
  });

  test('after a repair the branch is at least as protected as the policy says', () => {
    fc.assert(
      fc.property(rules, policies, (rule, wanted) => {
        const planned = plan(rule, wanted);
        const hidden = planned.refusals.some(({ code }) => code === 'rule_not_visible');

        if (!hidden) expect(unmet(carriedOut(planned, rule)?.protection ?? UNPROTECTED, wanted)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('GitHub holds the branch to what the plan said it would', () => {
    fc.assert(
      fc.property(rules, policies, (rule, wanted) => {
        const planned = plan(rule, wanted);

        if (planned.write !== null) expect(ruleAfter(rule, planned.write).protection).toEqual(planned.goal);
      }),
      { numRuns: 1000 },
    );
  });

  test('the same state and policy give the same plan', () => {
    fc.assert(
      fc.property(rules, policies, (rule, wanted) => {
        expect(plan(structuredClone(rule), structuredClone(wanted))).toEqual(plan(rule, wanted));
      }),
    );
  });
});

describe('law 2: it never weakens', () => {
  test('no setting protects less after a repair than before', () => {
    fc.assert(
      fc.property(rules, policies, (rule, wanted) => {
        const after = carriedOut(plan(rule, wanted), rule);

        const lost = weakened(after?.protection ?? null, rule?.protection ?? null);

        // Whoever is named for force pushes is fewer than everybody.
        const open = rule?.protection.allowForcePushes === true;
        expect(lost.filter((field) => !(open && field === 'forcePushers'))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('what the policy does not manage is not touched at all', () => {
    fc.assert(
      fc.property(rules, policies, (rule, wanted) => {
        fc.pre(rule !== null);
        const after = carriedOut(plan(rule, wanted), rule);

        expect(unmanaged(after, wanted)).toEqual(unmanaged(rule, wanted));
      }),
      { numRuns: 500 },
    );
  });

  test('no check that was required is dropped or loses its pin', () => {
    fc.assert(
      fc.property(rules, policies, (rule, wanted) => {
        const after = carriedOut(plan(rule, wanted), rule)?.protection.checks?.required ?? [];

        for (const { context, source } of rule?.protection.checks?.required ?? []) {
          const kept = after.filter((entry) => entry.context === context).map((entry) => entry.source);
          expect(source === 'any' ? kept.length > 0 : kept.includes(source)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** Which fields of a rule each setting is about. */
const FIELDS: { readonly [S in Setting]: readonly (keyof Protection)[] } = {
  strict: ['checks'],
  include_admins: ['includeAdmins'],
  block_force_pushes: ['allowForcePushes'],
  block_deletions: ['allowDeletions'],
  block_creations: ['blockCreations'],
  block_fork_syncing: ['allowForkSyncing'],
  linear_history: ['linearHistory'],
  signatures: ['signatures'],
  conversation_resolution: ['conversationResolution'],
  lock_branch: ['lockBranch'],
  'reviews.required': ['reviews'],
  'reviews.code_owners': ['reviews'],
  'reviews.dismiss_stale': ['reviews'],
  'reviews.last_push': ['reviews'],
  'reviews.count': ['reviews'],
  deployments: ['deployments'],
  push: ['pushers'],
  force_push: ['forcePushers', 'allowForcePushes'],
  'reviews.dismissers': ['reviews'],
  'reviews.bypassers': ['reviews'],
};

/** A rule's protection with all that the policy manages blanked out. */
function unmanaged(rule: BranchRule | null, { settings }: Wanted): object {
  const managed = SETTINGS.filter((setting) => settings[setting] !== null).flatMap(
    (setting) => FIELDS[setting],
  );
  const blank = Object.fromEntries(['checks', ...managed].map((field) => [field, null]));
  return { ...rule?.protection, ...blank };
}

describe('law 3: unknown is never "none"', () => {
  const reasons = fc.constantFrom<Problem['code'][]>(
    'permission_missing',
    'upgrade_or_public_required',
    'read_incomplete',
    'rule_not_visible',
    'repository_not_found',
  );

  test('a rule that could not be read is neither drift nor compliance, and nothing is written', () => {
    fc.assert(
      fc.property(reasons, policies, (code, wanted) => {
        const why: Problem = { code, detail: 'GitHub did not say.' };
        const branch = branchState(unknown(why.code, why.detail));
        const planned = planBranch({
          snapshot: snapshot(),
          branch,
          wanted,
          switchedOff: null,
          forecast: null,
        });

        expect(planned).toMatchObject({ changes: [], goal: null, write: null, refusals: [why] });
      }),
    );
  });

  test('people nobody can see are never written as if there were none', () => {
    fc.assert(
      fc.property(rules, policies, (rule, wanted) => {
        const { write } = plan(rule, wanted);
        const whole = write !== null && 'protection' in write ? JSON.stringify(write.protection) : '';

        expect(whole).not.toContain('notVisible');
        // Who may force push says nothing where everybody may.
        const held =
          rule?.protection.allowForcePushes === true ? { ...rule.protection, forcePushers: [] } : rule;
        if (whole !== '' && rule !== null) expect(JSON.stringify(held)).not.toContain('notVisible');
      }),
      { numRuns: 500 },
    );
  });

  test('hands are off while a repository is archived, disabled, exempt or switched off', () => {
    const off = fc.constantFrom('archived', 'disabled', 'exempt', 'switched off', 'without the branch');
    fc.assert(
      fc.property(off, rules, policies, (state, rule, wanted) => {
        const { write, goal } = planBranch({
          snapshot: snapshot({
            repo: repoFacts({ archived: state === 'archived', disabled: state === 'disabled' }),
          }),
          branch: branchState(rule, state === 'without the branch' ? { head: null } : {}),
          wanted: {
            ...wanted,
            exempt: state === 'exempt' ? { until: null, reason: null, origin: line(1) } : null,
          },
          switchedOff: state === 'switched off' ? { code: 'protections_disabled', detail: '' } : null,
          forecast: null,
        });

        expect({ write, goal }).toEqual({ write: null, goal: null });
      }),
    );
  });
});
