import { sql, type Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/** Those of the texts that are kept. Asking renews what would be forgotten, once in a while rather than each time. */
export async function recallTexts(
  db: Kysely<Tables>,
  oids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (oids.length === 0) return new Map();
  const asked = JSON.stringify(oids);
  const { rows } = await sql<{ oid: string; text: string; old: boolean }>`
    select oid, text, at < now() - interval '7 days' as old from mainstay.file_text
    where oid in (select jsonb_array_elements_text(${asked}::jsonb))`.execute(db);
  if (rows.some(({ old }) => old)) {
    await sql`
      update mainstay.file_text set at = now()
      where oid in (select jsonb_array_elements_text(${asked}::jsonb))`.execute(db);
  }
  return new Map(rows.map(({ oid, text }) => [oid, text]));
}

/** PostgreSQL holds no NUL in a text: such a file is no text, and is not kept. */
export async function keepTexts(db: Kysely<Tables>, texts: ReadonlyMap<string, string>): Promise<void> {
  const all = [...texts].filter(([, text]) => !text.includes('\0'));
  if (all.length === 0) return;
  await db
    .insertInto('file_text')
    .values(all.map(([oid, text]) => ({ oid, text, bytes: Buffer.byteLength(text) })))
    .onConflict((conflict) => conflict.column('oid').doNothing())
    .execute();
}
