import {
  fixOf,
  POLICY_REPOSITORY,
  type Problem,
  type RepoName,
  type RepoTraits,
  type WantedCheck,
} from '#model';
import { parsePolicy, wantedFor, type PolicyPlace } from '#policy';
import { BrokenPolicy } from './options.ts';
import { printable } from './terminal.ts';

/** What is asked, and what a repository's own file asked for in vain. */
export type AskedChecks = {
  readonly checks: readonly Pick<WantedCheck, 'name' | 'source'>[];
  readonly remarks: readonly string[];
};

/** A policy file as it was named or found, and the repository (`owner/name`; null: not known) it is read for. */
export type FoundPolicy = PolicyPlace & { readonly text: string; readonly repository: string | null };

/** A checkout does not say what blocks can go by beside the name: those that ask for more than this do not count. */
const UNKNOWN_TRAITS: RepoTraits = { visibility: 'public', fork: false, topics: [], language: null };

/**
 * The checks that a policy file asks for, beside the built-in ones unless it replaces them. Throws a BrokenPolicy that names every mistake with its line, its column and the fix.
 */
export function checksFrom({ text, file, level, repository }: FoundPolicy): AskedChecks {
  const repo = repoNamed(repository);
  const isShared = level === 'organisation' || repo.name.toLowerCase() === POLICY_REPOSITORY;
  const { policy, problems } = parsePolicy(text, { file, level: isShared ? 'organisation' : 'repository' });
  if (policy === null) throw new BrokenPolicy(`the policy is broken\n${problems.map(told).join('\n')}`);
  const answer = wantedFor({
    repo: { ...repo, ...UNKNOWN_TRAITS },
    properties: null,
    organisation: isShared ? policy : null,
    repository: isShared ? null : policy,
    now: new Date(),
  });
  const unknown = answer.unknown === null ? [] : [answer.unknown];
  return {
    checks: answer.wanted.exempt === null ? answer.wanted.checks : [],
    remarks: [...unknown, ...answer.problems].map(told),
  };
}

function repoNamed(repository: string | null): RepoName {
  const [owner = '', name = ''] = repository?.split('/') ?? [];
  return { owner, name };
}

function told(problem: Problem): string {
  const { place, detail } = problem;
  const where = place ? `${place.file}:${place.line}:${place.column}: ` : '';
  return `${printable(`${where}${detail}`)}\n  Fix: ${printable(fixOf(problem))}`;
}
