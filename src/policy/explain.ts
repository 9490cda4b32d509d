import type { z } from 'zod';
import type { Problem } from '#model';
import { found, shortened } from './found.ts';
import { placeOfKey, placeOfValue, textOfValue, type Path } from './located.ts';
import { nearest } from './nearest.ts';
import type { ReadDocument } from './read-document.ts';
import { KNOWN_KEYS } from './schema.ts';

type Issue = z.core.$ZodIssue;
type Shape = keyof typeof KNOWN_KEYS;
type UnknownKey = { readonly key: string; readonly path: Path };

/** What the schema found, and in what. */
export type Explained = {
  readonly document: ReadDocument;
  /** The file's content as plain data. */
  readonly content: unknown;
  /** The keys the top of this file may have. */
  readonly keys: readonly string[];
};

/** More mistakes than these are read by nobody, and finding the places of 40,000 takes minutes. */
const MOST_PROBLEMS = 20;

/** The schema's findings in words that name the key, what stands there and what is allowed, at their places. */
export function explain(issues: readonly Issue[], from: Explained): readonly Problem[] {
  const flat = issues.slice(0, MOST_PROBLEMS).flatMap((issue) => flattened(issue, from));
  const unknown = flat.flatMap(unknownKeys);
  const misspelt = new Set(
    unknown.map(({ key, path }) => pathText([...path, meant(key, path, from) ?? key])),
  );
  const wrong = flat.filter(
    ({ code, path }) => code !== 'unrecognized_keys' && !misspelt.has(pathText(path)),
  );
  const nameless = new Set(
    wrong.filter((issue) => isNameless(issue, from)).map(({ path }) => pathText(path.slice(0, 2))),
  );
  const extra = unknown.filter(({ path }) => !nameless.has(pathText(path)));
  return [...wrong.map((issue) => wrongValue(issue, from)), ...extra.map((each) => unknownKey(each, from))]
    .toSorted(inFileOrder)
    .slice(0, MOST_PROBLEMS);
}

function inFileOrder(one: Problem, other: Problem): number {
  const lines = (one.place?.line ?? 0) - (other.place?.line ?? 0);
  return lines === 0 ? (one.place?.column ?? 0) - (other.place?.column ?? 0) : lines;
}

function unknownKeys(issue: Issue): readonly UnknownKey[] {
  if (issue.code !== 'unrecognized_keys') return [];
  return issue.keys.slice(0, MOST_PROBLEMS).map((key) => ({ key, path: issue.path }));
}

/** An entry of `required_checks` that fits none of its shapes is judged by the one it was meant to be. */
function flattened(issue: Issue, from: Explained): readonly Issue[] {
  if (issue.code !== 'invalid_union' || !isEntry(issue.path)) return [issue];
  const entry = valueAt(from.content, issue.path);
  if (!isMapping(entry) || Array.isArray(entry)) {
    const message = 'must be a name, or a mapping with `check` or `context`';
    return [{ ...issue, message }];
  }
  const inner = issue.errors[shapeOf(issue.path, from) === 'context' ? 2 : 1] ?? [];
  return inner.map((each) => ({ ...each, path: [...issue.path, ...each.path] }));
}

/** An entry without a name has that one mistake, whatever else stands in it. */
function isNameless({ path }: Issue, { content }: Explained): boolean {
  return path.length === 3 && isEntry(path.slice(0, 2)) && valueAt(content, path) === undefined;
}

function wrongValue(issue: Issue, { document, content }: Explained): Problem {
  const value = valueAt(content, issue.path);
  const place = placeOfValue(document, issue.path);
  if (pathText(issue.path) === 'version') {
    return { code: 'policy_version', detail: `\`version\` ${issue.message}; ${found(value)}.`, place };
  }
  if (value === undefined) {
    const detail = 'An entry of `required_checks` needs `check`, the name of a job, or `context`, a literal.';
    return { code: 'policy_invalid_value', detail, place };
  }
  const typed = textOfValue(document, issue.path);
  const unquoted = typed !== null && isUnquoted(issue, value);
  return {
    code: 'policy_invalid_value',
    detail: `${subject(issue.path)} ${issue.message}; ${found(value)}.`,
    place,
    ...(unquoted && { fix: `Put it in quotes: "${shortened(typed)}".` }),
  };
}

/** `1.10` and `true` are names only in quotes. */
function isUnquoted(issue: Issue, value: unknown): boolean {
  const wantsText = issue.code === 'invalid_type' && issue.expected === 'string';
  return (wantsText || isEntry(issue.path)) && (typeof value === 'number' || typeof value === 'boolean');
}

function unknownKey({ key, path }: UnknownKey, from: Explained): Problem {
  const place = placeOfKey(from.document, [...path, key]);
  const shape = shapeOf(path, from);
  if (shape === 'check' && key === 'context') {
    const detail = 'An entry names either `check`, a job, or `context`, a literal; this one names both.';
    return { code: 'policy_invalid_value', detail, place };
  }
  const name = `\`${shortened(key)}\``;
  const suggestion = meant(key, path, from);
  if (suggestion !== null) {
    const detail = `${name} is not a key here; did you mean \`${suggestion}\`?`;
    return {
      code: 'policy_unknown_key',
      detail,
      place,
      fix: `Write \`${suggestion}\`, or take the key out.`,
    };
  }
  const known = keysOf(shape, from).map((each) => `\`${each}\``);
  const detail = `${name} is not a key here; the keys here are ${known.join(', ')}.`;
  return { code: 'policy_unknown_key', detail, place };
}

/** The key that was meant and is not there yet, or null. */
function meant(key: string, path: Path, from: Explained): string | null {
  const mapping = valueAt(from.content, path);
  const free = keysOf(shapeOf(path, from), from).filter(
    (each) => !isMapping(mapping) || !Object.hasOwn(mapping, each),
  );
  return nearest(key, free);
}

function shapeOf(path: Path, { content }: Explained): Shape {
  if (!isEntry(path)) return 'file';
  const entry = valueAt(content, path);
  const keys = isMapping(entry) ? Object.keys(entry) : [];
  if (keys.includes('check')) return 'check';
  if (keys.includes('context')) return 'context';
  return keys.some((key) => nearest(key, ['check', 'context']) === 'context') ? 'context' : 'check';
}

function keysOf(shape: Shape, { keys }: Explained): readonly string[] {
  return shape === 'file' ? keys : KNOWN_KEYS[shape];
}

function isEntry(path: Path): boolean {
  return path.length === 2 && path[0] === 'required_checks';
}

function subject(path: Path): string {
  const last = path.at(-1);
  return typeof last === 'number' ? `An entry of \`${pathText(path.slice(0, -1))}\`` : `\`${String(last)}\``;
}

function pathText(path: Path): string {
  return path.map(String).join('.');
}

function valueAt(content: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      isMapping(value) && Object.hasOwn(value, step)
        ? (value as Record<PropertyKey, unknown>)[step]
        : undefined,
    content,
  );
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
