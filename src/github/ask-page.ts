import { z } from 'zod';
import type { RepoFacts, RepoName } from '#model';
import type { AskSweep } from '#observe';
import { GaveUp, unusable } from './failure.ts';
import type { GraphAnswer } from './graph-answer.ts';
import { problemOf } from './problem-of.ts';
import { NAMES_QUERY, pageQuery, type BranchQuery } from './repository-query.ts';
import { ONCE } from './read-texts.ts';
import { billed } from './sweep-bill.ts';
import type { PageOn, Sketched } from './finish-page.ts';

/** `after`: GitHub's cursor; null: from the beginning. */
export type AskPage = AskSweep & { readonly n: number; readonly after: string | null };

const named = z.object({ name: z.string(), owner: z.object({ login: z.string() }) });
const repositories = z.object({
  totalCount: z.number(),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  nodes: z.array(z.unknown()),
});
const organisationAnswer = z.object({
  organization: z.object({ repositories }),
  policyRepository: z.unknown().optional(),
});
const idsAnswer = z.object({ nodes: z.array(z.unknown()), policyRepository: z.unknown() });
type Answered = z.infer<typeof organisationAnswer>;

/** One page of an organisation; null where it is no organisation, or shows no repositories to the App. */
export async function askOrganisation(on: PageOn, ask: AskPage): Promise<Sketched | null> {
  const query = pageQuery(ask.branches, 'organisation');
  const { n, after } = ask;
  const answer = await send(on, query, { owner: ask.org, n, after });
  const data = answer === null ? null : organisationIn(answer);
  if (answer === null || data === null) return null;
  const { nodes } = data.organization.repositories;
  const names = nodes.map(nameOf);
  const whole = names.every((name) => name !== null);
  const called = whole ? [] : (await askNames(on, ask))?.names;
  return {
    ...on.pageOf(query, ask.branches),
    answer,
    policyRepository: data.policyRepository,
    at: (index) => ['organization', 'repositories', 'nodes', index],
    nodes,
    names: names.map((name, index) => name ?? called?.[index] ?? null),
    ...placeOf(data),
  };
}

/** The names alone: all that is needed to look at each by itself. */
export async function askNames(on: PageOn, ask: AskPage): Promise<Sketched | null> {
  const { n, after, org: owner } = ask;
  const answer = await billed(on.bill, () => on.session.query(NAMES_QUERY, { owner, n, after, ...ONCE }));
  const data = answer.ok ? organisationIn(answer.data) : null;
  if (!answer.ok || data === null) return null;
  const { nodes } = data.organization.repositories;
  return {
    ...on.pageOf(null, []),
    answer: answer.data,
    policyRepository: undefined,
    at: (index) => ['organization', 'repositories', 'nodes', index],
    nodes: nodes.map(() => undefined),
    names: nodes.map(nameOf),
    ...placeOf(data),
  };
}

/** These repositories, by their node ids. */
export async function askIds(on: PageOn, ask: AskSweep, listed: readonly RepoFacts[]): Promise<Sketched> {
  const query = pageQuery(ask.branches, 'ids');
  const answer = await send(on, query, { owner: ask.org, ids: listed.map(({ nodeId }) => nodeId) });
  const parsed = idsAnswer.safeParse(answer?.data);
  if (answer === null || !parsed.success) throw new GaveUp(words(answer));
  return {
    ...on.pageOf(query, ask.branches),
    answer,
    policyRepository: parsed.data.policyRepository,
    at: (index) => ['nodes', index],
    nodes: parsed.data.nodes,
    names: listed.map(({ owner, name }) => ({ owner, name })),
    total: listed.length,
    next: null,
  };
}

async function send(
  { session, bill, appId }: PageOn,
  query: BranchQuery,
  given: Readonly<Record<string, unknown>>,
): Promise<GraphAnswer | null> {
  const app = query.aliases.length > 0 ? { app: appId } : {};
  const variables = { ...query.variables, ...app, ...given, ...ONCE };
  const answer = await billed(bill, () => session.query(query.document, variables));
  if (answer.ok) return answer.data;
  if (answer.failure.token) throw unusable(problemOf(answer.failure, 'read_incomplete').detail);
  return null;
}

/** Null only by GitHub's own word; what is missing for another reason is asked for again. */
function organisationIn(answer: GraphAnswer): Answered | null {
  const parsed = organisationAnswer.safeParse(answer.data);
  if (parsed.success) return parsed.data;
  const own = answer.errors.filter(({ path }) => path[0] === 'organization');
  if (own.some(({ type }) => type === 'NOT_FOUND' || type === 'FORBIDDEN')) return null;
  throw new GaveUp(words(answer));
}

function placeOf({ organization: { repositories: page } }: Answered): Pick<Sketched, 'total' | 'next'> {
  const { hasNextPage, endCursor } = page.pageInfo;
  return { total: page.totalCount, next: hasNextPage ? endCursor : null };
}

function nameOf(node: unknown): RepoName | null {
  const { data } = named.safeParse(node);
  return data === undefined ? null : { owner: data.owner.login, name: data.name };
}

function words(answer: GraphAnswer | null): string {
  const said = answer?.errors.map(({ message }) => message).join('; ') ?? '';
  return `GitHub's answer cannot be used: ${said || 'the data has another shape'}`;
}
