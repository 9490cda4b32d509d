import type { Kysely } from 'kysely';
import { fullName, type GoodPolicy, type OrgMemory, type RepoMemory } from '#model';
import { jsonb } from './jsonb.ts';
import type { Tables } from './schema.ts';
import { goodPolicyShape, orgMemoryShape, repoMemoryShape } from './shapes.ts';
import { inTransaction } from './transaction.ts';

/** What is remembered of a repository, by its REST id; of an unknown one, nothing yet. */
export async function repository(db: Kysely<Tables>, id: number): Promise<RepoMemory> {
  const row = await db.selectFrom('repository').select('memory').where('id', '=', id).executeTakeFirst();
  const { data } = repoMemoryShape.safeParse(row?.memory ?? {});
  return data ?? repoMemoryShape.parse({});
}

export async function keepRepository(db: Kysely<Tables>, id: number, memory: RepoMemory): Promise<void> {
  const text = jsonb(memory);
  await db
    .insertInto('repository')
    .values({ id, memory: text })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ memory: text }))
    .execute();
}

/** What is remembered of an organisation, by its login in any case; of an unknown one, nothing yet. */
export async function organisation(db: Kysely<Tables>, login: string): Promise<OrgMemory> {
  const row = await db
    .selectFrom('organisation')
    .select('memory')
    .where('login', '=', login.toLowerCase())
    .executeTakeFirst();
  const { data } = orgMemoryShape.safeParse(row?.memory ?? {});
  return data ?? orgMemoryShape.parse({});
}

/** Changes what is remembered of an organisation, one change at a time: runs of several keys make them. */
export async function changeOrganisation(
  db: Kysely<Tables>,
  login: string,
  change: (before: OrgMemory) => OrgMemory,
): Promise<OrgMemory> {
  const key = login.toLowerCase();
  return inTransaction(db, async (transaction) => {
    const nothing = jsonb({});
    await transaction
      .insertInto('organisation')
      .values({ login: key, memory: nothing })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const row = await transaction
      .selectFrom('organisation')
      .select('memory')
      .where('login', '=', key)
      .forUpdate()
      .executeTakeFirst();
    const after = change(orgMemoryShape.safeParse(row?.memory).data ?? orgMemoryShape.parse({}));
    await transaction
      .updateTable('organisation')
      .set({ memory: jsonb(after) })
      .where('login', '=', key)
      .execute();
    return after;
  });
}

/** The last valid policy file of a repository, by its name in any case; null where none was ever seen. */
export async function goodPolicy(
  db: Kysely<Tables>,
  owner: string,
  name: string,
): Promise<GoodPolicy | null> {
  const row = await db
    .selectFrom('good_policy')
    .select('policy')
    .where('repository', '=', nameOf(owner, name))
    .executeTakeFirst();
  return goodPolicyShape.safeParse(row?.policy).data ?? null;
}

type Kept = { readonly owner: string; readonly name: string; readonly policy: GoodPolicy };

export async function keepGoodPolicy(db: Kysely<Tables>, { owner, name, policy }: Kept): Promise<void> {
  const text = jsonb(policy);
  await db
    .insertInto('good_policy')
    .values({ repository: nameOf(owner, name), policy: text })
    .onConflict((conflict) => conflict.column('repository').doUpdateSet({ policy: text }))
    .execute();
}

function nameOf(owner: string, name: string): string {
  return fullName({ owner, name }).toLowerCase();
}
