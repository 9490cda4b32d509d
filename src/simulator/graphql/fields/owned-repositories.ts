import { isGiven, maySee, type Caller } from '../../world/caller.ts';
import { findFormerRepository, findRepository } from '../../world/lookup.ts';
import type { Repository } from '../../world/repository-state.ts';
import { page, PAGING } from '../page.ts';
import { refusal } from '../refusal.ts';
import { as, type Args, type Context, type Field, type Source } from '../source.ts';

/** The repositories of an account that the caller's installation was given. */
export function repositoriesOf<S>(login: (source: S) => string): Field<S> {
  return {
    takes: [...PAGING, 'isArchived', 'isFork', 'privacy', 'visibility', 'orderBy'],
    resolve: (source, args, { state, caller }) => {
      const all = [...state.repositories.values()].filter((one) => one.owner === login(source));
      const listed = all.filter((one) => isListed(caller, one) && isAskedFor(one, args));
      const nodes = ordered(listed, args['orderBy']).map((repository) => as('Repository', { repository }));
      return page(nodes, args);
    },
  };
}

export function repositoryOf<S>(login: (source: S) => string): Field<S> {
  return {
    takes: ['name', 'followRenames'],
    resolve: (source, { name, followRenames }, context) =>
      visibleRepository(context, `${login(source)}/${String(name)}`, followRenames !== false),
  };
}

/** The repository of this `owner/name`; throws NOT_FOUND for one that the caller may not know of. */
export function visibleRepository(
  { state, caller }: Context,
  fullName: string,
  followRenames: boolean,
): Source<'Repository'> {
  const former = followRenames ? findFormerRepository(state, fullName) : undefined;
  const repository = findRepository(state, fullName) ?? former;
  if (repository !== undefined && maySee(caller, repository)) return as('Repository', { repository });
  throw refusal('NOT_FOUND', `Could not resolve to a Repository with the name '${fullName}'.`);
}

/** Lists hold what the installation was given; public repositories beside it are reached only by name. */
function isListed(caller: Caller, repository: Repository): boolean {
  return isGiven(caller, repository);
}

function isAskedFor(repository: Repository, { isArchived, isFork, privacy, visibility }: Args): boolean {
  const privately = repository.visibility === 'public' ? 'PUBLIC' : 'PRIVATE';
  return (
    asked(isArchived, repository.archived) &&
    asked(isFork, repository.fork) &&
    asked(privacy, privately) &&
    asked(visibility, repository.visibility.toUpperCase())
  );
}

function asked(wanted: unknown, actual: unknown): boolean {
  return wanted === undefined || wanted === null || wanted === actual;
}

const SORT_KEYS: Readonly<Record<string, (repository: Repository) => string>> = {
  NAME: ({ name }) => name.toLowerCase(),
  CREATED_AT: ({ createdAt }) => createdAt,
  UPDATED_AT: ({ updatedAt }) => updatedAt,
  PUSHED_AT: ({ pushedAt }) => pushedAt ?? '',
};

function ordered(repositories: readonly Repository[], orderBy: unknown): readonly Repository[] {
  if (typeof orderBy !== 'object' || orderBy === null) return repositories;
  const { field, direction } = orderBy as { readonly field: string; readonly direction: string };
  const key = SORT_KEYS[field];
  if (key === undefined)
    throw refusal('NOT_SIMULATED', `The simulated GitHub cannot order repositories by ${field}`);
  const sorted = repositories.toSorted((one, other) =>
    key(one) < key(other) ? -1 : Number(key(one) > key(other)),
  );
  return direction === 'DESC' ? sorted.reverse() : sorted;
}
