import { expect, test } from '@jest/globals';
import { AS_BUILT_IN, openStory, reactionsTo } from './open-story.ts';

const story = openStory();

/** Sends webhooks, but those of `event` only when they are released. */
function holdBack(event: string): void {
  story.github.webhooks.policy = (delivery) => (delivery.event === event ? 'hold' : 'send');
}

function depth() {
  return story.house.mainstay().depth();
}

test('What arrives after Olivia suspended the installation waits in quiet, and is done when she lifts it', async () => {
  const { world, github } = story;
  story.organisation('late');
  story.repository('late/api');
  world.installApp('late', { by: 'olivia' });
  await story.settled();
  holdBack('branch_protection_rule');
  world.deleteProtection('late/api', { pattern: 'main', by: 'mallory' });
  const late = github.deliveries.at(-1);
  github.webhooks.policy = () => 'send';
  world.suspend('late', { by: 'olivia' });
  await story.settled();
  const before = story.house.lines().length;

  github.webhooks.release();
  await story.settled();
  const meanwhile = { rule: story.rule('late/api'), depth: await depth() };
  const said = story.house.lines().slice(before);
  world.unsuspend('late', { by: 'olivia' });
  await story.settled();

  expect(late?.attempts.at(-1)?.status).toBe(202);
  expect(meanwhile).toMatchObject({ rule: null, depth: { waiting: 1, parked: 0 } });
  expect(said.filter(({ level }) => level >= 40)).toEqual([]);
  expect(said).toContainEqual(
    expect.objectContaining({
      outcome: 'waiting',
      reason: expect.objectContaining({ code: 'installation_suspended' }),
    }),
  );
  expect(story.rule('late/api')).toMatchObject(AS_BUILT_IN);
  expect(await depth()).toMatchObject({ waiting: 0, parked: 0 });
});

test("Mia's command reaches Mainstay under the suspension, and is answered when that is over", async () => {
  const { world, github } = story;
  story.organisation('asked');
  story.repository('asked/api');
  world.installApp('asked', { by: 'olivia' });
  await story.settled();
  const { number } = world.openIssue('asked/api', { title: 'Well?', by: 'mia' });
  holdBack('issue_comment');
  const comment = world.comment('asked/api', { number, by: 'mia', body: '/mainstay sync' });
  github.webhooks.policy = () => 'send';
  world.suspend('asked', { by: 'olivia' });

  github.webhooks.release();
  await story.settled();
  const meanwhile = reactionsTo(comment);
  world.unsuspend('asked', { by: 'olivia' });
  await story.settled();

  expect(meanwhile).toEqual([]);
  expect(reactionsTo(comment)).toContain('eyes');
  expect(await depth()).toMatchObject({ waiting: 0, parked: 0 });
});

test('An installation that is taken away under its suspension leaves nothing behind that waits for ever', async () => {
  const { world, github } = story;
  story.organisation('gone');
  story.repository('gone/api');
  world.installApp('gone', { by: 'olivia' });
  await story.settled();
  holdBack('branch_protection_rule');
  world.deleteProtection('gone/api', { pattern: 'main', by: 'mallory' });
  github.webhooks.policy = () => 'send';
  world.uninstallApp('gone', { by: 'olivia' });

  github.webhooks.release();
  await story.settled();

  expect(story.rule('gone/api')).toBeNull();
  expect(await depth()).toMatchObject({ waiting: 0, parked: 0 });
});
