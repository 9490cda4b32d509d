import { invalid } from '../server/refusal.ts';
import type { RulesetContent, RulesetKind } from '../world/ruleset-state.ts';
import { ALL_REPOSITORIES } from '../world/rulesets.ts';
import { isObject, objectBody, required, requiredText, wrongType, type Body } from './body.ts';
import { conditionsIn } from './ruleset-conditions.ts';
import { rulesIn } from './ruleset-rules.ts';

export const RULESET_KEYS = ['name', 'target', 'enforcement', 'bypass_actors', 'conditions', 'rules'];

/** What a POST asks for: a name and an enforcement at least; without conditions it applies to nothing. */
export function newRuleset(kind: RulesetKind, body: unknown): RulesetContent {
  const asked = objectBody(body);
  required(asked, 'name');
  required(asked, 'enforcement');
  if (kind === 'Organization') required(asked, 'conditions');
  const nothing = { include: [], exclude: [], repositories: ALL_REPOSITORIES, rules: [], bypassActors: [] };
  return { ...nothing, target: 'branch', name: '', enforcement: 'active', ...changedRuleset(kind, asked) };
}

/** What a PUT changes: a key that is absent says nothing, a list that is sent takes the place of the old one. */
export function changedRuleset(
  kind: RulesetKind,
  body: unknown,
  target: RulesetContent['target'] = 'branch',
): Partial<RulesetContent> {
  const asked = objectBody(body);
  const targets = kind === 'Repository' ? TARGETS.slice(0, 3) : TARGETS;
  const aimed = 'target' in asked ? { target: oneOf(asked, 'target', targets) } : {};
  const enforced = 'enforcement' in asked ? { enforcement: oneOf(asked, 'enforcement', ENFORCEMENTS) } : {};
  return {
    ...aimed,
    ...enforced,
    ...('name' in asked ? { name: nameIn(asked) } : {}),
    ...('conditions' in asked ? conditionsIn(asked, { kind, target: aimed.target ?? target }) : {}),
    ...('rules' in asked ? { rules: rulesIn(asked, kind) } : {}),
    ...('bypass_actors' in asked ? { bypassActors: actorsIn(asked) } : {}),
  };
}

const TARGETS = ['branch', 'tag', 'push', 'repository'] as const;
const ENFORCEMENTS = ['active', 'evaluate', 'disabled'] as const;
const ACTORS = ['Integration', 'OrganizationAdmin', 'RepositoryRole', 'Team', 'DeployKey', 'User'] as const;
const MODES = ['always', 'pull_request', 'exempt'] as const;

function nameIn(body: Body): string {
  const name = requiredText(body, 'name');
  if (name.trim() === '') throw invalid("Name can't be blank");
  return name;
}

function oneOf<Value extends string>(body: Body, key: string, allowed: readonly Value[]): Value {
  const found = allowed.find((one) => one === body[key]);
  if (found !== undefined) return found;
  throw invalid(
    `For 'properties/${key}', ${JSON.stringify(body[key])} is not a member of ${JSON.stringify(allowed)}.`,
  );
}

function actorsIn(body: Body): RulesetContent['bypassActors'] {
  const actors = body['bypass_actors'];
  if (!Array.isArray(actors)) throw wrongType(body, 'bypass_actors', 'an array');
  return actors.map(actorIn);
}

function actorIn(actor: unknown): Body {
  if (!isObject(actor)) throw invalid("For 'bypass_actors/items', an actor is not an object.");
  const type = oneOf(actor, 'actor_type', ACTORS);
  const { actor_id: id = null, bypass_mode: mode = 'always' } = actor;
  if (id !== null && !Number.isInteger(id)) throw wrongType(actor, 'actor_id', 'an integer');
  oneOf({ bypass_mode: mode }, 'bypass_mode', MODES);
  if (type === 'DeployKey' && mode === 'pull_request')
    throw invalid('A deploy key cannot open pull requests.');
  if (id === null && !['DeployKey', 'OrganizationAdmin'].includes(type))
    throw invalid('"actor_id" wasn\'t supplied.');
  return { actor_id: id, actor_type: type, bypass_mode: mode };
}
