import type { Known, RepoName, RepoProperties, RepoTraits } from '#model';
import { matchesGlob } from './glob.ts';
import type { Match } from './policy-file.ts';

/** What blocks go by. Properties null: they were not asked for. */
export type Matched = {
  readonly repo: RepoName & RepoTraits;
  readonly properties: Known<RepoProperties> | null;
};

/** Whether a block is for a repository; `unknown` where that hangs on properties that are not known. */
export function matches(match: Match, { repo, properties }: Matched): 'yes' | 'no' | 'unknown' {
  if (!fitsName(match, repo) || !fitsTraits(match, repo)) return 'no';
  if (match.properties === undefined) return 'yes';
  if (properties?.known !== true) return 'unknown';
  return hasProperties(match.properties, properties.value) ? 'yes' : 'no';
}

/** Whether a block can be for a repository of this name, whatever else it is. */
export function fitsName({ name }: Match, repo: RepoName): boolean {
  return name === undefined || name.some((glob) => matchesGlob(glob, repo.name));
}

function fitsTraits({ topics, visibility, language, fork }: Match, repo: RepoTraits): boolean {
  return (
    (topics === undefined || topics.every((topic) => repo.topics.includes(topic))) &&
    (visibility === undefined || visibility === repo.visibility) &&
    (language === undefined || language.toLowerCase() === repo.language?.toLowerCase()) &&
    (fork === undefined || fork === repo.fork)
  );
}

function hasProperties(asked: NonNullable<Match['properties']>, held: RepoProperties): boolean {
  return asked.every(({ name, values }) => {
    const own = Object.hasOwn(held, name) ? (held[name] ?? []) : [];
    return own.some((value) => values.includes(value));
  });
}
