import {
  ACTOR_LISTS,
  type ActorList,
  type Extras,
  type Flag,
  type NamedActor,
  type PauseRule,
  type Place,
  type Source,
  type Via,
  type WantedCheck,
} from '#model';

/** A value with the place that asks for it (for a list, the place of its key); null: built in. */
export type Said<T> = { readonly value: T; readonly place: Place | null };

/** One check as a layer asks for it. Absent: the layer does not say, so what lies below it counts. */
export type SaidCheck = {
  readonly name: WantedCheck['name'];
  readonly source?: Said<Source>;
  readonly when?: Said<WantedCheck['when']>;
};

/** What has one value. The later layer wins. `pause.max` is in hours, `contention.within` in minutes. */
export type Scalars = {
  readonly mode: 'enforce' | 'monitor';
  readonly via: Via;
  readonly extras: Extras;
  readonly bridge: boolean;
  readonly 'reviews.count': number;
  readonly 'pause.by': PauseRule['by']['value'];
  readonly 'pause.max': number;
  readonly 'contention.times': number;
  readonly 'contention.within': number;
} & { readonly [F in Flag]: boolean };

/** What is a list. Layers are united, unless the later one replaces. */
export type Lists = {
  readonly branches: string;
  readonly required_checks: SaidCheck;
  readonly optional_checks: SaidCheck;
  readonly deployments: string;
  readonly 'contention.automation': string;
} & { readonly [L in ActorList]: NamedActor };

export type Scalar = keyof Scalars;
export type List = keyof Lists;

export const LISTS: readonly List[] = [
  'branches',
  'required_checks',
  'optional_checks',
  'deployments',
  'contention.automation',
  ...ACTOR_LISTS,
];

/** One item of a list. Two items with the same `key` are the same thing. */
export type Item<T> = Said<T> & { readonly key: string };

/** `replaces`: what lies below does not count. */
export type SaidList<T> = {
  readonly items: readonly Item<T>[];
  readonly replaces: boolean;
  readonly place: Place | null;
};

/** What one part of a policy says of a repository. What it does not say is absent. */
export type Layer = { readonly [K in Scalar]?: Said<Scalars[K]> } & {
  readonly [K in List]?: SaidList<Lists[K]>;
};

/** The layer that says nothing: over and under any other it changes nothing. */
export const SILENCE: Layer = {};

/** Both layers as one; where both speak, the one above counts. Associative, so layers can be read in any grouping. */
export function over(below: Layer, above: Layer): Layer {
  const lists = LISTS.map((list) => [list, listOver(below[list], above[list])]);
  const said = lists.filter(([, list]) => list !== undefined);
  return { ...below, ...above, ...(Object.fromEntries(said) as Layer) };
}

function listOver(
  below: SaidList<unknown> | undefined,
  above: SaidList<unknown> | undefined,
): SaidList<unknown> | undefined {
  if (below === undefined || above === undefined) return above ?? below;
  if (above.replaces) return above;
  return { items: united(below.items, above.items), replaces: below.replaces, place: above.place };
}

/** Each item once, at its first position, as its last mention has it. */
export function united<T>(below: readonly Item<T>[], above: readonly Item<T>[]): readonly Item<T>[] {
  const items = new Map(below.map((item) => [item.key, item]));
  for (const item of above) items.set(item.key, merged(items.get(item.key), item));
  return [...items.values()];
}

/** A check keeps what its later mention does not say; everything else is its last mention. */
function merged<T>(below: Item<T> | undefined, above: Item<T>): Item<T> {
  if (below === undefined || typeof above.value !== 'object') return above;
  return { ...above, value: { ...below.value, ...above.value } };
}
