import {
  ACTOR_LISTS,
  FLAGS,
  type ActorList,
  type Exemption,
  type Overrides,
  type Setting,
  type Wanted,
  type WantedCheck,
} from '#model';
import type { Scalar } from './layer.ts';
import { nameKey } from './name-key.ts';
import { isLoosest, rankOf } from './strictness.ts';

/**
 * The keys in which one policy of a repository asks for less than another. By which means (`via`) it is
 * protected, which checks are only reported and who counts as a second manager makes nothing looser.
 */
export function looser(after: Wanted, before: Wanted): readonly string[] {
  const rules = looserRules(after, before);
  if (isShorter(before.exempt, after.exempt)) return ['exempt', ...rules];
  // Nothing was asked of it, so nothing that is asked of it now is less.
  if (before.exempt !== null) return rules;
  const keys: readonly (readonly [key: string, isLooser: boolean])[] = [
    ['mode', isLower('mode', after.mode, before.mode)],
    ['extras', isLower('extras', after.extras, before.extras)],
    ['branches', lacks(after.branches.map(valueOf), before.branches.map(valueOf))],
    ['required_checks', lessRequired(after.checks, before.checks)],
    ['bridge', isLower('bridge', after.bridge, before.bridge)],
    ...FLAGS.map((flag) => [flag, isLessAsked(flag, after, before)] as const),
    ['reviews.count', isLessAsked('reviews.count', after, before)],
    ['deployments', lacks(namesIn('deployments', after), namesIn('deployments', before))],
    ...ACTOR_LISTS.map((list) => [list, isWider(list, after, before)] as const),
  ];
  return [...keys.filter(([, isLooser]) => isLooser).map(([key]) => key), ...rules];
}

/** What an organisation's file says of who may decide, beside what it asks for. */
function looserRules(after: Wanted, before: Wanted): readonly string[] {
  const isMoreOpen =
    isLower('pause.by', after.pause.by, before.pause.by) ||
    (after.pause.by.value !== 'nobody' && isLower('pause.max', after.pause.maxHours, before.pause.maxHours));
  return [
    ...(isMoreOpen ? ['pause'] : []),
    ...(allowsMore(after.overrides.value, before.overrides.value) ? ['overrides'] : []),
    ...(after.guard.value > before.guard.value ? ['guard'] : []),
  ];
}

type Valued = { readonly value: unknown };

function isLower(key: Scalar, after: Valued, before: Valued): boolean {
  return rankOf(key, after.value) < rankOf(key, before.value);
}

function isShorter(before: Exemption | null, after: Exemption | null): boolean {
  if (after === null) return false;
  if (before === null) return true;
  return before.until !== null && (after.until === null || after.until > before.until);
}

/** What is not managed is left as found, so only with `extras: remove` is "off" less than that. */
function isLessAsked(key: Scalar & Setting, after: Wanted, before: Wanted): boolean {
  const now = after.settings[key];
  const then = before.settings[key];
  if (then !== null) return now === null ? !isLoosest(then.value) : isLower(key, now, then);
  return now !== null && after.extras.value === 'remove' && isLoosest(now.value) && !isVoid(key, before);
}

/** Where no review was to be required, no rule about reviews is less than that. */
function isVoid(key: Setting, { settings }: Wanted): boolean {
  return key.startsWith('reviews.') && settings['reviews.required']?.value === false;
}

function lessRequired(after: readonly WantedCheck[], before: readonly WantedCheck[]): boolean {
  const now = new Map(after.map((check) => [nameKey(check.name), check]));
  return before.some((then) => !covers(now.get(nameKey(then.name)), then));
}

function covers(now: WantedCheck | undefined, then: WantedCheck): boolean {
  if (now === undefined || (then.when === 'always' && now.when === 'ready')) return false;
  if (then.source === null) return now.source !== 'any';
  return then.source === 'any' || now.source === then.source;
}

/** Who is excepted; null: nobody was asked to be left out. */
function exceptedIn(list: ActorList, { settings }: Wanted): readonly string[] | null {
  const said = settings[list]?.value.map(({ kind, name }) => `${kind} ${name.toLowerCase()}`);
  if (said !== undefined) return said;
  if (list === 'force_push' && settings.block_force_pushes?.value === true) return [];
  return list === 'reviews.bypassers' && settings['reviews.required']?.value === true ? [] : null;
}

function isWider(list: ActorList, after: Wanted, before: Wanted): boolean {
  const then = exceptedIn(list, before);
  const now = exceptedIn(list, after);
  return then !== null && (now === null || lacks(then, now));
}

function namesIn(key: 'deployments', { settings }: Wanted): readonly string[] {
  return settings[key]?.value ?? [];
}

function lacks(own: readonly string[], other: readonly string[]): boolean {
  return other.some((each) => !own.includes(each));
}

function valueOf({ value }: { readonly value: string }): string {
  return value;
}

function allowsMore(after: Overrides, before: Overrides): boolean {
  if (after === 'none' || before === after) return false;
  if (before === 'none') return true;
  return lacks(allowedBy(before), allowedBy(after));
}

function allowedBy(overrides: Exclude<Overrides, 'none'>): readonly string[] {
  return overrides === 'tighten' ? [] : overrides.allow;
}
