import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { SECRET } from '#kit/house';
import { signedHeaders } from '#kit/signed';
import { WEBHOOK_EXAMPLES, type WebhookExample } from '#kit/webhook-examples';
import { AS_BUILT_IN, openStory } from './open-story.ts';

const story = openStory();
const installations = new Map<string, number>();
/** Every repository that the collected payloads are about. */
const NAMES = [
  ...new Set(WEBHOOK_EXAMPLES.map(({ payload }) => fullNameIn(payload)).filter((name) => name !== null)),
];

// Each of them is there, protected, and given to an installation of its owner.
beforeAll(async () => {
  for (const owner of new Set(NAMES.map(ownerOf))) story.organisation(owner);
  for (const name of NAMES) story.repository(name, { visibility: 'public' });
  for (const owner of new Set(NAMES.map(ownerOf))) {
    installations.set(owner, story.world.installApp(owner, { by: 'olivia' }).id);
  }
  await story.settled();
}, 60_000);

test('There are about 330 payloads, of a dozen repositories, all of which are protected', () => {
  expect(WEBHOOK_EXAMPLES.length).toBeGreaterThan(300);
  expect(NAMES.length).toBeGreaterThan(10);
  for (const name of NAMES) expect(story.rule(name)).toMatchObject(AS_BUILT_IN);
});

test('Each is answered with a 2xx, none ends in an error, and nothing is written where nothing was amiss', async () => {
  const before = NAMES.map((name) => story.rule(name));
  const answers: number[] = [];

  const cost = await story.cost(async () => {
    for (const example of WEBHOOK_EXAMPLES) answers.push(await posts(installed(example)));
  });

  expect(answers.filter((status) => status < 200 || status > 299)).toEqual([]);
  expect(cost.writes).toBe(0);
  expect(cost.reads).toBeGreaterThan(0);
  expect(NAMES.map((name) => story.rule(name))).toEqual(before);
  expect(await story.house.mainstay().depth()).toEqual({ waiting: 0, due: 0, running: 0, parked: 0 });
  expect(story.house.lines().filter(({ msg }) => msg.startsWith('run failed'))).toEqual([]);
});

test('Each is answered with a 2xx as it was collected too: of installations that are unknown, or of none', async () => {
  const answers: number[] = [];

  const cost = await story.cost(async () => {
    for (const example of WEBHOOK_EXAMPLES) answers.push(await posts(example));
  });

  expect(answers.filter((status) => status < 200 || status > 299)).toEqual([]);
  expect(cost).toMatchObject({ writes: 0, reports: 0 });
  expect(await story.house.mainstay().depth()).toEqual({ waiting: 0, due: 0, running: 0, parked: 0 });
});

test('They do wake: a repository that was loosened unnoticed is repaired by them, and only that one', async () => {
  const { webhooks } = story.github;
  webhooks.policy = () => 'drop';
  story.world.deleteProtection('Codertocat/Hello-World', { pattern: 'main', by: 'mallory' });
  webhooks.policy = () => 'send';

  const cost = await story.cost(async () => {
    for (const example of WEBHOOK_EXAMPLES.filter(
      ({ name }) => name === 'branch_protection_rule' || name === 'push',
    )) {
      await posts(installed(example));
    }
  });

  expect(cost.writes).toBe(1);
  expect(story.rule('Codertocat/Hello-World')).toMatchObject(AS_BUILT_IN);
});

/** The payload as this App would get it: all of them name the installation they are sent to. */
function installed({ name, payload }: WebhookExample): WebhookExample {
  const fullName = fullNameIn(payload);
  const owner = fullName === null ? 'Octocoders' : ownerOf(fullName);
  const said = payload['installation'];
  const installation = { ...(typeof said === 'object' ? said : {}), id: installations.get(owner) };
  return { name, payload: { ...payload, installation } };
}

async function posts({ name, payload }: WebhookExample): Promise<number> {
  const body = JSON.stringify(payload);
  const headers = signedHeaders(body, { event: name, secret: SECRET, id: randomUUID() });
  const url = `${story.house.mainstay().url}/api/github/webhooks`;
  const answer = await fetch(url, { method: 'POST', body, headers });
  await answer.arrayBuffer();
  return answer.status;
}

function fullNameIn(payload: WebhookExample['payload']): string | null {
  const repository = payload['repository'] as { readonly full_name?: string } | null | undefined;
  return repository?.full_name ?? null;
}

function ownerOf(fullName: string): string {
  return fullName.split('/')[0] ?? '';
}
