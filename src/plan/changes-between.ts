import { SETTINGS, type Change, type Dimension, type Origin, type Protection, type Wanted } from '#model';
import type { Edit } from './goal.ts';
import { isAtLeast, isEqual } from './held.ts';
import { heldTogether } from './in-force.ts';

export type Between = {
  readonly wanted: Wanted;
  readonly edits: readonly Edit[];
  /** All that is in force before; null: nothing is. */
  readonly before: readonly Protection[] | null;
  readonly after: readonly Protection[];
  /** Whether it comes into force as a whole, so that more becomes true than what is edited. */
  readonly wholly: boolean;
};

/** What the edits change of what is in force, in the words of the policy. */
export function changesBetween({ wanted, edits, before, after, wholly }: Between): readonly Change[] {
  const dimensions = (['required_checks', ...SETTINGS] as const).filter(
    (dimension) =>
      edits.some((edit) => edit.dimension === dimension) || (wholly && isManaged(dimension, wanted)),
  );
  return dimensions.flatMap((dimension) => {
    const was = before === null ? null : heldTogether(dimension, before);
    const becomes = heldTogether(dimension, after);
    if (isEqual(was ?? heldTogether(dimension, []), becomes)) return [];
    const edit = edits.find((one) => one.dimension === dimension);
    const asked = edit?.because ?? originsOf(dimension, wanted);
    const isLess = was !== null && isAtLeast(dimension, becomes, was) === false;
    const because = isLess && wanted.extras.value === 'remove' ? [...asked, wanted.extras.origin] : asked;
    return [{ dimension, before: was, after: becomes, because } as Change];
  });
}

function isManaged(dimension: Dimension, { settings, checks }: Wanted): boolean {
  return dimension === 'required_checks' ? checks.length > 0 : settings[dimension] !== null;
}

function originsOf(dimension: Dimension, { settings, checks }: Wanted): readonly Origin[] {
  if (dimension === 'required_checks') return checks.map(({ origin }) => origin);
  return [settings[dimension]?.origin ?? null];
}
