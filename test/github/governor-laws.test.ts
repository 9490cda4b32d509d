import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Accounts } from '../../src/github/governor/accounts.ts';
import { createOwnAccounts } from '../../src/github/governor/accounts.ts';
import { accountOf, lease, type Wish } from '../../src/github/governor/account.ts';
import { githubLimits, type Limits } from '../../src/github/governor/limits.ts';
import { MUTATION, QUERY, READ, writeCost } from '../../src/github/governor/request.ts';
import { fakeTime, type FakeTime } from './fake-time.ts';
import { governed, mostWithin, type Sent, type Task } from './governed.ts';

const MINUTE = 60_000;
const COMMENT = writeCost('POST /repos/{owner}/{repo}/issues/{issue_number}/comments');
const PUT = writeCost('PUT /repos/{owner}/{repo}/branches/{branch}/protection');

/** GitHub's limits, a fifteenth of each, so that few requests meet them. */
const SMALL: Limits = {
  paceMs: 1_000,
  windows: {
    rest: { most: 60, ms: MINUTE, lifeMs: 5_000 },
    graphql: { most: 130, ms: MINUTE, lifeMs: 5_000 },
    write: { most: 12, ms: MINUTE, lifeMs: 15_000 },
    content: { most: 20, ms: 60 * MINUTE, lifeMs: MINUTE },
  },
};

const priority = fc.constantFrom('live' as const, 'sweep' as const);
const tasks = fc.array(
  fc.record({
    after: fc.integer({ min: 0, max: 2_000 }),
    many: fc.integer({ min: 1, max: 12 }),
    task: fc.record({ cost: fc.constantFrom(READ, QUERY, MUTATION, COMMENT, PUT), priority }),
  }),
  { minLength: 1, maxLength: 12 },
);
type Plan = readonly { readonly after: number; readonly many: number; readonly task: Task }[];

/** Runs it all, some hours if need be; answers whether every job was served. */
async function served(time: FakeTime, plan: Plan, job: (task: Task, index: number) => Promise<void>) {
  let open = 0;
  let index = 0;
  for (const { after, many, task } of plan) {
    await time.pass(after);
    for (let n = 0; n < many; n += 1) {
      open += 1;
      void job(task, index++).then(() => (open -= 1));
    }
  }
  for (let hours = 0; hours < 48 && open > 0; hours += 1) await time.pass(60 * MINUTE);
  return open === 0;
}

function expectWithin(sent: readonly Sent[], { windows, paceMs }: Limits): void {
  for (const [unit, { most, ms }] of Object.entries(windows)) {
    expect([unit, mostWithin(sent, unit as keyof typeof windows, ms)]).toEqual([unit, expect.any(Number)]);
    expect(mostWithin(sent, unit as keyof typeof windows, ms)).toBeLessThanOrEqual(most);
  }
  const writes = sent.filter(({ cost }) => cost.units.write).map(({ at }) => at);
  const gaps = writes
    .sort((a, b) => a - b)
    .map((at, index) => at - (writes[index - 1] ?? Number.NEGATIVE_INFINITY));
  expect(gaps.every((gap) => gap >= paceMs)).toBe(true);
}

describe('Whatever is asked, in whatever order', () => {
  test('no window ever holds more than GitHub allows, and every job is served in the end', async () => {
    await fc.assert(
      fc.asyncProperty(tasks, async (plan) => {
        const time = fakeTime();
        const { job, sent } = governed(time, { limits: SMALL });

        const all = await served(time, plan, job);

        expect(all).toBe(true);
        expect(sent).toHaveLength(plan.reduce((sum, { many }) => sum + many, 0));
        expectWithin(sent, SMALL);
      }),
      { numRuns: 30 },
    );
  });

  test('two processes with one account together stay within the same limits', async () => {
    await fc.assert(
      fc.asyncProperty(tasks, fc.integer({ min: 0, max: 400 }), async (plan, latency) => {
        const time = fakeTime();
        const accounts = slow(time, latency);
        const both = [
          governed(time, { limits: SMALL, accounts }),
          governed(time, { limits: SMALL, accounts }),
        ];

        const all = await served(time, plan, (task, index) => both[index % 2]!.job(task));

        expect(all).toBe(true);
        for (const [unit, { most, ms }] of Object.entries(SMALL.windows)) {
          const sent = both.flatMap((one) => one.sent);
          expect(mostWithin(sent, unit as keyof typeof SMALL.windows, ms)).toBeLessThanOrEqual(most);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('what is granted may be used as late as it lives, and no window holds more than it may', () => {
    const wish = fc.record({
      units: fc.constantFrom<Wish['units']>(
        { rest: 1 },
        { rest: 5 },
        { write: 1 },
        { write: 1, content: 1 },
        { graphql: 5 },
      ),
      priority,
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 9_000 }), fc.array(wish)), { maxLength: 60 }),
        (steps) => {
          let account = accountOf(null);
          let now = 5_000_000;
          const granted: { unit: string; n: number; at: number }[] = [];
          for (const [after, wishes] of steps) {
            now += after;
            const done = lease(account, { wishes, limits: SMALL }, now);
            account = accountOf(JSON.parse(JSON.stringify(done.account)));
            granted.push(...done.lease.grants);
          }

          for (const [unit, { most, ms, lifeMs }] of Object.entries(SMALL.windows)) {
            const own = granted.filter((one) => one.unit === unit);
            for (const { at } of own) {
              const start = at + lifeMs;
              const within = own.filter((one) => one.at < start + ms && one.at + lifeMs >= start);
              expect(within.reduce((sum, { n }) => sum + n, 0)).toBeLessThanOrEqual(most);
            }
          }
        },
      ),
    );
  });
});

test('A live write amid any number of sweep writes starts within two turns', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 0, max: 8_000 }),
      async (many, after) => {
        const time = fakeTime();
        const { job, sent } = governed(time, { limits: githubLimits(1_000) });
        for (let n = 0; n < many; n += 1) void job({ cost: PUT, priority: 'sweep' });
        await time.pass(after);

        void job({ cost: PUT, priority: 'live' });
        await time.pass(10_000);

        const live = sent.find((one) => one.priority === 'live')!;
        expect(live.at - live.asked).toBeLessThanOrEqual(2_000);
      },
    ),
    { numRuns: 30 },
  );
});

/** Accounts on the other side of a wire, changed one at a time, by a clock that differs from ours. */
function slow({ clock }: FakeTime, latency: number): Accounts {
  const own = createOwnAccounts({ ...clock, now: () => clock.now() - 7_777 });
  let last: Promise<unknown> = Promise.resolve();
  return {
    change: async (installation, change) => {
      const turn = last.then(() => clock.sleep(latency)).then(() => own.change(installation, change));
      last = turn;
      const answer = await turn;
      await clock.sleep(latency);
      return answer;
    },
  };
}
