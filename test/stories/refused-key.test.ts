import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startHouse, type House } from '#kit/house';

let house: House;
beforeAll(async () => {
  house = await startHouse();
  const { world } = house.github;
  world.addOrganisation('acme', { members: { olivia: 'admin', mia: 'member' } });
  world.createRepository('acme/api', { by: 'olivia' });
  world.setRole('acme/api', { who: 'mia', role: 'maintain' });
  world.installApp('acme', { by: 'olivia' });
  await house.settled();
});
afterAll(() => house.close());

const REFUSED = { status: 401, body: { message: 'A JSON web token could not be decoded' } };

async function readyz() {
  const answer = await fetch(`${house.mainstay().url}/readyz`);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

function isProtected(): boolean {
  return house.github.world.repository('acme/api').rules.size === 1;
}

test('Olivia revokes the key: it is said what to do, all waits and is kept, and goes on with a key that is taken', async () => {
  const { github } = house;
  const { permissions } = github.state.app;
  github.faults = ({ path }) => (/^\/app(?:\/|$)/.test(path) ? REFUSED : undefined);
  const refusedOnce = house.lines().length;

  // New permissions, so the token that is still good is not used any more.
  github.world.changePermissions('acme', { permissions, by: 'olivia' });
  await house.settled();
  github.world.deleteProtection('acme/api', { pattern: 'main', by: 'olivia' });
  for (let round = 0; round < 2; round++) await house.settled();
  const meanwhile = {
    ready: await readyz(),
    isProtected: isProtected(),
    depth: await house.mainstay().depth(),
  };
  const said = house
    .lines()
    .slice(refusedOnce)
    .filter(({ level }) => level >= 50);
  const answers = github.deliveries.flatMap(({ attempts }) => attempts.map(({ status }) => status));
  github.faults = undefined;
  await house.settled();

  expect(meanwhile.isProtected).toBe(false);
  expect(meanwhile.depth).toMatchObject({ parked: 0 });
  expect(meanwhile.depth.waiting).toBeGreaterThan(0);
  expect(meanwhile.ready).toMatchObject({ status: 200, body: { ready: true, database: true } });
  expect(meanwhile.ready.body['github']).toMatch(/^app_key_refused: .*Generate a key .* restart/);
  expect(said).toEqual([
    expect.objectContaining({ problem: 'app_key_refused', fix: expect.stringContaining('PRIVATE_KEY') }),
  ]);
  expect(answers.every((status) => status >= 200 && status < 300)).toBe(true);
  expect(isProtected()).toBe(true);
  expect((await readyz()).body['github']).toBe('ok');
  expect(await house.mainstay().depth()).toMatchObject({ waiting: 0, parked: 0 });
}, 60_000);

test('A start with a key that GitHub does not take says so, and looks at everything once it is taken', async () => {
  const { github } = house;
  await house.mainstay().stop();
  github.world.deleteProtection('acme/api', { pattern: 'main', by: 'olivia' });
  github.faults = ({ path }) => (/^\/app(?:\/|$)/.test(path) ? REFUSED : undefined);

  await house.restart();
  await house.mainstay().idle();
  const meanwhile = (await readyz()).body['github'];
  github.faults = undefined;
  while ((await readyz()).body['github'] !== 'ok') await house.settled();
  await house.settled();

  expect(meanwhile).toMatch(/^app_key_refused: /);
  expect(isProtected()).toBe(true);
});
