import {
  DEFAULT_BRANCH,
  POLICY_REPOSITORY,
  type Cause,
  type OrgMemory,
  type Outcome,
  type PolicyWeight,
  type Problem,
  type RepoName,
  type Wake,
} from '#model';
import type { Reader } from '#observe';
import { admitPolicy, heavier, type Admission } from './admit-policy.ts';
import type { Doors, Installation } from './doors.ts';
import { keepOrgRuleset } from './org-ruleset.ts';
import { organisationInForce, policyRepositoryOf, type OrganisationPolicy } from './policies.ts';
import { surveyOrganisation, type HomeReading, type Standing } from './survey-org.ts';

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
  if (inForce.unknown !== null) return whileUnknown(doors, inForce.unknown);
  const found = await survey({ doors, github, job, home, inForce });
  const decided = await decide({ doors, github, job, memory, inForce }, found);
  const alsoTell = await keepOrgRuleset({
    doors,
    github,
    org: job.org,
    memory,
    members: found.repositories.flatMap((one) => counting(one, decided).member ?? []),
    isStillNeeded: found.repositories.some((one) => counting(one, decided).isLeaving),
    all: [...found.repositories.map(({ repo }) => repo.name), ...found.unread.map(({ name }) => name)],
  });
  return { kind: 'settled', next: wakesFor(job, found, { ...decided, alsoTell }) };
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
function whileUnknown(doors: Doors, reason: Problem): Outcome {
  if (reason.code === 'permission_missing') return { kind: 'stalled', reason };
  return { kind: 'waiting', until: new Date(doors.now().getTime() + AGAIN_MS), reason };
}

type On = {
  readonly doors: Doors;
  readonly github: Installation;
  readonly job: OrgJob;
  readonly home: HomeReading;
  readonly inForce: OrganisationPolicy;
};

/** What a survey leaves behind: small, however many repositories there are. */
type Found = {
  readonly unread: readonly RepoName[];
  readonly repositories: readonly One[];
  readonly weight: PolicyWeight;
  readonly conflicts: readonly Problem[];
};
type One = { readonly repo: RepoName; readonly now: Slim; readonly then: Slim | null };
/** What is needed of a repository when all of them have been seen. */
type Slim = Pick<Standing, 'needsRun' | 'member' | 'isLeaving'>;

async function survey({ doors, github, job, home, inForce }: On): Promise<Found> {
  const { reader } = github;
  const changed = inForce.candidate?.file ?? null;
  const unread: RepoName[] = [];
  const repositories: One[] = [];
  const conflicts: Problem[] = [];
  let weight: PolicyWeight = { touches: 0, weakens: 0 };
  for await (const one of surveyOrganisation({ doors, reader, org: job.org, home, inForce, changed })) {
    if (one.kind === 'unread') {
      unread.push(one.repo);
      continue;
    }
    const { repo, now, then } = one;
    if (then !== null) weight = heavier(weight, then.effect);
    if (then?.conflict) conflicts.push(then.conflict);
    const { owner, name } = repo;
    repositories.push({ repo: { owner, name }, now: slim(now), then: then && slim(then) });
  }
  return { unread, repositories, weight, conflicts };
}

/** How it stands under the policy that counts from now on. */
function counting({ now, then }: One, { admitted }: Pick<Decided, 'admitted'>): Slim {
  return (admitted ? then : null) ?? now;
}

function slim({ needsRun, member, isLeaving }: Standing): Slim {
  return { needsRun, member, isLeaving };
}

type Deciding = Omit<On, 'home'> & { readonly memory: OrgMemory };
type Decided = { readonly admitted: boolean; readonly waits: boolean };

/** What counts from now on. The first policy of an organisation that nothing governed before counts at once. */
async function decide({ doors, github, job, memory, inForce }: Deciding, found: Found): Promise<Decided> {
  const { candidate, first } = inForce;
  if (first !== null) await keep(doors, job.org, first);
  const admission =
    candidate === null
      ? NOTHING_TO_DECIDE
      : await admitPolicy(
          { doors, reader: github.reader, org: job.org, memory, causes: job.causes, inForce: inForce.file },
          { candidate, weight: found.weight, conflicts: found.conflicts },
        );
  // Kept before it is remembered how it came to count: a run that dies in between weighs it once more, and lighter.
  if (admission.admitted && candidate !== null) await keep(doors, job.org, candidate.text);
  const now = doors.now().toISOString();
  await doors.memory.changeOrganisation(job.org, (before) => ({
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

function wakesFor(
  job: OrgJob,
  { unread, repositories }: Found,
  decided: Pick<Decided, 'admitted' | 'waits'> & { readonly alsoTell: readonly RepoName[] },
): readonly Wake[] {
  const needy = repositories.filter((one) => counting(one, decided).needsRun).map(({ repo }) => repo);
  // The policy repository tells that its file counts now, or that it waits.
  const home = decided.admitted || decided.waits ? [policyRepositoryOf({ owner: job.org, name: '' })] : [];
  const all = new Map(
    [...unread, ...needy, ...home, ...decided.alsoTell].map((repo) => [repo.name.toLowerCase(), repo]),
  );
  return [...all.values()].map((repo) => wake(job, repo));
}

function wake({ installation, causes }: OrgJob, { owner, name }: RepoName): Wake {
  const delivery = causes[0]?.delivery ?? 'sweep';
  return {
    key: { kind: 'repo', repo: { owner, name } },
    installation,
    cause: { delivery, event: 'sweep', actor: null },
    priority: 'sweep',
  };
}
