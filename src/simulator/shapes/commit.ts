import { fullNameOf } from '../world/lookup.ts';
import { treeOid } from '../world/git.ts';
import { nodeId } from '../world/node-id.ts';
import type { Commit, Files, Repository } from '../world/repository-state.ts';
import type { State } from '../world/state.ts';
import { loginShape, type Json } from './account.ts';
import { repositoryUrl } from './repository.ts';

export function emailOf(login: string): string {
  return `${login.replace('[bot]', '')}@users.noreply.github.example`;
}

/** A commit as REST answers it. */
export function commitShape(state: State, repository: Repository, commit: Commit): Json {
  const url = repositoryUrl(state, repository);
  const html = `${state.url}/${fullNameOf(repository)}/commit`;
  const person = { name: commit.author, email: emailOf(commit.author), date: commit.date };
  const tree = treeOid(commit.files);
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', `${repository.id}:${commit.sha}`),
    url: `${url}/commits/${commit.sha}`,
    html_url: `${html}/${commit.sha}`,
    comments_url: `${url}/commits/${commit.sha}/comments`,
    commit: {
      author: person,
      committer: person,
      message: commit.message,
      tree: { sha: tree, url: `${url}/git/trees/${tree ?? ''}` },
      url: `${url}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: {
        verified: false,
        reason: 'unsigned',
        signature: null,
        payload: null,
        verified_at: null,
      },
    },
    author: loginShape(state, commit.author),
    committer: loginShape(state, commit.author),
    parents: commit.parents.map((sha) => ({ sha, url: `${url}/commits/${sha}`, html_url: `${html}/${sha}` })),
  };
}

/** A commit as a push names it, with the paths it touched. */
export function pushedCommitShape(state: State, repository: Repository, commit: Commit): Json {
  const person = { name: commit.author, email: emailOf(commit.author), username: commit.author };
  const parent = repository.commits.get(commit.parents[0] ?? '');
  return {
    id: commit.sha,
    tree_id: treeOid(commit.files),
    distinct: true,
    message: commit.message,
    timestamp: commit.date,
    url: `${state.url}/${fullNameOf(repository)}/commit/${commit.sha}`,
    author: person,
    committer: person,
    ...touched(parent?.files ?? new Map<string, string>(), commit.files),
  };
}

/** A commit as a check suite names it. */
export function headCommitShape(commit: Commit): Json {
  const person = { name: commit.author, email: emailOf(commit.author) };
  return {
    id: commit.sha,
    tree_id: treeOid(commit.files),
    message: commit.message,
    timestamp: commit.date,
    author: person,
    committer: person,
  };
}

export type Touched = {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly modified: readonly string[];
};

/** The paths that differ between two trees. */
export function touched(before: Files, after: Files): Touched {
  return {
    added: [...after.keys()].filter((path) => !before.has(path)),
    removed: [...before.keys()].filter((path) => !after.has(path)),
    modified: [...after.keys()].filter((path) => before.has(path) && before.get(path) !== after.get(path)),
  };
}
