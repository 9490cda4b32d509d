import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { askGraphql, askingAsInstallation, type Ask } from '#kit/contract-client';
import { startSimulator, type Simulator } from '#simulator';

const ACTIONS = 15368;
const NOBODY = { users: [], teams: [], apps: [] };
const FILES = {
  'README.md': '# api\n',
  'logo.png': '\0PNG',
  '.github/mainstay.yml': 'version: 1\n',
  '.github/workflows/ci.yml': 'on: push\n',
};

let github: Simulator;
let ask: Ask;

beforeAll(async () => {
  github = await startSimulator({ appId: 4711, appSlug: 'mainstay', webhookSecret: 's' });
  const { world } = github;
  world.addOrganisation('acme', { members: { ada: 'admin', bob: 'member' } });
  world.addTeam('acme/core', ['bob']);
  for (const name of ['worker', 'api', 'web']) {
    world.createRepository(`acme/${name}`, { by: 'ada', visibility: 'private', from: { files: FILES } });
  }
  world.createRepository('acme/empty', { by: 'ada', visibility: 'private', from: 'empty' });
  world.createRepository('acme/secret', { by: 'ada', visibility: 'private' });
  const given = ['acme/worker', 'acme/api', 'acme/web', 'acme/empty'];
  const installation = world.installApp('acme', {
    by: 'ada',
    repositories: given,
    permissions: { administration: 'write', contents: 'read', checks: 'write', pull_requests: 'read' },
  });
  ask = await askingAsInstallation(github, installation.id);
});

afterAll(() => github.close());

const RULE = `{ id databaseId pattern creator { login } repository { name }
  isAdminEnforced requiresStatusChecks requiresStrictStatusChecks requiredStatusCheckContexts
  requiredStatusChecks { context app { id databaseId slug } }
  requiresApprovingReviews requiredApprovingReviewCount dismissesStaleReviews requiresCodeOwnerReviews
  requireLastPushApproval requiresConversationResolution requiresLinearHistory requiresCommitSignatures
  requiresDeployments requiredDeploymentEnvironments allowsForcePushes allowsDeletions blocksCreations
  lockBranch lockAllowsFetchAndMerge restrictsPushes restrictsReviewDismissals
  pushAllowances(first: 10) { nodes { id actor { __typename ...Names } } }
  bypassForcePushAllowances(first: 10) { nodes { actor { __typename ...Names } } }
  bypassPullRequestAllowances(first: 10) { nodes { actor { __typename ...Names } } }
  reviewDismissalAllowances(first: 10) { nodes { actor { __typename ...Names } } }
  matchingRefs(first: 10) { nodes { name } totalCount }
  branchProtectionRuleConflicts(first: 10) { nodes { ref { name } conflictingBranchProtectionRule { pattern } } } }`;
const NAMES =
  'fragment Names on BranchActorAllowanceActor { ... on User { login } ... on Team { slug } ... on App { slug } }';

type Rule = Readonly<Record<string, { readonly nodes: readonly unknown[] }>>;

async function ruleOf(branch: string, name = 'api'): Promise<Rule> {
  const query = `query Rule($name: String!, $ref: String!) {
    repository(owner: "acme", name: $name) { ref(qualifiedName: $ref) { branchProtectionRule ${RULE} } } } ${NAMES}`;
  const { data, errors } = await askGraphql(ask, query, { name, ref: `refs/heads/${branch}` });
  expect(errors).toEqual([]);
  return data.repository.ref.branchProtectionRule as Rule;
}

describe('a branch protection rule by GraphQL', () => {
  test('is null where no rule applies', async () => {
    expect(await ruleOf('main', 'web')).toBeNull();
  });

  test('shows every setting that a person made, and from where each check must come', async () => {
    github.world.setProtection('acme/api', {
      pattern: 'main',
      by: 'ada',
      set: {
        adminsEnforced: true,
        signatures: true,
        deployments: ['production'],
        checks: {
          strict: true,
          checks: [
            { context: 'test', appId: ACTIONS },
            { context: 'lint', appId: null },
          ],
        },
        restrictions: { users: ['ada'], teams: ['core'], apps: ['github-actions'] },
        bypassForcePush: { ...NOBODY, users: ['bob'] },
        reviews: {
          count: 2,
          dismissStale: true,
          codeOwners: false,
          lastPushApproval: true,
          dismissal: { ...NOBODY, teams: ['core'] },
          bypass: { ...NOBODY, apps: ['mainstay'] },
        },
      },
    });

    const rule = await ruleOf('main');

    expect(rule).toMatchObject({
      pattern: 'main',
      creator: { login: 'ada' },
      repository: { name: 'api' },
      isAdminEnforced: true,
      requiresStatusChecks: true,
      requiresStrictStatusChecks: true,
      requiredStatusCheckContexts: ['test', 'lint'],
      requiredStatusChecks: [
        { context: 'test', app: { databaseId: ACTIONS, slug: 'github-actions' } },
        { context: 'lint', app: null },
      ],
      requiresApprovingReviews: true,
      requiredApprovingReviewCount: 2,
      requireLastPushApproval: true,
      requiresCommitSignatures: true,
      requiresDeployments: true,
      requiredDeploymentEnvironments: ['production'],
      restrictsPushes: true,
      restrictsReviewDismissals: true,
      allowsForcePushes: false,
      matchingRefs: { nodes: [{ name: 'main' }], totalCount: 1 },
    });
    const actors = [
      { actor: { __typename: 'User', login: 'ada' } },
      { actor: { __typename: 'Team', slug: 'core' } },
      { actor: { __typename: 'App', slug: 'github-actions' } },
    ];
    expect(rule['pushAllowances']?.nodes).toMatchObject(actors);
    expect(rule['bypassForcePushAllowances']?.nodes).toEqual([
      { actor: { __typename: 'User', login: 'bob' } },
    ]);
    expect(rule['bypassPullRequestAllowances']?.nodes).toEqual([
      { actor: { __typename: 'App', slug: 'mainstay' } },
    ]);
    expect(rule['reviewDismissalAllowances']?.nodes).toEqual([
      { actor: { __typename: 'Team', slug: 'core' } },
    ]);
  });

  test('with a pattern covers a branch until an exact rule takes it', async () => {
    github.world.push('acme/worker', { branch: 'release/1', files: { a: '1' }, by: 'ada' });
    github.world.setProtection('acme/worker', {
      pattern: 'release/*',
      by: 'ada',
      set: { linearHistory: true },
    });
    const covered = await ruleOf('release/1', 'worker');
    github.world.setProtection('acme/worker', { pattern: 'release/1', by: 'ada', set: {} });

    const exact = await ruleOf('release/1', 'worker');

    expect(covered).toMatchObject({ pattern: 'release/*', requiresLinearHistory: true });
    expect(exact).toMatchObject({ pattern: 'release/1', requiresLinearHistory: false });
    expect(exact['branchProtectionRuleConflicts']?.nodes).toEqual([
      { ref: { name: 'release/1' }, conflictingBranchProtectionRule: { pattern: 'release/*' } },
    ]);
  });

  test('is null, without an error, to an installation that may not read administration', async () => {
    github.world.addOrganisation('quiet', { members: { eve: 'admin' } });
    github.world.createRepository('quiet/app', { by: 'eve' });
    github.world.setProtection('quiet/app', { pattern: 'main', by: 'eve', set: {} });
    const installation = github.world.installApp('quiet', { by: 'eve', permissions: { contents: 'read' } });
    const quiet = await askingAsInstallation(github, installation.id);
    const query = `{ repository(owner: "quiet", name: "app") {
      branchProtectionRules(first: 5) { totalCount } defaultBranchRef { branchProtectionRule { id } } } }`;

    const { data, errors } = await askGraphql(quiet, query);

    expect(errors).toEqual([]);
    expect(data.repository).toEqual({
      branchProtectionRules: { totalCount: 0 },
      defaultBranchRef: { branchProtectionRule: null },
    });
  });
});

describe('an organisation by GraphQL', () => {
  test('lists the repositories that the installation was given, in order and page by page', async () => {
    const query = `query Page($after: String) { organization(login: "acme") {
      repositories(first: 3, after: $after, isArchived: false, orderBy: { field: NAME, direction: ASC }) {
        totalCount pageInfo { hasNextPage endCursor } nodes { name isEmpty defaultBranchRef { name } } } } }`;

    const first = await askGraphql(ask, query);
    const { pageInfo, nodes } = first.data.organization.repositories;
    const second = await askGraphql(ask, query, { after: pageInfo.endCursor });

    expect(pageInfo.hasNextPage).toBe(true);
    expect(nodes).toMatchObject([{ name: 'api' }, { name: 'empty' }, { name: 'web' }]);
    expect(nodes[1]).toEqual({ name: 'empty', isEmpty: true, defaultBranchRef: null });
    expect(second.data.organization.repositories).toMatchObject({
      totalCount: 4,
      pageInfo: { hasNextPage: false },
      nodes: [{ name: 'worker' }],
    });
  });

  test('leaves archived repositories out when asked to', async () => {
    github.world.createRepository('acme/old', { by: 'ada', visibility: 'private' });
    github.world.addRepositories('acme', { repositories: ['acme/old'], by: 'ada' });
    github.world.archive('acme/old', { by: 'ada' });
    const query = `{ organization(login: "acme") { repositories(first: 10, isArchived: true) { nodes { name isArchived } } } }`;

    const { data } = await askGraphql(ask, query);

    expect(data.organization.repositories.nodes).toEqual([{ name: 'old', isArchived: true }]);
  });
});

describe('several repositories in one query', () => {
  test('are answered one by one: one that is not visible is null with an error beside it', async () => {
    const query = `{ a: repository(owner: "acme", name: "api") { nameWithOwner }
      b: repository(owner: "acme", name: "secret") { nameWithOwner } c: repository(owner: "acme", name: "nope") { id } }`;

    const { status, data, errors } = await askGraphql(ask, query);

    expect(status).toBe(200);
    expect(data).toEqual({ a: { nameWithOwner: 'acme/api' }, b: null, c: null });
    expect(errors).toMatchObject([
      {
        type: 'NOT_FOUND',
        path: ['b'],
        message: "Could not resolve to a Repository with the name 'acme/secret'.",
      },
      {
        type: 'NOT_FOUND',
        path: ['c'],
        message: "Could not resolve to a Repository with the name 'acme/nope'.",
      },
    ]);
  });

  test('are found by their node ids, and an id that leads nowhere is null in its place', async () => {
    const id = github.world.repository('acme/api').nodeId;
    const query = `query Nodes($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on Repository { name } } }`;

    const { data, errors } = await askGraphql(ask, query, { ids: [id, 'R_nonsense'] });

    expect(data.nodes).toEqual([{ __typename: 'Repository', name: 'api' }, null]);
    expect(errors).toMatchObject([{ type: 'NOT_FOUND', path: ['nodes', 1] }]);
  });
});

describe('files by GraphQL', () => {
  test('come with their text, folders with their entries, and what is not there is null', async () => {
    const query = `{ repository(owner: "acme", name: "api") {
      config: object(expression: "HEAD:.github/mainstay.yml") { __typename ... on Blob { oid text byteSize isTruncated isBinary } }
      workflows: object(expression: "main:.github/workflows") { ... on Tree { entries { name type mode path size object { ... on Blob { text } } } } }
      logo: object(expression: "main:logo.png") { ... on Blob { text isBinary } }
      none: object(expression: "main:nope.yml") { oid }
      head: object(expression: "main") { __typename oid ... on Commit { messageHeadline author { user { login } } } } } }`;

    const { data, errors } = await askGraphql(ask, query);

    expect(errors).toEqual([]);
    expect(data.repository).toEqual({
      config: {
        __typename: 'Blob',
        oid: expect.stringMatching(/^[0-9a-f]{40}$/),
        text: 'version: 1\n',
        byteSize: 11,
        isTruncated: false,
        isBinary: false,
      },
      workflows: {
        entries: [
          {
            name: 'ci.yml',
            type: 'blob',
            mode: 33188,
            path: '.github/workflows/ci.yml',
            size: 9,
            object: { text: 'on: push\n' },
          },
        ],
      },
      logo: { text: null, isBinary: true },
      none: null,
      head: {
        __typename: 'Commit',
        oid: github.world.repository('acme/api').branches.get('main'),
        messageHeadline: 'Initial commit',
        author: { user: { login: 'ada' } },
      },
    });
  });

  test('of an empty repository are all null', async () => {
    const query = `{ repository(owner: "acme", name: "empty") { defaultBranchRef { name } object(expression: "HEAD:a") { oid } ref(qualifiedName: "main") { name } } }`;

    const { data, errors } = await askGraphql(ask, query);

    expect(errors).toEqual([]);
    expect(data.repository).toEqual({ defaultBranchRef: null, object: null, ref: null });
  });
});

describe('checks by GraphQL', () => {
  test('of a commit are found by app, and the latest run of each name counts', async () => {
    const report = { name: 'test', appId: ACTIONS, by: 'ada' };
    github.world.reportCheck('acme/web', { ...report, conclusion: 'failure' });
    github.world.reportCheck('acme/web', { ...report, conclusion: 'success' });
    const query = `query Checks($app: Int!) { repository(owner: "acme", name: "web") { defaultBranchRef { target { ... on Commit {
      statusCheckRollup { state contexts(first: 10) { nodes { __typename ... on CheckRun { name conclusion } } } }
      checkSuites(first: 5, filterBy: { appId: $app }) { nodes { status app { databaseId slug }
        latest: checkRuns(first: 5) { nodes { name conclusion } }
        all: checkRuns(first: 5, filterBy: { checkType: ALL, conclusions: [FAILURE] }) { nodes { conclusion externalId title } } } } } } } } }`;

    const mine = await askGraphql(ask, query, { app: ACTIONS });
    const other = await askGraphql(ask, query, { app: 1 });

    expect(mine.errors).toEqual([]);
    expect(mine.data.repository.defaultBranchRef.target).toMatchObject({
      statusCheckRollup: {
        state: 'SUCCESS',
        contexts: { nodes: [{ __typename: 'CheckRun', name: 'test', conclusion: 'SUCCESS' }] },
      },
      checkSuites: {
        nodes: [
          {
            status: 'COMPLETED',
            app: { databaseId: ACTIONS, slug: 'github-actions' },
            latest: { nodes: [{ name: 'test', conclusion: 'SUCCESS' }] },
            all: { nodes: [{ conclusion: 'FAILURE' }] },
          },
        ],
      },
    });
    expect(other.data.repository.defaultBranchRef.target.checkSuites.nodes).toEqual([]);
  });
});

describe('rulesets by GraphQL', () => {
  test('of the organisation are in force on the branch beside those of the repository', async () => {
    const checks = {
      required_status_checks: [{ context: 'test', integration_id: ACTIONS }],
      strict_required_status_checks_policy: true,
    };
    const rules = [{ type: 'required_status_checks', parameters: checks }, { type: 'deletion' }];
    github.world.editRuleset('acme', { name: 'org', by: 'ada', set: { rules, repositories: ['web'] } });
    const query = `{ repository(owner: "acme", name: "web") { rulesets(first: 5, includeParents: true) { nodes { name enforcement conditions { refName { include } repositoryName { include } } } }
      defaultBranchRef { rules(first: 10, orderBy: { field: UPDATED_AT, direction: ASC }) { nodes { type repositoryRuleset { name source { __typename } }
        parameters { __typename ... on RequiredStatusChecksParameters { strictRequiredStatusChecksPolicy doNotEnforceOnCreate requiredStatusChecks { context integrationId } } } } } } } }`;

    const { data, errors } = await askGraphql(ask, query);

    expect(errors).toEqual([]);
    expect(data.repository.rulesets.nodes).toEqual([
      {
        name: 'org',
        enforcement: 'ACTIVE',
        conditions: { refName: { include: ['~DEFAULT_BRANCH'] }, repositoryName: { include: ['web'] } },
      },
    ]);
    const repositoryRuleset = { name: 'org', source: { __typename: 'Organization' } };
    expect(data.repository.defaultBranchRef.rules.nodes).toEqual([
      {
        type: 'REQUIRED_STATUS_CHECKS',
        repositoryRuleset,
        parameters: {
          __typename: 'RequiredStatusChecksParameters',
          strictRequiredStatusChecksPolicy: true,
          doNotEnforceOnCreate: false,
          requiredStatusChecks: [{ context: 'test', integrationId: ACTIONS }],
        },
      },
      { type: 'DELETION', repositoryRuleset, parameters: null },
    ]);
  });
});
