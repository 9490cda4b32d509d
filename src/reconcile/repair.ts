import { apply, type Writer } from '#apply';
import type { BranchState, Contest, Plan, Receipt, RepoMemory, UnderWay, Write } from '#model';
import { addedAfter, madeAfter, withoutLeftOut } from '#plan';
import type { Result } from '#report';
import { afterWriting, contend } from './contend.ts';
import { look } from './look.ts';
import { inputsOf } from './plans-of.ts';
import { runOf, type Run } from './run-of.ts';

/** What is to be done about one branch, and whether something says to stop before it. */
export type Planned = Pick<Result, 'plan' | 'stopped'> & { readonly contests: readonly Contest[] };

export type Repaired = { readonly results: readonly Result[]; readonly memory: RepoMemory };

/**
 * Plans every branch and, unless something says to stop before it, makes the plans true, a write at a time. Answers
 * the run that it went by: another one where the first had to wait so long that all was read again.
 */
export async function repair(first: Run, before: RepoMemory): Promise<Repaired & { readonly run: Run }> {
  const asked = isAsked(first) ? { ...before, leftOut: {} } : before;
  const { run, all, writer } = await inTurn(first, asked);
  let memory: RepoMemory = { ...asked, contests: { ...asked.contests, ...contestsBy(all) } };
  const receipts = new Map<Write, Receipt | null>();
  for (const write of writesOf(all)) {
    const shared = all.filter(({ plan }) => plan.write === write).map(({ plan }) => plan);
    const written = await carryOut({ run, plans: shared, writer }, memory);
    memory = written.memory;
    receipts.set(write, written.receipt);
  }
  const results = all.map(({ plan, stopped }): Result => {
    const receipt = plan.write === null || stopped !== null ? null : (receipts.get(plan.write) ?? null);
    return { plan, receipt, stopped };
  });
  return { ...toldLate({ results, memory }, before, run.now), run };
}

type InTurn = { readonly run: Run; readonly all: readonly Planned[]; readonly writer: Writer };

/** What was read longer ago than this may be otherwise by now. */
const STALE_MS = 1_000;

/** Where a write has to wait for its turn, all is read and planned again once it has it: a plan is written fresh. */
async function inTurn(run: Run, memory: RepoMemory): Promise<InTurn> {
  const { doors, github, snapshot, causes } = run;
  const all = await withAllRulesets(run, memory, await planned(run, memory));
  if (writesOf(all).size === 0) return { run, all, writer: github.writer };
  const turn = await github.writeTurn();
  if (turn.waitedMs <= STALE_MS) return { run, all, writer: turn.writer };
  const seen = await look(doors, { github, repo: snapshot.repo, causes });
  if (!seen.known) throw new Error(`the repository cannot be read any more: ${seen.why.detail}`);
  const fresh = await runOf({ ...run, ...seen.value }, memory);
  const again = await withAllRulesets(fresh, memory, await planned(fresh, memory));
  if (writesOf(again).size === 0) turn.giveBack();
  return { run: fresh, all: again, writer: turn.writer };
}

/** What is to be done about each branch. */
export async function planned(run: Run, memory: RepoMemory): Promise<readonly Planned[]> {
  const { snapshot, policy, doors } = run;
  const inputs = await inputsOf(doors, { ...run, memory });
  const contended = contend(inputs, {
    contests: memory.contests,
    causes: run.causes,
    ownLogin: await doors.ownLogin(),
    paused: run.pause !== null,
    now: run.now,
  });
  return contended.map(({ plan, contests }, index) => {
    const branch = snapshot.branches[index]?.name ?? plan.branch;
    const tried = withoutLeftOut(plan, memory.leftOut[branch]);
    const told = { ...tried, refusals: [...tried.refusals, ...policy.organisationRefusals] };
    return { plan: told, contests, stopped: stopsBefore(run, told) };
  });
}

/**
 * GraphQL does not promise to show the rulesets of an enterprise. So before a rule or a ruleset is made that was not
 * there, every level is asked for: what protects the branch already is not stacked upon.
 */
async function withAllRulesets(
  run: Run,
  memory: RepoMemory,
  first: readonly Planned[],
): Promise<readonly Planned[]> {
  const isNew = first.some(({ plan, stopped }) => stopped === null && makesAnew(plan.write));
  if (!isNew) return first;
  const { snapshot, github } = run;
  const branches: BranchState[] = [];
  for (const branch of snapshot.branches) {
    const rulesets =
      branch.head === null ? branch.rulesets : await github.reader.rulesInForce(snapshot.repo, branch.name);
    branches.push({ ...branch, rulesets });
  }
  return planned({ ...run, snapshot: { ...snapshot, branches } }, memory);
}

function makesAnew(write: Write | null): boolean {
  if (write?.by === 'put-ruleset') return write.id === null;
  return write?.by === 'put-protection' || write?.by === 'create-rule';
}

/** Branches of one ruleset share a write. */
function writesOf(all: readonly Planned[]): ReadonlySet<Write> {
  return new Set(
    all.flatMap(({ plan, stopped }) => (stopped === null && plan.write !== null ? [plan.write] : [])),
  );
}

function contestsBy(all: readonly Planned[]): RepoMemory['contests'] {
  return Object.fromEntries(all.map(({ plan, contests }) => [plan.branch, contests]));
}

type ToWrite = { readonly run: Run; readonly plans: readonly Plan[]; readonly writer: Writer };
type Written = { readonly memory: RepoMemory; readonly receipt: Receipt | null };

/** One write, and what is remembered of it for each branch that it is about. */
async function carryOut({ run, plans, writer }: ToWrite, before: RepoMemory): Promise<Written> {
  const [first] = plans;
  if (first === undefined) return { memory: before, receipt: null };
  const { doors, snapshot } = run;
  const underWay = Object.fromEntries(plans.map((plan) => [plan.branch, begun(run, plan, before)]));
  const memory = { ...before, underWay: { ...before.underWay, ...underWay } };
  await doors.memory.keepRepository(snapshot.repo.id, memory);
  const receipt = await apply(writer, first);
  if (receipt === null || receipt.refused !== null) {
    return { memory: { ...memory, protectableAs: null }, receipt };
  }
  const after = plans.reduce((now, plan) => afterWrite(run, now, { plan, receipt }), memory);
  return { memory: { ...after, protectableAs: snapshot.repo.visibility }, receipt };
}

const DONE: Receipt = { refused: null, dropped: [] };

function begun({ causes }: Run, plan: Plan, memory: RepoMemory): UnderWay {
  const made = madeAfter(plan, DONE, memory.made[plan.branch] ?? null);
  const added = addedAfter(plan, memory.added[plan.branch] ?? []);
  return { changes: plan.changes, causes, made, added };
}

/** A person who asks for it gets another try at what GitHub left out. */
function isAsked({ causes }: Run): boolean {
  return causes.some(({ command }) => command?.name === 'sync' || command?.name === 'repair');
}

type Done = { readonly plan: Plan; readonly receipt: Receipt };

function afterWrite(run: Run, memory: RepoMemory, { plan, receipt }: Done): RepoMemory {
  const { branch, changes } = plan;
  const { dropped } = receipt;
  const others = Object.fromEntries(Object.entries(memory.leftOut).filter(([name]) => name !== branch));
  return {
    ...memory,
    leftOut: dropped.length > 0 ? { ...others, [branch]: { changes, dropped } } : others,
    added: { ...memory.added, [branch]: addedAfter(plan, memory.added[branch] ?? []) },
    made: { ...memory.made, [branch]: madeAfter(plan, receipt, memory.made[branch] ?? null) },
    contests: watched(run, memory, { plan, receipt }),
  };
}

/** What was written is watched for somebody who changes it back; what GitHub left out never was written. */
function watched(
  { now }: Pick<Run, 'now'>,
  { contests }: RepoMemory,
  { plan, receipt }: Done,
): RepoMemory['contests'] {
  if (receipt.dropped.length > 0) return contests;
  return { ...contests, [plan.branch]: afterWriting(contests[plan.branch], plan.changes, now) };
}

/**
 * Repairs that an earlier run made and could not tell: their plans are met by now, their changes are told here, and
 * what they added is remembered as Mainstay's own.
 */
export function toldLate({ results, memory }: Repaired, before: RepoMemory, now: Date): Repaired {
  return results.reduce<Repaired>(
    (told, result) => {
      const late = lateResult(result, { memory: told.memory, before, now });
      return { results: [...told.results, late.result], memory: late.memory };
    },
    { results: [], memory },
  );
}

type Late = { readonly memory: RepoMemory; readonly before: RepoMemory; readonly now: Date };

function lateResult(
  result: Result,
  { memory, before, now }: Late,
): { readonly result: Result; readonly memory: RepoMemory } {
  const { plan } = result;
  const { branch } = plan;
  const earlier = before.underWay[branch];
  if (earlier === undefined || plan.changes.length > 0 || plan.refusals.length > 0) return { result, memory };
  const made = { ...plan, changes: earlier.changes };
  return {
    result: { ...result, plan: made, receipt: DONE },
    memory: {
      ...memory,
      contests: watched({ now }, memory, { plan: made, receipt: DONE }),
      added: earlier.added ? { ...memory.added, [branch]: earlier.added } : memory.added,
      made: earlier.made ? { ...memory.made, [branch]: earlier.made } : memory.made,
    },
  };
}

/** A pause, monitor mode and a preview are the absence of the last steps. */
function stopsBefore(run: Run, plan: Plan): Result['stopped'] {
  if (run.pause !== null) return 'paused';
  const commands = run.causes.map((cause) => cause.command?.name);
  if (plan.mode.value === 'monitor' && !commands.includes('repair')) return 'monitor';
  return commands.length > 0 && commands.every((name) => name === 'plan') ? 'preview' : null;
}
