import type { GraphQLError } from 'graphql';
import type { Caller } from '../world/caller.ts';
import type { CheckRun, CheckSuite, Status } from '../world/checks-state.ts';
import type { TreeEntry } from '../world/git.ts';
import type { Issue, PullRequest, Review } from '../world/issue-state.ts';
import type { Actors, ProtectionRule } from '../world/protection-state.ts';
import type { Ruleset, RulesetRule } from '../world/ruleset-state.ts';
import type { Commit, Files, Repository } from '../world/repository-state.ts';
import type { App, Enterprise, Organisation, Person, State, Team } from '../world/state.ts';

type In = { readonly repository: Repository };

/** What stands behind an object of each type: references into the world, never copies. */
type Parts = {
  Query: object;
  Mutation: object;
  Organization: { readonly organisation: Organisation };
  User: { readonly person: Person };
  Bot: { readonly person: Person };
  Team: { readonly team: Team };
  App: { readonly app: App };
  Repository: In;
  Ref: In & { readonly branch: string };
  Commit: In & { readonly commit: Commit };
  /** `prefix`: the folder's path, '' for the root. */
  Tree: In & { readonly files: Files; readonly prefix: string };
  TreeEntry: In & { readonly files: Files; readonly entry: TreeEntry };
  Blob: In & { readonly text: string };
  BranchProtectionRule: In & { readonly rule: ProtectionRule };
  RepositoryRuleset: { readonly ruleset: Ruleset };
  RepositoryRule: { readonly ruleset: Ruleset; readonly rule: RulesetRule };
  /** `index`: its place in the ruleset's list. */
  RepositoryRulesetBypassActor: { readonly ruleset: Ruleset; readonly index: number };
  Enterprise: { readonly enterprise: Enterprise };
  MergeQueue: In & { readonly branch: string };
  CheckSuite: In & { readonly suite: CheckSuite };
  CheckRun: In & { readonly run: CheckRun };
  StatusCheckRollup: In & { readonly commit: Commit };
  StatusContext: In & { readonly status: Status };
  PullRequest: In & { readonly issue: Issue; readonly pull: PullRequest };
  PullRequestReview: In & { readonly issue: Issue; readonly pull: PullRequest; readonly review: Review };
};

export type TypeName = keyof Parts;
export type Source<Name extends TypeName> = { readonly __typename: Name } & Parts[Name];

/** Says of something in the world as which GraphQL type it is looked at. */
export function as<Name extends TypeName>(__typename: Name, parts: Parts[Name]): Source<Name> {
  return { __typename, ...parts };
}

export function asActor(person: Person): Source<'User'> | Source<'Bot'> {
  return person.type === 'Bot' ? as('Bot', { person }) : as('User', { person });
}

/** The account of this login; null when there is none, or none any more. */
export function actorNamed(state: State, login: string | null): Source<'User'> | Source<'Bot'> | null {
  const person = state.people.get(login ?? '');
  return person === undefined ? null : asActor(person);
}

/** The accounts behind a list of actors; those who are gone are left out. */
export function asActors(
  state: State,
  repository: Repository,
  { users, teams, apps }: Actors,
): readonly (Source<'User'> | Source<'Team'> | Source<'App'>)[] {
  const found = [
    ...users.map((login) => state.people.get(login)).map((person) => person && as('User', { person })),
    ...teams
      .map((slug) => state.teams.get(`${repository.owner}/${slug}`))
      .map((team) => team && as('Team', { team })),
    ...apps
      .map((slug) => [...state.apps.values()].find((app) => app.slug === slug))
      .map((app) => app && as('App', { app })),
  ];
  return found.filter((actor) => actor !== undefined);
}

/** A place in an answer: keys and indices. */
export type Path = readonly (string | number)[];

export type Args = Readonly<Record<string, unknown>>;

/** What every field may look at while one request is answered. */
export type Context = {
  readonly state: State;
  readonly caller: Caller;
  readonly rateLimit: Readonly<Record<string, unknown>>;
  /** The field at this place of the answer fails. */
  readonly broken?: { readonly path: Path; readonly error: GraphQLError };
};

export type Resolve<S> = (source: S, args: Args, context: Context) => unknown;
/** A field that reads arguments names them, so that an argument nobody reads is an error. */
export type Field<S> = Resolve<S> | { readonly takes: readonly string[]; readonly resolve: Resolve<S> };
export type Fields<Name extends TypeName> = Readonly<Record<string, Field<Source<Name>>>>;
