import { placeOfKey, placeOfValue } from './located.ts';
import { ORGANISATION_ONLY } from './organisation-only.ts';
import type { Block, Match, PolicyFile, SaidExemption } from './policy-file.ts';
import type { ReadDocument } from './read-document.ts';
import type { PolicyContent } from './schema.ts';
import { written } from './written.ts';

type BlockContent = NonNullable<PolicyContent['repositories']>[number];

/** A checked file with the place of every value. */
export function wholeFile(content: PolicyContent, document: ReadDocument): PolicyFile {
  const { overrides, exempt, guard, repositories } = content;
  function valuePlace(...path: readonly (string | number)[]) {
    return placeOfValue(document, path);
  }
  const only = ORGANISATION_ONLY.filter((key) => Object.hasOwn(content, key));
  return {
    own: written(content, { document, at: [] }),
    blocks: (repositories ?? []).map((block, at) => ({
      match: matchOf(block.match),
      layer: written(block, { document, at: ['repositories', at] }),
      place: valuePlace('repositories', at),
    })),
    exempt: exempt === undefined ? null : exemptions(exempt, document),
    overrides: overrides === undefined ? null : { value: overrides, place: valuePlace('overrides') },
    guard:
      guard === undefined
        ? null
        : { value: guard.max_repositories, place: valuePlace('guard', 'max_repositories') },
    organisationOnly: only.map((key) => ({ key, place: placeOfKey(document, [key]) })),
  };
}

function exemptions(
  entries: NonNullable<PolicyContent['exempt']>,
  document: ReadDocument,
): PolicyFile['exempt'] {
  const value = entries.map((entry, at): SaidExemption => {
    const place = placeOfValue(document, ['exempt', at]);
    if (typeof entry === 'string') return { glob: entry, until: null, reason: null, place };
    return { glob: entry.repo, until: entry.until ?? null, reason: entry.reason ?? null, place };
  });
  return { value, place: placeOfKey(document, ['exempt']) };
}

function matchOf({ name, properties, ...rest }: BlockContent['match']): Block['match'] {
  const said = Object.fromEntries(Object.entries(rest)) as Match;
  return {
    ...said,
    ...(name !== undefined && { name: [name].flat() }),
    ...(properties !== undefined && {
      properties: Object.entries(properties).map(([property, value]) => ({
        name: property,
        values: [value].flat().map(String),
      })),
    }),
  };
}
