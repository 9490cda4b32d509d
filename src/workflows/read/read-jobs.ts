import { readsResults } from '../expression/reads-results.ts';
import { entryOf, textOf, textsOf, valueOf, type Entry, type Tree } from './tree.ts';
import type { Condition, Input, Job } from './workflow.ts';

/** Reads `jobs:`; entries that are no maps are left out, the parser has objected to them. */
export function readJobs(jobs: Tree | undefined): readonly Job[] {
  return jobs?.kind === 'map' ? jobs.entries.filter((entry) => entry.value.kind === 'map').map(readJob) : [];
}

function readJob(entry: Entry): Job {
  const needs = entryOf(entry.value, 'needs');
  const name = valueOf(entry.value, 'name');
  return {
    id: entry.key,
    spot: entry.spot,
    name: textOf(name) === '' ? undefined : name,
    condition: conditionOf(entryOf(entry.value, 'if')),
    needs: textsOf(needs?.value),
    needsSpot: needs?.spot ?? entry.spot,
    matrix: valueOf(valueOf(entry.value, 'strategy'), 'matrix') ?? wholeStrategy(entry.value),
    uses: usesOf(entry.value),
    readsResults: readsResults(entry.value),
  };
}

/** `strategy: ${{ ... }}` may hold a matrix that is not known, so it stands for one. */
function wholeStrategy(job: Tree): Tree | undefined {
  const strategy = valueOf(job, 'strategy');
  return strategy?.kind === 'expression' ? { ...strategy, text: `(${strategy.text}).matrix` } : undefined;
}

function conditionOf(entry: Entry | undefined): Condition | null {
  if (!entry) return null;
  const { value } = entry;
  if (value.kind === 'expression') return { text: value.text, spot: value.spot };
  if (value.kind !== 'scalar' || value.value === null || value.value === '') return null;
  return { text: String(value.value).trim(), spot: value.spot };
}

function usesOf(job: Tree): Job['uses'] {
  const uses = entryOf(job, 'uses');
  const reference = textOf(uses?.value);
  if (!uses || reference === undefined) return null;
  const inputs = valueOf(job, 'with');
  return { reference, spot: uses.spot, inputs: inputs?.kind === 'map' ? inputs.entries : [] };
}

/** The inputs that `on.workflow_call` declares. */
export function readInputs(on: Tree | undefined): readonly Input[] {
  const inputs = valueOf(valueOf(on, 'workflow_call'), 'inputs');
  if (inputs?.kind !== 'map') return [];
  return inputs.entries.map(({ key, value }) => ({
    name: key,
    type: textOf(valueOf(value, 'type')) ?? 'string',
    fallback: valueOf(value, 'default'),
  }));
}
