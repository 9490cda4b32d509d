import { loginShape } from '../shapes/account.ts';
import { addCommit, moveBranch } from '../world/branches.ts';
import {
  accountNamed,
  findRepository,
  fullNameOf,
  isoNow,
  personNamed,
  repositoryNamed,
  installationOn,
} from '../world/lookup.ts';
import { nodeId } from '../world/node-id.ts';
import type { Repository, RepositoryRole } from '../world/repository-state.ts';
import type { State } from '../world/state.ts';

export type NewRepository = {
  readonly by: string;
  /** What is in it from the start; `readme` unless told otherwise. */
  readonly from?:
    'empty' | 'readme' | { readonly template: string } | { readonly files: Readonly<Record<string, string>> };
  readonly visibility?: Repository['visibility'];
  readonly defaultBranch?: string;
  readonly fork?: boolean;
};

/** Creates `owner/name`: first the repository is told of, then its first branch. */
export function createRepository(state: State, fullName: string, options: NewRepository): Repository {
  if (findRepository(state, fullName) !== undefined) throw new Error(`${fullName} exists already`);
  const by = personNamed(state, options.by);
  const repository = blankRepository(state, fullName, options);
  state.repositories.set(repository.id, repository);
  state.names.set(fullName.toLowerCase(), repository.id);
  state.formerNames.delete(fullName.toLowerCase());
  state.announce({ event: 'repository', action: 'created', by, repository, body: {} });
  const files = firstFiles(state, fullName, options.from ?? 'readme');
  if (files !== undefined) {
    const first = { repository, parent: undefined, by, message: 'Initial commit', files, deletes: [] };
    moveBranch(state, { repository, by, branch: repository.defaultBranch, to: addCommit(state, first).sha });
  }
  return repository;
}

export function deleteRepository(state: State, fullName: string, { by }: { readonly by: string }): void {
  const repository = repositoryNamed(state, fullName);
  state.announce({
    event: 'repository',
    action: 'deleted',
    by: personNamed(state, by),
    repository,
    body: {},
  });
  state.repositories.delete(repository.id);
  state.names.delete(fullName.toLowerCase());
}

/** @param name the new name, without the owner */
export function renameRepository(
  state: State,
  fullName: string,
  { name, by }: { readonly name: string; readonly by: string },
): void {
  const repository = repositoryNamed(state, fullName);
  const from = repository.name;
  move(state, repository, { owner: repository.owner, name });
  const changes = { repository: { name: { from } } };
  state.announce({
    event: 'repository',
    action: 'renamed',
    by: personNamed(state, by),
    repository,
    body: { changes },
  });
}

/** Gives a repository to another owner. Only an installation over there is told that it came. */
export function transferRepository(
  state: State,
  fullName: string,
  { to, by }: { readonly to: string; readonly by: string },
): void {
  const repository = repositoryNamed(state, fullName);
  const sender = personNamed(state, by);
  const old = accountNamed(state, repository.owner);
  const left = installationOn(state, repository);
  move(state, repository, { owner: to, name: repository.name });
  repository.teams.clear();
  left?.selected.delete(repository.id);
  const from = { [old.type === 'Organization' ? 'organization' : 'user']: loginShape(state, old.login) };
  const body = { changes: { owner: { from } } };
  state.announce({ event: 'repository', action: 'transferred', by: sender, repository, body });
}

export function archive(state: State, fullName: string, by: { readonly by: string }): void {
  switchArchived(state, fullName, { ...by, archived: true });
}

export function unarchive(state: State, fullName: string, by: { readonly by: string }): void {
  switchArchived(state, fullName, { ...by, archived: false });
}

export function publicize(state: State, fullName: string, { by }: { readonly by: string }): void {
  const repository = repositoryNamed(state, fullName);
  const sender = personNamed(state, by);
  repository.visibility = 'public';
  state.announce({ event: 'public', by: sender, repository, body: {} });
  state.announce({ event: 'repository', action: 'publicized', by: sender, repository, body: {} });
}

export function privatize(state: State, fullName: string, { by }: { readonly by: string }): void {
  const repository = repositoryNamed(state, fullName);
  repository.visibility = 'private';
  state.announce({
    event: 'repository',
    action: 'privatized',
    by: personNamed(state, by),
    repository,
    body: {},
  });
}

/** Gives a person (login) or a team (`team:slug`) a role; `none` takes it away. */
export function setRole(
  state: State,
  fullName: string,
  { who, role }: { readonly who: string; readonly role: RepositoryRole },
): void {
  const repository = repositoryNamed(state, fullName);
  if (who.startsWith('team:')) repository.teams.set(who.slice('team:'.length), role);
  else repository.collaborators.set(personNamed(state, who).login, role);
}

function switchArchived(
  state: State,
  fullName: string,
  { by, archived }: { readonly by: string; readonly archived: boolean },
): void {
  const repository = repositoryNamed(state, fullName);
  repository.archived = archived;
  const action = archived ? 'archived' : 'unarchived';
  state.announce({ event: 'repository', action, by: personNamed(state, by), repository, body: {} });
}

function move(
  state: State,
  repository: Repository,
  to: { readonly owner: string; readonly name: string },
): void {
  accountNamed(state, to.owner);
  const former = fullNameOf(repository).toLowerCase();
  repository.owner = to.owner;
  repository.name = to.name;
  repository.updatedAt = isoNow(state);
  state.names.delete(former);
  state.formerNames.set(former, repository.id);
  state.names.set(fullNameOf(repository).toLowerCase(), repository.id);
  for (const ruleset of repository.rulesets.values()) ruleset.source = fullNameOf(repository);
}

function firstFiles(
  state: State,
  fullName: string,
  from: NonNullable<NewRepository['from']>,
): Readonly<Record<string, string>> | undefined {
  if (from === 'empty') return undefined;
  if (from === 'readme') return { 'README.md': `# ${fullName.split('/')[1] ?? ''}\n` };
  if ('files' in from) return from.files;
  const template = repositoryNamed(state, from.template);
  const head = template.commits.get(template.branches.get(template.defaultBranch) ?? '');
  return head === undefined ? undefined : Object.fromEntries(head.files);
}

function blankRepository(state: State, fullName: string, options: NewRepository): Repository {
  const [owner = '', name = ''] = fullName.split('/');
  accountNamed(state, owner);
  const id = state.nextId();
  const now = isoNow(state);
  return {
    id,
    nodeId: nodeId('Repository', id),
    createdAt: now,
    fork: options.fork ?? false,
    owner,
    name,
    visibility: options.visibility ?? 'private',
    archived: false,
    disabled: false,
    template: false,
    description: null,
    language: null,
    topics: [],
    properties: {},
    defaultBranch: options.defaultBranch ?? 'main',
    updatedAt: now,
    pushedAt: null,
    branches: new Map(),
    commits: new Map(),
    rules: new Map(),
    protectionsDisabled: false,
    rulesets: new Map(),
    mergeQueues: new Set(),
    suites: new Map(),
    checkRuns: new Map(),
    statuses: [],
    issues: new Map(),
    collaborators: new Map(),
    teams: new Map(),
  };
}
