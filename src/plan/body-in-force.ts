import type { RulesetBody } from '#model';
import { ADMIN_ROLE, type Layer } from './layers.ts';
import { projectRules, recordOf } from './project.ts';
import { matchesRef } from './ref-pattern.ts';

/** What Mainstay's ruleset does on a branch, by its own words; null: it is not in force there for everybody. */
export function projectBody(body: RulesetBody, branch: string, defaultBranch: string | null): Layer | null {
  if (body.enforcement !== 'active' || body.target !== 'branch') return null;
  if (body.bypass === 'notVisible' || !body.bypass.every(isAdminActor)) return null;
  return coversBranch(body, branch, defaultBranch) ? layerOfBody(body) : null;
}

/** What a ruleset's rules hold, wherever it applies. */
export function layerOfBody({ rules, bypass }: RulesetBody): Layer {
  const bindsAdmins = bypass !== 'notVisible' && !bypass.some(isAdminActor);
  return { bindsAdmins, protection: { ...projectRules(rules), includeAdmins: bindsAdmins } };
}

/** An actor that stands for administrators, as REST names it. */
export function isAdminActor({ actor_type: kind, actor_id: id }: Readonly<Record<string, unknown>>): boolean {
  if (kind === 'RepositoryRole') return id === ADMIN_ROLE;
  return kind === 'OrganizationAdmin' || kind === 'EnterpriseOwner';
}

export function coversBranch(
  { conditions }: RulesetBody,
  branch: string,
  defaultBranch: string | null,
): boolean {
  const { include, exclude } = refsOf(conditions);
  return (
    include.some((pattern) => matchesRef(pattern, branch, defaultBranch) === true) &&
    exclude.every((pattern) => matchesRef(pattern, branch, defaultBranch) === false)
  );
}

export type Refs = { readonly include: readonly string[]; readonly exclude: readonly string[] };

export function refsOf(conditions: RulesetBody['conditions']): Refs {
  const { include, exclude } = recordOf(conditions['ref_name']);
  return { include: textsOf(include), exclude: textsOf(exclude) };
}

function textsOf(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string') : [];
}
