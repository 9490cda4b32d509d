import { z } from 'zod';
import { fullName, type RepoName } from '#model';
import type { Annotation, Button, CheckRun, IssueText, Publisher } from '#report';
import { cutLine, cutText } from './cut-text.ts';
import type { Failure } from './failure.ts';
import { problemOf } from './problem-of.ts';
import { CHECK_NAME } from './repository-query.ts';
import type { Attempt, Session } from './session.ts';

/** A warning with its fields, in pino's order. */
export type Warn = (fields: Readonly<Record<string, unknown>>, message: string) => void;

/** Limits of https://docs.github.com/en/rest/checks/runs#create-a-check-run */
const LIMIT = {
  text: 65_535,
  title: 255,
  annotations: 50,
  message: 64_000,
  buttons: 3,
  label: 20,
  description: 40,
};
const CHECK_RUNS = '/repos/{owner}/{repo}/check-runs';
const COMMENTS = '/repos/{owner}/{repo}/issues';
const opened = z.object({ number: z.number() });
const created = z.object({ id: z.union([z.number(), z.bigint()]) });

type On = { readonly session: Session; readonly warn: Warn };

/** Says things on GitHub. What GitHub refuses to show (a locked issue, a lost permission) is a warning, not a failure. */
export function createPublisher(session: Session, warn: Warn): Publisher {
  const on = { session, warn };
  return {
    checkRun: (repo, run) => publishRun(on, repo, run),
    comment: async (repo, issue, markdown) => {
      const parameters = { ...place(repo), issue_number: issue, body: cutText(markdown, LIMIT.text) };
      const answer = await session.write(`POST ${COMMENTS}/{issue_number}/comments`, parameters);
      warnOf(on, { repo, what: 'the comment' }, answer);
    },
    react: async (repo, comment, reaction) => {
      const parameters = { ...place(repo), comment_id: comment, content: reaction };
      const answer = await session.write(`POST ${COMMENTS}/comments/{comment_id}/reactions`, parameters);
      if (answer.ok || !isGone(answer.failure)) warnOf(on, { repo, what: 'the reaction' }, answer);
    },
    issue: (repo, issue) => publishIssue(on, repo, issue),
  };
}

/** One request. The number is the one it has from now on; null where GitHub refused. */
async function publishIssue(on: On, repo: RepoName, issue: IssueText): Promise<number | null> {
  const text = { title: cutLine(issue.title, LIMIT.title), body: cutText(issue.markdown, LIMIT.text) };
  const answer =
    issue.number === null
      ? await on.session.write(`POST ${COMMENTS}`, { ...place(repo), ...text })
      : await on.session.write(`PATCH ${COMMENTS}/{issue_number}`, {
          ...place(repo),
          ...text,
          issue_number: issue.number,
          state: issue.open ? 'open' : 'closed',
        });
  warnOf(on, { repo, what: 'the issue' }, answer);
  const parsed = answer.ok ? opened.safeParse(answer.data) : null;
  return parsed?.success ? parsed.data.number : null;
}

/** One request, and one more for each further fifty annotations. */
async function publishRun(on: On, repo: RepoName, run: CheckRun): Promise<void> {
  const [first = [], ...more] = chunks(run.annotations);
  const parameters = {
    ...place(repo),
    name: run.name ?? CHECK_NAME,
    head_sha: run.sha,
    status: 'completed',
    conclusion: run.conclusion,
    external_id: run.fingerprint,
    output: { ...outputOf(run), annotations: first },
    actions: run.buttons.slice(0, LIMIT.buttons).map(actionOf),
  };
  const answer = await on.session.write(`POST ${CHECK_RUNS}`, parameters);
  warnOf(on, { repo, what: 'the check run' }, answer);
  const parsed = answer.ok ? created.safeParse(answer.data) : null;
  if (!parsed?.success) return;
  for (const annotations of more) await annotate(on, { repo, run, id: parsed.data.id }, annotations);
}

async function annotate(
  on: On,
  at: { readonly repo: RepoName; readonly run: CheckRun; readonly id: number | bigint },
  annotations: readonly object[],
): Promise<void> {
  const answer = await on.session.write(`PATCH ${CHECK_RUNS}/{check_run_id}`, {
    ...place(at.repo),
    check_run_id: at.id,
    output: { ...outputOf(at.run), annotations },
  });
  warnOf(on, { repo: at.repo, what: 'annotations of the check run' }, answer);
}

function outputOf({ title, summary, text }: CheckRun) {
  return {
    title: cutLine(title, LIMIT.title),
    summary: cutText(summary, LIMIT.text),
    ...(text === '' ? {} : { text: cutText(text, LIMIT.text) }),
  };
}

function actionOf({ label, description, identifier }: Button) {
  return {
    label: cutLine(label, LIMIT.label),
    description: cutLine(description, LIMIT.description),
    identifier,
  };
}

function chunks(annotations: readonly Annotation[]): readonly (readonly object[])[] {
  const all = annotations.map(annotationOf);
  const count = Math.ceil(all.length / LIMIT.annotations);
  return Array.from({ length: count }, (_, n) =>
    all.slice(n * LIMIT.annotations, (n + 1) * LIMIT.annotations),
  );
}

function annotationOf({ path, line, column, level, title, message }: Annotation) {
  return {
    path,
    start_line: line,
    end_line: line,
    start_column: column,
    end_column: column,
    annotation_level: level,
    title: cutLine(title, LIMIT.title),
    message: cutText(message, LIMIT.message),
  };
}

function place({ owner, name }: RepoName) {
  return { owner, repo: name };
}

/** The comment was deleted meanwhile, so there is nothing to react to. */
function isGone({ status }: Failure): boolean {
  return status === 404 || status === 410;
}

function warnOf(
  { warn }: On,
  about: { readonly repo: RepoName; readonly what: string },
  answer: Attempt<unknown>,
): void {
  if (answer.ok) return;
  const { code, detail } = problemOf(answer.failure, 'write_refused');
  warn({ repository: fullName(about.repo), code, detail }, `GitHub refused ${about.what}`);
}
