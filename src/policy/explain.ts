import type { z } from 'zod';
import type { Problem } from '#model';
import { found, shortened } from './found.ts';
import { placeOfKey, placeOfValue, textOfValue, type Path } from './located.ts';
import { nearest } from './nearest.ts';
import type { ReadDocument } from './read-document.ts';
import { allowsText, keysAt, meantOption, schemaAt } from './schema-at.ts';
import { isMapping, valueAt } from './value-at.ts';

type Issue = z.core.$ZodIssue;
type UnknownKey = { readonly key: string; readonly path: Path };

/** What the schema found, and in what. */
export type Explained = {
  readonly document: ReadDocument;
  /** The file's content as plain data. */
  readonly content: unknown;
  /** Keys of the top of the file that are not offered in this one. */
  readonly hidden: readonly string[];
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
  const around = new Set(unknown.map(({ path }) => pathText(path)));
  const wrong = flat.filter(
    ({ code, path }) =>
      code !== 'unrecognized_keys' &&
      !misspelt.has(pathText(path)) &&
      // A mapping that has only a misspelt key is not empty.
      !(code === 'custom' && around.has(pathText(path))),
  );
  const nameless = new Set(
    wrong.filter((issue) => isNameless(issue, from)).map(({ path }) => pathText(path.slice(0, -1))),
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

/** What fits none of several shapes is judged by the one it was meant to be. */
function flattened(issue: Issue, from: Explained): readonly Issue[] {
  const schema = issue.code === 'invalid_union' ? schemaAt(issue.path, from.content) : null;
  if (issue.code !== 'invalid_union' || schema === null) return [issue];
  const option = meantOption(schema, valueAt(from.content, issue.path));
  const inner = option === null ? [] : (issue.errors[option] ?? []);
  if (inner.length === 0) return [issue];
  return inner.flatMap((each) => flattened({ ...each, path: [...issue.path, ...each.path] }, from));
}

/** An entry of a list without its name has that one mistake, whatever else stands in it. */
function isNameless({ path }: Issue, { content }: Explained): boolean {
  return typeof path.at(-2) === 'number' && valueAt(content, path) === undefined;
}

function wrongValue(issue: Issue, from: Explained): Problem {
  const { document, content } = from;
  const value = valueAt(content, issue.path);
  const place = placeOfValue(document, issue.path);
  if (pathText(issue.path) === 'version') {
    return { code: 'policy_version', detail: `\`version\` ${issue.message}; ${found(value)}.`, place };
  }
  if (issue.code === 'invalid_key') return wrongName(issue, from);
  if (value === undefined) return { code: 'policy_invalid_value', detail: missing(issue.path), place };
  const typed = textOfValue(document, issue.path);
  const unquoted = typed !== null && isUnquoted(issue, from);
  return {
    code: 'policy_invalid_value',
    detail: `${subject(issue.path)} ${issue.message}; ${found(value)}.`,
    place,
    ...(unquoted && { fix: `Put it in quotes: "${shortened(typed)}".` }),
  };
}

/** A name that the writer chose, such as that of a custom property, and that no such thing can have. */
function wrongName(issue: z.core.$ZodIssueInvalidKey, { document }: Explained): Problem {
  const key = shortened(String(issue.path.at(-1)));
  const detail = `\`${key}\` ${issue.issues[0]?.message ?? issue.message}.`;
  return { code: 'policy_invalid_value', detail, place: placeOfKey(document, issue.path) };
}

function missing(path: Path): string {
  const key = String(path.at(-1));
  const whole = subject(path.slice(0, -1));
  if (key !== 'check' && key !== 'context') return `${whole} needs \`${key}\`.`;
  return `${whole} needs \`check\`, the name of a job, or \`context\`, a literal.`;
}

/** `1.10` and `true` are names only in quotes. */
function isUnquoted({ path }: Issue, { content }: Explained): boolean {
  const value = valueAt(content, path);
  const schema = schemaAt(path, content);
  return schema !== null && allowsText(schema) && (typeof value === 'number' || typeof value === 'boolean');
}

function unknownKey({ key, path }: UnknownKey, from: Explained): Problem {
  const place = placeOfKey(from.document, [...path, key]);
  const keys = keysIn(path, from);
  if (keys[0] === 'check' && key === 'context') {
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
  const known = keys.map((each) => `\`${each}\``);
  const detail = `${name} is not a key here; the keys here are ${known.join(', ')}.`;
  return { code: 'policy_unknown_key', detail, place };
}

/** The key that was meant and is not there yet, or null. */
function meant(key: string, path: Path, from: Explained): string | null {
  const mapping = valueAt(from.content, path);
  const free = keysIn(path, from).filter((each) => !isMapping(mapping) || !Object.hasOwn(mapping, each));
  return nearest(key, free);
}

function keysIn(path: Path, { content, hidden }: Explained): readonly string[] {
  return keysAt(path, content).filter((key) => path.length > 0 || !hidden.includes(key));
}

/** `reviews.count`; of what stands in a list, its name within the entry. */
function subject(path: Path): string {
  if (typeof path.at(-1) === 'number') return `An entry of \`${inEntry(path.slice(0, -1))}\``;
  return `\`${inEntry(path)}\``;
}

function inEntry(path: Path): string {
  return pathText(path.slice(path.findLastIndex((step) => typeof step === 'number') + 1));
}

function pathText(path: Path): string {
  return path.map(String).join('.');
}
