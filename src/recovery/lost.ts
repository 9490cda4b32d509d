import type { Entry, Lost } from './doors.ts';

/** Whether an event (with its action, where it has one) can wake anything. */
export type Needs = (event: string, action: string | null) => boolean;

/**
 * Of the log's entries, the deliveries that never got a 2xx and that somebody needs, in the order in which they were
 * tried first. Each by its newest attempt, which GitHub keeps the longest.
 */
export function lostIn(entries: readonly Entry[], needs: Needs): readonly Lost[] {
  const arrived = new Set(entries.filter(isAnswered).map(({ guid }) => guid));
  const lost = new Map<string, Lost>();
  for (const entry of [...entries].sort(newestFirst)) {
    if (arrived.has(entry.guid) || !needs(entry.event, entry.action)) continue;
    const { id } = lost.get(entry.guid) ?? entry;
    lost.set(entry.guid, { id, guid: entry.guid, deliveredAt: entry.deliveredAt });
  }
  return [...lost.values()].sort((one, other) => timeOf(one) - timeOf(other));
}

function isAnswered({ statusCode }: Entry): boolean {
  return statusCode >= 200 && statusCode < 300;
}

function newestFirst(one: Entry, other: Entry): number {
  return timeOf(other) - timeOf(one);
}

function timeOf({ deliveredAt }: Pick<Entry, 'deliveredAt'>): number {
  return Date.parse(deliveredAt);
}
