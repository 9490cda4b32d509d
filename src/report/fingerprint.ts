import { createHash } from 'node:crypto';
import { conclusionOf, isPaused, isRepaired, obstacles } from './conclusion.ts';
import type { Story } from './story.ts';

/**
 * What a report leaves standing, as a short word for a check run's `external_id`. A repaired branch and one that
 * was as the policy says leave the same, so the echo of a repair has nothing new to tell.
 */
export function fingerprint(story: Story): string {
  const standing = {
    conclusion: conclusionOf(story),
    policy: story.policyProblems,
    notes: story.notes,
    ...(story.pause !== null && story.results.some(isPaused) ? { pause: story.pause } : {}),
    branches: story.results.map((result) => ({
      branch: result.plan.branch,
      open: isRepaired(result) ? [] : result.plan.changes,
      obstacles: obstacles(result),
      notes: result.plan.notes,
    })),
  };
  const hash = createHash('sha256').update(JSON.stringify(standing)).digest('hex');
  return `v1:${hash.slice(0, 32)}`;
}
