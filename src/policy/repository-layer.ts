import type { From, Problem, Wanted } from '#model';
import { loosens } from './loosens.ts';
import type { PolicyFile, Written } from './policy-file.ts';
import { tightenChecks } from './tighten-checks.ts';
import { from } from './wanted-from.ts';

/** What is wanted after a layer, and what the layer asked for in vain. */
export type Tightened = { readonly wanted: Wanted; readonly problems: readonly Problem[] };

type Kept<T> = { readonly kept: From<T>; readonly problems: readonly Problem[] };

/**
 * What a repository's own file makes of what the organisation wants: it adds checks and branches and makes
 * values stricter. Where it would loosen, the organisation's value stays, with a problem at that line.
 */
export function repositoryLayer(below: Wanted, file: PolicyFile): Tightened {
  const mode = stricter('mode', { below: below.mode, own: file.mode, strict: 'enforce' });
  const includeAdmins = stricter('include_admins', {
    below: below.settings.include_admins ?? { value: false, origin: null },
    own: file.includeAdmins,
    strict: true,
  });
  // Without the bridge a check can be pinned to its App, so `false` is the stricter value.
  const bridge = stricter('bridge', { below: below.bridge, own: file.bridge, strict: false });
  const strict = tightenStrict(below.settings.strict, file.strict);
  const checks = tightenChecks(below.checks, file.requiredChecks?.value ?? []);
  const wanted: Wanted = {
    ...below,
    mode: mode.kept,
    branches: united(below.branches, file.branches?.value ?? []),
    checks: checks.checks,
    bridge: bridge.kept,
    settings: { ...below.settings, strict: strict.kept, include_admins: includeAdmins.kept },
  };
  const exempt = file.exempt === null ? [] : [exemptsItself(file.exempt)];
  return {
    wanted,
    problems: [mode, includeAdmins, bridge, strict, checks]
      .flatMap(({ problems }) => problems)
      .concat(exempt),
  };
}

function stricter<T extends string | boolean>(
  key: string,
  values: { readonly below: From<T>; readonly own: Written<T> | null; readonly strict: T },
): Kept<T> {
  const { below, own, strict } = values;
  if (own === null || own.value === below.value) return { kept: below, problems: [] };
  if (own.value === strict) return { kept: from(own), problems: [] };
  const problem = loosens({ asked: `${key}: ${own.value}`, kept: `\`${key}: ${below.value}\``, below, own });
  return { kept: below, problems: [problem] };
}

/** Not managed is as loose as `false`: neither changes what a branch has. */
function tightenStrict(
  below: Wanted['settings']['strict'],
  own: Written<boolean> | null,
): { readonly kept: Wanted['settings']['strict']; readonly problems: readonly Problem[] } {
  if (below === null) return { kept: own === null ? null : from(own), problems: [] };
  return stricter('strict', { below, own, strict: true });
}

function united(below: Wanted['branches'], own: readonly Written<string>[]): Wanted['branches'] {
  const named = new Set(below.map(({ value }) => value));
  return [...below, ...own.filter(({ value }) => !named.has(value)).map(from)];
}

function exemptsItself({ place }: Written<unknown>): Problem {
  return {
    code: 'policy_only_tightens',
    detail: "`exempt` counts only in the organisation's policy; the repository stays protected.",
    place,
  };
}
