import { fullName, type Accepted, type Cause, type Outcome, type PullFacts } from '#model';
import type { PullMemory, PullReport, PullState, RepoName } from '#model';
import type { BridgeDecision, Explanation } from '#plan';
import { renderNoPull } from '#report';
import { readWorkflows, reportsOn, type Workflows } from '#workflows';
import { acceptChecks, wakesOfAcceptance } from './accept-checks.ts';
import { bridgeCommit } from './bridge-commit.ts';
import type { Doors, Installation } from './doors.ts';
import { explainCommit } from './explain-commit.ts';
import { concernsNobody } from './look.ts';
import { recallPolicies, wantedRemembered } from './policies.ts';
import { tellPolicy } from './tell-policy.ts';
import { whenStarted } from './when-started.ts';
import { workflowsMark } from './workflows-mark.ts';

export type PullJob = {
  readonly repo: RepoName;
  readonly number: number;
  readonly installation: number;
  readonly causes: readonly Cause[];
};

/** One pull request: its required checks that no workflow will report, said or reported. One read. */
export async function reconcilePull(doors: Doors, job: PullJob): Promise<Outcome> {
  if (await concernsNobody(doors, job)) return SETTLED;
  const github = await doors.installation(job.installation);
  const read = await github.reader.pull(job.repo, job.number);
  if (!read.known) {
    await sayNoPull(github, job);
    return { kind: 'stalled', reason: read.why };
  }
  const pull = read.value;
  const before = (await doors.memory.pulls(pull.repo.id)).get(pull.number) ?? null;
  const on: On = { doors, github, job, pull, before };
  if (!pull.open) return closed(on);
  await tellPolicy({ ...on, causes: job.causes });
  const told = await tellPull(on);
  if (told === null) return endOf(before?.accepted ?? null, pull.number);
  const own = told.workflows?.own ?? null;
  const accepted = await acceptChecks({ ...on, ...job, own, explanation: told.explanation });
  await remember(on, told, accepted);
  return outcomeOf(on, told.decision, accepted);
}

const SETTLED: Outcome = { kind: 'settled', next: [] };

type On = {
  readonly doors: Doors;
  readonly github: Installation;
  readonly job: PullJob;
  readonly pull: PullState;
  readonly before: PullMemory | null;
};

async function sayNoPull({ publisher }: Installation, { repo, number, causes }: PullJob): Promise<void> {
  const command = causes.map((cause) => cause.command).find((one) => one?.name === 'accept');
  if (command) await publisher.comment(repo, number, renderNoPull(command.by));
}

async function closed(on: On): Promise<Outcome> {
  const { doors, github, job, pull, before } = on;
  await sayNoPull(github, job);
  if (before === null) return SETTLED;
  await doors.memory.keepPull(pull.repo.id, pull.number, null);
  if (before.accepted === null) return SETTLED;
  return { kind: 'settled', next: wakesOfAcceptance({ ...on, ...job }, null) };
}

type Told = {
  readonly decision: BridgeDecision;
  readonly explanation: Explanation | null;
  readonly workflows: { readonly base: Workflows; readonly own: Workflows } | null;
};

/** Null where the base's rule or workflows are not known: then nothing is said. */
async function tellPull({ doors, github, pull }: On): Promise<Told | null> {
  const { repo, base, head, changedFiles } = pull;
  if (!base.rule.known || !base.workflows.known) return null;
  const repository = fullName(repo);
  const ofBase = readWorkflows(base.workflows.value, { repository });
  const facts = factsOf(pull);
  const memory = await doors.memory.repository(repo.id);
  const recalled = await recallPolicies(doors.memory, repo);
  const { wanted } = wantedRemembered(doors, repo, recalled);
  const decision = await bridgeCommit({
    github,
    repo,
    of: String(pull.number),
    wanted,
    memory,
    base,
    head,
    changedFiles,
    reportOf: (context): PullReport => reportsOn(ofBase, context, facts),
  });
  if (!pull.workflows.known || wanted.exempt !== null)
    return { decision, explanation: null, workflows: null };
  const workflows = { base: ofBase, own: readWorkflows(pull.workflows.value, { repository }) };
  const { conflicting } = pull;
  const on = { github, repo, memory, base, head, facts, decision, workflows, conflicting };
  const explanation = await explainCommit(on);
  return { decision, explanation, workflows };
}

function factsOf({ base, changedFiles, draft, fork, author, headBranch }: PullState): PullFacts {
  const known = { branch: base.name, changedFiles, draft, fork, headBranch };
  return { ...known, event: 'pull_request', ...(author === null ? {} : { actor: author }) };
}

/** Remembered only while something stands that the base's workflows, or the clock, can make wrong. */
async function remember({ doors, pull, before }: On, told: Told, accepted: Accepted | null): Promise<void> {
  const { decision, explanation } = told;
  const stands = decision.report.length + decision.stands.length > 0 || explanation !== null;
  if (!stands && accepted === null) {
    if (before !== null) await doors.memory.keepPull(pull.repo.id, pull.number, null);
    return;
  }
  const against = stands ? workflowsMark(pull.base) : null;
  await doors.memory.keepPull(pull.repo.id, pull.number, { base: pull.base.name, against, accepted });
}

function outcomeOf(on: On, decision: BridgeDecision, accepted: Accepted | null): Outcome {
  const { before, job, pull, doors } = on;
  const isChanged = JSON.stringify(accepted) !== JSON.stringify(before?.accepted ?? null);
  // A command that waited would be answered again, so another run waits for the end in its stead.
  const isAsked = job.causes.some(({ command }) => command !== undefined);
  if (isChanged || (isAsked && accepted !== null)) {
    return { kind: 'settled', next: wakesOfAcceptance({ ...on, ...job }, accepted) };
  }
  if (isAsked) return SETTLED;
  if (accepted === null) return whenStarted(decision, pull.head, doors.now()) ?? SETTLED;
  return endOf(accepted, pull.number);
}

/** An acceptance ends by the clock at the latest, whatever can be read until then. */
function endOf(accepted: Accepted | null, number: number): Outcome {
  if (accepted === null) return SETTLED;
  const { until, contexts } = accepted;
  const detail = `Until pull request ${number} is merged or closed: ${contexts.join(', ')}.`;
  return { kind: 'waiting', until: new Date(until), reason: { code: 'check_waived', detail } };
}
