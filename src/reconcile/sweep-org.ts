import { DEFAULT_BRANCH, POLICY_REPOSITORY, type Cause, type Outcome, type Problem } from '#model';
import type { Reader } from '#observe';
import { admitPolicy, type Admission } from './admit-policy.ts';
import type { Doors } from './doors.ts';
import { keepOrgRuleset } from './org-ruleset.ts';
import { organisationInForce, policyRepositoryOf } from './policies.ts';
import type { HomeReading } from './survey-org.ts';
import {
  sweepWake,
  toldOf,
  walkOrganisation,
  type Side,
  type Walk,
  type Walked,
} from './walk-organisation.ts';

export type OrgJob = {
  readonly org: string;
  readonly installation: number;
  readonly causes: readonly Cause[];
};

const AGAIN_MS = 300_000;

/**
 * Reads all repositories of an installation in bulk, plans each, and wakes those that need a run of their own: there is
 * one write path. A changed policy is weighed first, and counts only once nobody has to be asked, or somebody was.
 */
export async function sweepOrg(doors: Doors, job: OrgJob): Promise<Outcome> {
  const github = await doors.installation(job.installation);
  const home = await readHome(github.reader, job.org);
  const memory = await doors.memory.organisation(job.org);
  const good = await doors.memory.goodPolicy(job.org, POLICY_REPOSITORY);
  const inForce = organisationInForce(job.org, home.organisationPolicy, { organisation: good, org: memory });
  if (inForce.unknown !== null) return whileUnknown(doors, job, inForce.unknown);
  if (inForce.first !== null) await keep(doors, job.org, inForce.first);
  const changed = inForce.candidate?.file ?? null;
  const walk: Walk = { doors, github, ...job, home, memory, inForce, changed };
  const walked = await walkOrganisation(walk);
  if (walked === null) return onceMore(job);
  const decided = await decide(walk, walked);
  const final = needsAll(walk, walked) ? await walkAgain(walk) : walked;
  return final === null ? onceMore(job) : finish(walk, { decided, walked: final });
}

/** The policy changed while all was read: what was seen by then is of no use, and this is begun anew. */
function onceMore({ org, installation, causes: [cause] }: OrgJob): Outcome {
  const { delivery, actor } = cause ?? { delivery: 'sweep', actor: null };
  const again = { delivery, event: 'policy', actor };
  return {
    kind: 'settled',
    next: [{ key: { kind: 'org', org }, installation, cause: again, priority: 'sweep' }],
  };
}

/** What is known of some repositories alone is too little for a policy that was weighed, and for the ruleset of all. */
function needsAll({ memory, changed }: Walk, { isPartial, now, then }: Walked): boolean {
  if (!isPartial) return false;
  const isForRuleset = memory.ruleset !== null || now.members.length + then.members.length > 0;
  return changed !== null || isForRuleset;
}

/** From the first repository, under the policy that counts by now. */
async function walkAgain(walk: Walk): Promise<Walked | null> {
  const { doors, org, home } = walk;
  await doors.memory.changeSweep(org, (before) => ({ ...before, underWay: null }));
  const memory = await doors.memory.organisation(org);
  const good = await doors.memory.goodPolicy(org, POLICY_REPOSITORY);
  const inForce = organisationInForce(org, home.organisationPolicy, { organisation: good, org: memory });
  return walkOrganisation({ ...walk, inForce, changed: null });
}

type Ended = { readonly decided: Decided; readonly walked: Walked };

async function finish(walk: Walk, { decided, walked }: Ended): Promise<Outcome> {
  const { doors, github, org, memory, installation } = walk;
  const side = decided.admitted && walked.sweep.weighed !== null ? walked.then : walked.now;
  const alsoTell = await keepOrgRuleset({
    doors,
    github,
    org,
    memory,
    members: side.members,
    isStillNeeded: side.leaving > 0,
    all: walked.all,
  });
  const sweep = countedWith(walked, side);
  const { since, done, needy, writes, unread, requests, points } = sweep;
  const at = doors.now().toISOString();
  const whole = { since, done, needy, writes, unread, requests, points, at };
  await doors.memory.changeSweep(org, (before) => ({
    ...before,
    installation,
    whole,
    underWay: null,
    trouble: null,
  }));
  doors.swept(toldOf(walk, sweep, true));
  // The policy repository tells that its file counts now, or that it waits.
  const home = decided.admitted || decided.waits ? [policyRepositoryOf({ owner: org, name: '' })] : [];
  const repos = [...walked.unread, ...side.needy, ...side.afterRuleset, ...home, ...alsoTell];
  const all = new Map(repos.map((repo) => [repo.name.toLowerCase(), repo]));
  return { kind: 'settled', next: [...all.values()].map((repo) => sweepWake(walk, repo)) };
}

/** While a policy was weighed it was not known which repositories would count as needy; others waited for the ruleset. */
function countedWith({ sweep, unread }: Walked, { needy, afterRuleset, writes }: Side): Walked['sweep'] {
  const waited = afterRuleset.length;
  if (sweep.weighed === null) return { ...sweep, needy: sweep.needy + waited };
  return { ...sweep, needy: needy.length + waited, writes, unread: unread.length };
}

/** Read once for all; a `.github` that GitHub does not show is an answer. */
async function readHome(reader: Reader, org: string): Promise<HomeReading> {
  const home = policyRepositoryOf({ owner: org, name: '' });
  const answer = await reader.repository({ repo: home, branches: [DEFAULT_BRANCH] });
  if (answer.known) {
    const { organisationPolicy, policyRepositoryVisible } = answer.value;
    return { organisationPolicy, policyRepositoryVisible };
  }
  const absent = answer.why.code === 'repository_not_found';
  return {
    organisationPolicy: absent ? { known: true, value: null } : answer,
    policyRepositoryVisible: false,
  };
}

/** While nobody knows what is wanted there is nothing to plan with: again in a while. */
async function whileUnknown(doors: Doors, { org, installation }: OrgJob, reason: Problem): Promise<Outcome> {
  const now = doors.now();
  const trouble = { ...reason, at: now.toISOString() };
  await doors.memory.changeSweep(org, (before) => ({ ...before, installation, trouble }));
  if (reason.code === 'permission_missing') return { kind: 'stalled', reason };
  return { kind: 'waiting', until: new Date(now.getTime() + AGAIN_MS), reason };
}

type Decided = { readonly admitted: boolean; readonly waits: boolean };

/** What counts from now on. The first policy of an organisation that nothing governed before counts at once. */
async function decide(walk: Walk, { weight, conflicts }: Walked): Promise<Decided> {
  const { doors, github, org, causes, memory, inForce } = walk;
  const { candidate } = inForce;
  const admission =
    candidate === null
      ? NOTHING_TO_DECIDE
      : await admitPolicy(
          { doors, reader: github.reader, org, memory, causes, inForce: inForce.file },
          { candidate, weight, conflicts },
        );
  // Kept before it is remembered how it came to count: a run that dies in between weighs it once more, and lighter.
  if (admission.admitted && candidate !== null) await keep(doors, org, candidate.text);
  const now = doors.now().toISOString();
  await doors.memory.changeOrganisation(org, (before) => ({
    ...admission.remember(before),
    governedSince: before.governedSince ?? now,
  }));
  return { admitted: admission.admitted, waits: candidate !== null && !admission.admitted };
}

const NOTHING_TO_DECIDE: Admission = {
  admitted: false,
  remember: (before) => ({ ...before, pending: null }),
};

async function keep(doors: Doors, org: string, text: { oid: string; text: string }): Promise<void> {
  const since = doors.now().toISOString();
  await doors.memory.keepGoodPolicy(org, POLICY_REPOSITORY, { ...text, since });
}
