import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Actor, Problem } from '#model';
import { renderAnswer, renderNotAllowed, type CheckRun, type Story } from '#report';
import { hostileText } from '#kit/arbitraries';
import { check, exactRule, protection, requiring, wanted } from '#kit/builders';
import { bareLinks, cellsOf, pings, tableLines, textOutsideCode } from '#kit/rendered';
import { checkRun, edited, MAINTAINER, monitored, repaired, story } from './fixture.ts';

const INVISIBLE = /[\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u0000-\u0009\u000b-\u001f\u007f-\u009f]/u;
/** Ours: it stands between `@` and a name. */
const OURS = /\u200b/g;

/** A story in which every piece of text from outside is the given one. */
function told(text: string): Story {
  const rule = exactRule(protection({ checks: requiring(text, 'test') }), text);
  const asked = {
    checks: [check(text === 'test' ? 'lint' : `${text}!`), check('e2e', { when: 'ready' })],
  } as const;
  const origin = { file: text, line: 1 };
  const broken: Problem = {
    code: 'policy_unknown_key',
    detail: text,
    fix: text,
    place: { file: `acme/api/${text}`, line: 1, column: 1 },
  };
  const refused: Problem = { code: 'write_refused', detail: text };
  const open = monitored({
    rule,
    asked: { ...asked, settings: { ...wanted().settings, include_admins: { value: true, origin } } },
    branch: { name: text },
  });
  const done = repaired({ rule: null, asked, branch: { name: text } }, { refused, dropped: [refused] });
  const causes = [edited(text), { delivery: text, event: text, actor: { login: text, bot: false } }];
  return story([open, done], { policyProblems: [broken], notes: [refused], causes });
}

function written(text: string): readonly string[] {
  const by: Actor = { login: text, bot: false };
  const run: CheckRun = checkRun([], told(text));
  return [run.summary, run.text, renderAnswer(told(text), by).markdown, renderNotAllowed(by)];
}

describe('text from outside', () => {
  test('never breaks a table: every line keeps its four cells', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const lines = written(text).flatMap(tableLines);

        expect(lines.length).toBeGreaterThan(0);
        for (const each of lines) expect(cellsOf(each)).toHaveLength(4);
      }),
      { numRuns: 200 },
    );
  });

  test('never mentions anybody and never links to an issue', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const markdown of written(text)) expect(pings(markdown)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('never becomes markup: a reader sees it letter by letter', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const { summary } = checkRun([], {
          notes: [{ code: 'write_refused', detail: text.replaceAll('`', '') }],
        });
        const shown = textOutsideCode(summary).replace(OURS, '');

        expect(shown).toContain(letters(text.replaceAll('`', '')));
      }),
      { numRuns: 300 },
    );
  });

  test('brings nothing invisible: no bidi control, no line break, no half character', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const run = checkRun([], told(text));
        const texts = [run.title, ...written(text), ...run.annotations.map(({ message }) => message)];

        for (const each of texts) expect(each.replace(OURS, '')).not.toMatch(INVISIBLE);
      }),
      { numRuns: 300 },
    );
  });

  test('adds no line to a report', () => {
    const plain = written('harmless').map((markdown) => markdown.split('\n').length);

    for (const text of ['a\nb', 'a\r\n\r\n# b', 'a\u2028b', 'a\u0085b', 'a\fb']) {
      expect(written(text).map((markdown) => markdown.split('\n').length)).toEqual(plain);
    }
  });

  function letters(text: string): string {
    return text
      .toWellFormed()
      .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
      .trim();
  }
});

describe('a mention', () => {
  test.each(['@acme/everyone', '\\@octocat', '&#64;octocat', 'ping @octocat!', 'fixes #1', 'acme/api#12'])(
    '%j reaches nobody, in prose or in code',
    (text) => {
      expect(written(text).flatMap(pings)).toEqual([]);
    },
  );

  test('with only a backslash before it would reach somebody', () => {
    expect(pings('\\@octocat and \\#1')).toEqual(['@o', '#1']);
    expect(pings('`@octocat` and `#1`')).toEqual([]);
  });
});

describe('a link', () => {
  test.each([
    'https://example.org',
    'www.example.org',
    'WWW.example.org',
    '[x](https://example.org)',
    '<https://example.org>',
  ])('%j is shown and not linked', (text) => {
    expect(written(text).flatMap(bareLinks)).toEqual([]);
  });

  test('with nothing escaped in it would be one', () => {
    expect(bareLinks('see https://example.org and www.example.org')).toHaveLength(2);
    expect(bareLinks('`https://example.org` [More](https://example.org)')).toEqual([]);
  });
});

describe("GitHub's limits", () => {
  const huge = [
    'x'.repeat(100_000),
    '@a '.repeat(34_000),
    '`'.repeat(100_000),
    '|'.repeat(100_000),
    '\ud83d\ude00'.repeat(50_000),
  ];

  test.each(huge.map((text) => [text.slice(0, 6), text]))('100 kB of %s stay within them', (_, text) => {
    const run = checkRun([], told(text));

    expect(run.title.length).toBeLessThanOrEqual(255);
    for (const markdown of written(text)) expect(markdown.length).toBeLessThanOrEqual(65_535);
    for (const { title, message } of run.annotations) {
      expect(title.length).toBeLessThanOrEqual(255);
      expect(Buffer.byteLength(message)).toBeLessThanOrEqual(64 * 1024);
    }
  });

  test.each(huge.map((text) => [text.slice(0, 6), text]))(
    '100 kB of %s break no table and mention nobody',
    (_, text) => {
      for (const markdown of written(text)) {
        expect(pings(markdown)).toEqual([]);
        for (const each of tableLines(markdown)) expect(cellsOf(each)).toHaveLength(4);
      }
    },
  );

  test('a report of too many branches is cut at the end of a line, and says so', () => {
    const results = Array.from({ length: 400 }, (_, index) =>
      repaired({ rule: null, branch: { name: `release-${index}` } }),
    );
    const { summary, text, title } = checkRun(results);

    for (const each of [summary, text]) {
      expect(each.length).toBeLessThanOrEqual(65_535);
      expect(each).toMatch(/\n\n… cut: there is more than GitHub takes\.$/);
    }
    expect(title).toMatch(/^Protected release-0; .*…$/);
    expect(tableLines(summary).every((each) => cellsOf(each).length === 4)).toBe(true);
  });

  test('a reply is cut as well', () => {
    const results = Array.from({ length: 400 }, (_, index) => repaired({ branch: { name: `b${index}` } }));

    expect(renderAnswer(story(results), MAINTAINER).markdown.length).toBeLessThanOrEqual(65_535);
  });
});
