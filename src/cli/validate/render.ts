import { CATALOGUE, fixOf, type Problem } from '#model';
import { commandOf } from '../check/render-github.ts';
import { painter, printable } from '../check/terminal.ts';
import type { JudgedFile } from './judge-file.ts';
import type { Format } from './options.ts';

type Render = (judged: readonly JudgedFile[], coloured: boolean) => string;

export const RENDER: Readonly<Record<Format, Render>> = { text: asText, json: asJson, github: asGithub };

function asText(judged: readonly JudgedFile[], coloured: boolean): string {
  const paint = painter(coloured);
  function told(problem: Problem): string {
    const head = paint(`${printable(where(problem))}: ${CATALOGUE[problem.code].title}`, 'bold');
    return `${head} (${problem.code})\n  ${printable(problem.detail)}\n  Fix: ${printable(fixOf(problem))}\n`;
  }
  return judged
    .map(({ file, level, problems }) => {
      const name = printable(file);
      if (problems.length > 0) return problems.map(told).join('');
      return `${paint(`${name}: good`, 'green')}, read as ${whose(level)}\n`;
    })
    .join('');
}

/** The shape is a promise: `version` changes when it does. */
function asJson(judged: readonly JudgedFile[]): string {
  const files = judged.map(({ file, level, problems }) => ({
    file,
    level,
    valid: problems.length === 0,
    problems: problems.map((problem) => ({
      code: problem.code,
      title: CATALOGUE[problem.code].title,
      detail: problem.detail,
      fix: fixOf(problem),
      line: problem.place?.line ?? null,
      column: problem.place?.column ?? null,
    })),
  }));
  return `${JSON.stringify({ version: 1, files }, null, 2)}\n`;
}

function asGithub(judged: readonly JudgedFile[]): string {
  return judged
    .flatMap(({ file, problems }) => problems.map((problem) => annotation(file, problem)))
    .join('');
}

function annotation(file: string, problem: Problem): string {
  return commandOf({
    level: 'error',
    code: problem.code,
    title: CATALOGUE[problem.code].title,
    message: `${problem.detail}\nFix: ${fixOf(problem)}`,
    file,
    line: problem.place?.line ?? 1,
    column: problem.place?.column ?? 1,
  });
}

function where({ place }: Problem): string {
  return place === undefined ? '' : `${place.file}:${place.line}:${place.column}`;
}

function whose(level: JudgedFile['level']): string {
  return level === 'organisation' ? "the organisation's policy" : "a repository's own file";
}
