import {
  fullName,
  POLICY_PATH,
  POLICY_REPOSITORY,
  type FileText,
  type GoodPolicy,
  type Known,
  type Problem,
  type RepoFacts,
  type RepoName,
  type Snapshot,
  type Wanted,
} from '#model';
import { branchesAsked, parsePolicy, wantedFor, type WantedAnswer, type PolicyFile } from '#policy';
import type { Memory } from './doors.ts';

type Level = 'organisation' | 'repository';

/** The policy in force for a repository, what is wrong with its files, and which files are good and new. */
export type InForce = WantedAnswer & {
  /** Trouble with files of this very repository, to be shown on its head. */
  readonly fileProblems: readonly Problem[];
  /** Why nobody knows what is wanted: the organisation's file could not be read, and none was good before. */
  readonly unknown: Problem | null;
  readonly keep: readonly { readonly owner: string; readonly name: string; readonly file: FileText }[];
};

/** The policies that were good the last time, and stay in force while a newer one is broken or gone. */
export type LastGood = { readonly organisation: GoodPolicy | null; readonly repository: GoodPolicy | null };

export async function recallPolicies(memory: Memory, repo: RepoName): Promise<LastGood> {
  const organisation = await memory.goodPolicy(repo.owner, POLICY_REPOSITORY);
  return {
    organisation,
    repository: isPolicyRepository(repo) ? null : await memory.goodPolicy(repo.owner, repo.name),
  };
}

/** Every branch that the last good files could ask for: what to read of a repository before it is known. */
export function branchesBefore(repo: RepoName, good: LastGood): readonly string[] {
  return branchesAsked({ repo, ...goodFiles(repo, good) });
}

/** What was wanted by the last good files. */
export function wantedBefore(repo: RepoFacts, good: LastGood, now: Date): WantedAnswer {
  return wantedFor({ repo, properties: null, ...goodFiles(repo, good), now });
}

function goodFiles(repo: RepoName, good: LastGood) {
  return {
    organisation: good.organisation && goodFile(policyRepositoryOf(repo), 'organisation', good.organisation),
    repository: good.repository && goodFile(repo, 'repository', good.repository),
  };
}

/** What would be wanted with this text as the repository's own policy file; null with what is wrong with it. */
export function wantedWith(
  repo: RepoFacts,
  good: LastGood,
  proposed: { readonly text: string; readonly now: Date },
): { readonly wanted: Wanted | null; readonly problems: readonly Problem[] } {
  const level = isPolicyRepository(repo) ? 'organisation' : 'repository';
  const { policy, problems } = parsePolicy(proposed.text, where(repo, level));
  if (policy === null) return { wanted: null, problems };
  const home = policyRepositoryOf(repo);
  const organisation = good.organisation && goodFile(home, 'organisation', good.organisation);
  const on = { repo, properties: null, now: proposed.now };
  return level === 'organisation'
    ? wantedFor({ ...on, organisation: policy, repository: null })
    : wantedFor({ ...on, organisation, repository: policy });
}

/** What is wanted now. A broken, vanished or unreadable file never changes what is in force. */
export function policiesInForce(snapshot: Snapshot, good: LastGood, now: Date): InForce {
  const { repo, properties } = snapshot;
  const home = policyRepositoryOf(repo);
  const organisation = judge(snapshot.organisationPolicy, {
    repo: home,
    level: 'organisation',
    good: good.organisation,
  });
  const repository = isPolicyRepository(repo)
    ? NOTHING
    : judge(snapshot.repositoryPolicy, { repo, level: 'repository', good: good.repository });
  const decision = wantedFor({
    repo,
    properties,
    organisation: organisation.file,
    repository: repository.file,
    now,
  });
  const own = isPolicyRepository(repo) ? organisation : repository;
  return {
    ...decision,
    fileProblems: [...own.problems, ...decision.problems],
    unknown:
      snapshot.organisationPolicy.known || good.organisation
        ? decision.unknown
        : snapshot.organisationPolicy.why,
    notes: [...decision.notes, ...notVisible(snapshot, good)],
    keep: [
      ...(organisation.fresh ? [{ owner: home.owner, name: home.name, file: organisation.fresh }] : []),
      ...(repository.fresh ? [{ owner: repo.owner, name: repo.name, file: repository.fresh }] : []),
    ],
  };
}

/** Whether this is the repository that holds the organisation's policy. */
export function isPolicyRepository(repo: RepoName): boolean {
  return repo.name.toLowerCase() === POLICY_REPOSITORY;
}

function policyRepositoryOf(repo: RepoName): RepoName {
  return { owner: repo.owner, name: POLICY_REPOSITORY };
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
function notVisible(snapshot: Snapshot, good: LastGood): readonly Problem[] {
  const { repo, access, organisationPolicy, policyRepositoryVisible } = snapshot;
  if (policyRepositoryVisible || !organisationPolicy.known) return [];
  if (access.selection === 'all') {
    return good.organisation === null ? [] : [gone(policyRepositoryOf(repo), good.organisation)];
  }
  const instead = good.organisation === null ? 'the built-in policy' : 'the last good policy';
  return [{ code: 'policy_repository_not_visible', detail: `In force is ${instead}.` }];
}
