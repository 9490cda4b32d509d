import { z } from 'zod';
import type { Problem, RepoName, Write } from '#model';
import type { Shown, WriteAnswer, Writer } from '#apply';
import { failureOfGraph, type GraphAnswer } from './graph-answer.ts';
import { type Failure, unusable } from './failure.ts';
import { MUTATIONS } from './mutations.ts';
import { problemOf } from './problem-of.ts';
import { checksBody, protectionBody } from './protection-body.ts';
import { checksOfRest, protectionOfRest, restChecks, restProtection } from './rest-protection.ts';
import { changedInput, type RuleInput, wholeInput } from './rule-input.ts';
import { ruleOf } from './rule-of.ts';
import { ruleShape } from './rule-shape.ts';
import type { Session } from './session.ts';

const PROTECTION = '/repos/{owner}/{repo}/branches/{branch}/protection';
const HIDDEN: Problem = {
  code: 'rule_not_visible',
  detail: 'The rule names people, teams or Apps that GitHub does not show to this installation.',
};

/** Writes for one installation: each call is one request, in its turn, sent once. */
export function createWriter(session: Session): Writer {
  return {
    write: (repo, write) => send(session, repo, write),
    putOrgRuleset: () => Promise.reject(new Error('not written here yet')),
  };
}

function send(session: Session, repo: RepoName, write: Write): Promise<WriteAnswer> {
  switch (write.by) {
    case 'patch-checks':
      return patchChecks(session, repo, write);
    case 'put-protection':
      return putProtection(session, repo, write);
    case 'update-rule':
      return mutate(session, 'update', { branchProtectionRuleId: write.rule, ...changedInput(write.fields) });
    case 'create-rule':
      return createRule(session, write);
    case 'delete-rule':
    case 'put-ruleset':
    case 'delete-ruleset':
      throw new Error(`${write.by} is not written here yet`);
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
  { owner, name }: RepoName,
  write: By<'put-protection'>,
): Promise<WriteAnswer> {
  const body = protectionBody(write.protection);
  if (body === null) return { kind: 'refused', why: HIDDEN };
  const answer = await session.write(`PUT ${PROTECTION}`, {
    owner,
    repo: name,
    branch: write.branch,
    ...body,
  });
  if (!answer.ok) return refused(answer.failure);
  const parsed = restProtection.safeParse(answer.data);
  return written(parsed.success ? protectionOfRest(parsed.data) : {});
}

async function createRule(session: Session, write: By<'create-rule'>): Promise<WriteAnswer> {
  const input = wholeInput(write.protection);
  if (input === null) return { kind: 'refused', why: HIDDEN };
  return mutate(session, 'create', { repositoryId: write.repository, pattern: write.pattern, ...input });
}

const payload = z
  .object({ rule: z.object({ branchProtectionRule: ruleShape.nullable() }).nullish() })
  .nullish();

async function mutate(
  session: Session,
  kind: keyof typeof MUTATIONS,
  input: RuleInput,
): Promise<WriteAnswer> {
  const answer = await session.mutate(MUTATIONS[kind], { input });
  if (!answer.ok) return refused(answer.failure);
  const parsed = payload.safeParse(answer.data.data);
  const rule = parsed.success ? parsed.data?.rule?.branchProtectionRule : undefined;
  if (rule) return written(shownIn(answer.data, ruleOf(rule).protection));
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

function written(shown: Shown): WriteAnswer {
  return { kind: 'written', shown };
}
