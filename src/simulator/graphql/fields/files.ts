import { extname } from 'node:path';
import { fullNameOf } from '../../world/lookup.ts';
import { blobOid, treeEntries, treeOid } from '../../world/git.ts';
import { nodeId } from '../../world/node-id.ts';
import type { Files, Repository } from '../../world/repository-state.ts';
import { as, type Fields, type Source } from '../source.ts';

/** How much of a file's text one answer holds; the rest is cut off and `isTruncated` says so. */
const MOST_TEXT = 512_000;

/** The file or folder at a path; null when there is neither. */
export function fileAt(
  repository: Repository,
  files: Files,
  path: string,
): Source<'Blob'> | Source<'Tree'> | null {
  const text = files.get(path);
  if (text !== undefined) return as('Blob', { repository, text });
  return treeEntries(files, path) === undefined ? null : as('Tree', { repository, files, prefix: path });
}

/** The file with this id at the head of any branch; null where there is none. */
export function blobAt(repository: Repository, oid: string): Source<'Blob'> | null {
  for (const head of repository.branches.values()) {
    for (const text of repository.commits.get(head)?.files.values() ?? []) {
      if (blobOid(text) === oid) return as('Blob', { repository, text });
    }
  }
  return null;
}

/** The entry of the folder above that has this path; null when there is none. */
export function entryAt(repository: Repository, files: Files, path: string): Source<'TreeEntry'> | null {
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
  const entry = (treeEntries(files, folder) ?? []).find((one) => one.path === path);
  return entry === undefined ? null : as('TreeEntry', { repository, files, entry });
}

const TREE_FIELDS: Fields<'Tree'> = {
  ...gitObject('Tree', ({ files, prefix }) => treeOid(files, prefix) ?? ''),
  entries: ({ repository, files, prefix }) =>
    (treeEntries(files, prefix) ?? []).map((entry) => as('TreeEntry', { repository, files, entry })),
};

const TREE_ENTRY_FIELDS: Fields<'TreeEntry'> = {
  name: ({ entry }) => entry.name,
  nameRaw: ({ entry }) => Buffer.from(entry.name).toString('base64'),
  path: ({ entry }) => entry.path,
  pathRaw: ({ entry }) => Buffer.from(entry.path).toString('base64'),
  type: ({ entry }) => entry.type,
  mode: ({ entry }) => Number.parseInt(entry.mode, 8),
  oid: ({ entry }) => entry.oid,
  extension: ({ entry }) => (entry.type === 'blob' ? extname(entry.name) : ''),
  size: ({ files, entry }) => Buffer.byteLength(files.get(entry.path) ?? ''),
  isGenerated: () => false,
  submodule: () => null,
  object: ({ repository, files, entry }) => fileAt(repository, files, entry.path),
  repository: ({ repository }) => as('Repository', { repository }),
};

const BLOB_FIELDS: Fields<'Blob'> = {
  ...gitObject('Blob', ({ text }) => blobOid(text)),
  byteSize: ({ text }) => Buffer.byteLength(text),
  isBinary: ({ text }) => isBinary(text),
  isTruncated: ({ text }) => !isBinary(text) && text.length > MOST_TEXT,
  text: ({ text }) => (isBinary(text) ? null : text.slice(0, MOST_TEXT)),
};

export const FILE_TYPES = { Tree: TREE_FIELDS, TreeEntry: TREE_ENTRY_FIELDS, Blob: BLOB_FIELDS };

/** What commits, trees and blobs have in common. */
export function gitObject<Name extends 'Commit' | 'Tree' | 'Blob'>(
  type: Name,
  oidOf: (source: Source<Name>) => string,
): Fields<Name> {
  return {
    id: (source) => nodeId(type, `${source.repository.id}:${oidOf(source)}`),
    oid: oidOf,
    abbreviatedOid: (source) => oidOf(source).slice(0, 7),
    commitUrl: (source, _, context) => `${context.state.url}${commitPath(source.repository, oidOf(source))}`,
    commitResourcePath: (source) => commitPath(source.repository, oidOf(source)),
    repository: ({ repository }: Source<Name>) => as('Repository', { repository }),
  };
}

function commitPath(repository: Repository, oid: string): string {
  return `/${fullNameOf(repository)}/commit/${oid}`;
}

function isBinary(text: string): boolean {
  return text.includes('\0');
}
