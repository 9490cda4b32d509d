import type { Witness } from '#model';
import { conditionAlone, type Gate } from '../expand/gate.ts';
import { anySituation } from '../expression/situation.ts';
import { alwaysMatches, type Filter } from '../trigger/filter.ts';
import { uncoveredFile, type Search } from '../witness/uncovered-file.ts';
import { reportingIn, type Reporting } from './reporting.ts';
import { casesOf, type Case } from './situations.ts';
import type { Survey, Sighting } from './survey.ts';

/** `reports`: on every pull request. Else where not, as far as it can be told. */
export type Finding =
  { readonly reports: true } | { readonly reports: false; readonly witness: Witness | null };

/**
 * Looks for a pull request on which none of these reports. First for one where that is certain (each is ruled
 * out, or its filter does not let the changed file through), then for one where it hangs on something unknown.
 */
export function findWitness(
  survey: Survey,
  sightings: readonly Sighting[],
  tree: readonly string[],
): Finding {
  const weighed = casesOf(survey.target.event, sightings).map((one) => weigh(one, sightings));
  const search = cachedSearch(tree);
  for (const one of weighed) {
    const found = certainly(one, search);
    if (found) return { reports: false, witness: found };
  }
  for (const one of weighed) {
    const found = perhaps(one, search);
    if (found) return { reports: false, witness: Object.keys(found).length > 0 ? found : null };
  }
  return { reports: true };
}

type Weighed = {
  readonly of: Case;
  /** Filters of those that report, and of those that may; null for one that has none. */
  readonly sure: readonly (Filter | null)[];
  readonly doubtful: readonly (Filter | null)[];
  readonly doubts: readonly Reporting[];
  /** Some trigger is ruled out because it does not list the activity. */
  readonly byActivity: boolean;
};

function weigh(of: Case, sightings: readonly Sighting[]): Weighed {
  const asked = sightings.map((sighting) => ({ sighting, answer: reportingIn(sighting, of.situation) }));
  function filtersOf(reports: boolean | null): readonly (Filter | null)[] {
    return asked
      .filter(({ answer }) => answer.reports === reports)
      .map(({ sighting }) => sighting.reach.paths);
  }
  const { activity } = of.situation;
  return {
    of,
    sure: filtersOf(true),
    doubtful: filtersOf(null),
    doubts: asked.map(({ answer }) => answer).filter(({ reports }) => reports === null),
    byActivity: sightings.some(
      ({ reach }) => activity !== null && reach.activities !== null && !reach.activities.has(activity),
    ),
  };
}

type SearchFiles = (filters: readonly (Filter | null)[]) => Search;

/** A pull request of this kind on which nobody reports, whatever the unknowns turn out to be. */
function certainly({ of, sure, doubtful, byActivity }: Weighed, search: SearchFiles): Witness | null {
  const found = search([...sure, ...doubtful]);
  if (found.kind !== 'file') return null;
  const filtered = sure.length + doubtful.length > 0;
  return {
    ...(filtered ? { changedFiles: [found.file] } : {}),
    ...(byActivity && of.situation.activity !== null ? { activity: of.situation.activity } : {}),
    ...of.witness,
  };
}

/** One on which nobody certainly reports; what it hangs on is told where there is a word for it. */
function perhaps({ of, sure, doubts, doubtful }: Weighed, search: SearchFiles): Witness | null {
  const found = search(sure);
  if (found.kind === 'covered') return null;
  const gate = doubts.find((doubt) => doubt.gate !== null)?.gate;
  const allGated = doubts.every((doubt) => doubt.gate !== null) && doubtful.length > 0;
  return {
    ...(found.kind === 'file' && sure.length > 0 ? { changedFiles: [found.file] } : {}),
    ...of.witness,
    ...(gate && allGated ? hangsOn(gate) : {}),
  };
}

/** What has to happen for a gate to stay shut: a job that it needs fails, or its own condition is false. */
function hangsOn(gate: Gate): Witness {
  const ownAsks = conditionAlone(gate, anySituation('pull_request')) !== true && gate.job.condition !== null;
  return ownAsks ? { condition: gate.job.condition.text } : { failing: gate.job.needs };
}

/** Cases share their filters, and a search over all names is not for free. */
function cachedSearch(tree: readonly string[]): SearchFiles {
  const seen = new Map<string, Search>();
  return (filters) => {
    const real = filters.filter((filter) => filter !== null);
    if (real.length < filters.length || real.some(alwaysMatches)) return { kind: 'covered' };
    if (real.length === 0) return { kind: 'file', file: '' };
    const key = real
      .map(({ key: name, patterns }) =>
        JSON.stringify([name, patterns.map(({ glob, negated }) => [glob.source, negated])]),
      )
      .join();
    const known = seen.get(key) ?? uncoveredFile(real, tree);
    seen.set(key, known);
    return known;
  };
}
