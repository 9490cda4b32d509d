import { z } from 'zod';
import { ACTIONS_APP, type Known, type RepoName } from '#model';
import { problemOf } from './problem-of.ts';
import { connection } from './connection.ts';
import type { Session } from './session.ts';

/** What was reported on the heads of the newest twenty pull requests. Variables: owner, name. */
export const OTHERS_QUERY = `query Others($owner: String!, $name: String!) {
    repository(owner: $owner, name: $name) {
      pullRequests(last: 20) { nodes { commits(last: 1) { nodes { commit {
        statusCheckRollup { contexts(first: 100) { nodes { __typename
          ... on CheckRun { name checkSuite { app { databaseId } } }
          ... on StatusContext { context } } } } } } } } }
    }
  }`;

const reported = z.object({
  name: z.string().optional(),
  context: z.string().optional(),
  checkSuite: z.object({ app: z.object({ databaseId: z.number().nullable() }).nullish() }).nullish(),
});
type Reported = z.infer<typeof reported>;

const commit = z.object({
  statusCheckRollup: z.object({ contexts: connection(reported) }).nullish(),
});
const pull = z.object({ commits: connection(z.object({ commit })) });
const answered = z.object({ repository: z.object({ pullRequests: connection(pull) }) });

type On = { readonly session: Session; readonly appId: number };

/** One query. The names that others than GitHub Actions and this App reported there, each once. */
export async function readOthers(
  { session, appId }: On,
  { owner, name }: RepoName,
): Promise<Known<readonly string[]>> {
  const answer = await session.query(OTHERS_QUERY, { owner, name });
  if (!answer.ok) return { known: false, why: problemOf(answer.failure, 'read_incomplete') };
  const parsed = answered.safeParse(answer.data.data);
  if (!parsed.success || answer.data.errors.length > 0) {
    const detail = answer.data.errors[0]?.message ?? 'What was reported on pull requests was not shown.';
    return { known: false, why: { code: 'read_incomplete', detail } };
  }
  const names = present(parsed.data.repository.pullRequests)
    .flatMap(({ commits }) => present(commits))
    .flatMap(({ commit: { statusCheckRollup } }) => present(statusCheckRollup?.contexts))
    .flatMap((one) => nameOf(one, appId));
  return { known: true, value: [...new Set(names)] };
}

/** What GitHub Actions reported comes from a workflow, which is here or is gone. */
function nameOf({ name, context, checkSuite }: Reported, appId: number): readonly string[] {
  if (context !== undefined) return [context];
  const app = checkSuite?.app?.databaseId;
  return name === undefined || app === ACTIONS_APP || app === appId ? [] : [name];
}

type Connection<T> = { readonly nodes?: readonly (T | null)[] | null | undefined } | null | undefined;

function present<T>(page: Connection<T>): readonly T[] {
  return (page?.nodes ?? []).filter((node) => node !== null);
}
