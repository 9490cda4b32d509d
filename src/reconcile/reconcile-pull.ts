import {
  fullName,
  type Cause,
  type Outcome,
  type PullMemory,
  type PullReport,
  type PullState,
  type RepoName,
} from '#model';
import type { BridgeDecision } from '#plan';
import { readWorkflows, reportsOn } from '#workflows';
import { bridgeCommit } from './bridge-commit.ts';
import type { Doors, Installation } from './doors.ts';
import { concernsNobody } from './look.ts';
import { recallPolicies, wantedBefore } from './policies.ts';
import { workflowsMark } from './workflows-mark.ts';
import { whenStarted } from './when-started.ts';

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
  if (!read.known) return { kind: 'stalled', reason: read.why };
  const pull = read.value;
  const before = (await doors.memory.pulls(pull.repo.id)).get(pull.number) ?? null;
  if (!pull.open) return closed(doors, pull, before);
  const decision = await bridgePull({ doors, github, pull });
  if (decision === null) return SETTLED;
  await remember(doors, pull, { before, decision });
  return whenStarted(decision, pull.head, doors.now()) ?? SETTLED;
}

const SETTLED: Outcome = { kind: 'settled', next: [] };

async function closed(doors: Doors, pull: PullState, before: PullMemory | null): Promise<Outcome> {
  if (before !== null) await doors.memory.keepPull(pull.repo.id, pull.number, null);
  return SETTLED;
}

type On = { readonly doors: Doors; readonly github: Installation; readonly pull: PullState };

async function bridgePull({ doors, github, pull }: On): Promise<BridgeDecision | null> {
  const { repo, base, head, changedFiles } = pull;
  if (!base.rule.known || !base.workflows.known) return null;
  const workflows = readWorkflows(base.workflows.value, { repository: fullName(repo) });
  const facts = factsOf(pull);
  return bridgeCommit({
    github,
    repo,
    of: String(pull.number),
    wanted: wantedBefore(repo, await recallPolicies(doors.memory, repo)).wanted,
    memory: await doors.memory.repository(repo.id),
    base,
    head,
    changedFiles,
    reportOf: (context): PullReport => reportsOn(workflows, context, facts),
  });
}

function factsOf({ base, changedFiles, draft, fork, author, headBranch }: PullState) {
  return {
    branch: base.name,
    event: 'pull_request',
    changedFiles,
    draft,
    fork,
    headBranch,
    ...(author === null ? {} : { actor: author }),
  } as const;
}

type Said = { readonly before: PullMemory | null; readonly decision: BridgeDecision };

/** Remembered only while something was said that the base's workflows can make wrong. */
async function remember(doors: Doors, pull: PullState, { before, decision }: Said): Promise<void> {
  const stands = decision.report.length + decision.stands.length > 0;
  if (!stands && before === null) return;
  const memory: PullMemory = {
    base: pull.base.name,
    against: stands ? workflowsMark(pull.base) : null,
    accepted: before?.accepted ?? null,
  };
  const empty = memory.against === null && memory.accepted === null;
  await doors.memory.keepPull(pull.repo.id, pull.number, empty ? null : memory);
}
