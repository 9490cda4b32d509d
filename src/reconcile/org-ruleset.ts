import type { OrgMemory, OrgRulesetMemory, Problem, RepoName } from '#model';
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
};

const NONE: OrgRulesetMemory = { id: null, made: false, refusals: [], differing: {} };

/**
 * Makes the organisation's one ruleset hold what its repositories ask for alike, with one write, and remembers for each
 * repository what it cannot hold. Answers the repositories that have something new to tell.
 */
export async function keepOrgRuleset(job: OrgRulesetJob): Promise<readonly RepoName[]> {
  const { doors, org, memory, members } = job;
  if (members.length === 0 && memory.ruleset === null) return [];
  const before = memory.ruleset ?? NONE;
  const after = await brought(job, before);
  await doors.memory.changeOrganisation(org, (now) => ({ ...now, ruleset: after }));
  const isNew = JSON.stringify(before) !== JSON.stringify(after);
  return isNew ? members.map(({ repo }) => repo) : [];
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
  const standing = { id: found.value?.id ?? null, made, differing, refusals: plan.refusals };
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
  return { ...standing, id, made: standing.made || write.id === null };
}

/** What a repository's own run says of it. */
export function orgRulesetProblems({ ruleset }: OrgMemory, { name }: RepoName): readonly Problem[] {
  if (ruleset === null) return [];
  return [...ruleset.refusals, ...(ruleset.differing[name.toLowerCase()] ?? [])];
}
