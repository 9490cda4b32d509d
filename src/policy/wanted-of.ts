import {
  ACTOR_LISTS,
  FLAGS,
  type From,
  type Origin,
  type Place,
  type Setting,
  type Wanted,
  type WantedCheck,
} from '#model';
import { BUILT_IN } from './built-in.ts';
import type { Item, Layer, Said, SaidCheck, SaidList } from './layer.ts';

/** What the layers together ask of a repository. */
export type OfLayer = Omit<Wanted, 'exempt' | 'overrides' | 'guard'>;

/** A layer as what is wanted, each value with its line. What it does not say is built in, or not managed. */
export function wantedOf(said: Layer): OfLayer {
  const layer = { ...BUILT_IN, ...said };
  const required = new Set(layer.required_checks.items.map(({ key }) => key));
  const optional = (layer.optional_checks?.items ?? []).filter(({ key }) => !required.has(key));
  return {
    mode: from(layer.mode),
    via: from(layer.via),
    extras: from(layer.extras),
    branches: layer.branches.items.map((branch) => from<string>(branch)),
    checks: layer.required_checks.items.map(check),
    optional: optional.map(check),
    bridge: from(layer.bridge),
    settings: settingsOf(withoutVoid(said)),
    pause: { by: from(layer['pause.by']), maxHours: from(layer['pause.max']) },
    contention: {
      times: from(layer['contention.times']),
      withinMinutes: from(layer['contention.within']),
      automation: (layer['contention.automation']?.items ?? []).map(from<string>),
    },
  };
}

/** A written value as the policy's. */
export function from<T>({ value, place }: Said<T>): From<T> {
  return { value, origin: originOf(place) };
}

function originOf(place: Place | null): Origin {
  return place === null ? null : { file: place.file, line: place.line };
}

function check({ value: { name, source, when }, place }: Item<SaidCheck>): WantedCheck {
  return {
    name,
    source: source?.value ?? null,
    when: when?.value ?? 'always',
    origin: originOf(place),
  };
}

/** Where reviews, or the block of force pushes, are not asked for, nothing about them is. */
function withoutVoid(layer: Layer): Layer {
  const noReviews = layer['reviews.required']?.value === false;
  const noBlock = layer.block_force_pushes?.value === false;
  const kept = Object.entries(layer).filter(([key]) => {
    if (key === 'force_push') return !noBlock;
    return !noReviews || key === 'reviews.required' || !key.startsWith('reviews.');
  });
  return Object.fromEntries(kept);
}

function settingsOf(layer: Layer): Wanted['settings'] {
  const scalars = [...FLAGS, 'reviews.count' as const].map((key): [Setting, unknown] => [
    key,
    scalar(layer[key]),
  ]);
  const lists = ['deployments' as const, ...ACTOR_LISTS].map((key): [Setting, unknown] => [
    key,
    list(layer[key]),
  ]);
  return Object.fromEntries([...scalars, ...lists]) as Wanted['settings'];
}

function scalar(said: Said<unknown> | undefined): From<unknown> | null {
  return said === undefined ? null : from(said);
}

function list(said: SaidList<unknown> | undefined): From<readonly unknown[]> | null {
  if (said === undefined) return null;
  return { value: said.items.map(({ value }) => value), origin: originOf(said.place) };
}
