import type { Cause, Pause, Problem, RepoMemory } from '#model';
import type { Doors, Installation } from './doors.ts';
import type { Seen } from './look.ts';
import { pauseNow } from './pause.ts';
import { switchedOffProblem } from './switched-off.ts';
import { waiverNotes } from './waivers.ts';

/** One repository's run: what it goes by, and whom it may ask. */
export type Run = Seen & {
  readonly doors: Doors;
  readonly github: Installation;
  readonly causes: readonly Cause[];
  /** Set while GitHub says that all protections of the repository are off. */
  readonly switchedOff: Problem | null;
  /** The pause that lasts: nothing is written until it is over. */
  readonly pause: Pause | null;
  /** When the run began: one time for all that it decides. */
  readonly now: Date;
};

/** What was seen, with what is remembered that bears on it. */
export async function runOf(
  asked: Omit<Run, 'switchedOff' | 'pause' | 'now'>,
  memory: RepoMemory,
): Promise<Run> {
  const { doors, snapshot, policy } = asked;
  const now = doors.now();
  const notes = waiverNotes(await doors.memory.pulls(snapshot.repo.id), now);
  return {
    ...asked,
    policy: { ...policy, notes: [...policy.notes, ...notes] },
    switchedOff: switchedOffProblem(memory.protectionsDisabled),
    pause: pauseNow(memory, snapshot.repo, now),
    now,
  };
}
