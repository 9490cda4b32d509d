import type { Producer, Reason, Verdict, Witness } from '#model';
import type { Instance } from '../expand/expand-workflow.ts';
import { findWitness } from './find-witness.ts';
import { mayReasons } from './may-reasons.ts';
import { absenceReason, neverReasons } from './never-reasons.ts';
import { distinctReasons, listed, NOWHERE, placeAt, producerOf, reasonAt } from './place.ts';
import { isNamed, jobKey, type Sighting, type Survey } from './survey.ts';
import { vacuityOf, type Vacuity } from './vacuous.ts';

/** The verdict on one literal context. */
export type Judgement = {
  readonly context: string;
  readonly verdict: Verdict;
  readonly vacuous: boolean;
  readonly ambiguous: boolean;
  readonly dynamic: boolean;
  readonly sightings: readonly Sighting[];
  readonly producers: readonly Producer[];
  readonly reasons: readonly Reason[];
  readonly witness: Witness | null;
};

/** What the caller knows beyond the workflows. */
export type Known = {
  /** Contexts that another App or a person's script is known to report. */
  readonly external: ReadonlySet<string>;
  /** Files that the repository really has, tried first as witnesses. */
  readonly tree: readonly string[];
};

/** Judges a context by all jobs that can report it together: what one workflow leaves out another may cover. */
export function judgeContext(context: string, survey: Survey, known: Known): Judgement {
  const named = survey.sightings.filter(
    ({ instance }) => instance.form !== 'hidden' && isNamed(instance, context),
  );
  if (named.length === 0) return unproduced(context, survey, known);
  const finding = findWitness(survey, named, known.tree);
  const clashes = clashing(named);
  const vacuities = named.map((sighting) => ({ sighting, vacuity: vacuityOf(sighting) }));
  const reasons = [
    ...(finding.reports
      ? []
      : [...filteredOut(context, named, survey), ...byTelling(named.flatMap(mayReasons))]),
    ...vacuities.flatMap(({ sighting, vacuity }) => vacuityReason(sighting.instance, vacuity)),
    ...(clashes.length > 1 ? [clashReason(context, clashes)] : []),
  ];
  return {
    context,
    verdict: finding.reports ? 'will' : 'may',
    vacuous: vacuities.some(({ vacuity }) => vacuity !== null),
    ambiguous: clashes.length > 1,
    dynamic: !finding.reports && named.every(({ instance }) => instance.dynamic),
    sightings: named,
    producers: distinctProducers(named),
    reasons: distinctReasons(reasons),
    witness: finding.reports ? null : finding.witness,
  };
}

/** That a push does not reach forks says little beside what keeps another trigger away. */
function byTelling(reasons: readonly Reason[]): readonly Reason[] {
  const late = new Set(['forks', 'head-branch']);
  return [...reasons.filter(({ code }) => !late.has(code)), ...reasons.filter(({ code }) => late.has(code))];
}

/** Where only unsure triggers are left: the sure one that a filter takes away. */
function filteredOut(context: string, named: readonly Sighting[], { absences }: Survey): readonly Reason[] {
  if (named.some(({ reach }) => reach.sure)) return [];
  const filtered = absences.filter(
    ({ miss }) => miss.code === 'branch-filter' || miss.code === 'activity-types',
  );
  return filtered.filter(({ instance }) => isNamed(instance, context)).map(absenceReason);
}

function unproduced(context: string, survey: Survey, { external }: Known): Judgement {
  const isExternal = external.has(context);
  const message = `"${context}" comes from another App: it cannot be told beforehand on which pull requests`;
  return {
    context,
    verdict: isExternal ? 'may' : 'never',
    vacuous: false,
    ambiguous: false,
    dynamic: false,
    sightings: [],
    producers: [],
    reasons: isExternal
      ? [reasonAt(NOWHERE, 'external', message)]
      : distinctReasons(neverReasons(context, survey)),
    witness: null,
  };
}

function distinctProducers(sightings: readonly Sighting[]): readonly Producer[] {
  const all = sightings.map(({ instance }) => [jobKey(instance), producerOf(instance)] as const);
  return [
    ...new Map(all.map(([, producer]) => [`${producer.workflow}\n${producer.job}`, producer])).values(),
  ];
}

/** C7: the check runs of one name that a single delivery brings, or several workflows bring to one commit. */
function clashing(sightings: readonly Sighting[]): readonly Instance[] {
  const exact = sightings.filter(({ instance }) => !instance.dynamic);
  const byEvent = new Map<string, Instance[]>();
  for (const { instance, reach } of exact) {
    const key = `${instance.workflow.file}\n${reach.trigger.event}`;
    byEvent.set(key, [...(byEvent.get(key) ?? []), instance]);
  }
  const byFile = new Map<string, readonly Instance[]>();
  for (const [key, instances] of byEvent) {
    const file = key.split('\n')[0] ?? key;
    if ((byFile.get(file)?.length ?? 0) < instances.length) byFile.set(file, instances);
  }
  return [...byFile.values()].flat();
}

function clashReason(context: string, instances: readonly Instance[]): Reason {
  const jobs = instances.map(({ workflow, outer }) => `${workflow.file}: ${outer.id}`);
  const message = `${instances.length} check runs are called "${context}" (${listed(jobs)}); which of them counts is not documented`;
  const [first] = instances;
  return reasonAt(
    first ? placeAt(first.workflow.file, first.outer.spot) : NOWHERE,
    'ambiguous-context',
    message,
  );
}

function vacuityReason(instance: Instance, vacuity: Vacuity): readonly Reason[] {
  if (vacuity === null) return [];
  const { job, file } = instance.gate;
  if (vacuity === 'skipped-always') {
    const message = `\`${job.condition?.text ?? ''}\` is never true here: "${job.id}" is always skipped, which counts as passed`;
    return [reasonAt(placeAt(file, job.condition?.spot ?? job.spot), 'always-skipped', message)];
  }
  const needs = listed(job.needs, 'or');
  const message =
    vacuity === 'skipped-after-failure'
      ? `When ${needs} fails, "${job.id}" is skipped, and a skipped check counts as passed`
      : `"${job.id}" runs after ${needs} failed, but nothing in it looks at \`needs.*.result\`, so it passes all the same`;
  return [reasonAt(placeAt(file, job.needsSpot), 'vacuous', message)];
}
