import type { Access, Problem, RepoName, Write } from '#model';
import type { OrgRulesetAnswer, WriteAnswer, Writer } from '#apply';
import { type Failure, unusable } from './failure.ts';
import { orgProblemOf, problemOf } from './problem-of.ts';
import { ownRulesetOf, rulesetBody } from './ruleset-body.ts';
import type { Attempt, Session } from './session.ts';

const RULESETS = '/repos/{owner}/{repo}/rulesets';
const ORG_RULESETS = '/orgs/{org}/rulesets';
const ONE = '/{ruleset_id}';

type Put = Extract<Write, { readonly by: 'put-ruleset' }>;

/**
 * Mainstay's ruleset of a repository, sent whole: made where it has no id yet.
 * https://docs.github.com/en/rest/repos/rules#update-a-repository-ruleset
 */
export async function putRuleset(
  session: Session,
  repo: RepoName,
  { id, ruleset }: Put,
): Promise<WriteAnswer> {
  const place = { owner: repo.owner, repo: repo.name, ...rulesetBody(ruleset) };
  const answer = await (id === null
    ? session.write(`POST ${RULESETS}`, place)
    : session.write(`PUT ${RULESETS}${ONE}`, { ...place, ruleset_id: id }));
  if (!answer.ok) return refusedRepository(session, answer.failure);
  return { kind: 'written', shown: {}, ruleset: writtenIn(answer).body };
}

export async function deleteRuleset(session: Session, repo: RepoName, id: number): Promise<WriteAnswer> {
  const place = { owner: repo.owner, repo: repo.name, ruleset_id: id };
  const answer = await session.write(`DELETE ${RULESETS}${ONE}`, place);
  return answer.ok ? { kind: 'written', shown: {} } : refusedRepository(session, answer.failure);
}

/** https://docs.github.com/en/rest/orgs/rules#update-an-organization-repository-ruleset */
export async function putOrgRuleset(
  session: Session,
  org: string,
  { id, ruleset }: Parameters<Writer['putOrgRuleset']>[1],
): Promise<OrgRulesetAnswer> {
  const body = { org, ...rulesetBody(ruleset) };
  const answer = await (id === null
    ? session.write(`POST ${ORG_RULESETS}`, body)
    : session.write(`PUT ${ORG_RULESETS}${ONE}`, { ...body, ruleset_id: id }));
  if (answer.ok) return { kind: 'written', own: writtenIn(answer) };
  const access = await session.access();
  return {
    kind: 'refused',
    why: orgProblemOf(problemFor(answer.failure, access, 'organization_administration')),
  };
}

/** https://docs.github.com/en/rest/orgs/rules#delete-an-organization-repository-ruleset */
export async function deleteOrgRuleset(session: Session, org: string, id: number): Promise<Problem | null> {
  const answer = await session.write(`DELETE ${ORG_RULESETS}${ONE}`, { org, ruleset_id: id });
  if (answer.ok) return null;
  return orgProblemOf(problemFor(answer.failure, await session.access(), 'organization_administration'));
}

/** What became of a write whose answer is no ruleset is seen by the next look. */
function writtenIn(answer: Extract<Attempt<unknown>, { readonly ok: true }>) {
  const own = ownRulesetOf(answer.data);
  if (own === null) throw unusable('no ruleset in the answer to its write');
  return own;
}

async function refusedRepository(session: Session, failure: Failure): Promise<WriteAnswer> {
  const access = await session.access();
  return { kind: 'refused', why: problemFor(failure, access, 'administration') };
}

/** To whoever may not write rulesets GitHub says that there is nothing; so it does where a ruleset is gone. */
function problemFor(failure: Failure, { permissions }: Access, needed: string): Problem {
  const why = problemOf(failure, 'write_refused');
  if (why.code !== 'repository_not_found' || failure.token) return why;
  const may = ['write', 'admin'].includes(permissions[needed] ?? '');
  if (may) return { ...why, code: 'write_refused' };
  const needs = failure.needs ?? `${needed}=write`;
  return { code: 'permission_missing', detail: `${why.detail} (it asks for ${needs})` };
}
