import { holds, isGiven, planOffersProtection } from '../../world/caller.ts';
import { accountNamed, fullNameOf, resolveCommit } from '../../world/lookup.ts';
import { nodeId } from '../../world/node-id.ts';
import type { Repository } from '../../world/repository-state.ts';
import { rulesetsOver } from '../../world/rules-in-force.ts';
import { need, seesProtection } from '../access.ts';
import { page, PAGING } from '../page.ts';
import { as, asActor, type Args, type Context, type Fields, type Source } from '../source.ts';
import { blobAt, fileAt } from './files.ts';
import { mergeQueueOf } from './merge-queue.ts';
import { pullByNumber, pullsOf } from './pull-request.ts';
import { findRuleset, rulesetsPage } from './ruleset.ts';

const IDENTITY: Fields<'Repository'> = {
  id: ({ repository }) => repository.nodeId,
  databaseId: ({ repository }) => repository.id,
  name: ({ repository }) => repository.name,
  nameWithOwner: ({ repository }) => fullNameOf(repository),
  description: ({ repository }) => repository.description,
  homepageUrl: () => null,
  url: ({ repository }, _, { state }) => `${state.url}/${fullNameOf(repository)}`,
  resourcePath: ({ repository }) => `/${fullNameOf(repository)}`,
  owner: ({ repository }, _, { state }) => {
    const account = accountNamed(state, repository.owner);
    return account.type === 'Organization' ? as('Organization', { organisation: account }) : asActor(account);
  },
  isInOrganization: ({ repository }, _, { state }) => state.organisations.has(repository.owner),
  createdAt: ({ repository }) => repository.createdAt,
  updatedAt: ({ repository }) => repository.updatedAt,
  pushedAt: ({ repository }) => repository.pushedAt,
  archivedAt: ({ repository }) => (repository.archived ? repository.updatedAt : null),
};

const CONDITION: Fields<'Repository'> = {
  isArchived: ({ repository }) => repository.archived,
  isDisabled: ({ repository }) => repository.disabled,
  isEmpty: ({ repository }) => repository.branches.size === 0,
  isFork: ({ repository }) => repository.fork,
  isLocked: () => false,
  isMirror: () => false,
  isPrivate: ({ repository }) => repository.visibility !== 'public',
  isTemplate: ({ repository }) => repository.template,
  visibility: ({ repository }) => repository.visibility.toUpperCase(),
  parent: () => null,
  templateRepository: () => null,
  // "Will return null if authenticated as an GitHub App", says the schema.
  viewerPermission: () => null,
  viewerCanAdminister: ({ repository }, _, { caller }) =>
    isGiven(caller, repository) &&
    caller.kind === 'installation' &&
    holds(caller.permissions, { permission: 'administration', level: 'write' }),
  primaryLanguage: ({ repository: { language } }) =>
    language === null ? null : { id: nodeId('Language', language), name: language, color: null },
  repositoryTopics: {
    takes: PAGING,
    resolve: ({ repository }, args, { state }) =>
      page(
        repository.topics.map((name) => topicOf(repository, name, state.url)),
        args,
      ),
  },
};

const GIT: Fields<'Repository'> = {
  defaultBranchRef: ({ repository }, _, context) => branchRef(repository, repository.defaultBranch, context),
  ref: {
    takes: ['qualifiedName'],
    resolve: ({ repository }, { qualifiedName }, context) =>
      branchRef(repository, String(qualifiedName).replace(/^refs\/heads\//, ''), context),
  },
  refs: {
    takes: [...PAGING, 'refPrefix', 'query'],
    resolve: ({ repository }, args, context) => {
      needContents(repository, context);
      const query = typeof args['query'] === 'string' ? args['query'] : '';
      const branches = [...repository.branches.keys()].sort().filter((branch) => branch.includes(query));
      const shown = String(args['refPrefix']).startsWith('refs/heads') ? branches : [];
      return page(
        shown.map((branch) => as('Ref', { repository, branch })),
        args,
      );
    },
  },
  object: {
    takes: ['expression', 'oid'],
    resolve: ({ repository }, args, context) => {
      needContents(repository, context);
      return objectAt(repository, args);
    },
  },
};

const RULES: Fields<'Repository'> = {
  branchProtectionRules: {
    takes: PAGING,
    resolve: ({ repository }, args, context) => {
      const shown = seesProtection(context, repository) && planOffersProtection(context.state, repository);
      const rules = shown ? [...repository.rules.values()] : [];
      return page(
        rules.map((rule) => as('BranchProtectionRule', { repository, rule })),
        args,
      );
    },
  },
  rulesets: rulesetsPage(rulesetsOf),
  ruleset: findRuleset(rulesetsOf),
  mergeQueue: {
    takes: ['branch'],
    resolve: ({ repository }, { branch }, context) =>
      mergeQueueOf(context, repository, typeof branch === 'string' ? branch : repository.defaultBranch),
  },
  pullRequest: {
    takes: ['number'],
    resolve: ({ repository }, { number }, context) => {
      need(context, repository, { permission: 'pull_requests', level: 'read' });
      return pullByNumber(repository, number);
    },
  },
  pullRequests: {
    takes: [...PAGING, 'states', 'baseRefName', 'headRefName'],
    resolve: ({ repository }, args, context) => {
      need(context, repository, { permission: 'pull_requests', level: 'read' });
      return page(pullsOf(repository, args), args);
    },
  },
};

export const REPOSITORY_FIELDS: Fields<'Repository'> = { ...IDENTITY, ...CONDITION, ...GIT, ...RULES };

function rulesetsOf({ repository }: Source<'Repository'>, includeParents: boolean, { state }: Context) {
  return includeParents ? rulesetsOver(state, repository) : [...repository.rulesets.values()];
}

function branchRef(repository: Repository, branch: string, context: Context): Source<'Ref'> | null {
  needContents(repository, context);
  return repository.branches.has(branch) ? as('Ref', { repository, branch }) : null;
}

function needContents(repository: Repository, context: Context): void {
  need(context, repository, { permission: 'contents', level: 'read' });
}

/** `main:path`, `HEAD:path`, a branch, a commit's or a file's id; null for what is not there. */
function objectAt(repository: Repository, { expression, oid }: Args): unknown {
  const blob = typeof oid === 'string' ? blobAt(repository, oid) : null;
  if (blob !== null) return blob;
  const text = typeof expression === 'string' ? expression : String(oid);
  const colon = text.indexOf(':');
  const commit = resolveCommit(repository, colon < 0 ? text : text.slice(0, colon));
  if (commit === undefined) return null;
  if (colon < 0) return as('Commit', { repository, commit });
  return fileAt(repository, commit.files, text.slice(colon + 1).replace(/\/$/, ''));
}

function topicOf(repository: Repository, name: string, url: string): unknown {
  const topic = { id: nodeId('Topic', name), name, stargazerCount: 0 };
  const id = nodeId('RepositoryTopic', `${repository.id}:${name}`);
  return { id, topic, url: `${url}/topics/${name}`, resourcePath: `/topics/${name}` };
}
