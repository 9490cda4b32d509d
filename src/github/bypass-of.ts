import { z } from 'zod';
import type { Access, BypassActor, RulesetInForce, RulesetSource } from '#model';
import type { BypassActorShape, BypassShape } from './ruleset-shape.ts';

type Bypass = RulesetInForce['bypass'];
type From = { readonly access: Access; readonly source: RulesetSource };

/** Who may bypass a ruleset, as GraphQL shows it. Some of them without the others pass for all, so they count as hidden. */
export function bypassOf(from: From, shape: BypassShape): Bypass {
  const nodes = shape?.nodes?.filter((node) => node !== null);
  if (!nodes || nodes.length !== shape?.totalCount) return 'notVisible';
  return believed(from, nodes.map(actorOf));
}

const restActor = z.object({
  actor_type: z.string(),
  actor_id: z.number().nullish(),
  bypass_mode: z.string().nullish(),
});
const restActors = z.array(restActor);

/** The same from REST's `bypass_actors`, absent where the ruleset could not be written. */
export function bypassOfRest(from: From, actors: unknown): Bypass {
  const parsed = restActors.safeParse(actors);
  return parsed.success ? believed(from, parsed.data.map(restActorOf)) : 'notVisible';
}

/**
 * Whether the installation could write the ruleset: only then GitHub says who bypasses it. No App writes those of an
 * enterprise. https://docs.github.com/en/rest/repos/rules#get-a-repository-ruleset
 */
export function mayWriteRuleset({ access, source }: From): boolean {
  if (source.kind === 'enterprise') return false;
  const needed = source.kind === 'repository' ? 'administration' : 'organization_administration';
  return ['write', 'admin'].includes(access.permissions[needed] ?? '');
}

/** An empty list is an answer only to whoever could write the ruleset. */
function believed(from: From, actors: readonly BypassActor[]): Bypass {
  return actors.length > 0 || mayWriteRuleset(from) ? actors : 'notVisible';
}

function actorOf(shape: BypassActorShape): BypassActor {
  const mode = shape.bypassMode?.toLowerCase();
  return { ...kindOf(shape), mode: mode === 'always' || mode === 'pull_request' ? mode : 'exempt' };
}

/** Whoever is none of these is a person, or an enterprise's owner: GraphQL has no word for them that is known everywhere. */
function kindOf(shape: BypassActorShape): Pick<BypassActor, 'kind' | 'id'> {
  if (shape.organizationAdmin) return { kind: 'organisation_admin', id: null };
  if (shape.deployKey) return { kind: 'deploy_key', id: null };
  const role = shape.repositoryRoleDatabaseId ?? null;
  return role === null ? actorKindOf(shape.actor) : { kind: 'role', id: role };
}

function actorKindOf(actor: BypassActorShape['actor']): Pick<BypassActor, 'kind' | 'id'> {
  const id = actor?.databaseId ?? null;
  if (actor?.__typename === 'App') return { kind: 'app', id };
  return { kind: actor?.__typename === 'Team' ? 'team' : 'user', id };
}

const KINDS: Readonly<Record<string, BypassActor['kind']>> = {
  Integration: 'app',
  OrganizationAdmin: 'organisation_admin',
  EnterpriseOwner: 'enterprise_owner',
  RepositoryRole: 'role',
  Team: 'team',
  DeployKey: 'deploy_key',
};
const NAMED_BY_KIND: readonly BypassActor['kind'][] = [
  'organisation_admin',
  'enterprise_owner',
  'deploy_key',
];

/** A kind that we do not know yet counts as a person: somebody beside the administrators. */
function restActorOf({
  actor_type: type,
  actor_id: id,
  bypass_mode: mode,
}: z.infer<typeof restActor>): BypassActor {
  const kind = KINDS[type] ?? 'user';
  return {
    kind,
    id: NAMED_BY_KIND.includes(kind) ? null : (id ?? null),
    mode: mode === 'pull_request' || mode === 'exempt' ? mode : 'always',
  };
}
