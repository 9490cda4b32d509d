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
import { snapshotOf, type Reader, type Reading, type SweptPage } from '#observe';
import { policyEffect, requirementsOf, type OrgRepository, type PolicyEffect } from '#plan';
import { asksForProperties, branchesAsked, looser, type PolicyFile } from '#policy';
import type { Doors } from './doors.ts';
import { isOwnInForce, onlyAsked } from './look.ts';
import { pauseNow } from './pause.ts';
import { plansOf } from './plans-of.ts';
import {
  isPolicyRepository,
  policyRepositoryOf,
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
  /** Where it goes on, as a page said; left out: from the first repository. */
  readonly from?: string | null;
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
  /** Whether that run has something to write. */
  readonly writes: boolean;
  /** Parts of the policy that cannot both be true there. */
  readonly conflict: Problem | null;
  /** What it asks of the organisation's ruleset; null: its policy uses other means. */
  readonly member: OrgRepository | null;
  /** The organisation's ruleset still protects it, and nothing else does all of that yet. */
  readonly isLeaving: boolean;
};

/** States in which a repository has nothing to be done and nothing to be told. */
const QUIET: ReadonlySet<Problem['code']> = new Set([
  'branch_missing',
  'repository_archived',
  'repository_disabled',
]);

/** A page of it, and what it came from. */
export type SurveyedPage = Omit<SweptPage, 'found'> & { readonly found: readonly Surveyed[] };

/** Every repository of the installation, read in bulk and planned; nothing is written. */
export async function* surveyOrganisation(job: SurveyJob): AsyncGenerator<Surveyed> {
  for await (const { found } of surveyPages(job)) yield* found;
}

/** The same page by page. */
export async function* surveyPages(job: SurveyJob): AsyncGenerator<SurveyedPage> {
  const { reader, org, inForce, changed, from = null } = job;
  const properties = await propertiesOf(job);
  const branches = branchesOf(org, [inForce.file, changed]);
  for await (const page of reader.sweep({ org, branches, from })) {
    yield { ...page, found: await surveyPage(job, page.found, properties) };
  }
}

/** More would make each query heavier for the sake of few repositories; those get a look of their own. */
const MOST_BRANCHES = 6;

/** Every branch that these files name for any repository; a repository's own file may name others. */
function branchesOf(owner: string, files: readonly (PolicyFile | null)[]): readonly string[] {
  const repo = policyRepositoryOf({ owner, name: '' });
  const usual = files.flatMap((organisation) => branchesAsked({ repo, organisation, repository: null }));
  const special = files.flatMap((file) =>
    (file?.blocks ?? []).flatMap(({ layer }) => (layer.branches?.items ?? []).map(({ value }) => value)),
  );
  return [...new Set([...usual, ...special])].slice(0, MOST_BRANCHES);
}

type Properties = Known<ReadonlyMap<number, RepoProperties>> | null;

/** Once for all repositories, and only where a policy goes by them. */
async function propertiesOf({ reader, org, inForce, changed }: SurveyJob): Promise<Properties> {
  return asksForProperties(inForce.file) || asksForProperties(changed) ? reader.orgProperties(org) : null;
}

async function surveyPage(
  job: SurveyJob,
  found: SweptPage['found'],
  properties: Properties,
): Promise<readonly Surveyed[]> {
  const { doors, reader, org, home } = job;
  const access = await reader.access();
  const recalled = await recallPolicies(doors.memory, policyRepositoryOf({ owner: org, name: '' }));
  const surveyed: Surveyed[] = [];
  for (const { repo, reading } of found) {
    if (!reading.known) {
      surveyed.push({ kind: 'unread', repo });
      continue;
    }
    const snapshot = snapshotOf({ ...reading.value, ...home }, access, null);
    const one = { ...snapshot, properties: ofRepository(properties, snapshot.repo) };
    surveyed.push(await surveyOne(job, one, recalled));
  }
  return surveyed;
}

function ofRepository(properties: Properties, { id }: RepoFacts): Snapshot['properties'] {
  if (properties === null || !properties.known) return properties;
  return { known: true, value: properties.value.get(id) ?? {} };
}

async function surveyOne(job: SurveyJob, snapshot: Snapshot, common: Recalled): Promise<Surveyed> {
  const { doors, inForce, changed } = job;
  const { repo } = snapshot;
  const own = isPolicyRepository(repo) ? null : await doors.memory.goodPolicy(repo.owner, repo.name);
  const memory = await doors.memory.repository(repo.id);
  const on = { snapshot, recalled: { ...common, repository: own }, memory };
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
  const isPaused = pauseNow(memory, snapshot.repo, doors.now()) !== null;
  const needsRun =
    policy.fileProblems.length > 0 ||
    (!isPaused && (isUnread(snapshot, wanted) || isNeedy(plans) || isLeft(asked, wanted, memory)));
  const writes = needsRun && plans.some(({ write, mode }) => write !== null && mode.value === 'enforce');
  return {
    wanted,
    plans,
    needsRun,
    writes,
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

function isNeedy(plans: readonly Plan[]): boolean {
  return plans.some(
    ({ changes, refusals, write }) =>
      changes.length > 0 || write !== null || refusals.some((refusal) => !QUIET.has(refusal.code)),
  );
}

/**
 * Mainstay's own ruleset is not read in bulk: what is in force tells whether it is to be made, and this whether it is
 * still there although the policy goes by another means.
 */
function isLeft(snapshot: Snapshot, { via }: Wanted, { made }: RepoMemory): boolean {
  const isMade = Object.values(made).some(({ ruleset }) => ruleset);
  return via.value !== 'ruleset' && isMade && isOwnInForce(snapshot);
}
