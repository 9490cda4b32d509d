import {
  fullName,
  POLICY_PATH,
  type BranchState,
  type Cause,
  type PolicyWeight,
  type Problem,
  type PullState,
} from '#model';
import { observe } from '#observe';
import { isTouched, isWeaker, policyEffect, type PolicyEffect } from '#plan';
import { branchesAsked, looser, type PolicyFile } from '#policy';
import { POLICY_CHECK, policyCheckMark, renderPolicyCheck, type PolicyCheck } from '#report';
import { heavier, waitsForPerson } from './admit-policy.ts';
import { approvePolicy } from './approve-policy.ts';
import { administratorsAmong, hasAuthority } from './authority.ts';
import type { Doors, Installation } from './doors.ts';
import { onlyAsked } from './look.ts';
import { plansOf } from './plans-of.ts';
import {
  filesRemembered,
  isPolicyRepository,
  organisationInForce,
  parsedAs,
  policyInForce,
  recallPolicies,
} from './policies.ts';
import { surveyOrganisation } from './survey-org.ts';

type On = {
  readonly doors: Doors;
  readonly github: Installation;
  readonly pull: PullState;
  readonly causes: readonly Cause[];
};

type Seen = Pick<PolicyCheck, 'seen' | 'unread' | 'weight' | 'effects' | 'problems'>;

const NOTHING: Seen = { seen: 0, unread: 0, weight: { touches: 0, weakens: 0 }, effects: [], problems: [] };
/** As many effects as a report could show; the counts are of all. */
const SHOWN = 500;
/** Most of what is approved is merged soon. */
const MOST_SHOWN = 50;

/** Says on a pull request's head what its policy file would change, and who would have to approve that. */
export async function tellPolicy(on: On): Promise<void> {
  const text = proposedText(on.pull);
  if (text === null) {
    await approvePolicy({ ...on, repo: on.pull.repo, file: null });
    return;
  }
  const { repo, head, fork } = on.pull;
  const parsed = parsedAs(repo, text.text);
  const seen =
    parsed.policy === null ? { ...NOTHING, problems: parsed.problems } : await see(on, parsed.policy);
  const waits = await isWaiting(on, seen.weight);
  const approvedBy = await approversOf(on, { oid: text.oid, shown: seen.weight });
  const authority = isPolicyRepository(repo) ? 'owner' : 'admin';
  const check: PolicyCheck = { repo, sha: head.sha, ...seen, waits, approvedBy, authority, fork };
  if (!head.reported.known) return;
  const last = head.reported.value.findLast(({ own, context }) => own && context === POLICY_CHECK);
  if (last?.note !== policyCheckMark(check)) {
    await on.github.publisher.checkRun(repo, renderPolicyCheck(check));
  }
}

/** Only the default branch's file is in force, and one that is taken away stays in force as it was. */
function proposedText({ repo, base, changedFiles, policy }: PullState) {
  if (base.name !== repo.defaultBranch || changedFiles?.includes(POLICY_PATH) !== true) return null;
  return policy.known ? policy.value : null;
}

function see(on: On, file: PolicyFile): Promise<Seen> {
  return isPolicyRepository(on.pull.repo) ? seeOrganisation(on, file) : seeRepository(on, file);
}

/** Every repository of the organisation, in bulk; nothing is written. */
async function seeOrganisation({ doors, github, pull }: On, changed: PolicyFile): Promise<Seen> {
  const { repo } = pull;
  const { reader } = github;
  const read = await reader.repository({ repo, branches: [] });
  if (!read.known) return { ...NOTHING, problems: [read.why] };
  const recalled = await recallPolicies(doors.memory, repo);
  const inForce = organisationInForce(repo.owner, read.value.organisationPolicy, recalled);
  const { organisationPolicy, policyRepositoryVisible } = read.value;
  const home = { organisationPolicy, policyRepositoryVisible };
  let seen = NOTHING;
  for await (const one of surveyOrganisation({ doors, reader, org: repo.owner, home, inForce, changed })) {
    if (one.kind === 'unread') seen = { ...seen, unread: seen.unread + 1, seen: seen.seen + 1 };
    else if (one.then) seen = withEffect(seen, one.then.effect, one.then.conflict);
  }
  return { ...seen, effects: inOrder(seen.effects) };
}

/** The repository alone, with the workflows that the pull request brings along. */
async function seeRepository({ doors, github, pull }: On, changed: PolicyFile): Promise<Seen> {
  const { repo } = pull;
  const recalled = await recallPolicies(doors.memory, repo);
  const { organisation: file } = filesRemembered(repo, recalled);
  const read = await observe(github.reader, {
    repo,
    branches: branchesAsked({ repo, organisation: file, repository: changed }),
    recall: async (id) => ({ ...(await doors.memory.repository(id)), doubtEnforced: false }),
  });
  if (!read.known) return { ...NOTHING, unread: 1, seen: 1 };
  const organisation = organisationInForce(repo.owner, read.value.organisationPolicy, recalled);
  const properties = null;
  const now = { ...read.value, properties };
  const then = {
    ...now,
    repositoryPolicy: pull.policy,
    branches: now.branches.map((branch) => merged(branch, pull)),
  };
  const memory = await doors.memory.repository(repo.id);
  const before = policyInForce(doors, now, { recalled, organisation });
  const after = policyInForce(doors, then, { recalled, organisation });
  const planned = { switchedOff: null, memory };
  const effect = policyEffect({
    repository: fullName(repo),
    before: await plansOf(doors, { ...planned, snapshot: onlyAsked(now, before.wanted), policy: before }),
    after: await plansOf(doors, { ...planned, snapshot: onlyAsked(then, after.wanted), policy: after }),
    looser: looser(after.wanted, before.wanted),
  });
  const seen = withEffect(NOTHING, effect, after.unknown);
  return { ...seen, problems: [...seen.problems, ...after.problems] };
}

function merged(branch: BranchState, { base, workflows }: PullState): BranchState {
  return branch.name === base.name ? { ...branch, workflows } : branch;
}

function withEffect(seen: Seen, effect: PolicyEffect, conflict: Problem | null): Seen {
  const shows = isTouched(effect) || isWeaker(effect) || effect.problems.length > 0;
  return {
    ...seen,
    seen: seen.seen + 1,
    weight: heavier(seen.weight, effect),
    effects: shows && seen.effects.length < SHOWN ? [...seen.effects, effect] : seen.effects,
    problems: conflict === null ? seen.problems : [...seen.problems, conflict],
  };
}

function inOrder(effects: readonly PolicyEffect[]): readonly PolicyEffect[] {
  return effects.toSorted((one, other) => {
    const weaker = Number(isWeaker(other)) - Number(isWeaker(one));
    return weaker === 0 ? one.repository.localeCompare(other.repository) : weaker;
  });
}

async function isWaiting({ doors, pull }: On, weight: PolicyWeight): Promise<boolean> {
  const { organisation } = filesRemembered(pull.repo, await recallPolicies(doors.memory, pull.repo));
  return isPolicyRepository(pull.repo) ? waitsForPerson(weight, organisation) : weight.weakens > 0;
}

/** Who approved this commit with the authority to: by review or by command. Empty: nobody, or not enough of them. */
async function approversOf(
  on: On,
  file: { readonly oid: string; readonly shown: PolicyWeight },
): Promise<readonly string[]> {
  const { pull, github } = on;
  const { repo, author, number } = pull;
  const { oid } = file;
  const byCommand = await approvePolicy({ ...on, repo, file: { oid, pull: number, author } });
  const approvers = [...new Set([...byCommand, ...pull.approvedBy])];
  if (approvers.length === 0) return [];
  if (!isPolicyRepository(repo)) return administratorsAmong(github.reader, repo, { author, approvers });
  const right = await hasAuthority(github.reader, { org: repo.owner, author, approvers });
  if (!right.known || !right.value.held) return [];
  await rememberShown(on, file);
  return approvers;
}

/** What it comes to once it is merged is held against this. */
async function rememberShown(
  { doors, pull }: On,
  { oid, shown: weight }: { readonly oid: string; readonly shown: PolicyWeight },
): Promise<void> {
  await doors.memory.changeOrganisation(pull.repo.owner, (before) => {
    const others = before.shown.filter((one) => one.oid !== oid).slice(1 - MOST_SHOWN);
    return { ...before, shown: [...others, { oid, ...weight }] };
  });
}
