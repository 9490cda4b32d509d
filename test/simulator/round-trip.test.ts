import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { askGraphql } from '#kit/contract-client';
import { checked } from '#kit/contract-world';
import { startAcme, type Acme } from './acme.ts';
import { EVERY_RULE } from './every-rule.ts';

const MAIN = '/repos/acme/api/branches/main/protection';
const NOTHING = {
  required_status_checks: null,
  enforce_admins: null,
  required_pull_request_reviews: null,
  restrictions: null,
};
const MIA = { users: ['mia'], teams: ['platform'], apps: ['robot'] };

let acme: Acme;

beforeEach(async () => {
  acme = await startAcme();
  acme.world.addApp({ id: 99, slug: 'robot', permissions: { contents: 'write' } });
  acme.world.installApp('acme', { by: 'olivia', appId: 99 });
});

// What goes to and fro is also as GitHub describes it, on both sides.
afterEach(async () => {
  const rest = acme.github.exchanges.filter(({ route }) => route === 'rest');
  const violations = rest.flatMap(checked);
  await acme.github.close();
  expect(violations).toEqual([]);
});

type Reviews = { readonly required_pull_request_reviews: object };

function reviews(change: object): Reviews {
  return { required_pull_request_reviews: { required_approving_review_count: 1, ...change } };
}

const PULLS =
  'first: 5) { nodes { actor { ... on User { login } ... on Team { slug } ... on App { slug } } } }';
const ACTORS = {
  nodes: [{ actor: { login: 'mia' } }, { actor: { slug: 'platform' } }, { actor: { slug: 'robot' } }],
};
const SHOWN = {
  users: [{ login: 'mia' }],
  teams: [{ slug: 'platform' }],
  apps: [{ slug: 'robot' }],
};

/** What PUT sends, what GET answers, what to ask GraphQL and what it answers. */
type Field = {
  readonly name: string;
  readonly sent: object;
  readonly answered: object;
  readonly field: string;
  readonly shown: unknown;
};
type Row = readonly [name: string, sent: object, answered: object, field: string, shown: unknown];

const ROWS: readonly Row[] = [
  [
    'strict checks',
    { required_status_checks: { strict: true, checks: [] } },
    { required_status_checks: { strict: true, checks: [] } },
    'requiresStrictStatusChecks',
    true,
  ],
  [
    'a check from one app and one from anywhere',
    {
      required_status_checks: {
        strict: false,
        checks: [
          { context: 'test', app_id: 15368 },
          { context: 'lint', app_id: -1 },
        ],
      },
    },
    {
      required_status_checks: {
        checks: [
          { context: 'test', app_id: 15368 },
          { context: 'lint', app_id: null },
        ],
      },
    },
    'requiredStatusChecks { context app { databaseId } }',
    [
      { context: 'test', app: { databaseId: 15368 } },
      { context: 'lint', app: null },
    ],
  ],
  ['admins', { enforce_admins: true }, { enforce_admins: { enabled: true } }, 'isAdminEnforced', true],
  [
    'the number of reviews',
    reviews({ required_approving_review_count: 6 }),
    reviews({ required_approving_review_count: 6 }),
    'requiredApprovingReviewCount',
    6,
  ],
  [
    'stale reviews',
    reviews({ dismiss_stale_reviews: true }),
    reviews({ dismiss_stale_reviews: true }),
    'dismissesStaleReviews',
    true,
  ],
  [
    'code owners',
    reviews({ require_code_owner_reviews: true }),
    reviews({ require_code_owner_reviews: true }),
    'requiresCodeOwnerReviews',
    true,
  ],
  [
    'the last push',
    reviews({ require_last_push_approval: true }),
    reviews({ require_last_push_approval: true }),
    'requireLastPushApproval',
    true,
  ],
  [
    'who may dismiss',
    reviews({ dismissal_restrictions: MIA }),
    reviews({ dismissal_restrictions: SHOWN }),
    `reviewDismissalAllowances(${PULLS}`,
    ACTORS,
  ],
  [
    'who need no pull request',
    reviews({ bypass_pull_request_allowances: MIA }),
    reviews({ bypass_pull_request_allowances: SHOWN }),
    `bypassPullRequestAllowances(${PULLS}`,
    ACTORS,
  ],
  ['who may push', { restrictions: MIA }, { restrictions: SHOWN }, `pushAllowances(${PULLS}`, ACTORS],
  [
    'that nobody may push',
    { restrictions: { users: [], teams: [] } },
    { restrictions: { users: [], teams: [] } },
    'restrictsPushes',
    true,
  ],
  ...(
    [
      ['required_linear_history', 'requiresLinearHistory'],
      ['allow_force_pushes', 'allowsForcePushes'],
      ['allow_deletions', 'allowsDeletions'],
      ['block_creations', 'blocksCreations'],
      ['required_conversation_resolution', 'requiresConversationResolution'],
      ['lock_branch', 'lockBranch'],
      ['allow_fork_syncing', 'lockAllowsFetchAndMerge'],
    ] as const
  ).map(([key, field]) => [key, { [key]: true }, { [key]: { enabled: true } }, field, true] as const),
];

const FIELDS: readonly Field[] = ROWS.map(([name, sent, answered, field, shown]) => ({
  name,
  sent,
  answered,
  field,
  shown,
}));

describe('a protection of which is set', () => {
  test.each(FIELDS)(
    '$name comes back so by REST and by GraphQL',
    async ({ sent, answered, field, shown }) => {
      const before = await ruleBy(field);
      const put = await acme.ask('PUT', MAIN, { body: { ...NOTHING, ...sent } });
      const got = await acme.ask('GET', MAIN);
      const after = await ruleBy(field);

      expect(put.status).toBe(200);
      expect(got.body).toMatchObject(answered);
      expect(before).toBeNull();
      expect(Object.values(after ?? {})).toEqual([shown]);
    },
  );

  test('signatures, which a PUT does not speak of, keep them through a PUT', async () => {
    await acme.ask('PUT', MAIN, { body: NOTHING });
    await acme.ask('POST', `${MAIN}/required_signatures`);

    await acme.ask('PUT', MAIN, { body: { ...NOTHING, lock_branch: true } });

    expect((await acme.ask('GET', MAIN)).body).toMatchObject({ required_signatures: { enabled: true } });
    expect(await ruleBy('requiresCommitSignatures')).toEqual({ requiresCommitSignatures: true });
  });
});

async function ruleBy(field: string): Promise<object | null> {
  const query = `{ repository(owner: "acme", name: "api") { defaultBranchRef { branchProtectionRule { ${field} } } } }`;
  const { data, errors } = await askGraphql(acme.ask, query);
  expect(errors).toEqual([]);
  return data.repository.defaultBranchRef.branchProtectionRule as object | null;
}

const PARAMETERS = `parameters { __typename
  ... on UpdateParameters { updateAllowsFetchAndMerge }
  ... on MergeQueueParameters { checkResponseTimeoutMinutes groupingStrategy maxEntriesToBuild maxEntriesToMerge
    mergeMethod minEntriesToMerge minEntriesToMergeWaitMinutes }
  ... on RequiredDeploymentsParameters { requiredDeploymentEnvironments }
  ... on PullRequestParameters { allowedMergeMethods dismissStaleReviewsOnPush requireCodeOwnerReview
    requireLastPushApproval requiredApprovingReviewCount requiredReviewThreadResolution }
  ... on RequiredStatusChecksParameters { doNotEnforceOnCreate requiredStatusChecks { context integrationId }
    strictRequiredStatusChecksPolicy }
  ... on CommitMessagePatternParameters { name negate operator pattern }
  ... on CommitAuthorEmailPatternParameters { name negate operator pattern }
  ... on CommitterEmailPatternParameters { name negate operator pattern }
  ... on BranchNamePatternParameters { name negate operator pattern }
  ... on TagNamePatternParameters { name negate operator pattern }
  ... on WorkflowsParameters { doNotEnforceOnCreate workflows { path repositoryId ref sha } }
  ... on CodeScanningParameters { codeScanningTools { tool alertsThreshold securityAlertsThreshold } }
  ... on FilePathRestrictionParameters { restrictedFilePaths }
  ... on MaxFilePathLengthParameters { maxFilePathLength }
  ... on FileExtensionRestrictionParameters { restrictedFileExtensions }
  ... on MaxFileSizeParameters { maxFileSize } }`;
/** Types that GraphQL has no parameters for, though REST may have. */
const WITHOUT = ['copilot_code_review', 'license_compliance_scanning'];

describe('a rule of the type', () => {
  test.each(EVERY_RULE.map((rule) => [rule.type, rule] as const))(
    '%s comes back without loss by REST and by GraphQL',
    async (type, rule) => {
      const body = {
        name: 'one',
        target: 'branch',
        enforcement: 'active',
        conditions: { ref_name: { include: ['~ALL'], exclude: [] } },
        rules: [rule],
      };

      const posted = await acme.ask('POST', '/repos/acme/api/rulesets', { body });
      const path = `/repos/acme/api/rulesets/${posted.body.id}`;
      const put = await acme.ask('PUT', path, { body: { rules: posted.body.rules } });
      const inForce = await acme.ask('GET', '/repos/acme/api/rules/branches/main');
      const shown = await rulesByGraphql();

      const known = !WITHOUT.includes(type) && rule.parameters !== undefined;
      expect([posted.body.rules, put.body.rules]).toEqual([[rule], [rule]]);
      expect(inForce.body).toMatchObject([rule]);
      expect(shown).toMatchObject([
        { type: type.toUpperCase(), parameters: known ? camelCased(rule.parameters) : null },
      ]);
    },
  );
});

async function rulesByGraphql(): Promise<unknown> {
  const query = `{ repository(owner: "acme", name: "api") { defaultBranchRef {
    rules(first: 10) { nodes { type ${PARAMETERS} } } } } }`;
  const { data, errors } = await askGraphql(acme.ask, query);
  expect(errors).toEqual([]);
  return data.repository.defaultBranchRef.rules.nodes as unknown;
}

function camelCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCased);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [
    key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    camelCased(inner),
  ]);
  return Object.fromEntries(entries) as unknown;
}
