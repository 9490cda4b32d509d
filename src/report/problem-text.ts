import { CATALOGUE, fixOf, type Problem } from '#model';
import { code, sentence } from './markdown.ts';

/** A problem with where it is and how to mend it. */
export function problemText(problem: Problem): string {
  const { title, link } = CATALOGUE[problem.code];
  const where = problem.place
    ? ` (${code(`${problem.place.file}:${problem.place.line}:${problem.place.column}`)})`
    : '';
  const detail = problem.detail === '' ? '' : ` ${sentence(problem.detail)}`;
  return `**${title}**${where}.${detail}\n${sentence(fixOf(problem))} [More](${link}) \`${problem.code}\``;
}
