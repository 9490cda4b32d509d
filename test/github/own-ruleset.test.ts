import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OwnRuleset, RulesetBody, RulesetRule } from '#model';
import { API, closed, town, type Town } from './fixture.ts';

let here: Town;
/** GitHub's description knows none of the rules and fields that are still to come, so it cannot describe them. */
let strange: boolean;
beforeEach(async () => {
  strange = false;
  here = await town();
});
afterEach(async () => {
  const contradictions = await closed(here);
  expect(strange ? [] : contradictions).toEqual([]);
});

const BODY: RulesetBody = {
  name: 'mainstay',
  target: 'branch',
  enforcement: 'active',
  conditions: { ref_name: { include: ['refs/heads/main'], exclude: [] } },
  rules: [{ type: 'deletion' }],
  bypass: [],
};
const ORG_BODY: RulesetBody = {
  ...BODY,
  conditions: {
    ref_name: { include: ['~DEFAULT_BRANCH'], exclude: ['refs/heads/tmp'] },
    repository_name: { include: ['~ALL'], exclude: ['legacy-*'], protected: true },
  },
};
const OWNER = { actor_id: 1, actor_type: 'OrganizationAdmin', bypass_mode: 'always' };
const PATTERN = { name: 'a name', negate: true, operator: 'starts_with', pattern: 'fix' };

/** Every type of rule that GitHub's description names for a branch's ruleset, with every parameter. */
const RULES: readonly RulesetRule[] = [
  { type: 'creation' },
  { type: 'update', parameters: { update_allows_fetch_and_merge: true } },
  { type: 'deletion' },
  { type: 'required_linear_history' },
  {
    type: 'merge_queue',
    parameters: {
      check_response_timeout_minutes: 60,
      grouping_strategy: 'ALLGREEN',
      max_entries_to_build: 5,
      max_entries_to_merge: 5,
      merge_method: 'SQUASH',
      min_entries_to_merge: 1,
      min_entries_to_merge_wait_minutes: 5,
    },
  },
  { type: 'required_deployments', parameters: { required_deployment_environments: ['production'] } },
  { type: 'required_signatures' },
  {
    type: 'pull_request',
    parameters: {
      allowed_merge_methods: ['squash', 'rebase'],
      dismiss_stale_reviews_on_push: true,
      require_code_owner_review: true,
      require_last_push_approval: true,
      required_approving_review_count: 10,
      required_review_thread_resolution: true,
    },
  },
  {
    type: 'required_status_checks',
    parameters: {
      do_not_enforce_on_create: true,
      required_status_checks: [{ context: 'test', integration_id: 15368 }, { context: 'lint' }],
      strict_required_status_checks_policy: true,
    },
  },
  { type: 'non_fast_forward' },
  { type: 'commit_message_pattern', parameters: PATTERN },
  { type: 'commit_author_email_pattern', parameters: PATTERN },
  { type: 'committer_email_pattern', parameters: PATTERN },
  { type: 'branch_name_pattern', parameters: PATTERN },
  { type: 'tag_name_pattern', parameters: PATTERN },
  {
    type: 'workflows',
    parameters: {
      do_not_enforce_on_create: true,
      workflows: [{ path: '.github/workflows/ci.yml', ref: 'refs/heads/main', repository_id: 1 }],
    },
  },
  {
    type: 'code_scanning',
    parameters: {
      code_scanning_tools: [
        { alerts_threshold: 'errors', security_alerts_threshold: 'high_or_higher', tool: 'CodeQL' },
      ],
    },
  },
  {
    type: 'copilot_code_review',
    parameters: { review_draft_pull_requests: true, review_on_push: true },
  },
  { type: 'file_path_restriction', parameters: { restricted_file_paths: ['secrets/**'] } },
  { type: 'max_file_path_length', parameters: { max_file_path_length: 200 } },
  { type: 'file_extension_restriction', parameters: { restricted_file_extensions: ['*.exe'] } },
  { type: 'max_file_size', parameters: { max_file_size: 10 } },
];

function grant(permissions: Readonly<Record<string, 'read' | 'write'>>): void {
  here.simulator.world.changePermissions('acme', { by: 'olga', permissions });
  here.github.forget(here.installation);
}

function put(ruleset: RulesetBody, id: number | null = null) {
  return here.doors.writer.write(API, { by: 'put-ruleset', id, ruleset });
}

async function own(): Promise<OwnRuleset> {
  const read = await here.doors.reader.ownRuleset(API);
  if (!read.known || !read.value) throw new Error('no ruleset of ours');
  return read.value;
}

async function refusalOf(answer: Promise<{ readonly kind: string; readonly why?: unknown }>) {
  const { kind, why } = await answer;
  return kind === 'refused' ? why : null;
}

function inWorld() {
  return [...here.simulator.world.repository('acme/api').rulesets.values()];
}

describe("Mainstay's ruleset of a repository", () => {
  test('is none where there are only others, of the repository or above it', async () => {
    const { world } = here.simulator;
    world.editRuleset('acme/api', { name: 'theirs', by: 'olga', set: {} });
    world.editRuleset('acme', { name: 'mainstay', by: 'olga', set: {} });

    expect(await here.doors.reader.ownRuleset(API)).toEqual({ known: true, value: null });
  });

  test.each(RULES.map((rule) => [rule.type, rule] as const))(
    'is made, read and written again without loss: %s',
    async (_type, rule) => {
      const made = await put({ ...BODY, rules: [rule, { type: 'deletion' }] });
      const read = await own();
      const again = await put(read.body, read.id);

      expect(inWorld()).toMatchObject([{ id: read.id, rules: [rule, { type: 'deletion' }] }]);
      expect(made).toMatchObject({
        kind: 'written',
        shown: {},
        ruleset: { rules: [rule, { type: 'deletion' }] },
      });
      expect(again).toEqual({ kind: 'written', shown: {}, ruleset: read.body });
    },
  );

  test('carries rules and parameters that nobody knows yet through a write, byte for byte', async () => {
    strange = true;
    const rules = [
      { type: 'file_of_the_future', parameters: { z: 1, a: [{ b: null }, 'x'] }, mood: 'sunny' },
      { type: 'pull_request', parameters: { ...RULES[7]?.parameters, required_reviewers: [{ minimum: 2 }] } },
    ];
    here.simulator.world.editRuleset('acme/api', { name: 'mainstay', by: 'olga', set: { rules } });
    const read = await own();

    await put({ ...read.body, rules: [...read.body.rules, { type: 'deletion' }] }, read.id);

    expect(JSON.stringify(inWorld()[0]?.rules)).toBe(JSON.stringify([...rules, { type: 'deletion' }]));
  });

  test('is found among more than a page of others', async () => {
    for (let at = 0; at < 104; at += 1) {
      here.simulator.world.editRuleset('acme/api', { name: `other ${at}`, by: 'olga', set: {} });
    }
    here.simulator.world.editRuleset('acme/api', { name: 'mainstay', by: 'olga', set: {} });

    expect((await own()).body.name).toBe('mainstay');
  });

  test('keeps who may bypass it, also where that is hidden from Mainstay', async () => {
    here.simulator.world.editRuleset('acme/api', {
      name: 'mainstay',
      by: 'olga',
      set: { bypassActors: [OWNER] },
    });
    const seen = await own();
    await put({ ...seen.body, enforcement: 'disabled' }, seen.id);
    const carried = inWorld()[0]?.bypassActors;

    await put({ ...seen.body, bypass: 'notVisible' }, seen.id);

    expect(seen.body.bypass).toEqual([OWNER]);
    expect([carried, inWorld()[0]?.bypassActors]).toEqual([[OWNER], [OWNER]]);
  });

  test('is shown without its bypass to an installation that may not write it', async () => {
    here.simulator.world.editRuleset('acme/api', { name: 'mainstay', by: 'olga', set: {} });
    grant({ administration: 'read' });

    expect((await own()).body.bypass).toBe('notVisible');
  });

  test('is taken away', async () => {
    await put(BODY);
    const { id } = await own();

    const answer = await here.doors.writer.write(API, { by: 'delete-ruleset', id });

    expect(answer).toEqual({ kind: 'written', shown: {} });
    expect(inWorld()).toEqual([]);
  });
});

describe("a refused write of a repository's ruleset", () => {
  test('for want of a permission, which GitHub tells by "Not Found", names it', async () => {
    grant({ administration: 'read' });

    const answers = [
      await refusalOf(put(BODY)),
      await refusalOf(here.doors.writer.write(API, { by: 'delete-ruleset', id: 5 })),
    ];

    for (const why of answers) {
      expect(why).toMatchObject({
        code: 'permission_missing',
        detail: expect.stringContaining('administration=write'),
      });
    }
  });

  test('of one that is gone is a refused write', async () => {
    expect(await refusalOf(put(BODY, 99))).toMatchObject({ code: 'write_refused' });
  });

  test("of one that is not valid says it in GitHub's words", async () => {
    strange = true;
    const rules = [{ type: 'required_deployments', parameters: {} }];

    expect(await refusalOf(put({ ...BODY, rules }))).toMatchObject({
      code: 'write_refused',
      detail: expect.stringContaining('required_deployment_environments'),
    });
  });

  test('on a plan that offers none, and on an archived repository', async () => {
    const { world } = here.simulator;
    world.addOrganisation('small', { plan: 'free', members: { olga: 'admin' } });
    world.createRepository('small/secret', { by: 'olga', visibility: 'private' });
    const { id } = world.installApp('small', { by: 'olga' });
    world.archive('acme/api', { by: 'olga' });

    const small = here.github.installation(id).writer;
    const answers = [
      await refusalOf(
        small.write({ owner: 'small', name: 'secret' }, { by: 'put-ruleset', id: null, ruleset: BODY }),
      ),
      await refusalOf(put(BODY)),
    ];

    expect(answers).toMatchObject([{ code: 'upgrade_or_public_required' }, { code: 'repository_archived' }]);
  });
});

describe("Mainstay's ruleset of an organisation", () => {
  beforeEach(() => grant({ administration: 'write', organization_administration: 'write' }));

  function putOrg(ruleset: RulesetBody, id: number | null = null) {
    return here.doors.writer.putOrgRuleset('acme', { id, ruleset });
  }

  test('is made, read and changed whole', async () => {
    const rules = RULES.filter(({ type }) => type !== 'merge_queue');
    const made = await putOrg({ ...ORG_BODY, rules });
    const read = await here.doors.reader.orgRuleset('acme');
    if (!read.known || !read.value) throw new Error('no ruleset');

    const { id, body } = read.value;
    const changed = await putOrg({ ...body, rules: [{ type: 'deletion' }] }, id);

    expect(made).toEqual({ kind: 'written', own: read.value });
    expect(body).toMatchObject({ ...ORG_BODY, rules });
    expect(changed).toEqual({
      kind: 'written',
      own: { id, body: { ...body, rules: [{ type: 'deletion' }] } },
    });
  });

  test('is none in an organisation without one', async () => {
    expect(await here.doors.reader.orgRuleset('acme')).toEqual({ known: true, value: null });
  });

  test('cannot be read or written without the permission, which is named', async () => {
    grant({ administration: 'write' });

    const read = await here.doors.reader.orgRuleset('acme');
    const why = await refusalOf(putOrg(ORG_BODY));

    const named = {
      code: 'permission_missing',
      detail: expect.stringContaining('organization_administration=write'),
    };
    expect(read).toMatchObject({ known: false, why: named });
    expect(why).toMatchObject(named);
  });

  test('is not offered on a small plan', async () => {
    const { world } = here.simulator;
    world.addOrganisation('small', { plan: 'free', members: { olga: 'admin' } });
    const permissions = { administration: 'write', organization_administration: 'write' } as const;
    const { id } = world.installApp('small', { by: 'olga', permissions });
    const { reader, writer } = here.github.installation(id);

    const read = await reader.orgRuleset('small');
    const why = await refusalOf(writer.putOrgRuleset('small', { id: null, ruleset: ORG_BODY }));

    expect(read).toMatchObject({ known: false, why: { code: 'org_rulesets_not_offered' } });
    expect(why).toMatchObject({ code: 'org_rulesets_not_offered' });
  });
});
