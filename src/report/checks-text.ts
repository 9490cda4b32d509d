import type { Forecast, RequiredForecast, Verdict, Wanted, WantedCheck, Witness } from '#model';
import { appWords } from '#plan';
import { code, sentence } from './markdown.ts';
import { originText } from './origin-text.ts';

const VERDICTS: Readonly<Record<Verdict, string>> = {
  will: 'reports on every pull request',
  may: 'may not report',
  never: 'can never report',
};

/** The checks a policy asks for, each with the contexts it means, its verdict, and what to do about it. */
export function checksText(
  { checks, optional }: Pick<Wanted, 'checks' | 'optional'>,
  forecast: Forecast | null,
): readonly string[] {
  // The forecast holds the required ones first, then the optional ones.
  const lines = [...checks, ...optional].map((check, index) => checkLines(check, forecast?.required[index]));
  const required = lines.slice(0, checks.length).flat();
  const others = lines.slice(checks.length).flat();
  return [
    ...(required.length === 0 ? ['- no required checks'] : ['- required checks:', ...required]),
    ...(others.length === 0 ? [] : ['- optional checks, which are never required:', ...others]),
  ];
}

function checkLines(check: WantedCheck, judged: RequiredForecast | undefined): readonly string[] {
  const line = `  - ${checkWords(check)}, ${originText(check.origin)}`;
  if (judged === undefined) return [line];
  const flags = [
    judged.vacuous ? 'can pass without having run' : null,
    judged.ambiguous ? 'several jobs report it' : null,
  ];
  const verdict = [VERDICTS[judged.verdict], ...flags.filter((flag) => flag !== null)].join('; ');
  return [`${line}: **${verdict}**${meaning(check, judged)}`, ...details(judged)];
}

function checkWords({ name, source, when }: WantedCheck): string {
  const from = source === null || source === 'any' ? '' : ` from ${appWords(source)}`;
  const ready = when === 'ready' ? ' as soon as it can report' : '';
  return `${code('context' in name ? name.context : name.check)}${from}${ready}`;
}

/** The contexts, where they are not simply the check's own name. */
function meaning({ name }: WantedCheck, { contexts }: RequiredForecast): string {
  const own = 'context' in name ? name.context : name.check;
  if (contexts.length === 0 || (contexts.length === 1 && contexts[0] === own)) return '';
  return `, as ${contexts.map(code).join(', ')}`;
}

function details({ reasons, witness, fix, verdict, vacuous }: RequiredForecast): readonly string[] {
  if (verdict === 'will' && !vacuous) return [];
  const told = reasons.map((reason) => `    - ${sentence(reason.message)}${at(reason)}`);
  const example = witness === null ? [] : [`    - For example ${witnessWords(witness)}.`];
  return [...told, ...example, ...(fix === null ? [] : [`    - ${sentence(fix.text)}`])];
}

function at({ file, line, column }: RequiredForecast['reasons'][number]): string {
  return file === '' ? '' : ` (${code(`${file}:${line}:${column}`)})`;
}

type Words<T> = { readonly [Part in keyof T]-?: (value: NonNullable<T[Part]>) => string };

const WITNESS: Words<Witness> = {
  changedFiles: (files) => `one that changes only ${files.map(code).join(', ')}`,
  activity: (activity) => `the activity ${code(activity)}`,
  draft: (draft) => (draft ? 'a draft' : 'one that is no draft'),
  fork: (fork) => (fork ? 'one from a fork' : 'one that is not from a fork'),
  actor: (actor) => `one by ${code(actor)}`,
  headBranch: (branch) => `one from the branch ${code(branch)}`,
  failing: (jobs) => `one where ${jobs.map(code).join(', ')} fails`,
  condition: (condition) => `one where ${code(condition)} is false`,
};

/** A pull request on which it does not report, in words: only what makes the difference is set. */
function witnessWords(witness: Witness): string {
  return partsOf(WITNESS, witness).join(', and ') || 'one of another kind';
}

function partsOf<T extends object>(words: Words<T>, of: T): readonly string[] {
  return (Object.keys(words) as (keyof T)[]).flatMap((part) => {
    const value = of[part];
    return value === undefined || value === null ? [] : [words[part](value)];
  });
}
