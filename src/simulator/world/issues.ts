import { issueShape } from '../shapes/issue.ts';
import type { Issue, PullRequest } from './issue-state.ts';
import { isoNow } from './lookup.ts';
import { nodeId } from './node-id.ts';
import type { Repository } from './repository-state.ts';
import type { Person, State } from './state.ts';

export type IssueText = {
  readonly title: string;
  readonly body?: string | undefined;
  readonly labels?: readonly string[];
};

/** Makes an issue, or a pull request when `pull` is given; whoever calls tells of it. */
export function addIssue(
  state: State,
  repository: Repository,
  what: IssueText & { readonly by: Person; readonly pull: PullRequest | null },
): Issue {
  const id = state.nextId();
  const now = isoNow(state);
  const issue: Issue = {
    id,
    nodeId: nodeId('Issue', id),
    number: repository.issues.size + 1,
    author: what.by.login,
    createdAt: now,
    comments: [],
    reactions: [],
    pull: what.pull,
    title: what.title,
    labels: what.labels ?? [],
    body: what.body ?? null,
    state: 'open',
    updatedAt: now,
    closedAt: null,
  };
  repository.issues.set(issue.number, issue);
  return issue;
}

export function openIssue(
  state: State,
  { repository, by }: { readonly repository: Repository; readonly by: Person },
  text: IssueText,
): Issue {
  const issue = addIssue(state, repository, { ...text, by, pull: null });
  tellIssue(state, { repository, by, issue }, { action: 'opened' });
  return issue;
}

export type IssueOf = { readonly repository: Repository; readonly issue: Issue; readonly by: Person };
export type IssueChange = Partial<Pick<Issue, 'title' | 'body' | 'state' | 'labels'>>;

/** Changes what is given; a change of the text is told apart from one of the state, as GitHub does. */
export function changeIssue(state: State, of: IssueOf, { state: to, ...text }: IssueChange): void {
  const { issue } = of;
  const changed = (['title', 'body'] as const).filter((key) => key in text && text[key] !== issue[key]);
  const changes = Object.fromEntries(changed.map((key) => [key, { from: issue[key] ?? '' }]));
  Object.assign(issue, text, { updatedAt: isoNow(state) });
  if (changed.length > 0) tellIssue(state, of, { action: 'edited', changes });
  if (to === undefined || to === issue.state) return;
  if (to === 'closed') closeIssue(state, issue);
  else Object.assign(issue, { state: 'open', closedAt: null });
  tellIssue(state, of, { action: to === 'closed' ? 'closed' : 'reopened' });
}

export function closeIssue(state: State, issue: Issue): void {
  issue.state = 'closed';
  issue.closedAt = isoNow(state);
  issue.updatedAt = issue.closedAt;
}

export function issueNumbered(repository: Repository, number: number): Issue {
  const issue = repository.issues.get(number);
  if (issue === undefined) throw new Error(`${repository.name} has no issue ${number}`);
  return issue;
}

export function pullNumbered(
  repository: Repository,
  number: number,
): { readonly issue: Issue; readonly pull: PullRequest } {
  const issue = issueNumbered(repository, number);
  if (issue.pull === null) throw new Error(`${repository.name}#${number} is not a pull request`);
  return { issue, pull: issue.pull };
}

function tellIssue(
  state: State,
  { repository, issue, by }: IssueOf,
  { action, ...rest }: { readonly action: string; readonly changes?: unknown },
): void {
  const body = { issue: issueShape(state, repository, issue), ...rest };
  state.announce({ event: 'issues', action, by, repository, body });
}
