import type { Kysely } from 'kysely';
import type { LedgerEntry } from '#model';
import { jsonb, storable } from './jsonb.ts';
import type { Tables } from './schema.ts';
import { wordsShape } from './shapes.ts';

/** Adds lines to the ledger. */
export async function record(db: Kysely<Tables>, entries: readonly LedgerEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => ({
    at: new Date(entry.at),
    repository_id: entry.repositoryId,
    repository: storable(entry.repository),
    branch: storable(entry.branch),
    conclusion: storable(entry.conclusion),
    title: storable(entry.title),
    causes: jsonb(entry.causes),
    actors: jsonb(entry.actors),
    report: storable(entry.report),
  }));
  await db.insertInto('ledger').values(rows).execute();
}

/** Which lines of the ledger: of one repository or of all, at most so many. */
export type Range = { readonly repositoryId?: number; readonly limit: number };

/** Lines of the ledger, the newest first. */
export async function entries(db: Kysely<Tables>, range: Range): Promise<readonly LedgerEntry[]> {
  const all = db
    .selectFrom('ledger')
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(range.limit);
  const some = range.repositoryId === undefined ? all : all.where('repository_id', '=', range.repositoryId);
  const rows = await some.execute();
  return rows.map((row) => ({
    at: row.at.toISOString(),
    repositoryId: row.repository_id,
    repository: row.repository,
    branch: row.branch,
    conclusion: row.conclusion,
    title: row.title,
    causes: wordsShape.parse(row.causes),
    actors: wordsShape.parse(row.actors),
    report: row.report,
  }));
}
