import { expect, test } from '@jest/globals';
import type { Cause, Command, LedgerEntry, RepoMemory } from '#model';
import { branchState, from, known, snapshot, wanted } from '#kit/builders';
import { pauseCommands, tellPauses, type PauseJob } from '../../src/reconcile/pause-commands.ts';

const NOTHING: RepoMemory = {
  protectionsDisabled: null,
  protectableAs: null,
  added: {},
  underWay: {},
  leftOut: {},
  others: null,
  made: {},
  pause: null,
  contests: {},
};
const NOON = Date.parse('2026-11-24T12:00:00.000Z');
const HOUR = 3_600_000;

function said(login: string, name: Command['name'], argument?: string): Cause {
  const by = { login, bot: false };
  const from = { kind: 'comment', comment: 1, issue: 2 } as const;
  const command = { name, by, from, ...(argument === undefined ? {} : { argument }) };
  return { delivery: 'd', event: 'issue_comment.created', actor: by, command };
}

/** A run of a repository that Olivia and Oscar own, and what it leaves behind. */
function world() {
  const ledger: LedgerEntry[] = [];
  const replies: string[] = [];
  let memory = NOTHING;
  function jobAt(at: number, causes: readonly Cause[]): PauseJob {
    const github = {
      reader: { membership: () => Promise.resolve(known('admin')) },
      publisher: {
        comment: (_: unknown, __: unknown, text: string) => Promise.resolve(void replies.push(text)),
        react: () => Promise.resolve(),
      },
    };
    const doors = {
      now: () => new Date(at),
      memory: { record: (entries: readonly LedgerEntry[]) => Promise.resolve(void ledger.push(...entries)) },
    };
    const policy = {
      wanted: wanted({ pause: { by: from('owner'), maxHours: from(24) } }),
      problems: [],
      fileProblems: [],
      notes: [],
      keep: [],
      unknown: null,
    };
    const seen = { snapshot: snapshot({ branches: [branchState()] }), policy, causes };
    return { ...seen, github, doors } as unknown as PauseJob;
  }
  async function run(hours: number, ...causes: readonly Cause[]): Promise<void> {
    const job = jobAt(NOON + hours * HOUR, causes);
    const pauses = await pauseCommands(job, memory);
    memory = pauses.memory;
    await tellPauses(job, pauses);
  }
  return { ledger, replies, memory: () => memory, run };
}

test('A pause and its end by the clock stand in the ledger, with who, until when and why', async () => {
  const { run, ledger, memory } = world();

  await run(0, said('olivia', 'pause', '2h the release is broken'));
  await run(1);
  const during = memory().pause;
  await run(2);
  await run(3);

  expect(during).toEqual({
    by: 'olivia',
    reason: 'the release is broken',
    since: '2026-11-24T12:00:00.000Z',
    until: '2026-11-24T14:00:00.000Z',
  });
  expect(memory().pause).toBeNull();
  expect(ledger).toMatchObject([
    {
      at: '2026-11-24T12:00:00.000Z',
      repository: 'acme/api',
      branch: 'main',
      conclusion: 'neutral',
      title: 'Protection is paused by olivia until 2026-11-24 14:00 UTC: the release is broken',
      actors: ['olivia'],
    },
    {
      at: '2026-11-24T14:00:00.000Z',
      conclusion: 'success',
      title: 'The pause by olivia is over',
      actors: [],
    },
  ]);
  expect(ledger[1]?.report).toContain('(its time was over)');
});

test('One that a person ended names that person', async () => {
  const { run, ledger } = world();

  await run(0, said('olivia', 'pause', '2h hotfix'));
  await run(1, said('oscar', 'resume'));

  expect(ledger[1]).toMatchObject({ title: 'The pause by olivia is over', actors: ['oscar'] });
  expect(ledger[1]?.report).toContain('(ended by `oscar`)');
});

test('Several commands in one run are done and answered in their order', async () => {
  const { run, replies, memory } = world();

  await run(0, said('olivia', 'resume'), said('olivia', 'pause', '2h one'), said('oscar', 'pause', '1h two'));

  expect(replies).toEqual([
    expect.stringContaining('is not paused'),
    expect.stringContaining('paused until'),
    expect.stringContaining('This replaces the pause that `olivia` gave'),
  ]);
  expect(memory().pause).toMatchObject({ by: 'oscar', reason: 'two' });
});

test('A refused command leaves the pause that lasts as it is', async () => {
  const { run, memory, ledger } = world();
  await run(0, said('olivia', 'pause', '2h hotfix'));
  const before = memory().pause;

  await run(1, said('olivia', 'pause', '3d'));

  expect(memory().pause).toEqual(before);
  expect(ledger).toHaveLength(1);
});
