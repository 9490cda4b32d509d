import {
  ACTOR_LISTS,
  type ActorList,
  type Change,
  type Extras,
  type From,
  type Held,
  type NamedActor,
  type Problem,
  type Protection,
  type RuleActor,
  type Setting,
  type SettingValues,
} from '#model';
import { heldIn } from './held.ts';

/** What comes of one setting: a change, nothing, or the reason why nobody can tell. */
export type SettingDiff = { readonly change: Change | null; readonly refusal: Problem | null };

const NONE: SettingDiff = { change: null, refusal: null };

/**
 * The difference in one setting. With `extras: keep` a policy only asks for the stricter state: what is stricter there
 * stays. With `remove` the policy's value is exactly what is to be.
 */
export function diffSetting<S extends Setting>(
  setting: S,
  wanted: From<SettingValues[S]> | null,
  on: { readonly actual: Protection | null; readonly extras: Extras },
): SettingDiff {
  if (wanted === null) return NONE;
  const { actual, extras } = on;
  const before = actual === null ? null : heldIn(setting, actual);
  if (before === 'notVisible') return { change: null, refusal: notVisible(setting) };
  const after = isActorList(setting)
    ? actorsAfter(before as HeldActors | null, wanted.value as readonly NamedActor[], extras)
    : valueAfter(before as Plain | null, wanted.value as Plain, extras);
  if (after === null || isEqual(before, after)) return NONE;
  return { change: { dimension: setting, before, after, because: [wanted.origin] } as Change, refusal: null };
}

type Plain = boolean | number | readonly string[];
type HeldActors = Exclude<Held[ActorList], 'notVisible'>;

/** Null: nothing is asked for. */
function valueAfter(before: Plain | null, wanted: Plain, extras: Extras): Plain | null {
  if (extras === 'remove' && before !== null) return wanted;
  if (typeof wanted === 'boolean') return wanted ? true : null;
  if (typeof wanted === 'number') return Math.max(wanted, typeof before === 'number' ? before : 0) || null;
  const there = Array.isArray(before) ? (before as readonly string[]) : [];
  const list = wanted;
  return list.length === 0 ? null : [...there, ...list.filter((name) => !there.includes(name))];
}

/** Whoever is excepted and may not be goes; nobody is added to a list that is shorter than the policy's. */
function actorsAfter(
  before: HeldActors | null,
  wanted: readonly NamedActor[],
  extras: Extras,
): readonly RuleActor[] {
  const there = before === null || before === 'everybody' ? null : before;
  const known = wanted.map(
    (actor): RuleActor => there?.find((one) => isSame(one, actor)) ?? { ...actor, id: null },
  );
  if (there === null || extras === 'remove') return known;
  return there.filter((actor) => wanted.some((one) => isSame(one, actor)));
}

function isActorList(setting: Setting): setting is ActorList {
  return (ACTOR_LISTS as readonly string[]).includes(setting);
}

/** GitHub compares logins and slugs without regard to case. */
function isSame(one: NamedActor, other: NamedActor): boolean {
  return one.kind === other.kind && one.name.toLowerCase() === other.name.toLowerCase();
}

function isEqual(before: unknown, after: unknown): boolean {
  if (!Array.isArray(before) || !Array.isArray(after)) return before === after;
  const [one, other] = [before, after].map((list: unknown[]) =>
    list.map((item) => JSON.stringify(item)).sort(),
  );
  return JSON.stringify(one) === JSON.stringify(other);
}

function notVisible(setting: Setting): Problem {
  return {
    code: 'rule_not_visible',
    detail: `\`${setting}\` cannot be compared: GitHub does not show everybody whom the rule names.`,
  };
}
