import type { Instance } from '../expand/expand-workflow.ts';
import { baseName } from '../expand/job-name.ts';
import { exactText } from '../expression/name.ts';
import type { Workflow } from '../read/workflow.ts';
import { contextOf, isNamed, type Survey } from './survey.ts';

/** What a policy asks for: a job by id or name, perhaps in one workflow; or a literal context. */
export type CheckName =
  { readonly check: string; readonly workflow: string | null } | { readonly context: string };

/**
 * What becomes required. `jobs`: those that are meant. `open`: some of their names are not known before a run.
 * `clash`: several jobs on pull requests have this name and report differently; the policy has to say which.
 */
export type Resolved = {
  readonly contexts: readonly string[];
  readonly jobs: readonly Instance[];
  readonly open: readonly Instance[];
  readonly clash: readonly Instance[];
};

/**
 * Finds the contexts of a check. Of several jobs of one name those count that can report here (a nightly
 * `test` is not the pull request's). A name that is no job's stands for itself.
 */
export function resolveCheck(name: CheckName, survey: Survey): Resolved {
  if ('context' in name) return literally(name.context);
  const here = survey.sightings.map(({ instance }) => instance).filter((one) => one.form !== 'hidden');
  const elsewhere = survey.absences.map(({ instance }) => instance).filter((one) => one.form !== 'hidden');
  const jobs = meant(name, here);
  const candidates = jobs.length > 0 ? jobs : meant(name, elsewhere);
  if (candidates.length === 0) return literally(name.check);
  const groups = byJob(candidates);
  const signatures = new Set(groups.map((group) => signatureOf(group)));
  if (jobs.length > 0 && signatures.size > 1)
    return { contexts: [], jobs, open: [], clash: groups.flatMap(first) };
  return {
    contexts: [...new Set(candidates.flatMap((one) => contextOf(one) ?? []))],
    jobs: candidates,
    open: candidates.filter((one) => one.dynamic),
    clash: [],
  };
}

function literally(context: string): Resolved {
  return { contexts: [context], jobs: [], open: [], clash: [] };
}

/** Jobs whose id or name is asked for; failing those, one that reports exactly this context. */
function meant(
  name: { readonly check: string; readonly workflow: string | null },
  all: readonly Instance[],
): readonly Instance[] {
  const inFile = all.filter(({ workflow }) => name.workflow === null || isFile(workflow, name.workflow));
  const wanted = name.check.trim();
  const named = inFile.filter(({ outer }) => outer.id === wanted || baseName(outer).trim() === wanted);
  return named.length > 0
    ? named
    : inFile.filter((one) => exactText(one.name) !== null && isNamed(one, wanted));
}

/** A workflow is named by its path, its file, or its file without the ending. */
function isFile({ file }: Workflow, wanted: string): boolean {
  const base = file.split('/').at(-1) ?? file;
  return [file, base, base.replace(/\.ya?ml$/, '')].includes(wanted.replace(/^\.\//, ''));
}

function byJob(instances: readonly Instance[]): readonly (readonly Instance[])[] {
  const groups = new Map<string, Instance[]>();
  for (const instance of instances) {
    const key = `${instance.workflow.file}\n${instance.outer.id}`;
    groups.set(key, [...(groups.get(key) ?? []), instance]);
  }
  return [...groups.values()];
}

function signatureOf(group: readonly Instance[]): string {
  return [...new Set(group.map(({ name }) => JSON.stringify(name)))].sort().join('\n');
}

function first(group: readonly Instance[]): readonly Instance[] {
  return group.slice(0, 1);
}
