import type { Entry } from './doors.ts';
import type { Parts } from './parts.ts';

export type ReadLog = {
  readonly entries: readonly Entry[];
  /** There was more to read than one round may. */
  readonly isCut: boolean;
};

/** Entries are written when an attempt ends, so a slow one comes into the log behind a quicker one that began later. */
const OVERLAP_MS = 15 * 60_000;

/**
 * Reads the log from its newest entry back to the point, and a little further; without a point, as far back as GitHub
 * keeps it (three days; seven on Enterprise Server), but never more than `mostPages` of a hundred.
 */
export async function readLog(parts: Parts, upTo: string | null): Promise<ReadLog> {
  const oldest = upTo === null ? Number.NEGATIVE_INFINITY : Date.parse(upTo) - OVERLAP_MS;
  const entries: Entry[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < parts.mostPages; pages += 1) {
    await parts.keepTurn();
    const page = await parts.deliveries.page(cursor, parts.signal);
    entries.push(...page.entries);
    const last = page.entries.at(-1);
    const isDone = last === undefined || Date.parse(last.deliveredAt) < oldest;
    if (page.next === null || isDone) return { entries, isCut: false };
    cursor = page.next;
  }
  return { entries, isCut: true };
}
