/** A repository by name, as people and events name it. Names change (rename, transfer): memory goes by id. */
export type RepoName = { readonly owner: string; readonly name: string };

/** What a policy's `repositories:` blocks can go by, beside the name and the custom properties. */
export type RepoTraits = {
  readonly visibility: 'public' | 'private' | 'internal';
  readonly fork: boolean;
  readonly topics: readonly string[];
  /** The language most of it is written in, as GitHub says it; null where it has none. */
  readonly language: string | null;
};

/** What a repository is, as GitHub answered. `id` is the REST id (stable), `nodeId` the GraphQL one. */
export type RepoFacts = RepoName &
  RepoTraits & {
    readonly id: number;
    readonly nodeId: string;
    readonly archived: boolean;
    readonly disabled: boolean;
    readonly empty: boolean;
    /** Null while the repository has no branch. */
    readonly defaultBranch: string | null;
  };

/** Custom properties of a repository: name to its values (one, but for properties of several). */
export type RepoProperties = Readonly<Record<string, readonly string[]>>;

/** `owner/name`. */
export function fullName(repo: RepoName): string {
  return `${repo.owner}/${repo.name}`;
}

/** The repository that holds an organisation's policy. */
export const POLICY_REPOSITORY = '.github';
/** Where a policy file lies, in the organisation's policy repository and in any other. */
export const POLICY_PATH = '.github/mainstay.yml';
