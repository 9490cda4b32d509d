import type { Access, FileText, Known, WorkflowFile } from '#model';
import type { GraphError } from './graph-answer.ts';
import { holeAt, type Path, unknownBecause } from './holes.ts';
import type { FileShape, FolderShape } from './reading-shape.ts';

export type Looked = { readonly errors: readonly GraphError[]; readonly access: Access };

/** A policy file. Null where GitHub says there is none; a folder, a binary or a cut text cannot be read. */
export function fileOf(looked: Looked, path: Path, file: FileShape): Known<FileText | null> {
  if (!file) return noObject(looked, path, null);
  if (file.__typename !== 'Blob' || file.oid === undefined) return unreadable('it is not a file');
  if (file.isBinary === true || typeof file.text !== 'string') return unreadable('it is not text');
  if (file.isTruncated === true) return unreadable('it is too long for GitHub to show');
  return { known: true, value: { oid: file.oid, text: file.text } };
}

/** The files in `.github/workflows`; none where there is no such folder. One that is not shown whole hides them all. */
export function workflowsOf(looked: Looked, path: Path, folder: FolderShape): Known<readonly WorkflowFile[]> {
  if (!folder) return noObject(looked, path, []);
  if (folder.__typename !== 'Tree') return { known: true, value: [] };
  const hole = holeAt(looked.errors, path);
  if (!folder.entries) return { known: false, why: unknownBecause('the workflow files', hole) };
  const files = folder.entries.filter(({ type, name }) => type === 'blob' && /\.ya?ml$/.test(name));
  const cut = files.find(({ object }) => typeof object?.text !== 'string' || object.isTruncated === true);
  if (cut) return { known: false, why: unknownBecause(`the workflow ${cut.name}`, hole) };
  const value = files.map(({ name, object }) => ({
    path: `.github/workflows/${name}`,
    text: object?.text ?? '',
  }));
  return { known: true, value };
}

/** No object is an answer only where the installation may read contents. */
function noObject<T>(looked: Looked, path: Path, none: T): Known<T> {
  const hole = holeAt(looked.errors, path);
  if (hole) return { known: false, why: unknownBecause('a file', hole) };
  if (looked.access.permissions['contents'] !== undefined) return { known: true, value: none };
  return {
    known: false,
    why: { code: 'permission_missing', detail: 'Files cannot be read without the permission "Contents".' },
  };
}

function unreadable(why: string): Known<never> {
  return {
    known: false,
    why: { code: 'policy_unreadable', detail: `The policy file was not read: ${why}.` },
  };
}
