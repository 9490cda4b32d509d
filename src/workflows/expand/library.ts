import type { Workflow } from '../read/workflow.ts';

/** All workflows at hand: the repository's own by path, others' by `owner/repo/.github/workflows/file`. */
export type Library = {
  readonly own: ReadonlyMap<string, Workflow>;
  readonly others: ReadonlyMap<string, Workflow>;
  readonly repository: string | null;
};

export type Found = { readonly workflow: Workflow; readonly repository: string | null };

/**
 * The workflow that a `uses:` names, seen from a file of `from` (null: the repository itself).
 * Null: it is not at hand.
 */
export function findWorkflow(library: Library, reference: string, from: string | null): Found | null {
  const local = /^\.\/(.+)$/.exec(reference)?.[1];
  if (local !== undefined) {
    if (from === null) return found(library.own.get(local), null);
    return found(library.others.get(`${from}/${local}`), from);
  }
  const [, repository = '', path = ''] = /^([^/]+\/[^/]+)\/([^@]+)@/.exec(reference) ?? [];
  const other = library.others.get(`${repository}/${path}`);
  if (other) return found(other, repository);
  const isOwn = library.repository?.toLowerCase() === repository.toLowerCase();
  return isOwn ? found(library.own.get(path), null) : null;
}

function found(workflow: Workflow | undefined, repository: string | null): Found | null {
  return workflow?.callable && workflow.state !== 'broken' ? { workflow, repository } : null;
}
