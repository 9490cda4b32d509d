import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { ProtectionWrite } from '#simulator';
import { startAcme, type Acme } from './acme.ts';

let acme: Acme;
let writes: ProtectionWrite[];
let stop: () => void;
beforeEach(async () => {
  acme = await startAcme({ permissions: { administration: 'write', organization_administration: 'write' } });
  writes = [];
  stop = acme.github.watchWrites((write) => writes.push(write));
});
afterEach(() => acme.github.close());

const PROTECTION = '/repos/acme/api/branches/main/protection';
const PUT = {
  required_status_checks: { strict: false, checks: [{ context: 'test', app_id: -1 }] },
  enforce_admins: true,
  required_pull_request_reviews: null,
  restrictions: null,
};

test('each change of a rule that the App makes is told with what held before and after', async () => {
  await acme.ask('PUT', PROTECTION, { body: PUT });
  await acme.ask('DELETE', `${PROTECTION}/enforce_admins`);
  await acme.ask('DELETE', PROTECTION);

  expect(writes.map(({ repository }) => repository)).toEqual(Array(3).fill('acme/api'));
  expect(writes[0]?.before).toEqual({ main: { classic: null, rules: [] } });
  expect(writes[0]?.after['main']?.classic).toMatchObject({
    adminsEnforced: true,
    checks: { checks: [{ context: 'test', appId: null }] },
  });
  expect(writes[1]?.before).toEqual(writes[0]?.after);
  expect(writes[1]?.after['main']?.classic?.adminsEnforced).toBe(false);
  expect(writes[2]?.after).toEqual({ main: { classic: null, rules: [] } });
});

test('what people change, and a write that changes nothing, is not told', async () => {
  acme.world.setProtection('acme/api', { pattern: 'main', by: 'mia', set: { adminsEnforced: true } });
  await acme.ask('POST', `${PROTECTION}/enforce_admins`);
  acme.world.deleteProtection('acme/api', { pattern: 'main', by: 'mia' });

  expect(writes).toEqual([]);
});

const RULESET = {
  name: 'mainstay',
  target: 'branch',
  enforcement: 'active',
  conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } },
  rules: [{ type: 'deletion' }],
};

test("a ruleset counts while it is in force, and an organisation's in each repository", async () => {
  acme.world.createRepository('acme/web', { by: 'olivia' });
  const disabled = { ...RULESET, enforcement: 'disabled' };
  const { body } = await acme.ask('POST', '/repos/acme/api/rulesets', { body: disabled });
  const atFirst = writes.length;
  await acme.ask('PUT', `/repos/acme/api/rulesets/${body.id}`, { body: { enforcement: 'active' } });
  const conditions = {
    ...RULESET.conditions,
    repository_name: { include: ['~ALL'], exclude: [], protected: false },
  };
  await acme.ask('POST', '/orgs/acme/rulesets', { body: { ...RULESET, conditions } });

  expect(atFirst).toBe(0);
  expect(writes.map(({ repository }) => repository)).toEqual(['acme/api', 'acme/api', 'acme/web']);
  expect(writes[0]?.after['main']?.rules).toEqual([{ type: 'deletion', bypassActors: [] }]);
  expect(writes[2]?.before['main']?.rules).toEqual([]);
});

test('nobody is told any more who has had enough', async () => {
  stop();
  await acme.ask('PUT', PROTECTION, { body: PUT });

  expect(writes).toEqual([]);
});
