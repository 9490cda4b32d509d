import { RateLimited } from '#model';
import type { Accounts } from '../../src/github/governor/accounts.ts';
import { createOwnAccounts } from '../../src/github/governor/accounts.ts';
import { createGovernor, type Governor } from '../../src/github/governor/create-governor.ts';
import { githubLimits, type Limits, type Priority } from '../../src/github/governor/limits.ts';
import type { Cost } from '../../src/github/governor/request.ts';
import type { FakeTime } from './fake-time.ts';

/** A request that was sent. Times in milliseconds. */
export type Sent = {
  readonly cost: Cost;
  readonly priority: Priority;
  readonly asked: number;
  readonly at: number;
};

/** What a job asks for. */
export type Task = { readonly cost: Cost; readonly priority: Priority };

export type Governed = {
  readonly governor: Governor;
  readonly sent: readonly Sent[];
  readonly told: readonly string[];
  /** Asks as a job does: sent away, it comes back at its time. */
  readonly job: (task: Task) => Promise<void>;
  /** Asks once. */
  readonly once: (task: Task) => Promise<void>;
};

export type GovernedOptions = {
  readonly limits?: Limits | null;
  readonly accounts?: Accounts;
  readonly answerMs?: number;
};

/** A governor in a time that only the test moves, and all that it let pass. */
export function governed(time: FakeTime, options: GovernedOptions = {}): Governed {
  const { clock } = time;
  const { limits = githubLimits(1_000), accounts, answerMs = 50 } = options;
  const sent: Sent[] = [];
  const told: string[] = [];
  let priority: Priority = 'live';
  const governor = createGovernor({
    installation: 7,
    limits,
    clock,
    accounts: accounts ?? createOwnAccounts(clock),
    shared: accounts !== undefined,
    priority: () => priority,
    tell: { debug: () => undefined, warn: (_, message) => void told.push(message) },
  });
  function ask(task: Task, asked: number): Promise<void> {
    priority = task.priority;
    return governor.run(task.cost, async () => {
      sent.push({ ...task, asked, at: clock.now() });
      await clock.sleep(answerMs);
    });
  }
  async function job(task: Task): Promise<void> {
    const asked = clock.now();
    for (;;) {
      try {
        await ask(task, asked);
        return;
      } catch (error) {
        if (!(error instanceof RateLimited)) throw error;
        await clock.sleep(Math.max(error.until.getTime() - clock.now(), 1));
      }
    }
  }
  return { governor, sent, told, job, once: (task) => ask(task, clock.now()) };
}

/** The most of a unit that was sent within any time of this length. */
export function mostWithin(sent: readonly Sent[], unit: keyof Cost['units'], ms: number): number {
  const sums = sent.map(({ at }) =>
    sent
      .filter((one) => one.at >= at && one.at < at + ms)
      .reduce((sum, { cost }) => sum + (cost.units[unit] ?? 0), 0),
  );
  return Math.max(0, ...sums);
}
