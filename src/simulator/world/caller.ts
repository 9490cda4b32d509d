import { covers } from './lookup.ts';
import type { Repository } from './repository-state.ts';
import type { App, Installation, Level, Permissions, State, Token } from './state.ts';

/** Who makes a request: the app itself (by JWT), one of its installations (by token), or nobody known. */
export type Caller =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'app'; readonly app: App }
  | {
      readonly kind: 'installation';
      readonly app: App;
      readonly installation: Installation;
      readonly token: Token;
      readonly permissions: Permissions;
    };

const RANK: Readonly<Record<Level, number>> = { read: 1, write: 2, admin: 3 };
/** What everybody may read of a public repository. */
const PUBLIC = new Set(['metadata', 'contents', 'issues', 'pull_requests', 'checks', 'statuses']);

/** Whether the caller may know that the repository exists. */
export function maySee(caller: Caller, repository: Repository): boolean {
  return repository.visibility === 'public' || isGiven(caller, repository);
}

/** Whether the repository is one that the caller's token was made for. */
export function isGiven(caller: Caller, repository: Repository): boolean {
  if (caller.kind !== 'installation' || !covers(caller.installation, repository)) return false;
  return caller.token.repositoryIds === null || caller.token.repositoryIds.has(repository.id);
}

/** Whether the caller has a permission (a manifest's name, such as `administration`) on the repository. */
export function may(caller: Caller, repository: Repository, need: Need): boolean {
  if (need.level === 'read' && PUBLIC.has(need.permission) && repository.visibility === 'public') return true;
  return caller.kind === 'installation' && isGiven(caller, repository) && holds(caller.permissions, need);
}

/** Whether the caller has a permission on an organisation itself, which only its own installation can have. */
export function mayIn(caller: Caller, login: string, need: Need): boolean {
  return (
    caller.kind === 'installation' && caller.installation.account === login && holds(caller.permissions, need)
  );
}

export type Need = { readonly permission: string; readonly level: Level };

/** Everybody with any permission may read metadata. */
export function holds(permissions: Permissions, need: Need): boolean {
  const level = permissions[need.permission] ?? (need.permission === 'metadata' ? 'read' : undefined);
  return level !== undefined && RANK[level] >= RANK[need.level];
}

/** Private repositories of a free plan have no branch protection, no rulesets. */
export function planOffersProtection(state: State, repository: Repository): boolean {
  const plan = state.organisations.get(repository.owner)?.plan ?? 'free';
  return repository.visibility === 'public' || plan !== 'free';
}
