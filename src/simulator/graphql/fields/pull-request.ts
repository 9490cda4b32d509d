import { changedFiles } from '../../shapes/diff.ts';
import { commitSha } from '../../world/git.ts';
import { historyOf } from '../../world/history.ts';
import { accountNamed, fullNameOf } from '../../world/lookup.ts';
import { hasMergeQueue } from '../../world/merge-queue.ts';
import { pullChanges } from '../../world/pull-changes.ts';
import type { Issue, PullRequest } from '../../world/issue-state.ts';
import type { Commit, Repository } from '../../world/repository-state.ts';
import { page, PAGING } from '../page.ts';
import { refusal } from '../refusal.ts';
import { mergeQueueOf } from './merge-queue.ts';
import { REVIEWS } from './review.ts';
import { actorNamed, as, asActor, type Args, type Context, type Fields, type Source } from '../source.ts';
import { rollupOf } from './checks.ts';

type Pull = Source<'PullRequest'>;

export function asPull(repository: Repository, issue: Issue | undefined): Pull | undefined {
  const pull = issue?.pull ?? null;
  return issue === undefined || pull === null ? undefined : as('PullRequest', { repository, issue, pull });
}

export function pullByNumber(repository: Repository, number: unknown): Pull {
  const found = asPull(repository, repository.issues.get(Number(number)));
  if (found !== undefined) return found;
  throw refusal('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${String(number)}.`);
}

/** The pull requests that `states`, `baseRefName` and `headRefName` leave, by number. */
export function pullsOf(repository: Repository, { states, baseRefName, headRefName }: Args): readonly Pull[] {
  const all = [...repository.issues.values()].map((issue) => asPull(repository, issue));
  return all.filter(
    (one) =>
      one !== undefined &&
      (!Array.isArray(states) || states.includes(stateOf(one))) &&
      isOrAny(baseRefName, one.pull.baseBranch) &&
      isOrAny(headRefName, one.pull.headBranch),
  ) as readonly Pull[];
}

/**
 * The pull requests that brought a commit, or, before it is in the default branch, that hold it: "The merged Pull
 * Request that introduced the commit to the repository. If the commit is not present in the default branch,
 * additionally returns open Pull Requests associated with the commit", says the schema.
 */
export function pullsAt(repository: Repository, commit: Commit): readonly Pull[] {
  const { sha } = commit;
  const holding = pullsOf(repository, {}).filter(
    ({ pull }) =>
      pull.headSha === sha || pull.mergeSha === sha || commitsOf(repository, pull).includes(commit),
  );
  const main = repository.commits.get(repository.branches.get(repository.defaultBranch) ?? '');
  if (main === undefined || !historyOf(repository, main).includes(commit)) return holding;
  return holding.filter(({ pull }) => pull.mergedAt !== null);
}

export const PULL_REQUEST_FIELDS: Fields<'PullRequest'> = {
  id: ({ pull }) => pull.nodeId,
  databaseId: ({ pull }) => pull.id,
  fullDatabaseId: ({ pull }) => String(pull.id),
  number: ({ issue }) => issue.number,
  title: ({ issue }) => issue.title,
  body: ({ issue }) => issue.body ?? '',
  state: stateOf,
  closed: ({ issue }) => issue.state === 'closed',
  merged: ({ pull }) => pull.mergedAt !== null,
  isDraft: ({ pull }) => pull.draft,
  locked: () => false,
  createdAt: ({ issue }) => issue.createdAt,
  updatedAt: ({ issue }) => issue.updatedAt,
  closedAt: ({ issue }) => issue.closedAt,
  mergedAt: ({ pull }) => pull.mergedAt,
  author: ({ issue }, _, { state }) => actorNamed(state, issue.author),
  repository: ({ repository }) => as('Repository', { repository }),
  baseRepository: ({ repository }) => as('Repository', { repository }),
  headRepository: ({ pull }, _, context) => headRepository(pull.headRepositoryId, context),
  headRepositoryOwner: ({ pull }, _, { state }) => {
    const account = accountNamed(state, pull.headOwner);
    return account.type === 'Organization' ? as('Organization', { organisation: account }) : asActor(account);
  },
  isCrossRepository: ({ repository, pull }) => pull.headRepositoryId !== repository.id,
  baseRefName: ({ pull }) => pull.baseBranch,
  baseRefOid: ({ repository, pull }) => repository.branches.get(pull.baseBranch) ?? pull.baseSha,
  baseRef: ({ repository, pull }) => refOf(repository, pull.baseBranch),
  headRefName: ({ pull }) => pull.headBranch,
  headRefOid: ({ pull }) => pull.headSha,
  headRef: ({ pull }, _, { state }) => refOf(state.repositories.get(pull.headRepositoryId), pull.headBranch),
  mergeCommit: ({ repository, pull }) => {
    const commit = repository.commits.get(pull.mergeSha ?? '');
    return commit === undefined ? null : as('Commit', { repository, commit });
  },
  mergeable: ({ issue, pull }) => {
    if (issue.state === 'closed') return 'UNKNOWN';
    return pull.conflicting ? 'CONFLICTING' : 'MERGEABLE';
  },
  potentialMergeCommit: ({ repository, issue, pull }) =>
    pull.conflicting || issue.state === 'closed'
      ? null
      : as('Commit', { repository, commit: testMerge(repository, pull) }),
  commits: {
    takes: PAGING,
    resolve: ({ repository, pull }, args) =>
      page(
        commitsOf(repository, pull).map((commit) => ({ commit: as('Commit', { repository, commit }) })),
        args,
      ),
  },
  mergedBy: ({ pull }, _, { state }) => actorNamed(state, pull.mergedBy),
  mergeQueue: ({ repository, pull }, _, context) => mergeQueueOf(context, repository, pull.baseBranch),
  mergeQueueEntry: () => null,
  isInMergeQueue: () => false,
  isMergeQueueEnabled: ({ repository, pull }, _, { state }) =>
    hasMergeQueue(state, repository, pull.baseBranch),
  ...REVIEWS,
  milestone: () => null,
  statusCheckRollup: ({ repository, pull }) => {
    const commit = repository.commits.get(pull.headSha);
    return commit === undefined ? null : rollupOf(as('Commit', { repository, commit }));
  },
  changedFiles: (source) => filesOf(source).length,
  additions: (source) => filesOf(source).reduce((sum, file) => sum + file.additions, 0),
  deletions: (source) => filesOf(source).reduce((sum, file) => sum + file.deletions, 0),
  files: { takes: PAGING, resolve: (source, args) => page(filesOf(source), args) },
  url: ({ repository, issue }, _, { state }) => `${state.url}${pullPath(repository, issue)}`,
  permalink: ({ repository, issue }, _, { state }) => `${state.url}${pullPath(repository, issue)}`,
  resourcePath: ({ repository, issue }) => pullPath(repository, issue),
};

/** From the base's commit of then to the head, the oldest first. */
function commitsOf(repository: Repository, { baseSha, headSha }: PullRequest): readonly Commit[] {
  const commits: Commit[] = [];
  let next = repository.commits.get(headSha);
  while (next !== undefined && next.sha !== baseSha) {
    commits.unshift(next);
    next = repository.commits.get(next.parents[0] ?? '');
  }
  return commits;
}

/** The base as it is now with the pull request's changes, as GitHub tries it before anybody merges. */
function testMerge(repository: Repository, pull: PullRequest): Commit {
  const base = repository.commits.get(repository.branches.get(pull.baseBranch) ?? pull.baseSha);
  const head = repository.commits.get(pull.headSha);
  const changes = pullChanges(repository, pull);
  const files = new Map([...(base?.files ?? []), ...Object.entries(changes.files)]);
  for (const path of changes.deletes) files.delete(path);
  const parents = [base?.sha ?? pull.baseSha, pull.headSha];
  const content = { message: 'Merge', author: pull.headOwner, date: head?.date ?? '', parents, files };
  return { ...content, sha: commitSha(content) };
}

const CHANGE_TYPES = { added: 'ADDED', removed: 'DELETED', modified: 'MODIFIED' } as const;

type ChangedPath = {
  readonly path: string;
  readonly additions: number;
  readonly deletions: number;
  readonly changeType: string;
};

function filesOf({ repository, pull }: Pull): readonly ChangedPath[] {
  return changedFiles(repository, pull.baseSha, pull.headSha).map(
    ({ filename, status, additions, deletions }) => ({
      path: filename,
      additions,
      deletions,
      changeType: CHANGE_TYPES[status],
    }),
  );
}

function stateOf({ issue, pull }: Pull): 'CLOSED' | 'MERGED' | 'OPEN' {
  if (pull.mergedAt !== null) return 'MERGED';
  return issue.state === 'closed' ? 'CLOSED' : 'OPEN';
}

function refOf(repository: Repository | undefined, branch: string): Source<'Ref'> | null {
  return repository?.branches.has(branch) === true ? as('Ref', { repository, branch }) : null;
}

function headRepository(id: number, { state }: Context): Source<'Repository'> | null {
  const repository = state.repositories.get(id);
  return repository === undefined ? null : as('Repository', { repository });
}

function isOrAny(wanted: unknown, actual: string): boolean {
  return wanted === undefined || wanted === null || wanted === actual;
}

function pullPath(repository: Repository, { number }: Issue): string {
  return `/${fullNameOf(repository)}/pull/${number}`;
}
