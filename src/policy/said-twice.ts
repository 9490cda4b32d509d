import type { Place, Problem } from '#model';
import { shortened } from './found.ts';
import { nameKey } from './name-key.ts';
import type { PolicyFile } from './policy-file.ts';

type Said = { readonly key: string; readonly name: string; readonly place: Place };

/** The branches and checks that a file names more than once, at their second place. */
export function saidTwice(policy: PolicyFile): readonly Problem[] {
  const branches = (policy.branches?.value ?? []).map(({ value, place }) => ({
    key: value,
    name: value,
    place,
  }));
  const checks = (policy.requiredChecks?.value ?? []).map(({ name, place }) => ({
    key: nameKey(name),
    name: 'context' in name ? name.context : name.check,
    place,
  }));
  return [...repeated(branches), ...repeated(checks)];
}

function repeated(all: readonly Said[]): readonly Problem[] {
  const lines = new Map<string, number>();
  return all.flatMap(({ key, name, place }) => {
    const earlier = lines.get(key);
    if (earlier === undefined) {
      lines.set(key, place.line);
      return [];
    }
    const detail = `\`${shortened(name)}\` is in the list already, on line ${earlier}.`;
    return [{ code: 'policy_duplicate' as const, detail, place }];
  });
}
