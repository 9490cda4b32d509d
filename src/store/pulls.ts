import { sql, type Kysely } from 'kysely';
import type { PullMemory } from '#model';
import { jsonb } from './jsonb.ts';
import type { Tables } from './schema.ts';
import { pullMemoryShape } from './shapes.ts';

/** What is remembered of a repository's pull requests, by number. */
export async function pulls(
  db: Kysely<Tables>,
  repositoryId: number,
): Promise<ReadonlyMap<number, PullMemory>> {
  const rows = await db
    .selectFrom('pull')
    .select(['number', 'memory'])
    .where('repository_id', '=', repositoryId)
    .execute();
  return new Map(
    rows.flatMap(({ number, memory }) => {
      const { data } = pullMemoryShape.safeParse(memory);
      return data ? [[number, data] as const] : [];
    }),
  );
}

type Pull = { readonly repositoryId: number; readonly number: number };

/** Null forgets the pull request. */
export async function keepPull(
  db: Kysely<Tables>,
  { repositoryId, number }: Pull,
  memory: PullMemory | null,
): Promise<void> {
  if (memory === null) {
    await db
      .deleteFrom('pull')
      .where('repository_id', '=', repositoryId)
      .where('number', '=', number)
      .execute();
    return;
  }
  const text = jsonb(memory);
  await db
    .insertInto('pull')
    .values({ repository_id: repositoryId, number, memory: text })
    .onConflict((conflict) =>
      conflict.columns(['repository_id', 'number']).doUpdateSet({ memory: text, at: sql`now()` }),
    )
    .execute();
}
