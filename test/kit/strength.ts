import type { BranchProtection } from '#simulator';

/** How strict a branch is in each dimension, by its name; the greater, the stricter, and 0 for what is not there. */
export type Strength = ReadonlyMap<string, number>;

type Classic = NonNullable<BranchProtection['classic']>;
type Rule = BranchProtection['rules'][number];
type Said = readonly (readonly [string, number])[];

const MANY = 1000;

/** Over all that holds on a branch, whoever set it; a ruleset that somebody may pass by counts for nothing. */
export function strengthOf({ classic, rules }: BranchProtection): Strength {
  const binding = rules.filter(({ bypassActors }) => bypassActors.length === 0);
  const all = [...(classic === null ? [] : classicStrength(classic)), ...binding.flatMap(ruleStrength)];
  const strongest = new Map<string, number>();
  for (const [name, value] of all) strongest.set(name, Math.max(value, strongest.get(name) ?? 0));
  return strongest;
}

function classicStrength(classic: Classic): Said {
  const { checks, reviews, restrictions, deployments } = classic;
  return [
    ['administrators', Number(classic.adminsEnforced)],
    ['force pushes', classic.forcePushes ? 0 : MANY - countOf(classic.bypassForcePush)],
    ['deletion', Number(!classic.deletions)],
    ['linear history', Number(classic.linearHistory)],
    ['conversations', Number(classic.conversationResolution)],
    ['signatures', Number(classic.signatures)],
    ['creation', Number(classic.blocksCreations)],
    ['lock', Number(classic.lockBranch)],
    ['lock for forks', Number(classic.lockBranch && !classic.lockAllowsFetchAndMerge)],
    ['pushers', restrictions === null ? 0 : MANY - countOf(restrictions)],
    ['up to date', Number(checks?.strict ?? false)],
    ...(deployments ?? []).map((name) => [`deployment to ${name}`, 1] as const),
    ...(checks?.checks ?? []).flatMap(({ context, appId }) => checkStrength(context, appId)),
    ...(reviews === null ? [] : reviewStrength(reviews)),
  ];
}

function reviewStrength(reviews: NonNullable<Classic['reviews']>): Said {
  return [
    ['pull requests', MANY - countOf(reviews.bypass)],
    ['approvals', reviews.count],
    ['stale approvals', Number(reviews.dismissStale)],
    ['code owners', Number(reviews.codeOwners)],
    ['last push', Number(reviews.lastPushApproval)],
    ['dismissers', reviews.dismissal === null ? 0 : MANY - countOf(reviews.dismissal)],
  ];
}

function checkStrength(context: string, source: number | null | undefined): Said {
  return [
    [`check ${context}`, 1],
    [`source of ${context}`, Number(typeof source === 'number')],
  ];
}

const SIMPLE: Readonly<Record<string, readonly [string, number]>> = {
  deletion: ['deletion', 1],
  non_fast_forward: ['force pushes', MANY],
  required_linear_history: ['linear history', 1],
  required_signatures: ['signatures', 1],
  creation: ['creation', 1],
};

function ruleStrength({ type, parameters = {} }: Rule): Said {
  const simple = SIMPLE[type];
  if (simple !== undefined) return [simple];
  if (type === 'required_status_checks') {
    const checks = parameters['required_status_checks'] as readonly {
      readonly context: string;
      readonly integration_id?: number;
    }[];
    return [
      ['up to date', Number(parameters['strict_required_status_checks_policy'] === true)],
      ...checks.flatMap((check) => checkStrength(check.context, check.integration_id)),
    ];
  }
  return type === 'pull_request' ? pullRequestStrength(parameters) : [[`rule ${type}`, 1]];
}

function pullRequestStrength(parameters: NonNullable<Rule['parameters']>): Said {
  return [
    ['pull requests', MANY],
    ['approvals', Number(parameters['required_approving_review_count'] ?? 0)],
    ['stale approvals', Number(parameters['dismiss_stale_reviews_on_push'] === true)],
    ['code owners', Number(parameters['require_code_owner_review'] === true)],
    ['last push', Number(parameters['require_last_push_approval'] === true)],
    ['conversations', Number(parameters['required_review_thread_resolution'] === true)],
  ];
}

function countOf(actors: Classic['bypassForcePush']): number {
  return actors.users.length + actors.teams.length + actors.apps.length;
}
