import type { Problem } from '#model';
import { type GraphError, failureOfGraph } from './graph-answer.ts';
import { problemOf } from './problem-of.ts';

export type Path = readonly (string | number)[];

/** The first error that took away what lies at `path`, a part of it, or what holds it. One without a path is everywhere. */
export function holeAt(errors: readonly GraphError[], path: Path): GraphError | undefined {
  return errors.find((error) =>
    error.path.every((step, index) => index >= path.length || step === path[index]),
  );
}

/** The fields under `path` that errors took away or left holes in. */
export function holesUnder(errors: readonly GraphError[], path: Path): readonly (string | number)[] {
  return errors
    .filter((error) => error.path.length > path.length && holeAt([error], path))
    .map((error) => error.path[path.length] ?? '');
}

/** Why something is unknown, in GitHub's words where it gave any. */
export function unknownBecause(what: string, hole: GraphError | undefined): Problem {
  const failure = hole && failureOfGraph(hole);
  if (!failure)
    return { code: 'read_incomplete', detail: `${what}: ${hole?.message ?? 'not in the answer'}` };
  const { code, detail } = problemOf(failure, 'read_incomplete');
  return { code: code === 'repository_not_found' ? 'read_incomplete' : code, detail: `${what}: ${detail}` };
}
