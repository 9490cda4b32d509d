import type { Filter } from './filter.ts';
import type { Glob, GlobStep } from './glob.ts';

/** Names that people really use: tried first, so that an example looks like one. */
const BRANCHES = ['feature/login', 'topic', 'develop', 'fix-1'];

/** Branch names worth trying against filters: everyday ones and one made from every pattern. */
export function sampleNames(filters: readonly Filter[]): readonly string[] {
  return [...BRANCHES, ...filters.flatMap(({ patterns }) => patterns.flatMap(({ glob }) => samplesOf(glob)))];
}

/** Names that a pattern matches, its wildcards filled with each of some words. */
export function samplesOf(
  glob: Glob,
  fillings: readonly Filling[] = [{ word: 'x', folder: '' }],
): readonly string[] {
  return fillings.map((filling) => glob.steps.map((step) => sampleStep(step, filling)).join(''));
}

/** `word` stands for `*` and `**`, `folder` (with its slash) for two stars and a slash. */
export type Filling = { readonly word: string; readonly folder: string };

function sampleStep(step: GlobStep, { word, folder }: Filling): string {
  if (step.kind === 'folders') return folder;
  if (step.set.kind === 'listed') return step.times === 'once' ? (step.set.ranges[0]?.[0] ?? '') : '';
  return word;
}
