import type {
  From,
  Held,
  Known,
  NamedActor,
  Origin,
  Problem,
  Protection,
  RuleActor,
  RuleActors,
  Setting,
  SettingValues,
} from '#model';
import type { Edit } from './goal.ts';
import { heldIn, isActorList, isAtLeast, isEqual, isSameActor } from './held.ts';

/** What a policy wants of one setting. */
export type Want = {
  readonly setting: Setting;
  readonly value: SettingValues[Setting];
  readonly origin: Origin;
};

/** Whether a policy's value asks for anything at all: off, and no approvals, ask for nothing. */
export function isDemanded({ setting, value }: Want): boolean {
  if (isActorList(setting)) return true;
  return Array.isArray(value) ? value.length > 0 : value !== false && value !== 0;
}

/** Whether a protection does what is wanted. Null: nobody can tell. */
export function meets(protection: Protection, { setting, value }: Want): boolean | null {
  return isAtLeast(setting, heldIn(setting, protection), asHeld(value));
}

/** The settings that the policy manages, in their order. */
export function wantsOf(
  settings: { readonly [S in Setting]: From<SettingValues[S]> | null },
  order: readonly Setting[],
): readonly Want[] {
  return order.flatMap((setting) => {
    const wanted = settings[setting];
    return wanted === null ? [] : [{ setting, value: wanted.value, origin: wanted.origin }];
  });
}

/** The edit that makes a protection do what is wanted (of any setting but `deployments`), all that is stricter there kept; null: it does already. */
export function raise(protection: Protection, want: Want): Edit | null {
  const { setting, value } = want;
  const before = heldIn(setting, protection);
  return editTo(want, before, isActorList(setting) ? actorsAfter(before, value) : valueAfter(before, value));
}

/** The edit that makes the policy's value exactly true where more than that is there; null: not more. */
export function lower(protection: Protection, want: Want): Known<Edit | null> {
  const before = heldIn(want.setting, protection);
  if (before === 'notVisible') return { known: false, why: notVisible(want.setting) };
  const exact = isActorList(want.setting) ? named(before, want.value) : asHeld(want.value);
  return { known: true, value: editTo(want, before, exact) };
}

/** A list of actors that GitHub does not show, so that it can neither be compared nor written. */
export function notVisible(setting: Setting): Problem {
  return {
    code: 'rule_not_visible',
    detail: `\`${setting}\` cannot be compared: GitHub does not show everybody whom the rule names.`,
  };
}

function editTo({ setting, origin }: Want, before: Held[Setting], value: Held[Setting]): Edit | null {
  if (isEqual(before, value)) return null;
  return { dimension: setting, value, because: [origin] } as Edit;
}

function asHeld(value: SettingValues[Setting]): Held[Setting] {
  // Actors by name alone: their ids are asked for when they are written.
  if (!Array.isArray(value)) return value as Held[Setting];
  const list = value as readonly (string | NamedActor)[];
  return list.map((item) => (typeof item === 'string' ? item : { ...item, id: null })) as Held[Setting];
}

function valueAfter(before: Held[Setting], wanted: SettingValues[Setting]): Held[Setting] {
  if (typeof wanted === 'number') return Math.max(wanted, before as number);
  return wanted === true ? true : before;
}

/** Whoever is excepted and may not be goes; nobody is added to a list that is shorter than the policy's. */
function actorsAfter(before: Held[Setting], wanted: SettingValues[Setting]): readonly RuleActor[] {
  const actors = named(before, wanted);
  if (before === 'everybody') return actors;
  return actors.filter(({ id, ...actor }) => id !== null || isThere(before, actor));
}

function isThere(before: Held[Setting], actor: NamedActor): boolean {
  return listOf(before).some((one) => isSameActor(one, actor));
}

/** The policy's actors, with the ids of those that the rule names already. */
function named(before: Held[Setting], wanted: SettingValues[Setting]): readonly RuleActor[] {
  const there = listOf(before);
  return (wanted as readonly NamedActor[]).map(
    (actor) => there.find((one) => isSameActor(one, actor)) ?? { ...actor, id: null },
  );
}

function listOf(before: Held[Setting]): readonly RuleActor[] {
  return Array.isArray(before) ? (before as Exclude<RuleActors, 'notVisible'>) : [];
}
