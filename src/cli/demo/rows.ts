import type { Simulator } from '#simulator';
import type { Row } from './render-repositories.ts';
import { standingOf } from './standing.ts';
import { CAST } from './world.ts';

/** All repositories as they stand now, in the order of the table. */
export function rowsOf({ state }: Simulator): readonly Row[] {
  return [...state.repositories.values()].map((repository) => {
    const name = `${repository.owner}/${repository.name}`;
    return { name, note: CAST.get(name) ?? 'new', standing: standingOf(repository) };
  });
}
