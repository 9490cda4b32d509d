import { commentShape, isReaction, reactionShape } from '../shapes/issue.ts';
import { notFound, Refusal } from '../server/refusal.ts';
import { may } from '../world/caller.ts';
import { addComment, addReaction, changeComment, findComment } from '../world/comments.ts';
import type { Comment, Issue } from '../world/issue-state.ts';
import { objectBody } from './body.ts';
import { inRepository, type RepositoryCall } from './in-repository.ts';
import type { Answer, Route } from './route.ts';
import { appOf, senderOf } from './sender.ts';
import { validationFailed } from './validation-failed.ts';

const METADATA = { permission: 'metadata', level: 'read' } as const;
const COMMENT = '/repos/{owner}/{repo}/issues/comments/{comment_id}';
const LONGEST = 65_536;

/** Comments under issues and pull requests, and reactions to them. */
export const commentRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/repos/{owner}/{repo}/issues/{issue_number}/comments',
    accepts: ['body'],
    answer: inRepository(METADATA, postComment),
  },
  { method: 'PATCH', path: COMMENT, accepts: ['body'], answer: inRepository(METADATA, patchComment) },
  {
    method: 'POST',
    path: `${COMMENT}/reactions`,
    accepts: ['content'],
    answer: inRepository(METADATA, postReaction),
  },
  {
    method: 'DELETE',
    path: `${COMMENT}/reactions/{reaction_id}`,
    answer: inRepository(METADATA, deleteReaction),
  },
];

function postComment(call: RepositoryCall): Answer {
  const { state, repository, params } = call;
  const issue = repository.issues.get(Number(params['issue_number']));
  if (issue === undefined) throw notFound();
  mayWriteOn(call, issue);
  const comment = addComment(state, {
    repository,
    issue,
    by: senderOf(call),
    body: bodyOf(call),
    appId: appOf(call).id,
  });
  return { status: 201, body: commentShape(state, { repository, issue, comment }) };
}

function patchComment(call: RepositoryCall): Answer {
  const { state, repository } = call;
  const { issue, comment } = commentOf(call);
  mayWriteOn(call, issue);
  if (comment.author !== senderOf(call).login)
    throw new Refusal(403, 'Resource not accessible by integration');
  changeComment(state, { repository, issue, comment, by: senderOf(call) }, bodyOf(call));
  return { status: 200, body: commentShape(state, { repository, issue, comment }) };
}

function postReaction(call: RepositoryCall): Answer {
  const { issue, comment } = commentOf(call);
  mayWriteOn(call, issue);
  const { content } = objectBody(call.body);
  if (!isReaction(content)) throw validationFailed('Reaction', 'content', 'invalid');
  const { reaction, existed } = addReaction(call.state, comment, { content, by: senderOf(call) });
  return { status: existed ? 200 : 201, body: reactionShape(call.state, reaction) };
}

function deleteReaction(call: RepositoryCall): Answer {
  const { issue, comment } = commentOf(call);
  mayWriteOn(call, issue);
  const id = Number(call.params['reaction_id']);
  const index = comment.reactions.findIndex((one) => one.id === id && one.author === senderOf(call).login);
  if (index === -1) throw notFound();
  comment.reactions.splice(index, 1);
  return { status: 204 };
}

/** Either permission will do on a pull request. */
function mayWriteOn({ caller, repository }: RepositoryCall, issue: Issue): void {
  const enough = issue.pull === null ? ['issues'] : ['issues', 'pull_requests'];
  if (enough.some((permission) => may(caller, repository, { permission, level: 'write' }))) return;
  const accepted = enough.map((permission) => `${permission}=write`).join('; ');
  const headers = { 'x-accepted-github-permissions': accepted };
  throw new Refusal(403, 'Resource not accessible by integration', { headers });
}

function commentOf({ repository, params }: RepositoryCall): {
  readonly issue: Issue;
  readonly comment: Comment;
} {
  const found = findComment(repository, Number(params['comment_id']));
  if (found === undefined) throw notFound();
  return found;
}

function bodyOf(call: RepositoryCall): string {
  const { body } = objectBody(call.body);
  if (typeof body !== 'string' || body.trim() === '')
    throw validationFailed('IssueComment', 'body', 'missing_field');
  if (body.length > LONGEST) throw validationFailed('IssueComment', 'body', 'unprocessable');
  return body;
}
