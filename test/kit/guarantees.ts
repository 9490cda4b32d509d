import type { Protection, RuleActors, RulesetInForce, RulesetRule } from '#model';
import { inForce, type BranchWorld } from './branch-world.ts';

/**
 * Everything that somebody on GitHub cannot do on a branch, as sentences: said once more, from the attacker's side.
 * Less protected is whatever lacks one of them.
 */
export function guarantees(world: BranchWorld, branch: string): ReadonlySet<string> {
  const one = world.branches.find(({ name }) => name === branch);
  const rule = one?.exact ?? one?.wildcard ?? null;
  const said = [
    ...(rule === null ? [] : ofRule(rule.protection)),
    ...inForce(world, branch).flatMap(ofRuleset),
  ];
  return new Set(said);
}

const PEOPLE = ['core', 'release', 'bots', 'somebody'];
const ADMINS = ['organisation_admin', 'enterprise_owner'];

function ofRule(rule: Protection): readonly string[] {
  const said = [
    ...ofChecks(rule.checks?.required ?? [], rule.checks?.strict === true),
    ...ofReviews(rule.reviews),
    ...ofSwitches(rule),
    ...ofLock(rule),
    ...(rule.deployments ?? []).map((name) => `deployed to ${name}`),
  ];
  return levels(said, rule.includeAdmins);
}

function ofSwitches(rule: Protection): readonly string[] {
  const said: readonly (readonly [boolean, string])[] = [
    [rule.blockCreations, 'no creation'],
    [!rule.allowDeletions, 'no deletion'],
    [rule.linearHistory, 'linear'],
    [rule.signatures, 'signed'],
    [rule.conversationResolution, 'resolved'],
  ];
  return said.filter(([isOn]) => isOn).map(([, words]) => words);
}

function ofLock(rule: Protection): readonly string[] {
  return [
    ...(rule.lockBranch ? outside([]) : outside(rule.pushers)).map((name) => `${name} does not push`),
    ...(rule.allowForcePushes ? [] : outside(rule.forcePushers)).map((name) => `${name} does not force push`),
    ...(rule.lockBranch ? ['locked', ...(rule.allowForkSyncing ? [] : ['no syncing'])] : []),
  ];
}

function ofRuleset({ rules, bypass }: RulesetInForce): readonly string[] {
  if (bypass === 'notVisible') return [];
  const isForAll = bypass.every(({ kind, id }) => ADMINS.includes(kind) || (kind === 'role' && id === 5));
  return isForAll ? levels(rules.flatMap(ofRulesetRule), bypass.length === 0) : [];
}

function levels(said: readonly string[], admins: boolean): readonly string[] {
  return admins ? [...said, ...said.map((one) => `admins: ${one}`)] : said;
}

type Raw = Readonly<Record<string, unknown>>;

function ofRulesetRule({ type, parameters: given }: RulesetRule): readonly string[] {
  const parameters: Raw = given ?? {};
  return READ[type]?.(parameters) ?? PLAIN[type] ?? [`rule ${type} ${JSON.stringify(parameters)}`];
}

const READ: Readonly<Record<string, (parameters: Raw) => readonly string[]>> = {
  required_status_checks: (parameters) => {
    const entries = parameters['required_status_checks'] as { context: string; integration_id?: number }[];
    const required = entries.map((entry) => ({
      context: entry.context,
      source: entry.integration_id ?? ('any' as const),
    }));
    return ofChecks(required, parameters['strict_required_status_checks_policy'] === true);
  },
  pull_request: (parameters) => [
    ...(parameters['required_review_thread_resolution'] === true ? ['resolved'] : []),
    ...ofReviews({
      count: parameters['required_approving_review_count'] as number,
      codeOwners: parameters['require_code_owner_review'] === true,
      dismissStale: parameters['dismiss_stale_reviews_on_push'] === true,
      lastPush: parameters['require_last_push_approval'] === true,
      dismissers: (parameters['dismissal_restriction'] as Raw | undefined)?.['enabled'] === true ? [] : null,
      bypassers: [],
    }),
  ],
  update: (parameters) => [
    ...PEOPLE.map((name) => `${name} does not push`),
    'locked',
    ...(parameters['update_allows_fetch_and_merge'] === true ? [] : ['no syncing']),
  ],
  non_fast_forward: () => PEOPLE.map((name) => `${name} does not force push`),
  required_deployments: (parameters) =>
    (parameters['required_deployment_environments'] as string[]).map((name) => `deployed to ${name}`),
};

const PLAIN: Readonly<Record<string, readonly string[]>> = {
  creation: ['no creation'],
  deletion: ['no deletion'],
  required_linear_history: ['linear'],
  required_signatures: ['signed'],
};

function ofChecks(
  required: NonNullable<Protection['checks']>['required'],
  strict: boolean,
): readonly string[] {
  const said = required.flatMap(({ context, source }) => [
    `${context} reports`,
    ...(source === 'any' ? [] : [`${context} by ${source} reports`]),
  ]);
  return strict && required.length > 0 ? [...said, 'up to date'] : said;
}

/** Rules are judged one by one: every lesser review that this one implies. */
function ofReviews(reviews: Protection['reviews']): readonly string[] {
  if (reviews === null) return [];
  const flags = [reviews.codeOwners && 'owners', reviews.dismissStale && 'stale', reviews.lastPush && 'last'];
  const sets = flags.reduce<string[]>(
    (sofar, flag) => (flag === false ? sofar : [...sofar, ...sofar.map((one) => `${one} ${flag}`)]),
    [''],
  );
  const counts = Array.from({ length: reviews.count + 1 }, (_, count) => `${count} approvals`);
  const kinds = counts.flatMap((count) => sets.map((set) => `${count}${set}`));
  const people = [
    ...outside(reviews.dismissers).map((name) => `${name} does not dismiss`),
    ...outside(reviews.bypassers).map((name) => `${name} does not pass by`),
  ];
  return kinds.flatMap((kind) => [kind, ...people.map((one) => `${kind}: ${one}`)]);
}

/** Everybody who is not among them. Hidden people may be anybody: the list itself is what is guaranteed. */
function outside(actors: RuleActors | null): readonly string[] {
  if (actors === null) return [];
  if (actors === 'notVisible') return ['whoever is not among the hidden'];
  return PEOPLE.filter((name) => !actors.some((actor) => actor.name === name));
}
