import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Protection, RequiredReviews, RuleActor, RuleFields } from '#model';
import { API, closed, town, type Town } from './fixture.ts';

let here: Town;
beforeEach(async () => {
  here = await town();
  const { world } = here.simulator;
  world.addPerson('piet');
  world.addTeam('acme/core', ['piet']);
  world.setRole('acme/api', { who: 'piet', role: 'write' });
  world.setRole('acme/api', { who: 'team:core', role: 'write' });
  const { id: appId } = world.addApp({ id: 815, slug: 'deployer' });
  world.installApp('acme', { by: 'olga', appId, permissions: { contents: 'write' } });
});
afterEach(async () => expect(await closed(here)).toEqual([]));

const any: string = expect.any(String) as never;
const PIET: RuleActor = { kind: 'user', id: null, name: 'piet' };
const CORE: RuleActor = { kind: 'team', id: null, name: 'core' };
const APP: RuleActor = { kind: 'app', id: null, name: 'deployer' };
const CHECKS = {
  strict: true,
  required: [
    { context: 'test', source: 15368 },
    { context: 'lint', source: 'any' },
  ],
} as const;
const REVIEWS: RequiredReviews = {
  count: 2,
  codeOwners: true,
  dismissStale: true,
  lastPush: true,
  dismissers: [PIET],
  bypassers: [CORE],
};

/** Two rules that differ in everything. */
const SET: Protection = {
  checks: CHECKS,
  includeAdmins: true,
  reviews: REVIEWS,
  pushers: [PIET, CORE, APP],
  blockCreations: true,
  allowForcePushes: true,
  forcePushers: [PIET],
  allowDeletions: true,
  linearHistory: true,
  signatures: true,
  conversationResolution: true,
  lockBranch: true,
  allowForkSyncing: true,
  deployments: ['production', 'staging'],
};
const UNSET: Protection = {
  checks: null,
  includeAdmins: false,
  reviews: null,
  pushers: null,
  blockCreations: false,
  allowForcePushes: false,
  forcePushers: [],
  allowDeletions: false,
  linearHistory: false,
  signatures: false,
  conversationResolution: false,
  lockBranch: false,
  allowForkSyncing: false,
  deployments: null,
};

/** Every change that a rule's update can carry, and what it makes of a rule that has all. Complete by its type. */
const CHANGES: { readonly [F in keyof Required<RuleFields>]: readonly RuleFields[F][] } = {
  checks: [
    { strict: false, required: null },
    { strict: null, required: [] },
    { strict: null, required: [{ context: 'build', source: 15368 }] },
  ],
  reviews: [
    null,
    { count: 0 },
    { count: 6 },
    { codeOwners: false },
    { dismissStale: false },
    { lastPush: false },
    { dismissers: null },
    { dismissers: [] },
    { dismissers: [CORE, APP] },
    { bypassers: [] },
    { bypassers: [PIET, APP] },
  ],
  includeAdmins: [false],
  pushers: [null, [], [PIET]],
  blockCreations: [false],
  allowForcePushes: [false],
  forcePushers: [[], [CORE, APP]],
  allowDeletions: [false],
  linearHistory: [false],
  signatures: [false],
  conversationResolution: [false],
  lockBranch: [false],
  allowForkSyncing: [false],
  deployments: [null, [], ['production']],
};
const FIELDS = Object.keys(SET) as readonly (keyof Protection)[];

/** Those whom only a policy names have ids once GitHub has told them. */
function known<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (key, inner: unknown) =>
    key === 'id' && inner === null ? any : inner,
  ) as T;
}

/** `expect.any` does not survive JSON, so it is put in by the reviver alone. */
function changed(fields: RuleFields): Protection {
  const { checks, reviews, ...others } = fields;
  return {
    ...SET,
    ...others,
    ...(checks
      ? { checks: { strict: checks.strict ?? CHECKS.strict, required: checks.required ?? CHECKS.required } }
      : {}),
    ...(reviews === undefined ? {} : { reviews: reviews && { ...REVIEWS, ...reviews } }),
  };
}

async function readApi() {
  const read = await here.doors.reader.repository({ repo: API, branches: ['main'] });
  if (!read.known) throw new Error(read.why.detail);
  return read.value;
}

async function ruleOfMain() {
  const [main] = (await readApi()).branches;
  if (!main?.rule.known || !main.rule.value) throw new Error('no rule');
  return main.rule.value;
}

async function create(protection: Protection) {
  const { repo } = await readApi();
  return here.doors.writer.write(API, {
    by: 'create-rule',
    repository: repo.nodeId,
    pattern: 'main',
    protection,
  });
}

describe('the update of a rule', () => {
  const cases = Object.entries(CHANGES).flatMap(([field, values]) =>
    values.map((value: unknown) => [field, JSON.stringify(value), { [field]: value } as RuleFields] as const),
  );

  test.each(cases)('changes %s to %s, and nothing beside it', async (_field, _value, fields) => {
    await create(SET);
    const { id } = await ruleOfMain();

    const answer = await here.doors.writer.write(API, { by: 'update-rule', rule: id, fields });

    const { protection } = await ruleOfMain();
    expect(protection).toEqual(known(changed(fields)));
    expect(answer).toEqual({ kind: 'written', shown: protection, rule: id });
  });

  test('gives a rule of nothing everything at once', async () => {
    await create(UNSET);
    const { id } = await ruleOfMain();
    const { checks: _checks, ...others } = SET;

    await here.doors.writer.write(API, {
      by: 'update-rule',
      rule: id,
      fields: { ...others, checks: CHECKS },
    });

    expect((await ruleOfMain()).protection).toEqual(known(SET));
  });

  test.each<[string, RuleFields]>([
    ['who may push', { pushers: 'notVisible' }],
    ['who may force push', { forcePushers: 'notVisible' }],
    ['who may dismiss reviews', { reviews: { dismissers: 'notVisible' } }],
    ['who may bypass reviews', { reviews: { bypassers: 'notVisible' } }],
  ])('never writes a list that is hidden: %s', async (_, fields) => {
    await create(SET);
    const { id, protection } = await ruleOfMain();

    const answer = await here.doors.writer.write(API, { by: 'update-rule', rule: id, fields });

    expect(answer).toMatchObject({ kind: 'refused', why: { code: 'rule_not_visible' } });
    expect((await ruleOfMain()).protection).toEqual(protection);
  });
});

describe('a new rule', () => {
  test.each(FIELDS)('has each of its settings alone: %s', async (field) => {
    const protection = { ...UNSET, [field]: SET[field] };

    const answer = await create(protection);

    const made = await ruleOfMain();
    expect(made.protection).toEqual(known(protection));
    expect(answer).toEqual({ kind: 'written', shown: made.protection, rule: made.id });
  });

  test.each(FIELDS)('has all settings but one: %s', async (field) => {
    const protection = { ...SET, [field]: UNSET[field] };

    await create(protection);

    expect((await ruleOfMain()).protection).toEqual(known(protection));
  });
});

describe('a rule that REST replaces whole', () => {
  /** What REST has no words for. */
  const BEYOND: readonly string[] = ['forcePushers', 'deployments', 'signatures'];
  const byRest = FIELDS.filter((field) => !BEYOND.includes(field));
  const beyond = { forcePushers: [], deployments: null, signatures: false };

  async function shownByRest() {
    const answer = await here.doors.reader.protection(API, 'main');
    if (answer.kind !== 'found') throw new Error('no rule');
    return { ...answer.protection, ...beyond };
  }

  test.each(byRest)(
    'has each of its settings alone, and again when written as it was read: %s',
    async (field) => {
      const protection = { ...UNSET, [field]: SET[field] };
      const { writer } = here.doors;

      await writer.write(API, { by: 'put-protection', branch: 'main', protection });
      const [graph, rest] = [await ruleOfMain(), await shownByRest()];
      await writer.write(API, { by: 'put-protection', branch: 'main', protection: rest });

      expect(graph.protection).toEqual(known(protection));
      expect(rest).toEqual(graph.protection);
      expect((await ruleOfMain()).protection).toEqual(graph.protection);
    },
  );

  test.each(byRest)('has all settings but one: %s', async (field) => {
    const protection = { ...SET, ...beyond, [field]: UNSET[field] };

    const answer = await here.doors.writer.write(API, { by: 'put-protection', branch: 'main', protection });

    const { protection: made } = await ruleOfMain();
    expect(made).toEqual(known(protection));
    const shown = Object.entries(made).filter(([name]) => !['forcePushers', 'deployments'].includes(name));
    expect(answer).toEqual({ kind: 'written', shown: Object.fromEntries(shown) });
  });
});

describe('a rule that Mainstay made', () => {
  test('is taken away, and no other', async () => {
    here.simulator.world.setProtection('acme/api', { pattern: 'm*', by: 'olga', set: {} });
    await create(UNSET);
    const { id } = await ruleOfMain();

    const answer = await here.doors.writer.write(API, { by: 'delete-rule', rule: id });

    expect(answer).toEqual({ kind: 'written', shown: {} });
    expect((await ruleOfMain()).pattern).toBe('m*');
  });

  test('that is gone already is a refused write', async () => {
    await create(UNSET);
    const { id } = await ruleOfMain();
    here.simulator.world.deleteProtection('acme/api', { pattern: 'main', by: 'olga' });

    const answer = await here.doors.writer.write(API, { by: 'delete-rule', rule: id });

    expect(answer).toMatchObject({ kind: 'refused', why: { code: 'write_refused' } });
  });
});

describe('people, teams and Apps that a policy names', () => {
  test('are looked up by name, each once and all people in one request', async () => {
    const pushers = [PIET, { ...PIET, name: 'olga' }, CORE];
    await create({ ...UNSET, pushers: [], forcePushers: [] });
    const { id } = await ruleOfMain();
    const since = here.simulator.exchanges.length;

    await here.doors.writer.write(API, {
      by: 'update-rule',
      rule: id,
      fields: { pushers, forcePushers: [PIET, CORE] },
    });

    expect(here.simulator.count({ since })).toMatchObject({ total: 2 });
    expect((await ruleOfMain()).protection).toMatchObject(known({ pushers, forcePushers: [PIET, CORE] }));
  });

  test('that GitHub does not know are all named, and nothing is written', async () => {
    const pushers: readonly RuleActor[] = [
      PIET,
      { kind: 'user', id: null, name: 'pieter' },
      { kind: 'team', id: null, name: 'cores' },
      { kind: 'app', id: null, name: 'deploier' },
    ];
    const before = here.simulator.world.repository('acme/api').rules.size;

    const answers = [
      await create({ ...UNSET, pushers }),
      await here.doors.writer.write(API, {
        by: 'put-protection',
        branch: 'main',
        protection: { ...UNSET, pushers },
      }),
    ];

    const detail = 'GitHub does not know the person "pieter", team "cores", App "deploier".';
    expect(answers).toEqual([
      { kind: 'refused', why: { code: 'actor_unknown', detail } },
      { kind: 'refused', why: { code: 'actor_unknown', detail } },
    ]);
    expect(here.simulator.world.repository('acme/api').rules.size).toBe(before);
  });

  test('cost nothing where their ids are known', async () => {
    await create(SET);
    const { id, protection } = await ruleOfMain();
    const since = here.simulator.exchanges.length;

    await here.doors.writer.write(API, {
      by: 'update-rule',
      rule: id,
      fields: { pushers: protection.pushers, forcePushers: protection.forcePushers },
    });

    expect(here.simulator.count({ since })).toMatchObject({ total: 1 });
  });
});
