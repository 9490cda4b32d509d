/** A repository by name, as people and events name it. Names change (rename, transfer): memory goes by id. */
export type RepoName = { readonly owner: string; readonly name: string };

/** What a repository is, as GitHub answered. `id` is the REST id (stable), `nodeId` the GraphQL one. */
export type RepoFacts = RepoName & {
  readonly id: number;
  readonly nodeId: string;
  readonly visibility: 'public' | 'private' | 'internal';
  readonly archived: boolean;
  readonly disabled: boolean;
  readonly empty: boolean;
  /** Null while the repository has no branch. */
  readonly defaultBranch: string | null;
};

/** `owner/name`. */
export function fullName(repo: RepoName): string {
  return `${repo.owner}/${repo.name}`;
}

/** The repository that holds an organisation's policy. */
export const POLICY_REPOSITORY = '.github';
/** Where a policy file lies, in the organisation's policy repository and in any other. */
export const POLICY_PATH = '.github/mainstay.yml';
