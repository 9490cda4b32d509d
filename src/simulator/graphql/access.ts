import { holds, may, maySee, type Need } from '../world/caller.ts';
import { readNodeId } from '../world/node-id.ts';
import type { Repository } from '../world/repository-state.ts';
import { forbidden, refusal } from './refusal.ts';
import type { Context } from './source.ts';

/** Throws what GitHub answers when the caller's installation lacks a permission on the repository. */
export function need({ caller }: Context, repository: Repository, needed: Need): void {
  if (!may(caller, repository, needed)) throw forbidden();
}

/**
 * An organisation's own rulesets, which REST shows only to whoever may write them
 * (https://docs.github.com/rest/orgs/rules); the same rules are readable through each repository.
 */
export function needOrganisation({ caller }: Context, login: string): void {
  const needed = { permission: 'organization_administration', level: 'write' } as const;
  const own = caller.kind === 'installation' && caller.installation.account === login;
  if (!own || !holds(caller.permissions, needed)) throw forbidden();
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
