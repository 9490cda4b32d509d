import nock from 'nock';
import type { Github } from '#github';
import { type Phone, phone } from './fixture.ts';

export const TOKEN = 'ghs_4711_eyJhbGciOiJub3QtcmVhbA.c2VjcmV0.c2ln';
export type Wire = Phone & { readonly api: nock.Scope; readonly doors: ReturnType<Github['installation']> };

/** A telephone on a line where every answer is given by the test; the token is already granted. */
export function wire(permissions: Readonly<Record<string, string>> = ALL): Wire {
  const api = nock('https://api.github.test');
  api.post('/app/installations/7/access_tokens').reply(201, {
    token: TOKEN,
    expires_at: '2099-01-01T00:00:00Z',
    permissions,
    repository_selection: 'all',
  });
  const line = phone('https://api.github.test');
  return { ...line, api, doors: line.github.installation(7) };
}

const ALL = { administration: 'write', checks: 'write', contents: 'read', issues: 'write', metadata: 'read' };

/** A rule as GraphQL shows it, with nobody named. */
export function graphRule(set: Readonly<Record<string, unknown>> = {}) {
  const nobody = { totalCount: 0, nodes: [] };
  return {
    id: 'BPR_1',
    pattern: 'main',
    isAdminEnforced: true,
    requiresStatusChecks: true,
    requiresStrictStatusChecks: false,
    requiredStatusChecks: [{ context: 'test', app: { databaseId: 15368 } }],
    requiresApprovingReviews: false,
    requiredApprovingReviewCount: null,
    dismissesStaleReviews: false,
    requiresCodeOwnerReviews: false,
    requireLastPushApproval: false,
    restrictsReviewDismissals: false,
    restrictsPushes: false,
    blocksCreations: false,
    allowsForcePushes: false,
    allowsDeletions: false,
    requiresLinearHistory: false,
    requiresCommitSignatures: false,
    requiresConversationResolution: false,
    lockBranch: false,
    lockAllowsFetchAndMerge: false,
    requiresDeployments: false,
    requiredDeploymentEnvironments: null,
    pushAllowances: nobody,
    bypassForcePushAllowances: nobody,
    bypassPullRequestAllowances: nobody,
    reviewDismissalAllowances: nobody,
    ...set,
  };
}

/** acme/api as the query for its branch `main` shows it. */
export function graphRepository(rule: unknown, set: Readonly<Record<string, unknown>> = {}) {
  return {
    id: 'R_1',
    databaseId: 1,
    name: 'api',
    owner: { login: 'acme' },
    visibility: 'PUBLIC',
    isArchived: false,
    isDisabled: false,
    isEmpty: false,
    defaultBranchRef: { name: 'main' },
    isFork: false,
    primaryLanguage: null,
    repositoryTopics: { totalCount: 0, nodes: [] },
    policy: null,
    b0workflows: null,
    b0queue: null,
    b0: {
      name: 'main',
      target: { oid: 'abc', checkSuites: { nodes: [] } },
      branchProtectionRule: rule,
      rules: { totalCount: 0, nodes: [] },
    },
    ...set,
  };
}
