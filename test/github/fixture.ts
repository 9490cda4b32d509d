import { generateKeyPairSync } from 'node:crypto';
import { Writable } from 'node:stream';
import pino from 'pino';
import { Probot } from 'probot';
import nock from 'nock';
import type { RepoName } from '#model';
import { connectGithub, octokitClass, type Github } from '#github';
import { checkExchange } from '#kit/contract';
import { startSimulator, type Simulator } from '#simulator';

export const API: RepoName = { owner: 'acme', name: 'api' };
const APP = { appId: 4711, appSlug: 'mainstay', webhookSecret: 'not-so-secret' };

export type Warning = { readonly message: string; readonly fields: Readonly<Record<string, unknown>> };

/** Mainstay's telephone, everything it logged (at every level), and what it warned of. */
export type Phone = {
  readonly github: Github;
  readonly log: () => string;
  readonly warnings: readonly Warning[];
};

export function phone(baseUrl: string, set: { timeoutMs?: number; writeIntervalMs?: number } = {}): Phone {
  const lines: string[] = [];
  const warnings: Warning[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const probot = new Probot({
    appId: APP.appId,
    privateKey: KEY,
    secret: APP.webhookSecret,
    baseUrl,
    Octokit: octokitClass({ timeoutMs: set.timeoutMs ?? 2_000, retryPauseMs: 1 }),
    log: pino({ level: 'trace' }, sink),
  });
  const github = connectGithub({
    auth: (id) => (id === undefined ? probot.auth() : probot.auth(id)),
    appId: APP.appId,
    writeIntervalMs: set.writeIntervalMs ?? 0,
    warn: (fields, message) => void warnings.push({ fields, message }),
  });
  return { github, warnings, log: () => lines.join('') };
}

export type Town = Phone & {
  readonly simulator: Simulator;
  readonly installation: number;
  readonly doors: ReturnType<Github['installation']>;
};

/** GitHub with the organisation acme, its owner olga, and the repository acme/api; the App is installed on all of it. */
export async function town(): Promise<Town> {
  const simulator = await startSimulator({ ...APP, privateKey: KEY });
  const { world } = simulator;
  world.addOrganisation('acme', { members: { olga: 'admin' } });
  world.createRepository('acme/api', { by: 'olga', visibility: 'public', from: 'readme' });
  const { id } = world.installApp('acme', { by: 'olga' });
  const line = phone(`${simulator.url}/api/v3`);
  return { ...line, simulator, installation: id, doors: line.github.installation(id) };
}

/** Closes the town, and tells what was said in it that contradicts GitHub's own description. */
export async function closed({ simulator }: Town): Promise<readonly unknown[]> {
  await simulator.close();
  const said = simulator.exchanges.filter(({ route, status }) => route !== 'graphql' && status < 500);
  return said.flatMap((exchange) => {
    const query = new URLSearchParams(exchange.query).toString();
    return [...checkExchange({ ...exchange, path: `${exchange.path}?${query}` }), ...exchange.unknownKeys];
  });
}

export const TOKEN = 'ghs_4711_eyJhbGciOiJub3QtcmVhbA.c2VjcmV0.c2ln';
export const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString();

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
    policy: null,
    b0workflows: null,
    b0: { name: 'main', target: { oid: 'abc', checkSuites: { nodes: [] } }, branchProtectionRule: rule },
    ...set,
  };
}
