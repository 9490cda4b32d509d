import { ACTOR_LISTS, type Change, type NamedActor, type RequiredContext, type Wanted } from '#model';
import type { PlanInput } from '#plan';

/** The same question for a plan that leaves these settings as they were found: the policy asks for what is there. */
export function asFound(asked: PlanInput, changes: readonly Change[]): PlanInput {
  return changes.reduce(leaving, asked);
}

function leaving(asked: PlanInput, change: Change): PlanInput {
  const { wanted } = asked;
  if (change.dimension === 'required_checks') {
    return { ...asked, forecast: null, wanted: { ...wanted, checks: checksFound(change.before ?? []) } };
  }
  const before = named(change);
  const setting = before === null ? null : { value: before, origin: null };
  const settings = { ...wanted.settings, [change.dimension]: setting } as Wanted['settings'];
  return { ...asked, wanted: { ...wanted, settings } };
}

function checksFound(required: readonly RequiredContext[]): Wanted['checks'] {
  return required.map(({ context, source }) => ({
    name: { context },
    source,
    when: 'always',
    origin: null,
  }));
}

/** Null: there is no rule, or no limit, so that nothing is asked for. */
function named({ dimension, before }: Change): unknown {
  if (!(ACTOR_LISTS as readonly string[]).includes(dimension)) return before;
  if (!Array.isArray(before)) return null;
  return (before as readonly NamedActor[]).map(({ kind, name }) => ({ kind, name }));
}
