import type { CheckRun, CheckSuite, Status } from './checks-state.ts';
import type { Issue } from './issue-state.ts';
import type { ProtectionRule } from './protection-state.ts';
import type { Ruleset } from './ruleset-state.ts';

export type RepositoryRole = 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none';

/** Path in the repository → text. A text with a NUL character counts as binary, as in git. */
export type Files = ReadonlyMap<string, string>;

export type Commit = {
  readonly sha: string;
  readonly message: string;
  readonly author: string;
  readonly date: string;
  readonly parents: readonly string[];
  readonly files: Files;
};

export type Repository = {
  readonly id: number;
  readonly nodeId: string;
  readonly createdAt: string;
  readonly fork: boolean;
  owner: string;
  name: string;
  visibility: 'public' | 'private' | 'internal';
  archived: boolean;
  disabled: boolean;
  template: boolean;
  description: string | null;
  language: string | null;
  topics: readonly string[];
  /** Custom property → its value, or values where it may have several. */
  properties: Readonly<Record<string, string | readonly string[]>>;
  /** The name of the default branch; in an empty repository that branch does not exist yet. */
  defaultBranch: string;
  updatedAt: string;
  pushedAt: string | null;
  /** Branch → commit. Empty for an empty repository. */
  readonly branches: Map<string, string>;
  readonly commits: Map<string, Commit>;
  /** Classic rules in the order of their creation. */
  readonly rules: Map<number, ProtectionRule>;
  /** Set while somebody has switched off all protections of the repository. */
  protectionsDisabled: boolean;
  readonly rulesets: Map<number, Ruleset>;
  /** Branches whose classic protection has a merge queue: only the settings page switches that. */
  readonly mergeQueues: Set<string>;
  readonly suites: Map<number, CheckSuite>;
  readonly checkRuns: Map<number, CheckRun>;
  readonly statuses: Status[];
  /** Issues and pull requests, which share their numbers. */
  readonly issues: Map<number, Issue>;
  /** Login → role given directly. */
  readonly collaborators: Map<string, RepositoryRole>;
  /** Team slug → role. */
  readonly teams: Map<string, RepositoryRole>;
};
