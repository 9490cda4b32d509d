import type { Place, Problem } from '#model';
import { LISTS, type Item, type Layer, type Said, type SaidCheck } from './layer.ts';
import { valueText } from './value-text.ts';

type Value = { readonly key: string; readonly text: string; readonly place: Place };

/** The first value that two layers of one rank set differently; null: none. Lists are united, so only what has one value counts. */
export function conflictIn(layers: readonly Layer[], repository: string): Problem | null {
  const seen = new Map<string, Value>();
  for (const value of layers.flatMap(valuesOf)) {
    const earlier = seen.get(value.key);
    if (earlier !== undefined && earlier.text !== value.text) return conflict(earlier, value, repository);
    seen.set(value.key, earlier ?? value);
  }
  return null;
}

function conflict(earlier: Value, later: Value, repository: string): Problem {
  return {
    code: 'policy_conflict',
    detail: `Line ${earlier.place.line} says \`${earlier.text}\` and line ${later.place.line} says \`${later.text}\`, and both blocks are for ${repository}.`,
    place: later.place,
  };
}

function valuesOf(layer: Layer): readonly Value[] {
  return Object.entries(layer).flatMap(([key, said]) => {
    if (!isList(key)) return valueOf(key, key, said as Said<unknown>);
    if (key !== 'required_checks' && key !== 'optional_checks') return [];
    return (layer[key]?.items ?? []).flatMap((item) => valuesOfCheck(key, item));
  });
}

function isList(key: string): key is (typeof LISTS)[number] {
  return LISTS.some((each) => each === key);
}

function valuesOfCheck(list: string, { key, value: { source, when } }: Item<SaidCheck>): readonly Value[] {
  return [
    ...(source === undefined ? [] : valueOf(`${list} ${key} source`, 'source', source)),
    ...(when === undefined ? [] : valueOf(`${list} ${key} when`, 'when', when)),
  ];
}

function valueOf(key: string, name: string, { value, place }: Said<unknown>): readonly Value[] {
  return place === null ? [] : [{ key, text: `${name}: ${valueText(name, value)}`, place }];
}
