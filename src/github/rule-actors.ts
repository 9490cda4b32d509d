import type { Protection, RepoName, RequiredReviews, RuleFields } from '#model';
import { knownActors, type Resolved } from './known-actors.ts';
import type { Session } from './session.ts';

/** A whole protection whose actors all have ids. */
export async function withActorIds(
  session: Session,
  repo: RepoName,
  protection: Protection,
): Promise<Resolved<Protection>> {
  const { pushers, forcePushers, reviews } = protection;
  const lists = { pushers, forcePushers, ...(reviews ? actorsOf(reviews) : {}) };
  const found = await knownActors(session, repo, lists);
  if (!found.known) return found;
  const { pushers: push, forcePushers: force, ...ofReviews } = found.value;
  const value = { ...protection, pushers: push, forcePushers: force };
  return { known: true, value: { ...value, reviews: reviews && { ...reviews, ...ofReviews } } };
}

/** The same for the fields that change. */
export async function withChangedActorIds(
  session: Session,
  repo: RepoName,
  fields: RuleFields,
): Promise<Resolved<RuleFields>> {
  const { pushers, forcePushers, reviews } = fields;
  const lists = {
    ...(pushers === undefined ? {} : { pushers }),
    ...(forcePushers === undefined ? {} : { forcePushers }),
    ...(reviews ? actorsOf(reviews) : {}),
  };
  const found = await knownActors(session, repo, lists);
  if (!found.known) return found;
  const { dismissers, bypassers, ...others } = found.value;
  if (!reviews) return { known: true, value: { ...fields, ...others } };
  const named = {
    ...(dismissers === undefined ? {} : { dismissers }),
    ...(bypassers === undefined ? {} : { bypassers }),
  };
  return { known: true, value: { ...fields, ...others, reviews: { ...reviews, ...named } } };
}

type ActorsOf<R> = Pick<R, Extract<keyof R, 'dismissers' | 'bypassers'>>;

function actorsOf<R extends Partial<RequiredReviews>>(reviews: R): ActorsOf<R> {
  const entries = Object.entries(reviews).filter(([name]) => name === 'dismissers' || name === 'bypassers');
  return Object.fromEntries(entries) as ActorsOf<R>;
}
