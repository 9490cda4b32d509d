import { createHash } from 'node:crypto';
import type { Commit, Files } from './repository-state.ts';

export const ZERO_SHA = '0'.repeat(40);

export type TreeEntry = {
  readonly name: string;
  readonly path: string;
  readonly type: 'blob' | 'tree';
  readonly mode: '100644' | '040000';
  readonly oid: string;
};

/** The id git gives a file with this text. */
export function blobOid(text: string): string {
  return gitHash('blob', Buffer.from(text));
}

/** The id git gives the folder `prefix` ('' for the root); undefined when there is no such folder. */
export function treeOid(files: Files, prefix = ''): string | undefined {
  const entries = treeEntries(files, prefix);
  if (entries === undefined) return undefined;
  const parts = entries.map(({ mode, name, oid }) =>
    Buffer.concat([Buffer.from(`${mode.replace(/^0/, '')} ${name}\0`), Buffer.from(oid, 'hex')]),
  );
  return gitHash('tree', Buffer.concat(parts));
}

/** What is directly in a folder, by name; undefined when there is no such folder. The root always exists. */
export function treeEntries(files: Files, prefix = ''): readonly TreeEntry[] | undefined {
  const start = prefix === '' ? '' : `${prefix}/`;
  const names = new Set<string>();
  for (const path of files.keys())
    if (path.startsWith(start)) names.add(path.slice(start.length).split('/')[0] ?? '');
  if (names.size === 0 && prefix !== '') return undefined;
  return [...names].sort().map((name) => treeEntry(files, start + name, name));
}

/** The id git would give the commit, were its texts stored the same way. */
export function commitSha(commit: Omit<Commit, 'sha'>): string {
  const { files, ...rest } = commit;
  return gitHash('commit', Buffer.from(JSON.stringify({ ...rest, tree: treeOid(files) })));
}

function treeEntry(files: Files, path: string, name: string): TreeEntry {
  const text = files.get(path);
  if (text !== undefined) return { name, path, type: 'blob', mode: '100644', oid: blobOid(text) };
  return { name, path, type: 'tree', mode: '040000', oid: treeOid(files, path) ?? ZERO_SHA };
}

function gitHash(type: string, content: Buffer): string {
  return createHash('sha1').update(`${type} ${content.length}\0`).update(content).digest('hex');
}
