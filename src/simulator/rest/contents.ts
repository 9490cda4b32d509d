import { changedFiles, type ChangedFile } from '../shapes/diff.ts';
import { commitShape } from '../shapes/commit.ts';
import { pullShape } from '../shapes/pull.ts';
import { repositoryUrl } from '../shapes/repository.ts';
import { reviewShape } from '../shapes/review.ts';
import { notFound } from '../server/refusal.ts';
import { blobOid, treeEntries } from '../world/git.ts';
import { historyOf, mergeBase } from '../world/history.ts';
import { fullNameOf, resolveCommit } from '../world/lookup.ts';
import type { Issue, PullRequest } from '../world/issue-state.ts';
import type { Commit } from '../world/repository-state.ts';
import { inRepository, type RepositoryCall } from './in-repository.ts';
import { page } from './page.ts';
import type { Answer, Route } from './route.ts';

const CONTENTS = { permission: 'contents', level: 'read' } as const;
const PULLS = { permission: 'pull_requests', level: 'read' } as const;
/** Larger files come without their text. */
const MEGABYTE = 1_048_576;

type Shape = Readonly<Record<string, unknown>>;

/** Files, folders and what differs between two commits. */
export const contentRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/contents/{path}',
    answer: inRepository(CONTENTS, getContents),
  },
  { method: 'GET', path: '/repos/{owner}/{repo}/contents', answer: inRepository(CONTENTS, getContents) },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/compare/{basehead}',
    answer: inRepository(CONTENTS, compare),
  },
  { method: 'GET', path: '/repos/{owner}/{repo}/pulls/{pull_number}', answer: inRepository(PULLS, getPull) },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/pulls/{pull_number}/files',
    answer: inRepository(PULLS, listPullFiles),
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/pulls/{pull_number}/reviews',
    answer: inRepository(PULLS, listReviews),
  },
];

function getContents(call: RepositoryCall): Answer {
  const { repository, query } = call;
  if (repository.branches.size === 0) throw notFound('This repository is empty.');
  const ref = query.get('ref') ?? repository.defaultBranch;
  const commit = resolveCommit(repository, ref);
  if (commit === undefined) throw notFound(`No commit found for the ref ${ref}`);
  const path = (call.params['path'] ?? '').replace(/^\/+|\/+$/g, '');
  const text = commit.files.get(path);
  if (text !== undefined) return { status: 200, body: fileShape(call, { path, text, ref }) };
  const entries = treeEntries(commit.files, path);
  if (entries === undefined) throw notFound();
  const body = entries.map((entry) => {
    const inside = commit.files.get(entry.path);
    return entryShape(call, {
      path: entry.path,
      sha: entry.oid,
      size: sizeOf(inside ?? ''),
      folder: inside === undefined,
      ref,
    });
  });
  return { status: 200, body };
}

type Entry = {
  readonly path: string;
  readonly sha: string;
  readonly size: number;
  readonly folder: boolean;
  readonly ref: string;
};

function entryShape({ state, repository }: RepositoryCall, { path, sha, size, folder, ref }: Entry): Shape {
  const url = `${repositoryUrl(state, repository)}/contents/${path}?ref=${ref}`;
  const git = `${repositoryUrl(state, repository)}/git/${folder ? 'trees' : 'blobs'}/${sha}`;
  const html = `${state.url}/${fullNameOf(repository)}/${folder ? 'tree' : 'blob'}/${ref}/${path}`;
  return {
    name: path.split('/').at(-1),
    path,
    sha,
    size,
    url,
    html_url: html,
    git_url: git,
    download_url: folder ? null : `${state.url}/raw/${fullNameOf(repository)}/${ref}/${path}`,
    type: folder ? 'dir' : 'file',
    _links: { self: url, git, html },
  };
}

function fileShape(
  call: RepositoryCall,
  { path, text, ref }: { readonly path: string; readonly text: string; readonly ref: string },
): Shape {
  const size = sizeOf(text);
  const entry = entryShape(call, { path, sha: blobOid(text), size, folder: false, ref });
  if (size > MEGABYTE) return { ...entry, content: '', encoding: 'none' };
  const lines =
    Buffer.from(text)
      .toString('base64')
      .match(/.{1,60}/g) ?? [];
  return { ...entry, content: lines.map((line) => `${line}\n`).join(''), encoding: 'base64' };
}

function sizeOf(text: string): number {
  return Buffer.byteLength(text);
}

function compare(call: RepositoryCall): Answer {
  const { state, repository, params } = call;
  const [from = '', to = ''] = (params['basehead'] ?? '').split('...');
  const [base, head] = [resolveCommit(repository, from), resolveCommit(repository, to)];
  if (base === undefined || head === undefined) throw notFound();
  const [behind, ahead] = [onlyIn(call, base, head), onlyIn(call, head, base)];
  const shared = mergeBase(repository, base, head) ?? base;
  const url = `${repositoryUrl(state, repository)}/compare/${from}...${to}`;
  const html = `${state.url}/${fullNameOf(repository)}/compare/${from}...${to}`;
  const body = {
    url,
    html_url: html,
    permalink_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: commitShape(state, repository, base),
    merge_base_commit: commitShape(state, repository, shared),
    status: statusOf(ahead.length, behind.length),
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: ahead.toReversed().map((commit) => commitShape(state, repository, commit)),
    files: changedFiles(repository, shared.sha, head.sha).map((file) => diffShape(call, file, head.sha)),
  };
  return { status: 200, body };
}

function statusOf(ahead: number, behind: number): string {
  if (ahead > 0 && behind > 0) return 'diverged';
  if (ahead > 0) return 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}

function onlyIn(call: RepositoryCall, one: Commit, other: Commit): readonly Commit[] {
  const there = historyOf(call.repository, other);
  return historyOf(call.repository, one).filter((commit) => !there.includes(commit));
}

function getPull(call: RepositoryCall): Answer {
  return { status: 200, body: pullShape(call.state, call.repository, pullOf(call)) };
}

function listPullFiles(call: RepositoryCall): Answer {
  const { pull } = pullOf(call);
  const { items, headers } = page(call, changedFiles(call.repository, pull.baseSha, pull.headSha));
  return { status: 200, body: items.map((file) => diffShape(call, file, pull.headSha)), headers };
}

/** In the order in which they were made. */
function listReviews(call: RepositoryCall): Answer {
  const { state, repository } = call;
  const issue = pullOf(call);
  const { items, headers } = page(call, issue.pull.reviews);
  return {
    status: 200,
    body: items.map((review) => reviewShape(state, { repository, issue, review })),
    headers,
  };
}

function pullOf({ repository, params }: RepositoryCall): Issue & { readonly pull: PullRequest } {
  const issue = repository.issues.get(Number(params['pull_number']));
  if (!issue?.pull) throw notFound();
  return { ...issue, pull: issue.pull };
}

function diffShape({ state, repository }: RepositoryCall, file: ChangedFile, sha: string): Shape {
  const html = `${state.url}/${fullNameOf(repository)}`;
  return {
    ...file,
    changes: file.additions + file.deletions,
    blob_url: `${html}/blob/${sha}/${file.filename}`,
    raw_url: `${html}/raw/${sha}/${file.filename}`,
    contents_url: `${repositoryUrl(state, repository)}/contents/${file.filename}?ref=${sha}`,
  };
}
