import type { RepositoryCondition, Ruleset } from '../world/ruleset-state.ts';
import type { State } from '../world/state.ts';
import { apiUrl, type Json } from './account.ts';

/** A ruleset as the event `repository_ruleset` tells it, and as REST answers it to whoever may write it. */
export function rulesetShape(state: State, ruleset: Ruleset): Json {
  return {
    ...rulesetSummary(state, ruleset),
    bypass_actors: ruleset.bypassActors,
    conditions: conditionsOf(ruleset),
    rules: ruleset.rules,
  };
}

/** A ruleset as REST lists it: without its conditions and rules, for which each must be read by its id. */
export function rulesetSummary(state: State, ruleset: Ruleset): Json {
  return {
    id: ruleset.id,
    name: ruleset.name,
    target: ruleset.target,
    source_type: ruleset.sourceType,
    source: ruleset.source,
    enforcement: ruleset.enforcement,
    node_id: ruleset.nodeId,
    created_at: ruleset.createdAt,
    updated_at: ruleset.updatedAt,
    _links: {
      self: {
        href: `${apiUrl(state)}/${PLACES[ruleset.sourceType]}/${ruleset.source}/rulesets/${ruleset.id}`,
      },
    },
  };
}

const PLACES = { Repository: 'repos', Organization: 'orgs', Enterprise: 'enterprises' } as const;

/** Rulesets for pushes and for repositories themselves name no branches. */
function conditionsOf({ target, include, exclude, sourceType, repositories }: Ruleset): Json {
  const named = target === 'branch' || target === 'tag' ? { ref_name: { include, exclude } } : {};
  return { ...named, ...(sourceType === 'Repository' ? {} : repositoriesShape(repositories)) };
}

function repositoriesShape(condition: RepositoryCondition): Json {
  const { kind, ...rest } = condition;
  if (kind === 'id') return { repository_id: { repository_ids: condition.ids } };
  return { [`repository_${kind}`]: rest };
}
