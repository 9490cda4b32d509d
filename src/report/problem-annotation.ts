import { CATALOGUE, fixOf, fullName, type Problem, type RepoName } from '#model';
import { plain } from './markdown.ts';
import type { Annotation } from './publisher.ts';

/** A problem on its own line, where the file is one of this repository. */
export function problemAnnotation(repo: RepoName, problem: Problem): readonly Annotation[] {
  const here = `${fullName(repo)}/`.toLowerCase();
  if (!problem.place?.file.toLowerCase().startsWith(here)) return [];
  const { file, line, column } = problem.place;
  const path = file.slice(here.length);
  const { title } = CATALOGUE[problem.code];
  const message = plain(`${problem.detail} ${fixOf(problem)}`);
  const level = problem.code.startsWith('policy_') ? 'failure' : 'warning';
  return [{ path, line, column, level, title, message }];
}
