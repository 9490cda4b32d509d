import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { WEBHOOK_EXAMPLES } from '#kit/webhook-examples';
import { startAcme, type Acme } from './acme.ts';

const EVENTS = [
  ['push', undefined],
  ['create', undefined],
  ['delete', undefined],
  ['repository', 'created'],
  ['repository', 'edited'],
  ['repository', 'renamed'],
  ['repository', 'transferred'],
  ['repository', 'publicized'],
  ['repository', 'privatized'],
  ['branch_protection_rule', 'created'],
  ['branch_protection_rule', 'edited'],
  ['branch_protection_rule', 'deleted'],
  ['installation', 'created'],
  ['installation', 'deleted'],
  ['installation', 'suspend'],
  ['installation', 'new_permissions_accepted'],
  ['installation_repositories', 'added'],
  ['issues', 'opened'],
  ['pull_request_review', 'submitted'],
  ['pull_request_review', 'dismissed'],
  ['organization', 'member_added'],
  ['issue_comment', 'created'],
  ['issue_comment', 'edited'],
  ['pull_request', 'opened'],
  ['pull_request', 'synchronize'],
  ['check_run', 'created'],
  ['check_run', 'completed'],
  ['check_run', 'rerequested'],
  ['check_run', 'requested_action'],
  ['check_suite', 'requested'],
  ['check_suite', 'rerequested'],
  ['status', undefined],
] as const;

type Json = Readonly<Record<string, unknown>>;

let acme: Acme;

/** Everything that people do, once. */
beforeAll(async () => {
  const events = [...new Set(EVENTS.map(([event]) => event))];
  const permissions = {
    administration: 'write',
    checks: 'write',
    contents: 'read',
    issues: 'write',
    members: 'read',
    pull_requests: 'read',
    statuses: 'read',
    metadata: 'read',
  } as const;
  acme = await startAcme({ events, permissions });
  const { world, ask } = acme;
  world.createRepository('acme/web', { by: 'walt' });
  world.push('acme/web', { branch: 'topic', files: { a: '1\n' }, by: 'walt' });
  const pull = world.openPull('acme/web', { title: 'A', branch: 'topic', by: 'walt' });
  world.push('acme/web', { branch: 'topic', files: { a: '2\n' }, by: 'walt' });
  const comment = world.comment('acme/web', { number: pull.number, body: 'hello', by: 'rosa' });
  world.editComment('acme/web', { id: comment.id, body: 'hello!', by: 'rosa' });
  world.openIssue('acme/web', { title: 'B', by: 'rosa' });
  const review = world.reviewPull('acme/web', { number: pull.number, by: 'mia', state: 'APPROVED' });
  world.dismissReview('acme/web', { number: pull.number, review: review.id, by: 'olivia' });
  world.addPerson('nora');
  world.setMember('acme', { who: 'nora', role: 'member', by: 'olivia' });
  const head_sha = world.repository('acme/web').branches.get('topic');
  const actions = [{ label: 'Again', description: 'Once more', identifier: 'again' }];
  const body = { name: 'mainstay', head_sha, actions, conclusion: 'success' };
  const { body: run } = await ask('POST', '/repos/acme/web/check-runs', { body });
  world.clickAction('acme/web', { run: run.id, identifier: 'again', by: 'walt' });
  world.rerunCheck('acme/web', { run: run.id, by: 'walt' });
  world.rerequestSuite('acme/web', { ref: 'topic', by: 'walt' });
  world.reportStatus('acme/web', { context: 'ci', by: 'walt' });
  world.setProtection('acme/web', { pattern: 'main', by: 'mia', set: { adminsEnforced: true } });
  world.setProtection('acme/web', { pattern: 'main', by: 'mia', set: { adminsEnforced: false } });
  world.deleteProtection('acme/web', { pattern: 'main', by: 'mia' });
  world.deleteBranch('acme/web', { branch: 'topic', by: 'walt' });
  world.renameBranch('acme/web', { from: 'main', to: 'trunk', by: 'olivia' });
  world.renameRepository('acme/web', { name: 'site', by: 'olivia' });
  world.publicize('acme/site', { by: 'olivia' });
  world.privatize('acme/site', { by: 'olivia' });
  world.addOrganisation('other', { members: { olivia: 'admin' } });
  world.installApp('other', { by: 'olivia', repositories: [] });
  world.transferRepository('acme/site', { to: 'other', by: 'olivia' });
  world.addRepositories('other', { repositories: ['other/site'], by: 'olivia' });
  world.transferRepository('other/site', { to: 'acme', by: 'olivia' });
  world.changePermissions('acme', { permissions, by: 'olivia' });
  world.suspend('acme', { by: 'olivia' });
  world.uninstallApp('acme', { by: 'olivia' });
});

afterAll(() => acme.github.close());

test.each(EVENTS)('%s %s has every field that all of GitHub’s real ones have', (event, action) => {
  const real = WEBHOOK_EXAMPLES.filter(({ name, payload }) => name === event && payload['action'] === action);

  const ours = acme.github.deliveries.find((one) => one.event === event && one.action === (action ?? null));

  const missing = shared(real.map(({ payload }) => fieldsOf(payload))).filter(
    (field) => !fieldsOf(ours?.payload ?? {}).includes(field),
  );
  expect(real.length).toBeGreaterThan(0);
  expect(missing).toEqual([]);
});

/** The names of the fields, two levels deep. */
function fieldsOf(payload: Json): readonly string[] {
  return Object.entries(payload).flatMap(([name, value]) => [name, ...inside(name, value)]);
}

function inside(name: string, value: unknown): readonly string[] {
  // What changed is up to the change, and the labels of an issue are its own.
  if (name === 'changes' || typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.keys(value).map((key) => `${name}.${key}`);
}

function shared(lists: readonly (readonly string[])[]): readonly string[] {
  return (lists[0] ?? []).filter((one) => lists.every((list) => list.includes(one)));
}
