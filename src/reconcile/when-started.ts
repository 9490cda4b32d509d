import type { CommitState, Outcome } from '#model';
import type { BridgeDecision } from '#plan';

/** A suite without a run is about to get some, or waits for a person's approval, which nobody tells of. */
const AGAIN_MS = 60_000;
const GIVE_UP_MS = 600_000;

/** Looks again where a workflow has begun and does not show yet what it will report; null where nothing has. */
export function whenStarted(decision: BridgeDecision, head: CommitState, now: Date): Outcome | null {
  const blocked = decision.left.filter(({ because }) => because === 'started').map(({ context }) => context);
  if (blocked.length === 0 || !head.started.known) return null;
  const young = head.started.value.some(({ since }) => now.getTime() - Date.parse(since) < GIVE_UP_MS);
  if (!young) return null;
  const detail = `A workflow has started and shows no check yet, so nothing is said of ${blocked.join(', ')}.`;
  return {
    kind: 'waiting',
    until: new Date(now.getTime() + AGAIN_MS),
    reason: { code: 'checks_starting', detail },
  };
}
