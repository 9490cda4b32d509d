import {
  DEFAULT_BRANCH,
  OWN_RULESET,
  type OwnRuleset,
  type Problem,
  type Protection,
  type RulesetBody,
} from '#model';
import { isAdminActor, refsOf } from './body-in-force.ts';
import type { Edit } from './goal.ts';
import { ADMIN_ROLE } from './layers.ts';
import { couldLose, rulesWith } from './rules-with.ts';

export type BodyInput = {
  readonly own: OwnRuleset | null;
  readonly edits: readonly Edit[];
  readonly goal: Protection;
  /** As the policy names the branches. */
  readonly branches: readonly string[];
  /** Which excluding patterns keep the ruleset from one of the branches. */
  readonly isInTheWay: (pattern: string) => boolean;
  /** Whether a pattern already names one of the branches, asked for each pattern that would be added. */
  readonly isCovered: (ref: string, include: readonly string[]) => boolean;
};

/** Administrators of the repository pass by it. */
const ADMINS = { actor_id: ADMIN_ROLE, actor_type: 'RepositoryRole', bypass_mode: 'always' } as const;

/** Mainstay's ruleset as it is to be: what people added to it stays, unless it lets anybody pass by. */
export function bodyOf(input: BodyInput): RulesetBody {
  const { own, edits, goal } = input;
  const there = own?.body;
  return {
    name: there?.name ?? OWN_RULESET,
    target: 'branch',
    enforcement: 'active',
    conditions: { ...there?.conditions, ref_name: refName(input) },
    rules: rulesWith(there?.rules ?? [], edits, goal),
    bypass: bypassOf(there, goal),
    ...(there?.rest === undefined ? {} : { rest: there.rest }),
  };
}

/** Why Mainstay's ruleset cannot be written; null: it can. */
export function unwritable(own: OwnRuleset | null): Problem | null {
  if (own === null) return null;
  const { body } = own;
  if (body.bypass === 'notVisible') {
    return {
      code: 'bypass_not_visible',
      detail: `Who may bypass the ruleset "${body.name}" is not visible.`,
    };
  }
  const lost = body.target === 'branch' ? couldLose(body.rules) : `the target \`${body.target}\``;
  return lost === null
    ? null
    : { code: 'ruleset_unknown_field', detail: `The ruleset "${body.name}" has ${lost}.` };
}

/** A branch of a policy as a ruleset names it. */
export function refOf(branch: string): string {
  return branch === DEFAULT_BRANCH ? branch : `refs/heads/${branch}`;
}

function refName({ own, branches, isInTheWay, isCovered }: BodyInput): Record<string, unknown> {
  const conditions = own?.body.conditions ?? {};
  const { include, exclude } = refsOf(conditions);
  const missing = branches.map(refOf).filter((ref) => !include.includes(ref) && !isCovered(ref, include));
  const rest = conditions['ref_name'];
  return {
    ...(typeof rest === 'object' ? rest : {}),
    include: [...include, ...missing],
    exclude: exclude.filter((pattern) => !isInTheWay(pattern)),
  };
}

/** Nobody passes by but administrators, and they only where the policy does not bind them. */
function bypassOf(there: RulesetBody | undefined, { includeAdmins }: Protection): RulesetBody['bypass'] {
  if (includeAdmins) return [];
  const found = there === undefined || there.bypass === 'notVisible' ? [] : there.bypass.filter(isAdminActor);
  return found.length > 0 ? found : [ADMINS];
}
