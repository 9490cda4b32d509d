import type { Ruleset } from '../world/protection-state.ts';
import type { State } from '../world/state.ts';
import { apiUrl, type Json } from './account.ts';

/** A ruleset as REST answers it and as the event `repository_ruleset` tells it. */
export function rulesetShape(state: State, ruleset: Ruleset): Json {
  const { include, exclude } = ruleset;
  const place = ruleset.sourceType === 'Repository' ? 'repos' : 'orgs';
  const named = { repository_name: { include: ruleset.repositories, exclude: [], protected: false } };
  return {
    id: ruleset.id,
    name: ruleset.name,
    target: ruleset.target,
    source_type: ruleset.sourceType,
    source: ruleset.source,
    enforcement: ruleset.enforcement,
    node_id: ruleset.nodeId,
    bypass_actors: ruleset.bypassActors,
    conditions: { ref_name: { include, exclude }, ...(ruleset.sourceType === 'Organization' ? named : {}) },
    rules: ruleset.rules,
    created_at: ruleset.createdAt,
    updated_at: ruleset.updatedAt,
    _links: { self: { href: `${apiUrl(state)}/${place}/${ruleset.source}/rulesets/${ruleset.id}` } },
  };
}
