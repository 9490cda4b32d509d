import { fullName, type Cause, type LedgerEntry, type Problem } from '#model';
import {
  isMoved,
  isRepaired,
  renderAnswer,
  renderCheckRun,
  type CheckRun,
  type Result,
  type Story,
} from '#report';
import type { Run } from './run-of.ts';

/** Events after which a head that carries no report gets one although nothing was amiss. */
const NEW_HEAD = new Set(['push', 'create']);
const NOTHING_TO_SHOW: ReadonlySet<Problem['code']> = new Set(['repository_archived', 'repository_disabled']);

/** Commands with an answer of their own, see `pause-commands.ts` and `approve-policy.ts`. */
const OTHERWISE: ReadonlySet<string> = new Set(['pause', 'resume', 'approve']);

/** Says what was found and done: a check run on each head that needs one, a reply to each command. */
export async function tell(run: Run, results: readonly Result[]): Promise<void> {
  const ownLogin = await run.doors.ownLogin();
  const entries: LedgerEntry[] = [];
  for (const [sha, shared] of byHead(results)) {
    const story = storyOf(run, shared, ownLogin);
    const checkRun = renderCheckRun(story, sha);
    if (!isDue(run, shared, checkRun)) continue;
    await run.github.publisher.checkRun(run.snapshot.repo, checkRun);
    entries.push(entryOf(run, shared, checkRun));
  }
  await answerAll(run, storyOf(run, results, ownLogin));
  if (entries.length > 0) await run.doors.memory.record(entries);
}

/** Whether these results would be said on a head. */
export async function isToTell(run: Run, results: readonly Result[]): Promise<boolean> {
  const ownLogin = await run.doors.ownLogin();
  return [...byHead(results)].some(([sha, shared]) =>
    isDue(run, shared, renderCheckRun(storyOf(run, shared, ownLogin), sha)),
  );
}

/** Branches with the same head share a report: a commit shows one check run of a name. */
function byHead(results: readonly Result[]): ReadonlyMap<string, readonly Result[]> {
  const heads = new Map<string, readonly Result[]>();
  for (const result of results) {
    const { head } = result.plan;
    if (head === null || hasNothingToShow(result)) continue;
    heads.set(head, [...(heads.get(head) ?? []), result]);
  }
  return heads;
}

function hasNothingToShow({ plan }: Result): boolean {
  return plan.wanted.exempt !== null || plan.refusals.some((refusal) => NOTHING_TO_SHOW.has(refusal.code));
}

/** When drift was repaired, when what stands has changed, on a new head, and where a button was pressed; not for a plan. */
function isDue(run: Run, results: readonly Result[], checkRun: CheckRun): boolean {
  if (results.every(({ stopped }) => stopped === 'preview')) return false;
  if (results.some((result) => isRepaired(result) || isMoved(result))) return true;
  if (run.causes.some((cause) => cause.command?.from.kind === 'button')) return true;
  const [branch] = run.snapshot.branches.filter(({ name }) => name === results[0]?.plan.branch);
  if (branch?.lastReport) return branch.lastReport.fingerprint !== checkRun.fingerprint;
  return checkRun.conclusion !== 'success' || run.causes.some((cause) => NEW_HEAD.has(cause.event));
}

function storyOf(run: Run, results: readonly Result[], ownLogin: string): Story {
  return {
    repo: run.snapshot.repo,
    results,
    policyProblems: run.policy.fileProblems,
    notes: run.policy.notes,
    causes: run.causes,
    pause: run.pause,
    ownLogin,
  };
}

async function answerAll(run: Run, story: Story): Promise<void> {
  const { publisher } = run.github;
  for (const { command } of run.causes) {
    if (command?.from.kind !== 'comment' || OTHERWISE.has(command.name)) continue;
    const answer = renderAnswer(story, command.by);
    await publisher.comment(story.repo, command.from.issue, answer.markdown);
    await publisher.react(story.repo, command.from.comment, answer.reaction);
  }
}

function entryOf(run: Run, results: readonly Result[], checkRun: CheckRun): LedgerEntry {
  const { repo } = run.snapshot;
  return {
    at: run.doors.now().toISOString(),
    repositoryId: repo.id,
    repository: fullName(repo),
    branch: results.map((result) => result.plan.branch).join(', '),
    conclusion: checkRun.conclusion,
    title: checkRun.title,
    causes: unique(run.causes.map((cause: Cause) => cause.event)),
    actors: unique(run.causes.flatMap((cause) => (cause.actor ? [cause.actor.login] : []))),
    report: checkRun.summary,
  };
}

function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words)];
}
