import { commitShape } from '../shapes/commit.ts';
import { createCheckRun, tell } from '../world/check-runs.ts';
import { announceSuite, suiteOf } from '../world/check-suites.ts';
import type { CheckRun, Status } from '../world/checks-state.ts';
import { fullNameOf, isoNow, personNamed, repositoryNamed, resolveCommit } from '../world/lookup.ts';
import { nodeId } from '../world/node-id.ts';
import type { Commit, Repository } from '../world/repository-state.ts';
import type { State } from '../world/state.ts';

export type ReportedCheck = {
  readonly name: string;
  /** Branch or commit; the default branch unless told otherwise. */
  readonly ref?: string;
  /** GitHub Actions unless told otherwise. */
  readonly appId?: number;
  /** `success` unless told otherwise; null leaves it in progress. */
  readonly conclusion?: string | null;
  readonly by: string;
};

/** An app, GitHub Actions as a rule, reports a check run. */
export function reportCheck(state: State, fullName: string, check: ReportedCheck): CheckRun {
  const repository = repositoryNamed(state, fullName);
  const { name, appId = 15368, conclusion = 'success' } = check;
  const { sha } = commitAt(repository, check.ref ?? 'HEAD');
  const said = conclusion === null ? { status: 'in_progress' } : { status: 'completed', conclusion };
  return createCheckRun(state, { repository, by: personNamed(state, check.by), appId, sha, name }, said);
}

export type StartedWorkflow = { readonly workflow: string; readonly ref?: string; readonly by: string };

/** GitHub Actions starts a workflow, which shows no job yet: it is queued, or waits for somebody's approval. */
export function startWorkflow(state: State, fullName: string, started: StartedWorkflow): void {
  const repository = repositoryNamed(state, fullName);
  const { sha } = commitAt(repository, started.ref ?? 'HEAD');
  suiteOf(state, { repository, sha, appId: 15368, workflow: started.workflow });
}

export type ReportedStatus = {
  readonly context: string;
  readonly ref?: string;
  readonly state?: Status['state'];
  readonly appId?: number;
  readonly by: string;
};

/** Somebody reports a commit status. */
export function reportStatus(state: State, fullName: string, reported: ReportedStatus): Status {
  const repository = repositoryNamed(state, fullName);
  const commit = commitAt(repository, reported.ref ?? 'HEAD');
  const by = personNamed(state, reported.by);
  const id = state.nextId();
  const status: Status = {
    id,
    nodeId: nodeId('StatusContext', id),
    sha: commit.sha,
    context: reported.context,
    state: reported.state ?? 'success',
    description: null,
    targetUrl: null,
    creator: by.login,
    appId: reported.appId ?? null,
    createdAt: isoNow(state),
  };
  repository.statuses.push(status);
  state.announce({
    event: 'status',
    by,
    repository,
    body: statusBody(state, { repository, commit, status }),
  });
  return status;
}

/** Somebody presses a button of a check run; GitHub shows buttons only once the run has completed. */
export function clickAction(state: State, fullName: string, { run, identifier, by }: Click): void {
  const repository = repositoryNamed(state, fullName);
  const found = runIn(repository, run);
  if (found.status !== 'completed') throw new Error(`Check run ${run} shows no buttons before it completes`);
  if (!found.actions.some((action) => action.identifier === identifier)) {
    throw new Error(`Check run ${run} has no button ${identifier}`);
  }
  tell(state, { repository, run: found, by: personNamed(state, by) }, { requested: identifier });
}

export type Click = { readonly run: number; readonly identifier: string; readonly by: string };

export function rerunCheck(state: State, fullName: string, { run, by }: Omit<Click, 'identifier'>): void {
  const repository = repositoryNamed(state, fullName);
  tell(state, { repository, run: runIn(repository, run), by: personNamed(state, by) }, 'rerequested');
}

/** Somebody asks for all of an app's checks of a commit again. */
export function rerequestSuite(
  state: State,
  fullName: string,
  { ref = 'HEAD', by }: { readonly ref?: string; readonly by: string },
): void {
  const repository = repositoryNamed(state, fullName);
  const { sha } = commitAt(repository, ref);
  const suites = [...repository.suites.values()];
  const suite = suites.find((one) => one.headSha === sha && one.appId === state.app.id);
  if (suite === undefined) throw new Error(`${fullName} has no suite of the app on ${sha}`);
  announceSuite(state, { repository, suite, by: personNamed(state, by) }, 'rerequested');
}

function commitAt(repository: Repository, ref: string): Commit {
  const commit = resolveCommit(repository, ref);
  if (commit === undefined) throw new Error(`${repository.name} has no commit ${ref}`);
  return commit;
}

function runIn(repository: Repository, id: number): CheckRun {
  const run = repository.checkRuns.get(id);
  if (run === undefined) throw new Error(`${repository.name} has no check run ${id}`);
  return run;
}

type StatusNews = { readonly repository: Repository; readonly commit: Commit; readonly status: Status };

function statusBody(
  state: State,
  { repository, commit, status }: StatusNews,
): Readonly<Record<string, unknown>> {
  const on = [...repository.branches]
    .filter(([, sha]) => sha === commit.sha)
    .map(([name, sha]) => ({ name, commit: { sha } }));
  return {
    id: status.id,
    sha: status.sha,
    name: fullNameOf(repository),
    target_url: status.targetUrl,
    context: status.context,
    description: status.description,
    state: status.state,
    commit: commitShape(state, repository, commit),
    branches: on,
    created_at: status.createdAt,
    updated_at: status.createdAt,
  };
}
