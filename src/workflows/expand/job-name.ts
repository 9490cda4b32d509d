import { cut, exactText, joined, literal, type Name } from '../expression/name.ts';
import { textOfValue } from '../expression/value.ts';
import type { Job } from '../read/workflow.ts';
import { leavesOf, type Evaluate } from './cell.ts';
import type { Row } from './matrix.ts';

/**
 * The name of one job that runs. An expression in `name:` is evaluated and gets no suffix (N4), unless it
 * comes out empty (N5); otherwise the matrix values stand in parentheses behind it (N3), cut to 100 (N9).
 */
export function jobName(job: Job, row: Row | null, evaluate: Evaluate): Name {
  if (job.name?.kind === 'expression') {
    const name = textOfValue(evaluate(job.name.text));
    if (exactText(name) !== '') return name;
  }
  return suffixed(baseName(job), row);
}

/** S1: the name of a job that is skipped before its matrix is expanded: as it is typed. */
export function typedName(job: Job): Name {
  return job.name?.kind === 'expression' ? literal(job.name.source) : cut(literal(baseName(job)));
}

/** N1: the `name:`, or the id where there is none. */
export function baseName(job: Job): string {
  return job.name?.kind === 'scalar' ? String(job.name.value) : job.id;
}

function suffixed(base: string, row: Row | null): Name {
  const leaves = (row?.shown ?? []).flatMap(([, cell]) => leavesOf(cell));
  const [first, ...rest] = leaves;
  if (!first) return cut(literal(base));
  const list = rest.reduce((names, leaf) => joined(names, literal(', '), leaf), first);
  return cut(joined(literal(`${base} (`), list, literal(')')));
}
