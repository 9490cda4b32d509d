import type { CommitState, JobReport, PullReport, RequiredContext } from '#model';

/** A required context, and what the base branch's workflows do about it here. */
export type Candidate = {
  readonly required: RequiredContext;
  readonly report: PullReport;
};

export type BridgeInput = {
  /** What the policy says. */
  readonly allowed: boolean;
  /** What the bridge is about: `7` for a pull request, the head commit for a group. */
  readonly of: string;
  readonly candidates: readonly Candidate[];
  /** The contexts of this branch that Mainstay itself added. */
  readonly added: readonly RequiredContext[];
  readonly changedFiles: readonly string[] | null;
  readonly head: CommitState;
  /** Whether the base has a rule; another pull request's reports on this commit count for it as well then. */
  readonly protected: boolean;
  readonly base: string;
};

/** A context that is reported as skipped, and why no workflow reports it. */
export type Bridged = { readonly context: string; readonly why: string; readonly jobs: readonly JobReport[] };

/** Why a context whose workflow is skipped by its path filter is left alone. */
export type Unbridged = { readonly context: string; readonly because: BridgeObstacle };

export type BridgeObstacle =
  | 'policy'
  | 'files-unknown'
  | 'edits-workflows'
  | 'set-by-people'
  | 'pinned'
  | 'commit-unknown'
  | 'reported'
  | 'started'
  | 'other-branch';

export type BridgeDecision = {
  readonly report: readonly Bridged[];
  /** Reported earlier, and right no more. */
  readonly withdraw: readonly string[];
  /** Reported earlier, and still right. */
  readonly stands: readonly string[];
  readonly left: readonly Unbridged[];
};

/** What the `external_id` of a bridged check run begins with; the pull request or group follows. */
const MARK = 'bridge:';

export function bridgeMark(of: string): string {
  return `${MARK}${of}`;
}

/**
 * Which required checks Mainstay reports in place of workflows that a path filter skips, and which of its earlier
 * reports it takes back. Whatever is not known speaks against it: a check that stays pending does no harm.
 */
export function planBridge(input: BridgeInput): BridgeDecision {
  const skipped = input.candidates.flatMap(({ required, report }) => {
    const jobs = skippedJobs(report);
    return jobs === null ? [] : [{ required, jobs }];
  });
  const earlier = ownReports(input);
  const report: Bridged[] = [];
  const stands: string[] = [];
  const left: Unbridged[] = [];
  for (const { required, jobs } of skipped) {
    const { context } = required;
    const because = obstacleTo(input, required, jobs);
    if (because !== null) left.push({ context, because });
    else if (earlier.get(context) === 'skipped') stands.push(context);
    else report.push({ context, jobs, why: whyOf(jobs) });
  }
  const withdraw = [...earlier]
    .filter(([context, conclusion]) => conclusion === 'skipped' && !stands.includes(context))
    .map(([context]) => context);
  return { report, withdraw, stands, left };
}

/** The jobs that would report the context if the changed files were others; null where that is not all that keeps them. */
function skippedJobs({ reports, jobs }: PullReport): readonly JobReport[] | null {
  if (reports !== false) return null;
  const filtered = jobs.filter(({ state }) => state === 'path-filter');
  const others = jobs.some(({ state }) => state !== 'path-filter' && state !== 'trigger');
  return filtered.length === 0 || others ? null : filtered;
}

function whyOf(jobs: readonly JobReport[]): string {
  return [...new Set(jobs.map(({ message }) => message))].join('; ');
}

/** What Mainstay said of a context on this commit last, for this pull request or for one whose rules hold here too. */
function ownReports({ head, of, protected: isProtected }: BridgeInput): ReadonlyMap<string, string> {
  if (!head.reported.known) return new Map();
  const own = head.reported.value.filter(
    ({ own: isOwn, note, conclusion }) =>
      isOwn && conclusion !== null && (note === bridgeMark(of) || (isProtected && isMark(note))),
  );
  return new Map(own.map(({ context, conclusion }) => [context, conclusion ?? '']));
}

function isMark(note: string | null): boolean {
  return note?.startsWith(MARK) === true;
}

type Test = readonly [BridgeObstacle, boolean];

/** The first thing that speaks against it, the policy first. */
function obstacleTo(
  input: BridgeInput,
  required: RequiredContext,
  jobs: readonly JobReport[],
): BridgeObstacle | null {
  const { head, changedFiles } = input;
  const { context, source } = required;
  const tests: readonly Test[] = [
    ['policy', !input.allowed],
    ['set-by-people', !isOurs(input, required)],
    ['pinned', source !== 'any'],
    ['files-unknown', changedFiles === null],
    ['edits-workflows', changedFiles?.some(isWorkflow) === true],
    ['commit-unknown', !head.reported.known || !head.started.known || !head.otherPulls.known],
    ['reported', isReported(input, context)],
    ['started', isStarted(input, jobs)],
    ['other-branch', isElsewhere(input)],
  ];
  return tests.find(([, holds]) => holds)?.[0] ?? null;
}

/** A check whose pin a person took off is the person's; one that is pinned is spoken of as such. */
function isOurs({ added }: BridgeInput, { context, source }: RequiredContext): boolean {
  return added.some((own) => own.context === context && (source !== 'any' || own.source === source));
}

/** Files of `.github/workflows`, by which a pull request would decide its own checks. */
export function isWorkflow(path: string): boolean {
  return path.toLowerCase().startsWith('.github/workflows/');
}

function isReported({ head }: BridgeInput, context: string): boolean {
  if (!head.reported.known) return true;
  return head.reported.value.some(
    (one) => one.context.trim() === context.trim() && !(one.own && isMark(one.note)),
  );
}

/** A suite that shows no run yet may be of any workflow, unless GitHub says of which. */
function isStarted({ head }: BridgeInput, jobs: readonly JobReport[]): boolean {
  if (!head.started.known) return true;
  return head.started.value.some(
    ({ file }) => file === null || jobs.some(({ workflow }) => workflow === file),
  );
}

function isElsewhere({ head, of, base }: BridgeInput): boolean {
  if (!head.otherPulls.known) return true;
  return head.otherPulls.value.some(
    (pull) => String(pull.number) !== of && pull.base !== base && pull.protected,
  );
}
