import {
  type CommitState,
  type PullReport,
  type RepoMemory,
  type RepoName,
  type Wanted,
  type BranchState,
} from '#model';
import { bridgeMark, planBridge, requiredOn, type BridgeDecision } from '#plan';
import { renderBridge, renderWithdrawal } from '#report';
import type { Installation } from './doors.ts';

/** A pull request's head or a merge group's commit, and what is known to decide on it. */
export type BridgeJob = {
  readonly github: Installation;
  readonly repo: RepoName;
  /** `7` for a pull request, the head commit for a group. */
  readonly of: string;
  readonly wanted: Wanted;
  readonly memory: RepoMemory;
  readonly base: BranchState;
  readonly head: CommitState;
  readonly changedFiles: readonly string[] | null;
  readonly reportOf: (context: string) => PullReport;
};

/** Reports the required checks whose workflows are skipped here, and takes back what is right no more. */
export async function bridgeCommit(job: BridgeJob): Promise<BridgeDecision> {
  const { github, repo, base, head } = job;
  const decision = decide(job);
  const mark = bridgeMark(job.of);
  for (const context of decision.withdraw) {
    const words = { sha: head.sha, context, branch: base.name, mark };
    await github.publisher.checkRun(repo, renderWithdrawal(words));
  }
  for (const { context, why, jobs } of decision.report) {
    const workflows = jobs.map(({ workflow }) => workflow);
    const words = { sha: head.sha, context, why, workflows, branch: base.name, mark };
    await github.publisher.checkRun(repo, renderBridge(words));
  }
  return decision;
}

function decide({ wanted, memory, base, head, of, changedFiles, reportOf }: BridgeJob): BridgeDecision {
  const isRuled = base.rule.known && base.rule.value !== null;
  const hasRulesets = base.rulesets.known && base.rulesets.value.length > 0;
  return planBridge({
    allowed: wanted.bridge.value && wanted.exempt === null,
    of,
    candidates: requiredOn(base).map((one) => ({ required: one, report: reportOf(one.context) })),
    added: memory.added[base.name] ?? [],
    changedFiles,
    head,
    base: base.name,
    protected: isRuled || hasRulesets,
  });
}
