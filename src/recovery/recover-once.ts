import { RateLimited } from '#model';
import { deliveryOf } from './delivery-of.ts';
import type { Entry, Lost, RecoveryPoint } from './doors.ts';
import { lostIn } from './lost.ts';
import { nextPoint } from './next-point.ts';
import type { Parts } from './parts.ts';
import { readLog } from './read-log.ts';

/**
 * One round: reads the log since the point, fetches what never arrived, and hands it to the intake, the oldest first.
 * The point is remembered only after all of that is stored. Answers the new one; null while the log is empty.
 */
export async function recoverOnce(parts: Parts, run: string): Promise<RecoveryPoint | null> {
  const { memory, log } = parts;
  const before = (await memory.point())?.upTo ?? null;
  const { entries, isCut } = await readLog(parts, before);
  if (isCut) tellCut(parts, before, entries.length);
  const lost = await unknownOf(parts, lostIn(entries, parts.needs));
  const failed = await fetchAll(parts, lost);
  if (lost.length > 0) {
    const fields = { recovered: lost.length - failed.length, failed: failed.length };
    log.info(fields, "deliveries that never arrived were fetched from GitHub's log");
  }
  forget(parts.handled, entries);
  const upTo = nextPoint({ before, entries, failed });
  if (upTo === null) return null;
  const point = { at: new Date().toISOString(), upTo };
  await memory.keepPoint(run, point);
  return point;
}

function tellCut({ log, mostPages }: Parts, since: string | null, read: number): void {
  log.warn(
    { since, read, mostPages },
    "GitHub's log of deliveries is longer than one look at it: older deliveries that were lost are not fetched, and what they told is found by the sweep",
  );
}

/** What the next round will not see again need not be remembered. */
function forget(handled: Set<string>, entries: readonly Entry[]): void {
  const seen = new Set(entries.map(({ guid }) => guid));
  for (const guid of handled) if (!seen.has(guid)) handled.delete(guid);
}

/** A delivery may have been stored and yet not been answered in time. */
async function unknownOf({ memory, handled }: Parts, lost: readonly Lost[]): Promise<readonly Lost[]> {
  if (lost.length === 0) return [];
  const known = await memory.known(lost.map(({ guid }) => guid));
  return lost.filter(({ guid }) => !known.has(guid) && !handled.has(guid));
}

/** So many failures without a success between them are an outage, and nothing is gained by going on. */
const OUTAGE = 20;

/** Answers those that have to be tried again. One that fails does not keep the others, a limit or an outage does. */
async function fetchAll(parts: Parts, lost: readonly Lost[]): Promise<readonly Lost[]> {
  const failed: Lost[] = [];
  let inARow = 0;
  for (const [index, one] of lost.entries()) {
    await parts.keepTurn();
    const error = await errorOf(fetchOne(parts, one));
    parts.signal.throwIfAborted();
    inARow = error === null ? 0 : inARow + 1;
    if (error === null) {
      parts.handled.add(one.guid);
      continue;
    }
    parts.log.warn({ err: error, delivery: one.guid }, 'a lost delivery could not be fetched or stored');
    if (error instanceof RateLimited || inARow === OUTAGE) return [...failed, ...lost.slice(index)];
    failed.push(one);
  }
  return failed;
}

async function errorOf(act: Promise<void>): Promise<Error | null> {
  try {
    await act;
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function fetchOne({ deliveries, signal, appId, deliver, log }: Parts, lost: Lost): Promise<void> {
  const record = await deliveries.delivery(lost.id, signal);
  if (record === null) {
    log.warn({ delivery: lost.guid }, "a lost delivery is no longer in GitHub's log");
    return;
  }
  const delivery = deliveryOf(record, lost, appId);
  if ('refused' in delivery) {
    log.warn({ delivery: lost.guid, reason: delivery.refused }, 'a lost delivery is not taken');
    return;
  }
  signal.throwIfAborted();
  await deliver(delivery);
}
