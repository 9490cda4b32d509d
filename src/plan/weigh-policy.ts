import type { Dimension, Plan, RepoName } from '#model';

/** What a changed policy comes to for one repository, beside the one in force. */
export type PolicyEffect = {
  readonly repo: RepoName;
  /** The plans of its branches under the policy in force. */
  readonly before: readonly Plan[];
  /** The same under the changed one. */
  readonly after: readonly Plan[];
  /** Keys of the policy by which the changed one asks for less. */
  readonly looser: readonly string[];
};

export type Weaker = {
  readonly repo: RepoName;
  /** What a write makes weaker. */
  readonly dimensions: readonly Dimension[];
  /** What the policy asks for no more, or less of. */
  readonly looser: readonly string[];
};

export type PolicyWeight = {
  /** Where the changed policy leads to a write that the one in force would not. */
  readonly touched: readonly RepoName[];
  readonly weaker: readonly Weaker[];
  /** Whether a person has to approve it before it counts. */
  readonly waits: boolean;
};

/** How much a changed policy does, for the preview before its merge and for the guard after it. */
export function weighPolicy(effects: readonly PolicyEffect[], maxRepositories: number): PolicyWeight {
  const touched = effects.filter(isTouched).map(({ repo }) => repo);
  const weaker = effects.flatMap(weakerBy);
  return { touched, weaker, waits: weaker.length > 0 || touched.length > maxRepositories };
}

function isTouched({ before, after }: PolicyEffect): boolean {
  const known = new Set(before.map(doneBy));
  return after.some((plan) => doneBy(plan) !== NOTHING && !known.has(doneBy(plan)));
}

const NOTHING = '';

/** What a plan leads to, as a text. Monitor mode is the absence of it. */
function doneBy({ branch, mode, write, needsOrganisation, changes }: Plan): string {
  if (mode.value === 'monitor') return NOTHING;
  if (write !== null) return `${branch} ${JSON.stringify(write)}`;
  return needsOrganisation
    ? `${branch} ${JSON.stringify(changes.map(({ dimension, after }) => [dimension, after]))}`
    : NOTHING;
}

function weakerBy({ repo, before, after, looser }: PolicyEffect): readonly Weaker[] {
  const known = before.flatMap(({ branch, weakens }) => weakens.map((dimension) => `${branch} ${dimension}`));
  const dimensions = after
    .filter(({ mode }) => mode.value === 'enforce')
    .flatMap(({ branch, weakens }) =>
      weakens.filter((dimension) => !known.includes(`${branch} ${dimension}`)),
    );
  if (dimensions.length === 0 && looser.length === 0) return [];
  return [{ repo, dimensions: [...new Set(dimensions)], looser }];
}
