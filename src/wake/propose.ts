import type { Event, Target } from './event.ts';
import { mergeGroup, pullRequest, review } from './payload.ts';

/** Beside the default branch: a repository may have another one and its policy still say `main`. */
const MAIN = 'main';

/** A pull request that is new, has new commits, or whose state changed. */
export function pullChanged({ common, payload }: Event): readonly Target[] {
  const { data } = pullRequest.safeParse(payload);
  return data ? lookAt(common, data.number, data.pull_request.base.ref) : [];
}

/** A review that says yes or no, or that counts no more: a policy may wait for it. A mere comment decides nothing. */
export function reviewed({ common, payload }: Event): readonly Target[] {
  const { data } = review.safeParse(payload);
  if (!data || data.review.state?.toLowerCase() === 'commented') return [];
  return lookAt(common, data.pull_request.number, data.pull_request.base.ref);
}

function lookAt({ repository }: Event['common'], number: number, base: string): readonly Target[] {
  if (!repository) return [];
  const { owner, name, defaultBranch } = repository;
  const watched = base === MAIN || defaultBranch === null || base === defaultBranch;
  const key = { kind: 'pull', repo: { owner, name }, number } as const;
  return [watched ? { key } : { key, branch: base }];
}

/** Titles and texts are edited often; only another base changes what is required. What it left counts as well. */
export function baseChanged(event: Event): readonly Target[] {
  if (!pullRequest.safeParse(event.payload).data?.changes?.base) return [];
  return pullChanged(event).map(({ key }) => ({ key }));
}

/** A merge queue made a group and waits for its checks. */
export function groupQueued({ common, payload }: Event): readonly Target[] {
  const { data } = mergeGroup.safeParse(payload);
  if (!common.repository || !data) return [];
  const { owner, name } = common.repository;
  const { base_ref, base_sha, head_sha } = data.merge_group;
  const branch = base_ref.slice('refs/heads/'.length);
  return [{ key: { kind: 'group', repo: { owner, name }, branch, base: base_sha, head: head_sha }, branch }];
}
