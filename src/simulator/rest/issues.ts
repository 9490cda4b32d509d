import { commentShape, issueShape } from '../shapes/issue.ts';
import { invalid, notFound } from '../server/refusal.ts';
import type { Issue } from '../world/issue-state.ts';
import { changeIssue, openIssue, type IssueChange } from '../world/issues.ts';
import { isObject, objectBody, optionalText, wrongType, type Body } from './body.ts';
import { inRepository, type RepositoryCall } from './in-repository.ts';
import { page } from './page.ts';
import type { Answer, Route } from './route.ts';
import { senderOf } from './sender.ts';
import { validationFailed } from './validation-failed.ts';

const READ = { permission: 'issues', level: 'read' } as const;
const WRITE = { permission: 'issues', level: 'write' } as const;
const ALL = '/repos/{owner}/{repo}/issues';
const ONE = `${ALL}/{issue_number}`;

/** Issues. Pull requests are issues too and are listed with them. */
export const issueRoutes: readonly Route[] = [
  { method: 'GET', path: ALL, answer: inRepository(READ, listIssues) },
  { method: 'POST', path: ALL, accepts: ['title', 'body', 'labels'], answer: inRepository(WRITE, postIssue) },
  { method: 'GET', path: ONE, answer: inRepository(READ, getIssue) },
  {
    method: 'PATCH',
    path: ONE,
    accepts: ['title', 'body', 'state', 'state_reason', 'labels'],
    answer: inRepository(WRITE, patchIssue),
  },
  { method: 'GET', path: `${ONE}/comments`, answer: inRepository(READ, listComments) },
];

/** The newest first; only open ones unless told otherwise. */
function listIssues(call: RepositoryCall): Answer {
  const { state, repository, query } = call;
  const wanted = query.get('state') ?? 'open';
  const creator = query.get('creator');
  const labels = query.get('labels')?.split(',') ?? [];
  const asked = [...repository.issues.values()].filter(
    (issue) =>
      (wanted === 'all' || issue.state === wanted) &&
      (creator === null || issue.author === creator) &&
      labels.every((label) => issue.labels.includes(label)),
  );
  const { items, headers } = page(call, asked.toReversed());
  return { status: 200, body: items.map((issue) => issueShape(state, repository, issue)), headers };
}

function postIssue(call: RepositoryCall): Answer {
  const { state, repository } = call;
  const body = objectBody(call.body);
  const title = titleIn(body);
  if (title === undefined) throw validationFailed('Issue', 'title', 'missing_field');
  const text = { title, body: optionalText(body, 'body'), labels: labelsIn(body) };
  const issue = openIssue(state, { repository, by: senderOf(call) }, text);
  return { status: 201, body: issueShape(state, repository, issue) };
}

function getIssue(call: RepositoryCall): Answer {
  return { status: 200, body: issueShape(call.state, call.repository, issueOf(call)) };
}

function patchIssue(call: RepositoryCall): Answer {
  const { state, repository } = call;
  const issue = issueOf(call);
  changeIssue(state, { repository, issue, by: senderOf(call) }, changeIn(objectBody(call.body)));
  return { status: 200, body: issueShape(state, repository, issue) };
}

function changeIn(body: Body): IssueChange {
  const title = titleIn(body);
  const { state } = body;
  if (state !== undefined && state !== 'open' && state !== 'closed') {
    throw invalid(`For 'properties/state', ${JSON.stringify(state)} is not a member of ["open","closed"].`);
  }
  return {
    ...(title === undefined ? {} : { title }),
    ...('body' in body ? { body: optionalText(body, 'body') ?? null } : {}),
    ...('labels' in body ? { labels: labelsIn(body) } : {}),
    ...(state === undefined ? {} : { state }),
  };
}

function titleIn(body: Body): string | undefined {
  const title = optionalText(body, 'title');
  if (title?.trim() === '') throw validationFailed('Issue', 'title', 'missing_field');
  return title;
}

/** Names, or objects with a name. */
function labelsIn(body: Body): readonly string[] {
  const labels = body['labels'] ?? [];
  if (!Array.isArray(labels)) throw wrongType(body, 'labels', 'an array');
  return labels.map((label: unknown) => {
    const name = isObject(label) ? label['name'] : label;
    if (typeof name !== 'string') throw wrongType(body, 'labels', 'an array of names');
    return name;
  });
}

function listComments(call: RepositoryCall): Answer {
  const { state, repository } = call;
  const issue = issueOf(call);
  const { items, headers } = page(call, issue.comments);
  return {
    status: 200,
    body: items.map((comment) => commentShape(state, { repository, issue, comment })),
    headers,
  };
}

function issueOf({ repository, params }: RepositoryCall): Issue {
  const issue = repository.issues.get(Number(params['issue_number']));
  if (issue === undefined) throw notFound();
  return issue;
}
