import { may, mayIn, maySee, type Need } from '../world/caller.ts';
import { readNodeId } from '../world/node-id.ts';
import type { Repository } from '../world/repository-state.ts';
import { forbidden, refusal } from './refusal.ts';
import type { Context } from './source.ts';

/** Throws what GitHub answers when the caller's installation lacks a permission on the repository. */
export function need({ caller }: Context, repository: Repository, needed: Need): void {
  if (!may(caller, repository, needed)) throw forbidden();
}

/** The same for a permission on an organisation. */
export function needOrganisation({ caller }: Context, login: string, needed: Need): void {
  if (!mayIn(caller, login, needed)) throw forbidden();
}

/** Classic protection is shown only to whoever may read administration; to others it is as if there were none. */
export function seesProtection({ caller }: Context, repository: Repository): boolean {
  return may(caller, repository, { permission: 'administration', level: 'read' });
}

/** A repository by its node id, when the caller may know of it. */
export function repositoryById(context: Context, id: unknown): Repository {
  const node = typeof id === 'string' ? readNodeId(id) : undefined;
  const found = node?.type === 'Repository' ? context.state.repositories.get(Number(node.key)) : undefined;
  if (found === undefined || !maySee(context.caller, found)) throw noSuchNode(id);
  return found;
}

export function noSuchNode(id: unknown): Error {
  return refusal('NOT_FOUND', `Could not resolve to a node with the global id of '${String(id)}'`);
}
