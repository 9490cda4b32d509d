import { enterpriseNamed, findRepository } from '../../world/lookup.ts';
import { nodeId } from '../../world/node-id.ts';
import type { RepositoryCondition, Ruleset, RulesetRule } from '../../world/ruleset-state.ts';
import { mayWriteRuleset } from '../../world/rulesets.ts';
import type { State } from '../../world/state.ts';
import { rulesInForce } from '../../world/rules-in-force.ts';
import { page, PAGING } from '../page.ts';
import { bypassActorsOf, BYPASS_ACTOR_FIELDS } from './bypass-actor.ts';
import { parametersOf } from './rule-parameters.ts';
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

/**
 * `Ref.rules`: "rules from active Repository and Organization rulesets that apply to this ref", says the schema; so
 * those of an enterprise are not among them, nor those of classic protection.
 */
export const rulesInForcePage: Field<Source<'Ref'>> = {
  takes: [...PAGING, 'orderBy'],
  resolve: ({ repository, branch }, args, { state }) => {
    const rules = rulesInForce(state, repository, branch).filter(
      ({ ruleset }) => ruleset.sourceType !== 'Enterprise',
    );
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
  conditions: ({ ruleset }, _, context) => conditionsOf(ruleset, context),
  bypassActors: {
    takes: PAGING,
    resolve: ({ ruleset }, args, { state, caller }) =>
      mayWriteRuleset(state, caller, ruleset) ? page(bypassActorsOf(ruleset), args) : null,
  },
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

const ENTERPRISE_FIELDS: Fields<'Enterprise'> = {
  id: ({ enterprise }) => enterprise.nodeId,
  databaseId: ({ enterprise }) => enterprise.id,
  slug: ({ enterprise }) => enterprise.slug,
  name: ({ enterprise }) => enterprise.slug,
  url: ({ enterprise }, _, { state }) => `${state.url}/enterprises/${enterprise.slug}`,
};

export const RULESET_TYPES = {
  RepositoryRuleset: RULESET_FIELDS,
  RepositoryRule: RULE_FIELDS,
  RepositoryRulesetBypassActor: BYPASS_ACTOR_FIELDS,
  Enterprise: ENTERPRISE_FIELDS,
};

function upper({ type }: RulesetRule): string {
  return type.toUpperCase();
}

function sourceOf({ sourceType, source }: Ruleset, { state }: Context): unknown {
  if (sourceType === 'Organization') {
    const organisation = state.organisations.get(source);
    return organisation === undefined ? null : as('Organization', { organisation });
  }
  if (sourceType === 'Enterprise') return as('Enterprise', { enterprise: enterpriseNamed(state, source) });
  const repository = findRepository(state, source);
  return repository === undefined ? null : as('Repository', { repository });
}

function conditionsOf({ include, exclude, sourceType, repositories }: Ruleset, { state }: Context): unknown {
  const about = sourceType === 'Repository' ? {} : repositoriesOf(state, repositories);
  const none = { repositoryName: null, repositoryId: null, repositoryProperty: null };
  return { refName: { include, exclude }, ...none, ...about };
}

function repositoriesOf(state: State, condition: RepositoryCondition): object {
  if (condition.kind === 'id') {
    const found = condition.ids.map((id) => state.repositories.get(id)).filter((one) => one !== undefined);
    return { repositoryId: { repositoryIds: found.map((one) => one.nodeId) } };
  }
  if (condition.kind === 'name') return { repositoryName: condition };
  const [include, exclude] = [condition.include, condition.exclude].map((targets) =>
    targets.map(({ name, property_values, source = 'custom' }) => ({
      name,
      propertyValues: property_values,
      source,
    })),
  );
  return { repositoryProperty: { include, exclude } };
}

function age({ createdAt, updatedAt }: Ruleset): string {
  return updatedAt || createdAt;
}

function isAscending({ orderBy }: Args): boolean {
  return (
    typeof orderBy === 'object' && orderBy !== null && 'direction' in orderBy && orderBy.direction === 'ASC'
  );
}
