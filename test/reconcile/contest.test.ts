import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Actor, Contest } from '#model';
import {
  contestAfter,
  contestOf,
  contestPaused,
  contestWritten,
  isHeld,
  quietFrom,
  type ContestRule,
} from '../../src/reconcile/contest.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const START = Date.parse('2026-11-23T06:00:00.000Z');
const RULE: ContestRule = {
  times: 3,
  windowMs: 60 * MINUTE,
  isAutomation: (actor) => actor?.bot === true,
};
const BOT: Actor = { login: 'sync[bot]', bot: true };
const MIA: Actor = { login: 'mia', bot: false };

/** What happens to a setting: minutes pass, then it is looked at as somebody left it (null: as the policy says). */
type Step = {
  readonly minutes: number;
  readonly left: 'below' | 'above' | null;
  readonly by: Actor | null;
  readonly asked: boolean;
};
type Moment = {
  readonly at: number;
  readonly step: Step;
  readonly contest: Contest;
  readonly wrote: boolean;
};

/** Plays it as Mainstay does: what is not held is written at once. */
function play(steps: readonly Step[]): readonly Moment[] {
  let at = START;
  let contest = contestWritten(contestOf('reviews.count'), new Date(START), 'policy');
  return steps.map((step, index) => {
    at += step.minutes * MINUTE;
    const value = step.left ?? 'policy';
    const above = step.left === 'above';
    const found = step.left === null ? null : { value, from: '2', to: above ? '3' : '1', above };
    const by = step.by && { actor: step.by, delivery: `d-${index}` };
    contest = contestAfter(contest, { at: new Date(at), found, by, asked: step.asked }, RULE);
    const wrote = step.left !== null && !isHeld(contest);
    if (wrote) contest = contestWritten(contest, new Date(at), 'policy');
    return { at, step, contest, wrote };
  });
}

function lowered(minutes: number, over: Partial<Step> = {}): Step {
  return { minutes, left: 'below', by: BOT, asked: false, ...over };
}

function raised(minutes: number, over: Partial<Step> = {}): Step {
  return lowered(minutes, { left: 'above', ...over });
}

function waitOf({ at, contest }: Moment): number | null {
  return contest.until === null ? null : (Date.parse(contest.until) - at) / MINUTE;
}

const steps = fc.array(
  fc.record<Step>({
    minutes: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 2000 })),
    left: fc.constantFrom('below', 'above', null),
    by: fc.constantFrom(BOT, MIA, null),
    asked: fc.oneof({ arbitrary: fc.constant(false), weight: 9 }, { arbitrary: fc.boolean(), weight: 1 }),
  }),
  { maxLength: 40 },
);

describe('A setting that is changed back', () => {
  test('twice within an hour is repaired at once', () => {
    expect(play([lowered(1), lowered(1)]).map(({ wrote }) => wrote)).toEqual([true, true]);
  });

  test('a third time waits for a minute, then longer each time, and never longer than a quarter of an hour', () => {
    const again = [1, 1, 1, 1, 1, 1, 2, 1, 4, 1, 8, 1, 15, 1].map((minutes) => lowered(minutes));

    expect(play(again).map(waitOf)).toEqual([
      null,
      null,
      1,
      null,
      2,
      1,
      null,
      4,
      null,
      8,
      null,
      15,
      null,
      15,
    ]);
  });

  test('three times in more than an hour is repaired at once', () => {
    expect(play([lowered(1), lowered(31), lowered(31)]).map(waitOf)).toEqual([null, null, null]);
  });

  test('is watched until it has been quiet for an hour', () => {
    const quiet: Step = { minutes: 59, left: null, by: null, asked: false };
    const after = play([lowered(1), lowered(1), lowered(1), lowered(1), quiet, { ...quiet, minutes: 1 }]);

    expect(after.map(({ contest }) => contest.since !== null)).toEqual([
      false,
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(quietFrom(after[3]!.contest, RULE.windowMs)).toEqual(new Date(after[5]!.at));
  });

  test('is written at once where a person asks for it', () => {
    const asked = lowered(0, { asked: true, by: null });

    expect(play([lowered(1), lowered(1), lowered(1), asked]).map(({ wrote }) => wrote)).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });
});

describe('A value that protects more than the policy says', () => {
  test('is left for a day when automation insists on it, and again when it insists after that', () => {
    const played = play([raised(1), raised(1), raised(1), raised(1439), raised(1), raised(5)]);

    expect(played.map(({ wrote }) => wrote)).toEqual([true, true, false, false, true, false]);
    expect(waitOf(played[2]!)).toBe(DAY / MINUTE);
    expect(waitOf(played[5]!)).toBe(DAY / MINUTE);
  });

  test.each([
    ['a person', MIA],
    ['somebody unknown', null],
  ])('is taken back again and again when %s insists on it', (_, by) => {
    const played = play([raised(1, { by }), raised(1, { by }), raised(1, { by }), raised(1, { by })]);

    expect(played.map(waitOf)).toEqual([null, null, 1, null]);
  });

  test('and to which a person contributed is not left for a day', () => {
    expect(play([raised(1), raised(1, { by: MIA }), raised(1)]).map(waitOf)).toEqual([null, null, 1]);
  });

  test('is repaired within a quarter of an hour when it sinks below the policy meanwhile', () => {
    const played = play([raised(1), raised(1), raised(1), lowered(60), lowered(1)]);

    expect(played.map(waitOf)).toEqual([null, null, 1440, 1, null]);
  });
});

describe('Whatever happens', () => {
  test('nothing below the policy ever waits for longer than a quarter of an hour', () => {
    fc.assert(
      fc.property(steps, (all) => {
        for (const moment of play(all)) {
          if (moment.step.left === 'below') expect(waitOf(moment) ?? 0).toBeLessThanOrEqual(15);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('an event does not change when a wait ends, and nothing is written before', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const played = play(all);
        for (const [index, moment] of played.entries()) {
          const before = played[index - 1]?.contest.until ?? null;
          const isOver = before === null || Date.parse(before) <= moment.at;
          if (isOver || moment.step.left !== 'below' || moment.step.asked) continue;
          expect(moment.wrote).toBe(false);
          const left = (Date.parse(before) - moment.at) / MINUTE;
          if (left <= 15) expect(moment.contest.until).toBe(before);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('only automation is ever yielded to, and only above the policy', () => {
    fc.assert(
      fc.property(steps, (all) => {
        for (const moment of play(all)) {
          if ((waitOf(moment) ?? 0) <= 15) continue;
          expect(moment.step.left).toBe('above');
          expect(moment.contest.backs.slice(-3).every(({ by }) => by?.bot)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('nothing waits that was not changed back as often as the policy says', () => {
    fc.assert(
      fc.property(steps, (all) => {
        for (const { contest } of play(all)) {
          if (contest.until !== null) expect(contest.backs.length).toBeGreaterThanOrEqual(RULE.times);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a look that finds what Mainstay made, its own echo, counts nothing', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const played = play(all);
        for (const [index, { step, contest }] of played.entries()) {
          const before = played[index - 1]?.contest.backs ?? [];
          if (step.left === null) expect(before).toEqual(expect.arrayContaining([...contest.backs]));
        }
      }),
    );
  });

  test('it is over after a window in which nothing differs', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const quiet: Step = { minutes: 60, left: null, by: null, asked: false };

        const last = play([...all, { ...quiet, minutes: 0 }, quiet]).at(-1);

        expect(last?.contest).toMatchObject({ since: null, until: null });
      }),
    );
  });
});

test('Another wish of the policy is no change back, nor is the value that Mainstay made before', () => {
  const made = contestWritten(contestOf('required_checks'), new Date(START), 'old');
  const found = { value: 'old', from: 'new', to: 'old', above: false };

  const after = contestAfter(made, { at: new Date(START + 1), found, by: null, asked: false }, RULE);

  expect(after).toEqual(made);
});

test('What people change during a pause does not count', () => {
  const paused = contestPaused(contestWritten(contestOf('strict'), new Date(START), 'on'));
  const found = { value: 'off', from: 'yes', to: 'no', above: false };

  const after = contestAfter(paused, { at: new Date(START + 1), found, by: null, asked: false }, RULE);

  expect(after.backs).toEqual([]);
});

test('One event is no second change', () => {
  const by = { actor: MIA, delivery: 'one' };
  const found = { value: 'off', from: 'yes', to: 'no', above: false };
  let contest = contestOf('strict');
  for (const minutes of [1, 2]) {
    const at = new Date(START + minutes * MINUTE);
    contest = contestAfter(contestWritten(contest, at, 'on'), { at, found, by, asked: false }, RULE);
  }

  expect(contest.backs.map((back) => back.by)).toEqual([MIA, null]);
});
