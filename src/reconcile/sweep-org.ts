import {
  DEFAULT_BRANCH,
  POLICY_REPOSITORY,
  type Known,
  type Outcome,
  type Problem,
  type RepoName,
  type Snapshot,
  type Wake,
} from '#model';
import { snapshotOf, type Listed, type Reader, type Reading } from '#observe';
import { planBranch } from '#plan';
import type { Doors } from './doors.ts';
import { forecastFor } from './forecasts.ts';
import { branchesBefore, policiesInForce, recallPolicies } from './policies.ts';

export type OrgJob = { readonly org: string; readonly installation: number; readonly delivery: string };

/** As many repositories as one query reads: GitHub ends heavier ones (facts: per-query resource limits). */
const TOGETHER = 25;
const AGAIN_MS = 300_000;
/** States in which a repository has nothing to be done and nothing to be told. */
const QUIET: ReadonlySet<Problem['code']> = new Set([
  'branch_missing',
  'repository_archived',
  'repository_disabled',
]);

/**
 * Reads all repositories of an installation in bulk, plans each, and wakes those that need a run of their own:
 * there is one write path.
 */
export async function sweepOrg(doors: Doors, job: OrgJob): Promise<Outcome> {
  const { reader } = await doors.installation(job.installation);
  const organisation = await organisationPolicy(reader, job.org);
  const unknown = await policyUnknown(doors, job.org, organisation);
  if (unknown !== null) return unknown;
  const next: Wake[] = [];
  for await (const page of reader.list()) {
    for (let at = 0; at < page.length; at += TOGETHER) {
      const listed = page.slice(at, at + TOGETHER);
      const needy = await needRun({ doors, reader, organisation }, listed);
      next.push(...needy.map((repo) => wake(job, repo)));
    }
  }
  return { kind: 'settled', next };
}

type OrganisationPolicy = Pick<Reading, 'organisationPolicy' | 'policyRepositoryVisible'>;
type Sweep = { readonly doors: Doors; readonly reader: Reader; readonly organisation: OrganisationPolicy };

/** Read once for all; a `.github` that GitHub does not show is an answer. */
async function organisationPolicy(reader: Reader, org: string): Promise<OrganisationPolicy> {
  const home = { owner: org, name: POLICY_REPOSITORY };
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
async function policyUnknown(doors: Doors, org: string, found: OrganisationPolicy): Promise<Outcome | null> {
  if (found.organisationPolicy.known) return null;
  const good = await doors.memory.goodPolicy(org, POLICY_REPOSITORY);
  if (good !== null) return null;
  const reason = found.organisationPolicy.why;
  if (reason.code === 'permission_missing') return { kind: 'stalled', reason };
  return { kind: 'waiting', until: new Date(doors.now().getTime() + AGAIN_MS), reason };
}

async function needRun(sweep: Sweep, listed: readonly Listed[]): Promise<readonly RepoName[]> {
  const { doors, reader, organisation } = sweep;
  const access = await reader.access();
  const [first] = listed;
  if (first === undefined) return [];
  const usual = branchesBefore(first, await recallPolicies(doors.memory, first));
  const readings = await reader.several(listed, usual);
  const needy: RepoName[] = [];
  for (const [index, reading] of readings.entries()) {
    const repo = listed[index];
    if (repo !== undefined && (await needsRun(doors, repo, withPolicy(reading, organisation, access))))
      needy.push(repo);
  }
  return needy;
}

function withPolicy(
  reading: Known<Reading>,
  organisation: OrganisationPolicy,
  access: Snapshot['access'],
): Snapshot | null {
  return reading.known ? snapshotOf({ ...reading.value, ...organisation }, access, null) : null;
}

async function needsRun(doors: Doors, repo: RepoName, snapshot: Snapshot | null): Promise<boolean> {
  if (snapshot === null) return true;
  const policy = policiesInForce(snapshot, await recallPolicies(doors.memory, repo), doors.now());
  if (policy.fileProblems.length > 0) return true;
  const read = snapshot.branches.map((branch) => branch.name);
  const asked = policy.wanted.branches.map(({ value }) =>
    value === DEFAULT_BRANCH ? snapshot.repo.defaultBranch : value,
  );
  if (asked.some((name) => name !== null && !read.includes(name))) return true;
  const memory = await doors.memory.repository(snapshot.repo.id);
  const { wanted } = policy;
  return snapshot.branches.some((branch) => {
    const forecast = forecastFor({ repo: snapshot.repo, branch, wanted, others: memory.others });
    const added = memory.added[branch.name] ?? [];
    const plan = planBranch({ snapshot, branch, wanted, switchedOff: null, forecast, added });
    return plan.changes.length > 0 || plan.refusals.some((refusal) => !QUIET.has(refusal.code));
  });
}

function wake(job: OrgJob, repo: RepoName): Wake {
  return {
    key: { kind: 'repo', repo: { owner: repo.owner, name: repo.name } },
    installation: job.installation,
    cause: { delivery: job.delivery, event: 'sweep', actor: null },
    priority: 'sweep',
  };
}
