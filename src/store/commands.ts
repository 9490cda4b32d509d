import { sql, type Kysely } from 'kysely';
import { fullName, type RepoName } from '#model';
import { lockKeys } from './inbox/lock-keys.ts';
import type { Tables } from './schema.ts';
import { inTransaction } from './transaction.ts';

/** One more command of a person: counted only where no more than `most` were given since that time. */
export type CommandGiven = {
  /** By which it came: a command that is tried again is the same one. */
  readonly delivery: string;
  readonly login: string;
  readonly repo: RepoName;
  readonly since: Date;
  readonly most: number;
};

/** How many commands a person gave before this one: over all repositories, and in this one. */
export type CommandsBefore = { readonly total: number; readonly here: number };

/** One at a time a person, so that commands which come together are counted one by one. Logins go without case. */
export function countCommand(db: Kysely<Tables>, command: CommandGiven): Promise<CommandsBefore> {
  const login = command.login.toLowerCase();
  const repository = fullName(command.repo).toLowerCase();
  const { delivery, since, most } = command;
  return inTransaction(db, async (transaction) => {
    await lockKeys(transaction, [`commands:${login}`]);
    const counted = await transaction
      .selectFrom('command')
      .select('at')
      .where('delivery', '=', delivery)
      .executeTakeFirst();
    const before = await transaction
      .selectFrom('command')
      .select((expression) => [
        expression.fn.countAll<number>().as('total'),
        expression.fn.countAll<number>().filterWhere('repository', '=', repository).as('here'),
      ])
      .where('login', '=', login)
      .where('at', '>=', since)
      .$if(counted !== undefined, (others) => others.where('at', '<', counted?.at ?? since))
      .executeTakeFirstOrThrow();
    if (counted === undefined && before.total <= most) {
      const at = sql<Date>`clock_timestamp()`;
      await transaction.insertInto('command').values({ login, repository, delivery, at }).execute();
    }
    return before;
  });
}
