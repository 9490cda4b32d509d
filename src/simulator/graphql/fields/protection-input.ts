import { readNodeId } from '../../world/node-id.ts';
import { pinned, type AskedCheck } from '../../world/pinned.ts';
import { NO_ACTORS } from '../../world/protection.ts';
import type {
  Actors,
  ProtectionSettings,
  RequiredChecks,
  RequiredReviews,
} from '../../world/protection-state.ts';
import type { Repository } from '../../world/repository-state.ts';
import { onlyWriters } from '../../world/roles.ts';
import { noSuchNode } from '../access.ts';
import { refusal } from '../refusal.ts';
import type { Context } from '../source.ts';

type Input = Readonly<Record<string, unknown>>;
type Change = {
  readonly repository: Repository;
  readonly before: ProtectionSettings;
  readonly input: Input;
};

/**
 * The settings after a mutation: each field of the input that is given replaces its part, the rest stays. A block
 * (checks, reviews, restrictions, deployments) is on or off by its own switch only; what is said of a block that is
 * off has no effect.
 */
export function settingsFrom(context: Context, change: Change): ProtectionSettings {
  const { before, input } = change;
  return {
    checks: checksFrom(context, change),
    reviews: reviewsFrom(context, change),
    restrictions: restrictionsFrom(context, change),
    deployments: deploymentsFrom(change),
    bypassForcePush: actorsFrom(context, change, 'bypassForcePushActorIds') ?? before.bypassForcePush,
    adminsEnforced: either(input['isAdminEnforced'], before.adminsEnforced),
    linearHistory: either(input['requiresLinearHistory'], before.linearHistory),
    conversationResolution: either(input['requiresConversationResolution'], before.conversationResolution),
    signatures: either(input['requiresCommitSignatures'], before.signatures),
    forcePushes: either(input['allowsForcePushes'], before.forcePushes),
    deletions: either(input['allowsDeletions'], before.deletions),
    blocksCreations: either(input['blocksCreations'], before.blocksCreations),
    lockBranch: either(input['lockBranch'], before.lockBranch),
    lockAllowsFetchAndMerge: either(input['lockAllowsFetchAndMerge'], before.lockAllowsFetchAndMerge),
  };
}

function checksFrom(context: Context, { repository, before, input }: Change): RequiredChecks | null {
  if (!either(input['requiresStatusChecks'], before.checks !== null)) return null;
  const was = before.checks ?? { strict: false, checks: [] };
  const asked = askedChecks(context, input);
  return {
    strict: either(input['requiresStrictStatusChecks'], was.strict),
    checks: asked === null ? was.checks : pinned(repository, asked),
  };
}

type CheckInput = { readonly context: string; readonly appId?: string | null };

function askedChecks(context: Context, input: Input): readonly AskedCheck[] | null {
  const checks = either<readonly CheckInput[] | null>(input['requiredStatusChecks'], null);
  const contexts = either<readonly string[] | null>(input['requiredStatusCheckContexts'], null);
  if (checks === null) return contexts?.map((name) => ({ context: name })) ?? null;
  return checks.map((check) => ({ context: check.context, appId: appIdFrom(context, check.appId) }));
}

/** An app's node id → its number; `any` → any source; nothing → GitHub chooses. */
function appIdFrom({ state }: Context, id: string | null | undefined): number | undefined {
  if (id === undefined || id === null) return undefined;
  if (id === 'any') return -1;
  const node = readNodeId(id);
  const app = node?.type === 'App' ? state.apps.get(Number(node.key)) : undefined;
  if (app === undefined) throw noSuchNode(id);
  return app.id;
}

const NEW_REVIEWS: RequiredReviews = {
  count: 1,
  dismissStale: false,
  codeOwners: false,
  lastPushApproval: false,
  dismissal: null,
  bypass: NO_ACTORS,
};

function reviewsFrom(context: Context, change: Change): RequiredReviews | null {
  const { before, input } = change;
  if (!either(input['requiresApprovingReviews'], before.reviews !== null)) return null;
  const was = before.reviews ?? NEW_REVIEWS;
  const dismissers = actorsFrom(context, change, 'reviewDismissalActorIds') ?? was.dismissal ?? NO_ACTORS;
  return {
    count: reviewCount(either(input['requiredApprovingReviewCount'], was.count)),
    dismissStale: either(input['dismissesStaleReviews'], was.dismissStale),
    codeOwners: either(input['requiresCodeOwnerReviews'], was.codeOwners),
    lastPushApproval: either(input['requireLastPushApproval'], was.lastPushApproval),
    dismissal: either(input['restrictsReviewDismissals'], was.dismissal !== null) ? dismissers : null,
    bypass: actorsFrom(context, change, 'bypassPullRequestActorIds') ?? was.bypass,
  };
}

const MOST_REVIEWS = 6;

function reviewCount(count: number): number {
  if (count >= 0 && count <= MOST_REVIEWS) return count;
  throw refusal('UNPROCESSABLE', `Required approving review count must be between 0 and ${MOST_REVIEWS}`);
}

function restrictionsFrom(context: Context, change: Change): Actors | null {
  const { repository, before, input } = change;
  if (!either(input['restrictsPushes'], before.restrictions !== null)) return null;
  if (!context.state.organisations.has(repository.owner)) {
    throw refusal('UNPROCESSABLE', 'Only organization repositories can have users and team restrictions');
  }
  return actorsFrom(context, change, 'pushActorIds') ?? before.restrictions ?? NO_ACTORS;
}

function deploymentsFrom({ before, input }: Change): readonly string[] | null {
  if (!either(input['requiresDeployments'], before.deployments !== null)) return null;
  return either(input['requiredDeploymentEnvironments'], before.deployments ?? []);
}

/** The actors behind node ids, less those who cannot write, whom GitHub drops without a word. */
function actorsFrom(context: Context, { repository, input }: Change, key: string): Actors | undefined {
  const ids = either<readonly string[] | null>(input[key], null);
  if (ids === null) return undefined;
  const found = ids.map((id) => actorById(context, id));
  const actors = {
    users: namesOf(found, 'users'),
    teams: namesOf(found, 'teams'),
    apps: namesOf(found, 'apps'),
  };
  return onlyWriters(context.state, repository, actors);
}

type Actor = { readonly kind: keyof Actors; readonly name: string };

function namesOf(actors: readonly Actor[], kind: keyof Actors): readonly string[] {
  return actors.filter((actor) => actor.kind === kind).map(({ name }) => name);
}

function actorById({ state }: Context, id: string): Actor {
  const person = [...state.people.values()].find(({ nodeId }) => nodeId === id);
  if (person?.type === 'User') return { kind: 'users', name: person.login };
  const team = [...state.teams.values()].find(({ nodeId }) => nodeId === id);
  if (team !== undefined) return { kind: 'teams', name: team.slug };
  const app = [...state.apps.values()].find(({ nodeId }) => nodeId === id);
  if (app !== undefined) return { kind: 'apps', name: app.slug };
  throw noSuchNode(id);
}

/** What is asked for, else what was. The schema has checked the type; null says as little as leaving it out. */
function either<Value>(asked: unknown, was: Value): Value {
  return asked === undefined || asked === null ? was : (asked as Value);
}
