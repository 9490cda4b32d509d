import type { Kysely } from 'kysely';
import { fullName, type RepoName } from '#model';
import type { Tables } from './schema.ts';

/** How many commands this person gave since then, over all repositories. Logins are compared without case. */
export async function commandsOf(db: Kysely<Tables>, login: string, since: Date): Promise<number> {
  const row = await db
    .selectFrom('command')
    .select((expression) => expression.fn.countAll<number>().as('count'))
    .where('login', '=', login.toLowerCase())
    .where('at', '>=', since)
    .executeTakeFirstOrThrow();
  return row.count;
}

export async function countCommand(db: Kysely<Tables>, login: string, repo: RepoName): Promise<void> {
  await db
    .insertInto('command')
    .values({ login: login.toLowerCase(), repository: fullName(repo).toLowerCase() })
    .execute();
}
