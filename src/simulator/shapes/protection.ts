import type {
  Actors,
  ProtectionSettings,
  RequiredChecks,
  RequiredReviews,
} from '../world/protection-state.ts';
import type { Repository } from '../world/repository-state.ts';
import type { State } from '../world/state.ts';
import { loginShape, organisationShape, type Json } from './account.ts';
import { appShape } from './app.ts';
import { repositoryUrl } from './repository.ts';

export type ProtectedBranch = { readonly repository: Repository; readonly branch: string };

/** What GET (and PUT) of a branch's protection answer: the part of a rule that REST shows. */
export function protectionShape(state: State, of: ProtectedBranch, settings: ProtectionSettings): Json {
  const url = protectionUrl(state, of);
  return {
    url,
    ...(settings.checks === null ? {} : { required_status_checks: checksShape(state, of, settings.checks) }),
    ...(settings.restrictions === null
      ? {}
      : { restrictions: restrictionsShape(state, of, settings.restrictions) }),
    ...(settings.reviews === null
      ? {}
      : { required_pull_request_reviews: reviewsShape(state, of, settings.reviews) }),
    required_signatures: signaturesShape(state, of, settings),
    enforce_admins: adminsShape(state, of, settings),
    required_linear_history: { enabled: settings.linearHistory },
    allow_force_pushes: { enabled: settings.forcePushes },
    allow_deletions: { enabled: settings.deletions },
    block_creations: { enabled: settings.blocksCreations },
    required_conversation_resolution: { enabled: settings.conversationResolution },
    lock_branch: { enabled: settings.lockBranch },
    allow_fork_syncing: { enabled: settings.lockAllowsFetchAndMerge },
  };
}

export function checksShape(state: State, of: ProtectedBranch, checks: RequiredChecks): Json {
  const url = `${protectionUrl(state, of)}/required_status_checks`;
  return {
    url,
    strict: checks.strict,
    contexts: checks.checks.map(({ context }) => context),
    contexts_url: `${url}/contexts`,
    checks: checks.checks.map(({ context, appId }) => ({ context, app_id: appId })),
  };
}

export function adminsShape(state: State, of: ProtectedBranch, settings: ProtectionSettings): Json {
  return { url: `${protectionUrl(state, of)}/enforce_admins`, enabled: settings.adminsEnforced };
}

export function signaturesShape(state: State, of: ProtectedBranch, settings: ProtectionSettings): Json {
  return { url: `${protectionUrl(state, of)}/required_signatures`, enabled: settings.signatures };
}

/** What GET and PATCH of the reviews answer. */
export function reviewsShape(state: State, of: ProtectedBranch, reviews: RequiredReviews): Json {
  const url = `${protectionUrl(state, of)}/required_pull_request_reviews`;
  const bypass = Object.values(reviews.bypass).flat().length > 0;
  return {
    url,
    dismiss_stale_reviews: reviews.dismissStale,
    require_code_owner_reviews: reviews.codeOwners,
    required_approving_review_count: reviews.count,
    require_last_push_approval: reviews.lastPushApproval,
    ...(bypass ? { bypass_pull_request_allowances: actorsShape(state, of, reviews.bypass) } : {}),
    ...(reviews.dismissal === null
      ? {}
      : { dismissal_restrictions: dismissalShape(state, of, reviews.dismissal) }),
  };
}

function dismissalShape(state: State, of: ProtectedBranch, actors: Actors): Json {
  const url = `${protectionUrl(state, of)}/dismissal_restrictions`;
  return { url, users_url: `${url}/users`, teams_url: `${url}/teams`, ...actorsShape(state, of, actors) };
}

export function restrictionsShape(state: State, of: ProtectedBranch, actors: Actors): Json {
  const url = `${protectionUrl(state, of)}/restrictions`;
  const urls = { url, users_url: `${url}/users`, teams_url: `${url}/teams`, apps_url: `${url}/apps` };
  return { ...urls, ...actorsShape(state, of, actors) };
}

export type ActorShapes = Readonly<Record<keyof Actors, readonly Json[]>>;

export function actorsShape(state: State, { repository }: ProtectedBranch, actors: Actors): ActorShapes {
  const apps = [...state.apps.values()].filter(({ slug }) => actors.apps.includes(slug));
  return {
    users: actors.users.map((login) => loginShape(state, login)),
    teams: actors.teams.map((slug) => teamShape(state, repository, slug)),
    apps: apps.map((app) => appShape(state, app)),
  };
}

function teamShape(state: State, repository: Repository, slug: string): Json {
  const team = state.teams.get(`${repository.owner}/${slug}`);
  const organisation = state.organisations.get(repository.owner);
  const parent = organisation === undefined ? {} : organisationShape(state, organisation);
  const url = `${String(parent['url'])}/teams/${slug}`;
  return {
    id: team?.id,
    node_id: team?.nodeId,
    name: team?.name,
    slug,
    description: null,
    privacy: 'closed',
    notification_setting: 'notifications_enabled',
    permission: 'pull',
    url,
    html_url: `${state.url}/orgs/${repository.owner}/teams/${slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    type: 'organization',
    organization_id: organisation?.id,
    parent: null,
  };
}

export function protectionUrl(state: State, { repository, branch }: ProtectedBranch): string {
  return `${repositoryUrl(state, repository)}/branches/${encodeURIComponent(branch)}/protection`;
}
