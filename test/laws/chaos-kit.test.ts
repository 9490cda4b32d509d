import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startSimulator, type ProtectionSettings, type Simulator } from '#simulator';
import { APP_KEY } from '#kit/app-key';
import { contextsAsked, LAST_STEP, unlikePolicy, type Repository, workflowText } from '#kit/asked';
import { BUILT_IN_CHECKS } from '#kit/builders';
import { askingAsInstallation, askGraphql, type Ask } from '#kit/contract-client';
import { APP, SECRET } from '#kit/house';
import { ORG, settlePeople } from '#kit/people';
import { createRandom } from '#kit/random';
import { setWatchdog, type Watchdog } from '#kit/watchdog';

let github: Simulator;
let repository: Repository;
let ask: Ask;
let watchdog: Watchdog;
beforeEach(async () => {
  github = await startSimulator({ ...APP, privateKey: APP_KEY, webhookSecret: SECRET });
  settlePeople(github, createRandom(1), 1);
  repository = [...github.state.repositories.values()].find(({ name }) => name !== '.github')!;
  const { id } = github.world.installApp(ORG, { by: 'olivia' });
  ask = await askingAsInstallation(github, id);
  watchdog = setWatchdog(github, () => LAST_STEP);
});
afterEach(async () => {
  watchdog.stop();
  await github.close();
});

function name(): string {
  return `${ORG}/${repository.name}`;
}

function people(set: Partial<ProtectionSettings>): void {
  github.world.setProtection(name(), { pattern: 'main', by: 'olivia', set });
}

/** As Mainstay reads a repository. */
async function read(): Promise<void> {
  const query =
    'query Repository($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { id } }';
  await askGraphql(ask, query, { owner: ORG, name: repository.name });
}

async function requires(...contexts: readonly string[]): Promise<void> {
  const checks = contexts.map((context) => ({ context, app_id: -1 }));
  const path = `/repos/${name()}/branches/main/protection/required_status_checks`;
  const { status } = await ask('PATCH', path, { body: { checks } });
  expect(status).toBe(200);
}

function checks(...contexts: readonly string[]): Pick<ProtectionSettings, 'checks'> {
  return { checks: { strict: true, checks: contexts.map((context) => ({ context, appId: null })) } };
}

describe('the watchdog barks', () => {
  test('at a write that takes away what a person set', async () => {
    people(checks('lint', 'e2e'));
    await read();
    await requires('lint');

    expect(watchdog.weakened).toEqual([`${name()}, main: check e2e from 1 to 0`]);
  });

  test('at a write that takes away what the policy asks for, also where the App had added it', async () => {
    const [asked = ''] = contextsAsked(repository, LAST_STEP);
    people(checks('e2e'));
    await requires('e2e', asked);
    await read();
    await requires('e2e');

    expect(watchdog.weakened).toEqual([`${name()}, main: check ${asked} from 1 to 0`]);
  });

  test('at a repository that is changed more often than it drifted', async () => {
    people(checks('lint'));
    watchdog.drifted([repository]);
    await requires('lint', 'test');
    const once = watchdog.tooOften();
    await requires('lint', 'test', 'build');

    expect(once).toEqual([]);
    expect(watchdog.tooOften()).toEqual([
      `${repository.name}: 2 changes by 2 requests for 1 drifts and 0 troubles`,
    ]);
  });

  test('at a repository that is written to again and again with the same', async () => {
    people(checks('lint'));
    watchdog.drifted([repository]);
    await requires('lint', 'test');
    await requires('lint', 'test');

    expect(watchdog.tooOften()).toHaveLength(1);
  });
});

describe('the watchdog is quiet', () => {
  test('where the App takes back a name that it had added and nothing reports under any more', async () => {
    people(checks('lint'));
    await requires('lint', 'test of yesterday');
    await read();
    await requires('lint');

    expect(watchdog.weakened).toEqual([]);
  });

  test('where a person sets something between the read and the write, which GitHub lets nobody see', async () => {
    people(checks('lint'));
    await read();
    people(checks('lint', 'e2e'));
    await requires('lint', 'test');

    expect(watchdog.weakened).toEqual([]);
  });
});

const REVIEWS: NonNullable<ProtectionSettings['reviews']> = {
  count: 1,
  dismissStale: true,
  codeOwners: false,
  lastPushApproval: false,
  dismissal: null,
  bypass: { users: [], teams: [], apps: [] },
};
/** All that the last step of the policy asks for. */
function whole(): Partial<ProtectionSettings> {
  return {
    ...checks(...contextsAsked(repository, LAST_STEP)),
    adminsEnforced: true,
    linearHistory: true,
    conversationResolution: true,
    signatures: true,
    reviews: REVIEWS,
  };
}

describe('a repository is unlike the policy', () => {
  test.each<[string, Partial<ProtectionSettings>]>([
    ['administrators', { adminsEnforced: false }],
    ['force pushes', { forcePushes: true }],
    ['deletion', { deletions: true }],
    ['linear history', { linearHistory: false }],
    ['conversations', { conversationResolution: false }],
    ['signatures', { signatures: false }],
    ['stale approvals', { reviews: { ...REVIEWS, dismissStale: false } }],
    ['approvals', { reviews: { ...REVIEWS, count: 0 } }],
  ])('in one dimension: %s', (dimension, looser) => {
    people(whole());
    const before = unlikePolicy(github, repository, LAST_STEP);
    people(looser);

    expect(before).toEqual([]);
    expect(unlikePolicy(github, repository, LAST_STEP)).toEqual([`${name()}, main: ${dimension}`]);
  });

  test('in each check that is not required under the name it reports', () => {
    const jobs = { test: 'Tests', lint: 'Lint 2' };
    github.world.push(name(), {
      by: 'olivia',
      files: { '.github/workflows/ci.yml': workflowText(jobs) },
    });
    people({ ...whole(), ...checks(...BUILT_IN_CHECKS) });

    expect(unlikePolicy(github, repository, LAST_STEP)).toEqual([
      `${name()}, main: check Tests`,
      `${name()}, main: check Lint 2`,
      `${name()}, main: check audit`,
    ]);
  });

  test('no more where a ruleset that nobody passes by holds what the rule does not', () => {
    people({ ...whole(), deletions: true });
    const rules = [{ type: 'deletion' }];
    const bypassActors = [{ actor_id: 1, actor_type: 'OrganizationAdmin', bypass_mode: 'always' }];
    github.world.editRuleset(name(), { name: 'house', by: 'olivia', set: { rules, bypassActors } });
    const passable = unlikePolicy(github, repository, LAST_STEP);
    github.world.editRuleset(name(), { name: 'house', by: 'olivia', set: { bypassActors: [] } });

    expect(passable).toEqual([`${name()}, main: deletion`]);
    expect(unlikePolicy(github, repository, LAST_STEP)).toEqual([]);
  });
});

test('people do the same again with the same seed, and all kinds of things', async () => {
  const all = await Promise.all([1, 1, 2].map((seed) => deedsOf(seed)));

  expect(all[1]).toEqual(all[0]);
  expect(all[2]).not.toEqual(all[0]);
  for (const word of ['loosens', 'tightens', 'deletes the rule', 'calls the job', 'renames', 'archives']) {
    expect(all[0]?.some((what) => what.includes(word))).toBe(true);
  }
});

async function deedsOf(seed: number): Promise<readonly string[]> {
  const elsewhere = await startSimulator({ ...APP, privateKey: APP_KEY, webhookSecret: SECRET });
  const crowd = settlePeople(elsewhere, createRandom(seed), 12);
  const deeds = Array.from({ length: 300 }, () => crowd.act().what);
  await elsewhere.close();
  return deeds;
}
