import type { Simulator } from '#simulator';
import { APP, FIVE } from './world.ts';

export type Repository = ReturnType<Simulator['world']['repository']>;
export type Run = Repository['checkRuns'] extends Map<number, infer Each> ? Each : never;
type Rule = Repository['rules'] extends Map<number, infer Each> ? Each : never;

/** How main of a repository stands, as the simulated GitHub has it. */
export type Standing = {
  readonly mood: 'protected' | 'drift' | 'waiting' | 'left' | 'unknown';
  readonly words: string;
};

export function standingOf(repository: Repository): Standing {
  if (repository.archived) return { mood: 'left', words: 'archived, left alone' };
  if (repository.branches.size === 0) return { mood: 'waiting', words: 'waits for its first push' };
  const report = latestRun(repository);
  if (report?.conclusion === 'neutral') return { mood: 'unknown', words: reasonOf(report) };
  const told = report?.conclusion === 'action_required' ? ', reported' : '';
  if (repository.protectionsDisabled) return { mood: 'drift', words: `all protections off${told}` };
  const gaps = gapsOf(repository);
  if (gaps.length === 0) return { mood: 'protected', words: 'protected' };
  return { mood: 'drift', words: `${gaps.join(', ')}${told}` };
}

/** What is missing on main; empty where the five checks are required, of administrators too. */
export function gapsOf(repository: Repository): readonly string[] {
  const settings = ruleOn(repository)?.settings;
  if (settings === undefined) return ['no rule'];
  const contexts = settings.checks?.checks.map(({ context }) => context) ?? [];
  const asked = repository.name === '.github' ? [] : FIVE;
  const missing = asked.filter(
    (job) => !contexts.some((name) => name === job || name.startsWith(`${job} (`)),
  );
  return [
    ...(missing.length > 2 ? [`${missing.length} checks missing`] : missing.map((name) => `no ${name}`)),
    ...(settings.adminsEnforced ? [] : ['administrators exempt']),
    ...(settings.forcePushes ? ['force pushes allowed'] : []),
    ...(settings.deletions ? ['deletion allowed'] : []),
  ];
}

/** The rule in force on main. The only pattern in this world that covers it besides its own name is `*`. */
export function ruleOn(repository: Repository): Rule | undefined {
  const rules = [...repository.rules.values()];
  return rules.find(({ pattern }) => pattern === 'main') ?? rules.find(({ pattern }) => pattern === '*');
}

/** Mainstay's newest report on the head of main. */
export function latestRun(repository: Repository): Run | undefined {
  const head = repository.branches.get(repository.defaultBranch);
  return [...repository.checkRuns.values()].findLast(
    (run) => run.appId === APP.appId && run.headSha === head,
  );
}

function reasonOf({ output }: Run): string {
  return /permission/.test(output.title ?? '') ? 'a permission is missing' : 'the plan does not offer it';
}
