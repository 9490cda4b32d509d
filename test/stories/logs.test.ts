import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { APP_KEY } from '#kit/app-key';
import { SECRET, startHouse, type House, type LogLine } from '#kit/house';
import { signedHeaders } from '#kit/signed';

let house: House;

// A day on which much goes wrong, with everything logged that can be.
beforeAll(async () => {
  house = await startHouse({ logLevel: 'trace' });
  const { world } = house.github;
  world.addOrganisation('acme', { members: { olivia: 'admin', mia: 'member', mallory: 'member' } });
  for (const name of ['api', 'web', 'ops']) world.createRepository(`acme/${name}`, { by: 'olivia' });
  world.setRole('acme/api', { who: 'mia', role: 'maintain' });
  world.installApp('acme', { by: 'olivia' });
  await house.settled();
  await refusedWrites();
  await refusedTokens();
  await refusedReports();
  await refusedSenders();
  await oneAfterAll();
}, 60_000);

afterAll(() => house.close());

/** GitHub is out of order for every write, until the key is parked; the line is cut as well. */
async function refusedWrites(): Promise<void> {
  let writes = 0;
  house.github.faults = ({ method }) => {
    if (method !== 'PUT') return undefined;
    writes += 1;
    return writes === 2 ? 'hangup' : { status: 502, body: { message: 'Server Error' } };
  };
  house.github.world.deleteProtection('acme/api', { pattern: 'main', by: 'mallory' });
  await house.settled();
  house.github.faults = undefined;
}

/** GitHub takes the App for somebody else, then the installation's token for an old one. */
async function refusedTokens(): Promise<void> {
  const answer = { status: 401, body: { message: 'A JSON web token could not be decoded' } };
  let times = 0;
  house.github.faults = ({ path }) => {
    if (!path.endsWith('/access_tokens')) return undefined;
    times += 1;
    return times <= 2 ? answer : undefined;
  };
  const { permissions } = house.github.state.app;
  house.github.world.changePermissions('acme', { permissions, by: 'olivia' });
  await house.settled();
  house.github.faults = undefined;
}

/** GitHub shows no check runs, and asks to wait. */
async function refusedReports(): Promise<void> {
  let waits = 0;
  house.github.faults = ({ path }) => {
    if (path.endsWith('/check-runs'))
      return { status: 403, body: { message: 'Resource not accessible by integration' } };
    if (!path.endsWith('/required_status_checks')) return undefined;
    waits += 1;
    const headers = { 'retry-after': '1' };
    return waits > 1
      ? undefined
      : { status: 429, headers, body: { message: 'You have exceeded a secondary rate limit.' } };
  };
  const set = { checks: { strict: false, checks: [] } };
  house.github.world.setProtection('acme/web', { pattern: 'main', by: 'mallory', set });
  await house.settled();
  house.github.faults = undefined;
}

/** Somebody who does not know the secret, and somebody who sends what is no delivery. */
async function refusedSenders(): Promise<void> {
  const body = JSON.stringify({ token: 'ghs_abcdefghijklmnopqrstuvwxyz', zen: SECRET });
  const statuses = [
    await posts(body, { ...signedHeaders(body, { event: 'push', secret: 'a guess' }) }),
    await posts(body, {
      ...signedHeaders(body, { event: 'push', secret: SECRET }),
      'x-hub-signature-256': SECRET,
    }),
    await posts('{"broken', signedHeaders('{"broken', { event: 'push', secret: SECRET })),
    await posts(body, {
      ...signedHeaders(body, { event: 'push', secret: SECRET }),
      'x-github-delivery': 'none',
    }),
    await posts(body, {
      ...signedHeaders(body, { event: 'push', secret: SECRET, id: randomUUID() }),
      authorization: `Bearer ${SECRET}`,
    }),
  ];
  expect(statuses).toEqual([401, 401, 400, 400, 202]);
}

async function posts(body: string, headers: Record<string, string>): Promise<number> {
  const url = `${house.mainstay().url}/api/github/webhooks`;
  return (await fetch(url, { method: 'POST', body, headers })).status;
}

/** And then three repositories at once, by event and by command. */
async function oneAfterAll(): Promise<void> {
  const { world } = house.github;
  const { number } = world.openIssue('acme/api', { title: 'Well?', by: 'mia' });
  world.comment('acme/api', { number, by: 'mia', body: '/mainstay sync' });
  for (const name of ['api', 'web', 'ops']) world.push(`acme/${name}`, { by: 'mallory', files: { a: '1' } });
  await house.settled();
}

test('The day had all of it: a parked key, refused tokens, a wait, refused senders, and repairs at its end', () => {
  const { exchanges, world } = house.github;
  const said = house.lines().map(({ msg, error }) => [msg, error].join(' '));

  for (const words of [
    'run failed for the last time and is parked',
    'run failed and comes again AppRefused: GitHub, POST /api/v3/app/installations',
    'run waits, as GitHub limits what may be sent',
    'GitHub asked this installation to wait',
    'GitHub refused the check run',
    'The signature does not match the webhook secret.',
  ]) {
    expect([words, said.some((line) => line.includes(words))]).toEqual([words, true]);
  }
  const statuses = [...new Set(exchanges.map(({ status }) => status))].sort();
  expect(statuses).toEqual([200, 201, 401, 403, 404, 429, 502]);
  for (const name of ['acme/api', 'acme/web', 'acme/ops']) {
    const rules = [...world.repository(name).rules.values()];
    expect(rules.map(({ settings }) => settings.checks?.checks.length)).toEqual([5]);
  }
});

test('No token, key, claim or secret is in any line, at the level trace', () => {
  const text = house.log();
  const { tokens } = house.github.state;
  const lines = house.lines();

  expect(lines.some(({ level }) => level <= 20)).toBe(true);
  expect(tokens.size).toBeGreaterThan(1);
  const secrets = [...tokens.keys(), ...APP_KEY.split('\n').filter((line) => line.length > 20), SECRET];
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  expect(/ghs_|eyJ[\w-]+\.|BEGIN [A-Z ]*PRIVATE KEY|Bearer |sha256=[0-9a-f]{8}/.exec(text)).toBeNull();
});

test('Every line of a job says its deliveries, its repository and its key', () => {
  const ofJobs = house.lines().filter(isOfJob);

  const lacking = ofJobs.filter(
    (line) =>
      !Array.isArray(line['deliveries']) ||
      typeof line['key'] !== 'string' ||
      typeof (line['repository'] ?? line['organisation']) !== 'string',
  );
  expect(lacking).toEqual([]);
  for (const words of [/^run ended/, /^run failed/, /^GitHub refused/, /^GitHub request: PUT/]) {
    expect(ofJobs.filter(({ msg }) => words.test(msg)).length).toBeGreaterThan(0);
  }
});

test("No line of a job says another one's repository", () => {
  const asked = house.lines().flatMap(({ msg, repository }) => {
    const [, path] = /^GitHub request: \w+ \S*\/repos\/([\w-]+\/[\w-]+)\//.exec(msg) ?? [];
    return path === undefined ? [] : [{ path, repository }];
  });

  expect(asked.length).toBeGreaterThan(10);
  expect(asked.filter(({ path, repository }) => path !== repository)).toEqual([]);
});

test('No field is written twice in a line of ours', () => {
  const twice = house
    .log()
    .split('\n')
    .filter((line) => /"(key|repository|deliveries)":.*"\1":/.test(line));

  expect(twice).toEqual([]);
});

test('All that was exchanged on that day is as GitHub describes it, and what is not is noticed', async () => {
  const { github } = house;
  const day = house.newViolations();
  const [token = ''] = [...github.state.tokens.keys()].slice(-1);
  const headers = { authorization: `token ${token}`, 'user-agent': 'a test' };
  const body = JSON.stringify({ name: 'mine', head_sha: 'abc', colour: 'red' });
  await fetch(`${github.url}/repos/acme/api/no-such-thing`, { headers });
  await fetch(`${github.url}/repos/acme/api/check-runs`, { method: 'POST', headers, body });
  await fetch(`${github.url}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query: '{ nothing }' }),
  });

  const noticed = house.newViolations().join('\n');
  expect(day).toEqual([]);
  expect(noticed).toContain('GET /repos/acme/api/no-such-thing: there is no such route');
  expect(noticed).toContain('GitHub knows no "colour" there');
  expect(noticed).toContain('Cannot query field');
});

/** All that is logged while a key is run: not the door, not the start, and not what is asked for the App itself. */
function isOfJob({ msg, status, repository, installation, problem }: LogLine): boolean {
  const door = ['Webhook received', 'delivery stored', 'delivery seen before', 'Mainstay listens'];
  const atStart = /\/app\/(?:installations|hook\/deliveries)\?per_page=100/.test(msg);
  const ofTheApp =
    installation === 0 ||
    problem === 'app_key_refused' ||
    msg.startsWith("GitHub takes the App's key again") ||
    /\/v3\/app - \d+$/.test(msg);
  const refused = status !== undefined && repository === undefined;
  return !door.includes(msg) && !atStart && !ofTheApp && !refused;
}
