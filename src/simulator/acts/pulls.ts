import { pushedCommitShape } from '../shapes/commit.ts';
import { pullShape } from '../shapes/pull.ts';
import { addCommit, copyCommit, moveBranch } from '../world/branches.ts';
import type { Issue, PullRequest } from '../world/issue-state.ts';
import { addIssue, closeIssue, issueNumbered, pullNumbered } from '../world/issues.ts';
import { isoNow, personNamed, repositoryNamed } from '../world/lookup.ts';
import { nodeId } from '../world/node-id.ts';
import { pullChanges } from '../world/pull-changes.ts';
import type { Repository } from '../world/repository-state.ts';
import type { State } from '../world/state.ts';
import type { NewIssue, OnIssue } from './issues.ts';

export type NewPull = NewIssue & {
  readonly branch: string;
  readonly base?: string;
  /** Full name of the fork that the branch is in. */
  readonly fork?: string;
  readonly draft?: boolean;
};

/** Opens a pull request from an existing branch. */
export function openPull(state: State, fullName: string, what: NewPull): Issue {
  const repository = repositoryNamed(state, fullName);
  const from = what.fork === undefined ? repository : repositoryNamed(state, what.fork);
  const headSha = from.branches.get(what.branch);
  const baseBranch = what.base ?? repository.defaultBranch;
  const baseSha = repository.branches.get(baseBranch);
  if (headSha === undefined || baseSha === undefined)
    throw new Error(`No branch ${what.branch}, or no ${baseBranch}`);
  copyCommit(from, repository, headSha);
  const id = state.nextId();
  const pull: PullRequest = {
    id,
    nodeId: nodeId('PullRequest', id),
    headBranch: what.branch,
    headRepositoryId: from.id,
    headOwner: from.owner,
    baseBranch,
    headSha,
    baseSha,
    draft: what.draft ?? false,
    conflicting: false,
    mergedAt: null,
    mergedBy: null,
    reviews: [],
    mergeSha: null,
  };
  const issue = addIssue(state, repository, { ...what, by: personNamed(state, what.by), pull });
  tellPull(state, { repository, issue, by: what.by, action: 'opened' });
  return issue;
}

/** Merges a pull request into its base branch: one commit with its changes over what is there by now. */
export function mergePull(state: State, fullName: string, { number, by }: OnIssue): void {
  const repository = repositoryNamed(state, fullName);
  const { issue, pull } = pullNumbered(repository, number);
  const merge = { message: `Merge pull request #${number}`, ...pullChanges(repository, pull) };
  const parent = repository.branches.get(pull.baseBranch);
  const commit = addCommit(state, { repository, parent, by: personNamed(state, by), ...merge });
  pull.mergeSha = commit.sha;
  pull.mergedBy = by;
  pull.mergedAt = isoNow(state);
  closeIssue(state, issue);
  tellPull(state, { repository, issue, by, action: 'closed' });
  moveBranch(state, { repository, branch: pull.baseBranch, to: commit.sha, by: personNamed(state, by) });
}

export function closePull(state: State, fullName: string, { number, by }: OnIssue): void {
  const repository = repositoryNamed(state, fullName);
  const issue = issueNumbered(repository, number);
  closeIssue(state, issue);
  tellPull(state, { repository, issue, by, action: 'closed' });
}

/** Sends a pull request to another branch of its base repository. */
export function retargetPull(
  state: State,
  fullName: string,
  { number, base, by }: OnIssue & { readonly base: string },
): void {
  const repository = repositoryNamed(state, fullName);
  const { issue, pull } = pullNumbered(repository, number);
  const sha = repository.branches.get(base);
  if (sha === undefined) throw new Error(`${fullName} has no branch ${base}`);
  const changes = { base: { ref: { from: pull.baseBranch }, sha: { from: pull.baseSha } } };
  pull.baseBranch = base;
  pull.baseSha = sha;
  tellPull(state, { repository, issue, by, action: 'edited', changes });
}

/** Gives a pull request another title. */
export function retitlePull(
  state: State,
  fullName: string,
  { number, title, by }: OnIssue & { readonly title: string },
): void {
  const repository = repositoryNamed(state, fullName);
  const { issue } = pullNumbered(repository, number);
  const changes = { title: { from: issue.title } };
  issue.title = title;
  tellPull(state, { repository, issue, by, action: 'edited', changes });
}

/** A merge queue makes a group of one pull request on a branch of its own, and asks for its checks. Answers its commit. */
export function queueGroup(state: State, fullName: string, { number, by }: OnIssue): string {
  const repository = repositoryNamed(state, fullName);
  const { pull } = pullNumbered(repository, number);
  const sender = personNamed(state, by);
  const baseSha = repository.branches.get(pull.baseBranch) ?? pull.baseSha;
  const merge = { message: `Merge pull request #${number}`, ...pullChanges(repository, pull) };
  const commit = addCommit(state, { repository, parent: baseSha, by: sender, ...merge });
  const branch = `gh-readonly-queue/${pull.baseBranch}/pr-${number}-${baseSha}`;
  moveBranch(state, { repository, branch, to: commit.sha, by: sender });
  const group = {
    head_sha: commit.sha,
    head_ref: `refs/heads/${branch}`,
    base_sha: baseSha,
    base_ref: `refs/heads/${pull.baseBranch}`,
    head_commit: pushedCommitShape(state, repository, commit),
  };
  const body = { merge_group: group };
  state.announce({ event: 'merge_group', action: 'checks_requested', by: sender, repository, body });
  return commit.sha;
}

type PullNews = {
  readonly repository: Repository;
  readonly issue: Issue;
  readonly by: string;
  readonly action: string;
  readonly changes?: object;
};

function tellPull(state: State, { repository, issue, by, action, changes }: PullNews): void {
  const about = { number: issue.number, pull_request: pullShape(state, repository, issue) };
  const body = changes === undefined ? about : { ...about, changes };
  state.announce({ event: 'pull_request', action, by: personNamed(state, by), repository, body });
}
