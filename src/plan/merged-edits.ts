import { ACTOR_LISTS, type Dimension, type Protection, type RuleActor } from '#model';
import { goalOf, type Edit } from './goal.ts';
import { heldOf, isEqual, isSameActor } from './held.ts';

/** The edits of several branches as one list: what they share is as strict as the strictest of them asks. */
export function mergedEdits(lists: readonly (readonly Edit[])[], own: Protection): readonly Edit[] {
  const goals = lists.map((edits) => goalOf(own, edits));
  const dimensions = [...new Set(lists.flat().map(({ dimension }) => dimension))];
  return dimensions.flatMap((dimension) => {
    const values = goals.map((goal) => heldOf(dimension, goal));
    const value = values.reduce((one, other) => stricterOf(dimension, one, other));
    if (isEqual(value, heldOf(dimension, own))) return [];
    const because = lists
      .flat()
      .filter((edit) => edit.dimension === dimension)
      .flatMap((edit) => edit.because);
    return [{ dimension, value, because: unique(because) } as Edit];
  });
}

type Value = Edit['value'];

function stricterOf(dimension: Dimension, one: Value, other: Value): Value {
  if (typeof one === 'boolean') return one || other === true;
  if (typeof one === 'number') return Math.max(one, other as number);
  if ((ACTOR_LISTS as readonly string[]).includes(dimension)) return fewer(one, other);
  const list = [...(one as readonly unknown[]), ...(other as readonly unknown[])];
  return [...new Map(list.map((item) => [JSON.stringify(item), item])).values()] as unknown as Value;
}

function fewer(one: Value, other: Value): Value {
  if (typeof one === 'string') return other;
  if (typeof other === 'string') return one;
  const people = other as readonly RuleActor[];
  return (one as readonly RuleActor[]).filter((actor) => people.some((same) => isSameActor(actor, same)));
}

function unique<T>(list: readonly T[]): readonly T[] {
  return [...new Map(list.map((item) => [JSON.stringify(item), item])).values()];
}
