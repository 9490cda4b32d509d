import type { Event, Target } from './event.ts';
import { mergeGroup, pullRequest } from './payload.ts';

/** Beside the default branch: a repository may have another one and its policy still say `main`. */
const MAIN = 'main';

/** A pull request that is new, has new commits, or whose state changed. */
export function pullChanged({ common, payload }: Event): readonly Target[] {
  const { data } = pullRequest.safeParse(payload);
  if (!common.repository || !data) return [];
  const { owner, name, defaultBranch } = common.repository;
  const base = data.pull_request.base.ref;
  const watched = base === MAIN || defaultBranch === null || base === defaultBranch;
  const key = { kind: 'pull', repo: { owner, name }, number: data.number } as const;
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
