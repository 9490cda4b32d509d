import { createHash } from 'node:crypto';
import {
  POLICY_REPOSITORY,
  type OrgMemory,
  type OrgRulesetMemory,
  type OwnRuleset,
  type Problem,
  type RepoName,
  type Wanted,
} from '#model';
import { planOrgRuleset, type OrgRepository, type OrgRulesetPlan } from '#plan';
import type { Doors, Installation } from './doors.ts';

/** The organisation whose ruleset is to be kept right. */
export type OrgRulesetJob = {
  readonly doors: Doors;
  readonly github: Installation;
  readonly org: string;
  readonly memory: OrgMemory;
  /** The repositories whose policy says `via: org-ruleset`. */
  readonly members: readonly OrgRepository[];
  /** The names of all repositories. */
  readonly all: readonly string[];
  /** Whether a repository that leaves it is not protected by other means yet: then it stays as it is. */
  readonly isStillNeeded: boolean;
};

const NONE: OrgRulesetMemory = { id: null, made: false, holds: null, refusals: [], differing: {} };

/**
 * Makes the organisation's one ruleset hold what its repositories ask for alike, with one write, and remembers for each
 * repository what it cannot hold. Answers the repositories that have something new to tell.
 */
export async function keepOrgRuleset(job: OrgRulesetJob): Promise<readonly RepoName[]> {
  const { doors, org, memory, members } = job;
  if (members.length === 0 && memory.ruleset === null) return [];
  if (job.isStillNeeded) return [];
  if (members.length === 0) return leave(job);
  const before = memory.ruleset ?? NONE;
  const after = await brought(job, before);
  await doors.memory.changeOrganisation(org, (now) => ({ ...now, ruleset: after }));
  const isNew = JSON.stringify(before) !== JSON.stringify(after);
  return isNew ? members.map(({ repo }) => repo) : [];
}

/** Nobody goes by it any more: what Mainstay made is taken away, unless people put something into it. */
async function leave({ doors, github, org, memory }: OrgRulesetJob): Promise<readonly RepoName[]> {
  const { ruleset } = memory;
  const found = await github.reader.orgRuleset(org);
  if (!found.known) return [];
  const own = found.value;
  if (own !== null && ruleset?.made === true && ruleset.id === own.id) {
    if (ruleset.holds !== holdsOf(own)) return stays(doors, org, ruleset);
    const refused = await github.writer.deleteOrgRuleset(org, own.id);
    if (refused !== null) return stays(doors, org, { ...ruleset, refusals: [refused] });
  }
  await doors.memory.changeOrganisation(org, (now) => ({ ...now, ruleset: null }));
  return [];
}

const PEOPLES: Problem = {
  code: 'ruleset_unknown_field',
  detail:
    'No policy uses the organisation\'s ruleset "mainstay" any more, and it is not as Mainstay left it, so it stays.',
  fix: 'Look at it in the settings of the organisation, and delete it if nobody needs it.',
};

/** Told on the policy repository. */
async function stays(doors: Doors, org: string, ruleset: OrgRulesetMemory): Promise<readonly RepoName[]> {
  const refusals = ruleset.refusals.length > 0 ? ruleset.refusals : [PEOPLES];
  await doors.memory.changeOrganisation(org, (now) => ({ ...now, ruleset: { ...ruleset, refusals } }));
  return [policyRepositoryNamed(org)];
}

function policyRepositoryNamed(owner: string): RepoName {
  return { owner, name: POLICY_REPOSITORY };
}

/** What a ruleset holds, as GitHub shows it. */
function holdsOf({ body }: OwnRuleset): string {
  return createHash('sha256')
    .update(JSON.stringify([body.rules, body.bypass]))
    .digest('hex');
}

async function brought(job: OrgRulesetJob, before: OrgRulesetMemory): Promise<OrgRulesetMemory> {
  const { github, org, members } = job;
  const found = await github.reader.orgRuleset(org);
  if (!found.known) return { ...before, refusals: [found.why] };
  const made = before.made && before.id === found.value?.id;
  const plan = planOrgRuleset({ repositories: members, all: job.all, own: found.value, made });
  const differing = Object.fromEntries(
    plan.differing.map(({ repo, problems }) => [repo.name.toLowerCase(), problems]),
  );
  const { holds } = before;
  const standing = { id: found.value?.id ?? null, made, holds, differing, refusals: plan.refusals };
  return plan.write === null ? standing : written(job, standing, plan.write);
}

type Put = NonNullable<OrgRulesetPlan['write']>;

async function written(
  { github, org }: OrgRulesetJob,
  standing: OrgRulesetMemory,
  write: Put,
): Promise<OrgRulesetMemory> {
  const answer = await github.writer.putOrgRuleset(org, write);
  if (answer.kind === 'refused') return { ...standing, refusals: [...standing.refusals, answer.why] };
  const { id } = answer.own;
  return { ...standing, id, made: standing.made || write.id === null, holds: holdsOf(answer.own) };
}

/** The organisation's ruleset that Mainstay made, for a repository whose policy uses another means by now. */
export function leftRuleset({ ruleset }: OrgMemory, { via, exempt }: Wanted): number | null {
  if (via.value === 'org-ruleset' && exempt === null) return null;
  return ruleset?.made ? ruleset.id : null;
}

/** What a repository's own run says of it. */
export function orgRulesetProblems(
  { ruleset }: OrgMemory,
  { name }: RepoName,
  { via }: Wanted,
): readonly Problem[] {
  if (ruleset === null || via.value !== 'org-ruleset') return [];
  return [...ruleset.refusals, ...(ruleset.differing[name.toLowerCase()] ?? [])];
}
