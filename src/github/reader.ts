import { z } from 'zod';
import type { Access, BranchRule, BranchState, Known, RepoName } from '#model';
import type { Ask, ProtectionAnswer, Reader, Reading } from '#observe';
import { unusable } from './failure.ts';
import { createPageOn } from './finish-page.ts';
import type { GraphAnswer } from './graph-answer.ts';
import { problemOf } from './problem-of.ts';
import { type AskedBranches, organisationPolicyOf, type Read, readingOf } from './reading-of.ts';
import { readOthers } from './read-others.ts';
import { readMembership, readOwners } from './read-people.ts';
import { readPolicyChange } from './read-policy-change.ts';
import { readOrgProperties, readProperties } from './read-properties.ts';
import { readGroup, readPull } from './read-pull.ts';
import { readOrgRuleset, readOwnRuleset, readRulesInForce } from './read-rulesets.ts';
import { type BranchQuery, repositoryQuery } from './repository-query.ts';
import { protectionOfRest, restProtection } from './rest-protection.ts';
import type { Session } from './session.ts';
import { sweepPages } from './sweep-pages.ts';
import type { Texts } from './texts.ts';

const PROTECTION = 'GET /repos/{owner}/{repo}/branches/{branch}/protection';
const BRANCH = 'GET /repos/{owner}/{repo}/branches/{branch}';
const PERMISSION = 'GET /repos/{owner}/{repo}/collaborators/{username}/permission';

const repositoryAnswer = z.object({ repository: z.unknown(), policyRepository: z.unknown() });
const branchAnswer = z.object({
  protected: z.boolean().optional(),
  protection: z.object({ enabled: z.boolean().optional() }).optional(),
});
const permissionAnswer = z.object({ permission: z.string(), role_name: z.string().optional() });

/** What a reader is made of. `tell`: where the price of each query of a sweep goes. */
export type ReaderParts = {
  readonly session: Session;
  readonly texts: Texts;
  readonly tell: (fields: Readonly<Record<string, unknown>>, message: string) => void;
};

/** Reads for one installation. `appId` tells Mainstay's own check runs from others of that name. */
export function createReader(on: ReaderParts, appId: number): Reader {
  const { session } = on;
  return {
    access: () => session.access(),
    repository: (ask) => readRepository(session, appId, ask),
    sweep: (ask) => sweepPages(createPageOn({ ...on, appId }), ask),
    protection: (repo, branch) => readProtection(session, repo, branch),
    enforced: (repo, branch) => readEnforced(session, repo, branch),
    pull: (repo, number) => readPull({ session, appId }, repo, number),
    group: (asked) => readGroup({ session, appId }, asked),
    others: (repo) => readOthers({ session, appId }, repo),
    permission: (repo, login) => readPermission(session, repo, login),
    membership: (org, login) => readMembership(session, org, login),
    owners: (org) => readOwners(session, org),
    properties: (repo) => readProperties(session, repo),
    orgProperties: (org) => readOrgProperties(session, org),
    rulesInForce: (repo, branch) => readRulesInForce(session, repo, branch),
    ownRuleset: (repo) => readOwnRuleset(session, repo),
    orgRuleset: (org) => readOrgRuleset(session, org),
    policyChange: (repo) => readPolicyChange(session, repo),
  };
}

async function readRepository(session: Session, appId: number, ask: Ask): Promise<Known<Reading>> {
  const query = repositoryQuery(ask.branches);
  const { owner, name } = ask.repo;
  const answer = await session.query(query.document, { ...query.variables, owner, name, app: appId });
  if (!answer.ok) return { known: false, why: problemOf(answer.failure, 'read_incomplete') };
  const { repository, policyRepository } = dataOf(repositoryAnswer, answer.data);
  const looked = lookedAt(answer.data, await session.access(), asked(query, ask.branches));
  const policy = organisationPolicyOf(looked, policyRepository);
  const read = readingOf({ ...looked, policy }, ['repository'], repository);
  return read.known ? { known: true, value: await withSources(session, read.value) } : read;
}

function asked(query: BranchQuery, branches: readonly string[]): AskedBranches {
  return branches.map((branch, index) => ({ branch, alias: query.aliases[index] ?? '' }));
}

function lookedAt(answer: GraphAnswer, access: Access, branches: AskedBranches) {
  return { errors: answer.errors, access, asked: branches };
}

/** An answer without any of its roots explains itself by its errors; one without both is no answer. */
function dataOf<T>(shape: z.ZodType<T>, answer: GraphAnswer): T {
  const parsed = shape.safeParse(answer.data);
  if (parsed.success) return parsed.data;
  throw unusable(answer.errors.map(({ message }) => message).join('; ') || 'the data has another shape');
}

/** Where GraphQL hides the Apps that checks are pinned to, REST tells them by number. */
async function withSources(session: Session, read: Read): Promise<Reading> {
  const branches: BranchState[] = [];
  for (const branch of read.reading.branches) {
    const rule = read.sourcesHidden.get(branch.name);
    branches.push(rule ? await withRestChecks(session, { repo: read.reading.repo, branch, rule }) : branch);
  }
  return { ...read.reading, branches };
}

async function withRestChecks(
  session: Session,
  on: { readonly repo: RepoName; readonly branch: BranchState; readonly rule: BranchRule },
): Promise<BranchState> {
  const answer = await readProtection(session, on.repo, on.branch.name);
  if (answer.kind !== 'found') return on.branch;
  const protection = { ...on.rule.protection, checks: answer.protection.checks };
  return { ...on.branch, rule: { known: true, value: { ...on.rule, protection } } };
}

async function readProtection(session: Session, repo: RepoName, branch: string): Promise<ProtectionAnswer> {
  const answer = await session.read(PROTECTION, { owner: repo.owner, repo: repo.name, branch });
  if (!answer.ok) {
    const absent = answer.failure.status === 404 && /^Branch not protected/i.test(answer.failure.message);
    return absent
      ? { kind: 'absent' }
      : { kind: 'unknown', why: problemOf(answer.failure, 'read_incomplete') };
  }
  const parsed = restProtection.safeParse(answer.data);
  if (parsed.success) return { kind: 'found', protection: protectionOfRest(parsed.data) };
  return { kind: 'unknown', why: { code: 'read_incomplete', detail: 'The rule was not shown whole.' } };
}

async function readEnforced(session: Session, repo: RepoName, branch: string): Promise<boolean | null> {
  const answer = await session.read(BRANCH, { owner: repo.owner, repo: repo.name, branch });
  const parsed = answer.ok ? branchAnswer.safeParse(answer.data) : null;
  if (!parsed?.success) return null;
  return parsed.data.protection?.enabled ?? parsed.data.protected ?? null;
}

async function readPermission(
  session: Session,
  repo: RepoName,
  login: string,
): Promise<{ readonly permission: string; readonly role: string }> {
  const answer = await session.read(PERMISSION, { owner: repo.owner, repo: repo.name, username: login });
  const parsed = answer.ok ? permissionAnswer.safeParse(answer.data) : null;
  if (!parsed?.success) return { permission: 'none', role: 'none' };
  return { permission: parsed.data.permission, role: parsed.data.role_name ?? parsed.data.permission };
}
