import { suitePayload } from '../shapes/check-run.ts';
import { installationOn, isoNow } from './lookup.ts';
import { nodeId } from './node-id.ts';
import type { CheckSuite } from './checks-state.ts';
import type { Repository } from './repository-state.ts';
import type { Person, State } from './state.ts';

export type SuiteOf = {
  readonly repository: Repository;
  readonly sha: string;
  readonly appId: number;
  /** GitHub Actions makes a suite for each workflow. */
  readonly workflow?: string;
};

/** The suite that holds an app's checks of a commit; made when there is none. */
export function suiteOf(state: State, { repository, sha, appId, workflow }: SuiteOf): CheckSuite {
  const found = [...repository.suites.values()].find(
    (suite) => suite.headSha === sha && suite.appId === appId && suite.workflow === (workflow ?? null),
  );
  if (found !== undefined) return found;
  const id = state.nextId();
  const now = isoNow(state);
  const suite: CheckSuite = {
    id,
    nodeId: nodeId('CheckSuite', id),
    appId,
    headSha: sha,
    headBranch: [...repository.branches].find(([, head]) => head === sha)?.[0] ?? null,
    workflow: workflow ?? null,
    before: repository.commits.get(sha)?.parents[0] ?? null,
    createdAt: now,
    status: 'queued',
    conclusion: null,
    updatedAt: now,
  };
  repository.suites.set(id, suite);
  return suite;
}

/** After a push GitHub opens a suite for every app that may write checks, and tells each of its own. */
export function requestSuites(state: State, at: Omit<SuiteOf, 'appId'>, by: Person): void {
  for (const app of state.apps.values()) {
    const installation = installationOn(state, at.repository, app.id);
    if (installation?.permissions['checks'] !== 'write' || installation.suspendedAt !== null) continue;
    announceSuite(state, { ...at, by, suite: suiteOf(state, { ...at, appId: app.id }) }, 'requested');
  }
}

export type SuiteNews = { readonly repository: Repository; readonly suite: CheckSuite; readonly by: Person };

export function announceSuite(
  state: State,
  { repository, suite, by }: SuiteNews,
  action: 'requested' | 'rerequested' | 'completed',
): void {
  const body = { check_suite: suitePayload(state, repository, suite) };
  const own = action === 'completed' ? {} : { onlyApp: suite.appId };
  state.announce({ event: 'check_suite', action, by, repository, body, ...own });
}

/** Brings a suite's status and conclusion in line with its runs; says so when the last one has completed. */
export function settleSuite(state: State, { repository, suite, by }: SuiteNews): void {
  const runs = [...repository.checkRuns.values()].filter((run) => run.suiteId === suite.id);
  const was = suite.status;
  const done = runs.length > 0 && runs.every((run) => run.status === 'completed');
  suite.status = done ? 'completed' : (runs.find((run) => run.status !== 'completed')?.status ?? 'queued');
  suite.conclusion = done ? worst(runs.map((run) => run.conclusion ?? 'neutral')) : null;
  suite.updatedAt = isoNow(state);
  if (done && was !== 'completed') announceSuite(state, { repository, suite, by }, 'completed');
}

const ORDER = [
  'failure',
  'timed_out',
  'cancelled',
  'action_required',
  'stale',
  'success',
  'neutral',
  'skipped',
];

function worst(conclusions: readonly string[]): string {
  return ORDER.find((one) => conclusions.includes(one)) ?? 'neutral';
}
