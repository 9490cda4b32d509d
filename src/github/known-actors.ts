import { z } from 'zod';
import type { NamedActor, Problem, RepoName, RuleActor, RuleActors } from '#model';
import type { GraphError } from './graph-answer.ts';
import { unknownBecause } from './holes.ts';
import { problemOf } from './problem-of.ts';
import type { Session } from './session.ts';

/** Everybody with an id, or why some have none. */
export type Resolved<T> =
  { readonly known: true; readonly value: T } | { readonly known: false; readonly why: Problem };

/** The lists of actors of a rule, under any names; what is no list stays as it is. */
type Lists = Readonly<Record<string, RuleActors | null | undefined>>;

/**
 * The lists with the ids of those whom only a policy named. One query for all people and teams, and one request for each
 * App; none where everybody has an id. Whom GitHub does not know is named in the problem (`actor_unknown`).
 */
export async function knownActors<L extends Lists>(
  session: Session,
  { owner }: RepoName,
  lists: L,
): Promise<Resolved<L>> {
  const nameless = distinct(Object.values(lists).flatMap((list) => (isList(list) ? list : [])));
  if (nameless.length === 0) return { known: true, value: lists };
  const ids = new Map<string, string>();
  for (const find of [findPeople, findApps]) {
    const why = await find({ session, owner, ids }, nameless);
    if (why !== null) return { known: false, why };
  }
  const unknown = nameless.filter((actor) => !ids.has(keyOf(actor)));
  if (unknown.length > 0) return { known: false, why: unknownActors(unknown) };
  const entries = Object.entries(lists).map(([name, list]) => [name, withIds(list, ids)]);
  return { known: true, value: Object.fromEntries(entries) as L };
}

function isList(list: RuleActors | null | undefined): list is readonly RuleActor[] {
  return Array.isArray(list);
}

function distinct(actors: readonly RuleActor[]): readonly NamedActor[] {
  const asked = actors.filter(({ id }) => id === null);
  return [...new Map(asked.map((actor) => [keyOf(actor), actor])).values()];
}

function keyOf({ kind, name }: NamedActor): string {
  return `${kind}:${name.toLowerCase()}`;
}

function withIds(
  list: RuleActors | null | undefined,
  ids: ReadonlyMap<string, string>,
): RuleActors | null | undefined {
  if (!isList(list)) return list;
  return list.map((actor) => ({ ...actor, id: actor.id ?? ids.get(keyOf(actor)) ?? null }));
}

function unknownActors(actors: readonly NamedActor[]): Problem {
  const names = actors.map(({ kind, name }) => `${WORDS[kind]} "${name}"`).join(', ');
  return { code: 'actor_unknown', detail: `GitHub does not know the ${names}.` };
}

const WORDS = { user: 'person', team: 'team', app: 'App' } as const;

type Search = { readonly session: Session; readonly owner: string; readonly ids: Map<string, string> };

/** Null: looked for; who is not in `ids` then is not known. */
async function findPeople(
  { session, owner, ids }: Search,
  actors: readonly NamedActor[],
): Promise<Problem | null> {
  const people = actors.filter(({ kind }) => kind !== 'app');
  if (people.length === 0) return null;
  const names = Object.fromEntries(people.map(({ name }, index) => [`a${index}`, name]));
  const hasTeams = people.some(({ kind }) => kind === 'team');
  const answer = await session.query(actorsQuery(people), { ...names, ...(hasTeams ? { owner } : {}) });
  if (!answer.ok) return problemOf(answer.failure, 'write_refused');
  const hole = answer.data.errors.find(isNoAnswer);
  if (hole) return unknownBecause('an actor of the rule', hole);
  const parsed = found.safeParse(answer.data.data);
  people.forEach((actor, index) => {
    const shown = parsed.data?.[`a${index}`];
    const id = shown?.id ?? shown?.team?.id;
    if (id !== undefined) ids.set(keyOf(actor), id);
  });
  return null;
}

/** That there is nobody of a name is an answer. */
function isNoAnswer({ type }: GraphError): boolean {
  return type !== 'NOT_FOUND';
}

const node = z.object({ id: z.string() });
const found = z.record(z.string(), z.object({ id: z.string().optional(), team: node.nullish() }).nullable());

/** Names travel as variables `a0`, `a1`, …; `owner` is there where a team is among them. */
export function actorsQuery(people: readonly NamedActor[]): string {
  const owner = people.some(({ kind }) => kind === 'team') ? ['$owner: String!'] : [];
  const declared = [...owner, ...people.map((_, index) => `$a${index}: String!`)];
  const fields = people.map(({ kind }, index) =>
    kind === 'user'
      ? `a${index}: user(login: $a${index}) { id }`
      : `a${index}: organization(login: $owner) { team(slug: $a${index}) { id } }`,
  );
  return `query Actors(${declared.join(', ')}) { ${fields.join(' ')} }`;
}

const app = z.object({ node_id: z.string() });

/** GraphQL cannot look an App up by its slug. https://docs.github.com/en/rest/apps/apps#get-an-app */
async function findApps({ session, ids }: Search, actors: readonly NamedActor[]): Promise<Problem | null> {
  for (const actor of actors.filter(({ kind }) => kind === 'app')) {
    const answer = await session.read('GET /apps/{app_slug}', { app_slug: actor.name });
    if (!answer.ok && answer.failure.status !== 404) return problemOf(answer.failure, 'write_refused');
    const parsed = answer.ok ? app.safeParse(answer.data) : null;
    if (parsed?.success) ids.set(keyOf(actor), parsed.data.node_id);
  }
  return null;
}
