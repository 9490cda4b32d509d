import { fullNameOf } from '../../world/lookup.ts';
import type { CheckRun, CheckSuite, Status } from '../../world/checks-state.ts';
import { nodeId } from '../../world/node-id.ts';
import type { Repository } from '../../world/repository-state.ts';
import { page, PAGING, type Page } from '../page.ts';
import { as, asActor, type Args, type Context, type Fields, type Source } from '../source.ts';
import { latestOf, runsOfSuite, stateOf, statusesAt } from './check-results.ts';

/** The suites of a commit, oldest first. `filterBy` is GitHub's `CheckSuiteFilter`. */
export function suitesPage({ repository, commit }: Source<'Commit'>, args: Args): Page {
  const { appId, checkName } = filterOf(args);
  const suites = [...repository.suites.values()].filter(
    (suite) =>
      suite.headSha === commit.sha &&
      matches(appId, suite.appId) &&
      (given(checkName) ? runsOfSuite(repository, suite).some((run) => run.name === checkName) : true),
  );
  return page(
    suites.map((suite) => as('CheckSuite', { repository, suite })),
    args,
  );
}

/** Null for a commit that nothing has reported on. */
export function rollupOf({ repository, commit }: Source<'Commit'>): Source<'StatusCheckRollup'> | null {
  const reported = latestOf(repository, commit.sha).length + statusesAt(repository, commit.sha).length;
  return reported === 0 ? null : as('StatusCheckRollup', { repository, commit });
}

const CHECK_SUITE_FIELDS: Fields<'CheckSuite'> = {
  id: ({ suite }) => suite.nodeId,
  databaseId: ({ suite }) => suite.id,
  status: ({ suite }) => suite.status.toUpperCase(),
  conclusion: ({ suite }) => suite.conclusion?.toUpperCase() ?? null,
  createdAt: ({ suite }) => suite.createdAt,
  updatedAt: ({ suite }) => suite.updatedAt,
  app: ({ suite }, _, context) => asApp(context, suite.appId),
  creator: () => null,
  push: () => null,
  workflowRun: ({ suite: { workflow } }) =>
    workflow === null
      ? null
      : { __typename: 'WorkflowRun', file: { __typename: 'WorkflowRunFile', path: workflow } },
  repository: ({ repository }) => as('Repository', { repository }),
  commit: ({ repository, suite }) => commitOf(repository, suite.headSha),
  branch: ({ repository, suite: { headBranch } }) =>
    headBranch !== null && repository.branches.has(headBranch)
      ? as('Ref', { repository, branch: headBranch })
      : null,
  resourcePath: ({ repository, suite }) => suitePath(repository, suite),
  url: ({ repository, suite }, _, { state }) => `${state.url}${suitePath(repository, suite)}`,
  checkRuns: {
    takes: [...PAGING, 'filterBy'],
    resolve: ({ repository, suite }, args) => {
      const runs = filteredRuns(runsOfSuite(repository, suite), filterOf(args));
      return page(
        runs.map((run) => as('CheckRun', { repository, run })),
        args,
      );
    },
  },
};

const CHECK_RUN_FIELDS: Fields<'CheckRun'> = {
  id: ({ run }) => run.nodeId,
  databaseId: ({ run }) => run.id,
  name: ({ run }) => run.name,
  externalId: ({ run }) => run.externalId,
  status: ({ run }) => run.status.toUpperCase(),
  conclusion: ({ run }) => run.conclusion?.toUpperCase() ?? null,
  title: ({ run }) => run.output.title,
  summary: ({ run }) => run.output.summary,
  text: ({ run }) => run.output.text,
  startedAt: ({ run }) => run.startedAt,
  completedAt: ({ run }) => run.completedAt,
  detailsUrl: ({ run }) => run.detailsUrl,
  deployment: () => null,
  pendingDeploymentRequest: () => null,
  repository: ({ repository }) => as('Repository', { repository }),
  checkSuite: ({ repository, run }) => {
    const suite = repository.suites.get(run.suiteId);
    return suite === undefined ? null : as('CheckSuite', { repository, suite });
  },
  resourcePath: ({ repository, run }) => runPath(repository, run),
  permalink: ({ repository, run }, _, { state }) => `${state.url}${runPath(repository, run)}`,
  url: ({ repository, run }, _, { state }) => `${state.url}${runPath(repository, run)}`,
};

const ROLLUP_FIELDS: Fields<'StatusCheckRollup'> = {
  id: ({ repository, commit }) => nodeId('StatusCheckRollup', `${repository.id}:${commit.sha}`),
  commit: ({ repository, commit }) => as('Commit', { repository, commit }),
  state: ({ repository, commit }) => stateOf(repository, commit.sha),
  contexts: {
    takes: PAGING,
    resolve: ({ repository, commit }, args) => {
      const runs = latestOf(repository, commit.sha).map((run) => as('CheckRun', { repository, run }));
      const statuses = statusesAt(repository, commit.sha);
      return page([...runs, ...statuses.map((status) => as('StatusContext', { repository, status }))], args);
    },
  },
};

const STATUS_FIELDS: Fields<'StatusContext'> = {
  id: ({ status }) => status.nodeId,
  context: ({ status }) => status.context,
  state: ({ status }) => status.state.toUpperCase(),
  description: ({ status }) => status.description,
  targetUrl: ({ status }) => status.targetUrl,
  createdAt: ({ status }) => status.createdAt,
  commit: ({ repository, status }) => commitOf(repository, status.sha),
  creator: ({ status }, _, context) => creatorOf(status, context),
};

export const CHECK_TYPES = {
  CheckSuite: CHECK_SUITE_FIELDS,
  CheckRun: CHECK_RUN_FIELDS,
  StatusCheckRollup: ROLLUP_FIELDS,
  StatusContext: STATUS_FIELDS,
};

type Filter = Readonly<Record<string, unknown>>;

function filterOf({ filterBy }: Args): Filter {
  return typeof filterBy === 'object' && filterBy !== null ? { ...filterBy } : {};
}

/** GitHub shows the latest run of each name unless ALL are asked for. */
function filteredRuns(runs: readonly CheckRun[], filter: Filter): readonly CheckRun[] {
  const latest = runs.filter((run) => !runs.some((other) => other.name === run.name && other.id > run.id));
  return (filter['checkType'] === 'ALL' ? runs : latest).filter(
    (run) =>
      matches(filter['appId'], run.appId) &&
      matches(filter['checkName'], run.name) &&
      matches(filter['status'], run.status.toUpperCase()) &&
      isAmong(filter['statuses'], run.status.toUpperCase()) &&
      isAmong(filter['conclusions'], run.conclusion?.toUpperCase()),
  );
}

function given(wanted: unknown): boolean {
  return wanted !== undefined && wanted !== null;
}

function matches(wanted: unknown, actual: unknown): boolean {
  return !given(wanted) || wanted === actual;
}

function isAmong(wanted: unknown, actual: unknown): boolean {
  return !Array.isArray(wanted) || wanted.includes(actual);
}

function asApp({ state }: Context, id: number): Source<'App'> | null {
  const app = state.apps.get(id);
  return app === undefined ? null : as('App', { app });
}

function commitOf(repository: Repository, sha: string): Source<'Commit'> | null {
  const commit = repository.commits.get(sha);
  return commit === undefined ? null : as('Commit', { repository, commit });
}

function creatorOf({ creator }: Status, { state }: Context): unknown {
  const person = state.people.get(creator);
  return person === undefined ? null : asActor(person);
}

function suitePath(repository: Repository, suite: CheckSuite): string {
  return `/${fullNameOf(repository)}/commit/${suite.headSha}/checks?check_suite_id=${suite.id}`;
}

function runPath(repository: Repository, run: CheckRun): string {
  return `/${fullNameOf(repository)}/runs/${run.id}`;
}
