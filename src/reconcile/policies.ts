import {
  fullName,
  POLICY_PATH,
  POLICY_REPOSITORY,
  type FileText,
  type GoodPolicy,
  type Known,
  type OrgMemory,
  type Problem,
  type RepoName,
  type RepoTraits,
  type Snapshot,
} from '#model';
import { branchesAsked, parsePolicy, wantedFor, type PolicyFile, type WantedAnswer } from '#policy';
import type { Doors, Memory } from './doors.ts';
import { leftRuleset, orgRulesetProblems } from './org-ruleset.ts';

type Level = 'organisation' | 'repository';

/** The policy in force for a repository, and what is wrong with its files. */
export type InForce = WantedAnswer & {
  /** Trouble with files of this very repository, to be shown on its head. */
  readonly fileProblems: readonly Problem[];
  /** Why nobody knows what is wanted: then nothing is written. */
  readonly unknown: Problem | null;
  /** Files that are in force and not remembered so: the repository's own, and an organisation's first one. */
  readonly keep: readonly { readonly repo: RepoName; readonly text: FileText }[];
  /** Why the organisation's ruleset does not hold what is wanted, where the policy goes by it. */
  readonly organisationRefusals: readonly Problem[];
  /** The organisation's ruleset that Mainstay made, where the policy uses another means by now. */
  readonly leaving: number | null;
  /** The organisation's file is another than the one in force, and its own run has not weighed it yet. */
  readonly unweighed: boolean;
};

/** What is remembered of the policies: the texts in force, and how the organisation's came to be. */
export type Recalled = {
  readonly organisation: GoodPolicy | null;
  readonly repository: GoodPolicy | null;
  readonly org: OrgMemory;
};

export async function recallPolicies(memory: Memory, repo: RepoName): Promise<Recalled> {
  const isHome = isPolicyRepository(repo);
  return {
    organisation: await memory.goodPolicy(repo.owner, POLICY_REPOSITORY),
    repository: isHome ? null : await memory.goodPolicy(repo.owner, repo.name),
    org: await memory.organisation(repo.owner),
  };
}

/** The files in force by memory alone. */
export function filesRemembered(
  repo: RepoName,
  recalled: Recalled,
): { readonly organisation: PolicyFile | null; readonly repository: PolicyFile | null } {
  const { organisation, repository } = recalled;
  return {
    organisation: organisation && goodFile(policyRepositoryOf(repo), 'organisation', organisation),
    repository: repository && goodFile(repo, 'repository', repository),
  };
}

/** Every branch that the files in memory may be about, of a repository of which nothing is read yet. */
export function branchesRemembered(repo: RepoName, recalled: Recalled): readonly string[] {
  return branchesAsked({ repo, ...filesRemembered(repo, recalled) });
}

/** What is wanted of a repository by the files in memory; custom properties are not asked for. */
export function wantedRemembered(
  doors: Pick<Doors, 'now'>,
  repo: RepoName & RepoTraits,
  recalled: Recalled,
): WantedAnswer {
  return wantedFor({ repo, properties: null, ...filesRemembered(repo, recalled), now: doors.now() });
}

/** An organisation's policy as it stands: the file in force, and what is to be said of the one on GitHub. */
export type OrganisationPolicy = {
  readonly file: PolicyFile | null;
  readonly problems: readonly Problem[];
  readonly unknown: Problem | null;
  /** A good file that is not in force (yet). */
  readonly candidate: Candidate | null;
  /** The first file of an organisation that no policy governed before: it counts at once. */
  readonly first: FileText | null;
};

export type Candidate = { readonly text: FileText; readonly file: PolicyFile };

/** A broken, vanished, unreadable or unweighed file never changes what is in force. */
export function organisationInForce(
  owner: string,
  found: Known<FileText | null>,
  { organisation: good, org }: Pick<Recalled, 'organisation' | 'org'>,
): OrganisationPolicy {
  const repo = { owner, name: POLICY_REPOSITORY };
  const judged = judge(found, { repo, level: 'organisation', good });
  const kept = good && goodFile(repo, 'organisation', good);
  const unknown = found.known || good !== null ? null : found.why;
  const { fresh, problems } = judged;
  const known = { problems, unknown, candidate: null, first: null };
  if (fresh === null || judged.file === null) return { ...known, file: kept };
  if (good === null && org.governedSince === null) return { ...known, file: judged.file, first: fresh };
  return { ...known, file: kept, candidate: { text: fresh, file: judged.file } };
}

/** What is wanted of a repository now. `organisation`: to go by another than the one in force. */
export function policyInForce(
  doors: Pick<Doors, 'now'>,
  snapshot: Snapshot,
  on: { readonly recalled: Recalled; readonly organisation: OrganisationPolicy },
): InForce {
  const { repo } = snapshot;
  const { organisation, recalled } = on;
  const home = isPolicyRepository(repo);
  const own = home
    ? NOTHING
    : judge(snapshot.repositoryPolicy, { repo, level: 'repository', good: recalled.repository });
  const answer = wantedFor({
    repo,
    properties: snapshot.properties,
    organisation: organisation.file,
    repository: own.file,
    now: doors.now(),
  });
  const told = home ? toldAtHome(organisation, recalled) : { problems: own.problems, notes: [] };
  return {
    ...answer,
    fileProblems: [...told.problems, ...answer.problems],
    unknown: organisation.unknown ?? answer.unknown,
    notes: [...answer.notes, ...notVisible(snapshot, recalled.organisation), ...told.notes],
    leaving: leftRuleset(recalled.org, answer.wanted),
    organisationRefusals: orgRulesetProblems(recalled.org, repo, answer.wanted),
    keep: filesToKeep(repo, organisation, own),
    unweighed: isUnweighed(organisation, recalled.org),
  };
}

function filesToKeep(repo: RepoName, { first }: OrganisationPolicy, { fresh }: Judged): InForce['keep'] {
  return [
    ...(first === null ? [] : [{ repo: policyRepositoryOf(repo), text: first }]),
    ...(fresh === null ? [] : [{ repo: { owner: repo.owner, name: repo.name }, text: fresh }]),
  ];
}

function isUnweighed({ candidate }: OrganisationPolicy, { pending }: OrgMemory): boolean {
  return candidate !== null && pending?.oid !== candidate.text.oid;
}

type Told = { readonly problems: readonly Problem[]; readonly notes: readonly Problem[] };

/** What concerns the whole organisation is told on the policy repository's own head. */
function toldAtHome({ problems, candidate }: OrganisationPolicy, recalled: Recalled): Told {
  return {
    problems: [...problems, ...waiting(recalled.org, candidate)],
    notes: [...movedSince(recalled), ...(recalled.org.ruleset?.refusals ?? [])],
  };
}

/** The file does not count yet. */
function waiting({ pending }: OrgMemory, candidate: OrganisationPolicy['candidate']): readonly Problem[] {
  if (candidate === null || pending?.oid !== candidate.text.oid) return [];
  const { touches, weakens, since } = pending;
  const detail = `It would touch ${touches} repositories and make ${weakens} of them weaker, so it waits since ${since}; the last policy stays in force.`;
  return [{ code: 'policy_waits', detail }];
}

/** What was approved is not quite what came of it. */
function movedSince({ org, organisation }: Recalled): readonly Problem[] {
  const { admitted } = org;
  if (admitted?.oid !== organisation?.oid || !admitted?.shown) return [];
  const { shown, touches, weakens } = admitted;
  if (shown.touches === touches && shown.weakens === weakens) return [];
  const detail = `Approved were ${shown.touches} repositories touched and ${shown.weakens} weaker; it came to ${touches} and ${weakens}.`;
  return [{ code: 'policy_moved', detail }];
}

/** Whether this is the repository that holds the organisation's policy. */
export function isPolicyRepository(repo: RepoName): boolean {
  return repo.name.toLowerCase() === POLICY_REPOSITORY;
}

export function policyRepositoryOf(repo: RepoName): RepoName {
  return { owner: repo.owner, name: POLICY_REPOSITORY };
}

/** A text as a repository's policy file (of the policy repository: as the organisation's). */
export function parsedAs(repo: RepoName, text: string) {
  return parsePolicy(text, where(repo, isPolicyRepository(repo) ? 'organisation' : 'repository'));
}

type Judged = {
  readonly file: PolicyFile | null;
  readonly problems: readonly Problem[];
  /** The text, where it is good and not the one remembered. */
  readonly fresh: FileText | null;
};

const NOTHING: Judged = { file: null, problems: [], fresh: null };

type Bench = { readonly repo: RepoName; readonly level: Level; readonly good: GoodPolicy | null };

function judge(found: Known<FileText | null>, bench: Bench): Judged {
  const kept = bench.good && goodFile(bench.repo, bench.level, bench.good);
  if (!found.known) return { file: kept, problems: [found.why], fresh: null };
  if (found.value === null) {
    return bench.good === null
      ? NOTHING
      : { file: kept, problems: [gone(bench.repo, bench.good)], fresh: null };
  }
  const { policy, problems } = parsePolicy(found.value.text, where(bench.repo, bench.level));
  if (policy === null) return { file: kept, problems, fresh: null };
  return { file: policy, problems, fresh: found.value.oid === bench.good?.oid ? null : found.value };
}

function goodFile(repo: RepoName, level: Level, good: GoodPolicy): PolicyFile | null {
  return parsePolicy(good.text, where(repo, level)).policy;
}

function where(repo: RepoName, level: Level) {
  return { file: `${fullName(repo)}/${POLICY_PATH}`, level };
}

function gone(repo: RepoName, good: GoodPolicy): Problem {
  return {
    code: 'policy_gone',
    detail: `${fullName(repo)}/${POLICY_PATH} was read on ${good.since} and is not there any more.`,
  };
}

/** Without a policy repository there is no head to report on, so every report says what is in force instead. */
function notVisible(snapshot: Snapshot, good: GoodPolicy | null): readonly Problem[] {
  const { repo, access, organisationPolicy, policyRepositoryVisible } = snapshot;
  if (policyRepositoryVisible || !organisationPolicy.known) return [];
  if (access.selection === 'all') return good === null ? [] : [gone(policyRepositoryOf(repo), good)];
  const instead = good === null ? 'the built-in policy' : 'the last good policy';
  return [{ code: 'policy_repository_not_visible', detail: `In force is ${instead}.` }];
}
