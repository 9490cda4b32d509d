import { CATALOGUE, fixOf, fullName, type Origin, type Problem, type RepoName } from '#model';
import { painter, printable, wrapped } from '../check/terminal.ts';
import type { Resolved } from './resolve.ts';
import { rowsOf, unmanagedIn, type Row } from './rows.ts';

/** The resulting policy as a table: key, value, file and line. */
export function renderText(repo: RepoName, { answer, problems }: Resolved, coloured: boolean): string {
  const paint = painter(coloured);
  const told = problems.map(
    (problem) =>
      `${paint(printable(`${placeText(problem)}${CATALOGUE[problem.code].title}`), 'red')}\n  ${printable(problem.detail)}\n  Fix: ${printable(fixOf(problem))}\n`,
  );
  if (answer === null) return told.join('');
  const rows = rowsOf(answer.wanted).map(cells);
  const widths = [0, 1].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const lines = rows.map(
    ([key, value, origin]) =>
      `  ${key.padEnd(widths[0] ?? 0)}  ${value.padEnd(widths[1] ?? 0)}  ${paint(origin, 'dim')}\n`,
  );
  const unmanaged = wrapped(`Not managed, left as found: ${unmanagedIn(answer.wanted).join(', ')}.`, 2);
  const head = paint(`What the policy asks of ${fullName(repo)}`, 'bold');
  return `${told.join('')}${head}\n\n${lines.join('')}\n${unmanaged.join('\n')}\n`;
}

/** The shape is a promise: `version` changes when it does. */
export function renderJson(repo: RepoName, { answer, problems }: Resolved): string {
  const document = {
    version: 1,
    repository: fullName(repo),
    known: answer !== null && answer.unknown === null,
    values:
      answer === null
        ? []
        : rowsOf(answer.wanted).map(({ key, value, origin }) => ({
            key,
            value,
            file: origin?.file ?? null,
            line: origin?.line ?? null,
          })),
    unmanaged: answer === null ? [] : unmanagedIn(answer.wanted),
    problems: problems.map((problem) => ({
      code: problem.code,
      title: CATALOGUE[problem.code].title,
      detail: problem.detail,
      fix: fixOf(problem),
      file: problem.place?.file ?? null,
      line: problem.place?.line ?? null,
      column: problem.place?.column ?? null,
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function cells({ key, value, origin }: Row): readonly [string, string, string] {
  return [key, printable(textOf(value)), printable(originText(origin))];
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return JSON.stringify(value).replaceAll('"', '');
}

function originText(origin: Origin): string {
  return origin === null ? 'built in' : `${origin.file}:${origin.line}`;
}

function placeText({ place }: Problem): string {
  return place === undefined ? '' : `${place.file}:${place.line}:${place.column}: `;
}
