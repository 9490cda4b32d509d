import type { BranchRule, Problem, Wanted } from '#model';
import { forecastNotes, notReady } from './forecast-notes.ts';
import type { PlanInput } from './plan-input.ts';
import { nameOf } from './requirements.ts';

/** What is worth saying of the policy's checks and needs no write. */
export function notesOn(input: PlanInput, rule: BranchRule | null): readonly Problem[] {
  const { snapshot, branch, wanted, forecast } = input;
  if (forecast === null) return unaskedNotes(wanted, rule);
  if (!forecast.known) return [];
  const hasWorkflows = branch.workflows.known && branch.workflows.value.length > 0;
  return forecastNotes({
    repo: snapshot.repo,
    forecast: forecast.value,
    checks: wanted.checks,
    hasWorkflows,
  });
}

/** Without the workflows nobody knows what is ready; what is required already needs not be. */
function unaskedNotes(wanted: Wanted, rule: BranchRule | null): readonly Problem[] {
  const always = wanted.checks.filter((check) => check.when === 'always').map(nameOf);
  const required = (rule?.protection.checks?.required ?? []).map((entry) => entry.context);
  const ready = wanted.checks.filter((check) => check.when === 'ready').map(nameOf);
  return notReady(ready.filter((name) => ![...always, ...required].includes(name)));
}
