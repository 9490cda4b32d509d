import { fullName, type Cause, type Command, type LedgerEntry, type Pause, type RepoMemory } from '#model';
import { renderPauseAnswer, renderPauseEnded, renderPauseStarted, type PauseAnswer } from '#report';
import type { Doors, Installation } from './doors.ts';
import type { Seen } from './look.ts';
import { mayPause } from './authority.ts';
import { pauseNow, pauseOrder } from './pause.ts';
import { isPolicyRepository } from './policies.ts';

export type PauseJob = Seen & {
  readonly doors: Doors;
  readonly github: Installation;
  readonly causes: readonly Cause[];
};

/** What came of the pause of a repository in this run, not said yet. */
export type Pauses = {
  readonly memory: RepoMemory;
  readonly answers: readonly { readonly command: Command; readonly answer: PauseAnswer }[];
  readonly entries: readonly LedgerEntry[];
};

/** Ends a pause whose time is over, then does what `/mainstay pause` and `/mainstay resume` ask for, one by one. */
export async function pauseCommands(job: PauseJob, before: RepoMemory): Promise<Pauses> {
  let pauses = endedByClock(job, before);
  for (const { command } of job.causes) {
    if (command?.name !== 'pause' && command?.name !== 'resume') continue;
    const { answer, pause } = await decided(job, command, pauses.memory.pause);
    const answers = [...pauses.answers, { command, answer }];
    pauses = { ...pauses, ...changed(job, pauses, { pause, command }), answers };
  }
  return pauses;
}

/** Answers the commands and writes the ledger: after the work, as what is said must be true. */
export async function tellPauses(job: PauseJob, { answers, entries }: Pauses): Promise<void> {
  const { publisher } = job.github;
  for (const { command, answer } of answers) {
    if (command.from.kind !== 'comment') continue;
    const { markdown, reaction } = renderPauseAnswer(answer, command.by);
    await publisher.comment(job.snapshot.repo, command.from.issue, markdown);
    await publisher.react(job.snapshot.repo, command.from.comment, reaction);
  }
  await job.doors.memory.record(entries);
}

function endedByClock(job: PauseJob, before: RepoMemory): Pauses {
  const nothing = { memory: before, answers: [], entries: [] };
  const { pause } = before;
  if (pause === null || pauseNow(before, job.snapshot.repo, job.doors.now()) !== null) return nothing;
  const entries = [entryOf(job, 'success', renderPauseEnded(pause, null))];
  return { ...nothing, memory: { ...before, pause: null }, entries };
}

type Decided = { readonly answer: PauseAnswer; readonly pause: Pause | null };

/** The answer, and the pause as it is from now on: a refusal leaves it as it was. */
async function decided(job: PauseJob, command: Command, before: Pause | null): Promise<Decided> {
  const refusal = await refusalOf(job, command);
  if (refusal !== null) return { answer: refusal, pause: before };
  if (command.name === 'resume') {
    const answer = before === null ? ({ kind: 'not-paused' } as const) : resumed(before);
    return { answer, pause: null };
  }
  const rule = job.policy.wanted.pause;
  const order = pauseOrder(command.argument, rule);
  if (order.kind !== 'order') {
    return { answer: { kind: order.kind, maxHours: rule.maxHours.value }, pause: before };
  }
  const now = job.doors.now();
  const pause: Pause = {
    by: command.by.login,
    reason: order.reason,
    since: now.toISOString(),
    until: new Date(now.getTime() + order.ms).toISOString(),
  };
  return { answer: { kind: 'paused', pause, replaced: before }, pause };
}

function resumed(pause: Pause): PauseAnswer {
  return { kind: 'resumed', pause };
}

async function refusalOf(job: PauseJob, { by }: Command): Promise<PauseAnswer | null> {
  const { snapshot, policy, github } = job;
  if (isPolicyRepository(snapshot.repo)) return { kind: 'policy-repository' };
  if (policy.unknown !== null) return { kind: 'unknown', why: policy.unknown };
  const may = await mayPause(github.reader, { repo: snapshot.repo, by, rule: policy.wanted.pause });
  if (!may.known) return { kind: 'unknown', why: may.why };
  return may.value.held ? null : { kind: 'not-allowed', because: may.value.because };
}

function changed(
  job: PauseJob,
  before: Pauses,
  { pause, command }: { readonly pause: Pause | null; readonly command: Command },
): Pick<Pauses, 'memory' | 'entries'> {
  const last = before.memory.pause;
  if (pause === last) return before;
  const ended = last === null ? [] : [entryOf(job, 'success', renderPauseEnded(last, command.by))];
  const started = pause === null ? [] : [entryOf(job, 'neutral', renderPauseStarted(pause))];
  return {
    memory: { ...before.memory, pause },
    entries: [...before.entries, ...(pause === null ? ended : started)],
  };
}

function entryOf(
  { doors, snapshot, causes }: PauseJob,
  conclusion: string,
  { title, report }: { readonly title: string; readonly report: string },
): LedgerEntry {
  const { repo, branches } = snapshot;
  const asked = causes.flatMap(({ command }) => (command ? [command.by.login] : []));
  return {
    at: doors.now().toISOString(),
    repositoryId: repo.id,
    repository: fullName(repo),
    branch: branches.map(({ name }) => name).join(', '),
    conclusion,
    title,
    causes: [...new Set(causes.map(({ event }) => event))],
    actors: [...new Set(asked)],
    report,
  };
}
