import type { Source } from '#model';
import { placeOfKey, placeOfValue, type Path } from './located.ts';
import type { PolicyFile, Written, WrittenCheck } from './policy-file.ts';
import type { ReadDocument } from './read-document.ts';
import type { PolicyContent } from './schema.ts';

type Entry = NonNullable<PolicyContent['required_checks']>[number];

/** The App id of GitHub Actions on github.com. */
const GITHUB_ACTIONS = 15368;

/** A file's content with the place of every value. */
export function written(content: PolicyContent, document: ReadDocument): PolicyFile {
  return {
    mode: scalar(content.mode, ['mode'], document),
    branches: list(content.branches, ['branches'], document),
    requiredChecks: checks(content.required_checks, document),
    strict: scalar(content.strict, ['strict'], document),
    includeAdmins: scalar(content.include_admins, ['include_admins'], document),
    bridge: scalar(content.bridge, ['bridge'], document),
    exempt: list(content.exempt, ['exempt'], document),
  };
}

function scalar<T>(value: T | undefined, path: Path, document: ReadDocument): Written<T> | null {
  return value === undefined ? null : { value, place: placeOfValue(document, path) };
}

function list(
  values: readonly string[] | undefined,
  path: Path,
  document: ReadDocument,
): PolicyFile['branches'] {
  if (values === undefined) return null;
  const items = values.map((value, at) => ({ value, place: placeOfValue(document, [...path, at]) }));
  return { value: items, place: placeOfKey(document, path) };
}

function checks(entries: readonly Entry[] | undefined, document: ReadDocument): PolicyFile['requiredChecks'] {
  if (entries === undefined) return null;
  const path = ['required_checks'];
  const value = entries.map((entry, at) => check(entry, [...path, at], document));
  return { value, place: placeOfKey(document, path) };
}

function check(entry: Entry, path: Path, document: ReadDocument): WrittenCheck {
  const place = placeOfValue(document, path);
  if (typeof entry === 'string') {
    return { name: { check: entry, workflow: null }, source: null, when: null, place };
  }
  const source = scalar(sourceOf(entry.source), [...path, 'source'], document);
  if ('context' in entry) return { name: { context: entry.context }, source, when: null, place };
  const name = { check: entry.check, workflow: entry.workflow ?? null };
  return { name, source, when: scalar(entry.when, [...path, 'when'], document), place };
}

function sourceOf(source: Source | 'github-actions' | undefined): Source | undefined {
  return source === 'github-actions' ? GITHUB_ACTIONS : source;
}
