import { invalid, Refusal } from '../server/refusal.ts';
import { NO_ACTORS } from '../world/protection.ts';
import type {
  Actors,
  ProtectionSettings,
  RequiredChecks,
  RequiredReviews,
} from '../world/protection-state.ts';
import type { Repository } from '../world/repository-state.ts';
import { onlyWriters } from '../world/roles.ts';
import type { State } from '../world/state.ts';
import { askedChecks, exactlyOneList } from './asked-checks.ts';
import { flag, isObject, objectBody, required, texts, wrongType, type Body } from './body.ts';

export type Replacement = {
  readonly state: State;
  readonly repository: Repository;
  /** What the rule says now: signatures, deployments and force-push bypasses are not part of a PUT and stay. */
  readonly now: ProtectionSettings;
};

/** What a PUT makes of a rule: everything that it does not say goes back to its default. */
export function replacedSettings(of: Replacement, body: unknown): ProtectionSettings {
  const asked = objectBody(body);
  const { signatures, deployments, bypassForcePush } = of.now;
  return {
    signatures,
    deployments,
    bypassForcePush,
    checks: checksOf(of, asked),
    adminsEnforced: nullable(asked, 'enforce_admins') !== null && flag(asked, 'enforce_admins'),
    reviews: reviewsOf(of, asked),
    restrictions: restrictionsOf(of, asked),
    linearHistory: flag(asked, 'required_linear_history'),
    forcePushes: flag(asked, 'allow_force_pushes'),
    deletions: flag(asked, 'allow_deletions'),
    blocksCreations: flag(asked, 'block_creations'),
    conversationResolution: flag(asked, 'required_conversation_resolution'),
    lockBranch: flag(asked, 'lock_branch'),
    lockAllowsFetchAndMerge: flag(asked, 'allow_fork_syncing'),
  };
}

/** What a PATCH of the reviews changes; what it does not name stays. `{}` lifts the limit on who may dismiss. */
export function changedReviews(of: Replacement, was: RequiredReviews, body: unknown): RequiredReviews {
  const asked = objectBody(body);
  return {
    count: 'required_approving_review_count' in asked ? reviewCount(asked) : was.count,
    dismissStale: flag(asked, 'dismiss_stale_reviews', was.dismissStale),
    codeOwners: flag(asked, 'require_code_owner_reviews', was.codeOwners),
    lastPushApproval: flag(asked, 'require_last_push_approval', was.lastPushApproval),
    dismissal:
      'dismissal_restrictions' in asked ? actorsOf(of, asked, 'dismissal_restrictions') : was.dismissal,
    bypass:
      'bypass_pull_request_allowances' in asked
        ? (actorsOf(of, asked, 'bypass_pull_request_allowances') ?? NO_ACTORS)
        : was.bypass,
  };
}

function nullable(body: Body, key: string): unknown {
  return required(body, key) ?? null;
}

function block(body: Body, key: string): Body | null {
  const value = nullable(body, key);
  if (value === null) return null;
  if (!isObject(value)) throw wrongType(body, key, 'an object');
  return value;
}

function checksOf({ repository }: Replacement, body: Body): RequiredChecks | null {
  const asked = block(body, 'required_status_checks');
  if (asked === null) return null;
  required(asked, 'strict');
  exactlyOneList(asked);
  return { strict: flag(asked, 'strict'), checks: askedChecks(repository, asked) ?? [] };
}

function reviewsOf(of: Replacement, body: Body): RequiredReviews | null {
  const asked = block(body, 'required_pull_request_reviews');
  if (asked === null) return null;
  return {
    count: reviewCount(asked),
    dismissStale: flag(asked, 'dismiss_stale_reviews'),
    codeOwners: flag(asked, 'require_code_owner_reviews'),
    lastPushApproval: flag(asked, 'require_last_push_approval'),
    dismissal: actorsOf(of, asked, 'dismissal_restrictions'),
    bypass: actorsOf(of, asked, 'bypass_pull_request_allowances') ?? NO_ACTORS,
  };
}

function reviewCount(asked: Body): number {
  const count = asked['required_approving_review_count'] ?? 1;
  if (typeof count === 'number' && Number.isInteger(count) && count >= 0 && count <= 6) return count;
  throw invalid(`For 'properties/required_approving_review_count', ${JSON.stringify(count)} is not 0 to 6.`);
}

/** Absent and `{}` mean that there is no such list. */
function actorsOf({ state, repository }: Replacement, body: Body, key: string): Actors | null {
  const asked = body[key];
  if (asked === undefined || (isObject(asked) && Object.keys(asked).length === 0)) return null;
  if (!isObject(asked)) throw wrongType(body, key, 'an object');
  ofOrganisationOnly(state, repository);
  return onlyWriters(state, repository, listed(asked));
}

function restrictionsOf({ state, repository }: Replacement, body: Body): Actors | null {
  const asked = block(body, 'restrictions');
  if (asked === null) return null;
  required(asked, 'users');
  required(asked, 'teams');
  ofOrganisationOnly(state, repository);
  return onlyWriters(state, repository, listed(asked));
}

/** Logins and slugs, a hundred in all. */
export function listed(asked: Body): Actors {
  const actors = { users: texts(asked, 'users'), teams: texts(asked, 'teams'), apps: texts(asked, 'apps') };
  const count = Object.values(actors).flat().length;
  if (count > 100)
    throw new Refusal(422, 'Validation Failed', {
      errors: [`Only 100 users, teams and apps can be added, not ${count}`],
    });
  return actors;
}

function ofOrganisationOnly(state: State, repository: Repository): void {
  if (state.organisations.has(repository.owner)) return;
  const errors = ['Only organization repositories can have users and team restrictions'];
  throw new Refusal(422, 'Validation Failed', { errors });
}
