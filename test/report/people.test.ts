import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Contest, Pause } from '#model';
import { contestProblem, renderCheckRun, renderContest, renderPauseAnswer, renderPauseEnded } from '#report';
import { hostileText } from '#kit/arbitraries';
import { compliant, exactRule, from, line, wanted } from '#kit/builders';
import { bareLinks, cellsOf, pings, tableLines } from '#kit/rendered';
import { HEAD, MAINTAINER, planned, story } from './fixture.ts';

const LAX = exactRule(compliant({ includeAdmins: false }));

function pauseFor(reason: string, by = 'olivia'): Pause {
  return { by, reason, since: '2026-11-24T14:05:00.000Z', until: '2026-11-24T18:05:00.000Z' };
}

function pausedRun(pause: Pause, rule = LAX) {
  return renderCheckRun(
    story([{ plan: planned({ rule }), receipt: null, stopped: 'paused' }], { pause }),
    HEAD,
  );
}

function contestWith(over: Partial<Contest> = {}, who = 'sync[bot]'): Contest {
  const by = { login: who, bot: true };
  const back = { by, delivery: 'd', from: 'yes', to: 'no' };
  return {
    dimension: 'include_admins',
    written: null,
    since: '2026-11-24T14:05:00.000Z',
    backs: [
      { ...back, at: '2026-11-24T14:01:00.000Z' },
      { ...back, at: '2026-11-24T14:03:00.000Z', by: null },
      { ...back, at: '2026-11-24T14:05:00.000Z' },
    ],
    issue: null,
    told: null,
    until: '2026-11-24T14:06:00.000Z',
    ...over,
  };
}

describe('a paused branch', () => {
  const run = pausedRun(pauseFor('the release is broken'));

  test('is neither right nor wrong, and says who paused it, why and until when', () => {
    expect(run.conclusion).toBe('neutral');
    expect(run.title).toBe(
      'main is paused until 2026-11-24 18:05 UTC by olivia, and differs from the policy in 1 setting: the release is broken',
    );
    expect(run.summary).toContain(
      'It is paused by olivia until 2026-11-24 18\\:05 UTC\\: the release is broken.',
    );
  });

  test('lists what differs, offers no repair, and tells how the pause ends', () => {
    expect(run.summary).toContain('| Administrators included | no | yes |');
    expect(run.buttons.map(({ identifier }) => identifier)).toEqual(['recheck']);
    expect(run.summary).toContain('`/mainstay resume` ends the pause now');
  });

  test('leaves another fingerprint for another pause, and none of it after', () => {
    const fine = exactRule(compliant());
    const prints = [pausedRun(pauseFor('one'), fine), pausedRun(pauseFor('two'), fine)];
    const after = renderCheckRun(
      story([{ plan: planned({ rule: fine }), receipt: null, stopped: null }]),
      HEAD,
    );

    expect(new Set([...prints, after].map(({ fingerprint }) => fingerprint)).size).toBe(3);
  });
});

describe('the issue on a second manager', () => {
  test('names both sides: who, when, the values, and the line of the policy', () => {
    const settings = { ...wanted().settings, include_admins: from(true, line(7)) };

    const { title, markdown } = renderContest({
      branch: 'main',
      contest: contestWith(),
      wanted: wanted({ settings }),
    });

    expect(title).toBe('Somebody else keeps changing "Administrators included" of main');
    expect(tableLines(markdown).slice(2)).toEqual([
      '| 2026-11-24 14:01 UTC | `sync[bot]` | yes | no |',
      '| 2026-11-24 14:03 UTC | not known | yes | no |',
      '| 2026-11-24 14:05 UTC | `sync[bot]` | yes | no |',
    ]);
    expect(markdown).toContain(
      'was changed back 3 times, the last time by `sync[bot]` on 2026-11-24 14\\:05 UTC.',
    );
    expect(markdown).toContain('Mainstay goes by `acme/.github/.github/mainstay.yml:7`.');
    expect(markdown).toContain('with pauses that grow to a quarter of an hour');
  });

  test('says that it is left for a day, and that it is over', () => {
    const on = { branch: 'main', wanted: wanted() };
    const left = renderContest({ ...on, contest: contestWith({ until: '2026-11-25T14:05:00.000Z' }) });
    const over = renderContest({ ...on, contest: contestWith({ since: null, until: null }) });

    expect(left.markdown).toContain('Mainstay leaves it for a day, or until a person says `/mainstay sync`');
    expect(over.markdown).toContain('This is over');
  });
});

test('The reply to a pause names the form that is allowed, with the most that the policy allows', () => {
  const { markdown, reaction } = renderPauseAnswer({ kind: 'too-long', maxHours: 8 }, MAINTAINER);

  expect(reaction).toBe('confused');
  expect(markdown).toContain('`/mainstay pause 4h the reason`');
  expect(markdown).toContain('at most 8 hours by the policy');
});

test('Text from outside never mentions, links or breaks a table, in a reason, a login or a branch', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const pause = pauseFor(text, text);
      const by = { login: text, bot: false };
      const contest = contestWith({}, text);
      const issue = renderContest({ branch: text, contest, wanted: wanted() }).markdown;
      const notes = [contestProblem(text, contest)];
      const result = {
        plan: { ...planned({ rule: LAX }), notes },
        receipt: null,
        stopped: 'paused' as const,
      };
      const written = [
        renderPauseAnswer({ kind: 'paused', pause, replaced: pause }, by).markdown,
        renderPauseEnded(pause, by).report,
        renderCheckRun(story([result], { pause }), HEAD).summary,
        issue,
      ];

      for (const markdown of written) {
        expect(pings(markdown)).toEqual([]);
        expect(bareLinks(markdown)).toEqual([]);
      }
      for (const each of tableLines(issue)) expect(cellsOf(each)).toHaveLength(4);
    }),
    { numRuns: 200 },
  );
});
