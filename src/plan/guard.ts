import { fullName, type Dimension, type RepoName, type Wanted } from '#model';
import { weakenedInForce } from './in-force.ts';
import type { Layer } from './layers.ts';

export type Guarded = {
  readonly repo: RepoName;
  readonly wanted: Pick<Wanted, 'extras'>;
  readonly before: readonly Layer[];
  readonly after: readonly Layer[];
};

/** The dimensions that a write makes weaker. Unless the policy says that extras go, there are none: it is a bug. */
export function guarded({ repo, wanted, before, after }: Guarded): readonly Dimension[] {
  const lost = weakenedInForce(after, before);
  if (lost.length === 0 || wanted.extras.value === 'remove') return lost;
  throw new Error(`a plan for ${fullName(repo)} would weaken ${lost.join(', ')}`);
}
