import { describe, expect, test } from '@jest/globals';
import type { Forecast, Known, Plan, RequiredContext, WantedCheck } from '#model';
import { planBranch } from '#plan';
import { forecast, readWorkflows } from '#workflows';
import {
  ACTIONS,
  branchState,
  check,
  exactRule,
  from,
  known,
  nothingWanted,
  protection,
  snapshot,
} from '#kit/builders';

type Case = {
  readonly files?: Readonly<Record<string, string>>;
  readonly asked: readonly WantedCheck[];
  readonly required?: readonly RequiredContext[];
  readonly added?: readonly RequiredContext[];
  readonly waived?: readonly string[];
  readonly bridge?: boolean;
};

/** A plan over workflow files as they would lie in the repository. */
function plan({ files = {}, asked, required = [], added = [], waived = [], bridge = true }: Case): Plan {
  const workflows = Object.entries(files).map(([name, text]) => ({
    path: `.github/workflows/${name}`,
    text,
  }));
  const wanted = nothingWanted({ checks: asked, bridge: from(bridge) });
  const question = { branch: 'main', event: 'pull_request', checks: asked.map(({ name }) => name) } as const;
  const checks = required.length > 0 ? { strict: false, required } : null;
  return planBranch({
    snapshot: snapshot(),
    branch: branchState(exactRule(protection({ checks })), { workflows: known(workflows) }),
    wanted,
    switchedOff: null,
    forecast: known(forecast(readWorkflows(workflows), question)),
    added: added.map((entry) => ({ ...entry, check: asked[0] ? nameOf(asked[0]) : 'test' })),
    waived,
  });
}

function nameOf({ name }: WantedCheck): string {
  return 'check' in name ? name.check : name.context;
}

function required(planned: Plan): readonly RequiredContext[] | undefined {
  return planned.goal?.checks?.required;
}

function pins(...contexts: readonly string[]): readonly RequiredContext[] {
  return contexts.map((context) => ({ context, source: ACTIONS }));
}

function withMatrix(versions: string): string {
  return `on: pull_request
jobs:
  test:
    runs-on: ubuntu-latest
    strategy: { matrix: { python: [${versions}] } }
    steps: [{ run: pytest }]
`;
}

const FILTERED = `on: { pull_request: { paths: ['alembic/versions/**'] } }
jobs:
  validate-migrations:
    runs-on: ubuntu-latest
    steps: [{ run: alembic check }]
`;
const ON_PUSH = FILTERED.replace('pull_request: { paths', 'push: { branches: [main], paths');

describe('a job of the policy', () => {
  test('becomes required as the contexts that it reports, pinned to GitHub Actions', () => {
    const planned = plan({ files: { 'ci.yml': withMatrix("'3.8', '3.9'") }, asked: [check('test')] });

    expect(required(planned)).toEqual(pins('test (3.8)', 'test (3.9)'));
  });

  test('is required under its own name while nothing reports it, and that is said', () => {
    const planned = plan({ asked: [check('test'), check('lint')] });

    expect(required(planned)?.map(({ context }) => context)).toEqual(['test', 'lint']);
    expect(planned.notes).toEqual([
      { code: 'no_workflows', detail: 'Nothing in .github/workflows reports test, lint.' },
    ]);
  });

  test('that only runs on push is required all the same, with its line and what to do', () => {
    const planned = plan({ files: { 'db.yml': ON_PUSH }, asked: [check('validate-migrations')] });

    expect(required(planned)).toEqual(pins('validate-migrations'));
    expect(planned.notes).toMatchObject([
      { code: 'check_never_reports', place: { file: 'acme/api/.github/workflows/db.yml' } },
    ]);
  });

  test('that waits until it can report is required from that moment on', () => {
    const ready = { ...check('test'), when: 'ready' } as const;

    expect(required(plan({ asked: [ready] }))).toBeUndefined();
    expect(required(plan({ files: { 'ci.yml': withMatrix('1') }, asked: [ready] }))).toEqual(
      pins('test (1)'),
    );
  });

  test('that was ready once stays required when it cannot report any more', () => {
    const ready = { ...check('test'), when: 'ready' } as const;
    const before = pins('test');

    expect(plan({ asked: [ready], required: before, added: before }).changes).toEqual([]);
  });

  test('of which there are two that differ is refused, and both are named', () => {
    const files = { 'a.yml': withMatrix('1'), 'b.yml': withMatrix('2') };
    const planned = plan({ files, asked: [check('test')] });

    expect(planned).toMatchObject({ changes: [], refusals: [{ code: 'check_ambiguous' }] });
    expect(planned.refusals[0]?.detail).toMatch(/a\.yml.*b\.yml/);
  });

  test('whose name only a run knows is refused, unless one of that form is required already', () => {
    const files = { 'ci.yml': withMatrix('1').replace('[1]', "'${{ fromJSON(vars.VERSIONS) }}'") };

    expect(plan({ files, asked: [check('test')] }).refusals).toMatchObject([{ code: 'check_dynamic' }]);
    expect(plan({ files, asked: [check('test')], required: pins('test (3.12)') }).refusals).toEqual([]);
  });

  test('is left alone while the workflows could not be read', () => {
    const why = { code: 'read_incomplete', detail: 'The workflow ci.yml was hidden.' } as const;
    const unread: Known<Forecast> = { known: false, why };
    const planned = planBranch({
      snapshot: snapshot(),
      branch: branchState(exactRule(protection())),
      wanted: nothingWanted({ checks: [check('test')] }),
      switchedOff: null,
      forecast: unread,
    });

    expect(planned).toMatchObject({ changes: [], write: null, refusals: [why] });
  });
});

describe('a matrix that changes', () => {
  const before = pins('test (3.8)', 'test (3.9)');

  test('brings its new leg and takes the one that is gone, in one write', () => {
    const files = { 'ci.yml': withMatrix("'3.9', '3.10'") };
    const planned = plan({ files, asked: [check('test')], required: before, added: before });

    expect(required(planned)).toEqual(pins('test (3.9)', 'test (3.10)'));
    expect(planned.write).toMatchObject({ by: 'patch-checks' });
  });

  test('never takes a leg that a person required', () => {
    const files = { 'ci.yml': withMatrix("'3.9'") };
    const planned = plan({ files, asked: [check('test')], required: before, added: [] });

    expect(planned.changes).toEqual([]);
  });

  test('never takes a leg that a person pinned since', () => {
    const files = { 'ci.yml': withMatrix("'3.9'") };
    const own = [{ context: 'test (3.8)', source: 'any' }] as const;

    expect(plan({ files, asked: [check('test')], required: before, added: own }).changes).toEqual([]);
  });

  test('leaves what the policy does not ask for any more', () => {
    const files = { 'ci.yml': withMatrix("'3.8', '3.9'") };

    expect(plan({ files, asked: [], required: before, added: before }).changes).toEqual([]);
  });

  test('takes nothing while another check is not clear', () => {
    const files = { 'a.yml': withMatrix('1'), 'b.yml': withMatrix('2') };
    const asked = [check('test')];

    expect(plan({ files, asked, required: before, added: before }).changes).toEqual([]);
  });
});

describe('a check whose workflow a path filter skips', () => {
  const asked = [check('validate-migrations')];
  const files = { 'db.yml': FILTERED };

  test('may come from any source, so that Mainstay can stand in for it', () => {
    expect(required(plan({ files, asked }))).toEqual([{ context: 'validate-migrations', source: 'any' }]);
  });

  test('is pinned where the policy allows no standing in', () => {
    expect(required(plan({ files, asked, bridge: false }))).toEqual(pins('validate-migrations'));
  });

  test('is pinned again once the filter is gone, where Mainstay had added it', () => {
    const open = [{ context: 'validate-migrations', source: 'any' }] as const;
    const always = {
      'db.yml': FILTERED.replace("{ pull_request: { paths: ['alembic/versions/**'] } }", 'pull_request'),
    };

    expect(required(plan({ files: always, asked, required: open, added: open }))).toEqual(
      pins('validate-migrations'),
    );
    expect(plan({ files: always, asked, required: open, added: [] }).changes).toEqual([]);
  });
});

describe('a context that a pull request may do without', () => {
  const files = { 'ci.yml': withMatrix("'3.8', '3.9'") };
  const before = pins('test (3.8)', 'test (3.9)');

  test('goes where Mainstay added it, and stays where a person did', () => {
    const waived = ['test (3.8)'];
    const asked = [check('test')];

    expect(required(plan({ files, asked, required: before, added: before, waived }))).toEqual(
      pins('test (3.9)'),
    );
    expect(plan({ files, asked, required: before, added: [], waived }).changes).toEqual([]);
  });
});

describe('A job whose name only a run knows', () => {
  const HOLE = '${{ github.run_id }}';

  function named(name: string): string {
    return `on: pull_request\njobs:\n  test: { name: "${name}", runs-on: ubuntu-latest, steps: [{ run: make }] }\n`;
  }

  test('is found among what is required, whatever signs are in it', () => {
    const there = pins('a+b (1) 7.x \\ 8');

    const planned = plan({
      files: { 'ci.yml': named(`a+b (1) ${HOLE}.x \\\\ ${HOLE}`) },
      asked: [check('test')],
      required: there,
    });

    expect(planned.refusals).toEqual([]);
    expect(planned.changes).toEqual([]);
  });

  test('costs no more time for its many unknown parts', () => {
    const name = `${Array(16).fill(HOLE).join('t')}!`;

    const planned = plan({
      files: { 'ci.yml': named(name) },
      asked: [check('test')],
      required: pins('t'.repeat(90)),
    });

    expect(planned.refusals.map(({ code }) => code)).toEqual(['check_dynamic']);
  });
});
