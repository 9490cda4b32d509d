import {
  ACTIONS_APP,
  type Forecast,
  type Known,
  type Plan,
  type Problem,
  type RequiredForecast,
  type Source,
  type Wanted,
  type WantedCheck,
} from '#model';

/** What one check of the policy comes to on a branch: the contexts to require, and the source of those that are added. */
export type Requirement = {
  readonly check: WantedCheck;
  readonly contexts: readonly string[];
  readonly source: Source;
  /** Names that only a run knows: a context that is required already and matches one of them satisfies the check. */
  readonly patterns: readonly string[];
  /** False: which contexts it means is not known, so none that is there may be taken for superfluous. */
  readonly isClear: boolean;
  readonly refusal: Problem | null;
};

/** Null: the workflows were not asked, and every name stands for itself. */
export type Asked = Known<Forecast> | null;

/** The names under which a check that waits until it can report is or will be required. */
export function namesWaiting({ checks }: Wanted, asked: Asked): readonly string[] {
  return checks.flatMap((check, index) => {
    if (check.when === 'always') return [];
    const contexts = asked?.known ? (asked.value.required[index]?.contexts ?? []) : [];
    return [nameOf(check), ...contexts];
  });
}

/** What the required checks of a policy come to, in its order; its optional ones are never required. A check that waits until it can report is left out. */
export function requirementsOf(wanted: Wanted, asked: Asked): readonly Requirement[] {
  if (asked === null) return wanted.checks.filter(({ when }) => when === 'always').map(literally);
  if (!asked.known) return wanted.checks.map((check) => withoutForecast(check, asked.why));
  const { required, predicted, problems } = asked.value;
  return wanted.checks.flatMap((check, index) => {
    const forecast = required[index];
    if (forecast === undefined || (check.when === 'ready' && forecast.verdict === 'never')) return [];
    if (isLost(check, forecast, problems)) return [{ ...literally(check), isClear: false }];
    return [resolved({ check, forecast, bridge: wanted.bridge.value }, predicted)];
  });
}

/** A job that no workflow has may be one of those in a file that is broken. */
function isLost(
  { name }: WantedCheck,
  { producers }: RequiredForecast,
  problems: Forecast['problems'],
): boolean {
  return problems.length > 0 && producers.length === 0 && 'check' in name;
}

/** The name a check goes by in the policy. */
export function nameOf({ name }: WantedCheck): string {
  return 'context' in name ? name.context : name.check;
}

/** The check of the policy that a context is required for. */
export function checkOf({ wanted, forecast }: Pick<Plan, 'wanted' | 'forecast'>, context: string): string {
  const index = forecast?.required.findIndex((one) => one.contexts.includes(context)) ?? -1;
  const check = [...wanted.checks, ...wanted.optional][index];
  return check === undefined ? context : nameOf(check);
}

function literally(check: WantedCheck): Requirement {
  const source = check.source ?? 'any';
  return { check, contexts: [nameOf(check)], source, patterns: [], isClear: true, refusal: null };
}

/** A literal context needs no workflow to be known; a job does. */
function withoutForecast(check: WantedCheck, why: Problem): Requirement {
  if ('context' in check.name) return literally(check);
  return { ...literally(check), contexts: [], isClear: false, refusal: why };
}

type One = { readonly check: WantedCheck; readonly forecast: RequiredForecast; readonly bridge: boolean };

function resolved(one: One, predicted: Forecast['predicted']): Requirement {
  const { check, forecast } = one;
  const patterns = forecast.dynamic ? patternsOf(forecast, predicted) : [];
  const source = check.source ?? ownSource(one);
  const isClear = forecast.contexts.length > 0;
  return {
    check,
    contexts: forecast.contexts,
    source,
    patterns,
    isClear,
    refusal: isClear ? null : unclear(one),
  };
}

/**
 * A check that a workflow produces comes from GitHub Actions, and from nobody else; but Mainstay can stand in for a
 * workflow that a path filter skips only where any source will do.
 */
function ownSource({ forecast, bridge }: One): Source {
  if (forecast.producers.length === 0) return 'any';
  const isFiltered =
    forecast.verdict === 'may' && forecast.reasons.some(({ code }) => code === 'path-filter');
  return bridge && isFiltered ? 'any' : ACTIONS_APP;
}

function patternsOf(forecast: RequiredForecast, predicted: Forecast['predicted']): readonly string[] {
  const jobs = new Set(forecast.producers.map((producer) => `${producer.workflow} ${producer.job}`));
  return predicted
    .filter((one) => jobs.has(`${one.workflow} ${one.job}`))
    .flatMap(({ pattern }) => (pattern === null ? [] : [pattern]));
}

function unclear({ check, forecast }: One): Problem {
  const code = forecast.ambiguous ? 'check_ambiguous' : 'check_dynamic';
  const jobs = forecast.producers.map((job) => `${job.job} (${job.workflow}:${job.line})`).join(', ');
  return { code, detail: `"${nameOf(check)}" is ${jobs}.` };
}
