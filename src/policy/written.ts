import { type NamedActor, type Place, type Source } from '#model';
import { minutesOf } from './duration.ts';
import { LISTS, type Item, type Layer, type Said, type SaidCheck, type SaidList } from './layer.ts';
import { placeOfKey, placeOfValue, type Path } from './located.ts';
import { nameKey } from './name-key.ts';
import { ORGANISATION_ONLY } from './organisation-only.ts';
import type { ReadDocument } from './read-document.ts';
import type { LayerContent } from './schema.ts';
import { valueAt } from './value-at.ts';

type Entry = NonNullable<LayerContent['required_checks']>[number];
type Actors = NonNullable<LayerContent['push']>;

/** Where a layer's content lies: the file, and the path of the layer in it. */
export type Where = { readonly document: ReadDocument; readonly at: Path };

/** The App id of GitHub Actions on github.com. */
const GITHUB_ACTIONS = 15368;

/** Scalars whose value is not the one that is written. */
const CONVERTED: Readonly<Record<string, (text: string) => number>> = {
  'pause.max': (text) => (minutesOf(text) ?? 0) / 60,
  'contention.within': (text) => minutesOf(text) ?? 0,
};
/** Keys that are neither a scalar nor a list of a layer. */
const APART = new Set(['version', 'replace', 'match', ...ORGANISATION_ONLY]);
const IN_PARTS = new Set(['reviews', 'pause', 'contention']);

/** What one part of a checked file says, with the place of every value, and what it implies. */
export function written(content: LayerContent, where: Where): Layer {
  const keys = layerKeys(content);
  const said = keys.map((key) => [
    key,
    isList(key) ? list(key, content, where) : scalar(key, content, where),
  ]);
  const layer = Object.fromEntries(said) as Layer;
  return { ...implied(content, where), ...layer };
}

function layerKeys(content: LayerContent): readonly string[] {
  return Object.entries(content as Readonly<Record<string, object>>).flatMap(([key, value]) => {
    if (APART.has(key)) return [];
    return IN_PARTS.has(key) ? Object.keys(value).map((part) => `${key}.${part}`) : [key];
  });
}

function isList(key: string): key is (typeof LISTS)[number] {
  return LISTS.some((each) => each === key);
}

function scalar(key: string, content: LayerContent, where: Where): Said<unknown> {
  const path = key.split('.');
  const value = valueAt(content, path);
  const convert = CONVERTED[key];
  return {
    value: convert === undefined ? value : convert(String(value)),
    place: placeOfValue(where.document, [...where.at, ...path]),
  };
}

/** A rule about reviews needs reviews, and exceptions from a block need the block, unless the same part says otherwise. */
function implied({ reviews, force_push, block_force_pushes }: LayerContent, where: Where): Layer {
  function on(key: string): Said<true> {
    return { value: true, place: placeOfKey(where.document, [...where.at, key]) };
  }
  return {
    ...(reviews !== undefined && reviews.required === undefined && { 'reviews.required': on('reviews') }),
    ...(force_push !== undefined &&
      block_force_pushes === undefined && { block_force_pushes: on('force_push') }),
  };
}

function list(key: (typeof LISTS)[number], content: LayerContent, where: Where): SaidList<unknown> {
  const path = [...where.at, ...key.split('.')];
  const value = valueAt(content, key.split('.'));
  const { replace } = content;
  return {
    items: Array.isArray(value)
      ? value.map((entry: Entry, at) => item(key, entry, { ...where, at: [...path, at] }))
      : actors(value as Actors, { ...where, at: path }),
    replaces: replace === true || (replace?.includes(key) ?? false),
    place: placeOfKey(where.document, path),
  };
}

function item(key: string, entry: Entry, where: Where): Item<unknown> {
  const place = placeOfValue(where.document, where.at);
  if (key !== 'required_checks' && key !== 'optional_checks') {
    return { key: nameText(key, entry as string), value: entry, place };
  }
  const value = check(entry, where);
  return { key: nameKey(value.name), value, place };
}

/** GitHub does not tell logins by case. */
function nameText(key: string, text: string): string {
  return key === 'contention.automation' ? text.toLowerCase() : text;
}

function check(entry: Entry, where: Where): SaidCheck {
  if (typeof entry === 'string') return { name: { check: entry, workflow: null } };
  const name =
    'context' in entry
      ? { context: entry.context }
      : { check: entry.check, workflow: entry.workflow ?? null };
  const when = 'when' in entry ? entry.when : undefined;
  return {
    name,
    ...(entry.source !== undefined && { source: inEntry(sourceOf(entry.source), 'source', where) }),
    ...(when !== undefined && { when: inEntry(when, 'when', where) }),
  };
}

function inEntry<T>(value: T, key: string, { document, at }: Where): Said<T> & { readonly place: Place } {
  return { value, place: placeOfValue(document, [...at, key]) };
}

function sourceOf(source: Source | 'github-actions'): Source {
  return source === 'github-actions' ? GITHUB_ACTIONS : source;
}

const KINDS = { users: 'user', teams: 'team', apps: 'app' } as const;

function actors(content: Actors, { document, at }: Where): readonly Item<NamedActor>[] {
  return Object.entries(content).flatMap(([part, names]) => {
    const kind = KINDS[part as keyof typeof KINDS];
    return (names ?? []).map((name, index) => ({
      key: `${kind} ${name.toLowerCase()}`,
      value: { kind, name },
      place: placeOfValue(document, [...at, part, index]),
    }));
  });
}
