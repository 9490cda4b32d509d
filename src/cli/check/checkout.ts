import { readdirSync, readFileSync, statSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowFile } from '#model';
import { UsageError } from '../usage-error.ts';

const WORKFLOWS = '.github/workflows';
/** No workflow is this large; what is larger is not even read into memory. */
const MOST_BYTES = 4 * 1024 * 1024;

/** The workflow files of a checkout, by name; none where there is no such folder. Throws a UsageError. */
export function workflowsIn(directory: string): readonly WorkflowFile[] {
  listOf(directory);
  return filesIn(join(directory, WORKFLOWS)).map(({ name, path }) => ({
    path: `${WORKFLOWS}/${name}`,
    text: textOfWorkflow(path),
  }));
}

/** Workflows of other repositories: `<owner>/<repo>/.github/workflows/<file>` below a folder. */
export function reusablesIn(directory: string): readonly WorkflowFile[] {
  return foldersOf(directory).flatMap((owner) =>
    foldersOf(join(directory, owner)).flatMap((repository) =>
      filesIn(join(directory, owner, repository, WORKFLOWS)).map(({ name, path }) => ({
        path: `${owner}/${repository}/${WORKFLOWS}/${name}`,
        text: textOfWorkflow(path),
      })),
    ),
  );
}

/** The text of a file that was named on the command line. Throws a UsageError. */
export function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw cannotOpen(file, error);
  }
}

/** The text of a file that need not be there; null where it is not. Throws a UsageError. */
export function textIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw cannotOpen(file, error);
  }
}

/** `owner/name` as git's `origin` has it; null where there is none, or it is not on a host like GitHub. */
export function originOf(directory: string): string | null {
  try {
    const config = readFileSync(join(directory, '.git', 'config'), 'utf8');
    const url = /\[remote "origin"\][^[]*?\n\s*url\s*=\s*(\S+)/.exec(config)?.[1] ?? '';
    return /[:/]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(url)?.[1] ?? null;
  } catch {
    return null;
  }
}

type NamedFile = { readonly name: string; readonly path: string };

function filesIn(directory: string): readonly NamedFile[] {
  const names = namesIn(directory).filter((name) => /\.ya?ml$/.test(name));
  return names.sort().map((name) => ({ name, path: join(directory, name) }));
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function foldersOf(directory: string): readonly string[] {
  const folders = listOf(directory).filter((entry) => entry.isDirectory() || entry.isSymbolicLink());
  return folders.map(({ name }) => name).sort();
}

function listOf(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    throw cannotOpen(directory, error);
  }
}

function textOfWorkflow(file: string): string {
  try {
    const { size } = statSync(file);
    return size > MOST_BYTES ? ' '.repeat(MOST_BYTES) : readFileSync(file, 'utf8');
  } catch (error) {
    throw cannotOpen(file, error);
  }
}

function cannotOpen(file: string, error: unknown): UsageError {
  const code = codeOf(error);
  return new UsageError(`Cannot open ${file}${code === null ? '' : ` (${code})`}`);
}

function codeOf(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : null;
}
