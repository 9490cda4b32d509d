import { describe, expect, test } from '@jest/globals';
import type { CommitState, JobReport, PullReport } from '#model';
import { bridgeMark, groupReport, planBridge } from '#plan';
import { known, unknown } from '#kit/builders';

type Input = Parameters<typeof planBridge>[0];

const FILE = '.github/workflows/db.yml';

function job(state: JobReport['state'], workflow = FILE): JobReport {
  const place = { file: workflow, line: 3, column: 5 };
  return {
    workflow,
    job: 'db',
    line: 5,
    column: 3,
    state,
    message: 'no changed file matches "db/**"',
    place,
  };
}

function report(...jobs: readonly JobReport[]): PullReport {
  return { context: 'db', reports: jobs.some(({ state }) => state === 'reports'), jobs };
}

function head(over: Partial<CommitState> = {}): CommitState {
  const nothing = { reported: known([]), started: known([]), otherPulls: known([]), workflows: known([]) };
  return { sha: 'c0ffee', ...nothing, ...over };
}

function input(over: Partial<Input> = {}): Input {
  const required = { context: 'db', source: 'any' } as const;
  return {
    allowed: true,
    of: '7',
    candidates: [{ required, report: report(job('path-filter')) }],
    added: [required],
    changedFiles: ['docs/a.md'],
    head: head(),
    base: 'main',
    protected: true,
    ...over,
  };
}

const OWN = {
  context: 'db',
  kind: 'run',
  app: 1,
  own: true,
  conclusion: 'skipped',
  note: bridgeMark('7'),
} as const;
const FOREIGN = { ...OWN, app: 15368, own: false, conclusion: 'failure', note: null };

describe('a required check whose workflow is skipped by its paths', () => {
  test('is reported, with why', () => {
    const { report: reported, left } = planBridge(input());

    expect(reported.map(({ context, why }) => [context, why])).toEqual([
      ['db', 'no changed file matches "db/**"'],
    ]);
    expect(left).toEqual([]);
  });

  const pinned = { required: { context: 'db', source: 15368 }, report: report(job('path-filter')) };
  const elsewhere = known([{ number: 8, base: 'release', protected: true }]);
  const started = known([{ file: null, since: '2026-11-23T10:00:00Z' }]);
  test.each<[string, Partial<Input>]>([
    ['policy', { allowed: false }],
    ['set-by-people', { added: [] }],
    ['set-by-people', { added: [{ context: 'db', source: 15368 }] }],
    ['pinned', { candidates: [pinned] }],
    ['files-unknown', { changedFiles: null }],
    ['edits-workflows', { changedFiles: ['docs/a.md', '.github/workflows/other.yml'] }],
    ['commit-unknown', { head: head({ reported: unknown('read_incomplete') }) }],
    ['commit-unknown', { head: head({ otherPulls: unknown('read_incomplete') }) }],
    ['reported', { head: head({ reported: known([FOREIGN]) }) }],
    ['reported', { head: head({ reported: known([{ ...FOREIGN, kind: 'status' as const }]) }) }],
    ['started', { head: head({ started }) }],
    ['other-branch', { head: head({ otherPulls: elsewhere }) }],
  ])('is left alone: %s', (because, over) => {
    const decision = planBridge(input(over));

    expect(decision.report).toEqual([]);
    expect(decision.left).toEqual([{ context: 'db', because }]);
  });

  test.each<JobReport['state']>(['reports', 'unknown', 'condition'])(
    'is not skipped at all where another job of that name is "%s"',
    (state) => {
      const jobs = report(job('path-filter'), job(state, '.github/workflows/b.yml'));
      const candidates = [{ required: { context: 'db', source: 'any' as const }, report: jobs }];

      expect(planBridge(input({ candidates }))).toEqual({ report: [], withdraw: [], stands: [], left: [] });
    },
  );

  test('stands once it was reported, and is withdrawn when it is right no more', () => {
    const reported = head({ reported: known([OWN]) });

    expect(planBridge(input({ head: reported })).stands).toEqual(['db']);
    expect(planBridge(input({ head: reported, candidates: [] })).withdraw).toEqual(['db']);
  });

  test('reported for another pull request is that one’s, unless the base is protected too', () => {
    const other = head({ reported: known([{ ...OWN, note: bridgeMark('8') }]) });

    expect(planBridge(input({ head: other, candidates: [], protected: false })).withdraw).toEqual([]);
    expect(planBridge(input({ head: other, candidates: [], protected: true })).withdraw).toEqual(['db']);
  });
});

describe('in a merge group', () => {
  test('a workflow without the trigger counts as its pull request filter says', () => {
    expect(groupReport(report(job('trigger')), report(job('path-filter'))).jobs[0]?.state).toBe(
      'path-filter',
    );
  });

  test('a workflow with the trigger decides itself', () => {
    expect(groupReport(report(job('reports')), report(job('path-filter'))).reports).toBe(true);
  });
});
