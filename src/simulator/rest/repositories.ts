import { fullRepositoryShape, repositoryUrl } from '../shapes/repository.ts';
import { commitShape } from '../shapes/commit.ts';
import { protectionUrl } from '../shapes/protection.ts';
import { loginShape } from '../shapes/account.ts';
import { notFound, Refusal } from '../server/refusal.ts';
import { fullNameOf } from '../world/lookup.ts';
import { ruleFor } from '../world/rule-for.ts';
import type { RepositoryRole } from '../world/repository-state.ts';
import { roleOf } from '../world/roles.ts';
import { rulesInForce } from '../world/rules-in-force.ts';
import { planOffersProtection } from '../world/caller.ts';
import { inRepository, type RepositoryCall } from './in-repository.ts';
import { page } from './page.ts';
import type { Answer, Route } from './route.ts';

const METADATA = { permission: 'metadata', level: 'read' } as const;
const CONTENTS = { permission: 'contents', level: 'read' } as const;

/** A repository, its branches as whoever may read its contents sees them, its rules, and who may do what. */
export const repositoryRoutes: readonly Route[] = [
  { method: 'GET', path: '/repos/{owner}/{repo}', answer: inRepository(METADATA, getRepository) },
  { method: 'GET', path: '/repos/{owner}/{repo}/branches', answer: inRepository(CONTENTS, listBranches) },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/branches/{branch}',
    answer: inRepository(CONTENTS, getBranch),
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/rules/branches/{branch}',
    answer: inRepository(METADATA, listRules),
  },
  { method: 'GET', path: '/repos/{owner}/{repo}/topics', answer: inRepository(METADATA, getTopics) },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/properties/values',
    answer: inRepository(METADATA, listProperties),
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/collaborators/{username}/permission',
    answer: inRepository(METADATA, getPermission),
  },
];

function getRepository({ state, repository }: RepositoryCall): Answer {
  return { status: 200, body: fullRepositoryShape(state, repository) };
}

function getTopics(call: RepositoryCall): Answer {
  const { items, headers } = page(call, call.repository.topics);
  return { status: 200, body: { names: items }, headers };
}

/** Custom properties; those without a value are not listed. */
function listProperties({ repository }: RepositoryCall): Answer {
  const values = Object.entries(repository.properties);
  return { status: 200, body: values.map(([name, value]) => ({ property_name: name, value })) };
}

function listBranches(call: RepositoryCall): Answer {
  const wanted = call.query.get('protected');
  const names = [...call.repository.branches.keys()].sort().filter((branch) => {
    const isProtected = ruleFor(call.repository, branch) !== undefined;
    return wanted === null || wanted === String(isProtected);
  });
  const { items, headers } = page(call, names);
  const url = repositoryUrl(call.state, call.repository);
  const body = items.map((name) => {
    const sha = call.repository.branches.get(name);
    return { name, commit: { sha, url: `${url}/commits/${sha ?? ''}` }, ...protectionPart(call, name) };
  });
  return { status: 200, body, headers };
}

function getBranch(call: RepositoryCall): Answer {
  const { state, repository } = call;
  const name = call.params['branch'] ?? '';
  const commit = repository.commits.get(repository.branches.get(name) ?? '');
  if (commit === undefined) throw notFound('Branch not found');
  const links = {
    self: `${repositoryUrl(state, repository)}/branches/${encodeURIComponent(name)}`,
    html: `${state.url}/${fullNameOf(repository)}/tree/${name}`,
  };
  const shape = commitShape(state, repository, commit);
  return { status: 200, body: { name, commit: shape, _links: links, ...protectionPart(call, name) } };
}

/** What is told of a branch's protection without `administration`: that there is one, and its checks. */
function protectionPart(
  { state, repository }: RepositoryCall,
  branch: string,
): Readonly<Record<string, unknown>> {
  const rule = ruleFor(repository, branch);
  const checks = rule?.settings.checks ?? null;
  const level = rule?.settings.adminsEnforced === true ? 'everyone' : 'non_admins';
  const required = {
    enforcement_level: checks === null ? 'off' : level,
    contexts: (checks?.checks ?? []).map(({ context }) => context),
    checks: (checks?.checks ?? []).map(({ context, appId }) => ({ context, app_id: appId })),
  };
  return {
    protected: rule !== undefined,
    protection: { enabled: rule !== undefined, required_status_checks: required },
    protection_url: protectionUrl(state, { repository, branch }),
  };
}

function listRules(call: RepositoryCall): Answer {
  const { state, repository, params } = call;
  if (!planOffersProtection(state, repository)) {
    throw new Refusal(403, 'Upgrade to GitHub Pro or make this repository public to enable this feature.');
  }
  const { items, headers } = page(call, rulesInForce(state, repository, params['branch'] ?? ''));
  const body = items.map(({ rule, ruleset }) => ({
    ...rule,
    ruleset_source_type: ruleset.sourceType,
    ruleset_source: ruleset.source,
    ruleset_id: ruleset.id,
  }));
  return { status: 200, body, headers };
}

/** The older answer knows four levels; `role_name` says the role itself. */
const LEGACY: Readonly<Record<RepositoryRole, string>> = {
  admin: 'admin',
  maintain: 'write',
  write: 'write',
  triage: 'read',
  read: 'read',
  none: 'none',
};

const RANKS: readonly RepositoryRole[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];

function getPermission({ state, repository, params }: RepositoryCall): Answer {
  const login = params['username'] ?? '';
  if (!state.people.has(login)) throw notFound(`${login} is not a user`);
  const role = roleOf(state, repository, login);
  const rank = RANKS.indexOf(role);
  const permissions = {
    pull: rank > 0,
    triage: rank > 1,
    push: rank > 2,
    maintain: rank > 3,
    admin: rank > 4,
  };
  const user = { ...loginShape(state, login), permissions, role_name: role };
  return { status: 200, body: { permission: LEGACY[role], role_name: role, user } };
}
