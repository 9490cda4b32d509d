import type { ForecastEvent, ReasonCode } from '#model';
import type { Spot } from '../read/tree.ts';
import type { Trigger } from '../read/workflow.ts';
import { passes, patternTexts, type Filter } from './filter.ts';
import { sampleNames } from './sample.ts';

/** The activities after which a pull request's head has no check yet; GitHub's default types. */
export const OPENING = ['opened', 'synchronize', 'reopened'] as const;

/**
 * A trigger that can put a check where it is required. `sure`: it does so whenever its filters let it;
 * else only sometimes, or nobody has verified it. `activities` null: all that matter.
 */
export type Reach = {
  readonly trigger: Trigger;
  readonly sure: boolean;
  readonly activities: ReadonlySet<string> | null;
  readonly paths: Filter | null;
  readonly ownBranchesOnly: boolean;
  readonly doubt: string | null;
};

/** A trigger that cannot, and why. */
export type Miss = {
  readonly trigger: Trigger;
  readonly spot: Spot;
  readonly code: ReasonCode;
  readonly message: string;
};

/** What a check is required on; `changedFiles` where one pull request is meant and its files are known. */
export type Target = {
  readonly event: ForecastEvent;
  readonly branch: string;
  readonly changedFiles: readonly string[] | null;
};

export function reachOf(trigger: Trigger, target: Target): Reach | Miss {
  return target.event === 'merge_group'
    ? queueReach(trigger, target.branch)
    : pullReach(trigger, target.branch);
}

export function isReach(answer: Reach | Miss): answer is Reach {
  return 'sure' in answer;
}

const REVIEWS: Readonly<Record<string, readonly string[]>> = {
  pull_request_review: ['submitted', 'edited', 'dismissed'],
  pull_request_review_comment: ['created', 'edited', 'deleted'],
};
/** Events whose run lands on the commit that they are about, which may be a pull request's head. */
const ABOUT_A_COMMIT = new Set(['create', 'deployment', 'deployment_status']);

function pullReach(trigger: Trigger, branch: string): Reach | Miss {
  const { event } = trigger;
  if (event === 'pull_request' || event === 'pull_request_target') return requestReach(trigger, branch);
  if (event === 'push') return pushReach(trigger, branch);
  const review = REVIEWS[event];
  if (review) return { ...reach(trigger), activities: new Set(trigger.types ?? review) };
  if (ABOUT_A_COMMIT.has(event)) {
    return {
      ...reach(trigger),
      sure: false,
      doubt: `"${event}" runs on some commits only, not on every pull request's head`,
    };
  }
  return { trigger, spot: trigger.spot, code: 'event', message: whyNever(event) };
}

function reach(trigger: Trigger): Reach {
  return { trigger, sure: true, activities: null, paths: trigger.paths, ownBranchesOnly: false, doubt: null };
}

/** `branches` is matched against the base branch: https://docs.github.com/actions/reference/events-that-trigger-workflows#pull_request */
function requestReach(trigger: Trigger, branch: string): Reach | Miss {
  if (trigger.branches && !passes(trigger.branches, branch))
    return branchMiss(trigger, trigger.branches, branch);
  const { types } = trigger;
  if (types?.every((type) => type === 'closed')) {
    const message = `"${trigger.event}" runs only when a pull request is closed, when nothing waits for it any more`;
    return { trigger, spot: trigger.typesSpot, code: 'activity-types', message };
  }
  return { ...reach(trigger), activities: types ? new Set(types) : new Set(OPENING) };
}

/** A push to the head branch counts, but forks push elsewhere, and a head is never the base itself. */
function pushReach(trigger: Trigger, branch: string): Reach | Miss {
  const { branches, tags } = trigger;
  if (!branches && tags) {
    return { trigger, spot: tags.spot, code: 'event', message: '"push" runs for tags only' };
  }
  if (branches && !sampleNames([branches]).some((name) => name !== branch && passes(branches, name))) {
    const message = `"push" runs for ${only(branches)}, where no pull request has its head`;
    return { trigger, spot: branches.spot, code: 'event', message };
  }
  return { ...reach(trigger), ownBranchesOnly: true, sure: false };
}

function queueReach(trigger: Trigger, branch: string): Reach | Miss {
  const { event, types, branches, tags } = trigger;
  if (event === 'merge_group') {
    const asked = types?.includes('checks_requested') ?? true;
    if (asked) return reach(trigger);
    return {
      trigger,
      spot: trigger.typesSpot,
      code: 'activity-types',
      message: '"merge_group" lacks "checks_requested"',
    };
  }
  if (event !== 'push' || (!branches && tags)) {
    return {
      trigger,
      spot: trigger.spot,
      code: 'event',
      message: `"${event}" does not run for a merge group`,
    };
  }
  const group = `gh-readonly-queue/${branch}/pr-1-0123456789abcdef0123456789abcdef01234567`;
  if (branches && !passes(branches, group)) {
    const message = `"push" runs for ${only(branches)}, not for the queue's own branches`;
    return { trigger, spot: branches.spot, code: 'event', message };
  }
  const doubt =
    'a push to the queue\'s own branch may report here, but GitHub promises it only for "merge_group"';
  return { ...reach(trigger), sure: false, doubt };
}

function only(filter: Filter): string {
  const patterns = patternTexts(filter)
    .map((text) => `"${text}"`)
    .join(', ');
  return filter.ignore ? `all but ${patterns}` : `${patterns} only`;
}

function branchMiss(trigger: Trigger, filter: Filter, branch: string): Miss {
  const patterns = patternTexts(filter).map((text) => `"${text}"`);
  const message = `"${trigger.event}" has "${filter.key}: ${patterns.join(', ')}", which leaves out "${branch}"`;
  return { trigger, spot: filter.spot, code: 'branch-filter', message };
}

const ELSEWHERE = "reports on the default branch, not on a pull request's head";

function whyNever(event: string): string {
  if (event === 'workflow_call') return '"workflow_call" only runs when another workflow calls this one';
  if (event === 'workflow_dispatch')
    return 'a run by hand ("workflow_dispatch") does not count for a pull request';
  if (event === 'merge_group')
    return '"merge_group" reports on a merge queue\'s group, not on a pull request';
  return `"${event}" ${ELSEWHERE}`;
}
