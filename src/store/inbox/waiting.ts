import { sql, type Kysely } from 'kysely';
import type { WorkKey } from '#model';
import type { Tables } from '../schema.ts';
import { workKeyShape } from '../shapes.ts';

/** The keys of an installation that wait for a time to come. Those that GitHub asked to wait stay until then. */
export async function waiting(db: Kysely<Tables>, installation: number): Promise<readonly WorkKey[]> {
  const { rows } = await sql<{ work: unknown }>`
    select distinct on (key) work from mainstay.inbox
    where installation = ${installation} and state = 'waiting' and early and due > clock_timestamp()
    order by key, id desc`.execute(db);
  return rows.flatMap(({ work }) => {
    const { data } = workKeyShape.safeParse(work);
    return data === undefined ? [] : [data];
  });
}
