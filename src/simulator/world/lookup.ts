import type { Commit, Repository } from './repository-state.ts';
import type { App, Enterprise, Installation, Organisation, Person, State } from './state.ts';

/** The repository with this `owner/name` now. GitHub does not tell upper from lower case here. */
export function findRepository(state: State, fullName: string): Repository | undefined {
  const id = state.names.get(fullName.toLowerCase());
  return id === undefined ? undefined : state.repositories.get(id);
}

/** The repository that had this `owner/name` before a rename or transfer, unless another has it now. */
export function findFormerRepository(state: State, fullName: string): Repository | undefined {
  const id = state.formerNames.get(fullName.toLowerCase());
  return id === undefined ? undefined : state.repositories.get(id);
}

/** As `findRepository`, for people's actions: a name nobody has is a mistake in the story. */
export function repositoryNamed(state: State, fullName: string): Repository {
  const found = findRepository(state, fullName);
  if (found === undefined) throw new Error(`The simulated GitHub has no repository ${fullName}`);
  return found;
}

export function fullNameOf(repository: Repository): string {
  return `${repository.owner}/${repository.name}`;
}

export function personNamed(state: State, login: string): Person {
  const found = state.people.get(login);
  if (found === undefined) throw new Error(`The simulated GitHub knows nobody called ${login}`);
  return found;
}

/** The account an app acts as: `<slug>[bot]`. */
export function botOf(state: State, app: App): Person {
  return personNamed(state, `${app.slug}[bot]`);
}

export function organisationNamed(state: State, login: string): Organisation {
  const found = state.organisations.get(login);
  if (found === undefined) throw new Error(`The simulated GitHub has no organisation ${login}`);
  return found;
}

export function enterpriseNamed(state: State, slug: string): Enterprise {
  const found = state.enterprises.get(slug);
  if (found === undefined) throw new Error(`The simulated GitHub has no enterprise ${slug}`);
  return found;
}

/** Whoever owns repositories under this login. */
export function accountNamed(state: State, login: string): Organisation | Person {
  return state.organisations.get(login) ?? personNamed(state, login);
}

/** The app's installation whose repositories include this one, suspended or not. */
export function installationOn(
  state: State,
  repository: Repository,
  appId: number = state.app.id,
): Installation | undefined {
  return [...state.installations.values()].find(
    (one) => one.appId === appId && one.account === repository.owner && covers(one, repository),
  );
}

/** Whether an installation on the repository's owner was given this repository. */
export function covers(installation: Installation, repository: Repository): boolean {
  if (installation.account !== repository.owner) return false;
  return installation.selection === 'all' || installation.selected.has(repository.id);
}

/** A branch, a full ref, `HEAD` or a commit id → the commit. */
export function resolveCommit(repository: Repository, ref: string): Commit | undefined {
  const name = ref === 'HEAD' ? repository.defaultBranch : ref.replace(/^refs\/heads\/|^heads\//, '');
  const sha = repository.branches.get(name) ?? name;
  return repository.commits.get(sha);
}

export function isoNow(state: State): string {
  return new Date(state.now()).toISOString().replace(/\.\d+Z$/, 'Z');
}
