import type { CommitState, Fix, PullReport, RequiredContext, RequiredForecast, WorkflowPlace } from '#model';
import { isWorkflow, type BridgeDecision, type BridgeObstacle } from './bridge.ts';

/** One required context as the pull request meets it: by its own workflows, by those of its base, and for good. */
export type Meeting = {
  readonly required: RequiredContext;
  readonly own: PullReport;
  readonly base: PullReport;
  /** What the pull request's own workflows can report of it on any pull request, once merged. */
  readonly after: RequiredForecast;
  readonly before: RequiredForecast;
};

export type ExplainInput = {
  readonly branch: string;
  readonly meetings: readonly Meeting[];
  /** Contexts that Mainstay itself added to the branch. */
  readonly added: readonly RequiredContext[];
  readonly decision: BridgeDecision;
  readonly head: CommitState;
  readonly changedFiles: readonly string[] | null;
  /** Every context that the base's workflows, and the pull request's, can report. */
  readonly names: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** GitHub starts no `pull_request` workflow while it conflicts with its base. */
  readonly conflicting: boolean;
};

/** Why one required check does not come here, and what to do. */
export type Stuck = {
  readonly context: string;
  readonly why: string;
  readonly remedy: Remedy;
  readonly place: WorkflowPlace | null;
};

export type Remedy =
  | { readonly kind: 'accept' }
  | { readonly kind: 'by-hand' }
  | { readonly kind: 'resolve-conflict' }
  | { readonly kind: 'bridge'; readonly because: BridgeObstacle }
  | { readonly kind: 'fix'; readonly fix: Fix | null };

export type Explanation = {
  readonly branch: string;
  readonly stuck: readonly Stuck[];
  /** What becomes of names when it is merged; required ones are said to be. */
  readonly appear: readonly string[];
  readonly vanish: readonly { readonly context: string; readonly required: boolean }[];
  /** Required, reported until now, and never again once this is merged. */
  readonly unreportable: readonly { readonly context: string; readonly why: string }[];
};

/** What there is to say of a pull request's required checks; null where nothing is. */
export function explainPull(input: ExplainInput): Explanation | null {
  const { changedFiles, names, meetings } = input;
  const edits = changedFiles?.some(isWorkflow) === true;
  const required = new Set(meetings.map(({ required: { context } }) => context));
  const gone = edits ? names.before.filter((name) => !names.after.includes(name)) : [];
  const explanation: Explanation = {
    branch: input.branch,
    stuck: meetings.flatMap((meeting) => stuckOn(input, meeting)),
    appear: edits ? names.after.filter((name) => !names.before.includes(name)) : [],
    vanish: gone.map((context) => ({ context, required: required.has(context) })),
    unreportable: edits ? meetings.flatMap(lostBy) : [],
  };
  const { stuck, appear, vanish, unreportable } = explanation;
  const says = stuck.length + appear.length + vanish.length + unreportable.length > 0;
  return says ? explanation : null;
}

/** The required contexts that this pull request's own workflows report no more, and that Mainstay itself added. */
export function acceptable(explanation: Explanation | null): readonly string[] {
  const stuck = explanation?.stuck ?? [];
  return stuck.filter(({ remedy }) => remedy.kind === 'accept').map(({ context }) => context);
}

function lostBy({ required, before, after }: Meeting): Explanation['unreportable'] {
  if (after.verdict !== 'never' || before.verdict === 'never') return [];
  return [{ context: required.context, why: after.reasons[0]?.message ?? '' }];
}

function stuckOn(input: ExplainInput, meeting: Meeting): readonly Stuck[] {
  const { context } = meeting.required;
  if (isThere(input, context)) return [];
  const held = input.conflicting ? heldByConflict(meeting.own) : null;
  if (held !== null) return [{ context, ...held }];
  if (meeting.own.reports !== false) return [];
  const isOurs = input.added.some((entry) => entry.context === context);
  const isKnown = meeting.own.jobs.length + meeting.base.jobs.length > 0;
  // A name that people require and no workflow here knows is another App's, as far as anybody can tell.
  if (!isOurs && !isKnown) return [];
  const remedy = remedyFor(input, meeting, isOurs);
  return [{ context, remedy, ...causeOf(meeting, remedy) }];
}

/** Every job that would bring it is started by an event that GitHub holds back during a conflict. */
function heldByConflict({ jobs }: PullReport): Omit<Stuck, 'context'> | null {
  const coming = jobs.filter(({ state }) => state === 'reports' || state === 'unknown');
  const [job] = coming;
  if (job === undefined || coming.some(({ event }) => event !== 'pull_request')) return null;
  const why =
    'the pull request conflicts with its base, and GitHub starts no `pull_request` workflow until that is resolved';
  return { why, remedy: { kind: 'resolve-conflict' }, place: null };
}

/** Reported, running, or reported by Mainstay in its workflow's place. */
function isThere({ head, decision }: ExplainInput, context: string): boolean {
  if (decision.stands.includes(context) || decision.report.some((one) => one.context === context))
    return true;
  if (!head.reported.known) return true;
  return head.reported.value.some(
    (one) => one.context.trim() === context.trim() && !decision.withdraw.includes(context),
  );
}

function remedyFor({ decision }: ExplainInput, meeting: Meeting, isOurs: boolean): Remedy {
  const { own, base, after, required } = meeting;
  const left = decision.left.find(({ context }) => context === required.context);
  if (isVanishing(own, base)) return { kind: isOurs ? 'accept' : 'by-hand' };
  if (left !== undefined) return { kind: 'bridge', because: left.because };
  return { kind: 'fix', fix: after.fix };
}

/** The base's workflows have a job of this name, and the pull request's have none. */
function isVanishing(own: PullReport, base: PullReport): boolean {
  return own.jobs.length === 0 && base.jobs.length > 0;
}

function causeOf({ own, after }: Meeting, remedy: Remedy): Pick<Stuck, 'why' | 'place'> {
  if (remedy.kind === 'accept' || remedy.kind === 'by-hand') {
    return { why: 'the workflows of this pull request report it no more', place: null };
  }
  const job = own.jobs.find(({ state }) => state === 'path-filter') ?? own.jobs[0];
  if (job !== undefined) return { why: job.message, place: job.place };
  const [reason] = after.reasons;
  return { why: reason?.message ?? 'no workflow here reports it', place: null };
}
