import { expect, test } from '@jest/globals';
import { openStory } from './open-story.ts';

const story = openStory({ settings: { writeIntervalMs: 2_000 } });

/** Repairs that are planned at once are written one after the other, two seconds apart. */
test('What a person adds while a repair waits for its turn is still there after it', async () => {
  story.organisation('acme');
  for (const name of ['acme/one', 'acme/two']) {
    story.repository(name);
    story.world.setProtection(name, {
      pattern: 'main',
      by: 'mallory',
      set: { checks: { strict: false, checks: [{ context: 'mine', appId: null }] } },
    });
  }
  const written = new Promise<string>((resolve) => {
    const stop = story.github.onExchange(({ method, path, operation }) => {
      if (method === 'GET' || !/UpdateRule|protection/.test(`${operation} ${path}`)) return;
      stop();
      resolve(story.rule('acme/one')?.adminsEnforced === true ? 'acme/two' : 'acme/one');
    });
  });

  story.world.installApp('acme', { by: 'olivia' });
  const waiting = await written;
  story.world.setProtection(waiting, {
    pattern: 'main',
    by: 'mallory',
    set: ({ checks }) => ({
      checks: { strict: false, checks: [...(checks?.checks ?? []), { context: 'late', appId: null }] },
    }),
  });
  await story.settled();

  expect(story.rule(waiting)?.adminsEnforced).toBe(true);
  expect(story.required(waiting)).toEqual(expect.arrayContaining(['mine', 'late', 'test', 'build']));
}, 60_000);
