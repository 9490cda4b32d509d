import { checkRunShape } from '../shapes/check-run.ts';
import { repositoryShape, repositoryUrl } from '../shapes/repository.ts';
import { notFound, Refusal } from '../server/refusal.ts';
import { createCheckRun, updateCheckRun } from '../world/check-runs.ts';
import type { CheckRun, Status } from '../world/checks-state.ts';
import { resolveCommit } from '../world/lookup.ts';
import type { Commit } from '../world/repository-state.ts';
import { objectBody, optionalText, requiredText } from './body.ts';
import { checkRunChange } from './check-run-body.ts';
import { inRepository, type RepositoryCall } from './in-repository.ts';
import { page } from './page.ts';
import type { Answer, Route } from './route.ts';
import { appOf, senderOf } from './sender.ts';

const READ = { permission: 'checks', level: 'read' } as const;
const WRITE = { permission: 'checks', level: 'write' } as const;
const STATUSES = { permission: 'statuses', level: 'read' } as const;
const KEYS = [
  'name',
  'head_sha',
  'details_url',
  'external_id',
  'status',
  'started_at',
  'conclusion',
  'completed_at',
  'output',
  'actions',
];

/** Check runs and commit statuses. */
export const checkRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/repos/{owner}/{repo}/check-runs',
    accepts: KEYS,
    answer: inRepository(WRITE, postRun),
  },
  {
    method: 'PATCH',
    path: '/repos/{owner}/{repo}/check-runs/{check_run_id}',
    accepts: KEYS.filter((key) => key !== 'head_sha'),
    answer: inRepository(WRITE, patchRun),
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/check-runs/{check_run_id}',
    answer: inRepository(READ, getRun),
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/commits/{ref}/check-runs',
    answer: inRepository(READ, listRuns),
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/commits/{ref}/status',
    answer: inRepository(STATUSES, getStatus),
  },
];

function postRun(call: RepositoryCall): Answer {
  const { state, repository } = call;
  const body = objectBody(call.body);
  const [name, sha] = [requiredText(body, 'name'), requiredText(body, 'head_sha')];
  if (!repository.commits.has(sha)) throw noCommit(sha);
  const asked = { repository, by: senderOf(call), appId: appOf(call).id, sha, name };
  const run = createCheckRun(state, asked, checkRunChange(body));
  return { status: 201, body: checkRunShape(state, repository, run) };
}

function patchRun(call: RepositoryCall): Answer {
  const { state, repository } = call;
  const run = runOf(call);
  if (run.appId !== appOf(call).id) {
    const words = 'check run can only be modified by the GitHub App that created it.';
    throw new Refusal(403, `Invalid app_id \`${appOf(call).id}\` - ${words}`);
  }
  const body = objectBody(call.body);
  const name = optionalText(body, 'name');
  const change = { ...checkRunChange(body), ...(name === undefined ? {} : { name }) };
  updateCheckRun(state, { repository, by: senderOf(call), run }, change);
  return { status: 200, body: checkRunShape(state, repository, run) };
}

function getRun(call: RepositoryCall): Answer {
  return { status: 200, body: checkRunShape(call.state, call.repository, runOf(call)) };
}

function listRuns(call: RepositoryCall): Answer {
  const { repository, query, state } = call;
  const { sha } = commitOf(call);
  const runs = [...repository.checkRuns.values()].filter(
    (run) =>
      run.headSha === sha &&
      isAsked(query.get('check_name'), run.name) &&
      isAsked(query.get('status'), run.status) &&
      isAsked(query.get('app_id'), String(run.appId)),
  );
  const chosen = query.get('filter') === 'all' ? runs.toReversed() : latest(runs);
  const { items, headers } = page(call, chosen);
  const shapes = items.map((run) => checkRunShape(state, repository, run));
  return { status: 200, body: { total_count: chosen.length, check_runs: shapes }, headers };
}

function isAsked(wanted: string | null, value: string): boolean {
  return wanted === null || wanted === value;
}

/** The newest run of each name and suite. */
function latest(runs: readonly CheckRun[]): readonly CheckRun[] {
  const byName = new Map(runs.map((run) => [`${run.suiteId}/${run.name}`, run]));
  return [...byName.values()].toReversed();
}

function getStatus(call: RepositoryCall): Answer {
  const { state, repository } = call;
  const { sha } = commitOf(call);
  const ofCommit = repository.statuses.filter((status) => status.sha === sha);
  const newest = [...new Map(ofCommit.map((status) => [status.context, status])).values()];
  const url = repositoryUrl(state, repository);
  const { items, headers } = page(call, newest);
  const body = {
    state: combined(newest),
    statuses: items.map((status) => statusShape(call, status)),
    sha,
    total_count: newest.length,
    repository: repositoryShape(state, repository),
    commit_url: `${url}/commits/${sha}`,
    url: `${url}/commits/${sha}/status`,
  };
  return { status: 200, body, headers };
}

/** Nothing reported counts as pending. */
function combined(statuses: readonly Status[]): string {
  const states = statuses.map(({ state }) => state);
  if (states.some((state) => state === 'error' || state === 'failure')) return 'failure';
  return states.length === 0 || states.includes('pending') ? 'pending' : 'success';
}

function statusShape(
  { state, repository }: RepositoryCall,
  status: Status,
): Readonly<Record<string, unknown>> {
  const creator = state.people.get(status.creator);
  return {
    url: `${repositoryUrl(state, repository)}/statuses/${status.sha}`,
    avatar_url: `${state.url}/avatars/u/${creator?.id ?? 0}?v=4`,
    id: status.id,
    node_id: status.nodeId,
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: status.createdAt,
    updated_at: status.createdAt,
  };
}

function runOf({ repository, params }: RepositoryCall): CheckRun {
  const run = repository.checkRuns.get(Number(params['check_run_id']));
  if (run === undefined) throw notFound();
  return run;
}

function commitOf({ repository, params }: RepositoryCall): Commit {
  const ref = params['ref'] ?? '';
  const commit = resolveCommit(repository, ref);
  if (commit === undefined) throw noCommit(ref);
  return commit;
}

function noCommit(sha: string): Refusal {
  return new Refusal(422, `No commit found for SHA: ${sha}`);
}
