import {
  ACTIONS_APP,
  fullName,
  type BranchState,
  type Forecast,
  type Known,
  type RepoMemory,
  type RepoName,
  type Wanted,
} from '#model';
import { requiredOn } from '#plan';
import { forecast, readWorkflows } from '#workflows';

export type ForecastAsk = {
  readonly repo: RepoName;
  readonly branch: BranchState;
  readonly wanted: Wanted;
  /** What other Apps were seen to report. */
  readonly others: RepoMemory['others'];
};

/** What the workflows at the branch's head say of the policy's checks, then of its optional ones, in their order. */
export function forecastFor({ repo, branch, wanted, others }: ForecastAsk): Known<Forecast> {
  if (!branch.workflows.known) return branch.workflows;
  const workflows = readWorkflows(branch.workflows.value, { repository: fullName(repo) });
  const value = forecast(workflows, {
    branch: branch.name,
    event: 'pull_request',
    checks: [...wanted.checks, ...wanted.optional].map((check) => check.name),
    external: [...namedByPolicy(wanted), ...pinnedToOthers(branch), ...(others?.seen ?? [])],
  });
  return { known: true, value };
}

/** Checks that the policy says come from another App. */
function namedByPolicy(wanted: Wanted): readonly string[] {
  return [...wanted.checks, ...wanted.optional]
    .filter(({ source }) => isOther(source))
    .map(({ name }) => ('context' in name ? name.context : name.check));
}

/** Checks that somebody pinned to another App, which therefore knows them. */
function pinnedToOthers(branch: BranchState): readonly string[] {
  return requiredOn(branch)
    .filter(({ source }) => isOther(source))
    .map(({ context }) => context);
}

function isOther(source: 'any' | number | null): boolean {
  return typeof source === 'number' && source !== ACTIONS_APP;
}
