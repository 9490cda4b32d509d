import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { askingAsApp, askingWith } from '#kit/contract-client';
import { checkExchange } from '#kit/contract';
import { startAcme, startListener, type Acme, type Listener, type Received } from './acme.ts';

let acme: Acme;
let listener: Listener;

beforeEach(async () => {
  acme = await startAcme();
  listener = await startListener();
  acme.github.hookTo(listener.url);
});

afterEach(async () => {
  const answers = acme.github.exchanges.flatMap((exchange) => checkExchange(exchange));
  await acme.github.close();
  listener.close();
  expect(answers.filter(({ side }) => side === 'response')).toEqual([]);
});

/** What arrived, in the order in which it happened: the network may deliver in another. */
async function told(): Promise<readonly Received[]> {
  await acme.github.delivered();
  return acme.github.deliveries.flatMap(({ guid }) => listener.received.filter((one) => one.guid === guid));
}

async function names(): Promise<readonly string[]> {
  return (await told()).map(({ event, payload }) =>
    payload.action === undefined ? event : `${event}.${payload.action}`,
  );
}

describe('what people do', () => {
  test('arrives signed, with the installation and who did it', async () => {
    acme.world.push('acme/api', { files: { 'a.txt': 'a\n' }, by: 'walt' });

    const [push] = await told();
    expect(push).toMatchObject({ event: 'push', signed: true });
    expect(push?.payload.sender).toMatchObject({ login: 'walt', type: 'User' });
    expect(push?.payload.installation.id).toBe(acme.installation);
    expect(push?.payload.commits[0]).toMatchObject({ added: ['a.txt'], removed: [], modified: [] });
    expect(push?.payload.after).toBe(acme.world.repository('acme/api').branches.get('main'));
  });

  test('arrives in the order in which GitHub tells it', async () => {
    acme.world.createRepository('acme/new', { by: 'walt' });

    expect(await names()).toEqual(['repository.created', 'create', 'push', 'check_suite.requested']);
  });

  test('in an empty repository begins with the first push, whose branch becomes the default one', async () => {
    acme.world.createRepository('acme/new', { by: 'walt', from: 'empty' });
    const atFirst = acme.world.repository('acme/new').branches.size;

    acme.world.push('acme/new', { branch: 'trunk', files: { a: '1' }, by: 'walt' });

    expect(atFirst).toBe(0);
    expect(acme.world.repository('acme/new').defaultBranch).toBe('trunk');
    expect(await names()).toEqual(['repository.created', 'create', 'push', 'check_suite.requested']);
  });

  test('to a rule tells what it was before, and nothing when nothing differs', async () => {
    const checks = { strict: true, checks: [{ context: 'test', appId: null }] };
    acme.world.setProtection('acme/api', { pattern: 'main', by: 'mia', set: { checks } });
    acme.world.setProtection('acme/api', { pattern: 'main', by: 'mia', set: { checks } });
    acme.world.setProtection('acme/api', { pattern: 'main', by: 'walt', set: { checks: null } });
    acme.world.deleteProtection('acme/api', { pattern: 'main', by: 'walt' });

    expect(await names()).toEqual([
      'branch_protection_rule.created',
      'branch_protection_rule.edited',
      'branch_protection_rule.deleted',
    ]);
    expect((await told())[1]?.payload.changes).toEqual({
      required_status_checks: { from: ['test'] },
      required_status_checks_enforcement_level: { from: 'non_admins' },
      strict_required_status_checks_policy: { from: true },
    });
  });

  test('to the name of a branch takes its exact rule along', async () => {
    acme.world.setProtection('acme/api', { pattern: 'main', by: 'mia', set: { adminsEnforced: true } });

    acme.world.renameBranch('acme/api', { from: 'main', to: 'trunk', by: 'olivia' });

    const { defaultBranch, rules, branches } = acme.world.repository('acme/api');
    expect([...rules.values()].map(({ pattern }) => pattern)).toEqual(['trunk']);
    expect([defaultBranch, ...branches.keys()]).toEqual(['trunk', 'trunk']);
    expect((await names()).at(-1)).toBe('repository.edited');
    expect((await told()).at(-1)?.payload.changes).toEqual({ default_branch: { from: 'main' } });
  });

  test.each([
    ['archived', () => acme.world.archive('acme/api', { by: 'olivia' }), 'repository.archived'],
    [
      'renamed',
      () => acme.world.renameRepository('acme/api', { name: 'b', by: 'olivia' }),
      'repository.renamed',
    ],
    ['made public', () => acme.world.publicize('acme/api', { by: 'olivia' }), 'repository.publicized'],
    ['made private', () => acme.world.privatize('acme/api', { by: 'olivia' }), 'repository.privatized'],
    ['deleted', () => acme.world.deleteRepository('acme/api', { by: 'olivia' }), 'repository.deleted'],
    [
      'left without protections',
      () => acme.world.disableProtections('acme/api', { by: 'olivia' }),
      'branch_protection_configuration.disabled',
    ],
  ])('to a repository that is %s is told', async (_, act, name) => {
    act();

    expect(await names()).toEqual([name]);
  });

  test('in a ruleset of the organisation is told without a repository', async () => {
    const rules = [{ type: 'deletion' }];
    acme.world.editRuleset('acme', { name: 'house rules', by: 'olivia', set: { rules } });

    expect(await names()).toEqual(['repository_ruleset.created']);
    expect((await told())[0]?.payload.repository).toBeUndefined();
    expect((await told())[0]?.payload.repository_ruleset).toMatchObject({ source_type: 'Organization' });
  });

  test('in comments is told with the issue it stands under', async () => {
    const issue = acme.world.openIssue('acme/api', { title: 'Why?', by: 'rosa' });
    const comment = acme.world.comment('acme/api', { number: issue.number, body: '/help', by: 'rosa' });
    acme.world.editComment('acme/api', { id: comment.id, body: 'never mind', by: 'rosa' });

    expect(await names()).toEqual(['issue_comment.created', 'issue_comment.edited']);
    expect((await told())[1]?.payload.changes).toEqual({ body: { from: '/help' } });
  });
});

describe('who is told', () => {
  test('is nobody about repositories that the app was not given', async () => {
    acme.world.uninstallApp('acme', { by: 'olivia' });
    acme.world.createRepository('acme/other', { by: 'olivia' });
    acme.world.installApp('acme', { by: 'olivia', repositories: ['acme/other'] });
    acme.world.push('acme/api', { by: 'walt' });
    acme.world.addRepositories('acme', { repositories: ['acme/api'], by: 'olivia' });
    acme.world.push('acme/api', { by: 'walt' });

    expect(await names()).toEqual([
      'installation.deleted',
      'installation.created',
      'installation_repositories.added',
      'push',
      'check_suite.requested',
    ]);
  });

  test('is nobody while the installation is suspended', async () => {
    acme.world.suspend('acme', { by: 'olivia' });
    acme.world.push('acme/api', { by: 'walt' });
    acme.world.unsuspend('acme', { by: 'olivia' });

    expect(await names()).toEqual(['installation.suspend', 'installation.unsuspend']);
  });

  test('is nobody about what needs a permission that was not granted', async () => {
    acme.world.changePermissions('acme', { permissions: { contents: 'read' }, by: 'olivia' });
    acme.world.setProtection('acme/api', { pattern: 'main', by: 'mia', set: { adminsEnforced: true } });
    acme.world.push('acme/api', { by: 'walt' });

    expect(await names()).toEqual(['installation.new_permissions_accepted', 'push']);
  });

  test('is the new owner of a repository that was transferred', async () => {
    acme.world.addOrganisation('other', { members: { olivia: 'admin' } });
    const { id } = acme.world.installApp('other', { by: 'olivia' });

    acme.world.transferRepository('acme/api', { to: 'other', by: 'olivia' });

    expect(await names()).toEqual(['installation.created', 'repository.transferred']);
    expect((await told()).at(-1)?.payload.installation.id).toBe(id);
    expect((await told()).at(-1)?.payload.changes.owner.from.organization.login).toBe('acme');
  });

  test('is the app about its own changes, as its bot', async () => {
    const body = {
      required_status_checks: null,
      enforce_admins: true,
      required_pull_request_reviews: null,
      restrictions: null,
    };

    await acme.ask('PUT', '/repos/acme/api/branches/main/protection', { body });

    expect(await names()).toEqual(['branch_protection_rule.created']);
    expect((await told())[0]?.payload.sender).toMatchObject({ login: 'mainstay[bot]', type: 'Bot' });
  });
});

describe('a button of a check run', () => {
  test('tells its own app which one was pressed, and only after the run has completed', async () => {
    const { world, ask } = acme;
    const actions = [{ label: 'Re-check', description: 'Look again', identifier: 'recheck' }];
    const head_sha = world.repository('acme/api').branches.get('main');
    const run = await ask('POST', '/repos/acme/api/check-runs', {
      body: { name: 'mainstay', head_sha, actions },
    });
    function press(): void {
      world.clickAction('acme/api', { run: run.body.id, identifier: 'recheck', by: 'walt' });
    }

    expect(press).toThrow('shows no buttons before it completes');

    await ask('PATCH', `/repos/acme/api/check-runs/${run.body.id}`, { body: { conclusion: 'success' } });
    press();
    expect((await names()).at(-1)).toBe('check_run.requested_action');
    expect((await told()).at(-1)?.payload).toMatchObject({
      requested_action: { identifier: 'recheck' },
      sender: { login: 'walt' },
    });
  });

  test('of another app is none of ours', async () => {
    const run = acme.world.reportCheck('acme/api', { name: 'test', by: 'walt' });
    await acme.github.delivered();
    const before = listener.received.length;

    acme.world.rerunCheck('acme/api', { run: run.id, by: 'walt' });

    await acme.github.delivered();
    expect(listener.received.length).toBe(before);
  });
});

describe('deliveries', () => {
  test('keep their guid when they are asked for again, under a new id beyond 2^53', async () => {
    listener.answers = 500;
    acme.world.archive('acme/api', { by: 'olivia' });
    await acme.github.delivered();
    listener.answers = 202;
    const app = askingAsApp(acme.github);
    const failed = await app('GET', '/app/hook/deliveries?status=failure');
    const [delivery] = acme.github.deliveries.filter(({ attempts }) => attempts.length > 0);

    const asked = await app('POST', `/app/hook/deliveries/${delivery?.id ?? ''}/attempts`);

    await acme.github.delivered();
    expect([asked.status, failed.body.length, failed.body[0].status_code]).toEqual([202, 1, 500]);
    expect(new Set(listener.received.map(({ guid }) => guid)).size).toBe(1);
    expect(delivery?.attempts.map(({ status, redelivery }) => [status, redelivery])).toEqual([
      [500, false],
      [202, true],
    ]);
    expect(BigInt(delivery?.id ?? 0) > 2n ** 53n).toBe(true);
  });

  test('can be read by id, with their payload and without their signature', async () => {
    acme.world.archive('acme/api', { by: 'olivia' });
    await acme.github.delivered();
    const id = acme.github.deliveries.at(-1)?.id ?? '';

    const { body } = await askingAsApp(acme.github)('GET', `/app/hook/deliveries/${id}`);

    expect(body.request.payload.action).toBe('archived');
    expect(JSON.stringify(body.request.headers)).not.toContain('sha256');
  });

  test('are paged by a cursor, the newest first', async () => {
    for (const name of ['a', 'b', 'c'])
      acme.world.renameRepository(`acme/${name === 'a' ? 'api' : last(name)}`, { name, by: 'olivia' });
    await acme.github.delivered();
    const app = askingAsApp(acme.github);

    const first = await app('GET', '/app/hook/deliveries?per_page=2');
    const [, next = ''] = /<[^>]*\/api\/v3([^>]*)>; rel="next"/.exec(first.headers['link'] ?? '') ?? [];
    const second = await app('GET', next);

    const repositories = acme.github.deliveries.filter(({ attempts }) => attempts.length > 0).length;
    expect([first.body.length, second.body.length]).toEqual([2, repositories - 2]);
    expect(second.headers['link']).toBeUndefined();
  });

  test('are only for the app itself to read', async () => {
    const { status } = await acme.ask('GET', '/app/hook/deliveries');

    expect(status).toBe(401);
  });

  test('may be held, dropped, doubled and let go in another order', async () => {
    const { webhooks } = acme.github;
    webhooks.policy = ({ action }) =>
      action === 'archived' ? 'drop' : action === 'renamed' ? 'twice' : 'hold';
    acme.world.archive('acme/api', { by: 'olivia' });
    acme.world.unarchive('acme/api', { by: 'olivia' });
    acme.world.publicize('acme/api', { by: 'olivia' });
    acme.world.renameRepository('acme/api', { name: 'b', by: 'olivia' });
    const before = await names();

    webhooks.release((held) => held.toReversed());

    expect(before).toEqual(['repository.renamed', 'repository.renamed']);
    expect(await names()).toEqual([
      'repository.unarchived',
      'repository.publicized',
      'repository.renamed',
      'repository.renamed',
    ]);
  });
});

describe('a token', () => {
  test('of nobody is refused', async () => {
    const { status, body } = await askingWith(acme.github, 'ghs_wrong')('GET', '/repos/acme/api');

    expect([status, body.message]).toEqual([401, 'Bad credentials']);
  });
});

function last(name: string): string {
  return String.fromCharCode(name.charCodeAt(0) - 1);
}
