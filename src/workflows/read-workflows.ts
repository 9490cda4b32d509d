import type { WorkflowFile, WorkflowProblem } from '#model';
import type { Library } from './expand/library.ts';
import { brokenLinks } from './read/broken-links.ts';
import { readWorkflow } from './read/read-workflow.ts';
import type { Workflow } from './read/workflow.ts';

/** The workflows of a repository, read once; ask `forecast`, `contextsOf` and `reportsOn` about them. */
export type Workflows = { readonly library: Library; readonly problems: readonly WorkflowProblem[] };

export type ReadOptions = {
  /** `owner/name`, where it is known: conditions often compare with it. */
  readonly repository?: string | null;
  /** Workflows of other repositories, as `owner/repo/.github/workflows/file`. */
  readonly reusables?: readonly WorkflowFile[];
};

const IS_WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/;

/**
 * Reads the files of `.github/workflows` (others are left out). Never throws: what GitHub will refuse becomes a
 * problem with its line, and no job of that file reports.
 */
export function readWorkflows(files: readonly WorkflowFile[], options: ReadOptions = {}): Workflows {
  const readings = files.filter(({ path }) => IS_WORKFLOW.test(path)).map(readWorkflow);
  const others = (options.reusables ?? []).map(readWorkflow);
  const library: Library = {
    own: byFile(readings.map(({ workflow }) => workflow)),
    others: byFile(others.map(({ workflow }) => workflow)),
    repository: options.repository ?? null,
  };
  const links = brokenLinks(library);
  const own = [...library.own.values()].map((workflow): Workflow =>
    links.some(({ file }) => file === workflow.file) ? { ...workflow, state: 'broken' } : workflow,
  );
  return {
    library: { ...library, own: byFile(own) },
    problems: [...readings.flatMap(({ problems }) => problems), ...links],
  };
}

function byFile(workflows: readonly Workflow[]): ReadonlyMap<string, Workflow> {
  return new Map(workflows.map((workflow) => [workflow.file, workflow]));
}
