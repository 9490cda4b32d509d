import type { FileText, Known, RepoName, RepoProperties, RepoTraits } from '#model';

/** What the resulting policy of a repository is made from. A file that is null does not exist. */
export type Sources = {
  readonly traits: RepoTraits;
  readonly organisation: Known<FileText | null>;
  readonly repository: Known<FileText | null>;
  /** Asked only where the organisation's policy goes by them; null: nobody knows. */
  readonly properties: (() => Promise<Known<RepoProperties>>) | null;
};

/** Reads them, from GitHub or from files. A repository that cannot be seen is a problem. */
export type ReadSources = (repo: RepoName) => Promise<Known<Sources>>;
