import type { CommitState, Known, OtherPull, Reported, Started, WorkflowFile } from '#model';
import { type Looked as Seen, workflowsOf } from './file-of.ts';
import { holeAt, type Path, unknownBecause } from './holes.ts';
import type { CommitShape, ReportedShape } from './pull-shape.ts';
import type { FolderShape } from './reading-shape.ts';

/** `appId` tells Mainstay's own check runs from others. */
export type Looked = Seen & { readonly appId: number };

/** A commit from the part of the answer at `path`. What GitHub cut or hid is unknown, never "none". */
export function commitOf(looked: Looked, path: Path, commit: CommitShape): CommitState {
  return {
    sha: commit.oid,
    reported: reportedOn(looked, path, commit),
    started: startedOn(looked, path, commit),
    otherPulls: pullsOn(looked, path, commit),
    workflows: folderAt(looked, [...path, 'workflows'], commit.workflows),
  };
}

/** The workflow files behind `file(path:)`; no entry is no folder. */
export function folderAt(
  looked: Seen,
  path: Path,
  entry: { readonly object?: FolderShape } | null | undefined,
): Known<readonly WorkflowFile[]> {
  return workflowsOf(looked, path, entry?.object ?? null);
}

type Connection<T> = { readonly nodes?: readonly (T | null)[] | null; readonly totalCount?: number };

/** All nodes of a connection, or why they are not all there. */
function allOf<T>(
  looked: Looked,
  path: Path,
  connection: Connection<T> | null | undefined,
): Known<readonly T[]> {
  const hole = holeAt(looked.errors, path);
  const nodes = (connection?.nodes ?? []).filter((node): node is T => node !== null);
  if (hole || connection?.totalCount !== nodes.length)
    return { known: false, why: unknownBecause(String(path.at(-1)), hole) };
  return { known: true, value: nodes };
}

function reportedOn(looked: Looked, path: Path, commit: CommitShape): Known<readonly Reported[]> {
  const at = [...path, 'statusCheckRollup'];
  const { statusCheckRollup } = commit;
  if (!statusCheckRollup && !holeAt(looked.errors, at)) return { known: true, value: [] };
  const all = allOf(looked, [...at, 'contexts'], statusCheckRollup?.contexts);
  return all.known ? { known: true, value: all.value.map((one) => reportedOf(one, looked.appId)) } : all;
}

const UNFINISHED: ReadonlySet<string> = new Set(['PENDING', 'EXPECTED']);

function reportedOf(shape: ReportedShape, appId: number): Reported {
  if (shape.__typename === 'StatusContext') return statusOf(shape);
  const app = shape.checkSuite?.app?.databaseId ?? null;
  const conclusion = shape.conclusion?.toLowerCase() ?? null;
  const { name = '', externalId: note = null } = shape;
  return { context: name, kind: 'run', app, own: app === appId, conclusion, note };
}

function statusOf({ context = '', state = 'PENDING' }: ReportedShape): Reported {
  const conclusion = UNFINISHED.has(state) ? null : state.toLowerCase();
  return { context, kind: 'status', app: null, own: false, conclusion, note: null };
}

function startedOn(looked: Looked, path: Path, commit: CommitShape): Known<readonly Started[]> {
  const all = allOf(looked, [...path, 'checkSuites'], commit.checkSuites);
  if (!all.known) return onlyRunsHidden(looked, path) ? withoutNames(commit) : all;
  return { known: true, value: startedOf(all.value) };
}

type Suites = readonly NonNullable<NonNullable<CommitShape['checkSuites']>['nodes']>[number][];

function startedOf(suites: Suites): readonly Started[] {
  return suites.flatMap((suite) =>
    suite && suite.checkRuns?.totalCount === 0
      ? [{ file: suite.workflowRun?.file?.path ?? null, since: suite.createdAt }]
      : [],
  );
}

/** Without the permission "Actions" GitHub hides which workflow a suite is of, and nothing else. */
function onlyRunsHidden(looked: Looked, path: Path): boolean {
  const under = looked.errors.filter((error) => holeAt([error], [...path, 'checkSuites']));
  return under.every((error) => error.path.includes('workflowRun'));
}

function withoutNames({ checkSuites }: CommitShape): Known<readonly Started[]> {
  const nodes = checkSuites?.nodes ?? [];
  const whole = checkSuites?.totalCount === nodes.length;
  return whole
    ? { known: true, value: startedOf(nodes) }
    : { known: false, why: unknownBecause('the check suites', undefined) };
}

function pullsOn(looked: Looked, path: Path, commit: CommitShape): Known<readonly OtherPull[]> {
  const all = allOf(looked, [...path, 'associatedPullRequests'], commit.associatedPullRequests);
  if (!all.known) return all;
  const value = all.value
    .filter((pull) => pull.state === 'OPEN' && pull.headRefOid === commit.oid)
    .map(({ number, baseRefName, baseRef }) => ({
      number,
      base: baseRefName,
      protected: baseRef?.branchProtectionRule !== null && baseRef?.branchProtectionRule !== undefined,
    }));
  return { known: true, value };
}
