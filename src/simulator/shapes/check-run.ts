import { fullNameOf } from '../world/lookup.ts';
import type { CheckOutput, CheckRun, CheckSuite } from '../world/checks-state.ts';
import type { Repository } from '../world/repository-state.ts';
import type { State } from '../world/state.ts';
import type { Json } from './account.ts';
import { appShape } from './app.ts';
import { headCommitShape } from './commit.ts';
import { minimalPullShape } from './pull.ts';
import { repositoryUrl } from './repository.ts';

/** A check run as REST answers it. */
export function checkRunShape(state: State, repository: Repository, run: CheckRun): Json {
  const app = state.apps.get(run.appId);
  return {
    id: run.id,
    node_id: run.nodeId,
    name: run.name,
    head_sha: run.headSha,
    external_id: run.externalId,
    url: `${repositoryUrl(state, repository)}/check-runs/${run.id}`,
    html_url: `${state.url}/${fullNameOf(repository)}/runs/${run.id}`,
    details_url: run.detailsUrl,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: outputShape(state, repository, run),
    check_suite: { id: run.suiteId },
    app: app === undefined ? null : appShape(state, app),
    pull_requests: pullsAt(state, repository, run.headSha),
  };
}

/** A check run as webhooks tell it: with its suite, and with its buttons. */
export function checkRunPayload(state: State, repository: Repository, run: CheckRun): Json {
  const suite = repository.suites.get(run.suiteId);
  const shape = checkRunShape(state, repository, run);
  if (suite === undefined) return shape;
  return {
    ...shape,
    check_suite: suiteShape(state, repository, suite),
    ...(run.actions.length > 0 ? { actions: run.actions } : {}),
  };
}

/** A check suite as it stands inside a check run. */
export function suiteShape(state: State, repository: Repository, suite: CheckSuite): Json {
  const app = state.apps.get(suite.appId);
  return {
    id: suite.id,
    node_id: suite.nodeId,
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    status: suite.status,
    conclusion: suite.conclusion,
    url: `${repositoryUrl(state, repository)}/check-suites/${suite.id}`,
    before: suite.before,
    after: suite.headSha,
    pull_requests: pullsAt(state, repository, suite.headSha),
    app: app === undefined ? null : appShape(state, app),
    created_at: suite.createdAt,
    updated_at: suite.updatedAt,
  };
}

/** A check suite as the event `check_suite` tells it. */
export function suitePayload(state: State, repository: Repository, suite: CheckSuite): Json {
  const commit = repository.commits.get(suite.headSha);
  return {
    ...suiteShape(state, repository, suite),
    latest_check_runs_count: [...repository.checkRuns.values()].filter((run) => run.suiteId === suite.id)
      .length,
    check_runs_url: `${repositoryUrl(state, repository)}/check-suites/${suite.id}/check-runs`,
    head_commit: commit === undefined ? null : headCommitShape(commit),
  };
}

function outputShape(state: State, repository: Repository, run: CheckRun): Json {
  const { annotations, ...texts }: CheckOutput = run.output;
  return {
    ...texts,
    annotations_count: annotations.length,
    annotations_url: `${repositoryUrl(state, repository)}/check-runs/${run.id}/annotations`,
  };
}

function pullsAt(state: State, repository: Repository, sha: string): readonly Json[] {
  const open = [...repository.issues.values()].filter((issue) => issue.state === 'open');
  return open.flatMap((issue) =>
    issue.pull?.headSha === sha && issue.pull.headRepositoryId === repository.id
      ? [minimalPullShape(state, repository, issue.number)]
      : [],
  );
}
