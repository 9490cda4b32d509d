import type { BranchState, Known, Forecast, Plan, Problem, RepoMemory, Snapshot } from '#model';
import { planRepository, withoutLeftOut, type PlanInput } from '#plan';
import type { Doors } from './doors.ts';
import { forecastFor } from './forecasts.ts';
import type { InForce } from './policies.ts';
import { waivedOn } from './waivers.ts';

/** What a plan goes by: the world, the policy, and what is remembered. */
export type PlanJob = {
  readonly snapshot: Snapshot;
  readonly policy: Pick<InForce, 'wanted' | 'unknown' | 'leaving'>;
  /** Set while GitHub says that all protections of the repository are off. */
  readonly switchedOff: Problem | null;
  readonly memory: RepoMemory;
};

/** What is to be done about each branch of a repository, in the snapshot's order. */
export async function plansOf(doors: Doors, job: PlanJob): Promise<readonly Plan[]> {
  const plans = planRepository(await inputsOf(doors, job));
  return plans.map((plan) => withoutLeftOut(plan, job.memory.leftOut[plan.branch]));
}

/** The question that each branch of a repository puts. */
export async function inputsOf(doors: Doors, job: PlanJob): Promise<readonly PlanInput[]> {
  const { snapshot } = job;
  const pulls = await doors.memory.pulls(snapshot.repo.id);
  return snapshot.branches.map((branch) => ({
    ...inputOf(job, branch),
    waived: waivedOn(pulls, branch.name, doors.now()),
  }));
}

function inputOf({ snapshot, policy, switchedOff, memory }: PlanJob, branch: BranchState): PlanInput {
  const { wanted } = policy;
  const forecast: Known<Forecast> = forecastFor({
    repo: snapshot.repo,
    branch,
    wanted,
    others: memory.others,
  });
  return {
    snapshot,
    branch,
    wanted,
    switchedOff,
    policyUnknown: policy.unknown,
    forecast,
    added: memory.added[branch.name] ?? [],
    made: memory.made[branch.name] ?? null,
    leaving: policy.leaving,
  };
}
