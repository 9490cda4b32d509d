import {
  SETTINGS,
  type Change,
  type Dimension,
  type OwnRuleset,
  type Problem,
  type Protection,
  type RepoName,
  type RulesetBody,
  type Wanted,
} from '#model';
import { layerOfBody } from './body-in-force.ts';
import { changesBetween } from './changes-between.ts';
import {
  commonBranches,
  commonRequirements,
  commonSettings,
  leftOutOf,
  type OrgRepository,
} from './common-wants.ts';
import { goalOf, UNPROTECTED, type Edit } from './goal.ts';
import { isEqual } from './held.ts';
import { weakenedInForce } from './in-force.ts';
import { judge } from './judge.ts';
import { recordOf } from './project.ts';
import { namesWaiting, type Requirement } from './requirements.ts';
import { cannotHold } from './rules-with.ts';
import { bodyOf, refOf, unwritable } from './ruleset-body.ts';

export type { OrgRepository } from './common-wants.ts';

export type OrgRulesetInput = {
  /** Those of which the policy says `via: org-ruleset`. */
  readonly repositories: readonly OrgRepository[];
  /** The names of all repositories of the organisation. */
  readonly all: readonly string[];
  readonly own: OwnRuleset | null;
  /** Whether Mainstay made it: what it holds for a check that is called otherwise by now may go. */
  readonly made: boolean;
};

/** What one repository asks for and the ruleset of all does not hold. */
export type Differing = {
  readonly repo: RepoName;
  readonly checks: readonly string[];
  readonly problems: readonly Problem[];
};

export type OrgRulesetPlan = {
  readonly write: { readonly id: number | null; readonly ruleset: RulesetBody } | null;
  readonly changes: readonly Change[];
  readonly weakens: readonly Dimension[];
  readonly differing: readonly Differing[];
  readonly refusals: readonly Problem[];
};

/** The organisation's one ruleset: what all its repositories ask for alike, over exactly those repositories. */
export function planOrgRuleset(input: OrgRulesetInput): OrgRulesetPlan {
  const { repositories, own } = input;
  const [first] = repositories;
  if (first === undefined) return { write: null, changes: [], weakens: [], differing: [], refusals: [] };
  const shared = sharedBy(first, repositories);
  const differing = repositories.flatMap((one) => differingOf(one, shared));
  const nothing = { write: null, changes: [], weakens: [], differing, refusals: [] };
  if (shared.branches.length === 0) return nothing;
  const stopped = unwritable(own);
  if (stopped !== null) return { ...nothing, refusals: [stopped] };
  const { edits, goal, refusals } = editsFor(input, shared);
  const ruleset = orgBody(input, { edits, goal, branches: shared.branches });
  if (isSameBody(own?.body ?? null, ruleset)) return { ...nothing, refusals };
  return { ...nothing, ...toTell(input, { wanted: shared.wanted, edits, ruleset }), refusals };
}

type Edits = {
  readonly edits: readonly Edit[];
  readonly goal: Protection;
  readonly refusals: readonly Problem[];
};

function editsFor({ own, made, repositories }: OrgRulesetInput, { common, wanted }: Shared): Edits {
  const found = own === null ? null : layerOfBody(own.body).protection;
  const before = made && found !== null ? withoutDiffering(found, repositories, common) : found;
  const judged = judgeAlone(wanted, before, common);
  const whole = goalOf(before ?? UNPROTECTED, judged.edits);
  const held = judged.edits.filter((edit) => cannotHold(edit, whole) === null);
  const goal = goalOf(before ?? UNPROTECTED, held);
  const refusals = [...judged.refusals, ...judged.edits.flatMap((edit) => cannotHold(edit, whole) ?? [])];
  return { edits: withTaken(held, { found, before, goal }), goal, refusals };
}

function judgeAlone(
  wanted: Wanted,
  own: Protection | null,
  requirements: readonly Requirement[],
): ReturnType<typeof judge> {
  const waiting = namesWaiting(wanted, null);
  return judge({
    wanted,
    own,
    elsewhere: { layers: [], unsure: [], unknown: null },
    knowing: { requirements, added: [], waived: [], predicted: [], waiting },
  });
}

/** What all of them ask for. */
type Shared = {
  readonly common: readonly Requirement[];
  readonly branches: readonly string[];
  readonly wanted: Wanted;
};

/** Extras go only where every repository's policy says so. */
function sharedBy({ wanted: first }: OrgRepository, repositories: readonly OrgRepository[]): Shared {
  const keeps = repositories.find(({ wanted }) => wanted.extras.value === 'keep');
  return {
    common: commonRequirements(repositories),
    branches: commonBranches(repositories),
    wanted: { ...first, extras: (keeps?.wanted ?? first).extras, settings: commonSettings(repositories) },
  };
}

function differingOf(one: OrgRepository, { common, branches, wanted }: Shared): readonly Differing[] {
  const checks = leftOutOf(one, common);
  const more = SETTINGS.filter((setting) => {
    const asked = one.wanted.settings[setting];
    return asked !== null && !isEqual(asked.value, wanted.settings[setting]?.value) && asked.value !== false;
  });
  const uncovered = one.branches.filter((branch) => !branches.includes(branch));
  const problems: readonly Problem[] = [
    ...checks.map((name) => differs(`"${name}" is called, or asked for, differently in other repositories.`)),
    ...more.map((setting) => cannot(`\`${setting}\` is not asked for alike by all repositories.`)),
    ...uncovered.map((branch) => cannot(`The branch "${branch}" is not named by all repositories.`)),
  ];
  return problems.length === 0 ? [] : [{ repo: one.repo, checks, problems }];
}

function differs(detail: string): Problem {
  return { code: 'ruleset_names_differ', detail };
}

function cannot(detail: string): Problem {
  return { code: 'ruleset_cannot_hold', detail };
}

/** What Mainstay required for a check that is not called alike any more would keep some repository waiting for ever. */
function withoutDiffering(
  found: Protection,
  repositories: readonly OrgRepository[],
  common: readonly Requirement[],
): Protection {
  if (found.checks === null) return found;
  const held = new Set(common.flatMap(({ contexts }) => contexts));
  const asked = new Set(
    repositories.flatMap(({ requirements }) => requirements.flatMap(({ contexts }) => contexts)),
  );
  const required = found.checks.required.filter(({ context }) => held.has(context) || !asked.has(context));
  return { ...found, checks: { ...found.checks, required } };
}

type Taken = {
  readonly found: Protection | null;
  readonly before: Protection | null;
  readonly goal: Protection;
};

/** The edits, with the one that takes names out where no other edit is about the checks. */
function withTaken(edits: readonly Edit[], { found, before, goal }: Taken): readonly Edit[] {
  const isTaken = found?.checks?.required.length !== before?.checks?.required.length;
  if (!isTaken || edits.some(({ dimension }) => dimension === 'required_checks')) return edits;
  return [{ dimension: 'required_checks', value: goal.checks?.required ?? [], because: [] }, ...edits];
}

function orgBody(
  { own, repositories, all }: OrgRulesetInput,
  {
    edits,
    goal,
    branches,
  }: { readonly edits: readonly Edit[]; readonly goal: Protection; readonly branches: readonly string[] },
): RulesetBody {
  const refs = branches.map((branch) => refOf(branch));
  const body = bodyOf({
    own,
    edits,
    goal,
    branches,
    isInTheWay: (pattern) => pattern === '~ALL' || refs.includes(pattern),
    isCovered: (_ref, include) => include.includes('~ALL'),
  });
  const names = repositories.map(({ repo }) => repo.name);
  const others = ['repository_id', 'repository_property', 'repository_name'];
  const kept = Object.entries(body.conditions).filter(([kind]) => !others.includes(kind));
  const there = recordOf(body.conditions['repository_name']);
  return {
    ...body,
    conditions: { ...Object.fromEntries(kept), repository_name: { ...there, ...coverage(names, all) } },
  };
}

/** As many as may be left out by name of a ruleset over all repositories, new ones among them. */
const FEW = 10;

/** Exactly these repositories: all but a few, or each by its name. */
function coverage(
  names: readonly string[],
  all: readonly string[],
): Record<'include' | 'exclude', readonly string[]> {
  const left = all.filter((name) => !names.includes(name)).sort();
  if (left.length <= Math.min(FEW, names.length)) return { include: ['~ALL'], exclude: left };
  return { include: [...names].sort(), exclude: [] };
}

function isSameBody(before: RulesetBody | null, after: RulesetBody): boolean {
  return before !== null && inOrder(before) === inOrder(after);
}

/** As a text, the keys of every object in one order. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => one.localeCompare(other)))
      : part,
  );
}

type Telling = { readonly wanted: Wanted; readonly edits: readonly Edit[]; readonly ruleset: RulesetBody };

function toTell(
  { own }: OrgRulesetInput,
  { wanted, edits, ruleset }: Telling,
): Pick<OrgRulesetPlan, 'write' | 'changes' | 'weakens'> {
  const isInForce = own?.body.enforcement === 'active';
  const before = own !== null && isInForce ? [layerOfBody(own.body)] : [];
  const after = [layerOfBody(ruleset)];
  const changes = changesBetween({
    wanted,
    edits,
    before: before.length === 0 ? null : before.map(({ protection }) => protection),
    after: after.map(({ protection }) => protection),
    wholly: !isInForce,
  });
  return { write: { id: own?.id ?? null, ruleset }, changes, weakens: weakenedInForce(after, before) };
}
