import type { ForecastEvent, Witness } from '#model';
import { anySituation, type Named, type Situation } from '../expression/situation.ts';
import { OPENING } from '../trigger/reach.ts';
import type { Sighting } from './survey.ts';

/** A kind of pull request (or a merge group): which delivery reaches it, and what it is like. */
export type Case = { readonly situation: Situation; readonly witness: Witness; readonly oddity: number };

const MOST_NAMES = 6;

/**
 * The kinds of pull requests that workflows may tell apart, the plainest first: just opened, from the same
 * repository, by somebody no condition names. `activity` is in the witness wherever it is not the plain one.
 */
export function casesOf(event: ForecastEvent, sightings: readonly Sighting[]): readonly Case[] {
  if (event === 'merge_group') return [{ situation: anySituation('merge_group'), witness: {}, oddity: 0 }];
  const literals = literalsIn(sightings);
  const actors = literals.filter((text) => /^[\w-]+(\[bot\])?$/.test(text));
  const branches = literals.filter((text) => /^[\w./-]+$/.test(text));
  const cases: Case[] = [];
  for (const activity of OPENING) {
    for (const [draft, fork] of SHAPES) {
      for (const [actor, headBranch] of people(actors, branches)) {
        cases.push(caseOf({ activity, draft, fork, actor, headBranch }));
      }
    }
  }
  return cases.sort((a, b) => a.oddity - b.oddity);
}

const SHAPES = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
] as const;

type Shape = Pick<Situation, 'draft' | 'fork' | 'actor' | 'headBranch'> & { readonly activity: string };

function caseOf(shape: Shape): Case {
  const { activity, draft, fork, actor, headBranch } = shape;
  const witness: Witness = {
    ...(activity === OPENING[0] ? {} : { activity }),
    ...(draft ? { draft } : {}),
    ...(fork ? { fork } : {}),
    ...('is' in actor ? { actor: actor.is } : {}),
    ...('is' in headBranch ? { headBranch: headBranch.is } : {}),
  };
  return {
    situation: { ...anySituation('pull_request'), ...shape },
    witness,
    oddity: Object.keys(witness).length,
  };
}

/** Nobody in particular on no branch in particular, then each that a condition names. */
function people(
  actors: readonly string[],
  branches: readonly string[],
): readonly (readonly [Named, Named])[] {
  const nobody: Named = { not: actors };
  const nowhere: Named = { not: branches };
  return [
    [nobody, nowhere],
    ...actors.map((is) => [{ is }, nowhere] as const),
    ...branches.map((is) => [nobody, { is }] as const),
  ];
}

/** The texts that conditions compare with: whoever or whatever they single out is among them. */
function literalsIn(sightings: readonly Sighting[]): readonly string[] {
  const texts = new Set<string>();
  for (const { instance } of sightings) {
    for (const { job } of instance.gates) {
      const text = job.condition?.text ?? '';
      if (!/actor|login|head/.test(text)) continue;
      for (const [, literal = ''] of text.matchAll(/'((?:[^']|'')*)'/g))
        texts.add(literal.replaceAll("''", "'"));
    }
  }
  return [...texts].slice(0, MOST_NAMES);
}
