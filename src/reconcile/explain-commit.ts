import type { CommitState, PullFacts, RepoMemory, RepoName, BranchState } from '#model';
import { explainPull, requiredOn, type BridgeDecision, type Explanation } from '#plan';
import { EXPLANATION, explanationMark, renderExplanation, renderResolved } from '#report';
import { forecast, reportsOn, type Workflows } from '#workflows';
import type { Installation } from './doors.ts';

/** A commit that waits for required checks, and both sides' workflows. */
export type ExplainJob = {
  readonly github: Installation;
  readonly repo: RepoName;
  readonly memory: RepoMemory;
  readonly base: BranchState;
  readonly head: CommitState;
  readonly facts: PullFacts;
  readonly decision: BridgeDecision;
  readonly workflows: { readonly base: Workflows; readonly own: Workflows };
  /** A merge group never conflicts. */
  readonly conflicting?: boolean;
};

/** Says on the commit what keeps its required checks away; nothing where there is nothing to say. */
export async function explainCommit(job: ExplainJob): Promise<Explanation | null> {
  const { github, repo, head } = job;
  if (!head.reported.known) return null;
  const last = head.reported.value.findLast(({ own, context }) => own && context === EXPLANATION);
  const explanation = explained(job);
  if (explanation === null) {
    if (last && last.conclusion !== 'success')
      await github.publisher.checkRun(repo, renderResolved(head.sha));
    return null;
  }
  if (last?.note !== explanationMark(explanation)) {
    await github.publisher.checkRun(repo, renderExplanation(explanation, head.sha));
  }
  return explanation;
}

function explained(job: ExplainJob): Explanation | null {
  const { base, head, facts, decision, memory, workflows, conflicting = false } = job;
  const required = requiredOn(base);
  const { branch, event, changedFiles } = facts;
  const checks = required.map(({ context }) => ({ context }));
  const before = forecast(workflows.base, { branch, event, checks });
  const after = forecast(workflows.own, { branch, event, checks });
  const meetings = required.flatMap((one, index) => {
    const [then, later] = [before.required[index], after.required[index]];
    if (!then || !later) return [];
    const own = reportsOn(workflows.own, one.context, facts);
    const onBase = reportsOn(workflows.base, one.context, facts);
    return [{ required: one, own, base: onBase, before: then, after: later }];
  });
  return explainPull({
    branch,
    meetings,
    added: memory.added[branch] ?? [],
    decision,
    head,
    changedFiles,
    names: { before: namesOf(before), after: namesOf(after) },
    conflicting,
  });
}

function namesOf({ predicted }: ReturnType<typeof forecast>): readonly string[] {
  const names = predicted.map(({ context, pattern }) => context ?? pattern);
  return [...new Set(names.filter((name) => name !== null))];
}
