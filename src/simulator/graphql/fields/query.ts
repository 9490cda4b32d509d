import { maySee } from '../../world/caller.ts';
import { readNodeId } from '../../world/node-id.ts';
import type { Repository } from '../../world/repository-state.ts';
import { rulesetsOver } from '../../world/rules-in-force.ts';
import { noSuchNode, repositoryById, seesProtection } from '../access.ts';
import { refusal } from '../refusal.ts';
import { as, asActor, type Context, type Fields } from '../source.ts';
import { asOwner, noSuchAccount } from './accounts.ts';
import { visibleRepository } from './owned-repositories.ts';
import { asPull } from './pull-request.ts';

export const QUERY_FIELDS: Fields<'Query'> = {
  rateLimit: {
    takes: ['dryRun'],
    resolve: (_, { dryRun }, { rateLimit }) => {
      if (dryRun === true) throw refusal('NOT_SIMULATED', 'The simulated GitHub makes no dry runs');
      return rateLimit;
    },
  },
  repository: {
    takes: ['owner', 'name', 'followRenames'],
    resolve: (_, { owner, name, followRenames }, context) =>
      visibleRepository(context, `${String(owner)}/${String(name)}`, followRenames !== false),
  },
  organization: {
    takes: ['login'],
    resolve: (_, { login }, { state }) => {
      const organisation = state.organisations.get(String(login));
      if (organisation !== undefined) return as('Organization', { organisation });
      throw noSuchAccount('an Organization', String(login));
    },
  },
  user: {
    takes: ['login'],
    resolve: (_, { login }, { state }) => {
      const person = state.people.get(String(login));
      if (person?.type === 'User') return as('User', { person });
      throw noSuchAccount('a User', String(login));
    },
  },
  repositoryOwner: {
    takes: ['login'],
    resolve: (_, { login }, { state }) => {
      const known = state.organisations.has(String(login)) || state.people.has(String(login));
      return known ? asOwner(state, String(login)) : null;
    },
  },
  node: { takes: ['id'], resolve: (_, { id }, context) => nodeOf(context, String(id)) },
  nodes: {
    takes: ['ids'],
    // An id that leads nowhere is an error in its own place; the others are answered.
    resolve: (_, { ids }, context) =>
      (ids as readonly string[]).map((id) => attempt(() => nodeOf(context, id))),
  },
};

/** GraphQL takes an Error inside a list for that item alone. */
function attempt(find: () => unknown): unknown {
  try {
    return find();
  } catch (error) {
    return error;
  }
}

function nodeOf(context: Context, id: string): unknown {
  const node = readNodeId(id);
  if (node?.type === 'Repository') return as('Repository', { repository: repositoryById(context, id) });
  const found =
    node === undefined ? undefined : (accountNode(context, node.type, node.key) ?? ownedNode(context, id));
  if (found === undefined) throw noSuchNode(id);
  return found;
}

function accountNode({ state }: Context, type: string, key: string): unknown {
  const organisation = type === 'Organization' ? withId(state.organisations, key) : undefined;
  const person = type === 'User' || type === 'Bot' ? withId(state.people, key) : undefined;
  const team = type === 'Team' ? withId(state.teams, key) : undefined;
  const app = type === 'App' ? state.apps.get(Number(key)) : undefined;
  if (organisation !== undefined) return as('Organization', { organisation });
  if (team !== undefined) return as('Team', { team });
  if (app !== undefined) return as('App', { app });
  return person === undefined ? undefined : asActor(person);
}

/** What belongs to a repository is found in one that the caller may see, or not at all. */
function ownedNode(context: Context, id: string): unknown {
  const repositories = [...context.state.repositories.values()].filter((one) => maySee(context.caller, one));
  for (const repository of repositories) {
    const found = nodeIn(context, repository, id);
    if (found !== undefined) return found;
  }
  const above = repositories.flatMap((repository) => rulesetsOver(context.state, repository));
  const ruleset = above.find((one) => one.nodeId === id);
  return ruleset === undefined ? undefined : as('RepositoryRuleset', { ruleset });
}

function nodeIn(context: Context, repository: Repository, id: string): unknown {
  const rule = seesProtection(context, repository) ? withNodeId(repository.rules, id) : undefined;
  if (rule !== undefined) return as('BranchProtectionRule', { repository, rule });
  const run = withNodeId(repository.checkRuns, id);
  if (run !== undefined) return as('CheckRun', { repository, run });
  const suite = withNodeId(repository.suites, id);
  if (suite !== undefined) return as('CheckSuite', { repository, suite });
  return asPull(
    repository,
    [...repository.issues.values()].find(({ pull }) => pull?.nodeId === id),
  );
}

function withId<Item extends { readonly id: number }>(
  items: ReadonlyMap<unknown, Item>,
  key: string,
): Item | undefined {
  return [...items.values()].find(({ id }) => id === Number(key));
}

function withNodeId<Item extends { readonly nodeId: string }>(
  items: ReadonlyMap<unknown, Item>,
  id: string,
): Item | undefined {
  return [...items.values()].find(({ nodeId }) => nodeId === id);
}
