import {
  DEFAULT_BRANCH,
  fullName,
  type Known,
  type Plan,
  type Problem,
  type RepoFacts,
  type RepoMemory,
  type RepoName,
  type RepoProperties,
  type Snapshot,
  type Wanted,
} from '#model';
import { snapshotOf, type Listed, type Reader, type Reading } from '#observe';
import { policyEffect, requirementsOf, type OrgRepository, type PolicyEffect } from '#plan';
import { asksForProperties, looser, type PolicyFile } from '#policy';
import type { Doors } from './doors.ts';
import { needsOwnRuleset, onlyAsked } from './look.ts';
import { plansOf } from './plans-of.ts';
import {
  branchesRemembered,
  policyInForce,
  recallPolicies,
  type InForce,
  type OrganisationPolicy,
  type Recalled,
} from './policies.ts';

/** What an organisation is looked at by: the policy in force, and a changed one where there is one to weigh. */
export type SurveyJob = {
  readonly doors: Doors;
  readonly reader: Reader;
  readonly org: string;
  readonly home: HomeReading;
  readonly inForce: OrganisationPolicy;
  readonly changed: PolicyFile | null;
};

export type HomeReading = Pick<Reading, 'organisationPolicy' | 'policyRepositoryVisible'>;

/** One repository as it was found. What could not be read is `unread`, and needs a run of its own. */
export type Surveyed =
  | { readonly kind: 'unread'; readonly repo: RepoName }
  | {
      readonly kind: 'read';
      readonly repo: RepoFacts;
      readonly memory: RepoMemory;
      readonly now: Standing;
      /** Under the changed policy, and what that changes. */
      readonly then: (Standing & { readonly effect: PolicyEffect }) | null;
    };

/** How a repository stands under one policy. */
export type Standing = {
  readonly wanted: Wanted;
  readonly plans: readonly Plan[];
  readonly needsRun: boolean;
  /** Parts of the policy that cannot both be true there. */
  readonly conflict: Problem | null;
  /** What it asks of the organisation's ruleset; null: its policy uses other means. */
  readonly member: OrgRepository | null;
  /** The organisation's ruleset still protects it, and nothing else does all of that yet. */
  readonly isLeaving: boolean;
};

/** As many repositories as one query reads: GitHub ends heavier ones (facts: per-query resource limits). */
const TOGETHER = 25;
/** States in which a repository has nothing to be done and nothing to be told. */
const QUIET: ReadonlySet<Problem['code']> = new Set([
  'branch_missing',
  'repository_archived',
  'repository_disabled',
]);

/** Every repository of the installation, read in bulk and planned; nothing is written. */
export async function* surveyOrganisation(job: SurveyJob): AsyncGenerator<Surveyed> {
  const properties = await propertiesOf(job);
  for await (const page of job.reader.list()) {
    for (let at = 0; at < page.length; at += TOGETHER) {
      yield* surveySome(job, page.slice(at, at + TOGETHER), properties);
    }
  }
}

type Properties = Known<ReadonlyMap<number, RepoProperties>> | null;

/** Once for all repositories, and only where a policy goes by them. */
async function propertiesOf({ reader, org, inForce, changed }: SurveyJob): Promise<Properties> {
  return asksForProperties(inForce.file) || asksForProperties(changed) ? reader.orgProperties(org) : null;
}

async function* surveySome(
  job: SurveyJob,
  listed: readonly Listed[],
  properties: Properties,
): AsyncGenerator<Surveyed> {
  const { doors, reader, home } = job;
  const [first] = listed;
  if (first === undefined) return;
  const usual = branchesRemembered(first, await recallPolicies(doors.memory, first));
  const access = await reader.access();
  const readings = await reader.several(listed, usual);
  for (const [index, reading] of readings.entries()) {
    const repo = listed[index];
    if (repo === undefined) continue;
    if (!reading.known) {
      yield { kind: 'unread', repo };
      continue;
    }
    const snapshot = snapshotOf({ ...reading.value, ...home }, access, null);
    yield await surveyOne(job, { ...snapshot, properties: ofRepository(properties, snapshot.repo) });
  }
}

function ofRepository(properties: Properties, { id }: RepoFacts): Snapshot['properties'] {
  if (properties === null || !properties.known) return properties;
  return { known: true, value: properties.value.get(id) ?? {} };
}

async function surveyOne(job: SurveyJob, snapshot: Snapshot): Promise<Surveyed> {
  const { doors, inForce, changed } = job;
  const recalled = await recallPolicies(doors.memory, snapshot.repo);
  const memory = await doors.memory.repository(snapshot.repo.id);
  const on = { snapshot, recalled, memory };
  const now = await standingUnder(doors, on, inForce);
  if (changed === null) return { kind: 'read', repo: snapshot.repo, memory, now, then: null };
  const then = await standingUnder(doors, on, { ...inForce, file: changed, problems: [], unknown: null });
  const effect = policyEffect({
    repository: fullName(snapshot.repo),
    before: now.plans,
    after: then.plans,
    looser: looser(then.wanted, now.wanted),
  });
  return { kind: 'read', repo: snapshot.repo, memory, now, then: { ...then, effect } };
}

type On = { readonly snapshot: Snapshot; readonly recalled: Recalled; readonly memory: RepoMemory };

async function standingUnder(
  doors: Doors,
  { snapshot, recalled, memory }: On,
  organisation: OrganisationPolicy,
): Promise<Standing> {
  const policy = policyInForce(doors, snapshot, { recalled, organisation });
  const { wanted } = policy;
  const asked = onlyAsked(snapshot, wanted);
  const plans = await plansOf(doors, { snapshot: asked, policy, switchedOff: null, memory });
  const needsRun = isUnread(snapshot, wanted) || isNeedy(policy, plans) || needsOwnRuleset(asked, wanted);
  return {
    wanted,
    plans,
    needsRun,
    conflict: policy.unknown,
    member: memberOf(asked, wanted, plans),
    isLeaving: isLeaving(asked, policy, plans),
  };
}

/** Leaves the organisation's ruleset only when all it asks for is held without that. */
function isLeaving({ branches }: Snapshot, { leaving, wanted }: InForce, plans: readonly Plan[]): boolean {
  if (leaving === null || wanted.exempt !== null) return false;
  const isCovered = branches.some(
    ({ rulesets }) => rulesets.known && rulesets.value.some(({ id }) => id === leaving),
  );
  return isCovered && plans.some(({ changes, refusals }) => changes.length + refusals.length > 0);
}

/** What the organisation's ruleset can hold alike goes by the default branch's checks, or the only one there is. */
function memberOf({ repo }: Snapshot, wanted: Wanted, plans: readonly Plan[]): OrgRepository | null {
  const [plan] = plans;
  if (wanted.via.value !== 'org-ruleset' || wanted.exempt !== null || plan === undefined) return null;
  const forecast = plan.forecast === null ? null : ({ known: true, value: plan.forecast } as const);
  const branches = wanted.branches.map(({ value }) => value);
  const { owner, name } = repo;
  return { repo: { owner, name }, wanted, requirements: requirementsOf(wanted, forecast), branches };
}

/** A branch that the policy asks for and that was not read with the others. */
function isUnread(snapshot: Snapshot, { branches }: Wanted): boolean {
  const read = snapshot.branches.map((branch) => branch.name);
  const asked = branches.map(({ value }) => (value === DEFAULT_BRANCH ? snapshot.repo.defaultBranch : value));
  return asked.some((name) => name !== null && !read.includes(name));
}

function isNeedy({ fileProblems }: InForce, plans: readonly Plan[]): boolean {
  if (fileProblems.length > 0) return true;
  return plans.some(
    ({ changes, refusals, write }) =>
      changes.length > 0 || write !== null || refusals.some((refusal) => !QUIET.has(refusal.code)),
  );
}
