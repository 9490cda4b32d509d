import { z } from 'zod';
import type { Problem, RepoName, Write } from '#model';
import type { Shown, WriteAnswer, Writer } from '#apply';
import { failureOfGraph, type GraphAnswer } from './graph-answer.ts';
import { type Failure, unusable } from './failure.ts';
import { MUTATIONS } from './mutations.ts';
import { problemOf } from './problem-of.ts';
import { checksBody, protectionBody } from './protection-body.ts';
import { checksOfRest, protectionOfRest, restChecks, restProtection } from './rest-protection.ts';
import { withActorIds, withChangedActorIds } from './rule-actors.ts';
import { changedInput, type RuleInput, wholeInput } from './rule-input.ts';
import { ruleOf } from './rule-of.ts';
import { ruleShape } from './rule-shape.ts';
import type { Session } from './session.ts';
import { deleteOrgRuleset, deleteRuleset, putOrgRuleset, putRuleset } from './write-ruleset.ts';

const PROTECTION = '/repos/{owner}/{repo}/branches/{branch}/protection';
const HIDDEN: Problem = {
  code: 'rule_not_visible',
  detail: 'The rule names people, teams or Apps that GitHub does not show to this installation.',
};

/** Writes for one installation: each call is one request, in its turn, sent once; actors without an id are looked up before. */
export function createWriter(session: Session): Writer {
  return {
    write: (repo, write) => send(session, repo, write),
    putOrgRuleset: (org, own) => putOrgRuleset(session, org, own),
    deleteOrgRuleset: (org, id) => deleteOrgRuleset(session, org, id),
  };
}

function send(session: Session, repo: RepoName, write: Write): Promise<WriteAnswer> {
  switch (write.by) {
    case 'patch-checks':
      return patchChecks(session, repo, write);
    case 'put-protection':
      return putProtection(session, repo, write);
    case 'update-rule':
      return updateRule(session, repo, write);
    case 'create-rule':
      return createRule(session, repo, write);
    case 'delete-rule':
      return deleteRule(session, write.rule);
    case 'put-ruleset':
      return putRuleset(session, repo, write);
    case 'delete-ruleset':
      return deleteRuleset(session, repo, write.id);
  }
}

type By<K extends Write['by']> = Extract<Write, { readonly by: K }>;

async function patchChecks(
  session: Session,
  { owner, name }: RepoName,
  write: By<'patch-checks'>,
): Promise<WriteAnswer> {
  const answer = await session.write(`PATCH ${PROTECTION}/required_status_checks`, {
    owner,
    repo: name,
    branch: write.branch,
    ...(write.strict === null ? {} : { strict: write.strict }),
    ...(write.checks === null ? {} : { checks: checksBody(write.checks) }),
  });
  if (!answer.ok) return refused(answer.failure);
  const parsed = restChecks.safeParse(answer.data);
  return written(parsed.success ? { checks: checksOfRest(parsed.data) } : {});
}

async function putProtection(
  session: Session,
  repo: RepoName,
  write: By<'put-protection'>,
): Promise<WriteAnswer> {
  const named = await withActorIds(session, repo, write.protection);
  if (!named.known) return { kind: 'refused', why: named.why };
  const body = protectionBody(named.value);
  if (body === null) return { kind: 'refused', why: HIDDEN };
  const place = { owner: repo.owner, repo: repo.name, branch: write.branch };
  const answer = await session.write(`PUT ${PROTECTION}`, { ...place, ...body });
  if (!answer.ok) return refused(answer.failure);
  const parsed = restProtection.safeParse(answer.data);
  return written(parsed.success ? protectionOfRest(parsed.data) : {});
}

async function updateRule(session: Session, repo: RepoName, write: By<'update-rule'>): Promise<WriteAnswer> {
  const named = await withChangedActorIds(session, repo, write.fields);
  if (!named.known) return { kind: 'refused', why: named.why };
  const input = changedInput(named.value);
  if (input === null) return { kind: 'refused', why: HIDDEN };
  return mutate(session, 'update', { branchProtectionRuleId: write.rule, ...input });
}

async function createRule(session: Session, repo: RepoName, write: By<'create-rule'>): Promise<WriteAnswer> {
  const named = await withActorIds(session, repo, write.protection);
  if (!named.known) return { kind: 'refused', why: named.why };
  const input = wholeInput(named.value);
  if (input === null) return { kind: 'refused', why: HIDDEN };
  return mutate(session, 'create', { repositoryId: write.repository, pattern: write.pattern, ...input });
}

const deleted = z.object({ rule: z.object({}) });

async function deleteRule(session: Session, rule: string): Promise<WriteAnswer> {
  const answer = await session.mutate(MUTATIONS.delete, { input: { branchProtectionRuleId: rule } });
  if (!answer.ok) return refused(answer.failure);
  return deleted.safeParse(answer.data.data).success ? written({}) : refusedByErrors(answer.data);
}

const payload = z
  .object({ rule: z.object({ branchProtectionRule: ruleShape.nullable() }).nullish() })
  .nullish();

async function mutate(session: Session, kind: 'update' | 'create', input: RuleInput): Promise<WriteAnswer> {
  const answer = await session.mutate(MUTATIONS[kind], { input });
  if (!answer.ok) return refused(answer.failure);
  const parsed = payload.safeParse(answer.data.data);
  const rule = parsed.success ? parsed.data?.rule?.branchProtectionRule : undefined;
  if (rule) return { ...written(shownIn(answer.data, ruleOf(rule).protection)), rule: rule.id };
  return refusedByErrors(answer.data);
}

/** A dimension with a hole in it says nothing: where pins are hidden, a check would pass for one of any source. */
function shownIn(answer: GraphAnswer, protection: Shown): Shown {
  if (!answer.errors.some(({ path }) => path.includes('requiredStatusChecks'))) return protection;
  return Object.fromEntries(Object.entries(protection).filter(([dimension]) => dimension !== 'checks'));
}

/** No rule and no refusal in words is an outage: what became of the write is seen by the next look. */
function refusedByErrors(answer: GraphAnswer): WriteAnswer {
  const [error] = answer.errors;
  const failure = error ? failureOfGraph(error) : null;
  if (!failure) throw unusable(`a mutation: ${error?.message ?? 'no rule in it'}`);
  return refused(failure);
}

function refused(failure: Failure): WriteAnswer {
  return { kind: 'refused', why: problemOf(failure, 'write_refused') };
}

function written(shown: Shown): Extract<WriteAnswer, { readonly kind: 'written' }> {
  return { kind: 'written', shown };
}
