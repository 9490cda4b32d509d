import { checkRunPayload } from '../shapes/check-run.ts';
import { settleSuite, suiteOf } from './check-suites.ts';
import type { CheckAction, CheckOutput, CheckRun } from './checks-state.ts';
import { isoNow } from './lookup.ts';
import { nodeId } from './node-id.ts';
import type { Repository } from './repository-state.ts';
import type { Person, State } from './state.ts';

/** What may be said of a run; a key that is absent is left as it is. */
export type CheckRunChange = {
  readonly name?: string;
  readonly status?: string;
  readonly conclusion?: string | null;
  readonly externalId?: string;
  readonly detailsUrl?: string | null;
  readonly startedAt?: string;
  readonly completedAt?: string | null;
  readonly output?: CheckOutput;
  readonly actions?: readonly CheckAction[];
};

export type NewCheckRun = {
  readonly repository: Repository;
  readonly by: Person;
  readonly appId: number;
  readonly sha: string;
  readonly name: string;
};

export function createCheckRun(state: State, asked: NewCheckRun, change: CheckRunChange): CheckRun {
  const { repository, by, appId, sha, name } = asked;
  const suite = suiteOf(state, { repository, sha, appId });
  const id = state.nextId();
  const run: CheckRun = {
    id,
    nodeId: nodeId('CheckRun', id),
    headSha: sha,
    appId,
    suiteId: suite.id,
    name,
    status: 'queued',
    conclusion: null,
    externalId: '',
    detailsUrl: null,
    startedAt: isoNow(state),
    completedAt: null,
    output: { title: null, summary: null, text: null, annotations: [] },
    actions: [],
  };
  applyChange(state, run, change);
  repository.checkRuns.set(id, run);
  tell(state, { repository, by, run }, 'created');
  if (run.status === 'completed') tell(state, { repository, by, run }, 'completed');
  settleSuite(state, { repository, by, suite });
  return run;
}

export type CheckRunOf = { readonly repository: Repository; readonly by: Person; readonly run: CheckRun };

export function updateCheckRun(state: State, of: CheckRunOf, change: CheckRunChange): CheckRun {
  const { repository, by, run } = of;
  const was = run.status;
  applyChange(state, run, change);
  if (run.status === 'completed' && was !== 'completed') tell(state, of, 'completed');
  settleSuite(state, {
    repository,
    by,
    suite: suiteOf(state, { repository, sha: run.headSha, appId: run.appId }),
  });
  return run;
}

/** Tells of a run; what only its own app may hear goes to that app alone. */
export function tell(
  state: State,
  { repository, by, run }: CheckRunOf,
  action: 'created' | 'completed' | 'rerequested' | { readonly requested: string },
): void {
  const body = { check_run: checkRunPayload(state, repository, run) };
  const common = { event: 'check_run', by, repository };
  if (typeof action === 'object') {
    const requested = { requested_action: { identifier: action.requested } };
    state.announce({
      ...common,
      action: 'requested_action',
      onlyApp: run.appId,
      body: { ...body, ...requested },
    });
  } else {
    state.announce({ ...common, action, body, ...(action === 'rerequested' ? { onlyApp: run.appId } : {}) });
  }
}

/** A conclusion makes a run complete, whatever its status was; annotations add up. */
function applyChange(state: State, run: CheckRun, change: CheckRunChange): void {
  const { output, ...rest } = change;
  Object.assign(run, rest);
  if (output !== undefined) {
    run.output = { ...output, annotations: [...run.output.annotations, ...output.annotations] };
  }
  if (change.conclusion !== undefined && change.conclusion !== null) run.status = 'completed';
  if (run.status !== 'completed') run.conclusion = null;
  run.completedAt = run.status === 'completed' ? (run.completedAt ?? isoNow(state)) : null;
}
