import { isExact } from '../world/branch-pattern.ts';
import { addCommit, moveBranch } from '../world/branches.ts';
import { personNamed, repositoryNamed } from '../world/lookup.ts';
import { editRule } from '../world/protection.ts';
import { ruleNamed } from '../world/rule-for.ts';
import type { Repository } from '../world/repository-state.ts';
import type { Person, State } from '../world/state.ts';

export type Push = {
  readonly by: string;
  /** The default branch unless told otherwise. */
  readonly branch?: string;
  /** Path → text, over what is there. */
  readonly files?: Readonly<Record<string, string>>;
  readonly deletes?: readonly string[];
  readonly message?: string;
  readonly forced?: boolean;
};

/** One commit on a branch, which is made from the default branch when it is new. Answers the commit's id. */
export function push(state: State, fullName: string, what: Push): string {
  const repository = repositoryNamed(state, fullName);
  const by = personNamed(state, what.by);
  const branch = what.branch ?? repository.defaultBranch;
  // The first branch of an empty repository becomes its default branch, whatever name was foreseen.
  if (repository.branches.size === 0) repository.defaultBranch = branch;
  const parent = repository.branches.get(branch) ?? repository.branches.get(repository.defaultBranch);
  const { files = {}, deletes = [], message = 'Change something', forced = false } = what;
  const commit = addCommit(state, { repository, parent, by, message, files, deletes });
  moveBranch(state, { repository, branch, to: commit.sha, by, forced });
  return commit.sha;
}

export function deleteBranch(
  state: State,
  fullName: string,
  { branch, by }: { readonly branch: string; readonly by: string },
): void {
  const repository = repositoryNamed(state, fullName);
  moveBranch(state, { repository, branch, to: undefined, by: personNamed(state, by) });
}

export type Rename = { readonly from: string; readonly to: string; readonly by: string };

/** Renames a branch; its exact rule, its pull requests and its being the default go with it. */
export function renameBranch(state: State, fullName: string, { from, to, by }: Rename): void {
  const repository = repositoryNamed(state, fullName);
  const sender = personNamed(state, by);
  const sha = repository.branches.get(from);
  if (sha === undefined) throw new Error(`${fullName} has no branch ${from}`);
  const rule = ruleNamed(repository, from);
  moveBranch(state, { repository, branch: to, to: sha, by: sender });
  moveBranch(state, { repository, branch: from, to: undefined, by: sender });
  if (rule !== undefined && isExact(from)) {
    editRule(state, { repository, rule, by: sender, pattern: to }, rule.settings);
  }
  if (repository.defaultBranch === from) makeDefault(state, { repository, by: sender }, to);
}

/** Makes another existing branch the default one; exact rules stay where they are. */
export function setDefaultBranch(
  state: State,
  fullName: string,
  { branch, by }: { readonly branch: string; readonly by: string },
): void {
  const repository = repositoryNamed(state, fullName);
  if (!repository.branches.has(branch)) throw new Error(`${fullName} has no branch ${branch}`);
  makeDefault(state, { repository, by: personNamed(state, by) }, branch);
}

function makeDefault(
  state: State,
  { repository, by }: { readonly repository: Repository; readonly by: Person },
  branch: string,
): void {
  const changes = { default_branch: { from: repository.defaultBranch } };
  repository.defaultBranch = branch;
  state.announce({ event: 'repository', action: 'edited', by, repository, body: { changes } });
}
