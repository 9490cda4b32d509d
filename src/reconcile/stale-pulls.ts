import type { BranchState, Cause, PullMemory, RepoName, Snapshot, Wake } from '#model';
import type { Doors } from './doors.ts';
import { workflowsMark } from './workflows-mark.ts';

type On = { readonly repo: RepoName; readonly installation: number; readonly causes: readonly Cause[] };

/** Pull requests of which something was said that the workflows of their base, as they are now, may make wrong. */
export async function stalePulls(doors: Doors, on: On, snapshot: Snapshot): Promise<readonly Wake[]> {
  const { repo } = snapshot;
  const [cause] = on.causes;
  if (cause === undefined) return [];
  const plain = { delivery: cause.delivery, event: cause.event, actor: cause.actor };
  return [...(await doors.memory.pulls(repo.id))]
    .filter(([, memory]) => isStale(memory, snapshot.branches))
    .map(([number]) => ({
      key: { kind: 'pull' as const, repo: { owner: repo.owner, name: repo.name }, number },
      installation: on.installation,
      cause: plain,
      priority: 'live' as const,
    }));
}

function isStale({ base, against }: PullMemory, branches: readonly BranchState[]): boolean {
  if (against === null) return false;
  const now = branches.find(({ name }) => name === base);
  const mark = now ? workflowsMark(now) : null;
  return mark !== null && mark !== against;
}
