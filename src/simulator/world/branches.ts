import { emailOf, pushedCommitShape } from '../shapes/commit.ts';
import { pullShape } from '../shapes/pull.ts';
import { requestSuites } from './check-suites.ts';
import { commitSha, ZERO_SHA } from './git.ts';
import { fullNameOf, isoNow } from './lookup.ts';
import type { Commit, Repository } from './repository-state.ts';
import type { Person, State } from './state.ts';

export type NewCommit = {
  readonly repository: Repository;
  readonly parent: string | undefined;
  readonly by: Person;
  readonly message: string;
  readonly files: Readonly<Record<string, string>>;
  readonly deletes: readonly string[];
};

/** Adds a commit to the repository; no branch points at it yet. */
export function addCommit(
  state: State,
  { repository, parent, by, message, files, deletes }: NewCommit,
): Commit {
  const tree = new Map(repository.commits.get(parent ?? '')?.files);
  for (const path of deletes) tree.delete(path);
  for (const [path, text] of Object.entries(files)) tree.set(path, text);
  const parents = parent === undefined ? [] : [parent];
  const content = { message, author: by.login, date: isoNow(state), parents, files: tree };
  const commit = { ...content, sha: commitSha({ ...content, date: `${content.date}#${state.nextId()}` }) };
  repository.commits.set(commit.sha, commit);
  return commit;
}

export type BranchMove = {
  readonly repository: Repository;
  readonly branch: string;
  /** Where the branch points now; undefined when it is deleted. */
  readonly to: string | undefined;
  readonly by: Person;
  readonly forced?: boolean;
};

/** Moves, makes or deletes a branch, and tells of it in GitHub's order: `create` or `delete`, `push`, suites. */
export function moveBranch(state: State, move: BranchMove): void {
  const { repository, branch, to, by } = move;
  const before = repository.branches.get(branch);
  if (to === undefined) repository.branches.delete(branch);
  else repository.branches.set(branch, to);
  repository.pushedAt = isoNow(state);
  const ref = { ref: branch, ref_type: 'branch', pusher_type: 'user' };
  if (before === undefined) {
    const body = { ...ref, master_branch: repository.defaultBranch, description: repository.description };
    state.announce({ event: 'create', by, repository, body });
  }
  if (to === undefined) state.announce({ event: 'delete', by, repository, body: ref });
  state.announce({ event: 'push', by, repository, body: pushBody(state, move, before) });
  if (to === undefined) return;
  requestSuites(state, { repository, sha: to }, by);
  synchronizePulls(state, move);
}

function pushBody(state: State, move: BranchMove, from = ZERO_SHA): Readonly<Record<string, unknown>> {
  const { repository, branch, to = ZERO_SHA, by, forced = false } = move;
  const head = repository.commits.get(to);
  const pushed = head === undefined ? [] : [pushedCommitShape(state, repository, head)];
  const compare = `${from.slice(0, 12)}...${to.slice(0, 12)}`;
  return {
    ref: `refs/heads/${branch}`,
    before: from,
    after: to,
    created: from === ZERO_SHA,
    deleted: to === ZERO_SHA,
    forced,
    base_ref: null,
    compare: `${state.url}/${fullNameOf(repository)}/compare/${compare}`,
    commits: pushed,
    head_commit: pushed[0] ?? null,
    pusher: { name: by.login, email: emailOf(by.login) },
  };
}

function synchronizePulls(state: State, { repository, branch, to = ZERO_SHA, by }: BranchMove): void {
  for (const base of state.repositories.values()) {
    for (const issue of base.issues.values()) {
      const { pull } = issue;
      if (pull?.headRepositoryId !== repository.id || pull.headBranch !== branch) continue;
      if (issue.state !== 'open' || pull.headSha === to) continue;
      const before = pull.headSha;
      copyCommit(repository, base, to);
      pull.headSha = to;
      issue.updatedAt = isoNow(state);
      const body = { number: issue.number, before, after: to, pull_request: pullShape(state, base, issue) };
      state.announce({ event: 'pull_request', action: 'synchronize', by, repository: base, body });
    }
  }
}

/** A pull request's head can be read in its base repository, also when it comes from a fork. */
export function copyCommit(from: Repository, to: Repository, sha: string): void {
  const commit = from.commits.get(sha);
  if (commit !== undefined) to.commits.set(sha, commit);
}
