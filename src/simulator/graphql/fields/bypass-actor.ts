import { nodeId } from '../../world/node-id.ts';
import type { Ruleset } from '../../world/ruleset-state.ts';
import { as, type Context, type Fields, type Source } from '../source.ts';

type Actor = Source<'RepositoryRulesetBypassActor'>;

export function bypassActorsOf(ruleset: Ruleset): readonly Actor[] {
  return ruleset.bypassActors.map((_, index) => as('RepositoryRulesetBypassActor', { ruleset, index }));
}

export const BYPASS_ACTOR_FIELDS: Fields<'RepositoryRulesetBypassActor'> = {
  id: ({ ruleset, index }) => nodeId('RepositoryRulesetBypassActor', `${ruleset.id}:${index}`),
  actor: actorOf,
  // The schema has no word for REST's `exempt`; what GitHub answers for it is not documented.
  bypassMode: (source) => modeOf(said(source, 'bypass_mode')),
  deployKey: (source) => said(source, 'actor_type') === 'DeployKey',
  enterpriseOwner: (source) => said(source, 'actor_type') === 'EnterpriseOwner',
  organizationAdmin: (source) => said(source, 'actor_type') === 'OrganizationAdmin',
  repositoryRoleDatabaseId: (source) => roleOf(source),
  repositoryRoleName: (source) => ROLES[String(roleOf(source))] ?? null,
  repositoryRuleset: ({ ruleset }) => as('RepositoryRuleset', { ruleset }),
};

const MODES: Readonly<Record<string, string>> = { always: 'ALWAYS', pull_request: 'PULL_REQUEST' };
/** GitHub's own roles; custom ones have larger ids. */
const ROLES: Readonly<Record<string, string>> = { 2: 'maintain', 4: 'write', 5: 'admin' };

function modeOf(mode: unknown = 'always'): string | null {
  return typeof mode === 'string' ? (MODES[mode] ?? null) : null;
}

function said({ ruleset, index }: Actor, key: string): unknown {
  return ruleset.bypassActors[index]?.[key];
}

function roleOf(source: Actor): unknown {
  return said(source, 'actor_type') === 'RepositoryRole' ? said(source, 'actor_id') : null;
}

/** Only apps and teams are actors here; a person, whom REST names, is null. */
function actorOf(source: Actor, _: unknown, { state }: Context): unknown {
  const [type, id] = [said(source, 'actor_type'), said(source, 'actor_id')];
  const app = type === 'Integration' ? state.apps.get(Number(id)) : undefined;
  if (app !== undefined) return as('App', { app });
  const team = type === 'Team' ? [...state.teams.values()].find((one) => one.id === id) : undefined;
  return team === undefined ? null : as('Team', { team });
}
