import { z } from 'zod';
import type { Protection, RequiredContext, RuleActor, RuleActors } from '#model';

/** What REST shows of a rule: everything but who may force push although it is off, and required deployments. */
export type RestProtection = Omit<Protection, 'forcePushers' | 'deployments'>;

const actors = z
  .object({
    users: z.array(z.object({ node_id: z.string(), login: z.string() })).optional(),
    teams: z.array(z.object({ node_id: z.string(), slug: z.string() })).optional(),
    apps: z.array(z.object({ node_id: z.string(), slug: z.string() })).optional(),
  })
  .optional();
type Actors = z.infer<typeof actors>;
const flag = z.object({ enabled: z.boolean() }).optional();

/** The body of `PATCH …/required_status_checks`, and that part of a rule. */
export const restChecks = z.object({
  strict: z.boolean().optional(),
  checks: z.array(z.object({ context: z.string(), app_id: z.number().nullish() })),
});
const reviews = z.object({
  required_approving_review_count: z.number().optional(),
  require_code_owner_reviews: z.boolean().optional(),
  dismiss_stale_reviews: z.boolean().optional(),
  require_last_push_approval: z.boolean().optional(),
  dismissal_restrictions: actors,
  bypass_pull_request_allowances: actors,
});

/** `GET` and `PUT …/protection` answer in different schemas; these are the fields both have. Absent means off. */
export const restProtection = z.object({
  required_status_checks: restChecks.nullish(),
  enforce_admins: flag,
  required_pull_request_reviews: reviews.nullish(),
  restrictions: actors.nullable(),
  block_creations: flag,
  allow_force_pushes: flag,
  allow_deletions: flag,
  required_linear_history: flag,
  required_signatures: flag,
  required_conversation_resolution: flag,
  lock_branch: flag,
  allow_fork_syncing: flag,
});

/** GitHub's REST rule in our words. https://docs.github.com/en/rest/branches/branch-protection#get-branch-protection */
export function protectionOfRest(rule: z.infer<typeof restProtection>): RestProtection {
  return {
    checks: rule.required_status_checks ? checksOfRest(rule.required_status_checks) : null,
    includeAdmins: isOn(rule.enforce_admins),
    reviews: rule.required_pull_request_reviews ? reviewsOfRest(rule.required_pull_request_reviews) : null,
    pushers: rule.restrictions ? actorsOfRest(rule.restrictions) : null,
    blockCreations: isOn(rule.block_creations),
    allowForcePushes: isOn(rule.allow_force_pushes),
    allowDeletions: isOn(rule.allow_deletions),
    linearHistory: isOn(rule.required_linear_history),
    signatures: isOn(rule.required_signatures),
    conversationResolution: isOn(rule.required_conversation_resolution),
    lockBranch: isOn(rule.lock_branch),
    allowForkSyncing: isOn(rule.allow_fork_syncing),
  };
}

/** `app_id` null: any source. -1 is only ever written, but means the same. */
export function checksOfRest(checks: z.infer<typeof restChecks>): NonNullable<Protection['checks']> {
  const required: readonly RequiredContext[] = checks.checks.map(({ context, app_id: app }) => ({
    context,
    source: app === null || app === undefined || app < 0 ? 'any' : app,
  }));
  return { strict: checks.strict ?? false, required };
}

function isOn(setting: z.infer<typeof flag>): boolean {
  return setting?.enabled ?? false;
}

function reviewsOfRest(rule: z.infer<typeof reviews>): NonNullable<Protection['reviews']> {
  return {
    count: rule.required_approving_review_count ?? 0,
    codeOwners: rule.require_code_owner_reviews ?? false,
    dismissStale: rule.dismiss_stale_reviews ?? false,
    lastPush: rule.require_last_push_approval ?? false,
    dismissers: rule.dismissal_restrictions ? actorsOfRest(rule.dismissal_restrictions) : null,
    bypassers: actorsOfRest(rule.bypass_pull_request_allowances),
  };
}

function actorsOfRest(list: Actors): RuleActors {
  const users = (list?.users ?? []).map((user): RuleActor => ({
    kind: 'user',
    id: user.node_id,
    name: user.login,
  }));
  const teams = (list?.teams ?? []).map((team): RuleActor => ({
    kind: 'team',
    id: team.node_id,
    name: team.slug,
  }));
  const apps = (list?.apps ?? []).map((app): RuleActor => ({ kind: 'app', id: app.node_id, name: app.slug }));
  return [...users, ...teams, ...apps];
}
