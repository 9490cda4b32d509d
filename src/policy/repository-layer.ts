import type { Overrides, Place, Problem } from '#model';
import { over, type Layer, type Said } from './layer.ts';
import type { PolicyFile } from './policy-file.ts';
import { tighten, type Tightened } from './tighten.ts';

/** What a repository's own file makes of what the organisation wants, as far as the organisation lets it. */
export function repositoryLayer(below: Layer, file: PolicyFile, overrides: Said<Overrides>): Tightened {
  const misplaced = file.organisationOnly.map(onlyOrganisation);
  if (overrides.value === 'none') {
    return { layer: below, problems: [...ignored(file.own, overrides), ...misplaced] };
  }
  const { free, bound } = split(file.own, overrides.value);
  const { layer, problems } = tighten(below, bound);
  return { layer: over(layer, free), problems: [...problems, ...misplaced] };
}

/** What the organisation lets the repository decide, and the rest. */
function split(
  own: Layer,
  overrides: Exclude<Overrides, 'none'>,
): { readonly free: Layer; readonly bound: Layer } {
  const allowed = overrides === 'tighten' ? [] : overrides.allow;
  function isFree(key: string): boolean {
    return allowed.includes(key) || allowed.includes(key.split('.')[0] ?? '');
  }
  const entries = Object.entries(own);
  return {
    free: Object.fromEntries(entries.filter(([key]) => isFree(key))),
    bound: Object.fromEntries(entries.filter(([key]) => !isFree(key))),
  };
}

function ignored(own: Layer, { place }: Said<Overrides>): readonly Problem[] {
  const first = Object.values(own)
    .flatMap((said) => said.place ?? [])
    .toSorted((one, other) => one.line - other.line)[0];
  if (first === undefined) return [];
  const where = place === null ? '' : ` (${place.file}, line ${place.line})`;
  const detail = `The organisation lets no repository decide anything: \`overrides: none\`${where}. The file has no effect.`;
  return [{ code: 'policy_only_tightens', detail, place: first }];
}

function onlyOrganisation({ key, place }: { readonly key: string; readonly place: Place }): Problem {
  const detail =
    key === 'exempt'
      ? "`exempt` counts only in the organisation's policy; the repository stays protected."
      : `\`${key}\` counts only in the organisation's policy.`;
  return { code: 'policy_only_tightens', detail, place };
}
