import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { askGraphql, askingAsInstallation, type Ask } from '#kit/contract-client';
import { startSimulator, type Simulator } from '#simulator';

let github: Simulator;
let ask: Ask;

beforeAll(async () => {
  github = await startSimulator({ appId: 4711, appSlug: 'mainstay', webhookSecret: 's' });
  github.world.addOrganisation('acme', { members: { ada: 'admin' } });
  github.world.createRepository('acme/api', { by: 'ada', visibility: 'private' });
  const installation = github.world.installApp('acme', { by: 'ada' });
  ask = await askingAsInstallation(github, installation.id);
});

afterAll(() => github.close());

function sweep(size: number, inside: string): string {
  return `{ rateLimit { cost nodeCount limit remaining used resetAt }
    organization(login: "acme") { repositories(first: ${size}) { nodes { ${inside} } } } }`;
}

const RULES = 'defaultBranchRef { rules(first: 50) { nodes { type } } }';
const RULESETS =
  'branchProtectionRules(first: 10) { nodes { id } } rulesets(first: 10) { nodes { rules(first: 30) { nodes { type } } } }';

describe('the price of a query', () => {
  test.each([
    ['a hundred repositories with the rules of their branch', sweep(100, RULES), 1, 5_100],
    ['twenty-five repositories with the rules of their branch', sweep(25, RULES), 1, 1_275],
    ['a hundred repositories with all their rules and rulesets', sweep(100, RULESETS), 12, 32_100],
    ['twenty-five repositories with all their rules and rulesets', sweep(25, RULESETS), 3, 8_025],
  ])('for %s is what GitHub documents', async (...[, query, cost, nodeCount]) => {
    const { data, errors } = await askGraphql(ask, query);

    expect(errors).toEqual([]);
    expect(data.rateLimit).toMatchObject({ cost, nodeCount, limit: 5000 });
  });

  test('counts fragments and variables, and not what a directive leaves out', async () => {
    const query = `query Sweep($n: Int!, $with: Boolean!) { rateLimit { cost nodeCount }
      organization(login: "acme") { repositories(first: $n) { nodes { ...Rules @include(if: $with) } } } }
      fragment Rules on Repository { ${RULESETS} }`;

    const without = await askGraphql(ask, query, { n: 100, with: false });
    const whole = await askGraphql(ask, query, { n: 100, with: true });

    expect(without.data.rateLimit).toEqual({ cost: 1, nodeCount: 100 });
    expect(whole.data.rateLimit).toEqual({ cost: 12, nodeCount: 32_100 });
  });

  test('is taken from the points of the hour', async () => {
    github.budgets.set('graphql', { remaining: 100 });

    const first = await askGraphql(ask, sweep(100, RULESETS));
    const second = await askGraphql(ask, sweep(100, RULES));

    expect(first.data.rateLimit).toMatchObject({ remaining: 88 });
    expect(second.data.rateLimit).toMatchObject({ remaining: 87, used: 4913 });
  });

  test('without points left is refused with a 200', async () => {
    github.budgets.set('graphql', { remaining: 0 });

    const { status, errors } = await askGraphql(ask, '{ rateLimit { cost } }');

    github.budgets.set('graphql', { remaining: 5000 });
    expect(status).toBe(200);
    expect(errors).toMatchObject([{ type: 'RATE_LIMITED' }]);
  });
});

describe('a query that GitHub would not run', () => {
  test.each([
    [
      'a connection without a size',
      sweep(1, 'branchProtectionRules { nodes { id } }'),
      'MISSING_PAGINATION_BOUNDARIES',
      'You must provide a `first` or `last` value to properly paginate the `branchProtectionRules` connection.',
    ],
    [
      'more than a hundred per page',
      sweep(101, 'id'),
      'EXCESSIVE_PAGINATION',
      'Requesting 101 records on the `repositories` connection exceeds the `first` limit of 100 records.',
    ],
    [
      'more nodes than half a million',
      sweep(100, 'rulesets(first: 100) { nodes { rules(first: 100) { nodes { type } } } }'),
      'MAX_NODE_LIMIT_EXCEEDED',
      'This query requests up to 1,010,100 possible nodes which exceeds the maximum limit of 500,000.',
    ],
  ])('for %s is refused with the reason', async (...[, query, type, message]) => {
    const { status, errors } = await askGraphql(ask, query);

    expect(status).toBe(200);
    expect(errors).toMatchObject([{ type, message }]);
  });

  test('because a field does not exist is refused before anything is read', async () => {
    const { status, data, errors } = await askGraphql(
      ask,
      '{ repository(owner: "acme", name: "api") { protectionn } }',
    );

    expect(status).toBe(200);
    expect(data).toBeUndefined();
    expect(errors[0]?.message).toContain('protectionn');
  });

  test('because it is no GraphQL at all is refused with the place', async () => {
    const { errors } = await askGraphql(ask, '{ repository( }');

    expect(errors).toMatchObject([{ locations: [{ line: 1, column: 15 }] }]);
  });

  test('because a variable has the wrong type changes nothing', async () => {
    const query =
      'mutation Delete($id: ID!) { deleteBranchProtectionRule(input: { branchProtectionRuleId: $id }) { clientMutationId } }';

    const { data, errors } = await askGraphql(ask, query, {});

    expect(data).toBeUndefined();
    expect(errors[0]?.message).toContain('$id');
  });
});

describe('what the simulated GitHub does not have', () => {
  test.each([
    [
      'a field',
      '{ repository(owner: "acme", name: "api") { name stargazerCount } }',
      'Repository.stargazerCount',
    ],
    ['a field of the root', '{ licenses { key } }', 'Query.licenses'],
    [
      'an argument',
      '{ organization(login: "acme") { repositories(first: 1, hasIssuesEnabled: true) { totalCount } } }',
      'hasIssuesEnabled',
    ],
    ['a dry run', '{ rateLimit(dryRun: true) { cost } }', 'dry runs'],
  ])('fails loudly for %s instead of answering null', async (_, query, missing) => {
    const { status, data, errors } = await askGraphql(ask, query);

    expect(status).toBe(501);
    expect(data).toBeUndefined();
    expect(errors.find(({ type }) => type === 'NOT_SIMULATED')?.message).toContain(missing);
  });
});

describe('an installation with few permissions', () => {
  test('gets an error beside null for files of a private repository', async () => {
    github.world.addOrganisation('shy', { members: { eve: 'admin' } });
    github.world.createRepository('shy/app', { by: 'eve', visibility: 'private' });
    const installation = github.world.installApp('shy', {
      by: 'eve',
      permissions: { administration: 'read' },
    });
    const shy = await askingAsInstallation(github, installation.id);

    const { data, errors } = await askGraphql(
      shy,
      '{ repository(owner: "shy", name: "app") { name object(expression: "HEAD:README.md") { oid } } }',
    );

    expect(data).toEqual({ repository: { name: 'app', object: null } });
    expect(errors).toMatchObject([
      {
        type: 'FORBIDDEN',
        path: ['repository', 'object'],
        message: 'Resource not accessible by integration',
      },
    ]);
  });

  test("is not shown the organisation's own rulesets, only what they mean for a repository", async () => {
    github.world.editRuleset('acme', { name: 'org', by: 'ada', set: { rules: [{ type: 'deletion' }] } });
    const query = `{ organization(login: "acme") { rulesets(first: 5) { nodes { name } }
      repository(name: "api") { rulesets(first: 5) { nodes { name } } } } }`;

    const { data, errors } = await askGraphql(ask, query);

    expect(data.organization).toEqual({
      rulesets: null,
      repository: { rulesets: { nodes: [{ name: 'org' }] } },
    });
    expect(errors).toMatchObject([{ type: 'FORBIDDEN', path: ['organization', 'rulesets'] }]);
  });
});
