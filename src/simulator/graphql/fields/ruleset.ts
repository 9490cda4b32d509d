import { findRepository } from '../../world/lookup.ts';
import { nodeId } from '../../world/node-id.ts';
import type { Ruleset, RulesetRule } from '../../world/ruleset-state.ts';
import { rulesInForce } from '../../world/rules-in-force.ts';
import { page, PAGING } from '../page.ts';
import { as, type Args, type Context, type Field, type Fields, type Source } from '../source.ts';

/** How a type's rulesets are found; `includeParents` also asks for those of the organisation. */
type Rulesets<S> = (source: S, includeParents: boolean, context: Context) => readonly Ruleset[];

export function rulesetsPage<S>(rulesets: Rulesets<S>): Field<S> {
  return {
    takes: [...PAGING, 'includeParents', 'targets'],
    resolve: (source, args, context) => {
      const { includeParents, targets } = args;
      const all = rulesets(source, includeParents !== false, context);
      const asked = all.filter(
        ({ target }) => !Array.isArray(targets) || targets.includes(target.toUpperCase()),
      );
      return page(
        asked.map((ruleset) => as('RepositoryRuleset', { ruleset })),
        args,
      );
    },
  };
}

export function findRuleset<S>(rulesets: Rulesets<S>): Field<S> {
  return {
    takes: ['databaseId', 'includeParents'],
    resolve: (source, { databaseId, includeParents }, context) => {
      const found = rulesets(source, includeParents !== false, context).find(({ id }) => id === databaseId);
      return found === undefined ? null : as('RepositoryRuleset', { ruleset: found });
    },
  };
}

/** `Ref.rules`: the rules of active rulesets that apply to the branch, without those of classic protection. */
export const rulesInForcePage: Field<Source<'Ref'>> = {
  takes: [...PAGING, 'orderBy'],
  resolve: ({ repository, branch }, args, { state }) => {
    const rules = rulesInForce(state, repository, branch);
    const older = rules.toSorted((one, other) => (age(one.ruleset) < age(other.ruleset) ? -1 : 1));
    const nodes = older.map(({ ruleset, rule }) => as('RepositoryRule', { ruleset, rule }));
    return page(isAscending(args) ? nodes : nodes.reverse(), args);
  },
};

const RULESET_FIELDS: Fields<'RepositoryRuleset'> = {
  id: ({ ruleset }) => ruleset.nodeId,
  databaseId: ({ ruleset }) => ruleset.id,
  name: ({ ruleset }) => ruleset.name,
  target: ({ ruleset }) => ruleset.target.toUpperCase(),
  enforcement: ({ ruleset }) => ruleset.enforcement.toUpperCase(),
  createdAt: ({ ruleset }) => ruleset.createdAt,
  updatedAt: ({ ruleset }) => ruleset.updatedAt,
  source: ({ ruleset }, _, context) => sourceOf(ruleset, context),
  conditions: ({ ruleset }) => conditionsOf(ruleset),
  rules: {
    takes: [...PAGING, 'type'],
    resolve: ({ ruleset }, args) => {
      const { type } = args;
      const asked = ruleset.rules.filter(
        (rule) => type === undefined || type === null || upper(rule) === type,
      );
      return page(
        asked.map((rule) => as('RepositoryRule', { ruleset, rule })),
        args,
      );
    },
  },
};

const RULE_FIELDS: Fields<'RepositoryRule'> = {
  id: ({ ruleset, rule }) => nodeId('RepositoryRule', `${ruleset.id}:${ruleset.rules.indexOf(rule)}`),
  type: ({ rule }) => upper(rule),
  repositoryRuleset: ({ ruleset }) => as('RepositoryRuleset', { ruleset }),
  parameters: ({ rule }) => parametersOf(rule),
};

export const RULESET_TYPES = { RepositoryRuleset: RULESET_FIELDS, RepositoryRule: RULE_FIELDS };

/** REST's parameters with GraphQL's names; what REST may leave out has GitHub's default. */
function parametersOf({ type, parameters }: RulesetRule): unknown {
  if (parameters === undefined) return null;
  const renamed = { ...DEFAULTS[type], ...(camelCased(parameters) as object) };
  return { __typename: `${camelCase(`_${type}`)}Parameters`, ...renamed };
}

const DEFAULTS: Readonly<Record<string, object>> = {
  required_status_checks: { doNotEnforceOnCreate: false },
  pull_request: { allowedMergeMethods: null },
  workflows: { doNotEnforceOnCreate: false },
};

function camelCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCased);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [camelCase(key), camelCased(inner)] as const);
  const renamed = Object.fromEntries(entries);
  return 'context' in renamed ? { integrationId: null, ...renamed } : renamed;
}

function camelCase(key: string): string {
  return key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** `required_status_checks` is `RequiredStatusChecksParameters`; `PullRequestParameters` and the rest follow suit. */
function upper({ type }: RulesetRule): string {
  return type.toUpperCase();
}

function sourceOf({ sourceType, source }: Ruleset, { state }: Context): unknown {
  if (sourceType === 'Organization') {
    const organisation = state.organisations.get(source);
    return organisation === undefined ? null : as('Organization', { organisation });
  }
  const repository = findRepository(state, source);
  return repository === undefined ? null : as('Repository', { repository });
}

function conditionsOf({ include, exclude, sourceType, repositories }: Ruleset): unknown {
  const named = { include: repositories, exclude: [], protected: false };
  return {
    refName: { include, exclude },
    repositoryName: sourceType === 'Organization' ? named : null,
    repositoryId: null,
    repositoryProperty: null,
  };
}

function age({ createdAt, updatedAt }: Ruleset): string {
  return updatedAt || createdAt;
}

function isAscending({ orderBy }: Args): boolean {
  return (
    typeof orderBy === 'object' && orderBy !== null && 'direction' in orderBy && orderBy.direction === 'ASC'
  );
}
