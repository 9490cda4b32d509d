import { afterEach, describe, expect, test } from '@jest/globals';
import { startHouse, type House } from '#kit/house';
import { install } from '../../src/cli/demo/acts/install.ts';
import { loadParts } from '../../src/cli/demo/load-parts.ts';
import { plainText } from '../../src/cli/demo/plain-text.ts';
import { openScreen } from '../../src/cli/demo/screen.ts';
import type { Stage } from '../../src/cli/demo/stage.ts';
import { STORY } from '../../src/cli/demo/story.ts';
import { tellStory } from '../../src/cli/demo/tell-story.ts';
import { buildWorld } from '../../src/cli/demo/world.ts';
import { main } from '../../src/cli/index.ts';

/** A place to write to that remembers. */
function paper(
  terminal: { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number } = {},
) {
  const written: string[] = [];
  return { ...terminal, write: (text: string) => written.push(text) > 0, text: () => written.join('') };
}

describe('the story', () => {
  let house: House;
  afterEach(() => house.close());

  async function stage(): Promise<Stage> {
    house = await startHouse();
    buildWorld(house.github.world);
    return {
      github: house.github,
      mainstay: house.mainstay(),
      logFile: '',
      settled: () => house.settled(),
      close: () => Promise.reject(new Error('The house is closed by the test')),
    };
  }

  test('comes out as told at no more than it may cost, in plain lines where it is piped', async () => {
    const output = paper();

    const well = await tellStory(STORY, await stage(), openScreen(output, {}));

    expect(output.text()).toContain(`All ${STORY.length} acts came out as told`);
    expect(output.text()).not.toContain('\u001b');
    expect(well).toBe(true);
  }, 60_000);

  test('says which act did not come out as told, and fails', async () => {
    const output = paper();
    const broken = await stage();
    broken.github.faults = ({ method }) =>
      method === 'PUT'
        ? { status: 403, body: { message: 'Resource not accessible by integration' } }
        : undefined;

    const well = await tellStory([install], broken, openScreen(output, {}));

    expect(well).toBe(false);
    expect(output.text()).toContain('✗ all ten of acme that have a main are protected');
    expect(output.text()).toContain('1 of 1 acts did not come out as told');
  });
});

describe('the screen', () => {
  test('on a terminal keeps the table below what is told, and redraws it there', () => {
    const output = paper({ isTTY: true, columns: 90, rows: 30 });
    const screen = openScreen(output, {});

    screen.show(['acme/api  ✗ no rule', 'acme/web  ✓ protected']);
    screen.say('olivia installs Mainstay');

    const [, redrawn] = output.text().split('\u001b[2A\r\u001b[0J');
    expect(redrawn).toBe('olivia installs Mainstay\nacme/api  ✗ no rule\nacme/web  ✓ protected\n');
  });

  test.each([
    ['in continuous integration', { CI: 'true' }],
    ['where colours are not wanted', { NO_COLOR: '1' }],
    ['on a terminal that can do nothing', { TERM: 'dumb' }],
  ])('writes plain lines %s', (_where, env) => {
    const output = paper({ isTTY: true, columns: 90, rows: 30 });
    const screen = openScreen(output, env);

    screen.show(['acme/api  ✗ no rule']);
    screen.say(screen.paint('good', 'done'));

    expect(output.text()).toBe('done\n');
  });
});

test('a report reads as on its page: tables in columns, no markup', () => {
  const markdown = [
    '**Repaired 2 settings of main.**',
    '',
    '| Setting | Before | Now |',
    '| --- | --- | --- |',
    '| Administrators included | no | yes |',
    '',
    '- Changed by `rob` (`branch_protection_rule.edited`).',
    'Nothing to do\\: an \\*escaped\\* star. [More](https://example.com) `some_code`',
  ].join('\n');

  expect(plainText(markdown, 60)).toEqual([
    'Repaired 2 settings of main.',
    '',
    'Setting                   Before   Now',
    'Administrators included   no       yes',
    '',
    '• Changed by rob (branch_protection_rule.edited).',
    'Nothing to do: an *escaped* star. some_code',
  ]);
});

test('an installation for production is told what the demo lacks', async () => {
  const error = Object.assign(new Error("Cannot find package 'graphql' imported from /app/x.js"), {
    code: 'ERR_MODULE_NOT_FOUND',
  });

  expect(await loadParts(() => Promise.reject(error))).toEqual({ missing: 'graphql' });
});

test('an option that does not exist is wrong usage', async () => {
  expect(await main(['demo', '--forever'])).toBe(2);
});
